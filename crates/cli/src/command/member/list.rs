//! `member list`, `member export`: the register of today, of a day, or as a month's report counts it.

use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::member::{
    FilterClause, MemberExport, MemberFields, MemberList, MemberOrder, MemberPage,
};
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
    #[command(flatten)]
    pub wanted: Wanted,
    /// 多列出的栏目，用逗号隔开，见 member fields
    #[arg(long, value_delimiter = ',', value_name = "栏目")]
    pub columns: Vec<String>,
    /// 按哪一栏排
    #[arg(long, value_name = "栏目")]
    pub sort: Option<String>,
    /// 从大到小、从后到前
    #[arg(long, requires = "sort")]
    pub descending: bool,
    /// 常用列表的编号，见 folio show lists
    #[arg(long, value_name = "编号")]
    pub view: Option<String>,
}

/// `member export`
#[derive(Debug, Args)]
pub struct Export {
    /// 存成的文件，或存到哪个目录
    #[arg(value_name = "文件")]
    pub out: String,
    #[command(flatten)]
    pub list: List,
    /// 证件号、电话、住址不遮盖（会记入历史）
    #[arg(long)]
    pub reveal: bool,
}

/// Conditions.
#[derive(Debug, Args)]
pub struct Wanted {
    /// 条件，可写几个：学历=大专、年龄>60、岗位:01（属于）、姓名~王（包含）、入党时间=1990..2000、住址=（为空）
    #[arg(long = "where", value_name = "条件", value_parser = clause)]
    pub clauses: Vec<FilterClause>,
    /// 符合一个条件就行；不写则都要符合
    #[arg(long, requires = "clauses")]
    pub any: bool,
}

fn clause(text: &str) -> Result<FilterClause, String> {
    FilterClause::of_text(text)
        .ok_or_else(|| format!("“{text}”不是条件，请写成 学历=大专、年龄>60 或 姓名~王 的样子"))
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

impl List {
    /// The list that is asked for.
    fn asked(self, session: &mut Session) -> Result<MemberList, Failure> {
        let branch = self.branch.as_deref().map(|name| organisation(session, name, None)).transpose()?;
        let order = match self.order {
            Order::Register => MemberOrder::Register,
            Order::Pinyin => MemberOrder::Pinyin,
            Order::Stroke => MemberOrder::Stroke,
        };
        Ok(MemberList {
            query: Some(self.query).filter(|query| !query.is_empty()),
            on: self.on,
            as_sent: self.as_sent,
            branch,
            order,
            clauses: self.wanted.clauses,
            is_any: self.wanted.any,
            columns: self.columns,
            sort: self.sort,
            is_descending: self.descending,
            view: self.view,
            ..MemberList::default()
        })
    }
}

/// Lists the members.
pub fn list(session: &mut Session, list: List) -> Result<(), Failure> {
    let asked = list.asked(session)?;
    let page = session.call(&asked)?;
    // Scripts get one array with every row (decisions 34).
    session.print(&page.rows, |_| show_list(&page));
    Ok(())
}

/// Writes a list as a workbook.
pub fn export(session: &mut Session, export: Export) -> Result<(), Failure> {
    let list = MemberList { reveal: export.reveal, ..export.list.asked(session)? };
    let written = session.call(&MemberExport { list, members: Vec::new(), out: export.out })?;
    session.print(&written, |written| {
        output::line(format!("已导出 {} 人：{}", written.rows, written.path));
        written.warning.iter().for_each(|warning| output::warning(warning));
    });
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
            let mut cells = vec![
                row.member.to_string(),
                row.name.clone(),
                row.branch_name.clone(),
                group,
                class,
                or_dash(row.joined_on),
                phone,
            ];
            cells.extend(row.extra.iter().cloned());
            cells
        })
        .collect();
    let mut titles = vec!["编号", "姓名", "支部", "党小组", "类别", "入党时间", "电话"];
    titles.extend(page.columns.iter().map(|column| column.label.as_str()));
    output::table(&titles, &rows);
    let words = if page.words.is_empty() { String::new() } else { format!("，{}", page.words) };
    output::line(format!("共 {} 人（{}{words}）", page.total, page.on));
}

/// Lists the fields.
pub fn fields(session: &mut Session) -> Result<(), Failure> {
    let fields = session.call(&MemberFields {})?;
    session.print(&fields, |fields| {
        let rows: Vec<Vec<String>> = fields
            .iter()
            .map(|field| {
                let operators = field.operators.iter().map(|operator| operator.label_for(field.kind));
                let operators: Vec<&str> = operators.collect();
                let note = if field.is_custom { "自定义" } else { "" };
                vec![
                    field.label.clone(),
                    field.key.clone(),
                    field.kind.label().to_owned(),
                    note.to_owned(),
                    operators.join("、"),
                ]
            })
            .collect();
        output::table(&["栏目", "代号", "类型", "来源", "可用的比较"], &rows);
    });
    Ok(())
}
