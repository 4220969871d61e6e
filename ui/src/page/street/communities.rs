//! 社区: the communities that report, the trust below it, and its end.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::parcel::{Exchange, ParcelList, PartnerEnd, PartnerEnded, PartnerRow};
use leptos::prelude::*;

use super::super::exchange::trust::{Print, Trust, TrustHost, halves};
use crate::part::{Button, Empty, Head, Look, Panel, Tag, Tone, Trouble, shown};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::{notice, question, state};
use crate::word;

/// The page.
#[component]
pub fn CommunitiesPage() -> impl IntoView {
    let (trust, end) = (Trust::new(), Act::new());
    let list = ask(&[Kind::Exchange, Kind::Office], || ParcelList { offset: 0, limit: Some(1) });
    let title = list.map(|data| {
        let count = data.partners.iter().filter(|partner| partner.to_on.is_none()).count();
        format!("{count} 个社区向本街道上报")
    });
    let body = move |data: Arc<Exchange>| view! { <Body exchange=data.as_ref().clone() trust end/> };
    view! {
        <Head title note="登记后一定打电话，互念八个字的指纹">
            <a class="btn" href="#/folio/communities">"查找和导出"</a>
            <Button on_press=move |()| trust.invite()>"导出邀请函…"</Button>
            <Button look=Look::Main on_press=move |()| trust.take()>"登记社区…"</Button>
        </Head>
        <TrustHost trust/>
        {move || end.error().get().map(|error| view! { <Trouble error/> })}
        {shown(list, body)}
    }
    .into_any()
}

#[component]
fn Body(exchange: Exchange, trust: Trust, end: Act) -> impl IntoView {
    let lines = exchange
        .partners
        .into_iter()
        .map(|partner| view! { <Line partner end/> }.into_any())
        .collect::<Vec<_>>();
    let table = if lines.is_empty() {
        let text = "先导出街道的邀请函交给社区；社区交来它的邀请函，在这里登记。";
        view! {
            <Empty title="还没有社区" text>
                <Button on_press=move |()| trust.take()>"登记社区…"</Button>
            </Empty>
        }
        .into_any()
    } else {
        view! { <Rows lines/> }.into_any()
    };
    view! {
        <div class="exchange">
            <Panel title="社区">{table}</Panel>
            <aside class="panel trust" aria-label="本街道的指纹">
                <header><h2>"本街道的指纹"</h2><small>"电话里我们念"</small></header>
                <div class="pad"><Print text=exchange.fingerprint/></div>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Rows(lines: Vec<AnyView>) -> impl IntoView {
    view! {
        <div class="lists"><table class="plain">
            <thead><tr><th>"社区"</th><th>"指纹"</th><th>"联系人"</th><th>"登记于"</th><th></th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
    }
    .into_any()
}

#[component]
fn Line(partner: PartnerRow, end: Act) -> impl IntoView {
    let since = word::moment(partner.trusted_at, state().session.today.get_untracked());
    let name = partner.name.clone();
    let step = match partner.to_on {
        Some(day) => view! { <Tag tone=Tone::None text=format!("{day} 起不再上报")/> }.into_any(),
        None => view! {
            <Button look=Look::Quiet busy=end.busy() on_press=move |()| ask_end(&name, end)>"停止往来…"</Button>
        }
        .into_any(),
    };
    view! {
        <tr class:dim=partner.to_on.is_some()>
            <td>{partner.name}</td>
            <td><b>{halves(&partner.fingerprint)}</b></td>
            <td>{word::or_dash(partner.contact.as_deref())}</td>
            <td class="muted">{since}</td>
            <td class="num">{step}</td>
        </tr>
    }
    .into_any()
}

fn ask_end(name: &str, end: Act) {
    let title = format!("与{name}停止往来？");
    let text = "以后不再收它的上报，也不再给它下发。已经收到的数字都留着。";
    let office = name.to_owned();
    question::confirm_danger(&title, text, "停止往来", move || {
        end.send(&PartnerEnd { office: office.clone() }, |ended: PartnerEnded| {
            let note = ended.notes.first().cloned().unwrap_or_default();
            notice::undoable(format!("{}从 {} 起不再上报。{note}", ended.name, ended.to_on));
        });
    });
}
