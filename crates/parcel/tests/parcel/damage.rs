//! Every byte of a parcel matters: whatever is cut off or flipped, the whole is refused and says why.

use branchbook_parcel::{Digest, OpenError, Parcel, ParcelWriter};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use crate::offices::{MONTH, at_the_street, community, draft, sealed, sealed_from, street};

fn refusal(opened: Result<Parcel, OpenError>, what: &str) -> OpenError {
    match opened {
        Err(error) => error,
        Ok(_) => panic!("{what} was not noticed"),
    }
}

#[test]
fn a_parcel_cut_at_any_byte_is_incomplete() {
    let file = sealed(3, 1).bytes;
    for length in 1..file.len() {
        let said = refusal(at_the_street(&file[..length]), &format!("a cut after {length} bytes"));
        assert!(matches!(said, OpenError::Cut), "after {length} of {} bytes: {said}", file.len());
    }
    assert!(matches!(at_the_street(b""), Err(OpenError::NotAParcel)));
}

#[test]
fn a_flip_of_any_byte_is_noticed() {
    let file = sealed(3, 1).bytes;
    for at in 0..file.len() {
        for mask in [0x01, 0x20] {
            let mut flipped = file.clone();
            flipped[at] ^= mask;
            let said = refusal(at_the_street(&flipped), &format!("byte {at} with {mask:#x}"));
            assert!(at >= 8 || matches!(said, OpenError::NotAParcel), "byte {at} of the magic: {said}");
        }
    }
}

#[test]
fn a_flip_inside_the_age_file_is_called_damage() {
    let file = sealed(3, 1).bytes;
    for at in sealed_from(&file)..file.len() {
        let mut flipped = file.clone();
        flipped[at] ^= 0x01;
        let said = refusal(at_the_street(&flipped), &format!("byte {at}"));
        assert!(matches!(said, OpenError::Damaged(_) | OpenError::Cut), "byte {at}: {said}");
    }
}

#[test]
fn what_is_added_at_the_end_is_noticed() {
    for tail in [&b"\0"[..], b"\n", &[0; 100_000]] {
        let file = [&sealed(3, 1).bytes, tail].concat();
        let said = refusal(at_the_street(&file), "a longer file");
        assert!(matches!(said, OpenError::Damaged(_)), "{said}");
    }
}

#[test]
fn a_large_parcel_cut_at_two_thousand_places_is_incomplete() {
    let file = large();
    assert!(file.len() > 10 * 65_536, "many chunks of age: {} bytes", file.len());
    at_the_street(&file).unwrap();
    let tried = seeded(2000).run(&(1..file.len()), |length| {
        let said = refusal(at_the_street(&file[..length]), &format!("a cut after {length} bytes"));
        prop_assert!(matches!(said, OpenError::Cut), "after {length} of {} bytes: {said}", file.len());
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn a_flip_at_five_hundred_places_of_a_large_parcel_is_noticed() {
    let file = large();
    let begin = sealed_from(&file);
    let tried = seeded(500).run(&(begin..file.len(), 1..=255u8), |(at, mask)| {
        let mut flipped = file.clone();
        flipped[at] ^= mask;
        let said = refusal(at_the_street(&flipped), &format!("byte {at} with {mask:#x}"));
        prop_assert!(matches!(said, OpenError::Damaged(_) | OpenError::Cut), "byte {at}, {mask:#x}: {said}");
        Ok(())
    });
    tried.unwrap();
}

/// So many places, the same ones every time.
fn seeded(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Some megabytes of rows that do not pack well.
fn large() -> Vec<u8> {
    let mut writer = ParcelWriter::new(MONTH);
    let rows = (0..25_000u32).map(|n| json!({ "n": n, "digest": Digest::of(&n.to_le_bytes()) }));
    writer.add("points", rows).unwrap();
    let sealed = writer.seal(draft(1), &community(), street().public()).unwrap();
    assert!(sealed.manifest.parts[0].bytes > 2_000_000, "{:?}", sealed.manifest.parts);
    sealed.bytes
}

#[test]
fn a_parcel_put_together_from_two_is_refused() {
    let (one, two) = (sealed(3, 1).bytes, sealed(4, 2).bytes);
    let (at_one, at_two) = (sealed_from(&one), sealed_from(&two));
    assert_ne!(one[..at_one], two[..at_two], "or it would be the second, whole");
    let mixed = [&one[..at_one], &two[at_two..]].concat();
    refusal(at_the_street(&mixed), "header of one, age file of the other");
    for from_end in [1, 16, 100, 1000] {
        let spliced = [&one[..one.len() - from_end], &two[two.len() - from_end..]].concat();
        refusal(at_the_street(&spliced), "the end of another parcel");
    }
}

#[test]
fn a_payload_sealed_anew_under_a_changed_header_is_refused() {
    // Equal lengths, so that only the signature can tell.
    let (one, two) = (sealed(3, 1).bytes, sealed(3, 2).bytes);
    let header = String::from_utf8_lossy(&one[12..sealed_from(&one)]).replace("0.1.0", "0.1.1");
    let mixed = [&one[..12], header.as_bytes(), &two[sealed_from(&two)..]].concat();
    let said = refusal(at_the_street(&mixed), "another header");
    assert!(matches!(said, OpenError::Forged(_)), "{said}");
}

#[test]
fn line_endings_changed_on_the_way_are_noticed() {
    let file = sealed(3, 1).bytes;
    let changed: Vec<u8> = file.iter().filter(|byte| **byte != b'\r').copied().collect();
    assert!(matches!(at_the_street(&changed), Err(OpenError::NotAParcel)));
}
