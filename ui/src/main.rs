//! Mounts the screens into the window.

fn main() {
    leptos_whole::mount::mount_to_body(branchbook_ui::app::App);
}
