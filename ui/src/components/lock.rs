//! The password that locks the window: setting it, changing it, taking it off, locking now.

use storytime_types::ApiError;
use storytime_types::accounts::check_password;
use storytime_types::profile::Profile;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::address::address;
use super::credentials::{Asked, Credentials, Field, Takes};
use super::icon::{Shape, icon};
use crate::backend::{self, Body, Method, Texts};

/// What changes and removes it.
const PASSWORD: &str = "/api/auth/password";

const SET: [Field; 2] = [
    Field {
        id: "lock-email",
        name: "email",
        label: "E-mail address (optional)",
        takes: Takes::Email,
    },
    Field {
        id: "lock-password",
        name: "password",
        label: "Password",
        takes: Takes::NewPassword,
    },
];
const SET_AGAIN: [Field; 1] = [SET[1]];
const CHANGE: [Field; 2] = [
    Field {
        id: "change-current",
        name: "current",
        label: "Password so far",
        takes: Takes::Password,
    },
    Field {
        id: "change-new",
        name: "new",
        label: "New password",
        takes: Takes::NewPassword,
    },
];
const TAKE_OFF: [Field; 1] = [Field {
    id: "take-off-current",
    name: "current",
    label: "Password",
    takes: Takes::Password,
}];

/// What can be done about the lock of this profile.
pub fn lock(profile: &Profile) -> Html {
    html! {
        <>
            if profile.has_password {
                { locked(profile) }
            } else {
                { open(profile.email.is_some()) }
            }
            { address(profile) }
        </>
    }
}

fn open(has_address: bool) -> Html {
    let (fields, read): (&'static [Field], fn(Vec<String>) -> _) = if has_address {
        (&SET_AGAIN, set_again)
    } else {
        (&SET, set)
    };
    html! {
        <div class="setting">
            <p class="quiet">
                { "Whoever uses this computer as you can open this window. With a password they cannot: \
                   it is asked for whenever the window opens, and until then the tray tells only times. \
                   Reminders come as before." }
            </p>
            <p class="quiet">{ "Setting it signs out every other browser and script." }</p>
            <Credentials key="set" {fields} button="Set a password" read={Callback::from(read)} />
        </div>
    }
}

fn locked(profile: &Profile) -> Html {
    let who = profile.email.as_ref().map_or_else(
        || "A password locks this window.".to_owned(),
        |email| format!("A password locks this window. You sign in as {email}."),
    );
    html! {
        <>
            <div class="setting">
                <p class="with-sign">{ icon(Shape::Tick) }{ who }</p>
                <button class="button" onclick={Callback::from(|_| leave(Method::Post, "/api/auth/logout"))}>
                    { "Lock now" }
                </button>
            </div>
            <div class="setting">
                <h3 class="field-name">{ "Another password" }</h3>
                <p class="quiet">{ "Every other browser and script has to sign in again." }</p>
                <Credentials key="change" fields={&CHANGE[..]} button="Change it" read={Callback::from(change)} />
            </div>
            if profile.is_owner {
                <div class="setting">
                    <h3 class="field-name">{ "No lock any more" }</h3>
                    <Credentials key="take-off" fields={&TAKE_OFF[..]} button="Take the lock off" read={Callback::from(take_off)} />
                </div>
            }
        </>
    }
}

/// Ends the session, or all of them; the window then begins anew.
pub fn leave(method: Method, path: &'static str) {
    spawn_local(async move {
        // A session that has ended already is as good.
        let _ = backend::leave(method, path).await;
        backend::begin_anew();
    });
}

fn set(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [address, password] = two(typed);
    good_password("password", &password)?;
    let address = address.trim();
    if address.is_empty() {
        return Ok(Asked::Change(
            Method::Put,
            PASSWORD,
            Body::of(Texts(&[("new", &password)]))?,
        ));
    }
    let body = Body::of(Texts(&[("email", address), ("password", &password)]))?;
    Ok(Asked::Enter("/api/auth/register", body))
}

fn set_again(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [password, _] = two(typed);
    good_password("password", &password)?;
    Ok(Asked::Change(
        Method::Put,
        PASSWORD,
        Body::of(Texts(&[("new", &password)]))?,
    ))
}

fn change(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [current, new] = two(typed);
    good_password("new", &new)?;
    let body = Body::of(Texts(&[("current", &current), ("new", &new)]))?;
    Ok(Asked::Change(Method::Put, PASSWORD, body))
}

fn take_off(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [current, _] = two(typed);
    Ok(Asked::Change(
        Method::Delete,
        PASSWORD,
        Body::of(Texts(&[("current", &current)]))?,
    ))
}

fn good_password(field: &str, password: &str) -> Result<(), ApiError> {
    check_password(password).map_err(|why| ApiError::invalid([(field, why)]))
}

/// What was typed into up to two fields.
pub fn two(typed: Vec<String>) -> [String; 2] {
    let mut typed = typed.into_iter();
    [(); 2].map(|()| typed.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn an_address_makes_an_account_and_none_only_a_password() {
        let account = set(typed(&[" Ada@Example.org ", "open sesame"])).unwrap();
        let body = Body::of(Texts(&[
            ("email", "Ada@Example.org"),
            ("password", "open sesame"),
        ]))
        .unwrap();
        assert_eq!(account, Asked::Enter("/api/auth/register", body));
        let alone = set(typed(&["", "open sesame"])).unwrap();
        assert_eq!(
            alone,
            Asked::Change(
                Method::Put,
                PASSWORD,
                Body::of(Texts(&[("new", "open sesame")])).unwrap()
            )
        );
    }

    #[test]
    fn a_password_that_the_backend_would_refuse_is_refused_before_it_is_asked() {
        for wrong in [["ada@example.org", "short"], ["", "short"]] {
            assert!(set(typed(&wrong)).is_err(), "{wrong:?}");
        }
        assert!(change(typed(&["open sesame", "short"])).is_err());
    }
}
