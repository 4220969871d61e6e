//! The title of the first page: where the month stands, in a sentence.

use branchbook_contract::home::{CellState, HomeBranch};
use branchbook_domain::day::{Day, Month, short_label};
use branchbook_domain::month_state::MonthState;

/// What the title is made from.
pub(super) struct Standing<'a> {
    pub month: Month,
    pub state: MonthState,
    pub branches: &'a [HomeBranch],
    /// How many things fall due.
    pub due: usize,
}

impl Standing<'_> {
    /// `十一月，还有 4 项组织生活要开展、2 件事快到期`. Of a closed month nothing is to be done any more: it says what was
    /// missed.
    pub fn title(&self) -> String {
        let month = self.month.name();
        let (open, missing) = (self.count(CellState::Open), self.count(CellState::Missing));
        if self.branches.is_empty() {
            return format!("{month}，先建立党员名册");
        }
        if self.state == MonthState::Closed {
            return match open + missing {
                0 => format!("{month}已结账，该开的会都开了"),
                missed => format!("{month}已结账，缺 {missed} 项组织生活"),
            };
        }
        let parts = [
            (open, format!("还有 {open} 项组织生活要开展")),
            (missing, format!("缺 {missing} 项组织生活")),
            (self.due, format!("{} 件事快到期", self.due)),
        ];
        let held = if open + missing == 0 { "，该开的会都开了" } else { "" };
        let said: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, said)| said).collect();
        let comma = if said.is_empty() { "" } else { "，" };
        format!("{month}{held}{comma}{}", said.join("、"))
    }

    /// Today, and until when the month is reported.
    pub fn note(&self, today: Day, due_on: Day) -> String {
        let today = short_label(today);
        match self.state {
            MonthState::Closed => format!("今天 {today} · 数字已经定下来，更正记入以后的月份"),
            _ => format!("今天 {today} · 上报截止 {}", short_label(due_on)),
        }
    }

    fn count(&self, state: CellState) -> usize {
        let cells = self.branches.iter().flat_map(|branch| &branch.cells);
        cells.filter(|cell| cell.state == state).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use branchbook_contract::home::HomeCell;
    use branchbook_domain::key::OrganisationId;

    fn title(state: MonthState, cells: &[CellState], due: usize) -> String {
        let cell = |&state| HomeCell { state, text: String::new(), sentence: String::new() };
        let branch = HomeBranch {
            branch: OrganisationId(1),
            name: String::new(),
            cells: cells.iter().map(cell).collect(),
            due: 0,
            present: 0,
        };
        let month = "2026-10".parse().unwrap();
        Standing { month, state, branches: &[branch], due }.title()
    }

    #[test]
    fn a_closed_month_says_what_was_missed_and_an_open_one_what_is_to_do() {
        use CellState::{Done, Missing, NotDue, Open};
        assert_eq!(title(MonthState::Closed, &[Missing, Missing, Done], 3), "十月已结账，缺 2 项组织生活");
        assert_eq!(title(MonthState::Closed, &[Done, NotDue], 3), "十月已结账，该开的会都开了");
        let both = title(MonthState::Open, &[Open, Missing, Missing], 3);
        assert_eq!(both, "十月，还有 1 项组织生活要开展、缺 2 项组织生活、3 件事快到期");
        assert_eq!(title(MonthState::Submitted, &[Open], 0), "十月，还有 1 项组织生活要开展");
        assert_eq!(title(MonthState::Open, &[Done], 2), "十月，该开的会都开了，2 件事快到期");
        assert_eq!(title(MonthState::Open, &[Done], 0), "十月，该开的会都开了");
    }
}
