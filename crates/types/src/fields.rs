//! The fields of a request: which are wrong, and which are there.

use serde::Deserialize;

/// What is wrong with a field: its name and what it must be.
pub type WrongField = (&'static str, String);

/// The fields among these that are wrong.
pub(crate) fn wrong_among(
    checked: impl IntoIterator<Item = (&'static str, Result<(), String>)>,
) -> Vec<WrongField> {
    let wrong = |(field, result): (_, Result<(), String>)| Some((field, result.err()?));
    checked.into_iter().filter_map(wrong).collect()
}

/// A field that stands there, be it as `null`; one that does not is `None` by default.
pub(crate) fn given<'de, D, T>(input: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(input).map(Some)
}
