//! Types out of parsed JSON, read in as little code as can be.
//!
//! `serde_json` can read a struct from an array too, and lets a visitor try whatever it finds. What
//! each of the window's types pays for that in WebAssembly is a tenth of the window. The API writes
//! structs as objects and nothing else, so here each shape is read as itself or refused.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// Reads a type from JSON that was parsed before.
///
/// # Errors
/// Something is missing or has another shape than the type.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    T::deserialize(Json(value))
}

#[derive(Clone, Copy)]
struct Json<'de>(&'de Value);

impl<'de> IntoDeserializer<'de, Error> for Json<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn fields<'de>(
    object: &'de serde_json::Map<String, Value>,
) -> MapDeserializer<'de, impl Iterator<Item = (&'de str, Json<'de>)>, Error> {
    MapDeserializer::new(
        object
            .iter()
            .map(|(name, value)| (name.as_str(), Json(value))),
    )
}

#[inline(never)]
fn another_shape(wanted: &str) -> Error {
    Error::custom(format_args!("expected {wanted}"))
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(*it),
            Value::Number(it) => it.deserialize_any(visitor),
            Value::String(it) => visitor.visit_borrowed_str(it),
            Value::Array(it) => SeqDeserializer::new(it.iter().map(Json)).deserialize_any(visitor),
            Value::Object(it) => visitor.visit_map(fields(it)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(it) => visitor.visit_bool(*it),
            _ => Err(another_shape("true or false")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(it) => visitor.visit_borrowed_str(it),
            _ => Err(another_shape("a text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(it) => SeqDeserializer::new(it.iter().map(Json)).deserialize_any(visitor),
            _ => Err(another_shape("a list")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(it) => visitor.visit_map(fields(it)),
            _ => Err(another_shape("an object")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(it) => visitor.visit_enum(it.as_str().into_deserializer()),
            _ => Err(another_shape("a name")),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use storytime_types::ApiError;
    use storytime_types::changes::Change;
    use storytime_types::error::ErrorBody;

    #[test]
    fn what_the_api_writes_is_read_as_it_was() {
        let error = ApiError::invalid([("timezone", "is not known".to_owned())]);
        let body = read::<ErrorBody>(&json!({ "error": error }));
        assert_eq!(body.ok().map(|body| body.error), Some(error));
        let change = read::<Change>(&json!({"changed": "events"}));
        assert_eq!(change.ok(), Some(Change::Events));
        let numbers = read::<Vec<Option<u32>>>(&json!([1, null]));
        assert_eq!(numbers.ok(), Some(vec![Some(1), None]));
    }

    #[test]
    fn another_shape_is_refused() {
        assert!(read::<ErrorBody>(&json!([])).is_err());
        assert!(read::<Change>(&json!({"changed": "weather"})).is_err());
        assert!(read::<String>(&json!(1)).is_err());
        assert!(read::<bool>(&json!("true")).is_err());
        assert!(read::<Vec<u32>>(&json!({})).is_err());
        assert!(read::<u8>(&json!(256)).is_err());
    }
}
