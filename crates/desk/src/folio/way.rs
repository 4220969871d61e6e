//! What can be done with any list as it is shown: another choice of columns, a file of it. The forms are told which list
//! it is and which of its rows are ticked; no folio knows of them.

use std::collections::BTreeSet;

use branchbook_contract::folio::{
    FolioButton, FolioCell, FolioControl, FolioDone, FolioEntry, FolioLink, FolioPage, FolioShow,
};
use branchbook_domain::day::Day;
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation::root;

use super::handle::shown;
use super::{Deed, Filled as _, Folio, Values, button, choice, field};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::report::list::{ListFile, fitted, safe};

const COLUMNS: &str = "choose_columns";
const EXPORT: &str = "export_list";

/// What can be done with every list.
pub(super) fn all() -> Vec<FolioButton> {
    vec![button(EXPORT, "导出…"), button(COLUMNS, "选择栏目…")]
}

/// The form, if the act is one of these.
pub(super) fn entry(folio: &dyn Folio, reading: &Reading<'_>, deed: &Deed<'_>) -> Option<Result<FolioEntry>> {
    match deed.act {
        COLUMNS => Some(columns_form(folio, reading, deed)),
        EXPORT => Some(export_form(folio, reading, deed)),
        _ => None,
    }
}

/// Does it, if the act is one of these.
pub(super) fn act(
    folio: &dyn Folio,
    desk: &mut Desk,
    deed: &Deed<'_>,
    values: &Values,
) -> Option<Result<Outcome<FolioDone>>> {
    match deed.act {
        COLUMNS => Some(choose(folio, desk, deed, values)),
        EXPORT => Some(export(folio, desk, deed, values)),
        _ => None,
    }
}

/// The list that is meant: the one that is shown, or the whole where nothing is said.
fn asked(folio: &dyn Folio, deed: &Deed<'_>) -> Result<FolioShow> {
    let whole = || FolioShow { subject: deed.subject, ..FolioShow::default() };
    let said = deed.given.get("shown").filter(|text| !text.is_empty());
    let read = said.map(|text| serde_json::from_str(text)).transpose();
    let list = read.map_err(|_| DeskError::refused("看不懂要的是哪个列表，请回到列表再试一次。"))?;
    let list: FolioShow = list.unwrap_or_else(whole);
    Ok(FolioShow { folio: folio.head().folio.to_owned(), offset: 0, limit: Some(u32::MAX), ..list })
}

fn columns_form(folio: &dyn Folio, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let list = asked(folio, deed)?;
    let every = every(folio, reading, &list, deed.today)?;
    let chosen = list.columns.filter(|chosen| !chosen.is_empty()).unwrap_or_else(|| every.join(","));
    let choices = every.iter().map(|title| choice(title, title)).collect();
    Ok(FolioEntry {
        title: "选择栏目".to_owned(),
        about: "勾上的栏目列出来，后勾的排在后面；导出、打印的和这里一样。".to_owned(),
        fields: vec![field("columns", "栏目", FolioControl::Ticks(choices), 4).holding(chosen)],
        button: "列出".to_owned(),
        is_danger: false,
    })
}

fn choose(folio: &dyn Folio, desk: &Desk, deed: &Deed<'_>, values: &Values) -> Result<Outcome<FolioDone>> {
    let chosen = values.ticks("columns").join(",");
    let list = asked(folio, deed)?;
    let every = desk.book()?.read(|reading| every(folio, reading, &list, deed.today))?;
    let chosen = if chosen == every.join(",") { String::new() } else { chosen };
    let opens = Some(FolioLink::Here("columns".to_owned(), chosen));
    Ok(Outcome::unchanged(FolioDone { opens, ..FolioDone::default() }))
}

fn export_form(folio: &dyn Folio, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (page, _) = wanted(folio, reading, deed)?;
    let what = format!("{}，{} 条，{} 栏", page.title, page.rows.len(), page.columns.len());
    Ok(FolioEntry {
        title: format!("导出：{}", page.title),
        about: "写成一张表，次序、栏目和屏幕上一样，证件号、手机号遮住。导出会记入操作记录。".to_owned(),
        fields: vec![
            field("what", "要导出的", FolioControl::Said, 4).holding(what),
            field("out", "存到哪里", FolioControl::Save(file_name(&page)), 4).required(),
        ],
        button: "导出".to_owned(),
        is_danger: false,
    })
}

fn export(
    folio: &dyn Folio,
    desk: &mut Desk,
    deed: &Deed<'_>,
    values: &Values,
) -> Result<Outcome<FolioDone>> {
    let ((page, words), office) = desk.book()?.read(|reading| {
        let office = root(reading)?.map(|root| root.value.name).unwrap_or_default();
        Ok::<_, DeskError>((wanted(folio, reading, deed)?, office))
    })?;
    let (out, name) = (values.lines("out").unwrap_or_default(), file_name(&page));
    let file = file(&page, office, words);
    Ok(Outcome::unchanged(file.hand_out(desk, (out.as_str(), name.as_str()), &page.title, |_| Ok(()))?))
}

/// All rows of the list, or those that are ticked, with the conditions in words.
fn wanted(folio: &dyn Folio, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<(FolioPage, String)> {
    let list = asked(folio, deed)?;
    let mut page = shown(folio, reading, &list, deed.today)?;
    let ticked = deed.given.get("ticked").map(String::as_str).unwrap_or_default();
    let ticked: BTreeSet<i64> = ticked.split(',').filter_map(|key| key.parse().ok()).collect();
    if !ticked.is_empty() {
        page.rows.retain(|row| ticked.contains(&row.row));
    }
    let words = conditions(&page, &list, !ticked.is_empty());
    Ok((page, words))
}

fn conditions(page: &FolioPage, list: &FolioShow, is_ticked: bool) -> String {
    let chip =
        page.chips.iter().find(|chip| chip.chip == page.chip && !chip.chip.is_empty() && chip.chip != "all");
    let words = list.words.trim();
    let parts = [
        chip.map(|chip| chip.label.clone()),
        (!words.is_empty()).then(|| format!("查找“{words}”")),
        is_ticked.then(|| "所选的".to_owned()),
    ];
    let narrowed = page.narrowed().into_iter().map(str::to_owned);
    narrowed.chain(parts.into_iter().flatten()).collect::<Vec<_>>().join("，")
}

fn file(page: &FolioPage, office: String, words: String) -> ListFile {
    let rows: Vec<Vec<String>> = page.rows.iter().map(|row| row.cells.iter().map(said).collect()).collect();
    let titles: Vec<(&str, bool)> =
        page.columns.iter().map(|column| (column.title.as_str(), column.is_number)).collect();
    ListFile {
        title: page.title.clone(),
        office,
        on: page.on,
        unit: "条",
        words,
        columns: fitted(&titles, &rows),
        rows,
    }
}

/// What a cell says with its note. It is masked as all of a list is.
fn said(cell: &FolioCell) -> String {
    match cell.note.is_empty() {
        true => cell.text.clone(),
        false => format!("{}（{}）", cell.text, cell.note),
    }
}

/// The titles of all columns that the list has.
fn every(folio: &dyn Folio, reading: &Reading<'_>, list: &FolioShow, today: Day) -> Result<Vec<String>> {
    let whole = FolioShow { limit: Some(0), columns: None, ..list.clone() };
    let columns = shown(folio, reading, &whole, today)?.columns;
    Ok(columns.into_iter().map(|column| column.title).collect())
}

/// What the list is, whose, and of which day: the lines of one person are not to be written over those of another.
fn file_name(page: &FolioPage) -> String {
    let whose = page.subject.as_ref().map(|subject| format!("-{}", safe(&subject.label)));
    format!("{}{}-{}.xlsx", safe(&page.title), whose.unwrap_or_default(), page.on)
}

#[cfg(test)]
mod tests;
