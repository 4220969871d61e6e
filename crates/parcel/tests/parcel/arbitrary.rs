//! Bytes that nobody meant to be a parcel: always an error, never a panic.

use branchbook_parcel::{Digest, Fingerprint, Invitation};
use proptest::prelude::*;

use crate::offices::{at_the_street, sealed};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(at_the_street(&bytes).is_err());
    }

    #[test]
    fn any_bytes_behind_the_magic_are_refused(
        length in 0..400u32,
        bytes in proptest::collection::vec(any::<u8>(), 0..2000),
    ) {
        let file = [b"ZBT1\r\n\x1a\n", &length.to_le_bytes()[..], &bytes].concat();
        prop_assert!(at_the_street(&file).is_err());
    }

    #[test]
    fn any_age_header_behind_a_sound_header_is_refused(text in "[ -~\n]{0,2000}") {
        let whole = sealed(0, 1).bytes;
        let front = &whole[..crate::offices::sealed_from(&whole)];
        let file = [front, b"age-encryption.org/v1\n", text.as_bytes()].concat();
        prop_assert!(at_the_street(&file).is_err());
    }

    #[test]
    fn any_text_is_no_invitation(text in "\\PC{0,400}") {
        prop_assert!(Invitation::parse(text.as_bytes()).is_err());
        let titled = format!("支部台账邀请函 1\n单位：{text}");
        prop_assert!(Invitation::parse(titled.as_bytes()).is_err());
    }

    #[test]
    fn small_texts_are_read_or_refused(text in "\\PC{0,80}") {
        let _ = text.parse::<Fingerprint>();
        let _ = text.parse::<Digest>();
    }
}
