//! One visit to many: before a festival a branch calls on dozens of people in a day, and types it once.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::{OperationKind, Reading};

use super::entry::{Try, filled, try_fields};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::named::named_members;
use crate::folio::{Filled as _, Values, field, operate};

pub(super) fn form(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let names = field("names", "名单", FolioControl::Lines, 4)
        .hinted("每行一个姓名；有重名的在后面写上党支部，如“王芳 第一党支部”")
        .required();
    let fields = [names].into_iter().chain(try_fields(reading, &Try::visit(today))?).collect();
    Ok(FolioEntry {
        title: "批量登记联系走访".to_owned(),
        about: "名单上的每个人各记一条，内容相同。名单里有对不上的，一条也不登记。".to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

pub(super) fn act(desk: &mut Desk, mut values: Values, today: Day) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let people = book.read(|reading| named_members(reading, &mut values, "names", today))?;
    let made = filled(PersonId(0), &mut values);
    values.finish()?;
    let title = format!("批量登记联系走访：{} 人", people.len());
    operate(desk, OperationKind::ContactSet, &title, |writing| {
        for &person_id in &people {
            let each = branchbook_ledger::table::care::ContactMade { person_id, ..made.clone() };
            writing.insert(&each)?;
        }
        Ok(())
    })
}
