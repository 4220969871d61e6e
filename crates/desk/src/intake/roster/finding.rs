//! What concerns a roster as a whole: members it does not name, dates that were serial numbers, late openings.
//! Must not change anything.

use branchbook_contract::intake::MissingMember;

use super::plan::Plan;

/// Names told in one sentence.
const MOST_NAMES: usize = 30;

/// What is said of dates that were serial numbers.
pub(super) fn of_serials(count: u32) -> Option<String> {
    (count > 0)
        .then(|| format!("有 {count} 个日期是表格软件的日期序号（如 41787），已换算成日期，请在预览中抽查。"))
}

/// Members of the branches in the file whom the file does not name.
pub(super) fn missing(members: &[MissingMember]) -> Option<String> {
    let texts: Vec<String> =
        members.iter().map(|missing| format!("{}（{}）", missing.who, missing.branch)).collect();
    let shown = texts.get(..texts.len().min(MOST_NAMES))?.join("、");
    let rest = if texts.len() > MOST_NAMES { "等" } else { "" };
    (!texts.is_empty()).then(|| {
        format!(
            "台账中有、文件里没有写到的党员 {} 人：{shown}{rest}。请逐个选定去向；没有选定的，台账不改动。",
            texts.len()
        )
    })
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
