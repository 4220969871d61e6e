//! The rows behind a figure as a workbook: those of all pages, in the order of the screen, masked unless they are shown in
//! full. That they have left the book is recorded, and by name who stands in the file in full.

use branchbook_contract::folio::FolioDone;
use branchbook_contract::street::{ReportedRow, ReportedRows, StreetRows, StreetRowsExport};
use branchbook_domain::day::Day;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::LedgerError;
use branchbook_ledger::table::organisation::root;

use super::super::incoming::require_part;
use super::reported;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::exchange::kind::Part;
use crate::member::reveal;
use crate::month::row;
use crate::progress::Progress;
use crate::report::list::{ListFile, fitted, safe};

/// What is said of a file with everything in full.
const NOT_FOR_POSTING: &str =
    "文件里有完整的证件号、电话和住址，不能张贴、公示或发到群里，用完请妥善保管或删除。";
/// The title over the places of rows in their part: a return names a row by it.
const PLACE: &str = "行";

impl Handle<StreetRowsExport> for Desk {
    fn handle(&mut self, command: StreetRowsExport, _progress: &dyn Progress) -> Result<Outcome<FolioDone>> {
        let StreetRowsExport { list, out } = command;
        let list = StreetRows { offset: 0, limit: None, ..list };
        let part = require_part(&list.part)?;
        let (community, rows) = reported(self.book_mut()?, &list)?;
        let (office, last_on) = self.book()?.read(|reading| {
            let office = root(reading)?.map(|root| root.value.name).unwrap_or_default();
            Ok::<_, LedgerError>((office, row::days(reading, list.month)?.1))
        })?;
        let title = format!("{}{}{}", community.name, list.month.label(), rows.label);
        let name = format!("{}.xlsx", safe(&title));
        let full = if rows.is_revealed { "（含完整证件号、电话、住址）" } else { "" };
        let what = format!("{title}{full}");
        let in_full = rows.rows.iter().filter(|_| rows.is_revealed).map(|row| row.who.as_str());
        let file = file(part, &rows, (title.as_str(), office, last_on));
        let mut done = file.hand_out(self, (out.as_str(), name.as_str()), &what, |writing| {
            reveal::record_reported(writing, RevealWay::ReportedExport, in_full)
        })?;
        done.warnings.extend(rows.is_revealed.then(|| NOT_FOR_POSTING.to_owned()));
        Ok(Outcome::unchanged(done))
    }
}

fn file(part: Part, rows: &ReportedRows, (title, office, on): (&str, String, Day)) -> ListFile {
    let line = |row: &ReportedRow| {
        let cells = row.cells.iter().map(|cell| cell.clone().unwrap_or_default());
        std::iter::once(row.number.to_string()).chain(cells).collect()
    };
    let lines: Vec<Vec<String>> = rows.rows.iter().map(line).collect();
    let stated = rows.columns.iter().map(|title| (title.as_str(), part.counts(title)));
    let titles: Vec<(&str, bool)> = std::iter::once((PLACE, true)).chain(stated).collect();
    ListFile {
        title: title.to_owned(),
        office,
        on,
        unit: "条",
        words: format!("第 {} 次上报", rows.sequence),
        columns: fitted(&titles, &lines),
        rows: lines,
    }
}
