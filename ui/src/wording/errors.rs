//! An API error as the one sentence that stands beside the field or on the page.

use storytime_types::ApiError;

/// What is wrong, in a sentence: field by field for a validation error, else the message itself.
pub fn sentence(error: &ApiError) -> String {
    let fields = error.details.get("fields").and_then(|it| it.as_object());
    let Some(fields) = fields.filter(|fields| !fields.is_empty()) else {
        return finished(&error.message);
    };
    fields
        .iter()
        .map(|(field, why)| field_sentence(field, why.as_str().unwrap_or_default()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn field_sentence(field: &str, why: &str) -> String {
    if why.chars().next().is_some_and(char::is_uppercase) {
        return finished(why);
    }
    finished(&format!("{} {why}", field_name(field)))
}

fn field_name(field: &str) -> &str {
    match field {
        "url" => "The address",
        "path" => "The path",
        "timezone" => "The time zone",
        "leadTimes" | "notificationMinutes" => "The reminder",
        "allDayTime" => "The time for all-day events",
        "selectedTheme" => "The theme",
        "email" => "The e-mail address",
        "password" | "new" => "The password",
        "current" => "The password so far",
        "name" => "The name",
        "age" => "The age",
        other => other,
    }
}

fn finished(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        "Something went wrong, and nothing says what. Try again.".to_owned()
    } else if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::ErrorCode;

    #[test]
    fn a_field_that_is_not_acceptable_is_named_in_words() {
        let error = ApiError::invalid([("allDayTime", "must be a time of day like 09:00".into())]);
        assert_eq!(
            sentence(&error),
            "The time for all-day events must be a time of day like 09:00."
        );
    }

    #[test]
    fn a_reason_that_is_a_sentence_already_stands_alone() {
        let error = ApiError::invalid([("path", "There is no file /tmp/a.ics".into())]);
        assert_eq!(sentence(&error), "There is no file /tmp/a.ics.");
    }

    #[test]
    fn other_errors_say_their_message_and_an_empty_one_is_never_shown() {
        let error = ApiError::new(ErrorCode::SourceFailed, "example.org did not answer");
        assert_eq!(sentence(&error), "example.org did not answer.");
        assert!(sentence(&ApiError::new(ErrorCode::Internal, " ")).len() > 10);
    }
}
