//! One window for each book: a second start brings the first window to the front and ends.

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Wry};

use crate::frame;
use crate::options::Options;

const NAME: &str = "app.branchbook.window";

/// The plugin, to be registered before every other.
pub fn plugin(options: &Options) -> TauriPlugin<Wry> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(name(options))
        .callback(|app: &AppHandle, _words, _folder| frame::show(app.get_webview_window(frame::MAIN)))
        .build()
}

/// On Linux another book is another program. On Windows the plugin knows one name only: there the first window wins.
fn name(options: &Options) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let Some(book) = &options.book else { return NAME.to_owned() };
    let mut hasher = DefaultHasher::new();
    book.hash(&mut hasher);
    format!("{NAME}.b{:016x}", hasher.finish())
}
