//! The saved lists, each with what it shows.

use branchbook_contract::folio::{FolioCell, FolioLink, FolioPage};
use branchbook_contract::member::{MemberList, MemberOrder};
use branchbook_ledger::table::custom::{SavedView, views};
use branchbook_ledger::{Reading, Stored};

use super::{HEAD, PAGE, in_words};
use crate::error::Result;
use crate::folio::{Asked, Line, Sheet, button, cell, found_by};
use crate::member::field::{Fields, View};
use crate::organisation::Names;

const COLUMNS: &[(&str, u8)] = &[("名称", 14), ("条件", 0), ("栏目", 0), ("次序", 12)];

pub(super) fn page(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
    let mut sheet = Sheet::new(HEAD, COLUMNS)
        .act("condition", "按条件列出名册")
        .act("columns", "选择栏目和次序")
        .empty("还没有常用列表。在名册里设好条件和栏目，再“存为常用列表”。");
    let names = Names::of(reading)?;
    let fields = Fields::of(reading, &names, asked.on)?;
    for stored in views(reading, PAGE)? {
        let list = View::of(reading, &stored.id.to_string()).map(|view| view.list).unwrap_or_default();
        sheet.push(line(&stored, &list, &fields, &names));
    }
    Ok(sheet.finish(asked))
}

fn line(stored: &Stored<SavedView>, list: &MemberList, fields: &Fields, names: &Names) -> Line {
    let opens = Some(FolioLink::Members(stored.id.to_string()));
    let name = FolioCell { text: stored.name.clone(), opens, ..FolioCell::default() };
    Line {
        row: stored.id.0,
        cells: vec![
            name,
            cell(narrowed(list, fields, names)),
            cell(columns(list, fields)),
            cell(order(list, fields)),
        ],
        acts: vec![button("rename", "改名"), button("drop", "删除")],
        marks: Vec::new(),
        words: found_by(&[&stored.name], &[]),
    }
}

/// Filters and conditions in words.
fn narrowed(list: &MemberList, fields: &Fields, names: &Names) -> String {
    let conditions = in_words(fields, list);
    let parts = [
        list.branch.map(|branch| names.name(branch)),
        list.group.map(|group| names.name(group)),
        list.class.map(|class| class.label().to_owned()),
        list.condition.map(|kind| kind.label().to_owned()),
        list.mark.map(|mark| mark.label().to_owned()),
        list.is_former.then(|| "历史党员".to_owned()),
        list.query.clone().map(|query| format!("查找“{query}”")),
        Some(conditions).filter(|words| !words.is_empty()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "全部在册党员".to_owned() } else { parts.join("，") }
}

fn columns(list: &MemberList, fields: &Fields) -> String {
    let label = |name: &String| match fields.need(name) {
        Ok(field) => Some(field.label.clone()),
        Err(_) => fields.ended_called(name).map(|label| format!("{label}（已停用）")),
    };
    let labels: Vec<String> = list.columns.iter().filter_map(label).collect();
    if labels.is_empty() { "通常的栏目".to_owned() } else { labels.join("、") }
}

fn order(list: &MemberList, fields: &Fields) -> String {
    let way = if list.is_descending { "倒序" } else { "" };
    match list.sort.as_deref().and_then(|name| fields.need(name).ok()) {
        Some(field) => format!("{}{way}", field.label),
        None => match list.order {
            MemberOrder::Register => "名册次序",
            MemberOrder::Pinyin => "拼音",
            MemberOrder::Stroke => "姓氏笔画",
        }
        .to_owned(),
    }
}
