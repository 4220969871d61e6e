//! Any JSON that a program writes.

use serde_json::{Value, json};

use crate::read::Node;
use crate::write;

fn same(value: &Value) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(write::text_of(value, |number| number.to_string()).unwrap(), text);
    let node = Node::parse(&text).unwrap();
    assert_eq!(&node.to::<Value>().unwrap(), value, "{text}");
    assert_eq!(&Node::of(value).to::<Value>().unwrap(), value);
}

#[test]
fn texts_with_every_sign_go_there_and_back() {
    let all: String =
        (0..0x300).filter_map(char::from_u32).chain("党员\u{2028}\u{2029}😀\u{10ffff}".chars()).collect();
    same(&json!(all));
    same(&json!({ all.clone(): [all] }));
}

#[test]
fn numbers_keep_their_last_digit() {
    for number in [0, 1, -1, i64::MAX, i64::MIN, i64::from(u32::MAX) + 1] {
        same(&json!(number));
    }
    same(&json!(u64::MAX));
    same(&json!([0.5, -12.25]));
}

#[test]
fn nothing_and_empty_things_are_told_apart() {
    same(&json!([null, true, false, "", [], {}, [[]], { "a": null }]));
}

#[test]
fn what_is_no_json_is_not_read() {
    for text in ["", "{", "[1,]", "nul", "\"\u{1}\"", "{\"a\":1}x"] {
        assert!(Node::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_number_that_does_not_fit_is_refused() {
    assert!(Node::parse("300").unwrap().to::<u8>().is_err());
    assert!(Node::parse("-1").unwrap().to::<u32>().is_err());
    assert!(Node::parse("18446744073709551615").unwrap().to::<i64>().is_err());
    assert!(Node::parse("1.5").unwrap().to::<i64>().is_err());
}
