//! What the form of a new member asks for besides the person: how the member came, why, with which letter, and the
//! office's own fields. Asked for and read as a folio's form is, so that the page needs no drawing of its own.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField};
use branchbook_contract::member::{MemberAdd, MemberEntry, MemberEntryForm, MemberSaved};
use branchbook_domain::day::Day;
use branchbook_domain::member::MovementKind;
use branchbook_ledger::table::custom;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::fields::entry::control;
use super::movement::{letter_fields, letter_of, reason_field};
use super::{Filled as _, Values, choice, field};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::member::add::add;
use crate::member::field::{is_open, own_key};
use crate::month::last_closed;
use crate::progress::Progress;

/// How a member comes once the book has begun.
const KINDS: [MovementKind; 3] = [MovementKind::Admitted, MovementKind::TransferIn, MovementKind::Restored];
/// Who comes from somewhere.
const FROM: [MovementKind; 2] = [MovementKind::TransferIn, MovementKind::Restored];
/// Who has been there since before the book began.
const STOOD: MovementKind = MovementKind::Opening;

impl Handle<MemberEntryForm> for Desk {
    fn handle(&mut self, _: MemberEntryForm, _: &dyn Progress) -> Result<Outcome<FolioEntry>> {
        let today = self.clock().today();
        let fields = self.book()?.read(|reading| {
            let own = own_fields(reading, today)?;
            Ok::<_, DeskError>(came(last_closed(reading)?.is_none()).into_iter().chain(own).collect())
        })?;
        Ok(Outcome::unchanged(FolioEntry {
            title: "新增党员".to_owned(),
            about: String::new(),
            fields,
            button: "保存".to_owned(),
            is_danger: false,
        }))
    }
}

impl Handle<MemberAdd> for Desk {
    fn handle(&mut self, mut command: MemberAdd, _: &dyn Progress) -> Result<Outcome<MemberSaved>> {
        if !command.values.is_empty() {
            let today = self.clock().today();
            let given = BTreeMap::from(std::mem::take(&mut command.values));
            let own = self.book()?.read(|reading| own_keys(reading, today))?;
            command.draft.extra.extend(own_values(&given, &own));
            command.entry = entry_of(Values::new(given, today))?;
        }
        add(self, command)
    }
}

/// The fields of how somebody came. Once a month is closed nobody can have been there from the beginning.
fn came(may_have_stood: bool) -> Vec<FolioField> {
    let kinds = KINDS.iter().map(|kind| choice(kind.code(), kind.label()));
    let stood = may_have_stood.then(|| choice(STOOD.code(), "建账以前就在册"));
    let kind = field("kind", "怎样进入名册", FolioControl::Pick(stood.into_iter().chain(kinds).collect()), 2)
        .hinted("建账以前就在册的不算增加；发展、转入、恢复党籍计入当月增加。")
        .holding_some(may_have_stood.then_some(STOOD.code()))
        .required();
    let day = field("occurred_on", "进入日期", FolioControl::PartialDay, 1)
        .hinted("真实日期，至少到月份")
        .required();
    let reasons = KINDS.iter().map(|kind| {
        let reason = FolioField { key: reason_key(*kind), ..reason_field(*kind) };
        reason.only_if("kind", &[kind.code()])
    });
    let letter = letter_fields(MovementKind::TransferIn).into_iter().map(|field| match field.key.as_str() {
        "counterpart" => FolioField { wide: 2, ..field }.only_if("kind", &FROM.map(MovementKind::code)),
        _ => field.only_if("kind", &[MovementKind::TransferIn.code()]),
    });
    let day = day.only_if("kind", &KINDS.map(MovementKind::code));
    [kind, day].into_iter().chain(reasons).chain(letter).collect()
}

fn reason_key(kind: MovementKind) -> String {
    format!("reason_{}", kind.code())
}

/// How somebody came, as it was filled in; nothing of who has always been there.
fn entry_of(mut values: Values) -> Result<Option<MemberEntry>> {
    let kind = values.pick("kind", MovementKind::from_code);
    let entry = match kind {
        Some(STOOD) => None,
        Some(kind) if KINDS.contains(&kind) => Some(MemberEntry {
            kind,
            occurred_on: values.need_partial_day("occurred_on", "进入日期"),
            counterpart: values.text("counterpart").filter(|_| FROM.contains(&kind)),
            letter_number: values.text("letter_number").filter(|_| kind == MovementKind::TransferIn),
            note: None,
            reason: values.text(&reason_key(kind)),
            letter: (kind == MovementKind::TransferIn).then(|| letter_of(&mut values)).flatten(),
        }),
        _ => {
            values.refuse("kind", "请选择怎样进入名册。");
            None
        }
    };
    values.finish()?;
    Ok(entry)
}

fn open_fields(
    reading: &Reading<'_>,
    today: Day,
) -> Result<impl Iterator<Item = Stored<custom::CustomField>>, LedgerError> {
    Ok(custom::fields(reading)?.into_iter().filter(move |own| is_open(own, today)))
}

fn own_fields(reading: &Reading<'_>, today: Day) -> Result<Vec<FolioField>, LedgerError> {
    let one = |own: Stored<custom::CustomField>| field(&own_key(own.id), &own.label, control(&own), 1);
    Ok(open_fields(reading, today)?.map(one).collect())
}

fn own_keys(reading: &Reading<'_>, today: Day) -> Result<Vec<String>, LedgerError> {
    Ok(open_fields(reading, today)?.map(|own| own_key(own.id)).collect())
}

/// What was filled in of the office's own fields.
fn own_values(given: &BTreeMap<String, String>, own: &[String]) -> BTreeMap<String, String> {
    let filled = given.iter().filter(|(key, text)| own.contains(key) && !text.trim().is_empty());
    filled.map(|(key, text)| (key.clone(), text.clone())).collect()
}
