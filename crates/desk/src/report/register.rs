//! 党员队伍: branch by branch, last month's number, what came and went by booking, and who is there on the last day.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::{ConditionKind, MemberOnDay, MovementKind};
use branchbook_ledger::table::month::flow::FlowSum;
use branchbook_workbook::{Body, Column, Out, Sheet, header};

use super::frame::Frame;

/// Han in GB 3304.
const HAN: &str = "01";
/// Women in GB/T 2261.1.
const FEMALE: &str = "2";

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident $code:literal)+) => {
        /// A figure of the sheet, in the order of its columns. The codes stand in closed months and are frozen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Figure { $($(#[$doc])* $name),+ }

        impl Figure {
            /// All, in the order of the columns.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The frozen code.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

figures! {
    /// 上月数
    Previous "previous"
    Admitted "admitted"
    TransferIn "transfer_in"
    Restored "restored"
    TransferOut "transfer_out"
    Death "death"
    Expelled "expelled"
    Suspended "suspended"
    MovedIn "moved_in"
    MovedOut "moved_out"
    /// 月末数: the register on the last day
    End "end"
    Full "full"
    Probationary "probationary"
    Women "women"
    Minority "minority"
    UpTo35 "up_to_35"
    From60 "from_60"
    College "college"
    Mobile "mobile"
    Lost "lost"
    Hardship "hardship"
}

/// The figures of one branch, or of all together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbers(BTreeMap<Figure, i64>);

impl Numbers {
    /// A figure.
    pub(crate) fn get(&self, figure: Figure) -> i64 {
        self.0.get(&figure).copied().unwrap_or(0)
    }

    /// Adds to a figure.
    pub(crate) fn add(&mut self, figure: Figure, count: i64) {
        *self.0.entry(figure).or_default() += count;
    }

    /// Whether nothing is counted at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.values().all(|count| *count == 0)
    }

    /// 本月增.
    pub(crate) fn gain(&self) -> i64 {
        [Figure::Admitted, Figure::TransferIn, Figure::Restored].iter().map(|f| self.get(*f)).sum()
    }

    /// 本月减.
    pub(crate) fn loss(&self) -> i64 {
        let all = [Figure::TransferOut, Figure::Death, Figure::Expelled, Figure::Suspended];
        all.iter().map(|f| self.get(*f)).sum()
    }

    /// What 月末数 has to be by the movements.
    pub(crate) fn reckoned_end(&self) -> i64 {
        let moved = self.get(Figure::MovedIn) - self.get(Figure::MovedOut);
        self.get(Figure::Previous) + self.gain() - self.loss() + moved
    }

    fn include(&mut self, other: &Self) {
        other.0.iter().for_each(|(figure, count)| self.add(*figure, *count));
    }
}

/// A row of the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct BranchRow {
    /// Name of the branch.
    pub name: String,
    /// Its figures.
    pub numbers: Numbers,
}

/// Figures by branch.
pub(crate) type ByBranch = BTreeMap<OrganisationId, Numbers>;

/// Applies movements before the month to last month's numbers.
pub(crate) fn count_before(previous: &mut BTreeMap<OrganisationId, i64>, flows: &[FlowSum]) {
    for flow in flows {
        let step = match flow.kind {
            MovementKind::Opening | MovementKind::BranchMove => flow.count,
            other => other.direction() * flow.count,
        };
        *previous.entry(flow.branch).or_default() += step;
        if let Some(left) = flow.from_branch.filter(|_| flow.kind == MovementKind::BranchMove) {
            *previous.entry(left).or_default() -= flow.count;
        }
    }
}

/// Counts the movements of the month. An opening is the starting number: it belongs to 上月数 (decisions 4).
pub(crate) fn count_flows(branches: &mut ByBranch, flows: &[FlowSum]) {
    for flow in flows {
        let figure = match flow.kind {
            MovementKind::Opening => Figure::Previous,
            MovementKind::Admitted => Figure::Admitted,
            MovementKind::TransferIn => Figure::TransferIn,
            MovementKind::Restored => Figure::Restored,
            MovementKind::TransferOut => Figure::TransferOut,
            MovementKind::Death => Figure::Death,
            MovementKind::Expelled => Figure::Expelled,
            MovementKind::Suspended => Figure::Suspended,
            MovementKind::BranchMove => Figure::MovedIn,
            MovementKind::BecameFull => continue,
        };
        branches.entry(flow.branch).or_default().add(figure, flow.count);
        if let Some(left) = flow.from_branch.filter(|_| flow.kind == MovementKind::BranchMove) {
            branches.entry(left).or_default().add(Figure::MovedOut, flow.count);
        }
    }
}

/// Counts who is on the register on the last day, with ages on that day. Gives how many different people there are.
pub(crate) fn count_members(branches: &mut ByBranch, members: &[MemberOnDay], day: Day) -> i64 {
    for member in members {
        let numbers = branches.entry(member.branch_id).or_default();
        traits_of(member, day).for_each(|figure| numbers.add(figure, 1));
    }
    let people: BTreeSet<_> = members.iter().map(|member| member.person).collect();
    i64::try_from(people.len()).unwrap_or(i64::MAX)
}

/// The whole of all branches.
pub(crate) fn total<'r>(rows: impl IntoIterator<Item = &'r BranchRow>) -> Numbers {
    let mut total = Numbers::default();
    rows.into_iter().for_each(|row| total.include(&row.numbers));
    total
}

/// The sheet; `what` names a row: 党支部, 社区.
pub(crate) fn sheet<'a>(frame: &Frame, what: &'static str, rows: &[BranchRow]) -> Sheet<'a> {
    let line = |at: Option<usize>, name: &str, numbers: &Numbers| {
        let number = at.map_or(Out::Blank, super::frame::running);
        let counts = Figure::ALL.iter().map(|figure| Out::Int(numbers.get(*figure)));
        [number, Out::text(name)].into_iter().chain(counts).collect::<Vec<_>>()
    };
    let body = rows.iter().enumerate().map(|(at, row)| line(Some(at), &row.name, &row.numbers)).collect();
    let mut columns = vec![Column::centered(5), Column::new(20)];
    columns.extend(Figure::ALL.iter().map(|_| Column::centered(6)));
    Sheet {
        columns,
        heads: header(&[
            [
                "序号", what, "上月数", "本月增", "<", "<", "本月减", "<", "<", "<", "支部间调整", "<", "月末数",
                "月末数中", "<", "<", "<", "<", "<", "<", "<", "<", "<",
            ],
            [
                "^", "^", "^", "发展", "转入", "恢复党籍", "转出", "死亡", "出党", "停止党籍", "调入", "调出", "^",
                "正式党员", "预备党员", "女", "少数民族", "35岁及以下", "60岁及以上", "大专及以上", "流动", "失联",
                "困难",
            ],
        ]),
        column_numbers: true,
        body: Body::Held(body),
        totals: vec![line(None, "合计", &total(rows))],
        notes: vec![
            "说明：上月数取自上月结账数（首月为建账数）；增减按登记入账的月份计；月末数及其构成按统计截止日的名册计，年龄算至截止日。"
                .to_owned(),
        ],
        page: branchbook_workbook::Page { freeze_columns: 2, ..frame.sheet("", "", "").page },
        ..frame.sheet("党员队伍", "党员队伍情况表", "人")
    }
}

fn traits_of(member: &MemberOnDay, day: Day) -> impl Iterator<Item = Figure> {
    let age = member.birth_on.map(|birth| birth.age_on(day));
    let is_college = |code: &String| code.starts_with(['1', '2']);
    [
        (Figure::End, true),
        (Figure::Full, member.class() == Some(MemberClass::Full)),
        (Figure::Probationary, member.class() == Some(MemberClass::Probationary)),
        (Figure::Women, member.sex.as_deref() == Some(FEMALE)),
        (Figure::Minority, member.nation.as_deref().is_some_and(|nation| nation != HAN)),
        (Figure::UpTo35, age.is_some_and(|age| age <= 35)),
        (Figure::From60, age.is_some_and(|age| age >= 60)),
        (Figure::College, member.education.as_ref().is_some_and(is_college)),
        (Figure::Mobile, member.has(ConditionKind::Mobile)),
        (Figure::Lost, member.has(ConditionKind::Lost)),
        (Figure::Hardship, member.has(ConditionKind::Hardship)),
    ]
    .into_iter()
    .filter_map(|(figure, holds)| holds.then_some(figure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_reckoned_on_the_last_day_of_the_month() {
        let day = "2026-10-31".parse().unwrap();
        for (birth, age) in
            [("1990-10-31", 36), ("1990-11-01", 35), ("1966-10", 60), ("1966-11", 59), ("1991", 35)]
        {
            assert_eq!(
                birth.parse::<branchbook_domain::day::PartialDay>().unwrap().age_on(day),
                age,
                "{birth}"
            );
        }
    }

    #[test]
    fn what_was_moved_between_branches_leaves_the_whole_as_it_was() {
        let flow = |kind, branch, from: Option<i64>, count| FlowSum {
            branch: OrganisationId(branch),
            from_branch: from.map(OrganisationId),
            kind,
            count,
        };
        let mut branches = ByBranch::new();
        count_flows(
            &mut branches,
            &[
                flow(MovementKind::Opening, 1, None, 10),
                flow(MovementKind::Opening, 2, None, 5),
                flow(MovementKind::BranchMove, 2, Some(1), 3),
                flow(MovementKind::Death, 1, None, 1),
                flow(MovementKind::BecameFull, 1, None, 2),
            ],
        );
        let ends: Vec<i64> = branches.values().map(Numbers::reckoned_end).collect();
        assert_eq!(ends, [6, 8], "10 − 3 − 1 and 5 + 3");
    }
}
