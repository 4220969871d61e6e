//! Mounts the screens into the window.

fn main() {
    leptos::mount::mount_to_body(branchbook_ui::app::App);
}
