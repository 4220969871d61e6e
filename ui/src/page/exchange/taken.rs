//! The dialogs after a step of the exchange: what was sealed, what the receipt says, what comes down.

use branchbook_contract::parcel::{MonthSealed, PartCount, PublicationTaken, ReceiptAccepted, TakenItem};
use leptos::prelude::*;

use super::lists::Reasons;
use super::tone;
use crate::part::{Button, Dialog, Look, Tag, Tone, Trouble};
use crate::state::act::{self, Act};
use crate::word;

/// What was sealed, and where it lies.
#[component]
pub fn SealedDialog(
    /// What was sealed.
    sealed: MonthSealed,
    /// Closes the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let title = format!("{}已封装，第 {} 次", sealed.month.label(), sealed.sequence);
    let path = sealed.path.clone();
    view! {
        <Dialog title on_close=on_close>
            <div class="stack">
                <p>"已写到 " <b>{word::file_name(&sealed.path).to_owned()}</b> "。"</p>
                <Counts parts=sealed.parts/>
                <Notes notes=sealed.notes/>
            </div>
            <footer class="told">
                <Button on_press=move |()| act::reveal(path.clone())>"打开所在文件夹"</Button>
                <Button look=Look::Main on_press=on_close>"知道了"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Counts(parts: Vec<PartCount>) -> impl IntoView {
    let one = |part: PartCount| {
        let rows = i64::try_from(part.rows).unwrap_or(i64::MAX);
        view! { <li>{part.label} " " <b>{word::number(rows)}</b></li> }
    };
    view! { <ul class="rows-told">{parts.into_iter().map(one).collect_view()}</ul> }.into_any()
}

/// What the receipt says.
#[component]
pub fn AcceptedDialog(
    /// The receipt.
    accepted: ReceiptAccepted,
    /// Closes the dialog.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let title = format!("{}第 {} 次上报的回执", accepted.month.label(), accepted.sequence);
    let tone = if accepted.is_taken { Tone::Ok } else { Tone::Due };
    view! {
        <Dialog title on_close=on_close>
            <div class="stack">
                <div class="line"><Tag tone text=accepted.state_label/><div><Notes notes=accepted.notes/></div></div>
                <div on:click=move |_| on_close.run(())><Reasons reasons=accepted.reasons/></div>
            </div>
            <footer><Button look=Look::Main on_press=on_close>"知道了"</Button></footer>
        </Dialog>
    }
    .into_any()
}

/// What comes down, before it is taken.
#[component]
pub fn TakeDialog(
    /// What would be taken.
    shown: PublicationTaken,
    /// What takes it.
    act: Act,
    /// Closes the dialog.
    #[prop(into)]
    on_close: Callback<()>,
    /// Takes it.
    #[prop(into)]
    on_take: Callback<()>,
) -> impl IntoView {
    let title = format!("{}第 {} 次下发", shown.from, shown.sequence);
    let same = shown.is_same.then_some("这份下发先前已经接收过，再接收也不会改动。");
    let rows = shown.items.into_iter().map(|item| view! { <ItemRow item/> }).collect_view();
    view! {
        <Dialog title on_close=on_close wide=true>
            <div class="stack">
                {same.map(|text| view! { <p>{text}</p> })}
                <table class="plain">
                    <thead><tr><th>"内容"</th><th>"与本台账"</th><th>"改动"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <Notes notes=shown.notes/>
                {move || act.error().get().map(|error| view! { <Trouble error/> })}
            </div>
            <footer>
                <Button on_press=on_close>"先不接收"</Button>
                <Button look=Look::Main busy=act.busy() on_press=on_take>"接收"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

#[component]
fn ItemRow(item: TakenItem) -> impl IntoView {
    let (tone, said) =
        if item.is_new { (Tone::Info, "有改动") } else { (tone::of_label("已接收"), "相同") };
    view! {
        <tr><td>{item.label}</td><td><Tag tone text=said/></td><td class="wrap">{item.detail}</td></tr>
    }
    .into_any()
}

/// Sentences for the person.
#[component]
pub fn Notes(
    /// The sentences.
    notes: Vec<String>,
) -> impl IntoView {
    notes.into_iter().map(|note| view! { <p class="said">{note}</p> }).collect_view().into_any()
}
