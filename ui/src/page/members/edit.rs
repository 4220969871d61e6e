//! Editing a member: only what was changed is sent. Masked numbers stay as they are unless they are typed anew.

use std::sync::Arc;

use branchbook_contract::member::{ExtraField, Member, MemberEdit, MemberSaved};
use branchbook_contract::{CallError, Code, FieldError};
use leptos::prelude::*;

use super::fields::{self, Another, Fields, More, Person};
use super::record::{self, Open};
use crate::part::{Button, Dialog, Field, Form, Look, Text, dialog};
use crate::state::act::Act;
use crate::state::notice;
use crate::state::watch::{effect, memo, shared};

#[component]
pub fn Edit(member: Arc<Member>, open: Open) -> impl IntoView {
    let before = RwSignal::new(member.draft.clone());
    let (fields, act, key) = (Fields::of(&member.draft), Act::new(), member.member);
    let own: Own = StoredValue::new(
        member.extra.iter().map(|own| (own.clone(), RwSignal::new(own.words.clone()))).collect(),
    );
    let change = memo(move || {
        let mut patch = fields::patch(&before.get(), &fields.draft());
        own.with_value(|own| {
            for (field, now) in own {
                let now = now.get();
                if now.trim() != field.words {
                    patch.extra.insert(field.key.clone(), now);
                }
            }
        });
        patch
    });
    effect(move || {
        if let Some(full) = open.revealed.get() {
            fields.unmask(&before.get_untracked(), &full.draft);
            before.set(full.draft.clone());
            own.update_value(|own| unmask(own, &full.extra));
        }
    });
    let save = move |()| {
        let patch = change.get_untracked();
        let half = fields::half_masked(&patch);
        if !half.is_empty() {
            return act.fail(still_masked(&half));
        }
        let request = MemberEdit { member: key, patch, confirm_duplicate: fields.is_another.get_untracked() };
        act.send(&request, move |saved| done(open, &fields.draft().name, &saved));
    };
    let see = shared(move || {
        open.revealed.with(Option::is_none).then(|| {
            view! {
                <Button look=Look::Quiet busy=open.reveal.busy() on_press=move |()| record::reveal(open, key)>
                    "显示完整号码（会记入操作记录）"
                </Button>
            }
        })
    });
    view! {
        <Dialog title=format!("编辑：{}", member.draft.name) wide=true on_close=move |()| open.over.set(None)>
            <Form act on_save=save>
                <Person fields act/>
                <More fields act/>
                {own.with_value(|own| own.iter().map(|own| own_field(own, act)).collect_view())}
                <Another fields act/>
                <div class="acts">
                    <span class="start">{see}</span>
                    <Button on_press=dialog::close>"取消"</Button>
                    <Button look=Look::Main keys="Ctrl+S" busy=act.busy() on_press=save>"保存"</Button>
                </div>
            </Form>
        </Dialog>
    }
    .into_any()
}

/// The office's own fields, each with what is typed; the desk reads and judges it.
type Own = StoredValue<Vec<(ExtraField, RwSignal<String>)>>;

/// Shows in full what was masked in them, where nothing else was typed yet.
fn unmask(own: &mut [(ExtraField, RwSignal<String>)], full: &[ExtraField]) {
    for ((field, now), full) in own.iter_mut().zip(full) {
        let is_untouched = now.get_untracked() == field.words;
        field.words.clone_from(&full.words);
        if is_untouched {
            now.set(full.words.clone());
        }
    }
}

fn own_field((own, now): &(ExtraField, RwSignal<String>), act: Act) -> AnyView {
    let error = act.problem(&own.key);
    let value = *now;
    view! { <Field label=own.label.clone() error><Text value/></Field> }.into_any()
}

fn done(open: Open, name: &str, saved: &MemberSaved) {
    open.over.set(None);
    match saved.is_changed {
        true => notice::undoable(format!("已保存：{name}")),
        false => notice::done("没有改动"),
    }
    warn(&saved.warnings);
}

/// Says what deserves a look.
pub fn warn(warnings: &[String]) {
    if !warnings.is_empty() {
        notice::done(format!("请留意：{}", warnings.join(" ")));
    }
}

fn still_masked(fields: &[&'static str]) -> CallError {
    let message = "号码或住址里还有星号，请填写完整，或先点“显示完整号码”再改。".to_owned();
    let field =
        |field: &&str| FieldError { field: (*field).to_owned(), message: "请填写完整。".to_owned() };
    CallError { code: Code::Invalid, message, fields: fields.iter().map(field).collect() }
}
