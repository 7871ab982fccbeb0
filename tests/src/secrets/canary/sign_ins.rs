//! What opens accounts elsewhere: a CalDAV password, and tokens of Google and Microsoft.

use reqwest::{Method, Url};
use serde_json::{Value, json};

use super::scene::Scene;
use crate::support::dav_fake::DavFake;
use crate::support::provider_fake::{ProviderFake, Tokens};
use crate::support::serving::Serving;

const PASSWORD: &str = "canary-caldav-password-04d7";
const WRONG_CODE: &str = "canary-wrong-code-771e";

/// The servers, which are asked again later.
pub struct Elsewhere {
    _dav: DavFake,
    provider: ProviderFake,
}

/// Connects accounts well and badly, by hand and as a browser does.
pub async fn go_through(scene: &mut Scene, serving: &Serving) -> Elsewhere {
    scene.secret("password of an account", PASSWORD);
    scene.secret("code that is refused", WRONG_CODE);
    let dav = DavFake::start().await;
    let account = json!({"url": dav.address(), "username": "ann", "password": PASSWORD});
    let connect = "/api/calendars/connect/caldav";
    let status = scene.call(serving, Method::POST, connect, account).await;
    assert_eq!(status, 201);

    let provider = ProviderFake::start().await;
    provider.stand_in(&scene.data());
    let google = "/api/calendars/connect/google";
    let begun = begin(scene, serving, &provider, google).await;
    let wrong = json!({"code": WRONG_CODE, "state": begun.state});
    let status = scene.call(serving, Method::POST, google, wrong).await;
    assert_eq!(status, 502);
    let begun = begin(scene, serving, &provider, google).await;
    let right = json!({"code": begun.code, "state": begun.state});
    let status = scene.call(serving, Method::POST, google, right).await;
    assert_eq!(status, 201);

    // One that fails in the browser, with the code in its address.
    let microsoft = "/api/calendars/connect/microsoft";
    let begun = begin(scene, serving, &provider, microsoft).await;
    provider.tokens(Tokens::Refused("invalid_grant"));
    let client = storytime_core::calendars::client::http_client();
    let landed = client.build().unwrap().get(begun.back);
    let (status, _) = scene.sent(landed).await;
    assert_eq!(status, 400);
    provider.tokens(Tokens::Given);

    provider.rotates();
    provider.withdraw(false);
    serving.sync().await;
    for (number, secret) in provider.secrets().iter().enumerate() {
        scene.secret(&format!("token {number} of an account"), secret);
    }
    Elsewhere {
        _dav: dav,
        provider,
    }
}

impl Elsewhere {
    /// The tokens that were given out since.
    pub fn tell(&self, scene: &mut Scene) {
        for (number, secret) in self.provider.secrets().iter().enumerate() {
            scene.secret(&format!("token {number} of an account"), secret);
        }
    }
}

struct Begun {
    state: Value,
    code: String,
    back: Url,
}

async fn begin(
    scene: &mut Scene,
    serving: &Serving,
    provider: &ProviderFake,
    connect: &str,
) -> Begun {
    let token = serving.token.clone();
    let begun = scene.said_to(serving, Method::POST, connect, &token, json!({}));
    let (status, begun) = begun.await;
    assert_eq!(status, 200, "{begun}");
    let back = provider.agree(begun["authUrl"].as_str().unwrap());
    let code = back.query_pairs().find(|(name, _)| name == "code");
    let code = code.unwrap().1.into_owned();
    scene.secret("code of a browser", &code);
    Begun {
        state: begun["state"].clone(),
        code,
        back,
    }
}
