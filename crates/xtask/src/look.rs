//! `cargo xtask look`: pictures of pages of the real window, for whoever works on them. Takes what is built already.

use crate::{Outcome, demo, exec, page, place, programs, setup};

/// Builds page and window first.
const BUILD: &str = "--build";
const BOOK: &str = "--book";

/// Opens the window on the demo (or `--book DIR`), goes through the addresses and steps, and takes a picture of each.
///
/// # Errors
/// When something does not compile or the window does not do what was asked.
pub fn run(arguments: &[String]) -> Outcome {
    let is_built = programs::has_driven() && programs::path("look").is_file();
    if !is_built || arguments.iter().any(|word| word == BUILD) {
        page::build(&setup::ensure()?)?;
        programs::build_driven()?;
    }
    let mut command = exec::program(programs::path("look"));
    if !arguments.iter().any(|word| word == BOOK) {
        command.arg(BOOK).arg(demo::find_or_make()?);
    }
    exec::run(command.args(arguments.iter().filter(|word| *word != BUILD)))?;
    eprintln!("The pictures lie in {}", place::target().join("screenshots").display());
    Ok(())
}
