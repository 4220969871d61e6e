//! People outside the register (名册外人员): everybody in the book who is no member on a day, with what they are. Who
//! becomes a member is registered in the register, where the same person is found again.

use branchbook_contract::folio::{FolioCell, FolioDone, FolioEntry, FolioLink, FolioPage, FolioTone};
use branchbook_domain::key::PersonId;
use branchbook_domain::mask::mask_phone;
use branchbook_ledger::table::membership::people;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::role::outsiders_on;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::whose::words_among;
use super::{
    Asked, Deed, Folio, Head, Line, PeopleKeys, Rows, Sheet, Values, button, cell, linked, noted, subject_of,
    tagged,
};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::person::role::Standing;

/// The folio.
pub(crate) struct Outsiders;

const HEAD: Head = Head {
    folio: "outsiders",
    title: "名册外人员",
    about: "台账里有、这一天不在党员名册里的人：报到的在职党员、已离开的党员、正在培养的人、网格员和志愿者。要登记为党员，在名册里用“新增党员”填同样的姓名和证件号或电话，会认出是同一人。",
    group: "党员",
};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 6), ("是什么", 0), ("从哪里", 18), ("电话", 9), ("出生", 9), ("类别", 8)];

impl Folio for Outsiders {
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
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("reporting", "在职报到")
            .chip("former", "以前的党员")
            .chip("case", "正在培养")
            .chip("volunteer", "志愿者")
            .chip("grid_worker", "网格员")
            .chip("none", "没有身份")
            .empty("这一天台账里的人都在党员名册里。");
        let all = outsiders_on(reading, asked.on)?;
        sheet.fact("名册外", format!("{} 人", all.len()));
        let ids: Vec<PersonId> =
            all.into_iter().filter(|id| asked.subject.is_none_or(|subject| subject == id.0)).collect();
        sheet.subject = subject_of(reading, asked.subject)?;
        sheet.finish_rows(asked, &Outside { reading, standing: &standing }, ids)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "give" => super::roles::Roles.entry(reading, deed),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "give" => super::roles::Roles.act(desk, deed, values),
            _ => deed.unknown(),
        }
    }
}

/// People as they stand outside the register.
struct Outside<'r> {
    reading: &'r Reading<'r>,
    standing: &'r Standing,
}

impl Outside<'_> {
    /// Everything that somebody is.
    fn what(&self, id: PersonId) -> Vec<String> {
        let mut what: Vec<String> = Vec::new();
        what.extend(self.standing.unit(id).map(|unit| format!("在职党员报到（{unit}）")));
        what.extend(self.standing.role_words(id));
        what.extend(self.standing.has_case(id).then(|| "正在培养".to_owned()));
        what.extend(self.standing.left(id).map(|day| format!("以前的党员（{day} 起不在册）")));
        what
    }
}

impl Rows for Outside<'_> {
    type Row = PersonId;

    fn key(&self, row: &PersonId) -> i64 {
        row.0
    }

    fn marks(&self, row: &PersonId) -> Vec<&'static str> {
        let marks = self.standing.marks(*row);
        if marks.is_empty() { vec!["none"] } else { marks }
    }

    fn words(&self, rows: &[PersonId]) -> Result<Vec<String>, LedgerError> {
        let known = words_among(self.reading, rows, &["employer"])?;
        let words = |id: &PersonId| {
            let of_person = known.get(id).map_or("", String::as_str);
            format!("{of_person} {}", self.what(*id).join(" ").to_lowercase())
        };
        Ok(rows.iter().map(words).collect())
    }

    fn lines(&self, rows: &[PersonId]) -> Result<Vec<Line>> {
        let known = people(self.reading, rows)?;
        let shown = rows.iter().filter_map(|id| known.get(id));
        Ok(shown.map(|person| line(person, self.what(person.id), &self.marks(&person.id))).collect())
    }
}

fn line(person: &Stored<Person>, what: Vec<String>, marks: &[&str]) -> Line {
    Line {
        row: person.id.0,
        cells: vec![
            linked(&person.name, person.id),
            roles_cell(what, person.id),
            cell(person.employer.clone().unwrap_or_default()),
            cell(person.phone.as_deref().map(mask_phone).unwrap_or_default()),
            cell(person.birth_on.map(|day| day.to_string()).unwrap_or_default()),
            category(marks),
        ],
        acts: vec![button("give", "登记身份")],
        ..Line::default()
    }
}

/// What somebody is; it leads to the roles.
fn roles_cell(mut is: Vec<String>, person: PersonId) -> FolioCell {
    if is.is_empty() {
        return cell("没有登记身份");
    }
    let first = is.remove(0);
    let opens = Some(FolioLink::Folio("roles".to_owned(), Some(person.0)));
    FolioCell { opens, ..noted(first, is.join("；")) }
}

fn category(marks: &[&str]) -> FolioCell {
    let first = |mark: &str| marks.contains(&mark);
    match () {
        () if first("reporting") => tagged("在职报到", FolioTone::Info),
        () if first("case") => tagged("正在培养", FolioTone::Due),
        () if first("former") => tagged("以前的党员", FolioTone::Plain),
        () if first("none") => tagged("没有身份", FolioTone::Plain),
        () => tagged("有身份", FolioTone::Info),
    }
}
