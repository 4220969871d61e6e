//! What the offices of the demo town answer, read by the page's reader and by serde_json.

use std::fmt::Debug;
use std::path::Path;

use branchbook_contract::account::*;
use branchbook_contract::activity::*;
use branchbook_contract::book::*;
use branchbook_contract::folio::*;
use branchbook_contract::home::*;
use branchbook_contract::import::*;
use branchbook_contract::meeting::*;
use branchbook_contract::member::*;
use branchbook_contract::month::*;
use branchbook_contract::offer::*;
use branchbook_contract::organisation::*;
use branchbook_contract::parcel::*;
use branchbook_contract::points::*;
use branchbook_contract::report::*;
use branchbook_contract::report_in::*;
use branchbook_contract::service::*;
use branchbook_contract::setting::*;
use branchbook_contract::street::*;
use branchbook_contract::unit::*;
use branchbook_contract::{Command, Reply};
use branchbook_desk::Desk;
use branchbook_domain::day::Month;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::PersonId;
use branchbook_tests::office::open_desk;
use branchbook_tests::program::branchbook;

use crate::read::Node;
use crate::write;

const DAY: &str = "2026-11-21";
const MONTH: &str = "2026-10";

/// Asks as the page does, and compares what was written and read with what serde_json writes and reads.
fn same<C: Command>(desk: &mut Desk, request: &C) -> C::Reply
where
    C::Reply: PartialEq + Debug,
{
    let name = C::NAME;
    let text = write::text_of(request, |number| number.to_string()).unwrap();
    assert_eq!(text, serde_json::to_string(request).unwrap(), "{name}");
    let reply = desk.dispatch(name, &text).unwrap_or_else(|why| panic!("{name}: {}", why.message));
    let node = Node::parse(&reply).unwrap();
    let read = node.field("body").unwrap().to::<C::Reply>();
    let expected: Reply<C::Reply> = serde_json::from_str(&reply).unwrap();
    assert_eq!(read.unwrap_or_else(|_| panic!("{name} is not read: {reply}")), expected.body, "{name}");
    expected.body
}

fn refused<C: Command>(desk: &mut Desk, request: &C) {
    let text = serde_json::to_string(request).unwrap();
    let error = desk.dispatch(C::NAME, &text).unwrap_err();
    let text = serde_json::to_string(&error).unwrap();
    let read = Node::parse(&text).unwrap().to::<branchbook_contract::CallError>();
    assert_eq!(read.unwrap(), error, "{}", C::NAME);
}

fn month() -> Month {
    MONTH.parse().unwrap()
}

fn town() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = branchbook(DAY, &["demo", folder.path().join("demo").to_str().unwrap()]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
}

fn office(folder: &Path, name: &str) -> Desk {
    open_desk(&folder.join("demo").join(name), DAY)
}

#[test]
fn everything_that_a_community_answers_is_read() {
    let folder = town();
    let mut desk = office(folder.path(), "银河社区");
    let list = MemberList { with_chips: true, with_figures: true, reveal: true, ..MemberList::default() };
    let members = same(&mut desk, &list);
    let person = members.rows[0].member;
    of_a_member(&mut desk, person);
    of_the_office(&mut desk, folder.path());
    of_meetings(&mut desk);
    of_reporting_in(&mut desk, person);
    of_folios(&mut desk, person.0);
    refused(&mut desk, &MemberShow { member: PersonId(0), on: None, reveal: false });
}

fn of_a_member(desk: &mut Desk, member: PersonId) {
    let person = member;
    for reveal in [false, true] {
        same(desk, &MemberShow { member, on: None, reveal });
    }
    same(desk, &MemberHistory { member });
    same(desk, &MemberYear { member, on: None });
    same(desk, &MemberEntryForm {});
    same(desk, &PointsOrigins { person, year: None });
    same(desk, &PointsRoom { person, on: None });
    same(desk, &PointsAccount { person, year: None });
}

/// Every folio, whole and of one person, with the forms of all acts that are offered. A letter is there in any case.
fn of_folios(desk: &mut Desk, person: i64) {
    let values = [("issued_on", "2026-11-01"), ("way", "out"), ("reach", "in_city"), ("number", "7号")];
    let values = values.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
    let (folio, act, subject) = ("letters".to_owned(), "add".to_owned(), Some(person));
    same(desk, &FolioAct { folio, act, row: None, subject, values });
    same(desk, &FolioList { person: None });
    let of_person: Vec<String> =
        same(desk, &FolioList { person: Some(person) }).into_iter().map(|name| name.folio).collect();
    let sorted = |folio: &str| FolioShow {
        folio: folio.to_owned(),
        sort: Some("-状态".to_owned()),
        columns: Some("状态".to_owned()),
        ..FolioShow::default()
    };
    same(desk, &sorted("unit_figures"));
    for folio in ["ranking", "unit_figures", "report_ins", "activities", "meetings", "operations"] {
        let mut show = FolioShow { folio: folio.to_owned(), ..FolioShow::default() };
        show.more.insert("span".to_owned(), "year".to_owned());
        same(desk, &show);
        let form =
            |act: &str| FolioForm { folio: folio.to_owned(), act: act.to_owned(), ..FolioForm::default() };
        same(desk, &form("choose_columns"));
        same(desk, &form("export_list"));
    }
    for FolioName { folio, .. } in same(desk, &FolioList::default()) {
        let subject = of_person.contains(&folio).then_some(person);
        for subject in [None, subject] {
            let page = same(desk, &FolioShow { folio: folio.clone(), subject, ..FolioShow::default() });
            let of_rows = page
                .rows
                .into_iter()
                .take(3)
                .flat_map(|row| row.acts.into_iter().map(move |act| (act, Some(row.row))));
            let acts: Vec<_> = page.acts.into_iter().map(|act| (act, None)).chain(of_rows).collect();
            for (FolioButton { act, .. }, row) in acts {
                let form = FolioForm { folio: folio.clone(), act, row, subject, ..FolioForm::default() };
                // A form may answer with what has to be done first, in words.
                let text = serde_json::to_string(&form).unwrap();
                match desk.dispatch(FolioForm::NAME, &text) {
                    Ok(_) => drop(same(desk, &form)),
                    Err(_) => refused(desk, &form),
                }
            }
        }
    }
}

fn of_the_office(desk: &mut Desk, folder: &Path) {
    let month = month();
    same(desk, &FrameShow {});
    same(desk, &HomeShow { month });
    same(desk, &MonthShow { month });
    same(desk, &MonthCheck { month, limit: None });
    same(desk, &MonthList {});
    same(desk, &ReportList { month: None });
    same(desk, &ReportMonthly { month, out: folder.display().to_string(), on: None });
    same(desk, &PointsList { branch: None, month: Some(month) });
    same(desk, &PointsSchemeShow { on: None });
    same(desk, &OrganisationList { on: None });
    same(desk, &PlaceList { on: None });
    same(desk, &SettingGet { key: None });
    same(desk, &ParcelList { offset: 0, limit: None });
    same(desk, &HistoryList {});
    for import in same(desk, &ImportList {}) {
        same(desk, &ImportShow { import: import.import });
    }
    same(desk, &OperatorList {});
    same(desk, &BookStatusAsk {});
    same(desk, &BookVerify {});
    same(desk, &BookPeek { dir: folder.display().to_string() });
}

fn of_meetings(desk: &mut Desk) {
    let month = month();
    let list = same(desk, &MeetingList { month, branch: None, kind: None, with_cancelled: true });
    assert!(!list.is_empty());
    for row in &list {
        same(desk, &MeetingShow { gathering: row.gathering });
    }
    same(desk, &MeetingDue { month, branch: None });
    same(desk, &MeetingDraftList {});
    let (first, last) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    same(desk, &MeetingSpan { first, last, branch: None });
    let tree = same(desk, &OrganisationList { on: None });
    let branch = tree.iter().find(|organisation| organisation.name.ends_with("党支部")).unwrap();
    let (kind, organisation) = (RecordKind::MemberAssembly, branch.organisation);
    same(desk, &MeetingRoll { day: "2026-10-20".parse().unwrap(), kind, organisation });
}

fn of_reporting_in(desk: &mut Desk, person: PersonId) {
    let units = same(desk, &UnitList { month: Some(month()), ..UnitList::default() });
    for row in &units.rows {
        same(desk, &UnitShow { unit: row.unit, on: None });
    }
    same(desk, &ReportInList::default());
    same(desk, &OfferList::default());
    same(desk, &ClaimList { offer: None, person: Some(person) });
    same(desk, &ActivityPresences { unit: None, person: Some(person), on: None });
    let activities = same(desk, &ActivityList::default());
    for row in &activities.rows {
        same(desk, &ActivityShow { activity: row.activity });
    }
}

#[test]
fn everything_that_a_street_answers_is_read() {
    let folder = town();
    let mut desk = office(folder.path(), "明湖街道");
    let month = month();
    let overview = same(&mut desk, &StreetOverview { month, months: Some(12) });
    same(&mut desk, &StreetReminders { month });
    same(&mut desk, &StreetRollUp { first: month.plus(-5), last: month });
    same(&mut desk, &ParcelList { offset: 0, limit: None });
    same(&mut desk, &FrameShow {});
    let row = overview.communities.iter().find(|row| row.cells.last().unwrap().sequence.is_some()).unwrap();
    for part in ["member", "movement", "meeting", "unit", "service", "branch"] {
        let (community, part) = (row.community.clone(), part.to_owned());
        let rows = StreetRows { community, month, part, offset: 0, limit: None, sort: None, reveal: false };
        if let Some(first) = same(&mut desk, &rows).columns.first() {
            let list = StreetRows { sort: Some(format!("-{first}")), ..rows };
            same(&mut desk, &list);
            same(&mut desk, &StreetRowsExport { list, out: folder.path().display().to_string() });
        }
    }
}
