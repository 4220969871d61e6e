//! Parcels that no honest program makes: right signature, wrong contents. What a caller can do through the public
//! interface is tested in `tests/` of the crate.

use serde_json::Map;

use crate::manifest::{Manifest, Office, PartEntry};
use crate::{Chain, Digest, Fingerprint, Kind, version};

mod hostile;

/// A kind for tests.
pub(crate) const MONTH: Kind = Kind::new("month", &["member", "points"]);

/// A manifest that keeps every rule and states two parts of ten packed bytes.
pub(crate) fn manifest() -> Manifest {
    let office = |name: &str, byte| Office {
        uid: "0192f3c4-7a5b-7c1d-8e2f-1234567890ab".to_owned(),
        name: name.to_owned(),
        fingerprint: Fingerprint([byte; 8]),
    };
    Manifest {
        format: version::FORMAT,
        program: "branchbook 0.1.0".to_owned(),
        kind: MONTH.name.to_owned(),
        sender: office("幸福社区党委", 1),
        addressee: office("向阳街道党工委", 2),
        month: Some("2026-09".to_owned()),
        epoch: 1,
        sequence: 2,
        book_id: "0192f3c4-0000-7c1d-8e2f-1234567890ab".to_owned(),
        previous: None,
        chain: Chain { head: Digest([3; 32]), count: 4 },
        replaces: Some(1),
        about: Map::new(),
        parts: vec![part("member"), part("points")],
    }
}

/// A part of ten packed bytes.
pub(crate) fn part(name: &str) -> PartEntry {
    PartEntry { name: name.to_owned(), rows: 1, bytes: 20, packed: 10, sha256: Digest([0; 32]) }
}
