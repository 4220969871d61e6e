//! Titles of posts. An office may use words of its own: they are kept as they are and belong to no committee.
//! Must not know who holds a post.

use crate::code::coded;
use crate::text::squeeze;

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
    /// The title that an office means in a register: 支部书记, 支委, 小组长. Nothing for posts of other organisations.
    pub fn read_office(text: &str) -> Option<Self> {
        let said = squeeze(text);
        match said.as_str() {
            "支书" => return Some(Self::Secretary),
            "支委" => return Some(Self::CommitteeMember),
            "组长" | "小组长" | "党小组长" => return Some(Self::GroupLeader),
            "副组长" | "小组副组长" => return Some(Self::DeputyGroupLeader),
            "纪律检查委员" => return Some(Self::DisciplineMember),
            _ => {}
        }
        let inside = ["党支部委员会", "支部委员会", "党支部", "支部"];
        let bare = inside.iter().find_map(|place| said.strip_prefix(place)).unwrap_or(&said);
        Self::read(bare)
    }

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

/// What stands between the organisation and the title of a post that somebody holds outside of branch and group.
const ELSEWHERE: char = '·';

/// 「银河社区党委·书记」: a post outside of branch and group.
pub fn post_elsewhere(organisation: &str, title: &str) -> String {
    format!("{}{ELSEWHERE}{title}", squeeze(organisation))
}

/// The organisation and the title of such a post; nothing for a title alone.
pub fn read_elsewhere(text: &str) -> Option<(&str, &str)> {
    let (organisation, title) = text.rsplit_once(ELSEWHERE)?;
    let (organisation, title) = (organisation.trim(), title.trim());
    (!organisation.is_empty() && !title.is_empty()).then_some((organisation, title))
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
    fn a_title_is_read_as_registers_write_it() {
        for (text, title) in [
            ("书记", Some(PostTitle::Secretary)),
            ("党支部副书记", Some(PostTitle::DeputySecretary)),
            ("支委", Some(PostTitle::CommitteeMember)),
            ("支部委员会 组织委员", Some(PostTitle::OrganisationMember)),
            ("党小组长", Some(PostTitle::GroupLeader)),
            ("党委书记", None),
            ("红色楼长", None),
        ] {
            assert_eq!(PostTitle::read_office(text), title, "{text}");
        }
    }

    #[test]
    fn a_post_held_elsewhere_says_where() {
        let text = post_elsewhere("银河社区 党委", "书记");
        assert_eq!(
            (text.as_str(), read_elsewhere(&text)),
            ("银河社区党委·书记", Some(("银河社区党委", "书记")))
        );
        assert_eq!((read_elsewhere("书记"), read_elsewhere("·书记")), (None, None));
    }

    #[test]
    fn words_of_the_office_stay_as_they_are() {
        assert_eq!(post_label("secretary"), "书记");
        assert_eq!(post_label("红色楼长"), "红色楼长");
    }
}
