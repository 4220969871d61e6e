//! The four commands of folios: which there are, their rows, the form of an act, the act.

use std::collections::BTreeMap;

use branchbook_contract::book::Office;
use branchbook_contract::folio::{
    FolioAct, FolioButton, FolioDone, FolioEntry, FolioForm, FolioList, FolioName, FolioPage, FolioShow,
};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_ledger::{LedgerError, Reading};

use super::posting::for_posting;
use super::{Asked, Deed, FOLIOS, Folio, PeopleKeys, Values, record};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome, of_the_other};
use crate::error::{DeskError, Result};
use crate::person::follow::Merged;
use crate::progress::Progress;

/// Rows at most where nothing is said.
const LIMIT: u32 = 100;

impl Handle<FolioList> for Desk {
    fn handle(&mut self, command: FolioList, _: &dyn Progress) -> Result<Outcome<Vec<FolioName>>> {
        let today = self.clock().today();
        let merged = self.book()?.read(Merged::of)?;
        let count = |folio: &dyn Folio, reading: &Reading<'_>| match command.person {
            Some(person) => folio.count_of(reading, merged.standing(PersonId(person))),
            None => folio.attention(reading, today).map(Some),
        };
        let office = self.office();
        let names = self.book()?.read(|reading| {
            let own = FOLIOS.iter().filter(|folio| Some(folio.office()) == office);
            let named = own.map(|folio| Ok(count(*folio, reading)?.map(|count| name(*folio, count))));
            named.filter_map(Result::transpose).collect::<Result<Vec<_>, LedgerError>>()
        })?;
        Ok(Outcome::unchanged(names))
    }
}

impl Handle<FolioShow> for Desk {
    fn handle(&mut self, command: FolioShow, _: &dyn Progress) -> Result<Outcome<FolioPage>> {
        let folio = folio_named(&command.folio, self.office())?;
        let meant = self.book()?.read(|reading| Meant::of(reading, folio, (None, command.subject)))?;
        let asked = Asked {
            subject: meant.subject,
            chip: command.chip.as_deref().filter(|chip| !chip.is_empty()),
            words: command.words.trim(),
            on: command.on.unwrap_or_else(|| self.clock().today()),
            offset: command.offset,
            limit: command.limit.unwrap_or(LIMIT),
        };
        let today = self.clock().today();
        let page = self.book()?.read(|reading| {
            let mut page = folio.page(reading, &asked)?;
            page.acts = possible(folio, reading, (page.acts, asked.subject), today)?;
            record::offer(folio, &mut page, asked.subject);
            Ok::<_, DeskError>(page)
        })?;
        Ok(Outcome::unchanged(page))
    }
}

impl Handle<FolioForm> for Desk {
    fn handle(&mut self, command: FolioForm, _: &dyn Progress) -> Result<Outcome<FolioEntry>> {
        let folio = folio_named(&command.folio, self.office())?;
        let today = self.clock().today();
        let given = &command.values;
        let meant = self.book()?.read(|reading| Meant::of(reading, folio, (command.row, command.subject)))?;
        let deed = Deed { act: &command.act, row: meant.row, subject: meant.subject, today, given };
        if let Some(entry) = record::form_of_row(folio, &deed) {
            return Ok(Outcome::unchanged(entry));
        }
        Ok(Outcome::unchanged(self.book()?.read(|reading| folio.entry(reading, &deed))?))
    }
}

impl Handle<FolioAct> for Desk {
    fn handle(&mut self, command: FolioAct, _: &dyn Progress) -> Result<Outcome<FolioDone>> {
        let folio = folio_named(&command.folio, self.office())?;
        let today = self.clock().today();
        let given = &command.values;
        let meant = self.book()?.read(|reading| Meant::of(reading, folio, (command.row, command.subject)))?;
        let deed = Deed { act: &command.act, row: meant.row, subject: meant.subject, today, given };
        if let Some(outcome) = record::act_of_row(folio, &deed) {
            return Ok(outcome);
        }
        let values = Values::new(command.values.clone(), today).among(meant.merged);
        let mut outcome = folio.act(self, &deed, values)?;
        if !folio.shows_in_full() {
            outcome.body.paper = outcome.body.paper.take().map(for_posting);
        }
        Ok(outcome)
    }
}

/// The keys that a folio is told, those of people as the records that stand.
struct Meant {
    row: Option<i64>,
    subject: Option<i64>,
    merged: Merged,
}

impl Meant {
    fn of(
        reading: &Reading<'_>,
        folio: &dyn Folio,
        (row, subject): (Option<i64>, Option<i64>),
    ) -> Result<Self, LedgerError> {
        let merged = Merged::of(reading)?;
        let person = |key: i64| merged.standing_key(key);
        let (row, subject) = match folio.people() {
            PeopleKeys::None => (row, subject),
            PeopleKeys::Subject => (row, subject.map(person)),
            PeopleKeys::SubjectAndRow => (row.map(person), subject.map(person)),
        };
        Ok(Self { row, subject, merged })
    }
}

/// The acts whose form opens: what cannot be done with this person or organisation is not offered.
fn possible(
    folio: &dyn Folio,
    reading: &Reading<'_>,
    (acts, subject): (Vec<FolioButton>, Option<i64>),
    today: Day,
) -> Result<Vec<FolioButton>> {
    let given = BTreeMap::new();
    let mut open = Vec::with_capacity(acts.len());
    for button in acts {
        let deed = Deed { act: &button.act, row: None, subject, today, given: &given };
        match subject.map(|_| folio.entry(reading, &deed)) {
            Some(Err(DeskError::Refused(_) | DeskError::Invalid(_))) => {}
            Some(Err(error)) => return Err(error),
            Some(Ok(_)) | None => open.push(button),
        }
    }
    Ok(open)
}

/// The folio of that name in the book of this office.
fn folio_named(name: &str, office: Option<Office>) -> Result<&'static dyn Folio> {
    let listed = FOLIOS.iter().copied().find(|folio| folio.head().folio == name);
    let found = listed.or_else(|| record::named(name));
    if let Some((folio, office)) = found.zip(office).filter(|(folio, office)| folio.office() != *office) {
        return Err(of_the_other(office, folio.head().title));
    }
    found.ok_or_else(|| DeskError::refused(format!("没有“{name}”这个分册。")))
}

fn name(folio: &dyn Folio, count: u32) -> FolioName {
    let head = folio.head();
    FolioName {
        folio: head.folio.to_owned(),
        title: head.title.to_owned(),
        about: head.about.to_owned(),
        group: head.group.to_owned(),
        count,
    }
}
