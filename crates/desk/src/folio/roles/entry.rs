//! The forms of roles: who, which, where, since when; and which of several ends. Somebody who is not on the register is
//! entered by name, found first by birth and phone, and only then new.

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField};
use branchbook_domain::day::Day;
use branchbook_domain::key::{PersonId, RoleHeldId};
use branchbook_domain::name::clean_name;
use branchbook_domain::phone::read_phones;
use branchbook_ledger::table::organisation::{self, Organisation, Place, places_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::{RoleHeld, roles_of};
use branchbook_ledger::table::unit::{Unit, units};
use branchbook_ledger::{Entity, Reading, Writing};
use uuid::Uuid;

use super::super::value::choice;
use super::super::{Deed, Filled as _, Values, coded_choices, field};
use crate::error::Result;
use crate::organisation::Names;
use crate::person::find::{Clue, Found, find, phones_of};
use crate::person::role::{RoleKind, role_words};

/// Whose role it is, if the row or the folio says it.
fn named(deed: &Deed<'_>) -> Option<PersonId> {
    deed.row.or(deed.subject).map(PersonId)
}

/// Asks for a role.
pub(super) fn give_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let mut fields = Vec::new();
    let name = match named(deed) {
        Some(person) => format!("：{}", reading.require::<Person>(person)?.name),
        None => {
            fields.extend(person_fields());
            String::new()
        }
    };
    fields.extend(role_fields(reading, deed.today)?);
    Ok(FolioEntry {
        title: format!("登记身份{name}"),
        about:
            "身份与组织关系无关，不改变党员隶属。名册以外的人填姓名和电话或出生日期，台账里有的会先认出来。"
                .to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

fn person_fields() -> Vec<FolioField> {
    vec![
        field("person", "台账里的人", FolioControl::Person(String::new()), 2)
            .hinted("选了人就不用填下面的姓名"),
        field("name", "姓名（名册以外的人）", FolioControl::Text(Vec::new()), 2),
        field("phone", "电话", FolioControl::Text(Vec::new()), 2),
        field("birth_on", "出生日期", FolioControl::PartialDay, 2).hinted("知道多少填多少，如 1978-05"),
    ]
}

fn role_fields(reading: &Reading<'_>, today: Day) -> Result<Vec<FolioField>> {
    let kinds = coded_choices(RoleKind::ALL, RoleKind::code, RoleKind::label);
    let names = Names::of(reading)?;
    let organisations = organisation::list_on(reading, today)?;
    let organisations = organisations.iter().map(|each| choice(each.id, names.distinct(each.id))).collect();
    let all_units = units(reading)?.into_iter().filter(|unit| unit.to_on.is_none_or(|to| to > today));
    let units = all_units.map(|unit| choice(unit.id, unit.value.name)).collect();
    let places = places_on(reading, today)?.into_iter().map(|place| choice(place.id, place.value.name));
    let places: FolioControl = FolioControl::Pick(places.collect());
    Ok(vec![
        field("kind", "身份", kinds, 2).holding(RoleKind::Volunteer.code()).required(),
        field("title", "职务或称呼", FolioControl::Text(Vec::new()), 2)
            .hinted("如：兼职委员、第三网格网格员"),
        field("organisation", "所在党组织", FolioControl::Pick(organisations), 2)
            .only_if("kind", &["joint_committee", "participant", "other"]),
        field("unit", "所在单位", FolioControl::Pick(units), 2)
            .only_if("kind", &["joint_committee", "volunteer", "other"]),
        field("place", "网格、小区或楼栋", places, 2)
            .only_if("kind", &["grid_worker", "building_head", "volunteer", "other"]),
        field("from_on", "自", FolioControl::Day, 2).holding(today).required(),
        field("note", "备注", FolioControl::Text(Vec::new()), 4),
    ])
}

/// A role to be given.
pub(super) struct Given {
    /// Name of who gets it.
    pub name: String,
    /// Which.
    pub kind: RoleKind,
    person: Option<PersonId>,
    fresh: Person,
    role: RoleHeld,
}

/// The role as the form says it; what is wrong is noted with the values.
pub(super) fn given(reading: &Reading<'_>, deed: &Deed<'_>, values: &mut Values) -> Result<Given> {
    let fresh = fresh(values);
    let person = match named(deed) {
        Some(person) => Some(person),
        None => whose(reading, &fresh, values)?,
    };
    let kind = values.pick("kind", RoleKind::from_code).unwrap_or(RoleKind::Other);
    let from = values.need_day("from_on", "开始日期");
    values.refuse_ahead("from_on", Some(from));
    let role = RoleHeld {
        person_id: person.unwrap_or(PersonId(0)),
        kind: kind.code().to_owned(),
        organisation_id: record::<Organisation>(reading, values, "organisation")?,
        unit_id: record::<Unit>(reading, values, "unit")?,
        place_id: record::<Place>(reading, values, "place")?,
        title: values.text("title"),
        from_on: Some(from),
        to_on: None,
        note: values.text("note"),
    };
    check(reading, &role, kind, values)?;
    let known = person.map(|person| reading.require::<Person>(person)).transpose()?;
    values.refuse_absurd("from_on", Some(from), known.as_ref().and_then(|known| known.birth_on));
    let name = known.map_or_else(|| fresh.name.clone(), |known| known.value.name);
    Ok(Given { name, kind, person, fresh, role })
}

/// The key of a record that must exist.
fn record<E: Entity>(reading: &Reading<'_>, values: &mut Values, key: &str) -> Result<Option<E::Id>> {
    let Some(id) = values.key(key).map(E::Id::from) else { return Ok(None) };
    if reading.get::<E>(id)?.is_none() {
        values.refuse(key, "选择的记录不存在，请重新选择。");
    }
    Ok(Some(id))
}

fn fresh(values: &mut Values) -> Person {
    let phones = read_phones(&values.text("phone").unwrap_or_default());
    Person {
        phone: Some(phones.text()).filter(|text| !text.is_empty()),
        birth_on: values.partial_day("birth_on"),
        ..Person::named(Uuid::nil(), &clean_name(&values.text("name").unwrap_or_default()))
    }
}

/// Somebody of the book, or nobody for somebody new.
fn whose(reading: &Reading<'_>, fresh: &Person, values: &mut Values) -> Result<Option<PersonId>> {
    if let Some(person) = values.person("person") {
        if reading.get::<Person>(person)?.is_none() {
            values.refuse("person", "选择的人不在台账里，请重新选择。");
        }
        return Ok(Some(person));
    }
    if fresh.name.is_empty() {
        values.refuse("person", "请从台账里选人，或填写姓名。");
        return Ok(None);
    }
    if fresh.phone.is_none() && fresh.birth_on.is_none() {
        values.refuse("phone", "请填写电话或出生日期，好与同名的人区别。");
    }
    let phones = phones_of([fresh.phone.as_deref()]);
    let clue = Clue { name: &fresh.name, id_number: None, birth: fresh.birth_on, phones: &phones };
    Ok(match find(reading, &clue, None)? {
        Found::One(person) => Some(person),
        Found::Several(count) => {
            values
                .refuse("name", format!("台账里有 {count} 名“{}”与填写的相符，请从台账里选人。", fresh.name));
            None
        }
        Found::Nobody | Found::OtherName(_) => None,
    })
}

fn check(reading: &Reading<'_>, role: &RoleHeld, kind: RoleKind, values: &mut Values) -> Result<()> {
    if kind == RoleKind::Participant && role.organisation_id.is_none() {
        values.refuse("organisation", "请选择参加的临时党组织。");
    }
    if kind == RoleKind::Other && role.title.is_none() {
        values.refuse("title", "其他身份请写明是什么。");
    }
    let is_same = |known: &RoleHeld| {
        known.to_on.is_none()
            && (&known.kind, known.organisation_id, known.unit_id, known.place_id, &known.title)
                == (&role.kind, role.organisation_id, role.unit_id, role.place_id, &role.title)
    };
    if role.person_id != PersonId(0) && roles_of(reading, role.person_id)?.iter().any(|known| is_same(known))
    {
        values.refuse("kind", "已经登记过这个身份，还没有结束，不用重复登记。");
    }
    Ok(())
}

impl Given {
    /// Writes the role, and the person if nobody is known; says whom it took.
    pub fn write(&self, writing: &mut Writing<'_>) -> Result<String> {
        let (person_id, words) = match self.person {
            Some(person) => (self.fill(writing, person)?, String::new()),
            None => {
                let uid = writing.new_uid();
                let person = writing.insert(&Person { uid, ..self.fresh.clone() })?;
                (person, "台账里没有此人，已作为新的人登记。".to_owned())
            }
        };
        writing.insert(&RoleHeld { person_id, ..self.role.clone() })?;
        Ok(words)
    }

    /// Fills what was blank; what stands stays.
    fn fill(&self, writing: &mut Writing<'_>, person: PersonId) -> Result<PersonId> {
        let known = writing.require::<Person>(person)?;
        let filled = Person {
            phone: known.phone.clone().or_else(|| self.fresh.phone.clone()),
            birth_on: known.birth_on.or(self.fresh.birth_on),
            ..known.value.clone()
        };
        writing.update(person, &filled)?;
        Ok(person)
    }
}

/// Asks which role ends, and when.
pub(super) fn end_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let person = PersonId(deed.need_row()?);
    let names = Names::of(reading)?;
    let mut choices = Vec::new();
    for role in running(reading, person)? {
        choices.push(choice(role.0, role_words(reading, &names, &role.1)?));
    }
    let first = choices.first().filter(|_| choices.len() == 1).map(|only| only.value.clone());
    Ok(FolioEntry {
        title: format!("结束身份：{}", reading.require::<Person>(person)?.name),
        about: "结束的身份留在台账里，看以前的日期仍然列出。".to_owned(),
        fields: vec![
            field("role", "身份", FolioControl::Pick(choices), 4).holding_some(first).required(),
            field("to_on", "结束日期", FolioControl::Day, 2).holding(deed.today).required(),
        ],
        button: "结束".to_owned(),
        is_danger: true,
    })
}

fn running(reading: &Reading<'_>, person: PersonId) -> Result<Vec<(RoleHeldId, RoleHeld)>> {
    let all = roles_of(reading, person)?.into_iter();
    Ok(all.filter(|role| role.to_on.is_none()).map(|role| (role.id, role.value)).collect())
}

/// The role that ends, with its end.
pub(super) fn ended(
    reading: &Reading<'_>,
    deed: &Deed<'_>,
    values: &mut Values,
) -> Result<Option<(RoleHeldId, RoleHeld)>> {
    let person = PersonId(deed.need_row()?);
    let wanted = values.key("role").map(RoleHeldId);
    let to = values.need_day("to_on", "结束日期");
    values.refuse_ahead("to_on", Some(to));
    let known = running(reading, person)?.into_iter().find(|(id, _)| Some(*id) == wanted);
    let Some((id, role)) = known else {
        values.refuse("role", "请选择要结束的身份。");
        return Ok(None);
    };
    if role.from_on.is_some_and(|from| to < from) {
        values.refuse("to_on", "结束日期早于开始日期，请核对。");
    }
    Ok(Some((id, RoleHeld { to_on: Some(to), ..role })))
}
