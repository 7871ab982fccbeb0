//! FANTASY: heralds, scrolls and dragons that keep a diary. Epic, warm, fit for any office.

mod topics;

use super::voice::{Phrases, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["⚔️", "🏰", "🐉", "📜", "🧙", "🗺️", "🔮", "🛡️", "🦉", "🏹"],
    openings: OPENINGS,
    bodies: BODIES,
    topics: topics::TOPICS,
    endings: ENDINGS,
};

const OPENINGS: Phrases = &[
    (
        When::Always,
        &[
            "A raven lands, coughs, and delivers the news.",
            "The quest board bears one fresh notice.",
            "Somewhere a dragon checks its own diary.",
            "An old map unrolls without being asked.",
            "The royal scribe has underlined something twice.",
            "Far off, a horn sounds, slightly out of tune.",
            "Once upon a {day}, a page was marked.",
            "The bards have already found a rhyme.",
            "Deep in the archive, a candle flickers on.",
            "Ink dries slowly on the calendar of fate.",
            "A wax seal cracks, rather dramatically.",
            "The prophecy is short and surprisingly practical.",
            "Your squire coughs and holds up a scroll.",
            "The crystal ball clears after a good polish.",
            "In the tower, an owl clears its throat.",
            "The runes agree, which never happens.",
            "Every hero needs a nudge now and then.",
            "The castle cat stretches: a reliable omen.",
            "No spell is needed, only this small reminder.",
            "The wizard’s almanac falls open at {day}.",
            "Beyond the misty hills, a bell rings politely.",
            "Fate knocks, and wipes its boots first.",
            "The innkeeper slides a note across the bar.",
            "A shooting star spells it out, roughly.",
            "The stone tablets have been updated.",
            "Three ravens were sent, in case two got lost.",
            "The magic mirror skips the compliments for once.",
            "A gnome with a clipboard has arrived.",
            "The scroll was long; here is the good part.",
            "It is so decreed, in very neat handwriting.",
            "The gargoyles have been whispering about {day}.",
            "Your horse already knows the way.",
            "The old sword hums, so glory or paperwork is near.",
            "One seer saw this without even trying.",
            "Trumpets, please, but the quiet ones.",
            "The keeper of hours sends kind regards.",
            "A griffin circles twice and drops a leaflet.",
            "The troll under the bridge waves you through.",
            "Another legend begins, in a sensible font.",
            "A minstrel strums something hopeful.",
            "The enchanted quill could not sit still.",
            "The moon has read your schedule and approves.",
            "A friendly ghost rattles the calendar.",
            "Saddle up, or sit up straight at the very least.",
            "The oracle squints at {day} and nods.",
        ],
    ),
    (
        When::Timed,
        &[
            "The hourglass has been set for {time}.",
            "The tower bell is practising for {time}.",
        ],
    ),
    (
        When::Morning,
        &[
            "The rooster of destiny has opinions.",
            "Morning mist lifts from the battlements.",
        ],
    ),
    (
        When::Midday,
        &[
            "The sun stands right above the keep.",
            "Even dragons slow down around midday.",
        ],
    ),
    (
        When::Afternoon,
        &[
            "Afternoon light slants through tall castle windows.",
            "The castle is having its afternoon yawn.",
        ],
    ),
    (
        When::Evening,
        &[
            "Torches are lit along the evening wall.",
            "The evening star has taken its post.",
        ],
    ),
    (
        When::Night,
        &[
            "The owls have taken the night shift.",
            "Only owls and heroes keep these hours.",
        ],
    ),
    (
        When::Monday,
        &[
            "A Monday, just as the sages warned.",
            "Monday rides in with its visor down.",
        ],
    ),
    (
        When::Friday,
        &["Friday’s banner snaps cheerfully in the wind."],
    ),
    (
        When::Weekend,
        &["Even on {day}, the realm likes an adventure."],
    ),
    (
        When::Group,
        &[
            "The summons carries {people} names.",
            "A fellowship is lacing up its boots.",
        ],
    ),
    (
        When::Series,
        &[
            "Some sagas are told in chapters.",
            "The wheel of fate comes round, well oiled.",
        ],
    ),
    (
        When::Daily,
        &["As surely as the sun, the daily scroll arrives."],
    ),
    (
        When::Weekly,
        &["One week of the saga ends, another begins."],
    ),
    (
        When::AllDay,
        &[
            "From sunrise to sunset, one banner flies.",
            "A whole page of the chronicle is set aside.",
        ],
    ),
    (When::First, &["The day’s first quest stands at the gate."]),
    (
        When::Last,
        &["One last quest before the drawbridge goes up."],
    ),
    (
        When::Only,
        &["A single quest hangs on the board for {day}."],
    ),
];

const BODIES: Phrases = &[
    (
        When::Always,
        &[
            "The quest goes by the name of {title}, and it is yours.",
            "It concerns {title}, and the realm is quietly confident.",
            "All roads on {day} bend towards {title}.",
            "Steel yourself for {title}, or at least find a pen.",
            "The next chapter is called {title}, and you hold the quill.",
            "Pack a clear head and a warm drink for {title}.",
            "Even the dragon steps aside for {title}.",
            "Wise travellers keep {title} in sight and snacks within reach.",
            "The page headed {title} is still gloriously blank.",
            "May your cloak be dry and your wits be sharp at {title}.",
            "The elves have a longer word for it; we say {title}.",
            "Your name and {title} share a line in the great book.",
            "Somebody polished your shield especially for {title}.",
            "The stars spelled out {title} and took a bow.",
            "A lesser hero would forget {title}; you keep a raven.",
            "The wizard advises calm, then tea, then {title}.",
            "Choose your finest quill, for {title} will not write itself.",
            "Legend says that {title} favours those who turn up.",
            "The gatekeeper wants a password; try {title}.",
            "What maps call unknown land, your calendar calls {title}.",
            "Between you and glory stands only {title}, and it looks friendly.",
            "The council of owls has voted, and {title} won.",
            "Brave deeds are optional at {title}; being there is not.",
            "Behind the third tapestry, heroes find {title}.",
            "Your destiny has a working title: {title}.",
            "The mapmaker drew a tiny crown next to {title}.",
            "Let it be known from hill to harbour that {title} has its place on {day}.",
            "Raise the portcullis of attention for {title}.",
            "It took a thousand years of prophecy to arrive at {title}.",
            "Dwarves would dig a tunnel to be at {title}.",
            "There is a ballad about {title}, and you are in the chorus.",
            "Take heart: {title} has never met anyone quite like you.",
            "Honest heroism is wanted at {title}, no helmet required.",
            "Once {title} is done, the tale gains a verse.",
            "The squire wrote {title} on the back of your glove.",
            "Should anybody ask where a hero is needed, say {title}.",
            "Tradition asks for a small dramatic pause before {title}.",
            "Your saga would have a hole in it without {title}.",
            "Ring, sword and crown may rest, because {title} needs only you.",
            "Fair winds and good company are forecast for {title}.",
            "The sphinx asked a riddle, and the answer was {title}.",
            "Candles lean a little closer when somebody says {title}.",
            "Bards are paid by the word, so {title} made them happy.",
            "Fold the map, straighten the cloak, and seek {title}.",
        ],
    ),
    (
        When::Timed,
        &[
            "When the bell marks {time}, the tale of {title} begins.",
            "At {time} the gates swing open for {title}.",
        ],
    ),
    (
        When::Place,
        &[
            "The trail to {title} ends under a banner at {place}.",
            "Lanterns lead to {place}, where {title} unfolds.",
        ],
    ),
    (
        When::Group,
        &["The round table counts {people} names for {title}."],
    ),
    (
        When::Series,
        &["A long saga gains one more chapter, and it reads {title}."],
    ),
    (
        When::AllDay,
        &["From dawn to dusk, {day} belongs to {title}."],
    ),
];

const ENDINGS: Phrases = &[
    (
        When::Always,
        &[
            "Onward, and mind the moat.",
            "So it is written.",
            "May your tea stay warm.",
            "Fortune favours the prepared.",
            "No dragon shall make you late.",
            "All is in good hands.",
            "Ride well, friend.",
            "Let the chronicle show you came.",
            "Bring the good quill.",
            "The owls believe in you.",
            "Capes are optional.",
            "Even legends check their calendar.",
            "Keep your boots dry.",
            "A biscuit is also armour.",
            "Thus spoke the almanac.",
            "Your banner looks splendid.",
            "Even the cat agrees.",
            "May the wind be punctual.",
            "The moat monster wishes you luck.",
            "Courage suits you.",
            "The trumpets are warming up.",
            "History is watching, kindly.",
            "Stay noble, stay hydrated.",
        ],
    ),
    (
        When::First,
        &[
            "It opens the day’s adventures.",
            "Nothing on the day’s scroll comes earlier.",
        ],
    ),
    (
        When::Last,
        &[
            "After that, the drawbridge may rise.",
            "It is the day’s last deed, then the fireside.",
        ],
    ),
    (When::Only, &["No other quest shares {day} with it."]),
    (
        When::Straight,
        &[
            "You ride in straight from {from}.",
            "No time to stable the horse after {from}.",
        ],
    ),
    (
        When::Into,
        &[
            "Right behind it waits {next}.",
            "Keep the horse saddled: {next} follows at once.",
        ],
    ),
    (
        When::FreeBefore,
        &[
            "You have {before} of open road before it.",
            "That leaves {before} for sharpening the quill beforehand.",
        ],
    ),
    (
        When::FreeAfter,
        &[
            "Afterwards you get {after} of sunny meadow.",
            "Then boots off and feet up for {after}.",
        ],
    ),
    (
        When::Place,
        &[
            "Look for the banner at {place}.",
            "The gate in question is {place}.",
        ],
    ),
    (
        When::Group,
        &[
            "The scroll lists {people} names.",
            "A fellowship always shares the snacks.",
        ],
    ),
    (When::Series, &["It is one bead on a longer string."]),
    (When::Daily, &["It comes daily, like bread and sunrise."]),
    (
        When::Weekly,
        &["It returns every week, like a faithful comet."],
    ),
    (When::Timed, &["The bell will say {time}."]),
    (When::Monday, &["Mondays have met their match."]),
    (When::Friday, &["Even Friday bows a little."]),
];
