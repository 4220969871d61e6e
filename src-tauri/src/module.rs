//! The program of the page, put into the page with the window. WebKitGTK takes what a shell serves in pieces of 8 KB, and
//! its page unpacks on the thread that draws: both stand in the way of the start. Elsewhere the page fetches it itself.

use std::io::{self, Read};
use std::thread::{self, JoinHandle};

use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::read::GzDecoder;
use tauri::{Assets, Runtime};

const PACKED: &str = "branchbook-ui_bg.wasm.gz";

/// Work that ends with a script for the page.
pub type Unpacking = JoinHandle<io::Result<String>>;

/// Begins to unpack it beside the start of the window system.
pub fn unpack<R: Runtime>(assets: &dyn Assets<R>) -> Option<Unpacking> {
    let packed = cfg!(target_os = "linux").then(|| assets.get(&PACKED.into())).flatten()?.into_owned();
    Some(thread::spawn(move || script(&packed)))
}

/// The script; without an unpacked module in it the page goes its own way.
pub fn script_of(unpacking: Option<Unpacking>) -> String {
    let script = unpacking.map(JoinHandle::join);
    if let Some(Err(_) | Ok(Err(_))) = script {
        tracing::warn!("the module could not be unpacked; the page fetches it");
    }
    script.and_then(|script| script.ok()?.ok()).unwrap_or_default()
}

fn script(packed: &[u8]) -> io::Result<String> {
    let mut module = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut module)?;
    let text = BASE64_STANDARD.encode(module);
    Ok(format!(
        "if (Uint8Array.fromBase64) window.branchbookModule = WebAssembly.compile(Uint8Array.fromBase64('{text}'));"
    ))
}
