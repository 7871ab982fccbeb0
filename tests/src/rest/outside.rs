//! Who must stay outside, and what nobody could have meant.

use reqwest::{Method, header};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::serving::{Serving, answer};

async fn serving() -> (TempDir, Serving) {
    let home = TempDir::new().unwrap();
    let serving = Serving::start(home.path(), &home.path().join("data")).await;
    (home, serving)
}

#[tokio::test]
async fn a_host_of_another_name_and_an_origin_of_another_site_are_refused() {
    let (_home, serving) = serving().await;
    let headers = [
        (header::HOST, "calendar.evil.example"),
        (header::ORIGIN, "http://evil.example"),
        (header::ORIGIN, "null"),
    ];
    for (name, value) in headers {
        let request = serving.request(Method::GET, "/api/status");
        let request = request.bearer_auth(&serving.token).header(&name, value);
        let response = request.send().await.unwrap();
        let allowed = response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        assert!(allowed.is_none());
        let (status, body) = answer(response).await;
        assert_eq!(
            (status, &body["error"]["code"]),
            (403, &json!("FORBIDDEN")),
            "{name}: {value}"
        );
    }
}

#[tokio::test]
async fn nobody_reaches_it_by_another_address_of_this_computer() {
    let (_home, serving) = serving().await;
    let port: u16 = serving.address.rsplit_once(':').unwrap().1.parse().unwrap();
    // Where a packet to the outside would leave from; nothing is sent.
    let outside = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let own = outside
        .connect("192.0.2.1:9")
        .and_then(|()| outside.local_addr());
    let mut others = vec![std::net::IpAddr::from([127, 0, 0, 2])];
    others.extend(own.ok().map(|own| own.ip()).filter(|ip| !ip.is_loopback()));
    for other in others {
        let reached = tokio::net::TcpStream::connect((other, port)).await;
        assert!(reached.is_err(), "{other} answers");
    }
}

#[tokio::test]
async fn json_nested_ten_thousand_deep_is_refused_and_the_next_call_answered() {
    let (_home, serving) = serving().await;
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let bodies = [
        deep.clone(),
        format!("{{\"minutes\":{deep}}}"),
        "{\"a\":".repeat(10_000),
    ];
    for body in bodies {
        let request = serving.request(Method::POST, "/api/notifications/none/snooze");
        let request = request.bearer_auth(&serving.token).body(body);
        let (status, answer) = answer(request.send().await.unwrap()).await;
        assert!([400, 422].contains(&status), "{status}: {answer}");
        assert!(answer["error"]["code"].is_string());
    }
    let (status, _) = serving.call(Method::GET, "/api/status", Value::Null).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_refused() {
    let (_home, serving) = serving().await;
    let body = json!({"name": "x".repeat(1024 * 1024)});
    let (status, answer) = serving.call(Method::PUT, "/api/user/profile", body).await;
    assert_eq!(
        (status, &answer["error"]["code"]),
        (413, &json!("PAYLOAD_TOO_LARGE"))
    );
}

#[tokio::test]
async fn the_601st_call_of_a_minute_is_told_when_to_come_back() {
    let (_home, serving) = serving().await;
    let mut refused = None;
    // Should they take more than a minute, the first ones count no longer.
    for _ in 0..1_200 {
        let request = serving.request(Method::GET, "/api/settings/limits");
        let response = request.bearer_auth(&serving.token).send().await.unwrap();
        if response.status() == 429 {
            refused = Some(response);
            break;
        }
        assert_eq!(response.status(), 200);
    }
    let response = refused.expect("a limit");
    let retry_after = response.headers()[header::RETRY_AFTER].clone();
    let (_, body) = answer(response).await;
    let seconds = body["error"]["details"]["retryAfterSeconds"].as_u64();
    let seconds = seconds.expect("a number of seconds");
    assert!((1..=60).contains(&seconds), "{body}");
    assert_eq!(retry_after, seconds.to_string().as_str());
}
