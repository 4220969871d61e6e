//! A branch as the rules see it, and the findings on its size and committee (M02, M03).

use serde::{Deserialize, Serialize};

use crate::rule::{Finding, Level, Rule, Source, Words};

const COMMITTEE: Rule =
    Rule::new("M02", "支部委员会设置", Source::regulation("支部工作条例（试行）", "2018年", "第二十条"));
const SIZE: Rule =
    Rule::new("M03", "党支部规模", Source::regulation("支部工作条例（试行）", "2018年", "第四条"));

/// Members in one branch, usually at most.
const MOST_MEMBERS: u32 = 50;
/// Full members from which a committee is due.
const COMMITTEE_FROM: u32 = 7;
/// Full members that a branch needs.
const FEWEST_FULL: u32 = 3;

/// A group of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupFacts {
    /// Its id in the book.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// What the rules need to know of a branch on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchFacts {
    /// Its name, as shown.
    pub name: String,
    /// All members, probationary ones included.
    pub members: u32,
    /// Full members.
    pub full_members: u32,
    /// Members of the 支委会; `None` if there is none.
    pub committee_members: Option<u32>,
    /// Its groups.
    pub groups: Vec<GroupFacts>,
}

impl BranchFacts {
    /// True with a 支委会.
    pub const fn has_committee(&self) -> bool {
        self.committee_members.is_some()
    }

    /// True if the branch is divided into groups: two at least.
    pub const fn has_groups(&self) -> bool {
        self.groups.len() > 1
    }

    /// True where a 支委会 is due and there is none.
    pub const fn lacks_committee(&self) -> bool {
        self.committee_members.is_none() && self.full_members >= COMMITTEE_FROM
    }

    /// True above the usual size.
    pub const fn is_too_large(&self) -> bool {
        self.members > MOST_MEMBERS
    }

    /// True below what a branch needs.
    pub const fn is_too_small(&self) -> bool {
        self.full_members < FEWEST_FULL
    }
}

/// Findings on size and committee. Findings only: no branch is refused for them (decisions.md 17).
pub fn check_branch(facts: &BranchFacts) -> Vec<Finding> {
    let found = [committee(facts), size(facts), too_small(facts)];
    let said = |words| Finding::said_of(&facts.name, words);
    found.into_iter().flatten().map(said).collect()
}

fn committee(facts: &BranchFacts) -> Option<Words> {
    let full = facts.full_members;
    match facts.committee_members {
        None if facts.lacks_committee() => {
            let gap = format!("有正式党员 {full} 人，没有支部委员会（7 人以上应当设立）。");
            Some((COMMITTEE, Level::Must, gap, "请选举产生支部委员会，或在组织信息里登记现任委员。"))
        }
        Some(members) if !(3..=7).contains(&members) => {
            let gap = format!("支部委员会有委员 {members} 人（应由 3 至 5 人组成，一般不超过 7 人）。");
            Some((COMMITTEE, Level::Should, gap, "请核对委员名单；确实不符的，按程序补选或调整。"))
        }
        Some(members) if members > 5 => {
            let gap = format!("支部委员会有委员 {members} 人（一般 3 至 5 人，最多不超过 7 人）。");
            Some((COMMITTEE, Level::Note, gap, "符合上限，不需要处理；换届时可再考虑人数。"))
        }
        _ => None,
    }
}

fn size(facts: &BranchFacts) -> Option<Words> {
    let members = facts.members;
    facts.is_too_large().then(|| {
        let gap = format!("有党员 {members} 人，超过一般不超过 50 人的规模。");
        (SIZE, Level::Should, gap, "可以向上级党组织申请分设党支部，或划分党小组并写明暂不分设的原因。")
    })
}

fn too_small(facts: &BranchFacts) -> Option<Words> {
    let full = facts.full_members;
    facts.is_too_small().then(|| {
        let gap = format!("有正式党员 {full} 人，不足成立党支部所需的 3 人。");
        (SIZE, Level::Must, gap, "请向上级党组织报告，与邻近单位成立联合党支部或调整隶属。")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(members: u32, full_members: u32, committee_members: Option<u32>) -> Vec<(String, Level)> {
        let facts = BranchFacts {
            name: "第一党支部".into(),
            members,
            full_members,
            committee_members,
            groups: vec![],
        };
        check_branch(&facts).into_iter().map(|finding| (finding.rule.id.to_string(), finding.level)).collect()
    }

    #[test]
    fn size_and_committee_are_findings_at_their_exact_borders() {
        for (members, full, committee, expected) in [
            (50, 50, Some(5), vec![]),
            (51, 50, Some(5), vec![("M03", Level::Should)]),
            (7, 6, None, vec![]),
            (7, 7, None, vec![("M02", Level::Must)]),
            (3, 3, None, vec![]),
            (9, 2, None, vec![("M03", Level::Must)]),
            (30, 30, Some(2), vec![("M02", Level::Should)]),
            (30, 30, Some(7), vec![("M02", Level::Note)]),
            (30, 30, Some(8), vec![("M02", Level::Should)]),
            (94, 94, None, vec![("M02", Level::Must), ("M03", Level::Should)]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(id, level)| (id.to_owned(), level)).collect();
            assert_eq!(found(members, full, committee), expected, "{members} {full} {committee:?}");
        }
    }
}
