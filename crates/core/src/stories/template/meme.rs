//! MEME: narrators, plot twists and side quests. Dry, good-natured, fit for any office.

mod topics;

use super::voice::{Phrases, Voice, When};

pub(super) const VOICE: Voice = Voice {
    emojis: &["🔥", "🎬", "🎮", "🍿", "😎", "📢", "🐸", "🚀", "🦆", "🐈"],
    openings: OPENINGS,
    bodies: BODIES,
    topics: topics::TOPICS,
    endings: ENDINGS,
};

const OPENINGS: Phrases = &[
    (
        When::Always,
        &[
            "This is fine, it’s on the calendar.",
            "POV: your calendar remembers everything.",
            "Narrator: nobody had forgotten this time.",
            "One does not simply skip {day}.",
            "Plot twist: you’re actually prepared.",
            "Nobody: absolutely nobody. Your calendar, though.",
            "Achievement unlocked: read a reminder.",
            "Breaking news from your own schedule.",
            "Record scratch, freeze frame, that’s you.",
            "Loading {day}, please do not unplug.",
            "A wild calendar entry appears!",
            "Brace yourself, {day} has plans.",
            "Keep calm and trust the schedule.",
            "Change my mind: {day} has potential.",
            "Galaxy brain move: owning a calendar.",
            "Roll the opening credits, softly.",
            "Not all heroes wear capes; some wear headsets.",
            "Directed by your own past decisions.",
            "Press any key to be punctual.",
            "It’s dangerous to go unprepared, take this.",
            "The prophecy mentioned {day} specifically.",
            "Hold my coffee, but gently.",
            "Insert dramatic zoom right here.",
            "Ah yes, a {day} of culture.",
            "Instructions unclear? Here is the short version.",
            "Wait, it’s all calendar? Always has been.",
            "Previously, on your calendar: peace and quiet.",
            "Local person informed of own plans.",
            "Scientists confirm what your calendar suspected.",
            "Your calendar would like to speak to the manager of {day}.",
            "Somebody call the orchestra, it’s happening.",
            "First rule of calendars: look at calendars.",
            "Congratulations, you are the chosen attendee.",
            "In a world full of tabs, one mattered.",
            "Fun fact, and then it gets personal.",
            "The plot thickens, lightly stirred.",
            "Tutorial complete; the actual game begins.",
            "Expectation: chaos. Reality: a tidy reminder.",
            "Your ancestors crossed oceans for this {day}.",
            "Studies show that calendars improve moods.",
            "Side quest accepted without reading it.",
            "This notification was peer reviewed.",
            "Please rise for the calendar anthem.",
            "Cats would knock this off the table.",
            "Warning: may contain traces of {day}.",
        ],
    ),
    (
        When::Timed,
        &[
            "Somewhere, a clock practises saying {time}.",
            "Hero pose booked for {time}.",
        ],
    ),
    (
        When::Morning,
        &[
            "Morning detected, coffee.exe is still loading.",
            "Good morning to calendars, and calendars only.",
        ],
    ),
    (
        When::Midday,
        &[
            "Midday boss level has been detected.",
            "Noon-ish plot development incoming.",
        ],
    ),
    (
        When::Afternoon,
        &[
            "Afternoon expansion pack installed successfully.",
            "Your afternoon has received a software update.",
        ],
    ),
    (
        When::Evening,
        &[
            "Evening bonus content, now unlocked.",
            "It’s prime time, and you’re the star.",
        ],
    ),
    (
        When::Night,
        &[
            "Night mode isn’t just for screens.",
            "Secret level found: the middle of the night.",
        ],
    ),
    (
        When::Monday,
        &[
            "Monday has entered the chat.",
            "Understandable, it’s Monday, have a nice day.",
        ],
    ),
    (
        When::Friday,
        &["Friday.exe is responding surprisingly well."],
    ),
    (When::Weekend, &["Weekend mode, now with a side mission."]),
    (
        When::Group,
        &[
            "Multiplayer lobby is open: {people} invited.",
            "Guest list reads like a crossover movie.",
        ],
    ),
    (
        When::Series,
        &[
            "Somehow, this calendar entry returned.",
            "Some calendars have a whole franchise.",
        ],
    ),
    (When::Daily, &["Daily reward is ready to claim."]),
    (When::Weekly, &["This week’s episode has dropped."]),
    (
        When::AllDay,
        &[
            "Speedrun cancelled, this one lasts all day.",
            "Endless mode enabled for {day}.",
        ],
    ),
    (When::First, &["Day one, scene one, take one."]),
    (When::Last, &["Post-credits scene of the day."]),
    (When::Only, &["There can be only one on {day}."]),
];

const BODIES: Phrases = &[
    (
        When::Always,
        &[
            "On {day} it’s {title}, and everything is fine.",
            "Cue the dramatic music, here comes {title}.",
            "Nobody expects {title}, except you, because it says so here.",
            "Side effects of {title} may include feeling organised.",
            "You upon reading {title}: challenge accepted.",
            "The lore says {title}, and the lore has receipts.",
            "Somewhere a narrator clears the throat and says {title}.",
            "Nine out of ten narrators recommend {title}; the tenth is on mute.",
            "Boss music plays, but relaxing, because it’s only {title}.",
            "Main quest updated: proceed to {title}.",
            "Error 404: excuse for missing {title} not found.",
            "Save your game before {title}, just to be safe.",
            "Drumroll, spotlight, light applause, {title}.",
            "Coming to a {day} near you: {title}.",
            "Your {day} trailer shows mostly {title} and explosions.",
            "Choose your fighter for {title}: calm you or early you.",
            "All your base are belong to {title}.",
            "Everyone keeps it cool until {title} walks in wearing sunglasses.",
            "They said it couldn’t be scheduled, yet {title} exists.",
            "Modern problems require modern solutions, such as {title}.",
            "Is it a bird, is it a plane? No, it’s {title}.",
            "Corporate needs you to spot the difference between destiny and {title}.",
            "Distracted you, looking at your phone, while {title} waves.",
            "Step one: {title}, step two: mystery, step three: profit.",
            "Task failed successfully? Not on your watch, {title} is on.",
            "Your inner hamster has been briefed about {title}.",
            "Legend tells of one person who was early for {title}.",
            "I’m not saying it was destiny, but it was {title}.",
            "Patch notes: added {title}, removed excuses.",
            "You vs. the snooze button, sponsored by {title}.",
            "Someone set us up the {title}, and it’s lovely.",
            "Brain: let’s worry. Calendar: it’s literally just {title}.",
            "Live footage of you remembering {title}: heroic.",
            "Two buttons, sweating: be great at {title} or be legendary.",
            "Historians will ask where you were during {title}.",
            "No animals were harmed in the scheduling of {title}.",
            "Skill issue? Not you, you’ve got {title} on the radar.",
            "Terms and conditions of {title}: show up, be you.",
            "The spreadsheet whisperer foresaw {title}, row seven.",
            "Rated E for everyone who has {title} coming up.",
            "Spoiler alert: {title} turns out better than the memes.",
            "Your brain has twelve tabs open, and one plays {title}.",
            "Such event, very calendar, wow: {title}.",
            "Objects like {title} may be closer than they appear.",
        ],
    ),
    (
        When::Timed,
        &[
            "Showtime is {time}, the feature is {title}.",
            "The ticket says {time}, while the screen says {title}.",
        ],
    ),
    (
        When::Place,
        &[
            "Filmed on location at {place}: the one and only {title}.",
            "Respawn at {place}, then find the door marked {title}.",
        ],
    ),
    (
        When::Group,
        &["With {people} invited, {title} is officially multiplayer."],
    ),
    (
        When::Series,
        &["Sequel after sequel, {title} still fills the theatre."],
    ),
    (
        When::AllDay,
        &["All of {day} is one long level called {title}."],
    ),
];

const ENDINGS: Phrases = &[
    (
        When::Always,
        &[
            "No further questions, your honour.",
            "GG in advance.",
            "Much calendar, very organised.",
            "Five stars, would be reminded again.",
            "You may now look heroic.",
            "Please clap.",
            "Achievement: mildly prepared.",
            "This has been a public service.",
            "Ducks approve of this message.",
            "Thanks for coming to my talk.",
            "End of line, carry on.",
            "Your move, destiny.",
            "We’ll be right back.",
            "Terms apply, snacks encouraged.",
            "Do a barrel roll.",
            "It’s super effective.",
            "That’s it, that’s the reminder.",
            "Not even a drill.",
            "Fade to black, lights on.",
            "The end? The beginning.",
            "Certified calendar classic.",
            "And that’s a fact.",
            "Stonks in punctuality.",
        ],
    ),
    (
        When::First,
        &[
            "First cutscene, sadly unskippable.",
            "Nothing earlier on the map, spawn gently.",
        ],
    ),
    (
        When::Last,
        &[
            "Final scene of this day, then roll credits.",
            "Beat this level and the day is done.",
        ],
    ),
    (
        When::Only,
        &["The rest of {day} is empty map, explore freely."],
    ),
    (
        When::Straight,
        &[
            "No loading screen after {from}.",
            "Smash cut straight from {from}.",
        ],
    ),
    (
        When::Into,
        &[
            "Autoplay is on: {next} starts right after.",
            "But wait, there’s more: {next} comes right behind it.",
        ],
    ),
    (
        When::FreeBefore,
        &[
            "You have {before} of loading screen before it.",
            "Intermission first: {before} for popcorn.",
        ],
    ),
    (
        When::FreeAfter,
        &[
            "Afterwards, {after} of free roam.",
            "Reward: {after} of absolutely nothing.",
        ],
    ),
    (
        When::Place,
        &["Spawn point: {place}.", "Fast travel to {place} advised."],
    ),
    (
        When::Group,
        &[
            "Player count: {people}, vibes included.",
            "Party chat stays friendly, house rules.",
        ],
    ),
    (When::Series, &["Yes, it has lore."]),
    (When::Daily, &["Daily login bonus: your own applause."]),
    (
        When::Weekly,
        &["Same calendar time, same calendar channel, weekly."],
    ),
    (
        When::Timed,
        &["Doors open at {time}, dramatic entrance optional."],
    ),
    (When::Monday, &["Take that, Monday."]),
    (When::Friday, &["It’s Friday, Friday, you know the song."]),
];
