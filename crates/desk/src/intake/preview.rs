//! Shows what an import would do. Writes nothing.

use std::path::Path;

use branchbook_contract::intake::{
    ATTENTION_ROWS, FieldChoice, IntakePreview, PREVIEW_ROWS, Preview, RowPage, SourceRowView, SourceSheet,
};

use super::examine::{Asked, Examined, empty_file, examine};
use super::form::{Absent, Form};
use super::kinds::by_kind;
use super::look::{Judgement, Looked};
use super::row::Layout;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<IntakePreview> for Desk {
    fn handle(&mut self, command: IntakePreview, progress: &dyn Progress) -> Result<Outcome<Preview>> {
        let key = key(self, &command)?;
        if self.looked.as_ref().is_none_or(|looked| key.is_none() || Some(&looked.key) != key.as_ref()) {
            self.looked = None;
            let (preview, judgement) = by_kind!(command.kind, preview(self, &command, progress))?;
            self.looked = Some(Looked { key: key.unwrap_or_default(), preview, judgement });
        }
        let answer = self.looked.as_ref().map(|looked| with_page(looked, command.page));
        answer.map(Outcome::unchanged).ok_or(crate::DeskError::NoBook)
    }
}

fn with_page(looked: &Looked, page: Option<RowPage>) -> Preview {
    let mut preview = looked.preview.clone();
    if let Some(page) = page {
        (preview.rows, preview.row_count) = looked.judgement.page(page);
    }
    preview
}

/// What a preview depends on: the request, the file as it lies there, the book, the day. Nothing if the file cannot
/// be looked at: then reading it will say why.
fn key(desk: &Desk, command: &IntakePreview) -> Result<Option<String>> {
    let Ok(file) = std::fs::metadata(&command.path) else { return Ok(None) };
    let asked = IntakePreview { page: None, ..command.clone() };
    let head = desk.book()?.head();
    let today = desk.clock().today();
    Ok(file.modified().ok().map(|at| format!("{asked:?} {at:?} {} {head:?} {today}", file.len())))
}

/// The preview of one form.
fn preview<F: Form>(
    desk: &Desk,
    command: &IntakePreview,
    progress: &dyn Progress,
) -> Result<(Preview, Judgement)> {
    let asked = Asked {
        path: Path::new(&command.path),
        month: command.month,
        register_on: command.register_on,
        columns: &command.columns,
        decisions: &command.decisions,
        seen: command.seen.as_deref(),
    };
    let examined = examine::<F>(desk, &asked, progress)?;
    let (attention, attention_count) = examined.judgement.attention();
    let (first, last) = ends(&examined.judgement);
    let mut findings = examined.findings.clone();
    if examined.counts().total == 0 {
        findings.push(empty_file(F::KIND));
    }
    let absent = F::absent(&examined.plan).cloned().unwrap_or_default();
    let preview = Preview {
        kind: F::KIND,
        register_on: examined.source.register_on,
        sheets: examined.source.sheets.iter().map(|sheet| source_sheet(sheet, &examined.judgement)).collect(),
        fields: choices(desk.book()?.read(F::fields_in)?),
        skipped: examined.source.skipped.clone(),
        counts: examined.counts(),
        sentence: sentence::<F>(&examined, &absent),
        titles: examined.judgement.shown.iter().map(|(_, title)| (*title).to_owned()).collect(),
        first,
        last,
        attention,
        attention_count,
        findings,
        kinds: examined.judgement.kinds(&examined.decisions),
        missing_count: u32::try_from(absent.members.len()).unwrap_or(u32::MAX),
        missing: absent.members.into_iter().take(ATTENTION_ROWS).collect(),
        missing_choices: absent.choices,
        rows: Vec::new(),
        row_count: 0,
        new_organisations: examined.new_organisations,
        sha256: examined.sha256,
        file_name: examined.file_name,
    };
    Ok((preview, examined.judgement))
}

/// What will happen, in one sentence; every shell says this one.
fn sentence<F: Form>(examined: &Examined<F::Plan>, absent: &Absent) -> String {
    let counts = examined.counts();
    if counts.total == 0 {
        return "这个文件里没有可以导入的行。".to_owned();
    }
    let written = match (counts.new, counts.update) {
        (0, 0) if absent.moved > 0 => "没有要写入的行".to_owned(),
        (0, 0) => "没有要写入的行，台账不会改动".to_owned(),
        (new, update) => format!("将新增 {new} 行、更新 {update} 行"),
    };
    let part =
        |count: u32, words: &str| if count > 0 { format!("，{count} 行{words}") } else { String::new() };
    let same = part(counts.same, "与台账相同");
    let duplicate = part(counts.duplicate, "与文件里别的行重复，只登记一次");
    let back = part(counts.handed_back(), "不导入，原因写在行上，可以另存成表格改好再导");
    let left = part(counts.left, "按您选定的不导入");
    let open = absent.members.iter().filter(|member| member.chosen.is_empty()).count();
    let moved = match absent.moved {
        0 => String::new(),
        moved => format!("；文件里没有的党员中，{moved} 人登记增减"),
    };
    let open = match open {
        0 => String::new(),
        open => format!("；{open} 人文件里没有写到，未选定的不改动"),
    };
    let made = match examined.new_organisations.as_slice() {
        [] => String::new(),
        names => format!("。会新建：{}", names.join("、")),
    };
    let unread = match examined.source.unread.in_words() {
        Some(words) => format!("；{words}没有读取"),
        None => String::new(),
    };
    let undo = if counts.written() > 0 || absent.moved > 0 {
        "。导入是一步操作，可以一次撤销。"
    } else {
        "。"
    };
    format!("{written}{same}{duplicate}{left}{back}{moved}{open}{unread}{made}{undo}")
}

fn choices(fields: &[super::FieldSpec]) -> Vec<FieldChoice> {
    let choice = |field: &super::FieldSpec| FieldChoice {
        key: field.key.to_owned(),
        title: field.title.to_owned(),
        is_required: field.is_required,
    };
    fields.iter().map(choice).collect()
}

fn ends(judgement: &Judgement) -> (Vec<SourceRowView>, Vec<SourceRowView>) {
    let judged = judgement.judged();
    let (head, tail) = judged.split_at(judged.len().min(PREVIEW_ROWS));
    let last = tail.get(tail.len().saturating_sub(PREVIEW_ROWS)..).unwrap_or_default();
    let views =
        |rows: &[super::look::Judged<'_>]| rows.iter().map(|judged| judgement.view(*judged)).collect();
    (views(head), views(last))
}

fn source_sheet(sheet: &Layout, judgement: &Judgement) -> SourceSheet {
    let rows = judgement.pairs().filter(|(row, _)| row.layout.order == sheet.order).count();
    SourceSheet {
        name: sheet.sheet.clone(),
        header_row: if sheet.is_titled { sheet.below } else { 0 },
        row_count: u32::try_from(rows).unwrap_or(u32::MAX),
        columns: sheet.titles.clone(),
        is_mapping_saved: sheet.is_mapping_saved,
    }
}
