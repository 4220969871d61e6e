//! The forms of a list besides its conditions: which conditions stay, which columns, which order, its name.

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField};
use branchbook_contract::member::MemberOrder;
use branchbook_ledger::Stored;
use branchbook_ledger::table::custom::SavedView;

use super::Ground;
use crate::error::{DeskError, Result};
use crate::folio::value::choice;
use crate::folio::{Filled as _, field};
use crate::member::field::Filter;

pub(super) fn form(title: &str, about: &str, fields: Vec<FolioField>, button: &str) -> FolioEntry {
    FolioEntry {
        title: title.to_owned(),
        about: about.to_owned(),
        fields,
        button: button.to_owned(),
        is_danger: false,
    }
}

/// Whether all conditions must hold, or one is enough.
pub(super) fn join_field(is_any: bool) -> FolioField {
    let choices = vec![choice("all", "都要符合（且）"), choice("any", "符合一个就行（或）")];
    field("join", "条件之间", FolioControl::Pick(choices), 2)
        .holding(if is_any { "any" } else { "all" })
        .required()
}

/// The conditions with which of them stay.
pub(super) fn filter(ground: &Ground) -> Result<FolioEntry> {
    let list = &ground.view.list;
    if list.clauses.is_empty() {
        return Err(DeskError::refused("这个列表还没有条件。"));
    }
    let said = |(at, clause): (usize, _)| {
        let one = Filter::of(&ground.fields, std::slice::from_ref(clause), false);
        choice(at, one.map_or_else(|error| error.to_string(), |filter| filter.words()))
    };
    let all: Vec<String> = (0..list.clauses.len()).map(|at| at.to_string()).collect();
    let choices = list.clauses.iter().enumerate().map(said).collect();
    let fields = vec![
        field("keep", "保留的条件", FolioControl::Ticks(choices), 4).holding(all.join(",")),
        join_field(list.is_any),
    ];
    Ok(form("管理条件", "去掉勾选的条件不再起作用；全部去掉就回到整个名册。", fields, "列出名册"))
}

/// Columns and order.
pub(super) fn columns(ground: &Ground) -> Result<FolioEntry> {
    let list = &ground.view.list;
    let mut chosen = Vec::new();
    for name in &list.columns {
        chosen.push(ground.fields.need(name)?.key.clone());
    }
    let offered = ground.fields.list.iter().filter(|field| field.key != "name");
    let columns = offered.map(|field| choice(&field.key, &field.label)).collect();
    let sorts = ground.fields.list.iter().map(|field| choice(&field.key, &field.label)).collect();
    let sort = list.sort.as_deref().and_then(|name| ground.fields.need(name).ok()).map(|field| &field.key);
    let orders = [
        (MemberOrder::Register, "名册次序"),
        (MemberOrder::Pinyin, "拼音"),
        (MemberOrder::Stroke, "姓氏笔画"),
    ];
    let order = orders.iter().position(|(order, _)| *order == list.order).unwrap_or_default();
    let orders = orders.iter().enumerate().map(|(at, (_, label))| choice(at, *label)).collect();
    let fields = vec![
        field("columns", "栏目", FolioControl::Ticks(columns), 4).holding(chosen.join(",")),
        field("sort", "按哪一栏排", FolioControl::Pick(sorts), 2).holding_some(sort),
        field("descending", "从大到小、从后到前", FolioControl::Yes, 2).holding(if list.is_descending {
            "1"
        } else {
            ""
        }),
        field("order", "同样的人之间", FolioControl::Pick(orders), 2).holding(order).required(),
    ];
    let about =
        "姓名总在最前。一栏都不勾，就是通常的栏目；导出的表和这里一样。身份证号、电话、住址照样遮住。";
    Ok(form("选择栏目和次序", about, fields, "列出名册"))
}

pub(super) fn save(ground: &Ground) -> Result<FolioEntry> {
    let name = field("name", "名称", FolioControl::Text(Vec::new()), 4)
        .holding(ground.view.name.clone().unwrap_or_default())
        .required();
    let replace = field("replace", "已有同名的列表时，换成这一个", FolioControl::Yes, 4);
    let words = ground.words();
    let about = if words.is_empty() {
        "存下筛选、栏目和次序。".to_owned()
    } else {
        format!("条件：{words}。")
    };
    Ok(form("存为常用列表", &about, vec![name, replace], "保存"))
}

pub(super) fn rename(view: &Stored<SavedView>) -> FolioEntry {
    let name = field("name", "名称", FolioControl::Text(Vec::new()), 4).holding(&view.name).required();
    form("给常用列表改名", "", vec![name], "保存")
}

pub(super) fn drop(view: &Stored<SavedView>) -> FolioEntry {
    let title = format!("删除常用列表：{}", view.name);
    FolioEntry {
        is_danger: true,
        ..form(&title, "只删这个列表，名册里的人不变；可以撤销。", Vec::new(), "删除")
    }
}
