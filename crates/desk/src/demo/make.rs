//! Makes the demo through the use cases.

use std::path::{Path, PathBuf};

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::book::{BookCreate, Office};
use branchbook_contract::demo::{DemoMade, DemoMake};
use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_contract::month::MonthClose;
use branchbook_contract::{CallError, Command, Kind};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::PersonId;
use branchbook_ledger::LedgerError;
use branchbook_ledger::table::unit::ReportIn;

use super::people::Inventor;
use super::sheets::{self, DemoMember};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

const NAME: &str = "晨光社区";
const SEED: u64 = 20_261_001;
/// What the community does in a month: day, title, minutes.
const ACTIVITIES: [(u32, &str, i64); 4] =
    [(6, "文明劝导", 120), (12, "清洁家园", 90), (19, "敬老服务", 120), (26, "夜间巡逻", 180)];

impl Handle<DemoMake> for Desk {
    fn handle(&mut self, command: DemoMake, progress: &dyn Progress) -> Result<Outcome<DemoMade>> {
        let latest = Month::of(self.clock().today()).prev();
        let earlier = latest.prev();
        let mut demo = Demo::begin(self, &command.dir)?;
        let members = demo.fill_register(earlier)?;
        for (at, month) in [earlier, latest].into_iter().enumerate() {
            if !progress.report("生成示例社区", at as u64, 2) {
                return Err(DeskError::Cancelled);
            }
            demo.fill_month(&members, month)?;
        }
        demo.desk.ask(&MonthClose { month: earlier, confirm_findings: true })?;
        let report_ins = demo.reported()?.len();
        demo.end()?;
        let made = DemoMade {
            dir: command.dir,
            name: NAME.to_owned(),
            months: vec![earlier, latest],
            latest_month: latest,
            members: u32::try_from(members.len()).unwrap_or(u32::MAX),
            report_ins: u32::try_from(report_ins).unwrap_or(u32::MAX),
        };
        Ok(Outcome { body: made, changed: vec![Kind::Office, Kind::Organisation, Kind::Member] })
    }
}

impl Desk {
    /// Sends a command of its own; what it refuses is refused.
    fn ask<C: Command>(&mut self, command: &C) -> Result<C::Reply> {
        self.call(command)
            .map(|reply| reply.body)
            .map_err(|error: CallError| DeskError::refused(error.to_string()))
    }
}

struct Demo<'d> {
    desk: &'d mut Desk,
    inventor: Inventor,
    folder: PathBuf,
}

impl<'d> Demo<'d> {
    fn begin(desk: &'d mut Desk, dir: &str) -> Result<Self> {
        let create = BookCreate {
            dir: dir.to_owned(),
            office: Office::Community,
            name: NAME.to_owned(),
            operator: None,
            password: None,
        };
        desk.ask(&create)?;
        let folder = Path::new(dir).join("tmp").join("demo");
        std::fs::create_dir_all(&folder)?;
        Ok(Self { desk, inventor: Inventor::new(SEED), folder })
    }

    fn end(&self) -> Result<()> {
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }

    fn fill_register(&mut self, first: Month) -> Result<Vec<DemoMember>> {
        let members = sheets::members(&mut self.inventor);
        let dated = first.first_day();
        let roster = sheets::roster(&mut self.inventor, &members, dated);
        self.import(ImportKind::Roster, "党员花名册.csv", &roster, first)?;
        let units = sheets::units(&mut self.inventor, dated);
        self.import(ImportKind::Units, "驻区单位应报到数.csv", &units, first)?;
        let report_ins = sheets::report_ins(&mut self.inventor, dated);
        self.import(ImportKind::ReportIns, "在职党员报到名册.csv", &report_ins, first)?;
        Ok(members)
    }

    fn fill_month(&mut self, members: &[DemoMember], month: Month) -> Result<()> {
        let meetings = sheets::meetings(&mut self.inventor, members, month);
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
        let apply = IntakeApply {
            kind,
            path: path.display().to_string(),
            month: Some(month),
            register_on: None,
            columns: Vec::new(),
            refused_out: None,
        };
        self.desk.ask(&apply).map(|_| ())
    }

    /// People who have reported in.
    fn reported(&self) -> Result<Vec<PersonId>> {
        let rows = self.desk.book()?.read(|reading| reading.all::<ReportIn>())?;
        let people: Vec<PersonId> = rows.iter().map(|row| row.value.person_id).collect();
        if people.is_empty() {
            Err(LedgerError::Missing { table: "report_in", id: 1 }.into())
        } else {
            Ok(people)
        }
    }
}
