//! Why people came and went reaches the street: beside the rows, so that a program of before can read the file.

use branchbook_contract::folio::FolioAct;
use branchbook_contract::parcel::PartChanges;
use branchbook_contract::street::{ReportedRows, StreetReport, StreetRows};
use branchbook_parcel::{Kind, Limits, Opener, Parcel, open};
use calamine::{Reader as _, Xlsx, open_workbook};
use serde::Deserialize;
use serde_json::json;

use crate::community::{Town, join, keys_of, month};

/// A movement as the first release reads it: another field makes the file unreadable to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what matters is that all of it is read")]
struct FirstMovement {
    id: i64,
    name: String,
    kind: String,
    label: String,
    occurred_on: Option<String>,
    branch: String,
    from_branch: Option<String>,
    counterpart: Option<String>,
    is_correction: bool,
}

/// One newcomer in October, whose reason is not given yet.
fn town() -> Town {
    let mut town = Town::of(&[4], "2026-10-20");
    town.on("2026-11-03");
    join(&mut town.communities[0], "新安", "2026-10-25");
    town
}

fn movements(town: &mut Town) -> ReportedRows {
    let rows = StreetRows {
        community: "银河社区".to_owned(),
        month: month("2026-10"),
        part: "movement".to_owned(),
        offset: 0,
        limit: None,
        sort: None,
        reveal: false,
    };
    town.street.desk.call(&rows).unwrap().body
}

fn cell(rows: &ReportedRows, title: &str) -> Option<String> {
    let at = rows.columns.iter().position(|column| column == title).unwrap();
    rows.rows[0].cells[at].clone()
}

/// Seals the month, opens it at the street, gives what became of the movements and the file.
fn sent(town: &mut Town) -> (PartChanges, Parcel) {
    let sealed = town.seal(0, month("2026-10"));
    let opened = town.open(&sealed.path).unwrap();
    let changes = opened.parts.into_iter().find(|part| part.part == "movement").unwrap();
    let (sender, reader) = (keys_of(&town.communities[0].desk), keys_of(&town.street.desk));
    let parts: &[&str] = &["roll-up", "branch", "member", "movement", "meeting", "unit", "service"];
    let opener = Opener {
        keys: &reader,
        senders: &[sender.public().clone()],
        kinds: &[Kind::new("month", parts)],
        limits: Limits::default(),
    };
    (changes, open(&std::fs::read(&sealed.path).unwrap(), &opener).unwrap())
}

fn give_reason(town: &mut Town, movement: i64, reason: &str) {
    let values = [("reason".to_owned(), reason.to_owned())].into();
    let (folio, act) = ("movements".to_owned(), "reason".to_owned());
    let give = FolioAct { folio, act, row: Some(movement), subject: None, values };
    town.communities[0].desk.call(&give).unwrap();
}

#[test]
fn a_reason_travels_beside_its_row_and_a_new_one_is_a_change() {
    let mut town = town();
    let (changes, parcel) = sent(&mut town);
    assert_eq!((changes.added, parcel.manifest().about.get("movement_reasons")), (1, None));
    let rows = movements(&mut town);
    assert_eq!((cell(&rows, "增减类别").as_deref(), cell(&rows, "增减原因")), (Some("转入"), None));
    let row: FirstMovement = parcel.rows("movement").unwrap().next().unwrap().unwrap();

    give_reason(&mut town, row.id, "144");
    let (changes, parcel) = sent(&mut town);
    assert_eq!((changes.changed, changes.same), (1, 0), "nothing else of the row is different");
    assert_eq!(cell(&movements(&mut town), "增减原因").as_deref(), Some("从外省转入"));
    assert_eq!(parcel.manifest().sequence, 2);
    let about = &parcel.manifest().about;
    assert_eq!(about["movement_reasons"], json!({ row.id.to_string(): "144" }));
    let read: Vec<FirstMovement> = parcel.rows("movement").unwrap().map(Result::unwrap).collect();
    assert_eq!(read.len(), 1, "the first release reads the file as it is");
    let again = town.seal(0, month("2026-10"));
    assert!(again.is_same, "the same reasons say nothing new");
}

#[test]
fn the_workbook_of_the_street_names_the_reasons() {
    let mut town = town();
    let (_, parcel) = sent(&mut town);
    let row: FirstMovement = parcel.rows("movement").unwrap().next().unwrap().unwrap();
    give_reason(&mut town, row.id, "144");
    sent(&mut town);
    let out = town.stick.join("街道.xlsx").display().to_string();
    let report = StreetReport { month: month("2026-10"), out: out.clone(), on: None };
    let made = town.street.desk.call(&report).unwrap().body;
    assert!(made.notes.iter().all(|note| !note.contains("打不开")), "{:?}", made.notes);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let sheet = book.worksheet_range("党员增减明细").unwrap();
    let line = sheet.rows().find(|line| line.iter().any(|cell| *cell == *"新安")).expect("the newcomer");
    let line: Vec<String> = line.iter().map(ToString::to_string).collect();
    assert_eq!(
        (line[1].as_str(), &line[3..6]),
        ("银河社区", &["新安", "转入", "从外省转入"].map(str::to_owned)[..])
    );
    assert!(line[2].ends_with("党支部"), "{line:?}");
    assert_eq!(line[7], "外地");
}
