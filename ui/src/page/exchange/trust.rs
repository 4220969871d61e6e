//! Trust between the two offices: our invitation out, theirs in, and the eight characters that are read over the
//! telephone. Keys that are new for a known office are never taken without a loud question.

use branchbook_contract::parcel::{Invited, ParcelInvite, ParcelTrust, Trusted};
use branchbook_contract::{CallError, Code, FieldError};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::part::{Button, Dialog, Look, Trouble};
use crate::state::act::{Act, pick_one};
use crate::state::notice;
use crate::state::watch::shared;

/// The choice that the desk's sentence offers where keys have changed; it stands in no other sentence.
const CONFIRM: &str = "确认密钥已更换";

/// Handles of the steps of trust.
#[derive(Clone, Copy)]
pub struct Trust {
    invite: Act,
    take: Act,
    path: RwSignal<String>,
    trusted: RwSignal<Option<Trusted>>,
}

impl Default for Trust {
    fn default() -> Self {
        Self::new()
    }
}

impl Trust {
    /// Nothing under way.
    pub fn new() -> Self {
        Self {
            invite: Act::new(),
            take: Act::new(),
            path: RwSignal::new(String::new()),
            trusted: RwSignal::new(None),
        }
    }

    /// Writes our invitation into a folder that the person picks.
    pub fn invite(self) {
        pick_one(Pick::folder("邀请函放到哪里（如U盘）"), move |out| {
            self.invite.send(&ParcelInvite { out }, |made: Invited| {
                notice::written(
                    format!("已写好邀请函，请交给对方。电话里请念：{}", halves(&made.fingerprint)),
                    made.path,
                );
            });
        });
    }

    /// Takes the invitation of the other office.
    pub fn take(self) {
        let ask = Pick::open("选择对方的邀请函").kind("邀请函", &["txt"]);
        pick_one(ask, move |path| {
            self.path.set(path);
            self.send(false);
        });
    }

    fn send(self, confirm_changed_keys: bool) {
        let request = ParcelTrust { path: self.path.get_untracked(), confirm_changed_keys };
        self.take.send(&request, move |trusted| self.trusted.set(Some(trusted)));
    }
}

/// What the steps show: trouble, the warning of changed keys, the characters to be compared.
#[component]
pub fn TrustHost(
    /// The steps.
    trust: Trust,
) -> impl IntoView {
    let trouble = shared(move || trust.invite.error().get().map(|error| view! { <Trouble error/> }));
    let refused = shared(move || trust.take.error().get().map(|error| view! { <NotTrusted trust error/> }));
    let told = shared(move || trust.trusted.get().map(|trusted| view! { <Compare trust trusted/> }));
    view! { {trouble} {refused} {told} }.into_any()
}

/// Why an invitation was not taken; changed keys ask for a second look.
#[component]
fn NotTrusted(trust: Trust, error: CallError) -> impl IntoView {
    if error.code != Code::Unconfirmed {
        return view! { <Trouble error/> }.into_any();
    }
    let close = move |()| trust.take.clear();
    let CallError { code, message, fields } = error;
    let print = |field: FieldError| {
        let (label, text) = field.message.split_once('：')?;
        Some(view! { <p class="muted">{label.to_owned()}</p><Print text=text.to_owned()/> }.into_any())
    };
    let prints = fields.into_iter().filter_map(print).collect_view();
    let error = CallError::new(code, message);
    view! {
        <Dialog title="注意：对方的密钥变了" on_close=close>
            <div class="warned"><Trouble error/></div>
            <div class="stack">{prints}</div>
            <footer>
                <Button on_press=close>"先不登记"</Button>
                <Button look=Look::Danger busy=trust.take.busy() on_press=move |()| trust.send(true)>
                    {CONFIRM}
                </Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

/// The characters that the other office must read out.
#[component]
fn Compare(trust: Trust, trusted: Trusted) -> impl IntoView {
    let close = move |()| trust.trusted.set(None);
    let said = if trusted.is_same {
        "这个单位先前已经登记过，没有改动。"
    } else {
        "已登记。请现在打电话核对："
    };
    let before = trusted.fingerprint_before.map(|before| {
        view! { <p class="muted">"原来的指纹是 " <b>{halves(&before)}</b> "，已经换成新的。"</p> }
    });
    let notes = trusted.notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
    view! {
        <Dialog title=trusted.name on_close=close>
            <div class="stack">
                <p>{said}</p>
                <Print text=trusted.fingerprint/>
                {before}
                {notes}
            </div>
            <footer><Button look=Look::Main on_press=close>"念的一样"</Button></footer>
        </Dialog>
    }
    .into_any()
}

/// The characters within a line, in two halves as they are read out.
pub fn halves(text: &str) -> String {
    let mut text = text.to_owned();
    let middle = text.char_indices().nth(4).map(|(at, _)| at);
    if let Some(middle) = middle {
        text.insert(middle, ' ');
    }
    text
}

/// Eight characters, large enough to be read over the telephone.
#[component]
pub fn Print(
    /// The characters.
    text: String,
) -> impl IntoView {
    let said = text.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let one = |character: char| view! { <b>{character.to_string()}</b> };
    let characters = text.chars().map(one).collect_view();
    view! { <div class="print" role="img" aria-label=said title=text>{characters}</div> }.into_any()
}
