//! The real window: opened on a screen without a monitor, driven through its WebDriver, photographed into
//! `target/screenshots`. Each test has a window of its own; `cargo xtask test` runs them one after another.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod composing;
mod demo;
mod every_address;
mod exceptions;
mod forms;
mod hand;
mod home;
mod lists;
mod month;
mod paper;
mod records;
mod register;
mod shell;
