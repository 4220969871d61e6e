//! 党员花名册: people, their branches and groups, and the opening of the register.
//! A roster states who is there; a membership ends by it only where a person has decided so.

mod absent;
mod beside;
mod change;
mod choice;
mod compare;
mod draft;
mod field;
mod finding;
mod join;
mod judge;
mod known;
mod leave;
mod meetings;
mod offer;
mod own;
mod place;
mod plan;
mod post;
mod rare;
mod remark;
mod repeat;
mod seat;
mod spot;
mod survey;
mod weigh;
mod who;
mod write;

pub use plan::Plan;

use branchbook_contract::intake::{ImportKind, RowState};
use branchbook_ledger::{OperationKind, Reading, Writing};

use crate::error::Result;
use crate::intake::form::Absent;
use crate::intake::{Context, FieldSpec, Form, Planned, SourceRows};
use crate::progress::Progress;

/// The roster as a form.
#[derive(Debug, Clone, Copy)]
pub struct Roster;

impl Form for Roster {
    type Plan = Plan;
    const KIND: ImportKind = ImportKind::Roster;
    const OPERATION: OperationKind = OperationKind::RosterImport;
    const COUNTED: &'static str = "人";

    fn fields() -> &'static [FieldSpec] {
        field::FIELDS
    }

    fn fields_in(reading: &Reading<'_>) -> Result<&'static [FieldSpec]> {
        own::fields_in(reading)
    }

    fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Self::Plan>> {
        judge::plan(reading, rows, context)
    }

    fn can_answer(state: RowState, answer: &str) -> bool {
        choice::is_of_state(state, answer)
    }

    fn absent(plan: &Self::Plan) -> Option<&Absent> {
        Some(&plan.absent)
    }

    fn apply(writing: &mut Writing<'_>, plan: &Self::Plan, progress: &dyn Progress) -> Result<()> {
        write::write(writing, plan, progress)
    }
}
