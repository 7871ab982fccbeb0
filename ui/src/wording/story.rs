//! A story as it is set on the page.

use storytime_types::events::Storyline;

/// The story without the emoji it opens with: that one is drawn on its own beside the text, and a
/// story begins with a letter.
pub fn text(story: &Storyline) -> &str {
    let told = story.story_text.trim();
    story
        .emoji
        .as_deref()
        .and_then(|emoji| told.strip_prefix(emoji))
        .map_or(told, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::Instant;
    use storytime_types::profile::Theme;

    fn told(emoji: Option<&str>, story: &str) -> String {
        let story = Storyline {
            theme: Theme::Fantasy,
            story_text: story.to_owned(),
            plain_text: String::new(),
            emoji: emoji.map(str::to_owned),
            ai_provider: None,
            tokens_used: None,
            expires_at: Instant::MAX,
            is_active: true,
        };
        text(&story).to_owned()
    }

    #[test]
    fn the_emoji_that_is_drawn_beside_a_story_does_not_open_it_too() {
        assert_eq!(told(Some("🛡️"), "🛡️ The gates open."), "The gates open.");
    }

    #[test]
    fn any_other_text_stays_as_it_is() {
        assert_eq!(told(Some("🛡️"), "🚀 The gates open."), "🚀 The gates open.");
        assert_eq!(told(None, " The gates open.\n"), "The gates open.");
    }
}
