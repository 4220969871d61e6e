//! The first start: 社区 or 街道, names, password or not, the recovery code, and the first step after it.

use branchbook_contract::book::{BookCreate, BookCreated, Office};
use leptos::prelude::*;

use crate::part::{Button, Choice, Field, Form, Look, Radio, Text};
use crate::state::act::Act;
use crate::state::state;

/// The whole page.
#[component]
pub fn FirstStart() -> impl IntoView {
    let office = RwSignal::new("community".to_owned());
    let (name, operator, password) = (text(), text(), text());
    let act = Act::new();
    let make = move |()| {
        let request = BookCreate {
            dir: state().session.launch.get_untracked().book_dir,
            office: if office.get_untracked() == "street" { Office::Street } else { Office::Community },
            name: name.get_untracked(),
            operator: filled(operator),
            password: filled(password),
        };
        act.send(&request, |made: BookCreated| state().session.enter(made.status));
    };
    view! {
        <main class="alone">
            <section class="panel pad">
                <Form act on_save=make>
                    <Radio value=office choices=vec![Choice::new("community", "社区"), Choice::new("street", "街道")] label="本单位是"/>
                    <Field label="单位名称" required=true wide=4><Text value=name focus=true/></Field>
                    <Field label="经办人" wide=4><Text value=operator/></Field>
                    <Field label="密码" wide=4><Text value=password kind="password"/></Field>
                    <Button look=Look::Main busy=act.busy() on_press=make>"新建台账"</Button>
                </Form>
            </section>
        </main>
    }
    .into_any()
}

fn text() -> RwSignal<String> {
    RwSignal::new(String::new())
}

fn filled(value: RwSignal<String>) -> Option<String> {
    Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}
