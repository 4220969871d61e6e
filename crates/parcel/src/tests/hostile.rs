//! A known sender who cheats: the signature holds, so every later check must.

use std::io::Write;

use super::{MONTH, manifest};
use crate::address::Address;
use crate::container;
use crate::error::{Fault, OpenError};
use crate::keys::KEY_BYTES;
use crate::manifest::Manifest;
use crate::seal::close;
use crate::{Digest, Kind, Limits, OfficeKeys, Opener, Parcel, PartEntry, open};

fn keys(seed: u8) -> OfficeKeys {
    OfficeKeys::from_secret(&[seed; KEY_BYTES])
}

fn zstd(pieces: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    pieces.into_iter().for_each(|piece| encoder.write_all(&piece).unwrap());
    encoder.finish().unwrap()
}

fn entry(name: &str, rows: u64, bytes: u64, packed: &[u8]) -> PartEntry {
    let (length, sha256) = (packed.len() as u64, Digest::of(packed));
    PartEntry { name: name.to_owned(), rows, bytes, packed: length, sha256 }
}

/// A sound manifest for these parts, then changed at will.
fn cheat(parts: &[(PartEntry, Vec<u8>)], change: impl FnOnce(&mut Manifest)) -> Result<Parcel, OpenError> {
    let mut manifest = manifest();
    manifest.sender.fingerprint = keys(1).public().fingerprint();
    manifest.addressee.fingerprint = keys(2).public().fingerprint();
    manifest.parts = parts.iter().map(|(entry, _)| entry.clone()).collect();
    change(&mut manifest);
    let bytes: Vec<&[u8]> = parts.iter().map(|(_, packed)| &**packed).collect();
    open_container(&container::join(&serde_json::to_vec(&manifest).unwrap(), &bytes))
}

fn open_container(container: &[u8]) -> Result<Parcel, OpenError> {
    let file = close("branchbook 0.1.0", container, &keys(1), &Address::of_one(keys(2).public())).unwrap();
    let senders = [keys(1).public().clone()];
    let kinds: &[Kind] = &[MONTH];
    open(&file, &Opener { keys: &keys(2), senders: &senders, kinds, limits: Limits::default() })
}

fn one_row() -> (PartEntry, Vec<u8>) {
    let packed = zstd([b"{\"n\":1}\n".to_vec()]);
    (entry("member", 1, 8, &packed), packed)
}

#[test]
fn the_cheats_own_tools_can_make_a_sound_parcel() {
    let parcel = cheat(&[one_row()], |_| ()).unwrap();
    assert_eq!(parcel.rows::<serde_json::Value>("member").unwrap().count(), 1);
}

#[test]
fn a_parcel_for_another_office_that_was_sealed_again_for_us_is_not_ours() {
    let (ours, other) = (keys(2), keys(3));
    let address = Address { named: other.public().fingerprint(), recipients: vec![ours.public()] };
    let file = close("branchbook 0.1.0", b"", &keys(1), &address).unwrap();
    let senders = [keys(1).public().clone()];
    let opener = Opener { keys: &ours, senders: &senders, kinds: &[MONTH], limits: Limits::default() };
    let said = open(&file, &opener).unwrap_err();
    assert!(
        matches!(said, OpenError::Misaddressed { addressee, .. } if addressee == address.named),
        "{said}"
    );
}

#[test]
fn names_that_leave_the_place_or_come_twice_are_refused() {
    let (entry, packed) = one_row();
    for name in ["../member", "/etc/passwd", "member/../x", "C:\\x", "成员", ""] {
        let part = (PartEntry { name: name.to_owned(), ..entry.clone() }, packed.clone());
        let said = cheat(&[part], |_| ()).unwrap_err();
        assert!(matches!(said, OpenError::Refused(Fault::BadName(_))), "{name}: {said}");
    }
    let twice = cheat(&[one_row(), one_row()], |_| ()).unwrap_err();
    assert!(matches!(twice, OpenError::Refused(Fault::DuplicateName(_))), "{twice}");
    let unknown = (PartEntry { name: "secret".to_owned(), ..entry }, packed);
    let said = cheat(&[unknown], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::Refused(Fault::UnknownPart { .. })), "{said}");
}

#[test]
fn a_manifest_that_contradicts_the_header_is_refused() {
    for (change, what) in [
        ((|m| m.sender.fingerprint.0[0] ^= 1) as fn(&mut Manifest), "发件单位"),
        (|m| m.addressee.fingerprint.0[0] ^= 1, "收件单位"),
        (|m| m.program.push('x'), "程序"),
        (|m| m.format += 1, "格式"),
    ] {
        let said = cheat(&[one_row()], change).unwrap_err();
        assert!(matches!(said, OpenError::Contradiction(said) if said == what), "{what}: {said}");
    }
}

#[test]
fn parts_that_were_exchanged_or_changed_are_noticed() {
    let other = zstd([b"{\"n\":2}\n".to_vec()]);
    let (stated, _) = one_row();
    assert_eq!(stated.packed, other.len() as u64, "or the lengths would tell");
    let said = cheat(&[(stated, other)], |_| ()).unwrap_err();
    assert!(matches!(&said, OpenError::HashMismatch(part) if part == "member"), "{said}");
}

#[test]
fn parts_in_each_others_place_are_noticed() {
    let (first, second) = (zstd([b"{\"n\":1}\n".to_vec()]), zstd([b"{\"n\":2}\n".to_vec()]));
    let (one, two) = (entry("member", 1, 8, &first), entry("points", 1, 8, &second));
    let sound = cheat(&[(one.clone(), first.clone()), (two.clone(), second.clone())], |_| ()).unwrap();
    assert_eq!(sound.rows::<serde_json::Value>("points").unwrap().next().unwrap().unwrap()["n"], 2);
    let swapped = cheat(&[(one.clone(), second.clone()), (two.clone(), first.clone())], |_| ()).unwrap_err();
    assert!(matches!(&swapped, OpenError::HashMismatch(part) if part == "member"), "{swapped}");
    let longer = zstd([b"{\"n\":2,\"name\":\"x\"}\n".to_vec()]);
    let two = entry("points", 1, 19, &longer);
    let swapped = cheat(&[(one, longer), (two, first)], |_| ()).unwrap_err();
    assert!(matches!(&swapped, OpenError::HashMismatch(part) if part == "member"), "{swapped}");
}

#[test]
fn four_gigabytes_in_a_small_part_are_refused_by_what_the_manifest_states() {
    let bomb = zstd((0..64).map(|_| b"{\"n\":1}\n".repeat(128 * 1024)));
    let stated = entry("member", 1_000_000, 4 << 30, &bomb);
    let said = cheat(&[(stated, bomb)], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::Refused(Fault::TooLarge { what: "展开后的字节数", .. })), "{said}");
}

#[test]
fn a_bomb_below_the_sums_is_refused_by_its_ratio() {
    let bomb = zstd((0..64).map(|_| b"{\"n\":1}\n".repeat(128 * 1024)));
    assert!(bomb.len() < 100_000, "{} bytes hold 64 MiB", bomb.len());
    let said = cheat(&[(entry("member", 1_000_000, 64 << 20, &bomb), bomb)], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::Refused(Fault::Bomb(_))), "{said}");
}

#[test]
fn a_bomb_that_lies_about_its_size_is_left_at_the_first_piece() {
    let bomb = zstd((0..64).map(|_| b"{\"n\":1}\n".repeat(128 * 1024)));
    let said = cheat(&[(entry("member", 1000, 8000, &bomb), bomb)], |_| ()).unwrap_err();
    let OpenError::CountMismatch { what: "字节数", stated: 8000, found, .. } = said else {
        panic!("{said}")
    };
    assert!(found <= 64 * 1024, "one piece, not 64 MiB: {found}");
}

#[test]
fn ten_million_empty_rows_are_refused() {
    let empty = zstd((0..10).map(|_| vec![b'\n'; 1_000_000]));
    let honest = entry("member", 10_000_000, 10_000_000, &empty);
    let said = cheat(&[(honest, empty.clone())], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::Refused(Fault::TooLarge { what: "总行数", .. })), "{said}");
    let lying = entry("member", 1, 1_000_000, &empty);
    let said = cheat(&[(lying, empty)], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::BadRow { line: 1, .. }), "an empty line is no row: {said}");
    let objects = zstd((0..10).map(|_| b"{}\n".repeat(1_000_000)));
    let lying = entry("member", 5, 1_000_000, &objects);
    let said = cheat(&[(lying, objects)], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::CountMismatch { what: "行数", found: 6, .. }), "{said}");
}

#[test]
fn a_row_without_end_is_refused() {
    let endless = zstd([b"{\"n\":\"".to_vec(), vec![b'x'; 900_000]]);
    let said = cheat(&[(entry("member", 1, 1_000_000, &endless), endless)], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::Refused(Fault::TooLarge { what: "一行的字节数", .. })), "{said}");
}

#[test]
fn a_row_nested_without_end_is_an_error_and_not_a_crash() {
    let deep = zstd([b"{\"a\":".repeat(20_000), b"\n".to_vec()]);
    let parcel = cheat(&[(entry("member", 1, 100_001, &deep), deep)], |_| ()).unwrap();
    let rows: Vec<_> = parcel.rows::<serde_json::Value>("member").unwrap().collect();
    assert!(matches!(rows[..], [Err(OpenError::BadRow { line: 1, .. })]), "{rows:?}");
}

#[test]
fn a_container_that_is_no_container_is_refused() {
    let mut nested = vec![b'['; 100_000];
    nested.splice(..0, 100_000u32.to_le_bytes());
    for container in [&b""[..], b"\0", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x02\0\0\0{}", &nested] {
        assert!(open_container(container).is_err(), "{} bytes", container.len());
    }
}

#[test]
fn bytes_between_behind_or_beyond_the_parts_are_refused() {
    let (entry, mut packed) = one_row();
    packed.push(0);
    let said = cheat(&[(entry.clone(), packed)], |_| ()).unwrap_err();
    assert!(matches!(said, OpenError::Damaged("部件长度")), "{said}");
    let short = cheat(&[one_row()], |m| m.parts[0].packed += 1).unwrap_err();
    assert!(matches!(short, OpenError::Damaged("部件长度")), "{short}");
    let huge = cheat(&[one_row()], |m| m.parts[0].packed = u64::MAX).unwrap_err();
    assert!(matches!(huge, OpenError::Damaged("部件长度")), "{huge}");
}
