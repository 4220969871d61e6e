//! What concerns a roster as a whole: members it does not name, dates that were serial numbers, late openings.
//! Must not change anything.

use std::collections::BTreeMap;

use branchbook_contract::intake::MissingMember;
use branchbook_domain::member::MovementKind;

use super::plan::Plan;

/// Names told in one sentence.
const MOST_NAMES: usize = 30;

/// What is said of dates that were serial numbers.
pub(super) fn of_serials(count: u32) -> Option<String> {
    (count > 0)
        .then(|| format!("有 {count} 个日期是表格软件的日期序号（如 41787），已换算成日期，请在预览中抽查。"))
}

/// Members of the branches in the file whom the file does not name: what was decided about them, and about whom nothing
/// was. The same is told before and after the import.
pub(super) fn missing(members: &[MissingMember]) -> Option<String> {
    let (open, decided): (Vec<_>, Vec<_>) = members.iter().partition(|missing| missing.chosen.is_empty());
    let (all, open_count, count) = (members.len(), open.len(), decided.len());
    let open = some_of(open.iter().map(|missing| format!("{}（{}）", missing.who, missing.branch)).collect());
    let told = decided_in_words(&decided);
    let head = format!("台账中有、文件里没有写到的党员 {all} 人");
    match (open_count, count) {
        (0, 0) => None,
        (_, 0) => Some(format!("{head}：{open}。请逐个选定去向；没有选定的，台账不改动。")),
        (0, _) => Some(format!("{head}，都已选定：{told}。")),
        _ => Some(format!(
            "{head}，已选定 {count} 人：{told}；没有选定 {open_count} 人：{open}，没有选定的，台账不改动。"
        )),
    }
}

/// 「转出 2 人（邱俊、韩超），仍在册 1 人（康英）」, in the order of the words.
fn decided_in_words(decided: &[&MissingMember]) -> String {
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for missing in decided {
        groups.entry(what_of(&missing.chosen)).or_default().push(missing.who.clone());
    }
    let told = groups.into_iter().map(|(what, names)| {
        let count = names.len();
        format!("{what} {count} 人（{}）", some_of(names))
    });
    told.collect::<Vec<_>>().join("，")
}

fn what_of(chosen: &str) -> &str {
    let kind = chosen.split('/').next().unwrap_or_default();
    MovementKind::from_code(kind).map_or("仍在册", MovementKind::label)
}

fn some_of(mut names: Vec<String>) -> String {
    let rest = if names.len() > MOST_NAMES { "等" } else { "" };
    names.truncate(MOST_NAMES);
    names.join("、") + rest
}

/// New members in a book that has members already.
pub(super) fn late_opening(plan: &Plan) -> Option<String> {
    let count = plan.joiners.iter().filter(|joiner| joiner.arrival.is_none()).count();
    (count > 0).then(|| {
        format!(
            "台账中已有党员，新增的 {count} 人按“建账时在册”补入，不算本月增加；是发展或转入的，请在这些行上选定。"
        )
    })
}
