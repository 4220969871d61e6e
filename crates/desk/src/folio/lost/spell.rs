//! Who is or was lost on a day: since when, why, how it ended; and memberships that were stopped for it. Must not write.

use std::collections::BTreeMap;

use branchbook_domain::care::LostReason;
use branchbook_domain::day::{Day, PartialDay, Span};
use branchbook_domain::key::PersonId;
use branchbook_ledger::table::care::suspensions;
use branchbook_ledger::table::membership::{Condition, ConditionKind, Movement, conditions_of_kind};
use branchbook_ledger::{LedgerError, Reading, Stored};

/// What is known of somebody who is or was lost, by the day asked for.
#[derive(Default)]
pub(super) struct Spell {
    /// The last time that they were lost.
    pub lost: Option<Stored<Condition>>,
    /// How often.
    pub times: usize,
    /// The last time that the membership was stopped.
    pub stopped: Option<Stored<Movement>>,
    /// The day of what followed on that.
    pub stopped_until: Option<PartialDay>,
}

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LostState {
    /// Cannot be found.
    Lost,
    /// The membership is stopped.
    Stopped,
    /// The membership was stopped, and something followed.
    Restored,
    /// Found again, or gone.
    Found,
}

impl LostState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Lost, Self::Stopped, Self::Found, Self::Restored];

    /// The filter.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Stopped => "stopped",
            Self::Restored => "restored",
            Self::Found => "found",
        }
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Lost => "失联中",
            Self::Stopped => "停止党籍",
            Self::Restored => "停止后已处理",
            Self::Found => "已结束失联",
        }
    }
}

impl Spell {
    /// Where it stands on a day.
    pub fn state(&self, on: Day) -> LostState {
        let is_lost = |lost: &Stored<Condition>| Span { from: lost.from_on, to: lost.to_on }.contains(on);
        let is_over = self.stopped_until.is_some_and(|until| until.earliest() <= on);
        match &self.stopped {
            _ if self.lost.as_ref().is_some_and(is_lost) => LostState::Lost,
            Some(_) if is_over => LostState::Restored,
            Some(_) => LostState::Stopped,
            None => LostState::Found,
        }
    }

    /// Since when nobody can find them.
    pub fn since(&self) -> Option<Day> {
        self.lost.as_ref().and_then(|lost| lost.from_on)
    }

    /// Why, in words.
    pub fn reason(&self) -> String {
        let reason = self.lost.as_ref().and_then(|lost| lost.reason.clone()).unwrap_or_default();
        LostReason::from_code(&reason).map_or(reason, |known| known.label().to_owned())
    }
}

/// Everybody who is or was lost by a day.
pub(super) fn spells(reading: &Reading<'_>, on: Day) -> Result<BTreeMap<PersonId, Spell>, LedgerError> {
    let mut spells: BTreeMap<PersonId, Spell> = BTreeMap::new();
    let lost = conditions_of_kind(reading, ConditionKind::Lost)?.into_iter();
    for lost in lost.filter(|lost| lost.from_on.is_none_or(|from| from <= on)) {
        let spell = spells.entry(lost.person_id).or_default();
        (spell.times, spell.lost) = (spell.times + 1, Some(lost));
    }
    for (stopped, until) in suspensions(reading)? {
        if stopped.occurred_on.is_none_or(|day| day.earliest() <= on) {
            let spell = spells.entry(stopped.person_id).or_default();
            (spell.stopped, spell.stopped_until) = (Some(stopped), until);
        }
    }
    Ok(spells)
}
