//! A story as it is set on the page.

use js_sys::JsString;
use storytime_types::events::{Event, Storyline};

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

/// Whether every word of `search` stands in the event's title, place, day or story, in any case.
pub fn speaks_of(event: &Event, search: &str) -> bool {
    let told = event.storyline.as_ref().map(|it| it.story_text.as_str());
    let texts = [
        Some(event.title.as_str()),
        event.location.as_deref(),
        Some(event.local.day.as_str()),
        told,
    ];
    let texts: Vec<String> = texts.into_iter().flatten().map(lower_case).collect();
    let search = lower_case(search);
    search
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}

/// By the web engine: Rust's tables of letters would be a thirtieth of the window.
fn lower_case(text: &str) -> String {
    String::from(JsString::from(text).to_lower_case())
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

#[cfg(all(test, target_arch = "wasm32"))]
mod tests_in_a_browser {
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;
    use crate::components::examples;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn an_event_is_found_by_words_of_its_title_or_place_in_any_case_and_order() {
        let mut event = examples::event("Budget planning", "2026-11-30");
        event.location = Some("CAFÉ 4".to_owned());
        for found in ["", "budget", "PLANNING café", "4 bud"] {
            assert!(speaks_of(&event, found), "{found}");
        }
        for not in ["standup", "budget standup"] {
            assert!(!speaks_of(&event, not), "{not}");
        }
    }
}
