//! One durable entry is exactly one fsync. The calls of the C library are counted by standing in for them, which
//! needs a test executable of its own and `unsafe`; Linux only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]
#![cfg(target_os = "linux")]
#![allow(unsafe_code)] // stands in for two functions of the C library

use std::sync::atomic::{AtomicU64, Ordering};

use branchbook_ledger::{LedgerError, Operation, OperationKind};
use branchbook_tests::office::{new_desk, person};

static SYNCS: AtomicU64 = AtomicU64::new(0);

unsafe extern "C" {
    fn syscall(number: std::ffi::c_long, ...) -> std::ffi::c_long;
}

#[cfg(target_arch = "x86_64")]
const FDATASYNC: std::ffi::c_long = 75;
#[cfg(target_arch = "aarch64")]
const FDATASYNC: std::ffi::c_long = 83;

fn counted(descriptor: std::ffi::c_int) -> std::ffi::c_int {
    SYNCS.fetch_add(1, Ordering::SeqCst);
    // SAFETY: the call takes a descriptor by value and touches no memory of ours.
    i32::try_from(unsafe { syscall(FDATASYNC, descriptor) }).unwrap_or(-1)
}

#[unsafe(no_mangle)]
extern "C" fn fdatasync(descriptor: std::ffi::c_int) -> std::ffi::c_int {
    counted(descriptor)
}

#[unsafe(no_mangle)]
extern "C" fn fsync(descriptor: std::ffi::c_int) -> std::ffi::c_int {
    counted(descriptor)
}

#[test]
fn one_entry_is_one_fsync() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = new_desk(&folder.path().join("book"), "2026-10-01");
    let book = desk.book_mut().unwrap();
    let mut write = |name: &str| {
        let before = SYNCS.load(Ordering::SeqCst);
        let written = book.write(&Operation::new(OperationKind::MemberAdd, "新增党员"), |writing| {
            writing.insert(&person(name))
        });
        written.map_err(|error: LedgerError| error.to_string()).unwrap();
        SYNCS.load(Ordering::SeqCst) - before
    };
    write("甲");
    let counts: Vec<u64> = (0..10).map(|at| write(&format!("人{at}"))).collect();
    assert_eq!(counts, [1; 10], "fsyncs of ten entries");
}
