//! What is done with participations: somebody joins, leaves, or an entry is put right.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, RoleHeldId};
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::organisation::{Level, Organisation, children, list_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::RoleHeld;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use super::super::{done, refuse_ahead};
use super::{branch_of, place_of, row, taking_part};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::{Deed, Values, choice, field};
use crate::organisation::{PARTICIPANT, exists_on};

/// The label of where somebody takes part.
const PLACE: &str = "临时党支部、党小组";

/// The temporary branches of a day.
fn branches_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Stored<Organisation>>> {
    let mut all = list_on(reading, day)?;
    all.retain(|each| each.level == Level::TemporaryBranch);
    Ok(all)
}

/// Temporary branches, each with its groups.
fn places(
    reading: &Reading<'_>,
    branches: &[Stored<Organisation>],
    (day, own): (Day, Option<OrganisationId>),
) -> Result<FolioControl> {
    let mut places = Vec::new();
    for branch in branches {
        places.push(choice(branch.id, &branch.name));
        let groups = children(reading, branch.id)?.into_iter();
        let groups = groups
            .filter(|group| group.level == Level::Group && (exists_on(group, day) || Some(group.id) == own));
        places.extend(groups.map(|group| choice(group.id, format!("{} {}", branch.name, group.name))));
    }
    Ok(FolioControl::Pick(places))
}

/// The form of who joins.
pub(super) fn join(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let branches = branches_on(reading, deed.today)?;
    let first = branches.first().filter(|_| branches.len() == 1).map(|only| only.id);
    let places = places(reading, &branches, (deed.today, None))?;
    let mut fields = vec![field("branch", PLACE, places, 2).holding_some(first).required()];
    if deed.subject.is_none() {
        fields.push(field("person", "党员", FolioControl::Person(String::new()), 2).required());
    }
    fields.push(field("from_on", "参加日期", FolioControl::Day, 2).holding(deed.today).required());
    fields.push(field("note", "备注", FolioControl::Text(Vec::new()), 2));
    Ok(FolioEntry {
        title: "登记参加".to_owned(),
        about: "组织关系不转接，所在支部和各项人数都不变；临时党支部和所在小组开会时在应到名单里。"
            .to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// The form of who leaves.
pub(super) fn leave(reading: &Reading<'_>, role: &Stored<RoleHeld>, today: Day) -> Result<FolioEntry> {
    let name = reading.require::<Person>(role.person_id)?.value.name;
    Ok(FolioEntry {
        title: format!("登记离开：{name} {}", branch_of(reading, role)?.name),
        about: "这一天起不再参加；参加的经历仍留在台账里。".to_owned(),
        fields: vec![field("to_on", "离开日期", FolioControl::Day, 2).holding(today).required()],
        button: "登记离开".to_owned(),
        is_danger: false,
    })
}

/// The form that puts an entry right.
pub(super) fn edit(reading: &Reading<'_>, role: &Stored<RoleHeld>, today: Day) -> Result<FolioEntry> {
    let name = reading.require::<Person>(role.person_id)?.value.name;
    let branch = branch_of(reading, role)?;
    let places = places(reading, std::slice::from_ref(&branch), (today, role.organisation_id))?;
    Ok(FolioEntry {
        title: format!("更正：{name} {}", branch.name),
        about: "改正登记有误的党小组、日期和备注。".to_owned(),
        fields: vec![
            field("branch", PLACE, places, 4).holding_some(role.organisation_id).required(),
            field("from_on", "参加日期", FolioControl::Day, 2).holding_some(role.from_on).required(),
            field("to_on", "离开日期", FolioControl::Day, 2).holding_some(role.to_on),
            field("note", "备注", FolioControl::Text(Vec::new()), 4).holding_some(role.note.clone()),
        ],
        button: "保存".to_owned(),
        is_danger: false,
    })
}

/// Does one of them.
pub(super) fn done_with(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let known = match deed.act {
        "join" => None,
        _ => Some(desk.book()?.read(|reading| row(reading, deed))?),
    };
    let role = match (deed.act, &known) {
        ("leave", Some(known)) => {
            RoleHeld { to_on: Some(values.need_day("to_on", "离开日期")), ..known.value.clone() }
        }
        (_, Some(known)) => RoleHeld {
            organisation_id: values.organisation("branch").or(known.organisation_id),
            from_on: Some(values.need_day("from_on", "参加日期")),
            to_on: values.day("to_on"),
            note: values.text("note"),
            ..known.value.clone()
        },
        (_, None) => joining(deed, &mut values),
    };
    values.finish()?;
    for (key, day) in [("from_on", role.from_on), ("to_on", role.to_on)] {
        day.map_or(Ok(()), |day| refuse_ahead(key, day, deed.today))?;
    }
    save(desk, known.map(|known| known.id), &role, deed.act)
}

fn joining(deed: &Deed<'_>, values: &mut Values) -> RoleHeld {
    let organisation_id = values.organisation("branch");
    if organisation_id.is_none() {
        values.refuse("branch", "请选择临时党支部。");
    }
    let person = deed.subject.map(PersonId).or_else(|| values.person("person"));
    if person.is_none() {
        values.refuse("person", "请选择党员。");
    }
    RoleHeld {
        person_id: person.unwrap_or(PersonId(0)),
        kind: PARTICIPANT.to_owned(),
        organisation_id,
        unit_id: None,
        place_id: None,
        title: None,
        from_on: Some(values.need_day("from_on", "参加日期")),
        to_on: None,
        note: values.text("note"),
    }
}

/// What does not fit, by field.
fn check(reading: &Reading<'_>, id: Option<RoleHeldId>, role: &RoleHeld) -> Result<()> {
    let branch = branch_of(reading, role)?;
    let from = role.from_on.unwrap_or(Day::MIN);
    if branch.level != Level::TemporaryBranch {
        return Err(DeskError::field("branch", format!("{}不是临时党支部，请重新选择。", branch.name)));
    }
    let place = place_of(reading, role)?;
    if !exists_on(&place, from) {
        return Err(DeskError::field("from_on", format!("{} 在 {from} 不存在，请核对日期。", place.name)));
    }
    if !exists_on(&branch, from) {
        return Err(DeskError::field("from_on", format!("{} 在 {from} 不存在，请核对日期。", branch.name)));
    }
    if role.to_on.is_some_and(|to| to <= from) {
        return Err(DeskError::field("to_on", "离开日期应晚于参加日期。"));
    }
    let overlaps = |other: &Stored<RoleHeld>| {
        let begins_before_end = role.to_on.is_none_or(|to| other.from_on.is_none_or(|other| other < to));
        Some(other.id) != id
            && other.person_id == role.person_id
            && begins_before_end
            && other.to_on.is_none_or(|to| to > from)
    };
    match taking_part(reading, branch.id)?.iter().any(overlaps) {
        true => {
            let words = format!("这位党员这段时间已经登记参加{}，请核对日期。", branch.name);
            Err(DeskError::field("from_on", words))
        }
        false => Ok(()),
    }
}

fn save(desk: &mut Desk, id: Option<RoleHeldId>, role: &RoleHeld, act: &str) -> Result<Outcome<FolioDone>> {
    let verb = match act {
        "leave" => "登记离开临时党支部",
        "edit" => "更正参加临时党支部",
        _ => "登记参加临时党支部",
    };
    let book = desk.book_mut()?;
    let (name, is_member) = book.read(|reading| {
        let person = reading.require::<Person>(role.person_id)?;
        check(reading, id, role)?;
        let home = member_on(reading, person.id, role.from_on.unwrap_or(Day::MIN))?;
        Ok::<_, DeskError>((person.value.name, home.is_some()))
    })?;
    let title = format!("{verb}：{name}");
    let operation = Operation::new(OperationKind::RoleSet, &title);
    let written = book.write(&operation, |writing| {
        match id {
            Some(id) => writing.update(id, role).map(|_| ())?,
            None => writing.insert(role).map(|_| ())?,
        }
        Ok::<_, DeskError>(())
    })?;
    let more = if is_member || act != "join" {
        String::new()
    } else {
        format!(
            "{name}不在本社区党支部在册：临时党支部开会时在应到名单里，表决权在组织关系所在党支部，不记积分。"
        )
    };
    Ok(outcome_of(written, |()| done(format!("已{title}。{more}"))))
}
