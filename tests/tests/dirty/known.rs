//! What a clerk would call wrong in a plan and what is not mended yet: the file, words of its plan, and why they are wrong.
//! A line goes as soon as its words go, so that nothing wrong stays frozen and nothing mended stays listed.

use crate::corpus::plans;

/// File, words that its plan holds, what is wrong with them.
const KNOWN: [(&str, &str, &str); 10] = [
    (
        "roster/births-as-1978.5.xlsx",
        "变更 出生年月：1969年10月1日 → 1969年1月",
        "a month that may be January or October takes the place of the day that the book and the ID number know",
    ),
    (
        "roster/id-with-wrong-check-digit.xlsx",
        "身份证号、出生年月、电话都对不上，作为另一人新增",
        "name, birth and telephone agree: one mistyped last place makes a second person of a member; it should be a conflict",
    ),
    (
        "roster/leavers-in-the-notes.xlsx",
        "第 3 行 王建平 更新\n  第 3 行：更新：备注。\n  变更",
        "a note that somebody died is taken over without asking whether the member is still one, unlike 流动",
    ),
    (
        "roster/notes-behind-names.xlsx",
        "登记 赵春燕(预备)",
        "what stands in brackets behind a name becomes part of it without a word; elsewhere the conflict does not say so",
    ),
    (
        "roster/same-as-above-for-somebody-new.xlsx",
        "新建 同上",
        "同上 means the row above and is no branch; it should be read so or handed back",
    ),
    (
        "roster/sexes-that-contradict-the-id.xlsx",
        "变更 性别：女 → 男",
        "the book agrees with a sound ID number, and the slip of the pen takes its place; it should be a conflict",
    ),
    (
        "roster/standing-of-membership-in-words.xlsx",
        "党籍状态 → （不读）",
        "失联, 停止党籍 and 留党察看 stand in a column that nobody reads or mentions",
    ),
    (
        "meetings/leavers-in-one-cell.xlsx",
        "请假人员“病假”",
        "a blank between a name and its reason is how most sheets write it",
    ),
    (
        "meetings/leavers-in-one-cell.xlsx",
        "请假人员“周永福因病请假”",
        "the name stands in front of 因病请假 and is a member's",
    ),
    (
        "units/thousand-separators.xlsx",
        "「1,024」不是人数",
        "a comma after the thousands is how spreadsheets show numbers",
    ),
];

#[test]
fn what_is_known_to_be_wrong_has_not_been_mended() {
    for (file, words, why) in KNOWN {
        let plan = std::fs::read_to_string(plans().join(format!("{file}.txt"))).unwrap();
        assert!(
            plan.contains(words),
            "{file} no longer says 「{words}」 ({why}): look at its plan and take the line out"
        );
    }
}
