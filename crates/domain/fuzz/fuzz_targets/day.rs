//! Any text as a date, and the eight first bytes as a serial number.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/office_cell/holds.rs"]
mod holds;

fuzz_target!(|bytes: &[u8]| {
    if let Some(number) = bytes.first_chunk() {
        holds::serial(f64::from_le_bytes(*number));
    }
    holds::day(&String::from_utf8_lossy(bytes));
});
