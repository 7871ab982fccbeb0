//! An API error as the one sentence that stands beside the field or on the page.

use storytime_types::ApiError;
use storytime_types::error::follows_a_name;

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
    if follows_a_name(why) {
        finished(&format!("{} {why}", field_name(field)))
    } else {
        finished(&begun(why))
    }
}

/// A field of a request in words. A part of one, as `leadTimes[0]`, is called as the whole.
fn field_name(field: &str) -> &'static str {
    match field.split(['[', '.']).next().unwrap_or_default() {
        "url" => "The address",
        "path" => "The path",
        "username" => "The user name",
        "timezone" => "The time zone",
        "leadTimes" | "notificationMinutes" => "The reminder",
        "allDayTime" => "The time for all-day events",
        "timeFormat" => "The clock",
        "selectedTheme" | "theme" => "The theme",
        "ownAddresses" => "The list of your addresses",
        "meetingPatterns" => "The list of patterns",
        "titleFilters" => "The list of filters",
        "email" => "The e-mail address",
        "password" | "new" => "The password",
        "current" => "The password so far",
        "passphrase" => "The passphrase",
        "name" => "The name",
        "age" => "The age",
        "gender" => "The gender",
        "privacy" => "What others may see",
        "port" => "The port",
        "minutes" => "The number of minutes",
        "pollMinutes" => "The time from one look to the next",
        "windowDays" => "The number of days",
        "for" => "The length of the pause",
        "logins" | "syncs" | "ai" | "calls" | "limit" => "The limit",
        "code" => "The code",
        "clientId" => "The client ID",
        "clientSecret" => "The client secret",
        "provider" => "The provider",
        "state" => "The sign-in",
        "loginHint" => "The account",
        "integrationId" => "The calendar",
        "from" => "The beginning",
        "to" => "The end",
        "status" => "The state",
        "before" => "The reminder before",
        "order" => "The order",
        "all"
        | "isActive"
        | "on"
        | "open"
        | "scope"
        | "privateAsOthers"
        | "useProviderReminders"
        | "remindOfTentative"
        | "remindOfFree"
        | "withBackups"
        | "withHistory" => "The choice",
        _ => "This",
    }
}

/// With a capital, unless it begins with an address.
fn begun(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if !first.contains("://") => {
            format!("{}{}", letter.to_uppercase(), letters.as_str())
        }
        _ => text.to_owned(),
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
    fn what_is_no_half_of_a_sentence_is_not_put_behind_a_name() {
        let said = |field, why: &str| sentence(&ApiError::invalid([(field, why.to_owned())]));
        assert_eq!(
            said(
                "password",
                "https://dav.example.org/ does not accept this name and password: type both again"
            ),
            "https://dav.example.org/ does not accept this name and password: type both again."
        );
        assert_eq!(
            said(
                "meetingPatterns",
                "\"(\" is not a regular expression: unclosed group"
            ),
            "\"(\" is not a regular expression: unclosed group."
        );
        assert_eq!(
            said("username", "give the name that you sign in with there"),
            "Give the name that you sign in with there."
        );
        assert_eq!(
            said("leadTimes[0]", "must be a whole number"),
            "The reminder must be a whole number."
        );
    }

    #[test]
    fn other_errors_say_their_message_and_an_empty_one_is_never_shown() {
        let error = ApiError::new(ErrorCode::SourceFailed, "example.org did not answer");
        assert_eq!(sentence(&error), "example.org did not answer.");
        assert!(sentence(&ApiError::new(ErrorCode::Internal, " ")).len() > 10);
    }
}
