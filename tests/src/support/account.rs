//! People with accounts at a running `storytime serve`.

use reqwest::Method;
use serde_json::{Value, json};

use super::serving::{Serving, answer};

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse battery";

/// Makes an account, as somebody who is not signed in.
pub async fn register(serving: &Serving, email: &str) -> (u16, Value) {
    let request = serving.request(Method::POST, "/api/auth/register");
    answer(request.json(&account(email)).send().await.unwrap()).await
}

/// Makes the account of the computer's own profile, with what is in `serve.token`, which stays good.
pub async fn register_owner(serving: &Serving, email: &str) -> (u16, Value) {
    let path = "/api/auth/register";
    serving.call(Method::POST, path, account(email)).await
}

fn account(email: &str) -> Value {
    json!({"email": email, "password": PASSWORD, "timezone": "UTC"})
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
