//! Levels of Party organisations and kinds of places. Must not know a particular tree.

pub mod writing;

use crate::code::coded;
use crate::day::{Day, day_label};
use crate::rule::{Finding, Level as Weight, Rule, Source};

const TEMPORARY: Rule = Rule::new("M04", "临时党支部期满", Source::OfficeDefault);

coded! {
    /// Level of an organisation (decisions 17). A courtyard branch is a branch; a temporary branch is a
    /// participation, never the home branch.
    Level {
        Street "street" "街道党工委",
        Committee "committee" "社区党委",
        GeneralBranch "general_branch" "党总支",
        Branch "branch" "党支部",
        TemporaryBranch "temporary_branch" "临时党支部",
        Group "group" "党小组",
    }
}

impl Level {
    /// Whether an organisation of this level may stand below one of that level.
    pub fn may_stand_below(self, parent: Self) -> bool {
        match self {
            Self::Street => false,
            Self::Committee => parent == Self::Street,
            Self::GeneralBranch => parent == Self::Committee,
            Self::Branch | Self::TemporaryBranch => matches!(parent, Self::Committee | Self::GeneralBranch),
            Self::Group => matches!(parent, Self::Branch | Self::TemporaryBranch),
        }
    }

    /// Whether members can belong to it as their home branch.
    pub const fn is_home_branch(self) -> bool {
        matches!(self, Self::Branch)
    }
}

coded! {
    /// Kind of a place.
    PlaceKind {
        Grid "grid" "网格",
        Courtyard "courtyard" "楼院",
        Building "building" "楼栋",
        Stairwell "stairwell" "楼组",
    }
}

/// The finding on a temporary branch whose planned end is over. That it ends is somebody's to say.
pub fn check_temporary(subject: &str, planned_end_on: Option<Day>, today: Day) -> Option<Finding> {
    let end = planned_end_on.filter(|end| *end < today)?;
    let gap = format!("预计{}结束，现在还没有登记期满结束。", day_label(end));
    let advice = "任务已经完成的请登记期满结束；需要继续的，请报批准成立的党组织同意后修改预计结束日期。";
    Some(Finding::said_of(subject, (TEMPORARY, Weight::Should, gap, advice)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_temporary_branch_is_named_only_when_its_planned_end_is_over() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let found = |today| check_temporary("防汛临时党支部", Some(day("2026-09-30")), day(today));
        assert!(found("2026-09-30").is_none() && check_temporary("甲", None, Day::MAX).is_none());
        let said = found("2026-10-01").unwrap();
        assert_eq!(
            (said.rule.id.as_ref(), said.gap.as_str()),
            ("M04", "预计2026年9月30日结束，现在还没有登记期满结束。")
        );
    }

    #[test]
    fn every_code_names_its_value() {
        for &level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
            assert_eq!(Level::read(level.label()), Some(level));
        }
        for &kind in PlaceKind::ALL {
            assert_eq!(PlaceKind::from_code(kind.code()), Some(kind));
        }
    }

    #[test]
    fn the_tree_has_branches_below_committees_and_groups_below_branches() {
        for (child, parent, may) in [
            (Level::Branch, Level::Committee, true),
            (Level::Branch, Level::GeneralBranch, true),
            (Level::Group, Level::Branch, true),
            (Level::Group, Level::Committee, false),
            (Level::Branch, Level::Branch, false),
            (Level::Committee, Level::Committee, false),
        ] {
            assert_eq!(child.may_stand_below(parent), may, "{child:?} below {parent:?}");
        }
    }
}
