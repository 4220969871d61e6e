//! Registers a report-in from a slip on screen.

use branchbook_contract::report_in::{ReportInAdd, ReportInAdded, ReportInDraft};
use branchbook_domain::day::Day;
use branchbook_domain::id_number::read_id;
use branchbook_domain::key::{PersonId, UnitId};
use branchbook_domain::name::clean_name;
use branchbook_domain::phone::read_phones;
use branchbook_ledger::table::merge;
use branchbook_ledger::table::person::{self, Person};
use branchbook_ledger::table::unit::{self, ReportIn, Unit};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::people::{Found, People};
use super::slip::Slip;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Booking;
use crate::offer::post::claim_wanted;
use crate::progress::Progress;
use crate::unit::entry::{Wrong, filled};

impl Handle<ReportInAdd> for Desk {
    fn handle(&mut self, command: ReportInAdd, _progress: &dyn Progress) -> Result<Outcome<ReportInAdded>> {
        let today = self.clock().today();
        let draft = command.draft;
        check(&draft, today)?;
        let book = self.book_mut()?;
        let (slip, warnings) = book.read(|reading| slip_of(reading, &draft))?;
        let title = format!("登记报到：{}（{}）", slip.name, slip.unit_name);
        let entry = Entry { named: draft.person, unit: draft.unit, slip, warnings };
        let operation = Operation::new(OperationKind::ReportInAdd, title);
        Ok(outcome_of(book.write(&operation, |writing| add(writing, entry))?, |added| added))
    }
}

struct Entry {
    named: Option<PersonId>,
    unit: UnitId,
    slip: Slip,
    warnings: Vec<String>,
}

fn check(draft: &ReportInDraft, today: Day) -> Result<()> {
    let mut wrong = Wrong::default();
    let is_named = draft.person.is_some() || !draft.name.trim().is_empty();
    wrong.unless(is_named, "name", "请填写姓名，或从名册中选择。");
    wrong.unless(draft.reported_on.earliest() <= today, "reported_on", "报到日期不能晚于今天。");
    let id = draft.id_number.as_deref().map(read_id).unwrap_or_default();
    let refusal = id.findings.iter().find(|finding| finding.is_refusal());
    wrong.unless(
        refusal.is_none(),
        "id_number",
        &refusal.map(|finding| finding.sentence()).unwrap_or_default(),
    );
    wrong.finish()
}

/// The slip as the draft says it, with the name of a person who was picked, and what deserves a look.
fn slip_of(reading: &Reading<'_>, draft: &ReportInDraft) -> Result<(Slip, Vec<String>)> {
    let unit = reading.require::<Unit>(draft.unit)?;
    let named = draft.person.map(|id| reading.require::<Person>(id)).transpose()?;
    let id = draft.id_number.as_deref().map(read_id).unwrap_or_default();
    let phone = draft.phone.as_deref().map(read_phones).unwrap_or_default();
    let mut warnings: Vec<String> = id.findings.iter().map(|finding| finding.sentence()).collect();
    warnings.extend(phone.findings.iter().map(|finding| finding.sentence()));
    let against = id.number.as_ref().map(|number| number.contradicts(None, draft.sex)).unwrap_or_default();
    warnings.extend(against.iter().map(|finding| finding.sentence()));
    let slip = Slip {
        name: named.map_or_else(|| clean_name(&draft.name), |person| person.value.name),
        sex: draft.sex,
        id_number: id.number,
        phone: filled(Some(&phone.text())),
        unit_name: unit.value.name,
        duty: filled(draft.duty.as_deref()),
        residence: filled(draft.residence.as_deref()),
        skills: filled(draft.skills.as_deref()),
        wanted_post: filled(draft.wanted_post.as_deref()),
        reported_on: draft.reported_on,
        note: filled(draft.note.as_deref()),
    };
    Ok((slip, warnings))
}

fn add(writing: &mut Writing<'_>, entry: Entry) -> Result<ReportInAdded> {
    let Entry { named, unit, slip, mut warnings } = entry;
    let today = writing.at().beijing_day();
    let known = find(writing, named, &slip, &mut warnings)?;
    let person = keep_person(writing, known, &slip, today, &mut warnings)?;
    require_free(writing, person, &slip)?;
    let day = slip.reported_on.earliest();
    let booking = Booking::of(writing)?.standing();
    let month = booking.month(day);
    warnings.extend(booking.note(day));
    let uid = writing.new_uid();
    let report_in = writing.insert(&ReportIn { uid, ..slip.report_in(person, unit, month) })?;
    claim_wanted(writing, person, slip.wanted_post.as_deref().unwrap_or_default(), day, month)?;
    Ok(ReportInAdded { report_in, person, warnings })
}

fn find(
    reading: &Reading<'_>,
    named: Option<PersonId>,
    slip: &Slip,
    warnings: &mut Vec<String>,
) -> Result<Option<Stored<Person>>> {
    if let Some(id) = named {
        return Ok(Some(reading.require(id)?));
    }
    let mut candidates = person::list_by_name(reading, &slip.name)?;
    if let Some(number) = slip.id_text() {
        let by_number = person::list_by_id_number(reading, &number)?;
        candidates.extend(by_number.into_iter().filter(|person| person.name != slip.name));
    }
    let standing = merge::standing_of_all(reading)?;
    for into in candidates.iter().filter_map(|person| standing.get(&person.id)).copied().collect::<Vec<_>>() {
        if candidates.iter().all(|person| person.id != into) {
            candidates.push(reading.require(into)?);
        }
    }
    match People::of(candidates, standing).find(slip) {
        Found::One(person) => Ok(Some(*person)),
        Found::Nobody { namesakes } => {
            if namesakes > 0 {
                warnings.push(format!(
                    "台账中另有 {namesakes} 位「{}」，已按新人登记，请核对是否同一人。",
                    slip.name
                ));
            }
            Ok(None)
        }
        Found::Near(name) => {
            warnings.push(format!(
                "台账中另有一位「{name}」，身份证号只差一两位，或者出生、电话都相同；已按新人登记，请对照证件核对是否同一人。"
            ));
            Ok(None)
        }
        Found::OtherName(name) => Err(DeskError::field(
            "id_number",
            format!("该身份证号在台账中是「{name}」，与填写的姓名不同，请核对。"),
        )),
        Found::Several => {
            Err(DeskError::field("name", "台账中有几位姓名和电话都相同的人，请补填身份证号或从名册中选择。"))
        }
    }
}

fn keep_person(
    writing: &mut Writing<'_>,
    known: Option<Stored<Person>>,
    slip: &Slip,
    today: Day,
    warnings: &mut Vec<String>,
) -> Result<PersonId> {
    let Some(known) = known else {
        let uid = writing.new_uid();
        return Ok(writing.insert(&Person { uid, ..slip.new_person() })?);
    };
    let branch = unit::branch_of_member(writing, known.id, today)?;
    if let Some(branch) = &branch {
        warnings.push(member_warning(&slip.name, branch));
    }
    if let Some(person) = slip.filled(&known.value, branch.is_some()) {
        writing.update(known.id, &person)?;
    }
    Ok(known.id)
}

/// A person of the register may report in all the same: their membership may have moved.
pub(crate) fn member_warning(name: &str, branch: &str) -> String {
    format!("「{name}」在本社区「{branch}」名册中，仍按在职党员报到登记，请核对组织关系。")
}

/// One open report-in per person, and none before the last one ended.
fn require_free(reading: &Reading<'_>, person: PersonId, slip: &Slip) -> Result<()> {
    for known in unit::report_ins_of(reading, person)? {
        let unit = reading.require::<Unit>(known.unit_id)?.value.name;
        match known.returned_on {
            None => {
                let since = known.reported_on;
                let sentence = format!(
                    "「{}」已于 {since} 从「{unit}」报到，尚未返回。如单位有变，请先登记返回。",
                    slip.name
                );
                return Err(DeskError::refused(sentence));
            }
            Some(returned) if slip.reported_on.latest() < returned => {
                let sentence =
                    format!("「{}」从「{unit}」的报到到 {returned} 才返回，新的报到不能更早。", slip.name);
                return Err(DeskError::field("reported_on", sentence));
            }
            Some(_) => {}
        }
    }
    Ok(())
}
