//! The address that one signs in with: another one.

use storytime_types::ApiError;
use storytime_types::accounts::check_email;
use storytime_types::email::kept_form;
use storytime_types::profile::Profile;
use yew::prelude::*;

use super::credentials::{Asked, Credentials, Field, Takes};
use super::lock::two;
use crate::backend::{Body, Method, Texts};

const FIELDS: [Field; 2] = [
    Field {
        id: "address-email",
        name: "email",
        label: "New e-mail address",
        takes: Takes::Email,
    },
    Field {
        id: "address-current",
        name: "current",
        label: "Password",
        takes: Takes::Password,
    },
];
const ALONE: [Field; 1] = [FIELDS[0]];

/// Takes another address, with the password where there is one. Who has neither sets both at once.
pub fn address(profile: &Profile) -> Html {
    let (heading, words) = match (&profile.email, profile.has_password) {
        (None, false) => return Html::default(),
        (None, true) => (
            "An address",
            "A browser asks for it beside the password, once there is one.",
        ),
        (Some(_), _) => (
            "Another address",
            "You sign in with it from then on. Nobody is signed out.",
        ),
    };
    let fields: &'static [Field] = if profile.has_password {
        &FIELDS
    } else {
        &ALONE
    };
    html! {
        <div class="setting">
            <h3 class="field-name">{ heading }</h3>
            <p class="quiet">{ words }</p>
            <Credentials key="address" {fields} button="Change the address" read={Callback::from(read)} />
        </div>
    }
}

fn read(typed: Vec<String>) -> Result<Asked, ApiError> {
    let [address, current] = two(typed);
    check_email(&kept_form(&address)).map_err(|why| ApiError::invalid([("email", why)]))?;
    let members = [("email", address.as_str()), ("current", current.as_str())];
    // Where no password was asked for, none is sent.
    let sent = if current.is_empty() {
        &members[..1]
    } else {
        &members[..]
    };
    let body = Body::of(Texts(sent))?;
    Ok(Asked::Change(Method::Put, "/api/auth/email", body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused_before_it_is_asked() {
        let read = |address: &str| read(vec![address.to_owned(), "open sesame".to_owned()]);
        assert!(read("ada").is_err());
        assert!(read(" Ada@Example.org ").is_ok());
    }
}
