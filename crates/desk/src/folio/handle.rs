//! The four commands of folios: which there are, their rows, the form of an act, the act.

use std::collections::BTreeMap;

use branchbook_contract::book::Office;
use branchbook_contract::folio::{
    FolioAct, FolioButton, FolioDone, FolioEntry, FolioForm, FolioList, FolioName, FolioPage, FolioShow,
};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::mask::masked_text;
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::reveal::NOBODY;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading};

use super::{Asked, Deed, FOLIOS, Folio, PeopleKeys, Values, look, masked, record, way};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome, of_the_other};
use crate::error::{DeskError, Result};
use crate::member::reveal;
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
            let own = FOLIOS
                .iter()
                .filter(|folio| office.is_some_and(|office| folio.is_of(office)) && !folio.has_page());
            let named = own.map(|folio| Ok(count(*folio, reading)?.map(|count| name(*folio, count))));
            named.filter_map(Result::transpose).collect::<Result<Vec<_>, LedgerError>>()
        })?;
        Ok(Outcome::unchanged(names))
    }
}

impl Handle<FolioShow> for Desk {
    fn handle(&mut self, command: FolioShow, _: &dyn Progress) -> Result<Outcome<FolioPage>> {
        let folio = folio_named(&command.folio, self.office())?;
        let today = self.clock().today();
        Ok(Outcome::unchanged(self.book()?.read(|reading| shown(folio, reading, &command, today))?))
    }
}

impl Handle<FolioForm> for Desk {
    fn handle(&mut self, command: FolioForm, _: &dyn Progress) -> Result<Outcome<FolioEntry>> {
        let folio = folio_named(&command.folio, self.office())?;
        let today = self.clock().today();
        let given = &BTreeMap::from(command.values);
        let meant = self.book()?.read(|reading| Meant::of(reading, folio, (command.row, command.subject)))?;
        let deed = Deed { act: &command.act, row: meant.row, subject: meant.subject, today, given };
        if let Some(entry) = record::form_of_row(folio, &deed) {
            return Ok(Outcome::unchanged(entry));
        }
        let entry = self.book()?.read(|reading| match way::entry(folio, reading, &deed) {
            Some(entry) => entry,
            None => folio.entry(reading, &deed),
        })?;
        if masked::is_revealing(&entry, given) {
            self.record_form(folio, &deed, &entry)?;
        }
        Ok(Outcome::unchanged(masked::entry(entry)))
    }
}

impl Desk {
    /// Notes that a form has shown in full what lists mask, of whom, and to whom.
    fn record_form(&mut self, folio: &dyn Folio, deed: &Deed<'_>, entry: &FolioEntry) -> Result<()> {
        let book = self.book_mut()?;
        let person = book.read(|reading| {
            folio.seen(reading, deed)?.map(|person| reading.get::<Person>(person)).transpose()
        })?;
        let person = person.flatten();
        let name = person.as_ref().map(|person| person.name.as_str());
        let of = name.filter(|name| !entry.title.contains(name)).map(|name| format!("（{name}）"));
        let form = masked_text(entry.title.clone());
        let title = format!("打开“{form}”，显示完整内容{}", of.unwrap_or_default());
        book.write(&Operation::new(OperationKind::Reveal, title), |writing| {
            // Of a unit or a place nobody of the book was seen: the form stands for whoever the number belongs to.
            let nobody = (NOBODY, form.as_str());
            let shown = person.as_ref().map_or(nobody, |person| (person.id, person.name.as_str()));
            reveal::record(writing, RevealWay::Entry, [shown])
        })?;
        Ok(())
    }
}

impl Handle<FolioAct> for Desk {
    fn handle(&mut self, command: FolioAct, _: &dyn Progress) -> Result<Outcome<FolioDone>> {
        let folio = folio_named(&command.folio, self.office())?;
        let today = self.clock().today();
        let given = &BTreeMap::from(command.values);
        let meant = self.book()?.read(|reading| Meant::of(reading, folio, (command.row, command.subject)))?;
        let deed = Deed { act: &command.act, row: meant.row, subject: meant.subject, today, given };
        if let Some(outcome) = record::act_of_row(folio, &deed) {
            return Ok(outcome);
        }
        let mut filled = given.clone();
        if filled.values().any(|text| masked::may_be(text)) {
            // What a list shows was typed over: its stars stand for what the form would show.
            let form = self.book()?.read(|reading| folio.entry(reading, &deed));
            form.iter().for_each(|form| masked::put_back(form, &mut filled));
        }
        let values = Values::new(filled, today).among(meant.merged);
        if let Some(done) = way::act(folio, self, &deed, &values) {
            return done;
        }
        let mut outcome = folio.act(self, &deed, values)?;
        if !folio.shows_in_full() {
            outcome.body.paper = outcome.body.paper.take().map(masked::paper);
        }
        outcome.body = masked::done(outcome.body);
        Ok(outcome)
    }
}

/// A list as it is asked for: its rows in the order of a column, its columns as they were chosen. What a folio does not
/// know of itself: it gives its rows in its own order, all of them where they are to stand in another.
pub(super) fn shown(
    folio: &dyn Folio,
    reading: &Reading<'_>,
    command: &FolioShow,
    today: Day,
) -> Result<FolioPage> {
    let meant = Meant::of(reading, folio, (None, command.subject))?;
    let sort = command.sort.as_deref().filter(|sort| !sort.is_empty());
    let (offset, limit) = (command.offset, command.limit.unwrap_or(LIMIT));
    let (from, most) = if sort.is_some() { (0, u32::MAX) } else { (offset, limit) };
    let asked = Asked {
        subject: meant.subject,
        chip: command.chip.as_deref().filter(|chip| !chip.is_empty()),
        words: command.words.trim(),
        on: command.on.unwrap_or(today),
        today,
        offset: from,
        limit: most,
        more: &command.more,
    };
    let mut page = folio.page(reading, &asked)?;
    if let Some(sort) = sort {
        look::sort(&mut page, sort)?;
        page.rows = page.rows.into_iter().skip(offset as usize).take(limit as usize).collect();
        page.offset = offset;
    }
    look::choose(&mut page, command.columns.as_deref().unwrap_or_default())?;
    page.acts = possible(folio, reading, (page.acts, asked.subject), today)?;
    record::offer(folio, &mut page, asked.subject);
    page.ways = way::all();
    Ok(page)
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
    if let Some((folio, office)) = found.zip(office).filter(|(folio, office)| !folio.is_of(*office)) {
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
