//! What a parcel says of itself: from whom, to whom, of which month, after which one, and what is in it.
//! It must not know the nouns of the caller; those go into `about`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::digest::Digest;
use crate::error::Fault;
use crate::fingerprint::Fingerprint;
use crate::kind::{self, Kind};
use crate::limits::Limits;
use crate::text;

/// An office in a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// The identity that outlives its name and keys: letters, digits and `-`, 64 at most.
    pub uid: String,
    /// As people call it: one line, 100 characters at most.
    pub name: String,
    /// Of its keys.
    pub fingerprint: Fingerprint,
}

/// The chain of change records of the sender's book: both offices compare it with the last they saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chain {
    /// Hash of the last record.
    pub head: Digest,
    /// How many there are.
    pub count: u64,
}

/// What a part is stated to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartEntry {
    /// Its name, once in a parcel.
    pub name: String,
    /// How many rows.
    pub rows: u64,
    /// Bytes of all rows, line feeds included.
    pub bytes: u64,
    /// Bytes as it lies in the container.
    pub packed: u64,
    /// Of the packed bytes.
    pub sha256: Digest,
}

/// The manifest. Its JSON Schema is in FORMAT.md.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The format of the file, as in the header.
    pub format: u32,
    /// Name and version of the program that made it, as in the header.
    pub program: String,
    /// What kind of parcel it is.
    pub kind: String,
    /// Who made it.
    pub sender: Office,
    /// For whom; of a publication the sender once more.
    pub addressee: Office,
    /// `YYYY-MM`, if it is of a month.
    pub month: Option<String>,
    /// Counts up when the sender's book was restored or copied; order is (epoch, sequence).
    pub epoch: u32,
    /// Counts up with each parcel, from 1.
    pub sequence: u32,
    /// The sender's book.
    pub book_id: String,
    /// Of the whole file of the parcel before this one.
    pub previous: Option<Digest>,
    /// Where the sender's history stood.
    pub chain: Chain,
    /// The sequence of the parcel that this one takes the place of.
    pub replaces: Option<u32>,
    /// Whatever caller and caller agree on.
    pub about: Map<String, Value>,
    /// What is in it, in the order in which it lies.
    pub parts: Vec<PartEntry>,
}

impl Manifest {
    /// The part of this name.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&PartEntry> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Everything that the office `reader` can tell without looking into a part.
    pub(crate) fn check(&self, kinds: &[Kind], limits: &Limits, reader: Fingerprint) -> Result<(), Fault> {
        self.check_fields()?;
        let kind = kind::find(kinds, &self.kind)?;
        self.check_address(kind, reader)?;
        self.check_sums(limits)?;
        let mut seen = BTreeSet::new();
        for part in &self.parts {
            kind.check_part(&part.name)?;
            if !seen.insert(&part.name) {
                return Err(Fault::DuplicateName(part.name.clone()));
            }
            if !limits.allows_ratio(part.packed, part.bytes) {
                return Err(Fault::Bomb(part.name.clone()));
            }
        }
        Ok(())
    }

    /// A publication names its sender as addressee. Nothing else does, unless an office writes to itself.
    fn check_address(&self, kind: &Kind, reader: Fingerprint) -> Result<(), Fault> {
        let names_sender = self.addressee.fingerprint == self.sender.fingerprint;
        match (kind.is_publication, names_sender) {
            (true, false) => Err(Fault::NotPublished(kind.name.to_owned())),
            (true, true) if self.addressee != self.sender => Err(Fault::Field("收件单位")),
            (false, true) if reader != self.sender.fingerprint => {
                Err(Fault::NotPublishable(kind.name.to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn check_fields(&self) -> Result<(), Fault> {
        let is_office = |office: &Office| text::is_token(&office.uid) && text::is_line(&office.name);
        let rules = [
            ("程序名", text::is_line(&self.program)),
            ("种类", text::is_name(&self.kind)),
            ("发件单位", is_office(&self.sender)),
            ("收件单位", is_office(&self.addressee)),
            ("月份", self.month.as_deref().is_none_or(text::is_month)),
            ("次数", self.sequence >= 1),
            ("台账编号", text::is_token(&self.book_id)),
            ("被替换的次数", self.replaces.is_none_or(|replaced| (1..self.sequence).contains(&replaced))),
        ];
        rules.iter().find(|(_, is_kept)| !is_kept).map_or(Ok(()), |(field, _)| Err(Fault::Field(field)))
    }

    fn check_sums(&self, limits: &Limits) -> Result<(), Fault> {
        let sum = |of: fn(&PartEntry) -> u64| self.parts.iter().map(of).fold(0, u64::saturating_add);
        let sums = [
            ("部件个数", self.parts.len() as u64, limits.parts as u64),
            ("总行数", sum(|part| part.rows), limits.rows),
            ("展开后的字节数", sum(|part| part.bytes), limits.bytes),
        ];
        let passed = sums.into_iter().find(|(_, found, limit)| found > limit);
        passed.map_or(Ok(()), |(what, _, limit)| Err(Fault::TooLarge { what, limit }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{MONTH, manifest, part};

    const KINDS: &[Kind] = &[MONTH, Kind::publication("policy", &["member", "points"])];
    const READER: Fingerprint = Fingerprint([2; 8]);

    fn fault(change: impl FnOnce(&mut Manifest)) -> Option<Fault> {
        let mut manifest = manifest();
        change(&mut manifest);
        manifest.check(KINDS, &Limits::default(), READER).err()
    }

    #[test]
    fn a_sound_manifest_passes_and_survives_json() {
        assert_eq!(fault(|_| ()), None);
        let json = serde_json::to_string(&manifest()).unwrap();
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), manifest());
    }

    #[test]
    fn a_field_against_its_rule_is_named() {
        let field = |change: fn(&mut Manifest)| match fault(change) {
            Some(Fault::Field(field)) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field(|m| m.month = Some("2026-13".into())), "月份");
        assert_eq!(field(|m| m.sender.name = "a\nb".into()), "发件单位");
        assert_eq!(field(|m| m.addressee.uid = "../x".into()), "收件单位");
        assert_eq!(field(|m| m.sequence = 0), "次数");
        assert_eq!(field(|m| m.replaces = Some(m.sequence)), "被替换的次数");
        assert_eq!(field(|m| m.kind = "../month".into()), "种类");
        assert_eq!(field(|m| m.program = String::new()), "程序名");
        assert_eq!(field(|m| m.book_id = String::new()), "台账编号");
    }

    #[test]
    fn names_of_parts_are_plain_known_and_unique() {
        let bad = fault(|m| m.parts.push(part("../../etc/passwd")));
        assert_eq!(bad, Some(Fault::BadName("../../etc/passwd".into())));
        let unknown = fault(|m| m.parts.push(part("secret")));
        assert_eq!(unknown, Some(Fault::UnknownPart { kind: "month".into(), part: "secret".into() }));
        let twice = fault(|m| m.parts = vec![part("member"), part("member")]);
        assert_eq!(twice, Some(Fault::DuplicateName("member".into())));
        assert_eq!(fault(|m| m.kind = "receipt".into()), Some(Fault::UnknownKind("receipt".into())));
    }

    #[test]
    fn sums_are_limited_and_cannot_overflow() {
        let too_large = |change: fn(&mut Manifest)| match fault(change) {
            Some(Fault::TooLarge { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(too_large(|m| m.parts = vec![part("member"); 65]), "部件个数");
        assert_eq!(too_large(|m| m.parts[0].rows = u64::MAX), "总行数");
        assert_eq!(
            too_large(|m| m.parts.iter_mut().for_each(|part| part.bytes = u64::MAX)),
            "展开后的字节数"
        );
        let bomb = fault(|m| (m.parts[0].packed, m.parts[0].bytes) = (1000, 100_000_000));
        assert_eq!(bomb, Some(Fault::Bomb("member".into())));
    }

    #[test]
    fn only_a_publication_names_its_sender_as_addressee() {
        let to_itself = |m: &mut Manifest| m.addressee = m.sender.clone();
        assert_eq!(
            fault(|m| {
                m.kind = "policy".into();
                to_itself(m)
            }),
            None
        );
        assert_eq!(fault(|m| m.kind = "policy".into()), Some(Fault::NotPublished("policy".into())));
        assert_eq!(fault(to_itself), Some(Fault::NotPublishable("month".into())));
        let own = fault(|m| {
            m.sender.fingerprint = READER;
            to_itself(m)
        });
        assert_eq!(own, None, "an office may write to itself");
        let half = fault(|m| {
            m.kind = "policy".into();
            m.addressee.fingerprint = m.sender.fingerprint
        });
        assert_eq!(
            half,
            Some(Fault::Field("收件单位")),
            "the fingerprint of one office, the name of another"
        );
    }

    #[test]
    fn an_unknown_field_is_not_passed_over() {
        let json = serde_json::to_string(&manifest()).unwrap();
        let more = json.replacen('{', "{\"urgent\":true,", 1);
        assert!(serde_json::from_str::<Manifest>(&more).is_err(), "a change of the manifest is a new format");
    }
}
