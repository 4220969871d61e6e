//! Answers before their questions: what the first page of an office asks is known before there is a page.

use std::panic::{AssertUnwindSafe, catch_unwind};

use branchbook_contract::Command;
use branchbook_contract::book::{Ahead, Office};
use branchbook_contract::home::{FrameShow, HomeShow};
use branchbook_contract::month::{MonthCheck, MonthList, MonthShow};
use branchbook_contract::street::{StreetOverview, StreetRollUp};
use branchbook_domain::day::Month;

use crate::desk::Desk;
use crate::progress::Progress;

impl Desk {
    /// What the frame of the window and the first page of this office ask today, answered. A question that cannot be
    /// answered is left to the page, which tells why.
    pub(crate) fn answers_ahead(&mut self, progress: &dyn Progress) -> Vec<Ahead> {
        let month = Month::of(self.clock().today());
        let answers = match self.office() {
            Some(Office::Community) => vec![
                self.ahead(&FrameShow {}, progress),
                self.ahead(&MonthList {}, progress),
                self.ahead(&HomeShow { month }, progress),
                self.ahead(&MonthShow { month }, progress),
                self.ahead(&MonthCheck::in_short(month), progress),
            ],
            Some(Office::Street) => vec![
                self.ahead(&FrameShow {}, progress),
                self.ahead(&StreetOverview::to_date(month), progress),
                self.ahead(&StreetRollUp::newest(month), progress),
            ],
            None => Vec::new(),
        };
        answers.into_iter().flatten().collect()
    }

    fn ahead<C: Command>(&mut self, command: &C, progress: &dyn Progress) -> Option<Ahead> {
        let payload = serde_json::to_string(command).ok()?;
        // A fault in what the first page shows must not keep the book shut.
        let ask = AssertUnwindSafe(|| self.dispatch_watched(C::NAME, &payload, progress));
        let answer = catch_unwind(ask).ok()?.ok()?;
        Some(Ahead { name: C::NAME.to_owned(), payload, answer })
    }
}
