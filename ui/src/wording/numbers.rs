//! Numbers with what they count.

/// `1 event`, `2,400 events`.
pub fn count(number: u32, one: &str, many: &str) -> String {
    let what = if number == 1 { one } else { many };
    format!("{} {what}", grouped(number))
}

/// How many of `whole` these are: `all of them`, `none of them`, `30 of them`.
pub fn of_them(part: u32, whole: u32) -> String {
    match part {
        0 => "none of them".to_owned(),
        _ if part == whole => "all of them".to_owned(),
        _ => format!("{} of them", grouped(part)),
    }
}

fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_with_what_it_counts() {
        assert_eq!(count(1, "event", "events"), "1 event");
        assert_eq!(count(0, "event", "events"), "0 events");
        assert_eq!(count(1_234_567, "event", "events"), "1,234,567 events");
    }

    #[test]
    fn a_part_is_said_of_its_whole() {
        assert_eq!(of_them(3, 3), "all of them");
        assert_eq!(of_them(0, 3), "none of them");
        assert_eq!(of_them(2, 3), "2 of them");
    }
}
