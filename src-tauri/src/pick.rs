//! Paths come from the person, through the dialogs of the system: the page never names a file by itself.

use std::path::PathBuf;

use branchbook_contract::{CallError, Code};
use serde::Deserialize;
use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::call;

/// What is to be chosen.
#[derive(Debug, Deserialize)]
struct Ask {
    #[serde(default)]
    title: String,
    mode: Mode,
    #[serde(default)]
    name: String,
    #[serde(default)]
    kinds: Vec<Sort>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    Open,
    OpenMany,
    Folder,
    Save,
}

/// One entry of the list of file kinds.
#[derive(Debug, Deserialize)]
struct Sort {
    label: String,
    extensions: Vec<String>,
}

/// Lets the person choose; answers a JSON list of paths, empty when nothing was chosen.
#[tauri::command]
pub async fn pick(window: WebviewWindow, ask: String) -> Result<String, String> {
    let work = move || {
        let ask = serde_json::from_str(&ask)
            .map_err(|_| CallError::new(Code::Malformed, "选择文件的请求不对。"))?;
        #[cfg(feature = "drive")]
        if let Some(answer) = crate::drive::answer() {
            return Ok(answer);
        }
        chosen(dialog(&window, &ask), ask.mode)
    };
    call::off_thread(work).await
}

fn dialog(window: &WebviewWindow, ask: &Ask) -> FileDialogBuilder<tauri::Wry> {
    let mut dialog = window.dialog().file().set_parent(window).set_title(&ask.title);
    if !ask.name.is_empty() {
        dialog = dialog.set_file_name(&ask.name);
    }
    ask.kinds.iter().fold(dialog, |dialog, sort| {
        let extensions: Vec<&str> = sort.extensions.iter().map(String::as_str).collect();
        dialog.add_filter(&sort.label, &extensions)
    })
}

fn chosen(dialog: FileDialogBuilder<tauri::Wry>, mode: Mode) -> Result<String, CallError> {
    let one = |path: Option<FilePath>| path.into_iter().collect();
    let paths: Vec<FilePath> = match mode {
        Mode::Open => one(dialog.blocking_pick_file()),
        Mode::OpenMany => dialog.blocking_pick_files().unwrap_or_default(),
        Mode::Folder => one(dialog.blocking_pick_folder()),
        Mode::Save => one(dialog.blocking_save_file()),
    };
    let paths: Option<Vec<String>> = paths.into_iter().map(text).collect();
    let paths =
        paths.ok_or_else(|| CallError::new(Code::Refused, "这个文件的名字程序读不出来，请改名后再选。"))?;
    serde_json::to_string(&paths).map_err(|_| CallError::new(Code::Broken, "选择文件时出错，请重试。"))
}

fn text(path: FilePath) -> Option<String> {
    path.into_path().ok().map(PathBuf::into_os_string)?.into_string().ok()
}
