//! The desk in a window: opens the page that is built into the program and answers what it calls.
//! No rule, no SQL and no work on files of the book here; the desk does that.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod call;
#[cfg(feature = "drive")]
mod drive;
mod frame;
mod module;
mod options;
mod pick;
mod place;
mod single;
mod system;

use std::error::Error;
use std::sync::Arc;

use branchbook_desk::log;
use branchbook_desk::room::Room;
use options::Options;
use place::Place;
use tauri::{App, Manager, WindowEvent};

fn main() -> Result<(), Box<dyn Error>> {
    #[cfg(target_os = "linux")]
    prepare_webkit();
    let options = Options::parse(std::env::args_os().skip(1))?;
    let context = tauri::generate_context!();
    let module = module::unpack(context.assets());
    tauri::Builder::default()
        // First of all: a second start must end before it touches anything.
        .plugin(single::plugin(&options))
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| open(app, &options, module))
        .invoke_handler(tauri::generate_handler![
            call::call,
            call::cancel,
            pick::pick,
            system::reveal,
            system::print
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                frame::close(window);
            }
        })
        .run(context)?;
    Ok(())
}

fn open(app: &mut App, options: &Options, module: Option<module::Unpacking>) -> Result<(), Box<dyn Error>> {
    let place = Place::find(app.path().app_local_data_dir()?, options);
    log::start(&place.log_dir());
    let room = Arc::new(Room::new(options.clock()?));
    app.manage(Arc::clone(&room));
    let dir = place.book_dir().display().to_string();
    std::thread::spawn(move || room.read_ahead(dir));
    frame::open(app, &place, module)?;
    app.manage(place);
    Ok(())
}

/// What WebKitGTK goes by, unless the person says otherwise. Called first in `main`, before GTK starts.
///
/// * Without a GPU the window can stay blank: WebKit must not use DMA-BUF there.
/// * A function is compiled to machine code when it has run this often, not after 150 times: at the start that would take
///   the second processor from the drawing of the first page.
#[cfg(target_os = "linux")]
fn prepare_webkit() {
    const SWITCHES: [(&str, &str); 2] =
        [("WEBKIT_DISABLE_DMABUF_RENDERER", "1"), ("JSC_thresholdForBBQOptimizeAfterWarmUp", "5000")];
    for (switch, value) in SWITCHES {
        if std::env::var_os(switch).is_none() {
            // SAFETY: no other thread exists yet, so nobody can be reading the environment.
            #[allow(unsafe_code)]
            unsafe {
                std::env::set_var(switch, value);
            }
        }
    }
}
