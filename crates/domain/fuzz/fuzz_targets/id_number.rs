//! Any text as an ID number, and the eight first bytes as a numeric cell.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/office_cell/holds.rs"]
mod holds;

fuzz_target!(|bytes: &[u8]| {
    if let Some(number) = bytes.first_chunk() {
        holds::numeric_id(f64::from_le_bytes(*number));
    }
    holds::id_number(&String::from_utf8_lossy(bytes));
});
