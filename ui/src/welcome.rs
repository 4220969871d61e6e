//! The page that stands where the screens will be: what the program is, and that its command line works already.
//! It reads and changes no data.

use leptos::prelude::*;

/// Version of the program, the same for every crate of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The whole page.
#[component]
pub fn Welcome() -> impl IntoView {
    view! {
        <main class="welcome">
            <section class="sheet">
                <Brand/>
                <p>"记一次，台账、统计和每月报表都由它得出。"</p>
                <p>"各个操作页面还在制作中；现在可以先用命令行登记、核对和导出月报，数据与以后的窗口通用。"</p>
                <code>"branchbook --help"</code>
            </section>
            <footer>
                <span>"不联网 · 数据只在本机"</span>
                <span>{format!("版本 {VERSION}")}</span>
            </footer>
        </main>
    }
}

/// The seal, the name and whom it is for.
#[component]
fn Brand() -> impl IntoView {
    view! {
        <header>
            <span class="seal" aria-hidden="true">"台"</span>
            <div>
                <h1>"支部台账"</h1>
                <p class="lead">"社区党支部的党员、双报到、组织生活与积分"</p>
            </div>
        </header>
    }
}
