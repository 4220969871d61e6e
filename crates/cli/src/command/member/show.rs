//! `member show` and `history`: all that the book says of one member.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::PlaceId;
use branchbook_contract::member::{
    ConditionRow, Member, MemberDraft, MemberHistory, MemberShow, MembershipRow, MovementRow, PostRow,
};
use branchbook_contract::organisation::PlaceList;
use clap::Args;

use super::{Who, found};
use crate::command::{day, or_dash};
use crate::output;
use crate::session::{Failure, Session};

/// `member show`
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    who: Who,
    /// 问这一天
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<Day>,
    /// 显示完整证件号、电话、住址；查看会记入历史
    #[arg(long)]
    reveal: bool,
}

/// Shows a member.
pub fn show(session: &mut Session, show: &Show) -> Result<(), Failure> {
    let member = found(session, &show.who.who)?;
    let shown = session.call(&MemberShow { member, on: show.on, reveal: show.reveal })?;
    let place = shown.draft.place_id.map(|place| place_name(session, place)).transpose()?.flatten();
    session.print(&shown, |shown| {
        head(shown);
        fields(&shown.draft, place);
        shown.memberships.iter().for_each(membership);
        shown.movements.iter().for_each(movement);
        shown.conditions.iter().for_each(condition);
        shown.posts.iter().for_each(post);
        shown.warnings.iter().for_each(|warning| output::warning(warning));
        if shown.is_revealed {
            output::warning("证件号、电话、住址已完整显示，本次查看已记入历史。");
        }
    });
    Ok(())
}

fn place_name(session: &mut Session, place: PlaceId) -> Result<Option<String>, Failure> {
    let rows = session.call(&PlaceList::default())?;
    Ok(rows.into_iter().find(|row| row.place == place).map(|row| row.name))
}

fn head(shown: &Member) {
    let about = if shown.is_class_about { "（约）" } else { "" };
    let class = or_dash(shown.class.map(|class| class.label()));
    let years = shown
        .party_years
        .map(|years| format!("  党龄 {}{} 年", if years.is_about { "约 " } else { "" }, years.years));
    let name = &shown.draft.name;
    output::line(format!(
        "{name}  编号 {}  {class}{about}{}（{}）",
        shown.member,
        years.unwrap_or_default(),
        shown.on
    ));
}

/// Every field of the form, a dash where nothing is known.
fn fields(draft: &MemberDraft, place: Option<String>) {
    let text = |text: &Option<String>| or_dash(text.clone());
    let rows = [
        ("性别", or_dash(draft.sex.map(|sex| sex.label()))),
        ("民族", or_dash(draft.nation.map(|nation| nation.label()))),
        ("出生日期", or_dash(draft.birth_on)),
        ("身份证号", text(&draft.id_number)),
        ("学历", or_dash(draft.education.map(|education| education.label()))),
        ("入党日期", or_dash(draft.joined_on)),
        ("转正日期", or_dash(draft.became_full_on)),
        ("工作岗位", or_dash(draft.work_post.map(|post| post.label()))),
        ("新社会阶层", or_dash(draft.new_stratum.map(|stratum| stratum.label()))),
        ("工作单位及职务", text(&draft.employer)),
        ("手机", text(&draft.phone)),
        ("其他电话", text(&draft.other_phone)),
        ("住址", text(&draft.address)),
        ("网格或小区", or_dash(place)),
        ("备注", text(&draft.note)),
    ];
    rows.iter().for_each(|(label, value)| output::line(format!("  {label}：{value}")));
}

fn membership(span: &MembershipRow) {
    let group = span.group_name.as_deref().unwrap_or("");
    output::line(format!("  隶属：{} {group}  {}", span.branch_name, lasting(span.from_on, span.to_on)));
}

fn movement(row: &MovementRow) {
    let day = or_dash(row.occurred_on);
    let from = row.from_branch_name.as_deref().map_or(String::new(), |from| format!("{from} → "));
    let other = [&row.reason, &row.counterpart, &row.letter_number, &row.note];
    let other: Vec<&str> = other.into_iter().flatten().map(String::as_str).collect();
    let (label, branch, month) = (&row.label, &row.branch_name, row.booked_month.label());
    output::line(
        format!("  增减：{label}  {day}  {from}{branch}  记入{month}  {}", other.join("  ")).trim_end(),
    );
}

fn condition(row: &ConditionRow) {
    let other = [&row.reason, &row.approved_by, &row.reference, &row.note];
    let other: Vec<&str> = other.into_iter().flatten().map(String::as_str).collect();
    let lasting = lasting(row.from_on, row.to_on);
    let line =
        format!("  特殊情况：{}（编号 {}）  {lasting}  {}", row.label, row.condition, other.join("  "));
    output::line(line.trim_end());
}

fn post(row: &PostRow) {
    let full = if row.is_full_time { "（专职）" } else { "" };
    let lasting = lasting(row.from_on, row.to_on);
    output::line(format!(
        "  任职：{} {}{full}（编号 {}）  {lasting}",
        row.organisation_name, row.title, row.post
    ));
}

/// 「2026-10-01 起」 or 「— 起，2026-10-31 止」; the end is the first day no longer.
fn lasting(from: Option<Day>, to: Option<Day>) -> String {
    let from = format!("{} 起", or_dash(from));
    to.map_or_else(|| from.clone(), |to| format!("{from}，{to} 止"))
}

/// Shows who changed what.
pub fn history(session: &mut Session, who: &Who) -> Result<(), Failure> {
    let member = found(session, &who.who)?;
    let changes = session.call(&MemberHistory { member })?;
    session.print(&changes, |changes| {
        for change in changes {
            output::line(format!(
                "{}  {}  第 {} 号  {}",
                change.at, change.operator, change.change, change.title
            ));
            for line in &change.lines {
                let (before, after) = (or_dash(line.before.clone()), or_dash(line.after.clone()));
                output::line(format!("    {} {}：{before} → {after}", line.part, line.field));
            }
        }
    });
    Ok(())
}
