//! What offices write about where a member stands: in a column 党籍状态, behind a name, in the remarks.
//! Reads words; must not decide what is done about them.

use super::{ConditionKind, MovementKind, MovementReason};
use crate::standing::MemberClass;
use crate::text::{is_han, squeeze};

/// What a word says of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaidStanding {
    /// Nothing special: 正常, 在册.
    There,
    /// 正式 or 预备.
    Class(MemberClass),
    /// Something that holds over a span: 失联, 留党察看.
    Condition(ConditionKind),
    /// Gone from the register: 去世, 转出, 退党, 停止党籍.
    Gone(MovementKind),
    /// No member, or not yet: 入党积极分子, 发展对象, 群众.
    NotMember,
}

/// Words that say that there is nothing to say.
const THERE: [&str; 10] =
    ["正常", "在册", "在籍", "健在", "有效", "正常在册", "党籍正常", "正常党员", "在册党员", "正常在籍"];

/// Words for people who are no members; the last three also stand at the end of longer ones.
const NOT_MEMBERS: [&str; 12] = [
    "群众",
    "团员",
    "共青团员",
    "非党员",
    "非中共党员",
    "民主党派",
    "无党派",
    "无党派人士",
    "申请入党人",
    "入党申请人",
    "积极分子",
    "发展对象",
];
/// How many of them stand at the end of longer words: 重点发展对象.
const ENDINGS: usize = 3;

/// Writings of conditions beside their labels.
const CONDITIONS: &[(ConditionKind, &[&str])] = &[
    (ConditionKind::Lost, &["失去联系", "失联党员", "联系不上"]),
    (ConditionKind::Mobile, &["流动党员", "流出", "外出流动", "流动在外"]),
    (ConditionKind::Hardship, &["困难党员", "生活困难"]),
    (ConditionKind::PartyProbation, &["留党查看"]),
    (ConditionKind::ProbationExtended, &["预备期延长"]),
    (ConditionKind::RightsSuspended, &["暂停党员权利", "停止党员权利"]),
];

/// Words of a remark that say that somebody is gone.
const GONE: &[(MovementKind, &[&str])] = &[
    (MovementKind::Death, &["去世", "逝世", "病逝", "病故", "亡故", "死亡", "过世", "已故", "牺牲"]),
    (MovementKind::Suspended, &["停止党籍"]),
    (MovementKind::Expelled, &["退党", "除名", "开除党籍", "脱党", "取消预备党员资格"]),
    (
        MovementKind::TransferOut,
        &["转出", "转走", "组织关系转至", "组织关系转往", "组织关系转到", "组织关系已转"],
    ),
];

/// What stands before such a word where it is not so, or not yet.
const NOT_SO: [&str; 13] =
    ["未", "没", "不", "非", "曾", "拟", "待", "将", "要求", "申请", "准备", "计划", "办理"];
/// Relatives: their death is no movement.
const RELATIVES: &str = "父母妻夫子女偶伴儿婆爹娘爱兄弟姐妹孙侄";
/// Characters before a word that may name a relative.
const NEAR: usize = 4;
/// Words of a remark that speak of somebody who came or came back.
const CAME: [&str; 4] = ["转入", "转来", "转回", "恢复"];

/// What a word of a column says; nothing if no office is known to write it.
pub fn read_standing(text: &str) -> Option<SaidStanding> {
    let said = squeeze(text);
    let before = said.split(['(', '[', '【', '〔']).next().unwrap_or_default();
    [said.as_str(), before]
        .into_iter()
        .find_map(of_word)
        .or_else(|| departure_in(&said).map(SaidStanding::Gone))
}

/// The movement by which a remark says that its member is gone: 「2026年8月去世」. What it says of relatives, of times
/// to come and of those who came is none.
pub fn departure_in(remark: &str) -> Option<MovementKind> {
    let said = squeeze(remark);
    if CAME.iter().any(|word| said.contains(word)) {
        return None;
    }
    let says =
        |word: &&str| said.match_indices(*word).any(|(at, _)| said.get(..at).is_some_and(is_of_the_member));
    GONE.iter().find(|(_, words)| words.iter().any(&says)).map(|(kind, _)| *kind)
}

/// Whether what follows in the same clause is so and speaks of the member.
fn is_of_the_member(before: &str) -> bool {
    let clause = before.rsplit([',', '。', ';', '、', '；']).next().unwrap_or_default();
    let near: String = clause.chars().rev().take(NEAR).collect();
    let is_not_so = NOT_SO.iter().any(|word| clause.ends_with(word));
    !is_not_so && !near.chars().any(|c| RELATIVES.contains(c))
}

fn of_word(said: &str) -> Option<SaidStanding> {
    // Bare figures are codes of other tables.
    if !said.chars().any(is_han) {
        return None;
    }
    let word = said.trim_start_matches('已');
    if THERE.contains(&word) {
        return Some(SaidStanding::There);
    }
    let condition = CONDITIONS.iter().find(|(_, writings)| writings.contains(&word)).map(|(kind, _)| *kind);
    if let Some(kind) = condition.or_else(|| ConditionKind::read(word)) {
        return Some(SaidStanding::Condition(kind));
    }
    let reason = [said, word].into_iter().find_map(MovementReason::read);
    let kind = reason.and_then(|reason| reason.kinds().first().copied());
    if let Some(kind) = kind.filter(|kind| kind.direction() < 0) {
        return Some(SaidStanding::Gone(kind));
    }
    if is_no_member(word) {
        return Some(SaidStanding::NotMember);
    }
    if word.contains("预备") {
        return Some(SaidStanding::Class(MemberClass::Probationary));
    }
    word.starts_with("正式").then_some(SaidStanding::Class(MemberClass::Full))
}

fn is_no_member(word: &str) -> bool {
    let endings = NOT_MEMBERS.iter().rev().take(ENDINGS);
    NOT_MEMBERS.contains(&word) || endings.into_iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_column_are_read_as_offices_write_them() {
        use SaidStanding::{Class, Condition, Gone, NotMember, There};
        for (text, expected) in [
            ("正常", There),
            ("在 册", There),
            ("正式党员", Class(MemberClass::Full)),
            ("预备", Class(MemberClass::Probationary)),
            ("失联", Condition(ConditionKind::Lost)),
            ("失联（2025年3月起）", Condition(ConditionKind::Lost)),
            ("流动党员", Condition(ConditionKind::Mobile)),
            ("留党察看", Condition(ConditionKind::PartyProbation)),
            ("延长预备期", Condition(ConditionKind::ProbationExtended)),
            ("已去世", Gone(MovementKind::Death)),
            ("转出", Gone(MovementKind::TransferOut)),
            ("已转出至银河社区", Gone(MovementKind::TransferOut)),
            ("退党", Gone(MovementKind::Expelled)),
            ("除名", Gone(MovementKind::Expelled)),
            ("取消预备党员资格", Gone(MovementKind::Expelled)),
            ("停止党籍", Gone(MovementKind::Suspended)),
            ("停止党籍（失联）", Gone(MovementKind::Suspended)),
            ("入党积极分子", NotMember),
            ("重点发展对象", NotMember),
            ("发展对象（2026年3月）", NotMember),
            ("入党申请人", NotMember),
            ("共青团员", NotMember),
            ("群众", NotMember),
        ] {
            assert_eq!(read_standing(text), Some(expected), "{text}");
        }
        for text in ["", "3", "在职", "转入", "恢复党籍", "中共党员"] {
            assert_eq!(read_standing(text), None, "{text}");
        }
    }

    #[test]
    fn a_remark_says_that_its_member_is_gone_and_not_somebody_else() {
        for (text, kind) in [
            ("2026年8月去世", Some(MovementKind::Death)),
            ("已转出至银河社区", Some(MovementKind::TransferOut)),
            ("2025年3月因病去世，骨灰安放在外地", Some(MovementKind::Death)),
            ("丈夫去世，独居", None),
            ("女儿因病去世", None),
            ("组织关系未转出", None),
            ("拟转出", None),
            ("2019年转出后又转入", None),
            ("申请退党", None),
            ("流动党员，在外务工", None),
        ] {
            assert_eq!(departure_in(text), kind, "{text}");
        }
    }
}
