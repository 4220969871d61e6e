//! The folio of one case: every step by the rules with its day and its deadlines, reviews and reports, contacts and
//! introducers. Without a case it is the agenda of all cases.

use branchbook_contract::folio::{
    FolioButton, FolioCell, FolioDone, FolioEntry, FolioLink, FolioPage, FolioSubject, FolioTone,
};
use branchbook_domain::day::Day;
use branchbook_domain::development::{
    Recurring, Role, RulePacks, Step, StepProgress, StepState, SupporterStanding, check_case, progress,
};
use branchbook_domain::due_day::{DueDay, months_label};
use branchbook_domain::key::{DevelopmentCaseId, PersonId};
use branchbook_domain::work_day::WorkCalendar;
use branchbook_ledger::table::development::{CaseSupporter, DevelopmentCase, DevelopmentStep, EXTENSION};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::facts::known_facts;
use super::file::CaseFile;
use super::register::Spans;
use super::row::{CaseRow, step_label};
use super::{CASE, act, agenda, paper, register, step, supporter};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Asked, Deed, Folio, Head, Line, PeopleKeys, Sheet, Values, button, cell, noted, tagged};

/// The folio.
pub(crate) struct OneCase;

pub(super) const HEAD: Head = Head {
    folio: CASE,
    title: "发展党员办理",
    about: "一份档案的全部步骤：登记了哪天，按规则最早、最晚哪天，出自哪一条。没有打开档案时，列出所有档案的下一步。",
    group: "发展党员",
};

const COLUMNS: &[(&str, u8)] =
    &[("步骤", 0), ("日期", 12), ("最早", 13), ("最晚", 13), ("状态", 8), ("依据", 12)];

impl Folio for OneCase {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        let case = deed.subject.map(|id| reading.require::<DevelopmentCase>(DevelopmentCaseId(id)));
        Ok(case.transpose()?.map(|case| case.person_id))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let Some(id) = asked.subject else { return agenda::page(reading, asked) };
        let file = CaseFile::get(reading, DevelopmentCaseId(id), asked.on)?;
        let mut sheet = buttons(sheet(), &file, asked.on);
        let spans = Spans::of(reading, [&file])?;
        let admitted = register::offer(&file, &spans);
        facts(&mut sheet, &file, asked.on);
        lines(&mut sheet, &file, admitted.as_ref(), asked.on);
        let packs = RulePacks::shipped();
        if !file.is_dropped(asked.on) {
            sheet.findings = check_case(&file.case, packs, WorkCalendar::shipped(), asked.on);
            sheet.findings.extend(register::gap(&file, &spans, asked.on));
        }
        sheet.subject = Some(FolioSubject {
            label: file.person.name.clone(),
            opens: Some(FolioLink::Member(file.person.id.0)),
            is_only: false,
        });
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        let file = of_deed(reading, deed)?;
        match deed.act {
            "step" | "set" | "fix" | "drop" | "review" | "report" | "extend" => step::entry(&file, deed),
            "contact" | "introducer" | "change" | "leave" | "take_off" => supporter::entry(&file, deed),
            "edit" | "end" | "resume" | "void" => act::entry(reading, &file, deed),
            "admit" | "become_full" => register::entry(reading, &file, deed),
            "print" => Ok(paper::progress_entry(&file)),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        let file = desk.book()?.read(|reading| of_deed(reading, deed))?;
        match deed.act {
            "step" | "set" | "fix" | "drop" | "review" | "report" | "extend" => {
                step::act(desk, &file, deed, values)
            }
            "contact" | "introducer" | "change" | "leave" | "take_off" => {
                supporter::act(desk, &file, deed, values)
            }
            "edit" | "end" | "resume" | "void" => act::act(desk, &file, deed, values),
            "admit" | "become_full" => register::act(desk, &file, deed, values),
            "print" => Ok(paper::progress_sheet(&file, deed.today)),
            _ => deed.unknown(),
        }
    }
}

/// The case that a deed is done with, as of today.
fn of_deed(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<CaseFile> {
    let id = deed.subject.ok_or_else(|| DeskError::refused("请先从“发展党员”里打开一份档案。"))?;
    Ok(CaseFile::get(reading, DevelopmentCaseId(id), deed.today)?)
}

fn sheet() -> Sheet {
    Sheet::new(HEAD, COLUMNS)
        .chip("todo", "待办理")
        .chip("missing", "缺登记")
        .chip("done", "已办理")
        .empty("规则里没有这一天适用的步骤。")
}

fn buttons(sheet: Sheet, file: &CaseFile, on: Day) -> Sheet {
    if !file.is_running() {
        return sheet.act("resume", "恢复办理").act("edit", "修改档案").act("print", "打印进度表");
    }
    let sheet = sheet.act("step", "登记步骤").act("edit", "修改档案").act("print", "打印进度表");
    let sheet = if file.case.is_open(on) { sheet.act("end", "结束档案") } else { sheet };
    sheet.act("void", "作废档案")
}

fn facts(sheet: &mut Sheet, file: &CaseFile, on: Day) {
    for (label, text) in known_facts(file, on) {
        sheet.fact(label, text);
    }
}

fn lines(sheet: &mut Sheet, file: &CaseFile, offered: Option<&FolioButton>, on: Day) {
    for seen in progress(&file.case, RulePacks::shipped(), WorkCalendar::shipped(), on) {
        sheet.push(step_line(file, &seen, offered));
        for entry in file.steps.iter().filter(|row| belongs_to(row, seen.step)) {
            sheet.push(entry_line(file, entry));
        }
        for (stored, known) in file.supporters.iter().zip(&file.case.supporters) {
            if step_of(stored.role) == seen.step {
                sheet.push(supporter_line(stored, known.standing));
            }
        }
    }
}

/// Under which step something stands that is no step itself.
fn belongs_to(row: &DevelopmentStep, step: Step) -> bool {
    match step {
        Step::Fostering => Recurring::from_code(&row.step).is_some(),
        Step::ProbationFostering => row.step == EXTENSION,
        _ => false,
    }
}

/// The step by which supporters of a role are named.
pub(super) fn step_of(role: Role) -> Step {
    match role {
        Role::Contact => Step::ContactsNamed,
        Role::Introducer => Step::IntroducersNamed,
    }
}

fn step_line(file: &CaseFile, seen: &StepProgress, offered: Option<&FolioButton>) -> Line {
    let row = file.row_of(seen.step);
    let note = row.and_then(|row| row.note.clone()).unwrap_or_default();
    let due = |due: Option<DueDay>| cell(due.map(|due| due.to_string()).unwrap_or_default());
    let (tone, mark) = tone_of(seen.state);
    Line {
        row: CaseRow::Step(seen.step).key(),
        cells: vec![
            noted(&seen.label, note),
            day_cell(file, seen),
            due(seen.not_before),
            due(seen.until),
            tagged(seen.state.label(), tone),
            cell(seen.articles.join("、")),
        ],
        acts: step_acts(file, seen, offered),
        marks: vec![mark],
        words: seen.label.to_lowercase(),
    }
}

fn day_cell(file: &CaseFile, seen: &StepProgress) -> FolioCell {
    let count = |what| file.case.recurring.get(&what).map_or(0, Vec::len);
    match (seen.step, seen.done_on, seen.state) {
        (_, Some(day), _) => cell(day.to_string()),
        (Step::Fostering, ..) => {
            let reports = format!("思想汇报 {} 次", count(Recurring::ThoughtReport));
            noted(format!("考察 {} 次", count(Recurring::Review)), reports)
        }
        (Step::ProbationFostering, ..) | (_, None, StepState::NotAsked) => cell(""),
        _ => cell("尚未登记"),
    }
}

fn tone_of(state: StepState) -> (FolioTone, &'static str) {
    match state {
        StepState::Done => (FolioTone::Ok, "done"),
        StepState::Open | StepState::Ongoing => (FolioTone::Due, "todo"),
        StepState::Overdue => (FolioTone::Late, "todo"),
        StepState::NotYet => (FolioTone::Info, "todo"),
        StepState::Missing => (FolioTone::Late, "missing"),
        StepState::NotAsked | StepState::Later => (FolioTone::Plain, "later"),
    }
}

fn step_acts(file: &CaseFile, seen: &StepProgress, offered: Option<&FolioButton>) -> Vec<FolioButton> {
    let is_standing = file.is_running();
    let own: &[(&str, &str)] = match (seen.step, seen.done_on.is_some(), is_standing) {
        (Step::Fostering, _, true) if seen.state != StepState::Later => {
            &[("review", "登记考察"), ("report", "登记思想汇报")]
        }
        (Step::ProbationFostering, _, true) if seen.state == StepState::Ongoing => {
            &[("extend", "登记延长预备期")]
        }
        (Step::Fostering | Step::ProbationFostering, ..) | (_, false, false) => &[],
        (_, false, true) => &[("set", "登记日期")],
        (Step::ContactsNamed, true, true) => {
            &[("contact", "增加培养联系人"), ("fix", "更正"), ("drop", "撤去")]
        }
        (Step::IntroducersNamed, true, true) => {
            &[("introducer", "增加入党介绍人"), ("fix", "更正"), ("drop", "撤去")]
        }
        (_, true, _) => &[("fix", "更正"), ("drop", "撤去")],
    };
    let register = offered.filter(|each| is_standing && register::step_of(&each.act) == Some(seen.step));
    register.cloned().into_iter().chain(own.iter().map(|(act, label)| button(act, label))).collect()
}

fn entry_line(file: &CaseFile, row: &Stored<DevelopmentStep>) -> Line {
    let label = step_label(&row.step, file);
    let months = row.months.and_then(|months| u32::try_from(months).ok()).map(months_label);
    let said = format!("　{label}{}", months.unwrap_or_default());
    Line {
        row: CaseRow::Entry(row.id).key(),
        cells: vec![
            noted(said, row.note.clone().unwrap_or_default()),
            cell(row.done_on.to_string()),
            cell(""),
            cell(""),
            tagged(StepState::Done.label(), FolioTone::Ok),
            cell(""),
        ],
        acts: vec![button("fix", "更正"), button("drop", "撤去")],
        marks: vec!["done"],
        words: label.to_lowercase(),
    }
}

fn supporter_line(row: &Stored<CaseSupporter>, standing: Option<SupporterStanding>) -> Line {
    let tone = match standing {
        Some(SupporterStanding::Full) => FolioTone::Ok,
        Some(_) => FolioTone::Late,
        None => FolioTone::Plain,
    };
    let opens = row.person_id.map(|person| FolioLink::Member(person.0));
    let name = format!("　{}：{}", row.role.label(), row.name);
    Line {
        row: CaseRow::Supporter(row.id).key(),
        cells: vec![
            FolioCell { text: name, opens, ..FolioCell::default() },
            cell(row.from_on.map(|day| day.to_string()).unwrap_or_default()),
            cell(""),
            cell(""),
            tagged(standing.map_or("身份待核对", SupporterStanding::label), tone),
            cell(""),
        ],
        acts: vec![button("change", "修改"), button("leave", "不再担任"), button("take_off", "撤去")],
        marks: vec!["done"],
        words: row.name.to_lowercase(),
    }
}
