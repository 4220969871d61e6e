//! Kinds of parcels as the caller declares them: a name and the parts that may be in it. No kind is known here.

use crate::error::{Fault, shown};
use crate::text;

/// A kind of parcel. Seal and open with the same value and neither side can slip in a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name in the manifest: a lower-case letter, then letters, digits, `_` or `-`; 32 at most.
    pub name: &'static str,
    /// Names of the parts that may be in it, by the same rule.
    pub parts: &'static [&'static str],
}

impl Kind {
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
