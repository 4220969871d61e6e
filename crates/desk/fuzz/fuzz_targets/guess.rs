//! Any arrangement of cells as a table. The guess of its columns never falls, gives a field one column and a column one
//! field, and says why it took each. The files of the guess are taken as they are, without the rest of the desk.
#![no_main]
#![allow(dead_code, reason = "the rest of the desk asks for more")]

use branchbook_workbook::{Cell, CellValue, Grid, Row, Shape, Span};
use libfuzzer_sys::fuzz_target;

#[path = "../../src/intake"]
mod intake {
    mod content;
    mod days;
    mod field;
    mod guess;
    mod header;
    mod mapping;
    mod neighbour;
    mod wanted;

    use std::collections::{BTreeMap, BTreeSet, HashSet};

    use branchbook_contract::intake::ImportKind;
    use branchbook_domain::day::Day;
    use branchbook_domain::office_day::DayContext;
    use branchbook_workbook::Grid;

    pub use self::field::FieldSpec;
    use self::header::Header;
    use self::mapping::Mapping;
    use self::wanted::Wanted;

    mod roster {
        mod field;

        pub fn fields() -> &'static [super::FieldSpec] {
            field::FIELDS
        }
    }

    /// Reads a table as a roster would be read.
    pub fn look(grid: &Grid) {
        let (chosen, saved) = (Mapping::default(), BTreeMap::new());
        let branches = HashSet::from(["望湖苑党支部".to_owned()]);
        let wanted = Wanted {
            fields: roster::fields(),
            kind: ImportKind::Roster,
            chosen: &chosen,
            saved: &saved,
            branches: &branches,
            days: DayContext::on(Day::from_ymd_opt(2026, 11, 1).unwrap_or_default()),
        };
        let found = header::find(grid, wanted.fields, &chosen, &saved);
        let found = found.map_or_else(|nearest| nearest, Some);
        let found = found.map(|header| guess::complete(header, grid, &wanted));
        let titled = found.filter(|header| !guess::is_record(header, &wanted));
        titled.into_iter().chain(guess::untitled(grid, &wanted)).for_each(|header| holds(&header));
    }

    fn holds(header: &Header) {
        let columns: Vec<u16> = header.columns.iter().copied().flatten().collect();
        let different: BTreeSet<u16> = columns.iter().copied().collect();
        assert_eq!(different.len(), columns.len(), "a column has one field");
        let read = header.titles.iter().filter(|title| title.field.is_some());
        let fields: Vec<&str> = read.clone().filter_map(|title| title.field.as_deref()).collect();
        let different: BTreeSet<&str> = fields.iter().copied().collect();
        assert_eq!(different.len(), fields.len(), "a field has one column");
        assert!(read.clone().all(|title| !title.reason.is_empty()), "every column says why");
        let places = header.titles.iter().map(guess::column_of).collect::<BTreeSet<u16>>();
        assert_eq!(places.len(), header.titles.len(), "a column has one title");
    }
}

/// The first four bytes are two merged ranges, the rest lines of cells between tabs.
fn grid_of(data: &[u8]) -> Grid {
    let (spans, text) = data.split_at(data.len().min(4));
    let span = |byte: &u8| Span {
        top: u32::from(byte & 3),
        left: u16::from(byte >> 2 & 7),
        bottom: u32::from(byte & 3) + u32::from(byte >> 5 & 1),
        right: u16::from(byte >> 2 & 7) + u16::from(byte >> 6),
    };
    let text = String::from_utf8_lossy(text);
    let row = |(index, line): (usize, &str)| Row {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        cells: line.split('\t').enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect(),
    };
    let rows = text.split('\n').take(40).enumerate().map(row).filter(|row| !row.cells.is_empty());
    Grid { rows: rows.collect(), merges: spans.iter().take(2).map(span).collect() }
}

fn cell((column, text): (usize, &str)) -> Cell {
    let number = text.strip_prefix('=').and_then(|figures| figures.parse::<f64>().ok());
    Cell {
        column: u16::try_from(column).unwrap_or(u16::MAX),
        value: number.map_or(CellValue::Text, CellValue::Number),
        text: text.to_owned(),
        shape: Shape::General,
    }
}

fuzz_target!(|data: &[u8]| intake::look(&grid_of(data)));
