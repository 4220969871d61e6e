//! The rows behind a figure of the street as a list: in the order of any column, and as a file that says what the screen
//! says, masked unless it is asked for in full, and recorded.

use std::path::Path;

use branchbook_contract::activity::{ActivityDraft, ActivityRecord, Participant};
use branchbook_contract::book::HistoryList;
use branchbook_contract::folio::{FolioDone, FolioShow};
use branchbook_contract::intake::ImportKind;
use branchbook_contract::parcel::ParcelTake;
use branchbook_contract::setting::SettingSet;
use branchbook_contract::street::{ReportedRows, StreetPublish, StreetRows, StreetRowsExport};
use branchbook_tests::program::{answer, refusal};
use calamine::{Data, Range, Reader as _, Xlsx, open_workbook};
use serde_json::json;

use crate::community::{Town, import, join, month};

const NUMBER: &str = "53259919780512002X";
const PHONE: &str = "13800001234";
const DAY: &str = "2026-11-03";

/// A street that has the register of 银河社区: three of the fixture and 谭敏 with an ID number and a phone.
fn town() -> Town {
    let mut town = Town::of(&[3], "2026-10-20");
    let one = format!(
        "姓名,性别,出生年月,身份证号,手机号,入党时间,党支部\n谭敏,女,1978.05,{NUMBER}\t,{PHONE},2001.07,第一党支部\n"
    );
    import(&mut town.communities[0], ImportKind::Roster, "名册二.csv", &one, None);
    let fields = json!(["sex", "id_number", "phone"]);
    let asked = SettingSet { key: "street.report_fields".to_owned(), value: fields };
    town.street.desk.call(&asked).unwrap();
    let out = town.stick.display().to_string();
    let made = town.street.desk.call(&StreetPublish { out }).unwrap().body;
    town.communities[0].desk.call(&ParcelTake { path: made.path, is_preview: false }).unwrap();
    town.on(DAY);
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    town
}

fn list(part: &str, sort: Option<&str>) -> StreetRows {
    StreetRows {
        community: "银河社区".to_owned(),
        month: month("2026-10"),
        part: part.to_owned(),
        offset: 0,
        limit: None,
        sort: sort.map(str::to_owned),
        reveal: false,
    }
}

fn rows(town: &mut Town, list: &StreetRows) -> ReportedRows {
    town.street.desk.call(list).unwrap().body
}

/// What stands in the first column, with the place of each row in the part.
fn told(rows: &ReportedRows) -> Vec<(u64, String)> {
    rows.rows.iter().map(|row| (row.number, row.cells[0].clone().unwrap())).collect()
}

fn export(town: &mut Town, list: StreetRows, out: &Path) -> FolioDone {
    let out = out.display().to_string();
    town.street.desk.call(&StreetRowsExport { list, out }).unwrap().body
}

fn sheet(file: &Path) -> Range<Data> {
    let mut book = open_workbook::<Xlsx<_>, _>(file).unwrap();
    let name = book.sheet_names()[0].clone();
    book.worksheet_range(&name).unwrap()
}

/// The rows of a file from its head on.
fn cells(file: &Path) -> Vec<Vec<String>> {
    let sheet = sheet(file);
    let rows = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    rows.skip_while(|row| row[0] != "序号").collect()
}

#[test]
fn reported_rows_stand_in_the_order_of_any_column_page_by_page() {
    let mut town = town();
    let as_reported = rows(&mut town, &list("member", None));
    let sorted = rows(&mut town, &list("member", Some("-姓名")));
    assert_eq!((sorted.total, sorted.rows.len(), &sorted.columns), (4, 4, &as_reported.columns));
    assert_eq!(told(&sorted)[3].1, "谭敏", "by pinyin, from the end: 银河… before 谭敏");
    let mut numbers: Vec<u64> = sorted.rows.iter().map(|row| row.number).collect();
    assert_ne!(numbers, [1, 2, 3, 4], "or this test sees nothing");
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4], "each keeps its place in the part, by which it is sent back");
    let second = StreetRows { offset: 1, limit: Some(2), ..list("member", Some("-姓名")) };
    assert_eq!(rows(&mut town, &second).rows, sorted.rows[1..3], "sorted as a whole, then cut");
    let phones = rows(&mut town, &list("member", Some("-联系电话")));
    assert_eq!(told(&phones)[0].1, "谭敏", "rows that say nothing stand at the end, whichever way it goes");
    let refused = town.street.desk.call(&list("member", Some("工资"))).unwrap_err().message;
    assert!(refused.contains("“党员名册”里没有“工资”这一栏") && refused.contains("姓名"), "{refused}");
    let none = rows(&mut town, &list("service", Some("日期")));
    assert_eq!(none.total, 0, "an empty part has no columns to be sorted by");
}

#[test]
fn the_file_of_reported_rows_is_what_the_screen_shows_and_says_nothing_in_full() {
    let mut town = town();
    let shown = rows(&mut town, &list("member", Some("-姓名")));
    let file = town.stick.join("名册.xlsx");
    let page = StreetRows { offset: 2, limit: Some(1), ..list("member", Some("-姓名")) };
    let done = export(&mut town, page, &file);
    assert_eq!(done.sentence, "已导出银河社区2026年10月党员名册 4 条。", "all pages");
    assert_eq!(done.file.as_deref(), Some(file.display().to_string().as_str()));
    assert!(done.warnings.is_empty() && !done.is_undoable);
    let rows = cells(&file);
    assert_eq!(rows[0][..3], ["序号", "行", "姓名"]);
    let names: Vec<&str> = rows[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(names, told(&shown).iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>());
    let text = format!("{rows:?}");
    assert!(text.contains("5325**********002X") && text.contains("138****1234"), "{text}");
    assert!(!text.contains(NUMBER) && !text.contains(PHONE), "{text}");
    let history = town.street.desk.call(&HistoryList::default()).unwrap().body;
    assert!(history[0].title.starts_with("导出银河社区2026年10月党员名册 4 条："), "{:?}", history[0]);
    assert!(history[0].refusal.is_some(), "a file is no work to be undone");
    let looks = FolioShow { folio: "looks".to_owned(), ..FolioShow::default() };
    assert_eq!(town.street.desk.call(&looks).unwrap().body.total, 0, "what is masked is no look");
    let inside = town.street.dir.join("名册.xlsx").display().to_string();
    let refused = StreetRowsExport { list: list("member", None), out: inside };
    let refused = town.street.desk.call(&refused).unwrap_err().to_string();
    assert!(refused.contains("不能存到台账目录里面"), "{refused}");
}

#[test]
fn a_file_of_reported_rows_in_full_is_recorded_with_everybody_in_it() {
    let mut town = town();
    let file = town.stick.join("名册.xlsx");
    let done = export(&mut town, StreetRows { reveal: true, ..list("member", None) }, &file);
    assert!(done.warnings[0].contains("不能张贴"), "{:?}", done.warnings);
    let text = format!("{:?}", cells(&file));
    assert!(text.contains(NUMBER) && text.contains(PHONE), "{text}");
    let looks = FolioShow { folio: "looks".to_owned(), ..FolioShow::default() };
    let looked = town.street.desk.call(&looks).unwrap().body;
    let said: Vec<&str> = looked.rows[0].cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!((looked.total, said[2]), (1, "导出上报名册"));
    assert!(said[3].contains("谭敏（第一党支部）") && said[4].contains("含完整证件号"), "{said:?}");
    assert!(looked.rows[0].acts.iter().all(|act| act.act != "history"), "what was shown is nobody's record");
    let chips: Vec<(&str, u32)> = looked.chips.iter().map(|chip| (chip.label.as_str(), chip.count)).collect();
    assert!(chips.contains(&("查看上报名册", 0)) && chips.contains(&("导出上报名册", 1)), "{chips:?}");
    let nothing = StreetRows { reveal: true, ..list("meeting", None) };
    let nothing = StreetRowsExport { list: nothing, out: file.display().to_string() };
    let refused = town.street.desk.call(&nothing).unwrap_err().to_string();
    assert!(refused.contains("没有可以显示完整的栏目") && refused.contains("一律遮住"), "{refused}");
}

#[test]
fn what_people_wrote_into_a_report_is_masked_on_the_screen_as_in_the_file() {
    let mut town = town();
    let community = &mut town.communities[0];
    let helper = join(community, "新安", "2026-10-22");
    let draft = ActivityDraft {
        kind: "志愿服务".to_owned(),
        title: format!("看望王某 {PHONE}"),
        on: "2026-10-24".parse().unwrap(),
        start_minute: Some(540),
        end_minute: Some(660),
        place: None,
        organiser: None,
        organisation: None,
        unit: None,
        beneficiary_count: None,
        note: None,
    };
    let participants = vec![Participant { person: helper, minutes: None }];
    community.desk.call(&ActivityRecord { draft, participants }).unwrap();
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let shown = rows(&mut town, &list("service", Some("活动")));
    let text = serde_json::to_string(&shown).unwrap();
    assert!(text.contains("看望王某 138****1234") && !text.contains(PHONE), "{text}");
    let file = town.stick.join("服务.xlsx");
    export(&mut town, list("service", None), &file);
    let text = format!("{:?}", cells(&file));
    assert!(text.contains("看望王某 138****1234") && !text.contains(PHONE), "{text}");
}

#[test]
fn every_file_of_reported_rows_has_a_name_of_its_own() {
    let mut town = town();
    let folder = town.stick.join("明细");
    std::fs::create_dir(&folder).unwrap();
    let mut name = |part: &str| {
        let file = export(&mut town, list(part, None), &folder).file.unwrap();
        Path::new(&file).file_name().unwrap().to_string_lossy().into_owned()
    };
    assert_eq!(name("member"), "银河社区2026年10月党员名册.xlsx");
    assert_eq!(name("unit"), "银河社区2026年10月报到单位.xlsx");
    assert_eq!(name("member"), "银河社区2026年10月党员名册 (2).xlsx", "what lies there is not written over");
}

#[test]
fn figures_of_the_file_are_numbers_and_a_phone_is_none() {
    let mut town = town();
    let file = town.stick.join("单位.xlsx");
    export(&mut town, list("unit", None), &file);
    let units = sheet(&file);
    let row = units.rows().find(|row| row[2] == "市税务局").unwrap();
    assert!(matches!(row[3], Data::Float(_) | Data::Int(_)), "应报到: {row:?}");
    let full = town.stick.join("名册.xlsx");
    export(&mut town, StreetRows { reveal: true, ..list("member", None) }, &full);
    let members = sheet(&full);
    let cells: Vec<&Data> = members.rows().flatten().filter(|cell| **cell == PHONE).collect();
    assert!(matches!(cells[..], [Data::String(_)]), "{cells:?}");
}

#[test]
fn the_command_line_sorts_and_exports_reported_rows() {
    let mut town = town();
    town.street.desk.close().unwrap();
    let (book, file) = (town.street.dir.display().to_string(), town.stick.join("名册.xlsx"));
    let out = file.display().to_string();
    let wanted = ["--book", &book, "street", "rows", "--month", "2026-10", "--office", "银河社区", "--part"];
    let sorted = [&wanted[..], &["党员名册", "--sort", "姓名", "--descending"]].concat();
    assert_eq!(answer(DAY, &sorted)["rows"][3]["cells"][0], "谭敏");
    let exported = [&sorted[..], &["--out", &out]].concat();
    assert_eq!(answer(DAY, &exported)["sentence"], "已导出银河社区2026年10月党员名册 4 条。");
    assert_eq!(cells(&file)[4][2], "谭敏");
    let (code, said) = refusal(DAY, &[&exported[..], &["--limit", "2"]].concat());
    assert_eq!(code, 2, "a file is of all pages: {said}");
}
