//! The categories of service posts. A title that no word of the table fits goes to 其他.

use std::sync::LazyLock;

/// A category and the words that put a title into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostCategory {
    /// The frozen code.
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    words: Vec<&'static str>,
}

static CATEGORIES: LazyLock<Vec<PostCategory>> =
    LazyLock::new(|| parse(include_str!("../../../../assets/posts/categories.tsv")));

/// The category of what nothing else fits.
const OTHER: &str = "other";

/// All categories in their order.
pub(crate) fn categories() -> &'static [PostCategory] {
    &CATEGORIES
}

/// The category with this code.
pub(crate) fn category(code: &str) -> Option<&'static PostCategory> {
    CATEGORIES.iter().find(|category| category.code == code)
}

/// The code of the category that a title belongs to.
pub(crate) fn code_for(title: &str) -> &'static str {
    let fits = |category: &&PostCategory| category.words.iter().any(|word| title.contains(word));
    CATEGORIES.iter().find(fits).map_or(OTHER, |category| category.code)
}

fn parse(text: &'static str) -> Vec<PostCategory> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (code, label) = (columns.next()?, columns.next()?);
            Some(PostCategory { code, label, words: columns.next()?.split('|').collect() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_eight_categories_and_titles_find_theirs() {
        assert_eq!(categories().len(), 8);
        for (title, label) in [
            ("健康医疗岗", "健康医疗"),
            ("法律服务岗", "法律服务"),
            ("助困就业岗", "助困就业"),
            ("文体活动岗", "文体活动"),
            ("安全巡逻岗", "安全巡逻"),
            ("应急救援岗", "安全巡逻"),
            ("环境卫生岗", "社区治理"),
            ("政策宣传岗", "组织建设"),
            ("摄影岗", "其他"),
        ] {
            assert_eq!(category(code_for(title)).map(|category| category.label), Some(label), "{title}");
        }
    }
}
