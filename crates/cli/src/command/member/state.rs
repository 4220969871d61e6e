//! `member condition` and `post`: what holds of a member over a time, and the end of it.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::{ConditionId, PostHeldId};
use branchbook_contract::member::{
    ConditionKind, MemberConditionEnd, MemberConditionSet, PostAssign, PostEnd,
};
use clap::Args;

use super::{Who, found, organisation};
use crate::command::{coded, day};
use crate::output;
use crate::session::{Failure, Session};

/// `member condition`
#[derive(Debug, Args)]
pub struct Set {
    #[command(flatten)]
    who: Who,
    /// 流动、失联、困难、不计应到会、留党察看
    #[arg(long, value_name = "种类", value_parser = condition)]
    kind: ConditionKind,
    /// 原因
    #[arg(long, value_name = "原因")]
    reason: Option<String>,
    /// 从哪一天起；不写则为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    from: Option<Day>,
    /// 到哪一天止（当天不再算）
    #[arg(long, value_name = "日期", value_parser = day)]
    to: Option<Day>,
    /// 批准单位
    #[arg(long, value_name = "单位")]
    approved_by: Option<String>,
    /// 批准日期
    #[arg(long, value_name = "日期", value_parser = day)]
    approved_on: Option<Day>,
    /// 依据：通过它的党员大会，或文号
    #[arg(long, value_name = "依据")]
    reference: Option<String>,
}

/// `member end-condition`
#[derive(Debug, Args)]
pub struct End {
    /// 特殊情况的编号，见 member show
    #[arg(value_name = "编号")]
    condition: i64,
    /// 哪一天起不再如此；不写则为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<Day>,
}

/// `member post`
#[derive(Debug, Args)]
pub struct Assign {
    #[command(flatten)]
    who: Who,
    /// 任职的支部或党小组
    #[arg(long, value_name = "组织")]
    organisation: String,
    /// 职务，例如 书记、组织委员
    #[arg(long, value_name = "职务")]
    title: String,
    /// 专职
    #[arg(long)]
    full_time: bool,
    /// 从哪一天起；不写则为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    from: Option<Day>,
}

/// `member end-post`
#[derive(Debug, Args)]
pub struct Leave {
    /// 任职的编号，见 member show
    #[arg(value_name = "编号")]
    post: i64,
    /// 哪一天起不再任职；不写则为今天
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<Day>,
}

fn condition(text: &str) -> Result<ConditionKind, String> {
    coded(text, ConditionKind::read, ConditionKind::ALL.iter().map(|kind| kind.label()))
}

/// Registers a condition.
pub fn set(session: &mut Session, asked: Set) -> Result<(), Failure> {
    let command = MemberConditionSet {
        member: found(session, &asked.who.who)?,
        kind: asked.kind,
        reason: asked.reason,
        from_on: asked.from,
        to_on: asked.to,
        approved_by: asked.approved_by,
        approved_on: asked.approved_on,
        reference: asked.reference,
        note: None,
    };
    let saved = session.call(&command)?;
    session.print(&saved, |saved| said("已登记", saved.condition, &saved.warnings));
    Ok(())
}

/// Ends a condition.
pub fn end(session: &mut Session, asked: &End) -> Result<(), Failure> {
    let command = MemberConditionEnd { condition: ConditionId(asked.condition), to_on: asked.on };
    let saved = session.call(&command)?;
    session.print(&saved, |saved| said("已结束", saved.condition, &saved.warnings));
    Ok(())
}

/// Gives a post.
pub fn assign(session: &mut Session, asked: Assign) -> Result<(), Failure> {
    let command = PostAssign {
        member: found(session, &asked.who.who)?,
        organisation: organisation(session, &asked.organisation, None)?,
        title: asked.title,
        is_full_time: asked.full_time,
        from_on: asked.from,
        note: None,
    };
    let saved = session.call(&command)?;
    session.print(&saved, |saved| said("已登记任职", saved.post, &saved.warnings));
    Ok(())
}

/// Ends a post.
pub fn leave(session: &mut Session, asked: &Leave) -> Result<(), Failure> {
    let saved = session.call(&PostEnd { post: PostHeldId(asked.post), to_on: asked.on })?;
    session.print(&saved, |saved| said("已结束任职", saved.post, &saved.warnings));
    Ok(())
}

fn said(what: &str, key: impl std::fmt::Display, warnings: &[String]) {
    output::line(format!("{what}，编号 {key}。"));
    warnings.iter().for_each(|warning| output::warning(warning));
}
