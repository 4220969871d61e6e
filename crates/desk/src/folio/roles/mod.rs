//! Roles (身份): one person, many roles. Who is what besides a member, as of a day; roles are given and ended here.

mod entry;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioLink, FolioPage, FolioSubject};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::people;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::roles_of;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored};

use super::{Asked, Deed, Folio, Head, Line, PeopleKeys, Sheet, Values, button, cell, linked, noted};
use crate::desk::{Desk, outcome_of};
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
        let known = people(reading, &ids)?;
        for person in ids.iter().filter_map(|id| known.get(id)) {
            sheet.push(line(reading, &standing, person)?);
        }
        sheet.fact("有身份的人", format!("{} 人", ids.len()));
        if let Some(person) = subject.and_then(|id| known.get(&id)) {
            let label = person.name.clone();
            sheet.subject = Some(FolioSubject { label, opens: Some(FolioLink::Member(person.id.0)) });
        }
        Ok(sheet.finish(asked))
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

fn line(reading: &Reading<'_>, standing: &Standing, person: &Stored<Person>) -> Result<Line> {
    let roles = standing.roles(person.id);
    let words: Vec<String> =
        roles.iter().map(|role| standing.words(reading, role)).collect::<Result<_, LedgerError>>()?;
    let since = roles.iter().filter_map(|role| role.from_on).min();
    let unit = standing.unit(person.id).unwrap_or_default().to_owned();
    let mut acts = vec![button("give", "登记身份")];
    if !roles.is_empty() {
        acts.push(button("end", "结束身份"));
    }
    let count = standing.count(person.id);
    let summary = if count > 1 { format!("{count} 个身份") } else { String::new() };
    let found = format!("{} {} {unit} {}", person.name, person.initials, words.join(" "));
    Ok(Line {
        row: person.id.0,
        cells: vec![
            linked(&person.name, person.id),
            cell(standing.branch(person.id).unwrap_or_default()),
            cell(unit),
            noted(words.join("；"), summary),
            cell(since.map(|day| day.to_string()).unwrap_or_default()),
        ],
        acts,
        marks: standing.marks(person.id),
        words: found.to_lowercase(),
    })
}

fn give(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let given = book.read(|reading| entry::given(reading, deed, &mut values))?;
    values.finish()?;
    let title = format!("登记身份：{}（{}）", given.name, given.kind.label());
    let operation = Operation::new(OperationKind::RoleSet, &title);
    let written = book.write(&operation, |writing| given.write(writing))?;
    Ok(outcome_of(written, |words| FolioDone {
        sentence: format!("已{title}。{words}"),
        is_undoable: true,
        ..FolioDone::default()
    }))
}

fn end(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let (role, name) = book.read(|reading| {
        let role = entry::ended(reading, deed, &mut values)?;
        let name = reading.require::<Person>(PersonId(deed.need_row()?))?.value.name;
        Ok::<_, DeskError>((role, name))
    })?;
    values.finish()?;
    let Some((id, role)) = role else { return Err(DeskError::refused("请选择要结束的身份。")) };
    let label = RoleKind::from_code(&role.kind).map_or("其他身份", RoleKind::label);
    let title = format!("结束身份：{name}（{label}）");
    let operation = Operation::new(OperationKind::RoleSet, &title);
    let written =
        book.write(&operation, |writing| Ok::<_, DeskError>(writing.update(id, &role).map(|_| ())?))?;
    Ok(outcome_of(written, |()| FolioDone {
        sentence: format!("已{title}。"),
        is_undoable: true,
        ..FolioDone::default()
    }))
}
