//! `branchbook`: the desk without a window, for technicians and scripts.
//! Exit code 0: done; 1: refused, nothing changed; 2: wrong usage.

mod args;
mod bar;
mod clock;
mod command;
mod output;
mod secret;
mod session;

use std::process::ExitCode;

use clap::Parser as _;

use args::Arguments;
use session::{Failure, Session};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let is_json = arguments.is_json;
    let outcome = Session::begin(&arguments).and_then(|mut session| {
        let outcome = command::run(&mut session, arguments.command);
        // Closing folds the log in; its failure must not hide the first one.
        outcome.and(session.end())
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure, is_json),
    }
}

fn report(failure: &Failure, is_json: bool) -> ExitCode {
    match failure {
        Failure::Refused(error) => output::error(error, is_json),
        Failure::Usage(sentence) => output::usage(sentence),
    }
    ExitCode::from(failure.code())
}
