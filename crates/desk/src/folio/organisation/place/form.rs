//! What is done with places: added, put right, given to an organisation, ended. Who looked after one before stays
//! known.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PlaceId};
use branchbook_ledger::table::organisation::{
    Level, Organisation, Place, PlaceKind, cares_of, places_on, residents_on,
};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::roles_on;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use super::super::{choices, done, refuse_ahead};
use super::{inside, rank};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::value::choice;
use crate::folio::{Deed, Values, coded_choices, field};
use crate::organisation::{exists_on, reassign};

/// The place of a row.
pub(super) fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<Place>> {
    Ok(reading.require::<Place>(PlaceId(deed.need_row()?))?)
}

/// What has ended stays as it was.
pub(super) fn require_running(place: &Place) -> Result<()> {
    match place.to_on {
        Some(to) => Err(DeskError::refused(format!("{} 已在 {to} 撤销，不能再办理。", place.name))),
        None => Ok(()),
    }
}

/// The form of a new place.
pub(super) fn add(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let above = deed.row.or(deed.subject).map(|id| reading.require::<Place>(PlaceId(id))).transpose()?;
    let next = above.as_ref().and_then(|above| PlaceKind::ALL.get(rank(above.kind) + 1).copied());
    let kinds = coded_choices(PlaceKind::ALL.iter().copied(), PlaceKind::code, PlaceKind::label);
    let looks_after = choices(reading, deed.today, |each| each.level != Level::Street)?;
    Ok(FolioEntry {
        title: "新增网格、楼院、楼栋或楼组".to_owned(),
        about: "网格下面是楼院，楼院下面是楼栋，楼栋下面是楼组；中间的可以跳过。".to_owned(),
        fields: vec![
            field("kind", "类别", kinds, 1).holding(next.unwrap_or(PlaceKind::Grid).code()).required(),
            field("name", "名称", FolioControl::Text(Vec::new()), 3).required(),
            field("parent", "在哪里面", parents(reading, None, deed.today)?, 2)
                .holding_some(above.map(|above| above.id.0)),
            field("organisation", "负责的党组织", looks_after, 2),
            field("from_on", "起", FolioControl::Day, 2).hinted("不知道可以不填"),
        ],
        button: "新增".to_owned(),
        is_danger: false,
    })
}

/// The form that puts a place right.
pub(super) fn edit(reading: &Reading<'_>, stored: &Stored<Place>, today: Day) -> Result<FolioEntry> {
    Ok(FolioEntry {
        title: format!("修改：{}", stored.name),
        about: "更正登记的内容；换了负责组织请用“指定负责组织”，以前由谁负责会留下来。".to_owned(),
        fields: vec![
            field("name", "名称", FolioControl::Text(Vec::new()), 2).holding(&stored.name).required(),
            field("parent", "在哪里面", parents(reading, Some(stored), today)?, 2)
                .holding_some(stored.parent_id.map(|parent| parent.0)),
            field("from_on", "起", FolioControl::Day, 2).holding_some(stored.from_on),
        ],
        button: "保存".to_owned(),
        is_danger: false,
    })
}

/// The form that gives a place to an organisation.
pub(super) fn assign(reading: &Reading<'_>, stored: &Stored<Place>, today: Day) -> Result<FolioEntry> {
    let looks_after = choices(reading, today, |each| each.level != Level::Street)?;
    Ok(FolioEntry {
        title: format!("指定负责组织：{}", stored.name),
        about: "从这一天起由新的党组织负责；以前各天仍显示原来的党组织。空着表示暂时没有人负责。".to_owned(),
        fields: vec![
            field("organisation", "负责的党组织", looks_after, 2)
                .holding_some(stored.organisation_id.map(|id| id.0)),
            field("day", "从哪天起", FolioControl::Day, 2).holding(today).required(),
        ],
        button: "指定".to_owned(),
        is_danger: false,
    })
}

/// The form that ends a place; refused while anything or anybody is there.
pub(super) fn end(reading: &Reading<'_>, stored: &Stored<Place>, today: Day) -> Result<FolioEntry> {
    require_empty(reading, stored, today)?;
    Ok(FolioEntry {
        title: format!("撤销：{}", stored.name),
        about: "这一天起不再使用；以前各天的名单仍能看到它。".to_owned(),
        fields: vec![field("to_on", "撤销日期", FolioControl::Day, 2).holding(today).required()],
        button: "撤销".to_owned(),
        is_danger: true,
    })
}

/// Adds a place.
pub(super) fn added(desk: &mut Desk, mut values: Values) -> Result<Outcome<FolioDone>> {
    let kind = values.pick("kind", PlaceKind::from_code);
    if kind.is_none() {
        values.refuse("kind", "请选择类别。");
    }
    let place = Place {
        parent_id: values.key("parent").map(PlaceId),
        kind: kind.unwrap_or(PlaceKind::Grid),
        name: values.need_text("name", "名称"),
        organisation_id: values.organisation("organisation"),
        from_on: values.day("from_on"),
        to_on: None,
    };
    values.finish()?;
    let title = format!("新增{}：{}", place.kind.label(), place.name);
    let operation = Operation::new(OperationKind::PlaceAdd, &title);
    let book = desk.book_mut()?;
    book.read(|reading| {
        check(reading, None, &place)?;
        place.organisation_id.map_or(Ok(()), |id| require_organisation(reading, id, None))
    })?;
    let written = book.write(&operation, |writing| Ok::<_, DeskError>(writing.insert(&place)?))?;
    Ok(outcome_of(written, |_| done(format!("已{title}。"))))
}

/// Puts a place right.
pub(super) fn edited(
    desk: &mut Desk,
    stored: &Stored<Place>,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let place = Place {
        name: values.need_text("name", "名称"),
        parent_id: values.key("parent").map(PlaceId),
        from_on: values.day("from_on"),
        ..stored.value.clone()
    };
    values.finish()?;
    desk.book()?.read(|reading| check(reading, Some(stored.id), &place))?;
    write(desk, stored.id, &place, &format!("修改地点：{}", place.name))
}

/// Gives it to an organisation from a day.
pub(super) fn assigned(
    desk: &mut Desk,
    stored: &Stored<Place>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let organisation = values.organisation("organisation");
    let day = values.need_day("day", "从哪天起负责");
    values.finish()?;
    refuse_ahead("day", day, today)?;
    if organisation == stored.organisation_id {
        return Err(DeskError::field("organisation", format!("{} 已经由它负责。", stored.name)));
    }
    let book = desk.book_mut()?;
    let name = book.read(|reading| {
        let last = cares_of(reading, stored.id)?.into_iter().map(|care| care.to_on).max();
        if let Some(since) = last.or(stored.from_on).filter(|since| *since >= day) {
            let words = format!("{since} 已经登记过，请填这以后的日期；登记有误的请撤销那次操作。");
            return Err(DeskError::field("day", words));
        }
        let Some(id) = organisation else { return Ok("（没有负责组织）".to_owned()) };
        require_organisation(reading, id, Some(day))?;
        Ok(reading.require::<Organisation>(id)?.value.name)
    })?;
    let title = format!("指定负责组织：{} 由{name}负责", stored.name);
    let operation = Operation::new(OperationKind::PlaceEdit, &title);
    let written = book.write(&operation, |writing| {
        reassign(writing, stored, organisation, day)?;
        Ok::<_, DeskError>(())
    })?;
    Ok(outcome_of(written, |()| done(format!("已{title}（{day} 起）。"))))
}

/// Ends it.
pub(super) fn ended(
    desk: &mut Desk,
    stored: &Stored<Place>,
    today: Day,
    mut values: Values,
) -> Result<Outcome<FolioDone>> {
    let to = values.need_day("to_on", "撤销日期");
    values.finish()?;
    refuse_ahead("to_on", to, today)?;
    if stored.from_on.is_some_and(|from| to <= from) {
        return Err(DeskError::field("to_on", "撤销日期应晚于开始使用的日期。"));
    }
    desk.book()?.read(|reading| require_empty(reading, stored, today))?;
    let place = Place { to_on: Some(to), ..stored.value.clone() };
    write(desk, stored.id, &place, &format!("撤销地点：{}（{to} 起）", stored.name))
}

fn write(desk: &mut Desk, id: PlaceId, place: &Place, title: &str) -> Result<Outcome<FolioDone>> {
    let operation = Operation::new(OperationKind::PlaceEdit, title);
    let written =
        desk.book_mut()?.write(&operation, |writing| Ok::<_, DeskError>(writing.update(id, place)?))?;
    Ok(outcome_of(written, |_| done(format!("已{title}。"))))
}

/// The places that may hold this one.
fn parents(reading: &Reading<'_>, stored: Option<&Stored<Place>>, today: Day) -> Result<FolioControl> {
    let lowest = stored.map_or(rank(PlaceKind::Stairwell), |stored| rank(stored.kind));
    let all = places_on(reading, today)?;
    let fitting = all.iter().filter(|place| rank(place.kind) < lowest);
    let named = fitting.map(|place| choice(place.id.0, format!("{}（{}）", place.name, place.kind.label())));
    Ok(FolioControl::Pick(named.collect()))
}

/// A place stands in a greater one, and brothers are named differently.
fn check(reading: &Reading<'_>, id: Option<PlaceId>, place: &Place) -> Result<()> {
    if let Some(parent) = place.parent_id {
        let parent = reading.get::<Place>(parent)?;
        let parent = parent.ok_or_else(|| DeskError::field("parent", "上一级地点不存在，请重新选择。"))?;
        if rank(parent.kind) >= rank(place.kind) || parent.to_on.is_some() {
            let words =
                format!("{}不能放在{}（{}）里面。", place.kind.label(), parent.name, parent.kind.label());
            return Err(DeskError::field("parent", words));
        }
    }
    let all = branchbook_ledger::table::organisation::places(reading)?;
    let is_same = |other: &Stored<Place>| {
        Some(other.id) != id
            && other.to_on.is_none()
            && (other.parent_id, other.kind, &other.name) == (place.parent_id, place.kind, &place.name)
    };
    match all.iter().any(is_same) {
        true => Err(DeskError::field("name", format!("已经有“{}”，请换一个名称。", place.name))),
        false => Ok(()),
    }
}

fn require_organisation(reading: &Reading<'_>, id: OrganisationId, day: Option<Day>) -> Result<()> {
    let gone = || DeskError::field("organisation", "负责的组织不存在，请重新选择。");
    let stored = reading.get::<Organisation>(id)?.ok_or_else(gone)?;
    let is_there = day.map_or(stored.to_on.is_none(), |day| exists_on(&stored, day));
    if is_there && stored.to_on.is_none() { Ok(()) } else { Err(gone()) }
}

/// Nothing stands in it, nobody lives in it, nobody has a role there.
fn require_empty(reading: &Reading<'_>, stored: &Stored<Place>, today: Day) -> Result<()> {
    let below = inside(reading, stored.id)?;
    if !below.is_empty() {
        let names: Vec<&str> = below.iter().take(5).map(|place| place.name.as_str()).collect();
        let words = format!("{}里面还有{}，请先撤销它们。", stored.name, names.join("、"));
        return Err(DeskError::field("to_on", words));
    }
    let living = residents_on(reading, today)?.into_iter().filter(|(place, _)| *place == stored.id);
    let serving = roles_on(reading, today)?.into_iter().filter(|role| role.place_id == Some(stored.id));
    let mut people: Vec<_> =
        living.map(|(_, person)| person).chain(serving.map(|role| role.person_id)).collect();
    people.dedup();
    if people.is_empty() {
        return Ok(());
    }
    let mut names = Vec::new();
    for person in people.iter().take(5) {
        names.push(reading.require::<Person>(*person)?.value.name);
    }
    let words = format!(
        "{}还有党员或任职人员 {} 人（{}），请先修改他们的住处或任职。",
        stored.name,
        people.len(),
        names.join("、")
    );
    Err(DeskError::field("to_on", words))
}
