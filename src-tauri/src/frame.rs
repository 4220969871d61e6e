//! The window itself: opened where it was closed last, and closed only after the book.

use std::fs;
use std::sync::Arc;

use branchbook_desk::room::Room;
use serde::{Deserialize, Serialize};
use tauri::{App, Manager, Monitor, WebviewWindow, WebviewWindowBuilder, Window};

use crate::module::{self, Unpacking};
use crate::place::Place;

/// The one window.
pub const MAIN: &str = "main";

/// Where the window stood, in pixels independent of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Bounds {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    is_maximized: bool,
}

/// Opens the window as it was closed last, or in the middle of the screen.
pub fn open(app: &App, place: &Place, module: Option<Unpacking>) -> tauri::Result<()> {
    let Some(config) = app.config().app.windows.first() else { return Err(tauri::Error::WindowNotFound) };
    #[cfg(feature = "drive")]
    let config = &crate::drive::adapted(config);
    let mut builder = WebviewWindowBuilder::from_config(app, config)?.prevent_overflow();
    #[cfg(feature = "drive")]
    let module = module.filter(|_| crate::drive::brings_module());
    builder = builder.initialization_script(place.script()).initialization_script(module::script_of(module));
    let bounds =
        remembered(place).filter(|bounds| is_visible(*bounds, &app.available_monitors().unwrap_or_default()));
    if let Some(bounds) = bounds {
        builder = builder.inner_size(bounds.width, bounds.height).maximized(bounds.is_maximized);
        builder = builder.position(bounds.x, bounds.y);
    }
    #[cfg(feature = "drive")]
    let builder = crate::drive::watched(builder);
    builder.build().map(drop)
}

/// Brings the window to the front.
pub fn show(window: Option<WebviewWindow>) {
    let Some(window) = window else { return };
    let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if shown.is_err() {
        tracing::warn!("the window did not come to the front");
    }
}

/// Remembers where the window stood, takes it off the screen, and ends the program as soon as the book is closed.
pub fn close(window: &Window) {
    let app = window.app_handle().clone();
    remember(window, &app.state::<Place>());
    if window.hide().is_err() {
        tracing::warn!("the window stays until the book is closed");
    }
    let room = Arc::clone(&app.state::<Arc<Room>>());
    // Work that runs is asked to stop and leaves everything as it was; waiting for it must not freeze the window.
    std::thread::spawn(move || {
        room.close();
        app.exit(0);
    });
}

fn remembered(place: &Place) -> Option<Bounds> {
    serde_json::from_slice(&fs::read(place.frame_file()).ok()?).ok()
}

fn remember(window: &Window, place: &Place) {
    let written = bounds(window).and_then(|bounds| {
        let before = remembered(place);
        // A maximised window keeps the size that it goes back to.
        let kept = before.filter(|_| bounds.is_maximized).map(|old| Bounds { is_maximized: true, ..old });
        fs::write(place.frame_file(), serde_json::to_vec(&kept.unwrap_or(bounds)).ok()?).ok()
    });
    if written.is_none() {
        tracing::warn!("the size of the window is not remembered");
    }
}

fn bounds(window: &Window) -> Option<Bounds> {
    let scale = window.scale_factor().ok()?;
    let (at, size) = (window.outer_position().ok()?, window.inner_size().ok()?);
    let (at, size) = (at.to_logical::<f64>(scale), size.to_logical::<f64>(scale));
    let is_maximized = window.is_maximized().unwrap_or_default();
    Some(Bounds { x: at.x, y: at.y, width: size.width, height: size.height, is_maximized })
}

/// Whether the title bar can be taken hold of: a second screen may be gone today.
fn is_visible(bounds: Bounds, monitors: &[Monitor]) -> bool {
    const HANDLE: f64 = 80.0;
    monitors.iter().any(|monitor| {
        let scale = monitor.scale_factor();
        let (at, size) =
            (monitor.position().to_logical::<f64>(scale), monitor.size().to_logical::<f64>(scale));
        let is_across = bounds.x + bounds.width > at.x + HANDLE && bounds.x < at.x + size.width - HANDLE;
        is_across && bounds.y >= at.y - 1.0 && bounds.y < at.y + size.height - HANDLE
    })
}
