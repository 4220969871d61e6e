//! Fills a community through the use cases.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::book::{BookBackup, BookCreate, Office};
use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_contract::setting::SettingSet;
use branchbook_contract::{CallError, Command};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_ledger::LedgerError;
use branchbook_ledger::table::unit::ReportIn;

use super::calendar::Calendar;
use super::diary::{ACTIVITIES, Doing, begins, diary};
use super::life::Cast;
use super::people::{Inventor, Profile};
use super::sheets::{self, DemoMember};
use crate::desk::Desk;
use crate::error::{DeskError, Result};

/// How long the clerk takes for a thing, in minutes.
const EACH: i64 = 3;

impl Desk {
    /// Sends a command of its own; what it refuses is refused.
    pub(super) fn ask<C: Command>(&mut self, command: &C) -> Result<C::Reply> {
        self.call(command)
            .map(|reply| reply.body)
            .map_err(|error: CallError| DeskError::refused(error.to_string()))
    }
}

/// A community of the demo: who is in it, and what its clerk still has to do.
pub(super) struct Community {
    pub profile: &'static Profile,
    pub inventor: Inventor,
    pub members: Vec<DemoMember>,
    pub cast: Cast,
    pub calendar: Arc<Calendar>,
    first: Month,
    folder: PathBuf,
    diary: VecDeque<(Day, Doing)>,
}

impl Community {
    /// Makes its book and leaves it open.
    pub fn begin(
        desk: &mut Desk,
        profile: &'static Profile,
        dir: &Path,
        calendar: &Arc<Calendar>,
        months: [Month; 2],
    ) -> Result<Self> {
        calendar.turn(profile.name, begins(months[0]));
        let create = BookCreate {
            dir: dir.display().to_string(),
            office: Office::Community,
            name: profile.name.to_owned(),
            operator: None,
            password: None,
        };
        desk.ask(&create)?;
        let mut inventor = Inventor::new(profile.seed);
        let members = sheets::members(&mut inventor, profile);
        Ok(Self {
            profile,
            inventor,
            members,
            cast: Cast::default(),
            calendar: calendar.clone(),
            first: months[0],
            folder: dir.join("tmp").join("demo"),
            diary: diary(profile, months, calendar.last_day()).into(),
        })
    }

    /// Does what is to be done before a day, or everything. Its book is open.
    pub fn live(&mut self, desk: &mut Desk, before: Option<Day>) -> Result<()> {
        // Opening a book empties its folder for such files.
        std::fs::create_dir_all(&self.folder)?;
        while let Some((on, doing)) =
            self.diary.pop_front_if(|(on, _)| before.is_none_or(|before| *on < before))
        {
            self.calendar.turn(self.profile.name, on);
            Demo { desk, community: self }.take_up(doing)?;
            self.calendar.pass(EACH);
        }
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }

    /// Leaves out what belongs to the months.
    #[cfg(test)]
    pub fn without_months(&mut self) {
        self.diary.retain(|(_, doing)| !doing.is_of_month());
    }
}

/// A community at work.
pub(super) struct Demo<'d> {
    pub desk: &'d mut Desk,
    pub community: &'d mut Community,
}

impl Demo<'_> {
    fn take_up(&mut self, doing: Doing) -> Result<()> {
        match doing {
            Doing::Settle => {
                self.sign()?;
                self.fill_register()?;
                self.settle()
            }
            Doing::Meetings(month, stage) => {
                let Community { inventor, profile, members, .. } = &mut *self.community;
                let text = sheets::meetings(inventor, profile, members, month, stage);
                self.import(ImportKind::Meetings, "组织生活登记.csv", &text, month)
            }
            Doing::Points(month, stage) => {
                let text =
                    sheets::points(&mut self.community.inventor, &self.community.members, month, stage);
                self.import(ImportKind::Points, "积分登记.csv", &text, month)
            }
            Doing::Activity(at, on) => self.record_activity(at, on),
            Doing::Enter(entry) => self.enter(entry),
            Doing::Backup => self.desk.ask(&BookBackup { to: None }).map(|_| ()),
        }
    }

    /// Who answers for the reports.
    fn sign(&mut self) -> Result<()> {
        let clerk = self.community.inventor.person(1985, 10);
        for (key, value) in [("report.preparer", clerk.name), ("report.phone", clerk.phone)] {
            self.desk.ask(&SettingSet { key: key.to_owned(), value: value.into() })?;
        }
        Ok(())
    }

    /// Register, units and report-ins as they stood before the first month.
    fn fill_register(&mut self) -> Result<()> {
        let first = self.community.first;
        let dated = first.first_day();
        let Community { inventor, profile, members, .. } = &mut *self.community;
        let roster = sheets::roster(inventor, profile, members, dated);
        let units = sheets::units(inventor, profile, dated);
        let report_ins = sheets::report_ins(inventor, profile, dated);
        self.import(ImportKind::Roster, "党员花名册.csv", &roster, first)?;
        self.import(ImportKind::Units, "驻区单位应报到数.csv", &units, first)?;
        self.import(ImportKind::ReportIns, "在职党员报到名册.csv", &report_ins, first)
    }

    fn record_activity(&mut self, at: usize, on: Day) -> Result<()> {
        let Some(&(_, title, begin, minutes)) = ACTIVITIES.get(at) else { return Ok(()) };
        let people = self.reported()?;
        let dice = &mut self.community.inventor.dice;
        let count = 8 + dice.below(14);
        let mut participants: Vec<Participant> =
            (0..count).map(|_| Participant { person: *dice.of(&people), minutes: None }).collect();
        participants.sort_by_key(|participant| participant.person);
        participants.dedup_by_key(|participant| participant.person);
        let beneficiaries = i64::try_from(20 + dice.below(60)).unwrap_or(20);
        let draft = ActivityDraft {
            kind: "志愿服务".to_owned(),
            title: title.to_owned(),
            on,
            start_minute: Some(begin),
            end_minute: Some(begin + minutes),
            place: Some("望湖苑小区".to_owned()),
            organiser: Some("社区党委".to_owned()),
            organisation: None,
            unit: None,
            beneficiary_count: Some(beneficiaries),
            note: None,
        };
        self.desk.ask(&ActivityRecord { draft, participants }).map(|_| ())
    }

    fn import(&mut self, kind: ImportKind, name: &str, text: &str, month: Month) -> Result<()> {
        let path = self.community.folder.join(name);
        std::fs::write(&path, text)?;
        let apply = IntakeApply { month: Some(month), ..IntakeApply::of(kind, path.display().to_string()) };
        self.desk.ask(&apply)?;
        self.community.calendar.pass(EACH);
        Ok(())
    }

    /// People who have reported in.
    pub fn reported(&self) -> Result<Vec<PersonId>> {
        reported(self.desk)
    }
}

/// People who have reported in, in the open book.
pub(super) fn reported(desk: &Desk) -> Result<Vec<PersonId>> {
    let rows = desk.book()?.read(|reading| reading.all::<ReportIn>())?;
    let people: Vec<PersonId> = rows.iter().map(|row| row.value.person_id).collect();
    if people.is_empty() {
        Err(LedgerError::Missing { table: "report_in", id: 1 }.into())
    } else {
        Ok(people)
    }
}
