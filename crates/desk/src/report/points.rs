//! 积分: grades by branch, with the names of the best and the worst grade. No scores of people: a workbook carries
//! no more than the report needs, and an order within a branch is never printed (decisions 21).

use std::collections::BTreeMap;

use branchbook_domain::points::Points;
use branchbook_workbook::{Align, Body, Column, Out, Sheet};

use super::frame::{Frame, flat_heads, running};

/// Points of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PointsRows {
    /// Names of the grades, the best first.
    pub grades: Vec<String>,
    /// Branches.
    pub branches: Vec<PointsBranch>,
    /// People, in the order of the register.
    pub people: Vec<PointsPerson>,
}

/// A branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PointsBranch {
    /// Its name.
    pub name: String,
    /// Members.
    pub members: i64,
    /// Members whom the scheme does not score.
    pub unscored: i64,
    /// Average of those who have a score.
    pub average: Option<Points>,
    /// How many have each grade.
    pub by_grade: BTreeMap<String, i64>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PointsPerson {
    /// Name.
    pub name: String,
    /// Name of the branch.
    pub branch: String,
    /// Score of the points year at the end of the month.
    pub score: Option<Points>,
    /// What counted in this month.
    pub change: Points,
    /// Grade.
    pub grade: Option<String>,
}

/// The sheet of the branches.
pub(crate) fn sheet<'a>(frame: &Frame, rows: &PointsRows) -> Sheet<'a> {
    let mut titles = vec!["序号".to_owned(), "党支部".to_owned(), "党员人数".to_owned(), "平均分".to_owned()];
    titles.extend(rows.grades.iter().cloned());
    titles.extend(["不计分".to_owned(), format!("{}名单", lowest(rows))]);
    let mut widths = vec![Column::centered(6), Column::new(30), Column::centered(12), Column::centered(12)];
    widths.extend(rows.grades.iter().map(|_| Column::centered(10)));
    widths.extend([Column::centered(10), Column { width: 30, align: Align::Left }]);
    let named = |branch: &str| names_in(rows, branch);
    let line = |number: Out, branch: &PointsBranch| {
        let grades =
            rows.grades.iter().map(|grade| Out::Int(branch.by_grade.get(grade).copied().unwrap_or(0)));
        let score = branch.average.map_or(Out::Dash, |points| Out::Fixed(points.hundredths(), 1));
        let first = [number, Out::text(&branch.name), Out::Int(branch.members), score];
        first.into_iter().chain(grades).chain([Out::Int(branch.unscored), named(&branch.name)]).collect()
    };
    let body = rows.branches.iter().enumerate();
    Sheet {
        columns: widths,
        heads: flat_heads(&titles),
        column_numbers: true,
        body: Body::Held(body.map(|(at, branch)| line(running(at), branch)).collect()),
        totals: vec![line(Out::Blank, &total(rows))],
        notes: vec![
            "说明：平均分为有积分的党员本年度累计得分的平均数；等次按积分方案的分数线划分；名单只列姓名，不排先后，供教育帮扶用，不得张贴。".to_owned(),
        ],
        ..frame.sheet("积分", "党员积分情况表", "人、分")
    }
}

/// The name of the lowest grade; whoever has it is named so that somebody goes and helps.
fn lowest(rows: &PointsRows) -> &str {
    rows.grades.last().map_or("", String::as_str)
}

fn names_in(rows: &PointsRows, branch: &str) -> Out {
    let of_lowest = |person: &&PointsPerson| {
        person.branch == branch && person.grade.as_deref().is_some_and(|grade| grade == lowest(rows))
    };
    let names: Vec<&str> = rows.people.iter().filter(of_lowest).map(|person| person.name.as_str()).collect();
    if names.is_empty() { Out::Dash } else { Out::Text(names.join("、")) }
}

fn total(rows: &PointsRows) -> PointsBranch {
    let scores: Vec<i64> =
        rows.people.iter().filter_map(|person| person.score).map(Points::hundredths).collect();
    let count = i64::try_from(scores.len()).unwrap_or(i64::MAX);
    let mut by_grade: BTreeMap<String, i64> = BTreeMap::new();
    for (grade, members) in rows.branches.iter().flat_map(|branch| &branch.by_grade) {
        *by_grade.entry(grade.clone()).or_default() += members;
    }
    PointsBranch {
        name: "合计".to_owned(),
        members: rows.branches.iter().map(|branch| branch.members).sum(),
        unscored: rows.branches.iter().map(|branch| branch.unscored).sum(),
        average: (count > 0)
            .then(|| Points::from_hundredths((scores.iter().sum::<i64>() + count / 2) / count)),
        by_grade,
    }
}
