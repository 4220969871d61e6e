//! Fills a community through the use cases.

use std::path::{Path, PathBuf};

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::book::{BookCreate, Office};
use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_contract::setting::SettingSet;
use branchbook_contract::{CallError, Command};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_ledger::LedgerError;
use branchbook_ledger::table::unit::ReportIn;

use super::people::{Inventor, Profile};
use super::sheets::{self, DemoMember};
use crate::desk::Desk;
use crate::error::{DeskError, Result};

/// What the community does in a month: day, title, minutes.
const ACTIVITIES: [(u32, &str, i64); 4] =
    [(6, "文明劝导", 120), (12, "清洁家园", 90), (19, "敬老服务", 120), (26, "夜间巡逻", 180)];

impl Desk {
    /// Sends a command of its own; what it refuses is refused.
    pub(super) fn ask<C: Command>(&mut self, command: &C) -> Result<C::Reply> {
        self.call(command)
            .map(|reply| reply.body)
            .map_err(|error: CallError| DeskError::refused(error.to_string()))
    }
}

/// A community that is being filled.
pub(super) struct Demo<'d> {
    pub(super) desk: &'d mut Desk,
    pub(super) profile: &'static Profile,
    pub(super) inventor: Inventor,
    folder: PathBuf,
}

impl<'d> Demo<'d> {
    /// Makes its book.
    pub fn begin(desk: &'d mut Desk, profile: &'static Profile, dir: &Path) -> Result<Self> {
        let create = BookCreate {
            dir: dir.display().to_string(),
            office: Office::Community,
            name: profile.name.to_owned(),
            operator: None,
            password: None,
        };
        desk.ask(&create)?;
        let folder = dir.join("tmp").join("demo");
        std::fs::create_dir_all(&folder)?;
        Ok(Self { desk, profile, inventor: Inventor::new(profile.seed), folder })
    }

    /// Removes the files that were handed in.
    pub fn end(&self) -> Result<()> {
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }

    /// Who answers for the reports.
    pub fn sign(&mut self) -> Result<()> {
        let clerk = self.inventor.person(1985, 10);
        for (key, value) in [("report.preparer", clerk.name), ("report.phone", clerk.phone)] {
            self.desk.ask(&SettingSet { key: key.to_owned(), value: value.into() })?;
        }
        Ok(())
    }

    /// Register, units and report-ins as they stood before a month.
    pub fn fill_register(&mut self, first: Month) -> Result<Vec<DemoMember>> {
        let members = sheets::members(&mut self.inventor, self.profile);
        let dated = first.first_day();
        let roster = sheets::roster(&mut self.inventor, self.profile, &members, dated);
        self.import(ImportKind::Roster, "党员花名册.csv", &roster, first)?;
        let units = sheets::units(&mut self.inventor, self.profile, dated);
        self.import(ImportKind::Units, "驻区单位应报到数.csv", &units, first)?;
        let report_ins = sheets::report_ins(&mut self.inventor, self.profile, dated);
        self.import(ImportKind::ReportIns, "在职党员报到名册.csv", &report_ins, first)?;
        Ok(members)
    }

    /// Meetings, points and activities of a month.
    pub fn fill_month(&mut self, members: &[DemoMember], month: Month) -> Result<()> {
        let meetings = sheets::meetings(&mut self.inventor, self.profile, members, month);
        self.import(ImportKind::Meetings, "组织生活登记.csv", &meetings, month)?;
        let points = sheets::points(&mut self.inventor, members, month);
        self.import(ImportKind::Points, "积分登记.csv", &points, month)?;
        let people = self.reported()?;
        for (date, title, minutes) in ACTIVITIES {
            if let Some(on) = Day::from_ymd_opt(month.year(), month.month(), date) {
                self.record_activity(&people, on, title, minutes)?;
            }
        }
        Ok(())
    }

    fn record_activity(&mut self, people: &[PersonId], on: Day, title: &str, minutes: i64) -> Result<()> {
        let count = 8 + self.inventor.dice.below(14);
        let mut participants: Vec<Participant> = (0..count)
            .map(|_| Participant { person: *self.inventor.dice.of(people), minutes: None })
            .collect();
        participants.sort_by_key(|participant| participant.person);
        participants.dedup_by_key(|participant| participant.person);
        let beneficiaries = i64::try_from(20 + self.inventor.dice.below(60)).unwrap_or(20);
        let draft = ActivityDraft {
            kind: "志愿服务".to_owned(),
            title: title.to_owned(),
            on,
            start_minute: Some(9 * 60),
            end_minute: Some(9 * 60 + minutes),
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
        let path = self.folder.join(name);
        std::fs::write(&path, text)?;
        let apply = IntakeApply { month: Some(month), ..IntakeApply::of(kind, path.display().to_string()) };
        self.desk.ask(&apply).map(|_| ())
    }

    /// People who have reported in.
    pub fn reported(&self) -> Result<Vec<PersonId>> {
        let rows = self.desk.book()?.read(|reading| reading.all::<ReportIn>())?;
        let people: Vec<PersonId> = rows.iter().map(|row| row.value.person_id).collect();
        if people.is_empty() {
            Err(LedgerError::Missing { table: "report_in", id: 1 }.into())
        } else {
            Ok(people)
        }
    }
}
