//! Fields of the office's own: recognised by their title, read by their kind, written, and changed by a later file.

use super::*;
use crate::folio::tests::act;
use crate::member::extra::stored_of;

const ROWS: &str = "\
1,谭敏,1992-01-24,甲苑党支部,云南个旧,中级,2015年4月
2,邱俊,1978-01-20,甲苑党支部,—,特级,
";

fn office() -> Desktop {
    let mut office = Desktop::new();
    for (label, kind, choices) in
        [("籍贯", "text", ""), ("技术职务", "choice", "高级\n中级"), ("参加工作时间", "day", "")]
    {
        let values = [("label", label), ("kind", kind), ("choices", choices)];
        office.desk.call(&act("fields", "add", None, &values)).unwrap();
    }
    office
}

fn file(office: &Desktop, name: &str, rows: &str) -> PathBuf {
    let titles = "序号,姓名,出生年月,所在支部,籍贯,技术职务,参加工作时间";
    office.file(name, &format!("{titles}\n{rows}"))
}

fn own(office: &Desktop, name: &str) -> Vec<String> {
    let person = office.person(name).id;
    let stored = office.desk.book().unwrap().read(|reading| stored_of(reading, person)).unwrap();
    stored.into_values().collect()
}

#[test]
fn own_fields_come_in_by_their_titles_and_change_with_a_later_file() {
    let mut office = office();
    let path = file(&office, "名册.csv", ROWS);
    let preview = office.preview(&path);
    assert!(preview.fields.iter().any(|field| field.title == "籍贯"), "it can be assigned by hand");
    let doubts: Vec<&String> = preview.attention.iter().flat_map(|row| &row.notes).collect();
    assert!(doubts.iter().any(|note| note.contains("没有“特级”这一项")), "{doubts:?}");
    assert_eq!(office.apply(&path).counts.new, 2);
    assert_eq!(own(&office, "谭敏"), ["云南个旧", "中级", "2015-04"]);
    assert_eq!(own(&office, "邱俊"), Vec::<String>::new(), "a blank and what is unknown say nothing");
    let same = office.preview(&path);
    assert_eq!((same.counts.same, same.counts.update), (2, 0), "{same:#?}");
    let later = file(&office, "后来.csv", &ROWS.replace("中级", "高级"));
    let update = office.preview(&later);
    assert_eq!(update.counts.update, 1, "{update:#?}");
    office.apply(&later);
    assert_eq!(own(&office, "谭敏"), ["云南个旧", "高级", "2015-04"]);
    office.desk.call(&HistoryUndo { change: None }).unwrap();
    assert_eq!(own(&office, "谭敏"), ["云南个旧", "中级", "2015-04"]);
}

#[test]
fn a_title_in_full_width_is_found_again_and_an_own_field_is_kept_like_any_other() {
    let mut office = Desktop::new();
    let values = [("label", "档次（元）"), ("kind", "text"), ("choices", "")];
    office.desk.call(&act("fields", "add", None, &values)).unwrap();
    let table =
        |said: &str| format!("姓名,出生年月,所在支部,档次（元）\n谭敏,1992-01-24,甲苑党支部,{said}\n");
    let path = office.file("名册.csv", &table("五"));
    office.apply(&path);
    assert_eq!(own(&office, "谭敏"), ["五"]);
    let later = office.file("后来.csv", &table("六"));
    let row = office.preview(&later).first[0].clone();
    assert_eq!(row.choices[0].key, "keep", "{row:#?}");
    let kept = Decision { about: About::State(RowState::Update), choice: "keep".to_owned(), day: None };
    let command = IntakeApply { decisions: vec![kept], ..office.command(&later, Vec::new()) };
    office.desk.call(&command).unwrap();
    assert_eq!(own(&office, "谭敏"), ["五"], "以台账为准");
    office.apply(&later);
    assert_eq!(own(&office, "谭敏"), ["六"]);
}

#[test]
fn what_was_written_in_full_width_is_kept_so_and_in_half_width_is_nothing_new() {
    let mut office = Desktop::new();
    let values = [("label", "病情"), ("kind", "text"), ("choices", "")];
    office.desk.call(&act("fields", "add", None, &values)).unwrap();
    let table = |education: &str, said: &str| {
        format!("姓名,出生年月,所在支部,文化程度,病情\n谭敏,1992-01-24,甲苑党支部,{education},{said}\n")
    };
    let (wide, narrow) = ("因病，住院（州医院）", "\"因病,住院(州医院)\"");
    let path = office.file("名册.csv", &table("大专", wide));
    office.apply(&path);
    assert_eq!(own(&office, "谭敏"), [wide]);
    for said in [wide, narrow] {
        let again = office.file("再.csv", &table("大专", said));
        assert_eq!(office.preview(&again).counts, counts(0, 0, 1, 0, 0), "{said}");
    }
    let later = office.file("后来.csv", &table("大学", narrow));
    let row = office.preview(&later).first[0].clone();
    assert_eq!(row.changes.len(), 1, "{row:#?}");
    office.apply(&later);
    assert_eq!(own(&office, "谭敏"), [wide], "nothing is written that nobody has seen");
}
