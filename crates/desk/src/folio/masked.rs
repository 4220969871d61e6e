//! What a folio says, as it may be seen by whoever passes: numbers and doors that somebody wrote into a remark are masked in
//! lists, replies and papers. The one place for all folios. A form alone shows what stands in its fields as it is, since it
//! is there to be corrected; whoever opens such a form has seen it, and that is recorded.

use std::collections::BTreeMap;

use branchbook_contract::folio::{
    FolioCell, FolioControl, FolioDone, FolioEntry, FolioField, FolioPage, FolioSubject, Paper, PaperPart,
};
use branchbook_domain::mask::{is_telling, mask_phone, masked_text, unmask_text};
use branchbook_domain::rule::Finding;

/// A list; only the rows of a page are looked at.
pub(super) fn page(page: FolioPage) -> FolioPage {
    let mut page = page;
    for cell in page.rows.iter_mut().flat_map(|row| &mut row.cells) {
        mask_cell(cell);
    }
    page.facts.iter_mut().for_each(|fact| mask(&mut fact.text));
    page.chips.iter_mut().for_each(|chip| mask(&mut chip.label));
    page.findings.iter_mut().for_each(mask_finding);
    page.subject.iter_mut().for_each(|FolioSubject { label, .. }| mask(label));
    page
}

fn mask_cell(cell: &mut FolioCell) {
    mask(&mut cell.text);
    mask(&mut cell.note);
}

fn mask_finding(finding: &mut Finding) {
    mask(&mut finding.subject);
    mask(&mut finding.gap);
}

/// A form: everything but what stands in its fields to be corrected.
pub(super) fn entry(entry: FolioEntry) -> FolioEntry {
    let mut entry = entry;
    mask(&mut entry.title);
    mask(&mut entry.about);
    entry.fields.iter_mut().for_each(mask_field);
    entry
}

fn mask_field(field: &mut FolioField) {
    mask(&mut field.label);
    mask(&mut field.hint);
    match &mut field.control {
        // A proposal that is taken is written as it stands there: a masked one would be lost.
        FolioControl::Text(proposals) => proposals.retain(|text| !is_telling(text)),
        FolioControl::Pick(choices) | FolioControl::Ticks(choices) => {
            choices.iter_mut().for_each(|choice| mask(&mut choice.label));
        }
        FolioControl::Said => mask(&mut field.value),
        FolioControl::Person(name) => mask(name),
        FolioControl::Lines
        | FolioControl::Number
        | FolioControl::Day
        | FolioControl::PartialDay
        | FolioControl::Yes
        | FolioControl::Save(_) => {}
    }
}

/// Whether a form shows in full what lists mask: a number or a door in a text, or a telephone. What it was opened with is
/// known to whoever opened it.
pub(super) fn is_revealing(entry: &FolioEntry, given: &BTreeMap<String, String>) -> bool {
    let is_given = |field: &FolioField| given.get(&field.key) == Some(&field.value);
    let is_typed = |field: &FolioField| matches!(field.control, FolioControl::Text(_) | FolioControl::Lines);
    let tells =
        |field: &FolioField| is_telling(&field.value) || (field.key == PHONE && !field.value.is_empty());
    entry.fields.iter().any(|field| is_typed(field) && tells(field) && !is_given(field))
}

/// Whether a text may hold the stars of a mask.
pub(super) fn may_be(text: &str) -> bool {
    text.contains("**")
}

/// Puts what a form shows in full in the place of the masks that were filled in.
pub(super) fn put_back(form: &FolioEntry, filled: &mut BTreeMap<String, String>) {
    for field in form.fields.iter().filter(|field| !field.value.is_empty()) {
        let Some(given) = filled.get_mut(&field.key).filter(|given| may_be(given)) else { continue };
        *given = match field.key == PHONE && *given == mask_phone(&field.value) {
            true => field.value.clone(),
            false => unmask_text(given, &field.value),
        };
    }
}

/// The key of fields that hold a telephone number and nothing else; of landlines lists show two places.
const PHONE: &str = "phone";

/// What was done, in words.
pub(super) fn done(done: FolioDone) -> FolioDone {
    let mut done = done;
    mask(&mut done.sentence);
    done.warnings.iter_mut().for_each(mask);
    done
}

/// A paper as it may be posted.
pub(super) fn paper(paper: Paper) -> Paper {
    Paper { title: masked_text(paper.title), parts: paper.parts.into_iter().map(part).collect() }
}

fn part(part: PaperPart) -> PaperPart {
    match part {
        PaperPart::Heading(text) => PaperPart::Heading(masked_text(text)),
        PaperPart::Text(text) => PaperPart::Text(masked_text(text)),
        PaperPart::Facts(facts) => {
            PaperPart::Facts(facts.into_iter().map(|(label, text)| (label, masked_text(text))).collect())
        }
        PaperPart::Table(titles, rows) => PaperPart::Table(titles, rows.into_iter().map(line).collect()),
        PaperPart::Signs(signs) => PaperPart::Signs(line(signs)),
    }
}

fn line(cells: Vec<String>) -> Vec<String> {
    cells.into_iter().map(masked_text).collect()
}

fn mask(text: &mut String) {
    *text = masked_text(std::mem::take(text));
}
