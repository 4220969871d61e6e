//! The roll: everybody due on the day, there until said otherwise. One key or one press for each who was away. Q and
//! X mean something only while the roll has the focus.

use branchbook_contract::domain::gathering::AttendanceState;
use branchbook_contract::domain::key::PersonId;
use branchbook_contract::member::MemberList;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::check::NameCheck;
use super::live::{Live, Seat};
use super::marker::Marker;
use super::quorum::Quorum;
use super::sheet::{Mark, Sheet};
use super::whole::Desk;
use crate::key;
use crate::part::{Button, Field, Look, Search, Text, Trouble};
use crate::sort::{Keys, gathered};
use crate::state::ask::ask_if;
use crate::state::watch::{derived, memo, shared};
use crate::word;

/// Usual reasons of leave; Q goes through them.
pub const REASONS: [&str; 4] = ["事假", "病假", "公差", "外出"];
/// What X writes: nobody has excused the person.
pub const UNEXCUSED: &str = "未请假";

/// Whom a search finds at most: a whole branch.
const FOUND: u32 = 200;

/// What the roll remembers.
#[derive(Clone, Copy)]
pub struct RollState {
    pub live: Live,
    /// The seat of the keyboard.
    cursor: RwSignal<usize>,
    /// Whose mark is being chosen.
    pub open: RwSignal<Option<PersonId>>,
    /// Seats in sight.
    seats: Memo<Vec<Seat>>,
    pub node: NodeRef<html::Div>,
}

/// The right side of the form.
#[component]
pub fn RollPanel(desk: Desk) -> impl IntoView {
    let (live, is_checking) = (desk.live, RwSignal::new(false));
    let note =
        shared(move || live.sheet.day.get().map(|day| format!("按 {} 当日名册", word::short_day(day))));
    let is_names = move || !live.sheet.is_numbers.get();
    let more = move || {
        is_names().then(|| {
            view! { <Button look=Look::Quiet on_press=move |()| is_checking.set(true)>"粘贴名单核对"</Button> }
        })
    };
    view! {
        <section class="panel rollpanel" aria-label="到会">
            <header><h2>"到会"</h2><small>{note}</small><span class="more"><HowKnown sheet=live.sheet/>{more}</span></header>
            <div class="pad">
                <Quorum live/>
                {move || if is_names() { view! { <Names desk/> }.into_any() } else { view! { <OnlyNumbers/> }.into_any() }}
            </div>
        </section>
        {move || is_checking.get().then(|| view! { <NameCheck live is_open=is_checking/> })}
    }
    .into_any()
}

/// By name, or in numbers only.
#[component]
fn HowKnown(sheet: Sheet) -> impl IntoView {
    let press = move |_| sheet.is_numbers.update(|is_numbers| *is_numbers = !*is_numbers);
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || sheet.is_numbers.get() on:change=press/>
            <span>"只有人数"</span>
        </label>
    }
    .into_any()
}

#[component]
fn OnlyNumbers() -> impl IntoView {
    let text = "不知道谁来了、只知道人数的会议，在左边填写应到和实到；会标为“只有人数”，不自动记积分。";
    view! { <p class="hint">{text}</p> }.into_any()
}

#[component]
fn Names(desk: Desk) -> impl IntoView {
    let live = desk.live;
    let query = RwSignal::new(String::new());
    let seats = seats_found(live, query);
    let state =
        RollState { live, cursor: RwSignal::new(0), open: RwSignal::new(None), seats, node: NodeRef::new() };
    let fault = roll_fault(desk);
    view! {
        {move || live.trouble().map(|error| view! { <Trouble error/> })}
        <div class="rollhead" on:keydown=move |event| enter_roll(state, &event)>
            <Search value=query on_search=move |text: String| query.set(text) label="姓名、拼音首字母"/>
            <Button look=Look::Quiet on_press=move |()| live.sheet.marks.update(|marks| marks.clear())>"恢复全部到会"</Button>
        </div>
        {move || fault.get().map(|text| view! { <p class="error" role="alert">{text}</p> })}
        <Seats state/>
        <Nobody live query state/>
        <p class="hint keys">"默认全部到会，点名字改为请假或缺席。名册在焦点时：↑↓←→ 移动，Q 请假（再按换原因），X 缺席，空格 到会，回车 写原因。"</p>
        <div class="form"><Field label="列席人员" wide=4 hint="名册里的党员，不在应到之列；几个人用顿号隔开。"
            error=desk.fault(|| "roll.observers[0]".to_owned())><Text value=live.sheet.observers/></Field></div>
    }
    .into_any()
}

/// What the desk says of somebody on the roll.
fn roll_fault(desk: Desk) -> Signal<Option<String>> {
    let error = desk.act.error();
    derived(move || {
        error.with(|error| {
            let fields = error.as_ref().map(|error| error.fields.as_slice()).unwrap_or_default();
            let said = fields.iter().filter(|wrong| wrong.field.starts_with("roll."));
            let said: Vec<&str> = said.map(|wrong| wrong.message.as_str()).collect();
            (!said.is_empty()).then(|| said.join(" "))
        })
    })
}

/// Those whom the search finds: by name here, by pinyin as the register reads it.
fn seats_found(live: Live, query: RwSignal<String>) -> Memo<Vec<Seat>> {
    let found = ask_if(&[], move || {
        let text = query.get().trim().to_owned();
        let on = live.sheet.day.get();
        (!text.is_empty()).then(|| MemberList {
            on,
            query: Some(text),
            limit: Some(FOUND),
            ..MemberList::default()
        })
    });
    memo(move || {
        let (people, text) = (live.people.get(), query.get().trim().to_owned());
        if text.is_empty() {
            return people;
        }
        let keys: Keys<PersonId> =
            gathered(found.get().iter().flat_map(|page| page.rows.iter().map(|row| (row.member, ()))));
        let is_it = |seat: &Seat| seat.row.name.contains(&text) || keys.contains(&seat.row.person);
        people.into_iter().filter(is_it).collect()
    })
}

#[component]
fn Seats(state: RollState) -> impl IntoView {
    let seats = move || state.seats.get().into_iter().enumerate().collect::<Vec<_>>();
    let active =
        move || state.seats.with(|seats| seats.get(state.cursor.get()).map(|seat| id_of(seat.row.person)));
    view! {
        <div class="rollbox">
            <div node_ref=state.node class="roll" tabindex="0" role="listbox" aria-label="应到名单"
                aria-activedescendant=active on:keydown=move |event| pressed(state, &event)>
                <For each=seats key=|(at, seat)| (*at, seat.row.person, seat.is_exempt) let:one>
                    <SeatButton state at=one.0 seat=one.1/>
                </For>
            </div>
            {move || state.open.get().map(|person| view! { <Marker state person/> })}
        </div>
    }
    .into_any()
}

/// Says why the roll is empty.
#[component]
fn Nobody(live: Live, query: RwSignal<String>, state: RollState) -> impl IntoView {
    let said = move || {
        if !state.seats.with(Vec::is_empty) {
            return None;
        }
        if !query.with(|text| text.trim().is_empty()) {
            return Some("没有找到这个人；不在应到之列的可以填在列席人员里。".to_owned());
        }
        live.roll(0)?.notice.clone()
    };
    move || said().map(|text| view! { <p class="muted said">{text}</p> })
}

#[component]
fn SeatButton(state: RollState, at: usize, seat: Seat) -> impl IntoView {
    let sheet = state.live.sheet;
    let (person, is_exempt) = (seat.row.person, seat.is_exempt);
    let mark = memo(move || sheet.mark(person));
    let plain = if is_exempt { Some("不计") } else { (!seat.row.has_vote).then_some("预备") };
    let plain =
        plain.filter(|_| is_exempt || seat.row.remark.as_deref().is_some_and(|why| why.contains("预备")));
    let word =
        shared(move || mark.with(|mark| mark.as_ref().map(short)).or_else(|| plain.map(str::to_owned)));
    let title = hint(&seat);
    let press = move |_| {
        state.cursor.set(at);
        focus(state);
        if !is_exempt {
            state.open.update(|open| *open = if *open == Some(person) { None } else { Some(person) });
        }
    };
    let is_absent =
        move || mark.with(|mark| mark.as_ref().is_some_and(|mark| mark.state == AttendanceState::Absent));
    view! {
        <button type="button" class="p" class:away=move || mark.with(Option::is_some) class:absent=is_absent
            class:ex=is_exempt class:cursor=move || state.cursor.get() == at tabindex="-1" role="option"
            id=id_of(person) aria-selected=move || (state.cursor.get() == at).to_string() title=title on:click=press>
            <b>{seat.row.name.clone()}</b><span>{word}</span>
        </button>
    }
    .into_any()
}

fn id_of(person: PersonId) -> String {
    format!("seat-{person}")
}

/// Group, and why there is no vote or no count.
fn hint(seat: &Seat) -> String {
    let parts = [Some(seat.row.name.as_str()), seat.row.group.as_deref(), seat.row.remark.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What stands beside a name.
fn short(mark: &Mark) -> String {
    match mark.state {
        AttendanceState::Leave if !mark.reason.trim().is_empty() => mark.reason.clone(),
        state => state.label().to_owned(),
    }
}

/// Enter or ↓ in the search goes on to the roll.
fn enter_roll(state: RollState, event: &KeyboardEvent) {
    if key::is_composing(event) || !matches!(event.key().as_str(), "Enter" | "ArrowDown") {
        return;
    }
    event.prevent_default();
    state.cursor.set(0);
    focus(state);
}

/// Gives the focus to the roll.
pub fn focus(state: RollState) {
    if let Some(node) = state.node.get_untracked() {
        drop(node.focus());
    }
}

fn pressed(state: RollState, event: &KeyboardEvent) {
    if key::is_composing(event) || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    if steer(state, &event.key()) {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// What a key does; false if nothing.
fn steer(state: RollState, key: &str) -> bool {
    let row = columns(state);
    match key {
        "ArrowDown" => step(state, |at| at + row),
        "ArrowUp" => step(state, |at| at.saturating_sub(row)),
        "ArrowRight" => step(state, |at| at + 1),
        "ArrowLeft" => step(state, |at| at.saturating_sub(1)),
        "Home" => step(state, |_| 0),
        "End" => step(state, |_| usize::MAX),
        "q" | "Q" => mark_here(state, |mark| Some(next_leave(mark))),
        "x" | "X" => mark_here(state, next_absent),
        " " | "Delete" | "Backspace" => mark_here(state, |_| None),
        "Enter" | "F2" => open_here(state),
        "Escape" if state.open.with_untracked(Option::is_some) => state.open.set(None),
        _ => return false,
    }
    true
}

fn step(state: RollState, to: impl FnOnce(usize) -> usize) {
    let last = state.seats.with_untracked(Vec::len).saturating_sub(1);
    state.open.set(None);
    state.cursor.update(|at| *at = to(*at).min(last));
    let person = here(state).map(|seat| id_of(seat.row.person));
    let seat = person.and_then(|id| document().get_element_by_id(&id));
    if let Some(seat) = seat {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        seat.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn here(state: RollState) -> Option<Seat> {
    state.seats.with_untracked(|seats| seats.get(state.cursor.get_untracked()).cloned())
}

fn mark_here(state: RollState, next: impl FnOnce(Option<Mark>) -> Option<Mark>) {
    if let Some(seat) = here(state).filter(|seat| !seat.is_exempt) {
        let sheet = state.live.sheet;
        let now = sheet.marks.with_untracked(|marks| marks.get(&seat.row.person).cloned());
        sheet.set_mark(seat.row.person, next(now));
    }
}

fn open_here(state: RollState) {
    if let Some(seat) = here(state).filter(|seat| !seat.is_exempt) {
        state.open.set(Some(seat.row.person));
    }
}

/// 请假 with the first reason, or with the one after the present one.
fn next_leave(now: Option<Mark>) -> Mark {
    let place = now
        .filter(|mark| mark.state == AttendanceState::Leave)
        .and_then(|mark| REASONS.iter().position(|reason| *reason == mark.reason));
    let reason = place.map_or(0, |place| (place + 1) % REASONS.len());
    leave(REASONS.get(reason).copied().unwrap_or_default())
}

/// 缺席, or there again.
fn next_absent(now: Option<Mark>) -> Option<Mark> {
    let is_absent = now.is_some_and(|mark| mark.state == AttendanceState::Absent);
    (!is_absent).then(absent)
}

/// On leave for this reason.
pub fn leave(reason: &str) -> Mark {
    Mark { state: AttendanceState::Leave, reason: reason.to_owned() }
}

/// Away without leave.
pub fn absent() -> Mark {
    Mark { state: AttendanceState::Absent, reason: UNEXCUSED.to_owned() }
}

/// How many seats stand in a row: those as high as the first.
fn columns(state: RollState) -> usize {
    let Some(list) = state.node.get_untracked().and_then(|node| node.query_selector_all(".p").ok()) else {
        return 1;
    };
    let tops = (0..list.length()).filter_map(|at| list.get(at)?.dyn_into::<HtmlElement>().ok());
    let tops: Vec<i32> = tops.map(|seat| seat.offset_top()).collect();
    tops.iter().take_while(|top| Some(*top) == tops.first()).count().max(1)
}
