//! The undo list as a list like every other: found, filtered, exported as it is shown; and still the list of the undo.

use branchbook_contract::book::{BookBackup, HistoryList};
use branchbook_contract::folio::{FolioDone, FolioForm, FolioPage, FolioShow};

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

const OPERATIONS: &str = "operations";

/// 单冠松 and 仇艳 were added, and the second was taken back.
fn office() -> Office {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    office.member("仇艳", |_| ());
    let newest = show(&mut office, OPERATIONS, None).rows[0].row;
    let done: FolioDone = office.call(&act(OPERATIONS, "undo", Some(newest), &[]));
    assert_eq!(done.sentence, "已撤销：新增党员：仇艳。");
    office
}

fn asked(change: impl FnOnce(&mut FolioShow)) -> FolioShow {
    let mut list = FolioShow { folio: OPERATIONS.to_owned(), ..FolioShow::default() };
    change(&mut list);
    list
}

fn titles(page: &FolioPage) -> Vec<&str> {
    (0..page.rows.len()).map(|row| texts(page, row)[1]).collect()
}

fn chips(page: &FolioPage) -> Vec<(&str, u32)> {
    page.chips.iter().map(|chip| (chip.label.as_str(), chip.count)).collect()
}

#[test]
fn operations_stand_newest_first_with_what_can_be_taken_back() {
    let mut office = office();
    let page = show(&mut office, OPERATIONS, None);
    let history = office.call(&HistoryList::default());
    let rows: Vec<(i64, &str, bool)> = (0..page.rows.len())
        .map(|row| (page.rows[row].row, texts(&page, row)[1], !page.rows[row].acts.is_empty()))
        .collect();
    let told: Vec<(i64, &str, bool)> =
        history.iter().map(|row| (row.change.0, row.title.as_str(), row.refusal.is_none())).collect();
    assert_eq!(rows, told, "the same list");
    assert_eq!(titles(&page)[..3], ["撤销：新增党员：仇艳", "新增党员：仇艳", "新增党员：单冠松"]);
    assert_eq!((texts(&page, 0)[2], texts(&page, 0)[3]), ("周经办", "可以撤销"));
    assert_eq!(texts(&page, 1)[3], "它已经撤销过了。");
    let form = FolioForm {
        folio: OPERATIONS.to_owned(),
        act: "undo".to_owned(),
        row: Some(page.rows[2].row),
        ..FolioForm::default()
    };
    assert!(office.call(&form).about.contains("将撤销“新增党员：单冠松”"));
    let unknown = FolioForm { row: Some(9_999), ..form };
    assert!(office.refused(&unknown).contains("没有这一步操作"));
}

#[test]
fn operations_are_found_by_their_words_and_by_who_did_them_and_the_filters_count() {
    let mut office = office();
    let whole = show(&mut office, OPERATIONS, None);
    let all = chips(&whole);
    assert_eq!((all[0], all[2]), (("全部", whole.total), ("撤销过", 1)));
    assert_eq!(all[1].1 + all[2].1 + all[3].1, whole.total, "each is one of the three: {all:?}");
    let found = office.call(&asked(|list| list.words = "仇艳".to_owned()));
    assert_eq!(titles(&found), ["撤销：新增党员：仇艳", "新增党员：仇艳"]);
    assert_eq!(chips(&found)[1..3], [("可以撤销", 1), ("撤销过", 1)], "of what the words find");
    let undone = office.call(&asked(|list| list.chip = Some("undone".to_owned())));
    assert_eq!(titles(&undone), ["新增党员：仇艳"]);
    let by = office.call(&asked(|list| list.words = "zjb".to_owned()));
    assert!(by.total > 0 && (0..by.rows.len()).all(|row| texts(&by, row)[2] == "周经办"), "by initials");
}

#[test]
fn the_file_of_operations_holds_those_that_are_shown_and_is_recorded() {
    let mut office = office();
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("撤销记录.xlsx");
    let list = asked(|list| list.words = "仇艳".to_owned());
    let shown = serde_json::to_string(&list).unwrap();
    let values = [("shown", shown.as_str()), ("out", out.to_str().unwrap())];
    let done: FolioDone = office.call(&act(OPERATIONS, "export_list", None, &values));
    assert_eq!(done.sentence, "已导出撤销记录 2 条。");
    let book = branchbook_workbook::open(&out, &branchbook_workbook::Limits::default()).unwrap();
    let rows = book.rows(0).unwrap().map(Result::unwrap);
    let rows: Vec<[String; 5]> =
        rows.map(|row| [0, 1, 2, 3, 4].map(|column| row.text(column).to_owned())).collect();
    let head = rows.iter().position(|row| row[0] == "序号").unwrap();
    assert_eq!(rows[head], ["序号", "时间", "操作", "经办人", "状态"]);
    assert_eq!(rows[head + 1][2], "撤销：新增党员：仇艳");
    assert_eq!(
        (rows[head + 2][2].as_str(), rows[head + 2][4].as_str()),
        ("新增党员：仇艳", "它已经撤销过了。")
    );
    assert!(rows[..head].iter().any(|row| row[0].contains("条件：查找“仇艳”")), "{rows:?}");
    let newest = show(&mut office, OPERATIONS, None);
    assert!(titles(&newest)[0].starts_with("导出撤销记录 2 条："), "{:?}", titles(&newest));
}

#[test]
fn the_file_of_a_title_is_marked_as_it_stands_there() {
    let mut office = Office::new();
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("支部.zip").display().to_string();
    office.call(&BookBackup { to: Some(to) });
    let page = show(&mut office, OPERATIONS, None);
    let cell = &page.rows[0].cells[1];
    assert!(!cell.file.is_empty() && cell.text.contains(&cell.file), "{cell:?}");
    assert!(cell.file.ends_with("支部.zip"), "{cell:?}");
    let json = serde_json::to_string(&page.rows[0].cells[0]).unwrap();
    assert!(!json.contains("file"), "other cells say nothing of it: {json}");
}
