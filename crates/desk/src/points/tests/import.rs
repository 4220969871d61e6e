//! The import form, row by row.

use std::sync::Arc;

use branchbook_contract::intake::{About, Decision, RowState};
use branchbook_contract::points::{PointsAccount, PointsAward, PointsReverse};
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{AttendanceId, PersonId};
use branchbook_domain::office_day::DateSystem;
use branchbook_domain::points::Points;
use branchbook_ledger::table::membership::{Membership, memberships_of};
use branchbook_ledger::table::organisation::Organisation;
use branchbook_workbook::{Cell, CellValue, Row, Shape};

use super::office::{Office, day, member, month, office};
use crate::intake::decide::Decisions;
use crate::intake::question::offered;
use crate::intake::row::{Layout, WaitingRow};
use crate::intake::{Context, Form as _, Planned, SourceRows};
use crate::points::automatic::{AttendanceFact, award_attendance};
use crate::points::import::{PlannedEntry, PointsForm};
use crate::progress::Unwatched;

fn rows(lines: &[[&str; 6]]) -> SourceRows {
    let layout = Arc::new(Layout {
        sheet: "Sheet1".to_owned(),
        fields: PointsForm::fields(),
        columns: (0..6).map(Some).collect(),
        two_digit_months: vec![false; 6],
        date_system: DateSystem::From1900,
        below: 1,
        is_titled: true,
        titles: Vec::new(),
        is_mapping_saved: false,
        header_key: String::new(),
        branch_above: None,
        order: 0,
    });
    let row = |(at, line): (usize, &[&str; 6])| {
        let index = u32::try_from(at).unwrap() + 1;
        let cell = |(column, text): (usize, &&str)| Cell {
            column: u16::try_from(column).unwrap(),
            value: CellValue::Text,
            text: (*text).to_owned(),
            shape: Shape::General,
        };
        let cells = line.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect();
        WaitingRow::new(Row { index, cells }.pack(), Arc::clone(&layout))
    };
    lines.iter().enumerate().map(row).collect::<Vec<_>>().into()
}

fn plan(office: &Office, lines: &[[&str; 6]]) -> Planned<Vec<PlannedEntry>> {
    decided(office, lines, &[])
}

/// The same with what a person decided about the first row.
fn decided(office: &Office, lines: &[[&str; 6]], choices: &[&str]) -> Planned<Vec<PlannedEntry>> {
    let about = || About::Row { sheet: String::new(), row: 2 };
    let decision = |choice: &&str| Decision { about: about(), choice: (*choice).to_owned(), day: None };
    let rows = rows(lines);
    let layouts: Vec<_> = rows.waiting().iter().take(1).map(|row| Arc::clone(&row.layout)).collect();
    let said: Vec<Decision> = choices.iter().map(decision).collect();
    let (decisions, left) = (Decisions::of(&said, &layouts).unwrap(), SourceRows::default());
    let context = Context {
        today: day("2026-11-21"),
        month: Some(month("2026-10")),
        register_on: None,
        file_name: "十月积分登记.xlsx",
        decisions: &decisions,
        left: &left,
        unread: &left,
    };
    let planned = office.read(|reading| PointsForm::plan(reading, &rows, &context));
    decisions.require_fitting(rows.waiting().iter().zip(&planned.verdicts)).unwrap();
    planned
}

fn apply(office: &mut Office, lines: &[[&str; 6]]) -> Planned<Vec<PlannedEntry>> {
    let planned = plan(office, lines);
    office.write(|writing| PointsForm::apply(writing, &planned.plan, &Unwatched));
    planned
}

fn states(planned: &Planned<Vec<PlannedEntry>>) -> Vec<RowState> {
    planned.verdicts.iter().map(|verdict| verdict.state).collect()
}

const HERE: &str = "银河里党支部";

#[test]
fn a_person_says_who_is_meant_and_that_the_scheme_counts() {
    let mut office = office(&["任凤英", "邱俊", "赖超", "雷爱民"]);
    let branch = office.branches[0];
    let twin = office.write(|writing| Ok(member(writing, "邱俊", branch)));
    let line = [["邱俊", HERE, "10月9日", "帮办微心愿", "3", ""]];
    let asked = plan(&office, &line);
    let keys = |planned: &Planned<Vec<PlannedEntry>>| -> Vec<String> {
        offered(&planned.verdicts[0].questions, |key| key == "leave")
            .into_iter()
            .map(|choice| choice.key)
            .collect()
    };
    let meant = format!("person:{}", twin.0);
    assert_eq!(asked.verdicts[0].state, RowState::Conflict);
    assert!(keys(&asked).len() == 2 && keys(&asked).contains(&meant), "{:?}", keys(&asked));
    let who = decided(&office, &line, &[meant.as_str()]);
    assert_eq!(
        (who.verdicts[0].state, who.plan.len()),
        (RowState::Conflict, 0),
        "the points are another question"
    );
    let both = format!("{meant}+scheme");
    assert!(keys(&who).contains(&both), "{:?}", keys(&who));
    let booked = decided(&office, &line, &[both.as_str()]);
    assert_eq!(booked.verdicts[0].state, RowState::New);
    assert_eq!((booked.plan[0].person, booked.plan[0].raw), (twin, Points::whole(5)));

    let elsewhere = [["赖超", HERE, "10月9日", "帮办微心愿", "5", ""]];
    let asked = plan(&office, &elsewhere);
    assert_eq!(asked.verdicts[0].state, RowState::Refused);
    let key = keys(&asked).into_iter().next().unwrap();
    assert_eq!(decided(&office, &elsewhere, &[key.as_str()]).verdicts[0].state, RowState::New);
}

#[test]
fn who_is_meant_stays_answered_in_a_row_that_is_refused_for_another_reason() {
    let mut office = office(&["任凤英", "邱俊", "赖超", "雷爱民"]);
    let branch = office.branches[0];
    let twin = office.write(|writing| Ok(member(writing, "邱俊", branch)));
    let meant = format!("person:{}", twin.0);
    for line in
        [["邱俊", HERE, "10月9日", "跳广场舞", "5", ""], ["邱俊", HERE, "10月9日", "帮办微心愿", "五分", ""]]
    {
        let planned = decided(&office, &[line], &[meant.as_str()]);
        let verdict = &planned.verdicts[0];
        assert_eq!(verdict.state, RowState::Refused, "{line:?}");
        assert!(verdict.questions.iter().any(|question| question.chosen == meant), "{line:?}");
    }
}

#[test]
fn rows_are_taken_or_handed_back_with_the_reason_and_never_guessed() {
    let mut office = office(&["任凤英", "邱俊", "赖超", "雷爱民"]);
    let branch = office.branches[0];
    office.write(|writing| Ok(member(writing, "邱俊", branch)));
    for (line, state, part) in [
        (["任凤英", HERE, "10月9日", "帮办微心愿", "5", ""], RowState::New, ""),
        (["任　凤英", "银河里", "2026.10.9", "帮办 微心愿", "+5分", ""], RowState::New, ""),
        (["任凤英", HERE, "10月9日", "办结微心愿", "", "楼道灯"], RowState::New, ""),
        (["司徒不在", HERE, "10月9日", "帮办微心愿", "5", ""], RowState::Refused, "该支部没有“司徒不在”"),
        (["赖超", HERE, "10月9日", "帮办微心愿", "5", ""], RowState::Refused, "该支部没有“赖超”"),
        (["邱俊", HERE, "10月9日", "帮办微心愿", "5", ""], RowState::Conflict, "有 2 名“邱俊”，无法确定"),
        (
            ["任凤英", "南湖里党支部", "10月9日", "帮办微心愿", "5", ""],
            RowState::Refused,
            "没有“南湖里党支部”",
        ),
        (["任凤英", HERE, "10月", "帮办微心愿", "5", ""], RowState::Refused, "日期"),
        (["任凤英", HERE, "2026-12-01", "帮办微心愿", "5", ""], RowState::Refused, "在今天以后"),
        (["任凤英", HERE, "10月9日", "跳广场舞", "5", ""], RowState::Refused, "没有“跳广场舞”这一项"),
        (
            ["任凤英", HERE, "10月9日", "帮办微心愿", "3", ""],
            RowState::Conflict,
            "方案里是 +5 分，表里写的是 3 分",
        ),
        (["任凤英", HERE, "10月9日", "会议迟到", "1", ""], RowState::Conflict, "方案里是 −1 分"),
        (["任凤英", HERE, "10月9日", "帮办微心愿", "五分", ""], RowState::Refused, "不是分值"),
    ] {
        let planned = plan(&office, &[line]);
        let verdict = &planned.verdicts[0];
        assert_eq!(verdict.state, state, "{line:?}: {:?}", verdict.notes);
        assert!(verdict.notes.concat().contains(part), "{line:?}: {:?}", verdict.notes);
        assert_eq!(verdict.row, 2);
    }
}

#[test]
fn the_same_file_again_books_nothing_and_equal_rows_count_as_often_as_they_stand() {
    let mut office = office(&["任凤英", "赖超"]);
    let twice = ["任凤英", HERE, "10月9日", "会议迟到", "-1", ""];
    let other = ["任凤英", HERE, "10月10日", "会议迟到", "-1", ""];
    let first = apply(&mut office, &[twice, twice, other]);
    assert_eq!(states(&first), [RowState::New; 3]);
    assert_eq!(first.findings, ["3 行的日期没有写年份，按 2026 年读入，请核对。"]);
    assert_eq!(first.verdicts[1].notes, ["第 3 行：与第 2 行完全相同，两行都将记分，请核对。"]);
    assert!(first.verdicts[2].notes.is_empty());
    assert_eq!(states(&apply(&mut office, &[twice, twice, other])), [RowState::Same; 3]);
    let third = plan(&office, &[twice, twice, twice]);
    assert_eq!(states(&third), [RowState::Same, RowState::Same, RowState::New]);
    let person = office.people[0];
    let account = office.call(&PointsAccount { person, year: Some(2026) });
    assert_eq!((account.lines.len(), account.score), (3, Some(Points::whole(57))));
    let entry = account.lines[2].entry;
    office.call(&PointsReverse { entry, reason: "记错人".to_owned() });
    let after = plan(&office, &[other]);
    assert_eq!(after.verdicts[0].state, RowState::Same);
    assert!(after.verdicts[0].notes[0].contains("后来冲正"), "{:?}", after.verdicts[0].notes);
}

#[test]
fn what_attendance_awards_is_the_same_or_handed_back_but_never_booked() {
    let mut office = office(&["任凤英", "蔡娟", "赖超", "雷爱民"]);
    let facts: Vec<AttendanceFact> = [AttendanceState::Present, AttendanceState::Leave]
        .iter()
        .enumerate()
        .map(|(at, state)| AttendanceFact {
            attendance: AttendanceId(i64::try_from(at).unwrap() + 1),
            person: office.people[at],
            kind: RecordKind::ThemeDay,
            state: *state,
            occurred_on: day("2026-10-15"),
            booked_month: month("2026-10"),
        })
        .collect();
    office.write(|writing| Ok(award_attendance(writing, &facts)?));
    let planned = apply(
        &mut office,
        &[
            ["任凤英", HERE, "10月15日", "参加主题党日", "2", ""],
            ["蔡娟", HERE, "10月15日", "参加主题党日", "2", ""],
            ["任凤英", HERE, "10月16日", "参加主题党日", "2", ""],
            ["任凤英", HERE, "10月16日", "志愿服务", "2", ""],
        ],
    );
    assert!(planned.plan.is_empty());
    assert_eq!(
        states(&planned),
        [RowState::Same, RowState::Conflict, RowState::Conflict, RowState::Conflict]
    );
    let notes: Vec<String> = planned.verdicts.iter().map(|verdict| verdict.notes.concat()).collect();
    assert!(notes[0].contains("已由考勤记分"), "{}", notes[0]);
    assert!(notes[1].contains("考勤中当日无此人到会"), "{}", notes[1]);
    assert!(notes[3].contains("当日没有此人的服务记录"), "{}", notes[3]);
}

/// Gives a member another span.
fn held(office: &mut Office, person: PersonId, from_on: Option<&str>, to_on: Option<&str>) {
    office.write(|writing| {
        let held = memberships_of(writing, person)?.remove(0);
        let (from_on, to_on) = (from_on.map(day), to_on.map(day));
        writing.update(held.id, &Membership { from_on, to_on, ..held.value })?;
        Ok(())
    });
}

#[test]
fn namesakes_are_told_apart_by_the_day_of_the_row_and_never_guessed() {
    let mut office = office(&["邱俊", "赖超"]);
    let branch = office.branches[0];
    let (first, second) = (office.people[0], office.write(|writing| Ok(member(writing, "邱俊", branch))));
    held(&mut office, second, None, Some("2026-10-28"));
    let row = |on| ["邱俊", HERE, on, "帮办微心愿", "5", ""];
    let planned = plan(&office, &[row("10月20日"), row("10月24日"), row("10月28日")]);
    assert_eq!(states(&planned), [RowState::Conflict, RowState::Conflict, RowState::New]);
    assert_eq!(planned.plan[0].person, first, "one of them had died by then");
}

#[test]
fn only_who_was_a_member_on_the_day_is_booked() {
    let mut office = office(&["任凤英", "蔡娟", "赖超", "雷爱民"]);
    let people = office.people.clone();
    held(&mut office, people[0], Some("2026-10-20"), None);
    held(&mut office, people[1], Some("2026-10-10"), Some("2026-10-15"));
    let row = |name, on| [name, HERE, on, "帮办微心愿", "5", ""];
    let planned = plan(
        &office,
        &[
            row("任凤英", "10月5日"),
            row("任凤英", "10月20日"),
            row("蔡娟", "10月12日"),
            row("蔡娟", "10月15日"),
        ],
    );
    use RowState::{New, Refused};
    assert_eq!(states(&planned), [Refused, New, New, Refused]);
    let notes = planned.verdicts[0].notes.concat();
    assert!(notes.contains("“任凤英”在 2026年10月5日 不是该支部的在册党员"), "{notes}");
    assert_eq!(planned.plan[1].person, people[1], "who came and left within the month is found");
}

/// Where a book of before holds a branch in two writings, each is meant by its own, as in a roster.
#[test]
fn of_two_branches_of_one_key_the_written_one_is_meant() {
    let mut office = office(&["任凤英", "赖超"]);
    for (id, name) in office.branches.into_iter().zip(["第一党支部", "第1支部"]) {
        office.write(|writing| {
            let stored = writing.require::<Organisation>(id)?.value;
            Ok(writing.update(id, &Organisation { name: name.to_owned(), ..stored })?)
        });
    }
    let row = |name, branch| [name, branch, "10月9日", "帮办微心愿", "5", ""];
    let planned = plan(
        &office,
        &[
            row("任凤英", "第一支部"),
            row("赖超", "第1党支部"),
            row("赖超", "第1支部"),
            row("任凤英", "一支部"),
        ],
    );
    use RowState::{New, Refused};
    assert_eq!(states(&planned), [New, New, New, Refused], "{planned:?}");
    assert!(planned.verdicts[3].notes.concat().contains("有不止一个“一支部”"), "{planned:?}");
}

#[test]
fn an_act_typed_before_is_booked_again_only_with_a_word_about_it() {
    let mut office = office(&["任凤英", "赖超"]);
    let award = PointsAward {
        person: office.people[0],
        item: "建言献策被采纳".to_owned(),
        occurred_on: day("2026-10-07"),
        times: None,
        minutes: None,
        note: None,
    };
    let booked = office.call(&award);
    let rows = [
        ["任凤英", HERE, "10月7日", "建言献策被采纳", "2", ""],
        ["任凤英", HERE, "10月8日", "建言献策被采纳", "2", ""],
    ];
    let planned = plan(&office, &rows);
    assert_eq!(states(&planned), [RowState::New, RowState::New]);
    assert!(planned.verdicts[0].notes.concat().contains("同日已手工记过同一事项"), "{planned:?}");
    assert!(planned.verdicts[1].notes.is_empty(), "another day is another act");
    assert!(planned.findings.iter().any(|finding| finding.contains("1 行的事项同日已手工记过")));
    office.call(&PointsReverse { entry: booked.entry, reason: "重复".to_owned() });
    assert!(plan(&office, &rows).verdicts[0].notes.is_empty(), "what was taken back does not stand");
}

#[test]
fn rows_of_a_closed_month_go_into_the_first_open_one() {
    let mut office = office(&["任凤英", "赖超"]);
    office.close(month("2026-10"));
    let planned = apply(&mut office, &[["任凤英", HERE, "10月9日", "帮办微心愿", "5", ""]]);
    assert_eq!(planned.findings[1], "1 行的日期所属月份已结账或在建账之前，将记入2026年11月。");
    let person = office.people[0];
    let account = office.call(&PointsAccount { person, year: None });
    assert_eq!(account.lines[0].booked_month, month("2026-11"));
    assert_eq!(account.lines[0].source, "导入");
}
