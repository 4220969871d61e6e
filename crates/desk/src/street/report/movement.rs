//! 党员增减明细 of the street: the movements that the communities report, each with its reason, read from the files that
//! hold. Names only, as the communities' own sheets have them.

use branchbook_contract::street::RollUpTable;
use branchbook_domain::mask::masked_text;
use branchbook_ledger::Book;
use branchbook_ledger::table::membership::MovementKind;
use branchbook_ledger::table::roll_up::of_months;
use branchbook_workbook::{Body, Column, Out, Sheet};

use crate::error::{DeskError, Result};
use crate::exchange::office;
use crate::exchange::row::MovementRow;
use crate::exchange::words::reason;
use crate::report::frame::{Frame, flat_heads, nothing, running};
use crate::report::movement::{day_out, lateness, order_of};
use crate::street::compare;
use crate::street::incoming::reopen;
use crate::street::state::States;

const TITLES: [&str; 9] =
    ["序号", "社区", "党支部", "姓名", "增减类别", "增减原因", "日期", "去向（来源）", "备注"];

/// The movements of a month, community by community.
#[derive(Default)]
pub(crate) struct Movements {
    rows: Vec<(String, MovementRow)>,
    /// Communities whose kept file opens no more: their figures stand, their rows cannot be shown.
    pub unread: Vec<String>,
}

impl Movements {
    /// Reads them from the files behind the figures of the last month of a table.
    pub fn of(book: &mut Book, table: &RollUpTable) -> Result<Self> {
        let keys = office::keys(book)?;
        let (communities, reported, states) = book.read(|reading| {
            let reported = of_months(reading, table.last, table.last)?;
            Ok::<_, DeskError>((
                office::communities_ever(reading)?,
                reported,
                States::of(reading, table.last)?,
            ))
        })?;
        let mut all = Self::default();
        // By key and not by name: a community that began a new book stands there twice.
        for row in reported {
            let known = communities.iter().find(|community| community.id == row.partner_id);
            let Some(name) = known.map(|community| community.name.clone()) else { continue };
            let read = states.parcel(row.partner_id).map(|held| {
                let parcel = reopen(book, &keys, held)?;
                compare::Sheet::<MovementRow>::of(&parcel).map(|sheet| sheet.rows)
            });
            match read {
                Some(Ok(mut rows)) => {
                    rows.sort_by_key(|row| (order(row), row.occurred_on, row.id));
                    all.rows.extend(rows.into_iter().map(|row| (name.clone(), row)));
                }
                Some(Err(_)) | None => all.unread.push(name),
            }
        }
        Ok(all)
    }

    /// The sheet.
    pub fn sheet<'a>(&self, frame: &Frame) -> Sheet<'a> {
        let mut rows: Vec<Vec<Out>> = self
            .rows
            .iter()
            .enumerate()
            .map(|(at, (community, moved))| row(frame, at, community, moved))
            .collect();
        if rows.is_empty() {
            rows.push(nothing(TITLES.len(), "本月没有增减"));
        }
        let mut notes =
            vec!["说明：各社区所报；增减原因按“党员增减原因”代码表，社区没有写明的为“—”。".to_owned()];
        if !self.unread.is_empty() {
            notes.push(format!("当时收到的文件打不开，没有列出：{}。", self.unread.join("、")));
        }
        Sheet {
            columns: vec![
                Column::centered(6),
                Column::new(20),
                Column::new(20),
                Column::centered(12),
                Column::centered(12),
                Column::new(22),
                Column::centered(13),
                Column::new(26),
                Column::new(22),
            ],
            heads: flat_heads(&TITLES),
            body: Body::Held(rows),
            notes,
            ..frame.sheet("党员增减明细", "各社区党员增减明细表", "")
        }
    }
}

/// A kind that this program does not know stands last.
fn order(row: &MovementRow) -> u8 {
    MovementKind::from_code(&row.kind).map_or(u8::MAX, order_of)
}

fn row(frame: &Frame, at: usize, community: &str, moved: &MovementRow) -> Vec<Out> {
    let text =
        |text: Option<String>| text.filter(|text| !text.trim().is_empty()).map_or(Out::Dash, Out::Text);
    vec![
        running(at),
        Out::text(community),
        Out::text(&moved.branch),
        Out::text(&moved.name),
        Out::text(&moved.label),
        text(moved.reason.as_deref().map(|code| reason(code).to_owned())),
        moved.occurred_on.map_or(Out::Dash, day_out),
        text(counterpart(moved)),
        text(lateness(moved.is_correction, moved.occurred_on, frame.month)),
    ]
}

/// Where somebody came from or went, masked as in the communities' own sheets.
fn counterpart(moved: &MovementRow) -> Option<String> {
    match &moved.from_branch {
        Some(from) => Some(format!("由{from}调入")),
        None => moved.counterpart.clone().map(masked_text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_somebody_went_is_told_without_numbers() {
        let moved = MovementRow {
            id: 1,
            name: "谭敏".to_owned(),
            kind: "transfer_out".to_owned(),
            label: "转出".to_owned(),
            occurred_on: None,
            branch: "第一党支部".to_owned(),
            from_branch: None,
            counterpart: Some("晨光社区（联系 13800001234）".to_owned()),
            is_correction: false,
            reason: None,
        };
        assert_eq!(counterpart(&moved).as_deref(), Some("晨光社区（联系 138****1234）"));
        let within = MovementRow { from_branch: Some("第二党支部".to_owned()), ..moved };
        assert_eq!(counterpart(&within).as_deref(), Some("由第二党支部调入"));
    }
}
