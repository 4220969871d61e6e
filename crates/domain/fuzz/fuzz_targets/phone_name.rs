//! Any text as the numbers of a telephone cell and as a name.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/office_cell/holds.rs"]
mod holds;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    holds::phone(&text);
    holds::name(&text);
});
