//! The lock: asks for the password of the book.

use branchbook_contract::book::{BookOpen, BookStatus};
use leptos::prelude::*;

use crate::part::{Button, Field, Form, Look, Text};
use crate::state::act::Act;
use crate::state::{state, version};

/// The whole page.
#[component]
pub fn Unlock() -> impl IntoView {
    let password = RwSignal::new(String::new());
    let act = Act::new();
    let open = move |()| {
        let request = BookOpen {
            dir: state().session.launch.get_untracked().book_dir,
            password: Some(password.get_untracked()),
            recovery_code: None,
            operator: None,
        };
        act.send(&request, |status: BookStatus| {
            version::bump_all();
            state().session.enter(status);
        });
    };
    view! {
        <main class="alone">
            <section class="panel pad">
                <Form act on_save=open>
                    <Field label="密码" wide=4><Text value=password kind="password" focus=true/></Field>
                    <Button look=Look::Main busy=act.busy() on_press=open>"打开台账"</Button>
                </Form>
            </section>
        </main>
    }
    .into_any()
}
