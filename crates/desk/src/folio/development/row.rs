//! The rows of one case and their keys in requests: a step of the rules, something that was entered besides the steps,
//! or a supporter. Must not write.

use branchbook_domain::development::{Recurring, RulePacks, Step};
use branchbook_domain::key::{CaseSupporterId, DevelopmentStepId};
use branchbook_ledger::Stored;
use branchbook_ledger::table::development::{CaseSupporter, DevelopmentStep, EXTENSION};

use super::file::CaseFile;
use crate::error::{DeskError, Result};
use crate::folio::Deed;

/// A row of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CaseRow {
    /// A step, taken or not.
    Step(Step),
    /// A review, a report or an extension.
    Entry(DevelopmentStepId),
    /// A contact or an introducer.
    Supporter(CaseSupporterId),
}

const KINDS: i64 = 3;

impl CaseRow {
    /// Its key in requests.
    pub fn key(self) -> i64 {
        match self {
            Self::Step(step) => position(step) * KINDS,
            Self::Entry(id) => id.0 * KINDS + 1,
            Self::Supporter(id) => id.0 * KINDS + 2,
        }
    }

    /// The row of a deed.
    pub fn of(deed: &Deed<'_>) -> Result<Self> {
        let key = deed.need_row()?;
        match key.rem_euclid(KINDS) {
            1 => Ok(Self::Entry(DevelopmentStepId(key / KINDS))),
            2 => Ok(Self::Supporter(CaseSupporterId(key / KINDS))),
            _ => {
                let step = usize::try_from(key / KINDS).ok().and_then(|at| Step::ALL.get(at).copied());
                step.map(Self::Step).ok_or_else(gone)
            }
        }
    }
}

fn position(step: Step) -> i64 {
    let at = Step::ALL.iter().position(|known| *known == step);
    at.and_then(|at| i64::try_from(at).ok()).unwrap_or(0)
}

/// The refusal of a row that is not there.
pub(super) fn gone() -> DeskError {
    DeskError::refused("这一行已经不在档案里，请刷新后再试。")
}

/// What was entered in the row of a deed.
pub(super) fn entered<'f>(file: &'f CaseFile, deed: &Deed<'_>) -> Result<&'f Stored<DevelopmentStep>> {
    let found = match CaseRow::of(deed)? {
        CaseRow::Step(step) => file.row_of(step),
        CaseRow::Entry(id) => file.steps.iter().find(|row| row.id == id),
        CaseRow::Supporter(_) => None,
    };
    found.ok_or_else(gone)
}

/// The supporter in the row of a deed.
pub(super) fn supporter<'f>(file: &'f CaseFile, deed: &Deed<'_>) -> Result<&'f Stored<CaseSupporter>> {
    let CaseRow::Supporter(id) = CaseRow::of(deed)? else { return Err(gone()) };
    file.supporters.iter().find(|row| row.id == id).ok_or_else(gone)
}

/// What a person calls something entered: a step in the words of the version of its own day.
pub(super) fn step_label(code: &str, file: &CaseFile) -> String {
    if let Some(step) = Step::from_code(code) {
        return label_of(step, file);
    }
    match Recurring::from_code(code) {
        Some(what) => what.label().to_owned(),
        None if code == EXTENSION => "延长预备期".to_owned(),
        None => code.to_owned(),
    }
}

/// A step in the words of the version of its own day, else of the newest version.
pub(super) fn label_of(step: Step, file: &CaseFile) -> String {
    let packs = RulePacks::shipped();
    let pack = file.case.day_of(step).and_then(|day| packs.of(day)).or_else(|| packs.all().last());
    pack.map_or(step.label(), |pack| pack.label(step)).to_owned()
}
