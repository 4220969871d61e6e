//! Lists to see again (常用列表), and the forms that make one: conditions, columns, order. What a form makes of a list is a
//! text that the window hands back; nothing is written before it is saved. Also the edit of many, which begins with a list.

mod act;
mod batch;
mod condition;
mod entry;
mod page;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioLink, FolioPage};
use branchbook_contract::member::MemberList;
use branchbook_domain::key::SavedViewId;
use branchbook_ledger::table::custom::SavedView;
use branchbook_ledger::{Reading, Stored};

use super::record::{self, RowRecord};
use super::{Asked, Deed, Folio, Head, Values};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::member::field::{Fields, Filter, View};
use crate::organisation::Names;

/// The folio.
pub(crate) struct Lists;

const HEAD: Head = Head {
    folio: "lists",
    title: "常用列表",
    about: "把名册的条件、栏目和次序存下来，下次一点就开。人随着台账变，列表里永远是当天的人。",
    group: "党员",
};

/// The page that these lists are of.
const PAGE: &str = "members";

impl Folio for Lists {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::VIEW.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        page::page(reading, asked)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "condition" => condition::entry(&Ground::of(reading, deed)?),
            "filter" => entry::filter(&Ground::of(reading, deed)?),
            "columns" => entry::columns(&Ground::of(reading, deed)?),
            "save" => entry::save(&Ground::of(reading, deed)?),
            "rename" => Ok(entry::rename(&row(reading, deed)?)),
            "drop" => Ok(entry::drop(&row(reading, deed)?)),
            "batch" => batch::entry(reading, deed),
            "batch_do" => batch::confirm(reading, deed),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        let ground = |desk: &Desk| desk.book()?.read(|reading| Ground::of(reading, deed));
        match deed.act {
            "condition" => condition::act(ground(desk)?, values),
            "filter" => act::filter(ground(desk)?, values),
            "columns" => act::columns(ground(desk)?, values),
            "save" => act::save(desk, &ground(desk)?, values),
            "rename" | "drop" => act::change(desk, deed, values),
            "batch" => batch::preview(desk, deed, values),
            "batch_do" => batch::act(desk, deed, values),
            _ => deed.unknown(),
        }
    }
}

fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<SavedView>> {
    Ok(reading.require::<SavedView>(SavedViewId(deed.need_row()?))?)
}

/// What the forms of a list stand on: the list as it is now, and the fields that there are.
struct Ground {
    view: View,
    fields: Fields,
}

impl Ground {
    fn of(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Self> {
        let text = deed.given.get("view").map_or("", String::as_str);
        let fields = Fields::of(reading, &Names::of(reading)?, deed.today)?;
        Ok(Self { view: View::of(reading, text)?, fields })
    }

    /// The conditions in words.
    fn words(&self) -> String {
        in_words(&self.fields, &self.view.list)
    }

    /// The list as the window is to show it.
    fn opened(&self) -> Result<Outcome<FolioDone>> {
        let words = self.words();
        let sentence = if words.is_empty() {
            "名册已按新的设置列出。".to_owned()
        } else {
            format!("名册按条件列出：{words}。")
        };
        // Filters stand in the window beside the view.
        let list = MemberList {
            clauses: self.view.list.clauses.clone(),
            is_any: self.view.list.is_any,
            columns: self.view.list.columns.clone(),
            sort: self.view.list.sort.clone(),
            is_descending: self.view.list.is_descending,
            order: self.view.list.order,
            ..MemberList::default()
        };
        let opens = Some(FolioLink::Members(View::text(&list)?));
        Ok(Outcome::unchanged(FolioDone { sentence, opens, ..FolioDone::default() }))
    }
}

/// The conditions of a list in words; a field that is no longer in use is said.
fn in_words(fields: &Fields, list: &MemberList) -> String {
    match Filter::of(fields, &list.clauses, list.is_any) {
        Ok(filter) => filter.words(),
        Err(error) => error.to_string(),
    }
}

/// What a form was opened with and what follows it, without what only this form asks.
fn carried(deed: &Deed<'_>, keys: &[&str]) -> BTreeMap<String, String> {
    let kept = deed.given.iter().filter(|(key, _)| keys.contains(&key.as_str()));
    kept.map(|(key, text)| (key.clone(), text.clone())).collect()
}

/// A list of keys as a form is told it.
fn keys_of(text: &str) -> Result<Vec<i64>> {
    let read =
        |part: &str| part.trim().parse().map_err(|_| DeskError::refused("选中的人读不懂，请重新勾选。"));
    text.split(',').filter(|part| !part.trim().is_empty()).map(read).collect()
}
