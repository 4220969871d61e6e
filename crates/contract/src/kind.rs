//! Kinds of record, as far as screens need to know what has changed.

use serde::{Deserialize, Serialize};

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the kinds are the nouns of the glossary")]
pub enum Kind {
    Office,
    Organisation,
    Member,
    Unit,
    ReportIn,
    Offer,
    Activity,
    Meeting,
    Points,
    Month,
    Import,
    Exchange,
    RollUp,
}
