//! Service posts (服务岗位) and who claims them. Other kinds of offers follow the same model later.

use branchbook_domain::day::Day;
use branchbook_domain::key::{ClaimId, OfferId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

use crate::folio::FolioCell;

/// State of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// 已认领.
    Claimed,
    /// 社区已确认.
    Confirmed,
    /// 已办结.
    Finished,
    /// 已退出.
    Withdrawn,
}

impl ClaimState {
    /// All states.
    pub const ALL: &'static [Self] = &[Self::Claimed, Self::Confirmed, Self::Finished, Self::Withdrawn];

    /// The frozen code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Confirmed => "confirmed",
            Self::Finished => "finished",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Claimed => "已认领",
            Self::Confirmed => "已确认",
            Self::Finished => "已办结",
            Self::Withdrawn => "已退出",
        }
    }

    /// Whether the post is no longer held.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Finished | Self::Withdrawn)
    }
}

/// Asks for the posts of a day (today if not given).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct OfferList {
    /// The day.
    #[serde(default)]
    pub on: Option<Day>,
    /// This one alone, ended or not.
    #[serde(default)]
    pub offer: Option<OfferId>,
}

/// The posts and the categories they belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPage {
    /// The day.
    pub on: Day,
    /// Posts by title.
    pub rows: Vec<OfferRow>,
    /// The categories in their order.
    pub categories: Vec<Category>,
}

/// A category of posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// The code.
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Claims that stand on its posts.
    pub claims: i64,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferRow {
    /// Its key.
    pub offer: OfferId,
    /// What it says.
    pub draft: OfferDraft,
    /// What its category is called.
    pub category_label: String,
    /// Claims that stand on it.
    pub claims: i64,
    /// Where it stands, in a word.
    #[serde(default)]
    pub state: FolioCell,
    /// How long it stands, in words: `长期`, `2026-10-01 起`.
    #[serde(default)]
    pub until: String,
}

/// What a form edits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferDraft {
    /// 岗位名称.
    pub title: String,
    /// Code of the category; by the title if not given.
    #[serde(default)]
    pub category: Option<String>,
    /// 服务内容.
    #[serde(default)]
    pub content: Option<String>,
    /// 所需人数.
    #[serde(default)]
    pub needed_count: Option<i64>,
    /// 地点.
    #[serde(default)]
    pub place: Option<String>,
    /// First day.
    #[serde(default)]
    pub from_on: Option<Day>,
    /// First day no longer offered.
    #[serde(default)]
    pub to_on: Option<Day>,
}

/// Registers a service post, or changes one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfferSet {
    /// The post to change; a new one if not given.
    #[serde(default)]
    pub offer: Option<OfferId>,
    /// What it says.
    pub draft: OfferDraft,
}

/// A registered post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferSaved {
    /// Its key.
    pub offer: OfferId,
}

/// Asks for the claims of a post or of a person.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ClaimList {
    /// Of this post.
    #[serde(default)]
    pub offer: Option<OfferId>,
    /// Of this person.
    #[serde(default)]
    pub person: Option<PersonId>,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// Its key.
    pub claim: ClaimId,
    /// The post.
    pub offer: OfferId,
    /// Its title.
    pub title: String,
    /// The person who claims.
    pub person: Option<PersonId>,
    /// The unit that claims.
    pub unit: Option<UnitId>,
    /// Name of either.
    pub claimer: String,
    /// State.
    pub state: ClaimState,
    /// The day of the claim.
    pub claimed_on: Day,
    /// The day it ended.
    pub ended_on: Option<Day>,
    /// 评价.
    pub rating: Option<String>,
}

/// Sets the state of a claim. A claim that does not stand yet is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClaimSet {
    /// The post.
    pub offer: OfferId,
    /// The person who claims; either this or `unit`.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// The unit that claims.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The state.
    pub state: ClaimState,
    /// The day of the claim, or of its end.
    pub on: Day,
    /// 评价, when it is finished.
    #[serde(default)]
    pub rating: Option<String>,
}

/// A claim in its new state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimSaved {
    /// Its key.
    pub claim: ClaimId,
    /// What deserves a look, each a sentence.
    pub warnings: Vec<String>,
}
