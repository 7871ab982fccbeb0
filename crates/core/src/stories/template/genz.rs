//! GENZ: a kind friend with good energy. Light slang, nobody laughed at, fit for any office.

mod topics;

use super::voice::{Phrases, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["✨", "💅", "💯", "👑", "💫", "🧋", "💖", "📲", "🫶", "🌈"],
    openings: OPENINGS,
    bodies: BODIES,
    topics: topics::TOPICS,
    endings: ENDINGS,
};

const OPENINGS: Phrases = &[
    (
        When::Always,
        &[
            "Okay bestie, tiny calendar moment.",
            "Not the calendar calling you out.",
            "Lowkey iconic choice for {day}.",
            "Main character energy has been activated.",
            "Plot armour on, lip balm on.",
            "Vibe check for {day}: passed.",
            "It’s giving extremely organised human.",
            "Real ones actually read their reminders.",
            "Soft launch of your productive era.",
            "Someone lives rent free on your calendar.",
            "Big {day} energy over here.",
            "Tell me you’re booked without telling me.",
            "We love a planned moment.",
            "Consider this one a friendly nudge.",
            "Locked in and looking good.",
            "Say less, it’s already on the calendar.",
            "Bestie, the {day} lore just got deeper.",
            "Manifesting a smooth {day} for you.",
            "Water bottle full, crown adjusted.",
            "Your future self sends a thank-you note.",
            "Quick story time, no ads.",
            "Unmatched scheduling skills, honestly.",
            "The calendar ate, no crumbs left.",
            "No cap, your {day} has range.",
            "Highkey proud of this calendar.",
            "Roll call, and the lead is you.",
            "POV: you remembered, with time to spare.",
            "Pause the doomscroll for one second.",
            "Your calendar slid into your notifications.",
            "Breaking: local icon has plans.",
            "Hot take: being prepared is attractive.",
            "Unpopular opinion: this one will be fun.",
            "Pinky promise, this is a short one.",
            "Green flag alert on your schedule.",
            "A little heads-up, from me to you.",
            "Deep breath in, shoulders down, glow up.",
            "Good news, your calendar has taste.",
            "Rent is due in the attention department.",
            "The forecast is you, being brilliant.",
            "Nobody asked, but I double-checked anyway.",
            "Bold of the calendar to trust us.",
            "This one is going straight to highlights.",
            "Delulu is not the solulu; a reminder is.",
            "Somebody said plans, and you delivered.",
            "Gentle parenting your schedule, one ping at a time.",
        ],
    ),
    (
        When::Timed,
        &[
            "Put {time} in your bio.",
            "Mentally, we’re already at {time}.",
        ],
    ),
    (
        When::Morning,
        &[
            "Morning person or not, you showed up.",
            "Iced coffee first, greatness second.",
        ],
    ),
    (
        When::Midday,
        &[
            "Midday check-in: how’s the glow?",
            "Halfway through the day and still cute.",
        ],
    ),
    (
        When::Afternoon,
        &[
            "Afternoon slump? Never heard of her.",
            "The afternoon called, it wants your sparkle.",
        ],
    ),
    (
        When::Evening,
        &[
            "Golden hour with a dress rehearsal.",
            "Evening plans? Look at you go.",
        ],
    ),
    (
        When::Night,
        &["Night owls, this one’s for us.", "Sleepy? Couldn’t be us."],
    ),
    (
        When::Monday,
        &[
            "Monday, but make it cute.",
            "Monday tried it, you were ready.",
        ],
    ),
    (When::Friday, &["Friday fully understood the assignment."]),
    (When::Weekend, &["Weekend plans? Obsessed, frankly."]),
    (
        When::Group,
        &[
            "Squad list dropped: {people} names on it.",
            "This guest list is giving ensemble cast.",
        ],
    ),
    (
        When::Series,
        &[
            "Every good series has its episodes.",
            "Renewed for one more season, deservedly.",
        ],
    ),
    (When::Daily, &["Your daily episode is ready to stream."]),
    (When::Weekly, &["New week, new episode, same icon."]),
    (
        When::AllDay,
        &[
            "All day, every hour, no notes.",
            "Clear the whole {day}, bestie.",
        ],
    ),
    (When::First, &["First event, fresh start, clean slate."]),
    (When::Last, &["Final boss of your day, said lovingly."]),
    (When::Only, &["One single plan, maximum main character."]),
];

const BODIES: Phrases = &[
    (
        When::Always,
        &[
            "It’s {title} on {day}, and you’re so ready.",
            "You and {title} are the duo nobody saw coming.",
            "Walk into {title} like the soundtrack is yours.",
            "The assignment is {title}, and it has been understood.",
            "Please save some sparkle for {title}.",
            "Apparently {day} said {title}, and honestly, valid.",
            "Hydrate, breathe, then be quietly brilliant at {title}.",
            "Respectfully, {title} deserves your A-game.",
            "Current vibe: {title}, and the vibe is immaculate.",
            "Add {title} straight to your greatest hits.",
            "Treat {title} like the cutest side quest.",
            "I fear {title} is going to look great on you.",
            "Not me hyping up {title}, but someone has to.",
            "Shoulders back, playlist on: {title} has your name on it.",
            "Bring your most charming self along to {title}.",
            "Low effort? In this economy? Not for {title}.",
            "Your calendar whispered {title}, so I’m whispering it to you.",
            "Nobody does {title} the way you’re about to.",
            "If {title} had a fan club, you’d run it.",
            "Outfit optional-ish, confidence required: {title}.",
            "Let {title} meet the version of you that had a snack.",
            "Somewhere, {title} is nervous about meeting you.",
            "We’re entering our {title} era, and I packed snacks.",
            "Romanticise {title} a little, as a treat.",
            "Your only red flag would be missing {title}.",
            "Be so for real: {title} is better with you there.",
            "I looked up icon and it said see {title}.",
            "Put the phone down gracefully and glide over to {title}.",
            "Whatever happens at {title}, the fit will be fire.",
            "The group chat can wait, because {title} can’t.",
            "Charge the phone, charge the soul, then do {title}.",
            "You didn’t come this far to ghost {title}.",
            "One does not leave {title} on read.",
            "In the cinematic universe of you, {title} is canon.",
            "Trust the process, and the process is {title}.",
            "Screenshot this: you’re going to be great at {title}.",
            "The algorithm picked {title} for you and it slaps.",
            "Picture the confetti once {title} is over, now go earn it.",
            "Zero thoughts, just {title}, and then a reward snack.",
            "Living for the fact that {title} gets the real you.",
            "Text your worries later; {title} gets you first.",
            "Certified classic incoming, it’s called {title}.",
            "The universe RSVP’d yes to {title} on your behalf.",
            "Ten out of ten would remind you about {title}.",
        ],
    ),
    (
        When::Timed,
        &[
            "Clock says {time}, calendar says {title}, you say slay.",
            "We go live at {time} with {title}.",
        ],
    ),
    (
        When::Place,
        &[
            "Catch {title} over at {place}, dress code confident.",
            "Set design by {place}, lead role by you, title card: {title}.",
        ],
    ),
    (
        When::Group,
        &["With {people} on the list, {title} is basically a crossover episode."],
    ),
    (
        When::Series,
        &["It’s a whole series by now, and {title} still delivers."],
    ),
    (
        When::AllDay,
        &["All of {day} belongs to {title}, priorities on point."],
    ),
];

const ENDINGS: Phrases = &[
    (
        When::Always,
        &[
            "You’ve so got this.",
            "Slay, but gently.",
            "Proud of you already.",
            "And that’s on calendars.",
            "We move, hydrated.",
            "No notes, carry on.",
            "Glow responsibly, please.",
            "That’s the tea.",
            "Crown stays on.",
            "Sending good vibes only.",
            "Snack first if needed.",
            "Iconic behaviour, as usual.",
            "Rooting for you, loudly.",
            "It’s a yes from me.",
            "Go collect your flowers.",
            "Posture check, thank me later.",
            "The bar is you.",
            "Big hug from your calendar.",
            "Main character, take your mark.",
            "Thank you for your service.",
            "End of voice note.",
            "Be nice to yourself too.",
            "Bare minimum? Don’t know her.",
        ],
    ),
    (
        When::First,
        &[
            "It’s the day’s first plan, so start cute.",
            "Nothing earlier in the diary, so no rush-hour feelings.",
        ],
    ),
    (
        When::Last,
        &[
            "Last plan of the day, then pyjamas are valid.",
            "After this one the schedule is officially done.",
        ],
    ),
    (
        When::Only,
        &["It’s the only plan on {day}, so treat it like royalty."],
    ),
    (
        When::Straight,
        &[
            "Quick outfit change, no pause after {from}.",
            "It follows {from} like a perfect playlist.",
        ],
    ),
    (
        When::Into,
        &[
            "No time to be tired: {next} is right after.",
            "Then it’s straight over to {next}, like a pro.",
        ],
    ),
    (
        When::FreeBefore,
        &[
            "You get {before} of me-time first.",
            "There’s {before} before it, plenty for a power pose.",
        ],
    ),
    (
        When::FreeAfter,
        &[
            "After that, {after} of pure peace.",
            "Then you’re free for {after}, go touch grass.",
        ],
    ),
    (
        When::Place,
        &[
            "Pin dropped at {place}.",
            "Main stage is {place}, by the way.",
        ],
    ),
    (
        When::Group,
        &[
            "The guest list says {people}, so bring the charm.",
            "Squad goals, but with an agenda.",
        ],
    ),
    (
        When::Series,
        &["We’ve binged this show before, still good."],
    ),
    (When::Daily, &["Daily streak: still going strong."]),
    (When::Weekly, &["See it as your weekly comfort show."]),
    (When::Timed, &["Doors at {time}, no fashionably late."]),
    (When::Monday, &["Mondays fear you, actually."]),
    (When::Friday, &["And then it’s Friday o’clock vibes."]),
];
