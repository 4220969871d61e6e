//! `branchbook`: the desk without a window, for technicians and scripts.
//! Exit code 0: done; 1: refused, nothing changed, or the answer could not be written; 2: wrong usage.

mod args;
mod bar;
mod clock;
mod command;
mod output;
mod secret;
mod session;
mod usage;

use std::process::ExitCode;

use session::{Failure, Session};

fn main() -> ExitCode {
    let arguments = match usage::parse() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let is_json = arguments.is_json;
    let outcome = Session::begin(&arguments).and_then(|mut session| {
        let outcome = command::run(&mut session, arguments.command);
        // Closing folds the log in; its failure must not hide the first one.
        outcome.and(session.end())
    });
    match outcome {
        Ok(()) if output::is_lost() => ExitCode::FAILURE,
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure, is_json),
    }
}

fn report(failure: &Failure, is_json: bool) -> ExitCode {
    match failure {
        Failure::Refused(error) => output::error(error, is_json),
        Failure::Usage(sentence) => output::usage(sentence, is_json),
    }
    ExitCode::from(failure.code())
}
