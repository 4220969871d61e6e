//! Levels of Party organisations and kinds of places. Must not know a particular tree.

use crate::code::coded;

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

#[cfg(test)]
mod tests {
    use super::*;

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
