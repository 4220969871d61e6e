//! One file for many offices: each of them opens it, nobody else does, and nothing else passes for it.

use branchbook_parcel::{
    Fault, Kind, Limits, OfficeKeys, OfficePublic, OpenError, Opener, Parcel, SealError, Sealed, open,
};
use serde_json::Value;

use crate::offices::{
    MONTH, POLICY, community, draft, filled, one_of_many, opened_by, published, sealed_from, stranger, street,
};

fn read(keys: &OfficeKeys, bytes: &[u8]) -> Result<Parcel, OpenError> {
    opened_by(keys, &[street().public().clone()], bytes)
}

#[test]
fn every_addressee_and_the_sender_open_it() {
    let other = one_of_many(1);
    let sealed = published(&[community().public(), other.public()]);
    for keys in [community(), other, street()] {
        let parcel = read(&keys, &sealed.bytes).unwrap();
        assert_eq!(parcel.manifest(), &sealed.manifest);
        assert_eq!(parcel.sender(), street().public());
        assert_eq!(parcel.rows::<Value>("rule").unwrap().count(), 1);
    }
    assert_eq!(sealed.manifest.addressee, sealed.manifest.sender, "nobody learns who the others are");
    assert_eq!(sealed.manifest.sender.fingerprint, street().public().fingerprint());
    assert_eq!(sealed.file_name(), "幸福社区党委-下发-2026年9月-第1次.zbt");
}

#[test]
fn an_office_that_is_not_among_the_addressees_is_told_so() {
    let said = read(&stranger(), &published(&[community().public()]).bytes).unwrap_err();
    let OpenError::NotAmongAddressees { sender, ours } = said else { panic!("{said}") };
    assert_eq!((sender, ours), (street().public().fingerprint(), stranger().public().fingerprint()));
    assert!(said.to_string().contains("没有发给本单位"), "{said}");
}

#[test]
fn without_addressees_only_the_sender_opens_it() {
    let sealed = published(&[]);
    read(&street(), &sealed.bytes).unwrap();
    assert!(matches!(read(&community(), &sealed.bytes), Err(OpenError::NotAmongAddressees { .. })));
}

#[test]
fn an_addressee_that_comes_twice_adds_nothing() {
    let (community, street) = (community(), street());
    let recipients = |sealed: &Sealed| {
        let age_file = String::from_utf8_lossy(&sealed.bytes[sealed_from(&sealed.bytes)..]).into_owned();
        age_file.matches("\n-> X25519 ").count()
    };
    assert_eq!(recipients(&published(&[community.public()])), 2, "the addressee and the sender");
    assert_eq!(recipients(&published(&[community.public(), street.public(), community.public()])), 2);
}

#[test]
fn a_thousand_addressees_find_room() {
    let offices: Vec<OfficeKeys> = (0..1001).map(one_of_many).collect();
    let publics: Vec<&OfficePublic> = offices.iter().map(OfficeKeys::public).collect();
    let sealed = published(&publics[..1000]);
    for keys in [&offices[0], &offices[500], &offices[999], &street()] {
        read(keys, &sealed.bytes).unwrap();
    }
    assert!(matches!(read(&offices[1000], &sealed.bytes), Err(OpenError::NotAmongAddressees { .. })));
    let said = filled(POLICY).publish(draft(1), &street(), &publics).unwrap_err();
    assert!(matches!(said, SealError::Refused(Fault::TooLarge { limit: 1000, .. })), "{said}");
    assert!(said.to_string().contains("收件单位"), "{said}");
}

#[test]
fn a_publication_cut_or_flipped_at_any_byte_is_refused() {
    let (file, reader) = (published(&[community().public(), stranger().public()]).bytes, community());
    for at in 1..file.len() {
        let said = read(&reader, &file[..at]).unwrap_err();
        assert!(matches!(said, OpenError::Cut), "cut after {at} bytes: {said}");
    }
    let mut left_out = 0;
    for at in 0..file.len() {
        let mut flipped = file.clone();
        flipped[at] ^= 1;
        let said = read(&reader, &flipped).unwrap_err();
        left_out += u32::from(matches!(said, OpenError::NotAmongAddressees { .. }));
        let is_told =
            matches!(said, OpenError::Damaged(_) | OpenError::Cut | OpenError::NotAmongAddressees { .. });
        assert!(at < sealed_from(&file) || is_told, "byte {at}: {said}");
    }
    assert!((50..150).contains(&left_out), "only the reader's own lines, of 98 bytes: {left_out}");
}

#[test]
fn what_is_no_publication_is_not_published() {
    let said = filled(MONTH).publish(draft(1), &street(), &[community().public()]).unwrap_err();
    assert!(matches!(&said, SealError::Refused(Fault::NotPublishable(kind)) if kind == "month"), "{said}");
    let said = filled(POLICY).seal(draft(1), &street(), community().public()).unwrap_err();
    assert!(matches!(&said, SealError::Refused(Fault::NotPublished(kind)) if kind == "policy"), "{said}");
}

#[test]
fn a_kind_that_is_a_publication_to_one_side_only_is_refused() {
    let opened_as = |kind: Kind, sealed: &Sealed| {
        let (keys, senders) = (community(), [street().public().clone()]);
        let kinds = [kind];
        open(
            &sealed.bytes,
            &Opener { keys: &keys, senders: &senders, kinds: &kinds, limits: Limits::default() },
        )
    };
    let (plain, public) = (Kind::new("policy", POLICY.parts), Kind::publication("month", MONTH.parts));
    let said = opened_as(plain, &published(&[community().public()])).unwrap_err();
    assert!(matches!(&said, OpenError::Refused(Fault::NotPublishable(kind)) if kind == "policy"), "{said}");
    let letter = filled(MONTH).seal(draft(1), &street(), community().public()).unwrap();
    let said = opened_as(public, &letter).unwrap_err();
    assert!(matches!(&said, OpenError::Refused(Fault::NotPublished(kind)) if kind == "month"), "{said}");
}

#[test]
fn an_office_may_still_write_to_itself() {
    let sealed = filled(MONTH).seal(draft(1), &street(), street().public()).unwrap();
    read(&street(), &sealed.bytes).unwrap();
}
