//! Conditions, columns, orders, the office's own fields, and edits of many.

use branchbook_contract::book::HistoryUndo;
use branchbook_contract::member::{
    FilterClause, MemberEdit, MemberExport, MemberFields, MemberHistory, MemberList, MemberPatch, MemberShow,
    MembersEdit, PostAssign,
};
use branchbook_contract::organisation::OrganisationEdit;
use branchbook_domain::code::{Education, WorkPost};
use branchbook_domain::day::PartialDay;
use branchbook_domain::key::PersonId;
use proptest::prelude::*;

use super::Office;
use crate::folio::tests::act;

fn filled() -> Office {
    let mut office = Office::new();
    office.member("单冠松", |command| {
        command.draft.phone = Some("13800001234".into());
        command.draft.other_phone = Some("0873-3722442".into());
        command.draft.address = Some("银河路252号".into());
        command.draft.id_number = Some("532599199201248805".into());
        command.draft.birth_on = Some("1950-05".parse().unwrap());
        command.draft.education = Education::of_code("22");
        command.draft.work_post = WorkPost::of_code("4");
    });
    office.member("仇艳", |command| {
        command.draft.birth_on = Some("1992-01-24".parse().unwrap());
        command.draft.education = Education::of_code("1A");
        command.draft.work_post = WorkPost::of_code("011");
    });
    let second = office.second;
    office.member("丁一", |command| {
        command.branch = second;
        command.draft.joined_on = Some("2026-02-18".parse().unwrap());
        command.draft.became_full_on = None;
        command.draft.work_post = WorkPost::of_code("0164");
    });
    office
}

pub(super) fn clauses(texts: &[&str]) -> Vec<FilterClause> {
    texts.iter().map(|text| FilterClause::of_text(text).expect(text)).collect()
}

fn found(office: &mut Office, texts: &[&str], is_any: bool) -> Vec<String> {
    office.names(|list| (list.clauses, list.is_any) = (clauses(texts), is_any))
}

#[test]
fn conditions_find_whom_they_describe() {
    let mut office = filled();
    for (texts, is_any, expected) in [
        (&["学历=大专"][..], false, vec!["单冠松"]),
        (&["学历:大专及以上"], false, vec!["单冠松", "仇艳"]),
        (&["学历=大专", "类别=预备党员"], true, vec!["单冠松", "丁一"]),
        (&["学历=大专", "类别=预备党员"], false, vec![]),
        (&["年龄>60"], false, vec!["单冠松"]),
        (&["出生日期=1950..1992"], false, vec!["单冠松", "仇艳"]),
        (&["岗位:01"], false, vec!["仇艳", "丁一"]),
        (&["岗位!:01"], false, vec!["单冠松"]),
        (&["党支部=第二党支部"], false, vec!["丁一"]),
        (&["党支部:银河社区党委"], false, vec!["单冠松", "仇艳", "丁一"]),
        (&["转正时间="], false, vec!["丁一"]),
        (&["党龄>=20"], false, vec!["单冠松", "仇艳"]),
        (&["姓名~艳"], false, vec!["仇艳"]),
        (&["是否失联=否"], false, vec!["单冠松", "仇艳", "丁一"]),
        (&["党籍状态=正常", "住址!="], false, vec!["单冠松"]),
    ] {
        assert_eq!(found(&mut office, texts, is_any), expected, "{texts:?}");
    }
}

#[test]
fn a_condition_that_is_wrong_is_told_in_a_sentence() {
    let mut office = filled();
    for (text, words) in [
        ("血型=甲", "没有“血型”这一栏"),
        ("学历=高小", "没有“高小”"),
        ("年龄=很大", "不是数字"),
        ("姓名>3", "不能用“晚于”比较"),
        ("入党时间<昨天", "不是日期"),
    ] {
        let list = MemberList { clauses: clauses(&[text]), ..MemberList::default() };
        let refused = office.refused(&list);
        assert!(refused.contains(words) && refused.ends_with('。'), "{text}: {refused}");
    }
}

#[test]
fn chips_and_the_words_of_a_list_know_its_conditions() {
    let mut office = filled();
    let page = office.list(|list| {
        list.clauses = clauses(&["岗位:01"]);
        list.with_chips = true;
    });
    assert_eq!(page.words, "工作岗位属于公有制单位在岗职工");
    let counts: Vec<u32> = page.chips.unwrap().branches.iter().map(|chip| chip.count).collect();
    assert_eq!((page.total, counts), (2, vec![1, 1]));
}

#[test]
fn columns_are_told_in_words_and_masked_unless_revealed() {
    let mut office = filled();
    let mut row = |reveal| {
        let page = office.list(|list| {
            list.columns =
                ["身份证号", "phone", "住址", "学历", "年龄", "党支部"].map(str::to_owned).to_vec();
            (list.limit, list.reveal) = (Some(1), reveal);
        });
        assert_eq!(page.columns.len(), 6);
        page.rows[0].extra.clone()
    };
    assert_eq!(row(false), ["5325**********8805", "138****1234", "银河路****", "大专", "76", "第一党支部"]);
    assert_eq!(row(true)[..3], ["532599199201248805", "13800001234", "银河路252号"]);
}

#[test]
fn a_list_is_sorted_by_any_field_with_the_blanks_last() {
    let mut office = filled();
    for (sort, is_descending, expected) in [
        ("年龄", false, ["仇艳", "单冠松", "丁一"]),
        ("年龄", true, ["单冠松", "仇艳", "丁一"]),
        ("入党时间", true, ["丁一", "单冠松", "仇艳"]),
        ("学历", false, ["仇艳", "单冠松", "丁一"]),
        ("姓名", false, ["丁一", "仇艳", "单冠松"]),
    ] {
        let names = office.names(|list| {
            (list.sort, list.is_descending) = (Some(sort.into()), is_descending);
        });
        assert_eq!(names, expected, "{sort}");
    }
}

#[test]
fn a_member_is_found_by_other_phone_address_and_part_of_the_number() {
    let mut office = filled();
    for query in ["3722442", "2442", "银河路", "252号", "19920124", "8805", "0873-3722"] {
        let page = office.list(|list| list.query = Some(query.into()));
        assert_eq!(page.total, 1, "{query}");
        assert_eq!(page.rows[0].id_number.as_deref(), Some("5325**********8805"), "no digit is told");
    }
    assert_eq!(office.names(|list| list.query = Some("880".into())), Vec::<String>::new());
}

#[test]
fn an_export_holds_the_columns_that_were_chosen() {
    let mut office = filled();
    let dir = tempfile::tempdir().unwrap();
    let list = MemberList {
        clauses: clauses(&["学历=大专"]),
        columns: vec!["学历".into(), "手机".into()],
        ..MemberList::default()
    };
    let out = dir.path().join("名单.xlsx").display().to_string();
    let written = office.call(&MemberExport { list, members: Vec::new(), out: out.clone() });
    assert_eq!(written.rows, 1);
    let bytes = std::fs::read(out).unwrap();
    assert!(bytes.starts_with(b"PK"));
}

fn own_field(office: &mut Office, label: &str, kind: &str, choices: &str) -> String {
    office.call(&act("fields", "add", None, &[("label", label), ("kind", kind), ("choices", choices)]));
    let rows = office.call(&MemberFields {});
    rows.into_iter().find(|row| row.label == label).expect(label).key
}

fn fill(office: &mut Office, member: PersonId, key: &str, text: &str) {
    let patch = MemberPatch { extra: [(key.to_owned(), text.to_owned())].into(), ..MemberPatch::default() };
    office.call(&MemberEdit { member, patch, confirm_duplicate: false });
}

#[test]
fn a_field_of_the_office_appears_in_record_form_filter_column_and_history() {
    let mut office = filled();
    let key = own_field(&mut office, "籍贯", "text", "");
    let member = office.list(|_| ()).rows[0].member;
    fill(&mut office, member, &key, " 云南 个旧");
    let shown = office.call(&MemberShow { member, on: None, reveal: false });
    assert_eq!(shown.draft.extra[&key], "云南 个旧");
    assert_eq!((shown.extra[0].label.as_str(), shown.extra[0].words.as_str()), ("籍贯", "云南 个旧"));
    assert_eq!(found(&mut office, &["籍贯~云南"], false), ["单冠松"]);
    assert_eq!(found(&mut office, &["籍贯="], false), ["仇艳", "丁一"]);
    let page = office.list(|list| list.columns = vec!["籍贯".into()]);
    assert_eq!(page.rows.iter().map(|row| row.extra[0].as_str()).collect::<Vec<_>>(), ["云南 个旧", "", ""]);
    let change = &office.call(&MemberHistory { member })[0];
    assert_eq!(
        (change.lines[0].field.as_str(), change.lines[0].after.as_deref()),
        ("籍贯", Some("云南 个旧"))
    );
    office.call(&HistoryUndo { change: None });
    assert_eq!(found(&mut office, &["籍贯!="], false), Vec::<String>::new());
}

#[test]
fn what_does_not_fit_a_field_of_the_office_is_refused() {
    let mut office = filled();
    let key = own_field(&mut office, "健康状况", "choice", "健康\n一般");
    let member = office.list(|_| ()).rows[0].member;
    let patch = MemberPatch { extra: [(key.clone(), "很好".to_owned())].into(), ..MemberPatch::default() };
    let refused = office.desk.call(&MemberEdit { member, patch, confirm_duplicate: false }).unwrap_err();
    assert!(refused.fields[0].message.contains("可选：健康、一般"), "{refused:?}");
    fill(&mut office, member, &key, "健康");
    fill(&mut office, member, &key, "");
    assert_eq!(found(&mut office, &["健康状况!="], false), Vec::<String>::new());
}

#[test]
fn many_are_edited_in_one_operation_after_a_preview() {
    let mut office = filled();
    let members: Vec<PersonId> = office.list(|_| ()).rows.iter().map(|row| row.member).collect();
    let patch = MemberPatch { education: Some(Education::of_code("22")), ..MemberPatch::default() };
    let mut command = MembersEdit { members, patch, group: None, is_preview: true };
    let head = office.desk.book().unwrap().head().id;
    let preview = office.call(&command);
    assert_eq!(preview.sentence, "将修改 2 人，1 人已经是这样。");
    let told: Vec<(&str, &str, u32)> =
        preview.changes.iter().map(|one| (one.before.as_str(), one.after.as_str(), one.count)).collect();
    assert_eq!(told, [("", "大专", 1), ("中央党校研究生", "大专", 1)]);
    assert_eq!(office.desk.book().unwrap().head().id, head, "a preview writes nothing");
    command.is_preview = false;
    assert_eq!(office.call(&command).changed, 2);
    assert_eq!(found(&mut office, &["学历=大专"], false).len(), 3);
    office.call(&HistoryUndo { change: None });
    assert_eq!(found(&mut office, &["学历=大专"], false), ["单冠松"]);
}

#[test]
fn who_cannot_be_edited_is_named_and_the_others_are() {
    let mut office = filled();
    let members: Vec<PersonId> = office.list(|_| ()).rows.iter().map(|row| row.member).collect();
    let day: PartialDay = "2002-07-01".parse().unwrap();
    let patch = MemberPatch { became_full_on: Some(Some(day)), ..MemberPatch::default() };
    let done = office.call(&MembersEdit { members: members.clone(), patch, group: None, is_preview: false });
    assert_eq!((done.changed, done.refused.len()), (2, 1));
    assert_eq!(done.refused[0].name, "丁一");
    assert!(done.refused[0].message.contains("早于入党"), "{:?}", done.refused);
    let gone = PersonId(9_999);
    let patch = MemberPatch { became_full_on: Some(Some(day)), ..MemberPatch::default() };
    let done = office.call(&MembersEdit { members: vec![gone], patch, group: None, is_preview: true });
    assert_eq!((done.refused[0].member, done.changed), (gone, 0), "who is not there is named");
    let patch = MemberPatch { name: Some("某某".into()), ..MemberPatch::default() };
    assert!(
        office
            .refused(&MembersEdit { members, patch, group: None, is_preview: true })
            .contains("不能批量修改")
    );
}

/// A member as the property below knows them.
#[derive(Debug, Clone)]
struct Known {
    education: Option<&'static str>,
    birth: Option<i32>,
    address: Option<&'static str>,
    is_second: bool,
}

fn known() -> impl Strategy<Value = Known> {
    let education = proptest::option::of(prop::sample::select(vec!["11", "1A", "21", "22", "41", "71"]));
    let address = proptest::option::of(prop::sample::select(vec!["银河路1号", "东街2号"]));
    (education, proptest::option::of(1930..2000_i32), address, any::<bool>())
        .prop_map(|(education, birth, address, is_second)| Known { education, birth, address, is_second })
}

type Naive = (&'static str, fn(&Known) -> bool);

/// Conditions, and what each says of somebody, written anew without the program's reading of conditions.
const NAIVE: [Naive; 8] = [
    ("学历=大专", |one| one.education == Some("22")),
    ("学历!=大专", |one| one.education != Some("22")),
    ("学历:研究生", |one| one.education.is_some_and(|code| code.starts_with('1'))),
    ("年龄>=60", |one| one.birth.is_some_and(|year| 2026 - year >= 60)),
    ("出生日期<1966", |one| one.birth.is_some_and(|year| year < 1966)),
    ("住址~银河", |one| one.address.is_some_and(|address| address.contains("银河"))),
    ("住址=", |one| one.address.is_none()),
    ("党支部=第二党支部", |one| one.is_second),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_is_the_naive_evaluation(
        people in prop::collection::vec(known(), 1..12),
        chosen in prop::collection::btree_set(0..NAIVE.len(), 1..4),
        is_any in any::<bool>(),
    ) {
        let mut office = Office::new();
        for (at, one) in people.iter().enumerate() {
            let second = office.second;
            // Each has a name of its own; no digit may stand in a name.
            let name: String = format!("王{}", char::from_u32(0x4E00 + u32::try_from(at).unwrap() * 37).unwrap());
            office.member(&name, |command| {
                command.draft.education = one.education.and_then(Education::of_code);
                command.draft.birth_on = one.birth.map(PartialDay::Year);
                command.draft.address = one.address.map(str::to_owned);
                command.draft.joined_on = None;
                command.draft.became_full_on = None;
                if one.is_second {
                    command.branch = second;
                }
            });
        }
        let texts: Vec<&str> = chosen.iter().map(|at| NAIVE[*at].0).collect();
        let fits = |one: &&Known| {
            let mut each = chosen.iter().map(|at| (NAIVE[*at].1)(one));
            if is_any { each.any(|holds| holds) } else { each.all(|holds| holds) }
        };
        let expected = people.iter().filter(fits).count();
        prop_assert_eq!(found(&mut office, &texts, is_any).len(), expected, "{:?} {:?}", texts, people);
    }
}

#[test]
fn a_post_elsewhere_is_told_by_the_name_of_the_day() {
    let mut office = Office::new();
    let (member, second) = (office.member("单冠松", |_| ()), office.second);
    office.call(&PostAssign {
        member,
        organisation: second,
        title: "secretary".into(),
        is_full_time: false,
        from_on: "2026-01-01".parse().ok(),
        note: None,
    });
    office.call(&OrganisationEdit {
        organisation: second,
        name: Some("锦华苑党支部".into()),
        named_on: "2026-10-20".parse().ok(),
        is_correction: false,
        position: None,
        to_on: None,
        note: None,
    });
    let mut told = |on: &str| {
        let page =
            office.list(|list| (list.on, list.columns) = (on.parse().ok(), vec!["party_posts".to_owned()]));
        page.rows[0].extra.clone()
    };
    assert_eq!(told("2026-10-19"), ["第二党支部·书记"]);
    assert_eq!(told("2026-10-20"), ["锦华苑党支部·书记"]);
}
