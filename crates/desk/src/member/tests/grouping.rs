//! Groups of many at once: who comes where, what ends with the group that is left, and what is offered.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::member::{
    Member, MemberEntry, MemberMove, MemberShow, MembersEdit, MovementKind, PostAssign,
};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::reading::measured;

use super::Office;
use crate::member::batch::group::names_among;
use crate::member::batch::preview;

const FIRST: &str = "第一党小组";
const SECOND: &str = "第二党小组";

/// Two branches, the first with two groups; 单冠松 and 仇艳 are in the first, 丁一 in the other. Nobody is in a group.
fn grouped() -> (Office, Vec<PersonId>, [OrganisationId; 2]) {
    let mut office = Office::new();
    let (first, second) = (office.first, office.second);
    let groups = [office.group_named(first, FIRST), office.group_named(first, SECOND)];
    let members = ["单冠松", "仇艳"].map(|name| office.member(name, |_| ()));
    let other = office.member("丁一", |add| add.branch = second);
    (office, members.into_iter().chain([other]).collect(), groups)
}

fn edit(name: &str, members: &[PersonId]) -> MembersEdit {
    MembersEdit { members: members.to_vec(), group: Some(name.to_owned()), ..MembersEdit::default() }
}

fn shown(office: &mut Office, member: PersonId) -> Member {
    office.call(&MemberShow { member, on: None, reveal: false })
}

fn post(office: &mut Office, member: PersonId, organisation: OrganisationId, title: &str, from: &str) {
    let from_on = Some(from.parse().unwrap());
    let title = title.to_owned();
    office.call(&PostAssign { member, organisation, title, is_full_time: false, from_on, note: None });
}

/// Who stands where, with the movements of each.
fn register(office: &mut Office) -> Vec<(String, String, Option<String>, Vec<MovementKind>)> {
    let rows = office.list(|_| ()).rows;
    let moved = |office: &mut Office, member| {
        shown(office, member).movements.into_iter().map(|movement| movement.kind).collect::<Vec<_>>()
    };
    rows.into_iter()
        .map(|row| (row.name, row.branch_name, row.group_name, moved(office, row.member)))
        .collect()
}

#[test]
fn many_come_into_the_group_of_their_own_branch_and_who_has_none_stays() {
    let (mut office, members, _) = grouped();
    let mut command = MembersEdit { is_preview: true, ..edit(FIRST, &members) };
    let (head, before) = (office.desk.book().unwrap().head().id, register(&mut office));
    let told = office.call(&command);
    assert_eq!(told.sentence, "将修改 2 人，1 人不能修改。");
    let change = &told.changes[0];
    assert_eq!((change.field.as_str(), change.before.as_str()), ("党小组", ""));
    assert_eq!((change.after.as_str(), change.count), (FIRST, 2));
    assert_eq!((told.refused[0].name.as_str(), told.refused.len()), ("丁一", 1));
    assert_eq!(told.refused[0].message, "第二党支部没有“第一党小组”。");
    assert_eq!(office.desk.book().unwrap().head().id, head, "a preview writes nothing");
    command.is_preview = false;
    assert_eq!(office.call(&command).changed, 2);
    let mut expected = before.clone();
    for row in expected.iter_mut().filter(|row| row.0 != "丁一") {
        row.2 = Some(FIRST.to_owned());
    }
    assert_eq!(register(&mut office), expected, "the same three in the same branches, moved by nothing else");
    assert_eq!(office.call(&command).same, 2, "whoever is there already is told so");
    office.call(&HistoryUndo { change: None });
    assert_eq!(register(&mut office), before);
    command.group = Some("没有这个组".to_owned());
    let none = office.call(&command);
    assert_eq!((none.changed, none.refused.len()), (0, 3));
    let nothing = MembersEdit { group: None, ..command };
    assert!(office.refused(&nothing).contains("还没有选择要修改的栏目"));
}

#[test]
fn a_group_is_left_by_an_empty_name_and_only_its_own_posts_end() {
    let (mut office, members, [group, _]) = grouped();
    let branch = office.first;
    office.call(&edit(FIRST, &members[..1]));
    office.on("2026-11-10");
    post(&mut office, members[0], branch, "secretary", "2026-11-01");
    post(&mut office, members[0], group, "group_leader", "2026-11-01");
    office.call(&edit("", &members));
    let shown = shown(&mut office, members[0]);
    assert_eq!(shown.membership.unwrap().group_name, None);
    let ends: Vec<(OrganisationId, Option<Day>)> =
        shown.posts.iter().map(|post| (post.organisation, post.to_on)).collect();
    let left = Some("2026-11-10".parse().unwrap());
    assert_eq!(ends, [(branch, None), (group, left)], "who is 书记 stays it");
}

/// A membership that began today is put right instead of ended; what was held of the wrong group ends all the same.
#[test]
fn the_post_in_a_group_ends_with_the_group_on_the_day_it_began_too() {
    let (mut office, members, [first, _]) = grouped();
    office.on("2026-11-10");
    let today: Day = "2026-11-10".parse().unwrap();
    let come = office.member("新来", |add| {
        let (kind, occurred_on) = (MovementKind::TransferIn, today.into());
        add.entry = Some(MemberEntry {
            kind,
            occurred_on,
            counterpart: None,
            letter_number: None,
            note: None,
            reason: None,
            letter: None,
        });
        add.group = Some(first);
    });
    office.call(&edit(FIRST, &members[..1]));
    post(&mut office, members[0], first, "group_leader", "2026-11-10");
    post(&mut office, come, first, "deputy_group_leader", "2026-11-10");
    office.call(&edit(SECOND, &[members[0], come]));
    for (member, spans) in [(members[0], 2), (come, 1)] {
        let shown = shown(&mut office, member);
        assert_eq!(shown.membership.unwrap().group_name.as_deref(), Some(SECOND));
        assert_eq!(shown.memberships.len(), spans, "no span of no day: {:?}", shown.memberships);
        let posts: Vec<_> = shown.posts.iter().map(|post| (post.organisation, post.to_on)).collect();
        assert_eq!(posts, [(first, Some(today))], "{}", shown.draft.name);
    }
    office.call(&HistoryUndo { change: None });
    let posts = shown(&mut office, come).posts;
    assert_eq!(posts.iter().map(|post| post.to_on).collect::<Vec<_>>(), [None], "undone with the group");
}

#[test]
fn groups_are_offered_of_the_branches_where_people_are_and_not_of_those_they_left() {
    let (mut office, members, _) = grouped();
    let (branch, far) = (office.second, "第九党小组");
    office.group_named(branch, far);
    office.call(&edit(SECOND, &members[..1]));
    office.on("2026-11-10");
    office.call(&MemberMove {
        branch: Some(branch),
        ..MemberMove::of(members[0], MovementKind::BranchMove, "2026-11-05".parse().unwrap())
    });
    let offered = |office: &Office, people: &[PersonId], day: &str| {
        let day = day.parse().unwrap();
        office.desk.book().unwrap().read(|reading| names_among(reading, people, day)).unwrap()
    };
    assert_eq!(
        offered(&office, &members[..1], "2026-11-10"),
        [far],
        "the branch that was left offers nothing"
    );
    assert_eq!(offered(&office, &members[..1], "2026-11-01"), [FIRST, SECOND], "as of the day that is asked");
    assert_eq!(offered(&office, &members[..2], "2026-11-10"), [FIRST, SECOND, far]);
    assert_eq!(offered(&office, &[], "2026-11-10"), Vec::<String>::new());
}

#[test]
fn an_edit_of_many_asks_the_book_as_often_as_one_of_a_few() {
    let (mut office, mut members, _) = grouped();
    let more = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
    members.extend(more.map(|name| office.member(&format!("赵{name}"), |_| ())));
    let asked = |people: &[PersonId]| {
        let command = MembersEdit { is_preview: true, ..edit(FIRST, people) };
        let today = "2026-10-31".parse().unwrap();
        let book = office.desk.book().unwrap();
        let plan = || {
            book.read(|reading| preview(reading, &command, today)).unwrap();
            book.read(|reading| names_among(reading, people, today)).unwrap()
        };
        measured(plan).1.queries
    };
    assert_eq!(asked(&members), asked(&members[..2]));
}
