//! A register of meetings through the import: what is taken by name, in numbers, as the same, or handed back.

use branchbook_contract::intake::{
    About, Applied, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowState,
};
use branchbook_contract::meeting::{MeetingList, MeetingRow, MeetingShow};
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::gathering::{GatheringMark, RecordKind};
use branchbook_domain::organisation::Level;

use super::fixture::{Town, day, town};

const DATED: &str = "银河社区2026年10月份组织生活登记表,,,,,,,,,填报日期：2026年10月31日,\n";
const UNDATED: &str = "银河社区2026年10月份组织生活登记表,,,,,,,,,,\n";
const HEAD: &str = "\
    日期,类型,支部,党小组,议题（主题）,主持人,记录人,地点,应到,实到,请假人员及原因\n";

/// Rows 3 to 7 are taken, the others not.
const ROWS: &str = "2026.10.17,主题党日,第一党支部,,清洁家园,甲一,甲二,服务中心,9,7,甲三（公差）、乙二（病假）\n\
    2026.10.17,党课,第一党支部,,学习全会精神,甲一,甲二,服务中心,9,9,\n\
    2026.10.6,党小组会,第一党支部,第二党小组,学习讨论,乙一,甲二,服务中心,5,4,乙三（事假）\n\
    2026.10.13,支委会,第二党支部,,研究工作,丙一,丁同,服务中心,5,5,\n\
    2026.10.18,主题党日,第一党支部,,参观,甲一,甲二,服务中心,9,7,甲三（公差）\n\
    2026.10.17,主题党日,第一党支部,,清洁家园,甲一,甲二,服务中心,9,7,甲三（公差）、乙二（病假）\n\
    2026.10.19,主题党日,第二党支部,,参观,丙一,丁同,服务中心,3,2,丁同（事假）\n\
    2026.10.19,党小组会,第一党支部,第一党小组,学习,甲一,甲二,服务中心,5,4,乙一（事假）\n\
    2026.10.20,主题党日,第一党支部,,参观,甲一,甲二,服务中心,9,9,甲三（公差）\n\
    2026.10.21,座谈,第一党支部,,参观,甲一,甲二,服务中心,9,9,\n\
    2026.12.1,党课,第一党支部,,参观,甲一,甲二,服务中心,9,9,\n\
    2026.10.22,党课,第三党支部,,参观,甲一,甲二,服务中心,9,9,\n";

fn file(town: &Town, title: &str) -> String {
    let path = town.dir.path().join("组织生活.csv");
    std::fs::write(&path, format!("{title}{HEAD}{ROWS}")).unwrap();
    path.display().to_string()
}

fn apply(town: &mut Town) -> Applied {
    apply_as(town, DATED, None)
}

fn apply_as(town: &mut Town, title: &str, register_on: Option<&str>) -> Applied {
    let path = file(town, title);
    town.ask(&IntakeApply {
        register_on: register_on.map(day),
        ..IntakeApply::of(ImportKind::Meetings, path)
    })
}

fn preview(town: &mut Town) -> Preview {
    let path = file(town, DATED);
    let (kind, columns) = (ImportKind::Meetings, Vec::new());
    town.ask(&IntakePreview { columns, ..IntakePreview::of(kind, path) })
}

fn october(town: &mut Town) -> Vec<MeetingRow> {
    let month = "2026-10".parse().unwrap();
    town.ask(&MeetingList { month, branch: None, kind: None, with_cancelled: false })
}

#[test]
fn each_row_of_a_register_gets_its_state_and_its_sentence() {
    let mut town = town("2026-11-21");
    let preview = preview(&mut town);
    let row = |number: u32| {
        let found = preview.first.iter().find(|row| row.row == number).unwrap();
        (found.state, found.notes.join("\n"))
    };
    use RowState::{Conflict, Duplicate, New, Refused};
    for (number, state, sentence) in [
        (3, New, ""),
        (4, New, ""),
        (5, New, "含不计应到会的 1 人"),
        (5, New, "国庆节放假日"),
        (6, New, ""),
        (7, New, "少 1 人，没有写明是谁"),
        (7, New, "只记人数"),
        (8, Duplicate, "与第 3 行是同一次会议"),
        (9, Conflict, "2 人叫“丁同”"),
        (10, Conflict, "名册里在第一党支部第二党小组"),
        (11, Conflict, "多于应到 9 人"),
        (12, Refused, "不是一种会议类型"),
        (13, Refused, "还没有到"),
        (14, Refused, "台账里没有“第三党支部”"),
    ] {
        let (found, notes) = row(number);
        assert_eq!(found, state, "row {number}: {notes}");
        assert!(notes.contains(sentence), "row {number}: {notes}");
    }
    let findings = preview.findings.join("\n");
    assert!(findings.contains("第一党支部2026年10月17日有 2 行"), "{findings}");
    assert!(findings.contains("按登记表补入"), "{findings}");
    assert_eq!(october(&mut town).len(), 0, "a preview changes nothing");
}

#[test]
fn what_is_not_clear_is_booked_as_a_person_decides() {
    let mut town = town("2026-11-21");
    let path = file(&town, DATED);
    let decision = |row: u32, choice: &str| Decision {
        about: About::Row { sheet: String::new(), row },
        choice: choice.to_owned(),
        day: None,
    };
    let offered = |preview: &Preview, number: u32| -> Vec<String> {
        let row = preview.first.iter().find(|row| row.row == number).unwrap();
        row.choices.iter().map(|choice| choice.key.clone()).collect()
    };
    let asked = preview(&mut town);
    assert_eq!(offered(&asked, 7), ["roll", "leave"], "booked in numbers, unless a person knows better");
    assert_eq!(offered(&asked, 9), ["numbers", "leave"], "two of one name");
    assert_eq!(offered(&asked, 11), ["roll", "leave"], "numbers that cannot be true");
    let decisions = vec![decision(7, "roll"), decision(9, "numbers"), decision(11, "roll")];
    let command = IntakeApply { decisions, ..IntakeApply::of(ImportKind::Meetings, path) };
    let applied = town.ask(&command);
    assert_eq!((applied.counts.new, applied.counts.handed_back()), (7, 4), "{:#?}", applied.attention);
    let rows = october(&mut town);
    let numbers = |day: &str| {
        let row = rows.iter().find(|row| row.day.to_string() == day).unwrap();
        (row.due, row.present, row.leave, GatheringMark::words(&row.marks))
    };
    assert_eq!(numbers("2026-10-18"), (9, 8, 1, "按登记表补入".to_owned()));
    assert_eq!(numbers("2026-10-19"), (3, 2, 1, "按登记表补入、只有人数".to_owned()));
    assert_eq!(numbers("2026-10-20"), (9, 8, 1, "按登记表补入".to_owned()));
}

#[test]
fn a_register_is_booked_by_name_where_the_numbers_prove_it() {
    let mut town = town("2026-11-21");
    let applied = apply(&mut town);
    assert_eq!((applied.counts.new, applied.counts.duplicate, applied.counts.handed_back()), (5, 1, 6));
    let rows = october(&mut town);
    let numbers = |kind: RecordKind, day: &str| {
        let row = rows.iter().find(|row| row.kind == kind && row.day.to_string() == day).unwrap();
        (row.due, row.present, row.leave, row.absent, GatheringMark::words(&row.marks))
    };
    let by_register = "按登记表补入".to_owned();
    let in_numbers = "按登记表补入、只有人数".to_owned();
    assert_eq!(numbers(RecordKind::ThemeDay, "2026-10-17"), (9, 7, 2, 0, by_register.clone()));
    assert_eq!(numbers(RecordKind::GroupMeeting, "2026-10-06"), (4, 3, 1, 0, by_register.clone()));
    assert_eq!(numbers(RecordKind::CommitteeMeeting, "2026-10-13"), (5, 5, 0, 0, in_numbers.clone()));
    assert_eq!(numbers(RecordKind::ThemeDay, "2026-10-18"), (9, 7, 1, 1, in_numbers));
    let gathering = rows[rows.len() - 1].gathering;
    let shown = town.ask(&MeetingShow { gathering });
    assert_eq!(shown.note.as_deref(), Some("请假人员：甲三（公差）"));
    assert!(town.sums().0 >= 7 + 9 + 3, "those present are awarded");
}

#[test]
fn the_same_register_again_changes_nothing() {
    let mut town = town("2026-11-21");
    apply(&mut town);
    let before = town.sums();
    let again = apply(&mut town);
    assert_eq!((again.counts.new, again.counts.same, again.is_changed), (0, 6, false));
    assert_eq!(town.sums(), before);
    assert_eq!(october(&mut town).len(), 5);
}

#[test]
fn only_a_register_that_states_its_date_counts_from_it() {
    for (today, title, register_on, mark) in [
        ("2026-11-02", UNDATED, None, None),
        ("2026-11-21", UNDATED, None, Some(GatheringMark::Late)),
        ("2027-11-21", UNDATED, None, Some(GatheringMark::Late)),
        ("2026-11-21", UNDATED, Some("2026-10-31"), Some(GatheringMark::Register)),
        ("2026-11-21", UNDATED, Some("2026-11-20"), Some(GatheringMark::Late)),
        ("2026-11-21", DATED, None, Some(GatheringMark::Register)),
    ] {
        let mut town = town(today);
        let applied = apply_as(&mut town, title, register_on);
        let rows = october(&mut town);
        assert_eq!(rows.len(), 5);
        let is_marked = |row: &&MeetingRow| {
            [GatheringMark::Late, GatheringMark::Register].iter().any(|mark| row.marks.contains(mark))
        };
        let marked: Vec<&MeetingRow> = rows.iter().filter(is_marked).collect();
        assert_eq!(marked.len(), if mark.is_some() { 5 } else { 0 }, "{today} {register_on:?}");
        if let Some(mark) = mark {
            assert!(marked.iter().all(|row| row.marks.contains(&mark)), "{today} {mark:?}");
            assert!(
                applied.findings.iter().any(|finding| finding.contains(mark.label())),
                "{:?}",
                applied.findings
            );
        }
    }
}

#[test]
fn a_register_dated_after_today_is_refused() {
    let mut town = town("2026-11-02");
    let path = file(&town, UNDATED);
    let (kind, columns) = (ImportKind::Meetings, Vec::new());
    let register_on = Some(day("2026-11-03"));
    let refused = town.desk.call(&IntakePreview { register_on, columns, ..IntakePreview::of(kind, path) });
    assert!(refused.unwrap_err().to_string().contains("填报日期在今天以后"));
}

/// A register calls a branch and a group as its office does.
#[test]
fn a_branch_and_a_group_in_another_writing_are_found() {
    let mut town = town("2026-11-21");
    let path = town.dir.path().join("组织生活.csv");
    let rows = "2026.10.17,党课,第1支部,,学习全会精神,甲一,甲二,服务中心,9,9,\n\
        2026.10.6,党小组会,一支部,第2小组,学习讨论,乙一,甲二,服务中心,5,4,乙三（事假）\n";
    std::fs::write(&path, format!("{DATED}{HEAD}{rows}")).unwrap();
    let preview = town.ask(&IntakePreview::of(ImportKind::Meetings, path.display().to_string()));
    let states: Vec<RowState> = preview.first.iter().map(|row| row.state).collect();
    assert_eq!(states, [RowState::New, RowState::New], "{preview:#?}");
    let of_community = |name: &str| rows.replace("第1支部", name);
    for (name, state) in [("银河社区1支部", RowState::New), ("金湖社区1支部", RowState::Refused)]
    {
        std::fs::write(&path, format!("{DATED}{HEAD}{}", of_community(name))).unwrap();
        let preview = town.ask(&IntakePreview::of(ImportKind::Meetings, path.display().to_string()));
        assert_eq!(preview.first[0].state, state, "{name}: {preview:#?}");
    }
}

/// Where a book of before holds a branch, or a group, in two writings, each is meant by its own, as in a roster.
#[test]
fn of_two_branches_or_groups_of_one_key_the_written_one_holds_the_meeting() {
    let mut town = town("2026-11-21");
    for (level, parent, name) in
        [(Level::Branch, None, "第1支部"), (Level::Group, Some(town.branch), "第1小组")]
    {
        let (name, position, from_on, note) = (name.to_owned(), None, None, None);
        town.ask(&OrganisationAdd { parent, level, name, position, from_on, note });
    }
    let path = town.dir.path().join("组织生活.csv");
    let rows = "2026.10.17,党课,第一支部,,学习全会精神,甲一,甲二,服务中心,9,9,\n\
        2026.10.18,党课,一支部,,学习全会精神,甲一,甲二,服务中心,9,9,\n\
        2026.10.20,党小组会,第一党支部,第一小组,学习讨论,甲一,甲二,服务中心,5,5,\n\
        2026.10.21,党小组会,第一党支部,一小组,学习讨论,甲一,甲二,服务中心,5,5,\n";
    std::fs::write(&path, format!("{DATED}{HEAD}{rows}")).unwrap();
    let preview = town.ask(&IntakePreview::of(ImportKind::Meetings, path.display().to_string()));
    let states: Vec<RowState> = preview.first.iter().map(|row| row.state).collect();
    use RowState::{New, Refused};
    assert_eq!(states, [New, Refused, New, Refused], "{preview:#?}");
    town.ask(&IntakeApply::of(ImportKind::Meetings, path.display().to_string()));
    let held: Vec<String> = october(&mut town).into_iter().map(|row| row.organisation_name).collect();
    assert!(
        held.contains(&"第一党支部".to_owned()) && held.contains(&"第一党支部第一党小组".to_owned()),
        "{held:?}"
    );
}
