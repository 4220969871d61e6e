//! `folio`: the lists that the desk declares: which there are, their rows, what an act asks for, the act.

use branchbook_contract::domain::day::Day;
use branchbook_contract::folio::{
    FolioAct, FolioButton, FolioControl, FolioDone, FolioEntry, FolioField, FolioForm, FolioList, FolioPage,
    FolioShow, Paper, PaperPart,
};
use clap::{Args, Subcommand};

use super::day;
use crate::output;
use crate::session::{Failure, Session};

/// `folio`
#[derive(Debug, Subcommand)]
pub enum Folio {
    /// 列出分册和需要留意的条数
    List,
    /// 查看一个分册
    Show(Show),
    /// 导出一个分册：查找、筛选、次序、栏目与 folio show 相同
    Export(Export),
    /// 查看一项操作要填哪些栏目
    Form(Which),
    /// 办理一项操作，内容写成 栏目=内容
    Act(Act),
}

/// `folio show`
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    pub list: Wanted,
    /// 最多列出多少行
    #[arg(long, value_name = "行数")]
    pub limit: Option<u32>,
}

/// Which rows of a folio, in which order, with which columns.
#[derive(Debug, Args)]
pub struct Wanted {
    /// 分册名，见 folio list
    #[arg(value_name = "分册")]
    pub folio: String,
    /// 只看这个人、组织或档案
    #[arg(long, value_name = "编号")]
    pub of: Option<i64>,
    /// 筛选
    #[arg(long, value_name = "筛选")]
    pub chip: Option<String>,
    /// 按姓名、拼音首字母、编号查找
    #[arg(long, value_name = "文字", default_value = "")]
    pub find: String,
    /// 截至这一天
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Day>,
    /// 按哪一栏排
    #[arg(long, value_name = "栏目")]
    pub sort: Option<String>,
    /// 从大到小、从后到前
    #[arg(long, requires = "sort")]
    pub descending: bool,
    /// 列出哪些栏目，用逗号隔开；不写就是全部
    #[arg(long, value_name = "栏目")]
    pub columns: Option<String>,
}

/// `folio export`
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub list: Wanted,
    /// 存成的文件，或存到哪个目录
    #[arg(long, value_name = "文件")]
    pub out: String,
    /// 只要这些行，编号用逗号隔开
    #[arg(long, value_name = "编号")]
    pub rows: Option<String>,
}

/// An act.
#[derive(Debug, Args)]
pub struct Which {
    /// 分册名，见 folio list
    #[arg(value_name = "分册")]
    pub folio: String,
    /// 操作名，见 folio show
    #[arg(value_name = "操作")]
    pub act: String,
    /// 哪一行
    #[arg(long, value_name = "编号")]
    pub row: Option<i64>,
    /// 属于哪个人、组织或档案
    #[arg(long, value_name = "编号")]
    pub of: Option<i64>,
}

/// `folio act`
#[derive(Debug, Args)]
pub struct Act {
    #[command(flatten)]
    pub which: Which,
    /// 栏目=内容，可以有多个，栏目名见 folio form
    #[arg(value_name = "栏目=内容")]
    pub values: Vec<String>,
}

/// Lists, shows, asks or does.
pub fn run(session: &mut Session, folio: Folio) -> Result<(), Failure> {
    match folio {
        Folio::List => session.answer(&FolioList::default(), |names| {
            let line = |name: &branchbook_contract::folio::FolioName| {
                vec![name.folio.clone(), name.title.clone(), name.count.to_string(), name.about.clone()]
            };
            output::table(&["分册", "名称", "需留意", "说明"], &names.iter().map(line).collect::<Vec<_>>());
        }),
        Folio::Show(show) => session.answer(&FolioShow { limit: show.limit, ..asked(show.list) }, page),
        Folio::Export(export) => session.answer(&exported(export)?, done),
        Folio::Form(which) => {
            let Which { folio, act, row, of } = which;
            let form = FolioForm { folio, act, row, subject: of, ..FolioForm::default() };
            session.answer(&form, entry)
        }
        Folio::Act(act) => {
            let Which { folio, act: name, row, of } = act.which;
            let values = act.values.iter().map(|pair| value(pair)).collect::<Result<_, Failure>>()?;
            session.answer(&FolioAct { folio, act: name, row, subject: of, values }, done)
        }
    }
}

fn asked(list: Wanted) -> FolioShow {
    let Wanted { folio, of, chip, find, on, sort, descending, columns } = list;
    let sort = sort.map(|title| if descending { format!("-{title}") } else { title });
    let columns = columns.map(|titles| titles.replace('，', ","));
    FolioShow { folio, subject: of, chip, words: find, on, sort, columns, ..FolioShow::default() }
}

/// The act that every folio has, told which list it is.
fn exported(export: Export) -> Result<FolioAct, Failure> {
    let Export { list, out, rows } = export;
    let show = asked(list);
    let shown = serde_json::to_string(&show).map_err(|error| Failure::Usage(error.to_string()))?;
    let values = [("shown", shown), ("ticked", rows.unwrap_or_default()), ("out", out)];
    Ok(FolioAct {
        folio: show.folio,
        act: "export_list".to_owned(),
        subject: show.subject,
        values: values.map(|(key, value)| (key.to_owned(), value)).into(),
        ..FolioAct::default()
    })
}

fn value(pair: &str) -> Result<(String, String), Failure> {
    let (key, text) =
        pair.split_once('=').ok_or_else(|| Failure::Usage(format!("“{pair}”要写成 栏目=内容。")))?;
    Ok((key.to_owned(), text.to_owned()))
}

/// Prints a list.
pub(super) fn page(page: &FolioPage) {
    let narrowed = page.narrowed();
    let whose =
        if narrowed.is_empty() { String::new() } else { format!("，只看{}", narrowed.join("，")) };
    output::line(format!("{}，截至 {}{whose}，{} 条", page.title, page.on, page.total));
    for fact in &page.facts {
        output::line(format!("{}：{}", fact.label, fact.text));
    }
    let titles = page.columns.iter().map(|column| column.title.as_str());
    let titles: Vec<&str> = std::iter::once("编号").chain(titles).chain(["操作"]).collect();
    let cell = |cell: &branchbook_contract::folio::FolioCell| match cell.note.is_empty() {
        true => cell.text.clone(),
        false => format!("{}（{}）", cell.text, cell.note),
    };
    let line = |row: &branchbook_contract::folio::FolioRow| {
        let cells = row.cells.iter().map(cell);
        std::iter::once(row.row.to_string()).chain(cells).chain([names(&row.acts)]).collect()
    };
    output::table(&titles, &page.rows.iter().map(line).collect::<Vec<Vec<String>>>());
    for finding in &page.findings {
        output::line(finding.to_string());
    }
    let chips = page.chips.iter().map(|chip| format!("{}（{}）{}", chip.label, chip.chip, chip.count));
    output::line(format!("筛选：{}", chips.collect::<Vec<_>>().join("，")));
    output::line(format!("操作：{}", names(&page.acts)));
}

fn names(acts: &[FolioButton]) -> String {
    acts.iter().map(|act| format!("{}（{}）", act.label, act.act)).collect::<Vec<_>>().join("，")
}

fn entry(entry: &FolioEntry) {
    output::line(&entry.title);
    if !entry.about.is_empty() {
        output::line(&entry.about);
    }
    let line = |field: &FolioField| {
        let must = if field.is_required { "必填" } else { "" };
        vec![field.key.clone(), field.label.clone(), must.to_owned(), field.value.clone(), choices(field)]
    };
    output::table(&["栏目", "名称", "", "现值", "可填"], &entry.fields.iter().map(line).collect::<Vec<_>>());
}

/// What can stand in a field.
fn choices(field: &FolioField) -> String {
    match &field.control {
        FolioControl::Pick(choices) | FolioControl::Ticks(choices) => {
            let each = choices.iter().map(|choice| format!("{}={}", choice.value, choice.label));
            each.collect::<Vec<_>>().join("，")
        }
        FolioControl::Text(choices) => choices.join("，"),
        FolioControl::Day => "年-月-日".to_owned(),
        FolioControl::PartialDay => "年-月-日，日可不填".to_owned(),
        FolioControl::Number => "整数".to_owned(),
        FolioControl::Yes => "1 或不填".to_owned(),
        FolioControl::Person(name) => format!("人员编号 {name}"),
        FolioControl::Save(name) => format!("文件，如 {name}"),
        FolioControl::Lines | FolioControl::Said => field.hint.clone(),
    }
}

/// Prints what was done, with the sheet that it gave.
pub(super) fn done(done: &FolioDone) {
    output::line(&done.sentence);
    if let Some(file) = &done.file {
        output::line(file);
    }
    if let Some(next) = &done.next {
        output::line(format!("还没有执行；确定后用 folio act {} {} 再办一次。", next.folio, next.act));
    }
    if let Some(paper) = &done.paper {
        sheet(paper);
    }
}

fn sheet(paper: &Paper) {
    output::line(&paper.title);
    for part in &paper.parts {
        match part {
            PaperPart::Heading(text) | PaperPart::Text(text) => output::line(text),
            PaperPart::Facts(facts) => {
                facts.iter().for_each(|(label, text)| output::line(format!("{label}：{text}")));
            }
            PaperPart::Table(titles, rows) => {
                let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
                output::table(&titles, rows);
            }
            PaperPart::Signs(lines) => lines.iter().for_each(output::line),
        }
    }
}
