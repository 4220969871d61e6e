//! Starts other programs, always from the root of the repository and with the completed search path.
//! Knows nothing of what they do.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::process::{Command, Output, Stdio};

use crate::{Outcome, place};

/// A program at the root of the repository.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place::root()).env("PATH", place::search_path());
    command
}

/// Cargo with these arguments, separated by spaces.
pub fn cargo(arguments: &str) -> Command {
    let mut command = program("cargo");
    command.args(arguments.split_whitespace());
    command
}

/// Runs to the end with the terminal attached.
///
/// # Errors
/// When it cannot start or ends with another code than 0.
pub fn run(command: &mut Command) -> Outcome {
    let shown = shown(command);
    eprintln!("$ {shown}");
    let status = command.status().map_err(|e| format!("`{shown}` could not be started: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{shown}` failed ({status}); its reasons are above")) }
}

/// What it writes to standard output, when it ends with code 0; nothing in every other case.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| text(&output))
}

/// What it writes to standard output; its errors go to the terminal.
///
/// # Errors
/// When it cannot start or ends with another code than 0.
pub fn capture(command: &mut Command) -> Outcome<String> {
    let shown = shown(command);
    eprintln!("$ {shown}");
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| format!("`{shown}` could not be started: {e}"))?;
    if output.status.success() {
        return Ok(text(&output));
    }
    Err(format!("`{shown}` failed ({}):\n{}", output.status, text(&output)))
}

/// Which of the two streams of a program is read along.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Runs to the end, shows everything, and remembers the lines that `keep` chose to keep.
///
/// `keep` gets the lines kept so far and the new one, without its line end.
///
/// # Errors
/// When it cannot start. An exit code other than 0 is part of the answer.
pub fn follow(
    command: &mut Command,
    stream: Stream,
    mut keep: impl FnMut(&mut VecDeque<String>, &str),
) -> Outcome<(bool, VecDeque<String>)> {
    let shown = shown(command);
    eprintln!("$ {shown}");
    match stream {
        Stream::Out => command.stdout(Stdio::piped()),
        Stream::Err => command.stderr(Stdio::piped()),
    };
    let mut child = command.spawn().map_err(|e| format!("`{shown}` could not be started: {e}"))?;
    let pipe: Option<Box<dyn Read>> = match stream {
        Stream::Out => child.stdout.take().map(|pipe| Box::new(pipe) as _),
        Stream::Err => child.stderr.take().map(|pipe| Box::new(pipe) as _),
    };
    let mut kept = VecDeque::new();
    for line in pipe.into_iter().flat_map(|pipe| BufReader::new(pipe).split(b'\n')).map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        keep(&mut kept, line.trim_end_matches('\r'));
    }
    let status = child.wait().map_err(|e| format!("`{shown}` was lost: {e}"))?;
    Ok((status.success(), kept))
}

/// Whether a person watches, so that colours are of use.
pub fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_an_error_that_names_it() {
        let why = run(cargo("no-such-subcommand").stderr(Stdio::null())).unwrap_err();
        assert!(why.contains("cargo no-such-subcommand"), "{why}");
    }

    #[test]
    fn an_answer_comes_without_its_line_end() {
        assert!(answer(&mut cargo("--version")).unwrap().starts_with("cargo "));
        assert_eq!(answer(&mut cargo("no-such-subcommand")), None);
    }

    #[test]
    fn following_keeps_the_chosen_lines() {
        let keep = |kept: &mut VecDeque<String>, line: &str| {
            if line.starts_with("cargo ") {
                kept.push_back(line.to_owned());
            }
        };
        let (went_well, kept) = follow(&mut cargo("--version"), Stream::Out, keep).unwrap();
        assert!(went_well);
        assert_eq!(kept.len(), 1, "one line begins so: {kept:?}");
    }
}
