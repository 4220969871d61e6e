//! What is done with the steps of a case: their days entered, corrected and taken out; reviews, reports of thoughts and
//! extensions of the probation. A day that is too early is written and found by the rules; one that cannot be is refused.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::{Recurring, RulePacks, Step, StepState, progress};
use branchbook_domain::work_day::WorkCalendar;
use branchbook_ledger::Stored;
use branchbook_ledger::table::development::{DevelopmentCase, DevelopmentStep, EXTENSION};

use super::entry::{
    day_field, form, note_field, noted_after, refuse_impossible, refuse_unless, require_running, save,
    training_fields, with_training,
};
use super::file::CaseFile;
use super::place::Place;
use super::row::{CaseRow, entered, gone, label_of, step_label};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::{Deed, Filled as _, Values, choice, field};

/// Months of an extension that a form takes; what the rules allow is found by them.
const MOST_MONTHS: i64 = 36;

/// The form of an act on a step.
pub(super) fn entry(file: &CaseFile, deed: &Deed<'_>) -> Result<FolioEntry> {
    let name = &file.person.name;
    match deed.act {
        "step" => {
            require_running(file)?;
            Ok(form(format!("登记步骤：{name}"), ABOUT, pick_fields(file, deed.today), "登记"))
        }
        "set" => {
            let step = free_step(file, deed)?;
            let about = limits(file, step, deed.today).unwrap_or_else(|| ABOUT.to_owned());
            let title = format!("登记{}：{name}", label_of(step, file));
            Ok(form(title, &about, step_fields(file, step, None), "登记"))
        }
        "fix" => {
            let row = entered(file, deed)?;
            let title = format!("更正{}：{name}", step_label(&row.step, file));
            Ok(form(title, "更正以前的日期留在历史里，可以撤销。", known_fields(file, row), "保存"))
        }
        "drop" => Ok(drop_form(file, entered(file, deed)?)),
        _ => more_form(file, deed),
    }
}

const ABOUT: &str =
    "请按会议记录和批复上的日期登记。日期早于或晚于规则的期限也可以登记，会作为提示列出，由党组织核对。";

/// The step of the row, which has no day yet.
fn free_step(file: &CaseFile, deed: &Deed<'_>) -> Result<Step> {
    let CaseRow::Step(step) = CaseRow::of(deed)? else { return Err(gone()) };
    require_running(file)?;
    refuse_unless(!step.is_ongoing(), "这一步持续进行，没有单独的日期；请登记考察和思想汇报。")?;
    refuse_unless(file.row_of(step).is_none(), "这一步已经登记，请用“更正”修改日期。")?;
    Ok(step)
}

/// Between which days the rules want a step.
fn limits(file: &CaseFile, step: Step, today: Day) -> Option<String> {
    let all = progress(&file.case, RulePacks::shipped(), WorkCalendar::shipped(), today);
    let seen = all.into_iter().find(|seen| seen.step == step)?;
    let first = seen.not_before.map(|due| format!("最早{}", due.label()));
    let last = seen.until.map(|due| format!("最晚{}", due.label()));
    let days: Vec<String> = first.into_iter().chain(last).collect();
    let basis = seen.articles.join("、");
    (!days.is_empty()).then(|| format!("按规则{}（{basis}）。{ABOUT}", days.join("，")))
}

/// All steps that have no day yet, with the most urgent chosen.
fn pick_fields(file: &CaseFile, today: Day) -> Vec<FolioField> {
    let all = progress(&file.case, RulePacks::shipped(), WorkCalendar::shipped(), today);
    let free = all.iter().filter(|seen| seen.done_on.is_none() && !seen.step.is_ongoing());
    let choices = free.clone().map(|seen| choice(seen.step.code(), seen.label.as_str())).collect();
    let next = Place::of(file, today).next;
    let is_next = |step: Step| next.iter().any(|next| next.step == step);
    let first = free.clone().find(|seen| is_next(seen.step) && seen.state != StepState::NotYet);
    let first = first.or_else(|| free.clone().find(|seen| is_next(seen.step)));
    let mut fields = vec![
        field("step", "步骤", FolioControl::Pick(choices), 2)
            .holding_some(first.map(|seen| seen.step.code()))
            .required(),
        day_field("done_on", "日期").holding(today).required(),
    ];
    let only = |field: FolioField| field.only_if("step", &[Step::Training.code()]);
    fields.extend(training_fields(&file.stored).into_iter().map(only));
    fields.push(note_field(None));
    fields
}

fn step_fields(file: &CaseFile, step: Step, row: Option<&DevelopmentStep>) -> Vec<FolioField> {
    let mut fields = vec![day_field("done_on", "日期").holding_some(row.map(|row| row.done_on)).required()];
    if step == Step::Training {
        fields.extend(training_fields(&file.stored));
    }
    fields.push(note_field(row.and_then(|row| row.note.as_ref())));
    fields
}

/// The fields of what was entered already.
fn known_fields(file: &CaseFile, row: &DevelopmentStep) -> Vec<FolioField> {
    if let Some(step) = Step::from_code(&row.step) {
        return step_fields(file, step, Some(row));
    }
    let mut fields = vec![day_field("done_on", "日期").holding(row.done_on).required()];
    if row.step == EXTENSION {
        fields.push(months_field().holding_some(row.months));
    }
    fields.push(note_field(row.note.as_ref()));
    fields
}

fn months_field() -> FolioField {
    field("months", "延长几个月", FolioControl::Number, 1).required()
}

fn drop_form(file: &CaseFile, row: &DevelopmentStep) -> FolioEntry {
    let title = format!("撤去{}（{}）", step_label(&row.step, file), row.done_on.label());
    let reason = field("note", "原因", FolioControl::Text(Vec::new()), 4).required();
    let about = "登记错了的步骤撤去以后不再计算，原来的登记留在历史里。";
    FolioEntry { is_danger: true, ..form(title, about, vec![reason], "撤去") }
}

/// Reviews, reports, extensions.
fn more_form(file: &CaseFile, deed: &Deed<'_>) -> Result<FolioEntry> {
    require_running(file)?;
    require_stage(file, deed.act)?;
    let day = day_field("done_on", "日期").holding(deed.today).required();
    let (words, about, fields) = match deed.act {
        "review" => ("半年考察", REVIEW, vec![day, note_field(None)]),
        "report" => ("思想汇报", REPORT, vec![day, note_field(None)]),
        "extend" => ("延长预备期", EXTEND, vec![day, months_field().holding(6), note_field(None)]),
        _ => return deed.unknown(),
    };
    Ok(form(format!("登记{words}：{}", file.person.name), about, fields, "登记"))
}

const REVIEW: &str = "党支部每半年对入党积极分子考察一次，登记考察的日期，考察意见写在备注里。";
const REPORT: &str = "登记收到思想汇报的日期。";
const EXTEND: &str =
    "登记支部大会决定延长的日期。预备期只能延长一次，不少于半年，最长不超过一年；转正的最早日期随之顺延。";

/// Does an act on a step.
pub(super) fn act(
    desk: &mut Desk,
    file: &CaseFile,
    deed: &Deed<'_>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let known = match deed.act {
        "fix" | "drop" => Some(entered(file, deed)?.clone()),
        _ => {
            require_running(file)?;
            require_stage(file, deed.act)?;
            None
        }
    };
    let code = code_of(file, deed, known.as_ref(), &mut values)?;
    let row = match (&known, deed.act) {
        (Some(known), "drop") => dropped(known, &mut values, deed.today),
        _ => written(file, &code, known.as_ref(), &mut values, deed.today),
    };
    let case = trained(file, &row, deed.act, &mut values);
    values.finish()?;
    let verb = match deed.act {
        "fix" => "更正",
        "drop" => "撤去",
        _ => "登记",
    };
    let title = format!("{verb}{}", step_label(&row.step, file));
    save(desk, file, &title, deed.today, |writing| {
        match &known {
            Some(known) => writing.update(known.id, &row).map(|_| ())?,
            None => writing.insert(&row).map(|_| ())?,
        }
        writing.update(file.stored.id, &case)?;
        Ok(())
    })
}

/// Which step is meant.
fn code_of(
    file: &CaseFile,
    deed: &Deed<'_>,
    known: Option<&Stored<DevelopmentStep>>,
    values: &mut Values,
) -> Result<String> {
    if let Some(known) = known {
        return Ok(known.step.clone());
    }
    Ok(match deed.act {
        "review" => Recurring::Review.code().to_owned(),
        "report" => Recurring::ThoughtReport.code().to_owned(),
        "extend" => EXTENSION.to_owned(),
        "set" => free_step(file, deed)?.code().to_owned(),
        _ => picked(file, values),
    })
}

/// Refuses what goes with a stage that the case has not reached.
fn require_stage(file: &CaseFile, act: &str) -> Result<()> {
    let has = |step: Step| file.case.day_of(step).is_some();
    match act {
        "review" | "report" => {
            refuse_unless(has(Step::ActivistChosen), "还没有登记确定为入党积极分子，请先登记那一步。")
        }
        "extend" => refuse_unless(
            has(Step::AdmissionAssembly),
            "还没有登记支部大会接收为预备党员，谈不上延长预备期。请先登记那一步。",
        ),
        _ => Ok(()),
    }
}

/// The step that a form chose; it has no day yet.
fn picked(file: &CaseFile, values: &mut Values) -> String {
    let step = values.pick("step", Step::from_code);
    match step {
        None if values.text("step").is_none() => values.refuse("step", "请选择步骤。"),
        Some(step) if step.is_ongoing() => {
            values.refuse("step", "这一步持续进行，没有单独的日期；请登记考察和思想汇报。");
        }
        Some(step) if file.row_of(step).is_some() => {
            values.refuse("step", "这一步已经登记，请在那一行用“更正”修改日期。");
        }
        _ => {}
    }
    step.map_or("", Step::code).to_owned()
}

fn written(
    file: &CaseFile,
    code: &str,
    known: Option<&Stored<DevelopmentStep>>,
    values: &mut Values,
    today: Day,
) -> DevelopmentStep {
    let done_on = values.need_partial_day("done_on", "日期");
    refuse_impossible(values, "done_on", done_on, (file.case.birth_on, today));
    refuse_twice(file, (code, done_on), known, values);
    let months = (code == EXTENSION).then(|| values.number("months", 1..=MOST_MONTHS));
    if months == Some(None) && values.text("months").is_none() {
        values.refuse("months", "请填写延长几个月。");
    }
    DevelopmentStep {
        case_id: file.stored.id,
        step: code.to_owned(),
        done_on,
        months: months.flatten(),
        note: values.text("note"),
        dropped_on: None,
    }
}

/// The same review or report is not entered twice.
fn refuse_twice(
    file: &CaseFile,
    (code, day): (&str, PartialDay),
    known: Option<&Stored<DevelopmentStep>>,
    values: &mut Values,
) {
    let is_other = |row: &&Stored<DevelopmentStep>| known.is_none_or(|known| known.id != row.id);
    let mut others = file.steps.iter().filter(is_other);
    if others.any(|row| row.step == code && row.done_on == day && day.is_exact()) {
        let words = format!("{} 的{}已经登记。", day.label(), step_label(code, file));
        values.refuse("done_on", words);
    }
}

fn dropped(known: &Stored<DevelopmentStep>, values: &mut Values, today: Day) -> DevelopmentStep {
    let reason = values.need_text("note", "撤去的原因");
    let note = noted_after(known.note.as_ref(), &format!("撤去：{reason}"));
    DevelopmentStep { dropped_on: Some(today), note, ..known.value.clone() }
}

/// The case with the length of the training, if the step is the training.
fn trained(file: &CaseFile, row: &DevelopmentStep, act: &str, values: &mut Values) -> DevelopmentCase {
    let is_said = row.step == Step::Training.code() && act != "drop";
    if is_said { with_training(&file.stored, values) } else { file.stored.value.clone() }
}
