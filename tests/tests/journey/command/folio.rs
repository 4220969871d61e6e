//! `folio show` and `folio export`: rows in another order, chosen columns, a file of exactly that.

use calamine::{Reader as _, Xlsx, open_workbook};
use serde_json::json;

use super::office::{DAY, Office};

/// Two units of which one has more members than the other.
fn office() -> Office {
    let office = Office::with_member();
    for (name, count) in [("区医院", "9"), ("区税务局", "12")] {
        office.call(
            "folio_act",
            &json!({"folio": "units", "act": "set", "values": {"name": name, "member_count": count, "phone": "13800001234"}}),
        );
    }
    office
}

const ASKED: [&str; 6] = ["units", "--sort", "在职党员", "--descending", "--columns", "单位，在职党员，电话"];

#[test]
fn a_folio_is_shown_and_exported_in_another_order_with_chosen_columns() {
    let office = office();
    let shown = office.answer(DAY, &[&["folio", "show"][..], &ASKED].concat());
    let name = |row: usize| shown["rows"][row]["cells"][0]["text"].clone();
    assert_eq!((name(0), name(1)), (json!("区税务局"), json!("区医院")), "{shown}");
    assert_eq!(shown["columns"].as_array().map(Vec::len), Some(3), "{shown}");
    let out = office.path("单位.xlsx");
    let done = office.answer(DAY, &[&["folio", "export"][..], &ASKED, &["--out", &out]].concat());
    assert_eq!(done["sentence"], "已导出驻区单位 2 条。", "{done}");
    let mut book = open_workbook::<Xlsx<_>, _>(&out).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    let rows: Vec<Vec<String>> =
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert!(rows.contains(&["1", "区税务局", "12", "138****1234"].map(str::to_owned).to_vec()), "{rows:?}");
    assert!(rows.contains(&["2", "区医院", "9", "138****1234"].map(str::to_owned).to_vec()), "{rows:?}");
}

#[test]
fn a_column_that_is_not_there_and_a_list_without_rows_write_nothing() {
    let office = office();
    let out = office.path("空.xlsx");
    for (words, said) in [(["--sort", "工资"], "没有“工资”这一栏"), (["--find", "没有这家"], "没有导出")]
    {
        let (code, refused) =
            office.refusal(DAY, &[&["folio", "export", "units", "--out", &out][..], &words].concat());
        assert_eq!(code, 1, "{refused}");
        assert!(refused["message"].as_str().unwrap().contains(said), "{refused}");
    }
    assert!(!std::path::Path::new(&out).exists());
}
