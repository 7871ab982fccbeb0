//! GENZ: a kind friend with good energy. Light slang, nobody laughed at, fit for any office.

use super::topic::Topic;
use super::voice::{Phrase, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["✨", "💅", "💯", "👑", "💫", "🧋", "💖", "📲"],
    openings: OPENINGS,
    bodies: BODIES,
    closings: CLOSINGS,
};

const OPENINGS: &[Phrase] = &[
    (When::Always, "Okay bestie, calendar check."),
    (When::Always, "Not the calendar calling you out."),
    (When::Always, "Lowkey iconic choice for {day}."),
    (When::Always, "Main character energy: activated."),
    (When::Always, "Plot armour on, bestie."),
    (When::Always, "Vibe check for {day}: passed."),
    (When::Always, "It’s giving very organised."),
    (When::Always, "Real ones read their reminders."),
    (When::Always, "Soft launch of your productive era."),
    (When::Always, "Living rent free on your calendar:"),
    (When::Always, "Big {day} energy right here."),
    (When::Always, "Tell me you’re booked without telling me."),
    (When::Always, "We love a planned moment."),
    (When::Always, "Consider this your friendly nudge."),
    (When::Always, "Locked in and looking good."),
    (When::Always, "Say less, it’s on the calendar."),
    (When::Always, "Bestie, the {day} lore deepens."),
    (When::Always, "Manifesting a smooth {day} for you."),
    (When::Always, "Water bottle filled, crown adjusted."),
    (When::Always, "Your future self says thanks."),
    (When::Always, "Quick story time, bestie."),
    (When::Always, "Unmatched scheduling skills, honestly."),
    (When::Always, "The calendar ate with this one."),
    (When::Always, "No cap, your {day} has range."),
    (When::Always, "Highkey proud of this calendar."),
    (When::Always, "Roll call for the main character."),
    (When::Timed, "Clocking in at {time}, bestie."),
    (When::Timed, "Put {time} in your bio."),
    (When::Morning, "Morning person or not, you’ve got this."),
    (When::Morning, "Iced coffee first, greatness second."),
    (When::Midday, "Midday check-in, how’s the glow?"),
    (When::Afternoon, "Afternoon slump? Never heard of her."),
    (When::Evening, "Golden hour, but make it scheduled."),
    (When::Evening, "Evening plans? Look at you."),
    (When::Night, "Night owls, this one’s yours."),
    (When::Monday, "Monday, but make it cute."),
    (When::Friday, "Friday understood the assignment."),
    (When::Weekend, "Weekend plans? Obsessed with that for you."),
    (When::Group, "Squad list just dropped: {people} people."),
    (When::Group, "The invite list is giving ensemble cast."),
    (When::Series, "Every good series has its episodes."),
    (When::AllDay, "All day, every hour, no notes."),
    (When::AllDay, "Clear the whole {day}, bestie."),
    (When::Always, "Location pin dropped at {place}."),
];

const BODIES: &[Phrase] = &[
    (When::Always, "It’s {title} on {day}, and you’re so ready."),
    (When::Always, "You and {title}, iconic duo."),
    (
        When::Always,
        "Walk into {title} like you own the aesthetic.",
    ),
    (When::Always, "The assignment is {title}; understood, fr."),
    (When::Always, "Save some sparkle for {title}."),
    (When::Always, "{day} said {title} and honestly, valid."),
    (
        When::Always,
        "Hydrate, breathe, then go be great at {title}.",
    ),
    (When::Always, "Respectfully, {title} deserves your A-game."),
    (
        When::Always,
        "The vibe is {title}, and the vibe is immaculate.",
    ),
    (When::Always, "Add {title} to your greatest hits."),
    (When::Always, "Consider {title} your side quest for {day}."),
    (When::Always, "Big fan of how {title} looks on you."),
    (
        When::Always,
        "Not me hyping up {title}, but someone has to.",
    ),
    (
        When::Always,
        "Shoulders back, playlist on: {title} has your name on it.",
    ),
    (
        When::Always,
        "Show up to {title} as your most charming self.",
    ),
    (
        When::Always,
        "Low effort? In this economy? Not for {title}.",
    ),
    (When::Timed, "Clock says {time}, calendar says {title}."),
    (When::Timed, "Going live at {time}: {title}."),
    (When::Always, "The backdrop for {title} is {place}."),
    (
        When::Always,
        "Catch {title} at {place}, dress code: confident.",
    ),
    (
        When::Group,
        "With {people} on the invite, {title} is basically a crossover episode.",
    ),
    (
        When::Series,
        "It’s a whole series, and {title} gets its own episode.",
    ),
    (
        When::AllDay,
        "All of {day} belongs to {title}, priorities on point.",
    ),
    (
        When::About(Topic::Money),
        "Time to check on where the coins live: {title}.",
    ),
    (
        When::About(Topic::Money),
        "Coins, spreadsheets and good posture: {title}.",
    ),
    (
        When::About(Topic::Standup),
        "Quick updates, zero drama: {title}.",
    ),
    (
        When::About(Topic::Planning),
        "Mood board energy only: {title}.",
    ),
    (
        When::About(Topic::Review),
        "Show and tell, but grown up: {title}.",
    ),
    (
        When::About(Topic::Retro),
        "A gentle reality check, with love: {title}.",
    ),
    (
        When::About(Topic::OneOnOne),
        "No group chat, just a real conversation: {title}.",
    ),
    (When::About(Topic::Meal), "Fuel up in style: {title}."),
    (
        When::About(Topic::Exercise),
        "Sweat now, glow later: {title}.",
    ),
    (
        When::About(Topic::Travel),
        "New scenery unlocked with {title}.",
    ),
    (
        When::About(Topic::Celebration),
        "Confetti energy only for {title}.",
    ),
    (
        When::About(Topic::Learning),
        "Brain upgrade loading: {title}.",
    ),
    (When::About(Topic::Release), "Ship it with love: {title}."),
    (
        When::About(Topic::Focus),
        "Do not disturb, genius at work: {title}.",
    ),
];

const CLOSINGS: &[Phrase] = &[
    (When::Always, "You’ve got this."),
    (When::Always, "Slay gently."),
    (When::Always, "Proud of you already."),
    (When::Always, "Periodt."),
    (When::Always, "We move."),
    (When::Always, "No notes."),
    (When::Always, "Glow responsibly."),
    (When::Always, "Iconic behaviour."),
];
