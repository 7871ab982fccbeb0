//! Asking whoever gave a token out whether it is good (RFC 7662), as whoever keeps the calendars does.

use reqwest::Url;
use serde_json::Value;
use storytime_core::calendars::client::http_client;

/// Where that is asked, and under which client.
#[derive(Clone, Debug)]
pub struct Introspection {
    pub address: String,
    pub client_id: String,
    pub client_secret: String,
}

impl Introspection {
    /// What the token opens; nothing once it has ended or was taken back. Waits for the answer, also
    /// where nothing may be awaited.
    pub fn scopes(&self, token: &str) -> Vec<String> {
        let asking = || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_all().build().unwrap();
            runtime.block_on(self.ask(token))
        };
        // A thread of its own: the caller's may belong to another runtime.
        let answer = std::thread::scope(|scope| scope.spawn(asking).join().unwrap());
        if answer["active"] != true {
            return Vec::new();
        }
        let scope = answer["scope"].as_str().unwrap_or_default();
        scope.split(' ').map(str::to_owned).collect()
    }

    async fn ask(&self, token: &str) -> Value {
        let form = Url::parse_with_params("form:", [("token", token)]).unwrap();
        let asked = http_client()
            .build()
            .unwrap()
            .post(&self.address)
            .basic_auth(&self.client_id, Some(&self.client_secret))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.query().unwrap().to_owned());
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.status(), 200, "the provider was not asked well");
        serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
    }
}
