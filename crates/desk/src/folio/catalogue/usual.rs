//! The ten usual posts of 一编三定, as the program brings them. Must not be taken for a regulation: an office keeps,
//! changes and ends them as its own.

use std::sync::LazyLock;

/// A usual post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UsualPost {
    /// Its title.
    pub title: &'static str,
    /// Code of its category.
    pub category: &'static str,
    /// Its duty.
    pub duty: &'static str,
}

static USUAL: LazyLock<Vec<UsualPost>> =
    LazyLock::new(|| parse(include_str!("../../../../../assets/posts/catalogue.tsv")));

/// All of them in their order.
pub(super) fn usual_posts() -> &'static [UsualPost] {
    &USUAL
}

/// Whether a title is one of them.
pub(super) fn is_usual(title: &str) -> bool {
    USUAL.iter().any(|post| post.title == title)
}

fn parse(text: &'static str) -> Vec<UsualPost> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some(UsualPost { title: columns.next()?, category: columns.next()?, duty: columns.next()? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::offer::category::category;

    #[test]
    fn there_are_ten_with_a_category_and_a_duty_each() {
        assert_eq!(usual_posts().len(), 10);
        for post in usual_posts() {
            assert!(category(post.category).is_some(), "{}", post.title);
            assert!(post.title.ends_with('岗') && post.duty.ends_with('。'), "{}", post.title);
        }
    }
}
