//! What an answer names, the window calls by a name that people use.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::conversation::Conversation;

/// The names of what can be asked for: in the body of any call, or behind the `?`.
fn fields(description: &Value) -> Vec<String> {
    let calls = description["paths"].as_object().unwrap().values();
    let calls = calls.flat_map(|item| item.as_object().unwrap().values());
    let mut names: Vec<String> = calls
        .flat_map(|call| {
            let body = &call["requestBody"]["content"]["application/json"]["schema"];
            let asked = call["parameters"].as_array().into_iter().flatten();
            let asked = asked.filter(|parameter| parameter["in"] == "query");
            let asked = asked.map(|parameter| parameter["name"].as_str().unwrap().to_owned());
            properties(description, body).into_iter().chain(asked)
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

fn properties(description: &Value, schema: &Value) -> Vec<String> {
    if let Some(path) = schema["$ref"].as_str() {
        let meant = description.pointer(path.trim_start_matches('#')).unwrap();
        return properties(description, meant);
    }
    let named = schema["properties"].as_object().into_iter().flatten();
    named.map(|(name, _)| name.clone()).collect()
}

#[tokio::test]
async fn the_window_has_words_for_every_field_that_an_answer_may_name() {
    let home = TempDir::new().unwrap();
    let talk = Conversation::begin(home.path()).await;
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let words = std::fs::read_to_string(workspace.join("ui/src/wording/errors.rs")).unwrap();

    let mut fields = fields(talk.description());

    assert!(fields.contains(&"meetingPatterns".to_owned()), "{fields:?}");
    fields.retain(|name| !words.contains(&format!("\"{name}\"")));
    assert!(
        fields.is_empty(),
        "ui/src/wording/errors.rs has no words for {fields:?}"
    );
}
