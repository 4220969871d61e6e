//! 设置: the office, its organisations, backups, the password, how the window looks, what program this is.

mod about;
mod backup;
mod office;
mod password;

use leptos::prelude::*;

use super::{Page, Place, link_to};
use crate::address;
use crate::part::{Head, Icon, Tab, Tabs};
use crate::state::state;
use crate::state::watch::{derived, shared};

/// The page.
pub const PAGE: Page = Page {
    name: "settings",
    title: "设置",
    icon: Icon::Setting,
    office: None,
    place: Place::Foot,
    count: None,
    view: || view! { <Settings/> }.into_any(),
};

/// Where the tree of organisations is kept.
const ORGANISATIONS: &str = "folio/organisations";

#[component]
fn Settings() -> impl IntoView {
    let asked = address::param("tab");
    let open = derived(move || asked.get().unwrap_or_else(|| "office".to_owned()));
    let mut tabs = vec![
        Tab::new("office", "单位与报表"),
        Tab::new("backup", "备份与恢复"),
        Tab::new("password", "密码"),
        Tab::new("about", "关于与演示"),
    ];
    if !state().session.is_street() {
        tabs.insert(1, Tab::new("organisations", "组织"));
    }
    let face = shared(move || match open.get().as_str() {
        "organisations" => view! {
            <div class="stack">
                <p>"党委、党总支、党支部和党小组在“组织台账”里新设、改名和撤销。"</p>
                <div>{link_to(ORGANISATIONS, "btn", "打开组织台账")}</div>
            </div>
        }
        .into_any(),
        "backup" => view! { <backup::Backup/> }.into_any(),
        "password" => view! { <password::Password/> }.into_any(),
        "about" => view! { <about::About/> }.into_any(),
        _ => view! { <office::OfficeSettings/> }.into_any(),
    });
    view! {
        <Head title="设置".to_owned() note="改动都记在撤销记录里；除了密码，都可以撤销。".to_owned()/>
        <section class="panel settings">
            <Tabs label="设置的各部分" tabs open on_open=|key: &'static str| address::set(&[("tab", Some(key.to_owned()))])/>
            <div class="pad">{face}</div>
        </section>
    }
    .into_any()
}
