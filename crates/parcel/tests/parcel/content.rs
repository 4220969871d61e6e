//! The digest of the rows: equal for equal rows, however and for whomever they were sealed; else different.

use branchbook_parcel::{Digest, ParcelWriter};
use serde_json::{Value, json};

use crate::offices::{MONTH, at_the_street, community, draft, stranger, street};

/// A parcel of these parts, in this order.
fn holding(parts: &[(&str, Vec<Value>)]) -> ParcelWriter {
    let mut writer = ParcelWriter::new(MONTH);
    parts.iter().try_for_each(|(part, rows)| writer.add(part, rows)).unwrap();
    writer
}

fn digest(parts: &[(&str, Vec<Value>)]) -> Digest {
    holding(parts).content_digest()
}

fn rows(count: u32) -> Vec<Value> {
    (0..count).map(|n| json!({ "n": n, "name": "张三" })).collect()
}

#[test]
fn the_reader_finds_the_digest_of_the_writer() {
    for parts in [
        vec![],
        vec![("member", rows(0))],
        vec![("member", rows(20_000)), ("points", rows(3))],
        vec![("points", rows(3)), ("member", rows(2))],
    ] {
        let writer = holding(&parts);
        let written = writer.content_digest();
        let sealed = writer.seal(draft(1), &community(), street().public()).unwrap();
        assert_eq!(at_the_street(&sealed.bytes).unwrap().content_digest().unwrap(), written);
    }
}

#[test]
fn equal_rows_have_an_equal_digest_whatever_is_sealed_around_them() {
    let parts = [("member", rows(10))];
    assert_eq!(digest(&parts), digest(&parts));
    let mut other = draft(7);
    (other.month, other.epoch) = (None, 3);
    let sealed = holding(&parts).seal(other, &community(), street().public()).unwrap();
    assert_eq!(at_the_street(&sealed.bytes).unwrap().content_digest().unwrap(), digest(&parts));
    let elsewhere = holding(&parts).seal(draft(1), &community(), stranger().public()).unwrap();
    assert_ne!(elsewhere.sha256, sealed.sha256, "the files are not equal");
}

#[test]
fn any_other_row_part_or_order_has_another_digest() {
    let same = digest(&[("member", rows(2)), ("points", rows(2))]);
    let mut changed = rows(2);
    changed[1]["name"] = json!("张四");
    let reversed = rows(2).into_iter().rev().collect();
    for (other, what) in [
        (vec![("points", rows(2)), ("member", rows(2))], "order of the parts"),
        (vec![("member", reversed), ("points", rows(2))], "order of the rows"),
        (vec![("member", changed), ("points", rows(2))], "a letter"),
        (vec![("member", rows(1)), ("points", rows(2))], "a row less"),
        (vec![("member", rows(2))], "a part less"),
        (vec![("member", rows(4)), ("points", rows(0))], "rows in another part"),
        (vec![], "nothing at all"),
    ] {
        assert_ne!(digest(&other), same, "{what}");
    }
    assert_ne!(digest(&[("member", rows(0))]), digest(&[]), "an empty part is not no part");
}
