//! Types out of what the web engine parsed, read in as little code as can be.
//!
//! The web engine has a parser for JSON: a second one in WebAssembly, with its tables of powers of
//! ten, would be a twentieth of the window. And what is general about reading (structs out of
//! arrays, a visitor that tries whatever it finds) is paid for by each type. The API writes structs
//! as objects and nothing else, so here each shape is read as itself or refused.

use std::fmt;

use js_sys::{Array, Object, Reflect};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, Deserializer, Error as _, Expected, IntoDeserializer, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

/// The integers that a number of JavaScript holds without loss (ECMA-262, 21.1.2.6).
const MOST: f64 = 9_007_199_254_740_991.0;

/// Reads a type from JSON that was parsed before.
///
/// # Errors
/// Something is missing or has another shape than the type.
pub fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, Unreadable> {
    T::deserialize(Js(value.clone()))
}

/// Why an answer could not be read.
///
/// It does not say what was found in the place of what was expected: that could be a fraction, and
/// putting fractions into words takes more code than everything else here.
#[derive(Debug)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: fmt::Display>(why: T) -> Self {
        Self(why.to_string())
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}"))
    }
}

struct Js(JsValue);

impl Js {
    fn text(&self) -> Result<String, Unreadable> {
        self.0.as_string().ok_or_else(|| another_shape("a text"))
    }

    fn items(self) -> Result<impl Iterator<Item = Self>, Unreadable> {
        let items = self.0.dyn_into::<Array>();
        let items = items.map_err(|_| another_shape("a list"))?;
        Ok(items.to_vec().into_iter().map(Self))
    }

    fn member(&self, name: &'static str) -> Option<(&'static str, Self)> {
        let value = Reflect::get(&self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined()).then_some((name, Self(value)))
    }

    fn is_object(&self) -> bool {
        self.0.is_object() && !Array::is_array(&self.0)
    }
}

impl IntoDeserializer<'_, Unreadable> for Js {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The name and the value of each member.
fn members(object: &JsValue) -> impl Iterator<Item = (String, Js)> {
    let members = Object::entries(object.unchecked_ref::<Object>()).to_vec();
    members.into_iter().map(|member| {
        let member: &Array = member.unchecked_ref();
        (
            member.get(0).as_string().unwrap_or_default(),
            Js(member.get(1)),
        )
    })
}

#[inline(never)]
fn another_shape(wanted: &str) -> Unreadable {
    Unreadable::custom(format_args!("expected {wanted}"))
}

impl<'de> Deserializer<'de> for Js {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() || self.0.is_undefined() {
            return visitor.visit_unit();
        }
        if let Some(it) = self.0.as_bool() {
            return visitor.visit_bool(it);
        }
        if let Some(it) = self.0.as_f64() {
            if it.trunc() != it || it.abs() > MOST {
                return visitor.visit_f64(it);
            }
            // Whole and within what both hold.
            #[allow(clippy::cast_possible_truncation)]
            return visitor.visit_i64(it as i64);
        }
        if let Some(it) = self.0.as_string() {
            return visitor.visit_string(it);
        }
        if Array::is_array(&self.0) {
            return self.deserialize_seq(visitor);
        }
        visitor.visit_map(MapDeserializer::new(members(&self.0)))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        let read = self.0.as_bool();
        visitor.visit_bool(read.ok_or_else(|| another_shape("true or false"))?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(SeqDeserializer::new(self.items()?))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if !self.is_object() {
            return Err(another_shape("an object"));
        }
        let members = fields.iter().filter_map(|name| self.member(name));
        visitor.visit_map(MapDeserializer::new(members))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(self.text()?.into_deserializer())
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct map identifier ignored_any
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use storytime_types::ErrorCode;
    use storytime_types::changes::Change;
    use storytime_types::error::ErrorBody;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
        super::read(&js_sys::JSON::parse(text).unwrap())
    }

    #[wasm_bindgen_test]
    fn what_the_api_writes_is_read_as_it_was() {
        let text = r#"{"error": {"code": "VALIDATION_ERROR", "message": "The time zone is not known.",
            "details": {"fields": {"timezone": ["is not known", 1, 2.5, null, true]}}, "more": {}}}"#;
        let error = read::<ErrorBody>(text).unwrap().error;
        assert_eq!(error.code, ErrorCode::ValidationError);
        assert_eq!(error.message, "The time zone is not known.");
        let told = serde_json::json!({"timezone": ["is not known", 1, 2.5, null, true]});
        assert_eq!(error.details["fields"], told);
        let change = read::<Change>(r#"{"changed": "events"}"#);
        assert_eq!(change.ok(), Some(Change::Events));
        let numbers = read::<Vec<Option<u32>>>("[1, null, 4294967295]");
        assert_eq!(numbers.ok(), Some(vec![Some(1), None, Some(u32::MAX)]));
        assert_eq!(read::<()>("null").ok(), Some(()));
    }

    #[wasm_bindgen_test]
    fn another_shape_is_refused() {
        assert!(read::<ErrorBody>("[]").is_err());
        assert!(read::<ErrorBody>("{}").is_err());
        assert!(read::<Change>(r#"{"changed": "weather"}"#).is_err());
        assert!(read::<String>("1").is_err());
        assert!(read::<bool>(r#""true""#).is_err());
        assert!(read::<Vec<u32>>("{}").is_err());
        assert!(read::<u8>("256").is_err());
        assert!(read::<u8>("1.5").is_err());
    }
}
