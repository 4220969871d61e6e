//! What the program writes it takes in again: the exported register changes nothing.

use std::collections::BTreeMap;

use branchbook_contract::intake::RowPage;
use branchbook_contract::member::{MemberEdit, MemberExport, MemberList, MemberPatch, PostAssign};
use branchbook_contract::organisation::PlaceAdd;
use branchbook_domain::code::{NewStratum, WorkPost};
use branchbook_ledger::table::organisation::PlaceKind;

use super::*;
use crate::folio::tests::act;
use crate::member::extra::stored_of;

/// What people write in words, with the signs of a Chinese text.
const WORDS: &str = "因病，住院（州医院）；女儿照料！";

/// A register without gaps, so that no row gives a reason for a warning.
const FILLED: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,第一党小组,19900441046、0873-3722400,喜欢书法
2,邱俊,男,汉族,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,第二党小组,19900971225,
3,易慧,女,哈尼族,1970-05,,初中,1992-03,1993-03,乙苑党支部,,19900000004,
4,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2026-02-18,预备,乙苑党支部,,19900301572,
";

fn export(office: &mut Desktop, reveal: bool) -> PathBuf {
    let command = MemberExport {
        list: MemberList { reveal, ..MemberList::default() },
        members: Vec::new(),
        out: office.dir.path().join(format!("导出-{reveal}.xlsx")).display().to_string(),
    };
    office.desk.call(&command).unwrap().body.path.into()
}

/// A book with a field of the office's own.
fn empty() -> Desktop {
    let mut office = Desktop::new();
    let values = [("label", "病情"), ("kind", "text"), ("choices", "")];
    office.desk.call(&act("fields", "add", None, &values)).unwrap();
    office
}

/// Everything that a roster does not say: post, place, stratum, address, own field, wide signs.
fn filled() -> Desktop {
    let mut office = empty();
    let path = office.roster("名册.csv", FILLED);
    assert_eq!(office.apply(&path).counts, counts(4, 0, 0, 0, 0));
    let place = PlaceAdd {
        kind: PlaceKind::Building,
        name: "3栋".into(),
        parent: None,
        organisation: None,
        from_on: None,
    };
    let place = office.desk.call(&place).unwrap().body.place;
    let member = office.person("谭敏").id;
    let patch = MemberPatch {
        address: Some(Some("银河路252号（3栋）1单元".into())),
        employer: Some(Some("某局（退休）　科长".into())),
        note: Some(Some(WORDS.into())),
        extra: [("病情".to_owned(), WORDS.to_owned())].into(),
        work_post: Some(WorkPost::read("退休人员")),
        new_stratum: Some(NewStratum::read("个体户")),
        place_id: Some(Some(place)),
        ..MemberPatch::default()
    };
    office.desk.call(&MemberEdit { member, patch, confirm_duplicate: false }).unwrap();
    let post = office.desk.book().unwrap().read(organisation::list).unwrap();
    let branch = post.iter().find(|one| one.name == "甲苑党支部").unwrap().id;
    let post = PostAssign {
        member,
        organisation: branch,
        title: "secretary".into(),
        is_full_time: false,
        from_on: None,
        note: None,
    };
    office.desk.call(&post).unwrap();
    office
}

/// What stands in the office's own fields, by their keys.
fn own(office: &Desktop, name: &str) -> BTreeMap<String, String> {
    let person = office.person(name).id;
    office.desk.book().unwrap().read(|reading| stored_of(reading, person)).unwrap()
}

#[test]
fn the_exported_register_changes_nothing_when_it_is_imported() {
    let mut office = filled();
    let path = export(&mut office, true);
    let preview = office.preview(&path);
    assert_eq!(preview.counts, counts(0, 0, 4, 0, 0), "{preview:#?}");
    assert_eq!((preview.attention_count, preview.findings.len()), (0, 0), "{preview:#?}");
    let read = |title: &str| {
        let found = preview.sheets[0].columns.iter().find(|column| column.title == title).unwrap();
        found.field.clone()
    };
    let own_key = own(&office, "谭敏").into_keys().next().unwrap();
    for (title, field) in [
        ("其他电话", Some("other_phone")),
        ("住址", Some("address")),
        ("工作岗位", Some("work_post")),
        ("新社会阶层", Some("new_stratum")),
        ("备注", Some("note")),
        ("服务岗位", None),
        ("党内职务", Some("post")),
        ("地点", Some("place")),
        ("病情", Some(own_key.as_str())),
    ] {
        assert_eq!(read(title).as_deref(), field, "{title}");
    }
    let head = office.desk.book().unwrap().head();
    assert!(!office.apply(&path).is_changed);
    assert_eq!(office.desk.book().unwrap().head(), head);
}

#[test]
fn a_masked_export_takes_nothing_away_from_the_register() {
    let mut office = filled();
    let said = || Some(Some("儿子13800001234，住明湖路10号1幢101室".to_owned()));
    let patch = MemberPatch { note: said(), employer: said(), ..MemberPatch::default() };
    let member = office.person("谭敏").id;
    office.desk.call(&MemberEdit { member, patch, confirm_duplicate: false }).unwrap();
    let path = export(&mut office, false);
    let before = office.all::<Person>();
    let preview = office.preview(&path);
    assert_eq!(preview.counts, counts(0, 0, 4, 0, 0), "{preview:#?}");
    office.apply(&path);
    assert_eq!(office.all::<Person>(), before);
}

#[test]
fn an_exported_register_fills_an_empty_book_with_the_same_people() {
    let mut office = filled();
    let path = export(&mut office, true);
    let mut other = empty();
    assert_eq!(other.apply(&path).counts.new, 4);
    assert_eq!(own(&other, "谭敏"), own(&office, "谭敏"));
    let known = |office: &Desktop| {
        let people = office.all::<Person>().into_iter().map(|person| person.value);
        let alike = people.map(|person| Person { uid: uuid::Uuid::nil(), place_id: None, ..person });
        let mut alike: Vec<Person> = alike.collect();
        alike.sort_by(|one, other| one.pinyin.cmp(&other.pinyin));
        alike
    };
    assert_eq!(known(&other), known(&office));
}

#[test]
fn a_preview_tells_no_number_that_stands_in_a_remark() {
    let mut office = filled();
    let path = office.file(
        "备注.csv",
        "姓名,所在支部,入党时间,备注,家中情况\n\
         谭敏,甲苑党支部,2015-04-20,家属电话13800001234,证件53259919920124021X\n\
         武英,甲苑党支部,1990-07-01,证件53259919920124021X，住明湖路10号1幢101室,母亲13800001234\n",
    );
    let page = RowPage { attention: false, state: None, offset: 0, limit: 10 };
    let command = IntakePreview {
        page: Some(page),
        ..IntakePreview::of(ImportKind::Roster, path.display().to_string())
    };
    let preview = office.desk.call(&command).unwrap().body;
    assert_eq!(preview.rows.len(), 2);
    let preview = serde_json::to_string(&preview).unwrap();
    assert!(preview.contains("家属电话138****1234") && preview.contains("住明湖路****"), "{preview}");
    for secret in ["13800001234", "53259919920124021X", "101室"] {
        assert!(!preview.contains(secret), "{secret}: {preview}");
    }
}
