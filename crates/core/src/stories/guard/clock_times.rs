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
/// Without one of these there is no time of day in words.
const TELLTALES: [&str; 8] = [
    "noon", "midnight", "clock", "uhr", " am", " pm", " a.m", " p.m",
];
const HOUR_WORDS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// As people read it.
    Plain,
    /// With everything that is left as a time of day when the text is cut: `13:005` holds `13:00`.
    Cut,
}

/// Every time of day that people read in the text.
pub(super) fn named_in(text: &str) -> Vec<ClockTime> {
    read(text, Reading::Plain)
}

/// Every time of day that the text, or a part of it, names.
pub(super) fn held_by(text: &str) -> Vec<ClockTime> {
    let mut times = read(text, Reading::Cut);
    times.extend(read(text, Reading::Plain));
    times
}

fn read(text: &str, reading: Reading) -> Vec<ClockTime> {
    let text = text.to_lowercase();
    let mut times: Vec<ClockTime> = starts_of_numbers(&text, reading)
        .filter_map(|at| reading.in_digits(&text[at..]))
        .collect();
    if !TELLTALES.iter().any(|telltale| text.contains(telltale)) {
        return times;
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '!' | '?' | ':' | '—'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    times.extend(words.iter().filter_map(|word| reading.in_one_word(word)));
    times.extend(
        words
            .windows(2)
            .filter_map(|pair| reading.in_two_words(pair)),
    );
    times
}

/// Where a number begins that is no part of a longer word, number or date.
fn starts_of_numbers(text: &str, reading: Reading) -> impl Iterator<Item = usize> {
    let digits = text.match_indices(|c: char| c.is_ascii_digit());
    digits.map(|(at, _)| at).filter(move |at| {
        let before = text[..*at].chars().next_back();
        let is_within = |c: char| c.is_alphanumeric() || matches!(c, ':' | '.' | ',' | '/');
        reading == Reading::Cut || !before.is_some_and(is_within)
    })
}

impl Reading {
    fn in_digits(self, text: &str) -> Option<ClockTime> {
        let (hour, rest) = self.number(text)?;
        let minutes = |separator: char| {
            let (minute, after) = self.number(rest.strip_prefix(separator)?)?;
            let digits = rest.len() - after.len() - 1;
            (digits == 2 && minute < 60).then_some((minute, after))
        };
        if let Some((minute, after)) = minutes(':') {
            let half = self.half_day(after);
            let cut_short = || clock_time(hour, minute, None, false).filter(|_| self == Self::Cut);
            return clock_time(hour, minute, half, false).or_else(cut_short);
        }
        if let Some((minute, after)) = minutes('.')
            && (self.half_day(after).is_some() || self.says_clock(after))
        {
            return clock_time(hour, minute, self.half_day(after), false);
        }
        if let Some((minute, _)) = minutes('h') {
            return clock_time(hour, minute, None, true);
        }
        let is_named = self.half_day(rest).is_some() || self.says_clock(rest);
        is_named.then(|| clock_time(hour, 0, self.half_day(rest), false))?
    }

    /// A number of one or two digits, and what follows it.
    fn number(self, text: &str) -> Option<(u16, &str)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let end = if self == Self::Cut {
            digits.min(2)
        } else {
            digits
        };
        let (digits, rest) = text.split_at(end);
        let number = (1..=2).contains(&end).then_some(digits)?;
        Some((number.parse().ok()?, rest))
    }

    fn half_day(self, after: &str) -> Option<u16> {
        let after = after.trim_start();
        let (word, hours) = HALF_DAYS
            .into_iter()
            .find(|(word, _)| after.starts_with(word))?;
        self.ends_word(&after[word.len()..]).then_some(hours)
    }

    fn says_clock(self, after: &str) -> bool {
        let after = after.trim_start();
        let rest = |word: &&str| after.strip_prefix(*word);
        CLOCK_WORDS
            .iter()
            .any(|word| rest(word).is_some_and(|rest| self.ends_word(rest)))
    }

    fn ends_word(self, rest: &str) -> bool {
        self == Self::Cut || !rest.starts_with(char::is_alphanumeric)
    }

    fn in_one_word(self, word: &str) -> Option<ClockTime> {
        let is = |name: &str| word == name || (self == Self::Cut && word.starts_with(name));
        if is("noon") {
            clock_time(12, 0, Some(12), false)
        } else if is("midnight") {
            clock_time(12, 0, Some(0), false)
        } else {
            None
        }
    }

    /// `nine o’clock`, `nine pm`.
    fn in_two_words(self, pair: &[&str]) -> Option<ClockTime> {
        let [word, clock] = pair else { return None };
        let hour = HOUR_WORDS.iter().position(|name| name == word)?;
        let half = self.half_day(clock);
        let hour = u16::try_from(hour + 1).ok()?;
        (half.is_some() || self.says_clock(clock)).then(|| clock_time(hour, 0, half, false))?
    }
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
