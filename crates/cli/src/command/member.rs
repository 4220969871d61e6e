//! `member`: the register. What is asked of it, and whom a name means.

mod act;
mod list;
mod show;
mod state;

use branchbook_contract::domain::key::{OrganisationId, PersonId};
use branchbook_contract::member::MemberFind;
use branchbook_contract::organisation::OrganisationList;
use clap::{Args, Subcommand};

use super::record::{self, Asked};
use crate::session::{Failure, Session};

/// `member`
#[derive(Debug, Subcommand)]
pub enum Member {
    /// 名册：可按姓名、拼音、首字母、手机号、单位查找，可问过去某一天，或某月上报时的名册
    List(list::List),
    /// 导出名册：查找、条件、栏目、次序与 member list 相同
    Export(list::Export),
    /// 名册的栏目：可作条件、可多列出、可排序的都在这里
    Fields,
    /// 批量修改：按条件选人，先看会改成什么样，加 --apply 才修改
    EditAll(act::EditAll),
    /// 一名党员的全部情况
    Show(show::Show),
    /// 新增党员
    Add(act::Add),
    /// 修改党员
    Edit(act::Edit),
    /// 登记增减：转入、转出、死亡、出党、停止党籍、恢复、调整支部或党小组、转正
    Move(act::Move),
    /// 登记特殊情况：流动、失联、困难、不计应到会、留党察看
    Condition(state::Set),
    /// 结束特殊情况
    EndCondition(state::End),
    /// 登记任职
    Post(state::Assign),
    /// 结束任职
    EndPost(state::Leave),
    /// 改动历史：谁、何时、改前、改后
    History(Who),
    /// 登记信息，打印用，证件号、电话、住址已隐去一部分
    Paper(Who),
}

/// Names a member.
#[derive(Debug, Args)]
pub struct Who {
    /// 姓名或编号；有同名时用编号
    #[arg(value_name = "姓名或编号")]
    pub who: String,
}

/// Does what was asked of the register.
pub fn run(session: &mut Session, member: Member) -> Result<(), Failure> {
    session.open()?;
    match member {
        Member::List(list) => list::list(session, list),
        Member::Export(export) => list::export(session, export),
        Member::Fields => list::fields(session),
        Member::EditAll(edit) => act::edit_all(session, edit),
        Member::Show(show) => show::show(session, &show),
        Member::Add(add) => act::add(session, &add),
        Member::Edit(edit) => act::edit(session, &edit),
        Member::Move(move_) => act::move_(session, move_),
        Member::Condition(set) => state::set(session, set),
        Member::EndCondition(end) => state::end(session, &end),
        Member::Post(assign) => state::assign(session, assign),
        Member::EndPost(leave) => state::leave(session, &leave),
        Member::History(who) => show::history(session, &who),
        Member::Paper(who) => {
            let member = found(session, &who.who)?;
            record::show(session, Asked::Paper, "member_history", member.0)
        }
    }
}

/// The member meant by a name or a number; of a past member where no present one has the name.
pub fn found(session: &mut Session, who: &str) -> Result<PersonId, Failure> {
    meant(session, who, false)
}

/// The person meant by a name or a number, a member or somebody who reports in.
pub fn anyone(session: &mut Session, who: &str) -> Result<PersonId, Failure> {
    meant(session, who, true)
}

fn meant(session: &mut Session, who: &str, with_reported: bool) -> Result<PersonId, Failure> {
    if let Ok(key) = who.parse() {
        return Ok(PersonId(key));
    }
    Ok(session.call(&MemberFind { name: who.to_owned(), with_reported })?.member)
}

/// The organisation meant by a name, below another where the name alone is not enough.
pub fn organisation(
    session: &mut Session,
    name: &str,
    below: Option<OrganisationId>,
) -> Result<OrganisationId, Failure> {
    let rows = session.call(&OrganisationList::default())?;
    let is_meant = |parent: Option<OrganisationId>| below.is_none() || parent == below;
    let named: Vec<OrganisationId> = rows
        .iter()
        .filter(|row| row.name == name && is_meant(row.parent))
        .map(|row| row.organisation)
        .collect();
    match named.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::refused(format!("没有叫“{name}”的组织。用 branchbook organisation 查看组织树。"))),
        _ => Err(Failure::refused(format!("有 {} 个组织叫“{name}”，请写明支部。", named.len()))),
    }
}
