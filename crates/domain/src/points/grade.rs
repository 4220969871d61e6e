//! Grades of a year's score. The cuts belong to the scheme; no regulation fixes them.

use serde::{Deserialize, Serialize};

use super::{Points, Scheme};

/// A grade and the lowest score that reaches it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// 优秀, 合格, 基本合格, 不合格, or the office's own words.
    pub name: String,
    /// The lowest score of the grade; absent for the last one, which takes whatever is left.
    #[serde(default)]
    pub at_least: Option<Points>,
}

impl Scheme {
    /// The grade of a score: the best one whose cut is reached. `None` only if the scheme has no grades.
    pub fn grade_of(&self, score: Points) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.at_least.is_none_or(|cut| score >= cut))
    }

    /// The next better grade and the points missing for it; `None` at the top.
    pub fn next_grade(&self, score: Points) -> Option<(&Grade, Points)> {
        let cut_above = |grade: &&Grade| grade.at_least.is_some_and(|cut| cut > score);
        let next = self.grades.iter().rev().find(cut_above)?;
        Some((next, next.at_least? - score))
    }
}

/// How many of `members` may be 优秀 if the grades feed the democratic appraisal: one third, rounded down
/// (the third is practice of 民主评议党员, the rounding an office default).
pub const fn excellent_at_most(members: u32) -> u32 {
    members / 3
}

#[cfg(test)]
mod tests {
    use super::super::default_scheme;
    use super::*;

    #[test]
    fn a_cut_belongs_to_the_better_grade() {
        let scheme = default_scheme().unwrap();
        for (score, name) in [
            (9000, "优秀"),
            (8999, "合格"),
            (7500, "合格"),
            (6000, "基本合格"),
            (5999, "不合格"),
            (0, "不合格"),
        ] {
            assert_eq!(scheme.grade_of(Points::from_hundredths(score)).unwrap().name, name);
        }
    }

    #[test]
    fn eighty_eight_points_lack_two_for_excellent() {
        let scheme = default_scheme().unwrap();
        let (next, missing) = scheme.next_grade(Points::whole(88)).unwrap();
        assert_eq!((next.name.as_str(), missing), ("优秀", Points::whole(2)));
        assert!(scheme.next_grade(Points::whole(90)).is_none());
    }

    #[test]
    fn a_third_is_rounded_down() {
        assert_eq!([0, 2, 3, 86].map(excellent_at_most), [0, 0, 1, 28]);
    }
}
