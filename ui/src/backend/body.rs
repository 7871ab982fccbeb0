//! What is sent: written as JSON once, straight from the type.

use serde::{Serialize, Serializer};
use storytime_types::{ApiError, ErrorCode};

/// A body in JSON, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body(Option<String>);

impl Body {
    /// Nothing at all.
    pub const NONE: Self = Self(None);

    /// What serializes to `null` (such as `()`) is none.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn of(value: impl Serialize) -> Result<Self, ApiError> {
        match serde_json::to_string(&value) {
            Ok(text) => Ok(Self(Some(text).filter(|text| text != "null"))),
            Err(_) => Err(ApiError::new(
                ErrorCode::Internal,
                "The window could not put that into words for the app.",
            )),
        }
    }

    /// The JSON.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// Members that are texts.
#[derive(Clone, Copy)]
pub struct Texts<'a>(pub &'a [(&'a str, &'a str)]);

impl Serialize for Texts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_sent_for_nothing() {
        assert_eq!(Body::of(()), Ok(Body::NONE));
        assert_eq!(Body::of(None::<u32>), Ok(Body::NONE));
    }

    #[test]
    fn texts_are_sent_as_members() {
        let body = Body::of(Texts(&[("new", "open \"sesame\"")])).unwrap();
        assert_eq!(body.as_str(), Some(r#"{"new":"open \"sesame\""}"#));
    }
}
