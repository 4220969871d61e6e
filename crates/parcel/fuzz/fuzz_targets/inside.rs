//! Arbitrary bytes as what a known sender has signed: container, manifest, parts, rows. How the bytes become a container
//! is told by `tests/cheat/inside.rs`; signature and seal are passed over, because they would take all the time.
#![no_main]

use std::sync::LazyLock;

use branchbook_parcel::{Authentic, KEY_BYTES, OfficeKeys, OpenError};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/cheat/mod.rs"]
#[allow(dead_code, reason = "nothing is sealed here")]
mod cheat;
#[path = "../../tests/cheat/inside.rs"]
#[allow(dead_code, reason = "the other target opens files")]
mod inside;

static KEYS: LazyLock<[OfficeKeys; 2]> =
    LazyLock::new(|| [1, 2].map(|seed| OfficeKeys::from_secret(&[seed; KEY_BYTES])));

fuzz_target!(|bytes: &[u8]| {
    let [sender, reader] = &*KEYS;
    let signed =
        Authentic::believed(inside::container(bytes, sender, reader), sender.public(), reader.public());
    if let Err(error) = inside::read_whole(sender, reader, |opener| signed.verify(opener)) {
        let said = error.to_string();
        assert!(said.ends_with('。') && !matches!(error, OpenError::MissingPart(_)), "{said}");
    }
});
