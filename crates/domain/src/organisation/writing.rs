//! What tells organisations apart in whatever writing: 第一党支部, 第1支部 and 一支部 are one branch. The one place that says
//! so, for every kind of file that names a branch or a group.

use crate::office_day::{is_chinese_figure, western};
use crate::text::squeeze;

/// What an office writes behind the name of a branch where it lists its people.
const LISTS: [&str; 4] = ["花名册", "名册", "名单", "党员"];

/// What is left of the name of a branch, or of an organisation above it: 中共银河社区锦华苑党支部委员会 →
/// 银河社区锦华苑支部, 第一党支部 → 第1支部.
pub fn branch_key(name: &str) -> String {
    numbered(&plain(&squeeze(name)), "支部")
}

/// The same with its number as it is written.
pub fn plain_key(name: &str) -> String {
    plain(&squeeze(name))
}

fn plain(said: &str) -> String {
    let said = said.strip_prefix("中共").unwrap_or(said);
    let said = said.strip_suffix("委员会").unwrap_or(said);
    said.replace("党支部", "支部").replace("党总支部", "党总支")
}

/// The shortest that an office calls a branch by: 第二党支部, 二支部, 2支部党员名单 → 2; 银河社区锦华苑党支部 keeps its name.
pub fn short_key(name: &str) -> String {
    let key = branch_key(name);
    let key = LISTS.iter().fold(key.as_str(), |key, word| key.trim_end_matches(word));
    let short = key.trim_end_matches("支部").trim_end_matches('党').trim_start_matches('第');
    if short.is_empty() { key.to_owned() } else { in_figures(short) }
}

/// 第一党小组, 第1小组 and 一 are one group.
pub fn group_key(name: &str) -> String {
    let said = squeeze(name).replace("党小组", "小组");
    let short = said.trim_end_matches("小组").trim_start_matches('第');
    in_figures(short)
}

/// A name that is a number and nothing else before its kind, or behind 第, with the number in one writing.
fn numbered(name: &str, kind: &str) -> String {
    let Some(stem) = name.strip_suffix(kind) else { return name.to_owned() };
    let head = stem.trim_end_matches(is_figure);
    let figure = stem.strip_prefix(head).unwrap_or_default();
    match (head.strip_suffix('第'), figure) {
        (_, "") => name.to_owned(),
        (Some(before), figure) => format!("{before}第{}{kind}", number(figure)),
        (None, figure) if head.is_empty() => format!("第{}{kind}", number(figure)),
        // 平安里一支部 may be a name of its own.
        (None, _) => name.to_owned(),
    }
}

/// What is nothing but a number, in figures; anything else as it is.
fn in_figures(text: &str) -> String {
    if text.chars().all(is_figure) { number(text) } else { text.to_owned() }
}

/// A number in figures, however it was written.
fn number(figure: &str) -> String {
    match figure.trim_start_matches('0') {
        plain if plain.chars().all(is_chinese_figure) => western(figure),
        plain => plain.to_owned(),
    }
}

/// A figure of a number in a name, spelt or not.
pub fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || is_chinese_figure(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_of_one_branch_have_one_key() {
        for (one, other) in [
            ("锦华苑党支部", "锦华苑支部"),
            ("中共锦华苑党支部委员会", " 锦华苑　党支部"),
            ("第一党支部", "第1支部"),
            ("第一党支部", "一支部"),
            ("第十二党支部", "12支部"),
            ("第三党支部", "03支部"),
            ("银河社区第二党支部", "银河社区第2支部"),
        ] {
            assert_eq!(branch_key(one), branch_key(other), "{one} {other}");
        }
        for (one, other) in [
            ("南湖里党支部", "南湖里第二党支部"),
            ("第一党支部", "第二党支部"),
            ("第一党支部", "第十一党支部"),
            ("平安里一支部", "第一支部"),
        ] {
            assert_ne!(branch_key(one), branch_key(other), "{one} {other}");
        }
        let name = branch_key("第一党支部");
        assert_eq!(branch_key(&name), name, "a key is its own key");
    }

    #[test]
    fn a_short_name_is_what_a_tab_says() {
        for (tab, branch) in [
            ("二支部", "第二党支部"),
            ("2", "第二支部"),
            ("十一", "第11党支部"),
            ("锦华苑党员花名册", "锦华苑党支部"),
        ] {
            assert_eq!(short_key(tab), short_key(branch), "{tab} {branch}");
        }
        assert_eq!(short_key("党支部"), "支部");
    }

    #[test]
    fn a_group_is_the_same_with_and_without_the_word_for_it() {
        assert_eq!(group_key("第一党小组"), group_key("第一小组"));
        assert_eq!(group_key("第一党小组"), group_key("第1小组"));
        assert_eq!(group_key("第一党小组"), group_key("一"));
        assert_ne!(group_key("第一党小组"), group_key("第二党小组"));
    }
}
