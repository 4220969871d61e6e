//! 积分: grades by branch, and the scores of each person for the office's own use (never posted, decisions 21).

use std::collections::BTreeMap;

use branchbook_domain::points::Points;
use branchbook_workbook::{Body, Column, Out, Sheet};

use super::frame::{Frame, columns, flat_heads, nothing, running};

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
    let mut widths = vec![Column::centered(6), Column::new(30), Column::centered(12), Column::centered(12)];
    widths.extend(rows.grades.iter().map(|_| Column::centered(12)));
    let line = |number: Out, branch: &PointsBranch| {
        let grades =
            rows.grades.iter().map(|grade| Out::Int(branch.by_grade.get(grade).copied().unwrap_or(0)));
        let score = branch.average.map_or(Out::Dash, |points| Out::Fixed(points.hundredths(), 1));
        [number, Out::text(&branch.name), Out::Int(branch.members), score].into_iter().chain(grades).collect()
    };
    let body = rows.branches.iter().enumerate();
    Sheet {
        columns: widths,
        heads: flat_heads(&titles),
        column_numbers: true,
        body: Body::Held(body.map(|(at, branch)| line(running(at), branch)).collect()),
        totals: vec![line(Out::Blank, &total(rows))],
        notes: vec![
            "说明：平均分为有积分的党员本年度累计得分的平均数；等次按积分方案的分数线划分。".to_owned(),
        ],
        ..frame.sheet("积分", "党员积分情况表", "人、分")
    }
}

/// The sheet of the people, for the office.
pub(crate) fn people_sheet<'a>(frame: &Frame, rows: &PointsRows) -> Sheet<'a> {
    let body = rows.people.iter().enumerate();
    let mut body: Vec<Vec<Out>> = body.map(|(at, person)| person_row(at, person)).collect();
    if body.is_empty() {
        body.push(nothing(6, "没有积分"));
    }
    let mut widths = columns(&[6, 30, 16, 14, 14, 14]);
    for (at, column) in widths.iter_mut().enumerate() {
        if at != 1 {
            *column = Column::centered(column.width);
        }
    }
    Sheet {
        columns: widths,
        heads: flat_heads(&["序号", "党支部", "姓名", "累计得分", "本月增减", "等次"]),
        body: Body::Held(body),
        notes: vec!["说明：仅供党组织内部使用，不得张贴、公布排名。".to_owned()],
        ..frame.sheet("积分明细", "党员积分明细表", "分")
    }
}

fn person_row(at: usize, person: &PointsPerson) -> Vec<Out> {
    vec![
        running(at),
        Out::text(&person.branch),
        Out::text(&person.name),
        person.score.map_or(Out::Dash, |points| Out::Fixed(points.hundredths(), 1)),
        Out::Fixed(person.change.hundredths(), 1),
        person.grade.as_deref().map_or(Out::Dash, Out::text),
    ]
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
        average: (count > 0)
            .then(|| Points::from_hundredths((scores.iter().sum::<i64>() + count / 2) / count)),
        by_grade,
    }
}
