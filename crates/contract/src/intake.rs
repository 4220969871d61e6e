//! Imports: what a shell asks of a file from outside and what it is told before and after.
//! Must not know how a file is read.

use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ChangeId, PersonId};
use serde::{Deserialize, Serialize};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// 党员花名册.
    Roster,
    /// 驻区单位应报到数.
    Units,
    /// 在职党员报到名册.
    ReportIns,
    /// 组织生活登记.
    Meetings,
    /// 积分登记.
    Points,
}

impl ImportKind {
    /// All kinds in the order in which a clerk imports them.
    pub const ALL: &'static [Self] =
        &[Self::Roster, Self::Units, Self::ReportIns, Self::Meetings, Self::Points];

    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Units => "units",
            Self::ReportIns => "report_ins",
            Self::Meetings => "meetings",
            Self::Points => "points",
        }
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Roster => "党员花名册",
            Self::Units => "驻区单位",
            Self::ReportIns => "报到名册",
            Self::Meetings => "组织生活登记",
            Self::Points => "积分登记",
        }
    }
}

/// What becomes of a row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    /// Becomes a new record.
    New,
    /// Changes a record.
    Update,
    /// Says what the book says already.
    Same,
    /// Says what another row says that is taken.
    Duplicate,
    /// Contradicts the book or another row; handed back.
    Conflict,
    /// Cannot be read or booked; handed back.
    Refused,
    /// Left out because a person said so.
    Left,
}

impl RowState {
    /// All states in the order of the preview.
    pub const ALL: &'static [Self] =
        &[Self::New, Self::Update, Self::Same, Self::Duplicate, Self::Conflict, Self::Refused, Self::Left];

    /// The frozen code, as a decision about all rows of a state names it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Update => "update",
            Self::Same => "same",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Left => "left",
        }
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Update => "更新",
            Self::Same => "相同",
            Self::Duplicate => "重复",
            Self::Conflict => "冲突",
            Self::Refused => "错误",
            Self::Left => "不导入",
        }
    }

    /// Whether the row changes the book.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::New | Self::Update)
    }

    /// Whether the row is handed back with its reason.
    pub const fn is_handed_back(self) -> bool {
        matches!(self, Self::Conflict | Self::Refused)
    }
}

/// Shows what an import would do, and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakePreview {
    /// What the file holds.
    pub kind: ImportKind,
    /// Where it lies.
    pub path: String,
    /// The month that is worked on, for dates without a year.
    #[serde(default)]
    pub month: Option<Month>,
    /// 填报日期, where the person knows it and the file does not say it.
    #[serde(default)]
    pub register_on: Option<Day>,
    /// Columns that the person assigned by hand; all others are recognised by title, content and position.
    #[serde(default)]
    pub columns: Vec<ColumnChoice>,
    /// What the person has decided so far.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// [`Preview::sha256`] of the file that the decisions are about; another file is refused.
    #[serde(default)]
    pub seen: Option<String>,
    /// Which rows [`Preview::rows`] holds; none are wanted if it is missing.
    #[serde(default)]
    pub page: Option<RowPage>,
}

impl IntakePreview {
    /// Asks for a file with nothing assigned and nothing decided.
    pub fn of(kind: ImportKind, path: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.into(),
            month: None,
            register_on: None,
            columns: Vec::new(),
            decisions: Vec::new(),
            seen: None,
            page: None,
        }
    }
}

/// A page of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPage {
    /// Only rows in this state.
    #[serde(default)]
    pub state: Option<RowState>,
    /// Only rows with a warning or a reason, or with something to decide.
    #[serde(default)]
    pub attention: bool,
    /// Rows before the page.
    #[serde(default)]
    pub offset: u32,
    /// Rows of the page, at most [`ATTENTION_ROWS`].
    pub limit: u32,
}

/// What a person decided about a row, about all rows of a state, a field of a row, or a member whom the file does
/// not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What it is about.
    pub about: About,
    /// One of the keys that were offered.
    pub choice: String,
    /// The day on which it happened, for choices that move somebody; otherwise the day of the register.
    #[serde(default)]
    pub day: Option<Day>,
}

/// What a decision is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A row of the file.
    Row {
        /// Sheet; empty where the file has only one that is read.
        #[serde(default)]
        sheet: String,
        /// Row, from 1.
        row: u32,
    },
    /// A field that a row changes.
    Field {
        /// Sheet; empty where the file has only one that is read.
        #[serde(default)]
        sheet: String,
        /// Row, from 1.
        row: u32,
        /// [`FieldChange::key`].
        field: String,
    },
    /// All rows in a state that offer the choice.
    State(RowState),
    /// A member whom the file does not name.
    Member(PersonId),
}

/// A choice that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChoice {
    /// Its key in a decision.
    pub key: String,
    /// What will happen, in words.
    pub label: String,
}

impl RowChoice {
    /// A choice.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into() }
    }
}

/// What can be decided about all rows of a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChoices {
    /// The state.
    pub state: RowState,
    /// What is offered by any of its rows.
    pub choices: Vec<RowChoice>,
    /// What is chosen; empty for nothing.
    pub chosen: String,
}

/// A member of a branch that the file covers, whom the file does not name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingMember {
    /// The person.
    pub member: PersonId,
    /// Name.
    pub who: String,
    /// Birth as far as it is known, to tell people of one name apart.
    #[serde(default)]
    pub born: Option<String>,
    /// The branch of the book.
    pub branch: String,
    /// What is chosen; empty for undecided: nothing happens.
    pub chosen: String,
    /// The day that was chosen with it.
    #[serde(default)]
    pub day: Option<Day>,
}

/// Imports a file: one operation, taken back by one undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeApply {
    /// What the file holds.
    pub kind: ImportKind,
    /// Where it lies.
    pub path: String,
    /// The month that is worked on, for dates without a year.
    #[serde(default)]
    pub month: Option<Month>,
    /// 填报日期, where the person knows it and the file does not say it.
    #[serde(default)]
    pub register_on: Option<Day>,
    /// Columns that the person assigned by hand; remembered for the next file with the same titles.
    #[serde(default)]
    pub columns: Vec<ColumnChoice>,
    /// Where to write the rows that are handed back, as a workbook; nothing is written if there are none.
    #[serde(default)]
    pub refused_out: Option<String>,
    /// What the person has decided.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// [`Preview::sha256`] of the file that was looked at; another file is refused.
    #[serde(default)]
    pub seen: Option<String>,
}

impl IntakeApply {
    /// Imports a file with nothing assigned and nothing decided.
    pub fn of(kind: ImportKind, path: impl Into<String>) -> Self {
        Self {
            kind,
            path: path.into(),
            month: None,
            register_on: None,
            columns: Vec::new(),
            refused_out: None,
            decisions: Vec::new(),
            seen: None,
        }
    }
}

/// A column that a person assigned to a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// Title of the column as the preview shows it.
    pub title: String,
    /// Key of the field; `None` leaves the column unread.
    pub field: Option<String>,
}

/// How many rows are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// All rows that hold a record.
    pub total: u32,
    /// 新增.
    pub new: u32,
    /// 更新.
    pub update: u32,
    /// 相同.
    pub same: u32,
    /// 重复.
    #[serde(default)]
    pub duplicate: u32,
    /// 冲突.
    pub conflict: u32,
    /// 错误.
    pub refused: u32,
    /// 不导入.
    #[serde(default)]
    pub left: u32,
}

impl RowCounts {
    /// Counts states.
    pub fn of(states: impl IntoIterator<Item = RowState>) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.total += 1;
            *match state {
                RowState::New => &mut counts.new,
                RowState::Update => &mut counts.update,
                RowState::Same => &mut counts.same,
                RowState::Duplicate => &mut counts.duplicate,
                RowState::Conflict => &mut counts.conflict,
                RowState::Refused => &mut counts.refused,
                RowState::Left => &mut counts.left,
            } += 1;
        }
        counts
    }

    /// Rows in a state.
    pub const fn count(&self, state: RowState) -> u32 {
        match state {
            RowState::New => self.new,
            RowState::Update => self.update,
            RowState::Same => self.same,
            RowState::Duplicate => self.duplicate,
            RowState::Conflict => self.conflict,
            RowState::Refused => self.refused,
            RowState::Left => self.left,
        }
    }

    /// Rows that change the book.
    pub const fn written(&self) -> u32 {
        self.new + self.update
    }

    /// Rows that are handed back.
    pub const fn handed_back(&self) -> u32 {
        self.conflict + self.refused
    }
}

/// How sure it is what a column holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Its title says so, or a person did.
    #[default]
    Certain,
    /// Nearly all of it looks so.
    Likely,
    /// A person should look.
    Unsure,
}

impl Confidence {
    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Certain => "已识别",
            Self::Likely => "大致可靠",
            Self::Unsure => "请核对",
        }
    }
}

/// A column of the file and the field it was taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceColumn {
    /// Name of the column as the spreadsheet shows it: `A`, `AB`.
    pub letters: String,
    /// Its title in the file.
    pub title: String,
    /// Key of the field; `None` if it is not read.
    pub field: Option<String>,
    /// What the program calls the field.
    pub field_title: Option<String>,
    /// How sure it is.
    #[serde(default)]
    pub confidence: Confidence,
    /// Why it was taken for the field, or left.
    #[serde(default)]
    pub reason: String,
    /// What stands in its first cells, masked.
    #[serde(default)]
    pub samples: Vec<String>,
}

/// A field that a column can be assigned to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChoice {
    /// Its key.
    pub key: String,
    /// What the program calls it.
    pub title: String,
    /// Whether no row can be read without it.
    pub is_required: bool,
}

/// A sheet that is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSheet {
    /// Name on its tab.
    pub name: String,
    /// Row of its column titles, from 1; the lowest of several. 0 if it has none.
    pub header_row: u32,
    /// Rows that hold a record.
    pub row_count: u32,
    /// Its columns.
    pub columns: Vec<SourceColumn>,
    /// Whether the columns were known from an earlier assignment by hand.
    pub is_mapping_saved: bool,
}

/// A sheet or a row that is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1; `None` means the whole sheet.
    pub row: Option<u32>,
    /// The reason with what stands there.
    pub reason: String,
}

/// A field that an update changes, in words and masked where screens mask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Its key in a decision; empty where nothing can be decided.
    #[serde(default)]
    pub key: String,
    /// Whether the person has decided that the book keeps what it says.
    #[serde(default)]
    pub is_kept: bool,
    /// What the field is called.
    pub field: String,
    /// What the book says; `None` where it says nothing.
    pub before: Option<String>,
    /// What it will say.
    pub after: Option<String>,
}

impl FieldChange {
    /// 「联系电话：138****1234 → 139****0000」
    pub fn sentence(&self) -> String {
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "（空）".to_owned());
        let kept = if self.is_kept { "（保留台账的）" } else { "" };
        format!("{}：{} → {}{kept}", self.field, shown(&self.before), shown(&self.after))
    }
}

/// A row of the file as the preview shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRowView {
    /// Sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Whom or what it speaks of.
    pub who: String,
    /// What becomes of it.
    pub state: RowState,
    /// Texts in the order of [`Preview::titles`].
    pub cells: Vec<String>,
    /// Warnings and reasons, each a sentence.
    pub notes: Vec<String>,
    /// What an update changes.
    #[serde(default)]
    pub changes: Vec<FieldChange>,
    /// What can be decided about it; the first is what happens without a decision.
    #[serde(default)]
    pub choices: Vec<RowChoice>,
    /// What is chosen; empty for nothing.
    #[serde(default)]
    pub chosen: String,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// What the file holds.
    pub kind: ImportKind,
    /// Name of the file.
    pub file_name: String,
    /// 填报日期 found above or below the table.
    pub register_on: Option<Day>,
    /// Sheets that are read.
    pub sheets: Vec<SourceSheet>,
    /// Fields that a column can be assigned to.
    pub fields: Vec<FieldChoice>,
    /// Sheets and rows that are not read.
    pub skipped: Vec<Skipped>,
    /// Rows by state.
    pub counts: RowCounts,
    /// What will happen, in one sentence.
    #[serde(default)]
    pub sentence: String,
    /// Titles of the cells shown.
    pub titles: Vec<String>,
    /// The first rows.
    pub first: Vec<SourceRowView>,
    /// The last rows, none of them among the first.
    pub last: Vec<SourceRowView>,
    /// Rows with a warning or a reason; at most [`ATTENTION_ROWS`] of them.
    pub attention: Vec<SourceRowView>,
    /// How many rows have a warning or a reason.
    pub attention_count: u32,
    /// What concerns the file as a whole.
    pub findings: Vec<String>,
    /// 新增组织: branches and groups that would be made.
    pub new_organisations: Vec<String>,
    /// SHA-256 of the file in hex: decisions are about this file and no other.
    #[serde(default)]
    pub sha256: String,
    /// What can be decided about all rows of a state.
    #[serde(default)]
    pub kinds: Vec<StateChoices>,
    /// Members of the branches of the file whom it does not name; at most [`ATTENTION_ROWS`] of them.
    #[serde(default)]
    pub missing: Vec<MissingMember>,
    /// How many they are.
    #[serde(default)]
    pub missing_count: u32,
    /// What can be decided about each of them.
    #[serde(default)]
    pub missing_choices: Vec<RowChoice>,
    /// The rows of the page that was asked for.
    #[serde(default)]
    pub rows: Vec<SourceRowView>,
    /// How many rows the page is taken from.
    #[serde(default)]
    pub row_count: u32,
}

/// Rows shown at either end of a preview.
pub const PREVIEW_ROWS: usize = 20;
/// Rows with warnings or reasons that a preview holds at most.
pub const ATTENTION_ROWS: usize = 1_000;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// What the file held.
    pub kind: ImportKind,
    /// Whether the book is different now.
    pub is_changed: bool,
    /// The operation that the import became, to take back this one and no other; `None` if nothing was written.
    #[serde(default)]
    pub change: Option<ChangeId>,
    /// The outcome in words.
    pub message: String,
    /// Rows by state.
    pub counts: RowCounts,
    /// Rows with a warning or a reason; at most [`ATTENTION_ROWS`] of them.
    pub attention: Vec<SourceRowView>,
    /// How many rows have a warning or a reason.
    pub attention_count: u32,
    /// What concerns the file as a whole.
    pub findings: Vec<String>,
    /// Branches and groups that were made.
    pub new_organisations: Vec<String>,
    /// The workbook with the rows handed back, if one was asked for and any were.
    pub refused_file: Option<String>,
}

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
