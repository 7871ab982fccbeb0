//! Partial answers: `fields=kind,items(id,start/date)`
//! (<https://developers.google.com/workspace/calendar/api/guides/performance>).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// What of an object is asked for; all of it where nothing is named.
#[derive(Debug, Default)]
pub struct Fields(BTreeMap<String, Fields>);

impl Fields {
    pub fn parse(text: &str) -> Self {
        let mut rest = text;
        let fields = Self::list(&mut rest);
        assert!(rest.is_empty(), "not a list of fields from here on: {rest}");
        fields
    }

    fn list(rest: &mut &str) -> Self {
        let mut fields = Self::default();
        loop {
            let (name, inside) = Self::one(rest);
            fields.0.insert(name, inside);
            match rest.strip_prefix(',') {
                Some(more) => *rest = more,
                None => return fields,
            }
        }
    }

    fn one(rest: &mut &str) -> (String, Self) {
        let end = rest.find(['/', '(', ')', ',']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        assert!(!name.trim().is_empty(), "a field without a name");
        *rest = behind;
        let mut inside = Self::default();
        if let Some(more) = rest.strip_prefix('/') {
            *rest = more;
            let (name, below) = Self::one(rest);
            inside.0.insert(name, below);
        } else if let Some(more) = rest.strip_prefix('(') {
            *rest = more;
            inside = Self::list(rest);
            *rest = rest.strip_prefix(')').unwrap();
        }
        (name.trim().to_owned(), inside)
    }

    /// As much of an answer as was asked for.
    pub fn of(&self, value: Value) -> Value {
        if self.0.is_empty() {
            return value;
        }
        match value {
            Value::Array(all) => all.into_iter().map(|one| self.of(one)).collect(),
            Value::Object(object) => {
                let kept = object.into_iter().filter_map(|(name, value)| {
                    let inside = self.0.get(&name)?;
                    Some((name, inside.of(value)))
                });
                Value::Object(kept.collect::<Map<_, _>>())
            }
            other => other,
        }
    }
}
