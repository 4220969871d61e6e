//! The pages. Each is a folder or file of its own with one `PAGE` in the list below; the side bar, the search over
//! everything and the address go by this list. A page stands here only when it works.

mod exchange;
pub mod first;
mod folio;
mod history;
mod home;
mod intake;
mod meetings;
mod members;
mod points;
mod report;
mod report_in;
mod settings;
mod street;
mod unlock;

use branchbook_contract::book::Office;
use branchbook_contract::home::Frame;
use leptos::prelude::*;

use crate::part::Icon;
use crate::state::state;

pub use first::FirstStart;
pub use unlock::Unlock;

/// A page.
#[derive(Clone, Copy)]
pub struct Page {
    /// The first word of its address.
    pub name: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// Its drawing in the side bar.
    pub icon: Icon,
    /// Whose page it is; `None`: of both offices.
    pub office: Option<Office>,
    /// Where it stands.
    pub place: Place,
    /// The number beside its title, if it has one.
    pub count: Option<fn(&Frame) -> u32>,
    /// Draws it.
    pub view: fn() -> AnyView,
}

/// Where a page stands in the side bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Among the daily work.
    Work,
    /// Below the line.
    Foot,
    /// Not in the side bar: reached from elsewhere.
    Hidden,
}

/// All pages in the order of the side bar. The first one of an office is its home.
pub const PAGES: &[Page] = &[
    home::PAGE,
    street::PAGE,
    members::PAGE,
    folio::PAGE,
    report_in::PAGE,
    meetings::PAGE,
    points::PAGE,
    report::PAGE,
    exchange::PAGE,
    street::RECEIVE,
    street::ROLL_UP,
    street::REPORT,
    street::PUBLISH,
    street::COMMUNITIES,
    folio::STREET,
    settings::PAGE,
    history::PAGE,
    intake::PAGE,
];

/// The pages of an office.
pub fn pages_of(office: Option<Office>) -> impl Iterator<Item = &'static Page> {
    PAGES.iter().filter(move |page| page.office.is_none() || page.office == office)
}

/// The page with this name; without a name the home of the office.
pub fn page_named(office: Option<Office>, name: &str) -> Option<&'static Page> {
    pages_of(office).find(|page| page.name == name || name.is_empty())
}

/// The address of a page of this office, if it has the page: no link leads nowhere.
pub fn address_of(path: &str) -> Option<String> {
    let name = path.split(['/', '?']).next().unwrap_or(path);
    let office = state().session.status.with_untracked(|status| status.as_ref().map(|status| status.office));
    pages_of(office).any(|page| page.name == name).then(|| format!("#/{path}"))
}

/// A link to a page of this office; nothing if it has no such page.
pub fn link_to(path: &str, class: &'static str, words: &'static str) -> Option<AnyView> {
    address_of(path).map(|href| view! { <a class=class href=href>{words}</a> }.into_any())
}
