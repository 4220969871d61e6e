//! A look at the demo: a street with its communities in a folder of their own. The own book stays untouched.

use branchbook_contract::book::{BookGlance, BookOpen, BookPeek, BookStatus};
use branchbook_contract::demo::{DemoMade, DemoMake};
use leptos::prelude::*;

use crate::part::Button;
use crate::state::act::Act;
use crate::state::{state, version};

/// The community that the demo begins with, and its street.
const OFFICES: [&str; 2] = ["银河社区", "明湖街道"];

/// Opens the demo; makes it first if it is not there.
#[component]
pub fn DemoButton(
    /// What carries it out; the page shows its progress and error.
    act: Act,
) -> impl IntoView {
    view! { <Button busy=act.busy() on_press=move |()| open(act, OFFICES[0])>"先看看演示"</Button> }
        .into_any()
}

/// Switches between the offices of the demo, and back to the own book.
#[component]
pub fn DemoSwitch(
    /// What carries it out.
    act: Act,
) -> impl IntoView {
    let office = |name: &'static str| {
        view! { <Button busy=act.busy() on_press=move |()| open(act, name)>{format!("演示：{name}")}</Button> }
    };
    let back = move |()| enter(act, state().session.launch.get_untracked().book_dir, true);
    let is_demo = move || is_demo();
    view! {
        <div class="line">
            {OFFICES.into_iter().map(office).collect_view()}
            {move || is_demo().then(|| view! { <Button on_press=back>"退出演示"</Button> })}
        </div>
    }
    .into_any()
}

/// Whether the open book is one of the demo.
pub fn is_demo() -> bool {
    let session = state().session;
    let demo = session.launch.with(|launch| launch.demo_dir.clone());
    session.status.with(|status| status.as_ref().is_some_and(|status| status.dir.starts_with(&demo)))
}

fn open(act: Act, office: &'static str) {
    let root = state().session.launch.get_untracked().demo_dir;
    let dir = format!("{root}/{office}");
    act.send(&BookPeek { dir: dir.clone() }, move |glance: BookGlance| {
        // The first act has to end before the next one can be sent.
        request_animation_frame(move || match glance.is_there {
            true => enter(act, dir, false),
            false => act.send(&DemoMake { dir: root }, move |_: DemoMade| {
                request_animation_frame(move || enter(act, dir, false));
            }),
        });
    });
}

fn enter(act: Act, dir: String, is_own: bool) {
    let request = BookOpen { dir, password: None, recovery_code: None, operator: None };
    let looks_again = move || leptos::task::spawn_local(crate::app::begin());
    if is_own {
        // The own book may ask for its password, or not be there yet.
        act.send(&branchbook_contract::book::BookClose {}, move |()| looks_again());
        return;
    }
    act.send(&request, |status: BookStatus| {
        version::bump_all();
        state().session.enter(status);
        crate::address::go("");
    });
}
