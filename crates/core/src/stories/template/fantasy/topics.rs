//! What FANTASY says of events whose titles say what they are about.

use crate::stories::template::topic::Topic;
use crate::stories::template::voice::Topics;

pub(super) const TOPICS: Topics = &[
    (
        Topic::Standup,
        &[
            "Three brave sentences are all that {title} asks of a knight.",
            "Stand tall at {title}: deeds done, deeds planned, dragons in the way.",
            "The watch reports at {title}, and nobody sits until the dragon is named.",
            "Short speeches win kingdoms, and {title} loves a short speech.",
        ],
    ),
    (
        Topic::OneOnOne,
        &[
            "Two chairs by the fire and an honest word: that is {title}.",
            "No court, no trumpets, just two people talking at {title}.",
            "Bring one question and one good story to {title}.",
            "The wisest counsel in any kingdom is spoken quietly, as at {title}.",
        ],
    ),
    (
        Topic::Review,
        &[
            "What was forged in the deep now meets daylight at {title}.",
            "The smith hands over the blade for {title}: look along the edge.",
            "Elders will turn it over and nod slowly at {title}.",
            "Hold the work up to the window, for {title} wants a good look.",
        ],
    ),
    (
        Topic::Planning,
        &[
            "Maps unrolled, dragons marked: {title} charts the road ahead.",
            "At {title} the council moves tiny wooden ships with great confidence.",
            "Armies march on their stomachs, and plans march out of {title}.",
            "Somebody will draw a very straight arrow through a swamp at {title}.",
        ],
    ),
    (
        Topic::Retro,
        &[
            "Round the campfire of {title}, even the scars get a good laugh.",
            "What went well, what bit us, who tamed it: {title} tells all.",
            "The road behind is a fine teacher, and {title} is its classroom.",
            "Count the arrows, praise the archers: so goes {title}.",
        ],
    ),
    (
        Topic::Meal,
        &[
            "Even heroes must eat, and {title} sees to it.",
            "A feast is prepared, the goblets gleam, and {title} wants an appetite.",
            "No sword is needed at {title}, only a fork of good character.",
            "Kingdoms rise on bread and gossip, so make haste to {title}.",
        ],
    ),
    (
        Topic::Coffee,
        &[
            "The alchemists have perfected one potion, and {title} serves it.",
            "A small dark elixir awakens the brave at {title}.",
            "Steam rises, spirits rise, and {title} does the rest.",
            "Every quest worth the name pauses for {title}.",
        ],
    ),
    (
        Topic::Exercise,
        &[
            "The training yard awaits, and {title} holds the water.",
            "Armour off, sleeves up: {title} makes legends sweat.",
            "Trolls skip {title}, and it shows.",
            "Every statue in the square began with {title}.",
        ],
    ),
    (
        Topic::Celebration,
        &[
            "Strike up the lutes and straighten the garlands for {title}!",
            "The royal baker has outdone himself in honour of {title}.",
            "Dragons lend their fire for the candles at {title}.",
            "Joy is the law of the land during {title}, and cake its currency.",
        ],
    ),
    (
        Topic::Travel,
        &[
            "The winds are called and the saddlebags packed for {title}.",
            "Beyond the edge of the map lies {title}, so mind the passport scroll.",
            "Griffins wait for nobody, and neither does {title}.",
            "Kiss the hearth goodbye and check your pockets twice: {title}.",
        ],
    ),
    (
        Topic::Kids,
        &[
            "Small knights with large backpacks await you at {title}.",
            "The youngest heirs of the realm have business at {title}.",
            "Bring patience, snacks and a spare cloak to {title}.",
            "The next generation of dragon tamers gathers around {title}.",
        ],
    ),
    (
        Topic::Focus,
        &[
            "A quiet tower, a single candle, one thought at a time: {title}.",
            "Raise the drawbridge and hush the ravens, because {title} is sacred.",
            "The wizard’s door is shut, and on it hangs a sign: {title}.",
            "Deep magic needs deep silence, and {title} guarantees both.",
        ],
    ),
    (
        Topic::Deadline,
        &[
            "The last grain of sand in the glass is labelled {title}.",
            "A dragon called {title} approaches, and it respects finished work.",
            "Heroes finish at sunset, wise heroes a little earlier: {title}.",
            "Ink the final line before {title} rides through the gate.",
        ],
    ),
    (
        Topic::Call,
        &[
            "The speaking stones begin to glow for {title}.",
            "Voices will travel over mountains for {title}, and some on mute.",
            "Clear your throat like a herald, since {title} carries your voice.",
            "A distant tower lights its beacon and wants to talk: {title}.",
        ],
    ),
    (
        Topic::Demo,
        &[
            "The court falls silent, the curtain twitches, and you unveil {title}.",
            "Show them the sword coming out of the stone at {title}.",
            "May every enchantment work on the first wave during {title}.",
            "All eyes in the throne room will rest on you at {title}.",
        ],
    ),
    (
        Topic::Learning,
        &[
            "The academy opens its oldest tome for {title}.",
            "Apprentices become wizards lesson by lesson, beginning with {title}.",
            "A new spell is within reach at {title}, so sit near the front.",
            "Sharpen the mind first and the sword later: {title}.",
        ],
    ),
    (
        Topic::Errands,
        &[
            "The market calls, the list is long, and {title} needs a champion.",
            "Every great quest has its shopping, and yours is named {title}.",
            "Take the enchanted bag of bags along to {title}.",
            "Merchants greet you by name when {title} brings you round.",
        ],
    ),
    (
        Topic::Show,
        &[
            "The players tune, the torches dim, and {title} takes the stage.",
            "A treat for keen ears and wide eyes: {title} needs only your applause.",
            "Somewhere a curtain trembles in anticipation of {title}.",
            "Let others do the fighting and singing while you enjoy {title}.",
        ],
    ),
    (
        Topic::Date,
        &[
            "Two goblets, one candle, no dragons invited: {title}.",
            "Comb the horse, and also yourself, for {title}.",
            "Hearts have been won with less charm than you bring to {title}.",
            "Poets left their ink at home so you can simply enjoy {title}.",
        ],
    ),
    (
        Topic::Home,
        &[
            "The castle creaks for attention, and {title} answers.",
            "A keep stands only as long as somebody minds {title}.",
            "Goblins in the pipes tremble at the mention of {title}.",
            "Bucket, broom and bravery: equip all three for {title}.",
        ],
    ),
    (
        Topic::Money,
        &[
            "Sharpen the abacus, for {title} opens the royal coffers.",
            "Even treasure wants counting, and {title} guards the vault.",
            "Dragons sleep on their gold; you bring yours to {title}.",
            "The dwarves of the counting house bow before {title}.",
        ],
    ),
    (
        Topic::Release,
        &[
            "The drawbridge lowers for {title}; may every gear be kind.",
            "Light the beacons one by one: {title} goes out into the world.",
            "What the forge has finished, {title} sets free.",
            "Ravens stand ready to carry news of {title} in all directions.",
        ],
    ),
    (
        Topic::Holiday,
        &[
            "Hang the sword on its hook: {title} is declared throughout the land.",
            "The kingdom can rule itself during {title}.",
            "No quest may cross your path while {title} reigns.",
            "Even wizards put their feet in the lake for {title}.",
        ],
    ),
    (
        Topic::Meeting,
        &[
            "The council gathers, the chairs creak, and {title} comes to order.",
            "Wise words and a hidden biscuit make {title} legendary.",
            "Whoever holds the talking staff at {title} should be brief.",
            "Take your seat at the long table, because {title} awaits its hero.",
        ],
    ),
    (
        Topic::AllHands,
        &[
            "The whole kingdom crowds into the courtyard for {title}.",
            "From stable hand to sorcerer, everybody is expected at {title}.",
            "The crown has news, and {title} has the balcony.",
        ],
    ),
    (
        Topic::Brainstorm,
        &[
            "Lightning is welcome indoors during {title}.",
            "Stir the cauldron of half-baked ideas: {title} may yet make soup.",
            "No idea is too dragon-shaped for {title}.",
        ],
    ),
    (
        Topic::Haircut,
        &[
            "Even a mane of legend needs scissors, hence {title}.",
            "The royal barber has sharpened everything in time for {title}.",
            "Statues will have to be re-carved after {title}.",
        ],
    ),
    (
        Topic::Games,
        &[
            "Dice of destiny rattle in their pouch, eager for {title}.",
            "May your rolls be high and your rivals gracious at {title}.",
            "A harmless war over cardboard kingdoms begins: {title}.",
        ],
    ),
];
