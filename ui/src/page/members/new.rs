//! Adding a member: who it is and where, and what the desk asks for besides: how the member came, the office's own fields.

use std::sync::Arc;

use branchbook_contract::CallError;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::folio::FolioEntry;
use branchbook_contract::member::{MemberAdd, MemberDraft, MemberEntryForm, MemberSaved};
use leptos::prelude::*;

use super::super::folio::entry::{begun, one, texts};
use super::edit::warn;
use super::fields::{Another, Fields, More, Person};
use super::filter;
use super::movement::{BranchAndGroup, Home};
use crate::address;
use crate::part::{Dialog, Ends, Form, dialog, shown};
use crate::sort::Keyed;
use crate::state::act::Act;
use crate::state::ask::ask_once;
use crate::state::notice;

/// What the keys of the office's own fields begin with.
const OWN: char = 'x';

#[component]
pub fn NewMember() -> impl IntoView {
    let fields = Fields::of(&MemberDraft::default());
    let home = Home::new(filter::wanted_now().branch, filter::wanted_now().group);
    let form = ask_once(|| MemberEntryForm {});
    let close = |()| address::set(&[("do", None)]);
    let draw = move |form: Arc<FolioEntry>| {
        let (act, values) = (Act::new(), begun(&form));
        let save = move |()| {
            let Some(branch) = home.branch_key() else {
                return act.fail(CallError::of_field("branch", "请选择党支部。"));
            };
            let mut filled = Keyed::default();
            filled.extend(texts(values));
            let request = MemberAdd {
                draft: fields.draft(),
                branch: OrganisationId(branch),
                group: home.group_key().map(OrganisationId),
                entry: None,
                values: filled,
                confirm_duplicate: fields.is_another.get_untracked(),
            };
            let name = request.draft.name.clone();
            act.send(&request, move |saved: MemberSaved| {
                address::settle(&[("do", None), ("open", Some(saved.member.to_string()))]);
                notice::undoable(format!("已新增：{name}"));
                warn(&saved.warnings);
            });
        };
        let part = |is_own: bool| {
            let of = form.fields.iter().filter(|field| field.key.starts_with(OWN) == is_own);
            of.map(|field| one(field, values, act)).collect_view()
        };
        let (came, own) = (part(false), part(true));
        request_animation_frame(dialog::begin);
        view! {
            <Form act on_save=save>
                <Person fields act/>
                <BranchAndGroup home act/>
                {came}
                <More fields act/>
                {own}
                <Another fields act/>
                <Ends act word="保存" on_save=save/>
            </Form>
        }
    };
    view! { <Dialog title="新增党员" wide=true on_close=close>{shown(form, draw)}</Dialog> }.into_any()
}
