//! The street says what the workbooks of its communities say, number by number.

use branchbook_contract::report::ReportMonthly;
use branchbook_contract::street::StreetReport;
use branchbook_domain::roll_up::Figures;
use calamine::{Data, Reader as _, Xlsx, open_workbook};

use crate::community::{Town, join, month, roll_up, serve};

/// Figures of the sheet 党员队伍, in the order of its columns: the first ones of all figures.
const REGISTER: usize = 21;

/// The numbers of a row of a sheet, without its first two columns; blank cells and dashes are none.
fn numbers(book: &mut Xlsx<std::io::BufReader<std::fs::File>>, sheet: &str, name: &str) -> Vec<i64> {
    let range = book.worksheet_range(sheet).unwrap();
    let is_it = |row: &&[Data]| row.iter().take(2).any(|cell| *cell == *name);
    let row = range.rows().find(is_it).unwrap_or_else(|| panic!("{sheet} has no {name}"));
    let number = |cell: &Data| match cell {
        Data::Float(number) => Some(number.round() as i64),
        Data::Int(number) => Some(*number),
        _ => None,
    };
    row.iter().skip(2).filter_map(number).collect()
}

#[test]
fn the_street_says_what_the_communities_print() {
    let mut town = Town::of(&[13, 7], "2026-10-20");
    town.on("2026-11-03");
    let mut printed = Vec::new();
    for at in 0..2 {
        let office = &mut town.communities[at];
        let joined = join(office, "新安", "2026-10-25");
        serve(office, "2026-10-26", &[joined]);
        let out = town.stick.join(format!("{at}.xlsx")).display().to_string();
        town.communities[at]
            .desk
            .call(&ReportMonthly { month: month("2026-10"), out: out.clone(), on: None })
            .unwrap();
        let mut book: Xlsx<_> = open_workbook(&out).unwrap();
        printed.push((
            numbers(&mut book, "党员队伍", "合计"),
            numbers(&mut book, "双报到（分单位）", "合计"),
            numbers(&mut book, "服务明细", "合计"),
        ));
        let sealed = town.seal(at, month("2026-10"));
        town.open(&sealed.path).unwrap();
    }
    let table = roll_up(&mut town.street.desk, "2026-10", "2026-10");
    for (line, (register, units, service)) in table.rows.iter().zip(&printed) {
        let figures = &line.roll_up.figures;
        assert_eq!(figures.values()[..REGISTER], register[..], "{}", line.community);
        assert_eq!([figures.expected, figures.reported], units[..2], "{}", line.community);
        assert_eq!(figures.service_attendances, service[0], "{}", line.community);
    }
    let mut sum = Figures::default();
    table.rows.iter().for_each(|line| sum.add(&line.roll_up.figures));
    assert_eq!(table.totals[0].roll_up.figures, sum);

    let out = town.stick.join("街道.xlsx").display().to_string();
    town.street.desk.call(&StreetReport { month: month("2026-10"), out: out.clone(), on: None }).unwrap();
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    assert_eq!(numbers(&mut book, "党员队伍", "合计"), sum.values()[..REGISTER]);
    for (line, (register, ..)) in table.rows.iter().zip(&printed) {
        assert_eq!(numbers(&mut book, "党员队伍", &line.community), *register);
    }
}
