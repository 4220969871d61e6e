//! The form as a whole: head with its steps, the gathering on the left, its people on the right, and what follows
//! when it is finished.

use branchbook_contract::domain::key::GatheringId;
use branchbook_contract::meeting::{MeetingCorrect, MeetingRecord, MeetingRecorded};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::attach::Attacher;
use super::done::Done;
use super::keep::Keeper;
use super::live::Live;
use super::record::Gathering;
use super::roll::RollPanel;
use super::send;
use super::sheet::Sheet;
use super::sign::SignIn;
use super::written::Written;
use crate::address;
use crate::part::{Button, Form, Head, Look};
use crate::state::act::Act;
use crate::state::notice;
use crate::state::watch::{derived, effect, memo};
use crate::word;

/// What the parts of the form share.
#[derive(Clone, Copy)]
pub struct Desk {
    pub live: Live,
    pub act: Act,
    /// The gathering that is corrected, and why.
    pub replaces: Option<Replaced>,
    pub reason: RwSignal<String>,
}

/// A gathering that is corrected.
#[derive(Debug, Clone, Copy)]
pub struct Replaced {
    /// Which.
    pub gathering: GatheringId,
    /// How many attachments come along.
    pub attachments: usize,
}

impl Desk {
    /// What is wrong with a field of the request.
    pub fn fault(self, field: impl Fn() -> String + Send + Sync + 'static) -> Signal<Option<String>> {
        let error = self.act.error();
        derived(move || {
            let name = field();
            error.with(|error| {
                let fields = error.as_ref().map(|error| error.fields.as_slice()).unwrap_or_default();
                fields.iter().find(|wrong| wrong.field == name).map(|wrong| wrong.message.clone())
            })
        })
    }
}

/// The form, or what it led to.
#[component]
pub fn Whole(written: Written, draft: Option<u32>, replaces: Option<Replaced>) -> impl IntoView {
    let sheet = Sheet::new(written.clone());
    let desk =
        Desk { live: Live::new(sheet), act: Act::new(), replaces, reason: RwSignal::new(String::new()) };
    let keeper = Keeper::new(sheet, written, draft);
    let attacher = Attacher::new();
    let recorded = RwSignal::new(None::<MeetingRecorded>);
    let is_open = memo(move || recorded.with(Option::is_none));
    // Until the files are in, the page that can say which of them were not must stay.
    address::hold(derived(move || (is_open.get() && keeper.is_unsaved()) || attacher.is_busy()));
    tell_faults(desk.act);
    let finish = Callback::new(move |()| finish(desk, keeper, attacher, recorded));
    move || match recorded.get().filter(|_| !is_open.get()) {
        Some(recorded) => view! { <Done recorded attacher/> }.into_any(),
        None => view! { <Typing desk keeper finish/> }.into_any(),
    }
}

#[component]
fn Typing(desk: Desk, keeper: Keeper, finish: Callback<()>) -> impl IntoView {
    let save = Callback::new(move |()| {
        if desk.replaces.is_some() { finish.run(()) } else { keeper.save(desk.live, desk.act) }
    });
    let is_signing = RwSignal::new(false);
    view! {
        <Steps desk keeper finish save is_signing/>
        <div class="record">
            <section class="panel pad">
                <Form act=desk.act on_save=save on_finish=finish><Gathering desk/></Form>
            </section>
            <RollPanel desk/>
        </div>
        {move || is_signing.get().then(|| view! { <SignIn live=desk.live is_open=is_signing/> })}
    }
    .into_any()
}

/// The head: what is being recorded, and its steps.
#[component]
fn Steps(
    desk: Desk,
    keeper: Keeper,
    finish: Callback<()>,
    save: Callback<()>,
    is_signing: RwSignal<bool>,
) -> impl IntoView {
    let is_correction = desk.replaces.is_some();
    let title = if is_correction { "更正会议" } else { "登记会议" };
    let draft = (!is_correction).then(|| {
        view! { <Button on_press=save busy=keeper.busy() keys="Ctrl+S" hint="没写完也可以存，以后接着写">"存草稿"</Button> }
    });
    let word = if is_correction { "完成更正" } else { "完成登记" };
    view! {
        <Head title note=derived(move || note(desk.live))>
            <Button on_press=move |()| is_signing.set(true) hint="按会议当日的应到名单">"打印签到表"</Button>
            {draft}
            <Button look=Look::Main on_press=finish busy=desk.act.busy() keys="Ctrl+Enter">{word}</Button>
        </Head>
    }
    .into_any()
}

/// `锦华苑党支部 · 第四季度支部党员大会、党课`: each by the window that it counts in, which is said once.
fn note(live: Live) -> String {
    let records = live.sheet.records.get();
    let Some(first) = records.first() else { return String::new() };
    let mut said = String::new();
    let kinds = records.iter().enumerate().map(|(at, record)| {
        let window = live.window(at).unwrap_or_default();
        let is_new = said != window;
        let label = format!("{}{}", if is_new { window.as_str() } else { "" }, record.label());
        said = window;
        label
    });
    let kinds: Vec<String> = kinds.collect();
    let name = live.name(first.organisation()).unwrap_or_else(|| word::DASH.to_owned());
    format!("{name} · {}", kinds.join("、"))
}

fn finish(desk: Desk, keeper: Keeper, attacher: Attacher, recorded: RwSignal<Option<MeetingRecorded>>) {
    let written = untrack(move || on_the_roll(desk.live));
    let gathering = match send::gathering(&written) {
        Ok(gathering) => gathering,
        Err(error) => return desk.act.fail(error),
    };
    let then = move |answer: MeetingRecorded| {
        keeper.forget();
        attacher.begin(answer.gathering, written.files);
        recorded.set(Some(answer));
    };
    match desk.replaces {
        None => desk.act.send(&MeetingRecord { gathering }, then),
        Some(replaces) => {
            let reason = desk.reason.get_untracked();
            let replaces = replaces.gathering;
            desk.act.send(&MeetingCorrect { replaces, reason, gathering }, then);
        }
    }
}

/// What is written, without marks of people whom another day or another holder has taken off the roll.
fn on_the_roll(live: Live) -> Written {
    let mut written = live.sheet.written();
    if !live.is_settled() {
        return written;
    }
    let people = live.people.get();
    let is_due = |person| people.iter().any(|seat| seat.row.person == person && !seat.is_exempt);
    written.away.retain(|away| is_due(away.person));
    written
}

/// The faults of a long form may lie out of sight: says that there are some, and goes to the first one.
fn tell_faults(act: Act) {
    effect(move || {
        if let Some(error) = act.error().get() {
            notice::fail(&error.message);
            request_animation_frame(go_to_fault);
        }
    });
}

fn go_to_fault() {
    let found = document().query_selector(".record [aria-invalid=true], .record p.error").ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view_with_bool(false);
        drop(element.focus());
    }
}
