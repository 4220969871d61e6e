//! The list of members: filters, order, page, chips.

use branchbook_domain::code::Sex;
use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::{ConditionKind, FilterClause};
use branchbook_domain::points::Points;
use branchbook_domain::standing::{MemberClass, PartyYears};
use serde::{Deserialize, Serialize};

/// Order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberOrder {
    /// Branch by branch, in the order of entry.
    #[default]
    Register,
    /// By pinyin.
    Pinyin,
    /// 姓氏笔画 (decisions 28).
    Stroke,
}

/// Something that a clerk looks for in the register besides class and condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberMark {
    /// 60 岁以上.
    Elder,
    /// Holds neither a service post nor a post of the Party.
    Unassigned,
    /// A fact that the reports need is missing.
    Incomplete,
}

impl MemberMark {
    /// All marks in the order of the chips.
    pub const ALL: &'static [Self] = &[Self::Elder, Self::Unassigned, Self::Incomplete];

    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Elder => "elder",
            Self::Unassigned => "unassigned",
            Self::Incomplete => "incomplete",
        }
    }

    /// The mark with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|mark| mark.code() == code)
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Elder => "60 岁以上",
            Self::Unassigned => "无岗位",
            Self::Incomplete => "资料不全",
        }
    }
}

/// Asks for members on a day. Without a limit every row comes back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct MemberList {
    /// The true day; today if not given.
    #[serde(default)]
    pub on: Option<Day>,
    /// By booking: the members that this month's report counts, whatever was learnt and booked later (decisions 3).
    /// Excludes `on`.
    #[serde(default)]
    pub as_sent: Option<Month>,
    /// Only this branch.
    #[serde(default)]
    pub branch: Option<OrganisationId>,
    /// Only this group.
    #[serde(default)]
    pub group: Option<OrganisationId>,
    /// Only this class.
    #[serde(default)]
    pub class: Option<MemberClass>,
    /// Only those of whom this holds.
    #[serde(default)]
    pub condition: Option<ConditionKind>,
    /// Only those of whom this is true.
    #[serde(default)]
    pub mark: Option<MemberMark>,
    /// 历史党员: those who were members before the day and are none on it, where they were last. Excludes `as_sent`.
    #[serde(default)]
    pub is_former: bool,
    /// Part of a name, pinyin or initials, digits of a phone, part of the employer or of the address, or four digits and
    /// more of an ID number.
    #[serde(default)]
    pub query: Option<String>,
    /// Only those of whom these conditions hold.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<FilterClause>,
    /// Whether one of them is enough; else all must hold.
    #[serde(default)]
    pub is_any: bool,
    /// Fields that stand in the rows beside the usual ones, by key or name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Order.
    #[serde(default)]
    pub order: MemberOrder,
    /// The field that the rows are sorted by, by key or name; among equals, and without one, `order` decides.
    #[serde(default)]
    pub sort: Option<String>,
    /// Whether `sort` goes from the last to the first.
    #[serde(default)]
    pub is_descending: bool,
    /// A view: the number of a saved one, or a text as a form of the folio `lists` told it. Its conditions and columns come
    /// before those above; its filters hold where nothing is said above.
    #[serde(default)]
    pub view: Option<String>,
    /// Rows to pass over.
    #[serde(default)]
    pub offset: u32,
    /// Rows at most; all if not given.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Whether the chips with their counts are wanted.
    #[serde(default)]
    pub with_chips: bool,
    /// Whether the rows say posts and points.
    #[serde(default)]
    pub with_figures: bool,
    /// Shows ID numbers and phones in full, which is recorded.
    #[serde(default)]
    pub reveal: bool,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberPage {
    /// The day asked for; of a month the last day of its statistics.
    pub on: Day,
    /// How many there are on all pages.
    pub total: u32,
    /// The rows of the page.
    pub rows: Vec<MemberRow>,
    /// Chips, if wanted.
    #[serde(default)]
    pub chips: Option<MemberChips>,
    /// The conditions in words, and the name of the view.
    #[serde(default)]
    pub words: String,
    /// The columns that were asked for.
    #[serde(default)]
    pub columns: Vec<ListColumn>,
}

/// A column that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListColumn {
    /// Key of the field.
    pub key: String,
    /// Its title.
    pub label: String,
    /// Its width, in half-width characters.
    pub width: u16,
    /// Whether figures stand in it.
    pub is_number: bool,
}

/// A member in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberRow {
    /// The person.
    pub member: PersonId,
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Nation in words.
    pub nation: Option<String>,
    /// Birth, perhaps in part.
    pub birth_on: Option<PartialDay>,
    /// ID number, masked unless revealed.
    pub id_number: Option<String>,
    /// Phone, masked unless revealed.
    pub phone: Option<String>,
    /// Education in words.
    pub education: Option<String>,
    /// Work unit and duty.
    pub employer: Option<String>,
    /// Branch.
    pub branch: OrganisationId,
    /// Its name.
    pub branch_name: String,
    /// Group.
    pub group: Option<OrganisationId>,
    /// Its name.
    pub group_name: Option<String>,
    /// Class on the day; `None` where the day of joining lies ahead.
    pub class: Option<MemberClass>,
    /// Whether dates known in part leave the class open: show it as 约.
    pub is_class_about: bool,
    /// Admitted to the Party.
    pub joined_on: Option<PartialDay>,
    /// End of probation.
    pub became_full_on: Option<PartialDay>,
    /// 党龄.
    pub party_years: Option<PartyYears>,
    /// What holds of the member on the day.
    pub conditions: Vec<ConditionKind>,
    /// Service posts held on the day, with 、 between; without any the posts of the Party. If wanted.
    #[serde(default)]
    pub posts: Option<String>,
    /// Points of the day's year, up to the day. If wanted and scored.
    #[serde(default)]
    pub score: Option<Points>,
    /// What stands in the columns that were asked for, masked unless revealed; empty where nothing is known.
    #[serde(default)]
    pub extra: Vec<String>,
}

/// A filter with its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip<T> {
    /// What it filters for.
    pub value: T,
    /// In words.
    pub label: String,
    /// How many rows it would show.
    pub count: u32,
}

/// Filters with their counts. Branches are counted over the query; the others over query, branch and group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberChips {
    /// Branches.
    pub branches: Vec<Chip<OrganisationId>>,
    /// Classes.
    pub classes: Vec<Chip<MemberClass>>,
    /// Conditions.
    pub conditions: Vec<Chip<ConditionKind>>,
    /// Marks.
    #[serde(default)]
    pub marks: Vec<Chip<MemberMark>>,
    /// How many were members and are none on the day.
    #[serde(default)]
    pub former: u32,
}
