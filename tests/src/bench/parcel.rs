//! Between the offices: sealing and opening the month of the large community, applying fifty parcels at the street, and
//! the street's roll-up of one month and of sixty.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use branchbook_contract::book::{BookCreate, Office};
use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_contract::parcel::{ParcelInvite, ParcelOpen, ParcelSeal, ParcelTrust};
use branchbook_contract::street::StreetRollUp;
use branchbook_desk::Desk;
use branchbook_domain::day::{Instant, Month};
use branchbook_domain::key::{PartnerId, PersonId};
use branchbook_domain::roll_up::{Figures, RollUp};
use branchbook_ledger::table::exchange::{ParcelKind, ParcelReceived, Partner, Verdict};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::roll_up::{RollUpRow, of_months};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Writing};
use branchbook_parcel::{
    Chain, Digest, Draft, Kind, Limits, OfficeKeys, OfficeName, Opener, ParcelWriter, open,
};

use super::{Goal, Pair, time};
use crate::floor::Floor;
use crate::large::{self, OPEN_MONTH, Size, TODAY, invented};
use crate::office::{clock, copy_book, new_desk, open_desk};

const ROUNDS: usize = 7;
const COMMUNITIES: usize = 50;
const MEMBERS: usize = 300;
const MONTHS: i32 = 60;
/// Decisions 41.
const APPLY: Goal = Goal { hold: 3.5, aim: 1.7 };
const SIXTY_MONTHS: Goal = Goal { hold: 3.4, aim: 1.4 };
const SEAL: Goal = Goal { hold: 1.6, aim: 1.3 };
const KIND: Kind = Kind::new("month", &["rows"]);

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    seal_and_open(folder.path());
    apply(folder.path());
    roll_up(folder.path());
}

fn street(dir: &Path) -> Desk {
    let mut desk = Desk::new(clock(TODAY));
    let create = BookCreate {
        dir: dir.display().to_string(),
        office: Office::Street,
        name: "明湖街道".to_owned(),
        operator: None,
        password: None,
    };
    desk.call(&create).unwrap();
    desk
}

fn trust(from: &mut Desk, to: &mut Desk, out: &Path) {
    let path = from.call(&ParcelInvite { out: out.display().to_string() }).unwrap().body.path;
    to.call(&ParcelTrust { path, confirm_changed_keys: false }).unwrap();
}

fn seal(desk: &mut Desk, out: &Path) -> (PathBuf, Duration) {
    let seal = ParcelSeal { month: OPEN_MONTH.parse().unwrap(), out: out.display().to_string() };
    let (reply, took) = time(|| desk.call(&seal));
    (PathBuf::from(reply.unwrap().body.path), took)
}

/// Sealing anew needs something new to say: a person of another name, who is no part of the measured time.
fn change(desk: &mut Desk, round: usize) {
    let book = desk.book_mut().unwrap();
    book.write(&Operation::new(OperationKind::MemberEdit, "改名"), |writing| {
        let mut known = writing.require::<Person>(PersonId(1))?.value;
        known.name = format!("{}{}", known.name, ["甲", "乙", "丙", "丁"][round % 4]);
        writing.update(PersonId(1), &known).map(|_| ())
    })
    .map_err(|error: LedgerError| error)
    .unwrap();
}

fn seal_and_open(dir: &Path) {
    let mut community = large::make(&dir.join("large"), Size::large(5));
    let mut above = street(&dir.join("street"));
    trust(&mut above, &mut community, dir);
    trust(&mut community, &mut above, dir);
    let (first, _) = seal(&mut community, dir);
    let bytes = std::fs::metadata(&first).unwrap().len();
    let rows: Vec<String> =
        (0..9_000).map(|at| format!("{{\"row\":{at},\"said\":\"{}\"}}", "某某党支部".repeat(8))).collect();
    let rows: Vec<serde_json::Value> = rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    let keys = OfficeKeys::generate().unwrap();
    let sealing = RefCell::new(Vec::new());
    let pair = Pair::run(
        ROUNDS,
        |_| {
            let (sealed, took) = time(|| bare_seal(&rows, &keys));
            sealing.replace(sealed);
            took
        },
        |round| {
            change(&mut community, round);
            seal(&mut community, dir).1
        },
    );
    println!("the parcel of the large community: {} KB", bytes / 1024);
    pair.print("seal one month of the large community, beside sealing rows that are at hand", Some(SEAL));
    let mut community = community;
    let mut opened = 0;
    let bare = sealing.into_inner();
    let pair = Pair::run(
        ROUNDS,
        |_| {
            let opener = Opener {
                keys: &keys,
                senders: &[keys.public().clone()],
                kinds: &[KIND],
                limits: Limits::default(),
            };
            time(|| open(&bare, &opener).unwrap().rows::<serde_json::Value>("rows").unwrap().count()).1
        },
        |round| {
            change(&mut community, round + 1);
            let (path, _) = seal(&mut community, dir);
            opened += 1;
            let paths = vec![path.display().to_string()];
            let (reply, took) = time(|| above.call(&ParcelOpen { paths, is_preview: true }));
            reply.unwrap();
            took
        },
    );
    pair.print("open it at the street (preview: read, checked, compared)", Some(SEAL));
}

fn bare_seal(rows: &[serde_json::Value], keys: &OfficeKeys) -> Vec<u8> {
    let mut writer = ParcelWriter::new(KIND);
    writer.add("rows", rows).unwrap();
    let office = || OfficeName { uid: "a".to_owned(), name: "甲".to_owned() };
    let draft = Draft {
        program: "bench".to_owned(),
        sender: office(),
        addressee: office(),
        month: Some(OPEN_MONTH.to_owned()),
        epoch: 1,
        sequence: 1,
        book_id: "a".to_owned(),
        previous: None,
        chain: Chain { head: Digest([0; 32]), count: 0 },
        replaces: None,
        about: serde_json::Map::new(),
    };
    writer.seal(draft, keys, keys.public()).unwrap().bytes
}

fn community(dir: &Path, at: usize) -> Desk {
    let mut desk = new_desk(dir, TODAY);
    let mut text = format!("填报日期：{TODAY}\n姓名,性别,出生年月,身份证号,所在党支部\n");
    for member in 0..MEMBERS {
        let person = invented(at * MEMBERS + member);
        let birth = person.birth_on.map(|birth| birth.to_string()).unwrap_or_default();
        let number = person.id_number.unwrap_or_default();
        text.push_str(&format!("{},男,{birth},{number}\t,第一党支部\n", person.name));
    }
    let path = dir.with_extension("csv");
    std::fs::write(&path, text).unwrap();
    let apply = IntakeApply::of(ImportKind::Roster, path.display().to_string());
    desk.call(&apply).unwrap();
    desk
}

fn apply(dir: &Path) {
    let stick = dir.join("stick");
    let above_dir = dir.join("above");
    let mut above = street(&above_dir);
    let mut files = Vec::new();
    for at in 0..COMMUNITIES {
        let out = stick.join(at.to_string());
        std::fs::create_dir_all(&out).unwrap();
        let mut desk = community(&dir.join(format!("c{at}")), at);
        rename(&mut desk, at);
        trust(&mut above, &mut desk, &out);
        trust(&mut desk, &mut above, &out);
        files.push(seal(&mut desk, &out).0.display().to_string());
        desk.close().unwrap();
    }
    above.close().unwrap();
    let people: Vec<Person> = (0..COMMUNITIES * MEMBERS).map(invented).collect();
    let bare: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(file).unwrap()).collect();
    let bytes: usize = bare.iter().map(Vec::len).sum();
    let keys = OfficeKeys::generate().unwrap();
    let rows: Vec<serde_json::Value> = (0..MEMBERS)
        .map(|at| serde_json::json!({ "uid": at, "name": "某某", "branch": "第一党支部", "fields": {} }))
        .collect();
    let sealed: Vec<Vec<u8>> = (0..COMMUNITIES).map(|_| bare_seal(&rows, &keys)).collect();
    let pair = Pair::run(
        ROUNDS,
        |round| {
            let floor = Floor::new(dir, &format!("apply{round}.db"));
            let opener = Opener {
                keys: &keys,
                senders: &[keys.public().clone()],
                kinds: &[KIND],
                limits: Limits::default(),
            };
            time(|| {
                for (at, file) in sealed.iter().enumerate() {
                    assert_eq!(
                        open(file, &opener).unwrap().rows::<serde_json::Value>("rows").unwrap().count(),
                        MEMBERS
                    );
                    floor.people(&people[at * MEMBERS..(at + 1) * MEMBERS]);
                }
            })
            .1
        },
        |round| {
            let copy = dir.join(format!("above{round}"));
            copy_book(&above_dir, &copy);
            let mut desk = open_desk(&copy, TODAY);
            let (reply, took) = time(|| desk.call(&ParcelOpen { paths: files.clone(), is_preview: false }));
            assert_eq!(reply.unwrap().body.files.len(), COMMUNITIES);
            took
        },
    );
    println!("fifty parcels of {MEMBERS} members: {} KB", bytes / 1024);
    pair.print("apply fifty monthly parcels, beside opening them and inserting the people", Some(APPLY));
}

/// Offices of one name are taken for one office.
fn rename(desk: &mut Desk, at: usize) {
    let book = desk.book_mut().unwrap();
    book.write(&Operation::new(OperationKind::SettingSet, "改名"), |writing| {
        let key = branchbook_ledger::table::office::key::OFFICE_NAME;
        branchbook_ledger::table::office::set_setting(writing, key, &format!("第{at}社区"))
    })
    .map_err(|error: LedgerError| error)
    .unwrap();
}

fn roll_up(dir: &Path) {
    let mut desk = street(&dir.join("years"));
    let last: Month = OPEN_MONTH.parse().unwrap();
    let first = last.plus(1 - MONTHS);
    let book = desk.book_mut().unwrap();
    book.write(&Operation::new(OperationKind::ParcelOpen, "多年"), |writing| fill(writing, first))
        .map_err(|error: LedgerError| error)
        .unwrap();
    let floor = Floor::new(dir, "roll-up.db");
    floor.roll_ups(COMMUNITIES, usize::try_from(MONTHS).unwrap());
    for (months, goal) in [(1, None), (MONTHS, Some(SIXTY_MONTHS))] {
        let from = last.plus(1 - months);
        let pair = Pair::run(
            ROUNDS * 3,
            |_| time(|| floor.roll_up_rows(usize::try_from(months).unwrap())).1,
            |_| {
                let read = || desk.book().unwrap().read(|reading| of_months(reading, from, last));
                time(|| read().map_err(|error: LedgerError| error).unwrap().len()).1
            },
        );
        pair.print(&format!("roll-up rows of {months} months of fifty communities"), goal);
        let (reply, took) = time(|| desk.call(&StreetRollUp { first: from, last }));
        println!(
            "    the whole table with totals, through the desk: {took:.1?}, {} rows",
            reply.unwrap().body.rows.len()
        );
    }
}

fn fill(writing: &mut Writing<'_>, first: Month) -> Result<(), LedgerError> {
    for at in 0..COMMUNITIES {
        let partner = writing.insert(&Partner {
            uid: format!("c{at}"),
            name: format!("第{at}社区"),
            kind: "community".to_owned(),
            public: vec![0; 64],
            trusted_at: Instant(0),
            position: i64::try_from(at).unwrap(),
            contact: None,
            closed_to: None,
            seen_epoch: None,
            seen_count: None,
            register_month: None,
            last_received_id: None,
            to_on: None,
        })?;
        for month in 0..MONTHS {
            let month = first.plus(month);
            let received = writing.insert(&received(partner, month, at))?;
            writing.insert(&RollUpRow::new(partner, month, received, figures(at))?)?;
        }
    }
    Ok(())
}

fn received(partner_id: PartnerId, month: Month, at: usize) -> ParcelReceived {
    let mut sha256 = format!("{month}{at}").into_bytes();
    sha256.resize(32, 0);
    ParcelReceived {
        partner_id,
        kind: ParcelKind::Month,
        month: Some(month),
        epoch: 1,
        sequence: 1,
        sha256,
        file_id: 1,
        sender: vec![0; 64],
        received_at: Instant(0),
        chain_count: 1,
        chain_head: vec![0; 32],
        verdict: Verdict::Receipted,
        receipt_id: None,
        reasons: None,
        findings: None,
    }
}

fn figures(at: usize) -> RollUp {
    let mut values = [0; Figures::CODES.len()];
    for (value, step) in values.iter_mut().zip(1..) {
        *value = i64::try_from(at).unwrap() * 7 + step;
    }
    let grades = [("优秀", 20), ("良好", 60), ("合格", 15)].map(|(grade, count)| (grade.to_owned(), count));
    RollUp { figures: Figures::of_values(values), grades: grades.into() }
}
