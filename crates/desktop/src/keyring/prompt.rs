//! What the keyring has to ask the person: it shows its own dialog, and says when that is done.

use std::collections::HashMap;

use futures_util::StreamExt as _;
use storytime_core::vault::HolderError;
use zbus::message::Type;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, MatchRule, MessageStream};

use super::platform::{SECRETS, SECRETS_PATH, SERVICE_INTERFACE, call, refused};

const PROMPT_INTERFACE: &str = "org.freedesktop.Secret.Prompt";

/// Unlocks a collection.
pub(super) async fn unlock(
    bus: &Connection,
    collection: &OwnedObjectPath,
) -> Result<(), HolderError> {
    let asked = (vec![collection],);
    let answer = call(bus, SECRETS_PATH, SERVICE_INTERFACE, "Unlock", &asked).await?;
    let (_unlocked, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
        answer.body().deserialize().map_err(refused)?;
    show(bus, &prompt).await
}

/// Makes a collection under this alias.
pub(super) async fn make_collection(bus: &Connection, alias: &str) -> Result<(), HolderError> {
    let label = HashMap::from([(
        "org.freedesktop.Secret.Collection.Label",
        Value::from("Default keyring"),
    )]);
    let asked = (label, alias);
    let answer = call(
        bus,
        SECRETS_PATH,
        SERVICE_INTERFACE,
        "CreateCollection",
        &asked,
    )
    .await?;
    let (_collection, prompt): (OwnedObjectPath, OwnedObjectPath) =
        answer.body().deserialize().map_err(refused)?;
    show(bus, &prompt).await
}

/// Shows a prompt, where there has to be one, and waits until the person is done with it.
async fn show(bus: &Connection, prompt: &OwnedObjectPath) -> Result<(), HolderError> {
    if prompt.as_str() == "/" {
        return Ok(());
    }
    let mut done = MessageStream::for_match_rule(completed(prompt)?, bus, None)
        .await
        .map_err(refused)?;
    // No window of ours is named: whoever clicked may be a browser.
    call(bus, prompt.as_str(), PROMPT_INTERFACE, "Prompt", &"").await?;
    let signal = match done.next().await {
        Some(signal) => signal.map_err(refused)?,
        None => return Err(HolderError::Absent),
    };
    let (is_dismissed, _result): (bool, OwnedValue) =
        signal.body().deserialize().map_err(refused)?;
    if is_dismissed {
        return Err(HolderError::Locked);
    }
    Ok(())
}

fn completed(prompt: &OwnedObjectPath) -> Result<MatchRule<'static>, HolderError> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(SECRETS)
        .and_then(|rule| rule.path(prompt.clone().into_inner()))
        .and_then(|rule| rule.interface(PROMPT_INTERFACE))
        .and_then(|rule| rule.member("Completed"))
        .map_err(refused)?;
    Ok(rule.build())
}
