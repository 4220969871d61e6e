//! Rows handed back, and what a person assigned for files of one form.

use super::*;

#[test]
fn rows_handed_back_come_as_a_workbook_with_their_cells_and_the_reason() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    let applied = office.apply(&path);
    assert_eq!(applied.refused_file, Some(office.back().display().to_string()));
    let book = open(&office.back(), &Limits::default()).unwrap();
    let rows: Vec<Vec<String>> = book
        .rows(0)
        .unwrap()
        .map(|row| row.unwrap().cells.iter().map(|cell| cell.text.clone()).collect())
        .collect();
    assert_eq!(rows[0].last().unwrap(), "原因");
    assert!(rows[1].contains(&"没有姓名".to_owned()), "{rows:?}");
    assert_eq!(rows[1].last().unwrap(), "第 12 行 · 姓名：是空的，请补填后重新导入。");
    let batches = office.desk.book().unwrap().read(import::batches).unwrap();
    assert_eq!((batches[0].added_count, batches[0].refused_count), (6, 1));
    let source = office.desk.book().unwrap().load_file(&batches[0].file_sha256).unwrap();
    assert_eq!(source, std::fs::read(&path).unwrap(), "the source is kept as it came");
}

#[test]
fn what_a_person_assigned_is_remembered_for_the_same_titles() {
    let mut office = Desktop::new();
    let text = "姓名,归口,公民号\n谭敏,甲苑,53259919920124880X\n";
    let path = office.file("一.csv", text);
    assert_eq!(office.preview(&path).counts, counts(0, 0, 0, 0, 1), "the branch is not known");
    let choice = |title: &str, field: &str| ColumnChoice { title: title.into(), field: Some(field.into()) };
    let columns = vec![choice("归口", "branch"), choice("公民号", "id_number")];
    let command = office.command(&path, columns);
    assert_eq!(office.desk.call(&command).unwrap().body.counts, counts(1, 0, 0, 0, 0));
    let again = office.file("二.csv", &text.replace("谭敏", "乔敏").replace("53259919920124880X", ""));
    let preview = office.preview(&again);
    assert!(preview.sheets[0].is_mapping_saved);
    assert_eq!(preview.first[0].state, RowState::New);
}

#[test]
fn what_a_person_assigned_is_found_again_for_the_rows_handed_back() {
    let mut office = Desktop::new();
    let text = "姓名,单位支部,公民号\n谭敏,甲苑党支部,53259919920124880X\n乔敏,,53259919910319078X\n";
    let path = office.file("一.csv", text);
    let choice = |title: &str, field: &str| ColumnChoice { title: title.into(), field: Some(field.into()) };
    let columns = vec![choice("单位支部", "branch"), choice("公民号", "id_number")];
    let command = office.command(&path, columns);
    // The second row has no branch, and the book has two by then.
    let more = office.file("二.csv", "姓名,单位支部,公民号\n韩超,乙苑党支部,532599195507301097\n");
    let other = office.command(&more, command.columns.clone());
    office.desk.call(&other).unwrap();
    let back = office.desk.call(&command).unwrap().body;
    assert_eq!(back.counts.handed_back(), 1, "{back:#?}");
    let preview = office.preview(&office.back());
    assert!(preview.sheets[0].is_mapping_saved, "{:?}", preview.sheets);
    assert_eq!(preview.counts.total, 1);
}

#[test]
fn rows_handed_back_and_brought_again_make_nobody_missing() {
    let mut office = Desktop::new();
    let path = office.roster("名册.csv", ROWS);
    office.apply(&path);
    // Handed back was the row without a name; corrected, it says who it is.
    let text = "姓名,身份证号,所在支部,原因\n韩超,532599195507301097,甲苑党支部,第 12 行 · 姓名：是空的\n";
    let corrected = office.file("改好.csv", text);
    let preview = office.preview(&corrected);
    assert_eq!((preview.counts.new, preview.missing_count), (1, 0), "{preview:#?}");
    assert!(preview.findings.iter().any(|finding| finding.contains("退回的行")), "{:?}", preview.findings);
    // The same list without that column is a roster, and says who is missing.
    let roster =
        office.file("名册二.csv", &text.replace(",原因", "").replace(",第 12 行 · 姓名：是空的", ""));
    assert_eq!(office.preview(&roster).missing_count, 3);
}
