//! Whole imports of a roster with the dirt of office files, through the desk as a shell calls it.

mod back;
mod compose;
mod decide;
mod guess;
mod kept;
mod leave_group;
mod order;
mod own;
mod posted;
mod register;
mod round_trip;
mod standing;
mod tab;
mod told;
mod turned;
mod unplaced;
mod unread;

use std::path::PathBuf;
use std::sync::Arc;

use branchbook_contract::book::{BookCreate, BookVerify, HistoryUndo, Office};
use branchbook_contract::intake::{
    About, Applied, ColumnChoice, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowCounts,
    RowState,
};
use branchbook_domain::day::FixedClock;
use branchbook_domain::standing::{MemberClass, standing_on};
use branchbook_ledger::table::membership::{Membership, Movement, MovementKind};
use branchbook_ledger::table::person::{self, Person};
use branchbook_ledger::table::points::PointsAccount;
use branchbook_ledger::table::{import, organisation};
use branchbook_ledger::{Entity, Stored};
use branchbook_workbook::{Limits, open};

use crate::Desk;

/// Titles as in a community's roster, in one row.
const TITLES: &str =
    "序号,姓名,性别,民族,出生年月,身份证号,文化程度,入党时间,转正时间,所在支部,党小组,联系电话,备注";

const ROWS: &str = "\
1,谭　敏,女,汉,1992-01-24,53259919920124880x\t,大学,2015年4月20日,2016-04-20,甲苑党支部,第一党小组,199 0044 1046,
2,邱　俊,男,汉族,19780120,532599197801204078,研究生,2014/5/28,2015.05,甲苑党支部,第二党小组,19900971225、0873-3722400,
,小计,2,,,,,,,,,,
3,邱　俊,男,汉,1996-02-18,532599199602185176,高中,2025-02-14,预备,甲苑党支部,第一党小组,19900980477,
4,易慧,女,汉,1970.5,4.4E+17,初中,1972-03-01,1972-03-01,乙苑党支部,,19900000004,流动党员，在外务工
序号,姓名,性别,民族,出生年月,身份证号,文化程度,入党时间,转正时间,所在支部,党小组,联系电话,备注
5,康英,女,汉,1992-01-24,532599199201248801,大学,2026-03-01,,乙苑党支部,,19900000005,
6,谭敏,女,汉族,1992.01,53259919920124880X,大学,2015.04,2016.04,甲苑党支部,第一党小组,19900441046,
7,,男,汉,1990-01-01,,,,,甲苑党支部,,,没有姓名
8,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2027-02-18,乙苑党支部,,19900301572,
合计,8人,,,,,,,,,,,
单位负责人：　　审核人：　　填表人：,,,,,,,,,,,,
";

/// Three members of two branches, about whom nothing is in doubt.
const THREE: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,第一党小组,19900441046,
2,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,,19900971225,
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,乙苑党支部,,19900301572,
";

/// A register of these three.
fn three() -> Desktop {
    register_of(THREE, 3)
}

/// A register made of a first roster, from which this many are entered.
fn register_of(rows: &str, people: u32) -> Desktop {
    let mut office = Desktop::new();
    let first = office.roster("一.csv", rows);
    assert_eq!(office.apply(&first).counts.new, people);
    office
}

/// What a person decides of a row, with a day if it wants one.
fn decided(number: u32, choice: &str, day: Option<&str>) -> Decision {
    Decision {
        about: About::Row { sheet: String::new(), row: number },
        choice: choice.to_owned(),
        day: day.map(|day| day.parse().unwrap()),
    }
}

struct Desktop {
    desk: Desk,
    dir: tempfile::TempDir,
}

impl Desktop {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Arc::new(FixedClock::on("2026-11-01".parse().unwrap())));
        let create = BookCreate {
            dir: dir.path().join("book").display().to_string(),
            office: Office::Community,
            name: "银河社区".into(),
            operator: None,
            password: None,
        };
        desk.call(&create).unwrap();
        Self { desk, dir }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// A file with the titles under a title row and a register date.
    fn roster(&self, name: &str, rows: &str) -> PathBuf {
        self.file(
            name,
            &format!("银河社区党员花名册\n填报单位：甲,填报日期：2026年10月8日\n{TITLES}\n{rows}"),
        )
    }

    fn preview(&mut self, path: &std::path::Path) -> Preview {
        let command = IntakePreview::of(ImportKind::Roster, path.display().to_string());
        self.desk.call(&command).unwrap().body
    }

    fn apply(&mut self, path: &std::path::Path) -> Applied {
        self.desk.call(&self.command(path, Vec::new())).unwrap().body
    }

    fn command(&self, path: &std::path::Path, columns: Vec<ColumnChoice>) -> IntakeApply {
        IntakeApply {
            columns,
            refused_out: Some(self.back().display().to_string()),
            ..IntakeApply::of(ImportKind::Roster, path.display().to_string())
        }
    }

    fn back(&self) -> PathBuf {
        self.dir.path().join("退回.xlsx")
    }

    /// How many files are sealed in the folder of the book.
    fn sealed(&self) -> usize {
        let files = self.desk.book().unwrap().dir().join("files");
        std::fs::read_dir(files).map_or(0, Iterator::count)
    }

    fn all<E: Entity>(&self) -> Vec<Stored<E>> {
        self.desk.book().unwrap().read(|reading| reading.all::<E>()).unwrap()
    }

    fn person(&self, name: &str) -> Stored<Person> {
        let people = self.desk.book().unwrap().read(|reading| person::list_by_name(reading, name)).unwrap();
        people.into_iter().next().unwrap()
    }

    fn branch_of(&self, name: &str) -> String {
        let id = self.person(name).id;
        let membership = self.all::<Membership>().into_iter().find(|m| m.person_id == id).unwrap();
        let list = self.desk.book().unwrap().read(organisation::list).unwrap();
        list.into_iter().find(|o| o.id == membership.branch_id).unwrap().value.name
    }
}

/// A preview of a roster with what was decided.
fn ask(office: &mut Desktop, path: &std::path::Path, decisions: &[Decision]) -> Preview {
    let asked = IntakePreview::of(ImportKind::Roster, path.display().to_string());
    office.desk.call(&IntakePreview { decisions: decisions.to_vec(), ..asked }).unwrap().body
}

/// Takes a roster in as it was decided.
fn take(office: &mut Desktop, path: &std::path::Path, decisions: &[Decision]) -> Applied {
    let command = IntakeApply { decisions: decisions.to_vec(), ..office.command(path, Vec::new()) };
    office.desk.call(&command).unwrap().body
}

fn states(preview: &Preview) -> Vec<RowState> {
    preview.first.iter().map(|row| row.state).collect()
}

/// What a row offers to decide.
fn offered(preview: &Preview, at: usize) -> Vec<&str> {
    preview.first[at].choices.iter().map(|choice| choice.key.as_str()).collect()
}

fn counts(new: u32, update: u32, same: u32, conflict: u32, refused: u32) -> RowCounts {
    let total = new + update + same + conflict + refused;
    RowCounts { total, new, update, same, duplicate: 0, conflict, refused, left: 0 }
}

/// The same with rows that repeat others.
fn with_duplicates(counts: RowCounts, duplicate: u32) -> RowCounts {
    RowCounts { total: counts.total + duplicate, duplicate, ..counts }
}

fn notes_of(preview: &Preview, row: u32) -> Vec<&str> {
    let found = preview.attention.iter().filter(|view| view.row == row);
    found.flat_map(|view| view.notes.iter().map(String::as_str)).collect()
}

#[test]
fn a_dirty_roster_is_previewed_row_by_row_and_nothing_is_written() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    let preview = office.preview(&path);
    assert_eq!(preview.counts, with_duplicates(counts(6, 0, 0, 0, 1), 1));
    assert_eq!(preview.register_on, Some("2026-10-08".parse().unwrap()));
    assert_eq!(preview.skipped.len(), 4, "{:?}", preview.skipped);
    assert_eq!(
        preview.new_organisations,
        ["甲苑党支部", "乙苑党支部", "甲苑党支部 · 第一党小组", "甲苑党支部 · 第二党小组"]
    );
    for (row, said) in [
        (8, "末几位已丢失"),
        (8, "是否登记为流动党员请人工确定"),
        (10, "校验位不对"),
        (11, "与第 4 行是同一人，只登记一次"),
        (12, "第 12 行 · 姓名：是空的"),
        (13, "在此之前仍按预备党员统计"),
    ] {
        assert!(notes_of(&preview, row).iter().any(|note| note.contains(said)), "{row} {said}: {preview:#?}");
    }
    assert_eq!(
        notes_of(&preview, 4),
        Vec::<&str>::new(),
        "widths, spaces and x in small letters are no doubt"
    );
    assert!(office.all::<Person>().is_empty(), "a preview writes nothing");
    let shown = &preview.first.first().unwrap().cells;
    assert!(
        shown.contains(&"5325**********880x".to_owned()) || shown.iter().all(|c| !c.contains("19920124880"))
    );
}

#[test]
fn a_preview_shows_where_somebody_lives_as_far_as_the_street_only() {
    let mut office = Desktop::new();
    let text = "姓名,所在支部,出生年月,家庭住址\n张三,甲苑党支部,1978-05,银河路252号3栋\n";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    assert_eq!(preview.first[0].cells.last().unwrap(), "银河路****");
    assert!(!serde_json::to_string(&preview).unwrap().contains("252号"));
}

#[test]
fn an_imported_roster_opens_the_register() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    let applied = office.apply(&path);
    assert!(applied.is_changed, "{}", applied.message);
    assert_eq!(applied.counts.new, 6);
    let tan = office.person("谭敏");
    assert_eq!(tan.id_number.as_deref(), Some("53259919920124880X"));
    assert_eq!((tan.sex.as_deref(), tan.nation.as_deref()), (Some("2"), Some("01")));
    assert_eq!(tan.phone.as_deref(), Some("19900441046"));
    assert_eq!(tan.pinyin, "tanmin");
    assert_eq!(office.person("易慧").id_number, None, "destroyed digits are not rebuilt");
    assert_eq!(office.person("康英").id_number.as_deref(), Some("532599199201248801"));
    assert_eq!(office.branch_of("康英"), "乙苑党支部");
    let movements = office.all::<Movement>();
    assert_eq!(movements.len(), 6);
    for movement in &movements {
        assert_eq!(movement.kind, MovementKind::Opening);
        assert_eq!(movement.booked_month, "2026-10".parse().unwrap(), "the register's month, not today's");
    }
    assert!(office.all::<Membership>().iter().all(|m| m.from_on.is_none()), "an unknown start (decisions 4)");
    assert_eq!(office.all::<PointsAccount>().len(), 6);
    let day = "2026-10-31".parse().unwrap();
    let is_probationary = |p: &&Stored<Person>| {
        p.joined_on.is_some_and(|joined| {
            standing_on(day, joined, p.became_full_on).class == Some(MemberClass::Probationary)
        })
    };
    let people = office.all::<Person>();
    let names: Vec<&str> = people.iter().filter(is_probationary).map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["邱俊", "康英", "乔敏"], "预备, empty, and a day still to come");
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
}

#[test]
fn two_people_of_one_name_in_one_branch_stay_two() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    office.apply(&path);
    let twins = office.desk.book().unwrap().read(|r| person::list_by_name(r, "邱俊")).unwrap();
    assert_eq!(twins.len(), 2);
}

#[test]
fn the_same_file_again_changes_nothing_and_says_so() {
    let mut office = Desktop::new();
    let complete = ROWS.replace("7,,男,汉,1990-01-01,,,,,甲苑党支部,,,没有姓名\n", "");
    let path = office.roster("名册.csv", &complete);
    office.apply(&path);
    let head = office.desk.book().unwrap().head();
    let again = office.apply(&path);
    assert_eq!(again.counts, with_duplicates(counts(0, 0, 6, 0, 0), 1));
    assert!(!again.is_changed && again.message.contains("没有改动"), "{}", again.message);
    assert_eq!(office.desk.book().unwrap().head(), head, "not even a change is recorded");
    assert_eq!(again.refused_file, None);
}

#[test]
fn one_undo_takes_the_whole_import_back() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    office.apply(&path);
    let undone = office.desk.call(&HistoryUndo { change: None }).unwrap().body;
    assert!(undone.title.contains("新增 6 人"), "{}", undone.title);
    assert!(office.all::<Person>().is_empty());
    assert_eq!(office.desk.book().unwrap().read(organisation::list).unwrap().len(), 1, "only the root");
    assert!(office.apply(&path).is_changed, "and it can be imported anew");
}

#[test]
fn an_import_names_its_operation_so_that_no_other_is_taken_back() {
    let mut office = Desktop::new();
    let first = office.roster("一.csv", ROWS);
    let kept = office.apply(&first).change;
    let other =
        "1,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,,19900000006,\n";
    let second = office.roster("二.csv", other);
    let taken = office.apply(&second).change;
    assert!(kept.is_some() && taken.is_some() && kept != taken);
    office.desk.call(&HistoryUndo { change: taken }).unwrap();
    assert!(
        office.desk.call(&HistoryUndo { change: taken }).is_err(),
        "twice is refused, not the one before"
    );
    assert_eq!(office.all::<Person>().len(), 6, "the first import stands");
    assert_eq!(office.apply(&first).change, None, "nothing was written");
}

#[test]
fn a_later_roster_updates_reports_and_never_removes() {
    let mut office = Desktop::new();
    let path = office.roster("一.csv", ROWS);
    office.apply(&path);
    let later = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015年4月20日,2016-04-20,甲苑党支部,第二党小组,19900000099,
2,邱俊,男,汉族,1978-01,,研究生,2014-05-28,2015.05,甲苑党支部,第二党小组,,
3,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,,19900000006,
";
    let path = office.roster("二.csv", later);
    let preview = office.preview(&path);
    assert_eq!(preview.counts, counts(1, 1, 1, 0, 0), "{preview:#?}");
    assert!(notes_of(&preview, 4)[0].contains("更新：联系电话、党小组"), "{preview:#?}");
    let missing = preview.findings.iter().find(|finding| finding.contains("没有写到的党员 1 人")).unwrap();
    assert!(missing.contains("邱俊（甲苑党支部）") && !missing.contains("康英"), "{missing}");
    office.apply(&path);
    assert_eq!(office.all::<Person>().len(), 7);
    let tan = office.person("谭敏").id;
    let spans: Vec<Membership> =
        office.all::<Membership>().into_iter().filter(|m| m.person_id == tan).map(|m| m.value).collect();
    assert_eq!(spans.len(), 2, "the old group stays in the history");
    assert_eq!((spans[0].to_on, spans[1].from_on), (spans[1].from_on, Some("2026-10-08".parse().unwrap())));
}

#[test]
fn contradictions_are_handed_back_and_not_written() {
    let mut office = Desktop::new();
    let path = office.roster("一.csv", ROWS);
    office.apply(&path);
    let wrong = "\
1,谈敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,,,
2,易慧,女,汉,1970.5,,初中,1972-03-01,1972-03-01,甲苑党支部,,19900000004,
3,许慧,女,彝,1941-02-04,532599194102046302,本科,1970-07-02,1970-07-02,甲苑党支部,,,
4,许慧,女,彝,1941-02-04,532599194102046302,本科,1970-07-02,1970-07-02,丙苑党支部,,,
5,吴丽,女,汉,1937-07-24,53259919370724776X,大学,1976-01-28,1976-01-28,银河社区党委,,,
";
    let path = office.roster("二.csv", wrong);
    let head = office.desk.book().unwrap().head();
    let applied = office.apply(&path);
    assert_eq!(applied.counts, counts(0, 0, 0, 4, 1));
    assert!(!applied.is_changed);
    for (at, said) in [
        (0, "身份证号与台账中的谭敏相同"),
        (1, "台账中此人在乙苑党支部"),
        (2, "写在两个支部"),
        (3, "写在两个支部"),
        (4, "不是支部"),
    ] {
        let view = &applied.attention[at];
        assert!(view.notes.iter().any(|note| note.contains(said)), "{said}: {view:?}");
    }
    assert_eq!(office.all::<Person>().len(), 6);
    assert_eq!(office.desk.book().unwrap().head().id, head.id + 1, "only the export of the rows is recorded");
}

#[test]
fn a_file_that_is_no_roster_is_refused_with_the_missing_title() {
    let mut office = Desktop::new();
    let path = office.file("单位.csv", "单位名称,性别,联系电话\n甲局,机关,0873-3745759\n");
    let error = office.desk.call(&office.command(&path, Vec::new())).unwrap_err();
    assert!(error.message.contains("缺少「姓名」"), "{error}");
}

#[test]
fn a_file_of_another_kind_is_refused_with_the_name_of_its_kind() {
    let mut office = Desktop::new();
    let points = "姓名,支部,日期,积分事项,分值,备注\n谭敏,甲苑党支部,10月9日,帮办微心愿,5,\n";
    let meetings = "日期,类型,支部,议题,主持人,应到,实到\n2026.10.17,党课,甲苑党支部,学习,谭敏,9,9\n";
    let roster = format!("{TITLES}\n{}", ROWS.lines().next().unwrap());
    let units = "单位名称,单位性质,联系人,联系电话,应到本社区报到数\n甲局,机关,谭敏,0873-3745759,9\n";
    for (kind, text, fits) in [
        (ImportKind::Roster, points, ImportKind::Points),
        (ImportKind::Roster, meetings, ImportKind::Meetings),
        (ImportKind::Points, roster.as_str(), ImportKind::Roster),
        (ImportKind::ReportIns, units, ImportKind::Units),
        (ImportKind::Meetings, points, ImportKind::Points),
    ] {
        let path = office.file("表.csv", text);
        let command = IntakeApply { kind, ..office.command(&path, Vec::new()) };
        let error = office.desk.call(&command).unwrap_err();
        assert!(error.message.contains(&format!("请按「{}」导入", fits.label())), "{kind:?}: {error}");
    }
    assert!(office.all::<Person>().is_empty());
}

#[test]
fn a_roster_without_anything_that_tells_people_apart_is_refused() {
    let mut office = Desktop::new();
    let path = office.file("一.csv", "姓名,所在支部\n张三,甲苑党支部\n李四,甲苑党支部\n");
    let preview = office.preview(&path);
    assert_eq!(preview.counts, counts(0, 0, 0, 0, 2));
    let said = "没有「出生年月」「身份证号」「入党时间」「联系电话」中的任何一栏";
    assert!(preview.findings.iter().any(|finding| finding.contains(said)), "{:?}", preview.findings);
    assert!(!office.apply(&path).is_changed);
}

#[test]
fn people_whom_nothing_tells_apart_are_handed_back_and_never_guessed() {
    let mut office = Desktop::new();
    let text = "\
姓名,所在支部,身份证号,入党时间
张三,一支部,,
张三,一支部,,
李四,一支部,,
王五,一支部,,2001-07-01
王五,一支部,,
赵六,一支部,,
赵六,二支部,,
";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    use RowState::{Conflict, New};
    assert_eq!(states(&preview), [Conflict, Conflict, New, New, Conflict, New, New], "{preview:#?}");
    assert!(notes_of(&preview, 2)[0].contains("与第 3 行姓名、支部相同"), "{preview:#?}");
    office.apply(&path);
    let again = office.apply(&path);
    assert_eq!(again.counts, counts(0, 0, 0, 7, 0), "nor is somebody of the book taken for the one meant");
    assert_eq!(office.all::<Person>().len(), 4);
}

/// Says stop at a stage.
struct StopAt(&'static str);

impl crate::progress::Progress for StopAt {
    fn report(&self, stage: &str, _done: u64, _total: u64) -> bool {
        stage != self.0
    }
}

#[test]
fn an_import_that_is_cancelled_leaves_everything_as_it_was() {
    for stage in ["读取文件", "与台账核对", "写入党员", "保存"] {
        let mut office = Desktop::new();
        let path = office.roster("名册.csv", ROWS);
        let (head, sealed) = (office.desk.book().unwrap().head(), office.sealed());
        let error = office.desk.call_watched(&office.command(&path, Vec::new()), &StopAt(stage)).unwrap_err();
        assert_eq!(error.code, branchbook_contract::Code::Cancelled, "{stage}");
        assert_eq!(office.desk.book().unwrap().head(), head);
        assert!(office.all::<Person>().is_empty() && !office.back().exists(), "{stage}");
        assert_eq!(office.sealed(), sealed, "{stage}: neither the source nor the rows handed back stay");
    }
}

#[test]
fn a_stopped_import_leaves_the_kept_source_of_an_earlier_one() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    let change = office.apply(&path).change;
    let kept = office.sealed();
    office.desk.call(&HistoryUndo { change }).unwrap();
    let stopped = office.desk.call_watched(&office.command(&path, Vec::new()), &StopAt("保存"));
    assert_eq!(stopped.unwrap_err().code, branchbook_contract::Code::Cancelled);
    assert!(kept > 0 && office.sealed() == kept, "the import that was taken back can come again");
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
}
