//! Office Open XML workbooks: finding the parts, and handing sheets to `rows`.

mod columns;
mod merges;
mod rows;
mod strings;
mod styles;

use super::SheetEntry;
use super::archive::Archive;
use super::guard::{Halt, Sink, check_limit};
use super::sniff::FileStamp;
use super::xml::attribute;
use crate::cell::Span;
use crate::mark::HiddenColumns;
use crate::{Limits, ReadError};
pub(super) use rows::{bool_value, iso_value};
use strings::Strings;
use styles::Styles;

/// Everything of a workbook but its sheets' cells.
#[derive(Debug)]
pub(crate) struct Parts {
    stamp: FileStamp,
    pub(crate) limits: Limits,
    sheets: Vec<String>,
    strings: Strings,
    styles: Styles,
    pub(crate) is_1904: bool,
}

/// A relationship of the workbook part.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// Opens a workbook: names of sheets, shared strings, number formats.
pub(crate) fn open(stamp: FileStamp, limits: &Limits) -> Result<(Vec<SheetEntry>, Parts), ReadError> {
    let mut archive = Archive::open(&stamp, limits)?;
    let book = book_part(&mut archive)?;
    if book.to_lowercase().ends_with(".bin") {
        return Err(ReadError::BinaryBook);
    }
    let relations = relations(&mut archive, &book)?;
    let (listed, is_1904) = listed_sheets(&mut archive, &book)?;
    check_limit("工作表数", listed.len() as u64, limits.sheets as u64)?;
    let (mut infos, mut sheets) = (Vec::new(), Vec::new());
    for (info, id) in listed {
        let target = relations.iter().find(|r| r.id == id && r.kind.ends_with("/worksheet"));
        if let Some(relation) = target {
            infos.push(info);
            sheets.push(relation.target.clone());
        }
    }
    let part = |kind: &str| relations.iter().find(|r| r.kind.ends_with(kind)).map(|r| r.target.clone());
    let styles = match part("/styles").filter(|name| archive.has(name)) {
        Some(name) => Styles::read(&mut archive.xml(&name)?)?,
        None => Styles::default(),
    };
    let strings = match part("/sharedStrings").filter(|name| archive.has(name)) {
        Some(name) => Strings::read(&mut archive.xml(&name)?, limits)?,
        None => Strings::default(),
    };
    Ok((infos, Parts { stamp, limits: limits.clone(), sheets, strings, styles, is_1904 }))
}

/// Sends the rows of a sheet.
pub(crate) fn send_rows(parts: &Parts, sheet: usize, sink: &mut Sink) -> Result<(), Halt> {
    let mut archive = Archive::open(&parts.stamp, &parts.limits)?;
    let name = parts.sheets.get(sheet).ok_or(ReadError::NoSheet(sheet + 1))?;
    rows::send(&mut archive.xml(name)?, parts, sink)
}

/// The merged ranges of a sheet; they stand behind its cells.
pub(crate) fn merges(parts: &Parts, sheet: usize) -> Result<Vec<Span>, ReadError> {
    let mut archive = Archive::open(&parts.stamp, &parts.limits)?;
    let name = parts.sheets.get(sheet).ok_or(ReadError::NoSheet(sheet + 1))?;
    merges::read(archive.bytes(name)?, parts.limits.merges)
}

/// The hidden columns of a sheet; they stand before its cells.
pub(crate) fn hidden_columns(parts: &Parts, sheet: usize) -> Result<HiddenColumns, ReadError> {
    let mut archive = Archive::open(&parts.stamp, &parts.limits)?;
    let name = parts.sheets.get(sheet).ok_or(ReadError::NoSheet(sheet + 1))?;
    columns::read(&mut archive.xml(name)?)
}

/// The name of the workbook part.
fn book_part(archive: &mut Archive) -> Result<String, ReadError> {
    if archive.has("_rels/.rels") {
        let relations = read_relations(archive, "_rels/.rels", "")?;
        if let Some(book) = relations.into_iter().find(|r| r.kind.ends_with("/officeDocument")) {
            return Ok(book.target);
        }
    }
    Ok("xl/workbook.xml".to_owned())
}

fn relations(archive: &mut Archive, book: &str) -> Result<Vec<Relation>, ReadError> {
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", book));
    let name = format!("{folder}/_rels/{file}.rels");
    read_relations(archive, &name, folder)
}

fn read_relations(archive: &mut Archive, name: &str, folder: &str) -> Result<Vec<Relation>, ReadError> {
    let mut found = Vec::new();
    archive.xml(name)?.each_tag(|tag_name, tag| {
        if tag_name == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(tag, "Id")?, attribute(tag, "Type")?, attribute(tag, "Target")?)
        {
            found.push(Relation { id, kind, target: resolve(folder, &target) });
        }
        Ok(())
    })?;
    Ok(found)
}

/// The part that a relationship points to, from the folder of its owner.
fn resolve(folder: &str, target: &str) -> String {
    let full = if target.starts_with('/') { target.to_owned() } else { format!("{folder}/{target}") };
    let mut steps = Vec::new();
    for step in full.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            name => steps.push(name),
        }
    }
    steps.join("/")
}

/// Sheets with their relationship ids, and whether days count from 1904.
fn listed_sheets(archive: &mut Archive, book: &str) -> Result<(Vec<(SheetEntry, String)>, bool), ReadError> {
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    archive.xml(book)?.each_tag(|name, tag| {
        match name {
            "workbookPr" => {
                is_1904 = matches!(attribute(tag, "date1904")?.as_deref(), Some("1" | "true" | "on"));
            }
            "sheet" => {
                let is_hidden = matches!(attribute(tag, "state")?.as_deref(), Some("hidden" | "veryHidden"));
                let info = SheetEntry { name: attribute(tag, "name")?.unwrap_or_default(), is_hidden };
                sheets.push((info, attribute(tag, "id")?.unwrap_or_default()));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok((sheets, is_1904))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relationship_points_from_the_folder_of_its_owner() {
        let cases = [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("xl", "../custom/a.xml", "custom/a.xml"),
            ("xl", "../../../../etc/passwd", "etc/passwd"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
        ];
        for (folder, target, part) in cases {
            assert_eq!(resolve(folder, target), part);
        }
    }
}
