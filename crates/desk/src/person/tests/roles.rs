//! Roles are given and ended, to members and to people outside the register.

use super::*;
use crate::folio::tests::texts;

#[test]
fn one_person_has_many_roles_over_time() {
    let mut office = Office::new();
    let member = office.member("方娟", |add| add.draft.phone = Some("19900006538".into()));
    report_in(&mut office, member, "市税务局", "2026-10-09");
    let key = member.to_string();
    let give = |kind: &str, title: &str| {
        let values = [("person", key.as_str()), ("kind", kind), ("title", title), ("from_on", "2026-10-01")];
        act("roles", "give", None, &values)
    };
    office.call(&give("grid_worker", "第三网格"));
    office.call(&give("volunteer", ""));
    assert!(office.refused(&give("volunteer", "")).contains("没有结束"));
    assert!(office.refused(&give("other", "")).contains("写明"));
    let page = show(&mut office, "roles", None);
    assert_eq!(texts(&page, 0)[..3], ["方娟", "第一党支部", "市税务局"]);
    assert!(texts(&page, 0)[3].contains("网格员（第三网格）；志愿者"), "{:?}", texts(&page, 0));
    let several = page.chips.iter().find(|chip| chip.chip == "several").unwrap();
    assert_eq!(several.count, 1);
    let row = Some(page.rows[0].row);
    let form = branchbook_contract::folio::FolioForm {
        folio: "roles".into(),
        act: "end".into(),
        row,
        subject: None,
        ..Default::default()
    };
    let form = office.call(&form);
    let branchbook_contract::folio::FolioControl::Pick(choices) = &form.fields[0].control else { panic!() };
    let volunteer = choices.iter().find(|choice| choice.label == "志愿者").unwrap().value.clone();
    let end = |on: &str| act("roles", "end", row, &[("role", volunteer.as_str()), ("to_on", on)]);
    assert!(office.refused(&end("2026-09-01")).contains("早于开始"));
    office.call(&end("2026-10-20"));
    assert!(!texts(&show(&mut office, "roles", None), 0)[3].contains("志愿者"));
}

#[test]
fn who_is_outside_the_register_is_found_first_and_entered_then() {
    let mut office = Office::new();
    let give = |phone: &str| {
        let values = [("name", "邱 俊"), ("phone", phone), ("kind", "volunteer"), ("from_on", "2026-10-01")];
        act("roles", "give", None, &values)
    };
    assert!(office.refused(&give("")).contains("电话或出生日期"));
    let new = office.call(&give("19900000001"));
    assert!(new.sentence.contains("新的人"), "{}", new.sentence);
    let again = act(
        "roles",
        "give",
        None,
        &[("name", "邱俊"), ("phone", "199 0000 0001"), ("kind", "building_head"), ("from_on", "2026-10-01")],
    );
    assert!(!office.call(&again).sentence.contains("新的人"));
    let page = show(&mut office, "outsiders", None);
    assert_eq!((page.total, texts(&page, 0)[3]), (1, "199****0001"));
    let volunteer = page.chips.iter().find(|chip| chip.chip == "volunteer").unwrap();
    assert_eq!(volunteer.count, 1);
    office.member("方娟", |_| ());
    assert_eq!(show(&mut office, "outsiders", None).total, 1, "members stand in the register");
}

#[test]
fn a_role_is_called_the_same_in_list_record_and_paper() {
    use branchbook_contract::folio::PaperPart;

    use crate::person::role::RoleKind;

    let mut office = Office::new();
    let member = office.member("方娟", |_| ());
    let (key, root) = (member.to_string(), office.first.to_string());
    for kind in RoleKind::ALL {
        let title = if kind == RoleKind::Other { "巡逻队员" } else { "" };
        let organisation = if kind == RoleKind::Participant { root.as_str() } else { "" };
        office.call(&act(
            "roles",
            "give",
            None,
            &[
                ("person", &key),
                ("kind", kind.code()),
                ("title", title),
                ("organisation", organisation),
                ("from_on", "2026-10-01"),
            ],
        ));
    }
    let page = office.list(|list| list.columns = vec!["身份".to_owned()]);
    let listed = page.rows[0].extra[0].clone();
    let roles = show(&mut office, "roles", None);
    let told = texts(&roles, 0)[3];
    let paper = office.call(&act("own_data", "print", None, &[("person", &key)])).paper.unwrap();
    let at = paper.parts.iter().position(|part| *part == PaperPart::Heading("其他身份".into())).unwrap();
    let PaperPart::Table(_, rows) = &paper.parts[at + 1] else { panic!("no roles") };
    for kind in RoleKind::ALL {
        assert!(rows.iter().any(|row| row[0] == kind.label()), "{kind:?}: {rows:?}");
        assert!(told.contains(kind.label()), "{kind:?}: {told}");
        let own = if kind == RoleKind::Other { "巡逻队员" } else { kind.label() };
        assert!(listed.contains(own), "{kind:?}: {listed}");
    }
}
