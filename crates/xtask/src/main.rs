//! `cargo xtask`: set-up, run, test, check and measure, the same on every machine and in continuous integration.
//! Depends on no crate of the product, so that it works before anything else compiles.
#![allow(clippy::print_stdout, clippy::print_stderr)] // a command-line tool speaks on the terminal

mod check;
mod demo;
mod exec;
mod icons;
mod lab;
mod look;
mod package;
mod page;
mod phases;
mod place;
mod programs;
mod setup;
mod test;

use std::process::ExitCode;

/// What a step answers: nothing, or the sentence that says what went wrong and what to do next.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "cargo xtask COMMAND

  run       install what is missing, carry out the main job on a demo community, say where the workbook lies, and open
            the window on it
  test      install what is missing, build the page and run every test
  setup     install what is missing, and nothing else
  check     format, clippy, documentation, dependency audit
  look      pictures of pages of the real window: look [--build] [--book DIR] [--size 1366x768] ADDRESS|STEP …
            (steps: click:ROLE=NAME, fill:LABEL=TEXT, press:Ctrl+S, wait:TEXT, picture:NAME)
  package   build the installer of this system, try it, and take it away again; with --debug from what the tests built
  bench     measure beside the floor, in release                        (arguments are passed on)
  torture   long crash campaigns                                        (arguments are passed on)
  icons     draw assets/icons again";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match carry_out(&command, &rest) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(why) => {
            eprintln!("\nxtask {command}: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one command. `Ok(false)` when there is no such command.
fn carry_out(command: &str, rest: &[String]) -> Outcome<bool> {
    if !rest.is_empty() && !matches!(command, "bench" | "torture" | "look" | "package") {
        return Ok(false);
    }
    match command {
        "run" => demo::run()?,
        "test" => test::run()?,
        "setup" => drop(setup::ensure()?),
        "check" => check::run()?,
        "look" => look::run(rest)?,
        "package" => package::run(rest)?,
        "bench" => lab::bench(rest)?,
        "torture" => lab::torture(rest)?,
        "icons" => icons::draw_all()?,
        _ => return Ok(false),
    }
    Ok(true)
}
