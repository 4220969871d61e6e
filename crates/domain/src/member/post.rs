//! Titles of posts. An office may use words of its own: they are kept as they are and belong to no committee.
//! Must not know who holds a post.

use crate::code::coded;

coded! {
    /// Title of a post in a Party organisation.
    PostTitle {
        Secretary "secretary" "书记",
        DeputySecretary "deputy_secretary" "副书记",
        OrganisationMember "organisation_member" "组织委员",
        PublicityMember "publicity_member" "宣传委员",
        DisciplineMember "discipline_member" "纪检委员",
        UnitedFrontMember "united_front_member" "统战委员",
        YouthMember "youth_member" "青年委员",
        CommitteeMember "committee_member" "委员",
        GroupLeader "group_leader" "党小组组长",
        DeputyGroupLeader "deputy_group_leader" "党小组副组长",
    }
}

impl PostTitle {
    /// Whether only a 支部委员会 has this post. 书记 and 副书记 also exist in a branch without one
    /// (支部工作条例（试行）第二十条).
    pub const fn proves_committee(self) -> bool {
        matches!(
            self,
            Self::OrganisationMember
                | Self::PublicityMember
                | Self::DisciplineMember
                | Self::UnitedFrontMember
                | Self::YouthMember
                | Self::CommitteeMember
        )
    }

    /// Whether its holder belongs to the 支部委员会 where there is one.
    pub const fn sits_in_committee(self) -> bool {
        self.proves_committee() || matches!(self, Self::Secretary | Self::DeputySecretary)
    }

    /// Whether one organisation has only one holder at a time.
    pub const fn is_single(self) -> bool {
        matches!(self, Self::Secretary | Self::GroupLeader)
    }
}

/// What a stored title is called: the label of a known title, else the office's own words.
pub fn post_label(title: &str) -> &str {
    match PostTitle::from_code(title) {
        Some(known) => known.label(),
        None => title,
    }
}

/// Whether the titles held in a branch show that it has a 支部委员会.
pub fn has_committee<'a>(titles: impl IntoIterator<Item = &'a str>) -> bool {
    let mut known = titles.into_iter().filter_map(PostTitle::from_code);
    known.any(PostTitle::proves_committee)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secretary_alone_does_not_make_a_committee() {
        assert!(!PostTitle::Secretary.proves_committee() && PostTitle::Secretary.sits_in_committee());
        assert!(PostTitle::PublicityMember.proves_committee());
        assert!(
            !has_committee(["secretary", "红色楼长"]) && has_committee(["secretary", "discipline_member"])
        );
        assert!(!PostTitle::GroupLeader.sits_in_committee());
    }

    #[test]
    fn words_of_the_office_stay_as_they_are() {
        assert_eq!(post_label("secretary"), "书记");
        assert_eq!(post_label("红色楼长"), "红色楼长");
    }
}
