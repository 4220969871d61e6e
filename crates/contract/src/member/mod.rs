//! Members: the list, the whole record, and everything that is done to one.

mod act;
mod export;
mod field;
mod list;
mod record;
mod year;

pub use act::{
    ConditionSaved, MemberAdd, MemberConditionEnd, MemberConditionSet, MemberEdit, MemberEntry,
    MemberEntryForm, MemberMove, MemberMoved, MemberSaved, MoveLetter, PostAssign, PostEnd, PostSaved,
};
pub use branchbook_domain::letter::LetterReach;
pub use branchbook_domain::member::{
    ConditionKind, FieldKind, FieldOperator, FilterClause, MemberDraft, MemberPatch, MovementKind,
    MovementReason, PostTitle, needs_reason,
};
pub use export::{MemberExport, MemberExported};
pub use field::{BatchChange, BatchRefusal, ExtraField, FieldRow, MemberFields, MembersEdit, MembersEdited};
pub use list::{Chip, ListColumn, MemberChips, MemberList, MemberMark, MemberOrder, MemberPage, MemberRow};
pub use record::{
    ConditionRow, HistoryLine, Member, MemberChange, MemberFind, MemberFound, MemberHistory, MemberShow,
    MembershipRow, MovementRow, PostRow,
};
pub use year::{MemberYear, YearOfMember};
