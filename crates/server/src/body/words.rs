//! What serde says of a value that it cannot take, in words for whoever sent it.

/// What is wrong with one field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Which, from the outside in: `metadata.bot_token`. Empty for the body as a whole.
    pub field: String,
    /// What it must be, to be read after its name.
    pub words: String,
}

impl Fault {
    /// The field of the body itself: `metadata` of `metadata.bot_token`.
    pub(super) fn outermost(&self) -> &str {
        self.field.split(['.', '[']).next().unwrap_or_default()
    }
}

/// The fault of the field at `path` (`.` for the whole), of which serde says `cause`.
pub(super) fn fault(path: &str, cause: &str) -> Fault {
    let path = path.trim_matches('.');
    let cause = without_place(cause);
    if let Some(name) = quoted_after(cause, "missing field ") {
        return Fault {
            field: inside(path, name),
            words: "is missing".to_owned(),
        };
    }
    if let Some(name) = quoted_after(cause, "duplicate field ") {
        return Fault {
            field: inside(path, name),
            words: "is there twice".to_owned(),
        };
    }
    Fault {
        field: path.to_owned(),
        words: of_value(cause),
    }
}

fn of_value(cause: &str) -> String {
    if let Some(choices) = choices(cause) {
        return match choices.as_slice() {
            [] => "cannot be given here".to_owned(),
            [one] => format!("must be {one}"),
            [others @ .., last] => format!("must be {} or {last}", others.join(", ")),
        };
    }
    let mismatch = ["invalid type: ", "invalid value: "];
    let mismatch = mismatch.iter().find_map(|start| cause.strip_prefix(start));
    match mismatch.and_then(|mismatch| mismatch.rsplit_once(", expected ")) {
        Some((found, wanted)) => format!(
            "must be {}, not {}",
            wanted_in_words(wanted),
            found_in_words(found)
        ),
        None if cause.starts_with("invalid digit") || cause.contains("parse integer") => {
            "must be a whole number".to_owned()
        }
        None if cause.starts_with("data did not match any variant") => {
            "has none of the forms that it may have".to_owned()
        }
        // Our own types say what they want themselves.
        None => cause.to_owned(),
    }
}

/// The values of ``unknown variant `A`, expected one of `B`, `C` ``.
fn choices(cause: &str) -> Option<Vec<&str>> {
    let (_, choices) = cause
        .strip_prefix("unknown variant ")?
        .rsplit_once(", expected ")?;
    Some(choices.split('`').skip(1).step_by(2).collect())
}

fn wanted_in_words(wanted: &str) -> &str {
    match wanted {
        "a boolean" => "true or false",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number that is not negative",
        "i8" | "i16" | "i32" | "i64" => "a whole number",
        "f32" | "f64" => "a number",
        "a string" | "string" | "str" | "a borrowed string" => "text",
        "a sequence" => "a list",
        "a map" => "an object",
        "variant identifier" | "string or map" => "one of its choices, as text",
        wanted if wanted.starts_with("struct ") => "an object",
        wanted if wanted.starts_with("enum ") => "one of its choices, as text",
        wanted => wanted,
    }
}

/// What was sent, by its kind: the value itself may be a password.
fn found_in_words(found: &str) -> &str {
    match found {
        "null" | "Option value" | "unit value" => "null",
        "sequence" => "a list",
        "map" => "an object",
        _ if found.starts_with("string ") => "text",
        _ if found.starts_with("boolean ") => "true or false",
        _ if found.starts_with("integer `-") => "a negative number",
        _ if found.starts_with("integer ") => "this number",
        _ if found.starts_with("floating point ") => "a fraction",
        _ => "this",
    }
}

/// What stands between the backticks that follow `start`.
fn quoted_after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.strip_prefix(start)?
        .strip_prefix('`')?
        .split('`')
        .next()
}

/// Without ` at line 1 column 2`.
fn without_place(cause: &str) -> &str {
    cause
        .rsplit_once(" at line ")
        .map_or(cause, |(words, _)| words)
}

fn inside(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_that_was_sent_is_not_told_again() {
        let cause = "invalid type: integer `13579246801`, expected a string";
        assert_eq!(fault("new", cause).words, "must be text, not this number");
    }

    #[test]
    fn what_no_rule_knows_is_handed_on_without_its_place() {
        let said = fault(
            "start",
            "not an instant: write it like 2026-01-05T08:00:00Z at line 1 column 9",
        );
        assert_eq!(said.field, "start");
        assert_eq!(
            said.words,
            "not an instant: write it like 2026-01-05T08:00:00Z"
        );
    }
}
