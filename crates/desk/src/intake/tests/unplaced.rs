//! Rows that name no branch: the title of the file, the only branch of the book, or the person's own branch says it; where
//! the title names a branch that the book does not have, a person does.

use branchbook_contract::organisation::OrganisationAdd;
use branchbook_ledger::table::organisation::Level;

use super::*;

const BOOK: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,第一党支部,,19900441046,
2,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,第一党支部,,19900971225,
";
const OTHER: &str =
    "3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,第二党支部,,19900301572,\n";

fn office(rows: &str) -> Desktop {
    let mut office = Desktop::new();
    let first = office.roster("一.csv", rows);
    assert!(office.apply(&first).is_changed);
    office
}

fn says(preview: &Preview, words: &str) -> bool {
    preview.findings.iter().any(|finding| finding.contains(words))
}

/// Two people whom the book does not know, under a title.
fn titled(office: &Desktop, title: &str) -> PathBuf {
    let rows = "康英,女,1992-01-24,2020-03-01,2021-03-01\n韩超,男,1955-07-30,1987-02-25,1988-02-25\n";
    office.file("花名册.csv", &format!("{title}\n姓名,性别,出生年月,入党时间,转正时间\n{rows}"))
}

#[test]
fn a_roster_of_another_branch_does_not_go_into_the_only_one_in_silence() {
    let mut office = office(BOOK);
    use RowState::{Conflict, New};
    for title in ["望湖里党支部党员花名册", "党员花名册\n填报单位：望湖里党支部"] {
        let path = titled(&office, title);
        let preview = ask(&mut office, &path, &[]);
        assert_eq!(states(&preview), [Conflict, Conflict], "{preview:#?}");
        assert_eq!(preview.missing_count, 0, "a file of another branch lacks nobody of this one");
        let choices: Vec<&str> = preview.first[0].choices.iter().map(|choice| choice.key.as_str()).collect();
        assert_eq!((choices[0], choices.len()), ("titled", 3), "{choices:?}");
        assert!(choices[1].starts_with("into:") && choices[2] == "leave", "{choices:?}");
        let kind = preview.kinds.iter().find(|kind| kind.state == Conflict).unwrap();
        assert!(kind.choices.iter().any(|choice| choice.key == "titled"), "all at once: {kind:?}");
        let all =
            |choice: &str| Decision { about: About::State(Conflict), choice: choice.to_owned(), day: None };
        let made = ask(&mut office, &path, &[all("titled")]);
        assert_eq!(
            (states(&made), made.new_organisations.as_slice()),
            (vec![New, New], &["望湖里党支部".to_owned()][..])
        );
        let into = ask(&mut office, &path, &[all(choices[1])]);
        assert_eq!(states(&into), [New, New], "{into:#?}");
        assert!(into.new_organisations.is_empty());
        let command = IntakeApply { decisions: vec![all("titled")], ..office.command(&path, Vec::new()) };
        let applied = office.desk.call(&command).unwrap().body;
        assert_eq!(office.branch_of("康英"), "望湖里党支部");
        office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
        assert!(!office.apply(&path).is_changed, "without an answer nobody is entered");
    }
}

#[test]
fn wherever_rows_without_a_branch_are_put_it_is_said() {
    let mut one = office(BOOK);
    let path = titled(&one, "党员花名册");
    let preview = one.preview(&path);
    assert_eq!(preview.counts.new, 2);
    assert!(says(&preview, "没有写支部的 2 行，都登记到台账里唯一的支部“第一党支部”"), "{preview:#?}");
    let mut two = office(&(BOOK.to_owned() + OTHER));
    for title in
        ["第二党支部党员花名册", "银河社区第二党支部党员名册", "明湖街道银河社区第二党支部党员花名册"]
    {
        let path = titled(&two, title);
        let preview = two.preview(&path);
        assert_eq!(preview.counts.new, 2, "{preview:#?}");
        assert!(says(&preview, "没有写支部的 2 行，按标题登记到“第二党支部”"), "{preview:#?}");
    }
    let mut none = Desktop::new();
    let path = titled(&none, "望湖里党支部党员花名册");
    assert_eq!(none.apply(&path).counts.new, 2, "a book without branches begins with this one");
    assert_eq!(none.branch_of("康英"), "望湖里党支部");
    let mut two = office(&(BOOK.to_owned() + OTHER));
    let path = titled(&two, "党员花名册");
    assert_eq!(two.preview(&path).counts.refused, 2, "nobody knows where they belong");
}

/// 湖里 is the end of 望湖里, and another branch all the same.
#[test]
fn a_branch_whose_name_the_title_only_ends_with_is_not_taken_for_it() {
    let mut office = office(&BOOK.replace("第一党支部", "湖里党支部"));
    use RowState::{Conflict, New};
    for (title, state) in [
        ("望湖里党支部党员花名册", Conflict),
        ("银河社区湖里党支部党员花名册", New),
        ("中共银河社区委员会湖里党支部党员花名册", New),
    ] {
        let path = titled(&office, title);
        let preview = ask(&mut office, &path, &[]);
        assert_eq!(states(&preview), [state, state], "{title}: {preview:#?}");
        assert_eq!(says(&preview, "按标题登记到“湖里党支部”"), state == New, "{title}: {preview:#?}");
    }
}

#[test]
fn known_people_keep_their_branch_where_a_list_names_none() {
    let mut office = office(&(BOOK.to_owned() + OTHER));
    let text = "\
姓名,身份证号,文化程度
谭敏,53259919920124880X,研究生
乔敏,53259919910319078X,大专
康英,532599199201248801,大学
";
    let path = office.file("献血.csv", text);
    let preview = office.preview(&path);
    use RowState::{Refused, Same, Update};
    assert_eq!(states(&preview), [Update, Same, Refused], "{preview:#?}");
    assert_eq!(preview.missing_count, 0, "a list of some people lacks nobody");
    assert!(says(&preview, "没有写支部的 2 行，按台账里查到的本人办理"), "{preview:#?}");
    office.apply(&path);
    assert_eq!(office.branch_of("谭敏"), "第一党支部");
}

#[test]
fn an_exported_list_of_a_few_columns_comes_back() {
    use branchbook_contract::member::{MemberExport, MemberList};
    let mut office = office(&(BOOK.to_owned() + OTHER));
    let columns = vec!["身份证号".to_owned(), "手机".to_owned()];
    let command = MemberExport {
        list: MemberList { reveal: true, columns, ..MemberList::default() },
        members: Vec::new(),
        out: office.dir.path().join("导出.xlsx").display().to_string(),
    };
    let path: PathBuf = office.desk.call(&command).unwrap().body.path.into();
    let preview = office.preview(&path);
    assert_eq!(preview.counts, counts(0, 0, 3, 0, 0), "{preview:#?}");
}

/// The whole register as a file.
fn exported(office: &mut Desktop) -> PathBuf {
    use branchbook_contract::member::{MemberExport, MemberList};
    let command = MemberExport {
        list: MemberList { reveal: true, ..MemberList::default() },
        members: Vec::new(),
        out: office.dir.path().join("全部.xlsx").display().to_string(),
    };
    office.desk.call(&command).unwrap().body.path.into()
}

/// A branch is the same in whatever writing; another number is another branch.
#[test]
fn a_branch_in_another_writing_is_no_new_one() {
    let mut office = office(&format!("{BOOK}{OTHER}"));
    let rows = "\
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,2支部,,19900301572,
4,康英,女,汉,1992-01-24,532599199201248801,大学,2020-03-01,2021-03-01,一支部,,19900000005,
5,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,第1党支部,,19900000006,
6,易慧,女,汉,1970-05-02,,初中,1992-03-01,1993-03-01,第三支部,,19900000004,
";
    let path = office.roster("二.csv", rows);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(
        states(&preview),
        [RowState::Same, RowState::New, RowState::New, RowState::New],
        "{preview:#?}"
    );
    assert_eq!(preview.new_organisations, ["第三支部"]);
    office.apply(&path);
    assert_eq!([office.branch_of("康英"), office.branch_of("韩超")], ["第一党支部", "第一党支部"]);
}

/// Before a number the name of the own community says nothing, and that of another one says that it is another branch.
#[test]
fn a_number_behind_the_name_of_the_community_is_the_branch_of_that_number() {
    let mut office = office(&format!("{BOOK}{OTHER}"));
    let rows = "\
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,银河社区2支部,,19900301572,
4,康英,女,汉,1992-01-24,532599199201248801,大学,2020-03-01,2021-03-01,银河居委会第一党支部,,19900000005,
5,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,金湖社区2支部,,19900000006,
6,易慧,女,汉,1970-05-02,,初中,1992-03-01,1993-03-01,银河社区3支部,,19900000004,
7,丁一,女,汉,1980-01-01,,大学,2001-01-01,2002-01-01,第三党支部,,19900000041,
";
    let path = office.roster("二.csv", rows);
    let preview = ask(&mut office, &path, &[]);
    use RowState::{New, Same};
    assert_eq!(states(&preview), [Same, New, New, New, New], "{preview:#?}");
    assert_eq!(preview.new_organisations, ["金湖社区2支部", "银河社区3支部"]);
    let told = "文件里的“第三党支部”、“银河社区3支部”按同一个党支部登记";
    assert!(says(&preview, told) && !says(&preview, "“金湖社区2支部”"), "{preview:#?}");
    office.apply(&path);
    assert_eq!(office.branch_of("康英"), "第一党支部");
    assert_eq!(office.branch_of("易慧"), office.branch_of("丁一"), "one new branch in two writings");
    assert!(!office.apply(&path).is_changed);
    let path = titled(&office, "银河社区2支部党员花名册");
    let preview = ask(&mut office, &path, &[]);
    assert!(says(&preview, "按标题登记到“第二党支部”"), "{preview:#?}");
}

/// A courtyard may bear the name of its community, and another street may have a community of the name.
#[test]
fn what_may_be_another_before_a_number_is_a_branch_of_its_own_there_and_back() {
    let names = ["银河一支部", "银河党总支第一党支部", "金湖街道银河社区1支部"];
    let row = |(at, name): (usize, &&str)| {
        format!(
            "{at},丁{},女,汉,198{at}-01-01,,大学,2001-01-01,2002-01-01,{name},,\n",
            ["甲", "乙", "丙"][at]
        )
    };
    let rows: String = names.iter().enumerate().map(row).collect();
    let mut office = office(BOOK);
    let path = office.roster("二.csv", &rows);
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(preview.new_organisations, names, "{preview:#?}");
    assert!(!says(&preview, "按同一个党支部登记"), "{preview:#?}");
    office.apply(&path);
    let there: Vec<String> = ["谭敏", "丁甲", "丁乙", "丁丙"].map(|name| office.branch_of(name)).into();
    assert_eq!(there, [&["第一党支部"][..], &names].concat());
    let path = exported(&mut office);
    assert_eq!(office.preview(&path).counts, counts(0, 0, 5, 0, 0));
    let mut empty = Desktop::new();
    assert_eq!(empty.apply(&path).counts.new, 5);
    let back: Vec<String> = ["谭敏", "丁甲", "丁乙", "丁丙"].map(|name| empty.branch_of(name)).into();
    assert_eq!(back, there, "an empty book gets them all");
}

/// A book of before may hold one branch in two writings: each is meant by its own, and a third is asked about.
#[test]
fn of_two_branches_of_one_key_the_written_one_is_meant() {
    let mut office = office(BOOK);
    let add = OrganisationAdd {
        parent: None,
        level: Level::Branch,
        name: "第1支部".to_owned(),
        position: None,
        from_on: None,
        note: None,
    };
    office.desk.call(&add).unwrap();
    let row = |number: u32, name: &str, birth: &str, branch: &str| {
        format!("{number},{name},女,汉,{birth},,大学,2020-03-01,2021-03-01,{branch},,\n")
    };
    let rows = [
        row(1, "康英", "1992-01-24", "第1支部"),
        row(2, "韩超", "1955-07-30", "第一党支部"),
        row(3, "易慧", "1970-05-02", "一支部"),
    ];
    let path = office.roster("二.csv", &rows.concat());
    let preview = ask(&mut office, &path, &[]);
    assert_eq!(states(&preview), [RowState::New, RowState::New, RowState::Refused], "{preview:#?}");
    assert!(
        notes_of(&preview, 6)[0].contains("第一党支部") && notes_of(&preview, 6)[0].contains("第1支部"),
        "{preview:#?}"
    );
    office.apply(&path);
    assert_eq!([office.branch_of("康英"), office.branch_of("韩超")], ["第1支部", "第一党支部"]);
}

/// Groups of 第一党支部.
fn add_groups(office: &mut Desktop, names: &[&str]) {
    let list = office.desk.book().unwrap().read(organisation::list).unwrap();
    let branch = list.iter().find(|one| one.name == "第一党支部").map(|one| one.id);
    for name in names {
        let add = OrganisationAdd {
            parent: branch,
            level: Level::Group,
            name: (*name).to_owned(),
            position: None,
            from_on: None,
            note: None,
        };
        office.desk.call(&add).unwrap();
    }
}

/// Two rows of one person that name the group in two writings: the same, unless the book holds both.
#[test]
fn a_row_that_names_the_other_of_two_groups_of_one_key_repeats_nothing() {
    let row = |group: &str| {
        format!("1,康英,女,汉,1992-01-24,,大学,2020-03-01,2021-03-01,第一党支部,{group},19900000005,\n")
    };
    let rows = [row("第一小组"), row("第1小组")].concat();
    let mut both = office(BOOK);
    add_groups(&mut both, &["第一小组", "第1小组"]);
    let path = both.roster("二.csv", &rows);
    let preview = ask(&mut both, &path, &[]);
    assert_eq!(states(&preview), [RowState::Conflict, RowState::Conflict], "{preview:#?}");
    assert!(notes_of(&preview, 4).concat().contains("党小组却写得不同"), "{preview:#?}");
    assert!(!both.apply(&path).is_changed, "nobody joins one of them by guessing");
    let mut one = office(BOOK);
    add_groups(&mut one, &["第一小组"]);
    let path = one.roster("二.csv", &rows);
    let preview = ask(&mut one, &path, &[]);
    assert_eq!((preview.counts.new, preview.counts.duplicate), (1, 1), "{preview:#?}");
}

/// Likewise groups of one branch: each is meant by its own writing, and a row that writes a third is handed back.
#[test]
fn of_two_groups_of_one_key_the_written_one_is_meant() {
    let mut office = office(BOOK);
    add_groups(&mut office, &["第一小组", "第1小组"]);
    let row = |number: u32, name: &str, birth: &str, group: &str| {
        format!("{number},{name},女,汉,{birth},,大学,2020-03-01,2021-03-01,第一党支部,{group},,\n")
    };
    let rows = [
        row(1, "康英", "1992-01-24", "第一小组"),
        row(2, "韩超", "1955-07-30", "第1小组"),
        row(3, "乔敏", "1991-03-19", "第一党小组"),
        row(4, "易慧", "1970-05-02", "一小组"),
        "5,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,第一党支部,1小组,19900000099,\n"
            .to_owned(),
    ];
    let path = office.roster("二.csv", &rows.concat());
    let preview = ask(&mut office, &path, &[]);
    use RowState::{Conflict, New};
    assert_eq!(states(&preview), [New, New, New, Conflict, Conflict], "{preview:#?}");
    for row in [7, 8] {
        let said = notes_of(&preview, row).concat();
        assert!(said.contains("可以指第一小组或第1小组"), "{row}: {preview:#?}");
    }
    assert!(preview.new_organisations.is_empty(), "{preview:#?}");
    let applied = office.apply(&path);
    let places = office.all::<organisation::Organisation>();
    let group_of = |name: &str| {
        let person = office.person(name).id;
        let held = office.all::<Membership>().into_iter().find(|held| held.person_id == person).unwrap();
        let group = places.iter().find(|place| Some(place.id) == held.group_id);
        group.map(|group| group.name.clone())
    };
    let group = |name: &str| Some(name.to_owned());
    assert_eq!([group_of("康英"), group_of("韩超")], [group("第一小组"), group("第1小组")]);
    assert_eq!([group_of("乔敏"), group_of("谭敏")], [group("第一小组"), None]);

    let path = exported(&mut office);
    let preview = office.preview(&path);
    assert_eq!(preview.counts, counts(0, 0, 5, 0, 0), "what is exported is meant as it stands: {preview:#?}");
    office.desk.call(&HistoryUndo { change: applied.change }).unwrap();
    assert_eq!(office.all::<Person>().len(), 2);
}
