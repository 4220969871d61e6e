//! Possible duplicates: pairs of records that look like one person, side by side, merged or said to be two. The rule
//! that finds them is in `person::twin`, the merge in `person::merge`; here they are only shown and asked for.

mod beside;
mod entry;
mod page;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioLink, FolioPage};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::merge::distinct_of;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::DistinctPerson;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Writing};

use super::record::{self, RowRecord};
use super::{Asked, Deed, Folio, Head, PeopleKeys, Values, done, operate, operate_saying};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::person::merge::{Beside, keep_apart, merge};
use crate::person::twin::{Pair, twins, twins_of};

/// The folio.
pub(crate) struct Duplicates;

const HEAD: Head = Head {
    folio: "duplicates",
    title: "疑似重复",
    about: "看上去是同一个人的两条记录：身份证号相同或只差一位，或姓名加出生日期、电话相符。并排核对后合并，或注明不是同一人。",
    group: "党员",
};

impl Folio for Duplicates {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    /// Of both; a field of the two side by side is none.
    fn records_of(&self, row: i64, _: Option<i64>) -> Vec<RowRecord> {
        let Some(Pair { left, right }) = Pair::from_key(row) else { return Vec::new() };
        vec![record::MEMBER.of(left.0).called("左边的历史"), record::MEMBER.of(right.0).called("右边的历史")]
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        match asked.subject.and_then(Pair::from_key) {
            Some(pair) => beside::page(reading, asked, pair),
            None => page::page(reading, asked),
        }
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        let pair = pair(deed)?;
        match deed.act {
            "merge" => entry::merge_form(reading, &Beside::of(reading, pair)?),
            "distinct" => entry::distinct_form(reading, pair),
            "again" => entry::again_form(reading, pair),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        let pair = pair(deed)?;
        match deed.act {
            "merge" => merge_both(desk, deed, pair, values),
            "distinct" => say_distinct(desk, pair, values),
            "again" => say_again(desk, deed.today, pair),
            _ => deed.unknown(),
        }
    }

    fn attention(&self, reading: &Reading<'_>, _: Day) -> Result<u32, LedgerError> {
        Ok(u32::try_from(twins(reading)?.len()).unwrap_or(u32::MAX))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(twins_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }
}

/// The pair of a row, or the one that the folio is narrowed to.
fn pair(deed: &Deed<'_>) -> Result<Pair> {
    let key = deed.row.or(deed.subject).and_then(Pair::from_key);
    key.ok_or_else(|| DeskError::refused("请先选中一对记录再操作。"))
}

fn merge_both(
    desk: &mut Desk,
    deed: &Deed<'_>,
    pair: Pair,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let (beside, chosen) = book.read(|reading| {
        let beside = Beside::of(reading, pair)?;
        let chosen = entry::chosen(reading, &beside, &mut values)?;
        values.finish()?;
        beside.require_possible(reading, chosen.stands)?;
        Ok::<_, DeskError>((beside, chosen))
    })?;
    let title = format!("合并人员：{}", chosen.person.name);
    let operation = Operation::new(OperationKind::PersonMerge, &title);
    let written = book.write(&operation, |writing| merge(writing, &beside, &chosen, deed.today))?;
    let into = beside.side(chosen.stands).person.id;
    Ok(outcome_of(written, |notes| FolioDone {
        opens: Some(FolioLink::Member(into.0)),
        ..done(format!("已{title}。{}", notes.concat()))
    }))
}

fn say_distinct(desk: &mut Desk, pair: Pair, values: Values) -> Result<Outcome<FolioDone>> {
    let note = values.text("note");
    values.finish()?;
    let name = desk.book()?.read(|reading| {
        Beside::of(reading, pair)?;
        Ok::<_, DeskError>(reading.require::<Person>(pair.left)?.value.name)
    })?;
    let title = format!("登记不是同一人：{name}");
    let write = |writing: &mut Writing<'_>| Ok(keep_apart(writing, pair, note)?);
    let more = "以后不再提示这一对。";
    operate_saying(desk, OperationKind::PersonMerge, &title, write, |()| more.to_owned())
}

fn say_again(desk: &mut Desk, today: Day, pair: Pair) -> Result<Outcome<FolioDone>> {
    let (known, name) = desk.book()?.read(|reading| {
        let known = distinct_of(reading, (pair.left, pair.right))?.filter(|said| said.withdrawn_on.is_none());
        let known = known.ok_or_else(|| DeskError::refused("这一对没有登记过“不是同一人”。"))?;
        Ok::<_, DeskError>((known, reading.require::<Person>(pair.left)?.value.name))
    })?;
    let title = format!("撤回不是同一人：{name}");
    let withdrawn = DistinctPerson { withdrawn_on: Some(today), ..known.value };
    operate(desk, OperationKind::PersonMerge, &title, |writing| {
        Ok(writing.update(known.id, &withdrawn).map(|_| ())?)
    })
}
