//! Names written in lines, found among members. What cannot be told for sure is asked back, never guessed.

use branchbook_domain::key::PersonId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::membership::MemberOnDay;

use crate::organisation::Names;

/// What a list of names came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Everybody who was named, once.
    pub people: Vec<PersonId>,
    /// Names that nobody has.
    pub unknown: Vec<String>,
    /// Names that several have, each with the branches that tell them apart.
    pub shared: Vec<String>,
}

impl Found {
    /// What is wrong, in a sentence for the field; `where_` says where the names were looked for.
    pub fn wrong(&self, where_: &str) -> Option<String> {
        let mut said = String::new();
        if !self.unknown.is_empty() {
            said.push_str(&format!("{where_}没有：{}。", self.unknown.join("、")));
        }
        if let Some(first) = self.shared.first() {
            said.push_str(&format!("有几人同名：{}。请写明支部，如“{first}”。", self.shared.join("、")));
        }
        (!said.is_empty()).then_some(said)
    }
}

/// Finds names, one in a line or with 、 between; 「曹珂（第一党支部）」 tells apart who shares a name.
pub(super) fn find(text: &str, members: &[&MemberOnDay], names: &Names) -> Found {
    let mut found = Found::default();
    for piece in text.split(['\n', '、', '，', ',', '；', ';']) {
        let written = squeeze(piece);
        if !written.is_empty() {
            find_one(&written, members, names, &mut found);
        }
    }
    found
}

fn find_one(written: &str, members: &[&MemberOnDay], names: &Names, found: &mut Found) {
    let (name, branch) = match written.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
        Some((name, branch)) => (name, Some(branch)),
        None => (written, None),
    };
    let is_named = |member: &&&MemberOnDay| {
        squeeze(&member.name) == name
            && branch.is_none_or(|branch| squeeze(&names.name(member.branch_id)) == branch)
    };
    let fitting: Vec<&&MemberOnDay> = members.iter().filter(is_named).collect();
    match fitting.as_slice() {
        [] => found.unknown.push(written.to_owned()),
        [one] if found.people.contains(&one.person) => {}
        [one] => found.people.push(one.person),
        several => found
            .shared
            .extend(several.iter().map(|one| format!("{}（{}）", one.name, names.name(one.branch_id)))),
    }
}
