//! `cargo xtask`: set-up, run, test, check and measure, the same on every machine and in continuous integration.
//! Depends on no crate of the product, so that it works before anything else compiles.
#![allow(clippy::print_stdout, clippy::print_stderr)] // a command-line tool speaks on the terminal

mod check;
mod demo;
mod exec;
mod icons;
mod lab;
mod page;
mod phases;
mod place;
mod setup;
mod test;

use std::process::ExitCode;

/// What a step answers: nothing, or the sentence that says what went wrong and what to do next.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "cargo xtask COMMAND

  run       install what is missing, then carry out the main job on a demo community and say where the workbook lies
  test      install what is missing, build the page and run every test
  setup     install what is missing, and nothing else
  check     format, clippy, documentation, dependency audit
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
    if !rest.is_empty() && !matches!(command, "bench" | "torture") {
        return Ok(false);
    }
    match command {
        "run" => demo::run()?,
        "test" => test::run()?,
        "setup" => drop(setup::ensure()?),
        "check" => check::run()?,
        "bench" => lab::bench(rest)?,
        "torture" => lab::torture(rest)?,
        "icons" => icons::draw_all()?,
        _ => return Ok(false),
    }
    Ok(true)
}
