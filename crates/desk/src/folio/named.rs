//! A list of names as people write it, one a line or with 、 between, resolved to members. Whoever is not found, or is one
//! of several, is asked back by name: nothing is guessed. The one reader of such lists.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::membership::{MemberOnDay, members_on};
use branchbook_ledger::{LedgerError, Reading};

use super::Values;
use crate::organisation::Names;

/// What stands between two names.
const BETWEEN: [char; 7] = ['\n', '\r', '、', '，', ',', '；', ';'];
/// What opens and closes what is said behind a name.
const OPENS: [char; 2] = ['（', '('];
const CLOSES: [char; 2] = ['）', ')'];

/// The members whose names stand in a field, each once, in the order of the list. What does not fit is noted there.
pub(crate) fn named_members(
    reading: &Reading<'_>,
    values: &mut Values,
    key: &str,
    today: Day,
) -> Result<Vec<PersonId>, LedgerError> {
    let (members, names) = (members_on(reading, today)?, Names::of(reading)?);
    let written = values.lines(key).unwrap_or_default();
    match Roll::of("名册里", &members, &names).read(&written) {
        Ok(found) if found.is_empty() => values.refuse(key, "请填写名单，每行一个姓名。"),
        Ok(found) => return Ok(found),
        Err(wrong) => values.refuse(key, wrong),
    }
    Ok(Vec::new())
}

/// Everybody who may be meant, by name.
pub(crate) struct Roll<'m> {
    /// Where they are looked for, as a refusal says it: 名册里.
    place: String,
    by_name: BTreeMap<String, Vec<&'m MemberOnDay>>,
    names: &'m Names,
}

impl<'m> Roll<'m> {
    /// The names of some members.
    pub fn of(
        place: impl Into<String>,
        members: impl IntoIterator<Item = &'m MemberOnDay>,
        names: &'m Names,
    ) -> Self {
        let mut by_name: BTreeMap<String, Vec<&MemberOnDay>> = BTreeMap::new();
        for member in members {
            by_name.entry(squeeze(&member.name)).or_default().push(member);
        }
        Self { place: place.into(), by_name, names }
    }

    /// Everybody whom a text names, each once, in its order; or everything in it that is not clear, in a sentence.
    pub fn read(&self, text: &str) -> Result<Vec<PersonId>, String> {
        let (mut found, mut met, mut wrong) = (Vec::new(), BTreeSet::new(), Vec::new());
        let items = text.split(BETWEEN).flat_map(|item| self.cells(item)).map(str::trim);
        for item in items.filter(|item| !item.is_empty()) {
            match self.find(item) {
                Ok(person) if met.insert(person) => found.push(person),
                Ok(_) => {}
                Err(why) => wrong.push(why),
            }
        }
        if wrong.is_empty() { Ok(found) } else { Err(format!("{}。", wrong.join("；"))) }
    }

    /// A row that was copied out of a table: its cells, if each is a name; else a name with what tells it apart.
    fn cells<'t>(&self, item: &'t str) -> Vec<&'t str> {
        let cells: Vec<&str> = item.split('\t').filter(|cell| !cell.trim().is_empty()).collect();
        let is_names = cells.iter().all(|cell| self.by_name.contains_key(&squeeze(cell)));
        if is_names { cells } else { vec![item] }
    }

    fn find(&self, item: &str) -> Result<PersonId, String> {
        let (name, told) = self.parts(item);
        let all = self.by_name.get(&name).map(Vec::as_slice).unwrap_or_default();
        let fitting: Vec<&MemberOnDay> = all.iter().copied().filter(|one| self.is_told(one, &told)).collect();
        // One branch's name may stand within another's: the whole name says which is meant.
        let whole = |one: &&&MemberOnDay| squeeze(&self.names.distinct(one.branch_id)) == told;
        if let [only] = fitting.iter().filter(whole).collect::<Vec<_>>()[..] {
            return Ok(only.person);
        }
        match fitting.as_slice() {
            [only] => Ok(only.person),
            [] if all.is_empty() => Err(format!("{}没有“{name}”", self.place)),
            [] => Err(format!("{}没有“{name}（{told}）”", self.place)),
            several => Err(self.several(&name, several)),
        }
    }

    /// The name and what is told behind it, in brackets or after a space; a name may have spaces in it as well.
    fn parts(&self, item: &str) -> (String, String) {
        let whole = squeeze(item);
        if self.by_name.contains_key(&whole) {
            return (whole, String::new());
        }
        if let Some((name, told)) = item.split_once(OPENS) {
            return (squeeze(name), squeeze(told.trim_end_matches(CLOSES)));
        }
        let mut spaces =
            item.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| item.split_at(at));
        let known = spaces.find(|(name, _)| self.by_name.contains_key(&squeeze(name)));
        known.map_or((whole, String::new()), |(name, told)| (squeeze(name), squeeze(told)))
    }

    /// Whether what is told behind a name is the branch or the beginning of the birth; nothing told fits everybody.
    fn is_told(&self, member: &MemberOnDay, told: &str) -> bool {
        squeeze(&self.names.distinct(member.branch_id)).contains(told)
            || member.birth_on.is_some_and(|birth| birth.to_string().starts_with(told))
    }

    /// Asks back with everybody of the name, each written as it is understood.
    fn several(&self, name: &str, members: &[&MemberOnDay]) -> String {
        let branch = |member: &&MemberOnDay| Some(self.names.distinct(member.branch_id));
        let birth = |member: &&MemberOnDay| member.birth_on.map(|birth| birth.to_string());
        let head = format!("有 {} 人叫“{name}”", members.len());
        match apart(members, branch).or_else(|| apart(members, birth)) {
            Some(told) => {
                let each: Vec<String> = told.iter().map(|told| format!("{name}（{told}）")).collect();
                format!("{head}，请写明是哪一位：{}", each.join("、"))
            }
            None => format!("{head}，分辨不出，请逐个登记"),
        }
    }
}

/// What tells each of some members from all others, if it does.
fn apart(members: &[&MemberOnDay], told: impl Fn(&&MemberOnDay) -> Option<String>) -> Option<Vec<String>> {
    let told: Vec<String> = members.iter().map(told).collect::<Option<_>>()?;
    let is_apart = told.iter().collect::<BTreeSet<_>>().len() == told.len();
    is_apart.then_some(told)
}
