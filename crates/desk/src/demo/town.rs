//! The demo as a whole: a street with five communities, and months in every state. It goes the way of the offices:
//! invitations, a publication, sealed months, receipts, one month sent back.

use std::path::PathBuf;

use branchbook_contract::Kind;
use branchbook_contract::book::{BookCreate, BookOpen, Office};
use branchbook_contract::demo::{DemoBook, DemoMade, DemoMake};
use branchbook_contract::month::MonthClose;
use branchbook_contract::parcel::{
    ParcelAccept, ParcelInvite, ParcelOpen, ParcelReceipt, ParcelReturn, ParcelSeal, ParcelTake, ParcelTrust,
    RowPick,
};
use branchbook_contract::setting::SettingSet;
use branchbook_contract::street::StreetPublish;
use branchbook_domain::day::Month;
use serde_json::json;

use super::make::Demo;
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
    (&OTHERS[3], Latest::Missing),
];

impl Handle<DemoMake> for Desk {
    fn handle(&mut self, command: DemoMake, progress: &dyn Progress) -> Result<Outcome<DemoMade>> {
        let latest = Month::of(self.clock().today()).prev();
        let mut town =
            Town { desk: self, root: PathBuf::from(&command.dir), months: [latest.prev(), latest] };
        std::fs::create_dir_all(town.stick())?;
        let mut sizes = Vec::new();
        for (at, (profile, _)) in LATEST.iter().enumerate() {
            step(progress, at)?;
            sizes.push(town.fill(profile)?);
        }
        step(progress, LATEST.len())?;
        town.meet()?;
        town.earlier_month()?;
        step(progress, LATEST.len() + 1)?;
        town.latest_month()?;
        town.open(FIRST.name)?;
        let (members, report_ins) = sizes.first().copied().unwrap_or_default();
        let book = |name: &str, office| DemoBook {
            name: name.to_owned(),
            dir: town.dir(name).display().to_string(),
            office,
        };
        let communities = LATEST.iter().map(|(profile, _)| book(profile.name, Office::Community));
        let made = DemoMade {
            dir: town.dir(FIRST.name).display().to_string(),
            name: FIRST.name.to_owned(),
            months: town.months.to_vec(),
            latest_month: latest,
            members,
            report_ins,
            books: communities.chain([book(STREET, Office::Street)]).collect(),
        };
        Ok(Outcome { body: made, changed: vec![Kind::Office, Kind::Organisation, Kind::Member] })
    }
}

fn step(progress: &dyn Progress, done: usize) -> Result<()> {
    let total = LATEST.len() as u64 + 2;
    if progress.report("生成示例", done as u64, total) { Ok(()) } else { Err(DeskError::Cancelled) }
}

struct Town<'d> {
    desk: &'d mut Desk,
    root: PathBuf,
    /// The earlier month and the latest.
    months: [Month; 2],
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

    fn open(&mut self, name: &str) -> Result<()> {
        let dir = self.dir(name).display().to_string();
        self.desk.ask(&BookOpen { dir, password: None, recovery_code: None, operator: None }).map(|_| ())
    }

    /// Members and report-ins of a filled community.
    fn fill(&mut self, profile: &'static Profile) -> Result<(u32, u32)> {
        let dir = self.dir(profile.name);
        let mut demo = Demo::begin(self.desk, profile, &dir)?;
        demo.sign()?;
        let members = demo.fill_register(self.months[0])?;
        for month in self.months {
            demo.fill_month(&members, month)?;
        }
        demo.fill_life(&members)?;
        let report_ins = demo.reported()?.len();
        demo.end()?;
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok((count(members.len()), count(report_ins)))
    }

    /// The street, invitations both ways, and what the street publishes.
    fn meet(&mut self) -> Result<()> {
        let out = self.out();
        let mut invitations = Vec::new();
        for (profile, _) in LATEST {
            self.open(profile.name)?;
            invitations.push(self.desk.ask(&ParcelInvite { out: out.clone() })?.path);
        }
        self.desk.ask(&BookCreate {
            dir: self.dir(STREET).display().to_string(),
            office: Office::Street,
            name: STREET.to_owned(),
            operator: None,
            password: None,
        })?;
        for path in invitations {
            self.desk.ask(&ParcelTrust { path, confirm_changed_keys: false })?;
        }
        let theme = json!({ self.months[1].next().to_string(): "学习贯彻全会精神" });
        self.desk.ask(&SettingSet { key: "month.themes".to_owned(), value: theme })?;
        let down = self.desk.ask(&ParcelInvite { out: out.clone() })?.path;
        let publication = self.desk.ask(&StreetPublish { out })?.path;
        for (profile, _) in LATEST {
            self.open(profile.name)?;
            self.desk.ask(&ParcelTrust { path: down.clone(), confirm_changed_keys: false })?;
            self.desk.ask(&ParcelTake { path: publication.clone(), is_preview: false })?;
        }
        Ok(())
    }

    fn seal(&mut self, profile: &Profile, month: Month) -> Result<String> {
        self.open(profile.name)?;
        let out = self.out();
        Ok(self.desk.ask(&ParcelSeal { month, out })?.path)
    }

    /// The receipts that are due, of one community or of all, handed in by those they are for.
    fn answer(&mut self, office: Option<&str>) -> Result<()> {
        self.open(STREET)?;
        let receipt = ParcelReceipt { out: self.out(), month: None, office: office.map(str::to_owned) };
        for made in self.desk.ask(&receipt)?.receipts {
            self.open(&made.to)?;
            self.desk.ask(&ParcelAccept { path: made.path })?;
        }
        Ok(())
    }

    /// All communities report it, and close it when the street has taken it.
    fn earlier_month(&mut self) -> Result<()> {
        let month = self.months[0];
        let paths: Result<Vec<String>> =
            LATEST.iter().map(|(profile, _)| self.seal(profile, month)).collect();
        self.open(STREET)?;
        self.desk.ask(&ParcelOpen { paths: paths?, is_preview: false })?;
        self.answer(None)?;
        for (profile, _) in LATEST {
            self.open(profile.name)?;
            self.desk.ask(&MonthClose { month, confirm_findings: true })?;
        }
        Ok(())
    }

    fn latest_month(&mut self) -> Result<()> {
        let month = self.months[1];
        for (profile, state) in LATEST.iter().filter(|(_, state)| *state != Latest::Missing) {
            let path = self.seal(profile, month)?;
            self.open(STREET)?;
            self.desk.ask(&ParcelOpen { paths: vec![path.clone()], is_preview: false })?;
            if *state == Latest::Returned {
                self.desk.ask(&give_back(&path))?;
            }
            if *state != Latest::Reported {
                self.answer(Some(profile.name))?;
            }
        }
        Ok(())
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
