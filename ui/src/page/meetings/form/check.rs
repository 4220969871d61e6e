//! 粘贴名单核对: the names of those who signed, pasted from anywhere, compared with the roll.

use branchbook_contract::domain::text::tidy;
use leptos::prelude::*;

use super::live::{Live, Seat};
use super::roll::absent;
use crate::part::{Area, Button, Dialog, Field, Form, Look, dialog};
use crate::state::act::Act;
use crate::state::watch::{derived, memo};

/// What a comparison finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Found {
    there: Vec<Seat>,
    missing: Vec<Seat>,
    /// Names that stand more than once on the roll.
    unclear: Vec<String>,
    unknown: Vec<String>,
}

/// The comparison.
#[component]
pub fn NameCheck(live: Live, is_open: RwSignal<bool>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let found = memo(move || text.with(|text| compare(text, &live.people.get())));
    let close = move |()| is_open.set(false);
    let apply = move |()| {
        let found = found.get_untracked();
        if !found.there.is_empty() {
            take(live, &found);
            is_open.set(false);
        }
    };
    let is_empty = derived(move || found.with(|found| found.there.is_empty()));
    view! {
        <Dialog title="粘贴名单核对" on_close=close>
            <p class="hint">"把签到的姓名粘贴进来，空格、顿号、换行隔开都可以。名单里没有的应到人员会记为缺席，再逐个改为请假。"</p>
            <Form act=Act::new() on_save=apply><Field label="到会名单" wide=4><Area value=text rows=6/></Field></Form>
            <Outcome found/>
            <footer>
                <Button on_press=dialog::close>"取消"</Button>
                <Button look=Look::Main on_press=apply disabled=is_empty>"按名单登记"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Outcome(found: Memo<Found>) -> impl IntoView {
    let names =
        |seats: &[Seat]| seats.iter().map(|seat| seat.row.name.clone()).collect::<Vec<_>>().join("、");
    let line = |label: String, names: String| {
        (!names.is_empty()).then(|| view! { <p class="said"><b>{label}</b> {names}</p> })
    };
    move || {
        let found = found.get();
        let Found { there, missing, unclear, unknown } = &found;
        (!there.is_empty() || !unknown.is_empty()).then(|| {
            view! {
                <div class="stack found">
                    <p>{format!("对上 {} 人，没有签到 {} 人。", there.len(), missing.len())}</p>
                    {line("没有签到：".to_owned(), names(missing))}
                    {line("名单里重名，请点名字确认：".to_owned(), unclear.join("、"))}
                    {line("不在应到名单里：".to_owned(), unknown.join("、"))}
                </div>
            }
        })
    }
}

fn compare(text: &str, people: &[Seat]) -> Found {
    let split = |c: char| c.is_whitespace() || "、，,；;。.·/|0123456789".contains(c);
    let names: Vec<String> = text.split(split).map(tidy).filter(|name| !name.is_empty()).collect();
    let due = || people.iter().filter(|seat| !seat.is_exempt);
    let times = |name: &str| due().filter(|seat| seat.row.name == name).count();
    let (there, missing) = due().cloned().partition(|seat| names.contains(&seat.row.name));
    let mut found = Found { there, missing, ..Found::default() };
    for name in names {
        match times(&name) {
            0 if !found.unknown.contains(&name) => found.unknown.push(name),
            2.. if !found.unclear.contains(&name) => found.unclear.push(name),
            _ => {}
        }
    }
    found
}

/// Who is on the list was there; who was marked away already stays so; everybody else was absent.
fn take(live: Live, found: &Found) {
    live.sheet.marks.update(|marks| {
        for seat in &found.there {
            marks.remove(&seat.row.person);
        }
        for seat in &found.missing {
            if !marks.contains(&seat.row.person) {
                marks.insert(seat.row.person, absent());
            }
        }
    });
}
