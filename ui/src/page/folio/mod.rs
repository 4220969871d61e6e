//! 台账分册: kinds of record that the desk declares: which there are, and the list of one. Nothing here knows what a
//! folio is about. What is filtered, asked for and open stands in the address: `#/folio/letters?chip=overdue&subject=12`.

pub mod asked;
pub mod entry;
mod list;
mod listing;
mod paper;

pub use asked::{turned, with_ticked};
pub use entry::{Entry, tell};
pub use list::{Open, drawn};
pub use listing::{Listed, Listing};

use std::sync::Arc;

use branchbook_contract::book::Office;
use branchbook_contract::folio::{FolioLink, FolioList, FolioName};
use leptos::prelude::*;

use super::{Page, Place};
use crate::address;
use crate::part::{Button, Head, Icon, Panel, shown};
use crate::state::ask::ask;
use crate::state::watch::shared;
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "folio",
    title: "台账分册",
    icon: Icon::List,
    office: Some(Office::Community),
    place: Place::Work,
    count: None,
    view: || view! { <Folios/> }.into_any(),
};

/// The same at a street.
pub const STREET: Page = Page { office: Some(Office::Street), place: Place::Foot, ..PAGE };

#[component]
fn Folios() -> impl IntoView {
    let name = address::word(1);
    shared(move || match name.get() {
        Some(folio) => view! { <list::Folio folio/> }.into_any(),
        None => view! { <Index/> }.into_any(),
    })
}

/// Which folios there are, by what they belong to.
#[component]
fn Index() -> impl IntoView {
    let names = ask(&[], FolioList::default);
    let groups = |names: Arc<Vec<FolioName>>| {
        let mut groups: Vec<&str> = names.iter().map(|name| name.group.as_str()).collect();
        groups.dedup();
        let group = |group: &str| {
            let of = names.iter().filter(|name| name.group == group).map(line).collect_view();
            view! { <Panel title=group.to_owned()><ul class="folios">{of}</ul></Panel> }
        };
        groups.into_iter().map(group).collect_view()
    };
    view! {
        <Head title="台账分册" note="各类登记簿。数字是需要留意的条数。"/>
        {shown(names, groups)}
    }
    .into_any()
}

fn line(name: &FolioName) -> AnyView {
    let href = href(&FolioLink::Folio(name.folio.clone(), None));
    let count = (name.count > 0).then(|| view! { <span class="n">{name.count}</span> });
    view! { <li><a href=href><b>{name.title.clone()}</b>{count}<small>{name.about.clone()}</small></a></li> }
        .into_any()
}

/// The folios that say something of a person, for the record: name and number of rows.
#[component]
pub fn OfPerson(
    /// The key of the person.
    person: i64,
) -> impl IntoView {
    let names = ask(&[], move || FolioList { person: Some(person) });
    let links = move |names: Arc<Vec<FolioName>>| {
        let link = |name: &FolioName| {
            let href = href(&FolioLink::Folio(name.folio.clone(), Some(person)));
            let class = if name.count > 0 { "" } else { "muted" };
            view! { <a class=class href=href>{name.title.clone()}" "{word::number(i64::from(name.count))}</a> }
        };
        names.iter().map(link).collect_view()
    };
    view! { <h3>"分册"</h3><p class="links">{shown(names, links)}</p> }.into_any()
}

/// What every record has: its paper, and its history, which is the folio of this name.
#[component]
pub fn OfRecord(history: &'static str, key: i64) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let link = href(&FolioLink::Folio(history.to_owned(), Some(key)));
    let over = shared(move || {
        let close = move |()| is_open.set(false);
        is_open
            .get()
            .then(|| view! { <Entry folio=history act="paper" row=None subject=Some(key) on_close=close/> })
    });
    view! {
        <Button on_press=move |()| is_open.set(true)>"打印"</Button>
        <a class="btn" href=link>"历史"</a>
        {over}
    }
    .into_any()
}

/// The address of what a folio leads to.
fn href(link: &FolioLink) -> String {
    match link {
        FolioLink::Members(view) => address::link("members", &[("view", view.clone())]),
        FolioLink::Member(member) => address::link("members", &[("open", member.to_string())]),
        FolioLink::Folio(folio, subject) => {
            let subject = subject.map(|subject| ("subject", subject.to_string()));
            address::link(&format!("folio/{folio}"), subject.as_slice())
        }
        FolioLink::Page(address) => format!("#/{address}"),
        FolioLink::Here(key, value) => address::here(&[(key, Some(value.clone()))]),
    }
}
