//! One organisation set up, renamed, moved below another or ended. The rules of the tree are those of the office's
//! settings: this is another door to them.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_contract::organisation::{OrganisationAdd, OrganisationEdit};
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::table::organisation::{Level, Organisation, Turn, change_from, children};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use super::super::{choices, done};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::value::choice;
use crate::folio::{Deed, Values, coded_choices, field};
use crate::organisation::{Edit, added, require_empty, require_free_name, require_turn};

/// The form of a new organisation.
pub(super) fn add_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let above = deed.row.or(deed.subject).map(OrganisationId);
    let above = above.map(|id| reading.require::<Organisation>(id)).transpose()?;
    let fits = |level: Level| match &above {
        Some(above) => level.may_stand_below(above.level),
        None => level != Level::Street,
    };
    let levels: Vec<Level> =
        Level::ALL.iter().copied().filter(|&level| level != Level::TemporaryBranch && fits(level)).collect();
    let first = levels
        .first()
        .copied()
        .filter(|_| levels.len() == 1)
        .or_else(|| levels.contains(&Level::Branch).then_some(Level::Branch));
    let has_children = |each: &Stored<Organisation>| {
        Level::ALL.iter().any(|&level| level != Level::TemporaryBranch && level.may_stand_below(each.level))
    };
    let parents = choices(reading, deed.today, has_children)?;
    Ok(FolioEntry {
        title: "新设组织".to_owned(),
        about: "党支部设在党委或党总支下面，党小组设在党支部下面；有正式党员 3 人以上可以成立党支部。"
            .to_owned(),
        fields: vec![
            field("parent", "上级组织", parents, 2).holding_some(above.map(|above| above.id.0)).required(),
            field("level", "类别", coded_choices(levels, Level::code, Level::label), 2)
                .holding_some(first.map(Level::code))
                .required(),
            field("name", "名称", FolioControl::Text(Vec::new()), 2).required(),
            field("from_on", "成立日期", FolioControl::Day, 2)
                .hinted("不知道可以不填：建账以前就有的，各天都算存在"),
            field("note", "备注", FolioControl::Text(Vec::new()), 4),
        ],
        button: "新设".to_owned(),
        is_danger: false,
    })
}

/// Sets it up.
pub(super) fn add(desk: &mut Desk, _: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let parent = values.organisation("parent");
    if parent.is_none() {
        values.refuse("parent", "请选择上级组织。");
    }
    let level = values.pick("level", Level::from_code);
    if level.is_none() {
        values.refuse("level", "请选择类别。");
    }
    let level = level.unwrap_or(Level::Branch);
    if level == Level::TemporaryBranch {
        values.refuse("level", "临时党支部要登记项目和预计结束日期，请用“新设临时党支部”。");
    }
    let from_on = values.day("from_on");
    values.refuse_ahead("from_on", from_on);
    let command = OrganisationAdd {
        parent,
        level,
        name: values.need_text("name", "名称"),
        position: None,
        from_on,
        note: values.text("note"),
    };
    values.finish()?;
    let title = format!("新增组织：{}", command.name);
    let operation = Operation::new(OperationKind::OrganisationAdd, &title);
    let written = desk.book_mut()?.write(&operation, |writing| {
        let organisation = added(writing, &command, writing.new_uid())?;
        Ok::<_, DeskError>(writing.insert(&organisation)?)
    })?;
    Ok(outcome_of(written, |_| done(format!("已{title}。"))))
}

/// What a new name means, as the form says it.
const RENAMED: &str = "renamed";
const CORRECTED: &str = "corrected";

/// The form of name, order, day and remark.
pub(super) fn edit_form(stored: &Stored<Organisation>, today: Day) -> Result<FolioEntry> {
    let means = vec![
        choice(RENAMED, "改名：从下面这一天起用新名称"),
        choice(CORRECTED, "更正：原来写错了，各天都用新名称"),
    ];
    let mut fields = vec![
        field("name", "名称", FolioControl::Text(Vec::new()), 4).holding(&stored.name).required(),
        field("means", "改了名称时", FolioControl::Pick(means), 2).holding(RENAMED),
        field("on", "新名称从哪天起", FolioControl::Day, 2).holding(today).hinted("以前各天仍显示原名称"),
        field("position", "排序", FolioControl::Number, 1).holding(stored.position),
        field("from_on", "成立日期", FolioControl::Day, 2).holding_some(stored.from_on),
    ];
    if stored.level == Level::TemporaryBranch {
        fields.extend(super::temporary::fields(Some(stored)));
    }
    fields.push(field("note", "备注", FolioControl::Text(Vec::new()), 4).holding_some(stored.note.clone()));
    Ok(FolioEntry {
        title: format!("修改组织：{}", stored.name),
        about: "改名写明从哪天起，以前各天的名册和报表仍是原名称；写错了的选“更正”。已经结账的月份不变。"
            .to_owned(),
        fields,
        button: "保存".to_owned(),
        is_danger: false,
    })
}

/// Renames it or puts it right.
pub(super) fn edit(
    desk: &mut Desk,
    stored: &Stored<Organisation>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let command = OrganisationEdit {
        organisation: stored.id,
        name: Some(values.need_text("name", "名称")),
        named_on: values.day("on"),
        is_correction: values.text("means").as_deref() == Some(CORRECTED),
        position: values.number("position", 0..=9999),
        to_on: None,
        note: Some(values.text("note").unwrap_or_default()),
    };
    let from_on = values.day("from_on");
    let is_temporary = stored.level == Level::TemporaryBranch;
    let of_temporary = is_temporary.then(|| super::temporary::filled(from_on, &mut values));
    values.finish()?;
    let mut edit = Edit::of(stored, &command, today)?;
    edit.new.from_on = from_on;
    if let Some((project, planned_end_on)) = of_temporary {
        (edit.new.project, edit.new.planned_end_on) = (project, planned_end_on);
    }
    made(desk, &edit, today)
}

fn made(desk: &mut Desk, edit: &Edit<'_>, today: Day) -> Result<Outcome<FolioDone>> {
    let title = edit.title();
    let written = edit.make(desk.book_mut()?, "on", today)?;
    Ok(outcome_of(written, |()| done(format!("已{title}。"))))
}

/// The form that moves it below another.
pub(super) fn move_form(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    today: Day,
) -> Result<FolioEntry> {
    let parents = choices(reading, today, |each| stored.level.may_stand_below(each.level))?;
    Ok(FolioEntry {
        title: format!("调整上级：{}", stored.name),
        about: "下面的组织和党员一起跟过去。以前各天的组织树仍按原来的上级显示；已经结账的月份不变。"
            .to_owned(),
        fields: vec![
            field("parent", "新的上级组织", parents, 2)
                .holding_some(stored.parent_id.map(|parent| parent.0))
                .required(),
            field("on", "从哪天起", FolioControl::Day, 2).holding(today).required(),
        ],
        button: "调整".to_owned(),
        is_danger: false,
    })
}

/// Moves it with everything below.
pub(super) fn move_below(
    desk: &mut Desk,
    stored: &Stored<Organisation>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    if stored.level == Level::Group {
        return Err(DeskError::refused("党小组的党员编在党支部里，不能单独调整上级；请用“分设”或“合并”。"));
    }
    let parent = values.organisation("parent");
    if parent.is_none() {
        values.refuse("parent", "请选择新的上级组织。");
    }
    let day = values.day("on").unwrap_or(today);
    values.finish()?;
    let book = desk.book_mut()?;
    let (parent, turn) = book.read(|reading| {
        let parent = parent_for(reading, stored, parent.unwrap_or(OrganisationId(0)), day)?;
        let position = children(reading, parent.id)?.iter().map(|each| each.position).max().unwrap_or(0) + 1;
        let turn = Turn::Below(parent.id, position);
        require_turn(reading, stored, (&turn, day), ("on", today))?;
        Ok::<_, DeskError>((parent, turn))
    })?;
    let title = format!("调整上级：{} 归 {}（{day} 起）", stored.name, parent.name);
    let operation = Operation::new(OperationKind::OrganisationEdit, &title);
    let written = book.write(&operation, |writing| {
        Ok::<_, DeskError>(change_from(writing, stored.id, stored.value.clone(), (&turn, day))?)
    })?;
    Ok(outcome_of(written, |()| done(format!("已{title}。"))))
}

fn parent_for(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    parent: OrganisationId,
    day: Day,
) -> Result<Stored<Organisation>> {
    let parent = reading.require::<Organisation>(parent)?;
    if let Some(from) = parent.from_on.filter(|from| *from > day) {
        return Err(DeskError::field("on", format!("{} 在 {from} 才成立，日期应在这以后。", parent.name)));
    }
    let words = match () {
        () if stored.parent_id == Some(parent.id) => format!("{} 已经归 {}。", stored.name, parent.name),
        () if parent.to_on.is_some() => format!("{} 已经撤销，请选择别的上级组织。", parent.name),
        () if !stored.level.may_stand_below(parent.level) => {
            format!("{}不能设在{}（{}）下面。", stored.level.label(), parent.name, parent.level.label())
        }
        () => {
            require_free_name(reading, &parent, &stored.name, Some(stored.id))?;
            return Ok(parent);
        }
    };
    Err(DeskError::field("parent", words))
}

/// The form that ends it; refused while anybody or anything stands in it.
pub(super) fn end_form(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    today: Day,
) -> Result<FolioEntry> {
    require_empty(reading, stored, [today, today])?;
    Ok(FolioEntry {
        title: format!("撤销组织：{}", stored.name),
        about: "这一天起不再存在；任职和届期同日结束。以前各天的名单仍能看到它。".to_owned(),
        fields: vec![
            field("to_on", "撤销日期", FolioControl::Day, 2).holding(today).required(),
            field("note", "原因", FolioControl::Text(Vec::new()), 4),
        ],
        button: "撤销".to_owned(),
        is_danger: true,
    })
}

/// Ends it.
pub(super) fn end(
    desk: &mut Desk,
    stored: &Stored<Organisation>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let to = values.need_day("to_on", "撤销日期");
    let note = values.text("note").or_else(|| stored.note.clone());
    values.finish()?;
    let command = OrganisationEdit {
        organisation: stored.id,
        name: None,
        named_on: None,
        is_correction: false,
        position: None,
        to_on: Some(to),
        note,
    };
    made(desk, &Edit::of(stored, &command, today)?, today)
}
