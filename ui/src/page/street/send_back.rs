//! Sending a parcel back: why as a whole, and why row by row. The file itself is asked for, so that what is answered
//! is what was received.

use branchbook_contract::parcel::{ParcelReturn, ParcelReturned, RowPick};
use leptos::prelude::*;

use crate::address;
use crate::ipc::Pick;
use crate::part::{Area, Button, Field, Form, Icon, IconButton, Look, Text};
use crate::state::act::{Act, pick_one};
use crate::state::notice;
use crate::state::watch::{derived, shared};

/// A row that is marked.
#[derive(Clone, PartialEq)]
struct Marked {
    part: String,
    row: u64,
    who: String,
    reason: RwSignal<String>,
}

/// What is sent back, until it is sent.
#[derive(Clone, Copy)]
pub struct SendBack {
    is_open: RwSignal<bool>,
    reason: RwSignal<String>,
    marked: RwSignal<Vec<Marked>>,
    act: Act,
}

impl Default for SendBack {
    fn default() -> Self {
        Self::new()
    }
}

impl SendBack {
    /// Nothing marked.
    pub fn new() -> Self {
        Self {
            is_open: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
            marked: RwSignal::new(Vec::new()),
            act: Act::new(),
        }
    }

    /// Marks a row; a second time changes nothing.
    pub fn mark(self, part: String, row: u64, who: String) {
        self.is_open.set(true);
        self.act.touch(true);
        self.marked.update(|marked| {
            if !marked.iter().any(|known| known.part == part && known.row == row) {
                marked.push(Marked { part, row, who, reason: RwSignal::new(String::new()) });
            }
        });
    }

    fn send(self, done: Callback<()>) {
        let rows: Vec<RowPick> = self.marked.with_untracked(|marked| marked.iter().map(pick_of).collect());
        let reason = self.reason.get_untracked();
        let ask = Pick::open("选择这份上报的文件").kind("数据包", &["zbt"]);
        pick_one(ask, move |path| {
            let request = ParcelReturn { path, reason: reason.clone(), rows: rows.clone() };
            self.act.send(&request, move |returned: ParcelReturned| {
                let what = format!("已退回{}{}，请导出回执交给社区。", returned.from, returned.month.label());
                notice::undoable(what);
                done.run(());
            });
        });
    }
}

fn pick_of(marked: &Marked) -> RowPick {
    RowPick { part: marked.part.clone(), row: marked.row, reason: marked.reason.get_untracked() }
}

/// The form at the foot of the rows.
#[component]
pub fn SendBackForm(
    /// What is sent back.
    send_back: SendBack,
    /// Whose parcel it is.
    community: String,
    /// Takes the word that it was sent back.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    // What is marked and written stays, and holds the dialog, while the form is put away.
    address::hold(send_back.act.touched());
    let title = derived(move || format!("退回{community}这次上报…"));
    let body = shared(move || {
        if send_back.is_open.get() {
            view! { <Fields send_back on_done/> }.into_any()
        } else {
            view! {
                <footer><Button on_press=move |()| send_back.is_open.set(true)>{title}</Button></footer>
            }
            .into_any()
        }
    });
    view! { {body} }.into_any()
}

#[component]
fn Fields(send_back: SendBack, on_done: Callback<()>) -> impl IntoView {
    let act = send_back.act;
    let send = move |()| send_back.send(on_done);
    let rows = move || {
        send_back.marked.get().into_iter().map(|marked| view! { <Mark send_back marked/> }).collect_view()
    };
    view! {
        <Form act on_save=send>
            <Field label="退回原因（整份）" required=true wide=4 error=act.problem("reason")
                hint="社区在回执里看到这句话，按它更正。">
                <Area value=send_back.reason rows=2/>
            </Field>
            {rows}
            <div class="acts-line">
                <Button on_press=move |()| send_back.is_open.set(false)>"先不退回"</Button>
                <Button look=Look::Danger busy=act.busy() on_press=send>"选择文件，退回…"</Button>
            </div>
        </Form>
    }
    .into_any()
}

#[component]
fn Mark(send_back: SendBack, marked: Marked) -> impl IntoView {
    let (label, gone) = (format!("{}，第 {} 行", marked.who, marked.row), marked.clone());
    let drop_it = move |()| send_back.marked.update(|all| all.retain(|one| *one != gone));
    view! {
        <div class="w4 line">
            <Field label wide=4><Text value=marked.reason placeholder="这一行错在哪里"/></Field>
            <IconButton icon=Icon::Close label="不退回这一行" on_press=drop_it/>
        </div>
    }
    .into_any()
}
