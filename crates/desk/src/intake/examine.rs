//! Brings file and form together: every row of the file with its verdict, before anything is written.
//! Both the preview and the import begin here; nothing is written here.

use std::path::Path;

use branchbook_contract::intake::{
    ATTENTION_ROWS, ColumnChoice, ImportKind, RowCounts, RowState, SourceRowView,
};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::mask::{mask_address, mask_id, mask_phone};
use branchbook_domain::office_day::DayContext;

use super::form::{Context, Form, Verdict};
use super::mapping::{self, Mapping};
use super::row::{SourceRow, SourceRows, WaitingRow};
use super::source::{self, Source, Wanted};
use super::step;
use crate::desk::Desk;
use crate::error::{DeskError, Result};
use crate::progress::Progress;

/// What a preview and an import are asked with.
pub(crate) struct Asked<'a> {
    /// Path of the file.
    pub path: &'a Path,
    /// The month that is worked on.
    pub month: Option<Month>,
    /// 填报日期 as the person knows it.
    pub register_on: Option<Day>,
    /// What a person assigned.
    pub columns: &'a [ColumnChoice],
}

/// A file that was looked through.
pub(crate) struct Examined<P> {
    /// Name of the file.
    pub file_name: String,
    /// Its sheets and what was skipped.
    pub source: Source,
    /// Rows that the form has decided about, and its verdicts.
    rows: SourceRows,
    verdicts: Vec<Verdict>,
    /// Rows that no form has seen, because they lack a required field.
    lacking: Vec<(WaitingRow, Verdict)>,
    /// What would be written.
    pub plan: P,
    /// What concerns the file as a whole.
    pub findings: Vec<String>,
    /// Organisations that would be made.
    pub new_organisations: Vec<String>,
    /// What a person assigned.
    pub chosen: Mapping,
}

/// Reads a file and lets its form decide.
pub(crate) fn examine<F: Form>(
    desk: &Desk,
    asked: &Asked<'_>,
    progress: &dyn Progress,
) -> Result<Examined<F::Plan>> {
    let book = desk.book()?;
    let chosen = Mapping::of_choices(asked.columns);
    let saved = book.read(|reading| mapping::saved(reading, F::KIND))?;
    let today = desk.clock().today();
    if asked.register_on.is_some_and(|dated| dated > today) {
        return Err(DeskError::field("register_on", "填报日期在今天以后，请核对。"));
    }
    let days = DayContext { month: asked.month, ..DayContext::on(today) };
    let fields = book.read(F::fields_in)?;
    let wanted = Wanted { fields, kind: F::KIND, chosen: &chosen, saved: &saved, days };
    step(progress, "读取文件", 0, 0)?;
    let mut source = source::read(asked.path, &wanted, progress)?;
    source.register_on = asked.register_on.or(source.register_on);
    let tell_nobody_apart = source.sheets.iter().find_map(|sheet| sheet.tells_nobody_apart());
    let rows = SourceRows::from(std::mem::take(&mut source.rows));
    let lacking = std::mem::take(&mut source.lacking).into_iter().map(refused).collect();
    let file_name = file_name(asked.path);
    let context =
        Context { today, month: asked.month, register_on: source.register_on, file_name: &file_name };
    step(progress, "与台账核对", 0, rows.len())?;
    let planned = book.read(|reading| F::plan(reading, &rows, &context))?;
    step(progress, "与台账核对", rows.len(), rows.len())?;
    Ok(Examined {
        file_name,
        source,
        rows,
        verdicts: planned.verdicts,
        lacking,
        plan: planned.plan,
        findings: tell_nobody_apart.into_iter().chain(planned.findings).collect(),
        new_organisations: planned.new_organisations,
        chosen,
    })
}

/// A row and what was decided about it.
pub(crate) type Judged<'a> = (&'a WaitingRow, &'a Verdict);

impl<P> Examined<P> {
    /// Rows by state.
    pub fn counts(&self) -> RowCounts {
        RowCounts::of(self.pairs().map(|(_, verdict)| verdict.state))
    }

    /// Every row with its verdict, in the order of the file.
    pub fn judged(&self) -> Vec<Judged<'_>> {
        let mut judged: Vec<Judged<'_>> = self.pairs().collect();
        if !self.lacking.is_empty() {
            judged.sort_by_key(|(row, _)| row.place());
        }
        judged
    }

    fn pairs(&self) -> impl Iterator<Item = Judged<'_>> {
        let decided = self.rows.waiting().iter().zip(&self.verdicts);
        decided.chain(self.lacking.iter().map(|(row, verdict)| (row, verdict)))
    }

    /// Keys and titles of the fields that some sheet has.
    pub fn shown_fields(&self) -> Vec<(&'static str, &'static str)> {
        let Some(first) = self.source.sheets.first() else { return Vec::new() };
        let is_there = |key: &str| self.source.sheets.iter().any(|sheet| sheet.column(key).is_some());
        let fields = first.fields.iter().filter(|field| is_there(field.key));
        fields.map(|field| (field.key, field.title)).collect()
    }

    /// A row as it is shown: ID numbers, phones and addresses masked.
    pub fn view(&self, fields: &[(&str, &str)], (row, verdict): Judged<'_>) -> SourceRowView {
        let row = row.open();
        SourceRowView {
            sheet: row.sheet_name().to_owned(),
            row: row.number,
            who: verdict.who.clone(),
            state: verdict.state,
            cells: fields.iter().map(|(key, _)| shown(key, row.text(key))).collect(),
            notes: verdict.notes.clone(),
            changes: verdict.changes.clone(),
        }
    }

    /// Rows with notes, cut at what a reply holds, and how many there are.
    pub fn attention(&self) -> (Vec<SourceRowView>, u32) {
        let fields = self.shown_fields();
        let mut noted = self.judged();
        noted.retain(|(_, verdict)| !verdict.notes.is_empty());
        let views = noted.iter().take(ATTENTION_ROWS).map(|judged| self.view(&fields, *judged)).collect();
        (views, u32::try_from(noted.len()).unwrap_or(u32::MAX))
    }
}

/// A text of a field as a screen may show it.
fn shown(key: &str, text: &str) -> String {
    match key {
        "id_number" => mask_id(text.trim()),
        "phone" | "other_phone" => mask_phone(text.trim()),
        "address" | "residence" => mask_address(text),
        _ => text.to_owned(),
    }
}

/// Rows that lack a required field are refused here, so that no form sees them.
fn refused(waiting: WaitingRow) -> (WaitingRow, Verdict) {
    let verdict = refusal(&waiting.open());
    (waiting, verdict)
}

fn refusal(row: &SourceRow) -> Verdict {
    let who = row.layout.fields.iter().find_map(|field| row.value(field.key)).unwrap_or_default();
    let verdict = Verdict::new(row, who, RowState::Refused);
    if let Some(sentence) = row.layout.tells_nobody_apart() {
        return verdict.noting(row.say_all(&sentence));
    }
    let required = row.layout.fields.iter().filter(|field| field.is_required);
    let missing = required.filter(|field| row.text(field.key).trim().is_empty()).map(|field| field.key);
    let say = |verdict: Verdict, key: &str| verdict.noting(row.say(key, "是空的，请补填后重新导入。"));
    missing.fold(verdict, say)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The finding that a file of this kind has nothing to import.
pub(crate) fn empty_file(kind: ImportKind) -> String {
    format!("文件里没有{}的记录，表头下面是空的。", kind.label())
}
