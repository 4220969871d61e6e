//! The rows behind a figure: the part of the parcel that holds, as the community reported it, in words. ID numbers,
//! phones and addresses are masked, wherever they stand; to see them in full is recorded, with the names of all who were
//! seen.

mod export;

use std::ops::Range;

use branchbook_contract::street::{ReportedRow, ReportedRows, StreetRows};
use branchbook_domain::mask::masked_text;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, Partner};
use branchbook_ledger::{Book, Operation, OperationKind, Stored};
use branchbook_parcel::Parcel;

use super::incoming::{reopen, require_part};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::exchange::kind::Part;
use crate::exchange::words::{Cell, EachRow, InWords};
use crate::exchange::{office, received};
use crate::folio::in_order;
use crate::member::reveal;
use crate::progress::Progress;

impl Handle<StreetRows> for Desk {
    fn handle(&mut self, command: StreetRows, _progress: &dyn Progress) -> Result<Outcome<ReportedRows>> {
        let book = self.book_mut()?;
        let (community, rows) = reported(book, &command)?;
        if rows.is_revealed && !rows.rows.is_empty() {
            record_reveal(book, &community, &command, &rows)?;
        }
        Ok(Outcome::unchanged(rows))
    }
}

/// The rows that are asked for, and whose they are.
fn reported(book: &mut Book, command: &StreetRows) -> Result<(Stored<Partner>, ReportedRows)> {
    let part = require_part(&command.part)?;
    if command.reveal && part != Part::Member {
        return Err(DeskError::field("reveal", unrevealed(part)));
    }
    let keys = office::keys(book)?;
    let (community, held) = held(book, command)?;
    let parcel = reopen(book, &keys, &held)?;
    let rows = part.each(Shown { parcel: &parcel, part, held: &held, command })?;
    if command.reveal && !rows.is_private {
        return Err(DeskError::field("reveal", unrevealed(part)));
    }
    Ok((community, rows))
}

/// Why a part is not shown in full, or a register that was reported without any such column: what its texts mention in passing is nobody's field, and nobody could be named whom
/// it shows.
fn unrevealed(part: Part) -> String {
    format!("{}里没有可以显示完整的栏目，文字里提到的证件号、手机号一律遮住。要核对请问社区。", part.label())
}

/// The parcel that holds.
fn held(book: &Book, command: &StreetRows) -> Result<(Stored<Partner>, Stored<ParcelReceived>)> {
    let community = book.read(|reading| office::community_ever_named(reading, &command.community))?;
    let held = book.read(|reading| {
        exchange::received_of(reading, community.id, ParcelKind::Month, Some(command.month))
    })?;
    let none = || DeskError::refused(format!("{}还没有报{}。", community.name, command.month.label()));
    let newest = held.into_iter().next().ok_or_else(none)?;
    Ok((community, newest))
}

fn record_reveal(
    book: &mut Book,
    community: &Partner,
    command: &StreetRows,
    rows: &ReportedRows,
) -> Result<()> {
    let title = format!(
        "查看{}{}{} {} 人的完整证件号、电话、住址",
        community.name,
        command.month.label(),
        rows.label,
        rows.rows.len()
    );
    book.write(&Operation::new(OperationKind::Reveal, title), |writing| {
        reveal::record_reported(writing, RevealWay::Reported, rows.rows.iter().map(|row| row.who.as_str()))
    })?;
    Ok(())
}

/// A stretch of the rows of a part.
struct Shown<'a> {
    parcel: &'a Parcel,
    part: Part,
    held: &'a ParcelReceived,
    command: &'a StreetRows,
}

impl EachRow for Shown<'_> {
    type Out = Result<ReportedRows>;

    fn of<R: InWords>(self) -> Result<ReportedRows> {
        let is_revealed = self.command.reveal;
        let sort = self.command.sort.as_deref().filter(|sort| !sort.is_empty());
        let stretch = self.stretch();
        let mut table = Table::default();
        let mut total = 0;
        for row in received::rows::<R>(self.parcel)? {
            let row = row?;
            let cells = told(&row, is_revealed);
            table.meet(&cells);
            // What stands on the page of another order is known only when all rows are.
            if sort.is_some() || stretch.contains(&total) {
                table.rows.push((total + 1, row.who(), cells));
            }
            total += 1;
        }
        let mut rows = table.reply(self.part, self.held.sequence, total, is_revealed);
        if let Some(sort) = sort.filter(|_| total > 0) {
            arrange(&mut rows, sort)?;
            let places = 0..total;
            rows.rows =
                places.zip(rows.rows).filter(|(at, _)| stretch.contains(at)).map(|(_, row)| row).collect();
        }
        Ok(rows)
    }
}

impl Shown<'_> {
    /// The places of the rows that are asked for.
    fn stretch(&self) -> Range<u64> {
        let first = u64::from(self.command.offset);
        first..self.command.limit.map_or(u64::MAX, |limit| first.saturating_add(u64::from(limit)))
    }
}

/// What a row says. What somebody wrote into it, a theme or where a person went, may tell a number as well as a field
/// does, and is masked with them.
fn told(row: &impl InWords, is_revealed: bool) -> Vec<Cell> {
    let cells = row.cells(is_revealed);
    if is_revealed {
        return cells;
    }
    cells.into_iter().map(|(title, text)| (title, text.map(masked_text))).collect()
}

/// Brings rows into the order of a column by what stands there, as every list is sorted.
fn arrange(rows: &mut ReportedRows, sort: &str) -> Result<()> {
    let titles: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
    in_order((rows.label.as_str(), titles.as_slice()), sort, &mut rows.rows, |row, at| {
        row.cells.get(at).and_then(Option::as_deref).unwrap_or_default()
    })
}

/// Rows whose titles differ are brought under the titles of all: the same on every page.
#[derive(Default)]
struct Table {
    /// Titles, and whether any row says more under them than 0.
    columns: Vec<(String, bool)>,
    rows: Vec<(u64, String, Vec<Cell>)>,
}

impl Table {
    fn meet(&mut self, cells: &[Cell]) {
        let mut at = 0;
        for (title, text) in cells {
            let says = text.as_deref().is_some_and(|text| !["0", "0.0"].contains(&text));
            // Rows of one part have the same titles but for a few: the next one is nearly always the right one.
            let next = self.columns.get(at).filter(|(known, _)| known == title).map(|_| at);
            match next.or_else(|| self.columns.iter().position(|(known, _)| known == title)) {
                Some(known) => at = known,
                None => self.columns.insert(at, (title.clone(), false)),
            }
            if let Some(column) = self.columns.get_mut(at) {
                column.1 |= says;
            }
            at += 1;
        }
    }

    fn reply(self, part: Part, sequence: i64, total: u64, is_revealed: bool) -> ReportedRows {
        // All figures stand in the street's workbook; here those that are 0 everywhere would bury the rest.
        let is_figures = matches!(part, Part::RollUp | Part::Branch);
        let shown = self.columns.into_iter().filter(|(_, says)| *says || !is_figures);
        let columns: Vec<String> = shown.map(|(title, _)| title).collect();
        let rows = self.rows;
        let under = |cells: &[Cell]| -> Vec<Option<String>> {
            let of = |title: &String| cells.iter().find(|(known, _)| known == title)?.1.clone();
            columns.iter().map(of).collect()
        };
        let told = |(number, who, cells): (u64, String, Vec<Cell>)| ReportedRow {
            number,
            who,
            cells: under(&cells),
        };
        let rows = rows.into_iter().map(told).collect();
        ReportedRows {
            label: part.label().to_owned(),
            sequence,
            total,
            rows,
            are_figures: columns.iter().map(|title| part.counts(title)).collect(),
            is_private: columns.iter().any(|title| part.masks(title)),
            is_revealed,
            columns: columns.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use branchbook_domain::gathering::RecordKind;

    use super::*;
    use crate::exchange::row::{MeetingRow, PartRow as _, ServiceRow};

    /// What stands under a title.
    fn under<'a>(cells: &'a [Cell], title: &str) -> Option<&'a str> {
        cells.iter().find(|(known, _)| known == title)?.1.as_deref()
    }

    #[test]
    fn what_somebody_wrote_is_masked_with_everything_else() {
        let day = "2026-10-24".parse().unwrap();
        let meeting = MeetingRow {
            id: 1,
            organisation: "第一党支部".to_owned(),
            kind: RecordKind::MemberAssembly,
            occurred_on: day,
            theme: Some("联系王某 13800001234".to_owned()),
            due: 10,
            present: 9,
            leave: 1,
            absent: 0,
        };
        let cells = told(&meeting, false);
        assert_eq!(under(&cells, "主题"), Some("联系王某 138****1234"));
        assert_eq!((under(&cells, "日期"), under(&cells, "应到")), (Some("2026-10-24"), Some("10")));
        let service = ServiceRow {
            number: 1,
            day,
            title: "看望王某 13800001234".to_owned(),
            place: None,
            organiser: None,
            participants: 2,
            minutes: 90,
            beneficiaries: None,
            is_late: false,
        };
        let cells = told(&service, false);
        assert_eq!(under(&cells, "活动"), Some("看望王某 138****1234"));
        assert_eq!(service.who(), "2026-10-24 看望王某 138****1234", "it is called so when it is sent back");
        assert_eq!(under(&cells, "服务时长（小时）"), Some("1.5"));
        assert_eq!(told(&service, true), service.cells(true), "unless all is asked for");
    }

    #[test]
    fn rows_with_different_fields_stand_under_the_titles_of_all() {
        let row = |titles: &[&str]| -> Vec<Cell> {
            titles.iter().map(|title| ((*title).to_owned(), Some((*title).to_owned()))).collect()
        };
        let mut table = Table::default();
        for (number, cells) in (1..).zip([row(&["姓名", "住址"]), row(&["姓名", "电话", "住址"])]) {
            table.meet(&cells);
            table.rows.push((number, "某人".to_owned(), cells));
        }
        let reply = table.reply(Part::Member, 1, 2, false);
        assert_eq!(reply.columns, ["姓名", "电话", "住址"]);
        assert_eq!(reply.are_figures, [false; 3]);
        assert!(reply.is_private, "an address is among them");
        assert_eq!(reply.rows[0].cells, [Some("姓名".to_owned()), None, Some("住址".to_owned())]);
    }

    #[test]
    fn figures_are_told_apart_from_words_and_what_is_private_from_the_rest() {
        let of = |part: Part, titles: &[&str]| {
            let cells: Vec<Cell> = titles.iter().map(|title| ((*title).to_owned(), None)).collect();
            let mut table = Table::default();
            table.meet(&cells);
            table.reply(part, 1, 1, false)
        };
        let meetings = of(Part::Meeting, &["党组织", "主题", "应到", "实到"]);
        assert_eq!(meetings.are_figures, [false, false, true, true]);
        assert!(!meetings.is_private);
        let members = of(Part::Member, &["姓名", "党支部", "出生年月"]);
        assert!(!members.is_private, "there is nothing to show in full");
        assert!(of(Part::Member, &["姓名", "身份证号"]).is_private);
    }
}
