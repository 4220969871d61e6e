//! Edits a member. What was before stands in the history.

use branchbook_contract::member::{MemberEdit, MemberSaved};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind};

use super::draft::{checked, draft_of, person_of, refuse_known, require_place};
use super::extra;
use super::keep::kept;
use super::turning::Turning;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<MemberEdit> for Desk {
    fn handle(&mut self, command: MemberEdit, _: &dyn Progress) -> Result<Outcome<MemberSaved>> {
        let today = self.clock().today();
        let book = self.book_mut()?;
        let member = command.member;
        let stored = book.read(|reading| Ok::<_, DeskError>(reading.require::<Person>(member)?))?;
        let known = draft_of(&stored);
        let mut draft = known.clone();
        let own = book.read(|reading| extra::stored_of(reading, member))?;
        let patch = kept(command.patch, &known, &own);
        let filled = book.read(|reading| extra::checked(reading, &patch.extra, today))?;
        patch.apply(&mut draft);
        let (draft, mut warnings) = checked(&draft, today)?;
        let is_identity_new = (&draft.name, draft.birth_on, &draft.id_number)
            != (&known.name, known.birth_on, &known.id_number);
        book.read(|reading| {
            require_place(reading, draft.place_id)?;
            if is_identity_new {
                refuse_known(reading, &draft, member, command.confirm_duplicate)?;
            }
            Ok::<_, DeskError>(())
        })?;
        let operation = Operation::new(OperationKind::MemberEdit, format!("修改党员：{}", draft.name));
        let person = person_of(draft, stored.uid);
        let turning = book.read(|reading| Turning::of(reading, &stored, &person, today))?;
        for said in &turning.said {
            if !warnings.contains(said) {
                warnings.push(said.clone());
            }
        }
        let written = book.write(&operation, |writing| {
            let is_changed = turning.write(writing, member, &person)?;
            Ok::<_, DeskError>(extra::write(writing, member, &filled)? || is_changed)
        })?;
        Ok(outcome_of(written, |is_changed| MemberSaved { member, is_changed, warnings }))
    }
}
