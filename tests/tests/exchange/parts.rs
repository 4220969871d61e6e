//! The rows that travel are those that `PARTS.md` describes.

use branchbook_parcel::{Kind, Limits, OfficeKeys, Opener, Parcel, open};
use serde_json::Value;

use crate::community::{Town, join, keys_of, month, serve};

/// The schemas of the page.
fn schemas() -> Value {
    let page = include_str!("../../../crates/desk/PARTS.md");
    let block = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    serde_json::from_str(block).unwrap()
}

/// Objects, their fields and the kinds of these: as much of JSON Schema as the page uses.
fn assert_fits(all: &Value, schema: &Value, value: &Value, path: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/$defs/");
        return assert_fits(all, &all["$defs"][name], value, path);
    }
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{path}: {value}");
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = |each: &Value| each["type"] == "null" && value.is_null();
        if !any.iter().any(fits) {
            assert_fits(all, &any[0], value, path);
        }
        return;
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return,
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.contains(&kind), "{path}: {value} is no {types:?}");
    let Some(object) = value.as_object() else { return };
    for key in schema["required"].as_array().into_iter().flatten() {
        assert!(object.contains_key(key.as_str().unwrap()), "{path}: no {key}");
    }
    for (key, value) in object {
        let known = &schema["properties"][key];
        let schema = if known.is_null() { &schema["additionalProperties"] } else { known };
        assert!(schema.is_object(), "{path}: {key} is not described");
        assert_fits(all, schema, value, &format!("{path}.{key}"));
    }
}

/// Opened as FORMAT.md says, by a stranger to the desk.
fn opened(bytes: &[u8], sender: &OfficeKeys, reader: &OfficeKeys) -> Parcel {
    const PARTS: &[&str] = &["roll-up", "branch", "member", "movement", "meeting", "unit", "service"];
    let opener = Opener {
        keys: reader,
        senders: &[sender.public().clone()],
        kinds: &[Kind::new("month", PARTS)],
        limits: Limits::default(),
    };
    open(bytes, &opener).unwrap()
}

#[test]
fn every_part_is_described() {
    let mut town = Town::of(&[5], "2026-10-20");
    town.on("2026-11-03");
    let joined = join(&mut town.communities[0], "新安", "2026-10-25");
    serve(&mut town.communities[0], "2026-10-26", &[joined]);
    let sealed = town.seal(0, month("2026-10"));
    let all = schemas();
    let (sender, reader) = (keys_of(&town.communities[0].desk), keys_of(&town.street.desk));
    let parcel = opened(&std::fs::read(&sealed.path).unwrap(), &sender, &reader);
    for part in &sealed.parts {
        let rows: Vec<Value> = parcel.rows(&part.part).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len() as u64, part.rows, "{}", part.part);
        let schema = &all["$defs"][&part.part];
        assert!(schema.is_object(), "{} is not described", part.part);
        for (at, row) in rows.iter().enumerate() {
            assert_fits(&all, schema, row, &format!("{}[{at}]", part.part));
        }
    }
    let with_rows = sealed.parts.iter().filter(|part| part.rows > 0).count();
    assert!(with_rows >= 6, "{:?}", sealed.parts);
}

#[test]
fn every_figure_is_named_and_every_schema_parses() {
    let page = include_str!("../../../crates/desk/PARTS.md");
    for code in branchbook_domain::roll_up::Figures::CODES {
        assert!(page.contains(&format!("`{code}` ")), "{code} is not described");
    }
    for block in page.split("```json").skip(1) {
        let schema: Value = serde_json::from_str(block.split("```").next().unwrap()).unwrap();
        assert!(schema["$defs"].is_object());
    }
}
