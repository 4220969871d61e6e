//! 封面与填报说明: whose report, for which days, how the numbers are reckoned, what the cross checks say.

use branchbook_domain::day::day_label;
use branchbook_workbook::{Align, Body, Column, Out, Sheet};

use super::audit::Audit;
use super::frame::{Frame, flat_heads};

/// The sheet.
pub(crate) fn sheet<'a>(frame: &Frame, audits: &[Audit], sheets: &[&str]) -> Sheet<'a> {
    let wrong = audits.iter().filter(|audit| !audit.agrees()).count();
    let result = match wrong {
        0 => format!("共核对 {} 项，全部一致。", audits.len()),
        _ => format!(
            "共核对 {} 项，{} 项一致，{wrong} 项不一致，详见“校验”表。",
            audits.len(),
            audits.len() - wrong
        ),
    };
    let rest = vec![
        ("表间校验", result),
        ("本报表目录", sheets.join("、")),
        ("党员队伍口径", "上月数取上月结账数，首月为建账时在册数；本月增减按登记入账的月份统计，以前月份发生、本月才登记的计入本月并在明细备注；月末数及构成按统计截止日的名册统计。".to_owned()),
        ("组织生活口径", "应到为会议当日名册人数减去经批准不计应到会的人员；实到不含列席；补录指超过规定时间才录入的会议。".to_owned()),
        ("双报到口径", "应报到为驻区单位自报数；人次每次参加计一次，人数每人只计一次；时长以小时计。".to_owned()),
        ("积分口径", "按积分方案自动计分，累计得分为本年度截至月末的得分；已结账月份的更正记入第一个未结账的月份。".to_owned()),
    ];
    table(frame, "党建月报", rest)
}

/// The cover of a report: whose it is, for which days, who answers for it, and the rest.
pub(crate) fn table<'a>(frame: &Frame, subject: &str, rest: Vec<(&str, String)>) -> Sheet<'a> {
    let first = [
        ("填报单位", frame.office.clone()),
        ("统计期间", format!("{}至{}", day_label(frame.first_on), day_label(frame.last_on))),
        ("填报日期", day_label(frame.filled_on)),
        ("单位负责人", frame.leader.clone()),
        ("审核人", frame.reviewer.clone()),
        ("填表人", frame.preparer.clone()),
        ("联系电话", frame.phone.clone()),
    ];
    let row = |(name, text): (&str, String)| vec![Out::text(name), Out::Text(text)];
    Sheet {
        columns: vec![Column::centered(20), Column { width: 74, align: Align::Left }],
        heads: flat_heads(&["项目", "内容"]),
        body: Body::Held(first.into_iter().chain(rest).map(row).collect()),
        signatures: vec!["单位负责人（签字）：".to_owned(), "审核人（签字）：".to_owned()],
        ..frame.sheet("封面与填报说明", subject, "")
    }
}
