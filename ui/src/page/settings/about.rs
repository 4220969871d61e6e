//! What program this is, where the book lies, who works, and the demo.

use leptos::prelude::*;

use crate::page::first::DemoSwitch;
use crate::part::{Fact, Facts, Trouble, Working};
use crate::state::act::Act;
use crate::state::state;
use crate::state::watch::shared;

/// The tab.
#[component]
pub fn About() -> impl IntoView {
    let session = state().session;
    let act = Act::new();
    let version =
        shared(move || format!("支部台账 {}", session.launch.with(|launch| launch.version.clone())));
    let dir = shared(move || session.status.with(|status| status.as_ref().map(|status| status.dir.clone())));
    let who = shared(move || {
        session
            .status
            .with(|status| status.as_ref().map(|status| format!("{} · {}", status.name, status.operator)))
    });
    view! {
        <div class="facts">
            <Facts>
                <Fact label="程序">{version}</Fact>
                <Fact label="单位">{who}</Fact>
                <Fact label="台账位置"><span translate="no">{dir}</span></Fact>
                <Fact label="联网">"不联网：程序不连接任何服务器，数据只在这台电脑上。"</Fact>
            </Facts>
        </div>
        <div class="stack">
            <p class="muted">"演示是一个街道和它的几个社区，都是编出来的数据，可以随意试，不影响自己的台账。"</p>
            <DemoSwitch act/>
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
        </div>
    }
    .into_any()
}
