//! A later roster that puts a member into another group of the branch, and one that names somebody else by a known number.

use branchbook_ledger::table::membership::PostHeld;

use super::*;

const FIRST: &str = "姓名,出生年月,身份证号,所在支部,党小组,党内职务\n\
    谭敏,1992-01-24,53259919920124880X,甲苑党支部,第一党小组,组长\n";

#[test]
fn the_post_in_a_group_ends_when_the_group_is_left() {
    let mut office = Desktop::new();
    let path = office.file("一.csv", FIRST);
    office.apply(&path);
    let ends = |office: &Desktop| -> Vec<bool> {
        office.all::<PostHeld>().iter().map(|post| post.to_on.is_some()).collect()
    };
    assert_eq!(ends(&office), [false]);
    let text =
        "姓名,出生年月,身份证号,所在支部,党小组\n谭敏,1992-01-24,53259919920124880X,甲苑党支部,第二党小组\n";
    let later = office.file("二.csv", text);
    let row = office.preview(&later).first[0].clone();
    let told = row.changes.iter().any(|change| {
        change.field == "党内职务"
            && change.after.as_deref().is_some_and(|after| after.contains("换了党小组"))
    });
    assert!(told, "nothing ends that nobody has seen: {row:#?}");
    let applied = office.apply(&later);
    assert_eq!(ends(&office), [true]);
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(ends(&office), [false]);
}

#[test]
fn whose_number_the_book_knows_is_nobody_new() {
    let mut office = Desktop::new();
    let path = office.file("一.csv", FIRST);
    office.apply(&path);
    let text = "姓名,出生年月,身份证号,所在支部\n易慧,1992-01-24,53259919920124880X,甲苑党支部\n";
    let later = office.file("二.csv", text);
    let row = office.preview(&later).first[0].clone();
    assert_eq!(row.state, RowState::Conflict);
    assert!(!row.choices.is_empty() && row.choices.iter().all(|choice| choice.key != "new"), "{row:#?}");
}
