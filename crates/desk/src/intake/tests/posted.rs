//! A post that a row names of somebody whom the same row puts somewhere: it is held against where the row leaves them.

use branchbook_contract::member::MemberMove;
use branchbook_ledger::table::membership::PostHeld;

use super::*;

const TITLES: &str = "姓名,身份证号,所在支部,党小组,党内职务,任职日期";

/// A later roster of one row.
fn later(office: &Desktop, row: &str) -> PathBuf {
    office.file("二.csv", &format!("{TITLES}\n{row}\n"))
}

fn says(preview: &Preview, words: &str) -> bool {
    notes_of(preview, 2).iter().any(|note| note.contains(words))
}

/// What is held, with the day on which it began.
fn held(office: &Desktop) -> Vec<(String, String)> {
    let posts = office.all::<PostHeld>().into_iter();
    posts.map(|post| (post.title.clone(), post.from_on.unwrap().to_string())).collect()
}

#[test]
fn who_comes_back_by_a_row_is_there_for_the_post_that_it_names() {
    let mut office = register_of(&THREE.replace("2015-04-20,2016-04-20", "2026-03-01,预备"), 3);
    let tan = office.person("谭敏").id;
    let out = MemberMove::of(tan, MovementKind::TransferOut, "2026-10-15".parse().unwrap());
    office.desk.call(&out).unwrap();
    let path = later(&office, "谭敏,53259919920124880X,甲苑党支部,,支部书记,2026-10-25");
    let back = |on: &str| [decided(2, "transfer_in/144", Some(on))];
    let preview = ask(&mut office, &path, &back("2026-10-20"));
    assert_eq!(states(&preview), [RowState::New], "{preview:#?}");
    assert!(says(&preview, "谭敏在 2026-10-25 是预备党员"), "{preview:#?}");
    assert!(!says(&preview, "不是甲苑党支部的党员"), "{preview:#?}");
    let preview = ask(&mut office, &path, &back("2026-10-28"));
    assert!(says(&preview, "谭敏在 2026-10-25 不是甲苑党支部的党员"), "not yet back: {preview:#?}");
    take(&mut office, &path, &back("2026-10-20"));
    assert_eq!(held(&office), [("secretary".to_owned(), "2026-10-25".to_owned())]);
    assert!(!take(&mut office, &path, &[]).is_changed);
}

#[test]
fn who_moves_by_a_row_holds_the_post_that_it_names_where_the_row_puts_them() {
    let mut office = three();
    let row = |post: &str| format!("乔敏,53259919910319078X,甲苑党支部,第一党小组,{post}");
    let moves = [decided(2, "move", Some("2026-10-20"))];
    for post in ["支部书记,2026-10-25", "组长,2026-10-20"] {
        let path = later(&office, &row(post));
        let preview = ask(&mut office, &path, &moves);
        assert_eq!(states(&preview), [RowState::Update], "{preview:#?}");
        assert!(!says(&preview, "不是"), "{post}: {preview:#?}");
    }
    let path = later(&office, &row("支部书记,2026-10-19"));
    let preview = ask(&mut office, &path, &moves);
    assert!(says(&preview, "乔敏在 2026-10-19 不是甲苑党支部的党员"), "{preview:#?}");
}

#[test]
fn who_is_put_into_a_group_by_a_row_holds_its_post_as_a_member_of_it() {
    let other =
        "4,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,第二党小组,,\n";
    let mut office = register_of(&format!("{THREE}{other}"), 4);
    let path = later(&office, "邱俊,532599197801204078,甲苑党支部,第一党小组,组长,2024-06-01");
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Update], "{preview:#?}");
    assert!(!says(&preview, "不是"), "the group is filled in for as long as the book has them: {preview:#?}");
    take(&mut office, &path, &[]);
    assert_eq!(held(&office), [("group_leader".to_owned(), "2024-06-01".to_owned())]);
    let path = later(&office, "谭敏,53259919920124880X,甲苑党支部,第二党小组,组长,2026-11-01");
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::Update], "{preview:#?}");
    assert!(!says(&preview, "不是"), "another group begins with the register: {preview:#?}");
    take(&mut office, &path, &[]);
    assert!(office.desk.call(&BookVerify {}).unwrap().body.is_sound);
}
