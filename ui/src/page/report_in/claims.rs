//! Claims: of a post, by whom; of a person, on what. Each can be confirmed, finished with a word on it, or withdrawn.

use branchbook_contract::domain::key::{OfferId, PersonId};
use branchbook_contract::offer::{
    ClaimList, ClaimRow, ClaimSaved, ClaimSet, ClaimState, OfferList, OfferPage,
};
use branchbook_contract::{CallError, Kind};
use leptos::prelude::*;

use super::find::{FindPerson, Found};
use super::people::unit_choices;
use super::told;
use super::{Shared, face};
use crate::part::{
    Button, Choice, DayField, Dialog, Ends, Entry, Field, Form, Menu, Select, Tag, Text, Tone, Trouble, shown,
};
use crate::state::act::Act;
use crate::state::ask::{ask, ask_if};
use crate::state::watch::derived;
use crate::state::{notice, state};

/// Claims change with what people hold.
const KINDS: &[Kind] = &[Kind::Offer, Kind::ReportIn];

/// Who claims a post.
#[component]
pub fn PostClaims(
    /// What the faces share.
    shared: Shared,
    /// The post.
    offer: OfferId,
) -> impl IntoView {
    let claims = ask(KINDS, move || ClaimList { offer: Some(offer), person: None });
    let (act, ending) = (Act::new(), RwSignal::new(None::<ClaimRow>));
    let claim = move |person: Option<PersonId>, unit: Option<i64>| {
        let unit = unit.map(branchbook_contract::domain::key::UnitId);
        send(act, offer, person, unit, ClaimState::Claimed);
    };
    let unit = RwSignal::new(String::new());
    let by_unit = move |()| {
        if let Ok(key) = unit.get_untracked().parse() {
            claim(None, Some(key));
            unit.set(String::new());
        }
    };
    view! {
        <h3>"认领"</h3>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        <div class="claim-by">
            <FindPerson with_reported=true on_pick=move |found: Found| claim(Some(found.person), None)/>
        </div>
        <div class="claim-by">
            <Select value=unit choices=unit_choices(shared) none="或由单位认领" label="由单位认领"/>
            <Button busy=act.busy() disabled=derived(move || unit.with(String::is_empty)) on_press=by_unit>"认领"</Button>
        </div>
        {shown(claims, move |claims| list(&claims, act, ending, false))}
        {move || ending.get().map(|claim| view! { <End claim on_close=move |()| ending.set(None)/> })}
    }
    .into_any()
}

/// What a person claims.
#[component]
pub fn PersonClaims(
    /// What the faces share.
    shared: Shared,
    /// Who.
    person: PersonId,
    /// Whether another post may be claimed.
    can_claim: bool,
) -> impl IntoView {
    let _ = shared;
    let claims = ask(KINDS, move || ClaimList { offer: None, person: Some(person) });
    let (act, ending) = (Act::new(), RwSignal::new(None::<ClaimRow>));
    let post = RwSignal::new(String::new());
    let add = move |()| {
        if let Ok(key) = post.get_untracked().parse() {
            send(act, OfferId(key), Some(person), None, ClaimState::Claimed);
            post.set(String::new());
        }
    };
    let posts = ask_if(&[Kind::Offer], move || can_claim.then(OfferList::default));
    let choices = posts.map(post_choices);
    view! {
        <h3>"岗位"</h3>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        {can_claim.then(|| view! {
            <div class="claim-by">
                <Select value=post choices none="认领一个岗位" label="认领岗位"/>
                <Button busy=act.busy() disabled=derived(move || post.with(String::is_empty)) on_press=add>"认领"</Button>
            </div>
        })}
        {shown(claims, move |claims| list(&claims, act, ending, true))}
        {move || ending.get().map(|claim| view! { <End claim on_close=move |()| ending.set(None)/> })}
    }
    .into_any()
}

fn post_choices(page: &OfferPage) -> Vec<Choice> {
    page.rows.iter().map(|row| Choice::new(row.offer.0, row.draft.title.clone())).collect()
}

fn send(
    act: Act,
    offer: OfferId,
    person: Option<PersonId>,
    unit: Option<branchbook_contract::domain::key::UnitId>,
    state_wanted: ClaimState,
) {
    let Some(on) = state().session.today.get_untracked() else { return };
    let request = ClaimSet { offer, person, unit, state: state_wanted, on, rating: None };
    act.send(&request, move |answer: ClaimSaved| {
        notice::undoable(told(&format!("{}。", state_wanted.label()), &answer.warnings));
    });
}

fn list(claims: &[ClaimRow], act: Act, ending: RwSignal<Option<ClaimRow>>, by_post: bool) -> AnyView {
    if claims.is_empty() {
        return view! { <p class="muted">"还没有认领。"</p> }.into_any();
    }
    let line = |claim: &ClaimRow| view! { <Claim claim=claim.clone() act ending by_post/> };
    view! { <ul class="claims">{claims.iter().map(line).collect_view()}</ul> }.into_any()
}

#[component]
fn Claim(claim: ClaimRow, act: Act, ending: RwSignal<Option<ClaimRow>>, by_post: bool) -> impl IntoView {
    let tone = match claim.state {
        ClaimState::Claimed | ClaimState::Confirmed => Tone::Ok,
        ClaimState::Finished => Tone::Info,
        ClaimState::Withdrawn => Tone::None,
    };
    let name = if by_post {
        let href = face("posts", &[("open", claim.offer.0.to_string())]);
        view! { <a href=href>{claim.title.clone()}</a> }.into_any()
    } else {
        claim.claimer.clone().into_any()
    };
    let span = match claim.ended_on {
        Some(ended) => format!("{} 至 {ended}", claim.claimed_on),
        None => format!("{} 起", claim.claimed_on),
    };
    let rating = claim.rating.clone().map(|rating| format!(" · {rating}"));
    let entries = entries(&claim, act, ending);
    let menu =
        (!claim.state.is_ended()).then(|| view! { <Menu label="处理" entries=Signal::stored(entries)/> });
    view! {
        <li>
            <div><b>{name}</b>" "<Tag tone text=claim.state.label()/><p class="hint">{span}{rating}</p></div>
            {menu}
        </li>
    }
    .into_any()
}

fn entries(claim: &ClaimRow, act: Act, ending: RwSignal<Option<ClaimRow>>) -> Vec<Entry> {
    let (confirmed, finished, withdrawn) = (claim.clone(), claim.clone(), claim.clone());
    let confirm = Entry::new("社区确认", move || {
        send(act, confirmed.offer, confirmed.person, confirmed.unit, ClaimState::Confirmed);
    });
    let finish = Entry::new("办结…", move || {
        ending.set(Some(ClaimRow { state: ClaimState::Finished, ..finished.clone() }));
    });
    let withdraw = Entry::new("退出…", move || {
        ending.set(Some(ClaimRow { state: ClaimState::Withdrawn, ..withdrawn.clone() }));
    });
    let is_new = claim.state == ClaimState::Claimed;
    is_new.then_some(confirm).into_iter().chain([finish, withdraw]).collect()
}

/// Ends a claim on a day, with a word on how it went.
#[component]
fn End(claim: ClaimRow, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (on, rating, act) =
        (RwSignal::new(state().session.today.get_untracked()), RwSignal::new(String::new()), Act::new());
    let wanted = claim.state;
    let is_finished = wanted == ClaimState::Finished;
    let what = format!("{}　「{}」", claim.claimer, claim.title);
    let save = move |()| {
        let Some(on) = on.get_untracked() else {
            return act.fail(CallError::of_field("on", "请填写日期。"));
        };
        let rating = Some(rating.get_untracked()).filter(|text| !text.trim().is_empty());
        let ClaimRow { offer, person, unit, .. } = claim.clone();
        let request = ClaimSet { offer, person, unit, state: wanted, on, rating };
        act.send(&request, move |answer: ClaimSaved| {
            notice::undoable(told(&format!("{}。", wanted.label()), &answer.warnings));
            on_close.run(());
        });
    };
    let save = Callback::new(save);
    let ratings = ["满意", "基本满意", "不满意"].map(str::to_owned).to_vec();
    view! {
        <Dialog title=if is_finished { "办结" } else { "退出岗位" } on_close>
            <Form act on_save=save>
                <p class="w4"><b>{what}</b></p>
                <Field label="日期" required=true wide=2 error=act.problem("on")><DayField value=on/></Field>
                {is_finished.then(|| view! {
                    <Field label="评价" wide=2 error=act.problem("rating")><Text value=rating choices=Signal::stored(ratings.clone())/></Field>
                })}
                <Ends act word="保存" on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}
