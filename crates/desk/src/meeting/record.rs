//! Records a finished gathering, and hands out the roll for its form.

use branchbook_contract::meeting::{
    GatheringDraft, MeetingRecord, MeetingRecorded, MeetingRoll, RollRow, RollSheet,
};
use branchbook_domain::day::day_label;
use branchbook_ledger::table::organisation;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading};

use super::enter;
use super::prepare::nobody_due;
use super::register::{OnRoll, Register, name_among};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::month::duty::window_name;
use crate::progress::Progress;

impl Handle<MeetingRecord> for Desk {
    fn handle(
        &mut self,
        command: MeetingRecord,
        _progress: &dyn Progress,
    ) -> Result<Outcome<MeetingRecorded>> {
        let draft = command.gathering;
        let book = self.book_mut()?;
        let title = book.read(|reading| title(reading, "登记会议", &draft))?;
        let operation = Operation::new(OperationKind::MeetingRecord, title);
        let written = book.write(&operation, |writing| enter::record(writing, &draft, None))?;
        Ok(outcome_of(written, |recorded| recorded))
    }
}

impl Handle<MeetingRoll> for Desk {
    fn handle(&mut self, command: MeetingRoll, _progress: &dyn Progress) -> Result<Outcome<RollSheet>> {
        let MeetingRoll { day, kind, organisation } = command;
        let (register, window) = self.book()?.read(|reading| {
            Ok::<_, LedgerError>((Register::on(reading, day)?, window_name(reading, kind, day)?))
        })?;
        let (due, exempt): (Vec<&OnRoll>, Vec<&OnRoll>) =
            register.roll(kind, organisation).into_iter().partition(|person| person.is_due);
        let voting = due.iter().filter(|person| person.vote.is_ok()).count();
        let notice = due.is_empty().then(|| nobody_due(kind).to_owned());
        let row = |person: &&OnRoll| row(&register, person);
        Ok(Outcome::unchanged(RollSheet {
            due: due.iter().map(row).collect(),
            exempt: exempt.iter().map(row).collect(),
            due_voting: u32::try_from(voting).unwrap_or(u32::MAX),
            notice,
            window,
        }))
    }
}

/// What the undo list shows: 「登记会议：10月17日 第一党支部主题党日、党课」.
pub(crate) fn title(
    reading: &Reading<'_>,
    verb: &str,
    draft: &GatheringDraft,
) -> Result<String, LedgerError> {
    let organisations = organisation::all_as_on(reading, draft.day)?;
    let first = draft.records.first();
    let who = first.map_or_else(String::new, |record| name_among(&organisations, record.organisation));
    let kinds: Vec<&str> = draft.records.iter().map(|record| record.kind.label()).collect();
    Ok(format!("{verb}：{} {who}{}", day_label(draft.day), kinds.join("、")))
}

fn row(register: &Register, person: &OnRoll) -> RollRow {
    let exempt = person.exemption.as_ref().filter(|_| !person.is_due).map(|held| held.reason.label());
    let no_vote = person.vote.err().map(|reason| reason.label());
    RollRow {
        person: person.person,
        name: person.name.clone(),
        group: person.group.and_then(|id| register.organisation(id)).map(|group| group.name.clone()),
        has_vote: person.vote.is_ok(),
        is_due_in_election: person.is_due_in_election,
        remark: exempt.or(no_vote).map(str::to_owned),
    }
}
