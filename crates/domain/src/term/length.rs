//! How long a term is, by kind of organisation. Must not know a particular organisation.

use serde::{Deserialize, Serialize};

use crate::organisation::Level;
use crate::rule::Source;

const BRANCH: Source = Source::regulation("支部工作条例（试行）", "2018年", "第二十一条");
const TERMS: Source = Source::regulation("关于党的基层组织任期的意见", "2018年", "第一条");

/// The length of a term and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermLength {
    /// Years.
    pub years: u32,
    /// The article.
    pub source: Source,
}

/// The length of a term: five years in villages and communities and for every base-level committee, three for other
/// general branches and branches. Nothing where no regulation sets one: groups, temporary branches, and the street,
/// which is no base-level organisation.
pub fn term_length(level: Level, is_community: bool) -> Option<TermLength> {
    let length = |years, source| Some(TermLength { years, source });
    match level {
        Level::Committee => length(5, TERMS),
        Level::GeneralBranch if is_community => length(5, TERMS),
        Level::GeneralBranch => length(3, TERMS),
        Level::Branch if is_community => length(5, BRANCH),
        Level::Branch => length(3, BRANCH),
        Level::Street | Level::TemporaryBranch | Level::Group => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communities_have_five_years_and_other_branches_three() {
        for (level, is_community, years) in [
            (Level::Committee, true, Some(5)),
            (Level::Committee, false, Some(5)),
            (Level::GeneralBranch, true, Some(5)),
            (Level::GeneralBranch, false, Some(3)),
            (Level::Branch, true, Some(5)),
            (Level::Branch, false, Some(3)),
            (Level::Group, true, None),
            (Level::TemporaryBranch, true, None),
            (Level::Street, false, None),
        ] {
            let length = term_length(level, is_community);
            assert_eq!(length.as_ref().map(|length| length.years), years, "{level:?}");
            assert!(length.is_none_or(|length| length.source.is_regulation()));
        }
    }
}
