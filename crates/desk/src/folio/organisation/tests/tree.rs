//! The tree of organisations in time: changed, split, merged, temporary branches with those who take part.

use branchbook_contract::book::{BookVerify, HistoryList, HistoryUndo};
use branchbook_contract::folio::FolioForm;
use branchbook_contract::meeting::{
    Away, GatheringDraft, MeetingRecord, MeetingRoll, MeetingShow, NamedRoll, PersonRef, RecordDraft, Roll,
    RollSheet,
};
use branchbook_contract::member::{Member, MemberShow};
use branchbook_contract::organisation::OrganisationAdd;
use branchbook_contract::points::PointsAccount;
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::MovementKind;
use branchbook_domain::organisation::Level;

use super::{monthly, names, offers, refusal, row_of, show_on, undo};
use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;
use crate::member::tests::acts::movement;

fn row_key(office: &mut Office, folio: &str, name: &str) -> i64 {
    let page = show(office, folio, None);
    let at = names(&page).iter().position(|each| *each == name).unwrap();
    page.rows[at].row
}

fn record(office: &mut Office, member: PersonId) -> Member {
    office.call(&MemberShow { member, on: None, reveal: false })
}

fn in_group(office: &mut Office, name: &str, group: OrganisationId) -> PersonId {
    office.member(name, |command| command.group = Some(group))
}

#[test]
fn the_tree_of_a_day_says_its_day_with_every_count() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    let values = [("parent", "1"), ("level", "branch"), ("name", "第三党支部"), ("from_on", "2026-10-01")];
    let done = office.call(&act("organisations", "add", None, &values));
    assert_eq!(done.sentence, "已新增组织：第三党支部。");
    let page = show(&mut office, "organisations", None);
    assert_eq!(page.columns[6].title, "2026-10-31 党员");
    assert_eq!(page.facts[0].text, "1 人，其中正式党员 1 人（2026-10-31）");
    assert_eq!(names(&page), ["银河社区党委", "第一党支部", "第二党支部", "第三党支部"]);
    assert_eq!((row_of(&page, "第一党支部")[6], row_of(&page, "第三党支部")[3]), ("1", "2026-10-01"));
    assert!(page.rows[1].cells[0].text.starts_with('　'), "a branch is indented");
    let past = show_on(&mut office, "organisations", None, "2026-09-30");
    assert_eq!(past.total, 3);
    let refused = refusal(&mut office, &act("organisations", "add", None, &values));
    assert!(refused[0].1.contains("已经有“第三党支部”"), "{refused:?}");
    undo(&mut office);
    assert_eq!(show(&mut office, "organisations", None).total, 3);
}

#[test]
fn an_organisation_is_renamed_moved_and_ended_only_when_nobody_stands_in_it() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    let group = office.group(office.first);
    let values = [("parent", "1"), ("level", "general_branch"), ("name", "东片党总支")];
    office.call(&act("organisations", "add", None, &values));
    let general = row_key(&mut office, "organisations", "东片党总支").to_string();
    let first = Some(office.first.0);
    office.call(&act("organisations", "move", first, &[("parent", &general)]));
    assert_eq!(row_of(&show(&mut office, "organisations", None), "第一党支部")[2], "东片党总支");
    let refused = refusal(&mut office, &act("organisations", "move", Some(group.0), &[("parent", &general)]));
    assert!(refused[0].1.contains("党小组"), "{refused:?}");
    let refused = refusal(&mut office, &act("organisations", "end", first, &[("to_on", "2026-10-20")]));
    assert!(refused[0].1.contains("还有党员 1 人（单冠松）"), "{refused:?}");
    let page = show(&mut office, "organisations", None);
    let ends = ["银河社区党委", "东片党总支", "第一党支部", "第一党小组", "第二党支部"];
    let ends = ends.map(|name| offers(&page, name, "end"));
    assert_eq!(ends, [false, false, false, true, true], "what is offered can be done");
    let second = Some(office.second.0);
    office.call(&act(
        "organisations",
        "edit",
        second,
        &[("name", "锦华苑党支部"), ("on", "2026-10-10"), ("note", "小区支部")],
    ));
    let taken = refusal(&mut office, &act("organisations", "edit", second, &[("name", "东片党总支")]));
    assert_eq!(taken[0].0, "name");
    office.call(&act("terms", "add", second, &[("elected_on", "2024-01-01"), ("years", "5")]));
    office.call(&act("organisations", "end", second, &[("to_on", "2026-10-20")]));
    assert!(!names(&show(&mut office, "organisations", None)).contains(&"锦华苑党支部"));
    assert!(names(&show_on(&mut office, "organisations", None, "2026-10-19")).contains(&"锦华苑党支部"));
    let terms = show(&mut office, "terms", second);
    assert_eq!(terms.rows[0].cells[7].note, "到 2026-10-20", "the term ends with the branch");
    let again = refusal(&mut office, &act("organisations", "end", second, &[("to_on", "2026-10-21")]));
    assert!(again[0].1.contains("已在 2026-10-20 撤销"), "{again:?}");
    undo(&mut office);
    assert!(names(&show(&mut office, "organisations", None)).contains(&"锦华苑党支部"));
}

/// A list of today would lose an organisation that begins later, and a file would make it a second time.
#[test]
fn an_organisation_began_before_today_and_before_whatever_turned_of_it() {
    let mut office = Office::new();
    let second = Some(office.second.0);
    let founded = |name: &str, from: &str| {
        let values = [("name", name), ("on", "2026-10-20"), ("from_on", from)];
        act("organisations", "edit", second, &values)
    };
    let new = [("parent", "1"), ("level", "branch"), ("name", "第三党支部"), ("from_on", "2026-11-01")];
    let temporary = [
        ("parent", "1"),
        ("name", "防汛临时党支部"),
        ("from_on", "2026-11-01"),
        ("planned_end_on", "2026-12-01"),
        ("project", "防汛值守"),
    ];
    for command in [
        founded("第二党支部", "2027-11-01"),
        act("organisations", "add", None, &new),
        act("organisations", "temporary", None, &temporary),
    ] {
        let refused = refusal(&mut office, &command);
        assert!(refused[0].0 == "from_on" && refused[0].1.contains("还没有到"), "{refused:?}");
    }
    let said = "第二党支部从 2026-10-20 起改名或调整了上级，成立日期不能晚于这一天。";
    let refused = refusal(&mut office, &founded("锦华苑党支部", "2026-10-21"));
    assert_eq!(refused, [("from_on".to_owned(), said.to_owned())], "renamed by the same form");
    office.call(&founded("锦华苑党支部", "2026-10-20"));
    let refused = refusal(&mut office, &founded("锦华苑党支部", "2026-10-25"));
    assert!(refused[0].0 == "from_on" && refused[0].1.contains("从 2026-10-20 起改名"), "{refused:?}");
    assert_eq!(row_of(&show(&mut office, "organisations", None), "锦华苑党支部")[3], "2026-10-20");
    let left = office.member("仇艳", |_| ());
    office.call(&movement(left, MovementKind::TransferOut, "2026-10-10"));
    let values = [("name", "第一党支部"), ("from_on", "2026-10-20")];
    let first = Some(office.first.0);
    let refused = refusal(&mut office, &act("organisations", "edit", first, &values));
    assert!(refused[0].0 == "from_on" && refused[0].1.contains("之前第一党支部已有党员 1 人"), "{refused:?}");
}

#[test]
fn a_branch_is_split_by_names_and_whole_groups_in_one_operation() {
    let mut office = Office::new();
    let first = office.first;
    let group = office.group(first);
    let (one, two) = (in_group(&mut office, "单冠松", group), in_group(&mut office, "仇艳", group));
    let named = office.member("盖晓星", |_| ());
    office.member("曾庆红", |_| ());
    let head = named.to_string();
    let secretary = [("title", "书记"), ("person", head.as_str()), ("from_on", "2025-01-01")];
    office.call(&act("vacancies", "assign", Some(first.0), &secretary));
    let group_key = group.0.to_string();
    let values = [
        ("day", "2026-10-10"),
        ("name1", "锦华苑党支部"),
        ("groups1", group_key.as_str()),
        ("people1", "盖晓星\n"),
        ("note", "街道批复"),
    ];
    let done = office.call(&act("organisations", "split", Some(first.0), &values));
    assert!(done.sentence.starts_with("已分设：第一党支部 → 锦华苑党支部（3 人），第一党支部 留下 1 人。"));
    let page = show(&mut office, "organisations", None);
    assert_eq!((row_of(&page, "锦华苑党支部")[6], row_of(&page, "第一党支部")[6]), ("3", "1"));
    assert!(!names(&page).contains(&"第一党小组"), "the group became the branch");
    let past = show_on(&mut office, "organisations", None, "2026-10-09");
    assert_eq!((row_of(&past, "第一党支部")[6], row_of(&past, "第一党小组")[6]), ("4", "2"));
    for person in [one, two, named] {
        let movements = record(&mut office, person).movements;
        let last = movements.last().unwrap();
        assert_eq!(last.occurred_on.map(|day| day.to_string()).as_deref(), Some("2026-10-10"));
    }
    assert_eq!(row_of(&show(&mut office, "vacancies", None), "第一党支部")[4], "书记", "the post has ended");
    undo(&mut office);
    let page = show(&mut office, "organisations", None);
    assert_eq!((row_of(&page, "第一党支部")[6], row_of(&page, "第一党小组")[6]), ("4", "2"));
    assert_eq!(row_of(&show(&mut office, "vacancies", None), "第一党支部")[4], "");
    assert!(!names(&page).contains(&"锦华苑党支部"));
}

#[test]
fn a_split_that_is_not_clear_is_refused_and_changes_nothing() {
    let mut office = Office::new();
    let first = Some(office.first.0);
    office.member("李强", |add| add.draft.birth_on = Some("1962-05-01".parse().unwrap()));
    office.member("李强", |add| {
        add.draft.birth_on = Some("1970-01-01".parse().unwrap());
        add.confirm_duplicate = true;
    });
    let split = |people: &str| {
        let values = [("day", "2026-10-10"), ("name1", "锦华苑党支部"), ("people1", people)];
        act("organisations", "split", first, &values)
    };
    for (people, words) in [
        ("李强", "有 2 人叫“李强”"),
        ("王某", "当天的这个党支部里没有“王某”"),
        ("", "请写明哪些党员划入锦华苑党支部"),
        ("李强（1962-05）、李强（1970）", "原党支部没有留下党员"),
    ] {
        let refused = refusal(&mut office, &split(people));
        assert!(
            refused.iter().any(|(field, said)| field == "people1" && said.contains(words)),
            "{refused:?}"
        );
    }
    let taken = [("day", "2026-10-10"), ("name1", "第二党支部"), ("people1", "李强(1962-05)")];
    assert_eq!(refusal(&mut office, &act("organisations", "split", first, &taken))[0].0, "name1");
    let nobody = [("day", "2026-10-10"), ("people2", "李强(1962-05)")];
    let refused = refusal(&mut office, &act("organisations", "split", first, &nobody));
    assert_eq!(refused[0].0, "name2");
    assert_eq!(show(&mut office, "organisations", None).total, 3);
    office.call(&split("李强（1962-05）"));
    assert_eq!(row_of(&show(&mut office, "organisations", None), "锦华苑党支部")[6], "1");
}

#[test]
fn a_branch_goes_into_another_with_its_groups_and_places() {
    let mut office = Office::new();
    let (first, second) = (office.first, office.second);
    let group = office.group(first);
    office.group(second);
    in_group(&mut office, "单冠松", group);
    let secretary = office.member("仇艳", |_| ()).to_string();
    let post = [("title", "书记"), ("person", secretary.as_str()), ("from_on", "2025-01-01")];
    office.call(&act("vacancies", "assign", Some(first.0), &post));
    let key = first.0.to_string();
    let place = [("kind", "grid"), ("name", "第一网格"), ("organisation", key.as_str())];
    office.call(&act("places", "add", None, &place));
    let into = second.0.to_string();
    let merge = |day: &str| {
        let values = [("into", into.as_str()), ("day", day), ("groups", "keep")];
        act("organisations", "merge", Some(first.0), &values)
    };
    assert_eq!(refusal(&mut office, &merge("2026-11-30"))[0].0, "day");
    let done = office.call(&merge("2026-10-10"));
    assert!(done.sentence.contains("2 名党员从 2026年10月10日 起转入，原支部撤销"), "{}", done.sentence);
    let page = show(&mut office, "organisations", None);
    assert_eq!(row_of(&page, "第二党支部")[6], "2");
    assert_eq!(row_of(&page, "第一党支部第一党小组")[6], "1", "a name that is taken gets the old branch's");
    assert!(!names(&page).contains(&"第一党支部"));
    assert_eq!(texts(&show(&mut office, "places", None), 0)[2], "第二党支部");
    assert_eq!(texts(&show_on(&mut office, "places", None, "2026-10-09"), 0)[2], "第一党支部");
    let past = show_on(&mut office, "organisations", None, "2026-10-09");
    assert_eq!((row_of(&past, "第一党支部")[6], row_of(&past, "第一党支部")[7]), ("2", "仇艳"));
    let posts = show(&mut office, "vacancies", Some(first.0));
    assert_eq!(texts(&posts, 0)[3], "2026-10-10");
    undo(&mut office);
    let page = show(&mut office, "organisations", None);
    assert_eq!((row_of(&page, "第一党支部")[6], row_of(&page, "第二党支部")[6]), ("2", "0"));
    assert_eq!(texts(&show(&mut office, "places", None), 0)[2], "第一党支部");
}

#[test]
fn a_merge_is_refused_whole_where_one_member_has_moved_later() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    office.member("仇艳", |_| ());
    let (first, into) = (office.first, office.second.0.to_string());
    let split = [("day", "2026-10-20"), ("name1", "锦华苑党支部"), ("people1", "仇艳")];
    office.call(&act("organisations", "split", Some(first.0), &split));
    let values = [("into", into.as_str()), ("day", "2026-10-10"), ("groups", "keep")];
    let refused = refusal(&mut office, &act("organisations", "merge", Some(first.0), &values));
    assert!(refused[0].1.contains("仇艳在2026年10月20日已随党支部拆分、合并调整过"), "{refused:?}");
    assert_eq!(row_of(&show(&mut office, "organisations", None), "第一党支部")[6], "1");
    let own = first.0.to_string();
    let itself = [("into", own.as_str()), ("day", "2026-10-25")];
    let refused = refusal(&mut office, &act("organisations", "merge", Some(first.0), &itself));
    assert_eq!(refused[0].0, "into");
}

/// A temporary branch with one who takes part since the first of September.
fn temporary(office: &mut Office) -> (i64, PersonId) {
    let member = office.member("单冠松", |_| ());
    office.member("仇艳", |_| ());
    let values = [
        ("parent", "1"),
        ("name", "防汛临时党支部"),
        ("from_on", "2026-08-01"),
        ("planned_end_on", "2026-09-30"),
        ("project", "防汛值守"),
    ];
    office.call(&act("organisations", "temporary", None, &values));
    let branch = row_key(office, "organisations", "防汛临时党支部");
    let (key, who) = (branch.to_string(), member.to_string());
    let join = [("branch", key.as_str()), ("person", who.as_str()), ("from_on", "2026-09-01")];
    office.call(&act("participants", "join", None, &join));
    (branch, member)
}

#[test]
fn whoever_takes_part_in_a_temporary_branch_is_counted_at_home_only_and_is_on_its_roll() {
    let mut office = Office::new();
    let (branch, member) = temporary(&mut office);
    let page = show(&mut office, "organisations", None);
    let row = row_of(&page, "防汛临时党支部");
    assert_eq!((row[6], row_of(&page, "第一党支部")[6], row_of(&page, "银河社区党委")[6]), ("0", "2", "2"));
    let roll = |office: &mut Office, day: &str| -> RollSheet {
        let organisation = OrganisationId(branch);
        office.call(&MeetingRoll {
            day: day.parse().unwrap(),
            kind: RecordKind::MemberAssembly,
            organisation,
        })
    };
    let due: Vec<_> = roll(&mut office, "2026-09-15").due.iter().map(|row| row.person).collect();
    assert_eq!(due, [member]);
    assert!(roll(&mut office, "2026-08-31").due.is_empty(), "before joining nobody is due");
    let of_person = show(&mut office, "participants", Some(member.0));
    assert_eq!(
        texts(&of_person, 0),
        ["单冠松", "防汛临时党支部", "防汛值守", "第一党支部", "2026-09-01", "", "", "超期"]
    );
    let (key, who) = (branch.to_string(), member.to_string());
    let again = [("branch", key.as_str()), ("person", who.as_str()), ("from_on", "2026-10-01")];
    let refused = refusal(&mut office, &act("participants", "join", None, &again));
    assert!(refused[0].1.contains("已经登记参加防汛临时党支部"), "{refused:?}");
    let early = [("branch", key.as_str()), ("person", who.as_str()), ("from_on", "2026-07-01")];
    assert_eq!(refusal(&mut office, &act("participants", "join", None, &early))[0].0, "from_on");
}

#[test]
fn a_temporary_branch_over_its_end_is_a_finding_and_ends_with_everybody_in_one_operation() {
    let mut office = Office::new();
    let (branch, member) = temporary(&mut office);
    let found = monthly(&mut office);
    let said = found.iter().find(|each| each.finding.rule.id == "M04").unwrap();
    assert_eq!(said.record.map(|record| record.id), Some(branch));
    let refused =
        refusal(&mut office, &act("organisations", "end", Some(branch), &[("to_on", "2026-10-10")]));
    assert!(refused[0].1.contains("期满结束"), "{refused:?}");
    let done = office.call(&act("organisations", "finish", Some(branch), &[("to_on", "2026-10-10")]));
    assert_eq!(done.sentence, "已期满结束：防汛临时党支部，1 名党员的参加同日结束。");
    let page = show(&mut office, "participants", Some(member.0));
    assert_eq!((texts(&page, 0)[5], texts(&page, 0)[7]), ("2026-10-10", "已离开"));
    let past = show_on(&mut office, "participants", None, "2026-09-15");
    assert_eq!(texts(&past, 0)[7], "参加中");
    assert!(!monthly(&mut office).iter().any(|each| each.finding.rule.id == "M04"));
    let movements = record(&mut office, member).movements;
    assert!(movements.iter().all(|each| each.occurred_on.is_none()), "only the opening: {movements:?}");
    undo(&mut office);
    assert_eq!(texts(&show(&mut office, "participants", None), 0)[7], "超期");
    let row = show(&mut office, "participants", None).rows[0].row;
    let leave = act("participants", "leave", Some(row), &[("to_on", "2026-08-31")]);
    assert_eq!(refusal(&mut office, &leave)[0].0, "to_on");
    office.call(&act("participants", "leave", Some(row), &[("to_on", "2026-09-20")]));
    assert_eq!(texts(&show(&mut office, "participants", None), 0)[5], "2026-09-20");
}

/// The roll of a meeting in September.
fn roll_of(office: &mut Office, organisation: OrganisationId, kind: RecordKind) -> RollSheet {
    office.call(&MeetingRoll { day: "2026-09-15".parse().unwrap(), kind, organisation })
}

fn names_of(roll: &RollSheet) -> Vec<(&str, bool)> {
    roll.due.iter().map(|row| (row.name.as_str(), row.has_vote)).collect()
}

/// A group of a temporary branch.
fn group_of(office: &mut Office, branch: i64) -> OrganisationId {
    let command = OrganisationAdd {
        parent: Some(OrganisationId(branch)),
        level: Level::Group,
        name: "堤上党小组".into(),
        position: None,
        from_on: Some("2026-08-01".parse().unwrap()),
        note: None,
    };
    office.call(&command).organisation
}

#[test]
fn a_group_of_a_temporary_branch_meets_with_those_who_were_put_into_it() {
    let mut office = Office::new();
    let (branch, member) = temporary(&mut office);
    let home = office.first;
    let at_home = office.group(home);
    let group = group_of(&mut office, branch);
    let meeting = RecordKind::GroupMeeting;
    assert!(roll_of(&mut office, group, meeting).due.is_empty(), "nobody was put into it yet");
    let row = show(&mut office, "participants", None).rows[0].row;
    let form = FolioForm {
        folio: "participants".into(),
        act: "edit".into(),
        row: Some(row),
        ..FolioForm::default()
    };
    let place = office.call(&form).fields.into_iter().find(|field| field.key == "branch").unwrap();
    assert_eq!(place.value, branch.to_string());
    let key = group.to_string();
    let edit = [("branch", key.as_str()), ("from_on", "2026-09-01")];
    office.call(&act("participants", "edit", Some(row), &edit));
    assert_eq!(names_of(&roll_of(&mut office, group, meeting)), [("单冠松", true)]);
    let assembly = RecordKind::MemberAssembly;
    let branch_key = OrganisationId(branch);
    assert_eq!(
        names_of(&roll_of(&mut office, branch_key, assembly)),
        [("单冠松", true)],
        "and to the branch's"
    );
    let page = show(&mut office, "participants", None);
    assert_eq!(texts(&page, 0)[1], "防汛临时党支部 堤上党小组");
    assert!(roll_of(&mut office, at_home, meeting).due.is_empty(), "a group at home is another matter");
    let of_home = roll_of(&mut office, home, assembly);
    assert_eq!(of_home.due_voting, 2, "the home branch counts everybody as before");
    assert!(of_home.due.iter().any(|row| row.person == member));
    let who = member.to_string();
    let again = [("branch", branch.to_string()), ("person", who), ("from_on", "2026-09-10".to_owned())];
    let again: Vec<(&str, &str)> = again.iter().map(|(key, text)| (*key, text.as_str())).collect();
    let refused = refusal(&mut office, &act("participants", "join", None, &again));
    assert!(refused[0].1.contains("已经登记参加"), "in a group is in the branch: {refused:?}");
    let close = act("organisations", "end", Some(group.0), &[("to_on", "2026-10-10")]);
    assert!(refusal(&mut office, &close)[0].1.contains("改到别的党小组"));
    let done = office.call(&act("organisations", "finish", Some(branch), &[("to_on", "2026-10-10")]));
    assert_eq!(done.sentence, "已期满结束：防汛临时党支部，1 名党员的参加同日结束。");
    assert_eq!(texts(&show(&mut office, "participants", None), 0)[7], "已离开");
}

#[test]
fn who_is_no_member_here_is_called_to_the_temporary_branch_without_a_vote_and_without_points() {
    let mut office = Office::new();
    let (branch, member) = temporary(&mut office);
    let give =
        [("name", "外单位甲"), ("phone", "19900000001"), ("kind", "volunteer"), ("from_on", "2026-09-01")];
    office.call(&act("roles", "give", None, &give));
    let guest = show(&mut office, "outsiders", None).rows[0].row;
    let (key, who) = (branch.to_string(), guest.to_string());
    let join = [("branch", key.as_str()), ("person", who.as_str()), ("from_on", "2026-09-02")];
    let joined = office.call(&act("participants", "join", None, &join));
    assert!(joined.sentence.contains("表决权在组织关系所在党支部"), "{}", joined.sentence);
    let organisation = OrganisationId(branch);
    let roll = roll_of(&mut office, organisation, RecordKind::ThemeDay);
    assert_eq!(names_of(&roll), [("单冠松", true), ("外单位甲", false)]);
    assert_eq!(
        (roll.due_voting, roll.due[1].remark.as_deref()),
        (1, Some("组织关系不在本社区，表决权在所在党支部"))
    );
    let home = office.first;
    assert!(roll_of(&mut office, home, RecordKind::ThemeDay).due.iter().all(|row| row.person.0 != guest));

    let leave = vec![Away { person: PersonRef::Key(member), reason: "出差".to_owned() }];
    let record = RecordDraft {
        kind: RecordKind::ThemeDay,
        organisation,
        theme: None,
        lecturer: None,
        stated: None,
        topics: Vec::new(),
        note: None,
    };
    let gathering = GatheringDraft {
        day: "2026-09-15".parse().unwrap(),
        start: None,
        end: None,
        place: None,
        host: None,
        recorder: None,
        roll: Roll::Names(NamedRoll { leave, ..NamedRoll::default() }),
        records: vec![record],
        late_reason: None,
        register_on: None,
        note: None,
    };
    let held = office.call(&MeetingRecord { gathering });
    let shown = office.call(&MeetingShow { gathering: held.gathering });
    let there: Vec<_> = shown.attendance.iter().map(|row| (row.person.0, row.state)).collect();
    assert_eq!(there, [(member.0, AttendanceState::Leave), (guest, AttendanceState::Present)]);
    let numbers = &shown.records[0];
    assert_eq!((numbers.due, numbers.present, numbers.leave), (2, 1, 1));
    let scored = office.call(&PointsAccount { person: PersonId(guest), year: Some(2026) });
    assert!(scored.lines.is_empty(), "no member, no points: {:?}", scored.lines);
    let proof = office.call(&BookVerify {});
    assert!(proof.is_sound, "{:?}", proof.damages);
    // The attendance stands on the participation: that cannot be taken back alone.
    let history = office.call(&HistoryList {});
    let joining =
        history.iter().find(|row| row.title.contains("外单位甲") && row.title.contains("参加")).unwrap();
    let undo = HistoryUndo { change: Some(joining.change) };
    assert!(office.desk.call(&undo).is_err(), "later work stands on it");
}
