//! The words of a call.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::command::{
    activity, book, folio, import, imports, meeting, member, month, office, parcel, points, street, unit,
};

/// 支部台账：社区党组织台账，命令行。
#[derive(Debug, Parser)]
#[command(
    name = "branchbook",
    version,
    about = "支部台账：社区党组织台账，命令行",
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// 台账目录
    #[arg(long, global = true, value_name = "目录")]
    pub book: Option<PathBuf>,
    /// 经办人姓名，记在每一次操作上
    #[arg(long = "as", global = true, value_name = "姓名")]
    pub operator: Option<String>,
    /// 密码文件；也可用环境变量 BRANCHBOOK_PASSWORD
    #[arg(long, global = true, value_name = "文件")]
    pub password_file: Option<PathBuf>,
    /// 忘记密码时用恢复码打开台账；也可用环境变量 BRANCHBOOK_RECOVERY_CODE
    #[arg(long, global = true, value_name = "恢复码", env = "BRANCHBOOK_RECOVERY_CODE", hide_env = true)]
    pub recovery_code: Option<String>,
    /// 以 JSON 答复，供脚本使用
    #[arg(long = "json", global = true)]
    pub is_json: bool,
    /// 设定今天的日期，仅供开发和测试
    #[cfg(debug_assertions)]
    #[arg(long, global = true, hide = true, env = "BRANCHBOOK_CLOCK", value_name = "日期")]
    pub clock: Option<String>,
    /// 要做的事
    #[command(subcommand)]
    pub command: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// 新建台账
    Init(book::Init),
    /// 台账现状
    Status,
    /// 导入文件：花名册、单位、报到名册、组织生活、积分
    Import(import::Import),
    /// 以往的导入：列出、查看、另存原文件、撤销
    #[command(subcommand)]
    Imports(imports::Imports),
    /// 党员名册
    #[command(subcommand)]
    Member(member::Member),
    /// 台账分册：介绍信、联系走访、届期、发展党员等登记簿
    #[command(subcommand)]
    Folio(folio::Folio),
    /// 组织树
    Organisation(office::Organisation),
    /// 单位与报到
    #[command(subcommand)]
    Unit(unit::Unit),
    /// 活动与服务时长
    #[command(subcommand)]
    Activity(activity::Activity),
    /// 组织生活
    #[command(subcommand)]
    Meeting(meeting::Meeting),
    /// 积分
    #[command(subcommand)]
    Points(points::Points),
    /// 月份与结账
    #[command(subcommand)]
    Month(month::Month),
    /// 上报前体检
    Check(month::Check),
    /// 报表
    #[command(subcommand)]
    Report(month::Report),
    /// 上报与接收：社区与街道之间的文件
    #[command(subcommand)]
    Parcel(parcel::Parcel),
    /// 街道：总览、汇总、催报、下发
    #[command(subcommand)]
    Street(street::Street),
    /// 设置
    #[command(subcommand)]
    Setting(office::Setting),
    /// 生成示例：一个街道和五个社区
    Demo(office::Demo),
    /// 撤销最近的操作，或列出可撤销的操作
    Undo(book::Undo),
    /// 备份：写成一个文件并检查
    Backup(book::Backup),
    /// 从备份恢复；现状先另存为备份
    Restore(book::Restore),
    /// 校验整本台账
    Verify,
    /// 导出全部数据
    Export(book::Export),
    /// 修改密码
    Password(book::Password),
    /// 直接发送一条命令（名称与 JSON），供脚本使用
    Call(book::Call),
}

/// Kind of office.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum OfficeWord {
    /// 社区
    Community,
    /// 街道
    Street,
}
