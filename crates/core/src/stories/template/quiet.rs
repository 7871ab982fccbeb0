//! The plain tone, for titles that nobody wants to hear a joke about: the facts in one calm sentence.

use super::voice::{Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["📅"],
    openings: &[
        (When::Timed, "On your calendar: {title} on {day} at {time}."),
        (When::Timed, "A note for {day} at {time}: {title}."),
        (When::Timed, "At {time} on {day}: {title}."),
        (When::Timed, "On {day} at {time}: {title}."),
        (When::Timed, "Kept for {title}: {day} at {time}."),
        (When::Timed, "Your calendar has {title} on {day} at {time}."),
        (When::Timed, "Set down for {day} at {time}: {title}."),
        (
            When::Timed,
            "This is your reminder of {title}, on {day} at {time}.",
        ),
        (When::AllDay, "On your calendar: {title}, all day on {day}."),
        (When::AllDay, "A note for {day}: {title}, all day."),
        (When::AllDay, "All day on {day}: {title}."),
        (When::AllDay, "Kept for {title}: the whole of {day}."),
        (When::AllDay, "Your calendar has {title} on {day}, all day."),
        (
            When::AllDay,
            "This is your reminder of {title}, all day on {day}.",
        ),
    ],
    bodies: &[],
    closings: &[],
};
