//! 双报到: units with what they owe and have reported, the people who report in, posts, activities with hours.
//! One page with four faces; every figure leads to the rows that it counts.

mod activity;
mod activity_form;
mod claims;
pub mod find;
mod people;
mod person;
mod posts;
mod slip;
mod unit;
mod units;
mod units_head;

use branchbook_contract::Kind;
use branchbook_contract::book::Office;
use branchbook_contract::domain::day::Day;
use branchbook_contract::unit::{UnitList, UnitPage};
use leptos::prelude::*;

use super::folio::{self, Listed, Listing};
use super::{Page, Place};
use crate::address;
use crate::part::{Head, Icon, Tab, Tabs, one_face};
use crate::state::ask::{Ask, ask_if};
use crate::state::state;
use crate::state::watch::{derived, memo};
use crate::word;

/// The page.
pub const PAGE: Page = Page {
    name: "report-in",
    title: "双报到",
    icon: Icon::House,
    office: Some(Office::Community),
    place: Place::Work,
    count: Some(|frame| frame.report_in_count),
    view: || view! { <ReportInPage/> }.into_any(),
};

/// What the figures of units are made of.
const UNITS: &[Kind] = &[Kind::Unit, Kind::ReportIn, Kind::Offer, Kind::Activity];

/// A dialog of the page that is open, with what it is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Open {
    /// None.
    #[default]
    Nothing,
    /// A new unit, or the one to change.
    Unit(Option<i64>),
    /// The number that a unit states.
    Expect(i64),
    /// A new report-in, perhaps of a unit.
    Slip(Option<i64>),
    /// A new post, or the one to change.
    Post(Option<i64>),
    /// A new activity.
    Activity,
}

/// What the faces share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The units of the day with their figures.
    pub units: Ask<UnitPage>,
    /// The dialog.
    pub open: RwSignal<Open>,
}

/// The day whose figures are shown: today, or the last day of an earlier month.
pub fn day() -> Option<Day> {
    let session = state().session;
    let today = session.today.get()?;
    Some(session.month().map_or(today, |month| month.last_day().min(today)))
}

/// Goes to another face with a filter, leaving the other filters behind.
pub fn face(tab: &str, filter: &[(&str, String)]) -> String {
    let tab = [("tab", tab.to_owned())];
    address::link("report-in", &[&tab, filter].concat())
}

#[component]
fn ReportInPage() -> impl IntoView {
    let units = ask_if(UNITS, || Some(UnitList { on: Some(day()?), ..UnitList::default() }));
    let shared = Shared { units, open: RwSignal::new(Open::Nothing) };
    let tab = memo(|| {
        state()
            .address
            .with(|address| address.query.get("tab").cloned())
            .unwrap_or_else(|| "units".to_owned())
    });
    let tabs = FACES.iter().map(|face| Tab::new(face.name, face.listed.label)).collect::<Vec<_>>();
    let go = |tab: &'static str| address::go(face(tab, &[]).trim_start_matches("#/"));
    let body = move || {
        let tab = tab.get();
        let face = FACES.iter().find(|face| face.name == tab).unwrap_or(&FACES[0]);
        one_face(face.name, view! { <FaceShown shared face/> }.into_any())
    };
    view! {
        <PageHead shared tab/>
        <section class="panel faces" aria-label="双报到">
            <Tabs label="双报到" tabs=Signal::stored(tabs) open=tab on_open=go/>
            {body}
        </section>
        <Dialogs shared/>
    }
    .into_any()
}

/// A face: its list, with the record that a row opens.
struct Face {
    /// Its name in the address.
    name: &'static str,
    listed: Listed,
    /// For which day it is told.
    on: fn() -> Option<Day>,
    /// What stands below the list.
    foot: Option<fn(Shared) -> AnyView>,
    /// What is done first where nothing is there.
    first: fn() -> Open,
    drawer: fn(Shared, i64) -> AnyView,
}

static FACES: [Face; 4] = [
    Face {
        name: "units",
        listed: Listed {
            folio: "unit_figures",
            label: "单位",
            search: "单位名称、拼音首字母",
            kinds: UNITS,
            more: &[],
            first: "登记一家单位",
        },
        on: day,
        foot: Some(|shared| view! { <units::Totals shared/> }.into_any()),
        first: || Open::Unit(None),
        drawer: |shared, unit| view! { <unit::UnitDrawer shared unit/> }.into_any(),
    },
    Face {
        name: "people",
        listed: Listed {
            folio: "report_ins",
            label: "报到党员",
            search: "姓名、电话、小区、特长",
            kinds: people::KINDS,
            more: &[],
            first: "登记一人",
        },
        on: day,
        foot: None,
        first: || Open::Slip(None),
        drawer: people::drawer,
    },
    Face {
        name: "posts",
        listed: Listed {
            folio: "service_posts",
            label: "岗位",
            search: "岗位、类别、地点、内容",
            kinds: posts::KINDS,
            more: &[],
            first: "登记一个岗位",
        },
        on: day,
        foot: None,
        first: || Open::Post(None),
        drawer: posts::drawer,
    },
    Face {
        name: "activities",
        listed: Listed {
            folio: "activities",
            label: "活动",
            search: "名称、类别、地点、负责人",
            kinds: &[Kind::Activity, Kind::Month],
            more: &[],
            first: "登记一场活动",
        },
        on: || Some(state().session.month()?.last_day()),
        foot: None,
        first: || Open::Activity,
        drawer: |_, activity| view! { <activity::ActivityDrawer activity/> }.into_any(),
    },
];

#[component]
fn FaceShown(shared: Shared, face: &'static Face) -> impl IntoView {
    let open: Memo<Option<i64>> = address::param_as("open");
    let press = |key: i64| address::set(&[("open", Some(key.to_string()))]);
    let (on, foot) = (derived(face.on), face.foot.map(|foot| foot(shared)));
    view! {
        <div class="split" class:opened=move || open.get().is_some()>
            <div class="body">
                <Listing listed=face.listed on on_open=press on_first=move |()| shared.open.set((face.first)())/>
                {foot}
            </div>
            {move || open.get().map(|key| (face.drawer)(shared, key))}
        </div>
    }
    .into_any()
}

#[component]
fn PageHead(shared: Shared, tab: Memo<String>) -> impl IntoView {
    let totals = shared.units.map(|page| page.totals.clone());
    let title = move || {
        let totals = totals.get();
        if totals.units == 0 {
            return "双报到".to_owned();
        }
        format!("双报到，{} 家单位，已报到 {} 人", totals.units, word::number(totals.reported))
    };
    let note = move || {
        let (totals, day) = (totals.get(), day().map(|day| day.to_string()).unwrap_or_default());
        let rate = totals.rate.map_or_else(|| word::DASH.to_owned(), |rate| word::percent(rate, 1000));
        let expected = word::number(totals.expected);
        format!("截至 {day} · 应报到 {expected} 人 · 报到率 {rate}（只算登记了应报到数的单位）")
    };
    let acts = move || units_head::acts(shared, &tab.get());
    view! { <Head title=derived(title) note=derived(note)>{acts}</Head> }.into_any()
}

#[component]
fn Dialogs(shared: Shared) -> impl IntoView {
    let close = Callback::new(move |()| shared.open.set(Open::Nothing));
    move || match shared.open.get() {
        Open::Nothing => ().into_any(),
        Open::Unit(row) => {
            view! { <folio::Entry folio="units" act="set" row subject=None on_close=close/> }.into_any()
        }
        Open::Expect(unit) => {
            view! { <folio::Entry folio="units" act="expect" row=Some(unit) subject=None on_close=close/> }
                .into_any()
        }
        Open::Slip(unit) => view! { <slip::Slip shared unit on_close=close/> }.into_any(),
        Open::Post(row) => {
            view! { <folio::Entry folio="service_posts" act="set" row subject=None on_close=close/> }
                .into_any()
        }
        Open::Activity => view! { <activity_form::ActivityForm shared on_close=close/> }.into_any(),
    }
}

/// A sentence with what deserves a look.
fn told(sentence: &str, warnings: &[String]) -> String {
    std::iter::once(sentence.to_owned()).chain(warnings.iter().cloned()).collect::<Vec<_>>().join("\n")
}
