//! Members who are meant by the lines of a form. A name that is not clear is never guessed.

use branchbook_domain::key::PersonId;
use branchbook_ledger::table::membership::MemberOnDay;

/// The members that a text names, one to a line or separated by commas; otherwise everything that is not clear.
pub(super) fn meant(members: &[MemberOnDay], text: &str) -> Result<Vec<PersonId>, String> {
    let (mut found, mut faults) = (Vec::new(), Vec::new());
    let entries = text.split(['\n', '\r', '\t', '、', '，', ',', '；', ';']).map(str::trim);
    for entry in entries.filter(|entry| !entry.is_empty()) {
        match one(members, entry) {
            Ok(person) => found.push(person),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults.concat()) }
}

/// A name, with the birth in brackets where several bear it: 「李强（1962-05）」.
fn one(members: &[MemberOnDay], entry: &str) -> Result<PersonId, String> {
    let mut parts = entry.split(['（', '(']);
    let name = parts.next().unwrap_or_default().trim();
    let birth = parts.next().map(|rest| rest.trim_end_matches(['）', ')']).trim().to_owned());
    let is_meant = |member: &&MemberOnDay| {
        let born = member.birth_on.map(|born| born.to_string()).unwrap_or_default();
        member.name == name && birth.as_ref().is_none_or(|birth| born.starts_with(birth.as_str()))
    };
    let found: Vec<&MemberOnDay> = members.iter().filter(is_meant).collect();
    match found[..] {
        [only] => Ok(only.person),
        [] => Err(format!("“{entry}”当天不在这个党支部。")),
        ref several => {
            let count = several.len();
            Err(format!("有 {count} 人叫“{name}”，请在姓名后写上出生年月，如 {name}（1962-05）。"))
        }
    }
}
