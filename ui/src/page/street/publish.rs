//! 下发: what the street gives to its communities: which facts they report, themes, points scheme, posts, the list of
//! communities. One file that each of them can open.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::offer::{OfferDraft, OfferList, OfferPage, OfferSet};
use branchbook_contract::parcel::{Exchange, ParcelList};
use branchbook_contract::points::{PointsSchemeShow, SchemeShown};
use branchbook_contract::setting::{SettingGet, SettingRow};
use branchbook_contract::street::{Published, StreetPublish};
use leptos::prelude::*;

use super::fields::{self, Fields};
use super::themes::{self, Themes};
use crate::ipc::Pick;
use crate::part::{
    Area, Button, Dialog, Ends, Fact, Facts, Field, Form, Head, Look, Panel, Text, Trouble, Working, shown,
};
use crate::state::act::{self, Act, pick_one};
use crate::state::ask::{Ask, ask, ask_once};
use crate::state::watch::shared;
use crate::state::{notice, state};
use crate::word;

/// The page.
#[component]
pub fn PublishPage() -> impl IntoView {
    let act = Act::new();
    let done = RwSignal::new(None::<Published>);
    let list = ask(&[Kind::Exchange], || ParcelList { offset: 0, limit: Some(50) });
    let scheme = ask(&[Kind::Points], PointsSchemeShow::default);
    let posts = ask(&[Kind::Offer], OfferList::default);
    // Asked once: what is saved in one panel must not take away what is typed in the other.
    let setting = |key: &'static str| ask_once(move || SettingGet { key: Some(key.to_owned()) });
    let (asked, stated) = (setting(fields::KEY), setting(themes::KEY));
    view! {
        <Heading act list done/>
        <Working act/>
        {move || act.error().get().map(|error| view! { <Trouble error/> })}
        {move || done.get().map(|published| view! { <Done published done/> })}
        <div class="two">
            <div class="stack">
                <Panel title="社区上报带哪些个人信息" note="够用就好，越少越好">
                    {shown(asked, |rows| first(&rows).map(|row| view! { <Fields row/> }))}
                </Panel>
                <Panel title="岗位目录" note="社区照着登记服务岗位">
                    {shown(posts, |page| view! { <Posts page=page.as_ref().clone()/> })}
                </Panel>
            </div>
            <div class="stack">
                <Panel title="每月主题" note="主题党日的主题">
                    {shown(stated, |rows| first(&rows).map(|row| view! { <Themes row/> }))}
                </Panel>
                <Panel title="积分方案与社区名单">
                    <Others scheme list/>
                </Panel>
            </div>
        </div>
    }
    .into_any()
}

fn first(rows: &Arc<Vec<SettingRow>>) -> Option<SettingRow> {
    rows.first().cloned()
}

#[component]
fn Heading(act: Act, list: Ask<Exchange>, done: RwSignal<Option<Published>>) -> impl IntoView {
    let note = list.map(|data| {
        let last = data.sent.iter().find(|row| row.kind_label == "下发");
        last.map_or_else(
            || "还没有下发过".to_owned(),
            |row| {
                let at = word::moment(row.sealed_at, state().session.today.get_untracked());
                format!("上一次是第 {} 次，{at}", row.sequence)
            },
        )
    });
    let publish = move |()| {
        pick_one(Pick::folder("下发文件放到哪里（如U盘）"), move |out| {
            act.send(&StreetPublish { out }, move |published| done.set(Some(published)));
        });
    };
    view! {
        <Head title="下发给各社区" note>
            <Button look=Look::Main busy=act.busy() on_press=publish>"生成下发文件…"</Button>
        </Head>
    }
    .into_any()
}

/// What was written, and for whom.
#[component]
fn Done(published: Published, done: RwSignal<Option<Published>>) -> impl IntoView {
    let close = move |()| done.set(None);
    let path = published.path.clone();
    let same = published.is_same.then_some("内容没有变，与上一次是同一个文件。");
    let items = published.items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
    view! {
        <Dialog title=format!("第 {} 次下发", published.sequence) on_close=close>
            <div class="stack">
                <p>"已写到 " <b>{word::file_name(&published.path).to_owned()}</b> "，发给每一个社区都用这一个文件。"</p>
                <p class="hint said">{published.path.clone()}</p>
                {same.map(|text| view! { <p>{text}</p> })}
                <ul class="stack">{items}</ul>
                <p class="muted">{format!("发给：{}", published.communities.join("、"))}</p>
            </div>
            <footer class="told">
                <Button on_press=move |()| act::reveal(path.clone())>"打开所在文件夹"</Button>
                <Button look=Look::Main on_press=close>"知道了"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Others(scheme: Ask<SchemeShown>, list: Ask<Exchange>) -> impl IntoView {
    let name = shared(move || match (scheme.get(), scheme.error()) {
        (Some(shown), _) => format!("{} {}", shown.scheme.name, shown.scheme.version),
        (None, Some(_)) => "没有积分方案，下发里不带。".to_owned(),
        (None, None) => word::DASH.to_owned(),
    });
    let names = list.map(|data| {
        let open = data.partners.iter().filter(|partner| partner.to_on.is_none());
        open.map(|partner| partner.name.clone()).collect::<Vec<_>>().join("、")
    });
    let said = shared(move || names.with(|names| word::or_dash(Some(names))));
    view! {
        <div class="pad">
            <Facts>
                <Fact label="积分方案">{name}</Fact>
                <Fact label="社区名单">{said} " " <a href="#/communities">"去看"</a></Fact>
            </Facts>
        </div>
    }
    .into_any()
}

#[component]
fn Posts(page: OfferPage) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let line = |row: branchbook_contract::offer::OfferRow| {
        let content = word::or_dash(row.draft.content.as_deref());
        view! { <tr><td><b>{row.draft.title}</b></td><td>{row.category_label}</td><td class="wrap">{content}</td></tr> }
    };
    let is_empty = page.rows.is_empty();
    let lines = page.rows.into_iter().map(line).collect_view();
    let table = if is_empty {
        view! { <p class="pad muted">"还没有岗位；不填就不下发岗位目录。"</p> }.into_any()
    } else {
        view! {
            <table class="plain">
                <thead><tr><th>"岗位"</th><th>"类别"</th><th>"服务内容"</th></tr></thead>
                <tbody>{lines}</tbody>
            </table>
        }
        .into_any()
    };
    view! {
        {table}
        <div class="pad acts-line"><Button on_press=move |()| is_open.set(true)>"添加岗位…"</Button></div>
        {move || is_open.get().then(|| view! { <NewPost is_open/> })}
    }
    .into_any()
}

#[component]
fn NewPost(is_open: RwSignal<bool>) -> impl IntoView {
    let (title, content) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let act = Act::new();
    let close = move |()| is_open.set(false);
    let save = move |()| {
        let content = Some(content.get_untracked()).filter(|text| !text.trim().is_empty());
        let draft = OfferDraft { title: title.get_untracked(), content, ..OfferDraft::default() };
        act.send(&OfferSet { offer: None, draft }, move |_| {
            is_open.set(false);
            notice::undoable("已添加岗位。");
        });
    };
    view! {
        <Dialog title="添加岗位" on_close=close>
            <Form act on_save=save>
                <Field label="岗位名称" required=true wide=4 error=act.problem("title")><Text value=title focus=true/></Field>
                <Field label="服务内容" wide=4 error=act.problem("content")><Area value=content/></Field>
                <Ends act word="保存" on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}
