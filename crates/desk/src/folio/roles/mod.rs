//! Roles (身份): one person, many roles. Who is what besides a member, as of a day; roles are given and ended here.

mod entry;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::roles_of;
use branchbook_ledger::{LedgerError, OperationKind, Reading};

use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Folio, Head, Known, Line, People, PeopleKeys, Sheet, Values, button, cell, dated, noted,
    operate, operate_saying, subject_of,
};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::person::role::{RoleKind, Standing};

/// The folio.
pub(crate) struct Roles;

const HEAD: Head = Head {
    folio: "roles",
    title: "身份",
    about: "一个人的各种身份放在一起看：党员、在职党员报到、联合党委兼职委员、网格员、楼栋长、志愿者等，可看任何一天。",
    group: "党员",
};

const COLUMNS: &[(&str, u8)] = &[("姓名", 6), ("党员", 14), ("在职报到", 14), ("身份", 0), ("自", 9)];

impl Folio for Roles {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::SubjectAndRow
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::MEMBER.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let standing = Standing::on(reading, asked.on)?;
        let mut sheet = RoleKind::ALL
            .into_iter()
            .fold(Sheet::new(HEAD, COLUMNS), |sheet, kind| sheet.chip(kind.code(), kind.label()))
            .chip("member", "党员")
            .chip("reporting", "在职报到")
            .chip("several", "一人多个身份")
            .act("give", "登记身份")
            .empty("这一天还没有登记党员以外的身份。");
        let subject = asked.subject.map(PersonId);
        let ids: Vec<PersonId> = match subject {
            Some(person) => vec![person],
            None => standing.people().into_iter().collect(),
        };
        sheet.fact("有身份的人", format!("{} 人", ids.len()));
        sheet.subject = subject_of(reading, subject.map(|person| person.0))?;
        let rows = People {
            reading,
            on: asked.on,
            key: |person: &PersonId| person.0,
            person: |person| *person,
            marks: &|person| standing.marks(*person),
            words: &|person| {
                let unit = standing.unit(*person).unwrap_or_default();
                format!("{unit} {}", standing.role_words(*person).join(" "))
            },
            line: &|person, known| line(*person, &standing, known),
        };
        sheet.finish_rows(asked, &rows, ids)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "give" => entry::give_form(reading, deed),
            "end" => entry::end_form(reading, deed),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "give" => give(desk, deed, values),
            "end" => end(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        let roles = roles_of(reading, person)?;
        let running = roles.iter().filter(|role| role.to_on.is_none()).count();
        Ok(Some(u32::try_from(running).unwrap_or(u32::MAX)))
    }
}

fn line(person: PersonId, standing: &Standing, known: &Known) -> Line {
    let roles = standing.roles(person);
    let since = roles.iter().filter_map(|role| role.from_on).min();
    let mut acts = vec![button("give", "登记身份")];
    if !roles.is_empty() {
        acts.push(button("end", "结束身份"));
    }
    let count = standing.count(person);
    let summary = if count > 1 { format!("{count} 个身份") } else { String::new() };
    Line {
        cells: vec![
            known.linked(person),
            cell(standing.branch(person).unwrap_or_default()),
            cell(standing.unit(person).unwrap_or_default()),
            noted(standing.role_words(person).join("；"), summary),
            dated(since),
        ],
        acts,
        ..Line::default()
    }
}

fn give(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let given = desk.book()?.read(|reading| entry::given(reading, deed, &mut values))?;
    values.finish()?;
    let title = format!("登记身份：{}（{}）", given.name, given.kind.label());
    operate_saying(desk, OperationKind::RoleSet, &title, |writing| given.write(writing), |words| words)
}

fn end(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let (role, name) = desk.book()?.read(|reading| {
        let role = entry::ended(reading, deed, &mut values)?;
        let name = reading.require::<Person>(PersonId(deed.need_row()?))?.value.name;
        Ok::<_, DeskError>((role, name))
    })?;
    values.finish()?;
    let Some((id, role)) = role else { return Err(DeskError::refused("请选择要结束的身份。")) };
    let label = RoleKind::from_code(&role.kind).map_or("其他身份", RoleKind::label);
    let title = format!("结束身份：{name}（{label}）");
    operate(desk, OperationKind::RoleSet, &title, |writing| Ok(writing.update(id, &role).map(|_| ())?))
}
