//! A register of meetings that the book has already, and that says otherwise: nothing recorded is rewritten without a
//! person, and what a person decides is taken back by one undo.

use branchbook_contract::book::{BookVerify, HistoryUndo};
use branchbook_contract::intake::{
    About, Applied, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowState, SourceRowView,
};
use branchbook_contract::meeting::{
    Away, GatheringDraft, MeetingList, MeetingRow, NamedRoll, PersonRef, RecordDraft, Roll, StatedNumbers,
    TopicDraft,
};
use branchbook_contract::organisation::OrganisationEdit;
use branchbook_domain::gathering::RecordKind;

use super::fixture::{Town, draft, record_of, town};
use super::revise;

const HEAD: &str = "银河社区2026年10月份组织生活登记表,,,,,,,,,填报日期：2026年10月31日,\n\
    日期,类型,支部,党小组,议题（主题）,主持人,记录人,地点,应到,实到,请假人员及原因\n";
const THEME_DAY: &str =
    "2026.10.17,主题党日,第一党支部,,清洁家园,甲一,甲二,服务中心,9,7,甲三（公差）、乙二（病假）\n";
const NUMBERS: &str = "2026.10.13,支委会,第二党支部,,研究工作,丙一,丁同,服务中心,5,4,丙一（事假）\n";
const GROUP: &str = "2026.10.6,党小组会,第一党支部,第二党小组,学习讨论,乙一,甲二,服务中心,5,4,乙三（事假）\n";

fn path(town: &Town, rows: &str) -> String {
    let path = town.dir.path().join("组织生活.csv");
    std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
    path.display().to_string()
}

fn row(number: u32, choice: &str) -> Decision {
    Decision { about: About::Row { sheet: String::new(), row: number }, choice: choice.to_owned(), day: None }
}

fn all(choice: &str) -> Decision {
    Decision { about: About::State(RowState::Conflict), choice: choice.to_owned(), day: None }
}

fn ask(town: &mut Town, rows: &str, decisions: &[Decision]) -> Preview {
    let asked = IntakePreview::of(ImportKind::Meetings, path(town, rows));
    town.ask(&IntakePreview { decisions: decisions.to_vec(), ..asked })
}

fn take(town: &mut Town, rows: &str, decisions: &[Decision]) -> Applied {
    let asked = IntakeApply::of(ImportKind::Meetings, path(town, rows));
    town.ask(&IntakeApply { decisions: decisions.to_vec(), ..asked })
}

fn states(preview: &Preview) -> Vec<RowState> {
    preview.first.iter().map(|row| row.state).collect()
}

fn keys(row: &SourceRowView) -> Vec<&str> {
    row.choices.iter().map(|choice| choice.key.as_str()).collect()
}

fn told(row: &SourceRowView) -> Vec<String> {
    row.changes.iter().map(|change| change.sentence()).collect()
}

fn october(town: &mut Town) -> Vec<MeetingRow> {
    let month = "2026-10".parse().unwrap();
    town.ask(&MeetingList { month, branch: None, kind: None, with_cancelled: false })
}

fn numbers(town: &mut Town) -> Vec<(Option<String>, i64, i64, i64)> {
    let rows = october(town).into_iter();
    rows.map(|row| (row.theme, row.due, row.present, row.leave)).collect()
}

#[test]
fn what_says_the_same_stays_the_same_in_every_way_of_booking() {
    let mut town = town("2026-11-21");
    let rows = [THEME_DAY, NUMBERS, GROUP].concat();
    assert_eq!(take(&mut town, &rows, &[]).counts.new, 3);
    use RowState::Same;
    assert_eq!(
        states(&ask(&mut town, &rows, &[])),
        [Same, Same, Same],
        "names, numbers, and one who need not come"
    );
    let less = "2026.10.17,主题党日,第一党支部,,清洁家园,,,,9,7,\n";
    assert_eq!(states(&ask(&mut town, less, &[])), [Same], "what is not said is no difference");
}

#[test]
fn another_word_about_a_meeting_is_told_field_by_field_and_decided_by_a_person() {
    let mut town = town("2026-11-21");
    take(&mut town, &[THEME_DAY, NUMBERS].concat(), &[]);
    let (before, points) = (numbers(&mut town), town.sums());
    let other = THEME_DAY
        .replace("9,7,甲三（公差）、乙二（病假）", "9,8,甲三（病假）")
        .replace("服务中心", "三楼会议室");
    let preview = ask(&mut town, &other, &[]);
    let view = &preview.first[0];
    assert_eq!((view.state, keys(view)), (RowState::Conflict, vec!["book", "correct", "leave"]));
    assert_eq!(
        told(view),
        [
            "地点：服务中心 → 三楼会议室",
            "实到：7 人 → 8 人",
            "请假人员及原因：甲三（公差）、乙二（病假） → 甲三（病假）"
        ]
    );
    assert!(view.notes.iter().any(|note| note.contains("没有选定的，台账不改动")), "{:?}", view.notes);
    assert!(!take(&mut town, &other, &[]).is_changed);
    assert!(!take(&mut town, &other, &[row(3, "book")]).is_changed);
    assert_eq!(states(&ask(&mut town, &other, &[row(3, "book")])), [RowState::Same]);
    assert_eq!((numbers(&mut town), town.sums()), (before.clone(), points));

    let applied = take(&mut town, &other, &[row(3, "correct")]);
    assert_eq!((applied.counts.update, applied.counts.new), (1, 0), "{:?}", applied.attention);
    assert!(numbers(&mut town).contains(&(Some("清洁家园".into()), 9, 8, 1)), "{:?}", numbers(&mut town));
    assert_eq!(october(&mut town).len(), 2, "in its place, not beside it");
    assert!(town.sums().0 > points.0, "points are taken back and given anew");
    assert_eq!(states(&ask(&mut town, &other, &[])), [RowState::Same], "file and book agree");
    assert!(town.ask(&BookVerify {}).is_sound);
    town.ask(&HistoryUndo { change: applied.change });
    assert_eq!((numbers(&mut town), town.sums()), (before, points));
}

#[test]
fn another_topic_on_the_same_day_may_be_another_meeting() {
    let mut town = town("2026-11-21");
    take(&mut town, THEME_DAY, &[]);
    let other = THEME_DAY.replace("清洁家园", "清扫背街小巷");
    let preview = ask(&mut town, &other, &[]);
    let view = &preview.first[0];
    use RowState::{Conflict, New, Same, Update};
    assert_eq!(view.state, Conflict);
    assert_eq!(keys(view), ["book", "correct", "another", "leave"]);
    assert_eq!(told(view), ["议题：清洁家园 → 清扫背街小巷"]);
    let both = format!("{THEME_DAY}{other}");
    assert_eq!(
        states(&ask(&mut town, &both, &[])),
        [Same, New],
        "the file has a row for the one that is known"
    );
    let two = format!("{other}{}", other.replace("清扫", "美化"));
    assert_eq!(states(&ask(&mut town, &two, &[row(3, "correct"), row(4, "correct")])), [Conflict, Conflict]);
    assert_eq!(states(&ask(&mut town, &two, &[row(3, "correct"), row(4, "another")])), [Update, New]);
    assert_eq!(states(&ask(&mut town, &two, &[all("correct")])), [Conflict, Conflict], "of all rows, too");
    assert!(!take(&mut town, &two, &[all("correct")]).is_changed);
    assert_eq!(states(&ask(&mut town, &two, &[all("correct"), row(4, "another")])), [Update, New]);
    assert_eq!(take(&mut town, &other, &[row(3, "another")]).counts.new, 1);
    assert_eq!(october(&mut town).len(), 2);
}

#[test]
fn a_register_corrects_no_meeting_of_which_the_book_says_more() {
    let mut town = town("2026-11-21");
    let theme = |kind, town: &Town| RecordDraft {
        theme: Some("清洁家园".into()),
        ..record_of(kind, town.branch)
    };
    let two = vec![theme(RecordKind::ThemeDay, &town), theme(RecordKind::Lecture, &town)];
    town.record(draft("2026-10-17", two)).unwrap();
    let topics = vec![TopicDraft {
        title: "第四季度工作".into(),
        discussion: None,
        resolution: Some("同意".into()),
        owner: None,
        due_on: None,
        votes: Vec::new(),
    }];
    let assembly = RecordDraft { topics, ..theme(RecordKind::MemberAssembly, &town) };
    town.record(draft("2026-10-18", vec![assembly])).unwrap();
    let rows = "2026.10.17,主题党日,第一党支部,,清洁家园,,,党群服务中心,9,8,甲三（公差）\n\
        2026.10.18,支部党员大会,第一党支部,,清洁家园,,,党群服务中心,9,8,甲三（公差）\n";
    let preview = ask(&mut town, rows, &[]);
    assert_eq!(states(&preview), [RowState::Conflict, RowState::Conflict], "{preview:#?}");
    for (view, said) in preview.first.iter().zip(["还登记了别的会议", "还记有讨论和表决"]) {
        assert_eq!(keys(view), ["book", "leave"]);
        assert!(view.notes.iter().any(|note| note.contains(said)), "{said}: {:?}", view.notes);
    }
    // Names are not given up for numbers.
    let mut town = self::town("2026-11-21");
    take(&mut town, THEME_DAY, &[]);
    let odd = THEME_DAY.replace("9,7,甲三（公差）、乙二（病假）", "9,6,甲三（公差）");
    let preview = ask(&mut town, &odd, &[row(3, "correct")]);
    assert_eq!(states(&preview), [RowState::Conflict], "{preview:#?}");
    assert!(keys(&preview.first[0]).contains(&"correct+roll"), "{:?}", keys(&preview.first[0]));
    assert_eq!(states(&ask(&mut town, &odd, &[row(3, "correct+roll")])), [RowState::Update]);
}

/// A 主题党日 of the first branch that 甲一 hosted, as a person enters it.
fn hosted(town: &Town, on: &str) -> GatheringDraft {
    let theme = Some("清洁家园".to_owned());
    let record = RecordDraft { theme, ..record_of(RecordKind::ThemeDay, town.branch) };
    GatheringDraft { host: Some(PersonRef::Name("甲一".into())), ..draft(on, vec![record]) }
}

/// A row about it with another host; `cells` are 应到, 实到 and 请假人员及原因.
fn other_host(day: u32, cells: &str) -> String {
    format!("2026.10.{day},主题党日,第一党支部,,清洁家园,甲二,,党群服务中心,{cells}\n")
}

fn away(name: &str, reason: &str) -> Away {
    Away { person: PersonRef::Name(name.into()), reason: reason.into() }
}

/// The one row corrects nothing, whatever is decided, because it would throw away what is named.
fn assert_loses(town: &mut Town, row: &str, lost: &str) {
    let preview = ask(town, row, &[]);
    let view = &preview.first[0];
    assert_eq!((view.state, keys(view)), (RowState::Conflict, vec!["book", "leave"]), "{row}: {view:#?}");
    let said = format!("记有{lost}");
    assert!(view.notes.iter().any(|note| note.contains(&said)), "{row}: {:?}", view.notes);
    assert!(!take(town, row, &[all("correct")]).is_changed, "{row}");
}

#[test]
fn a_row_that_says_less_of_who_was_there_corrects_nothing() {
    let mut town = town("2026-11-21");
    let (leave, absent) = (vec![away("甲三", "公差")], vec![away("乙二", "无故缺席")]);
    let roll = Roll::Names(NamedRoll { leave, absent, ..NamedRoll::default() });
    let gathering = GatheringDraft { roll, ..hosted(&town, "2026-10-17") };
    town.record(gathering).unwrap();
    let before = (numbers(&mut town), town.sums());
    for (cells, lost) in [
        (",,", "实到、请假人员及原因"),
        ("9,,甲三（公差）", "实到"),
        ("9,7,", "请假人员及原因"),
        ("9,7,甲三", "请假原因"),
        ("9,7,甲三（公差）", "缺席人员"),
    ] {
        assert_loses(&mut town, &other_host(17, cells), lost);
    }
    assert_eq!((numbers(&mut town), town.sums()), before);
    let present = ask(&mut town, &other_host(17, "9,8,甲三（公差）"), &[]);
    assert_eq!(
        keys(&present.first[0]),
        ["book", "correct", "leave"],
        "the row says that all others were there"
    );
    let everybody = ask(&mut town, &other_host(17, "9,9,全勤"), &[]);
    let told = told(&everybody.first[0]);
    assert!(told.iter().any(|change| change == "请假人员及原因：甲三（公差） → 全勤"), "{told:?}");
}

#[test]
fn a_meeting_in_numbers_gets_names_only_by_a_row_that_says_all_of_it() {
    let mut town = town("2026-11-21");
    for (on, voters) in [("2026-10-17", Some((8, 6))), ("2026-10-18", None)] {
        let (due_voting, present_voting) = voters.unzip();
        let (leave, absent) = (Some(2), None);
        let stated = StatedNumbers { due: 9, present: 7, leave, absent, due_voting, present_voting };
        let mut gathering = GatheringDraft { roll: Roll::Numbers, ..hosted(&town, on) };
        gathering.records[0].stated = Some(stated);
        town.record(gathering).unwrap();
    }
    assert_loses(&mut town, &other_host(17, "9,7,甲三（公差）、乙二（病假）"), "有表决权的人数");
    assert_loses(&mut town, &other_host(18, ",,"), "应到、实到、请假人员及原因");
    let whole = other_host(18, "9,7,甲三（公差）、乙二（病假）");
    let preview = ask(&mut town, &whole, &[row(3, "correct")]);
    let view = &preview.first[0];
    assert_eq!(view.state, RowState::Update, "{view:#?}");
    assert!(view.notes.iter().any(|note| note.contains("原来只记人数")), "{:?}", view.notes);
}

#[test]
fn a_row_without_the_remarks_of_the_book_corrects_nothing() {
    let mut town = town("2026-11-21");
    let remark = || Some("当时停电".to_owned());
    let gathering = GatheringDraft { note: remark(), ..hosted(&town, "2026-10-17") };
    town.record(gathering).unwrap();
    let mut gathering = hosted(&town, "2026-10-18");
    gathering.records[0].note = remark();
    town.record(gathering).unwrap();
    let gathering = GatheringDraft { late_reason: remark(), ..hosted(&town, "2026-10-19") };
    town.record(gathering).unwrap();
    let gathering = hosted(&town, "2026-10-20");
    town.record(gathering).unwrap();
    for (day, lost) in [(17, "备注"), (18, "备注"), (19, "补录原因")] {
        assert_loses(&mut town, &other_host(day, "9,9,"), lost);
    }
    let nothing_lost = ask(&mut town, &other_host(20, "9,9,"), &[]);
    assert_eq!(keys(&nothing_lost.first[0]), ["book", "correct", "leave"]);
}

#[test]
fn a_correction_that_changes_the_mark_of_a_meeting_says_so() {
    let mut town = town("2026-11-21");
    take(&mut town, THEME_DAY, &[]);
    let other = THEME_DAY.replace("甲一,甲二", "甲二,甲二");
    for decisions in [Vec::new(), vec![row(3, "correct")]] {
        let dated = ask(&mut town, &other, &decisions);
        let says_mark = |note: &String| note.contains("这次会议显示为“补录”，原来显示为“按登记表补入”");
        assert!(!dated.first[0].notes.iter().any(says_mark), "{:?}", dated.first[0].notes);
        let file = path(&town, &other);
        let undated = HEAD.replace("填报日期：2026年10月31日", "");
        std::fs::write(&file, format!("{undated}{other}")).unwrap();
        let asked = IntakePreview::of(ImportKind::Meetings, file);
        let undated = town.ask(&IntakePreview { decisions, ..asked });
        assert!(undated.first[0].notes.iter().any(says_mark), "{:?}", undated.first[0].notes);
    }
}

/// The one row can be one of several meetings, or another one.
fn assert_open(town: &mut Town, row: &str) {
    let preview = ask(town, row, &[]);
    let view = &preview.first[0];
    assert_eq!((view.state, keys(view)), (RowState::Conflict, vec!["book", "another", "leave"]), "{row}");
    let said = "这一天登记有几次同类的会议；要更正的请在会议记录里更正。";
    assert!(view.notes.iter().any(|note| note.contains(said)), "{row}: {:?}", view.notes);
    assert!(!take(town, row, &[]).is_changed, "{row}");
    assert!(!take(town, row, &[all("correct")]).is_changed, "{row}");
}

#[test]
fn a_row_that_can_be_one_of_several_meetings_of_a_day_is_no_new_one() {
    let mut town = town("2026-11-21");
    let first = hosted(&town, "2026-10-17");
    let mut second = first.clone();
    second.records[0].theme = Some("清扫背街小巷".into());
    town.record(first).unwrap();
    town.record(second).unwrap();
    let points = town.sums();
    let row = other_host(17, "9,9,");
    assert_open(&mut town, &row.replace("清洁家园", ""));
    assert_open(&mut town, &row.replace("清洁家园", "参观展馆"));
    let same = row.replace("清洁家园", "").replace("甲二", "甲一");
    assert_eq!(states(&ask(&mut town, &same, &[])), [RowState::Same]);
    let another = take(&mut town, &row.replace("清洁家园", "参观展馆"), &[self::row(3, "another")]);
    assert_eq!(another.counts.new, 1, "a person says so");
    assert!(town.sums().0 > points.0);
}

#[test]
fn of_several_meetings_with_one_theme_the_one_that_says_the_same_is_meant() {
    let mut town = town("2026-11-21");
    let morning = hosted(&town, "2026-10-17");
    let afternoon = GatheringDraft { place: Some("三楼会议室".into()), ..morning.clone() };
    town.record(morning).unwrap();
    town.record(afternoon).unwrap();
    let row = other_host(17, "9,9,").replace("甲二", "甲一");
    assert_eq!(states(&ask(&mut town, &row, &[])), [RowState::Same]);
    let second = row.replace("党群服务中心", "三楼会议室");
    assert_eq!(states(&ask(&mut town, &second, &[])), [RowState::Same]);
    assert_open(&mut town, &row.replace("党群服务中心", "四楼会议室"));
}

#[test]
fn a_reason_that_the_register_gives_later_gets_into_the_book() {
    let mut town = town("2026-11-21");
    let bare = THEME_DAY.replace("9,7,甲三（公差）、乙二（病假）", "9,8,甲三");
    take(&mut town, &bare, &[]);
    assert_eq!(states(&ask(&mut town, &bare, &[])), [RowState::Same]);
    let given = bare.replace("甲三", "甲三（公差）");
    let preview = ask(&mut town, &given, &[]);
    assert_eq!(told(&preview.first[0]), ["请假人员及原因：甲三（登记表未写原因） → 甲三（公差）"]);
    assert_eq!(take(&mut town, &given, &[row(3, "correct")]).counts.update, 1);
    assert_eq!(states(&ask(&mut town, &given, &[])), [RowState::Same]);
}

#[test]
fn a_closed_month_sends_nobody_to_where_it_is_closed_as_well() {
    let mut town = town("2026-11-21");
    take(&mut town, THEME_DAY, &[]);
    revise::close(&mut town, revise::october());
    let preview = ask(&mut town, &THEME_DAY.replace("服务中心", "三楼会议室"), &[]);
    let view = &preview.first[0];
    assert_eq!(keys(view), ["book", "leave"]);
    let notes = view.notes.join("\n");
    assert!(notes.contains("不能更正") && !notes.contains("会议记录里更正"), "{notes}");
}

#[test]
fn a_register_of_a_past_day_may_say_the_name_of_that_day_or_the_one_since() {
    let mut town = town("2026-11-21");
    let edit = OrganisationEdit {
        organisation: town.branch,
        name: Some("锦华苑党支部".into()),
        named_on: "2026-11-01".parse().ok(),
        is_correction: false,
        position: None,
        to_on: None,
        note: None,
    };
    town.ask(&edit);
    let called = |name: &str| THEME_DAY.replace("第一党支部", name);
    for (rows, name) in [(called("锦华苑党支部"), "new"), (called("第一党支部"), "old")] {
        let preview = ask(&mut town, &rows, &[]);
        assert_eq!(states(&preview), [RowState::New], "the {name} name: {:?}", preview.first[0].notes);
    }
    take(&mut town, &called("锦华苑党支部"), &[]);
    assert_eq!(october(&mut town)[0].organisation_name, "第一党支部", "October is told by its own name");
    assert_eq!(states(&ask(&mut town, &called("第一党支部"), &[])), [RowState::Same]);
}
