//! Kinds of parcels as the caller declares them: a name, the parts that may be in it, for one office or for many. No
//! kind is known here.

use crate::error::{Fault, shown};
use crate::text;

/// A kind of parcel. Seal and open with the same value and neither side can slip in a part.
///
/// ```
/// # use branchbook_parcel::Kind;
/// const MONTH: Kind = Kind::new("month", &["member"]);
/// const RECEIPT: Kind = Kind::new("receipt", &["finding"]).labelled("回执");
/// const POLICY: Kind = Kind::publication("policy", &["rule"]);
/// assert!(POLICY.is_publication && RECEIPT.label == Some("回执"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name in the manifest: a lower-case letter, then letters, digits, `_` or `-`; 32 at most.
    pub name: &'static str,
    /// Names of the parts that may be in it, by the same rule.
    pub parts: &'static [&'static str],
    /// Whether one file of it is for many offices ([`publish`](crate::ParcelWriter::publish)) or for one only.
    pub is_publication: bool,
    /// A word of at most four characters that ends the name of the file, so that a person tells it from others of
    /// the same month.
    pub label: Option<&'static str>,
}

impl Kind {
    /// A kind that goes from one office to one other.
    #[must_use]
    pub const fn new(name: &'static str, parts: &'static [&'static str]) -> Self {
        Self { name, parts, is_publication: false, label: None }
    }

    /// A kind that goes from one office to many in one file.
    #[must_use]
    pub const fn publication(name: &'static str, parts: &'static [&'static str]) -> Self {
        Self { is_publication: true, ..Self::new(name, parts) }
    }

    /// The same with a word at the end of the file's name.
    #[must_use]
    pub const fn labelled(self, label: &'static str) -> Self {
        Self { label: Some(label), ..self }
    }

    /// Whether a part of this name may be in it.
    pub(crate) fn check_part(&self, part: &str) -> Result<(), Fault> {
        if !text::is_name(part) {
            return Err(Fault::BadName(shown(part)));
        }
        if self.parts.contains(&part) {
            return Ok(());
        }
        Err(Fault::UnknownPart { kind: self.name.to_owned(), part: part.to_owned() })
    }
}

/// The kind of this name among those that the caller takes.
pub(crate) fn find<'k>(kinds: &'k [Kind], name: &str) -> Result<&'k Kind, Fault> {
    kinds.iter().find(|kind| kind.name == name).ok_or_else(|| Fault::UnknownKind(shown(name)))
}
