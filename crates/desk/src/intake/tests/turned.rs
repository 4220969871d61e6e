//! Joining and 转正 in a roster: what an edit of the record would register or refuse, an import does, too.

use branchbook_contract::member::MemberMove;
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::EarlierPeriod;
use branchbook_ledger::{Operation, OperationKind};

use super::*;
use crate::unit::office::close_month;

/// One on probation, one full for long.
const BOOK: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2025-09-18,预备,甲苑党支部,,19900441046,
2,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,,19900971225,
";

const TITLES: &str = "姓名,身份证号,所在支部,入党时间,转正时间";

fn office() -> Desktop {
    register_of(BOOK, 2)
}

/// A later roster of these rows.
fn later(office: &Desktop, rows: &str) -> PathBuf {
    office.file("二.csv", &format!("{TITLES}\n{rows}\n"))
}

/// Registers a movement; who comes, comes into the only branch.
fn moved(office: &mut Desktop, name: &str, kind: MovementKind, on: &str) {
    let list = office.desk.book().unwrap().read(organisation::list).unwrap();
    let home = list.iter().find(|known| known.name == "甲苑党支部").map(|known| known.id);
    let command = MemberMove::of(office.person(name).id, kind, on.parse().unwrap());
    let command = MemberMove { branch: home.filter(|_| kind.direction() > 0), ..command };
    office.desk.call(&command).unwrap();
}

/// Who became full by a movement, when, and in which month it is counted.
fn turned(office: &Desktop) -> Vec<(String, String, String)> {
    let people = office.all::<Person>();
    let name = |of: PersonId| people.iter().find(|person| person.id == of).map(|person| person.name.clone());
    let movements = office.all::<Movement>().into_iter().filter(|row| row.kind == MovementKind::BecameFull);
    let told = movements.map(|row| {
        let on = row.occurred_on.map(|on| on.to_string());
        (name(row.person_id).unwrap(), on.unwrap(), row.booked_month.to_string())
    });
    told.collect()
}

fn is(name: &str, on: &str, month: &str) -> Vec<(String, String, String)> {
    vec![(name.to_owned(), on.to_owned(), month.to_owned())]
}

fn days(office: &Desktop, name: &str) -> [Option<String>; 2] {
    let person = office.person(name);
    [person.joined_on, person.became_full_on].map(|day| day.map(|day| day.to_string()))
}

fn says(preview: &Preview, row: u32, words: &str) -> bool {
    notes_of(preview, row).iter().any(|note| note.contains(words))
}

#[test]
fn a_turn_within_the_book_is_a_movement_and_an_older_one_a_correction() {
    let mut office = office();
    let path = later(
        &office,
        "谭敏,53259919920124880X,甲苑党支部,2025-09-18,2026-10-20\n\
         邱俊,532599197801204078,甲苑党支部,2014-05-28,2015-05-30",
    );
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Same, Update};
    assert_eq!(states(&preview), [Update, Update], "{preview:#?}");
    assert!(says(&preview, 2, "转正 2026年10月20日 计入2026年10月的党员增减。"), "{preview:#?}");
    assert!(!says(&preview, 3, "党员增减"), "{preview:#?}");
    let applied = take(&mut office, &path, &[]);
    assert_eq!(turned(&office), is("谭敏", "2026-10-20", "2026-10"));
    assert_eq!(days(&office, "谭敏")[1].as_deref(), Some("2026-10-20"));
    assert_eq!(days(&office, "邱俊")[1].as_deref(), Some("2015-05-30"));
    assert_eq!(states(&ask(&mut office, &path, &[])), [Same, Same], "and it is known now");
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!((turned(&office), days(&office, "谭敏")[1].as_deref()), (Vec::new(), None));
}

#[test]
fn the_day_of_a_registered_turn_is_put_right_with_its_movement() {
    let mut office = office();
    moved(&mut office, "谭敏", MovementKind::BecameFull, "2026-10-20");
    let path = later(&office, "谭敏,53259919920124880X,甲苑党支部,2025-09-18,2026-10-21");
    take(&mut office, &path, &[]);
    assert_eq!(turned(&office), is("谭敏", "2026-10-21", "2026-10"));
    let path = later(&office, "谭敏,53259919920124880X,甲苑党支部,2025-09-18,2026-09-18");
    let preview = ask(&mut office, &path, &[]);
    assert!(says(&preview, 2, "党员增减里仍有 2026年10月21日 的转正"), "before the book: {preview:#?}");
    take(&mut office, &path, &[]);
    assert_eq!(turned(&office), is("谭敏", "2026-10-21", "2026-10"));
}

#[test]
fn the_opening_register_records_what_it_says() {
    let office = register_of(&BOOK.replace("预备", "2026-10-05"), 2);
    assert_eq!(days(&office, "谭敏")[1].as_deref(), Some("2026-10-05"));
    assert_eq!(turned(&office), []);
}

#[test]
fn the_days_of_a_period_that_is_over_stay_where_they_belong() {
    let mut office = office();
    moved(&mut office, "邱俊", MovementKind::Expelled, "2026-10-15");
    moved(&mut office, "邱俊", MovementKind::Admitted, "2026-10-20");
    let (now, earlier) = (days(&office, "邱俊"), office.all::<EarlierPeriod>());
    assert_eq!((now[0].as_deref(), earlier.len()), (Some("2026-10-20"), 1));
    let path = later(&office, "邱俊,532599197801204078,甲苑党支部,2014-05-28,2015-05-28");
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Conflict], "{preview:#?}");
    assert!(says(&preview, 2, "这里登记的是重新入党以后的日期"), "{preview:#?}");
    assert!(!take(&mut office, &path, &[]).is_changed);
    let keep = |field: &str| Decision {
        about: About::Field { sheet: String::new(), row: 2, field: field.to_owned() },
        choice: "keep".to_owned(),
        day: None,
    };
    for kept in [keep("joined"), decided(2, "keep", None)] {
        let states = states(&ask(&mut office, &path, &[kept]));
        assert_eq!(states, [RowState::Same], "the 转正 of the other period stays with its joining");
    }
    assert_eq!((days(&office, "邱俊"), office.all::<EarlierPeriod>()), (now, earlier));
}

#[test]
fn who_comes_back_became_full_here_while_they_were_here() {
    let mut office = office();
    moved(&mut office, "谭敏", MovementKind::TransferOut, "2026-10-15");
    let path = later(&office, "谭敏,53259919920124880X,甲苑党支部,2025-09-18,2026-10-10");
    let back = [decided(2, "transfer_in/144", Some("2026-10-25"))];
    let preview = ask(&mut office, &path, &back);
    assert_eq!(states(&preview), [RowState::New], "{preview:#?}");
    assert!(says(&preview, 2, "转正 2026年10月10日 计入2026年10月的党员增减。"), "{preview:#?}");
    take(&mut office, &path, &back);
    assert_eq!(turned(&office), is("谭敏", "2026-10-10", "2026-10"));
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
}

/// 谭敏 has left on 15 October and stands in a roster with this 转正, by which they are said to come back on the 20th.
fn back_with(office: &mut Desktop, full: &str) -> (PathBuf, [Decision; 1]) {
    moved(office, "谭敏", MovementKind::TransferOut, "2026-10-15");
    let path = later(office, &format!("谭敏,53259919920124880X,甲苑党支部,2025-09-18,{full}"));
    (path, [decided(2, "transfer_in/144", Some("2026-10-20"))])
}

#[test]
fn who_comes_back_by_a_row_becomes_full_by_a_movement_of_the_membership_that_begins_with_it() {
    let told = "转正 2026年10月28日 计入2026年10月的党员增减。";
    let mut office = office();
    let (path, back) = back_with(&mut office, "2026-10-28");
    let preview = ask(&mut office, &path, &back);
    assert_eq!(states(&preview), [RowState::New], "{preview:#?}");
    assert!(says(&preview, 2, told), "{preview:#?}");
    let applied = take(&mut office, &path, &back);
    assert_eq!(turned(&office), is("谭敏", "2026-10-28", "2026-10"));
    assert_eq!(days(&office, "谭敏")[1].as_deref(), Some("2026-10-28"));
    assert_eq!(states(&ask(&mut office, &path, &[])), [RowState::Same], "and it is known now");
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!((turned(&office), days(&office, "谭敏")[1].as_deref()), (Vec::new(), None));
}

#[test]
fn who_comes_back_and_became_full_while_away_or_in_a_closed_month_has_it_in_the_record_alone() {
    let mut away = office();
    let (path, back) = back_with(&mut away, "2026-10-18");
    assert!(!says(&ask(&mut away, &path, &back), 2, "的党员增减"));
    take(&mut away, &path, &back);
    let mut late = office();
    let (path, back) = back_with(&mut late, "2026-10-28");
    close_october(&mut late);
    assert!(!says(&ask(&mut late, &path, &back), 2, "的党员增减"));
    take(&mut late, &path, &back);
    for (office, full) in [(&away, "2026-10-18"), (&late, "2026-10-28")] {
        assert_eq!((turned(office), days(office, "谭敏")[1].as_deref()), (Vec::new(), Some(full)));
    }
}

/// Somebody who is in the book and never was a member, as who reports in.
fn known(office: &mut Desktop, name: &str, number: &str) {
    let uid = uuid::Uuid::from_u128(7);
    let person = Person { id_number: Some(number.to_owned()), ..Person::named(uid, name) };
    let operation = Operation::new(OperationKind::MemberAdd, "双报到");
    let book = office.desk.book_mut().unwrap();
    book.write(&operation, |writing| writing.insert(&person).map(|_| ())).unwrap();
}

/// 韩超, whom no membership of the book knows, comes on 10 October by a row that says this 转正.
fn newcomer(office: &Desktop, full: &str) -> (PathBuf, [Decision; 1]) {
    let path = later(office, &format!("韩超,532599195507301097,甲苑党支部,2025-09-18,{full}"));
    (path, [decided(2, "transfer_in/144", Some("2026-10-10"))])
}

#[test]
fn who_comes_by_a_row_becomes_full_by_a_movement_whether_or_not_they_reported_in_before() {
    for has_reported_in in [true, false] {
        let mut office = office();
        if has_reported_in {
            known(&mut office, "韩超", "532599195507301097");
        }
        let (path, came) = newcomer(&office, "2026-10-28");
        let preview = ask(&mut office, &path, &came);
        assert_eq!(states(&preview), [RowState::New], "{preview:#?}");
        assert!(says(&preview, 2, "转正 2026年10月28日 计入2026年10月的党员增减。"), "{preview:#?}");
        let applied = take(&mut office, &path, &came);
        assert_eq!(turned(&office), is("韩超", "2026-10-28", "2026-10"), "{has_reported_in}");
        assert_eq!(days(&office, "韩超")[1].as_deref(), Some("2026-10-28"));
        assert_eq!(states(&ask(&mut office, &path, &[])), [RowState::Same], "and it is known now");
        assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
        office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
        let people = office.all::<Person>().into_iter().filter(|person| person.name == "韩超").count();
        assert_eq!((turned(&office), people), (Vec::new(), usize::from(has_reported_in)));
    }
}

#[test]
fn who_is_new_and_became_full_before_they_came_has_it_in_the_record_alone() {
    let mut office = office();
    let (path, came) = newcomer(&office, "2026-10-05");
    assert!(!says(&ask(&mut office, &path, &came), 2, "党员增减"));
    take(&mut office, &path, &came);
    assert_eq!((turned(&office), days(&office, "韩超")[1].as_deref()), (Vec::new(), Some("2026-10-05")));
}

#[test]
fn a_turn_in_a_closed_month_of_who_comes_by_the_row_is_told_as_left_out() {
    let told = "2026年10月已结账，转正 2026年10月28日 只记在党员资料里，不计入党员增减。";
    let mut back = office();
    let (path, came) = back_with(&mut back, "2026-10-28");
    close_october(&mut back);
    let mut new = office();
    let (path_of_new, came_new) = newcomer(&new, "2026-10-28");
    close_october(&mut new);
    for (office, path, came) in [(&mut back, path, came), (&mut new, path_of_new, came_new)] {
        let preview = ask(office, &path, &came);
        assert!(says(&preview, 2, told), "{preview:#?}");
        take(office, &path, &came);
        assert!(turned(office).is_empty());
    }
}

fn close_october(office: &mut Desktop) {
    close_month(office.desk.book_mut().unwrap(), "2026-10".parse().unwrap());
}
