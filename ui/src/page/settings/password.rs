//! The password: set, changed or taken away, with what follows from it; a new recovery code on wish.

use branchbook_contract::CallError;
use branchbook_contract::book::{BookPassword, BookStatusAsk, PasswordChanged};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ipc;
use crate::page::first::RecoveryCode;
use crate::part::{Button, Check, Dialog, Field, Form, Look, Text};
use crate::state::act::Act;
use crate::state::watch::{memo, shared};
use crate::state::{notice, question, state, version};

/// The tab.
#[component]
pub fn Password() -> impl IntoView {
    let session = state().session;
    let has =
        memo(move || session.status.with(|status| status.as_ref().is_some_and(|status| status.has_password)));
    let act = Act::new();
    let code = RwSignal::new(None::<String>);
    let now = shared(move || match has.get() {
        true => {
            view! { <p class="good">"已设密码，数据加密保存。十五分钟没有操作会自动锁定。"</p> }.into_any()
        }
        false => {
            view! { <p class="warning">"未设密码，未加密：任何能打开这台电脑的人都能读到全部内容。"</p> }
                .into_any()
        }
    });
    let shown = shared(move || {
        let close = move |()| code.set(None);
        code.get().map(|code| view! { <Dialog title="新的恢复码".to_owned() on_close=close><RecoveryCode code on_kept=close/></Dialog> })
    });
    view! { <div class="stack">{now}<Change act code has/></div>{shown} }.into_any()
}

#[component]
fn Change(act: Act, code: RwSignal<Option<String>>, has: Memo<bool>) -> impl IntoView {
    let (password, again) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let renew = RwSignal::new(true);
    let save = move |()| {
        let (first, second) = (password.get_untracked(), again.get_untracked());
        let (field, sentence) = match first.is_empty() {
            true => ("password", "请填写新密码。"),
            false => ("again", "两次填写的密码不一样，请重新填写。"),
        };
        if first.is_empty() || first != second {
            return act.fail(CallError::of_field(field, sentence));
        }
        send(act, Some(first), renew.get_untracked(), code, [password, again]);
    };
    let take_away = move |()| {
        let text = "台账将不再加密，任何能打开这台电脑的人都能读到全部内容。已有的备份仍用原来的密码打开。";
        question::confirm_danger("取消密码", text, "取消密码", move || {
            send(act, None, false, code, [password, again])
        });
    };
    let away =
        move || has.get().then(|| view! { <Button look=Look::Danger on_press=take_away>"取消密码"</Button> });
    view! {
        <Form act on_save=save>
            <Field label="新密码".to_owned() wide=2 error=act.problem("password")><Text value=password kind="password"/></Field>
            <Field label="再填一次".to_owned() wide=2 error=act.problem("again")><Text value=again kind="password"/></Field>
            <div class="w4"><Check value=renew label="同时换一个新的恢复码" hint="旧的恢复码从此打不开这本台账"/></div>
            <div class="acts-line">{away}<Button look=Look::Main busy=act.busy() on_press=save>"保存密码"</Button></div>
        </Form>
    }
    .into_any()
}

/// Sends it; the fields stay as they are until the book has taken what is in them.
fn send(
    act: Act,
    password: Option<String>,
    renew_recovery: bool,
    code: RwSignal<Option<String>>,
    typed: [RwSignal<String>; 2],
) {
    act.send(&BookPassword { password, renew_recovery }, move |changed: PasswordChanged| {
        if changed.has_password {
            typed.into_iter().for_each(|text| text.set(String::new()));
        }
        version::bump_history();
        notice::done(if changed.has_password {
            "密码已保存"
        } else {
            "密码已取消，数据不再加密"
        });
        code.set(changed.recovery_code);
        spawn_local(async {
            if let Ok(status) = ipc::call(&BookStatusAsk {}).await {
                state().session.status.set(Some(status));
            }
        });
    });
}
