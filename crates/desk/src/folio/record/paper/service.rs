//! 活动记录 and the post of service: what was done and by whom, what is offered and who took it.

use branchbook_contract::activity::{Activity, ActivityShow};
use branchbook_contract::folio::{Paper, PaperPart};
use branchbook_contract::meeting::TimeOfDay;
use branchbook_contract::offer::ClaimState;
use branchbook_domain::day::Day;
use branchbook_domain::key::{ActivityId, OfferId};
use branchbook_ledger::Reading;
use branchbook_ledger::table::offer::{ClaimLine, Offer, claims};

use super::{Facts, day, hours, signs, when};
use crate::activity::list::show;
use crate::error::Result;
use crate::folio::own::paper::table;
use crate::offer::category::{category, code_for};

pub(in crate::folio::record) fn activity(reading: &Reading<'_>, key: i64, _: Day) -> Result<Paper> {
    let activity = show(reading, &ActivityShow { activity: ActivityId(key) })?;
    let mut parts = vec![of_activity(&activity)];
    if let Some(day) = activity.row.cancelled_on {
        parts.push(PaperPart::Text(format!("这场活动已于 {day} 取消，人次和时长不再计算。")));
    }
    let rows = activity.participants.iter().enumerate().map(|(at, row)| {
        let place = row.branch.as_ref().or(row.unit.as_ref()).cloned().unwrap_or_default();
        vec![(at + 1).to_string(), row.name.clone(), place, hours(row.minutes)]
    });
    let heading =
        format!("参加人员（{} 人，{} 小时）", activity.row.participants, hours(activity.row.minutes));
    let titles = ["序号", "姓名", "党支部或单位", "时长（小时）"];
    table(&mut parts, heading, &titles, rows.collect(), "没有参加人员。");
    parts.push(signs(&["负责人签字", "日期"]));
    Ok(Paper { title: "活动记录".to_owned(), parts })
}

fn of_activity(activity: &Activity) -> PaperPart {
    let draft = &activity.row.draft;
    let times = [draft.start_minute, draft.end_minute].map(|minute| TimeOfDay::from_minutes(minute?));
    let holder: Vec<&str> = [&activity.row.organisation_name, &activity.row.unit_name]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut facts = Facts::default();
    facts.add("活动", &draft.title);
    facts.add("类别", &draft.kind);
    facts.add("时间", when(draft.on, times));
    facts.maybe("地点", draft.place.as_deref());
    facts.add("主办", holder.join("、"));
    facts.maybe("负责人", draft.organiser.as_deref());
    facts.add("受益人次", draft.beneficiary_count.map(|count| count.to_string()).unwrap_or_default());
    facts.add("计入月份", activity.row.booked_month.label());
    facts.maybe("内容", draft.note.as_deref());
    facts.part()
}

pub(in crate::folio::record) fn post(reading: &Reading<'_>, key: i64, _: Day) -> Result<Paper> {
    let post = reading.require::<Offer>(OfferId(key))?;
    let lines = claims(reading, Some(post.id), None)?;
    let held = lines.iter().filter(|line| line.claim.ended_on.is_none()).count();
    let mut parts = vec![of_post(&post)];
    let rows = lines.iter().map(claim).collect();
    let titles = ["认领人", "认领日期", "退出日期", "状态", "评价"];
    table(&mut parts, format!("认领情况（现有 {held} 个）"), &titles, rows, "还没有人认领。");
    Ok(Paper { title: "服务岗位".to_owned(), parts })
}

fn of_post(post: &Offer) -> PaperPart {
    let code = post.category.as_deref().unwrap_or_else(|| code_for(&post.title));
    let mut facts = Facts::default();
    facts.add("岗位名称", &post.title);
    facts.add("类别", category(code).map(|known| known.label).unwrap_or_default());
    facts.add("所需人数", post.needed_count.map(|count| format!("{count} 人")).unwrap_or_default());
    facts.maybe("地点", post.place.as_deref());
    facts.add("开始日期", day(post.from_on));
    facts.add("结束日期", day(post.to_on));
    facts.maybe("服务内容", post.content.as_deref());
    facts.part()
}

fn claim(line: &ClaimLine) -> Vec<String> {
    let state = ClaimState::from_code(&line.claim.state).map(ClaimState::label).unwrap_or_default();
    vec![
        line.claimer.clone(),
        line.claim.occurred_on.to_string(),
        day(line.claim.ended_on),
        state.to_owned(),
        line.claim.rating.clone().unwrap_or_default(),
    ]
}
