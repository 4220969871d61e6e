//! The people who report in: the drawer beside their list.

use branchbook_contract::Kind;
use branchbook_contract::domain::key::ReportInId;
use branchbook_contract::report_in::{ReportInList, ReportInPage};
use leptos::prelude::*;

use super::person::PersonDrawer;
use super::{Shared, day};
use crate::part::Choice;
use crate::state::ask::ask_if;
use crate::state::watch::shared as boxed;

/// What the list is made of.
pub const KINDS: &[Kind] = &[Kind::ReportIn, Kind::Unit, Kind::Offer, Kind::Activity];

/// The record of a report-in.
pub fn drawer(shared: Shared, key: i64) -> AnyView {
    let page = ask_if(KINDS, move || {
        Some(ReportInList { on: Some(day()?), report_in: Some(ReportInId(key)), ..ReportInList::default() })
    });
    let row = page.map(|page: &ReportInPage| page.rows.first().cloned());
    boxed(move || row.get().map(|row| view! { <PersonDrawer shared row/> })).into_any()
}

/// The units to choose from.
pub fn unit_choices(shared: Shared) -> Memo<Vec<Choice>> {
    shared.units.map(|page| page.rows.iter().map(|row| Choice::new(row.unit.0, row.name.clone())).collect())
}
