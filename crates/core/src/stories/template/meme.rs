//! MEME: narrators, plot twists and side quests. Dry, good-natured, fit for any office.

use super::topic::Topic;
use super::voice::{Phrase, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["🔥", "🎬", "🎮", "🍿", "😎", "📢", "🐸", "🚀"],
    openings: OPENINGS,
    bodies: BODIES,
    closings: CLOSINGS,
};

const OPENINGS: &[Phrase] = &[
    (When::Always, "This is fine, it’s on the calendar."),
    (When::Always, "POV: your calendar remembers everything."),
    (When::Always, "Narrator: it was on the calendar."),
    (When::Always, "One does not simply forget {day}."),
    (When::Always, "Plot twist: you’re prepared."),
    (When::Always, "Nobody: absolutely nobody. Your calendar:"),
    (
        When::Always,
        "Achievement unlocked: reading your reminders.",
    ),
    (When::Always, "Breaking news from your calendar."),
    (When::Always, "Record scratch, freeze frame."),
    (When::Always, "Loading {day}, please hold."),
    (When::Always, "A wild calendar entry appears!"),
    (When::Always, "Brace yourself, {day} has plans."),
    (When::Always, "Keep calm and check the calendar."),
    (When::Always, "Change my mind: {day} has potential."),
    (When::Always, "Galaxy brain move: having a calendar."),
    (When::Always, "Roll the opening credits."),
    (When::Always, "Not all heroes wear capes."),
    (When::Always, "Directed by: your own calendar."),
    (When::Always, "Press F to pay attention."),
    (When::Always, "It’s dangerous to go unprepared, take this."),
    (When::Always, "The prophecy mentioned {day}."),
    (When::Always, "Hold my coffee, gently."),
    (When::Always, "Insert dramatic zoom here."),
    (When::Always, "Ah yes, a {day} of culture."),
    (When::Always, "Instructions unclear? Here’s a reminder."),
    (When::Always, "Wait, it’s all calendar? Always has been."),
    (When::Timed, "Alarm set for {time}, hero pose ready."),
    (When::Timed, "Somewhere, a clock practises saying {time}."),
    (When::Morning, "Coffee.exe is still loading."),
    (When::Morning, "Good morning to calendars only."),
    (When::Midday, "Midday boss level detected."),
    (When::Afternoon, "Afternoon expansion pack installed."),
    (When::Evening, "Evening DLC unlocked, enjoy."),
    (When::Evening, "Prime time, starring you."),
    (When::Night, "Late night bonus level."),
    (When::Monday, "Monday has entered the chat."),
    (When::Friday, "Friday.exe is responding nicely."),
    (When::Weekend, "Weekend mode, now with a side mission."),
    (When::Group, "Multiplayer lobby: {people} invited."),
    (When::Group, "Avengers-level invite list detected."),
    (When::Series, "Some calendars have a whole franchise."),
    (When::AllDay, "Speedrun cancelled, this one lasts all day."),
    (When::AllDay, "Endless mode enabled for {day}."),
    (When::Always, "Establishing shot of {place}."),
];

const BODIES: &[Phrase] = &[
    (
        When::Always,
        "On {day} it’s {title}, and everything is fine.",
    ),
    (When::Always, "Cue dramatic music for {title}."),
    (
        When::Always,
        "Nobody expects {title}, except you, because it’s right here.",
    ),
    (
        When::Always,
        "Side effects of {title} may include feeling organised.",
    ),
    (When::Always, "You, looking at {title}: challenge accepted."),
    (
        When::Always,
        "The lore says {title}, and the lore has receipts.",
    ),
    (When::Always, "Somewhere a narrator whispers: {title}."),
    (When::Always, "Ten out of ten narrators recommend {title}."),
    (When::Always, "Boss music, but relaxing: {title}."),
    (When::Always, "Main quest updated: {title}."),
    (
        When::Always,
        "Error 404: excuse to forget {title} not found.",
    ),
    (When::Always, "Save your game before {title}."),
    (When::Always, "Drumroll, spotlight, {title}."),
    (When::Always, "Coming to a {day} near you: {title}."),
    (When::Always, "Your {day} trailer features {title}."),
    (
        When::Always,
        "Choose your fighter for {title}: calm you or early you.",
    ),
    (When::Timed, "Showtime is {time}: {title}."),
    (When::Timed, "Ticket says {time}, screen says {title}."),
    (When::Always, "Filmed on location at {place}: {title}."),
    (When::Always, "The spawn point for {title} is {place}."),
    (
        When::Group,
        "With {people} invited, {title} is officially multiplayer.",
    ),
    (When::Series, "As part of a series, {title} has lore."),
    (
        When::AllDay,
        "All of {day} is one long level called {title}.",
    ),
    (
        When::About(Topic::Money),
        "Stonks or not stonks, {title} will tell.",
    ),
    (
        When::About(Topic::Money),
        "It’s {title}, so bring your best ‘I understand spreadsheets’ face.",
    ),
    (
        When::About(Topic::Standup),
        "Yesterday, today, blockers, roll credits: {title}.",
    ),
    (
        When::About(Topic::Planning),
        "Red string on the wall, plan in the middle: {title}.",
    ),
    (
        When::About(Topic::Review),
        "‘Works on my machine’ meets its audience: {title}.",
    ),
    (
        When::About(Topic::Retro),
        "Hindsight drops its patch notes: {title}.",
    ),
    (
        When::About(Topic::OneOnOne),
        "Two-player mode enabled: {title}.",
    ),
    (When::About(Topic::Meal), "Health bar refill: {title}."),
    (When::About(Topic::Exercise), "Strength plus one: {title}."),
    (
        When::About(Topic::Travel),
        "Fast travel point discovered: {title}.",
    ),
    (
        When::About(Topic::Celebration),
        "Party mode enabled: {title}.",
    ),
    (
        When::About(Topic::Learning),
        "New branch of the skill tree: {title}.",
    ),
    (
        When::About(Topic::Release),
        "Big red button, steady hand: {title}.",
    ),
    (
        When::About(Topic::Focus),
        "Do not disturb, galaxy brain edition: {title}.",
    ),
];

const CLOSINGS: &[Phrase] = &[
    (When::Always, "This is fine."),
    (When::Always, "No further questions."),
    (When::Always, "GG in advance."),
    (When::Always, "Much calendar, very organised."),
    (When::Always, "End of trailer."),
    (When::Always, "Five stars, would recommend."),
    (When::Always, "Carry on."),
    (When::Always, "You may now look heroic."),
];
