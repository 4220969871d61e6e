//! The tree of organisations (组织台账) as of a day, and what is done with it: set up, renamed, moved, ended, split,
//! merged. Rows are organisations. The past keeps what has ended.

mod carry;
mod change;
mod line;
mod merge;
mod split;
pub(super) mod temporary;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::organisation::OrganisationRow;
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{GROUP, subject};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::record::{self, RowRecord};
use crate::folio::{Asked, Deed, Folio, Head, PeopleKeys, Sheet, Values};
use crate::organisation::{require_running, tree_on};

/// The folio.
pub(crate) struct Organisations;

const HEAD: Head = Head {
    folio: "organisations",
    title: "组织台账",
    about: "党委、党总支、党支部、临时党支部和党小组，任意一天的设置和人数；新设、改名、调整、分设、合并和撤销都在这里登记；里面还有党员或下级组织的，先合并或转出，再撤销。",
    group: GROUP,
};

impl Folio for Organisations {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::ORGANISATION.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let members = format!("{} 党员", asked.on);
        let mut sheet = Sheet::new(HEAD, &line::columns(&members)).number(&members);
        for level in Level::ALL.iter().filter(|level| **level != Level::Street) {
            sheet = sheet.chip(level.code(), level.label());
        }
        let mut sheet = sheet.act("add", "新设组织").act("temporary", "新设临时党支部");
        let tree = tree_on(reading, asked.on)?;
        if let Some(root) = tree.first() {
            let (members, full) = (root.member_count, root.full_member_count);
            sheet.fact("在册党员", format!("{members} 人，其中正式党员 {full} 人（{}）", asked.on));
        }
        sheet.fact("组织", format!("{} 个（{}）", tree.len(), asked.on));
        sheet.subject = subject(reading, asked.subject)?;
        let lines = line::Lines::of(reading, asked.on)?;
        for row in below(tree, asked.subject.map(OrganisationId)) {
            let Some((line, finding)) = lines.line(&row) else { continue };
            sheet.findings.extend(finding);
            sheet.push(line);
        }
        Ok(sheet.empty("这一天没有这个组织。").finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => change::add_form(reading, deed),
            "edit" => change::edit_form(&row(reading, deed)?, deed.today),
            "move" => change::move_form(reading, &row(reading, deed)?, deed.today),
            "end" => change::end_form(reading, &row(reading, deed)?, deed.today),
            "split" => split::form(reading, &row(reading, deed)?, deed.today),
            "merge" => merge::form(reading, &row(reading, deed)?, deed.today),
            "temporary" => temporary::form(reading, deed.today),
            "finish" => temporary::finish_form(reading, &row(reading, deed)?, deed.today),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => change::add(desk, deed, values),
            "temporary" => temporary::set_up(desk, values),
            "edit" | "move" | "end" | "split" | "merge" | "finish" => {
                let stored = desk.book()?.read(|reading| row(reading, deed))?;
                require_running(&stored)?;
                match deed.act {
                    "edit" => change::edit(desk, &stored, deed.today, values),
                    "move" => change::move_below(desk, &stored, deed.today, values),
                    "end" => change::end(desk, &stored, deed.today, values),
                    "split" => split::done_with(desk, &stored, deed.today, values),
                    "merge" => merge::done_with(desk, &stored, deed.today, values),
                    _ => temporary::finish(desk, &stored, deed.today, values),
                }
            }
            _ => deed.unknown(),
        }
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        Ok(super::count(temporary::overdue(reading, today)?.len()))
    }

    fn falls_due(
        &self,
        reading: &Reading<'_>,
        today: Day,
    ) -> Result<Vec<branchbook_contract::home::FallsDue>, LedgerError> {
        temporary::falls_due(reading, today)
    }

    fn findings(
        &self,
        reading: &Reading<'_>,
        today: Day,
    ) -> Result<Vec<branchbook_contract::month::MonthFinding>, LedgerError> {
        temporary::findings(reading, today)
    }
}

fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<Organisation>> {
    Ok(reading.require::<Organisation>(OrganisationId(deed.need_row()?))?)
}

/// The organisation and all below it; the whole tree if none is named.
fn below(tree: Vec<OrganisationRow>, top: Option<OrganisationId>) -> Vec<OrganisationRow> {
    let Some(top) = top else { return tree };
    let Some(at) = tree.iter().position(|row| row.organisation == top) else { return Vec::new() };
    let depth = tree.get(at).map_or(0, |row| row.depth);
    let mut rows = tree.into_iter().skip(at);
    let first: Vec<_> = rows.next().into_iter().collect();
    first.into_iter().chain(rows.take_while(|row| row.depth > depth)).collect()
}
