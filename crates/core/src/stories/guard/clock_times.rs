//! Times of day that a text names: `15:00`, `3 pm`, `9.30 Uhr`, `14h30`, `noon`.

/// A time of day as a text names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClockTime {
    /// Minutes since midnight; before noon where `in_12_hours`.
    minutes: u16,
    /// Whether it may also be twelve hours later: `3:00` without `am` or `pm`.
    in_12_hours: bool,
}

impl ClockTime {
    /// Whether both can mean the same moment of a day.
    pub(super) fn agrees(self, other: Self) -> bool {
        let half_day = 12 * 60;
        if self.in_12_hours || other.in_12_hours {
            self.minutes % half_day == other.minutes % half_day
        } else {
            self.minutes == other.minutes
        }
    }
}

const HALF_DAYS: [(&str, u16); 4] = [("a.m", 0), ("p.m", 12), ("am", 0), ("pm", 12)];
const CLOCK_WORDS: [&str; 3] = ["uhr", "o'clock", "o’clock"];
const HOUR_WORDS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Every time of day in the text.
pub(super) fn named_in(text: &str) -> Vec<ClockTime> {
    let text = text.to_lowercase();
    let mut times: Vec<ClockTime> = starts_of_numbers(&text)
        .filter_map(|at| in_digits(&text[at..]))
        .collect();
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '!' | '?' | ':' | '—'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    times.extend(words.iter().copied().filter_map(in_one_word));
    times.extend(words.windows(2).filter_map(in_two_words));
    times
}

/// Where a number begins that is no part of a longer word, number or date.
fn starts_of_numbers(text: &str) -> impl Iterator<Item = usize> {
    let digits = text.match_indices(|c: char| c.is_ascii_digit());
    digits.map(|(at, _)| at).filter(|at| {
        let before = text[..*at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | '.' | ',' | '/'))
    })
}

fn in_digits(text: &str) -> Option<ClockTime> {
    let (hour, rest) = number(text, 2)?;
    let minutes = |separator: char| {
        let (minute, after) = number(rest.strip_prefix(separator)?, 2)?;
        let digits = rest.len() - after.len() - 1;
        (digits == 2 && minute < 60).then_some((minute, after))
    };
    if let Some((minute, after)) = minutes(':') {
        return clock_time(hour, minute, half_day(after), false);
    }
    if let Some((minute, after)) = minutes('.')
        && (half_day(after).is_some() || says_clock(after))
    {
        return clock_time(hour, minute, half_day(after), false);
    }
    if let Some((minute, _)) = minutes('h') {
        return clock_time(hour, minute, None, true);
    }
    let is_named = half_day(rest).is_some() || says_clock(rest);
    is_named.then(|| clock_time(hour, 0, half_day(rest), false))?
}

/// A number of at most so many digits, and what follows it.
fn number(text: &str, most_digits: usize) -> Option<(u16, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let number = (1..=most_digits).contains(&end).then_some(digits)?;
    Some((number.parse().ok()?, rest))
}

fn half_day(after: &str) -> Option<u16> {
    let after = after.trim_start();
    let (word, hours) = HALF_DAYS
        .into_iter()
        .find(|(word, _)| after.starts_with(word))?;
    ends_word(&after[word.len()..]).then_some(hours)
}

fn says_clock(after: &str) -> bool {
    let after = after.trim_start();
    CLOCK_WORDS
        .iter()
        .any(|word| after.strip_prefix(word).is_some_and(ends_word))
}

fn ends_word(rest: &str) -> bool {
    !rest.starts_with(char::is_alphanumeric)
}

fn clock_time(hour: u16, minute: u16, half_day: Option<u16>, is_24: bool) -> Option<ClockTime> {
    let hours = match half_day {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None if hour < 24 => hour,
        None => return None,
    };
    let in_12_hours = !is_24 && half_day.is_none() && (1..=12).contains(&hour);
    Some(ClockTime {
        minutes: hours * 60 + minute,
        in_12_hours,
    })
}

fn in_one_word(word: &str) -> Option<ClockTime> {
    match word {
        "noon" => clock_time(12, 0, Some(12), false),
        "midnight" => clock_time(12, 0, Some(0), false),
        _ => None,
    }
}

/// `nine o’clock`, `nine pm`.
fn in_two_words(pair: &[&str]) -> Option<ClockTime> {
    let [word, clock] = pair else { return None };
    let hour = HOUR_WORDS.iter().position(|name| name == word)?;
    let half = half_day(clock);
    let hour = u16::try_from(hour + 1).ok()?;
    (half.is_some() || says_clock(clock)).then(|| clock_time(hour, 0, half, false))?
}
