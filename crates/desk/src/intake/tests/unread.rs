//! What stands in a file and is not read: told before and after, and nobody who stands there is missing.

use branchbook_workbook::{Body, Book, Column, Creation, Out, Sheet, header, write};

use super::*;

const BOOK: &str = "\
1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,,19900441046,
2,邱俊,男,汉,1978-01-20,532599197801204078,研究生,2014-05-28,2015-05-28,甲苑党支部,,19900971225,
3,乔敏,女,汉,1991-03-19,53259919910319078X,大专,2021-02-18,2022-02-18,甲苑党支部,,19900301572,
4,韩超,男,汉,1955-07-30,532599195507301097,高中,1987-02-25,1988-02-25,甲苑党支部,,19900000006,
";

fn office() -> Desktop {
    register_of(BOOK, 4)
}

fn missing(preview: &Preview) -> Vec<&str> {
    preview.missing.iter().map(|missing| missing.who.as_str()).collect()
}

/// A web page called a spreadsheet, in which a row can be hidden.
fn page(office: &Desktop, rows: &[(&str, bool)]) -> PathBuf {
    let row = |(texts, is_hidden): &(&str, bool)| {
        let cells: String = texts.split(',').map(|text| format!("<td>{text}</td>")).collect();
        let style = if *is_hidden { " style=\"display:none\"" } else { "" };
        format!("<tr{style}>{cells}</tr>")
    };
    let rows: String = rows.iter().map(row).collect();
    office.file("表.xls", &format!("<html><body><table>{rows}</table></body></html>"))
}

#[test]
fn whoever_stands_in_a_hidden_row_is_not_missing_and_cannot_be_declared_dead() {
    let mut office = office();
    let path = page(
        &office,
        &[
            ("姓名,身份证号,所在支部", false),
            ("谭敏,53259919920124880X,甲苑党支部", false),
            ("邱俊,532599197801204078,甲苑党支部", true),
        ],
    );
    let preview = office.preview(&path);
    assert_eq!(missing(&preview), ["乔敏", "韩超"], "{preview:#?}");
    let found = |words: &str| preview.findings.iter().any(|finding| finding.contains(words));
    assert!(found("没有读的党员 1 人（隐藏的行，或缺姓名的行）：邱俊"), "{:?}", preview.findings);
    assert!(found("隐藏的第 3 行"), "{:?}", preview.findings);
    assert!(preview.sentence.contains("隐藏的行 1 行没有读取"), "{}", preview.sentence);
    let applied = office.apply(&path);
    assert!(applied.message.contains("另有隐藏的行 1 行没有读取"), "{}", applied.message);
    let dead = Decision {
        about: About::Member(office.person("邱俊").id),
        choice: "death/3".into(),
        day: Some("2026-10-01".parse().unwrap()),
    };
    let command = IntakeApply { decisions: vec![dead], ..office.command(&path, Vec::new()) };
    let error = office.desk.call(&command).unwrap_err();
    assert!(error.message.contains("邱俊不在“文件里没有写到”的名单中"), "{error}");
}

#[test]
fn whoever_stands_in_a_row_without_a_name_or_under_anothers_number_is_not_missing() {
    let mut office = office();
    let text = "\
姓名,身份证号,所在支部
,53259919920124880X,甲苑党支部
邱俊,53259919910319078X,甲苑党支部
";
    let path = office.file("二.csv", text);
    let preview = office.preview(&path);
    assert_eq!(missing(&preview), ["韩超"], "{preview:#?}");
}

fn write_book(office: &Desktop, sheets: Vec<Sheet<'_>>) -> PathBuf {
    let path = office.dir.path().join("几张表.xlsx");
    let creation = Creation {
        at: "2026-11-01".parse::<branchbook_domain::day::Day>().unwrap().and_hms_opt(0, 0, 0).unwrap(),
        title: String::new(),
        author: String::new(),
    };
    write(&path, &Book { sheets }, &creation, office.dir.path()).unwrap();
    path
}

fn sheet(name: &str, titles: &[&'static str], rows: &[&str]) -> Sheet<'static> {
    Sheet {
        name: name.to_owned(),
        columns: vec![Column::new(10); titles.len()],
        heads: header(&[titles.to_vec()]),
        body: Body::Held(
            rows.iter().map(|row| row.split(',').map(|text| Out::text(text.to_owned())).collect()).collect(),
        ),
        ..Sheet::default()
    }
}

#[test]
fn a_whole_sheet_and_columns_that_are_not_read_are_told_before_and_after() {
    let mut office = office();
    let people = sheet(
        "名册",
        &["姓名", "身份证号", "所在支部", "血型", "年龄"],
        &["谭敏,53259919920124880X,甲苑党支部,A,34"],
    );
    let points = sheet(
        "积分",
        &["姓名", "支部", "日期", "积分事项", "分值", "备注"],
        &["谭敏,甲苑党支部,2026-10-09,帮办微心愿,5,"],
    );
    let path = write_book(&office, vec![people, points]);
    let preview = office.preview(&path);
    let told: Vec<String> = preview.findings.clone();
    let found = |words: &str| told.iter().any(|finding| finding.contains(words));
    assert!(found("工作表“积分”（这是「积分登记」的表"), "{told:?}");
    assert!(found("没有读取的栏：“血型”；"), "{told:?}");
    assert!(preview.sentence.contains("工作表 1 张没有读取"), "{}", preview.sentence);
    let applied = office.apply(&path);
    assert!(applied.message.contains("工作表 1 张没有读取"), "{}", applied.message);
    assert!(told.iter().all(|finding| applied.findings.contains(finding)), "{:?}", applied.findings);
}

#[test]
fn a_second_table_beside_the_first_is_told() {
    let mut office = office();
    let text = "\
姓名,身份证号,所在支部,,姓名,身份证号,所在支部
谭敏,53259919920124880X,甲苑党支部,,邱俊,532599197801204078,甲苑党支部
乔敏,53259919910319078X,甲苑党支部,,韩超,532599195507301097,甲苑党支部
";
    let path = office.file("并排.csv", text);
    let preview = office.preview(&path);
    let said = "表头里有两处“姓名”（A 栏、E 栏）";
    assert!(preview.findings.iter().any(|finding| finding.contains(said)), "{:?}", preview.findings);
}

#[test]
fn a_formula_without_a_result_is_told_in_its_row_before_what_follows_from_it() {
    let mut office = office();
    let text = "<html><body><table><tr><th>姓名</th><th>性别</th><th>身份证号</th><th>所在支部</th></tr>\
        <tr><td>谭敏</td><td x:fmla='=A1'></td><td x:str>53259919920124880X</td><td>甲苑党支部</td></tr>\
        <tr><td x:fmla='=A1'></td><td>男</td><td x:str>532599197801204078</td><td>甲苑党支部</td></tr>\
        </table></body></html>";
    let path = office.file("公式.xls", text);
    let preview = office.preview(&path);
    let said = "是没有算出结果的公式，按空白读取；请用 Excel 或 WPS 打开、保存一次再导入。";
    let read = notes_of(&preview, 2);
    assert_eq!(read[0], format!("第 2 行：「性别」{said}"), "a row that is taken says what it lacks");
    let refused = notes_of(&preview, 3);
    assert_eq!(refused[0], format!("第 3 行：「姓名」{said}"), "{refused:?}");
    assert!(refused[1].contains("是空的"), "{refused:?}");
    assert!(preview.skipped.is_empty(), "{:?}", preview.skipped);
    // And they say so when they are handed back.
    let applied = office.apply(&path);
    assert!(applied.attention.iter().any(|view| view.notes == refused), "{:?}", applied.attention);
}

#[test]
fn a_row_of_nothing_but_formulas_without_a_result_is_told_before_and_after() {
    let mut office = office();
    let text = "<html><body><table><tr><th>姓名</th><th>身份证号</th><th>所在支部</th></tr>\
        <tr><td x:fmla='=A1'></td><td x:fmla='=B1'></td><td x:fmla='=C1'></td></tr>\
        <tr><td>谭敏</td><td x:str>53259919920124880X</td><td>甲苑党支部</td></tr>\
        </table></body></html>";
    let path = office.file("公式.xls", text);
    let preview = office.preview(&path);
    assert_eq!(preview.skipped[0].row, Some(2), "{:?}", preview.skipped);
    assert!(preview.sentence.contains("没有算出结果的公式行 1 行没有读取"), "{}", preview.sentence);
    let applied = office.apply(&path);
    assert!(applied.message.contains("没有算出结果的公式行 1 行没有读取"), "{}", applied.message);
    let found = |finding: &String| finding.contains("只有公式、没有算出结果的 1 行");
    assert!(applied.findings.iter().any(found), "{:?}", applied.findings);
}
