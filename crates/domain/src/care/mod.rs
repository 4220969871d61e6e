//! Contact and visit logs: mobile members, those who cannot be found, key people. When the next contact is due, and
//! what does not fit (T02). A day that has passed concludes nothing about a person.

mod check;
mod setting;
mod table;

use serde::{Deserialize, Serialize};

pub use check::{DAYS_AHEAD, check_care, check_stop, check_suspended};
pub use setting::{CareKind, CareSetting, default_cares};
pub use table::{ContactWay, LostReason, MobilityWay, PersonTag};

use crate::day::{Day, PartialDay};
use crate::due_day::DueDay;

/// One try to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The day.
    pub on: PartialDay,
    /// Whether the person was reached; a search that found nobody is a try, too.
    pub is_reached: bool,
}

/// Why somebody is kept in touch with, and how often they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Care {
    /// Who, as shown.
    pub subject: String,
    /// Why.
    pub kind: CareKind,
    /// Since when it holds; for the lost, since when they cannot be found.
    pub since: PartialDay,
    /// The tries, in any order.
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

impl Care {
    /// The last try that counts by `today`. For the lost every try counts, for others only one that reached them.
    pub fn last_contact(&self, today: Day) -> Option<PartialDay> {
        let counts = |contact: &&Contact| contact.is_reached || self.kind == CareKind::Lost;
        let in_time = |contact: &&Contact| contact.on.earliest() <= today;
        self.contacts.iter().filter(counts).filter(in_time).map(|contact| contact.on).max()
    }

    /// The day by which the next contact is due, from the last one or else from the beginning.
    pub fn next_due(&self, setting: &CareSetting, today: Day) -> DueDay {
        let last = self.last_contact(today).map_or(self.since, |last| last.max(self.since));
        DueDay::months_after(last, setting.months)
    }

    /// The last time that somebody lost was reached after being called lost, if so.
    pub fn found_again(&self, today: Day) -> Option<PartialDay> {
        let reached = self.contacts.iter().filter(|contact| contact.is_reached).map(|contact| contact.on);
        reached.filter(|on| *on > self.since && on.earliest() <= today).max()
    }
}
