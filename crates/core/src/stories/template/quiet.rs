//! The plain tone, for titles that nobody wants to hear a joke about: what and when, in a few calm
//! words, the same for every theme.

use super::voice::{Phrases, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["📅"],
    openings: OPENINGS,
    bodies: BODIES,
    topics: &[],
    endings: ENDINGS,
};

const OPENINGS: Phrases = &[(
    When::Always,
    &[
        "Here is a reminder, plainly put.",
        "This is a note from your calendar.",
        "A reminder, so nothing is missed.",
        "So that you have it in mind.",
        "Your calendar asks for a moment.",
        "Please take note of this entry.",
        "For your information, without any fuss.",
        "One thing that should not slip.",
        "As you wished, a short reminder.",
        "You asked to be told of this.",
        "A short note about your plans.",
        "To help you prepare in peace.",
        "A calm reminder, nothing more.",
        "Your calendar keeps this for you.",
        "There is one thing coming up.",
        "Here is what your calendar says.",
        "A plain note, and no story.",
        "Something worth knowing in advance.",
        "It may help to be reminded.",
        "A note, to be safe.",
        "Noted for you, and not forgotten.",
        "Only the facts, in a few words.",
        "In case it helps, a reminder.",
        "Read from your diary, word for word.",
        "An entry of yours reads as follows.",
        "You may want to think ahead.",
    ],
)];

const BODIES: Phrases = &[
    (
        When::Timed,
        &[
            "On {day} at {time} you have {title} in your diary.",
            "The time is {time} on {day}, for {title}.",
            "Set down for {day} at {time} is {title}.",
            "It is about {title}, on {day} at {time}.",
            "The entry simply says {title}, {day} at {time}.",
            "It concerns {title}, which is on {day} at {time}.",
            "What is planned is {title}, on {day} at {time}.",
            "Your plan for {day} at {time} is {title}.",
            "The calendar has {title} on {day} at {time}.",
            "At {time} on {day} there will be {title}.",
            "You have kept {day} at {time} free for {title}.",
            "You are expected for {title} on {day} at {time}.",
        ],
    ),
    (
        When::AllDay,
        &[
            "On {day} you have {title} in your diary, all day.",
            "The whole of {day} is for {title}.",
            "Set down for all of {day} is {title}.",
            "It is about {title}, all day on {day}.",
            "The entry says {title}, all day on {day}.",
            "It concerns {title}, which takes all of {day}.",
            "What is planned is {title}, all through {day}.",
            "Your plan for the whole of {day} is {title}.",
            "The calendar has {title} on {day}, all day.",
            "All day on {day} there will be {title}.",
            "You have kept all of {day} free for {title}.",
            "The day that is set for {title} is {day}.",
        ],
    ),
];

const ENDINGS: Phrases = &[(
    When::Always,
    &[
        "Take the time that you need.",
        "May it go as well as it can.",
        "Be kind to yourself.",
        "All the best for it.",
        "One step at a time.",
        "Wishing you strength and calm.",
        "Take good care of yourself.",
        "Bring what you need with you.",
        "Ask for company if you want some.",
        "Wishing you well with it.",
        "Go at your own pace.",
        "A deep breath can help.",
        "Be gentle with yourself.",
        "Everything else can wait a moment.",
    ],
)];
