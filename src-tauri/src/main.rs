//! The desk in a window: opens the page that is built into the program. No rule, no SQL and no file access here.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    prepare_webkit();
    tauri::Builder::default().run(tauri::generate_context!())
}

/// On Linux without a GPU the window can stay blank: WebKit must not use DMA-BUF there, unless the person set it.
///
/// Called first in `main`, before GTK starts.
#[cfg(target_os = "linux")]
fn prepare_webkit() {
    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_none() {
        // SAFETY: no other thread exists yet, so nobody can be reading the environment.
        #[allow(unsafe_code)]
        unsafe {
            std::env::set_var(SWITCH, "1");
        }
    }
}
