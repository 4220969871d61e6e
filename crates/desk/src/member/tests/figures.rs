//! Marks, former members, posts and points of rows, the year of a member, the exported list.

use branchbook_contract::member::{
    MemberExport, MemberList, MemberMark, MemberMove, MemberShow, MemberYear, MovementKind, PostAssign,
};
use branchbook_contract::offer::{ClaimSet, ClaimState, OfferDraft, OfferSet};
use branchbook_domain::key::PersonId;

use super::Office;

fn assigned(office: &mut Office, member: PersonId) {
    let post = PostAssign {
        member,
        organisation: office.first,
        title: "书记".into(),
        is_full_time: false,
        from_on: None,
        note: None,
    };
    office.call(&post);
}

fn leaves(office: &mut Office, member: PersonId, on: &str) {
    let left = MemberMove::of(member, MovementKind::TransferOut, on.parse().unwrap());
    office.call(&left);
}

#[test]
fn a_mark_counts_what_it_shows() {
    let mut office = Office::new();
    let old = office.member("仇艳", |command| command.draft.birth_on = Some("1950-05".parse().unwrap()));
    office.member("丁一", |command| command.draft.birth_on = Some("1966-11-01".parse().unwrap()));
    assigned(&mut office, old);
    for (mark, names) in [
        (MemberMark::Elder, vec!["仇艳"]),
        (MemberMark::Unassigned, vec!["丁一"]),
        (MemberMark::Incomplete, vec!["仇艳", "丁一"]),
    ] {
        assert_eq!(office.names(|list| list.mark = Some(mark)), names, "{}", mark.label());
        let chips = office.list(|list| list.with_chips = true).chips.unwrap();
        let chip = chips.marks.iter().find(|chip| chip.value == mark).unwrap();
        assert_eq!(chip.count as usize, names.len(), "{}", mark.label());
    }
}

#[test]
fn who_has_left_is_listed_where_the_member_was_last_and_only_from_that_day_on() {
    let mut office = Office::new();
    let gone = office.member("仇艳", |_| ());
    office.member("丁一", |_| ());
    leaves(&mut office, gone, "2026-09-01");
    assert_eq!(office.names(|list| list.is_former = true), ["仇艳"]);
    assert_eq!(office.list(|list| list.with_chips = true).chips.unwrap().former, 1);
    let before = office.names(|list| {
        list.is_former = true;
        list.on = Some("2026-08-31".parse().unwrap());
    });
    assert_eq!(before, Vec::<String>::new());
    assert_eq!(office.names(|_| ()), ["丁一"]);
}

#[test]
fn rows_say_posts_and_points_only_when_asked() {
    let mut office = Office::new();
    let member = office.member("仇艳", |_| ());
    assigned(&mut office, member);
    let row = &office.list(|list| list.with_figures = true).rows[0];
    assert_eq!(row.posts.as_deref(), Some("书记"));
    assert!(row.score.is_some(), "a full member is scored");
    for (organisation, title) in [(office.second, "书记"), (office.second, "组织委员")] {
        let (is_full_time, from_on, note) = (false, None, None);
        let title = title.into();
        office.call(&PostAssign { member, organisation, title, is_full_time, from_on, note });
    }
    let row = &office.list(|list| list.with_figures = true).rows[0];
    assert_eq!(row.posts.as_deref(), Some("书记、组织委员"), "a title is said once");
    let plain = &office.list(|_| ()).rows[0];
    assert_eq!((plain.posts.as_deref(), plain.score), (None, None));
}

/// Both say the same posts of a day; only the record has room for since when.
#[test]
fn the_record_says_the_posts_of_a_day_as_the_list_does() {
    let mut office = Office::new();
    let member = office.member("仇艳", |_| ());
    let said = |office: &mut Office, on: &str| {
        let on = Some(on.parse().unwrap());
        let record = office.call(&MemberShow { member, on, reveal: false });
        let row = office.list(|list| (list.with_figures, list.on) = (true, on)).rows.remove(0);
        (record.posts_in_words, row.posts)
    };
    let both = |title: &str| (Some(title.to_owned()), Some(title.to_owned()));
    assert_eq!(said(&mut office, "2026-10-31"), (None, None));
    for (organisation, title) in [(office.second, "书记"), (office.first, "书记"), (office.first, "组织委员")]
    {
        let (is_full_time, note) = (false, None);
        let (from_on, title) = ("2026-10-10".parse().ok(), title.into());
        office.call(&PostAssign { member, organisation, title, is_full_time, from_on, note });
    }
    assert_eq!(said(&mut office, "2026-10-31"), both("书记、组织委员"), "a title is said once");
    assert_eq!(said(&mut office, "2026-10-09"), (None, None), "not yet");
    let draft = OfferDraft { title: "楼道长13800001234".into(), ..OfferDraft::default() };
    let offer = office.call(&OfferSet { offer: None, draft }).offer;
    let (state, on) = (ClaimState::Claimed, "2026-10-20".parse().unwrap());
    office.call(&ClaimSet { offer, person: Some(member), unit: None, state, on, rating: None });
    let (record, row) = said(&mut office, "2026-10-31");
    assert_eq!(record.as_deref(), Some("楼道长138****1234 · 自 2026-10"), "masked like the rest");
    assert!(row.is_some_and(|row| row.starts_with("楼道长")));
    assert_eq!(said(&mut office, "2026-10-19"), both("书记、组织委员"));
}

#[test]
fn the_year_of_a_member_says_the_same_score_as_the_list_and_a_place() {
    let mut office = Office::new();
    let member = office.member("仇艳", |_| ());
    office.member("丁一", |_| ());
    let score = office.list(|list| list.with_figures = true).rows[0].score;
    let year = office.call(&MemberYear { member, on: None });
    assert_eq!((year.year, year.score, year.place), (2026, score, Some(1)));
    assert_eq!((year.due, year.present), (0, 0));
}

#[test]
fn a_list_is_exported_in_its_order_and_an_empty_one_is_refused() {
    let mut office = Office::new();
    office.member("仇艳", |command| command.draft.phone = Some("13800001234".into()));
    office.member("丁一", |_| ());
    let dir = tempfile::tempdir().unwrap();
    let export = |query: &str| MemberExport {
        list: MemberList { query: Some(query.into()), ..MemberList::default() },
        members: Vec::new(),
        out: dir.path().display().to_string(),
    };
    let written = office.call(&export("qy"));
    assert_eq!(written.rows, 1);
    assert!(
        written.path.ends_with("党员名册-2026-10-31.xlsx") && std::path::Path::new(&written.path).exists()
    );
    assert!(office.refused(&export("没有这个人")).contains("没有导出"));
}
