//! Which posts an organisation of a level has: one table, with where it is written. An office may use words of its own
//! besides: they are in no table, and nothing is said of them. Must not know who holds a post.

use crate::member::PostTitle;
use crate::organisation::Level;
use crate::rule::Source;

/// 党支部委员会设书记和组织委员、宣传委员、纪律检查委员等，必要时可以设 1 名副书记.
const BRANCH: Source = Source::regulation("支部工作条例（试行）", "2018年", "第二十条");
/// 党小组设组长. A 副组长 is an office's own.
const GROUP: Source = Source::regulation("支部工作条例（试行）", "2018年", "第十三条");

/// The titles of an organisation of one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitlesOfLevel {
    /// The titles, in the order of the forms.
    pub titles: &'static [PostTitle],
    /// The article; of committees above the branch, and of temporary branches, the office itself.
    pub source: Source,
}

const OF_COMMITTEE: &[PostTitle] = &[
    PostTitle::Secretary,
    PostTitle::DeputySecretary,
    PostTitle::OrganisationMember,
    PostTitle::PublicityMember,
    PostTitle::DisciplineMember,
    PostTitle::UnitedFrontMember,
    PostTitle::YouthMember,
    PostTitle::CommitteeMember,
];
const OF_GROUP: &[PostTitle] = &[PostTitle::GroupLeader, PostTitle::DeputyGroupLeader];

/// The titles of a level.
pub const fn titles_of(level: Level) -> TitlesOfLevel {
    match level {
        Level::Branch => TitlesOfLevel { titles: OF_COMMITTEE, source: BRANCH },
        Level::Group => TitlesOfLevel { titles: OF_GROUP, source: GROUP },
        Level::Street | Level::Committee | Level::GeneralBranch | Level::TemporaryBranch => {
            TitlesOfLevel { titles: OF_COMMITTEE, source: Source::OfficeDefault }
        }
    }
}

impl TitlesOfLevel {
    /// Why a title is none of this level, and which there are; nothing if it is one.
    pub fn refusal(&self, level: Level, title: PostTitle) -> Option<String> {
        if self.titles.contains(&title) {
            return None;
        }
        let known: Vec<&str> = self.titles.iter().map(|known| known.label()).collect();
        let source =
            if self.source.is_regulation() { format!("（{}）", self.source) } else { String::new() };
        let (level, title) = (level.label(), title.label());
        Some(format!("{level}没有“{title}”这个职务，可以登记的有：{}{source}。", known.join("、")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_belongs_to_some_level_and_a_group_has_its_own() {
        for &title in PostTitle::ALL {
            assert!(Level::ALL.iter().any(|&level| titles_of(level).titles.contains(&title)), "{title:?}");
        }
        for (level, title, is_there) in [
            (Level::Branch, PostTitle::DisciplineMember, true),
            (Level::Branch, PostTitle::GroupLeader, false),
            (Level::Group, PostTitle::Secretary, false),
            (Level::Group, PostTitle::DeputyGroupLeader, true),
            (Level::Committee, PostTitle::Secretary, true),
            (Level::Committee, PostTitle::GroupLeader, false),
            (Level::TemporaryBranch, PostTitle::Secretary, true),
        ] {
            assert_eq!(titles_of(level).refusal(level, title).is_none(), is_there, "{level:?} {title:?}");
        }
    }

    #[test]
    fn a_refusal_says_which_titles_there_are_and_where_it_is_written() {
        let of = |level| titles_of(level).refusal(level, PostTitle::Secretary).unwrap_or_default();
        assert_eq!(
            of(Level::Group),
            "党小组没有“书记”这个职务，可以登记的有：党小组组长、党小组副组长（《支部工作条例（试行）》（2018年）第十三条）。"
        );
        assert_eq!(of(Level::Branch), "");
    }
}
