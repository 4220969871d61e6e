//! Roster import of 3,000 and 100,000 rows: reading the sheet with calamine and inserting the same rows into bare tables
//! with the same indexes, beside the import as a person does it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use branchbook_contract::intake::{ImportKind, IntakeApply};
use branchbook_domain::day::PartialDay;
use branchbook_ledger::table::person::Person;
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

use super::{Goal, Pair, print_growth, time};
use crate::floor::Floor;
use crate::large::{TODAY, invented};
use crate::office::{new_desk, person};

const ROUNDS: usize = 7;
const GOAL: Goal = Goal { hold: 2.0, aim: 1.3 };
const TITLES: [&str; 9] =
    ["姓名", "性别", "出生年月", "身份证号", "入党时间", "转正时间", "所在支部", "联系电话", "家庭住址"];

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    for count in [3_000, 100_000] {
        let file = roster(folder.path(), count);
        pair(folder.path(), &file, count).print(&format!("roster import of {count} rows"), Some(GOAL));
    }
    // Both write their pages ahead, as imports of many people do.
    let (one, four) = (roster(folder.path(), 25_000), path(folder.path(), 100_000));
    let growth = Pair::run(
        ROUNDS,
        |round| ours(&folder.path().join(format!("one{round}")), &one, 25_000),
        |round| ours(&folder.path().join(format!("four{round}")), &four, 100_000),
    );
    print_growth("roster import", growth.floor(), growth.ours());
}

fn pair(dir: &Path, file: &Path, count: usize) -> Pair {
    Pair::run(
        ROUNDS,
        |round| floor(dir, &format!("floor{count}-{round}.db"), file, count),
        |round| ours(&dir.join(format!("book{count}-{round}")), file, count),
    )
}

pub(super) fn floor(dir: &Path, name: &str, file: &Path, count: usize) -> Duration {
    let floor = Floor::new(dir, name);
    let ((), took) = time(|| {
        let people = read(file);
        assert_eq!(people.len(), count);
        floor.people(&people);
    });
    took
}

pub(super) fn ours(dir: &Path, file: &Path, count: usize) -> Duration {
    let mut desk = new_desk(dir, TODAY);
    let apply = IntakeApply::of(ImportKind::Roster, file.display().to_string());
    let (reply, took) = time(|| desk.call(&apply));
    let counts = reply.unwrap().body.counts;
    assert_eq!(counts.new as usize, count, "{counts:?}");
    desk.close().unwrap();
    std::fs::remove_dir_all(dir).unwrap();
    took
}

/// Where a roster of so many lies.
pub fn path(dir: &Path, count: usize) -> PathBuf {
    dir.join(format!("roster{count}.xlsx"))
}

/// A clean roster of invented people in fifty branches.
pub fn roster(dir: &Path, count: usize) -> PathBuf {
    let path = path(dir, count);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, TITLES).unwrap();
    for at in 0..count {
        let person = invented(at);
        let day = |day: Option<PartialDay>| day.map_or_else(String::new, |day| day.to_string());
        let sex = if person.sex.as_deref() == Some("1") { "男" } else { "女" };
        let cells = [
            person.name,
            sex.to_owned(),
            day(person.birth_on),
            person.id_number.unwrap_or_default(),
            day(person.joined_on),
            day(person.became_full_on),
            format!("第{}党支部", at % 50 + 1),
            person.phone.unwrap_or_default(),
            format!("明湖路{}号", at % 300 + 1),
        ];
        sheet.write_row(u32::try_from(at + 1).unwrap(), 0, cells).unwrap();
    }
    workbook.save(&path).unwrap();
    path
}

/// The least that can be done: cells into people, nothing checked, no reading of names.
fn read(file: &Path) -> Vec<Person> {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    let text = |cell: &Data| cell.to_string();
    let bare = person("王");
    range
        .rows()
        .skip(1)
        .map(|row| Person {
            uid: branchbook_ledger::book::new_uid(crate::office::clock(TODAY).as_ref()),
            name: text(&row[0]),
            sex: Some(text(&row[1])),
            birth_on: text(&row[2]).parse().ok(),
            id_number: Some(text(&row[3])),
            joined_on: text(&row[4]).parse().ok(),
            became_full_on: text(&row[5]).parse().ok(),
            phone: Some(text(&row[7])),
            address: Some(text(&row[8])),
            ..bare.clone()
        })
        .collect()
}
