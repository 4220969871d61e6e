//! States of a month and the steps between them (decisions.md 6). Knows no file and no table: it says which
//! step is allowed, and in words why another is not.

use serde::{Deserialize, Serialize};

/// Where a month stands in the community's own book.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthState {
    /// Being worked on.
    #[default]
    Open,
    /// Sealed and sent to the street.
    Submitted,
    /// Sent back by the street, to be mended and sealed again.
    Returned,
    /// Taken by the street.
    Received,
    /// Closed: nothing is written into it any more.
    Closed,
}

/// What moves a month on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthStep {
    /// The community seals its report.
    Seal,
    /// A receipt says that the street took it.
    ReceiptTaken,
    /// A receipt sends it back.
    ReceiptReturned,
    /// The community closes the month.
    Close,
}

/// Why a step is not allowed, in words that say what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MonthRefusal {
    /// Nothing moves a closed month.
    #[error("本月已结账，不能再改动或上报；更正请记在第一个未结账的月份，并注明所更正的记录。")]
    Closed,
    /// Sealed anew after the street has taken it.
    #[error("街道已经回执本月，不能直接重报；请街道先退回，再重新上报。")]
    NotReturned,
    /// A receipt for a month that was not sent.
    #[error("本月还没有上报，这份回执不能登记；请核对回执的月份和序号。")]
    NotSubmitted,
    /// Closed before the street's word.
    #[error("本月还没有收到街道回执，不能结账；请先上报并导入街道回执。")]
    NotReceived,
    /// The receipt that took the month is already there.
    #[error("本月的街道回执已经登记过，不用重复登记。")]
    AlreadyReceived,
    /// Month N closes only after N−1.
    #[error("上个月还没有结账，本月不能结账；请先结清上个月。")]
    MonthBeforeIsOpen,
}

impl MonthState {
    /// Every state, in the usual order.
    pub const ALL: [Self; 5] = [Self::Open, Self::Submitted, Self::Returned, Self::Received, Self::Closed];

    /// The Chinese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Open => "未上报",
            Self::Submitted => "已上报",
            Self::Returned => "已退回",
            Self::Received => "已回执",
            Self::Closed => "已结账",
        }
    }

    /// The code stored in books and written in messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Received => "received",
            Self::Closed => "closed",
        }
    }

    /// The state of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state after a step. `trusts_street` says whether the book trusts a street at all: one that does not
    /// closes from open. Whether the month before is closed is asked of [`may_close_after`].
    ///
    /// # Errors
    /// [`MonthRefusal`] if the step is not allowed from here.
    pub const fn after(self, step: MonthStep, trusts_street: bool) -> Result<Self, MonthRefusal> {
        match (self, step) {
            (Self::Closed, _) => Err(MonthRefusal::Closed),
            // A correction before the street's word takes the place of what was sent.
            (Self::Open | Self::Submitted | Self::Returned, MonthStep::Seal) => Ok(Self::Submitted),
            (Self::Received, MonthStep::Seal) => Err(MonthRefusal::NotReturned),
            (Self::Submitted, MonthStep::ReceiptTaken) => Ok(Self::Received),
            (Self::Received, MonthStep::ReceiptTaken) => Err(MonthRefusal::AlreadyReceived),
            (Self::Submitted | Self::Received, MonthStep::ReceiptReturned) => Ok(Self::Returned),
            (Self::Open | Self::Returned, MonthStep::ReceiptTaken | MonthStep::ReceiptReturned) => {
                Err(MonthRefusal::NotSubmitted)
            }
            (Self::Received, MonthStep::Close) => Ok(Self::Closed),
            (Self::Open, MonthStep::Close) if !trusts_street => Ok(Self::Closed),
            (Self::Open | Self::Submitted | Self::Returned, MonthStep::Close) => {
                Err(MonthRefusal::NotReceived)
            }
        }
    }

    /// True until the month is closed.
    pub const fn takes_entries(self) -> bool {
        !matches!(self, Self::Closed)
    }

    /// What to show beside an entry made now: 上报后有改动 once the street has, or may have, the month.
    pub const fn entry_notice(self) -> Option<&'static str> {
        match self {
            Self::Submitted | Self::Received => Some("上报后有改动"),
            Self::Open | Self::Returned | Self::Closed => None,
        }
    }
}

/// Month N closes only after N−1; the first month of a book has none before it.
///
/// # Errors
/// [`MonthRefusal::MonthBeforeIsOpen`].
pub const fn may_close_after(before: Option<MonthState>) -> Result<(), MonthRefusal> {
    match before {
        None | Some(MonthState::Closed) => Ok(()),
        Some(_) => Err(MonthRefusal::MonthBeforeIsOpen),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allowed_steps_are_these_and_no_others() {
        use MonthState::{Closed, Open, Received, Returned, Submitted};
        use MonthStep::{Close, ReceiptReturned, ReceiptTaken, Seal};
        let allowed = [
            (Open, Seal, Submitted),
            (Submitted, Seal, Submitted),
            (Returned, Seal, Submitted),
            (Submitted, ReceiptTaken, Received),
            (Submitted, ReceiptReturned, Returned),
            (Received, ReceiptReturned, Returned),
            (Received, Close, Closed),
        ];
        for state in MonthState::ALL {
            for step in [Seal, ReceiptTaken, ReceiptReturned, Close] {
                let expected = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, step));
                assert_eq!(state.after(step, true).ok(), expected.map(|(.., to)| *to), "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn a_book_without_a_street_closes_from_open_only() {
        assert_eq!(MonthState::Open.after(MonthStep::Close, false), Ok(MonthState::Closed));
        assert_eq!(MonthState::Submitted.after(MonthStep::Close, false), Err(MonthRefusal::NotReceived));
        assert_eq!(MonthState::Open.after(MonthStep::Close, true), Err(MonthRefusal::NotReceived));
    }

    #[test]
    fn a_month_closes_only_after_the_month_before() {
        assert_eq!(may_close_after(None), Ok(()));
        assert_eq!(may_close_after(Some(MonthState::Closed)), Ok(()));
        for state in MonthState::ALL.into_iter().filter(|state| *state != MonthState::Closed) {
            assert_eq!(may_close_after(Some(state)), Err(MonthRefusal::MonthBeforeIsOpen));
        }
    }

    #[test]
    fn entries_after_the_report_are_allowed_and_marked() {
        assert_eq!(MonthState::Submitted.entry_notice(), Some("上报后有改动"));
        assert!(MonthState::Received.takes_entries() && !MonthState::Closed.takes_entries());
        assert_eq!(MonthState::Returned.entry_notice(), None);
    }

    #[test]
    fn every_state_has_its_own_code() {
        for state in MonthState::ALL {
            assert_eq!(MonthState::from_code(state.code()), Some(state));
        }
        assert_eq!(MonthState::from_code("已结账"), None);
    }
}
