//! `member add`, `edit`, `move`: what is done to a member.

use branchbook_contract::domain::day::{Day, Month, PartialDay};
use branchbook_contract::member::{
    LetterReach, MemberAdd, MemberEdit, MemberEntry, MemberList, MemberMove, MemberShow, MembersEdit,
    MoveLetter, MovementKind,
};
use clap::Args;

use super::list::Wanted;
use super::{Who, found, organisation};
use crate::command::{coded, draft, or_dash};
use crate::output;
use crate::session::{Failure, Session};

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
    /// 怎样来的：发展、转入、恢复党籍；不写则为建账时在册
    #[arg(long, requires = "on", value_name = "种类", value_parser = movement)]
    entry: Option<MovementKind>,
    /// 哪一天来的
    #[arg(long, requires = "entry", value_name = "日期")]
    on: Option<PartialDay>,
    /// 增减原因，如 从外省转入
    #[arg(long, requires = "entry", value_name = "原因")]
    reason: Option<String>,
    /// 从哪里来，如 外地某单位党支部
    #[arg(long, requires = "entry", value_name = "单位")]
    counterpart: Option<String>,
    /// 介绍信号
    #[arg(long, requires = "entry", value_name = "号")]
    letter: Option<String>,
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
    /// 确认不是同一人
    #[arg(long)]
    confirm_duplicate: bool,
}

/// `member edit-all`
#[derive(Debug, Args)]
pub struct EditAll {
    #[command(flatten)]
    wanted: Wanted,
    /// 要改的字段（JSON 文件，- 为标准输入）
    #[arg(long, value_name = "文件", required_unless_present = "group")]
    patch: Option<String>,
    /// 编入各人所在支部里叫这个名字的党小组；写成空的（--group ""）为不分小组
    #[arg(long, value_name = "党小组")]
    group: Option<String>,
    /// 修改；不写则只说会改成什么样
    #[arg(long)]
    apply: bool,
}

/// `member move`
#[derive(Debug, Args)]
pub struct Move {
    #[command(flatten)]
    who: Who,
    /// 发展、转入、恢复党籍、转出、死亡、出党、停止党籍、支部间调整、转正
    #[arg(long, value_name = "种类", value_parser = movement)]
    kind: MovementKind,
    /// 真实日期
    #[arg(long, value_name = "日期")]
    on: PartialDay,
    /// 到哪个支部
    #[arg(long, value_name = "支部")]
    branch: Option<String>,
    /// 到哪个党小组；不写支部则为所在支部的党小组
    #[arg(long, value_name = "党小组")]
    group: Option<String>,
    /// 去向或来源
    #[arg(long, value_name = "单位")]
    counterpart: Option<String>,
    /// 介绍信号
    #[arg(long, value_name = "号")]
    letter: Option<String>,
    /// 增减原因，如 自行脱党
    #[arg(long, value_name = "原因")]
    reason: Option<String>,
    /// 介绍信范围：市内 或 市外
    #[arg(long, value_name = "范围", value_parser = reach)]
    reach: Option<LetterReach>,
    /// 介绍信有效期至
    #[arg(long, value_name = "日期")]
    valid_until: Option<Day>,
    /// 党费交至哪个月
    #[arg(long, value_name = "月份")]
    dues_paid_to: Option<Month>,
    /// 备注
    #[arg(long, value_name = "文字")]
    note: Option<String>,
}

fn reach(text: &str) -> Result<LetterReach, String> {
    coded(text, LetterReach::read, LetterReach::ALL.iter().map(|reach| reach.label()))
}

impl Move {
    /// What the letter says, if anything is said beside its number.
    fn letter(&self) -> Option<MoveLetter> {
        let letter = MoveLetter {
            reach: self.reach,
            issued_on: None,
            valid_until: self.valid_until,
            dues_paid_to: self.dues_paid_to,
        };
        (letter != MoveLetter::default()).then_some(letter)
    }
}

fn movement(text: &str) -> Result<MovementKind, String> {
    coded(text, MovementKind::read, MovementKind::ALL.iter().map(|kind| kind.label()))
}

/// Adds a member.
pub fn add(session: &mut Session, add: &Add) -> Result<(), Failure> {
    let branch = organisation(session, &add.branch, None)?;
    let group = add.group.as_deref().map(|name| organisation(session, name, Some(branch))).transpose()?;
    let entry = add.entry.zip(add.on).map(|(kind, occurred_on)| MemberEntry {
        kind,
        occurred_on,
        counterpart: add.counterpart.clone(),
        letter_number: add.letter.clone(),
        note: None,
        reason: add.reason.clone(),
        letter: None,
    });
    let command = MemberAdd {
        draft: draft(&add.draft)?,
        branch,
        group,
        entry,
        values: Default::default(),
        confirm_duplicate: add.confirm_duplicate,
    };
    let saved = session.call(&command)?;
    session.print(&saved, |saved| {
        output::line(format!("已新增，编号 {}。", saved.member));
        saved.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

/// Edits a member.
pub fn edit(session: &mut Session, edit: &Edit) -> Result<(), Failure> {
    let member = found(session, &edit.who.who)?;
    let (patch, confirm_duplicate) = (draft(&edit.patch)?, edit.confirm_duplicate);
    let saved = session.call(&MemberEdit { member, patch, confirm_duplicate })?;
    session.print(&saved, |saved| {
        output::line(if saved.is_changed { "已修改。" } else { "没有不同，未改动。" });
        saved.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}

/// Edits everybody of whom the conditions hold.
pub fn edit_all(session: &mut Session, edit: EditAll) -> Result<(), Failure> {
    if edit.wanted.clauses.is_empty() {
        return Err(Failure::refused("请用 --where 写明改哪些人。".to_owned()));
    }
    let list = MemberList { clauses: edit.wanted.clauses, is_any: edit.wanted.any, ..MemberList::default() };
    let members = session.call(&list)?.rows.iter().map(|row| row.member).collect();
    let patch = edit.patch.as_deref().map(draft).transpose()?.unwrap_or_default();
    let command = MembersEdit { members, patch, group: edit.group, is_preview: !edit.apply };
    let edited = session.call(&command)?;
    session.print(&edited, |edited| {
        output::line(&edited.sentence);
        for change in &edited.changes {
            let (before, after) = (or_dash(filled(&change.before)), or_dash(filled(&change.after)));
            output::line(format!("  {}：{before} → {after}，{} 人", change.field, change.count));
        }
        for refused in &edited.refused {
            output::warning(&format!("不能修改 {}：{}", refused.name, refused.message));
        }
        for noted in &edited.noted {
            output::warning(&format!("请核对 {}：{}", noted.name, noted.message));
        }
    });
    Ok(())
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Records a movement.
pub fn move_(session: &mut Session, asked: Move) -> Result<(), Failure> {
    let member = found(session, &asked.who.who)?;
    let mut branch = asked.branch.as_deref().map(|name| organisation(session, name, None)).transpose()?;
    if branch.is_none() && asked.group.is_some() {
        let shown = session.call(&MemberShow { member, on: None, reveal: false })?;
        branch = shown.membership.map(|held| held.branch);
    }
    let group = asked.group.as_deref().map(|name| organisation(session, name, branch)).transpose()?;
    let letter = asked.letter();
    let command = MemberMove {
        member,
        kind: asked.kind,
        occurred_on: asked.on,
        branch,
        group,
        counterpart: asked.counterpart,
        letter_number: asked.letter,
        note: asked.note,
        reason: asked.reason,
        letter,
    };
    let moved = session.call(&command)?;
    session.print(&moved, |moved| {
        output::line(match moved.movement {
            Some(_) => format!("已登记，记入 {}。", moved.booked_month.label()),
            None => "已调整党小组，不计入增减。".to_owned(),
        });
        moved.warnings.iter().for_each(|warning| output::warning(warning));
    });
    Ok(())
}
