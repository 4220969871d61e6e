//! Temporary branches: set up for a project with a planned end, and ended with everybody who takes part. Members keep
//! their home branch, so no count changes.

use branchbook_contract::Kind;
use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::day::Day;
use branchbook_domain::organisation::check_temporary;
use branchbook_ledger::table::organisation::{Level, Organisation, list_on};
use branchbook_ledger::table::role::RoleHeld;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};

use super::super::participant::taking_part;
use super::super::{choices, done, refuse_ahead};
use super::merge::{groups_on, require_younger};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::{Values, field};
use crate::month::finding::with_record;
use crate::organisation::{added, close};

/// The form of a new one.
pub(super) fn form(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let parents = choices(reading, today, |each| Level::TemporaryBranch.may_stand_below(each.level))?;
    let mut fields = vec![
        field("parent", "批准成立的党组织", parents, 2).required(),
        field("name", "名称", FolioControl::Text(Vec::new()), 2).required(),
        field("from_on", "成立日期", FolioControl::Day, 2).holding(today).required(),
    ];
    fields.extend(self::fields(None));
    fields.push(field("note", "批准文件或说明", FolioControl::Text(Vec::new()), 4));
    Ok(FolioEntry {
        title: "新设临时党支部".to_owned(),
        about: "为一项任务临时设立，须经上级党组织批准。参加的党员组织关系不转接，仍在所在支部计算人数；参加人在“临时党支部成员”里登记。"
            .to_owned(),
        fields,
        button: "新设".to_owned(),
        is_danger: false,
    })
}

/// What only a temporary branch has.
pub(super) fn fields(known: Option<&Organisation>) -> Vec<FolioField> {
    vec![
        field("planned_end_on", "预计结束", FolioControl::Day, 2)
            .holding_some(known.and_then(|known| known.planned_end_on))
            .required(),
        field("project", "任务或项目", FolioControl::Text(Vec::new()), 4)
            .holding_some(known.and_then(|known| known.project.clone()))
            .required(),
    ]
}

/// Project and planned end from the form.
pub(super) fn filled(from: Option<Day>, values: &mut Values) -> (Option<String>, Option<Day>) {
    let end = values.need_day("planned_end_on", "预计结束日期");
    if end != Day::MIN && from.is_some_and(|from| end <= from) {
        values.refuse("planned_end_on", "预计结束日期应晚于成立日期。");
    }
    (Some(values.need_text("project", "任务或项目")), Some(end))
}

/// Sets one up.
pub(super) fn set_up(desk: &mut Desk, mut values: Values) -> Result<Outcome<FolioDone>> {
    let parent = values.organisation("parent");
    if parent.is_none() {
        values.refuse("parent", "请选择批准成立的党组织。");
    }
    let from_on = Some(values.need_day("from_on", "成立日期"));
    values.refuse_ahead("from_on", from_on);
    let command = OrganisationAdd {
        parent,
        level: Level::TemporaryBranch,
        name: values.need_text("name", "名称"),
        position: None,
        from_on,
        note: values.text("note"),
    };
    let (project, planned_end_on) = filled(from_on, &mut values);
    values.finish()?;
    let title = format!("新设临时党支部：{}", command.name);
    let operation = Operation::new(OperationKind::OrganisationAdd, &title);
    let written = desk.book_mut()?.write(&operation, |writing| {
        let organisation = added(writing, &command, writing.new_uid())?;
        Ok::<_, DeskError>(writing.insert(&Organisation { project, planned_end_on, ..organisation })?)
    })?;
    Ok(outcome_of(written, |_| done(format!("已{title}。请在“临时党支部成员”里登记参加的党员。"))))
}

/// The form that ends one.
pub(super) fn finish_form(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    today: Day,
) -> Result<FolioEntry> {
    let count = taking_part(reading, stored.id)?.iter().filter(|role| role.to_on.is_none()).count();
    Ok(FolioEntry {
        title: format!("期满结束：{}", stored.name),
        about: format!(
            "{count} 名党员的参加、临时党支部的任职和党小组同日结束，可以一次撤销。党员的组织关系一直在所在支部，不作增减。"
        ),
        fields: vec![
            field("to_on", "结束日期", FolioControl::Day, 2).holding(today).required(),
            field("note", "说明", FolioControl::Text(Vec::new()), 4),
        ],
        button: "期满结束".to_owned(),
        is_danger: true,
    })
}

/// Ends one with everything in it.
pub(super) fn finish(
    desk: &mut Desk,
    stored: &Stored<Organisation>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let to = values.need_day("to_on", "结束日期");
    let note = values.text("note").or_else(|| stored.note.clone());
    values.finish()?;
    if stored.level != Level::TemporaryBranch {
        return Err(DeskError::refused("只有临时党支部可以期满结束，其他组织请用“撤销”。"));
    }
    refuse_ahead("to_on", to, today)?;
    require_younger(stored, to).map_err(|_| DeskError::field("to_on", "结束日期应晚于成立日期。"))?;
    let ended = Organisation { note, ..stored.value.clone() };
    let title = format!("期满结束：{}", stored.name);
    let operation = Operation::new(OperationKind::OrganisationEdit, &title);
    let written = desk.book_mut()?.write(&operation, |writing| {
        let count = end_roles(writing, stored, to)?;
        for group in groups_on(writing, stored.id, to)? {
            close(writing, group.id, &group.value, to)?;
        }
        close(writing, stored.id, &ended, to)?;
        Ok::<_, DeskError>(count)
    })?;
    Ok(outcome_of(written, |count| done(format!("已{title}，{count} 名党员的参加同日结束。"))))
}

/// Ends every participation that still runs.
fn end_roles(writing: &mut Writing<'_>, stored: &Stored<Organisation>, to: Day) -> Result<usize> {
    let mut count = 0;
    for role in taking_part(writing, stored.id)? {
        if role.to_on.is_none_or(|end| end > to) {
            let end = role.from_on.map_or(to, |from| from.max(to));
            writing.update(role.id, &RoleHeld { to_on: Some(end), ..role.value })?;
            count += 1;
        }
    }
    Ok(count)
}

/// Those whose planned end is over.
pub(super) fn overdue(reading: &Reading<'_>, today: Day) -> Result<Vec<Stored<Organisation>>, LedgerError> {
    let mut all = planned(reading, today)?;
    all.retain(|each| each.planned_end_on.is_some_and(|end| end < today));
    Ok(all)
}

/// Their planned ends, for the first page.
pub(super) fn falls_due(reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
    let due = |each: Stored<Organisation>| {
        each.planned_end_on.map(|on| FallsDue {
            on,
            is_about: false,
            label: "临时党支部".to_owned(),
            is_late: on < today,
            sentence: format!("{}预计结束，还没有登记期满结束", each.name),
            opens: format!("folio/organisations?chip={}", Level::TemporaryBranch.code()),
        })
    };
    Ok(planned(reading, today)?.into_iter().filter_map(due).collect())
}

/// Findings on those whose planned end is over.
pub(super) fn findings(reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
    let found = |each: Stored<Organisation>| {
        let found = check_temporary(&each.name, each.planned_end_on, today)?;
        Some(with_record(found, Kind::Organisation, each.id.0))
    };
    Ok(planned(reading, today)?.into_iter().filter_map(found).collect())
}

fn planned(reading: &Reading<'_>, today: Day) -> Result<Vec<Stored<Organisation>>, LedgerError> {
    let mut all = list_on(reading, today)?;
    all.retain(|each| each.level == Level::TemporaryBranch && each.planned_end_on.is_some());
    Ok(all)
}
