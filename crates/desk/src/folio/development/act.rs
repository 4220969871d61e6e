//! What is done with a case as a whole: corrected, ended with a reason, taken up again, taken back as a mistake.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::development::CaseEndReason;
use branchbook_ledger::table::development::{DevelopmentCase, cases_of};
use branchbook_ledger::{LedgerError, Reading};

use super::entry::{
    branch_control, day_field, form, need_branch, note_field, noted_after, refuse_impossible, refuse_unless,
    save, training_fields, with_training,
};
use super::file::CaseFile;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Filled as _, Values, coded_choices, field};

/// The form of an act on the whole case.
pub(super) fn entry(reading: &Reading<'_>, file: &CaseFile, deed: &Deed<'_>) -> Result<FolioEntry> {
    let name = &file.person.name;
    let reason = || field("note", "原因", FolioControl::Text(Vec::new()), 4).required();
    Ok(match deed.act {
        "edit" => form(format!("修改档案：{name}"), EDIT, edit_fields(reading, file, deed)?, "保存"),
        "end" => {
            refuse_unless(file.is_open(deed.today), "这份档案已经办完或结束。")?;
            FolioEntry {
                is_danger: true,
                ..form(format!("结束档案：{name}"), END, end_fields(deed), "结束档案")
            }
        }
        "resume" => form(
            format!("恢复办理：{name}"),
            "结束或作废的登记将被取消，以前的步骤都还在。",
            Vec::new(),
            "恢复办理",
        ),
        "void" => {
            let about =
                "只用于建错的档案，作废后不再提醒和统计，登记留在历史里。办不下去的档案请用“结束档案”。";
            FolioEntry {
                is_danger: true, ..form(format!("作废档案：{name}"), about, vec![reason()], "作废")
            }
        }
        _ => return deed.unknown(),
    })
}

const EDIT: &str = "审批超过三个月的，在这里写明特殊情况。推迟讨论转正只适用于转入的预备党员，不超过六个月。";
const END: &str =
    "由党组织决定后登记。结束的档案不再提醒，名册不变；已登入名册的，请另在党员的“办理变动”里登记。";

fn edit_fields(
    reading: &Reading<'_>,
    file: &CaseFile,
    deed: &Deed<'_>,
) -> Result<Vec<FolioField>, LedgerError> {
    let case = &file.stored;
    let lines = |key: &str, label: &str| field(key, label, FolioControl::Text(Vec::new()), 4);
    let branch = field("branch", "党支部", branch_control(reading, deed.today)?, 2);
    let mut fields = vec![branch.holding(case.branch_id).required()];
    fields.extend(training_fields(case));
    fields.extend([
        lines("special_reason", "审批延期的特殊情况").holding_some(case.special_reason.as_ref()),
        field("put_off_until", "推迟讨论转正到", FolioControl::Day, 2).holding_some(case.put_off_until),
        note_field(case.note.as_ref()),
    ]);
    Ok(fields)
}

fn end_fields(deed: &Deed<'_>) -> Vec<FolioField> {
    let reasons =
        coded_choices(CaseEndReason::ALL.iter().copied(), CaseEndReason::code, CaseEndReason::label);
    vec![
        day_field("ended_on", "日期").holding(deed.today).required(),
        field("reason", "原因", reasons, 2).required(),
        note_field(None),
    ]
}

/// Does an act on the whole case.
pub(super) fn act(
    desk: &mut Desk,
    file: &CaseFile,
    deed: &Deed<'_>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let (case, title) = match deed.act {
        "edit" => (edited(desk, file, &mut values, deed)?, "修改发展党员档案"),
        "end" => {
            refuse_unless(file.is_open(deed.today), "这份档案已经办完或结束。")?;
            (ended(file, &mut values, deed), "结束发展党员档案")
        }
        "resume" => (resumed(desk, file)?, "恢复办理发展党员"),
        "void" => {
            let reason = values.need_text("note", "原因");
            let note = noted_after(file.stored.note.as_ref(), &format!("作废：{reason}"));
            let case = DevelopmentCase { dropped_on: Some(deed.today), note, ..file.stored.value.clone() };
            (case, "作废发展党员档案")
        }
        _ => return deed.unknown(),
    };
    values.finish()?;
    save(desk, file, title, deed.today, |writing| {
        writing.update(file.stored.id, &case)?;
        Ok(())
    })
}

fn edited(desk: &Desk, file: &CaseFile, values: &mut Values, deed: &Deed<'_>) -> Result<DevelopmentCase> {
    let old = file.stored.branch_id;
    let branch_id = if values.text("branch") == Some(old.to_string()) {
        old
    } else {
        desk.book()?.read(|reading| need_branch(reading, values, deed.today))?
    };
    Ok(DevelopmentCase {
        branch_id,
        special_reason: values.text("special_reason"),
        put_off_until: values.day("put_off_until"),
        note: values.text("note"),
        ..with_training(&file.stored, values)
    })
}

fn ended(file: &CaseFile, values: &mut Values, deed: &Deed<'_>) -> DevelopmentCase {
    let ended_on = values.need_partial_day("ended_on", "日期");
    refuse_impossible(values, "ended_on", ended_on, (file.case.birth_on, deed.today));
    if let Some(first) = file.steps.first().filter(|first| ended_on.latest() < first.done_on.earliest()) {
        let words = format!("结束日期早于第一步（{}），请核对。", first.done_on.label());
        values.refuse("ended_on", words);
    }
    let reason = values.pick("reason", CaseEndReason::from_code);
    if values.text("reason").is_none() {
        values.refuse("reason", "请选择结束的原因。");
    }
    let words = values.text("note");
    let before = file.stored.note.clone();
    let note = match words {
        Some(words) => noted_after(before.as_ref(), &words),
        None => before,
    };
    DevelopmentCase { ended_by_on: Some(ended_on), end_reason: reason, note, ..file.stored.value.clone() }
}

fn resumed(desk: &Desk, file: &CaseFile) -> Result<DevelopmentCase> {
    let is_over = file.stored.ended_by_on.is_some() || file.stored.dropped_on.is_some();
    refuse_unless(is_over, "这份档案没有结束，不用恢复。")?;
    let others = desk.book()?.read(|reading| cases_of(reading, file.person.id))?;
    let runs = |case: &DevelopmentCase| case.ended_by_on.is_none() && case.dropped_on.is_none();
    if others.iter().any(|other| other.id != file.stored.id && runs(other)) {
        return Err(DeskError::refused(format!("{}另有一份档案，不能同时办理两份。", file.person.name)));
    }
    Ok(DevelopmentCase { ended_by_on: None, end_reason: None, dropped_on: None, ..file.stored.value.clone() })
}
