//! The demo as a whole: a street with five communities, and months in every state. It goes the way of the offices:
//! invitations, a publication, sealed months, receipts, one month sent back.

use std::path::PathBuf;
use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::book::{BookBackup, BookCreate, BookOpen, Office};
use branchbook_contract::demo::{DemoBook, DemoMade, DemoMake};
use branchbook_contract::month::MonthClose;
use branchbook_contract::parcel::{
    ParcelAccept, ParcelInvite, ParcelOpen, ParcelReceipt, ParcelReturn, ParcelSeal, ParcelTake, ParcelTrust,
    RowPick,
};
use branchbook_contract::setting::SettingSet;
use branchbook_contract::street::StreetPublish;
use branchbook_domain::day::{Day, Month, add_days};
use serde_json::json;

use super::calendar::Calendar;
use super::make::{Community, reported};
use super::people::{FIRST, OTHERS, Profile};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

const STREET: &str = "明湖街道";
/// Where the files between the offices lie.
const STICK: &str = "U盘";

/// How far the latest month of a community has come. Its first community has not reported, so that there is something
/// left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Latest {
    Missing,
    Reported,
    Returned,
    Receipted,
}

const LATEST: [(&Profile, Latest); 5] = [
    (&FIRST, Latest::Missing),
    (&OTHERS[0], Latest::Reported),
    (&OTHERS[1], Latest::Returned),
    (&OTHERS[2], Latest::Receipted),
    (&OTHERS[3], Latest::Receipted),
];

/// On which day of the first month the offices become known to each other.
const MEET: u32 = 3;
/// On which day of the month after it a month is sealed, answered, closed; and on which the last of it comes in.
const SEAL: u32 = 2;
const ANSWER: u32 = 3;
const CLOSE: u32 = 4;
const LAST_COMES: u32 = 5;
/// How long something between the offices takes, in minutes.
const EACH: i64 = 7;

impl Handle<DemoMake> for Desk {
    fn handle(&mut self, command: DemoMake, progress: &dyn Progress) -> Result<Outcome<DemoMade>> {
        let real = self.clock().clone();
        let calendar = Calendar::before(real.as_ref());
        self.go_by(calendar.clone());
        let made = make(self, &calendar, &command, progress);
        self.go_by(real);
        // The open book went by the other clock.
        let closed = self.close();
        let made = made?;
        closed?;
        open(self, &made.dir)?;
        Ok(Outcome { body: made, changed: vec![Kind::Office, Kind::Organisation, Kind::Member] })
    }
}

fn make(
    desk: &mut Desk,
    calendar: &Arc<Calendar>,
    command: &DemoMake,
    progress: &dyn Progress,
) -> Result<DemoMade> {
    let latest = Month::of(calendar.last_day()).prev();
    let root = PathBuf::from(&command.dir);
    let (calendar, months) = (calendar.clone(), [latest.prev(), latest]);
    let mut town = Town { desk, root, calendar, months, communities: Vec::new() };
    std::fs::create_dir_all(town.stick())?;
    for (at, (profile, _)) in LATEST.iter().enumerate() {
        step(progress, at)?;
        town.begin(profile)?;
    }
    step(progress, LATEST.len())?;
    town.meet()?;
    town.earlier_month()?;
    step(progress, LATEST.len() + 1)?;
    town.latest_month()?;
    for (at, _) in LATEST.iter().enumerate() {
        step(progress, LATEST.len() + 2 + at)?;
        town.live(at, None)?;
    }
    town.work(STREET, add_days(town.calendar.last_day(), -1))?;
    town.desk.ask(&BookBackup { to: None })?;
    town.work(FIRST.name, town.calendar.last_day())?;
    let report_ins = reported(town.desk)?.len();
    let members = town.communities.first().map_or(0, |first| first.members.len());
    let book = |name: &str, office| DemoBook {
        name: name.to_owned(),
        dir: town.dir(name).display().to_string(),
        office,
    };
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let communities = LATEST.iter().map(|(profile, _)| book(profile.name, Office::Community));
    Ok(DemoMade {
        dir: town.dir(FIRST.name).display().to_string(),
        name: FIRST.name.to_owned(),
        months: town.months.to_vec(),
        latest_month: latest,
        members: count(members),
        report_ins: count(report_ins),
        books: communities.chain([book(STREET, Office::Street)]).collect(),
    })
}

fn step(progress: &dyn Progress, done: usize) -> Result<()> {
    let total = LATEST.len() as u64 * 2 + 2;
    if progress.report("生成示例", done as u64, total) { Ok(()) } else { Err(DeskError::Cancelled) }
}

fn open(desk: &mut Desk, dir: &str) -> Result<()> {
    let open = BookOpen { dir: dir.to_owned(), password: None, recovery_code: None, operator: None };
    desk.ask(&open).map(|_| ())
}

struct Town<'d> {
    desk: &'d mut Desk,
    root: PathBuf,
    calendar: Arc<Calendar>,
    /// The earlier month and the latest.
    months: [Month; 2],
    /// In the order of [`LATEST`].
    communities: Vec<Community>,
}

impl Town<'_> {
    fn dir(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn stick(&self) -> PathBuf {
        self.root.join(STICK)
    }

    fn out(&self) -> String {
        self.stick().display().to_string()
    }

    /// A day of the month after this one, and never one that lies ahead.
    fn after(&self, month: Month, day: u32) -> Day {
        let first = month.next().first_day();
        add_days(first, i64::from(day) - 1).min(self.calendar.last_day())
    }

    /// Opens the book of an office on a day.
    fn work(&mut self, office: &'static str, on: Day) -> Result<()> {
        self.calendar.turn(office, on);
        self.calendar.pass(EACH);
        open(self.desk, &self.dir(office).display().to_string())
    }

    /// A community, until the day on which the earlier month is sealed.
    fn begin(&mut self, profile: &'static Profile) -> Result<()> {
        let before = self.after(self.months[0], SEAL);
        let dir = self.dir(profile.name);
        let mut community = Community::begin(self.desk, profile, &dir, &self.calendar, self.months)?;
        community.live(self.desk, Some(before))?;
        self.communities.push(community);
        Ok(())
    }

    /// A community that has begun goes on.
    fn live(&mut self, at: usize, before: Option<Day>) -> Result<()> {
        let nobody = || DeskError::refused("示例里没有这个社区。");
        let (profile, _) = LATEST.get(at).ok_or_else(nobody)?;
        open(self.desk, &self.dir(profile.name).display().to_string())?;
        self.communities.get_mut(at).ok_or_else(nobody)?.live(self.desk, before)
    }

    /// The street, invitations both ways, and what the street publishes.
    fn meet(&mut self) -> Result<()> {
        let out = self.out();
        let on = add_days(self.months[0].first_day(), i64::from(MEET) - 1);
        let mut invitations = Vec::new();
        for (profile, _) in LATEST {
            self.work(profile.name, on)?;
            invitations.push(self.desk.ask(&ParcelInvite { out: out.clone() })?.path);
        }
        self.calendar.turn(STREET, on);
        self.desk.ask(&BookCreate {
            dir: self.dir(STREET).display().to_string(),
            office: Office::Street,
            name: STREET.to_owned(),
            operator: None,
            password: None,
        })?;
        for path in invitations {
            self.calendar.pass(EACH);
            self.desk.ask(&ParcelTrust { path, confirm_changed_keys: false })?;
        }
        let theme = json!({ self.months[1].next().to_string(): "学习贯彻全会精神" });
        self.desk.ask(&SettingSet { key: "month.themes".to_owned(), value: theme })?;
        let down = self.desk.ask(&ParcelInvite { out: out.clone() })?.path;
        let publication = self.desk.ask(&StreetPublish { out })?.path;
        for (profile, _) in LATEST {
            self.work(profile.name, on)?;
            self.desk.ask(&ParcelTrust { path: down.clone(), confirm_changed_keys: false })?;
            self.desk.ask(&ParcelTake { path: publication.clone(), is_preview: false })?;
        }
        Ok(())
    }

    fn seal(&mut self, profile: &Profile, month: Month, on: Day) -> Result<String> {
        self.work(profile.name, on)?;
        let out = self.out();
        Ok(self.desk.ask(&ParcelSeal { month, out })?.path)
    }

    /// The receipts that are due, of one community or of all, handed in by those they are for.
    fn answer(&mut self, office: Option<&'static str>, on: Day) -> Result<()> {
        self.work(STREET, on)?;
        let receipt = ParcelReceipt { out: self.out(), month: None, office: office.map(str::to_owned) };
        for made in self.desk.ask(&receipt)?.receipts {
            let (profile, _) = LATEST
                .iter()
                .find(|(profile, _)| profile.name == made.to)
                .ok_or_else(|| DeskError::refused(format!("示例里没有“{}”。", made.to)))?;
            self.work(profile.name, on)?;
            self.desk.ask(&ParcelAccept { path: made.path })?;
        }
        Ok(())
    }

    /// All communities report it, and close it when the street has taken it.
    fn earlier_month(&mut self) -> Result<()> {
        let month = self.months[0];
        let [sealed, answered, closed] = [SEAL, ANSWER, CLOSE].map(|day| self.after(month, day));
        let paths: Result<Vec<String>> =
            LATEST.iter().map(|(profile, _)| self.seal(profile, month, sealed)).collect();
        self.work(STREET, answered)?;
        self.desk.ask(&ParcelOpen { paths: paths?, is_preview: false })?;
        self.answer(None, answered)?;
        for (profile, _) in LATEST {
            self.work(profile.name, closed)?;
            self.desk.ask(&MonthClose { month, confirm_findings: true })?;
        }
        Ok(())
    }

    /// The communities go on to where they stand; what they have answered last waits for a receipt.
    fn latest_month(&mut self) -> Result<()> {
        let month = self.months[1];
        let comes = |(at, (profile, state))| Some((self.comes_on(state)?, at, profile, state));
        let mut reported: Vec<_> = LATEST.into_iter().enumerate().filter_map(comes).collect();
        reported.sort_by_key(|(on, ..)| *on);
        for (on, at, profile, state) in reported {
            self.live(at, Some(on))?;
            let path = self.seal(profile, month, on)?;
            self.work(STREET, on)?;
            self.desk.ask(&ParcelOpen { paths: vec![path.clone()], is_preview: false })?;
            if state == Latest::Returned {
                self.desk.ask(&give_back(&path))?;
            }
            if state != Latest::Reported {
                let answered = self.after(month, ANSWER).max(on);
                self.answer(Some(profile.name), answered)?;
            }
        }
        Ok(())
    }

    /// When the latest month comes in.
    fn comes_on(&self, state: Latest) -> Option<Day> {
        match state {
            Latest::Missing => None,
            Latest::Reported => Some(self.after(self.months[1], LAST_COMES)),
            Latest::Returned | Latest::Receipted => Some(self.after(self.months[1], SEAL)),
        }
    }
}

fn give_back(path: &str) -> ParcelReturn {
    let row = RowPick {
        part: "组织生活".to_owned(), row: 1, reason: "请附上请假人员名单后重报".to_owned()
    };
    ParcelReturn {
        path: path.to_owned(), reason: "有一次会议的请假情况没有写清".to_owned(), rows: vec![row]
    }
}
