//! 会议记录: what it was, who was there, whether enough were, what was said and decided, what is attached.

use branchbook_contract::folio::{Paper, PaperPart};
use branchbook_contract::meeting::{
    AttendanceRow, Meeting, RecordShown, TopicShown, VerdictShown, VoteShown,
};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::gathering::{AttendanceState, GatheringMark};
use branchbook_domain::key::GatheringId;
use branchbook_ledger::Reading;

use super::{Facts, signs, when};
use crate::error::Result;
use crate::folio::own::paper::table;
use crate::meeting::shown::meeting;

pub(in crate::folio::record) fn paper(reading: &Reading<'_>, key: i64, _: Day) -> Result<Paper> {
    let meeting = meeting(reading, GatheringId(key))?;
    let mut parts = vec![head(&meeting)];
    if let Some(sentence) = standing(&meeting) {
        parts.push(PaperPart::Text(sentence));
    }
    for record in &meeting.records {
        one(&mut parts, record);
    }
    people(&mut parts, &meeting.attendance);
    attached(&mut parts, &meeting);
    parts.push(signs(&["主持人签字", "记录人签字", "日期"]));
    Ok(Paper { title: "会议记录".to_owned(), parts })
}

fn head(meeting: &Meeting) -> PaperPart {
    let joined = |of: fn(&RecordShown) -> &String| {
        let mut all: Vec<&str> = meeting.records.iter().map(|record| of(record).as_str()).collect();
        all.dedup();
        all.join("、")
    };
    let mut facts = Facts::default();
    facts.add("会议类型", joined(|record| &record.kind_label));
    facts.add("党组织", joined(|record| &record.organisation_name));
    facts.add("时间", when(meeting.day, [meeting.start, meeting.end]));
    facts.maybe("地点", meeting.place.as_deref());
    facts.maybe("主持人", meeting.host.as_deref());
    facts.maybe("记录人", meeting.recorder.as_deref());
    facts.add("登记时间", meeting.entered_at.to_string());
    facts.add("计入月份", meeting.booked_month.label());
    if !meeting.marks.is_empty() {
        facts.add("标记", GatheringMark::words(&meeting.marks));
    }
    for (label, text) in [("补录说明", &meeting.origin_note), ("备注", &meeting.note)] {
        if let Some(text) = text {
            facts.add(label, text);
        }
    }
    facts.part()
}

/// That it does not stand, or stands for another.
fn standing(meeting: &Meeting) -> Option<String> {
    let is_cancelled = meeting.marks.contains(&GatheringMark::Cancelled);
    match (is_cancelled, meeting.replaced_by, meeting.replaces) {
        (_, Some(_), _) => Some("这份记录已经更正，以更正后的记录为准。".to_owned()),
        (true, None, _) => Some("这次会议已取消，记录留底备查。".to_owned()),
        (false, None, Some(_)) => Some("这份记录是更正后的记录，更正前的留底备查。".to_owned()),
        (false, None, None) => None,
    }
}

/// What it counts as: numbers, whether enough were there and by which article, topics.
fn one(parts: &mut Vec<PaperPart>, record: &RecordShown) {
    parts.push(PaperPart::Heading(format!("{}（{}）", record.kind_label, record.organisation_name)));
    let mut facts = Facts::default();
    for (label, text) in [("主题", &record.theme), ("主讲人", &record.lecturer), ("说明", &record.note)]
    {
        if let Some(text) = text {
            facts.add(label, text);
        }
    }
    let number = |count: i64| format!("{count} 人");
    facts.add("应到", number(record.due));
    facts.add("实到", number(record.present));
    facts.add("请假", number(record.leave));
    facts.add("缺席", number(record.absent));
    if record.exempt > 0 {
        facts.add("不计应到", number(record.exempt));
    }
    if record.due_voting > 0 {
        facts.add("有表决权", format!("应到 {} 人，实到 {} 人", record.due_voting, record.present_voting));
    }
    parts.push(facts.part());
    parts.extend(record.opening.as_ref().map(|verdict| PaperPart::Text(opening(verdict))));
    for (at, shown) in record.topics.iter().enumerate() {
        topic(parts, at + 1, shown);
    }
}

/// 「到会人数够：…（依据：…）」.
fn opening(verdict: &VerdictShown) -> String {
    let word = if verdict.holds { "到会人数够" } else { "到会人数不够" };
    format!("{word}：{}（依据：{}）", verdict.sentence, verdict.source)
}

fn topic(parts: &mut Vec<PaperPart>, number: usize, topic: &TopicShown) {
    parts.push(PaperPart::Heading(format!("议题 {number}　{}", topic.title)));
    let said = |label: &str, text: &Option<String>| {
        text.as_ref().map(|text| PaperPart::Text(format!("{label}：{text}")))
    };
    parts.extend(said("讨论", &topic.discussion));
    parts.extend(topic.votes.iter().map(|shown| PaperPart::Text(vote(shown))));
    parts.extend(said("决议", &topic.resolution));
    let until = topic.due_on.map(|day| format!("，{}前完成", day_label(day))).unwrap_or_default();
    parts.extend(topic.owner.as_ref().map(|owner| PaperPart::Text(format!("责任人：{owner}{until}"))));
}

/// A vote with its outcome and the rule as it was shown then.
fn vote(vote: &VoteShown) -> String {
    let outcome = if vote.is_passed { "通过" } else { "没有通过" };
    let ballots = vote
        .ballots_issued
        .map(|issued| format!("发出 {issued} 张，收回 {} 张；", vote.ballots_returned.unwrap_or(0)));
    let written =
        if vote.written > 0 { format!("，书面意见 {} 份", vote.written) } else { String::new() };
    format!(
        "表决（{}）：{outcome}。{}赞成 {}，反对 {}，弃权 {}{written}。{}",
        vote.kind_label,
        ballots.unwrap_or_default(),
        vote.yes,
        vote.no,
        vote.abstain,
        vote.rule_text
    )
}

/// Those who were there by name, those who were not with their reasons.
fn people(parts: &mut Vec<PaperPart>, rows: &[AttendanceRow]) {
    let (there, others): (Vec<_>, Vec<_>) =
        rows.iter().partition(|row| row.state == AttendanceState::Present);
    if rows.is_empty() {
        parts.push(PaperPart::Text("只登记了人数，没有到会人员名单。".to_owned()));
        return;
    }
    parts.push(PaperPart::Heading(format!("到会人员（{} 人）", there.len())));
    let names: Vec<&str> = there.iter().map(|row| row.name.as_str()).collect();
    parts.push(PaperPart::Text(if names.is_empty() { "没有。".to_owned() } else { names.join("、") }));
    let rows = others
        .iter()
        .map(|row| vec![row.name.clone(), row.state_label.clone(), row.reason.clone().unwrap_or_default()]);
    let heading = format!("请假、缺席和列席（{} 人）", others.len());
    table(parts, heading, &["姓名", "情况", "原因"], rows.collect(), "没有。");
}

fn attached(parts: &mut Vec<PaperPart>, meeting: &Meeting) {
    if meeting.attachments.is_empty() {
        return;
    }
    let names: Vec<&str> = meeting.attachments.iter().map(|row| row.name.as_str()).collect();
    parts.push(PaperPart::Heading(format!("附件（{} 个）", names.len())));
    parts.push(PaperPart::Text(names.join("、")));
}
