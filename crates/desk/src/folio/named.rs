//! A list of names as people write it, one a line, resolved to members of a day. Whoever is not found, or is one of
//! several, is refused by name: nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::membership::{MemberOnDay, members_on};
use branchbook_ledger::{LedgerError, Reading};

use super::Values;
use crate::organisation::Names;

/// The members whose names stand in a field, each once, in the order of the list. What does not fit is noted there.
pub(crate) fn named_members(
    reading: &Reading<'_>,
    values: &mut Values,
    key: &str,
    today: Day,
) -> Result<Vec<PersonId>, LedgerError> {
    let Some(text) = values.lines(key) else {
        values.refuse(key, "请填写名单，每行一个姓名。");
        return Ok(Vec::new());
    };
    let roll = Roll::of(reading, today)?;
    let (mut found, mut met, mut wrong) = (Vec::new(), BTreeSet::new(), Vec::new());
    for item in text.split(['\n', '、', '，', ',', '；', ';']).map(str::trim).filter(|item| !item.is_empty())
    {
        match roll.find(item) {
            Ok(person) if met.insert(person) => found.push(person),
            Ok(_) => {}
            Err(why) => wrong.push(why),
        }
    }
    if found.is_empty() && wrong.is_empty() {
        values.refuse(key, "请填写名单，每行一个姓名。");
    }
    if !wrong.is_empty() {
        values.refuse(key, format!("{}。", wrong.join("；")));
    }
    Ok(found)
}

/// Everybody who may be meant, by name.
struct Roll {
    by_name: BTreeMap<String, Vec<MemberOnDay>>,
    names: Names,
}

impl Roll {
    fn of(reading: &Reading<'_>, today: Day) -> Result<Self, LedgerError> {
        let mut by_name: BTreeMap<String, Vec<MemberOnDay>> = BTreeMap::new();
        for member in members_on(reading, today)? {
            by_name.entry(squeeze(&member.name)).or_default().push(member);
        }
        Ok(Self { by_name, names: Names::of(reading)? })
    }

    fn find(&self, item: &str) -> Result<PersonId, String> {
        let (name, branch) = self.read(item);
        let all = self.by_name.get(&name).map(Vec::as_slice).unwrap_or_default();
        let is_there =
            |member: &&MemberOnDay| squeeze(&self.names.distinct(member.branch_id)).contains(&branch);
        let fitting: Vec<&MemberOnDay> = all.iter().filter(is_there).collect();
        match fitting.as_slice() {
            [only] => Ok(only.person),
            [] if all.is_empty() => Err(format!("名册里没有“{name}”")),
            [] => Err(format!("“{name}”不在{branch}")),
            several => Err(self.several(&name, several)),
        }
    }

    /// The name and what stands behind it; a name may be written with a space in its middle.
    fn read(&self, item: &str) -> (String, String) {
        let whole = squeeze(item);
        if self.by_name.contains_key(&whole) {
            return (whole, String::new());
        }
        let split = item.split_once(|c: char| c.is_whitespace() || c == '（' || c == '(');
        let (name, branch) = split.unwrap_or((item, ""));
        (squeeze(name), squeeze(branch.trim_end_matches(['）', ')'])))
    }

    fn several(&self, name: &str, members: &[&MemberOnDay]) -> String {
        let branches: Vec<String> =
            members.iter().map(|member| self.names.distinct(member.branch_id)).collect();
        let same = branches.iter().collect::<BTreeSet<_>>().len() < branches.len();
        let how = if same { "请逐个登记" } else { "请在姓名后写上党支部" };
        format!("“{name}”有 {} 人（{}），{how}", members.len(), branches.join("、"))
    }
}
