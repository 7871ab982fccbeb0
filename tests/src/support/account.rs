//! People with accounts at a running `storytime serve`.

use reqwest::Method;
use serde_json::{Value, json};

use super::serving::{Serving, answer};

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse battery";

/// Makes an account.
pub async fn register(serving: &Serving, email: &str) -> (u16, Value) {
    let body = json!({"email": email, "password": PASSWORD, "timezone": "UTC"});
    let request = serving.request(Method::POST, "/api/auth/register");
    answer(request.json(&body).send().await.unwrap()).await
}

/// Signs in.
pub async fn login(serving: &Serving, email: &str) -> (u16, Value) {
    let body = json!({"email": email, "password": PASSWORD});
    let request = serving.request(Method::POST, "/api/auth/login");
    answer(request.json(&body).send().await.unwrap()).await
}

/// Calls the API with somebody's token.
pub async fn as_person(
    serving: &Serving,
    token: &str,
    method: Method,
    path: &str,
    body: Value,
) -> (u16, Value) {
    let mut request = serving.request(method, path).bearer_auth(token);
    if !body.is_null() {
        request = request.json(&body);
    }
    answer(request.send().await.unwrap()).await
}
