//! Every folio on a past day knows nothing of what begins after it; and days that no office can mean are refused.

use branchbook_contract::book::Office as OfficeKind;
use branchbook_contract::demo::DemoMake;
use branchbook_contract::folio::{FolioCell, FolioPage, FolioShow};
use branchbook_contract::member::{MemberConditionSet, MemberEdit, MemberPatch};
use branchbook_domain::day::{Day, FixedClock, Month};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::ConditionKind;
use branchbook_ledger::table::letter::{LetterReach, LetterWay, TransferLetter};
use branchbook_ledger::table::membership::{Condition, PostHeld};
use branchbook_ledger::{Operation, OperationKind};

use super::{act, show, texts};
use crate::Desk;
use crate::folio::FOLIOS;
use crate::member::tests::Office;

/// Columns of what is planned or may end later: a day in them says nothing of a beginning. A column that is not among
/// them holds days that have come.
const PLANNED: &[&str] = &[
    "有效期至",
    "结束",
    "免职",
    "离开",
    "止",
    "期限",
    "届满日期",
    "延期",
    "最早",
    "最晚",
    "下一步",
    "下次联系不晚于",
    "状态",
    "事项",
];

/// Lists of a month: the day says which.
const OF_A_MONTH: &[&str] = &["activities", "meetings"];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The whole days that a text names: 2026-10-01, 2026年10月1日.
fn days(text: &str) -> Vec<Day> {
    let plain = text.replace(['年', '月'], "-").replace('日', " ");
    let words = plain.split(|c: char| !c.is_ascii_digit() && c != '-');
    let day = |word: &str| {
        let parts: Vec<u32> = word.split('-').map_while(|part| part.parse().ok()).collect();
        let &[year, month, day] = parts.as_slice() else { return None };
        Day::from_ymd_opt(i32::try_from(year).ok()?, month, day)
    };
    words.filter_map(day).collect()
}

fn later(page: &FolioPage, on: Day) -> Vec<String> {
    let mut found = Vec::new();
    let on = if OF_A_MONTH.contains(&page.folio.as_str()) { Month::of(on).last_day() } else { on };
    for row in &page.rows {
        for (column, FolioCell { text, note, .. }) in page.columns.iter().zip(&row.cells) {
            let is_expected = note.contains("预计");
            let is_later = !is_expected && days(&format!("{text} {note}")).into_iter().any(|day| day > on);
            if is_later && !PLANNED.contains(&column.title.as_str()) {
                found.push(format!("{}：{} {text} {note}", page.folio, column.title));
            }
        }
    }
    found
}

#[test]
fn on_a_past_day_no_folio_holds_anything_that_begins_after_it() {
    let today = day("2026-11-21");
    let dir = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(std::sync::Arc::new(FixedClock::on(today)));
    desk.call(&DemoMake { dir: dir.path().join("demo").display().to_string() }).unwrap();
    let mut page = |folio: &str, on: Day| {
        let command =
            FolioShow { folio: folio.into(), on: Some(on), limit: Some(u32::MAX), ..FolioShow::default() };
        desk.call(&command).unwrap().body
    };
    let (mut wrong, mut dated) = (Vec::new(), 0);
    for folio in FOLIOS.iter().filter(|folio| folio.office() == OfficeKind::Community) {
        let name = folio.head().folio;
        for on in ["2026-11-01", "2026-09-01", "2026-08-01", "2026-03-15"].map(day) {
            let past = page(name, on);
            wrong.extend(later(&past, on));
            // Seen today, some of them hold what had not begun: else the test would prove nothing.
            dated += usize::from(!later(&page(name, today), on).is_empty());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(dated > 12, "{dated}");
    for folio in ["letters", "conditions", "posts"] {
        let (past, now) = (page(folio, day("2026-03-15")).total, page(folio, today).total);
        assert!(past < now, "{folio}: {past} of {now}");
    }
}

/// Rows of books that were written before future days were refused.
fn ahead(office: &mut Office, person_id: PersonId) {
    let organisation_id = office.first;
    let operation = Operation::new(OperationKind::MemberEdit, "备料");
    let book = office.desk.book_mut().unwrap();
    book.write(&operation, |writing| {
        let (from_on, to_on) = (Some(day("2026-12-05")), None);
        writing.insert(&PostHeld {
            person_id,
            organisation_id,
            title: "secretary".into(),
            is_full_time: false,
            from_on,
            to_on,
            note: None,
        })?;
        writing.insert(&Condition {
            person_id,
            kind: ConditionKind::Hardship,
            reason: None,
            from_on,
            to_on,
            approved_by: None,
            approved_on: None,
            reference: None,
            note: None,
        })?;
        writing.insert(&TransferLetter {
            person_id,
            way: LetterWay::Out,
            reach: LetterReach::InCity,
            number: None,
            counterpart: None,
            issued_on: day("2026-12-05"),
            valid_until: None,
            dues_paid_to: None,
            received_on: None,
            withdrawn_on: None,
            movement_id: None,
            note: None,
        })
    })
    .unwrap();
}

#[test]
fn what_is_still_to_come_says_so_today_and_is_neither_running_nor_on_its_way() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    ahead(&mut office, member);
    for (folio, running) in [("posts", "now"), ("conditions", "now"), ("letters", "travelling")] {
        let page = show(&mut office, folio, None);
        assert!(serde_json::to_string(&page).unwrap().contains("未开始"), "{folio}: {page:?}");
        let count = |mark: &str| page.chips.iter().find(|chip| chip.chip == mark).map(|chip| chip.count);
        assert_eq!((count(running), count("ahead")), (Some(0), Some(1)), "{folio}");
        assert!(page.findings.is_empty(), "{:?}", page.findings);
        let past = FolioShow { folio: folio.into(), on: Some(day("2026-10-01")), ..FolioShow::default() };
        let past = office.call(&past);
        assert_eq!((past.total, past.chips.iter().any(|chip| chip.chip == "ahead")), (0, false), "{folio}");
    }
    office.on("2026-12-06");
    assert_eq!(texts(&show(&mut office, "letters", None), 0)[7], "途中");
}

#[test]
fn a_letter_that_is_over_today_was_on_its_way_before() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ()).to_string();
    let add =
        [("person", member.as_str()), ("way", "out"), ("reach", "in_city"), ("issued_on", "2026-10-20")];
    for close in ["receive", "withdraw"] {
        office.call(&act("letters", "add", None, &add));
        let page = show(&mut office, "letters", None);
        let row = page.rows.iter().find(|row| row.cells[7].text == "途中").unwrap().row;
        let values = [("received_on", "2026-10-30"), ("note", "作废")];
        office.call(&act("letters", close, Some(row), &values));
        for again in ["receive", "withdraw"] {
            let words = office.refused(&act("letters", again, Some(row), &values));
            assert!(words.contains("已经登记接收或作废"), "{again} {words}");
        }
    }
    let past = FolioShow { folio: "letters".into(), on: Some(day("2026-10-25")), ..FolioShow::default() };
    let past = office.call(&past);
    let states: Vec<&str> = past.rows.iter().map(|row| row.cells[7].text.as_str()).collect();
    assert_eq!(states, ["途中", "途中"]);
}

#[test]
fn days_ahead_and_absurd_days_are_refused_at_their_field_and_change_nothing() {
    let mut office = Office::new();
    let member = office.member("单冠松", |add| add.draft.birth_on = Some("1975-03-02".parse().unwrap()));
    let (person, branch) = (member.to_string(), office.first.to_string());
    let organisation = branch.as_str();
    let exempt = [
        ("kind", "quorum_exempt"),
        ("from_on", "2026-10-01"),
        ("reason", "bedridden_or_long_ill"),
        ("approved_by", "街道党工委"),
        ("approved_on", "2027-10-01"),
    ];
    for (folio, name, field, values) in [
        (
            "letters",
            "add",
            "issued_on",
            vec![("way", "out"), ("reach", "in_city"), ("issued_on", "2026-11-25")],
        ),
        (
            "letters",
            "add",
            "issued_on",
            vec![("way", "out"), ("reach", "in_city"), ("issued_on", "1999-11-25")],
        ),
        ("conditions", "add", "from_on", vec![("kind", "lost"), ("from_on", "2027-12-01")]),
        ("conditions", "add", "from_on", vec![("kind", "lost"), ("from_on", "1950-01-01")]),
        ("conditions", "add", "approved_on", exempt.to_vec()),
        (
            "posts",
            "add",
            "from_on",
            vec![("organisation", organisation), ("title", "书记"), ("from_on", "2027-01-01")],
        ),
        (
            "posts",
            "add",
            "from_on",
            vec![("organisation", organisation), ("title", "书记"), ("from_on", "1999-01-01")],
        ),
        (
            "contacts",
            "add",
            "occurred_on",
            vec![("occurred_on", "1890-12-01"), ("way", "phone"), ("is_reached", "yes")],
        ),
        (
            "contacts",
            "add",
            "occurred_on",
            vec![("occurred_on", "1970-12-01"), ("way", "phone"), ("is_reached", "yes")],
        ),
        (
            "contacts",
            "add",
            "occurred_on",
            vec![("occurred_on", "2026-11-01"), ("way", "phone"), ("is_reached", "yes")],
        ),
        ("tags", "set", "from_on", vec![("tag", "retired"), ("from_on", "2026-11-01")]),
        ("lost", "lost", "from_on", vec![("reason", "lost_work"), ("from_on", "1950-01-01")]),
        ("mobility", "out", "from_on", vec![("way", "out"), ("where_to", "义乌"), ("from_on", "1990-01-01")]),
    ] {
        let values = [vec![("person", person.as_str())], values].concat();
        let head = office.desk.book().unwrap().head();
        let error = office.desk.call(&act(folio, name, None, &values)).unwrap_err();
        let fields: Vec<&str> = error.fields.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(fields, [field], "{folio} {values:?}: {error:?}");
        assert_eq!(office.desk.book().unwrap().head(), head);
    }
    let letter =
        [("person", person.as_str()), ("way", "out"), ("reach", "in_city"), ("issued_on", "2026-10-20")];
    office.call(&act("letters", "add", None, &letter));
    let row = Some(show(&mut office, "letters", None).rows[0].row);
    let words = office.refused(&act("letters", "receive", row, &[("received_on", "2026-12-10")]));
    assert!(words.contains("还没有到"), "{words}");
}

/// What is decided for a time to come is taken: an exemption is approved before it begins, a letter is valid until later.
#[test]
fn what_is_planned_may_lie_ahead() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let set = MemberConditionSet {
        member,
        kind: ConditionKind::QuorumExempt,
        reason: Some("bedridden_or_long_ill".into()),
        from_on: Some(day("2026-11-15")),
        to_on: Some(day("2027-11-15")),
        approved_by: Some("街道党工委".into()),
        approved_on: Some(day("2026-10-20")),
        reference: None,
        note: None,
    };
    office.call(&set);
    assert!(
        show(&mut office, "conditions", None)
            .chips
            .iter()
            .any(|chip| chip.chip == "ahead" && chip.count == 1)
    );
    let birth = MemberPatch { birth_on: Some(Some("1975-03-02".parse().unwrap())), ..MemberPatch::default() };
    office.call(&MemberEdit { member, patch: birth, confirm_duplicate: false });
    let person = member.to_string();
    let letter = [
        ("person", person.as_str()),
        ("way", "out"),
        ("reach", "in_city"),
        ("issued_on", "2026-10-31"),
        ("valid_until", "2026-12-30"),
    ];
    office.call(&act("letters", "add", None, &letter));
    assert_eq!(show(&mut office, "letters", None).total, 1);
}
