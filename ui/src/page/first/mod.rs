//! The first start: 社区 or 街道, names, password or not with what follows from it, the recovery code on paper or a stick, and
//! the first step after it. Or a look at the demo, before anything is made.

mod demo;

use branchbook_contract::CallError;
use branchbook_contract::book::{
    BookCreate, BookCreated, BookRecoverySave, BookStatus, Office, RecoverySaved,
};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::part::{Button, Choice, Field, Form, Look, Radio, Text, Trouble, Working};
use crate::state::act::{self, Act};
use crate::state::state;
use crate::state::watch::{derived, shared};
use crate::{address, page};

pub use demo::{DemoSwitch, is_demo};

/// The whole page.
#[component]
pub fn FirstStart() -> impl IntoView {
    let made = RwSignal::new(None::<BookCreated>);
    let body = shared(move || match made.get() {
        None => view! { <Make made/> }.into_any(),
        Some(made) => view! { <Made made/> }.into_any(),
    });
    view! { <main class="alone"><section class="panel"><Name/>{body}</section></main> }.into_any()
}

/// The seal and what the program is for.
#[component]
pub fn Name() -> impl IntoView {
    view! {
        <div class="name">
            <span class="seal" aria-hidden="true">"台"</span>
            <div><h1>"支部台账"</h1><p>"记一次，台账、统计和每月报表都由它得出。不联网，数据只在这台电脑上。"</p></div>
        </div>
    }
    .into_any()
}

/// What the form asks for.
#[derive(Clone, Copy)]
struct Draft {
    office: RwSignal<String>,
    name: RwSignal<String>,
    operator: RwSignal<String>,
    protected: RwSignal<String>,
    password: RwSignal<String>,
    again: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        Self {
            office: text("community"),
            name: text(""),
            operator: text(""),
            protected: text("yes"),
            password: text(""),
            again: text(""),
        }
    }

    fn is_protected(self) -> bool {
        self.protected.with(|answer| answer == "yes")
    }

    /// The request, or what is wrong with what was typed.
    fn request(self) -> Result<BookCreate, CallError> {
        let (password, again) = (self.password.get_untracked(), self.again.get_untracked());
        let is_protected = untrack(move || self.is_protected());
        if is_protected && password.is_empty() {
            return Err(CallError::of_field("password", "请设一个密码；不想设，请选“不设密码”。"));
        }
        if is_protected && password != again {
            return Err(CallError::of_field("again", "两次填写的密码不一样，请重新填写。"));
        }
        let is_street = self.office.with_untracked(|office| office == "street");
        Ok(BookCreate {
            dir: state().session.launch.get_untracked().book_dir,
            office: if is_street { Office::Street } else { Office::Community },
            name: self.name.get_untracked().trim().to_owned(),
            operator: Some(self.operator.get_untracked().trim().to_owned()).filter(|name| !name.is_empty()),
            password: is_protected.then_some(password),
        })
    }
}

#[component]
fn Make(made: RwSignal<Option<BookCreated>>) -> impl IntoView {
    let (draft, act) = (Draft::new(), Act::new());
    let make = move |()| match draft.request() {
        Ok(request) => act.send(&request, move |answer: BookCreated| made.set(Some(answer))),
        Err(error) => act.fail(error),
    };
    view! {
        <Form act on_save=make>
            <OfficeFields draft act/>
            <PasswordFields draft act/>
            <div class="acts-line">
                <demo::DemoButton act/>
                <Button look=Look::Main busy=act.busy() on_press=make>"新建台账"</Button>
            </div>
            <div class="w4"><Working act/></div>
        </Form>
    }
    .into_any()
}

#[component]
fn OfficeFields(draft: Draft, act: Act) -> impl IntoView {
    let offices = vec![Choice::new("community", "社区"), Choice::new("street", "街道")];
    let example = derived(move || match draft.office.with(|office| office == "street") {
        true => "如：明湖街道党工委".to_owned(),
        false => "如：银河社区党委".to_owned(),
    });
    view! {
        <div class="w4"><Radio value=draft.office choices=offices label="本单位是社区还是街道"/></div>
        <Field label="单位名称" hint=example required=true wide=2 error=act.problem("name")>
            <Text value=draft.name focus=true/>
        </Field>
        <Field label="经办人" hint="记下每步是谁做的；不填即“党务工作者”" wide=2 error=act.problem("operator")>
            <Text value=draft.operator/>
        </Field>
    }
    .into_any()
}

#[component]
fn PasswordFields(draft: Draft, act: Act) -> impl IntoView {
    let answers = vec![Choice::new("yes", "设密码"), Choice::new("no", "不设密码")];
    let fields = move || {
        view! {
            <Field label="密码" hint="每次打开台账时要填" required=true wide=2 error=act.problem("password")>
                <Text value=draft.password kind="password"/>
            </Field>
            <Field label="再填一次" required=true wide=2 error=act.problem("again")>
                <Text value=draft.again kind="password"/>
            </Field>
        }
    };
    let consequence = shared(move || {
        match draft.is_protected() {
        true => view! { <p class="w4 hint">"数据会加密保存。下一步给出一串恢复码，请打印、存到U盘或抄下来收好：密码忘了，只有恢复码能打开。"</p> }.into_any(),
        false => view! { <p class="w4 warning">"不设密码就不加密：任何能打开这台电脑的人，都能读到党员的身份证号和电话。以后可以在设置里补设。"</p> }.into_any(),
    }
    });
    view! {
        <div class="w4"><Radio value=draft.protected choices=answers label="要不要密码"/></div>
        {move || draft.is_protected().then(fields)}
        {consequence}
    }
    .into_any()
}

/// The recovery code, and after it the first step.
#[component]
fn Made(made: BookCreated) -> impl IntoView {
    let BookCreated { recovery_code, status } = made;
    let kept = RwSignal::new(!status.has_password);
    let body = shared(move || match kept.get() {
        false => {
            view! { <RecoveryCode code=recovery_code.clone() on_kept=move |()| kept.set(true)/> }.into_any()
        }
        true => view! { <FirstStep status=status.clone()/> }.into_any(),
    });
    view! { {body} }.into_any()
}

/// Shows a recovery code once, to be printed, saved to a stick or copied by hand.
#[component]
pub fn RecoveryCode(
    /// The code.
    code: String,
    /// The person has it on paper.
    #[prop(into)]
    on_kept: Callback<()>,
) -> impl IntoView {
    let (act, saved) = (Act::new(), RwSignal::new(None::<String>));
    let shown = code.clone();
    let save = move |()| save_code(act, code.clone(), saved);
    let where_to = move || {
        saved.get().map(|path| view! { <p class="good">"已存到：" <span translate="no">{path}</span> "。请把它另外保管，不要和电脑放在一起。"</p> })
    };
    view! {
        <div class="stack">
            <h2 class="big">"恢复码：请打印、存到U盘或抄下来"</h2>
            <p class="code" translate="no">{shown}</p>
            <p class="muted">"密码忘了，用它可以打开台账和备份。它只显示这一次，程序里不保存。请和公章一样收好，不要存在这台电脑上。"</p>
            {where_to}
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
            <div class="acts-line">
                <Button on_press=|()| act::print()>"打印"</Button>
                <Button on_press=save busy=act.busy() hint="存成一个文本文件，请选U盘">"存成文件…"</Button>
                <Button look=Look::Main on_press=on_kept>"已经收好，继续"</Button>
            </div>
        </div>
    }
    .into_any()
}

/// Writes the code to a file that the person picks.
fn save_code(act: Act, code: String, saved: RwSignal<Option<String>>) {
    let ask = Pick::save("恢复码存到哪里（如U盘）", "台账恢复码.txt").kind("文本文件", &["txt"]);
    act::pick_one(ask, move |out| {
        act.send(&BookRecoverySave { code, out }, move |answer: RecoverySaved| saved.set(Some(answer.path)));
    });
}

#[component]
fn FirstStep(status: BookStatus) -> impl IntoView {
    let is_community = status.office == Office::Community;
    let status = StoredValue::new(status);
    let begin = move |to: &'static str| {
        state().session.enter(status.get_value());
        if page::address_of(to).is_some() {
            address::go(to);
        }
    };
    let act = Act::new();
    let (title, text) = match is_community {
        true => ("导入党员花名册", "从现有表格导入，支部和党小组一并建好"),
        false => ("接通第一个社区", "做一份邀请，发给社区；社区回一份，就能收月报"),
    };
    let goes = if is_community { "intake?kind=roster" } else { "communities" };
    view! {
        <h2 class="big">"台账建好了。先做哪一步？"</h2>
        <div class="ways">
            <button type="button" on:click=move |_| begin(goes)><b>{title}</b><small>{text}</small></button>
            <button type="button" on:click=move |_| begin("")><b>"先看看各个页面"</b><small>"台账是空的，随时可以开始登记"</small></button>
        </div>
        <div class="acts-line"><demo::DemoButton act/></div>
        <Working act/>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
    }
    .into_any()
}
