//! `parcel`: a month goes up and its receipt comes back, on a stick.

use branchbook_contract::domain::day::Month as MonthOf;
use branchbook_contract::parcel::{
    OpenedFile, ParcelAccept, ParcelInvite, ParcelList, ParcelOpen, ParcelReceipt, ParcelReturn, ParcelSeal,
    ParcelTake, ParcelTrust, RowPick, RowReason,
};
use clap::{Args, Subcommand};

use crate::output;
use crate::session::{Failure, Session};

/// `parcel`
#[derive(Debug, Subcommand)]
pub enum Parcel {
    /// 导出本单位的邀请文件，交给对方登记
    Invite(Invite),
    /// 登记对方的邀请文件
    Trust(Trust),
    /// 本单位指纹、往来单位、发出和收到的文件
    List,
    /// 社区：封装一个月的上报
    Seal(Seal),
    /// 街道：接收社区的上报（可以给整个 U 盘目录）
    Open(Open),
    /// 街道：退回一份上报
    Return(Return),
    /// 街道：导出回执
    Receipt(Receipt),
    /// 社区：登记街道的回执
    Accept(One),
    /// 社区：接收街道下发的内容
    Take(Take),
}

/// `parcel invite`
#[derive(Debug, Args)]
pub struct Invite {
    /// 写到哪里
    #[arg(long, value_name = "文件或目录")]
    out: String,
}

/// `parcel trust`
#[derive(Debug, Args)]
pub struct Trust {
    /// 对方的邀请文件
    #[arg(value_name = "文件")]
    file: String,
    /// 已打电话核实：对方的密钥确实更换了
    #[arg(long)]
    confirm_changed_keys: bool,
}

/// `parcel seal`
#[derive(Debug, Args)]
pub struct Seal {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
    /// 保存到哪个目录（如 U 盘）
    #[arg(long, value_name = "目录")]
    out: String,
}

/// `parcel open`
#[derive(Debug, Args)]
pub struct Open {
    /// 上报文件，或放着它们的目录
    #[arg(value_name = "文件", required = true)]
    files: Vec<String>,
    /// 只看会怎样，不接收
    #[arg(long)]
    preview: bool,
}

/// `parcel return`
#[derive(Debug, Args)]
pub struct Return {
    /// 上报文件
    #[arg(value_name = "文件")]
    file: String,
    /// 退回的原因
    #[arg(long, value_name = "原因")]
    reason: String,
    /// 某一行的原因，例如 党员名册:12:出生年月有误；可以写多次
    #[arg(long = "row", value_name = "部分:行:原因", value_parser = row_pick)]
    rows: Vec<RowPick>,
}

/// `parcel receipt`
#[derive(Debug, Args)]
pub struct Receipt {
    /// 保存到哪个目录
    #[arg(long, value_name = "目录")]
    out: String,
    /// 这个月已签发的也再导出一次
    #[arg(long, value_name = "2026-10")]
    month: Option<MonthOf>,
    /// 只要一个社区的
    #[arg(long, value_name = "社区")]
    office: Option<String>,
}

/// A file.
#[derive(Debug, Args)]
pub struct One {
    /// 文件
    #[arg(value_name = "文件")]
    file: String,
}

/// `parcel take`
#[derive(Debug, Args)]
pub struct Take {
    /// 街道的下发文件
    #[arg(value_name = "文件")]
    file: String,
    /// 只看会怎样，不接收
    #[arg(long)]
    preview: bool,
}

/// Does what was asked of parcels.
pub fn run(session: &mut Session, parcel: Parcel) -> Result<(), Failure> {
    match parcel {
        Parcel::Invite(Invite { out }) => session.answer(&ParcelInvite { out }, |invited| {
            output::line(format!("{}的邀请文件：{}", invited.name, invited.path));
            output::line(format!("本单位指纹：{}（请在电话里念给对方核对）", invited.fingerprint));
        }),
        Parcel::Trust(trust) => trusted(session, trust),
        Parcel::List => list(session),
        Parcel::Seal(seal) => sealed(session, &seal),
        Parcel::Open(Open { files, preview }) => {
            session.answer(&ParcelOpen { paths: files, is_preview: preview }, |opened| {
                opened.files.iter().for_each(file);
            })
        }
        Parcel::Return(Return { file, reason, rows }) => {
            session.answer(&ParcelReturn { path: file, reason, rows }, |returned| {
                output::line(format!(
                    "已退回{}{}第{}次上报。",
                    returned.from,
                    returned.month.label(),
                    returned.sequence
                ));
                reasons(&returned.reasons);
                returned.notes.iter().for_each(note);
            })
        }
        Parcel::Receipt(Receipt { out, month, office }) => {
            session.answer(&ParcelReceipt { out, month, office }, |made| {
                for receipt in &made.receipts {
                    let word = if receipt.is_taken { "已接收" } else { "退回" };
                    output::line(format!(
                        "{}{}第{}次：{word}，{}",
                        receipt.to,
                        receipt.month.label(),
                        receipt.sequence,
                        receipt.path
                    ));
                }
                made.notes.iter().for_each(note);
            })
        }
        Parcel::Accept(One { file }) => session.answer(&ParcelAccept { path: file }, |accepted| {
            output::line(format!("{}：{}", accepted.month.label(), accepted.state_label));
            reasons(&accepted.reasons);
            accepted.notes.iter().for_each(note);
        }),
        Parcel::Take(Take { file, preview }) => taken(session, file, preview),
    }
}

fn trusted(session: &mut Session, trust: Trust) -> Result<(), Failure> {
    let command = ParcelTrust { path: trust.file, confirm_changed_keys: trust.confirm_changed_keys };
    session.answer(&command, |trusted| {
        let word = if trusted.is_same { "早已登记" } else { "已登记" };
        output::line(format!("{word}：{}，指纹 {}", trusted.name, trusted.fingerprint));
        if let Some(before) = &trusted.fingerprint_before {
            output::warning(&format!("对方的密钥更换了，原来的指纹是 {before}。"));
        }
        trusted.notes.iter().for_each(note);
    })
}

fn list(session: &mut Session) -> Result<(), Failure> {
    session.answer(&ParcelList {}, |exchange| {
        output::line(format!("本单位指纹：{}", exchange.fingerprint));
        for partner in &exchange.partners {
            let contact = partner.contact.as_deref().unwrap_or("—");
            output::line(format!(
                "往来单位：{}，指纹 {}，联系人 {contact}",
                partner.name, partner.fingerprint
            ));
        }
        for sent in &exchange.sent {
            output::line(format!("发出：{}，{}", sent.file_name, sent.state_label));
            reasons(&sent.reasons);
        }
        for received in &exchange.received {
            let month = received.month.map(|month| month.label()).unwrap_or_default();
            output::line(format!(
                "收到：{}{month}{}第{}次，{}",
                received.from, received.kind_label, received.sequence, received.verdict_label
            ));
            reasons(&received.reasons);
        }
    })
}

fn sealed(session: &mut Session, seal: &Seal) -> Result<(), Failure> {
    session.answer(&ParcelSeal { month: seal.month, out: seal.out.clone() }, |sealed| {
        output::line(format!("{}第{}次上报：{}", sealed.month.label(), sealed.sequence, sealed.path));
        let parts: Vec<String> =
            sealed.parts.iter().map(|part| format!("{} {}", part.label, part.rows)).collect();
        output::line(format!("收件：{}；{}", sealed.addressee, parts.join("，")));
        sealed.notes.iter().for_each(note);
    })
}

fn taken(session: &mut Session, path: String, is_preview: bool) -> Result<(), Failure> {
    session.answer(&ParcelTake { path, is_preview }, |taken| {
        let word = if taken.is_preview { "将接收" } else { "已接收" };
        output::line(format!("{word}{}第{}次下发：", taken.from, taken.sequence));
        for item in &taken.items {
            let word = if item.is_new { "更新" } else { "相同" };
            output::line(format!("  {}（{word}）：{}", item.label, item.detail));
        }
        taken.notes.iter().for_each(note);
    })
}

fn file(file: &OpenedFile) {
    output::line(&file.sentence);
    output::line(format!("  {}", file.path));
    for part in &file.parts {
        output::line(format!(
            "  {}：新增 {}，变化 {}，相同 {}，减少 {}，未采用 {}",
            part.label, part.added, part.changed, part.same, part.gone, part.refused
        ));
    }
    reasons(&file.refused_rows);
    file.findings.iter().for_each(|finding| output::warning(finding));
}

fn reasons(reasons: &[RowReason]) {
    reasons.iter().for_each(|reason| output::line(format!("  {}：{}", reason.who, reason.reason)));
}

fn note(note: &String) {
    output::line(format!("· {note}"));
}

fn row_pick(text: &str) -> Result<RowPick, String> {
    let mut pieces = text.splitn(3, [':', '：']).map(str::trim);
    let (part, row, reason) = (pieces.next(), pieces.next(), pieces.next());
    let row = row.and_then(|row| row.parse().ok());
    match (part, row, reason) {
        (Some(part), Some(row), Some(reason)) if !reason.is_empty() => {
            Ok(RowPick { part: part.to_owned(), row, reason: reason.to_owned() })
        }
        _ => Err(format!("「{text}」写得不对，请写成 党员名册:12:出生年月有误 的样子。")),
    }
}
