//! What a shell may ask of the desk: commands, replies, errors, progress. Shared by the desk, the command line,
//! the tests and, compiled to wasm, the screens. It must not know how anything is done.
//!
//! A new command is three steps: its request and reply in the module of its noun, one line in [`list`], and a
//! `Handle` for it in the desk; until the third is there the desk does not compile.

pub mod account;
pub mod activity;
pub mod book;
pub mod command;
pub mod demo;
pub mod error;
pub mod folio;
pub mod home;
pub mod import;
pub mod intake;
pub mod keyed;
pub mod kind;
pub mod list;
pub mod meeting;
pub mod member;
pub mod month;
pub mod offer;
pub mod organisation;
pub mod parcel;
pub mod people;
pub mod points;
pub mod report;
pub mod report_in;
pub mod service;
pub mod setting;
pub mod street;
pub mod unit;

/// The nouns that requests and replies are made of, for shells that need no more of the domain.
pub use branchbook_domain as domain;
pub use command::{Command, Reply};
pub use error::{CallError, Code, FieldError};
pub use kind::Kind;
