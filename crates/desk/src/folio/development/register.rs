//! The two steps of a case that touch the register: admission and becoming full. They are offered when their approval
//! was entered, and done by the use case of movements: its month, its refusals, its undo.

use std::collections::HashMap;

use branchbook_contract::folio::{FolioButton, FolioDone, FolioEntry};
use branchbook_contract::member::{MemberMove, MemberMoved};
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::{RulePacks, Step, probation_ends};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;
use branchbook_domain::rule::{Finding, Level, Rule, Source};
use branchbook_ledger::table::membership::{Membership, memberships_among};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::entry::{branch_control, day_field, done, form, group_control, note_field, refuse_unless};
use super::file::CaseFile;
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Filled as _, Values, button, field};
use crate::member::period::last_leaving;
use crate::month::finding::said;
use crate::progress::Unwatched;

const REGISTER: Rule = Rule::new("D20", "发展党员与名册", Source::OfficeDefault);

/// What the register still waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Admission,
    Full,
}

/// When the people of some cases were members: what the register knows of them.
pub(super) struct Spans(HashMap<PersonId, Vec<Stored<Membership>>>);

impl Spans {
    /// Reads them, once for all cases.
    pub fn of<'f>(
        reading: &Reading<'_>,
        files: impl IntoIterator<Item = &'f CaseFile>,
    ) -> Result<Self, LedgerError> {
        let people: Vec<PersonId> = files.into_iter().map(|file| file.person.id).collect();
        let mut spans: HashMap<PersonId, Vec<Stored<Membership>>> = HashMap::new();
        for span in memberships_among(reading, &people)? {
            spans.entry(span.person_id).or_default().push(span);
        }
        Ok(Self(spans))
    }

    fn get(&self, file: &CaseFile) -> &[Stored<Membership>] {
        self.0.get(&file.person.id).map_or(&[], Vec::as_slice)
    }
}

/// What the register waits for, if an approval was entered that it does not know.
fn awaited(file: &CaseFile, spans: &Spans) -> Option<Awaited> {
    let approved = file.case.day_of(Step::AdmissionApproved).filter(|_| file.is_running())?;
    let admitted = file.case.day_of(Step::AdmissionAssembly).unwrap_or(approved);
    // Whoever was a member and left before may be admitted again.
    let spans = spans.get(file);
    if !spans.iter().any(|span| span.to_on.is_none_or(|to| to > admitted.earliest())) {
        return Some(Awaited::Admission);
    }
    let is_member = spans.iter().any(|span| span.to_on.is_none());
    let is_full = file.case.day_of(Step::FullApproved).is_some();
    (is_full && is_member && file.person.became_full_on.is_none()).then_some(Awaited::Full)
}

/// The act that is offered.
pub(super) fn offer(file: &CaseFile, spans: &Spans) -> Option<FolioButton> {
    awaited(file, spans).map(|awaited| match awaited {
        Awaited::Admission => button("admit", "登入名册"),
        Awaited::Full => button("become_full", "登记转正"),
    })
}

/// The step with which an act of the register is offered.
pub(super) fn step_of(act: &str) -> Option<Step> {
    match act {
        "admit" => Some(Step::AdmissionApproved),
        "become_full" => Some(Step::FullApproved),
        _ => None,
    }
}

/// The 转正 of which the register knows and the case does not, on a day.
fn full_without_case(file: &CaseFile, spans: &Spans, on: Day) -> Option<PartialDay> {
    let is_member = spans.get(file).iter().any(|span| span.to_on.is_none());
    let is_silent = file.is_open(on) && file.case.day_of(Step::FullApproved).is_none();
    file.person.became_full_on.filter(|full| is_member && is_silent && full.earliest() <= on)
}

/// That an approval was entered and the register does not know it, or the other way round.
pub(super) fn gap(file: &CaseFile, spans: &Spans, on: Day) -> Option<Finding> {
    if let Some(full) = full_without_case(file, spans, on) {
        let gap = format!("名册已登记 {} 转正，档案没有登记党委审批转正。", full.label());
        let advice = "请核对批复后在档案里登记转正的各步；名册登记有误的，请撤销那次转正，或在基本情况里更正转正日期。";
        return Some(said(REGISTER, Level::Should, file.case.subject.clone(), gap, advice));
    }
    let found = awaited(file, spans).map(|awaited| match awaited {
        Awaited::Admission => {
            ("党委已审批为预备党员，名册里还没有这个人。", "请核对批复后点“登入名册”，登记为预备党员。")
        }
        Awaited::Full => ("党委已审批转正，名册里还没有登记转正。", "请核对批复后点“登记转正”。"),
    });
    found
        .map(|(gap, advice)| said(REGISTER, Level::Should, file.case.subject.clone(), gap.to_owned(), advice))
}

/// The form of an act of the register.
pub(super) fn entry(reading: &Reading<'_>, file: &CaseFile, deed: &Deed<'_>) -> Result<FolioEntry> {
    require_awaited(reading, file, deed)?;
    let name = &file.person.name;
    if deed.act == "become_full" {
        let day = day_field("occurred_on", "转正日期").holding_some(full_day(file, deed.today)).required();
        return Ok(form(format!("登记转正：{name}"), FULL, vec![day, note_field(None)], "登记转正"));
    }
    let joined = known_joining(file, is_anew(reading, file)?).or(file.case.day_of(Step::AdmissionAssembly));
    let fields = vec![
        day_field("occurred_on", "入党日期").holding_some(joined).required(),
        field("branch", "党支部", branch_control(reading, deed.today)?, 1)
            .holding(file.stored.branch_id)
            .required(),
        field("group", "党小组", group_control(reading, deed.today)?, 1),
        note_field(None),
    ];
    Ok(form(format!("登入名册：{name}"), ADMIT, fields, "登入名册"))
}

const ADMIT: &str = "登记为预备党员，计入党员增减的“发展”。入党日期和预备期从支部大会通过之日算起；所在月份已结账的，记入第一个未结账的月份。";
const FULL: &str = "计入党员增减的“转正”。按期转正的，转正日期是预备期满之日；延长过预备期的，是延长期满后批准转正之日。请对照批复核对。";

/// The day from which somebody is full: the end of the probation, or the approval after an extension.
fn full_day(file: &CaseFile, today: Day) -> Option<PartialDay> {
    let approved = file.case.day_of(Step::FullApproved)?;
    if file.case.extended_months() > 0 {
        return Some(approved);
    }
    let admitted = file.case.day_of(Step::AdmissionAssembly)?;
    let ends = probation_ends(&file.case, RulePacks::shipped(), today)?;
    Some(if admitted.is_exact() { PartialDay::Day(ends.day) } else { approved })
}

fn require_awaited(reading: &Reading<'_>, file: &CaseFile, deed: &Deed<'_>) -> Result<()> {
    let offered = offer(file, &Spans::of(reading, [file])?);
    refuse_unless(
        offered.is_some_and(|offered| offered.act == deed.act),
        &match deed.act {
            "admit" => format!("{}已在名册里，或者还没有登记党委审批，不能登入名册。", file.person.name),
            _ => format!("{}已登记转正，或者还没有登记党委审批转正。", file.person.name),
        },
    )
}

/// Does an act of the register: one movement, one operation.
pub(super) fn act(
    desk: &mut Desk,
    file: &CaseFile,
    deed: &Deed<'_>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let is_anew = desk.book()?.read(|reading| {
        require_awaited(reading, file, deed)?;
        Ok::<_, DeskError>(is_anew(reading, file)?)
    })?;
    let is_full = deed.act == "become_full";
    let label = if is_full { "转正日期" } else { "入党日期" };
    let occurred_on = values.need_partial_day("occurred_on", label);
    let branch = values.organisation("branch").filter(|_| !is_full);
    let group = values.organisation("group").filter(|_| !is_full);
    if !is_full {
        refuse_other_joining(known_joining(file, is_anew), occurred_on, &mut values);
    }
    let note = values.text("note");
    values.finish()?;
    let kind = if is_full { MovementKind::BecameFull } else { MovementKind::Admitted };
    let reason = if is_anew && !is_full { "重新入党" } else { reason(file, kind) };
    let command = MemberMove {
        branch,
        group,
        note,
        reason: Some(reason.to_owned()),
        ..MemberMove::of(file.person.id, kind, occurred_on)
    };
    let Outcome { body, changed } = desk.handle(command, &Unwatched)?;
    Ok(Outcome { body: done(file.stored.id, sentence(file, kind, &body)), changed })
}

/// The code of the reason that a case knows (`assets/rules/movement_reason.tsv`): 发展新党员, 按期转正, and after an
/// extension of the probation 延长预备期后转正.
fn reason(file: &CaseFile, kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::BecameFull if file.case.extended_months() > 0 => "72",
        MovementKind::BecameFull => "71",
        _ => "11",
    }
}

/// Whether an admission begins another period in the Party: the register knows that an earlier one is over.
fn is_anew(reading: &Reading<'_>, file: &CaseFile) -> Result<bool, LedgerError> {
    Ok(last_leaving(reading, file.person.id)? == Some(MovementKind::Expelled))
}

/// The day of joining that the book knows already; that of a period that is over says nothing of the next.
fn known_joining(file: &CaseFile, is_anew: bool) -> Option<PartialDay> {
    file.person.joined_on.filter(|_| !is_anew)
}

/// The book's own day of joining is corrected in the record of the member, not on the way.
fn refuse_other_joining(known: Option<PartialDay>, occurred_on: PartialDay, values: &mut Values) {
    if let Some(known) = known.filter(|known| *known != occurred_on) {
        let words = format!("台账里的入党日期是 {}，与这里不同，请先核对基本情况。", known.label());
        values.refuse("occurred_on", words);
    }
}

fn sentence(file: &CaseFile, kind: MovementKind, moved: &MemberMoved) -> String {
    let what = if kind == MovementKind::Admitted { "登入名册，为预备党员" } else { "登记转正" };
    let month = moved.booked_month.label();
    format!("{}已{what}，计入{month}的党员增减。{}", file.person.name, moved.warnings.join(""))
}
