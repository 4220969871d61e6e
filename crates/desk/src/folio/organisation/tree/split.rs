//! 分设: new branches out of one: everybody who goes is moved in one operation, by name or with a whole group. Who is
//! not named stays.

use std::collections::{HashMap, HashSet};

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::membership::{MemberOnDay, branch_members_on};
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::super::{done, refuse_ahead};
use super::carry::{Carry, with_count};
use super::merge::{groups_on, require_younger};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::named::Roll;
use crate::folio::value::choice;
use crate::folio::{Values, field};
use crate::organisation::{Names, added, is_free_name, read_name};

/// New branches of one form at most.
const MOST: usize = 3;

/// The form.
pub(super) fn form(reading: &Reading<'_>, stored: &Stored<Organisation>, today: Day) -> Result<FolioEntry> {
    let members = branch_members_on(reading, stored.id, today)?.len();
    let groups = groups_on(reading, stored.id, today)?;
    let choices: Vec<_> = groups.iter().map(|group| choice(group.id.0, &group.name)).collect();
    let fates = vec![choice("become", "撤销：党小组改为党支部"), choice("keep", "保留：仍是新支部的党小组")];
    let mut fields = vec![field("day", "分设日期", FolioControl::Day, 2).holding(today).required()];
    if !groups.is_empty() {
        fields.push(field("fate", "整组划出的党小组", FolioControl::Pick(fates), 2).holding("become"));
    }
    for at in 1..=MOST {
        let name = field(&key("name", at), &format!("新党支部{at}"), FolioControl::Text(Vec::new()), 4);
        fields.push(if at == 1 { name.required() } else { name.hinted("不需要可以空着") });
        if !groups.is_empty() {
            fields.push(field(&key("groups", at), "整组划入", FolioControl::Ticks(choices.clone()), 4));
        }
        fields.push(
            field(&key("people", at), "划入的党员", FolioControl::Lines, 4)
                .hinted("一行一个姓名；重名的在后面写出生年月，如 李强（1962-05）"),
        );
    }
    fields.push(field("note", "批准文件或说明", FolioControl::Text(Vec::new()), 4));
    Ok(FolioEntry {
        title: format!("分设：{}", stored.name),
        about: format!(
            "{}今天有党员 {members} 人。没有划出的党员留在原支部；划出的党员转入新支部并登记增减，他们在原支部的任职同日结束。整个操作可以一次撤销。分设须先经上级党组织批准，每个党支部一般有正式党员 3 人以上、党员不超过 50 人。",
            stored.name
        ),
        fields,
        button: "分设".to_owned(),
        is_danger: false,
    })
}

fn key(name: &str, at: usize) -> String {
    format!("{name}{at}")
}

/// A new branch with those who go there; beside each the group that goes as a whole.
struct Part {
    name: String,
    groups: Vec<Stored<Organisation>>,
    people: Vec<(PersonId, Option<OrganisationId>)>,
}

/// What the parts are made of, and what is taken already.
struct Sources {
    members: Vec<MemberOnDay>,
    names: Names,
    groups: Vec<Stored<Organisation>>,
    taken: HashSet<PersonId>,
    taken_groups: HashSet<OrganisationId>,
}

/// Splits.
pub(super) fn done_with(
    desk: &mut Desk,
    stored: &Stored<Organisation>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let day = values.need_day("day", "分设日期");
    let keeps = values.text("fate").as_deref() == Some("keep");
    let note = values.text("note").map(|note| format!("：{note}")).unwrap_or_default();
    if stored.level != Level::Branch {
        return Err(DeskError::refused("只有党支部可以分设。"));
    }
    if day == Day::MIN {
        return values.finish().and(Err(DeskError::field("day", "请填写分设日期。")));
    }
    refuse_ahead("day", day, today)?;
    require_younger(stored, day)?;
    let book = desk.book_mut()?;
    let parts = book.read(|reading| parts(reading, stored, day, &mut values))?;
    values.finish()?;
    let new: Vec<String> = parts.iter().map(|part| with_count(&part.name, part.people.len())).collect();
    let words = format!("{}分设{note}", stored.name);
    let carry = Carry { day, today, note: &words };
    let title = format!("分设：{} → {}", stored.name, new.join("、"));
    let operation = Operation::new(OperationKind::OrganisationSplit, &title);
    let written = book.write(&operation, |writing| {
        let mut late = None;
        for part in &parts {
            late = set_up(writing, &carry, stored, part, keeps)?.or(late);
        }
        let left = branch_members_on(writing, stored.id, day)?.len();
        Ok::<_, DeskError>((late.unwrap_or_default(), left))
    })?;
    Ok(outcome_of(written, |(late, left)| {
        done(format!("已{title}，{} 留下 {left} 人。{late}请在“班子与空缺”里登记新支部的任职。", stored.name))
    }))
}

/// The parts of a form; faults go by field.
fn parts(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    day: Day,
    values: &mut Values,
) -> Result<Vec<Part>> {
    let mut sources = Sources {
        members: branch_members_on(reading, stored.id, day)?,
        names: Names::on(reading, day)?,
        groups: groups_on(reading, stored.id, day)?,
        taken: HashSet::new(),
        taken_groups: HashSet::new(),
    };
    let mut parts: Vec<Part> = Vec::new();
    for at in 1..=MOST {
        let Some(part) = sources.part(at, values) else { continue };
        let is_twice = parts.iter().any(|other| other.name == part.name);
        let parent = stored.parent_id.unwrap_or(stored.id);
        if is_twice || !is_free_name(reading, parent, &part.name, None)? {
            values.refuse(&key("name", at), format!("已经有“{}”，请换一个名称。", part.name));
        }
        parts.push(part);
    }
    if parts.is_empty() {
        values.refuse(&key("name", 1), "请填写新党支部的名称。");
    } else if sources.taken.len() == sources.members.len() {
        let words = "原党支部没有留下党员。请至少留下一部分；整个支部并入别的支部请用“合并”。";
        values.refuse(&key("people", 1), words);
    }
    Ok(parts)
}

impl Sources {
    fn part(&mut self, at: usize, values: &mut Values) -> Option<Part> {
        let groups = self.whole_groups(at, values);
        let text = values.lines(&key("people", at)).unwrap_or_default();
        let named = Roll::of("当天的这个党支部里", &self.members, &self.names).read(&text);
        let named = named.unwrap_or_else(|wrong| {
            values.refuse(&key("people", at), wrong);
            Vec::new()
        });
        let name = values.text(&key("name", at));
        if name.is_none() && !(groups.is_empty() && text.is_empty()) {
            values.refuse(&key("name", at), "请填写新党支部的名称。");
        }
        let name = read_name(&name?).unwrap_or_else(|wrong| {
            values.refuse(&key("name", at), wrong);
            String::new()
        });
        let whole: Vec<OrganisationId> = groups.iter().map(|group| group.id).collect();
        let with_group = |member: &MemberOnDay| member.group_id.filter(|group| whole.contains(group));
        let mut people = Vec::new();
        for member in &self.members {
            let group = with_group(member);
            if group.is_none() && !named.contains(&member.person) {
                continue;
            }
            if !self.taken.insert(member.person) {
                let words = format!("{}已经划入另一个新党支部。", member.name);
                values.refuse(&key("people", at), words);
            }
            people.push((member.person, group));
        }
        if people.is_empty() && text.is_empty() {
            values.refuse(&key("people", at), format!("请写明哪些党员划入{name}。"));
        }
        Some(Part { name, groups, people })
    }

    fn whole_groups(&mut self, at: usize, values: &mut Values) -> Vec<Stored<Organisation>> {
        let mut groups = Vec::new();
        for tick in values.ticks(&key("groups", at)) {
            match self.groups.iter().find(|group| group.id.0.to_string() == tick) {
                Some(group) if self.taken_groups.insert(group.id) => groups.push(group.clone()),
                Some(group) => {
                    let words = format!("{}已经划入另一个新党支部。", group.name);
                    values.refuse(&key("groups", at), words);
                }
                None => values.refuse(&key("groups", at), "选中的党小组当天不在这个党支部，请重新选择。"),
            }
        }
        groups
    }
}

fn set_up(
    writing: &mut Writing<'_>,
    carry: &Carry<'_>,
    from: &Stored<Organisation>,
    part: &Part,
    keeps: bool,
) -> Result<Option<String>> {
    let command = OrganisationAdd {
        parent: from.parent_id,
        level: Level::Branch,
        name: part.name.clone(),
        position: None,
        from_on: Some(carry.day),
        note: Some(carry.note.to_owned()),
    };
    let new = added(writing, &command, writing.new_uid())?;
    let branch = writing.insert(&new)?;
    let mut homes = HashMap::new();
    if keeps {
        for group in &part.groups {
            homes.insert(group.id, carry.group(writing, group, from, branch)?);
        }
    }
    let mut late = None;
    for (person, group) in &part.people {
        let group = group.and_then(|group| homes.get(&group).copied());
        late = carry.person(writing, *person, (branch, group), &homes)?.or(late);
    }
    for group in &part.groups {
        carry.end(writing, group, homes.get(&group.id).copied().unwrap_or(branch))?;
    }
    Ok(late)
}
