//! What holds of an import whatever the file says: taken back, everything is as it was; imported again, nothing changes;
//! the order of the rows means nothing; what the program writes it takes in again; no arrangement of titles makes the
//! guess fall. The rows are put together by chance from cells as offices fill them. Must not know what a row should become.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::intake::{ImportKind, RowState};
use branchbook_contract::member::{MemberExport, MemberList};
use branchbook_ledger::table::table_by_name;
use branchbook_tests::office::{dump_of, verification};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

use crate::office::Office;

const NAMES: &[&str] = &[
    "李秀兰",
    "李　秀兰",
    "陈国庆",
    "王建平",
    "赵春燕",
    "买买提•艾力",
    "赵敏(流动)",
    "李秀兰（书记）",
    "",
    "小计",
    "无",
];
const IDS: &[&str] = &[
    "532699195503081221",
    "53269919691001117x\t",
    "532699194811021314",
    "532699481102131",
    "532699199602181680",
    "532699199602181681",
    "5.3E+17",
    "待补",
    "",
];
const DAYS: &[&str] = &[
    "1955-03-08",
    "1969.1",
    "1978.0",
    "48年11月",
    "41787",
    "2015/4/20",
    "4/5/2015",
    "预备",
    "1978-02-30",
    "二〇一五年四月",
    "",
    "—",
];
const BRANCHES: &[&str] =
    &["望湖苑党支部", "望湖苑支部", "晨光里 党支部", "东门党支部", "晨光社区", "同上", ""];
const GROUPS: &[&str] = &["", "第一党小组", "一", "第二小组"];
const PHONES: &[&str] =
    &["19900010001", "199 0001 0004、0873-3722400", "1.99E+10", "199****0004", "手机：19900010002(女儿)", ""];
const NOTES: &[&str] = &["", "流动党员，在外务工", "=1+1", "“引号”,逗号", "同上", "2026年8月去世"];
/// Names of units: as the book has them, in short, with a word in brackets, and new ones that resemble each other.
const UNITS: &[&str] = &[
    "区税务局",
    "区 税务局",
    "税务局",
    "区税务局（机关）",
    "师范附小",
    "师范附属小学",
    "供电所",
    "供电所（东区）",
    "供电所(西区)",
    "区供电所",
    "合计",
    "",
    "无",
];
const OCTOBER: &[&str] = &["2026.10.17", "10月9日", "2026-10-24", "46313", "10月17日上午", "9月31日", ""];
const COUNTS: &[&str] = &["2", "3人", "１", "1,024", "-1", "两", ""];

/// The columns of a kind: title and the cells that may stand in it.
fn columns(kind: ImportKind) -> Vec<(&'static str, &'static [&'static str])> {
    match kind {
        ImportKind::Roster => vec![
            ("姓名", NAMES),
            ("性别", &["男", "女", "F", ""]),
            ("民族", &["汉", "回族", "汗"]),
            ("出生年月", DAYS),
            ("身份证号", IDS),
            ("文化程度", &["本科", "高小", "?", ""]),
            ("入党时间", DAYS),
            ("转正时间", DAYS),
            ("所在支部", BRANCHES),
            ("党小组", GROUPS),
            ("联系电话", PHONES),
            ("党籍状态", &["", "正常", "失联（2026年3月）", "流动", "已去世", "转出", "留党察看", "在职"]),
            ("党内职务", &["", "", "书记", "支委、组长", "红色楼长"]),
            ("备注", NOTES),
        ],
        ImportKind::Units => vec![
            ("单位名称", UNITS),
            ("单位性质", &["机关", "学校", ""]),
            ("联系人", NAMES),
            ("联系电话", PHONES),
            ("在职党员数", COUNTS),
            ("应到本社区报到数", COUNTS),
            ("名册日期", OCTOBER),
        ],
        ImportKind::ReportIns => vec![
            ("姓名", NAMES),
            ("身份证号码", IDS),
            ("工作单位", UNITS),
            ("手机号", PHONES),
            ("特长", &["", "财会、法律", "无"]),
            ("意向服务岗位", &["", "政策宣传岗", "宣传，文体"]),
            ("报到日期", DAYS),
        ],
        ImportKind::Meetings => vec![
            ("日期", OCTOBER),
            ("类型", &["主题党日", "党课", "支委会", "座谈会", "支部大会", "党小组会"]),
            ("支部", BRANCHES),
            ("党小组", GROUPS),
            ("议题", NOTES),
            ("主持人", NAMES),
            ("应到", COUNTS),
            ("实到", COUNTS),
            ("请假人员及原因", &["", "陈国庆（病假）", "李秀兰 事假；某某", "无"]),
        ],
        ImportKind::Points => vec![
            ("姓名", NAMES),
            ("支部", BRANCHES),
            ("日期", OCTOBER),
            ("积分事项", &["帮办微心愿", "参加主题党日", "会议迟到", "参加宣讲", "打扫", ""]),
            ("分值", &["5", "+5", "2", "-1", "五", ""]),
            ("备注", NOTES),
        ],
    }
}

type Lines = Vec<Vec<&'static str>>;

/// Rows of a kind.
fn lines(kind: ImportKind, most: usize) -> impl Strategy<Value = Lines> {
    let row: Vec<_> = columns(kind).into_iter().map(|(_, cells)| select(cells)).collect();
    proptest::collection::vec(row, 1..most)
}

/// Runs a property a number of times, the same way each time.
fn hold<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, random);
    let held = runner.run(&strategy, |value| {
        property(value);
        Ok(())
    });
    held.unwrap_or_else(|failed| panic!("{failed}"));
}

/// A text for a file: every cell between quotation marks.
fn table(kind: ImportKind, lines: &Lines) -> String {
    let quoted = |cells: &[&str]| {
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(",") + "\n"
    };
    let titles: Vec<&str> = columns(kind).iter().map(|(title, _)| *title).collect();
    let rows: String = lines.iter().map(|cells| quoted(cells)).collect();
    quoted(&titles) + rows.as_str()
}

/// Taken back, everything is as it was; imported again, nothing changes.
fn taken_back(kind: ImportKind) {
    let office = RefCell::new(Office::of(kind));
    hold(24, lines(kind, 9), |lines| {
        let office = &mut *office.borrow_mut();
        let before = dump_of(&office.desk);
        let path = office.file("表.csv", &table(kind, &lines));
        let Ok(applied) = office.apply(&path) else {
            assert!(dump_of(&office.desk) == before, "a refused file changes nothing: {lines:?}");
            return;
        };
        if applied.is_changed {
            let after = dump_of(&office.desk);
            assert!(after != before, "{lines:?}");
            let again = office.apply(&path).unwrap();
            assert!(!again.is_changed, "once more: {} {lines:?}", again.message);
            assert!(dump_of(&office.desk) == after, "{lines:?}");
            office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
        }
        assert!(dump_of(&office.desk) == before, "taken back: {lines:?}");
    });
    assert!(verification(&mut office.borrow_mut().desk).is_sound);
}

#[test]
fn any_roster_is_taken_back_whole() {
    taken_back(ImportKind::Roster);
}

#[test]
fn any_list_of_units_is_taken_back_whole() {
    taken_back(ImportKind::Units);
}

#[test]
fn any_report_ins_are_taken_back_whole() {
    taken_back(ImportKind::ReportIns);
}

#[test]
fn any_meetings_are_taken_back_whole() {
    taken_back(ImportKind::Meetings);
}

#[test]
fn any_points_are_taken_back_whole() {
    taken_back(ImportKind::Points);
}

/// What is decided about each row, by what the row says.
fn decided(office: &mut Office, kind: ImportKind, lines: &Lines) -> Result<Vec<String>, String> {
    let path = office.file("表.csv", &table(kind, lines));
    let preview = office.preview(&path)?;
    let rows = preview.first.iter().chain(&preview.last);
    let mut decided: Vec<String> = rows.map(|row| format!("{:?} {:?}", row.cells, row.state)).collect();
    decided.sort();
    Ok(decided)
}

/// Every row that an import has made or changed, in whatever table, told without the keys that it drew; then the import is
/// taken back.
fn said_after(office: &mut Office, kind: ImportKind, lines: &Lines) -> Vec<String> {
    let before = Rows::of(&dump_of(&office.desk));
    let path = office.file("表.csv", &table(kind, lines));
    let Ok(applied) = office.apply(&path) else { return Vec::new() };
    let told = Rows::of(&dump_of(&office.desk)).told_beside(&before);
    if applied.is_changed {
        office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    }
    told
}

/// The rows of a comparable dump: table and key, then what stands in the columns.
struct Rows(BTreeMap<(String, String), Vec<String>>);

impl Rows {
    fn of(dump: &str) -> Self {
        let row = |line: &str| {
            let mut parts = line.split('\t').map(str::to_owned);
            let (table, key) = (parts.next().unwrap(), parts.next().unwrap());
            // Which operation wrote it is no part of what it says.
            ((table, key), parts.skip(1).collect())
        };
        Self(dump.lines().map(row).collect())
    }

    /// What differs from before, sorted, because the order in which rows were made means nothing.
    fn told_beside(&self, before: &Self) -> Vec<String> {
        let is_new = |(row, values): &(&(String, String), &Vec<String>)| before.0.get(*row) != Some(*values);
        let told = |(row, _)| match before.0.contains_key(row) {
            true => format!("{} {}: {}", row.0, row.1, self.words(row, before)),
            false => format!("new {}: {}", row.0, self.words(row, before)),
        };
        let mut told: Vec<String> = self.0.iter().filter(is_new).map(told).collect();
        told.sort();
        told
    }

    /// The columns of a row in words: a row that it points at is told by its own words if it is new, too.
    fn words(&self, row: &(String, String), before: &Self) -> String {
        let columns = table_by_name(&row.0).unwrap().columns;
        let said = columns.iter().zip(&self.0[row]).filter(|(column, _)| !DRAWN.contains(column));
        let word = |(column, value): (&&str, &String)| {
            let target = self.target(row, column).map(|table| (table, value.clone()));
            match target.filter(|_| value != "-") {
                Some(target) if !before.0.contains_key(&target) => {
                    format!("{column}=({})", self.words(&target, before))
                }
                _ => format!("{column}={value}"),
            }
        };
        said.map(word).collect::<Vec<_>>().join(" ")
    }

    /// The table that a column points at.
    fn target(&self, row: &(String, String), column: &str) -> Option<String> {
        let stem = column.strip_suffix("_id")?;
        let table = match (row.0.as_str(), stem) {
            (_, "branch" | "group" | "from_branch") | ("organisation", "parent") => "organisation",
            ("place", "parent") => "place",
            (_, "host" | "recorder" | "other" | "into") => "person",
            (_, "replaces") => "gathering",
            (_, "corrects") => "movement",
            (_, "record") => "meeting_record",
            (_, "account" | "item" | "scheme") => return Some(format!("points_{stem}")),
            (_, "reverses") => "points_entry",
            (_, "case") => "development_case",
            (_, "field") => "custom_field",
            (_, "offered_by_unit") => "unit",
            // An attendance or a participation; what else an entry comes from has no row.
            ("points_entry", "source") => return self.kind_of(row, "source_kind"),
            ("points_account", "subject") => return self.kind_of(row, "subject_kind"),
            (_, stem) => stem,
        };
        table_by_name(table).map(|table| table.name.to_owned())
    }

    /// The table that a row names in a column of its own.
    fn kind_of(&self, row: &(String, String), column: &str) -> Option<String> {
        let columns = table_by_name(&row.0).unwrap().columns;
        let at = columns.iter().position(|name| *name == column).unwrap();
        let kind = self.0[row][at].trim_matches('"');
        table_by_name(kind).map(|table| table.name.to_owned())
    }
}

/// What differs between two files of the same rows and says nothing of them: names drawn by chance, the file itself, and
/// the place in a list, which is that of the row that first names a branch.
const DRAWN: &[&str] = &["uid", "file_sha256", "position"];

#[test]
fn the_order_of_rows_means_nothing_in_any_kind_of_table() {
    for kind in ImportKind::ALL {
        let office = RefCell::new(Office::of(*kind));
        // 同上 is the one word that speaks of the order.
        let ordered = lines(*kind, 8).prop_map(|lines| {
            let cells = |cells: Vec<&'static str>| {
                cells.into_iter().map(|cell| if cell == "同上" { "" } else { cell })
            };
            lines.into_iter().map(|line| cells(line).collect()).collect::<Lines>()
        });
        let pairs = ordered.prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()));
        hold(12, pairs, |(lines, shuffled)| {
            let office = &mut *office.borrow_mut();
            let (one, other) = (decided(office, *kind, &lines), decided(office, *kind, &shuffled));
            assert_eq!(one, other, "{kind:?}\n{lines:?}\n{shuffled:?}");
            let (one, other) = (said_after(office, *kind, &lines), said_after(office, *kind, &shuffled));
            assert_eq!(one, other, "{kind:?}\n{lines:?}\n{shuffled:?}");
        });
    }
}

#[test]
fn whatever_is_in_the_register_comes_back_from_its_export_unchanged() {
    let office = RefCell::new(Office::of(ImportKind::Roster));
    hold(16, lines(ImportKind::Roster, 12), |lines| {
        let office = &mut *office.borrow_mut();
        let path = office.file("表.csv", &table(ImportKind::Roster, &lines));
        let applied = office.apply(&path).unwrap();
        let out = office.file("导出.xlsx", "").display().to_string();
        std::fs::remove_file(&out).unwrap();
        let list = MemberList { reveal: true, ..MemberList::default() };
        let export = MemberExport { list, members: Vec::new(), out };
        let path: PathBuf = office.desk.call(&export).unwrap().body.path.into();
        let before = dump_of(&office.desk);
        let preview = office.preview(&path).unwrap();
        let rows = preview.first.iter().chain(&preview.last);
        // Whom nothing tells apart the program does not guess, not even from its own export; it changes nothing, too.
        let is_unclear = |note: &String| note.contains("不能确定是一人还是两人");
        let changed: Vec<_> =
            rows.filter(|row| row.state != RowState::Same && !row.notes.iter().any(is_unclear)).collect();
        assert!(changed.is_empty(), "{changed:#?}\n{lines:?}");
        assert!(!office.apply(&path).unwrap().is_changed);
        assert!(dump_of(&office.desk) == before, "{lines:?}");
        if applied.is_changed {
            office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
        }
    });
}

/// A page with titles of all kinds in any arrangement, cells spanning rows and columns among them.
fn any_page() -> impl Strategy<Value = String> {
    let title = prop_oneof![
        select(ImportKind::ALL)
            .prop_flat_map(|kind| select(columns(kind)).prop_map(|(title, _)| title.to_owned())),
        select(&["序号", "", "原因", "基本情况", "合计", "1", "姓 名", "姓名（必填）", "((", "】"][..])
            .prop_map(str::to_owned),
        "[一-龥0-9（）().:：、 ]{0,6}",
    ];
    let cell = (title, 1_u8..4, 1_u8..5)
        .prop_map(|(title, rows, columns)| format!("<td rowspan={rows} colspan={columns}>{title}</td>"));
    let row = proptest::collection::vec(cell, 0..9).prop_map(|cells| format!("<tr>{}</tr>", cells.concat()));
    proptest::collection::vec(row, 1..9).prop_map(|rows| format!("<table>{}</table>", rows.concat()))
}

#[test]
fn no_arrangement_of_titles_makes_the_guess_fall() {
    for kind in ImportKind::ALL {
        let office = RefCell::new(Office::of(*kind));
        hold(60, any_page(), |page| {
            let office = &mut *office.borrow_mut();
            let path = office.file("表.xls", &page);
            match office.preview(&path) {
                Ok(preview) => preview.sheets.iter().for_each(|sheet| {
                    let mut read: Vec<_> =
                        sheet.columns.iter().filter_map(|column| column.field.clone()).collect();
                    let count = read.len();
                    read.sort();
                    read.dedup();
                    assert_eq!(read.len(), count, "a field has one column: {page}");
                }),
                Err(sentence) => assert!(sentence.ends_with('。'), "{sentence} {page}"),
            }
        });
    }
}
