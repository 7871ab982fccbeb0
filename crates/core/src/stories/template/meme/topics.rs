//! What MEME says of events whose titles say what they are about.

use crate::stories::template::topic::Topic;
use crate::stories::template::voice::Topics;

pub(super) const TOPICS: Topics = &[
    (
        Topic::Standup,
        &[
            "Yesterday, today, blockers, roll credits: {title}.",
            "Speedrun category any percent: {title} without a tangent.",
            "Saying ‘no blockers’ at {title} with a straight face is an art.",
            "Sitting during {title} is a bold strategy, let’s see if it pays off.",
        ],
    ),
    (
        Topic::OneOnOne,
        &[
            "Two-player mode enabled, couch co-op style: {title}.",
            "The question ‘how are things’ is meant seriously at {title}.",
            "Character development scheduled, starring two people: {title}.",
            "Unlock secret dialogue options during {title}.",
        ],
    ),
    (
        Topic::Review,
        &[
            "‘Works on my machine’ meets its audience at {title}.",
            "Looks good to me, said everybody before {title}.",
            "Enhance, zoom, enhance: {title} has seen a typo.",
            "Judges hold up their cardboard scores at {title}.",
        ],
    ),
    (
        Topic::Planning,
        &[
            "Red string on the wall, plan in the middle: {title}.",
            "Estimates will be guessed, multiplied and framed at {title}.",
            "I love it when {title} comes together.",
            "Ultra-wide roadmap, tiny font, big dreams: {title}.",
        ],
    ),
    (
        Topic::Retro,
        &[
            "Hindsight drops its patch notes during {title}.",
            "Director’s commentary for the last few weeks: {title}.",
            "Mistakes were made, sticky notes were bought, {title} begins.",
            "Blooper reel and highlights, both shown at {title}.",
        ],
    ),
    (
        Topic::Meal,
        &[
            "Health bar refill detected: {title}.",
            "You’re not you when you skip {title}.",
            "Omnomnom protocol engaged, code name {title}.",
            "The cake may be a lie, {title} is not.",
        ],
    ),
    (
        Topic::Coffee,
        &[
            "Have you tried turning yourself off and on with {title}?",
            "Mana potion, extra hot: {title}.",
            "But first, as the mugs say, {title}.",
            "Bean juice diplomacy at its finest: {title}.",
        ],
    ),
    (
        Topic::Exercise,
        &[
            "Strength plus one, sofa minus one: {title}.",
            "Training montage starts with {title}, bring your own synth.",
            "Leg day or not, {title} knows where you live.",
            "Do you even {title}?",
        ],
    ),
    (
        Topic::Celebration,
        &[
            "Party mode enabled, confetti cannon armed: {title}.",
            "They’re filming the happy ending early: {title}.",
            "Cake acquisition mission, code name {title}.",
            "Everyone liked that: {title}.",
        ],
    ),
    (
        Topic::Travel,
        &[
            "Fast travel point discovered: {title}.",
            "Leaving the starter area via {title}.",
            "Inventory check: keys, phone, charger, {title}.",
            "Map size doubled thanks to {title}.",
        ],
    ),
    (
        Topic::Kids,
        &[
            "Tiny bosses with infinite energy guard {title}.",
            "Are we there yet? Yes, it’s called {title}.",
            "Escort mission with snacks: {title}.",
            "Level one characters, level ninety noise: {title}.",
        ],
    ),
    (
        Topic::Focus,
        &[
            "Do not disturb, galaxy brain edition: {title}.",
            "Close seventeen tabs and open one mind for {title}.",
            "Shhh, the genius is in its natural habitat: {title}.",
            "Notifications hate this one trick called {title}.",
        ],
    ),
    (
        Topic::Deadline,
        &[
            "Final countdown, hum along, it’s {title}.",
            "The floor is {title} and it’s getting warmer.",
            "I love {title}; I like the whooshing sound it makes.",
            "Boss fight ahead, name above the health bar: {title}.",
        ],
    ),
    (
        Topic::Call,
        &[
            "Can you hear me? Can you hear me now? It’s {title}.",
            "You’re on mute, a documentary, part one: {title}.",
            "It’s for you, says the banana-shaped phone: {title}.",
            "Hello, yes, this is {title}.",
        ],
    ),
    (
        Topic::Demo,
        &[
            "Live on stage, please be nice, software: {title}.",
            "It worked five minutes ago, famous words of {title}.",
            "And here’s the one more thing: {title}.",
            "Next slide please, the musical: {title}.",
        ],
    ),
    (
        Topic::Learning,
        &[
            "New branch of the skill tree: {title}.",
            "I know kung fu, or will after {title}.",
            "Wrinkles are being added to your brain by {title}.",
            "Experience points drop like rain at {title}.",
        ],
    ),
    (
        Topic::Errands,
        &[
            "Fetch quest, but the loot is groceries or glory: {title}.",
            "Inventory space cleared in preparation for {title}.",
            "Hush now and take my shopping list: {title}.",
            "An NPC has a task for you and it’s {title}.",
        ],
    ),
    (
        Topic::Show,
        &[
            "Popcorn gif, but you’re in it: {title}.",
            "Are you not entertained? You will be, by {title}.",
            "Shh, it’s starting; {title} has the big screen or stage.",
            "Crowd goes mild, then wild, for {title}.",
        ],
    ),
    (
        Topic::Date,
        &[
            "Smooth mode on, spaghetti out of pockets: {title}.",
            "Romance option unlocked: {title}.",
            "Shooting star emoji, wish emoji, {title}.",
            "Be yourself, unless you can be a penguin with a pebble: {title}.",
        ],
    ),
    (
        Topic::Home,
        &[
            "If it moves and shouldn’t, duct tape; otherwise {title}.",
            "Home improvement, laugh track sold separately: {title}.",
            "Something leaks, squeaks or blinks, and {title} knows why.",
            "Roommates with the broken thing, rejoice: {title}.",
        ],
    ),
    (
        Topic::Money,
        &[
            "Stonks or not stonks, {title} will tell.",
            "Bring your best ‘I understand spreadsheets’ face to {title}.",
            "Number go up, number go down, number go to {title}.",
            "Gold coins everywhere, none of them chocolate: {title}.",
        ],
    ),
    (
        Topic::Release,
        &[
            "Big red button, steady hand: {title}.",
            "Deploying on a whim? No, deploying on {title}.",
            "Ship happens, elegantly, during {title}.",
            "It’s not a bug, it’s {title}.",
        ],
    ),
    (
        Topic::Holiday,
        &[
            "Away from keyboard, found at {title}.",
            "Productivity has left the server because of {title}.",
            "Do nothing, but make it official: {title}.",
            "Aggressively relaxing soundtrack for {title}.",
        ],
    ),
    (
        Topic::Meeting,
        &[
            "This could have been an email, but emails can’t wave: {title}.",
            "Let’s circle back, said the circle, at {title}.",
            "Unmute, say something wise, re-mute: {title}.",
            "Per my last meme, {title} is happening.",
        ],
    ),
    (
        Topic::AllHands,
        &[
            "Assemble, everyone, capes optional: {title}.",
            "So many tiny rectangles, one big {title}.",
            "The whole server logs in for {title}.",
        ],
    ),
    (
        Topic::Brainstorm,
        &[
            "There are no bad ideas, only bold ones, at {title}.",
            "Insert lightbulb noises throughout {title}.",
            "Many braincells, one shared hat: {title}.",
        ],
    ),
    (
        Topic::Haircut,
        &[
            "New skin unlocked at {title}.",
            "Just a little off the top, famous first words of {title}.",
            "Before and after pictures meet at {title}.",
        ],
    ),
    (
        Topic::Games,
        &[
            "Friendships are tested, gently, by {title}.",
            "You’ve activated my trap card, it’s {title}.",
            "Roll for initiative, then for snacks: {title}.",
        ],
    ),
];
