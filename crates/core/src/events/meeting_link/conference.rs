//! What a CONFERENCE of an event is for (RFC 7986, 5.11 and 6.3 FEATURE).

/// How many are looked at.
const MOST: usize = 16;

/// How well a conference serves for joining a meeting; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Its picture, perhaps with its sound.
    Video,
    /// Its sound or its screen, or nothing is said of it.
    Joining,
    /// A chat, a feed, a telephone number, or the entrance of who moderates it.
    Beside,
}

impl Use {
    /// What a CONFERENCE is for by its FEATUREs.
    #[must_use]
    pub fn of<'f>(features: impl Iterator<Item = &'f str>) -> Self {
        let (mut sees, mut hears, mut beside, mut moderates) = (false, false, false, false);
        for feature in features.flat_map(|list| list.split(',')) {
            let feature = feature.trim().trim_end_matches('\\').to_ascii_uppercase();
            match feature.as_str() {
                "VIDEO" => sees = true,
                "AUDIO" | "SCREEN" => hears = true,
                "MODERATOR" => moderates = true,
                "CHAT" | "FEED" | "PHONE" => beside = true,
                _ => {}
            }
        }
        if moderates || (beside && !sees && !hears) {
            Self::Beside
        } else if sees {
            Self::Video
        } else {
            Self::Joining
        }
    }
}

/// The conferences of an event, in the order in which they came.
#[derive(Debug, Default)]
pub struct Conferences(Vec<(Use, String)>);

impl Conferences {
    /// Whether one more is looked at.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.0.len() < MOST
    }

    /// Takes in one more, unless there are too many.
    pub fn take(&mut self, used: Use, link: String) {
        if self.has_room() {
            self.0.push((used, link));
        }
    }

    /// What they are good for, the best first: those to join by, and those that only accompany it.
    #[must_use]
    pub fn into_places(mut self) -> (Vec<String>, Vec<String>) {
        self.0.sort_by_key(|(used, _)| *used);
        let (beside, joining): (Vec<_>, Vec<_>) = self
            .0
            .into_iter()
            .partition(|(used, _)| *used == Use::Beside);
        let links = |all: Vec<(Use, String)>| all.into_iter().map(|(_, link)| link).collect();
        (links(joining), links(beside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&["VIDEO"], Use::Video)]
    #[case(&["audio", "video"], Use::Video)]
    #[case(&["AUDIO,VIDEO"], Use::Video)]
    #[case(&["VIDEO", "CHAT", "PHONE"], Use::Video)]
    #[case(&["AUDIO"], Use::Joining)]
    #[case(&["AUDIO", "PHONE"], Use::Joining)]
    #[case(&["SCREEN"], Use::Joining)]
    #[case(&[], Use::Joining)]
    #[case(&["X-WHITEBOARD"], Use::Joining)]
    #[case(&["CHAT"], Use::Beside)]
    #[case(&["PHONE"], Use::Beside)]
    #[case(&["FEED"], Use::Beside)]
    #[case(&["MODERATOR", "VIDEO"], Use::Beside)]
    fn its_features_say_what_a_conference_is_for(#[case] features: &[&str], #[case] expected: Use) {
        assert_eq!(Use::of(features.iter().copied()), expected);
    }

    #[test]
    fn those_to_see_come_before_those_to_hear_and_otherwise_the_order_stays() {
        let mut all = Conferences::default();
        for (used, link) in [
            (Use::Beside, "chat"),
            (Use::Joining, "sound"),
            (Use::Video, "room"),
            (Use::Joining, "other"),
            (Use::Beside, "feed"),
        ] {
            all.take(used, link.to_owned());
        }
        let (joining, beside) = all.into_places();
        assert_eq!(joining, ["room", "sound", "other"]);
        assert_eq!(beside, ["chat", "feed"]);
    }
}
