//! What was held and what is due: the list and the calendar of the month, the quarter or the year, the duties beside
//! them, one record in a drawer.

mod attached;
mod calendar;
mod draft;
mod due;
mod part;
mod record;
mod take_back;

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Around;
use branchbook_contract::domain::key::GatheringId;
use branchbook_contract::meeting::{MeetingSpan, SpanRow};
use leptos::prelude::*;

use crate::address;
use crate::page::folio::{Listed, Listing};
use crate::part::{Button, Drawer, Head, Look, Tab, Tabs, shown};
use crate::state::ask::{Ask, ask_if};
use crate::state::state;
use crate::state::watch::{derived, memo};
use draft::Drafts;
use due::DuePanel;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Life {
    pub span: Memo<Around>,
    pub rows: Ask<Vec<SpanRow>>,
    /// The gathering whose record is open.
    pub open: Memo<Option<i64>>,
}

const LISTED: Listed = Listed {
    folio: "meetings",
    label: "会议列表",
    search: "主题、类型、组织、主持人",
    kinds: KINDS,
    more: &["span", "kind", "day"],
    first: "登记会议",
};

/// What the list is made of.
const KINDS: &[Kind] = &[Kind::Meeting, Kind::Organisation];

/// The page.
#[component]
pub fn MeetingLife() -> impl IntoView {
    let span = part::chosen_span();
    let rows = ask_if(KINDS, move || {
        let (first, last) = span.get().days(state().session.month()?);
        Some(MeetingSpan { first, last, branch: None })
    });
    let life = Life { span, rows, open: address::param_as::<i64>("open") };
    let record = move |()| address::go("meetings/new");
    let import = |()| address::go("intake?kind=meetings");
    view! {
        <Head title="组织生活" note=derived(move || note(life))>
            <Button on_press=import hint="把表格里的会议记录一次导入">"导入会议记录"</Button>
            <Button look=Look::Main on_press=record>"登记会议"</Button>
        </Head>
        <Drafts/>
        <div class="panel split opened life">
            <div class="body"><Faces life/></div>
            <Beside life/>
        </div>
    }
    .into_any()
}

/// `十一月共 24 次，其中补录 2 次`
fn note(life: Life) -> String {
    let Some(month) = state().session.month() else { return String::new() };
    let counts = life.rows.get().map(|rows| part::counts(&rows));
    let label = part::label(life.span.get(), month);
    match counts {
        Some(counts) if counts.late > 0 => {
            format!("{label}共 {} 项，其中补录 {} 项", counts.standing, counts.late)
        }
        Some(counts) => format!("{label}共 {} 项", counts.standing),
        None => label,
    }
}

/// List and calendar.
#[component]
fn Faces(life: Life) -> impl IntoView {
    let face = address::param("view");
    let open = derived(move || face.get().unwrap_or_else(|| "list".to_owned()));
    let is_calendar = memo(move || open.get() == "calendar");
    let on = derived(|| Some(state().session.month()?.last_day()));
    let press = |key: i64| address::set(&[("open", Some(key.to_string()))]);
    let tabs = || vec![Tab::new("list", "会议列表"), Tab::new("calendar", "日历")];
    view! {
        <Tabs label="组织生活" tabs=derived(tabs) open on_open=|key: &'static str| {
            address::set(&[("view", Some(key.to_owned()).filter(|key| key != "list"))]);
        }/>
        {move || match is_calendar.get() {
            true => view! { <calendar::Calendar life/> }.into_any(),
            false => view! { <Listing listed=LISTED on on_open=press on_first=|()| address::go("meetings/new")/> }
                .into_any(),
        }}
    }
    .into_any()
}

/// The open record, or what is due.
#[component]
fn Beside(life: Life) -> impl IntoView {
    let close = move |()| address::set(&[("open", None)]);
    move || match life.open.get() {
        Some(gathering) => view! {
            <Drawer label="会议记录" on_close=close><Opened gathering=GatheringId(gathering)/></Drawer>
        }
        .into_any(),
        None => view! { <DuePanel/> }.into_any(),
    }
}

#[component]
fn Opened(gathering: GatheringId) -> impl IntoView {
    use branchbook_contract::meeting::{Meeting, MeetingShow};
    let meeting = ask_if(&[Kind::Meeting], move || Some(MeetingShow { gathering }));
    shown(meeting, |meeting: Arc<Meeting>| view! { <record::Record meeting/> })
}
