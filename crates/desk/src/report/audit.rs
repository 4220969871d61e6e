//! 校验: cross checks between the sheets, each with both numbers. Reports, never corrects.

use branchbook_domain::gathering::RecordKind;
use branchbook_ledger::table::membership::MovementKind;
use branchbook_workbook::{Body, Column, Out, Sheet};

use super::facts::MonthlyFacts;
use super::frame::{Frame, flat_heads, running};
use super::register::{Figure, total};

/// A cross check: two ways to the same number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Audit {
    /// What is compared: sheet, branch.
    pub subject: String,
    /// Where the first number comes from.
    pub left_name: &'static str,
    /// The first number.
    pub left: i64,
    /// Where the second number comes from.
    pub right_name: &'static str,
    /// The second number.
    pub right: i64,
    /// What to do if they differ.
    pub advice: &'static str,
}

impl Audit {
    /// Whether both ways lead to the same number.
    pub(crate) const fn agrees(&self) -> bool {
        self.left == self.right
    }
}

/// All cross checks of a month, register first.
pub(crate) fn audits(facts: &MonthlyFacts) -> Vec<Audit> {
    let mut list = register(facts);
    list.extend(movements(facts));
    list.extend(others(facts));
    list
}

/// The sheet.
pub(crate) fn sheet<'a>(frame: &Frame, audits: &[Audit]) -> Sheet<'a> {
    let row = |at: usize, audit: &Audit| {
        vec![
            running(at),
            Out::text(&audit.subject),
            Out::text(audit.left_name),
            Out::Int(audit.left),
            Out::text(audit.right_name),
            Out::Int(audit.right),
            Out::text(if audit.agrees() { "一致" } else { "不一致" }),
        ]
    };
    Sheet {
        columns: vec![
            Column::centered(6),
            Column::new(32),
            Column::new(40),
            Column::centered(10),
            Column::new(40),
            Column::centered(10),
            Column::centered(10),
        ],
        heads: flat_heads(&["序号", "核对内容", "第一个数的来源", "数", "第二个数的来源", "数", "结果"]),
        body: Body::Held(audits.iter().enumerate().map(|(at, audit)| row(at, audit)).collect()),
        notes: vec!["说明：不一致的只列出，不改动数据；请在程序的“数据体检”中按提示核对。".to_owned()],
        ..frame.sheet("校验", "党建月报表间核对表", "")
    }
}

fn register(facts: &MonthlyFacts) -> Vec<Audit> {
    let whole = total(&facts.branches);
    let equation = |subject: String, numbers: &super::register::Numbers| Audit {
        subject,
        left_name: "上月数＋本月增－本月减＋调入－调出",
        left: numbers.reckoned_end(),
        right_name: "月末名册人数",
        right: numbers.get(Figure::End),
        advice: "请核对本月增减登记与名册：有人入册或出册而没有登记增减，或增减的月份登记有误。",
    };
    let mut list = vec![equation("党员队伍 合计".to_owned(), &whole)];
    list.extend(facts.branches.iter().map(|row| equation(format!("党员队伍 {}", row.name), &row.numbers)));
    list.push(Audit {
        subject: "党员队伍 各支部与合计".to_owned(),
        left_name: "各支部月末数之和",
        left: whole.get(Figure::End),
        right_name: "名册上不同的人数",
        right: facts.distinct_members,
        advice: "有人同时登记在两个支部，请终止其中一条党籍关系。",
    });
    list.push(Audit {
        subject: "党员队伍 构成".to_owned(),
        left_name: "正式党员＋预备党员",
        left: whole.get(Figure::Full) + whole.get(Figure::Probationary),
        right_name: "月末数",
        right: whole.get(Figure::End),
        advice: "有党员的入党日期晚于统计截止日，请核对入党日期。",
    });
    if let Some(closed) = facts.previous_closed_end {
        list.push(Audit {
            subject: "党员队伍 与上月衔接".to_owned(),
            left_name: "本月“上月数”合计",
            left: whole.get(Figure::Previous),
            right_name: "上月结账的月末数",
            right: closed,
            advice: "上月结账后补登了“建账时在册”的人员；请改为登记转入或恢复党籍，并注明原因。",
        });
    }
    list
}

fn movements(facts: &MonthlyFacts) -> Vec<Audit> {
    let whole = total(&facts.branches);
    let count = |wanted: fn(MovementKind) -> bool| {
        let lines = facts.movements.iter().filter(|row| wanted(row.line.kind)).count();
        i64::try_from(lines).unwrap_or(i64::MAX)
    };
    let audit = |subject: &str, left_name, left, right_name, right| Audit {
        subject: subject.to_owned(),
        left_name,
        left,
        right_name,
        right,
        advice: "明细与汇总条数不同，请运行“校验台账”检查台账。",
    };
    vec![
        audit(
            "党员增减明细 增加",
            "明细中增加的条数",
            count(|kind| kind.direction() > 0),
            "党员队伍“本月增”合计",
            whole.gain(),
        ),
        audit(
            "党员增减明细 减少",
            "明细中减少的条数",
            count(|kind| kind.direction() < 0),
            "党员队伍“本月减”合计",
            whole.loss(),
        ),
        audit(
            "党员增减明细 支部间调整",
            "明细中支部间调整的条数",
            count(|kind| kind == MovementKind::BranchMove),
            "党员队伍“调入”合计",
            whole.get(Figure::MovedIn),
        ),
        audit(
            "党员队伍 支部间调整",
            "“调入”合计",
            whole.get(Figure::MovedIn),
            "“调出”合计",
            whole.get(Figure::MovedOut),
        ),
    ]
}

fn others(facts: &MonthlyFacts) -> Vec<Audit> {
    let meetings = super::meeting::total(&facts.meetings);
    let held: i64 = RecordKind::ALL.iter().filter_map(|kind| meetings.kinds.get(kind)).map(|n| n.held).sum();
    let services = facts.services.iter().filter(|row| !row.is_late).count();
    vec![
        Audit {
            subject: "组织生活".to_owned(),
            left_name: "各支部已开次数之和",
            left: held,
            right_name: "本月会议登记条数",
            right: facts.meeting_records,
            advice: "会议汇总与登记条数不同，请运行“校验台账”检查台账。",
        },
        Audit {
            subject: "双报到（分单位）".to_owned(),
            left_name: "各单位已报到之和",
            left: facts.units.total().reported,
            right_name: "月末在册报到人数",
            right: facts.open_report_ins,
            advice: "有人报到的单位已经撤销，请核对单位的起止日期。",
        },
        Audit {
            subject: "服务明细".to_owned(),
            left_name: "明细中的活动场次",
            left: i64::try_from(services).unwrap_or(i64::MAX),
            right_name: "本月活动登记条数",
            right: facts.activity_count,
            advice: "明细与活动登记条数不同，请运行“校验台账”检查台账。",
        },
        Audit {
            subject: "服务明细与双报到".to_owned(),
            left_name: "明细中参加人次",
            left: facts.services.iter().map(|row| row.participants).sum(),
            right_name: "本月服务登记条数",
            right: facts.participations,
            advice: "明细与服务登记条数不同，请运行“校验台账”检查台账。",
        },
        Audit {
            subject: "积分 各等次与人数".to_owned(),
            left_name: "各等次人数与不计分人数之和",
            left: facts
                .points
                .branches
                .iter()
                .map(|row| row.by_grade.values().sum::<i64>() + row.unscored)
                .sum(),
            right_name: "积分表党员人数",
            right: facts.points.branches.iter().map(|branch| branch.members).sum(),
            advice: "有得分没有落在任何等次的分数线内，请核对积分方案的等次。",
        },
        Audit {
            subject: "积分".to_owned(),
            left_name: "积分表党员人数",
            left: i64::try_from(facts.points.people.len()).unwrap_or(i64::MAX),
            right_name: "党员队伍月末数",
            right: total(&facts.branches).get(Figure::End),
            advice: "请核对积分账户。",
        },
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::facts::MonthlyFacts;
    use super::super::meeting::{KindNumbers, MeetingRow};
    use super::super::points::{PointsBranch, PointsPerson, PointsRows};
    use super::super::register::{BranchRow, Numbers};
    use super::super::service::ServiceRow;
    use super::super::unit::{UnitRow, UnitRows};
    use super::*;
    use branchbook_domain::points::Points;

    fn branch() -> BranchRow {
        let mut numbers = Numbers::default();
        for figure in [Figure::Previous, Figure::End, Figure::Full] {
            numbers.add(figure, 1);
        }
        BranchRow { name: "第一党支部".into(), numbers }
    }

    fn unit() -> UnitRow {
        UnitRow {
            name: "市一中".into(),
            expected: None,
            reported: 2,
            claims: 0,
            activities: 1,
            attendances: 2,
            people: 2,
            minutes: 60,
        }
    }

    fn service() -> ServiceRow {
        ServiceRow {
            day: "2026-10-10".parse().unwrap(),
            title: "清扫".into(),
            place: None,
            organiser: None,
            participants: 2,
            minutes: 60,
            beneficiaries: None,
            is_late: false,
        }
    }

    fn scored() -> PointsRows {
        let person = PointsPerson {
            name: "赵一".into(),
            branch: "第一党支部".into(),
            score: Some(Points::whole(60)),
            change: Points::ZERO,
            grade: Some("合格".into()),
        };
        let branch = PointsBranch {
            name: "第一党支部".into(),
            members: 1,
            unscored: 0,
            average: None,
            by_grade: BTreeMap::from([("合格".to_owned(), 1)]),
        };
        PointsRows { grades: vec!["合格".into()], branches: vec![branch], people: vec![person] }
    }

    /// A month in which everything agrees.
    fn sound() -> MonthlyFacts {
        let kinds =
            BTreeMap::from([(RecordKind::ThemeDay, KindNumbers { held: 1, ..KindNumbers::default() })]);
        MonthlyFacts {
            branches: vec![branch()],
            distinct_members: 1,
            previous_closed_end: Some(1),
            meetings: vec![MeetingRow { name: "第一党支部".into(), kinds }],
            meeting_records: 1,
            units: UnitRows { units: vec![unit()], activities: 1, people: 2 },
            open_report_ins: 2,
            services: vec![service()],
            activity_count: 1,
            participations: 2,
            points: scored(),
            ..MonthlyFacts::default()
        }
    }

    #[test]
    fn a_sound_month_agrees_everywhere() {
        let wrong: Vec<Audit> = audits(&sound()).into_iter().filter(|audit| !audit.agrees()).collect();
        assert_eq!(wrong, []);
    }

    #[test]
    fn every_cross_check_fails_when_its_number_is_wrong() {
        type Harm = fn(&mut MonthlyFacts);
        let harms: [(&str, Harm); 14] = [
            ("党员队伍 合计", |facts| facts.branches[0].numbers.add(Figure::Death, 1)),
            ("党员队伍 第一党支部", |facts| facts.branches[0].numbers.add(Figure::Previous, 1)),
            ("党员队伍 各支部与合计", |facts| facts.distinct_members = 2),
            ("党员队伍 构成", |facts| facts.branches[0].numbers.add(Figure::Probationary, 1)),
            ("党员队伍 与上月衔接", |facts| facts.previous_closed_end = Some(2)),
            ("党员增减明细 增加", |facts| facts.branches[0].numbers.add(Figure::Admitted, 1)),
            ("党员增减明细 减少", |facts| facts.branches[0].numbers.add(Figure::Expelled, 1)),
            ("党员增减明细 支部间调整", |facts| facts.branches[0].numbers.add(Figure::MovedIn, 1)),
            ("党员队伍 支部间调整", |facts| facts.branches[0].numbers.add(Figure::MovedOut, 1)),
            ("组织生活", |facts| facts.meeting_records = 2),
            ("双报到（分单位）", |facts| facts.open_report_ins = 3),
            ("服务明细", |facts| facts.activity_count = 2),
            ("服务明细与双报到", |facts| facts.participations = 3),
            ("积分 各等次与人数", |facts| facts.points.branches[0].by_grade.clear()),
        ];
        for (subject, harm) in harms {
            let mut facts = sound();
            harm(&mut facts);
            let wrong: Vec<String> = audits(&facts)
                .into_iter()
                .filter(|audit| !audit.agrees())
                .map(|audit| audit.subject)
                .collect();
            assert!(wrong.iter().any(|each| each == subject), "{subject}: {wrong:?}");
        }
        let mut facts = sound();
        facts.points.people.clear();
        assert!(audits(&facts).iter().any(|audit| audit.subject == "积分" && !audit.agrees()));
    }
}
