//! `parcel`: a month goes up and its receipt comes back, on a stick.

use branchbook_contract::domain::day::Month as MonthOf;
use branchbook_contract::parcel::{
    OpenedFile, ParcelAccept, ParcelInvite, ParcelList, ParcelOpen, ParcelReceipt, ParcelReturn, ParcelSeal,
    ParcelTake, ParcelTrust, PartnerEnd, PartnerRow, RowPick, RowReason,
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
    /// 本单位指纹、往来单位、发出和收到的文件（先列最近的）
    List(List),
    /// 街道：停止与一个社区的往来
    End(End),
    /// 社区：封装一个月的上报
    Seal(Seal),
    /// 街道：接收社区的上报（可以给整个U盘目录）
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

/// `parcel list`
#[derive(Debug, Args)]
pub struct List {
    /// 每一类最多列几份
    #[arg(long, value_name = "个数", default_value_t = 20)]
    limit: u32,
    /// 跳过最近的几份
    #[arg(long, value_name = "个数", default_value_t = 0)]
    offset: u32,
}

/// `parcel end`
#[derive(Debug, Args)]
pub struct End {
    /// 社区
    #[arg(value_name = "社区")]
    office: String,
}

/// `parcel seal`
#[derive(Debug, Args)]
pub struct Seal {
    /// 月份
    #[arg(long, value_name = "2026-10")]
    month: MonthOf,
    /// 保存到哪个目录（如U盘）
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
        Parcel::List(wanted) => list(session, &wanted),
        Parcel::End(End { office }) => session.answer(&PartnerEnd { office }, |ended| {
            output::line(format!("已停止与{}的往来。", ended.name));
            ended.notes.iter().for_each(note);
        }),
        Parcel::Seal(seal) => sealed(session, &seal),
        Parcel::Open(Open { files, preview }) => {
            session.answer(&ParcelOpen { paths: files, is_preview: preview }, |opened| {
                opened.files.iter().for_each(file);
            })
        }
        Parcel::Return(back) => returned(session, back),
        Parcel::Receipt(wanted) => receipts(session, wanted),
        Parcel::Accept(One { file }) => session.answer(&ParcelAccept { path: file }, |accepted| {
            output::line(format!("{}：{}", accepted.month.label(), accepted.state_label));
            // They speak of the reasons below.
            accepted.notes.iter().for_each(note);
            reasons(&accepted.reasons);
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

fn list(session: &mut Session, wanted: &List) -> Result<(), Failure> {
    session.answer(&ParcelList { offset: wanted.offset, limit: Some(wanted.limit) }, |exchange| {
        output::line(format!("本单位指纹：{}", exchange.fingerprint));
        exchange.partners.iter().for_each(partner);
        output::line(format!("发出 {} 份：", exchange.sent_total));
        for sent in &exchange.sent {
            output::line(format!("  {}，{}", sent.file_name, sent.state_label));
            reasons(&sent.reasons);
        }
        output::line(format!("收到 {} 份：", exchange.received_total));
        for row in &exchange.received {
            output::line(format!(
                "  {}，{}",
                came(&row.from, row.month, &row.kind_label, row.sequence),
                row.verdict_label
            ));
            reasons(&row.reasons);
        }
        if exchange.refused_total > 0 {
            output::line(format!("没有接收 {} 份：", exchange.refused_total));
        }
        for row in &exchange.refused {
            output::line(format!(
                "  {}：{}",
                came(&row.from, row.month, &row.kind_label, row.sequence),
                row.reason
            ));
        }
    })
}

fn partner(partner: &PartnerRow) {
    let contact = partner.contact.as_deref().unwrap_or("—");
    let ended = partner.to_on.map(|day| format!("，自 {day} 起停止往来")).unwrap_or_default();
    output::line(format!(
        "往来单位：{}，指纹 {}，联系人 {contact}{ended}",
        partner.name, partner.fingerprint
    ));
}

fn came(from: &str, month: Option<MonthOf>, kind: &str, sequence: i64) -> String {
    format!("{from}{}{kind}第 {sequence} 次", month.map(|month| month.label()).unwrap_or_default())
}

fn returned(session: &mut Session, back: Return) -> Result<(), Failure> {
    let command = ParcelReturn { path: back.file, reason: back.reason, rows: back.rows };
    session.answer(&command, |returned| {
        let (from, month, sequence) = (&returned.from, returned.month.label(), returned.sequence);
        output::line(format!("已退回{from}{month}第 {sequence} 次上报。"));
        reasons(&returned.reasons);
        returned.notes.iter().for_each(note);
    })
}

fn receipts(session: &mut Session, wanted: Receipt) -> Result<(), Failure> {
    let command = ParcelReceipt { out: wanted.out, month: wanted.month, office: wanted.office };
    session.answer(&command, |made| {
        for receipt in &made.receipts {
            let word = if receipt.is_taken { "已接收" } else { "退回" };
            let (to, month, sequence) = (&receipt.to, receipt.month.label(), receipt.sequence);
            output::line(format!("{to}{month}第 {sequence} 次：{word}，{}", receipt.path));
        }
        made.notes.iter().for_each(note);
    })
}

fn sealed(session: &mut Session, seal: &Seal) -> Result<(), Failure> {
    session.answer(&ParcelSeal { month: seal.month, out: seal.out.clone() }, |sealed| {
        output::line(format!("{}第 {} 次上报：{}", sealed.month.label(), sealed.sequence, sealed.path));
        let parts: Vec<String> =
            sealed.parts.iter().map(|part| format!("{} {}", part.label, part.rows)).collect();
        output::line(format!("收件：{}；{}", sealed.addressee, parts.join("，")));
        sealed.notes.iter().for_each(note);
    })
}

fn taken(session: &mut Session, path: String, is_preview: bool) -> Result<(), Failure> {
    session.answer(&ParcelTake { path, is_preview }, |taken| {
        let word = if taken.is_preview { "将接收" } else { "已接收" };
        output::line(format!("{word}{}第 {} 次下发：", taken.from, taken.sequence));
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
