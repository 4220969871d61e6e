//! What somebody was who was not there: chosen beside the name, with the reason in words.

use branchbook_contract::domain::gathering::AttendanceState;
use branchbook_contract::domain::key::PersonId;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::roll::{REASONS, RollState, absent, focus, leave};
use super::sheet::Mark;
use crate::key;
use crate::part::{Button, Look, Text};

/// The choice beside a name.
#[component]
pub fn Marker(state: RollState, person: PersonId) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let (left, top) = place(state, person);
    let close = move || {
        state.open.set(None);
        focus(state);
    };
    let left_it = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let stays = node.get_untracked().zip(to).is_none_or(|(own, to)| own.contains(Some(&to)));
        if !stays {
            state.open.set(None);
        }
    };
    let pressed = move |event: KeyboardEvent| {
        if !key::is_composing(&event) && matches!(event.key().as_str(), "Enter" | "Escape") {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
    };
    view! {
        <div node_ref=node class="marker" role="dialog" aria-label="到会情况" on:keydown=pressed on:focusout=left_it
            style:left=format!("{left}px") style:top=format!("{top}px")>
            <Who state person/>
            <States state person/>
            <Why state person/>
        </div>
    }
    .into_any()
}

#[component]
fn Who(state: RollState, person: PersonId) -> impl IntoView {
    let seat = state
        .live
        .people
        .with_untracked(|people| people.iter().find(|seat| seat.row.person == person).cloned());
    seat.map(|seat| {
        let about = [seat.row.group, seat.row.remark].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! { <p><b>{seat.row.name}</b> " " <span class="hint">{about}</span></p> }
    })
}

/// One press for each usual answer.
#[component]
fn States(state: RollState, person: PersonId) -> impl IntoView {
    let sheet = state.live.sheet;
    let set = move |mark: Option<Mark>| {
        sheet.set_mark(person, mark);
        state.open.set(None);
        focus(state);
    };
    let leaves = REASONS.map(|reason| {
        view! { <Button on_press=move |()| set(Some(leave(reason)))>{reason}</Button> }
    });
    let made_up = Mark { state: AttendanceState::MadeUp, reason: "已补课".to_owned() };
    view! {
        <div class="line wrap">
            <Button on_press=move |()| set(None)>"到会"</Button>
            {leaves}
            <Button on_press=move |()| set(Some(absent()))>"缺席"</Button>
            <Button look=Look::Plain on_press=move |()| set(Some(made_up.clone()))>"补课"</Button>
        </div>
    }
    .into_any()
}

/// The reason in words; writing one for somebody who was there means leave.
#[component]
fn Why(state: RollState, person: PersonId) -> impl IntoView {
    let sheet = state.live.sheet;
    let now = sheet.marks.with_untracked(|marks| marks.get(&person).cloned());
    let reason = RwSignal::new(now.map(|mark| mark.reason).unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        let written = reason.get();
        if before.is_some() {
            write(sheet, person, &written);
        }
    });
    view! { <Text value=reason label="原因" placeholder="其他原因，写完按回车" focus=true/> }.into_any()
}

fn write(sheet: super::sheet::Sheet, person: PersonId, reason: &str) {
    let now = sheet.marks.with_untracked(|marks| marks.get(&person).cloned());
    let state = now.map_or(AttendanceState::Leave, |mark| mark.state);
    sheet.set_mark(person, Some(Mark { state, reason: reason.to_owned() }));
}

/// Below the name, and within the roll.
fn place(state: RollState, person: PersonId) -> (i32, i32) {
    let seat = document().get_element_by_id(&format!("seat-{person}"));
    let seat = seat.and_then(|seat| seat.dyn_into::<HtmlElement>().ok());
    let wide = state.node.get_untracked().map_or(0, |node| node.client_width());
    seat.map_or((0, 0), |seat| {
        let left = seat.offset_left().min(wide - WIDTH).max(0);
        (left, seat.offset_top() + seat.offset_height())
    })
}

/// About as wide as the choice is.
const WIDTH: i32 = 380;
