//! The history of a member: every operation that made or touched the person, the memberships, movements, conditions
//! and posts, field by field.

use std::collections::BTreeMap;

use branchbook_contract::member::{HistoryLine, MemberChange, MemberHistory};
use branchbook_domain::key::{ChangeId, PersonId};
use branchbook_domain::mask::masked_text;
use branchbook_ledger::change::{RowChange, RowImage, RowValue, row_history};
use branchbook_ledger::entity::{Entity, Table};
use branchbook_ledger::table::custom::{self, CustomField, PersonField};
use branchbook_ledger::table::membership::{
    Condition, EarlierPeriod, Membership, Movement, PostHeld, conditions_of, earlier_periods_of,
    memberships_of, movements_of, posts_of,
};
use branchbook_ledger::table::merge;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::extra;
use super::word::{field_label, number_in_words, text_in_words};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::organisation::Names;
use crate::progress::Progress;

impl Handle<MemberHistory> for Desk {
    fn handle(&mut self, command: MemberHistory, _: &dyn Progress) -> Result<Outcome<Vec<MemberChange>>> {
        let changes = self.book()?.read(|reading| history(reading, command.member))?;
        Ok(Outcome::unchanged(changes))
    }
}

/// Newest first.
fn history(reading: &Reading<'_>, person: PersonId) -> Result<Vec<MemberChange>> {
    reading.require::<Person>(person)?;
    let names = Names::of(reading)?;
    let mut changes: BTreeMap<ChangeId, MemberChange> = BTreeMap::new();
    let own: BTreeMap<i64, Stored<CustomField>> =
        custom::fields(reading)?.into_iter().map(|own| (own.id.0, own)).collect();
    for (part, table, id) in rows_of(reading, person)? {
        for step in row_history(reading, table, id)? {
            let lines = match table.number == PersonField::TABLE.number {
                true => own_line(&step, &own).into_iter().collect(),
                false => lines(part, &step, &names),
            };
            let change = changes.entry(step.change.id).or_insert_with(|| change_of(step));
            change.lines.extend(lines);
        }
    }
    Ok(changes.into_values().rev().filter(|change| !change.lines.is_empty()).collect())
}

/// The part of the record, the table, the key.
pub(crate) type PartRow = (&'static str, Table, i64);

/// Every row that the record of a member is made of, with the part that it belongs to.
pub(crate) fn rows_of(reading: &Reading<'_>, person: PersonId) -> Result<Vec<PartRow>, LedgerError> {
    let mut rows: Vec<PartRow> = vec![("基本情况", Person::TABLE, person.0)];
    for merged in merge::merged_into(reading, person)? {
        rows.push(("并入的记录", Person::TABLE, merged.person_id.0));
    }
    rows.extend(part::<Membership>("隶属", &memberships_of(reading, person)?));
    rows.extend(part::<Movement>("增减", &movements_of(reading, person)?));
    rows.extend(part::<Condition>("特殊情况", &conditions_of(reading, person)?));
    rows.extend(part::<PostHeld>("任职", &posts_of(reading, person)?));
    rows.extend(part::<EarlierPeriod>("以前的党籍", &earlier_periods_of(reading, person)?));
    rows.extend(part::<PersonField>(OWN, &custom::rows_of(reading, person)?));
    Ok(rows)
}

fn part<E: Entity>(name: &'static str, rows: &[Stored<E>]) -> Vec<PartRow> {
    rows.iter().map(|row| (name, E::TABLE, row.id.into())).collect()
}

fn change_of(step: RowChange) -> MemberChange {
    MemberChange {
        change: step.change.id,
        at: step.change.at,
        operator: step.change.operator_name,
        title: masked_text(step.change.title),
        lines: Vec::new(),
    }
}

/// The part of a record that the office's own fields are.
const OWN: &str = "自定义栏目";

/// A field of the office's own, by the name that it has now.
fn own_line(step: &RowChange, own: &BTreeMap<i64, Stored<CustomField>>) -> Option<HistoryLine> {
    let (before, after) = (value(step.before.as_ref(), "value"), value(step.after.as_ref(), "value"));
    let image = step.after.as_ref().or(step.before.as_ref());
    let Some(RowValue::Integer(field)) = value(image, "field_id") else { return None };
    let field = own.get(field)?;
    let in_words = |value: Option<&RowValue>| match value {
        Some(RowValue::Text(text)) => Some(masked_text(extra::in_words(field, text))),
        _ => None,
    };
    let (before, after) = (in_words(before), in_words(after));
    let line = HistoryLine { part: OWN.to_owned(), field: field.label.clone(), before, after };
    Some(line).filter(|line| line.before != line.after)
}

fn lines(part: &str, step: &RowChange, names: &Names) -> Vec<HistoryLine> {
    let columns =
        step.after.as_ref().or(step.before.as_ref()).into_iter().flatten().map(|(column, _)| *column);
    let line = |column: &'static str| {
        let field = field_label(column)?;
        let (old, new) = (value(step.before.as_ref(), column), value(step.after.as_ref(), column));
        if old == new {
            return None;
        }
        let in_words = |value: Option<&RowValue>| value.and_then(|value| words(column, value, names));
        let (before, after) = (in_words(old), in_words(new));
        Some(HistoryLine { part: part.to_owned(), field: field.to_owned(), before, after })
            .filter(|line| line.before.is_some() || line.after.is_some())
    };
    columns.filter_map(line).collect()
}

fn value<'a>(image: Option<&'a RowImage>, column: &str) -> Option<&'a RowValue> {
    image?.iter().find(|(name, _)| *name == column).map(|(_, value)| value)
}

fn words(column: &str, value: &RowValue, names: &Names) -> Option<String> {
    match value {
        RowValue::Text(text) => Some(text_in_words(column, text)),
        RowValue::Integer(number) => Some(number_in_words(column, *number, names)),
        _ => None,
    }
}
