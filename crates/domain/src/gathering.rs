//! Kinds of organisation life and states of attendance: names, codes, forgiving reading.
//! Says nothing of how often (frequency.rs) or of votes (quorum.rs).

use serde::{Deserialize, Serialize};

/// What is said of a gathering besides that it was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatheringMark {
    /// Entered after the day until which it should have been.
    Late,
    /// Taken late from a register that was kept in time.
    Register,
    /// Only how many came is known.
    NumbersOnly,
    /// It does not count any more.
    Cancelled,
}

impl GatheringMark {
    /// The words shown.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Late => "补录",
            Self::Register => "按登记表补入",
            Self::NumbersOnly => "只有人数",
            Self::Cancelled => "已取消",
        }
    }

    /// All of them in words: `补录、只有人数`.
    pub fn words(marks: &[Self]) -> String {
        marks.iter().map(|mark| mark.label()).collect::<Vec<_>>().join("、")
    }
}

/// What a record of a gathering is. One gathering may carry several records (decisions.md 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// 支部党员大会
    MemberAssembly,
    /// 支部委员会
    CommitteeMeeting,
    /// 党小组会
    GroupMeeting,
    /// 党课
    Lecture,
    /// 主题党日
    ThemeDay,
    /// 组织生活会
    OrganisationLifeMeeting,
    /// 民主评议党员
    DemocraticAppraisal,
}

/// Other words of offices for a kind, without spaces and punctuation. The longest hit wins.
const OTHER_NAMES: &[(&str, RecordKind)] = &[
    ("支部党员大会", RecordKind::MemberAssembly),
    ("党支部党员大会", RecordKind::MemberAssembly),
    ("支部大会", RecordKind::MemberAssembly),
    ("党支部大会", RecordKind::MemberAssembly),
    ("党员大会", RecordKind::MemberAssembly),
    ("全体党员大会", RecordKind::MemberAssembly),
    ("全体党员会", RecordKind::MemberAssembly),
    ("党员会", RecordKind::MemberAssembly),
    ("支部委员会", RecordKind::CommitteeMeeting),
    ("支部委员会会议", RecordKind::CommitteeMeeting),
    ("党支部委员会", RecordKind::CommitteeMeeting),
    ("党支部委员会会议", RecordKind::CommitteeMeeting),
    ("支部委员会议", RecordKind::CommitteeMeeting),
    ("支委会", RecordKind::CommitteeMeeting),
    ("支委会议", RecordKind::CommitteeMeeting),
    ("支委", RecordKind::CommitteeMeeting),
    ("党小组会", RecordKind::GroupMeeting),
    ("党小组会议", RecordKind::GroupMeeting),
    ("小组会", RecordKind::GroupMeeting),
    ("小组会议", RecordKind::GroupMeeting),
    ("党小组学习", RecordKind::GroupMeeting),
    ("党课", RecordKind::Lecture),
    ("上党课", RecordKind::Lecture),
    ("讲党课", RecordKind::Lecture),
    ("专题党课", RecordKind::Lecture),
    ("微党课", RecordKind::Lecture),
    ("书记讲党课", RecordKind::Lecture),
    ("书记党课", RecordKind::Lecture),
    ("主题党日", RecordKind::ThemeDay),
    ("主题党日活动", RecordKind::ThemeDay),
    ("支部主题党日", RecordKind::ThemeDay),
    ("固定党日", RecordKind::ThemeDay),
    ("党员活动日", RecordKind::ThemeDay),
    ("党日", RecordKind::ThemeDay),
    ("党日活动", RecordKind::ThemeDay),
    ("组织生活会", RecordKind::OrganisationLifeMeeting),
    ("专题组织生活会", RecordKind::OrganisationLifeMeeting),
    ("年度组织生活会", RecordKind::OrganisationLifeMeeting),
    ("民主评议党员", RecordKind::DemocraticAppraisal),
    ("民主评议", RecordKind::DemocraticAppraisal),
    ("党员民主评议", RecordKind::DemocraticAppraisal),
    ("评议党员", RecordKind::DemocraticAppraisal),
];

impl RecordKind {
    /// Every kind, in the order of the forms.
    pub const ALL: [Self; 7] = [
        Self::MemberAssembly,
        Self::CommitteeMeeting,
        Self::GroupMeeting,
        Self::Lecture,
        Self::ThemeDay,
        Self::OrganisationLifeMeeting,
        Self::DemocraticAppraisal,
    ];

    /// The full Chinese name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::MemberAssembly => "支部党员大会",
            Self::CommitteeMeeting => "支部委员会",
            Self::GroupMeeting => "党小组会",
            Self::Lecture => "党课",
            Self::ThemeDay => "主题党日",
            Self::OrganisationLifeMeeting => "组织生活会",
            Self::DemocraticAppraisal => "民主评议党员",
        }
    }

    /// The code stored in books and written in messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MemberAssembly => "member_assembly",
            Self::CommitteeMeeting => "committee_meeting",
            Self::GroupMeeting => "group_meeting",
            Self::Lecture => "lecture",
            Self::ThemeDay => "theme_day",
            Self::OrganisationLifeMeeting => "organisation_life_meeting",
            Self::DemocraticAppraisal => "democratic_appraisal",
        }
    }

    /// The kind of a stored code; `None` for anything that is not exactly a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Reads what offices write: code, full name or a usual short form, with spaces, brackets and punctuation
    /// forgiven (`支委会`, `（10月）党员大会`). `None` if it names no kind, or two different ones.
    pub fn read(text: &str) -> Option<Self> {
        let bare = bare(text);
        Self::from_code(text.trim())
            .or_else(|| OTHER_NAMES.iter().find(|(name, _)| *name == bare).map(|(_, kind)| *kind))
            .or_else(|| only_one_within(&bare))
    }
}

/// Text without spaces and punctuation, and without a leading month, quarter or year.
fn bare(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    kept.trim_start_matches(['年', '月', '日', '第']).to_owned()
}

/// The one kind whose names occur within a longer text. A name lying inside a longer hit does not count.
fn only_one_within(bare: &str) -> Option<RecordKind> {
    let hits: Vec<_> = OTHER_NAMES.iter().filter(|(name, _)| bare.contains(name)).collect();
    let outer = hits
        .iter()
        .filter(|(name, _)| !hits.iter().any(|(other, _)| other.len() > name.len() && other.contains(name)));
    let mut kinds: Vec<_> = outer.map(|(_, kind)| *kind).collect();
    kinds.dedup();
    match kinds[..] {
        [kind] => Some(kind),
        _ => None,
    }
}

/// What one person was at a gathering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttendanceState {
    /// 到会
    Present,
    /// 请假
    Leave,
    /// 缺席
    Absent,
    /// 列席: there, but not counted among those due
    Observer,
    /// 补课: was not there, made it up later
    MadeUp,
}

impl AttendanceState {
    /// Every state, in the order of the roll.
    pub const ALL: [Self; 5] = [Self::Present, Self::Leave, Self::Absent, Self::Observer, Self::MadeUp];

    /// The Chinese word.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Present => "到会",
            Self::Leave => "请假",
            Self::Absent => "缺席",
            Self::Observer => "列席",
            Self::MadeUp => "补课",
        }
    }

    /// The code stored in books and written in messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Leave => "leave",
            Self::Absent => "absent",
            Self::Observer => "observer",
            Self::MadeUp => "made_up",
        }
    }

    /// The state of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Reads the words and ticks of sign-in sheets; `None` if the text says nothing of the kind.
    pub fn read(text: &str) -> Option<Self> {
        match bare(text).as_str() {
            "到会" | "到" | "出席" | "参加" | "实到" | "已到" | "签到" => Some(Self::Present),
            "请假" | "事假" | "病假" | "公假" | "假" | "因公请假" | "因病请假" => {
                Some(Self::Leave)
            }
            "缺席" | "缺" | "未到" | "无故缺席" | "缺勤" | "旷会" => Some(Self::Absent),
            "列席" => Some(Self::Observer),
            "补课" | "已补课" | "补学" => Some(Self::MadeUp),
            _ => Self::from_code(text.trim()).or_else(|| read_tick(text.trim())),
        }
    }

    /// True for those who sat in the room (到会 and 列席).
    pub const fn was_there(self) -> bool {
        matches!(self, Self::Present | Self::Observer)
    }

    /// True for those who belong to 应到; observers do not.
    pub const fn was_due(self) -> bool {
        !matches!(self, Self::Observer)
    }
}

fn read_tick(text: &str) -> Option<AttendanceState> {
    match text {
        "√" | "✓" | "✔" | "☑" => Some(AttendanceState::Present),
        "×" | "✗" | "✘" => Some(AttendanceState::Absent),
        "△" | "○" => Some(AttendanceState::Leave),
        _ => None,
    }
}

/// Why somebody was excused, in the office's own words. Never empty: no reason is no `LeaveReason`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeaveReason(String);

impl LeaveReason {
    /// Takes the words as they are, without the spaces around them; `None` if nothing remains.
    pub fn read(text: &str) -> Option<Self> {
        let words = text.trim();
        (!words.is_empty()).then(|| Self(words.to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_its_own_label_and_code() {
        for kind in RecordKind::ALL {
            assert_eq!(RecordKind::read(kind.label()), Some(kind), "{}", kind.label());
            assert_eq!(RecordKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
        }
    }

    #[test]
    fn short_forms_of_offices_are_understood() {
        for (text, kind) in [
            ("支委会", RecordKind::CommitteeMeeting),
            (" 党员大会 ", RecordKind::MemberAssembly),
            ("小组会", RecordKind::GroupMeeting),
            ("第三党小组会议", RecordKind::GroupMeeting),
            ("10月主题党日活动", RecordKind::ThemeDay),
            ("支部主题党日", RecordKind::ThemeDay),
            ("书记讲党课（三季度）", RecordKind::Lecture),
            ("２０２６年度组织生活会", RecordKind::OrganisationLifeMeeting),
            ("支部党员大会（三季度）", RecordKind::MemberAssembly),
            ("民主评议", RecordKind::DemocraticAppraisal),
        ] {
            assert_eq!(RecordKind::read(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn what_names_no_kind_or_two_kinds_is_not_guessed() {
        for text in ["", "会议", "志愿服务", "党员大会暨党课", "组织生活会和民主评议"]
        {
            assert_eq!(RecordKind::read(text), None, "{text}");
        }
    }

    #[test]
    fn every_state_reads_its_own_label_and_code() {
        for state in AttendanceState::ALL {
            assert_eq!(AttendanceState::read(state.label()), Some(state));
            assert_eq!(AttendanceState::read(state.code()), Some(state));
        }
        assert_eq!(AttendanceState::read("√"), Some(AttendanceState::Present));
        assert_eq!(AttendanceState::read("无故缺席"), Some(AttendanceState::Absent));
        assert_eq!(AttendanceState::read("也许"), None);
    }

    #[test]
    fn an_observer_was_there_but_was_not_due() {
        assert!(AttendanceState::Observer.was_there() && !AttendanceState::Observer.was_due());
        assert!(AttendanceState::Leave.was_due() && !AttendanceState::Leave.was_there());
    }

    #[test]
    fn a_blank_reason_is_no_reason() {
        assert_eq!(LeaveReason::read("  "), None);
        assert_eq!(LeaveReason::read(" 住院 ").unwrap().as_str(), "住院");
    }
}
