//! Imports: what a shell asks of a file from outside and what it is told before and after.
//! Must not know how a file is read.

mod ask;
mod decision;
mod source;
mod state;
mod told;

pub use ask::{ColumnChoice, IntakeApply, IntakePreview, RowPage};
pub use decision::{About, Decision, MissingMember, RowChoice, StateChoices};
pub use source::{Confidence, FieldChoice, Skipped, SourceColumn, SourceSheet};
pub use state::{ImportKind, RowCounts, RowState};
pub use told::{ATTENTION_ROWS, Applied, FieldChange, PREVIEW_ROWS, Preview, SourceRowView};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_counted_once() {
        let counts = RowCounts::of(RowState::ALL.iter().copied());
        assert_eq!((counts.total, counts.left), (7, 1));
        assert_eq!((counts.written(), counts.same, counts.duplicate, counts.handed_back()), (2, 1, 1, 2));
        for state in RowState::ALL {
            assert_eq!(counts.count(*state), 1);
            assert!(!(state.is_written() && state.is_handed_back()), "{}", state.label());
        }
    }

    #[test]
    fn a_request_needs_only_kind_and_path() {
        let asked: IntakeApply = serde_json::from_str(r#"{"kind":"report_ins","path":"a.csv"}"#).unwrap();
        assert_eq!((asked.kind, asked.month, asked.refused_out), (ImportKind::ReportIns, None, None));
        assert_eq!(serde_json::to_string(&asked.kind).unwrap(), "\"report_ins\"");
    }
}
