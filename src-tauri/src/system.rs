//! What the page asks of the system: show a file in its folder, print.

use std::path::Path;

use branchbook_contract::{CallError, Code};
use tauri::WebviewWindow;

use crate::call;

/// Shows a file in the file manager of the system.
#[tauri::command]
pub async fn reveal(path: String) -> Result<(), String> {
    call::off_thread(move || show(Path::new(&path))).await
}

fn show(path: &Path) -> Result<(), CallError> {
    if !path.exists() {
        return Err(CallError::new(
            Code::Refused,
            format!("“{}”已经不在那里了，可能被移走或删除。", path.display()),
        ));
    }
    tauri_plugin_opener::reveal_item_in_dir(path).map_err(|_| {
        CallError::new(Code::Refused, format!("这台电脑打不开文件夹窗口。文件在：{}", path.display()))
    })
}

/// Prints the page as it stands, through the dialog of the system.
#[tauri::command]
#[allow(clippy::needless_pass_by_value, reason = "the arguments of a command are handed over")]
pub fn print(window: WebviewWindow) -> Result<(), String> {
    let refused = || CallError::new(Code::Refused, "打不开打印窗口。请检查打印机后重试。");
    window.print().map_err(|_| serde_json::to_string(&refused()).unwrap_or_default())
}
