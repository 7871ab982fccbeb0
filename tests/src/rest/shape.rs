//! Whether a value has the shape that a schema of the description says (JSON Schema 2020-12, as far
//! as the description uses it). More than a validator of JSON Schema asks for: what is not described
//! must not be there.

use serde_json::{Map, Value};

/// What a schema may say that is nothing to be looked at in an answer.
const REMARKS: [&str; 6] = [
    "description",
    "title",
    "example",
    "examples",
    "default",
    "format",
];

/// The description, to look up what it names.
pub struct Shapes<'a>(pub &'a Value);

impl Shapes<'_> {
    /// Everything in which `value` differs from `schema`, with the place in it.
    pub fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.compare(schema, value, "$", &mut faults);
        faults
    }

    fn compare(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let Some(schema) = schema.as_object() else {
            assert_eq!(schema, true, "{at}: no schema");
            return;
        };
        let mut fields = Map::new();
        self.gather(schema, &mut fields);
        for (keyword, said) in schema {
            match keyword.as_str() {
                "$ref" => self.compare(self.named(said), value, at, faults),
                "allOf" => {
                    for part in said.as_array().unwrap() {
                        self.compare_part(part, value, at, faults);
                    }
                }
                "oneOf" | "anyOf" => self.compare_one_of(said, value, at, faults),
                "type" if !is_of_type(said, value) => {
                    faults.push(format!("{at}: {value} is no {said}"));
                }
                "enum" if !said.as_array().unwrap().contains(value) => {
                    faults.push(format!("{at}: {value} is none of {said}"));
                }
                "const" if said != value => faults.push(format!("{at}: {value} is not {said}")),
                "minimum" if value.as_f64() < said.as_f64() && value.is_number() => {
                    faults.push(format!("{at}: {value} is less than {said}"));
                }
                "maximum" if value.as_f64() > said.as_f64() && value.is_number() => {
                    faults.push(format!("{at}: {value} is more than {said}"));
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.compare(said, item, &format!("{at}[{index}]"), faults);
                    }
                }
                "required" => {
                    for name in said.as_array().unwrap() {
                        let name = name.as_str().unwrap();
                        if value.is_object() && value.get(name).is_none() {
                            faults.push(format!("{at}.{name} is missing"));
                        }
                    }
                }
                "properties" => self.compare_fields(schema, &fields, value, at, faults),
                "type"
                | "enum"
                | "const"
                | "minimum"
                | "maximum"
                | "additionalProperties"
                | "propertyNames" => {}
                remark if REMARKS.contains(&remark) => {}
                unknown => panic!("{at}: {unknown} is not compared yet"),
            }
        }
    }

    /// A part of `allOf`: its fields are described, those of the other parts are not for it to say.
    fn compare_part(&self, part: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let mut of_part = Vec::new();
        self.compare(part, value, at, &mut of_part);
        of_part.retain(|fault| !fault.ends_with(UNDESCRIBED));
        faults.extend(of_part);
    }

    fn compare_one_of(&self, said: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
        let choices = said.as_array().unwrap().iter();
        let tried: Vec<_> = choices
            .map(|choice| {
                let mut faults = Vec::new();
                self.compare(choice, value, at, &mut faults);
                faults
            })
            .collect();
        if tried.iter().all(|faults| !faults.is_empty()) {
            let nearest = tried.into_iter().min_by_key(Vec::len).unwrap_or_default();
            faults.extend(nearest);
        }
    }

    fn compare_fields(
        &self,
        schema: &Map<String, Value>,
        fields: &Map<String, Value>,
        value: &Value,
        at: &str,
        faults: &mut Vec<String>,
    ) {
        for (name, value) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{name}");
            match (fields.get(name), schema.get("additionalProperties")) {
                (Some(field), _) | (None, Some(field)) => self.compare(field, value, &at, faults),
                (None, None) => faults.push(format!("{at}{UNDESCRIBED}")),
            }
        }
    }

    /// The fields that a schema and the parts of it describe.
    fn gather(&self, schema: &Map<String, Value>, fields: &mut Map<String, Value>) {
        if let Some(own) = schema.get("properties").and_then(Value::as_object) {
            fields.extend(own.clone());
        }
        for part in schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let part = part.get("$ref").map_or(part, |name| self.named(name));
            self.gather(part.as_object().unwrap(), fields);
        }
    }

    fn named(&self, name: &Value) -> &Value {
        let name = name.as_str().unwrap();
        let found = self.0.pointer(name.trim_start_matches('#'));
        found.unwrap_or_else(|| panic!("{name} is named and not there"))
    }
}

const UNDESCRIBED: &str = " is not described";

fn is_of_type(said: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other} is no type"),
    };
    match said {
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        name => is(name.as_str().unwrap()),
    }
}

#[test]
fn what_is_missing_undescribed_or_of_another_kind_is_told_with_its_place() {
    use serde_json::json;
    let description = json!({"schemas": {"Kind": {"type": "string", "enum": ["A", "B"]}}});
    let schema = json!({
        "type": "object",
        "required": ["id", "kind"],
        "properties": {
            "id": {"type": "integer", "minimum": 1},
            "kind": {"oneOf": [{"type": "null"}, {"$ref": "#/schemas/Kind"}]},
            "parts": {"type": ["array", "null"], "items": {"type": "string"}},
        },
    });
    let shapes = Shapes(&description);
    let faults = |value: Value| shapes.faults(&schema, &value);
    for good in [
        json!({"id": 1, "kind": null}),
        json!({"id": 2, "kind": "A", "parts": ["x"]}),
    ] {
        assert_eq!(faults(good), Vec::<String>::new());
    }
    assert_eq!(faults(json!({"id": 1})), ["$.kind is missing"]);
    assert_eq!(
        faults(json!({"id": 1, "kind": null, "mood": 1})),
        ["$.mood is not described"]
    );
    assert_eq!(
        faults(json!({"id": 1, "kind": null, "parts": ["x", 2]})),
        ["$.parts[1]: 2 is no \"string\""]
    );
    for odd in [
        json!({"id": 0, "kind": null}),
        json!({"id": 1, "kind": "C"}),
        json!([]),
    ] {
        assert!(!faults(odd.clone()).is_empty(), "{odd}");
    }
}
