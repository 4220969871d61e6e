//! What a person decides about rows, fields and members, and that all of it goes with one undo.

use branchbook_contract::intake::RowPage;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::organisation::Organisation;
use proptest::prelude::*;

use super::*;

const FIRST: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,第一党小组,19900441046,
2,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,,19900971225,
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,乙苑党支部,,19900301572,
4,易慧,女,汉,1970-05,,初中,1992-03,1993-03,乙苑党支部,,19900000004,
";

/// A year later: another phone, another branch, another name, somebody new, two rows about one, and 邱俊 is missing.
const LATER: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,研究生,2015-04-20,2016-04-20,甲苑党支部,第一党小组,19900000099,
2,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,甲苑党支部,,19900301572,
3,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,,19900000006,
4,易慧,女,汉,1971-06,,初中,1992-03,1993-03,乙苑党支部,,19900000044,
5,康英,女,汉,1992-01-24,532599199201248801,大学,2020-03-01,2021-03-01,乙苑党支部,,19900000005,
6,康英,女,汉,1992-01-24,532599199201248801,大学,2020-03-01,2021-03-01,乙苑党支部,,19900000095,
";

/// Rows of the file begin below title row, register date and titles.
const TOP: u32 = 3;

fn row(number: u32, choice: &str) -> Decision {
    Decision {
        about: About::Row { sheet: String::new(), row: TOP + number },
        choice: choice.to_owned(),
        day: None,
    }
}

fn office() -> (Desktop, PathBuf) {
    let mut office = Desktop::new();
    let first = office.roster("一.csv", FIRST);
    assert_eq!(office.apply(&first).counts.new, 4);
    let later = office.roster("二.csv", LATER);
    (office, later)
}

/// Everything that an import can change, without what counts operations.
fn dump(office: &Desktop) -> String {
    let people = office.all::<Person>();
    let held = office.all::<Membership>();
    let (moved, places) = (office.all::<Movement>(), office.all::<Organisation>());
    format!("{people:?}\n{held:?}\n{moved:?}\n{places:?}\n{:?}", office.all::<PointsAccount>())
}

#[test]
fn without_decisions_the_preview_offers_them() {
    let (mut office, path) = office();
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, New, Update};
    assert_eq!(states(&preview), [Update, Conflict, New, New, Conflict, Conflict], "{preview:#?}");
    let offered = |at: usize| -> Vec<&str> {
        preview.first[at].choices.iter().map(|choice| choice.key.as_str()).collect()
    };
    assert_eq!(offered(0), ["keep", "leave"]);
    assert_eq!(offered(1), ["move", "keep", "leave"]);
    assert!(offered(2).contains(&"opening") && offered(2).contains(&"transfer_in/144"));
    let namesake = format!("person:{}", office.person("易慧").id);
    assert!(offered(3).contains(&namesake.as_str()), "{:?}", offered(3));
    assert_eq!(offered(4), ["take", "leave"]);
    assert_eq!(preview.missing_count, 2, "{:?}", preview.missing);
    assert!(preview.missing.iter().all(|missing| missing.chosen.is_empty()));
    assert!(preview.sentence.contains("2 人文件里没有写到，未选定的不改动"), "{}", preview.sentence);
}

#[test]
fn every_decision_does_what_it_says_in_one_operation() {
    let (mut office, path) = office();
    let before = dump(&office);
    let (qiu, yi) = (office.person("邱俊").id, office.person("易慧").id);
    let gone = Decision {
        about: About::Member(qiu),
        choice: "transfer_out/24".into(),
        day: Some("2026-09-15".parse().unwrap()),
    };
    let keep = Decision {
        about: About::Field { sheet: String::new(), row: TOP + 1, field: "phone".into() },
        choice: "keep".into(),
        day: None,
    };
    let decisions = [
        keep,
        row(2, "move"),
        row(3, "transfer_in/144"),
        row(4, &format!("person:{yi}")),
        row(6, "take"),
        gone,
    ];
    let preview = ask(&mut office, &path, &decisions);
    use RowState::{Duplicate, New, Update};
    assert_eq!(states(&preview), [Update, Update, New, Update, Duplicate, New], "{preview:#?}");
    let applied = take(&mut office, &path, &decisions);
    assert_eq!(applied.counts, preview.counts);
    assert_eq!(office.person("谭敏").phone.as_deref(), Some("19900441046"), "the book keeps its own");
    let education = branchbook_domain::code::Education::read("研究生").unwrap();
    assert_eq!(office.person("谭敏").education.as_deref(), Some(education.code()), "the rest is taken");
    assert_eq!(office.person("康英").phone.as_deref(), Some("19900000095"), "the row that was taken");
    assert_eq!(office.person("易慧").birth_on, Some("1971-06".parse().unwrap()), "is one person, not two");
    let kinds = |person: PersonId| -> Vec<(MovementKind, Option<String>)> {
        let all = office.all::<Movement>().into_iter().filter(|one| one.person_id == person);
        all.map(|one| (one.kind, one.value.reason)).collect()
    };
    assert_eq!(kinds(qiu)[1], (MovementKind::TransferOut, Some("24".to_owned())));
    assert_eq!(kinds(office.person("韩超").id), [(MovementKind::TransferIn, Some("144".to_owned()))]);
    assert_eq!(kinds(office.person("乔敏").id)[1].0, MovementKind::BranchMove);
    let ended: Vec<Membership> = office
        .all::<Membership>()
        .into_iter()
        .map(|one| one.value)
        .filter(|one| one.person_id == qiu)
        .collect();
    assert_eq!(ended[0].to_on, Some("2026-09-15".parse().unwrap()));
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(dump(&office), before, "one undo takes all of it back");
}

/// The summary tells what was decided, and about whom nothing was.
#[test]
fn the_missing_are_told_as_they_were_decided() {
    let (mut office, path) = office();
    let told = |findings: &[String]| findings.iter().find(|it| it.contains("没有写到")).cloned().unwrap();
    let open = "台账中有、文件里没有写到的党员 2 人：易慧（乙苑党支部）、邱俊（甲苑党支部）。请逐个选定去向；没有选定的，台账不改动。";
    assert_eq!(told(&ask(&mut office, &path, &[]).findings), open);
    let about = |name: &str, choice: &str, office: &Desktop| {
        let person = office.person(name).id;
        Decision { about: About::Member(person), choice: choice.into(), day: None }
    };
    let mut decisions = vec![about("邱俊", "transfer_out/24", &office)];
    let half = "台账中有、文件里没有写到的党员 2 人，已选定 1 人：转出 1 人（邱俊）；\
                没有选定 1 人：易慧（乙苑党支部），没有选定的，台账不改动。";
    assert_eq!(told(&ask(&mut office, &path, &decisions).findings), half);
    decisions.push(about("易慧", "stay", &office));
    let all = "台账中有、文件里没有写到的党员 2 人，都已选定：仍在册 1 人（易慧），转出 1 人（邱俊）。";
    let applied = take(&mut office, &path, &decisions);
    assert_eq!(told(&applied.findings), all, "and so says the summary");
}

#[test]
fn all_rows_of_a_state_are_decided_at_once() {
    let (mut office, path) = office();
    let all = |state, choice: &str| Decision { about: About::State(state), choice: choice.into(), day: None };
    let decisions = [all(Conflict, "keep"), all(RowState::New, "leave")];
    let preview = ask(&mut office, &path, &decisions);
    use RowState::{Conflict, Left, Same, Update};
    let found = states(&preview);
    assert_eq!(found, [Update, Same, Left, Left, Conflict, Conflict], "{preview:#?}");
    assert_eq!(preview.counts.left, 2);
    take(&mut office, &path, &decisions);
    assert_eq!(office.all::<Person>().len(), 4);
    assert_eq!(office.branch_of("乔敏"), "乙苑党支部", "the book keeps the branch");
}

#[test]
fn a_decision_that_does_not_fit_is_refused_and_changes_nothing() {
    let (mut office, path) = office();
    let head = office.desk.book().unwrap().head();
    let met = office.person("谭敏").id;
    let member =
        |person, choice: &str| Decision { about: About::Member(person), choice: choice.into(), day: None };
    let qiu = office.person("邱俊").id;
    for (decision, said) in [
        (row(1, "move"), "第 4 行选定的处理（move）与文件现在的内容不符"),
        (row(90, "leave"), "第 93 行"),
        (row(3, "person:999"), "第 6 行"),
        (member(met, "death"), "谭敏不在“文件里没有写到”的名单中"),
        (member(qiu, "expelled"), "邱俊的去向"),
        (
            Decision { day: Some("2027-01-01".parse().unwrap()), ..member(qiu, "death") },
            "邱俊：日期 2027-01-01 还没有到",
        ),
    ] {
        let command = IntakeApply { decisions: vec![decision], ..office.command(&path, Vec::new()) };
        let error = office.desk.call(&command).unwrap_err();
        assert!(error.message.contains(said), "{said}: {error}");
    }
    let seen = Some("00".repeat(32));
    let command = IntakeApply { seen, ..office.command(&path, Vec::new()) };
    assert!(office.desk.call(&command).unwrap_err().message.contains("文件在预览以后改动过"));
    assert_eq!(office.desk.book().unwrap().head(), head);
}

#[test]
fn rows_of_a_state_are_paged_through() {
    let (mut office, path) = office();
    let mut page = RowPage { state: Some(RowState::Conflict), offset: 1, limit: 1, ..RowPage::default() };
    let asked = IntakePreview::of(ImportKind::Roster, path.display().to_string());
    let ask = |office: &mut Desktop, page| {
        office.desk.call(&IntakePreview { page: Some(page), ..asked.clone() }).unwrap().body
    };
    let preview = ask(&mut office, page);
    let rows = |preview: &Preview| preview.rows.iter().map(|row| row.row).collect::<Vec<_>>();
    assert_eq!((preview.row_count, rows(&preview)), (3, vec![8]));
    page.offset = 2;
    assert_eq!(rows(&ask(&mut office, page)), [9]);
    let longer = office
        .roster("二.csv", &format!("{LATER}7,韩超,男,汉,1955-07-30,532599195507301097,,,,乙苑党支部,,,\n"));
    assert_eq!((ask(&mut office, page).row_count, longer), (5, path.clone()), "another file is read");
    office.apply(&path);
    assert_eq!(ask(&mut office, page).counts.new, 0, "and so is the file for another book");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_decisions_are_taken_back_by_one_undo(picks in prop::collection::vec(0_usize..64, 8)) {
        let (mut office, path) = office();
        let before = dump(&office);
        let preview = ask(&mut office, &path, &[]);
        let of_rows = preview.first.iter().zip(&picks).filter_map(|(view, pick)| {
            let choice = view.choices.get(pick % (view.choices.len() + 1))?;
            let about = About::Row { sheet: view.sheet.clone(), row: view.row };
            Some(Decision { about, choice: choice.key.clone(), day: None })
        });
        let of_members = preview.missing.iter().zip(picks.iter().skip(6)).filter_map(|(missing, pick)| {
            let choice = preview.missing_choices.get(pick % (preview.missing_choices.len() + 1))?;
            Some(Decision { about: About::Member(missing.member), choice: choice.key.clone(), day: None })
        });
        let decisions: Vec<Decision> = of_rows.chain(of_members).collect();
        let command = IntakeApply { decisions, ..office.command(&path, Vec::new()) };
        let applied = office.desk.call(&command).ok();
        if let Some(change) = applied.and_then(|applied| applied.body.change) {
            let is_sound = office.desk.call(&BookVerify {}).unwrap().body.is_sound;
            prop_assert!(is_sound);
            office.desk.call(&HistoryUndo { change: Some(change) }).unwrap();
        }
        prop_assert_eq!(dump(&office), before);
    }
}

#[test]
fn an_answer_that_was_never_offered_is_refused() {
    let (mut office, path) = office();
    let head = office.desk.book().unwrap().head();
    let qiu = office.person("邱俊").id;
    let all = |state, choice: &str| Decision { about: About::State(state), choice: choice.into(), day: None };
    for (decision, said) in [
        (row(1, &format!("person:{qiu}+rename")), "第 4 行选定的处理"),
        (row(1, &format!("person:{qiu}")), "第 4 行选定的处理"),
        (all(RowState::New, "transfer_in/999"), "没有“transfer_in/999”这样一种处理"),
        (all(RowState::Update, "foo"), "没有“foo”这样一种处理可以用于所有更新的行"),
        (all(RowState::Conflict, "rename"), "没有“rename”这样一种处理"),
    ] {
        let decisions = vec![decision];
        let asked = IntakePreview::of(ImportKind::Roster, path.display().to_string());
        let shown = office.desk.call(&IntakePreview { decisions: decisions.clone(), ..asked }).unwrap_err();
        let command = IntakeApply { decisions, ..office.command(&path, Vec::new()) };
        let error = office.desk.call(&command).unwrap_err();
        assert!(error.message.contains(said) && error.message == shown.message, "{said}: {error}");
    }
    assert_eq!(office.desk.book().unwrap().head(), head);
}

#[test]
fn what_is_offered_for_all_rows_of_a_state_is_never_refused() {
    let (mut office, path) = office();
    let kinds = ask(&mut office, &path, &[]).kinds;
    assert!(kinds.len() > 2, "{kinds:?}");
    for kind in kinds {
        for choice in kind.choices {
            let all = Decision { about: About::State(kind.state), choice: choice.key, day: None };
            let preview = ask(&mut office, &path, std::slice::from_ref(&all));
            let told = preview.kinds.iter().find(|told| told.state == kind.state);
            assert!(all.choice == "leave" || told.is_some_and(|told| told.chosen == all.choice), "{all:?}");
        }
    }
}
