//! The imports of units and report-ins through the intake, from files as offices send them.

use branchbook_contract::intake::{
    About, Applied, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowCounts, RowState,
};
use branchbook_contract::report_in::{ReportInList, ReportInReturn};
use branchbook_domain::key::{PersonId, UnitId};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::ReportIn;
use proptest::prelude::*;

use crate::unit::office::{Office, day};

const UNITS: &str = "单位名称,单位性质,党组织书记,联系人,联系电话,在职党员数,应到本社区报到数,名册日期\n\
    市税务局,机关,侯卫东,许丽华,0873-3781352,89,2,2026-09-30\n\
    市 图书馆,事业单位,阎建华,任静,0873-3709778,54,43,2026.9.30\n\
    州文化馆,事业单位,许军,吕丽华,,69,四十六,2026-09-30\n";

const REPORT_INS: &str = "序号,姓名,性别,身份证号码,工作单位,职务,手机号,居住小区,特长,意向服务岗位,报到日期\n\
    1,方娟,女,532599199511258982\t,市税务局,科员,19900006538,锦华苑,水电维修、文艺,安全巡逻岗,2025-10-21\n\
    2,解子涵,女,532599199602023185\t,市税务局,职工,19900807566,银河里,信息技术,助困就业岗,2026年2月22日\n\
    3,汪晓岚,女,532599197204223166\t,市税务局,职工,19900790325,银河里,,助困就业岗,2026/3/26\n\
    4,方娟,女,532599199511258982\t,市税务局,科员,19900006538,锦华苑,,安全巡逻岗,2025-10-21\n\
    5,曹玉梅,女,532599199303125544\t,市水务产业公司,医生,19900937539,元亨商街,,,2027-06-16\n\
    6,罗艳,女,532599196701073889\t,州住建局,职工,19900934714,锦华苑,教育,,2025/4/5\n";

fn import(office: &mut Office, kind: ImportKind, text: &str) -> Applied {
    let path = office.dir.path().join("file.csv");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    office.ask(&IntakeApply::of(kind, path))
}

/// In the order of `RowState::ALL` without 重复, which is said where there is one.
fn states(counts: &RowCounts) -> [u32; 5] {
    [counts.new, counts.update, counts.same, counts.conflict, counts.refused]
}

#[test]
fn units_come_with_their_numbers_and_the_same_file_again_changes_nothing() {
    let mut office = Office::on("2026-10-31");
    let first = import(&mut office, ImportKind::Units, UNITS);
    assert_eq!(states(&first.counts), [2, 0, 0, 0, 1], "{:?}", first.attention);
    assert!(first.attention.iter().any(|row| row.notes.iter().any(|note| note.contains("四十六"))));
    assert!(first.findings[0].contains("合计 45 人"), "{:?}", first.findings);
    let page = office.units_on("2026-10-31");
    assert_eq!((page.totals.units, page.totals.expected), (2, 45));
    assert_eq!(page.rows[0].stated_on, Some(day("2026-09-30")));

    let again = import(&mut office, ImportKind::Units, UNITS);
    assert_eq!(states(&again.counts), [0, 0, 2, 0, 1]);
    assert!(!again.is_changed);

    let newer = UNITS.replace(",2,2026-09-30", ",3,2026-10-20");
    let newer = import(&mut office, ImportKind::Units, &newer);
    assert_eq!(states(&newer.counts), [0, 1, 1, 0, 1]);
    assert_eq!(office.units_on("2026-10-31").rows[0].expected, Some(3));
    assert_eq!(office.units_on("2026-10-19").rows[0].expected, Some(2));
    office.assert_sound();
}

#[test]
fn report_ins_come_with_units_and_posts_and_the_same_file_again_changes_nothing() {
    let mut office = Office::on("2026-10-31");
    import(&mut office, ImportKind::Units, UNITS);
    let first = import(&mut office, ImportKind::ReportIns, REPORT_INS);
    assert_eq!(states(&first.counts), [4, 0, 0, 0, 1], "{:?}", first.attention);
    assert_eq!(first.counts.duplicate, 1, "a row that says less of the same person");
    let has = |words: &str| first.findings.iter().any(|finding| finding.contains(words));
    assert!(has("新增单位「州住建局」：单位未登记应报到数"), "{:?}", first.findings);
    assert!(!has("新增单位「市水务产业公司」"), "a unit is not made for a refused row");
    assert!(has("多 1 人"), "{:?}", first.findings);

    let page = office.ask(&ReportInList::default());
    let days: Vec<String> = page.rows.iter().map(|row| row.reported_on.to_string()).collect();
    assert_eq!(days, ["2026-03-26", "2026-02-22", "2025-10-21", "2025-04-05"]);
    assert_eq!(page.rows[2].posts.as_deref(), Some("安全巡逻岗"));
    assert_eq!(page.rows.iter().filter(|row| row.posts.is_none()).count(), 1);
    let units = office.units_on("2026-10-31").rows;
    let over = units.iter().filter(|unit| unit.expected.is_some_and(|owed| unit.reported > owed));
    assert_eq!(over.map(|unit| (unit.reported, unit.claims)).collect::<Vec<_>>(), [(3, 3)]);

    let again = import(&mut office, ImportKind::ReportIns, REPORT_INS);
    assert_eq!((states(&again.counts), again.counts.duplicate), ([0, 0, 4, 0, 1], 1));
    assert!(!again.is_changed);
    office.assert_sound();
}

#[test]
fn a_whole_import_is_taken_back_by_one_undo() {
    let mut office = Office::on("2026-10-31");
    import(&mut office, ImportKind::ReportIns, REPORT_INS);
    assert_eq!(office.ask(&ReportInList::default()).total, 4);
    office.undo();
    assert_eq!(office.ask(&ReportInList::default()).total, 0);
    assert_eq!(office.units_on("2026-10-31").rows, []);
    office.assert_sound();
}

#[test]
fn a_later_register_updates_words_and_hands_back_what_contradicts() {
    let mut office = Office::on("2026-10-31");
    import(&mut office, ImportKind::ReportIns, REPORT_INS);
    let gone =
        office.ask(&ReportInList { text: "汪晓岚".into(), ..ReportInList::default() }).rows[0].report_in;
    office.ask(&ReportInReturn { report_in: gone, on: day("2026-10-20"), reason: "迁居".into() });
    let later = REPORT_INS
        .replace("信息技术,助困就业岗", "信息技术,法律服务岗")
        .replace("市税务局,科员,19900006538", "市图书馆,科员,19900006538")
        .replace("2025/4/5", "2025/4/6");
    let later = import(&mut office, ImportKind::ReportIns, &later);
    assert_eq!(states(&later.counts), [0, 1, 1, 2, 1], "{:?}", later.attention);
    let reasons: Vec<&str> =
        later.attention.iter().flat_map(|row| row.notes.iter().map(String::as_str)).collect();
    let has = |words: &str| reasons.iter().any(|reason| reason.contains(words));
    assert!(has("从「市税务局」报到，尚未返回") && has("台账中的报到日期是 2025-04-05"), "{reasons:?}");
    assert!(has("已于 2026-10-20 返回，未改动"), "{reasons:?}");
    let found = office.ask(&ReportInList { text: "解子涵".into(), ..ReportInList::default() });
    assert_eq!(found.rows[0].posts.as_deref(), Some("助困就业岗、法律服务岗"));
    office.assert_sound();
}

#[test]
fn one_person_in_several_rows_stays_one() {
    let mut office = Office::on("2026-10-31");
    let text = "姓名,身份证号码,工作单位,手机号,报到日期,备注\n\
        方娟（困难）,532599199511258982,市税务局,19900006538,2025-10-21,\n\
        方娟,,市税务局,19900006538,2025-10-21,\n\
        方娟,,市税务局,,2025-10-21,\n\
        汪晓岚,,州住建局,,2026-03-26,\n";
    let first = import(&mut office, ImportKind::ReportIns, text);
    assert_eq!(
        (states(&first.counts), first.counts.duplicate),
        ([2, 0, 0, 0, 0], 2),
        "{:?}",
        first.attention
    );
    assert_eq!(office.ask(&ReportInList::default()).total, 2);
    let again = import(&mut office, ImportKind::ReportIns, text);
    assert_eq!(
        (states(&again.counts), again.counts.duplicate),
        ([0, 0, 2, 0, 0], 2),
        "{:?}",
        again.attention
    );
    assert!(!again.is_changed, "nor does a row of name and unit make somebody new each time");
    let mistyped = "姓名,身份证号码,工作单位,手机号,报到日期\n方娟,532599199511258983,市税务局,,2025-10-21\n";
    let mistyped = import(&mut office, ImportKind::ReportIns, mistyped);
    assert_eq!(states(&mistyped.counts), [0, 0, 0, 1, 0], "{:?}", mistyped.attention);
    assert!(mistyped.attention[0].notes.iter().any(|note| note.contains("可能是写错了")));
    office.assert_sound();
}

/// Rows that say the same of one person in other writings, some with a word behind the name.
const WRITINGS: [&str; 8] = [
    "方娟（困难）,532599199511258982,市税务局,科 员,19900006538,2025-10-21",
    "方娟,532599199511258982,市税务局,科员,19900006538,2025年10月21日",
    "方 娟,532599199511258982,市 税务局,,,2025/10/21",
    "解子涵(党员),532599199602023185,市税务局,职工,19900807566,2026-02-22",
    "解子涵（退役军人）,532599199602023185,市税务局,职工,19900807566,2026-02-22",
    "汪晓岚,,州住建局,职工,19900790325,2026-03-26",
    "汪晓岚,,州住建局,职 工,19900790325,2026-03-26",
    "罗艳,,州住建局（机关）,,,2025-04-05",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    /// Which row is taken, and with it what is written, does not depend on where the rows stand.
    #[test]
    fn report_ins_are_the_same_in_any_order_of_the_rows(rows in Just(WRITINGS.to_vec()).prop_shuffle()) {
        let taken = |rows: &[&str]| {
            let mut office = Office::on("2026-10-31");
            let text = format!("姓名,身份证号码,工作单位,职务,手机号,报到日期\n{}\n", rows.join("\n"));
            let applied = import(&mut office, ImportKind::ReportIns, &text);
            let book = office.desk.book().unwrap();
            let all = book.read(|reading| reading.all::<ReportIn>()).unwrap();
            let mut told: Vec<String> = all
                .into_iter()
                .map(|one| ReportIn { uid: uuid::Uuid::nil(), person_id: PersonId(0), unit_id: UnitId(0), ..one.value })
                .map(|one| format!("{one:?}"))
                .collect();
            let people = book.read(|reading| reading.all::<Person>()).unwrap();
            told.extend(people.into_iter().map(|one| format!("{:?}", Person { uid: uuid::Uuid::nil(), ..one.value })));
            told.sort();
            (told, states(&applied.counts), applied.counts.duplicate)
        };
        prop_assert_eq!(taken(&rows), taken(&WRITINGS));
    }
}

#[test]
fn a_word_behind_the_name_is_kept_and_two_words_are_asked_about() {
    let mut office = Office::on("2026-10-31");
    let text = format!("姓名,身份证号码,工作单位,职务,手机号,报到日期\n{}\n", WRITINGS.join("\n"));
    let applied = import(&mut office, ImportKind::ReportIns, &text);
    assert_eq!(
        (states(&applied.counts), applied.counts.duplicate),
        ([3, 0, 0, 2, 0], 3),
        "{:?}",
        applied.attention
    );
    let fang = office.ask(&ReportInList { text: "方娟".into(), ..ReportInList::default() });
    assert_eq!(fang.rows.len(), 1);
    let notes = office.desk.book().unwrap().read(|reading| reading.all::<ReportIn>()).unwrap();
    assert!(notes.iter().any(|one| one.note.as_deref() == Some("困难")), "{notes:?}");
    let asked: Vec<&str> =
        applied.attention.iter().flat_map(|row| row.notes.iter().map(String::as_str)).collect();
    assert!(asked.iter().any(|note| note.contains("姓名旁边的说明却写得不同")), "{asked:?}");
}

/// Asks for a file of a kind with nothing decided.
fn asking(office: &Office, kind: ImportKind, text: &str) -> IntakePreview {
    let path = office.dir.path().join("file.csv");
    std::fs::write(&path, text).unwrap();
    IntakePreview::of(kind, path.display().to_string())
}

/// The same with answers to rows.
fn with(asked: &IntakePreview, answers: &[(u32, &str)]) -> IntakePreview {
    let decision = |(row, choice): &(u32, &str)| Decision {
        about: About::Row { sheet: String::new(), row: *row },
        choice: (*choice).to_owned(),
        day: None,
    };
    IntakePreview { decisions: answers.iter().map(decision).collect(), ..asked.clone() }
}

fn row_states(preview: &Preview) -> Vec<RowState> {
    preview.first.iter().map(|row| row.state).collect()
}

/// What can be chosen for a row.
fn offered(preview: &Preview, at: usize) -> Vec<&str> {
    preview.first[at].choices.iter().map(|choice| choice.key.as_str()).collect()
}

/// Chooses whatever any row offers, and whatever is offered then: no row refuses its own answer.
fn walk(office: &mut Office, asked: &IntakePreview, depth: u32) {
    let preview = office.ask(asked);
    for view in preview.first.iter().filter(|_| depth > 0) {
        let about = About::Row { sheet: view.sheet.clone(), row: view.row };
        for choice in &view.choices {
            let mut next = asked.clone();
            next.decisions.retain(|known| known.about != about);
            next.decisions.push(Decision { about: about.clone(), choice: choice.key.clone(), day: None });
            match office.desk.call(&next) {
                Ok(_) => walk(office, &next, depth - 1),
                Err(error) => {
                    let own = format!("第 {} 行选定的处理", view.row);
                    assert!(!error.message.contains(&own), "{error} {:?}", next.decisions);
                }
            }
        }
    }
}

#[test]
fn no_row_refuses_an_answer_about_its_unit_that_it_has_offered() {
    let units = "单位名称,单位性质,联系人,联系电话,应到本社区报到数\n\
        税务局,机关,许丽华,0873-3781352,2\n\
        区税务局,机关,许丽华,0873-3781353,2\n";
    let report_ins = "姓名,身份证号码,工作单位,手机号,报到日期\n\
        方娟,532599199511258982,税务局,19900006538,2025-10-21\n\
        方娟,532599199511258982,区税务局,19900006539,2025-10-21\n";
    for (kind, text) in [(ImportKind::Units, units), (ImportKind::ReportIns, report_ins)] {
        let mut office = Office::on("2026-10-31");
        let meant = format!("unit:{}", office.unit("区税务局", None).0);
        let asked = asking(&office, kind, text);
        let chosen = office.ask(&with(&asked, &[(2, meant.as_str())]));
        assert_eq!(row_states(&chosen), [RowState::Conflict; 2], "{kind:?}: which of two rows counts");
        let taken = format!("{meant}+take");
        assert!(offered(&chosen, 0).contains(&taken.as_str()), "{:?}", offered(&chosen, 0));
        let chosen = office.ask(&with(&asked, &[(2, taken.as_str())]));
        assert_eq!(row_states(&chosen)[1], RowState::Duplicate, "{kind:?}");
        assert_eq!(chosen.first[0].chosen, taken, "{kind:?}");
        walk(&mut office, &asked, 3);
    }
}

#[test]
fn one_answer_about_a_unit_holds_for_every_row_of_its_name() {
    let mut office = Office::on("2026-10-31");
    let meant = format!("unit:{}", office.unit("区税务局", None).0);
    let text = "姓名,身份证号码,工作单位,手机号,报到日期\n\
        方娟,,税务局,19900006538,2025-10-21\n\
        解子涵,,税 务局,19900807566,2026-02-22\n\
        汪晓岚,,税务局,19900790325,2026-03-26\n";
    let asked = asking(&office, ImportKind::ReportIns, text);
    use RowState::{Conflict, New};
    let open = office.ask(&asked);
    assert_eq!(row_states(&open), [Conflict; 3]);
    let of_all = open.kinds.iter().find(|kind| kind.state == Conflict).unwrap();
    let of_all: Vec<&str> = of_all.choices.iter().map(|choice| choice.key.as_str()).collect();
    assert_eq!(of_all, ["leave"], "which unit is meant is no matter of all rows of a state");

    let one = with(&asked, &[(3, meant.as_str())]);
    let chosen = office.ask(&one);
    assert_eq!(row_states(&chosen), [New; 3]);
    for at in [0, 2] {
        let notes = chosen.first[at].notes.concat();
        assert!(
            notes.contains("与第 3 行写的是同一个名称") && notes.contains("按台账里的「区税务局」读入"),
            "{notes}"
        );
        assert_eq!(chosen.first[at].chosen, meant);
    }
    let own = office.ask(&with(&asked, &[(3, meant.as_str()), (4, "new")]));
    assert_eq!(row_states(&own), [Conflict, New, New], "two answers say nothing of a third row");

    office.ask(&IntakeApply { decisions: one.decisions, ..IntakeApply::of(ImportKind::ReportIns, one.path) });
    let page = office.units_on("2026-10-31");
    assert_eq!((page.rows.len(), page.rows[0].reported), (1, 3));
    office.assert_sound();
}

#[test]
fn a_new_unit_under_two_names_is_no_matter_of_all_rows_of_a_state() {
    let mut office = Office::on("2026-10-31");
    let text = "单位名称,单位性质,联系人,联系电话,应到本社区报到数\n供电所,企业,,,2\n区供电所,企业,,,2\n";
    let asked = asking(&office, ImportKind::Units, text);
    let preview = office.ask(&asked);
    assert_eq!(offered(&preview, 0), ["as:区供电所", "new", "leave"]);
    let of_all = preview.kinds.iter().find(|kind| kind.state == RowState::Conflict).unwrap();
    assert!(of_all.choices.iter().all(|choice| choice.key == "leave"), "{:?}", of_all.choices);
    let left = office.ask(&with(&asked, &[(2, "as:区供电所"), (3, "leave")]));
    assert_eq!(row_states(&left), [RowState::New, RowState::Left], "the answer stands without the other row");
}

#[test]
fn units_are_offered_in_the_order_of_the_book() {
    let mut office = Office::on("2026-10-31");
    let names =
        ["区税务局", "市税务局", "州税务局", "省税务局", "县税务局", "镇税务局", "东税务局", "西税务局"];
    let mut expected: Vec<String> =
        names.iter().map(|name| format!("unit:{}", office.unit(name, None).0)).collect();
    expected.extend(["new".to_owned(), "leave".to_owned()]);
    let text = "单位名称,单位性质,联系人,联系电话,应到本社区报到数\n税务局,机关,,,2\n";
    let asked = asking(&office, ImportKind::Units, text);
    assert_eq!(offered(&office.ask(&asked), 0), expected);
}

#[test]
fn a_unit_that_is_read_by_another_name_says_so_and_two_branches_of_one_are_asked_about() {
    let mut office = Office::on("2026-10-31");
    office.unit("区税务局", None);
    office.unit("供电所", None);
    let text = "姓名,身份证号码,工作单位,手机号,报到日期\n\
        方娟,,区税务局（机关）,19900006538,2025-10-21\n\
        解子涵,,供电所（东区）,19900807566,2026-02-22\n\
        汪晓岚,,供电所（西区）,19900790325,2026-03-26\n";
    let asked = asking(&office, ImportKind::ReportIns, text);
    let preview = office.ask(&asked);
    use RowState::{Conflict, New};
    assert_eq!(row_states(&preview), [New, Conflict, Conflict]);
    let notes = preview.first[0].notes.concat();
    assert!(notes.contains("按台账里的「区税务局」读入"), "{notes}");
}

/// Notes of all rows with one.
fn notes(applied: &Applied) -> Vec<&str> {
    applied.attention.iter().flat_map(|row| row.notes.iter().map(String::as_str)).collect()
}

#[test]
fn rows_that_say_the_same_in_other_writings_contradict_nothing() {
    let mut office = Office::on("2026-10-31");
    let units = "单位名称,联系电话,应到本社区报到数,名册日期\n\
        市税务局,(0873)3781352,30,2026-09-30\n市税务局,0873-3781352,30人,2026.9.30\n";
    let applied = import(&mut office, ImportKind::Units, units);
    assert_eq!((states(&applied.counts), applied.counts.duplicate), ([1, 0, 0, 0, 0], 1), "{applied:?}");
    let report_ins = "姓名,性别,身份证号码,工作单位,手机号,报到日期\n\
        谭敏,女,53259919920124880X,市税务局,199-0000-6538,2025-10-21\n\
        谭敏,女性,53259919920124880x,市税务局,19900006538,2025年10月21日\n";
    let applied = import(&mut office, ImportKind::ReportIns, report_ins);
    assert_eq!((states(&applied.counts), applied.counts.duplicate), ([1, 0, 0, 0, 0], 1), "{applied:?}");
}

#[test]
fn only_fields_that_contradict_are_named_and_a_blank_cell_contradicts_nothing() {
    let mut office = Office::on("2026-10-31");
    let units = "单位名称,联系人,联系电话,应到本社区报到数,名册日期\n\
        市税务局,许丽华,0873-3781352,30,2026-09-30\n市税务局,,0873-3781352,40,2026-09-30\n\
        市图书馆,任静,,43,2026-09-30\n市图书馆,,0873-3709778,43,2026-09-30\n";
    let applied = import(&mut office, ImportKind::Units, units);
    assert_eq!(states(&applied.counts), [0, 0, 0, 4, 0], "{applied:?}");
    let told = notes(&applied);
    let of_row = |row: &str| *told.iter().find(|note| note.starts_with(row)).unwrap();
    let first = of_row("第 2 行");
    assert!(first.contains("同一单位，应报到本社区报到数却写得不同"), "{first}");
    assert!(of_row("第 4 行").contains("联系人、联系电话只有其中一行写了"), "{told:?}");
}
