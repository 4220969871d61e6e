//! The catalogue of posts for members without office (岗位目录, 10 + X): the usual ten and the office's own, each with
//! its duty and how many hold it. Who holds which is the business of 设岗定责.

mod act;
mod form;
mod usual;

#[cfg(test)]
mod tests;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage, FolioTone};
use branchbook_domain::day::Day;
use branchbook_ledger::Reading;
use branchbook_ledger::table::offer::{Offer, PostLine, duty_posts};

use super::record::{self, RowRecord};
use super::{Asked, Deed, Folio, Head, Line, Sheet, Values, button, cell, found_by, tagged};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::offer::category::{category, code_for};

/// The folio.
pub(crate) struct Catalogue;

const HEAD: Head = Head {
    folio: "catalogue",
    title: "岗位目录",
    about: "给无职党员设的岗位：常用的十个，加上本单位自设的，每个写明职责。谁在哪个岗位，在“设岗定责”里登记。",
    group: "党员",
};

const COLUMNS: &[(&str, u8)] = &[("岗位", 14), ("类别", 10), ("职责", 0), ("在岗人数", 8), ("状态", 8)];

impl Folio for Catalogue {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::DUTY_POST.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let posts = duty_posts(reading, asked.on)?;
        let is_whole = act::missing(reading)?.is_empty();
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("在岗人数")
            .chip("usual", "常用岗位")
            .chip("own", "自设岗位")
            .chip("unheld", "无人在岗")
            .chip("ended", "已停用")
            .empty("岗位目录还是空的。可以先装入十个常用岗位，再按本单位的情况增加和修改。");
        // The first act is the main one: in an empty catalogue the usual ten, later a post of one's own.
        let acts = [("add", "新增岗位"), ("usual", "装入常用岗位")];
        let acts = acts.into_iter().filter(|(act, _)| *act == "add" || !is_whole);
        sheet.acts = acts.map(|(act, label)| button(act, label)).collect();
        if posts.is_empty() {
            sheet.acts.reverse();
        }
        let held: i64 = posts.iter().map(|post| post.claim_count).sum();
        sheet.fact("岗位", format!("{} 个", posts.iter().filter(|post| !is_ended(post, asked.on)).count()));
        sheet.fact("在岗", format!("{held} 人次"));
        for post in posts {
            sheet.push(line(post, asked.on));
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => Ok(form::add()),
            "usual" => Ok(form::usual(&act::missing(reading)?)),
            "edit" => Ok(form::edit(&act::post(reading, deed)?)),
            "end" => form::end(reading, &act::post(reading, deed)?, deed.today),
            "reopen" => Ok(form::reopen(&act::post(reading, deed)?)),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => act::add(desk, values),
            "usual" => act::load_usual(desk, deed.today),
            "edit" => act::edit(desk, deed, values),
            "end" => act::end(desk, deed, values),
            "reopen" => act::reopen(desk, deed),
            _ => deed.unknown(),
        }
    }
}

fn is_ended(post: &PostLine, on: Day) -> bool {
    post.offer.to_on.is_some_and(|to| to <= on)
}

/// The code of the category of a post: by its title where nothing was said.
fn category_of(post: &Offer) -> String {
    post.category.clone().unwrap_or_else(|| code_for(&post.title).to_owned())
}

fn line(post: PostLine, on: Day) -> Line {
    let is_ended = is_ended(&post, on);
    let is_usual = usual::is_usual(&post.offer.title);
    let (state, tone) = match (is_ended, post.claim_count) {
        (true, _) => ("已停用", FolioTone::Plain),
        (false, 0) => ("无人在岗", FolioTone::Due),
        (false, _) => ("在用", FolioTone::Ok),
    };
    let mut marks = vec![if is_usual { "usual" } else { "own" }];
    marks.extend(is_ended.then_some("ended"));
    marks.extend((!is_ended && post.claim_count == 0).then_some("unheld"));
    let code = category_of(&post.offer);
    let label = category(&code).map_or("", |known| known.label);
    let duty = post.offer.content.clone().unwrap_or_default();
    Line {
        row: post.offer.id.0,
        words: found_by(&[&post.offer.title], &[label, &duty]),
        cells: vec![
            cell(post.offer.value.title),
            cell(label),
            cell(duty),
            cell(post.claim_count.to_string()),
            tagged(state, tone),
        ],
        acts: match is_ended {
            true => vec![button("reopen", "恢复使用")],
            false => vec![button("edit", "修改"), button("end", "停用")],
        },
        marks,
    }
}
