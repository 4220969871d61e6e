//! The commands of the program, one module per noun.

pub mod book;

use crate::args::Verb;
use crate::session::{Failure, Session};

/// Does what was asked.
pub fn run(session: &mut Session, verb: Verb) -> Result<(), Failure> {
    match verb {
        Verb::Init(init) => book::init(session, init),
        Verb::Status => book::status(session),
        Verb::Undo(undo) => book::undo(session, &undo),
        Verb::Backup(backup) => book::backup(session, backup),
        Verb::Restore(restore) => book::restore(session, restore),
        Verb::Verify => book::verify(session),
        Verb::Export(export) => book::export(session, export),
        Verb::Password(password) => book::password(session, &password),
        Verb::Call(call) => session.call_text(&call.name, &call.json),
    }
}
