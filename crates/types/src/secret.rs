//! What nobody but its user may see: keys, tokens, passwords, passphrases.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

/// A secret. It never shows in `Debug`, cannot be serialized by accident, and is wiped from memory
/// when it is dropped.
///
/// A request that carries one to the backend says so at the field, with
/// `#[serde(serialize_with = "secret::sent")]`.
#[derive(Clone, Default)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes it into keeping.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The secret itself, for whoever has to use it. Never for a log, an error or an answer.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> std::fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[secret]")
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<&str> for Secret<String> {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        T::deserialize(input).map(Self)
    }
}

/// Writes a secret into a request on its way to the backend.
///
/// # Errors
/// Those of the serializer.
pub fn sent<S: Serializer, T: Zeroize + Serialize>(
    secret: &Secret<T>,
    output: S,
) -> Result<S::Ok, S::Error> {
    secret.expose().serialize(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    struct Request {
        #[serde(serialize_with = "sent")]
        passphrase: Secret<String>,
    }

    #[test]
    fn a_secret_does_not_show_when_something_around_it_is_printed() {
        let request = Request {
            passphrase: Secret::from("open sesame"),
        };
        let printed = format!("{request:?} {request:#?}");
        assert!(!printed.contains("sesame"), "{printed}");
    }

    #[test]
    fn a_request_carries_its_secret_to_the_backend() {
        let request: Request = serde_json::from_str(r#"{"passphrase":"open sesame"}"#).unwrap();
        assert_eq!(request.passphrase.expose(), "open sesame");
        let sent = serde_json::to_string(&request).unwrap();
        assert_eq!(sent, r#"{"passphrase":"open sesame"}"#);
    }
}
