//! Columns that no title gives away, and how sure it is what they hold.

use branchbook_contract::import::{ImportMappingForget, ImportMappingList};
use branchbook_contract::intake::{Confidence, SourceColumn};

use super::*;

fn column(preview: &Preview, at: usize) -> (&str, Option<&str>, Confidence) {
    let column: &SourceColumn = &preview.sheets[0].columns[at];
    (&column.title, column.field.as_deref(), column.confidence)
}

#[test]
fn a_title_that_contains_a_known_one_is_recognised_with_its_reason() {
    let mut office = Desktop::new();
    let text = "姓名,党员所在支部(全称),本人联系电话(手机)必填,入党介绍人,个人公民身份号码填写\n\
谭敏,甲苑党支部,19900441046,邱俊,53259919920124880X\n乔敏,甲苑党支部,19900301572,邱俊,53259919910319078X\n";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    let columns: Vec<_> = (0..5).map(|at| column(&preview, at)).collect();
    assert_eq!(columns[0], ("姓名", Some("name"), Confidence::Certain));
    assert_eq!(
        (columns[1].1, columns[2].1, columns[4].1),
        (Some("branch"), Some("phone"), Some("id_number"))
    );
    assert_eq!((columns[2].2, columns[4].2), (Confidence::Likely, Confidence::Likely));
    assert_eq!(columns[3].1, None, "who introduced somebody is not that person");
    let told = &preview.sheets[0].columns[4];
    assert_eq!(told.reason, "标题含有“公民身份号码”，内容像身份证号（100%）");
    assert_eq!(told.samples, ["5325**********880X", "5325**********078X"]);
    assert_eq!(preview.counts, counts(2, 0, 0, 0, 0), "{preview:#?}");
}

#[test]
fn a_file_without_titles_is_read_by_its_content() {
    let mut office = Desktop::new();
    let text = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,19900441046\n\
2,邱俊,男,汉族,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,19900971225\n\
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,乙苑党支部,19900301572\n";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    assert_eq!(preview.sheets[0].header_row, 0);
    let fields: Vec<_> = preview.sheets[0].columns.iter().map(|column| column.field.as_deref()).collect();
    let expected = [
        None,
        Some("name"),
        Some("sex"),
        Some("nation"),
        Some("birth"),
        Some("id_number"),
        Some("education"),
        Some("joined"),
        Some("became_full"),
        Some("branch"),
        Some("phone"),
    ];
    assert_eq!(fields, expected, "{preview:#?}");
    assert!(preview.sheets[0].columns[7].reason.contains("按先后判断"));
    assert_eq!(preview.counts, counts(3, 0, 0, 0, 0), "{preview:#?}");
    office.apply(&path);
    assert_eq!(office.person("邱俊").joined_on, Some("2014-05-28".parse().unwrap()));
    assert_eq!(office.branch_of("乔敏"), "乙苑党支部");
}

#[test]
fn a_title_that_its_content_belies_is_to_be_looked_at() {
    let mut office = Desktop::new();
    let text = "姓名,所在支部,身份证号,联系电话\n谭敏,甲苑党支部,19900441046,a\n\
乔敏,甲苑党支部,19900301572,b\n邱俊,甲苑党支部,19900971225,c\n";
    let path = office.file("一.csv", text);
    let preview = office.preview(&path);
    assert_eq!(column(&preview, 2), ("身份证号", Some("id_number"), Confidence::Unsure));
    assert_eq!(preview.sheets[0].columns[2].reason, "标题相同，但内容只有 0% 像身份证号");
}

#[test]
fn an_assignment_serves_near_shapes_until_it_is_forgotten() {
    let mut office = Desktop::new();
    let text = "姓名,归口,入伍,身份证号\n谭敏,甲苑,x,53259919920124880X\n";
    let path = office.file("一.csv", text);
    let columns = vec![ColumnChoice { title: "归口".into(), field: Some("branch".into()) }];
    office.desk.call(&office.command(&path, columns)).unwrap();
    let near = office.file("二.csv", "姓名,归口,身份证号,备注\n乔敏,甲苑,53259919910319078X,x\n");
    let preview = office.preview(&near);
    assert!(preview.sheets[0].is_mapping_saved, "{preview:#?}");
    assert_eq!(preview.counts.new, 1);
    let list = office.desk.call(&ImportMappingList {}).unwrap().body;
    assert_eq!((list.len(), list[0].assigned.as_slice()), (1, ["归口：所在支部".to_owned()].as_slice()));
    let forget = ImportMappingForget { mapping: list[0].mapping };
    office.desk.call(&forget).unwrap();
    assert!(office.desk.call(&ImportMappingList {}).unwrap().body.is_empty());
    assert!(!office.preview(&near).sheets[0].is_mapping_saved);
    assert!(office.desk.call(&forget).is_err(), "twice is refused");
    office.desk.call(&HistoryUndo { change: None }).unwrap();
    assert!(office.preview(&near).sheets[0].is_mapping_saved, "what was forgotten can be had back");
}

#[test]
fn the_name_of_a_unit_is_not_doubted_for_being_no_name_of_a_person() {
    let mut office = Desktop::new();
    let text = "单位名称,联系人,应到本社区报到数\n市税务局,谭敏,9\n市图书馆,邱俊,3\n州文化馆,乔敏,4\n";
    let path = office.file("单位.csv", text);
    let command = IntakePreview::of(ImportKind::Units, path.display().to_string());
    let preview = office.desk.call(&command).unwrap().body;
    assert_eq!(column(&preview, 0), ("单位名称", Some("name"), Confidence::Certain));
    assert_eq!(preview.sheets[0].columns[0].reason, "标题相同");
    // Where people are named, units under the title are a doubt.
    let people = office.file("名册.csv", "姓名,身份证号\n市税务局,1\n市图书馆,2\n州文化馆,3\n");
    let preview = office.preview(&people);
    assert_eq!(column(&preview, 0), ("姓名", Some("name"), Confidence::Unsure));
}
