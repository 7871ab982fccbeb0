//! What GENZ says of events whose titles say what they are about.

use crate::stories::template::topic::Topic;
use crate::stories::template::voice::Topics;

pub(super) const TOPICS: Topics = &[
    (
        Topic::Standup,
        &[
            "Quick updates, zero drama, everybody out: {title}.",
            "Say what you did, say what you’ll do, bounce: {title}.",
            "Blockers get named and lovingly shamed at {title}.",
            "Camera on, crumbs off: {title} wants thirty good seconds.",
        ],
    ),
    (
        Topic::OneOnOne,
        &[
            "No group chat, just a real conversation: {title}.",
            "Two mics, one podcast, unlimited honesty at {title}.",
            "Spill a little tea, get a little wisdom: {title}.",
            "Bring the thing you’d normally save for the shower to {title}.",
        ],
    ),
    (
        Topic::Review,
        &[
            "Show and tell, but grown up and with comments: {title}.",
            "Feedback is just fan mail with edits, so enjoy {title}.",
            "Let them zoom in; {title} can take it.",
            "Eyes on the work, hearts on the sleeve at {title}.",
        ],
    ),
    (
        Topic::Planning,
        &[
            "Mood board energy, but with dates: {title}.",
            "Future you is begging present you to enjoy {title}.",
            "Sticky notes at the ready, because {title} is arts and crafts.",
            "We’re storyboarding the next season at {title}.",
        ],
    ),
    (
        Topic::Retro,
        &[
            "A gentle reality check with sticky notes: {title}.",
            "Growth era, team edition: what slayed and what didn’t at {title}.",
            "Picture {title}: a reunion special with better lighting.",
            "Own the plot holes, celebrate the plot twists at {title}.",
        ],
    ),
    (
        Topic::Meal,
        &[
            "Fuel up in style, since {title} is self-care with cutlery.",
            "Hungry you makes choices; {title} makes better ones.",
            "The menu is open, the gossip is warm, the plan is {title}.",
            "Food tastes better when it’s called {title}.",
        ],
    ),
    (
        Topic::Coffee,
        &[
            "A little drink, a little chat, a lot of healing: {title}.",
            "Caffeine is a personality, and {title} is yours.",
            "Emotional support beverage incoming at {title}.",
            "Oat, whole or black, {title} does not judge.",
        ],
    ),
    (
        Topic::Exercise,
        &[
            "Sweat now, glow later, brag forever: {title}.",
            "Hot person behaviour detected, namely {title}.",
            "Your playlist has been waiting patiently for {title}.",
            "Stretchy clothes on, excuses off for {title}.",
        ],
    ),
    (
        Topic::Celebration,
        &[
            "Confetti energy only, because it’s {title}!",
            "Somebody is being celebrated and cake is involved: {title}.",
            "Wear the fun earrings or the loud socks to {title}.",
            "Happy tears are waterproof, so bring them to {title}.",
        ],
    ),
    (
        Topic::Travel,
        &[
            "New scenery unlocked, window seat spiritually reserved: {title}.",
            "Passport or ticket, charger, delusion: packed for {title}.",
            "Airport outfit or not, {title} wants you on time.",
            "Catch flights or trains, but mostly catch {title}.",
        ],
    ),
    (
        Topic::Kids,
        &[
            "Tiny humans, big feelings, bigger snacks: {title}.",
            "The small VIPs expect you at {title}.",
            "Cool grown-up of the year is heading to {title}.",
            "Glitter may happen at {title}, dress accordingly.",
        ],
    ),
    (
        Topic::Focus,
        &[
            "Do not disturb, genius loading: {title}.",
            "Phone face down, brain face up, it’s {title}.",
            "Airplane mode for the soul is called {title}.",
            "Protect your peace and your {title}.",
        ],
    ),
    (
        Topic::Deadline,
        &[
            "Panic is so last season, you’re handling {title}.",
            "Future you gets to nap once {title} is done.",
            "The finish line has a name and it’s {title}.",
            "Send it, close the tab, ascend: {title}.",
        ],
    ),
    (
        Topic::Call,
        &[
            "Ring ring, your public wants {title}.",
            "Unmute like you mean it at {title}.",
            "A phone moment in the year of the text: {title}.",
            "Check the mic, check the hair, join {title}.",
        ],
    ),
    (
        Topic::Demo,
        &[
            "Share the right window and serve: {title}.",
            "Spotlight suits you, so {title} is basically your runway.",
            "Slides up, chin up, it’s {title}.",
            "They came for content at {title} and you are the content.",
        ],
    ),
    (
        Topic::Learning,
        &[
            "Brain upgrade is downloading, please keep {title} open.",
            "Nerd era, and we say that with respect: {title}.",
            "Take the cute notebook along to {title}.",
            "Smart is the new gorgeous, hence {title}.",
        ],
    ),
    (
        Topic::Errands,
        &[
            "Grown-up side quest with bonus snacks: {title}.",
            "Tote bag on shoulder, list in hand, heart set on {title}.",
            "Make {title} your little outing, buy the nice yoghurt.",
            "Productive, yet technically a stroll: {title}.",
        ],
    ),
    (
        Topic::Show,
        &[
            "Lights down, goosebumps up, it’s {title}.",
            "Phones away for one song at least: {title}.",
            "Culture? You? Always, and {title} proves it.",
            "Put your best audience face on for {title}.",
        ],
    ),
    (
        Topic::Date,
        &[
            "Butterflies are just hype, so enjoy {title}.",
            "Phone on silent, smile on loud: {title}.",
            "You’re the catch, and {title} is lucky to have you.",
            "Good outfit, good question, good luck at {title}.",
        ],
    ),
    (
        Topic::Home,
        &[
            "That home glow-up starts with {title}.",
            "Adulting level unlocked, and it’s {title}.",
            "Your place called, it would love some {title}.",
            "Small fix, big peace of mind, all thanks to {title}.",
        ],
    ),
    (
        Topic::Money,
        &[
            "Time to check where the coins live: {title}.",
            "Financially literate people are hot, see {title}.",
            "Coins, spreadsheets and excellent posture: {title}.",
            "Rich in spirit, tidy in columns at {title}.",
        ],
    ),
    (
        Topic::Release,
        &[
            "It’s giving drop day: {title}.",
            "Ship it with love and a rollback plan, {title} awaits.",
            "The people asked for new things and got {title}.",
            "Fingers crossed, tests green, hair done for {title}.",
        ],
    ),
    (
        Topic::Holiday,
        &[
            "Out of office, into yourself: {title}.",
            "Notifications can cry about it during {title}.",
            "Rest is productive and {title} is proof.",
            "Sunglasses are a mindset, wear them for {title}.",
        ],
    ),
    (
        Topic::Meeting,
        &[
            "Could it be an email? Maybe, but {title} gets your face.",
            "Nod wisely, ask one good thing, own {title}.",
            "Bring your camera-ready brain to {title}.",
            "Your one-liners deserve an audience like {title}.",
        ],
    ),
    (
        Topic::AllHands,
        &[
            "Everybody and their mute button will be at {title}.",
            "The whole fandom gathers for {title}.",
            "Big announcements, bigger emoji reactions at {title}.",
        ],
    ),
    (
        Topic::Brainstorm,
        &[
            "Wrong answers are welcome too, that’s the magic of {title}.",
            "Let the shower thoughts out at {title}.",
            "Unhinged ideas get a safe home at {title}.",
        ],
    ),
    (
        Topic::Haircut,
        &[
            "Glow-up by appointment only: {title}.",
            "Split ends are about to be history at {title}.",
            "New hair, who’s this, see you at {title}.",
        ],
    ),
    (
        Topic::Games,
        &[
            "Friendly rivalry, snacks, mild betrayal: {title}.",
            "Touch cards instead of screens at {title}.",
            "Good luck charm on, trash talk kind, game on: {title}.",
        ],
    ),
];
