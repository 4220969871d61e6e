//! The posts that a branch of its size needs, and which of them nobody holds (M02). Whether there is a committee at
//! all is asked by frequency/branch.rs.

use crate::member::PostTitle;
use crate::rule::{Finding, Level, Rule, Source};

const VACANT: Rule = Rule::new(
    "M02",
    "支部班子配备",
    Source::regulation("支部工作条例（试行）", "2018年", "第二十条、第二十一条"),
);
const TOO_MANY: Rule =
    Rule::new("M02", "支部班子职数", Source::regulation("支部工作条例（试行）", "2018年", "第二十条"));

/// Full members from which a committee is due.
const COMMITTEE_FROM: u32 = 7;
/// 必要时可以设 1 名副书记.
const MOST_DEPUTIES: usize = 1;

const ALONE: &[PostTitle] = &[PostTitle::Secretary];
const COMMITTEE: &[PostTitle] = &[
    PostTitle::Secretary,
    PostTitle::OrganisationMember,
    PostTitle::PublicityMember,
    PostTitle::DisciplineMember,
];

/// The posts due in a branch: a secretary, and the members of the committee where one is due. A 副书记 is set only if
/// needed, so none is ever missing. One person may hold two posts.
pub const fn titles_due(full_members: u32) -> &'static [PostTitle] {
    if full_members >= COMMITTEE_FROM { COMMITTEE } else { ALONE }
}

/// The posts due that nobody holds, in the order of the forms.
pub fn vacancies(full_members: u32, held: &[PostTitle]) -> Vec<PostTitle> {
    titles_due(full_members).iter().copied().filter(|title| !held.contains(title)).collect()
}

/// The findings on a branch's posts. `held` is one title for each post held on the day. Without any committee only
/// the secretary is asked for here: that the committee is missing is a finding of its own.
pub fn check_posts(subject: &str, full_members: u32, held: &[PostTitle]) -> Vec<Finding> {
    let has_committee = held.iter().any(|title| title.proves_committee());
    let due = if has_committee { full_members } else { 0 };
    let vacant = vacancies(due, held);
    let said = |rule: Rule, level, gap, advice: &str| Finding {
        rule,
        level,
        subject: subject.to_owned(),
        gap,
        advice: advice.to_owned(),
    };
    let missing = (!vacant.is_empty()).then(|| {
        let gap = format!("没有登记{}。", labels(&vacant));
        said(VACANT, Level::Should, gap, "出现空缺的应当及时补选；已经有人担任的请登记，可以由一人兼任。")
    });
    let doubled = too_many(held)
        .map(|gap| said(TOO_MANY, Level::Should, gap, "请核对任职的起止日期；已经离任的请登记结束日期。"));
    missing.into_iter().chain(doubled).collect()
}

fn labels(titles: &[PostTitle]) -> String {
    titles.iter().map(|title| title.label()).collect::<Vec<_>>().join("、")
}

fn too_many(held: &[PostTitle]) -> Option<String> {
    let count = |title: PostTitle| held.iter().filter(|other| **other == title).count();
    let (secretaries, deputies) = (count(PostTitle::Secretary), count(PostTitle::DeputySecretary));
    match (secretaries > 1, deputies > MOST_DEPUTIES) {
        (true, _) => Some(format!("同时登记了 {secretaries} 名书记，应为 1 名。")),
        (_, true) => Some(format!("同时登记了 {deputies} 名副书记，必要时可以设 1 名。")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use PostTitle::{
        CommitteeMember, DeputySecretary, DisciplineMember, OrganisationMember, PublicityMember, Secretary,
    };

    fn gaps(full_members: u32, held: &[PostTitle]) -> Vec<String> {
        check_posts("南湖里党支部", full_members, held).into_iter().map(|finding| finding.gap).collect()
    }

    #[test]
    fn the_posts_due_follow_the_number_of_full_members() {
        assert_eq!(vacancies(6, &[]), [Secretary]);
        assert_eq!(vacancies(7, &[Secretary]), [OrganisationMember, PublicityMember, DisciplineMember]);
        assert_eq!(vacancies(40, COMMITTEE), []);
    }

    #[test]
    fn vacancies_are_named_and_a_missing_committee_is_left_to_its_own_finding() {
        for (full, held, expected) in [
            (5, vec![Secretary], vec![]),
            (5, vec![], vec!["没有登记书记。"]),
            (30, vec![Secretary], vec![]),
            (30, vec![Secretary, OrganisationMember], vec!["没有登记宣传委员、纪检委员。"]),
            (30, vec![OrganisationMember, PublicityMember, DisciplineMember], vec!["没有登记书记。"]),
            (30, vec![Secretary, CommitteeMember], vec!["没有登记组织委员、宣传委员、纪检委员。"]),
            (5, vec![Secretary, Secretary], vec!["同时登记了 2 名书记，应为 1 名。"]),
            (
                5,
                vec![Secretary, DeputySecretary, DeputySecretary],
                vec!["同时登记了 2 名副书记，必要时可以设 1 名。"],
            ),
        ] {
            assert_eq!(gaps(full, &held), expected, "{full} {held:?}");
        }
    }

    proptest! {
        #[test]
        fn filling_the_vacancies_leaves_none(
            full in 0_u32..120,
            held in prop::collection::vec(prop::sample::select(PostTitle::ALL), 0..6),
        ) {
            let mut all = held.clone();
            all.extend(vacancies(full, &held));
            prop_assert!(vacancies(full, &all).is_empty());
            prop_assert!(check_posts("支部", full, &all).iter().all(|finding| finding.rule != VACANT));
        }
    }
}
