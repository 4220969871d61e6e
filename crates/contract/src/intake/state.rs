//! What a file holds, what becomes of its rows, and how many are in which state.

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
