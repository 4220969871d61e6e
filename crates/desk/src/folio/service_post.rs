//! 服务岗位: the form of a post of service that reported members claim. The posts stand on their own page with who holds
//! them; what a post may say is judged where it is written (`offer/set.rs`).

use std::collections::HashSet;

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField, FolioPage};
use branchbook_contract::offer::{OfferDraft, OfferSet};
use branchbook_domain::day::Day;
use branchbook_domain::key::OfferId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::offer::{Offer, PostLine, service_posts_by};

use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Filled as _, Folio, Head, Line, Sheet, Values, button, cell, choice, field, found_by, saved,
};
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::Result;
use crate::offer::category::{categories, category, code_for};
use crate::offer::list::{is_over, state, until};
use crate::progress::Unwatched;

/// The folio.
pub(crate) struct ServicePosts;

const HEAD: Head = Head {
    folio: "service_posts",
    title: "服务岗位",
    about: "社区需要人做的事，报到党员来认领。谁认领了什么，见“双报到”的岗位。",
    group: "双报到",
};

const COLUMNS: &[(&str, u8)] =
    &[("岗位", 0), ("类别", 9), ("状态", 8), ("所需人数", 7), ("已认领", 6), ("地点", 10), ("期限", 13)];

impl Folio for ServicePosts {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::SERVICE_POST.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("所需人数")
            .number("已认领")
            .extra("地点")
            .begins("now")
            .chip("now", "在设")
            .chip("over", "已结束")
            .act("set", "登记岗位")
            .empty("把社区需要人做的事列成岗位，报到党员来认领；登记报到时写的意向岗位也会出现在这里。");
        let posts = service_posts_by(reading, asked.on)?;
        for known in categories() {
            let of = posts.iter().filter(|post| code(&post.offer) == known.code);
            let keys: HashSet<i64> = of.map(|post| post.offer.id.0).collect();
            if !keys.is_empty() {
                sheet.own_chip(known.code, known.label, keys);
            }
        }
        for post in &posts {
            sheet.push(line(post, asked.on));
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        let known = match (deed.act, deed.row) {
            ("set", None) => None,
            ("set", Some(row)) => Some(reading.require::<Offer>(OfferId(row))?.value),
            _ => return deed.unknown(),
        };
        Ok(FolioEntry {
            title: if known.is_some() { "修改岗位" } else { "登记岗位" }.to_owned(),
            about: String::new(),
            fields: fields(known.as_ref()),
            button: "保存".to_owned(),
            is_danger: false,
        })
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        if deed.act != "set" {
            return deed.unknown();
        }
        let draft = draft(&mut values);
        values.finish()?;
        let done = desk.handle(OfferSet { offer: deed.row.map(OfferId), draft }, &Unwatched)?;
        Ok(saved(done, "已保存岗位。", |_| Vec::new()))
    }
}

/// Its category, or the one that its title speaks of.
fn code(post: &Offer) -> &str {
    post.category.as_deref().unwrap_or_else(|| code_for(&post.title))
}

fn line(post: &PostLine, on: Day) -> Line {
    let (state, claims, post) = (state(post, on), post.claim_count, &post.offer);
    let code = code(post);
    let kind = category(code).map_or(code, |found| found.label);
    Line {
        row: post.id.0,
        cells: vec![
            cell(&post.title),
            cell(kind),
            state,
            cell(post.needed_count.map(|count| count.to_string()).unwrap_or_default()),
            cell(claims.to_string()),
            cell(post.place.clone().unwrap_or_default()),
            cell(until(post)),
        ],
        acts: vec![button("set", "修改")],
        marks: vec![if is_over(post, on) { "over" } else { "now" }],
        words: found_by(
            &[&post.title],
            &[kind, post.place.as_deref().unwrap_or_default(), post.content.as_deref().unwrap_or_default()],
        ),
    }
}

fn fields(known: Option<&Offer>) -> Vec<FolioField> {
    let categories = categories().iter().map(|each| choice(each.code, each.label)).collect();
    let text = || FolioControl::Text(Vec::new());
    let said = |of: fn(&Offer) -> Option<String>| known.and_then(of);
    vec![
        field("title", "岗位名称", text(), 4).holding_some(said(|post| Some(post.title.clone()))).required(),
        field("category", "类别", FolioControl::Pick(categories), 2)
            .holding_some(said(|post| post.category.clone()))
            .hinted("不选就按名称判断"),
        field("needed_count", "所需人数", FolioControl::Number, 1)
            .holding_some(known.and_then(|post| post.needed_count)),
        field("place", "地点", text(), 1).holding_some(said(|post| post.place.clone())),
        field("content", "服务内容", FolioControl::Lines, 4).holding_some(said(|post| post.content.clone())),
        field("from_on", "从哪天起", FolioControl::Day, 2).holding_some(known.and_then(|post| post.from_on)),
        field("to_on", "到哪天止", FolioControl::Day, 2)
            .holding_some(known.and_then(|post| post.to_on))
            .hinted("不再设这个岗位时填"),
    ]
}

fn draft(values: &mut Values) -> OfferDraft {
    OfferDraft {
        title: values.need_text("title", "岗位名称"),
        category: values.text("category"),
        content: values.lines("content"),
        needed_count: values.number("needed_count", 0..=100_000),
        place: values.text("place"),
        from_on: values.day("from_on"),
        to_on: values.day("to_on"),
    }
}
