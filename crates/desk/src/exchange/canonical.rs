//! Rows as text that is the same in every build: the keys of an object in the order of their letters, whatever order
//! the JSON library keeps. Whether a parcel says something new is told by a hash of this text.

use serde_json::Value;

/// A value as canonical text.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    put(value, &mut out);
    out
}

fn put(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_unstable();
            let pairs = keys.into_iter().filter_map(|key| Some((key, fields.get(key)?)));
            list(out, ['{', '}'], pairs, |(key, value), out| {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                put(value, out);
            });
        }
        Value::Array(items) => list(out, ['[', ']'], items.iter(), put),
        plain => out.push_str(&plain.to_string()),
    }
}

fn list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    items: impl Iterator<Item = T>,
    each: impl Fn(T, &mut String),
) {
    out.push(open);
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        each(item, out);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_says_nothing() {
        let one: Value = serde_json::from_str(r#"{"b":[1,{"d":null,"c":"引\"号"}],"a":true}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"a":true,"b":[1,{"c":"引\"号","d":null}]}"#).unwrap();
        assert_eq!(text(&one), r#"{"a":true,"b":[1,{"c":"引\"号","d":null}]}"#);
        assert_eq!(text(&one), text(&other));
        assert_eq!(serde_json::from_str::<Value>(&text(&one)).unwrap(), one);
    }
}
