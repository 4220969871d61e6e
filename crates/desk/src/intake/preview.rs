//! Shows what an import would do. Writes nothing.

use std::path::Path;

use branchbook_contract::intake::{
    FieldChoice, IntakePreview, PREVIEW_ROWS, Preview, SourceRowView, SourceSheet,
};

use super::examine::{Asked, Examined, Judged, empty_file, examine};
use super::form::Form;
use super::kinds::by_kind;
use super::row::Layout;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<IntakePreview> for Desk {
    fn handle(&mut self, command: IntakePreview, progress: &dyn Progress) -> Result<Outcome<Preview>> {
        let preview = by_kind!(command.kind, preview(self, &command, progress))?;
        Ok(Outcome::unchanged(preview))
    }
}

/// The preview of one form.
fn preview<F: Form>(desk: &Desk, command: &IntakePreview, progress: &dyn Progress) -> Result<Preview> {
    let asked = Asked {
        path: Path::new(&command.path),
        month: command.month,
        register_on: command.register_on,
        columns: &command.columns,
    };
    let examined = examine::<F>(desk, &asked, progress)?;
    let (attention, attention_count) = examined.attention();
    let (first, last) = ends(&examined);
    let mut findings = examined.findings.clone();
    if examined.counts().total == 0 {
        findings.push(empty_file(F::KIND));
    }
    Ok(Preview {
        kind: F::KIND,
        register_on: examined.source.register_on,
        sheets: examined.source.sheets.iter().map(|sheet| source_sheet(sheet, &examined)).collect(),
        fields: choices(desk.book()?.read(F::fields_in)?),
        skipped: examined.source.skipped.clone(),
        counts: examined.counts(),
        sentence: sentence::<F>(&examined),
        titles: examined.shown_fields().iter().map(|(_, title)| (*title).to_owned()).collect(),
        first,
        last,
        attention,
        attention_count,
        findings,
        new_organisations: examined.new_organisations,
        file_name: examined.file_name,
    })
}

/// What will happen, in one sentence; every shell says this one.
fn sentence<F: Form>(examined: &Examined<F::Plan>) -> String {
    let counts = examined.counts();
    if counts.total == 0 {
        return "这个文件里没有可以导入的行。".to_owned();
    }
    let written = match (counts.new, counts.update) {
        (0, 0) => "没有要写入的行，台账不会改动".to_owned(),
        (new, update) => format!("将新增 {new} 行、更新 {update} 行"),
    };
    let part =
        |count: u32, words: &str| if count > 0 { format!("，{count} 行{words}") } else { String::new() };
    let same = part(counts.same, "与台账相同");
    let duplicate = part(counts.duplicate, "与文件里别的行重复，只登记一次");
    let back = part(counts.handed_back(), "不导入，原因写在行上，可以另存成表格改好再导");
    let made = match examined.new_organisations.as_slice() {
        [] => String::new(),
        names => format!("。会新建：{}", names.join("、")),
    };
    let undo = if counts.written() > 0 { "。导入是一步操作，可以一次撤销。" } else { "。" };
    format!("{written}{same}{duplicate}{back}{made}{undo}")
}

fn choices(fields: &[super::FieldSpec]) -> Vec<FieldChoice> {
    let choice = |field: &super::FieldSpec| FieldChoice {
        key: field.key.to_owned(),
        title: field.title.to_owned(),
        is_required: field.is_required,
    };
    fields.iter().map(choice).collect()
}

fn ends<P>(examined: &Examined<P>) -> (Vec<SourceRowView>, Vec<SourceRowView>) {
    let fields = examined.shown_fields();
    let judged = examined.judged();
    let view = |judged: &Judged<'_>| examined.view(&fields, *judged);
    let (head, tail) = judged.split_at(judged.len().min(PREVIEW_ROWS));
    let last = tail.get(tail.len().saturating_sub(PREVIEW_ROWS)..).unwrap_or_default();
    (head.iter().map(view).collect(), last.iter().map(view).collect())
}

fn source_sheet<P>(sheet: &Layout, examined: &Examined<P>) -> SourceSheet {
    let judged = examined.judged();
    let rows = judged.iter().filter(|(row, _)| row.layout.order == sheet.order).count();
    SourceSheet {
        name: sheet.sheet.clone(),
        header_row: sheet.header_row + 1,
        row_count: u32::try_from(rows).unwrap_or(u32::MAX),
        columns: sheet.titles.clone(),
        is_mapping_saved: sheet.is_mapping_saved,
    }
}
