//! Transfer letters (组织关系介绍信): how long they are valid, dues paid to, received or overdue, and what does not fit
//! (T01). Until the receiving organisation has taken the member, the sending one manages them; when a movement is
//! counted is not decided here.

mod check;

use serde::{Deserialize, Serialize};

pub use check::check_letter;

use crate::code::coded;
use crate::day::{Day, Month, add_days};

/// The longest validity in days: 一般不超过三个月, taken as 90 days.
pub const LONGEST_VALIDITY_DAYS: i64 = 90;

coded! {
    /// How far a letter goes: the usual validity follows from it.
    LetterReach {
        InCity "in_city" "市内",
        OutOfCity "out_of_city" "市外",
    }
}

impl LetterReach {
    /// Days that offices usually write: a default that may be changed, no regulation.
    pub const fn usual_days(self) -> i64 {
        match self {
            Self::InCity => 10,
            Self::OutOfCity => 30,
        }
    }
}

coded! {
    /// Whether the member goes or comes.
    LetterWay {
        Out "out" "转出",
        In "in" "转入",
    }
}

coded! {
    /// Where a letter stands.
    LetterState {
        Travelling "travelling" "途中",
        Received "received" "已接收",
        Overdue "overdue" "超期",
    }
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Whose letter, as shown.
    pub subject: String,
    /// Going or coming.
    pub way: LetterWay,
    /// Its number.
    #[serde(default)]
    pub number: Option<String>,
    /// The organisation at the other end, in full.
    #[serde(default)]
    pub counterpart: Option<String>,
    /// The day it was written.
    pub issued_on: Day,
    /// The last day on which it is valid; the longest validity if it does not say.
    #[serde(default)]
    pub valid_until: Option<Day>,
    /// The month to which dues are paid.
    #[serde(default)]
    pub dues_paid_to: Option<Month>,
    /// The day on which the receiving organisation took the member.
    #[serde(default)]
    pub received_on: Option<Day>,
}

impl Letter {
    /// The last day on which it is valid.
    pub fn last_day(&self) -> Day {
        self.valid_until.unwrap_or_else(|| add_days(self.issued_on, LONGEST_VALIDITY_DAYS))
    }

    /// Where it stands on `today`. What is received later still travels, or is overdue.
    pub fn state_on(&self, today: Day) -> LetterState {
        if self.received_on.is_some_and(|received| received <= today) {
            LetterState::Received
        } else if self.last_day() < today {
            LetterState::Overdue
        } else {
            LetterState::Travelling
        }
    }

    /// Days left until the last one; negative once it is over.
    pub fn days_left(&self, today: Day) -> i64 {
        (self.last_day() - today).num_days()
    }
}
