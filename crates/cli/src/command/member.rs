//! `member`: the register.

use branchbook_contract::member::{
    MemberAdd, MemberEdit, MemberEntry, MemberHistory, MemberList, MemberMove, MemberOrder, MemberPage,
    MemberShow,
};
use branchbook_contract::organisation::OrganisationList;
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{OrganisationId, PersonId};
use clap::{Args, Subcommand, ValueEnum};

use super::{draft, or_dash, word};
use crate::output;
use crate::session::{Failure, Session};

/// `member`
#[derive(Debug, Subcommand)]
pub enum Member {
    /// 名册：可按姓名、拼音、首字母、手机号、单位查找，可问过去某一天
    List(List),
    /// 一名党员的全部情况
    Show(Show),
    /// 新增党员
    Add(Add),
    /// 修改党员
    Edit(Edit),
    /// 登记增减：转入、转出、死亡、出党、停止党籍、恢复、调整支部、转正
    Move(Move),
    /// 改动历史：谁、何时、改前、改后
    History(Who),
}

/// `member list`
#[derive(Debug, Args)]
pub struct List {
    /// 查找的字：姓名、拼音、首字母、手机号、单位
    #[arg(long, default_value = "")]
    pub query: String,
    /// 问这一天的名册
    #[arg(long, value_name = "日期")]
    pub on: Option<Day>,
    /// 只看这个支部
    #[arg(long, value_name = "支部")]
    pub branch: Option<String>,
    /// 次序
    #[arg(long, value_enum, default_value = "register")]
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

/// Names a member.
#[derive(Debug, Args)]
pub struct Who {
    /// 姓名（在册唯一）或编号
    pub who: String,
}

/// `member show`
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    who: Who,
    /// 问这一天
    #[arg(long, value_name = "日期")]
    on: Option<Day>,
    /// 显示完整证件号、电话、住址；查看会记入历史
    #[arg(long)]
    reveal: bool,
}

/// `member add`
#[derive(Debug, Args)]
pub struct Add {
    /// 草稿（JSON 文件，- 为标准输入）
    #[arg(long, value_name = "文件")]
    draft: String,
    /// 所在支部
    #[arg(long, value_name = "支部")]
    branch: String,
    /// 所在党小组
    #[arg(long, value_name = "党小组")]
    group: Option<String>,
    /// 怎样来的：admitted 发展、transfer_in 转入、restored 恢复
    #[arg(long, requires = "on", value_name = "种类")]
    entry: Option<String>,
    /// 哪一天来的
    #[arg(long, value_name = "日期")]
    on: Option<PartialDay>,
    /// 确认不是同一人
    #[arg(long)]
    confirm_duplicate: bool,
}

/// `member edit`
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    who: Who,
    /// 要改的字段（JSON 文件，- 为标准输入）
    #[arg(long, value_name = "文件")]
    patch: String,
}

/// `member move`
#[derive(Debug, Args)]
pub struct Move {
    #[command(flatten)]
    who: Who,
    /// admitted transfer_in restored transfer_out death expelled suspended branch_move became_full
    #[arg(long, value_name = "种类")]
    kind: String,
    /// 真实日期
    #[arg(long, value_name = "日期")]
    on: PartialDay,
    /// 到哪个支部
    #[arg(long, value_name = "支部")]
    branch: Option<String>,
    /// 去向或来源
    #[arg(long, value_name = "单位")]
    counterpart: Option<String>,
    /// 介绍信号
    #[arg(long, value_name = "号")]
    letter: Option<String>,
}

/// Does what was asked of the register.
pub fn run(session: &mut Session, member: Member) -> Result<(), Failure> {
    session.open()?;
    match member {
        Member::List(list) => self::list(session, list),
        Member::Show(show) => self::show(session, &show),
        Member::Add(add) => self::add(session, add),
        Member::Edit(edit) => self::edit(session, &edit),
        Member::Move(move_) => self::move_(session, move_),
        Member::History(who) => history(session, &who),
    }
}

/// The member meant by a name or a number.
pub fn found(session: &mut Session, who: &str) -> Result<PersonId, Failure> {
    if let Ok(key) = who.parse() {
        return Ok(PersonId(key));
    }
    let list = MemberList { query: Some(who.to_owned()), ..MemberList::default() };
    let page = session.call(&list)?;
    let named: Vec<PersonId> = page.rows.iter().filter(|row| row.name == who).map(|row| row.member).collect();
    match named.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::Usage(format!("名册里没有“{who}”。"))),
        many => {
            let keys: Vec<String> = many.iter().map(ToString::to_string).collect();
            Err(Failure::Usage(format!("名册里有 {} 名“{who}”，请用编号：{}。", many.len(), keys.join("、"))))
        }
    }
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
        [] => Err(Failure::Usage(format!("没有叫“{name}”的组织。"))),
        _ => Err(Failure::Usage(format!("有 {} 个组织叫“{name}”，请写明支部。", named.len()))),
    }
}

fn list(session: &mut Session, list: List) -> Result<(), Failure> {
    let branch = list.branch.as_deref().map(|name| organisation(session, name, None)).transpose()?;
    let order = match list.order {
        Order::Register => MemberOrder::Register,
        Order::Pinyin => MemberOrder::Pinyin,
        Order::Stroke => MemberOrder::Stroke,
    };
    let query = Some(list.query).filter(|query| !query.is_empty());
    let page = session.call(&MemberList { query, on: list.on, branch, order, ..MemberList::default() })?;
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

fn show(session: &mut Session, show: &Show) -> Result<(), Failure> {
    let member = found(session, &show.who.who)?;
    let shown = session.call(&MemberShow { member, on: show.on, reveal: show.reveal })?;
    session.print(&shown, |shown| {
        output::line(format!(
            "{}  编号 {}  {}",
            shown.draft.name,
            shown.member,
            or_dash(shown.class.map(|class| class.label()))
        ));
        for span in &shown.memberships {
            let group = span.group_name.clone().unwrap_or_default();
            output::line(format!(
                "  {} {group}  {} 起，{} 止",
                span.branch_name,
                or_dash(span.from_on),
                or_dash(span.to_on)
            ));
        }
        for movement in &shown.movements {
            output::line(format!(
                "  {}  {}  记入 {}",
                movement.label,
                or_dash(movement.occurred_on),
                movement.booked_month.label()
            ));
        }
        shown.conditions.iter().for_each(|condition| output::line(format!("  {}", condition.label)));
        shown
            .posts
            .iter()
            .for_each(|post| output::line(format!("  {} {}", post.organisation_name, post.title)));
        shown.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

fn add(session: &mut Session, add: Add) -> Result<(), Failure> {
    let branch = organisation(session, &add.branch, None)?;
    let group = add.group.as_deref().map(|name| organisation(session, name, Some(branch))).transpose()?;
    let entry = match (add.entry, add.on) {
        (Some(kind), Some(occurred_on)) => Some(MemberEntry {
            kind: word(&kind, "来历")?,
            occurred_on,
            counterpart: None,
            letter_number: None,
            note: None,
        }),
        _ => None,
    };
    let command = MemberAdd {
        draft: draft(&add.draft)?,
        branch,
        group,
        entry,
        confirm_duplicate: add.confirm_duplicate,
    };
    let saved = session.call(&command)?;
    session.print(&saved, |saved| {
        output::line(format!("已新增，编号 {}。", saved.member));
        saved.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

fn edit(session: &mut Session, edit: &Edit) -> Result<(), Failure> {
    let member = found(session, &edit.who.who)?;
    let saved = session.call(&MemberEdit { member, patch: draft(&edit.patch)?, confirm_duplicate: false })?;
    session.print(&saved, |saved| {
        output::line(if saved.is_changed { "已修改。" } else { "没有不同，未改动。" });
        saved.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

fn move_(session: &mut Session, asked: Move) -> Result<(), Failure> {
    let member = found(session, &asked.who.who)?;
    let branch = asked.branch.as_deref().map(|name| organisation(session, name, None)).transpose()?;
    let command = MemberMove {
        member,
        kind: word(&asked.kind, "种类")?,
        occurred_on: asked.on,
        branch,
        group: None,
        counterpart: asked.counterpart,
        letter_number: asked.letter,
        note: None,
    };
    let moved = session.call(&command)?;
    session.print(&moved, |moved| {
        output::line(format!("已登记，记入 {}。", moved.booked_month.label()));
        moved.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

fn history(session: &mut Session, who: &Who) -> Result<(), Failure> {
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
