//! Proves the whole book: file, history, keys, kept files.

use branchbook_contract::book::{BookVerify, Verification};
use branchbook_ledger::verify::Severity;

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<BookVerify> for Desk {
    fn handle(&mut self, _command: BookVerify, _progress: &dyn Progress) -> Result<Outcome<Verification>> {
        let book = self.book()?;
        let findings = book.verify()?;
        let head = book.head();
        let sentences = |severity: Severity| {
            let of_kind = findings.iter().filter(move |finding| finding.severity == severity);
            of_kind.map(|finding| finding.sentence.clone()).collect::<Vec<_>>()
        };
        let damages = sentences(Severity::Damage);
        let proof = Verification {
            is_sound: damages.is_empty(),
            damages,
            notes: sentences(Severity::Note),
            change_count: head.id,
            head_hash: head.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        Ok(Outcome::unchanged(proof))
    }
}
