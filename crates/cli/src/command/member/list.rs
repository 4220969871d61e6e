//! `member list`: the register of today, of a day, or as a month's report counts it.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::member::{MemberList, MemberOrder, MemberPage};
use clap::{Args, ValueEnum};

use super::organisation;
use crate::command::{day, or_dash};
use crate::output;
use crate::session::{Failure, Session};

/// `member list`
#[derive(Debug, Args)]
pub struct List {
    /// 查找的字：姓名、拼音、首字母、手机号、单位
    #[arg(long, default_value = "", value_name = "字")]
    pub query: String,
    /// 问这一天的名册
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Day>,
    /// 问这个月上报时的名册：当时还没有登记的增减不算
    #[arg(long, value_name = "2026-10", conflicts_with = "on")]
    pub as_sent: Option<Month>,
    /// 只看这个支部
    #[arg(long, value_name = "支部")]
    pub branch: Option<String>,
    /// 次序
    #[arg(long, value_enum, default_value = "register", value_name = "次序")]
    pub order: Order,
}

/// Order of the list.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Order {
    /// 名册次序
    Register,
    /// 拼音
    Pinyin,
    /// 姓氏笔画
    Stroke,
}

/// Lists the members.
pub fn list(session: &mut Session, list: List) -> Result<(), Failure> {
    let branch = list.branch.as_deref().map(|name| organisation(session, name, None)).transpose()?;
    let order = match list.order {
        Order::Register => MemberOrder::Register,
        Order::Pinyin => MemberOrder::Pinyin,
        Order::Stroke => MemberOrder::Stroke,
    };
    let query = Some(list.query).filter(|query| !query.is_empty());
    let page = session.call(&MemberList {
        query,
        on: list.on,
        as_sent: list.as_sent,
        branch,
        order,
        ..MemberList::default()
    })?;
    // Scripts get one array with every row (decisions 34).
    session.print(&page.rows, |_| show_list(&page));
    Ok(())
}

fn show_list(page: &MemberPage) {
    let rows: Vec<Vec<String>> = page
        .rows
        .iter()
        .map(|row| {
            let group = row.group_name.clone().unwrap_or_default();
            let class = or_dash(row.class.map(|class| class.label()));
            let phone = row.phone.clone().unwrap_or_default();
            vec![
                row.member.to_string(),
                row.name.clone(),
                row.branch_name.clone(),
                group,
                class,
                or_dash(row.joined_on),
                phone,
            ]
        })
        .collect();
    output::table(&["编号", "姓名", "支部", "党小组", "类别", "入党时间", "电话"], &rows);
    output::line(format!("共 {} 人（{}）", page.total, page.on));
}
