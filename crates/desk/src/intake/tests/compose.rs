//! Several things said of one row: which row counts, who is meant, where they are, what they are called, what the book
//! keeps. All of it is one decision, booked in one operation, taken back by one undo.

use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::{Condition, ConditionKind};
use branchbook_ledger::table::organisation::Organisation;
use proptest::prelude::*;

use super::*;

const FIRST: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,第一党小组,19900441046,
2,易慧,女,汉,1970-05-01,,初中,1992-03-01,1993-03-01,乙苑党支部,,19900000004,
3,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,,19900000006,
";

/// Each says more than one thing at once.
const LATER: [&str; 7] = [
    // Two rows about one, with two phones; both in another branch, and by another name.
    "1,谭闵,女,汉,1992-01-24,53259919920124880X,研究生,2015-04-20,2016-04-20,丙苑党支部,,19900000091,",
    "2,谭闵,女,汉,1992-01-24,53259919920124880X,研究生,2015-04-20,2016-04-20,丙苑党支部,,19900000092,",
    // Another birth than the book: who is meant, and then another branch.
    "3,易慧,女,汉,1971-06-01,,高中,1992-03-01,1993-03-01,甲苑党支部,,19900000044,",
    // The remark says that they are gone; the branch is another one, and the phone.
    "4,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,乙苑党支部,,19900000066,2026年8月去世",
    // Nobody the book knows, with the same remark: there all the same, and come lately.
    "5,康英,女,汉,1992-01-24,532599199201248801,大学,2020-03-01,2021-03-01,乙苑党支部,,19900000005,已转出至银河社区",
    "6,丁一,男,汉,1980-01-01,,大学,2001-01-01,2002-01-01,甲苑党支部,,19900000041,",
    "7,丁一,男,汉,1980-01-01,,高中,2001-01-01,2002-01-01,甲苑党支部,,19900000041,",
];

fn office() -> Desktop {
    register_of(FIRST, 3)
}

fn file(office: &Desktop, rows: &[&str]) -> PathBuf {
    office.roster("二.csv", &(rows.join("\n") + "\n"))
}

/// A decision about the row with a running number, wherever it stands.
fn about(rows: &[&str], number: u32, choice: &str, day: Option<&str>) -> Decision {
    let begins = format!("{number},");
    let at = rows.iter().position(|row| row.starts_with(&begins)).unwrap();
    let row = u32::try_from(at).unwrap() + 4;
    let day = day.map(|day| day.parse().unwrap());
    Decision { about: About::Row { sheet: String::new(), row }, choice: choice.to_owned(), day }
}

/// Everything that an import can change, in words.
fn dump(office: &Desktop) -> String {
    let (people, held) = (office.all::<Person>(), office.all::<Membership>());
    let (moved, places) = (office.all::<Movement>(), office.all::<Organisation>());
    format!("{people:?}\n{held:?}\n{moved:?}\n{places:?}\n{:?}", office.all::<Condition>())
}

fn whole(office: &Desktop, rows: &[&str]) -> Vec<Decision> {
    let (tan, yi) = (office.person("谭敏").id, office.person("易慧").id);
    vec![
        about(rows, 1, &format!("take+person:{tan}+rename+move"), Some("2026-09-15")),
        about(rows, 3, &format!("person:{yi}+move+blanks"), Some("2026-09-20")),
        about(rows, 4, "stay+move", None),
        about(rows, 5, "stay+transfer_in/144", Some("2026-09-01")),
        about(rows, 7, "take+transfer_in/144", Some("2026-09-02")),
    ]
}

#[test]
fn everything_that_one_row_says_is_decided_at_once_and_undone_at_once() {
    let mut office = office();
    let before = dump(&office);
    let path = file(&office, &LATER);
    use RowState::{Conflict, Duplicate, New, Update};
    assert_eq!(
        states(&ask(&mut office, &path, &[])),
        [Conflict, Conflict, New, Conflict, Conflict, Conflict, Conflict]
    );
    let decisions = whole(&office, &LATER);
    let preview = ask(&mut office, &path, &decisions);
    assert_eq!(states(&preview), [Update, Duplicate, Update, Update, New, Duplicate, New], "{preview:#?}");
    let command = IntakeApply { decisions, ..office.command(&path, Vec::new()) };
    let applied = office.desk.call(&command).unwrap().body;
    assert_eq!(applied.counts, preview.counts);

    let tan = office.person("谭闵");
    assert_eq!(
        (tan.phone.as_deref(), tan.id_number.as_deref()),
        (Some("19900000091"), Some("53259919920124880X"))
    );
    let moved = |person: PersonId| -> Vec<(MovementKind, Option<String>)> {
        let all = office.all::<Movement>().into_iter().filter(|one| one.person_id == person);
        all.map(|one| (one.kind, one.occurred_on.map(|on| on.to_string()))).collect()
    };
    let on = |day: &str| Some(day.to_owned());
    assert_eq!(moved(tan.id)[1], (MovementKind::BranchMove, on("2026-09-15")));
    let yi = office.person("易慧");
    assert_eq!(moved(yi.id)[1], (MovementKind::BranchMove, on("2026-09-20")));
    assert_eq!(yi.birth_on, Some("1970-05-01".parse().unwrap()), "the book keeps what it says");
    let han = office.person("韩超");
    assert_eq!((moved(han.id)[1].0, han.phone.as_deref()), (MovementKind::BranchMove, Some("19900000066")));
    assert_eq!(moved(office.person("康英").id), [(MovementKind::TransferIn, on("2026-09-01"))]);
    assert_eq!(moved(office.person("丁一").id), [(MovementKind::TransferIn, on("2026-09-02"))]);
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(dump(&office), before);
}

#[test]
fn each_answer_opens_the_next_question_and_keeps_what_was_said() {
    let mut office = office();
    let path = file(&office, &LATER);
    assert_eq!(offered(&ask(&mut office, &path, &[]), 0), ["take", "leave"]);
    let taken = ask(&mut office, &path, &[about(&LATER, 1, "take", None)]);
    let tan = office.person("谭敏").id;
    let (keep, rename) = (format!("take+person:{tan}"), format!("take+person:{tan}+rename"));
    assert_eq!(states(&taken)[0], RowState::Conflict, "the name is another one");
    assert_eq!(offered(&taken, 0), ["take", keep.as_str(), rename.as_str(), "leave"]);
    let named = ask(&mut office, &path, &[about(&LATER, 1, &rename, None)]);
    assert_eq!(named.first[0].state, RowState::Conflict, "and so is the branch");
    let moved = format!("take+person:{tan}+rename+move");
    assert!(offered(&named, 0).contains(&moved.as_str()), "{:?}", offered(&named, 0));
    let all = moved.clone();
    let whole = ask(&mut office, &path, &[about(&LATER, 1, &all, None)]);
    assert_eq!((states(&whole)[0], whole.first[0].chosen.as_str()), (RowState::Update, all.as_str()));
    let said = whole.first[0].choices.iter().find(|choice| choice.key == all).unwrap();
    for word in ["以这一行为准；就是台账里的谭敏", "登记支部间调整，到丙苑党支部", "姓名改为谭闵"]
    {
        assert!(said.label.contains(word), "{word}: {}", said.label);
    }
    let back = format!("take+person:{tan}+move");
    assert!(offered(&whole, 0).contains(&back.as_str()), "the name can be taken back alone");
}

#[test]
fn what_the_register_would_refuse_stops_its_own_row_and_no_other() {
    let mut office = office();
    let rows = [
        "1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,乙苑党支部,,19900000091,",
        "2,康英,女,汉,1992-01-24,532599199201248801,大学,2020-03-01,2021-03-01,乙苑党支部,,19900000005,",
        "3,易慧,女,汉,1970-05-01,,高中,1992-03-01,1993-03-01,乙苑党支部,,19900000004,",
    ];
    let path = file(&office, &rows);
    // 谭敏 came to 甲苑 on 10 September.
    let moves = |branch: &str, on: &str, office: &mut Desktop| {
        let list = office.desk.book().unwrap().read(organisation::list).unwrap();
        let branch = list.into_iter().find(|known| known.name == branch).map(|known| known.id);
        office
            .desk
            .call(&branchbook_contract::member::MemberMove {
                branch,
                ..branchbook_contract::member::MemberMove::of(
                    office.person("谭敏").id,
                    MovementKind::BranchMove,
                    on.parse().unwrap(),
                )
            })
            .unwrap();
    };
    moves("乙苑党支部", "2026-09-01", &mut office);
    moves("甲苑党支部", "2026-09-10", &mut office);
    use RowState::{Conflict, New, Update};
    for (decision, at, expected, said) in [
        (about(&rows, 1, "move", Some("2026-09-10")), 0, [Conflict, New, Update], "当天才进入该党支部"),
        (about(&rows, 1, "move", Some("2026-08-01")), 0, [Conflict, New, Update], "之后已有别的增减"),
        (about(&rows, 1, "move", Some("2026-12-01")), 0, [Conflict, New, Update], "还没有到"),
        (about(&rows, 2, "transfer_in/144", Some("2026-12-01")), 1, [Conflict, Conflict, Update], "还没有到"),
        (about(&rows, 1, "move", Some("2026-09-11")), 0, [Update, New, Update], "更新"),
    ] {
        let decisions = [decision];
        let preview = ask(&mut office, &path, &decisions);
        assert_eq!(states(&preview), expected, "{said}: {preview:#?}");
        let notes = &preview.first[at].notes;
        assert!(notes.iter().any(|note| note.contains(said)), "{said}: {notes:?}");
        let shown = preview.first[at].choices.iter().any(|choice| choice.key == preview.first[at].chosen);
        assert!(shown, "the answer stands there to be changed");
        let command = IntakeApply { decisions: decisions.to_vec(), ..office.command(&path, Vec::new()) };
        let applied = office.desk.call(&command).unwrap().body;
        assert_eq!(applied.counts, preview.counts, "the rest of the file is imported");
        office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    }
}

#[test]
fn a_condition_that_a_person_lets_begin_on_an_impossible_day_stops_its_row() {
    let mut office = office();
    let text = "姓名,身份证号,所在支部,党籍状态\n谭敏,53259919920124880X,甲苑党支部,流动\n康英,532599199201248801,乙苑党支部,流动\n";
    let path = office.file("二.csv", text);
    let on = |row, day: &str| Decision {
        about: About::Row { sheet: String::new(), row },
        choice: "condition/mobile".into(),
        day: Some(day.parse().unwrap()),
    };
    use RowState::{Conflict, New, Update};
    let preview = ask(&mut office, &path, &[on(2, "2026-12-01"), on(3, "2026-12-01")]);
    assert_eq!(states(&preview), [Conflict, Conflict], "{preview:#?}");
    assert_eq!(states(&ask(&mut office, &path, &[on(2, "2026-09-01"), on(3, "2026-09-02")])), [Update, New]);
    office
        .desk
        .call(&IntakeApply {
            decisions: vec![on(2, "2026-09-01"), on(3, "2026-09-02")],
            ..office.command(&path, Vec::new())
        })
        .unwrap();
    let mobile = office.all::<Condition>().into_iter().filter(|it| it.kind == ConditionKind::Mobile);
    assert_eq!(mobile.count(), 2);
}

/// Answers one question after the other by chance, as somebody goes on choosing what is offered.
fn chosen_by_chance(office: &mut Desktop, path: &std::path::Path, picks: &[usize]) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = Vec::new();
    for pick in picks {
        let preview = ask(office, path, &decisions);
        let view = &preview.first[pick % preview.first.len()];
        let Some(choice) = view.choices.get((pick / 7) % (view.choices.len() + 1)) else { continue };
        let about = About::Row { sheet: view.sheet.clone(), row: view.row };
        let mut wanted = decisions.clone();
        wanted.retain(|known| known.about != about);
        wanted.push(Decision { about, choice: choice.key.clone(), day: None });
        // An answer that leaves nothing to ask of another row that was answered is refused, as the page is told it. What
        // the row itself has just offered is never refused.
        let asked = IntakePreview::of(ImportKind::Roster, path.display().to_string());
        match office.desk.call(&IntakePreview { decisions: wanted.clone(), ..asked }) {
            Ok(_) => decisions = wanted,
            Err(error) => {
                let offered = format!("第 {} 行选定的处理（{}）", view.row, choice.key);
                assert!(error.message.contains("行选定的处理"), "{error}");
                assert!(!error.message.contains(&offered), "offered and then refused: {error} {decisions:?}");
            }
        }
    }
    let is_offered = |preview: &Preview, decision: &Decision| {
        preview.first.iter().any(|view| {
            decision.about == About::Row { sheet: view.sheet.clone(), row: view.row }
                && view.chosen == decision.choice
        })
    };
    let preview = ask(office, path, &decisions);
    assert!(decisions.iter().all(|decision| is_offered(&preview, decision)), "{decisions:?}");
    decisions
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    #[test]
    fn any_walk_through_the_questions_is_taken_back_by_one_undo(picks in prop::collection::vec(0_usize..4_000, 12)) {
        let mut office = office();
        let before = dump(&office);
        let path = file(&office, &LATER);
        let decisions = chosen_by_chance(&mut office, &path, &picks);
        let preview = ask(&mut office, &path, &decisions);
        let command = IntakeApply { decisions, ..office.command(&path, Vec::new()) };
        let applied = office.desk.call(&command).unwrap().body;
        prop_assert_eq!(applied.counts, preview.counts, "what is shown can be done");
        if let Some(change) = applied.change {
            let is_sound = office.desk.call(&BookVerify {}).unwrap().body.is_sound;
            prop_assert!(is_sound);
            office.desk.call(&HistoryUndo { change: Some(change) }).unwrap();
        }
        prop_assert_eq!(dump(&office), before);
    }

    #[test]
    fn decided_rows_mean_the_same_in_any_order(rows in Just(LATER.to_vec()).prop_shuffle()) {
        let decided = |rows: &[&str]| {
            let mut office = office();
            let path = file(&office, rows);
            let decisions = whole(&office, rows);
            let command = IntakeApply { decisions, ..office.command(&path, Vec::new()) };
            office.desk.call(&command).unwrap();
            let people = office.all::<Person>().into_iter().map(|one| (one.id, one.value)).collect::<std::collections::BTreeMap<_, _>>();
            let who = |id: PersonId| people.get(&id).map(|person| format!("{} {:?} {:?}", person.name, person.phone, person.birth_on));
            let moved = office.all::<Movement>().into_iter();
            let mut moved: Vec<String> = moved.map(|one| format!("{:?} {:?} {:?}", who(one.person_id), one.kind, one.occurred_on)).collect();
            moved.sort();
            moved
        };
        prop_assert_eq!(decided(&rows), decided(&LATER));
    }
}
