//! What was done with another office and with each file between the two: the rows of these lists lead to their histories,
//! in words that a clerk can read.

use branchbook_contract::folio::{FolioAct, FolioLink, FolioPage, FolioShow};
use branchbook_contract::parcel::ParcelReturn;
use branchbook_desk::Desk;

use crate::community::{Town, month};

fn show(desk: &mut Desk, folio: &str, subject: Option<i64>) -> FolioPage {
    desk.call(&FolioShow { folio: folio.to_owned(), subject, ..FolioShow::default() }).unwrap().body
}

/// The history of the row in which this stands.
fn history(desk: &mut Desk, folio: &str, said: &str) -> FolioPage {
    let page = show(desk, folio, None);
    let row = page.rows.iter().find(|row| row.cells.iter().any(|cell| cell.text == said));
    let row = row.unwrap_or_else(|| panic!("{said} does not stand in {page:?}"));
    assert!(row.acts.iter().any(|act| act.act == "history"), "{row:?}");
    let folio = folio.to_owned();
    let act = FolioAct { folio, act: "history".to_owned(), row: Some(row.row), ..FolioAct::default() };
    let opens = desk.call(&act).unwrap().body.opens;
    let Some(FolioLink::Folio(history, Some(key))) = opens else { panic!("{opens:?}") };
    show(desk, &history, Some(key))
}

/// What each step did: its title and what it changed, the newest first.
fn steps(page: &FolioPage) -> Vec<(&str, &str)> {
    page.rows.iter().map(|row| (row.cells[1].text.as_str(), row.cells[2].text.as_str())).collect()
}

fn label(page: &FolioPage) -> &str {
    page.subject.as_ref().unwrap().label.as_str()
}

#[test]
fn a_file_tells_at_both_offices_that_it_went_came_and_was_answered() {
    let mut town = Town::of(&[3], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    town.answer();
    let came = history(&mut town.street.desk, "parcels", "收到");
    assert_eq!(
        (came.folio.as_str(), label(&came)),
        ("received_history", "2026年10月月度上报 第 1 次（银河社区）")
    );
    let told = steps(&came);
    assert!(
        told.last().unwrap().1.contains("内容：月度上报，月份：2026年10月，第几次：1，状态：已接收"),
        "{told:?}"
    );
    assert!(told[0].1.contains("状态：已接收 → 已回执"), "{told:?}");
    let receipt = history(&mut town.street.desk, "parcels", "发出");
    assert_eq!(label(&receipt), "2026年10月回执 第 1 次（银河社区）");
    let went = history(&mut town.communities[0].desk, "parcels", "发出");
    assert_eq!(
        (went.folio.as_str(), label(&went)),
        ("sent_history", "2026年10月月度上报 第 1 次（明湖街道）")
    );
    let told = steps(&went);
    assert!(told.last().unwrap().1.contains("状态：等待回执"), "{told:?}");
    assert!(told[0].1.contains("状态：等待回执 → 已回执"), "{told:?}");
    let codes = format!("{came:?}{went:?}");
    assert!(
        ["taken_in", "waiting", "receipted"].iter().all(|code| !codes.contains(code)),
        "no codes: {codes}"
    );
}

#[test]
fn a_file_that_was_sent_back_tells_why() {
    let mut town = Town::of(&[3], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let reason = "名册有一处要改".to_owned();
    let back = ParcelReturn { path: sealed.path, reason, rows: Vec::new() };
    town.street.desk.call(&back).unwrap();
    let page = history(&mut town.street.desk, "parcels", "收到");
    let told = steps(&page);
    let step = told.iter().find(|(_, changed)| changed.contains("状态：已接收 → 已退回")).unwrap();
    assert!(step.1.contains("原因：— → 整份上报：名册有一处要改"), "{told:?}");
}

#[test]
fn a_community_tells_since_when_it_is_trusted_and_its_history_is_of_a_record_that_is_there() {
    let mut town = Town::of(&[3], "2026-10-20");
    let street = &mut town.street.desk;
    let page = history(street, "communities", "银河社区");
    assert_eq!((page.folio.as_str(), label(&page)), ("partner_history", "银河社区"));
    let told = steps(&page);
    let (title, changed) = told.last().unwrap();
    assert!(title.starts_with("信任银河社区") && changed.contains("名称：银河社区"), "{told:?}");
    assert!(page.rows.iter().all(|row| row.acts.is_empty()), "trust is not undone: {page:?}");
    let unknown =
        FolioShow { folio: "partner_history".to_owned(), subject: Some(99), ..FolioShow::default() };
    assert!(street.call(&unknown).is_err());
}
