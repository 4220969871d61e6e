//! The screens. They hold no rule of their own and ask the desk for every fact; `README.md` beside this folder says
//! how a page is made.

pub mod address;
pub mod app;
pub mod frame;
pub mod ipc;
pub mod key;
pub mod page;
pub mod part;
pub mod read;
pub mod state;
pub mod word;
