//! Who may send, who may read, and what happens to those who pretend.

use branchbook_parcel::{OpenError, ParcelWriter};
use serde_json::json;

use crate::offices::{
    MONTH, at_the_street, community, draft, opened_by, sealed, sealed_from, stranger, street,
};

#[test]
fn a_parcel_for_another_office_is_not_opened() {
    let said = opened_by(&stranger(), &[community().public().clone()], &sealed(3, 1).bytes).unwrap_err();
    let OpenError::Misaddressed { addressee, ours } = said else { panic!("{said}") };
    assert_eq!((addressee, ours), (street().public().fingerprint(), stranger().public().fingerprint()));
    let words = said.to_string();
    assert!(words.contains(&addressee.to_string()) && words.contains(&ours.to_string()), "{words}");
}

#[test]
fn a_sender_whose_invitation_was_not_taken_is_unknown() {
    let said = opened_by(&street(), &[], &sealed(3, 1).bytes).unwrap_err();
    assert!(matches!(said, OpenError::UnknownSender(who) if who == community().public().fingerprint()));
    assert!(said.to_string().contains("邀请函"), "{said}");
}

#[test]
fn a_header_that_names_a_trusted_sender_does_not_make_one() {
    // The stranger signs with its own key and writes the community's fingerprint over its own, same length.
    let mut writer = ParcelWriter::new(MONTH);
    writer.add("member", [json!({ "name": "冒名" })]).unwrap();
    let file = writer.seal(draft(1), &stranger(), street().public()).unwrap().bytes;
    let forged = with_sender(&file, &community().public().fingerprint().to_hex());
    let said = at_the_street(&forged).unwrap_err();
    assert!(matches!(said, OpenError::Forged(who) if who == community().public().fingerprint()), "{said}");
}

#[test]
fn a_header_changed_by_a_letter_breaks_the_signature() {
    let file = sealed(3, 1).bytes;
    let text = String::from_utf8_lossy(&file[12..sealed_from(&file)]).into_owned();
    let other = text.replace("0.1.0", "0.1.1");
    let changed = [&file[..12], other.as_bytes(), &file[sealed_from(&file)..]].concat();
    assert!(matches!(at_the_street(&changed), Err(OpenError::Forged(_))));
}

#[test]
fn a_parcel_of_a_newer_format_asks_for_an_update() {
    let file = sealed(3, 1).bytes;
    let text = String::from_utf8_lossy(&file[12..sealed_from(&file)]).into_owned();
    let newer = text.replace("\"format\":1", "\"format\":2");
    let file = [&file[..12], newer.as_bytes(), &file[sealed_from(&file)..]].concat();
    let said = at_the_street(&file).unwrap_err();
    assert!(matches!(said, OpenError::Newer { found: 2, newest: 1 }), "{said}");
    assert!(said.to_string().contains("升级本机程序"), "{said}");
}

#[test]
fn a_parcel_of_a_format_too_old_asks_the_sender_for_an_update() {
    let file = sealed(3, 1).bytes;
    let text = String::from_utf8_lossy(&file[12..sealed_from(&file)]).into_owned();
    let older = text.replace("\"format\":1", "\"format\":0");
    let file = [&file[..12], older.as_bytes(), &file[sealed_from(&file)..]].concat();
    let said = at_the_street(&file).unwrap_err();
    assert!(matches!(said, OpenError::Older { found: 0, oldest: 1 }), "{said}");
    assert!(said.to_string().contains("请发件单位升级程序"), "{said}");
}

/// The file with another fingerprint in the place of the sender's.
fn with_sender(file: &[u8], fingerprint: &str) -> Vec<u8> {
    let at = file.windows(10).position(|window| window == b"\"sender\":\"").unwrap() + 10;
    [&file[..at], fingerprint.as_bytes(), &file[at + 16..]].concat()
}
