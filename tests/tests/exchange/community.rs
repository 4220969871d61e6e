//! The offices of these tests: communities of invented people, the street above them, and the folder between them.

use std::fs;
use std::path::{Path, PathBuf};

use branchbook_contract::CallError;
use branchbook_contract::activity::{ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::book::{BookCreate, Office};
use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_contract::member::{MemberAdd, MemberDraft, MemberEntry};
use branchbook_contract::organisation::OrganisationList;
use branchbook_contract::parcel::{
    MonthSealed, OpenedFile, ParcelAccept, ParcelInvite, ParcelOpen, ParcelReceipt, ParcelSeal, ParcelTrust,
    ReceiptAccepted,
};
use branchbook_contract::street::{RollUpTable, StreetRollUp};
use branchbook_desk::Desk;
use branchbook_domain::day::Month;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::exchange;
use branchbook_ledger::table::membership::MovementKind;
use branchbook_parcel::OfficeKeys;
use branchbook_tests::large::id_number;
use branchbook_tests::office::{clock, open_desk};

/// A month.
pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// An office with a book of its own.
pub struct OfficeBook {
    pub name: String,
    pub dir: PathBuf,
    pub desk: Desk,
}

impl OfficeBook {
    fn create(root: &Path, name: &str, office: Office, day: &str) -> Self {
        let dir = root.join(name);
        let mut desk = Desk::new(clock(day));
        let create = BookCreate {
            dir: dir.display().to_string(),
            office,
            name: name.to_owned(),
            operator: None,
            password: None,
        };
        desk.call(&create).unwrap();
        Self { name: name.to_owned(), dir, desk }
    }

    /// The same book on another day.
    pub fn on(&mut self, day: &str) {
        self.desk.close().unwrap();
        self.desk = open_desk(&self.dir, day);
    }

    /// Writes the invitation into a folder.
    pub fn invite(&mut self, folder: &Path) -> String {
        let out = folder.display().to_string();
        self.desk.call(&ParcelInvite { out }).unwrap().body.path
    }

    /// Trusts an invitation.
    pub fn trust(&mut self, path: &str) {
        let trust = ParcelTrust { path: path.to_owned(), confirm_changed_keys: false };
        self.desk.call(&trust).unwrap();
    }
}

/// A community with members in two branches, three units and their people.
pub fn community(root: &Path, name: &str, members: usize, day: &str) -> OfficeBook {
    let mut office = OfficeBook::create(root, name, Office::Community, day);
    import(&mut office, ImportKind::Roster, "名册.csv", &roster(name, members, day), None);
    import(&mut office, ImportKind::Units, "单位.csv", &units(members, day), None);
    office
}

/// A street without communities.
pub fn street(root: &Path, day: &str) -> OfficeBook {
    street_named(root, "明湖街道", day)
}

/// The same under another name.
pub fn street_named(root: &Path, name: &str, day: &str) -> OfficeBook {
    OfficeBook::create(root, name, Office::Street, day)
}

/// A street and communities that trust each other, with the folder of their sticks.
pub struct Town {
    pub street: OfficeBook,
    pub communities: Vec<OfficeBook>,
    pub stick: PathBuf,
    _root: tempfile::TempDir,
}

impl Town {
    /// Communities of these sizes.
    pub fn of(sizes: &[usize], day: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let stick = root.path().join("stick");
        fs::create_dir_all(&stick).unwrap();
        let mut street = street(root.path(), day);
        let down = street.invite(&stick);
        let mut communities = Vec::new();
        for (size, name) in sizes.iter().zip(["银河", "晨光", "锦华", "望湖", "清泉"]) {
            let mut each = community(root.path(), &format!("{name}社区"), *size, day);
            each.trust(&down);
            let up = each.invite(&stick);
            street.trust(&up);
            communities.push(each);
        }
        Self { street, communities, stick, _root: root }
    }

    /// Everybody works on another day.
    pub fn on(&mut self, day: &str) {
        self.street.on(day);
        self.communities.iter_mut().for_each(|community| community.on(day));
    }

    /// A community seals a month.
    pub fn seal(&mut self, at: usize, month: Month) -> MonthSealed {
        let out = self.stick.display().to_string();
        self.communities[at].desk.call(&ParcelSeal { month, out }).unwrap().body
    }

    /// The street opens a file.
    pub fn open(&mut self, path: &str) -> Result<OpenedFile, CallError> {
        open(&mut self.street.desk, path)
    }

    /// The street answers what is due, and the communities take it.
    pub fn answer(&mut self) -> Vec<ReceiptAccepted> {
        let out = self.stick.display().to_string();
        let made = self.street.desk.call(&ParcelReceipt { out, month: None, office: None }).unwrap().body;
        let mut accepted = Vec::new();
        for receipt in made.receipts {
            let community = self.communities.iter_mut().find(|each| each.name == receipt.to).unwrap();
            accepted.push(community.desk.call(&ParcelAccept { path: receipt.path }).unwrap().body);
        }
        accepted
    }
}

/// The keys of an office: to do what only its own program does.
pub fn keys_of(desk: &Desk) -> OfficeKeys {
    let key = desk.book().unwrap().read(exchange::office_key).unwrap().unwrap();
    OfficeKeys::from_secret(key.secret.as_slice().try_into().unwrap())
}

/// Opens one file at a street.
pub fn open(street: &mut Desk, path: &str) -> Result<OpenedFile, CallError> {
    let opened = street.call(&ParcelOpen { paths: vec![path.to_owned()], is_preview: false })?;
    Ok(opened.body.files.into_iter().next().unwrap())
}

/// The figures of some months at a street.
pub fn roll_up(street: &mut Desk, first: &str, last: &str) -> RollUpTable {
    street.call(&StreetRollUp { first: month(first), last: month(last) }).unwrap().body
}

/// A new member who joins on a day.
pub fn join(office: &mut OfficeBook, name: &str, day: &str) -> PersonId {
    let branch = branches(office)[0];
    let add = MemberAdd {
        draft: MemberDraft { name: name.to_owned(), ..MemberDraft::default() },
        branch,
        group: None,
        entry: Some(MemberEntry {
            kind: MovementKind::TransferIn,
            occurred_on: day.parse().unwrap(),
            counterpart: Some("外地".to_owned()),
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        }),
        values: Default::default(),
        confirm_duplicate: true,
    };
    office.desk.call(&add).unwrap().body.member
}

/// An activity of two hours for some people.
pub fn serve(office: &mut OfficeBook, day: &str, people: &[PersonId]) {
    let draft = ActivityDraft {
        kind: "志愿服务".to_owned(),
        title: "清洁家园".to_owned(),
        on: day.parse().unwrap(),
        start_minute: Some(540),
        end_minute: Some(660),
        place: None,
        organiser: None,
        organisation: None,
        unit: None,
        beneficiary_count: None,
        note: None,
    };
    let participants = people.iter().map(|person| Participant { person: *person, minutes: None });
    office.desk.call(&ActivityRecord { draft, participants: participants.collect() }).unwrap();
}

fn branches(office: &mut OfficeBook) -> Vec<OrganisationId> {
    let rows = office.desk.call(&OrganisationList::default()).unwrap().body;
    rows.into_iter().filter(|row| row.name.ends_with("党支部")).map(|row| row.organisation).collect()
}

/// Imports text as a file.
pub fn import(office: &mut OfficeBook, kind: ImportKind, name: &str, text: &str, month: Option<Month>) {
    let path = office.dir.with_extension(name);
    fs::write(&path, text).unwrap();
    let apply = IntakeApply { month, ..IntakeApply::of(kind, path.display().to_string()) };
    office.desk.call(&apply).unwrap_or_else(|error| panic!("{name}: {}", error.message));
    fs::remove_file(&path).unwrap();
}

fn roster(community: &str, members: usize, day: &str) -> String {
    let mut text = format!("填报日期：{day}\n姓名,性别,出生年月,身份证号,入党时间,所在党支部\n");
    let salt: u32 = community.chars().map(u32::from).sum();
    for at in 0..members {
        let (year, number) = (1950 + at % 45, salt % 500 + u32::try_from(at).unwrap());
        let id = id_number(&format!("532599{year}0{}1{}{:03}", at % 9 + 1, at % 8, number % 1_000));
        let branch = if at % 3 == 0 { "第二党支部" } else { "第一党支部" };
        text.push_str(&format!(
            "{}{},男,{year}.0{},{id}\t,{}.07,{branch}\n",
            &community[.."银".len()],
            numeral(at),
            at % 9 + 1,
            year + 25
        ));
    }
    text
}

/// A given name for a number: no two alike.
fn numeral(at: usize) -> String {
    const SIGNS: [char; 10] = ['安', '波', '晨', '达', '恩', '芳', '刚', '华', '佳', '凯'];
    format!("{}{}{}", SIGNS[at / 100 % 10], SIGNS[at / 10 % 10], SIGNS[at % 10])
}

fn units(members: usize, day: &str) -> String {
    format!(
        "单位名称,应到本社区报到数,名册日期\n市税务局,{},{day}\n市财政局,{},{day}\n",
        members,
        members * 2
    )
}
