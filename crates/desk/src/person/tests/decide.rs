//! Which pairs are offered, side by side, and what a person says of them.

use branchbook_contract::folio::FolioForm;

use super::*;
use crate::folio::tests::texts;

const NUMBER: &str = "532599199511258982";
const NEAR: &str = "532599199511258782";
const OTHER: &str = "532599199602023185";

#[test]
fn what_looks_like_one_person_is_offered_with_the_reason() {
    let mut office = Office::new();
    let text = |text: &str| Some(text.to_owned());
    let mut known = |name: &str, id: Option<&str>, birth: Option<&str>, phone: Option<&str>| {
        person(&mut office, name, |person| {
            person.id_number = id.and_then(text);
            person.birth_on = birth.map(|birth| birth.parse().unwrap());
            person.phone = phone.and_then(text);
        })
    };
    known("方娟", Some(NUMBER), None, None);
    known("方绢", Some(NUMBER), None, None);
    known("贾丹", Some(NUMBER.replace('9', "8").as_str()), None, Some("19900000001"));
    known("贾丹", Some(OTHER), None, Some("19900000001"));
    known("邱俊", Some(OTHER.replace('2', "1").as_str()), None, None);
    known("邱俊", None, None, None);
    known("陈爱民", None, Some("1960"), None);
    known("陈爱民", None, Some("1960-05"), None);
    known("邓雨桐", None, None, Some("0873-3700000、19900000002"));
    known("邓雨桐", None, Some("1980"), Some("199 0000 0002"));
    let page = duplicates(&mut office);
    let mut reasons: Vec<(&str, &str)> =
        (0..page.rows.len()).map(|row| (texts(&page, row)[0], texts(&page, row)[3])).collect();
    reasons.sort_unstable();
    assert_eq!(
        reasons,
        [
            ("方娟／方绢", "身份证号相同"),
            ("邓雨桐", "姓名相同，电话相同"),
            ("陈爱民", "姓名相同，出生日期相符")
        ]
    );
    person(&mut office, "方娟", |person| person.id_number = text(NEAR));
    assert_eq!(duplicates(&mut office).total, 4, "one place of the number is different");
    let json = serde_json::to_string(&duplicates(&mut office)).unwrap();
    assert!(!json.contains(NUMBER) && !json.contains("19900000002"), "masked");
}

#[test]
fn two_people_are_not_offered_again_until_it_is_taken_back() {
    let mut office = Office::new();
    let one = person(&mut office, "陈爱民", |person| person.birth_on = "1960".parse().ok());
    let other = person(&mut office, "陈爱民", |person| person.birth_on = "1960-05".parse().ok());
    let key = Some(Pair::of(one, other).key());
    let before = dump_of(&office);
    let done = office.call(&act("duplicates", "distinct", key, &[("note", "已对照证件")]));
    assert!(done.sentence.contains("不是同一人：陈爱民"), "{}", done.sentence);
    let page = duplicates(&mut office);
    let acts: Vec<&str> = page.rows[0].acts.iter().map(|button| button.act.as_str()).collect();
    assert_eq!((page.total, texts(&page, 0)[4]), (1, "不是同一人"));
    assert_eq!(acts, ["again", "history", "history_2"]);
    let names = office.call(&branchbook_contract::folio::FolioList::default());
    assert_eq!(names.iter().find(|name| name.folio == "duplicates").unwrap().count, 0);
    office.call(&act("duplicates", "again", key, &[]));
    assert_eq!(texts(&duplicates(&mut office), 0)[4], "待核对");
    office.call(&HistoryUndo { change: None });
    undo_to(&mut office, &before);
}

#[test]
fn the_two_stand_side_by_side_and_the_fuller_answer_is_proposed() {
    let mut office = Office::new();
    let one = office.member("陈爱民", |add| {
        add.draft.birth_on = "1960".parse().ok();
        add.draft.note = Some("老党员".into());
        add.draft.phone = Some("19900000001".into());
    });
    let other = person(&mut office, "陈爱民", |person| {
        person.birth_on = "1960-05-02".parse().ok();
        person.note = Some("退休教师".into());
        person.phone = Some("19900000002".into());
        person.education = Some("21".into());
    });
    let key = Pair::of(one, other).key();
    let page = show(&mut office, "duplicates", Some(key));
    let row = |title: &str| (0..page.rows.len()).find(|row| texts(&page, *row)[0] == title).unwrap();
    assert_eq!(texts(&page, row("出生日期"))[3], "不同");
    assert_eq!(texts(&page, row("手机")), ["手机", "199****0001", "199****0002", "不同"]);
    assert_eq!(texts(&page, row("学历"))[3], "只有一边有");
    assert!(page.facts[0].text.contains("隶属关系 1"), "{:?}", page.facts);
    let form = FolioForm {
        folio: "duplicates".into(),
        act: "merge".into(),
        row: Some(key),
        subject: None,
        ..Default::default()
    };
    let form = office.call(&form);
    let value =
        |key: &str| form.fields.iter().find(|field| field.key == key).map(|field| field.value.clone());
    assert_eq!(value("stands").as_deref(), Some("left"), "the member stands");
    assert_eq!(value("birth_on").as_deref(), Some("right"), "the day known whole");
    assert_eq!(value("note").as_deref(), Some("both"));
    assert_eq!(value("education"), None, "what only one knows is not asked");
    office.call(&merging(one, other, &[("phone", "left")]));
    let stands = office.desk.book().unwrap().read(|reading| reading.require::<Person>(one)).unwrap();
    assert_eq!(stands.birth_on.unwrap().to_string(), "1960-05-02");
    assert_eq!(stands.note.as_deref(), Some("老党员；退休教师"));
    assert_eq!((stands.phone.as_deref(), stands.education.as_deref()), (Some("19900000001"), Some("21")));
}
