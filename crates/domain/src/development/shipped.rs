//! The packs that ship, and which one holds on a day.

use std::sync::LazyLock;

use super::pack::RulePack;
use crate::day::{Day, PartialDay};

const SHIPPED: [&str; 2] = [
    include_str!("../../../../assets/rules/development-2014.json"),
    include_str!("../../../../assets/rules/development-2026.json"),
];

/// A test proves that each reads.
static PACKS: LazyLock<RulePacks> = LazyLock::new(|| {
    RulePacks::new(SHIPPED.iter().filter_map(|text| RulePack::from_json(text).ok()).collect())
});

/// Versions of the rules; each holds until the next one begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulePacks(Vec<RulePack>);

impl RulePacks {
    /// The versions that ship with the program.
    pub fn shipped() -> &'static Self {
        &PACKS
    }

    /// Versions in any order.
    pub fn new(mut packs: Vec<RulePack>) -> Self {
        packs.sort_by_key(|pack| pack.from);
        Self(packs)
    }

    /// All versions, the oldest first.
    pub fn all(&self) -> &[RulePack] {
        &self.0
    }

    /// The version that holds on `day`; none before the first one.
    pub fn on(&self, day: Day) -> Option<&RulePack> {
        self.0.iter().rev().find(|pack| pack.from <= day)
    }

    /// The version that held on a day known perhaps in part; none where it may have been one or the other.
    pub fn of(&self, day: PartialDay) -> Option<&RulePack> {
        let first = self.on(day.earliest())?;
        self.on(day.latest()).filter(|last| last.from == first.from)
    }
}

#[cfg(test)]
pub(super) fn shipped_texts() -> [&'static str; 2] {
    SHIPPED
}
