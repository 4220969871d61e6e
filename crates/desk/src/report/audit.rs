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
        let lines = facts.movements.iter().filter(|line| wanted(line.kind)).count();
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
            advice: "有会议登记在支部、党小组以外的组织名下，请核对会议的组织。",
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
            subject: "积分".to_owned(),
            left_name: "积分表党员人数",
            left: facts.points.branches.iter().map(|branch| branch.members).sum(),
            right_name: "党员队伍月末数",
            right: total(&facts.branches).get(Figure::End),
            advice: "统计截止日不是月末时两表的日期不同；否则请核对积分账户。",
        },
    ]
}
