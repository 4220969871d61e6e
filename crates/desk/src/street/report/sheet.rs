//! The sheets of the street's workbook. Where a community has the same table, its sheet is used with communities in
//! place of branches.

use std::collections::BTreeSet;

use branchbook_contract::street::{Overview, OverviewCell, RollUpTable};
use branchbook_domain::day::day_label;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::roll_up::{Figures, RollUp};
use branchbook_workbook::{Align, Body, Column, Out, Sheet};

use super::Facts;
use crate::report::audit::{self, Audit};
use crate::report::cover;
use crate::report::frame::{Frame, flat_heads, hours, nothing, rate, running};
use crate::report::meeting::{self, KindNumbers, MeetingRow};
use crate::report::register::{self, BranchRow, Figure, Numbers};

/// What a row is about.
const WHAT: &str = "社区";
const NAMES: [&str; 9] =
    ["报送情况", "党员队伍", "党员增减明细", "组织生活", "双报到", "志愿服务", "积分", "跨社区党员", "校验"];

/// All sheets, in order.
pub(super) fn all<'a>(facts: &Facts) -> Vec<Sheet<'a>> {
    let (frame, table) = (&facts.frame, &facts.table);
    vec![
        first(facts),
        reporting(frame, &facts.overview),
        register::sheet(frame, WHAT, &register_rows(table)),
        facts.movements.sheet(frame),
        meeting::sheet(frame, WHAT, &meeting_rows(table)),
        units(frame, table),
        service(frame, table),
        points(facts),
        twice(frame, &facts.overview),
        audit::sheet(frame, &audits(table)),
    ]
}

/// The figures of all communities together.
fn total(table: &RollUpTable) -> RollUp {
    table.totals.first().map(|total| total.roll_up.clone()).unwrap_or_default()
}

fn first<'a>(facts: &Facts) -> Sheet<'a> {
    let (frame, table) = (&facts.frame, &facts.table);
    let audits = audits(table);
    let wrong = audits.iter().filter(|audit| !audit.agrees()).count();
    let reported = table.rows.len();
    let missing = match table.missing.is_empty() {
        true => "全部社区均已上报。".to_owned(),
        false => format!("还没有上报：{}。汇总数不含这些社区。", table.missing.join("、")),
    };
    let rest = vec![
        (
            "报送情况",
            format!("应报社区 {} 个，已报 {reported} 个。{missing}", reported + table.missing.len()),
        ),
        ("表间校验", format!("共核对 {} 项，{wrong} 项不一致。", audits.len())),
        ("本报表目录", NAMES.join("、")),
        ("数据来源", "各社区签名加密上报的当月数据，以最后一次上报为准；本表不改动社区所报的数。".to_owned()),
        ("合计口径", "各社区之和；一名党员在两个社区都有登记的，两处都计，名单见“跨社区党员”。".to_owned()),
    ];
    cover::table(frame, "党建工作汇总月报", rest)
}

fn reporting<'a>(frame: &Frame, overview: &Overview) -> Sheet<'a> {
    let titles = ["序号", "社区", "状态", "第几次", "收到日期", "是否逾期", "必须处理的问题", "说明"];
    let line = |at: usize, name: &str, cell: &OverviewCell| {
        vec![
            running(at),
            Out::text(name),
            Out::text(&cell.label),
            cell.sequence.map_or(Out::Dash, Out::Int),
            cell.received_at.map_or(Out::Dash, |at| Out::Day(at.beijing_day())),
            Out::text(if cell.is_late { "逾期" } else { "—" }),
            Out::Int(cell.must_findings),
            if cell.findings.is_empty() { Out::Dash } else { Out::Text(cell.findings.join("；")) },
        ]
    };
    let awaited = overview.communities.iter().filter_map(|row| Some((&row.community, row.cells.last()?)));
    let awaited = awaited.filter(|(_, cell)| cell.is_awaited).enumerate();
    let body = awaited.map(|(at, (name, cell))| line(at, name, cell));
    let mut columns = vec![Column::centered(6), Column::new(24)];
    columns.extend([10, 8, 14, 10, 12].map(Column::centered));
    columns.push(Column { width: 50, align: Align::Left });
    Sheet {
        columns,
        heads: flat_heads(&titles),
        column_numbers: true,
        body: Body::Held(body.collect()),
        notes: vec![format!(
            "说明：上报截止日为{}；状态分未报、已报、退回、已回执、已结账。",
            day_label(overview.due_on)
        )],
        ..frame.sheet("报送情况", "各社区月报报送情况表", "")
    }
}

fn register_rows(table: &RollUpTable) -> Vec<BranchRow> {
    let row = |line: &branchbook_contract::street::RollUpLine| BranchRow {
        name: line.community.clone(),
        numbers: numbers(&line.roll_up.figures),
    };
    table.rows.iter().map(row).collect()
}

fn numbers(figures: &Figures) -> Numbers {
    let mut numbers = Numbers::default();
    for figure in Figure::ALL {
        numbers.add(*figure, value(figures, *figure));
    }
    numbers
}

const fn value(figures: &Figures, figure: Figure) -> i64 {
    match figure {
        Figure::Previous => figures.previous,
        Figure::Admitted => figures.admitted,
        Figure::TransferIn => figures.transfer_in,
        Figure::Restored => figures.restored,
        Figure::TransferOut => figures.transfer_out,
        Figure::Death => figures.death,
        Figure::Expelled => figures.expelled,
        Figure::Suspended => figures.suspended,
        Figure::MovedIn => figures.moved_in,
        Figure::MovedOut => figures.moved_out,
        Figure::End => figures.members,
        Figure::Full => figures.full_members,
        Figure::Probationary => figures.probationary,
        Figure::Women => figures.women,
        Figure::Minority => figures.minority,
        Figure::UpTo35 => figures.up_to_35,
        Figure::From60 => figures.from_60,
        Figure::College => figures.college,
        Figure::Mobile => figures.mobile,
        Figure::Lost => figures.lost,
        Figure::Hardship => figures.hardship,
    }
}

fn meeting_rows(table: &RollUpTable) -> Vec<MeetingRow> {
    let of = |figures: &Figures, kind: RecordKind| {
        let held = figures.held(kind);
        let owed = (held.owed > 0 || held.held > 0).then_some(held.owed);
        KindNumbers { owed, held: held.held, due: held.due, present: held.present, late: held.late }
    };
    let kinds =
        |figures: &Figures| RecordKind::ALL.into_iter().map(|kind| (kind, of(figures, kind))).collect();
    let row = |line: &branchbook_contract::street::RollUpLine| MeetingRow {
        name: line.community.clone(),
        kinds: kinds(&line.roll_up.figures),
    };
    table.rows.iter().map(row).collect()
}

const UNIT_TITLES: [&str; 12] = [
    "序号",
    WHAT,
    "报到单位",
    "应报到",
    "已报到",
    "报到率",
    "认领岗位",
    "活动场次",
    "参加人次",
    "参加人数",
    "服务时长",
    "人均时长",
];

fn units<'a>(frame: &Frame, table: &RollUpTable) -> Sheet<'a> {
    let mut columns = vec![Column::centered(6), Column::new(24)];
    columns.extend([10; 10].map(Column::centered));
    let rows = table.rows.iter().enumerate();
    let rows = rows.map(|(at, row)| unit_line(running(at), &row.community, &row.roll_up.figures));
    Sheet {
        columns,
        heads: flat_heads(&UNIT_TITLES),
        column_numbers: true,
        body: Body::Held(rows.collect()),
        totals: vec![unit_line(Out::Blank, "合计", &total(table).figures)],
        notes: vec![
            "说明：报到率只计已报应报到数的单位；人次为每次参加之和，人数在社区内去重，跨社区不去重；时长单位为小时。"
                .to_owned(),
        ],
        ..frame.sheet("双报到", "在职党员“双报到”汇总表", "人、场、小时")
    }
}

fn unit_line(number: Out, name: &str, figures: &Figures) -> Vec<Out> {
    let each = if figures.people > 0 { hours(figures.minutes / figures.people) } else { Out::Dash };
    vec![
        number,
        Out::text(name),
        Out::Int(figures.units),
        if figures.expected > 0 { Out::Int(figures.expected) } else { Out::Dash },
        Out::Int(figures.reported),
        rate(figures.stated_reported, figures.expected, 1),
        Out::Int(figures.claims),
        Out::Int(figures.activities),
        Out::Int(figures.attendances),
        Out::Int(figures.people),
        hours(figures.minutes),
        each,
    ]
}

fn service<'a>(frame: &Frame, table: &RollUpTable) -> Sheet<'a> {
    let titles = ["序号", WHAT, "活动场次", "参加人次", "参加人数", "服务时长"];
    let line = |number: Out, name: &str, figures: &Figures| {
        vec![
            number,
            Out::text(name),
            Out::Int(figures.service_activities),
            Out::Int(figures.service_attendances),
            Out::Int(figures.service_people),
            hours(figures.service_minutes),
        ]
    };
    let mut columns = vec![Column::centered(6), Column::new(24)];
    columns.extend([14; 4].map(Column::centered));
    let body = table.rows.iter().enumerate();
    Sheet {
        columns,
        heads: flat_heads(&titles),
        column_numbers: true,
        body: Body::Held(
            body.map(|(at, row)| line(running(at), &row.community, &row.roll_up.figures)).collect(),
        ),
        totals: vec![line(Out::Blank, "合计", &total(table).figures)],
        notes: vec![
            "说明：含社区党员和报到党员；人数在社区内去重，跨社区不去重；时长单位为小时。".to_owned(),
        ],
        ..frame.sheet("志愿服务", "党员志愿服务汇总表", "人、场、小时")
    }
}

fn points<'a>(facts: &Facts) -> Sheet<'a> {
    let (frame, table) = (&facts.frame, &facts.table);
    let met: BTreeSet<&String> = table.rows.iter().flat_map(|row| row.roll_up.grades.keys()).collect();
    let others = met.into_iter().filter(|grade| !facts.grades.contains(grade));
    let grades: Vec<&String> = facts.grades.iter().chain(others).collect();
    let mut titles = vec!["序号", WHAT, "党员人数", "有积分人数", "平均分"];
    titles.extend(grades.iter().map(|grade| grade.as_str()));
    titles.push("不计分");
    let line = |number: Out, name: &str, roll_up: &RollUp| {
        let figures = &roll_up.figures;
        let average = figures.average_score().map_or(Out::Dash, |score| Out::Fixed(score, 1));
        let first = [number, Out::text(name), Out::Int(figures.members), Out::Int(figures.scored), average];
        let counts = grades.iter().map(|grade| Out::Int(roll_up.grades.get(*grade).copied().unwrap_or(0)));
        first.into_iter().chain(counts).chain([Out::Int(figures.unscored)]).collect::<Vec<_>>()
    };
    let mut columns = vec![Column::centered(6), Column::new(24)];
    columns.extend((2..titles.len()).map(|_| Column::centered(12)));
    let body = table.rows.iter().enumerate();
    Sheet {
        columns,
        heads: flat_heads(&titles),
        column_numbers: true,
        body: Body::Held(body.map(|(at, row)| line(running(at), &row.community, &row.roll_up)).collect()),
        totals: vec![line(Out::Blank, "合计", &total(table))],
        notes: vec![
            "说明：平均分为有积分的党员本年度累计得分的平均数；等次按各社区现行积分方案划分。".to_owned(),
        ],
        ..frame.sheet("积分", "党员积分汇总表", "人、分")
    }
}

fn twice<'a>(frame: &Frame, overview: &Overview) -> Sheet<'a> {
    let titles = ["序号", "姓名", "登记在", "依据"];
    let mut body: Vec<Vec<Out>> = overview
        .twice
        .iter()
        .enumerate()
        .map(|(at, person)| {
            let ground = if person.is_certain {
                "身份证号相同"
            } else {
                "姓名、出生年月相同，可能是同一人"
            };
            vec![running(at), Out::text(&person.name), Out::Text(person.places.join("；")), Out::text(ground)]
        })
        .collect();
    if body.is_empty() {
        body.push(nothing(titles.len(), "无"));
    }
    Sheet {
        columns: vec![
            Column::centered(6),
            Column::new(14),
            Column { width: 60, align: Align::Left },
            Column { width: 30, align: Align::Left },
        ],
        heads: flat_heads(&titles),
        body: Body::Held(body),
        notes: vec!["说明：只列出，不合并；请有关社区核对组织关系。".to_owned()],
        ..frame.sheet("跨社区党员", "在两个以上社区登记的党员", "人")
    }
}

/// Cross checks: what each community says against itself.
pub(super) fn audits(table: &RollUpTable) -> Vec<Audit> {
    let checks = |line: &branchbook_contract::street::RollUpLine| {
        let figures = &line.roll_up.figures;
        let held = figures.all_held();
        [
            Audit {
                subject: format!("{} 党员队伍", line.community),
                left_name: "上月数＋本月增－本月减＋调入－调出",
                left: figures.reckoned_members(),
                right_name: "月末数",
                right: figures.members,
                advice: "请社区核对党员增减登记。",
            },
            Audit {
                subject: format!("{} 正式与预备", line.community),
                left_name: "正式党员＋预备党员",
                left: figures.full_members + figures.probationary,
                right_name: "月末数",
                right: figures.members,
                advice: "请社区核对转正日期。",
            },
            Audit {
                subject: format!("{} 组织生活", line.community),
                left_name: "实到超过应到的人次",
                left: (held.present - held.due).max(0),
                right_name: "应为",
                right: 0,
                advice: "请社区核对到会人数。",
            },
        ]
    };
    table.rows.iter().flat_map(checks).collect()
}
