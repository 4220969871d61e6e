//! The offices of the tests and what they send each other.

use branchbook_parcel::{
    Chain, Digest, Draft, KEY_BYTES, Kind, Limits, OfficeKeys, OfficeName, OfficePublic, OpenError, Opener,
    Parcel, ParcelWriter, Sealed, open,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a community sends upward in these tests.
pub const MONTH: Kind = Kind::new("month", &["member", "points"]);
/// What the street answers.
pub const RECEIPT: Kind = Kind::new("receipt", &["finding"]).labelled("回执");
/// What the street gives to all its communities.
pub const POLICY: Kind = Kind::publication("policy", &["rule"]);

/// A row of the part `member`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub name: String,
    pub born: Option<u16>,
}

pub fn community() -> OfficeKeys {
    OfficeKeys::from_secret(&[1; KEY_BYTES])
}

pub fn street() -> OfficeKeys {
    OfficeKeys::from_secret(&[2; KEY_BYTES])
}

pub fn stranger() -> OfficeKeys {
    OfficeKeys::from_secret(&[3; KEY_BYTES])
}

pub fn draft(sequence: u32) -> Draft {
    let office = |uid: &str, name: &str| OfficeName { uid: uid.into(), name: name.into() };
    let about = json!({ "days": { "from": "2026-09-01", "to": "2026-10-01" } });
    Draft {
        program: "branchbook 0.1.0".into(),
        sender: office("0192f3c4-7a5b-7c1d-8e2f-1234567890ab", "幸福社区党委"),
        addressee: office("0192f3c4-7a5b-7c1d-8e2f-1234567890cd", "向阳街道党工委"),
        month: Some("2026-09".into()),
        epoch: 1,
        sequence,
        book_id: "0192f3c4-0000-7c1d-8e2f-1234567890ab".into(),
        previous: None,
        chain: Chain { head: Digest::of(b"head"), count: 321 },
        replaces: None,
        about: about.as_object().cloned().unwrap_or_default(),
    }
}

pub fn members(count: u16) -> impl Iterator<Item = Member> {
    (0..count)
        .map(|n| Member {
            name: format!("张{n}，“引号”\n换行"), born: (n % 3 > 0).then_some(1950 + n % 50)
        })
}

/// A month of so many members, from the community to the street.
pub fn sealed(count: u16, sequence: u32) -> Sealed {
    let mut writer = ParcelWriter::new(MONTH);
    writer.add("member", members(count)).unwrap();
    writer
        .add("points", (0..count).map(|n| json!({ "member": n, "hundredths": 50 * u32::from(n) })))
        .unwrap();
    writer.seal(draft(sequence), &community(), street().public()).unwrap()
}

/// A parcel of any kind with one row.
pub fn filled(kind: Kind) -> ParcelWriter {
    let mut writer = ParcelWriter::new(kind);
    writer.add(kind.parts[0], [json!({ "points": 5 })]).unwrap();
    writer
}

/// What the street gives to these offices in one file.
pub fn published(addressees: &[&OfficePublic]) -> Sealed {
    filled(POLICY).publish(draft(1), &street(), addressees).unwrap()
}

/// An office of a street that has many.
pub fn one_of_many(number: u16) -> OfficeKeys {
    let mut secret = [9; KEY_BYTES];
    secret[..2].copy_from_slice(&number.to_le_bytes());
    secret[32..34].copy_from_slice(&number.to_le_bytes());
    OfficeKeys::from_secret(&secret)
}

/// The street opens what it is given and knows the community only.
pub fn at_the_street(bytes: &[u8]) -> Result<Parcel, OpenError> {
    opened_by(&street(), &[community().public().clone()], bytes)
}

pub fn opened_by(keys: &OfficeKeys, senders: &[OfficePublic], bytes: &[u8]) -> Result<Parcel, OpenError> {
    open(bytes, &Opener { keys, senders, kinds: &[MONTH, RECEIPT, POLICY], limits: Limits::default() })
}

/// Where the age file begins, from the length that the file states.
pub fn sealed_from(file: &[u8]) -> usize {
    12 + u32::from_le_bytes(file[8..12].try_into().unwrap()) as usize
}
