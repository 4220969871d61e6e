//! Any list in another order, with other columns, and as a file: through the units, where one says less than the others.

use std::collections::BTreeMap;
use std::path::Path;

use branchbook_contract::book::HistoryList;
use branchbook_contract::folio::{
    FolioAct, FolioDone, FolioForm, FolioLink, FolioList, FolioPage, FolioShow,
};
use branchbook_workbook::{Limits, open};

use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

const UNITS: &str = "units";

/// 区税务局 with two digits of members, 区医院 with one, 第三中学 that has not said, and a telephone.
fn office() -> Office {
    let mut office = Office::new();
    for (name, kind, count, paired, phone) in [
        ("区医院", "事业单位", "9", "", "13800001234"),
        ("第三中学", "事业单位", "", "1", ""),
        ("区税务局", "机关", "12", "1", ""),
    ] {
        let values = [
            ("name", name),
            ("kind", kind),
            ("member_count", count),
            ("is_paired", paired),
            ("phone", phone),
        ];
        office.call(&act(UNITS, "set", None, &values));
    }
    office
}

fn asked(change: impl FnOnce(&mut FolioShow)) -> FolioShow {
    let mut list = FolioShow { folio: UNITS.to_owned(), ..FolioShow::default() };
    change(&mut list);
    list
}

fn names(page: &FolioPage) -> Vec<&str> {
    (0..page.rows.len()).map(|row| texts(page, row)[0]).collect()
}

fn in_order(office: &mut Office, sort: &str) -> Vec<String> {
    let page = office.call(&asked(|list| list.sort = Some(sort.to_owned())));
    names(&page).into_iter().map(str::to_owned).collect()
}

/// The act with the list that is shown, and the rows that are ticked.
fn way(name: &str, list: &FolioShow, ticked: &[i64], more: &[(&str, &str)]) -> FolioAct {
    let keys: Vec<String> = ticked.iter().map(i64::to_string).collect();
    let shown = serde_json::to_string(list).unwrap();
    let mut values: BTreeMap<String, String> =
        [("shown".to_owned(), shown), ("ticked".to_owned(), keys.join(","))].into();
    values.extend(more.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    FolioAct { folio: UNITS.to_owned(), act: name.to_owned(), values: values.into(), ..FolioAct::default() }
}

/// The first four cells of each row of a file.
fn cells(path: &Path) -> Vec<[String; 4]> {
    let book = open(path, &Limits::default()).unwrap();
    let rows = book.rows(0).unwrap().map(Result::unwrap);
    rows.map(|row| [0, 1, 2, 3].map(|column| row.text(column).to_owned())).collect()
}

#[test]
fn a_list_stands_in_the_order_of_any_column_and_what_says_nothing_stands_at_the_end() {
    let mut office = office();
    assert_eq!(in_order(&mut office, "在职党员"), ["区医院", "区税务局", "第三中学"], "9 before 12");
    assert_eq!(in_order(&mut office, "-在职党员"), ["区税务局", "区医院", "第三中学"]);
    assert_eq!(in_order(&mut office, "单位"), ["第三中学", "区税务局", "区医院"], "by pinyin");
    let second = office.call(&asked(|list| {
        (list.sort, list.offset, list.limit) = (Some("在职党员".to_owned()), 1, Some(1));
    }));
    assert_eq!((names(&second), second.total), (vec!["区税务局"], 3), "sorted as a whole, then cut");
}

#[test]
fn a_column_that_is_not_there_is_refused_with_those_that_are() {
    let mut office = office();
    let sorted = office.refused(&asked(|list| list.sort = Some("-工资".to_owned())));
    assert!(sorted.contains("没有“工资”这一栏") && sorted.contains("单位、性质、党组织"), "{sorted}");
    let chosen = office.refused(&asked(|list| list.columns = Some("单位,工资".to_owned())));
    assert!(chosen.contains("没有“工资”这一栏"), "{chosen}");
}

#[test]
fn columns_are_chosen_in_the_form_and_come_back_as_a_part_of_the_address() {
    let mut office = office();
    let form = FolioForm {
        folio: UNITS.to_owned(),
        act: "choose_columns".to_owned(),
        values: way("", &asked(|list| list.columns = Some("单位,电话".to_owned())), &[], &[]).values,
        ..FolioForm::default()
    };
    assert_eq!(office.call(&form).fields[0].value, "单位,电话", "what is shown is ticked");
    let list = asked(|_| ());
    let choose = |columns: &str| way("choose_columns", &list, &[], &[("columns", columns)]);
    let opens = |office: &mut Office, columns: &str| match office.call(&choose(columns)).opens {
        Some(FolioLink::Here(key, columns)) if key == "columns" => columns,
        other => panic!("{other:?}"),
    };
    assert_eq!(opens(&mut office, "电话,单位"), "电话,单位");
    assert_eq!(opens(&mut office, ""), "", "none is all");
    let every = show(&mut office, UNITS, None).columns;
    let every: Vec<&str> = every.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(opens(&mut office, &every.join(",")), "", "all need not be said");
    let page = office.call(&asked(|list| list.columns = Some("电话,单位".to_owned())));
    assert_eq!(texts(&page, 0), ["138****1234", "区医院"]);
    assert_eq!(page.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>(), ["电话", "单位"]);
}

#[test]
fn a_file_holds_what_is_shown_in_its_order_with_its_columns_and_masked() {
    let mut office = office();
    let dir = tempfile::tempdir().unwrap();
    let list = asked(|list| {
        (list.sort, list.columns) = (Some("-在职党员".to_owned()), Some("单位,在职党员,电话".to_owned()));
    });
    let out = dir.path().join("单位.xlsx");
    let text = out.display().to_string();
    let undoable = office.call(&HistoryList::default());
    let done: FolioDone = office.call(&way("export_list", &list, &[], &[("out", &text)]));
    assert_eq!(
        (done.sentence.as_str(), done.file.as_deref()),
        ("已导出驻区单位 3 条。", Some(text.as_str()))
    );
    assert!(!done.is_undoable);
    let rows = cells(&out);
    assert_eq!(rows[0][0], "驻区单位");
    let head = rows.iter().position(|row| row[0] == "序号").unwrap();
    assert_eq!(rows[head], ["序号", "单位", "在职党员", "电话"]);
    assert_eq!(rows[head + 1], ["1", "区税务局", "12", ""]);
    assert_eq!(rows[head + 2], ["2", "区医院", "9", "138****1234"]);
    let after = office.call(&HistoryList::default());
    assert!(after[0].title.starts_with("导出驻区单位 3 条") && after[0].refusal.is_some(), "{:?}", after[0]);
    assert!(after[1..] == undoable[..], "a file is no work to be undone");
}

#[test]
fn only_the_ticked_rows_of_a_filtered_list_go_into_the_file_and_an_empty_one_is_refused() {
    let mut office = office();
    let dir = tempfile::tempdir().unwrap();
    let paired = asked(|list| list.chip = Some("paired".to_owned()));
    let page = office.call(&paired);
    assert_eq!(names(&page), ["第三中学", "区税务局"]);
    let ticked = page.rows[1].row;
    let folder = dir.path().display().to_string();
    let done = office.call(&way("export_list", &paired, &[ticked], &[("out", &folder)]));
    let file = done.file.unwrap();
    assert!(file.ends_with("驻区单位-2026-10-31.xlsx"), "{file}");
    let rows = cells(Path::new(&file));
    assert!(rows.iter().any(|row| row[0].contains("条件：包保单位，所选的")), "{rows:?}");
    let said: Vec<&str> = rows.iter().filter(|row| row[0] == "1").map(|row| row[1].as_str()).collect();
    assert_eq!((said, rows.iter().any(|row| row[0] == "2")), (vec!["区税务局"], false));
    let nobody = asked(|list| list.words = "没有这家".to_owned());
    let refused = office.refused(&way("export_list", &nobody, &[], &[("out", &folder)]));
    assert!(refused.contains("没有导出"), "{refused}");
}

#[test]
fn a_file_without_a_place_or_inside_the_book_is_refused() {
    let mut office = office();
    let list = asked(|_| ());
    assert!(office.refused(&way("export_list", &list, &[], &[])).contains("请指定保存的位置"));
    let inside = office.desk.book().unwrap().dir().join("名单.xlsx").display().to_string();
    let refused = office.refused(&way("export_list", &list, &[], &[("out", &inside)]));
    assert!(refused.contains("不能存到台账目录里面"), "{refused}");
    let odd = FolioAct {
        values: [("shown".to_owned(), "{".to_owned())].into(),
        ..way("export_list", &list, &[], &[])
    };
    assert!(office.refused(&odd).contains("看不懂要的是哪个列表"));
}

/// Every list can be sorted by each of its columns, and every filter counts what it finds.
#[test]
fn every_folio_has_columns_of_its_own_and_counts_what_all_rows_are() {
    let mut office = office();
    for name in office.call(&FolioList::default()) {
        let page = show(&mut office, &name.folio, None);
        let titles: std::collections::BTreeSet<&str> =
            page.columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(titles.len(), page.columns.len(), "a title stands twice in {}", name.folio);
        for title in titles {
            assert!(!title.starts_with('-') && !title.contains(','), "{title}");
            let list =
                FolioShow { folio: name.folio.clone(), sort: Some(title.to_owned()), ..FolioShow::default() };
            assert_eq!(office.call(&list).total, page.total);
        }
        if let Some(all) = page.chips.first() {
            assert_eq!((all.label.as_str(), all.count), ("全部", page.total), "{}", name.folio);
        }
        let ways: Vec<&str> = page.ways.iter().map(|way| way.act.as_str()).collect();
        assert_eq!(ways, ["export_list", "choose_columns"]);
    }
}
