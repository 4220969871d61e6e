//! Arbitrary bytes as a file, opened with fixed keys: lengths, header, the header of the age file.
#![no_main]

use std::sync::LazyLock;

use branchbook_parcel::{KEY_BYTES, OfficeKeys, OpenError};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/cheat/mod.rs"]
#[allow(dead_code, reason = "the other target seals")]
mod cheat;
#[path = "../../tests/cheat/inside.rs"]
#[allow(dead_code, reason = "the other target builds containers")]
mod inside;

static KEYS: LazyLock<[OfficeKeys; 2]> =
    LazyLock::new(|| [1, 2].map(|seed| OfficeKeys::from_secret(&[seed; KEY_BYTES])));

fuzz_target!(|file: &[u8]| {
    let [sender, reader] = &*KEYS;
    if let Err(error) = inside::read_file(file, sender, reader) {
        let said = error.to_string();
        assert!(said.ends_with('。') && !matches!(error, OpenError::MissingPart(_)), "{said}");
    }
});
