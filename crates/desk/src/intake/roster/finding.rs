//! What concerns a roster as a whole: members it does not name, dates that were serial numbers, late openings.
//! Must not change anything.

use std::collections::HashSet;

use branchbook_domain::key::PersonId;

use super::known::Known;
use super::place::{Place, Places};
use super::plan::Plan;

/// Names told in one sentence.
const MOST_NAMES: usize = 30;

/// What is said of dates that were serial numbers.
pub(super) fn of_serials(count: u32) -> Option<String> {
    (count > 0)
        .then(|| format!("有 {count} 个日期是表格软件的日期序号（如 41787），已换算成日期，请在预览中抽查。"))
}

/// Members of the branches in the file whom the file does not name. Nothing is done about them.
pub(super) fn missing(
    known: &Known,
    places: &Places,
    met: &HashSet<PersonId>,
    named: &HashSet<Place>,
) -> Option<String> {
    let members = known.members().filter(|(person, membership)| {
        named.contains(&Place::Known(membership.branch)) && !met.contains(&person.id)
    });
    let texts: Vec<String> = members
        .map(|(person, membership)| {
            format!("{}（{}）", person.name, places.name(Place::Known(membership.branch)))
        })
        .collect();
    let shown = texts.get(..texts.len().min(MOST_NAMES))?.join("、");
    let rest = if texts.len() > MOST_NAMES { "等" } else { "" };
    (!texts.is_empty()).then(|| {
        format!(
            "台账中有、文件里没有写到的党员 {} 人：{shown}{rest}。台账没有改动；确已减少的，请登记党员增减。",
            texts.len()
        )
    })
}

/// New members in a book that has members already.
pub(super) fn late_opening(plan: &Plan) -> Option<String> {
    let count = plan.joiners.len();
    (count > 0).then(|| {
        format!(
            "台账中已有党员，新增的 {count} 人按“建账时在册”补入，不算本月增加；是发展或转入的，请改用党员增减登记。"
        )
    })
}
