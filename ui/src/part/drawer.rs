//! The record beside a table: a column of the panel on a wide screen, over the table on a narrow one. Esc closes.

use leptos::prelude::*;

use super::button::IconButton;
use super::icon::Icon;
use crate::key::{self, Shortcut};

/// A drawer; it is open as long as it is there.
#[component]
pub fn Drawer(
    /// Whose record it is, for the screen reader.
    #[prop(into)]
    label: Signal<String>,
    /// Esc, or the cross.
    #[prop(into)]
    on_close: Callback<()>,
    /// The record.
    children: Children,
) -> impl IntoView {
    key::on_one(Shortcut::Close, move || on_close.run(()));
    view! {
        <aside class="drawer" aria-label=move || label.get()>
            <div class="shut"><IconButton icon=Icon::Close label="关闭" on_press=on_close/></div>
            {children()}
        </aside>
    }
    .into_any()
}
