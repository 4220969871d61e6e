//! Adding a member: who it is, where, and how the member came.

use branchbook_contract::domain::day::PartialDay;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::member::{MemberAdd, MemberDraft, MemberEntry, MemberSaved, MovementKind};
use leptos::prelude::*;

use super::edit::{leave, warn};
use super::fields::{Another, Fields, More, Person};
use super::filter;
use super::movement::{BranchAndGroup, Home};
use crate::address;
use crate::part::{Choice, DateField, Dialog, Ends, Field, Form, Select, Text};
use crate::state::act::Act;
use crate::state::notice;
use crate::state::watch::{derived, shared};

/// How the member came, as the form holds it.
#[derive(Clone, Copy)]
struct Entry {
    kind: RwSignal<String>,
    on: RwSignal<Option<PartialDay>>,
    from: RwSignal<String>,
    letter: RwSignal<String>,
}

impl Entry {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self { kind: text(), on: RwSignal::new(None), from: text(), letter: text() }
    }

    /// Nothing where the member has been there since before the book began; an error where the day is missing.
    fn read(self) -> Result<Option<MemberEntry>, ()> {
        let Some(kind) = MovementKind::from_code(&self.kind.get_untracked()) else { return Ok(None) };
        let occurred_on = self.on.get_untracked().ok_or(())?;
        let (counterpart, letter_number) = (filled(self.from), filled(self.letter));
        Ok(Some(MemberEntry {
            kind,
            occurred_on,
            counterpart,
            letter_number,
            note: None,
            // Asked for by the list of movements: the table of reasons stays at the desk.
            reason: None,
            letter: None,
        }))
    }
}

/// A text that was typed, if it was.
pub fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

#[component]
pub fn NewMember() -> impl IntoView {
    let (fields, act, entry) = (Fields::of(&MemberDraft::default()), Act::new(), Entry::new());
    let home = Home::new(filter::wanted_now().branch, filter::wanted_now().group);
    let is_changed = derived(move || fields.draft() != MemberDraft::default());
    address::hold(is_changed);
    let close = move |()| leave(is_changed.get_untracked(), || address::set(&[("do", None)]));
    let save = move |()| {
        let Some(branch) = home.branch_key() else {
            return act.fail(missing("branch", "请选择党支部。"));
        };
        let Ok(entry) = entry.read() else {
            return act.fail(missing("occurred_on", "请填写进入名册的日期。"));
        };
        let request = MemberAdd {
            draft: fields.draft(),
            branch: OrganisationId(branch),
            group: home.group_key().map(OrganisationId),
            entry,
            confirm_duplicate: fields.is_another.get_untracked(),
        };
        let name = request.draft.name.clone();
        act.send(&request, move |saved: MemberSaved| {
            address::settle(&[("do", None), ("open", Some(saved.member.to_string()))]);
            notice::undoable(format!("已新增：{name}"));
            warn(&saved.warnings);
        });
    };
    view! {
        <Dialog title="新增党员" wide=true on_close=close>
            <Form act on_save=save>
                <Person fields act/>
                <BranchAndGroup home act/>
                <Came entry act/>
                <More fields act/>
                <Another fields act/>
                <Ends act word="保存" on_close=close on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Came(entry: Entry, act: Act) -> impl IntoView {
    let kinds = [MovementKind::Admitted, MovementKind::TransferIn, MovementKind::Restored];
    let kinds = kinds.map(|kind| Choice::new(kind.code(), kind.label())).to_vec();
    let came = move || !entry.kind.with(String::is_empty);
    let more = shared(move || {
        came().then(|| {
            view! {
                <Field label="进入日期" required=true error=act.problem("occurred_on") hint="真实日期，至少到月份">
                    <DateField value=entry.on/>
                </Field>
                <Field label="从哪里来" wide=2 error=act.problem("counterpart")><Text value=entry.from/></Field>
                <Field label="介绍信号" error=act.problem("letter_number")><Text value=entry.letter/></Field>
            }
        })
    });
    view! {
        <Field label="怎样进入名册" wide=2 error=entry_problem(act)
            hint="建账以前就在册的不算增加；发展、转入、恢复党籍计入当月增加。">
            <Select value=entry.kind choices=Signal::stored(kinds) none="建账以前就在册"/>
        </Field>
        {more}
    }
    .into_any()
}

fn entry_problem(act: Act) -> Signal<Option<String>> {
    let (entry, kind) = (act.problem("entry"), act.problem("kind"));
    derived(move || entry.get().or_else(|| kind.get()))
}

/// An error of a field that is empty.
pub fn missing(field: &str, message: &str) -> branchbook_contract::CallError {
    let wrong = branchbook_contract::FieldError { field: field.to_owned(), message: message.to_owned() };
    branchbook_contract::CallError {
        code: branchbook_contract::Code::Invalid,
        message: "还有没填的项目。".to_owned(),
        fields: vec![wrong],
    }
}
