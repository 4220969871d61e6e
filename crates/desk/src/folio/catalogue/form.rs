//! The forms of the catalogue. Must not write.

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField};
use branchbook_domain::day::Day;
use branchbook_ledger::table::offer::Offer;
use branchbook_ledger::{Reading, Stored};

use super::act::holders;
use super::category_of;
use super::usual::UsualPost;
use crate::error::Result;
use crate::folio::{Filled as _, choice, field};
use crate::offer::category::categories;

pub(super) fn add() -> FolioEntry {
    FolioEntry {
        title: "新增岗位".to_owned(),
        about: "除常用岗位外，本单位可以自设岗位。职责会写进岗位责任书和公示。".to_owned(),
        fields: fields(None),
        button: "登记".to_owned(),
        is_danger: false,
    }
}

pub(super) fn edit(post: &Stored<Offer>) -> FolioEntry {
    FolioEntry {
        title: format!("修改岗位：{}", post.title),
        about: "这里改的是目录；已经定岗的党员，职责以各人登记的为准，不会跟着改。".to_owned(),
        fields: fields(Some(&post.value)),
        button: "保存".to_owned(),
        is_danger: false,
    }
}

pub(super) fn usual(missing: &[UsualPost]) -> FolioEntry {
    let titles: Vec<&str> = missing.iter().map(|post| post.title).collect();
    let about = match titles.is_empty() {
        true => "常用岗位都已经在目录里。".to_owned(),
        false => format!(
            "装入 {} 个：{}。已有的岗位不动。这些岗位是各地常用的，不是规定，装入后可以随意修改和停用。",
            titles.len(),
            titles.join("、")
        ),
    };
    FolioEntry {
        title: "装入常用岗位".to_owned(),
        about,
        fields: Vec::new(),
        button: "装入".to_owned(),
        is_danger: false,
    }
}

pub(super) fn end(reading: &Reading<'_>, post: &Stored<Offer>, today: Day) -> Result<FolioEntry> {
    let held = holders(reading, post.id)?;
    let mut fields = vec![field("to_on", "停用日期", FolioControl::Day, 2).holding(today).required()];
    let about = if held.is_empty() {
        "停用的岗位不能再安排人，以前的记录都在。".to_owned()
    } else {
        fields.push(
            field("with_holders", "同时结束这些人的岗位", FolioControl::Yes, 4)
                .hinted("不勾选就请先给他们换岗，再停用"),
        );
        let names: Vec<&str> = held.iter().map(|(_, name)| name.as_str()).collect();
        format!("还有 {} 人在这个岗位：{}。", names.len(), names.join("、"))
    };
    Ok(FolioEntry {
        title: format!("停用岗位：{}", post.title),
        about,
        fields,
        button: "停用".to_owned(),
        is_danger: true,
    })
}

pub(super) fn reopen(post: &Stored<Offer>) -> FolioEntry {
    FolioEntry {
        title: format!("恢复使用：{}", post.title),
        about: "恢复后可以再安排人；以前结束的定岗不会跟着恢复。".to_owned(),
        fields: Vec::new(),
        button: "恢复使用".to_owned(),
        is_danger: false,
    }
}

fn fields(known: Option<&Offer>) -> Vec<FolioField> {
    let choices = categories().iter().map(|each| choice(each.code, each.label)).collect();
    vec![
        field("title", "岗位名称", FolioControl::Text(Vec::new()), 2)
            .holding_some(known.map(|post| &post.title))
            .required(),
        field("category", "类别", FolioControl::Pick(choices), 2)
            .holding_some(known.map(category_of))
            .hinted("不选就按名称归类"),
        field("duty", "职责", FolioControl::Lines, 4)
            .holding_some(known.and_then(|post| post.content.as_ref()))
            .required(),
        field("needed", "需要人数", FolioControl::Number, 2)
            .holding_some(known.and_then(|post| post.needed_count))
            .hinted("可以不填；超过时会提醒"),
    ]
}
