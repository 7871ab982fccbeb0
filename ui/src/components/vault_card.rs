//! Where secrets are kept: how that stands, and what can be done about it.

use storytime_types::Secret;
use storytime_types::changes::Change;
use storytime_types::vault::{ChoosePassphrase, KeptIn, UnlockVault, VaultState, VaultStatus};
use yew::prelude::*;

use super::notice::{failure, loading, problem};
use super::passphrase::PassphraseForm;
use super::saving::{Action, saved_note, use_action};
use crate::backend::Method;
use crate::live::use_changes;
use crate::resource::use_resource;

const CHANGED: &[Change] = &[Change::Settings, Change::Sync];

/// The vault's state with its buttons.
#[component]
pub fn VaultCard() -> Html {
    let live = use_changes();
    let revision = live.revisions.of(CHANGED);
    let vault = use_resource::<VaultStatus>(Some("/api/vault".into()), revision);
    let action = use_action();
    let vault = match (&vault.value, &vault.error) {
        (Some(vault), _) => vault,
        (None, Some(error)) => return failure(error, &live.refresh),
        (None, None) => return loading("Looking up your keyring"),
    };
    html! {
        <div class="setting">
            <p>{ what_is_kept(vault) }</p>
            if let Some(sentence) = &vault.sentence { { problem(&what_is_wrong(sentence), None) } }
            { choices(vault, &action, &live.refresh) }
            { saved_note(&action.progress, None) }
        </div>
    }
}

fn what_is_kept(vault: &VaultStatus) -> String {
    let secrets = match vault.secrets {
        0 => "Nothing secret is kept yet: addresses of calendars, for one, would be sealed."
            .to_owned(),
        1 => "One secret is kept sealed in the database.".to_owned(),
        many => format!("{many} secrets are kept sealed in the database."),
    };
    let key = match (vault.state, vault.kept_in) {
        (VaultState::Absent | VaultState::Lost, _) => return secrets,
        (_, KeptIn::Keyring) => "in your keyring",
        (_, KeptIn::Passphrase) => "in the data folder, under your passphrase",
    };
    format!("{secrets} The key is {key}.")
}

/// The API's sentence says where in the window something is done about it; this card is there.
fn what_is_wrong(sentence: &str) -> String {
    sentence.replace(" in Settings under Secrets", " here")
}

fn choices(vault: &VaultStatus, action: &Action, refresh: &Callback<()>) -> Html {
    match (vault.state, vault.kept_in) {
        (VaultState::Open, kept_in) => html! {
            <>
                { key_change(kept_in, action) }
                <details>
                    <summary>{ passphrase_name(kept_in) }</summary>
                    { new_passphrase(action) }
                </details>
            </>
        },
        (VaultState::Locked, KeptIn::Keyring) => button("Unlock the keyring", action, |action| {
            let path = "/api/vault/unlock";
            action.start(Method::Post, path, UnlockVault::default(), CHANGED);
        }),
        (VaultState::Locked, KeptIn::Passphrase) => html! {
            <>
                { typed_passphrase(action, "Unlock", "/api/vault/unlock") }
                { beginning_anew("I no longer know it", action) }
            </>
        },
        (VaultState::Absent, _) => html! {
            <>
                { new_passphrase(action) }
                if vault.secrets > 0 { { beginning_anew("The keyring will not come back", action) } }
            </>
        },
        (VaultState::Lost, KeptIn::Keyring) => beginning_anew("Begin anew", action),
        (VaultState::Lost, KeptIn::Passphrase) => html! {
            <>
                { once_more("Look again", refresh) }
                { beginning_anew("I no longer have it", action) }
            </>
        },
        (VaultState::Denied, KeptIn::Passphrase) => html! {
            <>
                { typed_passphrase(action, "Unlock", "/api/vault/unlock") }
                { once_more("Look again", refresh) }
            </>
        },
        (VaultState::Slow | VaultState::Denied, _) => once_more("Ask it again", refresh),
    }
}

fn once_more(name: &'static str, refresh: &Callback<()>) -> Html {
    html! {
        <button class="button button--small" onclick={refresh.reform(|_| ())}>{ name }</button>
    }
}

fn passphrase_name(kept_in: KeptIn) -> &'static str {
    match kept_in {
        KeptIn::Keyring => "Use a passphrase instead of the keyring",
        KeptIn::Passphrase => "Change the passphrase",
    }
}

/// A key under a passphrase needs it to be changed.
fn key_change(kept_in: KeptIn, action: &Action) -> Html {
    match kept_in {
        KeptIn::Keyring => button("Change the key", action, |action| {
            let path = "/api/vault/rotate";
            action.start(Method::Post, path, UnlockVault::default(), CHANGED);
        }),
        KeptIn::Passphrase => html! {
            <details>
                <summary>{ "Change the key" }</summary>
                { typed_passphrase(action, "Change the key", "/api/vault/rotate") }
            </details>
        },
    }
}

fn button(name: &str, action: &Action, start: fn(&Action)) -> Html {
    styled_button("button button--small", name, action, start)
}

fn styled_button(class: &'static str, name: &str, action: &Action, start: fn(&Action)) -> Html {
    let onclick = {
        let action = action.clone();
        Callback::from(move |_| start(&action))
    };
    html! {
        <button {class} disabled={action.progress.is_busy()} {onclick}>{ name }</button>
    }
}

fn typed_passphrase(action: &Action, name: &'static str, path: &'static str) -> Html {
    let progress = action.progress.clone();
    let ontyped = {
        let action = action.clone();
        Callback::from(move |typed: String| {
            let passphrase = Some(Secret::new(typed));
            action.start(Method::Post, path, UnlockVault { passphrase }, CHANGED);
        })
    };
    html! { <PassphraseForm is_new=false {name} {progress} {ontyped} /> }
}

fn new_passphrase(action: &Action) -> Html {
    let progress = action.progress.clone();
    let ontyped = {
        let action = action.clone();
        Callback::from(move |typed: String| {
            let passphrase = Secret::new(typed);
            let asked = ChoosePassphrase { passphrase };
            match asked.fault() {
                None => action.start(Method::Put, "/api/vault/passphrase", asked, CHANGED),
                Some(fault) => action.refuse(format!("That will not do: {fault}.")),
            }
        })
    };
    html! {
        <>
            <p class="quiet">
                { "Nobody can help you if you forget it: your calendars stay, but what is secret has to be typed again." }
            </p>
            <PassphraseForm is_new=true name="Keep the key under it" {progress} {ontyped} />
        </>
    }
}

/// Asks once more before anything goes.
fn beginning_anew(name: &str, action: &Action) -> Html {
    html! {
        <details>
            <summary>{ name }</summary>
            <p>{ "What was sealed is given up. Events, stories and reminders stay; calendars whose address was sealed ask to be connected again." }</p>
            { styled_button("button button--small button--danger", "Give it up and begin anew", action, |action| {
                action.start(Method::Post, "/api/vault/begin-anew", (), CHANGED);
            }) }
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_points_at_the_card_itself() {
        assert_eq!(
            what_is_wrong("Your keyring is locked: unlock it in Settings under Secrets."),
            "Your keyring is locked: unlock it here."
        );
    }

    #[test]
    fn what_is_kept_is_told_with_its_number_and_place() {
        let told = |secrets, kept_in| {
            what_is_kept(&VaultStatus {
                state: VaultState::Open,
                kept_in,
                sentence: None,
                secrets,
            })
        };
        assert!(told(0, KeptIn::Keyring).starts_with("Nothing secret is kept yet"));
        assert!(told(1, KeptIn::Keyring).ends_with("The key is in your keyring."));
        assert!(told(3, KeptIn::Passphrase).starts_with("3 secrets are kept sealed"));
    }
}
