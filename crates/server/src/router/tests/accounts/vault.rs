//! Who may open the vault, and how often a passphrase may be guessed.

use super::*;

const UNLOCK: &str = "/api/vault/unlock";
const PASSPHRASE: &str = "several words are easy";

/// The owner, and a door whose vault is kept under [`PASSPHRASE`].
async fn with_a_passphrase() -> (Door, String) {
    let door = Door::new().await;
    let token = door.register("ada@example.org").await.token().to_owned();
    let chosen = json!({"passphrase": PASSPHRASE});
    let path = "/api/vault/passphrase";
    let kept = door.ask("PUT", path, Some(&token), chosen).await;
    assert_eq!(kept.status, 200, "{}", kept.body);
    (door, token)
}

#[tokio::test]
async fn nobody_but_the_person_whose_computer_it_is_opens_the_vault() {
    let (door, _) = with_a_passphrase().await;
    let other = door.register("grace@example.org").await;
    for body in [json!({}), json!({"passphrase": PASSPHRASE})] {
        let refused = door.ask("POST", UNLOCK, Some(other.token()), body).await;
        assert_eq!((refused.status, refused.code()), (403, "FORBIDDEN"));
    }
}

#[tokio::test]
async fn wrong_passphrases_are_slowed_down_wherever_they_are_typed() {
    let (door, token) = with_a_passphrase().await;
    let say = |path: &'static str, passphrase: &'static str| {
        let body = json!({"passphrase": passphrase});
        door.ask("POST", path, Some(&token), body)
    };
    let rotate = "/api/vault/rotate";
    for path in [UNLOCK, rotate, UNLOCK, rotate, UNLOCK] {
        assert_eq!(say(path, "several words are hard").await.status, 422);
    }
    for path in [UNLOCK, rotate] {
        let too_early = say(path, PASSPHRASE).await;
        assert_eq!((too_early.status, too_early.code()), (429, "RATE_LIMITED"));
        assert_eq!(too_early.retry_after.as_deref(), Some("1"));
    }

    door.clock.advance_ms(1_000);
    assert_eq!(say(UNLOCK, PASSPHRASE).await.status, 200);
    let again = say(UNLOCK, "several words are hard").await;
    assert_eq!(again.status, 422, "what was wrong before is forgotten");
}
