//! The screens: mounts the first page into the window. Holds no rule of its own and asks the desk for every fact.

mod welcome;

use leptos::prelude::mount_to_body;

fn main() {
    mount_to_body(welcome::Welcome);
}
