//! A register of meetings that the book has already, and that says otherwise: nothing recorded is rewritten without a
//! person, and what a person decides is taken back by one undo.

use branchbook_contract::book::{BookVerify, HistoryUndo};
use branchbook_contract::intake::{
    About, Applied, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowState, SourceRowView,
};
use branchbook_contract::meeting::{MeetingList, MeetingRow, TopicDraft};
use branchbook_domain::gathering::RecordKind;

use super::fixture::{Town, draft, record_of, town};

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
    assert_eq!(take(&mut town, &other, &[row(3, "another")]).counts.new, 1);
    assert_eq!(october(&mut town).len(), 2);
}

#[test]
fn a_register_corrects_no_meeting_of_which_the_book_says_more() {
    let mut town = town("2026-11-21");
    let theme = |kind, town: &Town| branchbook_contract::meeting::RecordDraft {
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
    let assembly =
        branchbook_contract::meeting::RecordDraft { topics, ..theme(RecordKind::MemberAssembly, &town) };
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
