//! Laying a sheet out: mark, title, lines, header, rows, totals, signatures, notes, from the top down.

use super::look::{Zone, column_units};
use super::pen::{Area, Pen};
use super::print::{Marks, set_up};
use crate::WriteError;
use crate::measure::measure;
use crate::sheet::{Align, Head, Line, Out, Sheet, TotalsAt};

/// Draws a sheet and returns how many rows its table has.
pub(super) fn draw(sheet: &Sheet<'_>, pen: &mut Pen<'_>) -> Result<u64, WriteError> {
    let widths: Vec<u16> = sheet.columns.iter().map(|c| c.width.clamp(2, 250)).collect();
    let last_column = u16::try_from(widths.len()).ok().and_then(|n| n.checked_sub(1));
    let last_column = last_column.ok_or_else(|| WriteError::Header(sheet.name.clone()))?;
    let mut drawing = Drawing { sheet, pen, widths, last_column, next: 0, rows: 0 };
    let first_head = drawing.top()?;
    drawing.header()?;
    let first_body = drawing.next;
    drawing.table()?;
    drawing.foot()?;
    let marks = Marks { first_head, first_body, last: drawing.next.saturating_sub(1), last_column };
    drawing.set_widths()?;
    drawing.pen.finish()?;
    set_up(drawing.pen.worksheet, &sheet.page, &marks)?;
    Ok(drawing.rows)
}

struct Drawing<'d, 'w, 's> {
    sheet: &'d Sheet<'s>,
    pen: &'d mut Pen<'w>,
    widths: Vec<u16>,
    last_column: u16,
    next: u32,
    rows: u64,
}

impl Drawing<'_, '_, '_> {
    /// Everything above the header; the row where the header begins.
    fn top(&mut self) -> Result<u32, WriteError> {
        let sheet = self.sheet;
        if !sheet.mark.is_empty() {
            self.across(&sheet.mark, Zone::Mark)?;
        }
        if !sheet.title.is_empty() {
            self.across(&sheet.title, Zone::Title)?;
        }
        sheet.lines.iter().try_for_each(|line| self.line(line))?;
        Ok(self.next)
    }

    /// One text over the whole width.
    fn across(&mut self, text: &str, zone: Zone) -> Result<(), WriteError> {
        self.pieces(&[(text, zone, 0, self.last_column)])
    }

    /// Texts side by side in one row, each over some columns.
    fn pieces(&mut self, pieces: &[(&str, Zone, u16, u16)]) -> Result<(), WriteError> {
        let row = self.next;
        let height =
            pieces.iter().map(|(text, zone, left, right)| zone.height(text, self.width(*left, *right)));
        let height = height.fold(0.0, f64::max);
        self.pen.height(row, height)?;
        for (text, zone, left, right) in pieces {
            self.pen.area(Area { top: row, left: *left, bottom: row, right: *right }, text, *zone)?;
        }
        self.next += 1;
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<(), WriteError> {
        let parts: Vec<(&str, Zone)> =
            [(&line.left, Zone::LineLeft), (&line.center, Zone::LineCenter), (&line.right, Zone::LineRight)]
                .into_iter()
                .filter(|(text, _)| !text.is_empty())
                .map(|(text, zone)| (text.as_str(), zone))
                .collect();
        let mut wide: Vec<usize> = parts.iter().map(|(text, _)| measure(text)).collect();
        if let [left, _, right] = wide.as_mut_slice() {
            // Equal ends keep the middle in the middle.
            let end = (*left).max(*right);
            (*left, *right) = (end, end);
        }
        match self.shares(&wide) {
            Some(shares) => {
                let placed: Vec<_> = parts
                    .iter()
                    .zip(shares)
                    .map(|((text, zone), (left, right))| (*text, *zone, left, right))
                    .collect();
                self.pieces(&placed)
            }
            None => {
                let joined = parts.iter().map(|(text, _)| *text).collect::<Vec<_>>().join("    ");
                self.across(&joined, Zone::LineLeft)
            }
        }
    }

    /// Splits the columns between texts in proportion to their widths; `None` if there are not enough columns.
    fn shares(&self, texts: &[usize]) -> Option<Vec<(u16, u16)>> {
        if texts.is_empty() || texts.len() > self.widths.len() {
            return None;
        }
        let all = self.width(0, self.last_column);
        let wanted: usize = texts.iter().sum::<usize>().max(1);
        let (mut shares, mut left, mut sum) = (Vec::new(), 0_u16, 0);
        for (at, text) in texts.iter().enumerate() {
            sum += text;
            let after = u16::try_from(texts.len() - 1 - at).ok()?;
            let mut right = left;
            while right + after < self.last_column && self.width(0, right) * wanted < all * sum {
                right += 1;
            }
            if after == 0 {
                right = self.last_column;
            }
            shares.push((left, right));
            left = right + 1;
        }
        Some(shares)
    }

    fn header(&mut self) -> Result<(), WriteError> {
        let heights = self.head_heights()?;
        let first = self.next;
        for (at, height) in (0_u16..).zip(&heights) {
            let row = first + u32::from(at);
            self.pen.height(row, *height)?;
            let mut heads: Vec<&Head> = self.sheet.heads.iter().filter(|h| h.row == at).collect();
            heads.sort_by_key(|h| h.column);
            for head in heads {
                let bottom = row + u32::from(head.rows - 1);
                let area =
                    Area { top: row, left: head.column, bottom, right: head.column + head.columns - 1 };
                self.pen.area(area, &head.text, Zone::Head)?;
            }
        }
        self.next += u32::try_from(heights.len()).unwrap_or(0);
        if self.sheet.column_numbers {
            self.column_numbers()?;
        }
        Ok(())
    }

    fn column_numbers(&mut self) -> Result<(), WriteError> {
        let row = self.next;
        self.pen.height(row, 18.0)?;
        for column in 0..=self.last_column {
            let area = Area { top: row, left: column, bottom: row, right: column };
            self.pen.area(area, &(column + 1).to_string(), Zone::Head)?;
        }
        self.next += 1;
        Ok(())
    }

    /// Heights of the header rows: what single-row cells need, then what is missing for cells of several rows.
    fn head_heights(&self) -> Result<Vec<f64>, WriteError> {
        let heads = &self.sheet.heads;
        self.check_heads()?;
        let rows = heads.iter().map(|h| h.row + h.rows).max().unwrap_or(0);
        let mut heights = vec![21.0_f64; usize::from(rows)];
        let mut by_rows: Vec<&Head> = heads.iter().collect();
        by_rows.sort_by_key(|h| h.rows);
        for head in by_rows {
            let need = Zone::Head.height(&head.text, self.width(head.column, head.column + head.columns - 1));
            let span = usize::from(head.row)..usize::from(head.row + head.rows);
            let have: f64 = heights[span.clone()].iter().sum();
            #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
            let share = (need - have).max(0.0) / span.len() as f64;
            heights[span].iter_mut().for_each(|height| *height += share);
        }
        Ok(heights)
    }

    /// Every position of the header belongs to exactly one cell.
    fn check_heads(&self) -> Result<(), WriteError> {
        let heads = &self.sheet.heads;
        let broken = || WriteError::Header(self.sheet.name.clone());
        let rows = heads.iter().map(|h| usize::from(h.row) + usize::from(h.rows)).max().unwrap_or(0);
        let mut covered = vec![0_u8; rows * self.widths.len()];
        for head in heads {
            for row in head.row..head.row.saturating_add(head.rows) {
                for column in head.column..head.column.saturating_add(head.columns) {
                    if column > self.last_column {
                        return Err(broken());
                    }
                    covered[usize::from(row) * self.widths.len() + usize::from(column)] += 1;
                }
            }
        }
        let empty = heads.iter().any(|h| h.rows == 0 || h.columns == 0);
        if empty || covered.iter().any(|count| *count != 1) { Err(broken()) } else { Ok(()) }
    }

    fn table(&mut self) -> Result<(), WriteError> {
        let sheet = self.sheet;
        if sheet.totals_at == TotalsAt::Top {
            sheet.totals.iter().try_for_each(|row| self.row(row, true))?;
        }
        sheet.body.each(&mut |row| {
            self.rows += 1;
            self.row(row, false)
        })?;
        if sheet.totals_at == TotalsAt::Bottom {
            sheet.totals.iter().try_for_each(|row| self.row(row, true))?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Out], is_total: bool) -> Result<(), WriteError> {
        let row = self.next;
        if cells.len() != self.widths.len() {
            let sheet = self.sheet.name.clone();
            return Err(WriteError::RowWidth {
                sheet,
                row: row + 1,
                have: cells.len(),
                want: self.widths.len(),
            });
        }
        self.pen.height(row, self.row_height(cells))?;
        for ((column, out), about) in (0_u16..).zip(cells).zip(&self.sheet.columns) {
            let align = if is_total && column == 0 { Align::Center } else { about.align };
            self.pen.cell(row, column, out, Zone::of(out, align, is_total))?;
        }
        self.next += 1;
        Ok(())
    }

    fn row_height(&self, cells: &[Out]) -> f64 {
        let zone = Zone::Note;
        let texts = cells.iter().zip(&self.widths).filter_map(|(out, width)| match out {
            // Bytes are never fewer than half-width characters: most cells need no measuring.
            Out::Text(text) if text.len() + 4 > usize::from(*width) => {
                Some(zone.height(text, usize::from(*width)))
            }
            _ => None,
        });
        texts.fold(20.0, f64::max)
    }

    fn foot(&mut self) -> Result<(), WriteError> {
        let sheet = self.sheet;
        if !sheet.signatures.is_empty() {
            let texts: Vec<usize> = sheet.signatures.iter().map(|text| measure(text) + 8).collect();
            let fits = |(left, right): &(u16, u16), text: &usize| self.width(*left, *right) >= *text;
            match self.shares(&texts).filter(|s| s.iter().zip(&texts).all(|(share, text)| fits(share, text)))
            {
                Some(shares) => {
                    let signatures = sheet.signatures.iter().zip(shares);
                    let placed: Vec<_> = signatures
                        .map(|(text, (left, right))| (text.as_str(), Zone::LineLeft, left, right))
                        .collect();
                    self.pieces(&placed)?;
                }
                None => self.across(&sheet.signatures.join("            "), Zone::LineLeft)?,
            }
        }
        sheet.notes.iter().try_for_each(|note| self.across(note, Zone::Note))?;
        self.next = self.next.max(1);
        Ok(())
    }

    /// Widths as asked, wider where a number would not fit.
    fn set_widths(&mut self) -> Result<(), WriteError> {
        for (at, asked) in self.widths.iter().enumerate() {
            let width = (*asked).max(self.pen.needed(at).min(250));
            let column = u16::try_from(at).unwrap_or(u16::MAX);
            let set = self.pen.worksheet.set_column_width(column, column_units(width));
            set.map_err(|e| super::library(&e))?;
        }
        Ok(())
    }

    fn width(&self, left: u16, right: u16) -> usize {
        self.widths[usize::from(left)..=usize::from(right)].iter().map(|w| usize::from(*w)).sum()
    }
}
