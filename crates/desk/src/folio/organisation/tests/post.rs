//! Who may hold which post where: titles by level, and members on probation.

use branchbook_contract::folio::{FolioControl, FolioForm};
use branchbook_contract::member::PostAssign;

use super::*;

#[test]
fn a_title_that_the_level_does_not_have_is_refused_with_those_it_has() {
    let mut office = Office::new();
    let who = office.member("单冠松", |_| ()).to_string();
    let (first, group) = (office.first, office.group(office.first));
    let assign = |row: OrganisationId, title: &str| {
        let values = [("title", title), ("person", who.as_str()), ("from_on", "2026-01-01")];
        act("vacancies", "assign", Some(row.0), &values)
    };
    for (row, title, words) in [
        (first, "党小组组长", "党支部没有“党小组组长”这个职务，可以登记的有：书记、副书记"),
        (
            group,
            "书记",
            "党小组没有“书记”这个职务，可以登记的有：党小组组长、党小组副组长（《支部工作条例（试行）》",
        ),
        (group, "支部书记", "党小组没有“书记”这个职务"),
    ] {
        let refused = refusal(&mut office, &assign(row, title));
        assert!(refused[0].0 == "title" && refused[0].1.contains(words), "{refused:?}");
    }
    let of_record = PostAssign {
        member: branchbook_domain::key::PersonId(who.parse().unwrap()),
        organisation: group,
        title: "组织委员".into(),
        is_full_time: false,
        from_on: None,
        note: None,
    };
    assert_eq!(office.desk.call(&of_record).unwrap_err().fields[0].field, "title");
    assert_eq!(show(&mut office, "posts", None).total, 0);
    office.call(&assign(first, "红色楼长"));
    office.call(&assign(group, "党小组组长"));
    let form = FolioForm {
        folio: "vacancies".into(),
        act: "assign".into(),
        row: Some(group.0),
        ..FolioForm::default()
    };
    let title = office.call(&form).fields.into_iter().find(|field| field.key == "title").unwrap();
    let FolioControl::Text(offered) = title.control else { panic!("{title:?}") };
    assert_eq!(offered, ["党小组组长", "党小组副组长"]);
}

#[test]
fn who_is_on_probation_may_be_registered_and_is_told_of() {
    let mut office = Office::new();
    let young = office.member("袁婷", |add| {
        add.draft.joined_on = Some("2026-03-01".parse().unwrap());
        add.draft.became_full_on = None;
    });
    let old = office.member("单冠松", |_| ());
    let assign = |who: String, title: &str| {
        let values = [("title", title), ("person", who.as_str()), ("from_on", "2026-10-01")];
        act("vacancies", "assign", None, &values)
    };
    let at = |command: FolioAct, office: &Office| FolioAct { row: Some(office.first.0), ..command };
    let command = at(assign(young.to_string(), "纪检委员"), &office);
    let done: FolioDone = office.call(&command);
    let words = "袁婷在 2026-10-01 是预备党员，没有表决权、选举权和被选举权（《中国共产党章程》（2022年）第七条），请核对能否担任纪检委员。";
    assert!(done.sentence.contains(words), "{}", done.sentence);
    let command = at(assign(old.to_string(), "组织委员"), &office);
    let done: FolioDone = office.call(&command);
    assert!(!done.sentence.contains("预备党员"), "{}", done.sentence);
    let command = at(assign(young.to_string(), "红色楼长"), &office);
    let done: FolioDone = office.call(&command);
    assert!(!done.sentence.contains("预备党员"), "what an office calls a post of its own needs no vote");
}
