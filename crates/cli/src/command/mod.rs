//! The commands of the program, one module per noun.

pub mod activity;
pub mod book;
pub mod folio;
pub mod import;
pub mod imports;
pub mod meeting;
pub mod member;
pub mod month;
pub mod office;
pub mod parcel;
pub mod points;
pub mod record;
pub mod street;
pub mod unit;

use std::io::Read as _;

use branchbook_contract::domain::day::Day;
use branchbook_desk::error::{io_words, json_words};
use serde::de::DeserializeOwned;

use crate::args::Verb;
use crate::session::{Failure, Session};

/// Does what was asked.
pub fn run(session: &mut Session, verb: Verb) -> Result<(), Failure> {
    match verb {
        Verb::Init(init) => book::init(session, init),
        Verb::Status => book::status(session),
        Verb::Import(import) => import::run(session, import),
        Verb::Imports(imports) => imports::run(session, imports),
        Verb::Member(member) => member::run(session, member),
        Verb::Folio(folio) => folio::run(session, folio),
        Verb::Organisation(organisation) => office::organisations(session, &organisation),
        Verb::Unit(unit) => unit::run(session, unit),
        Verb::Activity(activity) => activity::run(session, activity),
        Verb::Meeting(meeting) => meeting::run(session, meeting),
        Verb::Points(points) => points::run(session, points),
        Verb::Month(month) => month::run(session, month),
        Verb::Check(check) => month::check(session, &check),
        Verb::Report(report) => month::report(session, report),
        Verb::Parcel(parcel) => parcel::run(session, parcel),
        Verb::Street(street) => street::run(session, street),
        Verb::Setting(setting) => office::settings(session, setting),
        Verb::Undo(undo) => book::undo(session, &undo),
        Verb::Backup(backup) => book::backup(session, backup),
        Verb::Restore(restore) => book::restore(session, restore),
        Verb::Verify => book::verify(session),
        Verb::Export(export) => book::export(session, export),
        Verb::Password(password) => book::password(session, &password),
        Verb::Demo(demo) => office::demo(session, demo),
        Verb::Call(call) => session.call_text(&call.name, &call.json),
    }
}

/// A coded value by its code or its Chinese label, for clap.
pub fn coded<T>(
    text: &str,
    read: fn(&str) -> Option<T>,
    labels: impl Iterator<Item = &'static str>,
) -> Result<T, String> {
    read(text).ok_or_else(|| format!("可以写：{}。", labels.collect::<Vec<_>>().join("、")))
}

/// A day, for clap.
pub fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| format!("「{text}」不是日期，请写成 2026-10-31 的样子。"))
}

/// A draft as JSON from a file, or from standard input for `-`.
pub fn draft<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    let mut text = String::new();
    let read = if path == "-" {
        std::io::stdin().read_to_string(&mut text).map(|_| ())
    } else {
        std::fs::read_to_string(path).map(|whole| text = whole)
    };
    read.map_err(|error| Failure::Usage(format!("“{path}”读不出来：{}。", io_words(&error))))?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::Usage(format!("“{path}”不是可用的草稿：{}。", json_words(&error))))
}

/// A value or a dash.
pub fn or_dash<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| value.to_string())
}
