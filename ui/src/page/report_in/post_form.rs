//! Registers a post, changes it, or ends it.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::OfferId;
use branchbook_contract::offer::{OfferDraft, OfferList, OfferPage, OfferRow, OfferSaved, OfferSet};
use leptos::prelude::*;

use crate::address;
use crate::part::{Area, Button, Choice, DayField, Dialog, Ends, Field, Form, Number, Select, Text};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::watch::derived;
use crate::state::{notice, state};

/// The fields.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    category: RwSignal<String>,
    content: RwSignal<String>,
    needed: RwSignal<Option<i64>>,
    place: RwSignal<String>,
    from_on: RwSignal<Option<Day>>,
    to_on: RwSignal<Option<Day>>,
}

impl Fields {
    fn of(draft: OfferDraft) -> Self {
        let text = |value: Option<String>| RwSignal::new(value.unwrap_or_default());
        Self {
            title: RwSignal::new(draft.title),
            category: text(draft.category),
            content: text(draft.content),
            needed: RwSignal::new(draft.needed_count),
            place: text(draft.place),
            from_on: RwSignal::new(draft.from_on),
            to_on: RwSignal::new(draft.to_on),
        }
    }

    fn draft(self) -> OfferDraft {
        let text = |value: RwSignal<String>| Some(value.get()).filter(|text| !text.trim().is_empty());
        OfferDraft {
            title: self.title.get(),
            category: text(self.category),
            content: text(self.content),
            needed_count: self.needed.get(),
            place: text(self.place),
            from_on: self.from_on.get(),
            to_on: self.to_on.get(),
        }
    }
}

/// The dialog.
#[component]
pub fn PostForm(
    /// The post to change; a new one if not given.
    post: Option<OfferRow>,
    /// It is done, or given up.
    on_close: Callback<()>,
) -> impl IntoView {
    let offer = post.as_ref().map(|post| post.offer);
    let before = post.map(|post| post.draft).unwrap_or_default();
    let (fields, act, saved) = (Fields::of(before.clone()), Act::new(), RwSignal::new(false));
    let save = move |()| {
        let draft = untrack(move || fields.draft());
        act.send(&OfferSet { offer, draft }, move |answer: OfferSaved| {
            saved.set(true);
            notice::undoable("已保存岗位。");
            on_close.run(());
            if offer.is_none() {
                address::set(&[("open", Some(answer.offer.0.to_string()))]);
            }
        });
    };
    address::hold(derived(move || !saved.get() && fields.draft() != before));
    let title = if offer.is_some() { "修改岗位" } else { "登记岗位" };
    view! {
        <Dialog title on_close>
            <Form act on_save=save>
                <Body fields act offer/>
                <Ends act word="保存" on_close=on_close on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Body(fields: Fields, act: Act, offer: Option<OfferId>) -> impl IntoView {
    let page = ask(&[branchbook_contract::Kind::Offer], OfferList::default);
    let choices = page.map(|page: &OfferPage| {
        page.categories.iter().map(|one| Choice::new(&one.code, one.label.clone())).collect::<Vec<_>>()
    });
    let end = move |()| fields.to_on.set(state().session.today.get_untracked());
    view! {
        <Field label="岗位名称" required=true wide=4 error=act.problem("title")>
            <Text value=fields.title focus=true placeholder="政策宣传员"/>
        </Field>
        <Field label="类别" wide=2 error=act.problem("category")>
            <Select value=fields.category choices none="按名称判断"/>
        </Field>
        <Field label="所需人数" error=act.problem("needed_count")><Number value=fields.needed unit="人"/></Field>
        <Field label="地点" error=act.problem("place")><Text value=fields.place/></Field>
        <Field label="服务内容" wide=4 error=act.problem("content")><Area value=fields.content rows=2/></Field>
        <Field label="从哪天起" wide=2 error=act.problem("from_on")><DayField value=fields.from_on/></Field>
        <Field label="到哪天止" wide=2 hint="不再设这个岗位时填" error=act.problem("to_on")><DayField value=fields.to_on/></Field>
        {offer.map(|_| view! { <div class="w4"><Button on_press=end>"今天起不再设"</Button></div> })}
    }
    .into_any()
}
