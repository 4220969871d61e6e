//! What tells organisations apart in whatever writing: 第一党支部, 第1支部 and 一支部 are one branch. The one place that says
//! so, for every kind of file that names a branch or a group.

use crate::office_day::{is_chinese_figure, western};
use crate::text::squeeze;

/// What an office writes behind the name of a branch where it lists its people.
const LISTS: [&str; 4] = ["花名册", "名册", "名单", "党员"];
/// The end of the name of a branch.
const BRANCH: &str = "支部";
/// What says that a name is that of a community, longer words before those that they end with.
const COMMUNITIES: [&str; 5] = ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区"];
/// What its Party organisation is called behind it, likewise.
const COMMITTEES: [&str; 5] = ["委员会", "党工委", "党总支", "总支", "党委"];

/// What is left of the name of a branch, or of an organisation above it: 中共银河社区锦华苑党支部委员会 →
/// 银河社区锦华苑支部, 第一党支部 → 第1支部.
pub fn branch_key(name: &str) -> String {
    numbered(&plain(&squeeze(name)), BRANCH)
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
    let key = without_lists(&key);
    let short = key.trim_end_matches(BRANCH).trim_end_matches('党').trim_start_matches('第');
    if short.is_empty() { key.to_owned() } else { in_figures(short) }
}

fn without_lists(name: &str) -> &str {
    LISTS.iter().fold(name, |name, word| name.trim_end_matches(*word))
}

/// The community of a book: before the number of a branch its own name says nothing. In the book of 银河社区 the branch
/// 银河社区2支部 is 第二党支部, and 金湖社区2支部 is another; so is 银河2支部, since a courtyard may bear the same name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Community(Vec<String>);

impl Community {
    /// The community of these names, each in whatever writing: 银河社区, 银河社区党委, 银河社区居委会.
    pub fn called(names: impl IntoIterator<Item = String>) -> Self {
        let stem = |name: String| {
            let name = squeeze(&name);
            let name = name.strip_prefix("中共").unwrap_or(&name);
            community_in(name).or_else(|| without(name, &COMMITTEES)).unwrap_or(name).to_owned()
        };
        Self(names.into_iter().map(stem).filter(|stem| !stem.is_empty()).collect())
    }

    /// The key of a branch in the book of this community, otherwise like [`branch_key`].
    pub fn branch_key(&self, name: &str) -> String {
        let key = branch_key(name);
        let own = self.own_number(&key).map(number);
        own.map_or(key, |figure| format!("第{figure}{BRANCH}"))
    }

    /// The shortest that an office calls a branch of this community by, otherwise like [`short_key`].
    pub fn short_key(&self, name: &str) -> String {
        let said = plain_key(name);
        short_key(&self.branch_key(without_lists(&said)))
    }

    /// The number of a branch that has nothing before it but the name of this community.
    fn own_number<'a>(&self, key: &'a str) -> Option<&'a str> {
        let (before, figure) = around_number(key)?;
        self.is_called(before).then_some(figure)
    }

    /// Whether words are the name of this community, written as one. Of which street it is must be known: another street
    /// may have a community of the name.
    fn is_called(&self, said: &str) -> bool {
        let is_own = |said: &str| self.0.iter().any(|own| own == said || is_with_street(own, said));
        community_in(said).is_some_and(is_own)
    }
}

/// 银河社区, 银河社区党委, 银河居委会 → 银河. Nothing of 银河 and 银河党总支: either may be a courtyard's.
fn community_in(said: &str) -> Option<&str> {
    let stem = |said| without(said, &COMMUNITIES).filter(|stem: &&str| !stem.is_empty());
    stem(said).or_else(|| stem(without(said, &COMMITTEES)?))
}

/// A name without the first of these words that it ends with.
fn without<'a>(name: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| name.strip_suffix(*word))
}

/// 明湖街道银河 is 银河 with its street before it.
fn is_with_street(long: &str, short: &str) -> bool {
    long.strip_suffix(short).is_some_and(|street| street.ends_with("街道"))
}

/// What stands before the number of a branch, if it has one: 银河社区 in 银河社区第3支部, nothing in 三支部.
pub fn before_number(name: &str) -> Option<String> {
    around_number(&plain_key(name)).map(|(before, _)| before.to_owned())
}

/// What stands before the number of a branch, and the number.
fn around_number(key: &str) -> Option<(&str, &str)> {
    let stem = key.strip_suffix(BRANCH)?;
    let head = stem.trim_end_matches(is_figure);
    let figure = stem.strip_prefix(head).filter(|figure| !figure.is_empty())?;
    Some((head.strip_suffix('第').unwrap_or(head), figure))
}

/// 第一党小组, 第1小组 and 一 are one group.
pub fn group_key(name: &str) -> String {
    let said = plain_group_key(name);
    let short = said.trim_end_matches("小组").trim_start_matches('第');
    in_figures(short)
}

/// The same with its number as it is written.
pub fn plain_group_key(name: &str) -> String {
    squeeze(name).replace("党小组", "小组")
}

/// Of several organisations of one key the one that a name means: the only one that is written so, to the letter or but for
/// what `plain` takes away.
pub fn written<T: Copy>(among: &[(T, &str)], said: &str, plain: fn(&str) -> String) -> Option<T> {
    let only = |writing: fn(&str) -> String| {
        let said = writing(said);
        let mut so = among.iter().filter(|(_, name)| writing(name) == said).map(|(one, _)| *one);
        so.next().filter(|_| so.next().is_none())
    };
    only(squeeze).or_else(|| only(plain))
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
        "" => "0".to_owned(),
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
            ("第0支部", "第00党支部"),
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
    fn the_own_community_before_a_number_says_nothing_and_another_one_does() {
        let own = Community::called(["银河社区党委".to_owned()]);
        for name in [
            "第二党支部",
            "银河社区2支部",
            "银河社区第二党支部",
            "银河居委会二支部",
            "银河社区居民委员会第02支部",
            "中共银河社区委员会第二党支部",
            "银河社区党委第2党支部",
            "银河社区党工委第二党支部",
            "银河社区党总支第二党支部",
        ] {
            assert_eq!(own.branch_key(name), branch_key("第二党支部"), "{name}");
            assert_eq!(own.short_key(&format!("{name}党员花名册")), "2", "{name}");
        }
        for name in [
            "金湖社区2支部",
            "新银河社区2支部",
            "银河2支部",
            "银河第二党支部",
            "银河党总支第二党支部",
            "社区第二党支部",
            "明湖街道银河社区第二支部",
            "银河里2支部",
            "银河社区南院第二党支部",
            "银河社区锦华苑党支部",
            "银河社区党支部",
            "平安里一支部",
        ] {
            assert_eq!(own.branch_key(name), branch_key(name), "{name}");
        }
        let with_street = Community::called(["明湖街道银河社区".to_owned()]);
        for name in ["银河社区2支部", "明湖街道银河社区2支部"] {
            assert_eq!(with_street.branch_key(name), branch_key("第二党支部"), "{name}");
        }
        assert_ne!(with_street.branch_key("金湖街道银河社区2支部"), branch_key("第二党支部"));
        for name in ["银河社区居民委员会", "中共银河社区委员会", "银河社区党工委", "银河党委"]
        {
            let own = Community::called([name.to_owned()]);
            assert_eq!(own.branch_key("银河社区2支部"), branch_key("第二党支部"), "{name}");
        }
        assert_eq!(Community::default().branch_key("银河社区2支部"), branch_key("银河社区2支部"));
    }

    #[test]
    fn what_stands_before_a_number_says_whose_branch_it_is() {
        for (name, before) in [
            ("银河社区第3支部", Some("银河社区")),
            ("平安里一支部", Some("平安里")),
            ("中共第三党支部委员会", Some("")),
            ("三支部", Some("")),
            ("锦华苑党支部", None),
        ] {
            assert_eq!(before_number(name).as_deref(), before, "{name}");
        }
    }

    #[test]
    fn of_several_of_one_key_the_one_that_is_written_so_is_meant() {
        let branches = [(1, "第一党支部"), (2, "第1支部")];
        for (name, meant) in [
            ("第一党支部", Some(1)),
            ("第一支部", Some(1)),
            ("第 1 支部", Some(2)),
            ("第1党支部", Some(2)),
            ("一支部", None),
        ] {
            assert_eq!(written(&branches, name, plain_key), meant, "{name}");
        }
        let groups = [(1, "第一小组"), (2, "第一党小组")];
        let meant = ["第一党小组", "第一小组", "一小组"].map(|name| written(&groups, name, plain_group_key));
        assert_eq!(meant, [Some(2), Some(1), None], "to the letter before anything else");
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
        assert_eq!(plain_group_key("第一党小组"), plain_group_key(" 第一小组"));
        assert_ne!(plain_group_key("第一党小组"), plain_group_key("第1党小组"));
    }
}
