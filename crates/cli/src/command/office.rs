//! `organisation`, `setting`, `demo`.

use branchbook_contract::demo::DemoMake;
use branchbook_contract::domain::day::{Day, day_label};
use branchbook_contract::organisation::OrganisationList;
use branchbook_contract::setting::{SettingGet, SettingRow, SettingSet};
use clap::{Args, Subcommand};

use super::day;
use crate::output;
use crate::session::{Failure, Session};

/// `setting`
#[derive(Debug, Subcommand)]
pub enum Setting {
    /// 全部设置
    List,
    /// 修改一项；值写成 JSON
    Set(Set),
}

/// `setting set`
#[derive(Debug, Args)]
pub struct Set {
    /// 设置项
    #[arg(value_name = "设置项")]
    key: String,
    /// 值，JSON
    #[arg(value_name = "值")]
    value: String,
}

/// `organisation`
#[derive(Debug, Args)]
pub struct Organisation {
    /// 问这一天的组织树，例如 2026-06-30；不写就是今天
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<Day>,
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// 目录，须为空或不存在
    #[arg(value_name = "目录")]
    dir: String,
}

/// Shows the tree of organisations as of a day.
pub fn organisations(session: &mut Session, organisation: &Organisation) -> Result<(), Failure> {
    session.answer(&OrganisationList { on: organisation.on }, |rows| {
        if let Some(root) = rows.first() {
            output::line(format!("{}的组织树", day_label(root.counted_on)));
        }
        for row in rows {
            let indent = "  ".repeat(usize::try_from(row.depth).unwrap_or(0));
            output::line(format!("{indent}{}（{}）{} 人", row.name, row.level.label(), row.member_count));
        }
    })
}

/// Shows or changes settings.
pub fn settings(session: &mut Session, setting: Setting) -> Result<(), Failure> {
    match setting {
        Setting::List => session.answer(&SettingGet::default(), |rows| rows.iter().for_each(show_setting)),
        Setting::Set(Set { key, value }) => {
            let value = serde_json::from_str(&value).unwrap_or(serde_json::Value::String(value));
            session.answer(&SettingSet { key, value }, show_setting)
        }
    }
}

/// Makes the demo: a street and its communities.
pub fn demo(session: &mut Session, demo: Demo) -> Result<(), Failure> {
    let made = session.call(&DemoMake { dir: demo.dir })?;
    session.print(&made, |made| {
        let months: Vec<String> = made.months.iter().map(|month| month.label()).collect();
        output::line(format!(
            "示例社区“{}”已建在 {}：{} 名党员，{} 名报到党员，{}（前一个月已结账）",
            made.name,
            made.dir,
            made.members,
            made.report_ins,
            months.join("、")
        ));
        for book in &made.books {
            output::line(format!("  {}：{}", book.name, book.dir));
        }
        if let Some(street) = made.books.last() {
            output::line(format!(
                "看街道总览：branchbook --book {} street overview --month {}",
                street.dir, made.latest_month
            ));
        }
        output::line(format!(
            "看月报：branchbook --book {} report monthly --month {} --out 月报.xlsx",
            made.dir, made.latest_month
        ));
    });
    Ok(())
}

fn show_setting(row: &SettingRow) {
    let mark = if row.is_default { "（默认）" } else { "" };
    output::line(format!("{} = {}{mark}  {}。{}", row.key, row.value, row.label, row.hint));
}
