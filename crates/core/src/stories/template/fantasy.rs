//! FANTASY: heralds, scrolls and dragons that keep a diary. Epic, warm, fit for any office.

use super::topic::Topic;
use super::voice::{Phrase, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["⚔️", "🏰", "🐉", "📜", "🧙", "🗺️", "🔮", "🛡️"],
    openings: OPENINGS,
    bodies: BODIES,
    closings: CLOSINGS,
};

const OPENINGS: &[Phrase] = &[
    (When::Always, "The chronicle turns a page."),
    (When::Always, "Hear the herald’s call!"),
    (When::Always, "A raven brings word."),
    (When::Always, "Once upon a {day}, a page was marked."),
    (When::Always, "The quest board bears a notice."),
    (When::Always, "Beyond the misty mountains, a bell rings."),
    (When::Always, "An old map unrolls by itself."),
    (When::Always, "By decree of the calendar’s keepers:"),
    (When::Always, "The oracle has consulted the stars."),
    (When::Always, "Somewhere, a dragon checks its diary."),
    (When::Always, "The bards already have a tune for this."),
    (When::Always, "A silver thread marks {day} in the tapestry."),
    (When::Always, "Fate writes {day} in letters of gold."),
    (When::Always, "The wizard’s almanac falls open."),
    (When::Always, "Deep in the archive, a candle is lit."),
    (When::Always, "A wax seal cracks."),
    (When::Always, "The hero of this tale is you."),
    (When::Always, "Every saga has its {day}."),
    (When::Always, "From the watchtower comes a signal."),
    (When::Always, "A faithful squire clears their throat."),
    (When::Always, "The crystal ball clears."),
    (When::Always, "Ink shimmers on the royal calendar."),
    (When::Always, "Lanterns line the road to {day}."),
    (When::Always, "In a tower far away, an owl looks up."),
    (When::Always, "The runes agree for once."),
    (When::Always, "No spell is needed, only this reminder."),
    (When::Timed, "The tower bell knows its duty at {time}."),
    (When::Timed, "The hourglass is set for {time}."),
    (When::Morning, "Morning light gilds the castle walls."),
    (When::Morning, "The rooster of destiny has opinions."),
    (When::Midday, "The sun stands high above the keep."),
    (
        When::Afternoon,
        "Afternoon light slants through the great hall.",
    ),
    (When::Evening, "Evening torches light the kingdom."),
    (When::Evening, "The evening star takes its post."),
    (When::Night, "Owls keep the late watch."),
    (When::Monday, "A Monday, as foretold by the sages."),
    (When::Friday, "Friday’s banner flies over the keep."),
    (
        When::Weekend,
        "Even on {day}, the realm dreams of adventure.",
    ),
    (When::Group, "A fellowship has been summoned."),
    (When::Group, "The summons carries {people} names."),
    (When::Series, "Some sagas are told in chapters."),
    (When::AllDay, "A whole day is set aside in the chronicle."),
    (When::AllDay, "From sunrise to sunset, one banner flies."),
    (When::Always, "The road on the map ends at {place}."),
];

const BODIES: &[Phrase] = &[
    (When::Always, "The quest bears the name {title}."),
    (
        When::Always,
        "It speaks of {title}, and the realm takes note.",
    ),
    (
        When::Always,
        "On {day} the trail leads straight to {title}.",
    ),
    (When::Always, "Steel your resolve for {title}, brave one."),
    (
        When::Always,
        "Let it be known that {title} has its place on {day}.",
    ),
    (
        When::Always,
        "Gather your wits and your finest quill for {title}.",
    ),
    (
        When::Always,
        "The next chapter is called {title}, and you hold the pen.",
    ),
    (
        When::Always,
        "A clear head and a warm drink: such is the kit for {title}.",
    ),
    (When::Always, "Even the dragon steps aside for {title}."),
    (When::Always, "Wise travellers keep {title} in sight."),
    (When::Always, "Legend reserves {day} for {title}."),
    (
        When::Always,
        "The stars have spelled out {title}; the rest is yours to write.",
    ),
    (
        When::Always,
        "A blank page waits under the heading {title}.",
    ),
    (
        When::Always,
        "The keeper of hours has entered {title} under {day}.",
    ),
    (
        When::Always,
        "May your cloak be dry and your mind be sharp for {title}.",
    ),
    (
        When::Always,
        "Songs will be sung of how you came to {title}.",
    ),
    (When::Timed, "At {time} the gates open for {title}."),
    (When::Timed, "When the bell marks {time}, {title} begins."),
    (When::Always, "The road to {title} leads to {place}."),
    (When::Always, "Banners are raised at {place} for {title}."),
    (
        When::Group,
        "The round table holds {people} names for {title}.",
    ),
    (When::Group, "The fellowship’s next deed is {title}."),
    (
        When::Series,
        "One chapter of a longer saga, {title} belongs to {day}.",
    ),
    (When::AllDay, "From dawn to dusk, {day} belongs to {title}."),
    (
        When::About(Topic::Money),
        "Sharpen the abacus: {title} opens the royal coffers.",
    ),
    (
        When::About(Topic::Money),
        "Even treasure wants counting, and {title} guards the vault.",
    ),
    (
        When::About(Topic::Standup),
        "Three brave sentences are all that {title} asks.",
    ),
    (
        When::About(Topic::Planning),
        "Maps unrolled, dragons marked: {title} charts the road ahead.",
    ),
    (
        When::About(Topic::Review),
        "What was forged now meets the light at {title}.",
    ),
    (
        When::About(Topic::Retro),
        "At {title}, tales by the fire light the next march.",
    ),
    (
        When::About(Topic::OneOnOne),
        "Two chairs by the fire and an honest word: that is {title}.",
    ),
    (
        When::About(Topic::Meal),
        "Even heroes must eat, and {title} sees to it.",
    ),
    (
        When::About(Topic::Exercise),
        "The training yard calls your name: {title}.",
    ),
    (
        When::About(Topic::Travel),
        "The winds are called, the bags are light: {title}.",
    ),
    (
        When::About(Topic::Celebration),
        "Strike up the lutes for {title}!",
    ),
    (
        When::About(Topic::Learning),
        "The scriptorium opens its finest tome for {title}.",
    ),
    (
        When::About(Topic::Release),
        "The drawbridge lowers for {title}; may every gear be kind.",
    ),
    (
        When::About(Topic::Focus),
        "A quiet tower, a single candle: {title}.",
    ),
];

const CLOSINGS: &[Phrase] = &[
    (When::Always, "Onward!"),
    (When::Always, "Fortune favours the prepared."),
    (When::Always, "May your tea stay warm."),
    (When::Always, "So it is written."),
    (When::Always, "Ride well."),
    (When::Always, "The realm is in good hands."),
    (When::Always, "No dragon shall make you late."),
    (When::Always, "Courage becomes you."),
];
