//! Print set-up and what stays on the screen while scrolling: A4, one page wide, header rows on each page.

use rust_xlsxwriter::Worksheet;

use super::library;
use crate::WriteError;
use crate::sheet::{Orientation, Page, Repeat};

/// A4 in Excel's list of papers.
const A4: u8 = 9;

/// Rows of a sheet that the set-up speaks of, zero-based.
pub(super) struct Marks {
    pub(super) first_head: u32,
    pub(super) first_body: u32,
    pub(super) last: u32,
    pub(super) last_column: u16,
}

/// Sets the page up.
pub(super) fn set_up(worksheet: &mut Worksheet, page: &Page, marks: &Marks) -> Result<(), WriteError> {
    worksheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    // Inches: left, right, top, bottom, header, footer. 15 mm at the sides, 18 mm above and below.
    worksheet.set_margins(0.59, 0.59, 0.71, 0.71, 0.31, 0.31);
    match page.orientation {
        Orientation::Landscape => worksheet.set_landscape(),
        Orientation::Portrait => worksheet.set_portrait(),
    };
    if !page.header.is_empty() {
        worksheet.set_header(format!("&C{}", page.header));
    }
    if !page.footer.is_empty() {
        worksheet.set_footer(format!("&C{}", page.footer));
    }
    worksheet.set_print_area(0, 0, marks.last, marks.last_column).map_err(|e| library(&e))?;
    let first = match page.repeat {
        Repeat::Header => Some(marks.first_head),
        Repeat::All => Some(0),
        Repeat::Nothing => None,
    };
    if let Some(first) = first.filter(|first| *first < marks.first_body) {
        worksheet.set_repeat_rows(first, marks.first_body - 1).map_err(|e| library(&e))?;
    }
    if marks.first_body > marks.first_head {
        worksheet.set_freeze_panes(marks.first_body, page.freeze_columns).map_err(|e| library(&e))?;
    }
    Ok(())
}
