//! What organisations were called, and below which they stood, on days that are over.

use branchbook_contract::book::BookVerify;
use branchbook_contract::folio::FolioForm;
use branchbook_contract::member::{MemberList, MemberShow};
use branchbook_contract::month::MonthClose;
use branchbook_contract::organisation::{OrganisationEdit, OrganisationList};
use branchbook_contract::report::ReportMonthly;
use branchbook_domain::day::{Day, add_days};
use branchbook_ledger::dump;
use branchbook_ledger::table::organisation::{Organisation, Turn, all_as_on, change_from};
use branchbook_ledger::{LedgerError, Operation, OperationKind};
use proptest::prelude::*;

use super::*;

fn dump_of(office: &Office) -> String {
    office.desk.book().unwrap().read(dump::text).unwrap()
}

fn assert_sound(office: &mut Office) {
    let proof = office.call(&BookVerify {});
    assert!(proof.is_sound, "{:?}", proof.damages);
}

fn rename(office: &Office, name: &str, on: &str) -> FolioAct {
    let values = [("name", name), ("means", "renamed"), ("on", on)];
    act("organisations", "edit", Some(office.first.0), &values)
}

/// A general branch since a day; its key.
fn general(office: &mut Office, name: &str, from: &str) -> String {
    let values = [("parent", "1"), ("level", "general_branch"), ("name", name), ("from_on", from)];
    office.call(&act("organisations", "add", None, &values));
    let page = show(office, "organisations", None);
    let at = names(&page).iter().position(|each| *each == name).unwrap();
    page.rows[at].row.to_string()
}

fn moving(office: &Office, parent: &str, on: &str) -> FolioAct {
    act("organisations", "move", Some(office.first.0), &[("parent", parent), ("on", on)])
}

fn branch_of(office: &mut Office, on: &str) -> String {
    let list = MemberList { on: Some(on.parse().unwrap()), ..MemberList::default() };
    office.call(&list).rows[0].branch_name.clone()
}

#[test]
fn a_branch_that_is_renamed_keeps_its_old_name_on_every_day_before() {
    let mut office = Office::new();
    let member = office.member("单冠松", |_| ());
    let before = dump_of(&office);
    let done = office.call(&rename(&office, "锦华苑党支部", "2026-10-20"));
    assert_eq!(done.sentence, "已组织改名：第一党支部 → 锦华苑党支部（2026-10-20 起）。");
    for (on, name) in
        [("2010-01-01", "第一党支部"), ("2026-10-19", "第一党支部"), ("2026-10-20", "锦华苑党支部")]
    {
        assert!(names(&show_on(&mut office, "organisations", None, on)).contains(&name), "{on}");
        assert!(names(&show_on(&mut office, "vacancies", None, on)).contains(&name), "{on}");
        assert!(names(&show_on(&mut office, "terms", None, on)).contains(&name), "{on}");
        assert_eq!(branch_of(&mut office, on), name, "the register of {on}");
        let day = Some(on.parse().unwrap());
        let shown = office.call(&MemberShow { member, on: day, reveal: false });
        assert_eq!(shown.membership.unwrap().branch_name, name, "the record on {on}");
        let rows = office.call(&OrganisationList { on: day });
        assert_eq!(rows[1].name, name, "the tree of {on}");
    }
    assert_sound(&mut office);
    undo(&mut office);
    assert_eq!(dump_of(&office), before, "the undo leaves nothing behind");
}

#[test]
fn a_branch_that_is_moved_is_counted_above_from_its_day_on() {
    let mut office = Office::new();
    office.member("单冠松", |_| ());
    let east = general(&mut office, "东片党总支", "2026-10-01");
    let before = dump_of(&office);
    let done = office.call(&moving(&office, &east, "2026-10-20"));
    assert_eq!(done.sentence, "已调整上级：第一党支部 归 东片党总支（2026-10-20 起）。");
    let count = |office: &mut Office, on: &str| -> Vec<(String, String)> {
        let page = show_on(office, "organisations", None, on);
        let of = |name: &str| row_of(&page, name)[6].to_owned();
        vec![
            (of("银河社区党委"), of("东片党总支")),
            (row_of(&page, "第一党支部")[2].to_owned(), String::new()),
        ]
    };
    let of = |committee: &str, general: &str, above: &str| {
        vec![(committee.to_owned(), general.to_owned()), (above.to_owned(), String::new())]
    };
    assert_eq!(count(&mut office, "2026-10-19"), of("1", "0", "银河社区党委"));
    assert_eq!(count(&mut office, "2026-10-20"), of("1", "1", "东片党总支"));
    let old = show_on(&mut office, "organisations", None, "2026-09-30");
    assert_eq!(
        names(&old),
        ["银河社区党委", "第一党支部", "第二党支部"],
        "before the general branch it stood above"
    );
    assert_eq!(row_of(&old, "银河社区党委")[6], "1");
    assert_sound(&mut office);
    undo(&mut office);
    assert_eq!(dump_of(&office), before);
}

#[test]
fn what_was_written_wrongly_is_put_right_on_every_day() {
    let mut office = Office::new();
    let values = [("name", "第一支部"), ("means", "corrected"), ("on", "2026-10-20")];
    let done = office.call(&act("organisations", "edit", Some(office.first.0), &values));
    assert_eq!(done.sentence, "已修改组织：第一支部。");
    assert!(names(&show_on(&mut office, "organisations", None, "2020-01-01")).contains(&"第一支部"));
    let form = FolioForm {
        folio: "organisations".into(),
        act: "edit".into(),
        row: Some(office.first.0),
        ..FolioForm::default()
    };
    let fields = office.call(&form).fields;
    let held = |key: &str| fields.iter().find(|field| field.key == key).unwrap().value.clone();
    assert_eq!((held("means").as_str(), held("on").as_str()), ("renamed", "2026-10-31"));
}

#[test]
fn a_command_renames_from_today_and_corrects_only_where_it_says_so() {
    let mut office = Office::new();
    let edit = |name: &str, on: Option<&str>, is_correction: bool, office: &Office| OrganisationEdit {
        organisation: office.first,
        name: Some(name.into()),
        named_on: on.map(|on| on.parse().unwrap()),
        is_correction,
        position: None,
        to_on: None,
        note: None,
    };
    let today = edit("锦华苑党支部", None, false, &office);
    office.call(&today);
    assert!(names(&show_on(&mut office, "organisations", None, "2026-10-30")).contains(&"第一党支部"));
    let ahead = edit("新村党支部", Some("2026-11-01"), false, &office);
    let refused = office.desk.call(&ahead).unwrap_err();
    assert_eq!((refused.fields[0].field.as_str(), refused.fields.len()), ("named_on", 1));
    let correction = edit("锦华园党支部", None, true, &office);
    office.call(&correction);
    let past = show_on(&mut office, "organisations", None, "2026-10-30");
    assert!(names(&past).contains(&"第一党支部"), "the correction is of the present name alone");
    assert!(names(&show(&mut office, "organisations", None)).contains(&"锦华园党支部"));
}

#[test]
fn a_day_that_cannot_be_is_refused_with_what_to_do() {
    let mut office = Office::new();
    let third = [("parent", "1"), ("level", "branch"), ("name", "第三党支部"), ("from_on", "2026-10-05")];
    office.call(&act("organisations", "add", None, &third));
    let east = general(&mut office, "东片党总支", "2026-10-10");
    office.call(&rename(&office, "锦华苑党支部", "2026-10-20"));
    for (values, words) in [
        (rename(&office, "新村党支部", "2026-11-01"), "还没有到"),
        (
            rename(&office, "新村党支部", "2026-10-12"),
            "已从2026年10月20日起由“第一党支部”改名为“锦华苑党支部”",
        ),
        (moving(&office, &east, "2026-10-09"), "东片党总支 在 2026-10-10 才成立"),
        (moving(&office, &east, "2026-11-02"), "还没有到"),
    ] {
        let refused = refusal(&mut office, &values);
        assert!(refused[0].0 == "on" && refused[0].1.contains(words), "{refused:?}");
    }
    let page = show(&mut office, "organisations", None);
    let at = names(&page).iter().position(|each| *each == "第三党支部").unwrap();
    let young = act(
        "organisations",
        "edit",
        Some(page.rows[at].row),
        &[("name", "新村党支部"), ("on", "2026-10-01"), ("from_on", "2026-10-05")],
    );
    assert!(refusal(&mut office, &young)[0].1.contains("在 2026-10-05 才成立"));
    // A turn of the other kind before the one that is known does not hide it.
    office.call(&moving(&office, &east, "2026-10-15"));
    for (on, name, above) in [
        ("2026-10-14", "第一党支部", "银河社区党委"),
        ("2026-10-15", "第一党支部", "东片党总支"),
        ("2026-10-20", "锦华苑党支部", "东片党总支"),
    ] {
        assert_eq!(row_of(&show_on(&mut office, "organisations", None, on), name)[2], above, "{on}");
    }
    let back = moving(&office, "1", "2026-10-12");
    let refused = refusal(&mut office, &back);
    assert!(refused[0].1.contains("已从2026年10月15日起调整到东片党总支下面"), "{refused:?}");
}

#[test]
fn nothing_ends_before_what_is_known_of_it_or_stood_below_it() {
    let mut office = Office::new();
    let east = general(&mut office, "东片党总支", "2026-09-01");
    let key: i64 = east.parse().unwrap();
    office.call(&moving(&office, &east, "2026-09-10"));
    office.call(&moving(&office, "1", "2026-10-20"));
    let end = |row: i64, on: &str| act("organisations", "end", Some(row), &[("to_on", on)]);
    let refused = refusal(&mut office, &end(key, "2026-10-10"));
    assert!(refused[0].1.contains("第一党支部 在 2026-10-10 以后才从东片党总支下面调走"), "{refused:?}");
    let first = office.first.0;
    let refused = refusal(&mut office, &end(first, "2026-10-10"));
    assert!(refused[0].1.contains("在 2026-10-20 登记过改名或调整上级"), "{refused:?}");
    office.call(&end(key, "2026-10-20"));
    office.call(&end(first, "2026-10-25"));
    assert_eq!(
        row_of(&show_on(&mut office, "organisations", None, "2026-10-01"), "第一党支部")[2],
        "东片党总支"
    );
}

#[test]
fn the_workbook_of_a_month_says_the_names_of_its_last_day() {
    let mut office = Office::begun_on("2026-09-05");
    office.member("单冠松", |_| ());
    office.member("仇艳", |_| ());
    office.on("2026-11-20");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display().to_string();
    let report = |month: &str| ReportMonthly {
        month: month.parse().unwrap(),
        out: out.clone(),
        on: Some("2026-11-05".parse().unwrap()),
    };
    office.call(&MonthClose { month: "2026-09".parse().unwrap(), confirm_findings: true });
    let closed = ReportMonthly { on: None, ..report("2026-09") };
    let sealed = office.call(&closed).sha256;
    let open = office.call(&report("2026-10")).sha256;
    office.call(&rename(&office, "锦华苑党支部", "2026-11-10"));
    let again = office.call(&report("2026-10"));
    assert_eq!(
        (again.sha256.as_str(), again.is_same_as_before),
        (open.as_str(), true),
        "October knew the old name"
    );
    assert_eq!(office.call(&closed).sha256, sealed);
    undo(&mut office);
    office.call(&rename(&office, "锦华苑党支部", "2026-09-20"));
    assert_eq!(office.call(&closed).sha256, sealed, "a closed month stays as it was sent");
    assert_ne!(office.call(&report("2026-10")).sha256, open, "an open one is told anew");
}

/// What a test knows of an organisation on each day from the first.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    name: String,
    parent: Option<OrganisationId>,
}

fn told(office: &Office, day: Day) -> Told {
    let all = office.desk.book().unwrap().read(|reading| all_as_on(reading, day)).unwrap();
    let one = all.into_iter().find(|each| each.id == office.first).unwrap();
    Told { name: one.name.clone(), parent: one.parent_id }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever is turned in whatever order, each day is as if only what was turned up to it had ever been; and undone
    /// from the last to the first, the book is what it was.
    #[test]
    fn each_day_is_told_as_it_was_turned(
        turns in prop::collection::vec((prop::bool::ANY, 0_i64..8, 0_usize..3), 1..7),
    ) {
        let mut office = Office::new();
        let first: Day = "2026-10-01".parse().unwrap();
        let parents = [OrganisationId(1), office.second, OrganisationId(1)];
        let start = told(&office, first);
        let mut known = vec![start; 10];
        let mut states = Vec::new();
        for (is_name, shift, which) in turns {
            let turn = match is_name {
                true => Turn::Named(["甲支部", "乙支部", "丙支部"][which].to_owned()),
                false => Turn::Below(parents[which], 7),
            };
            let day = add_days(first, shift);
            states.push((dump_of(&office), known.clone()));
            let id = office.first;
            let operation = Operation::new(OperationKind::OrganisationEdit, "改");
            let written = office.desk.book_mut().unwrap().write(&operation, |writing| {
                let now = writing.require::<Organisation>(id)?.value;
                change_from(writing, id, now, (&turn, day))?;
                Ok::<_, LedgerError>(())
            });
            for at in known.iter_mut().skip(usize::try_from(shift).unwrap()) {
                match &turn {
                    Turn::Named(name) => at.name.clone_from(name),
                    Turn::Below(parent, _) => at.parent = Some(*parent),
                }
            }
            let is_written = written.unwrap().change.is_some();
            for (at, wanted) in known.iter().enumerate() {
                let day = add_days(first, i64::try_from(at).unwrap());
                prop_assert_eq!(&told(&office, day), wanted, "{}", day);
            }
            if !is_written {
                states.pop();
            }
        }
        assert_sound(&mut office);
        for (before, _) in states.into_iter().rev() {
            undo(&mut office);
            prop_assert_eq!(dump_of(&office), before);
        }
    }
}
