//! Progress bars on a terminal; silence elsewhere.

use std::cell::RefCell;
use std::io::IsTerminal as _;
use std::time::Duration;

use branchbook_desk::progress::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The bar of the stage at work.
pub struct Bars {
    is_shown: bool,
    bar: RefCell<Option<(String, ProgressBar)>>,
}

impl Bars {
    /// Bars are shown on a terminal, unless the answer is JSON.
    pub fn new(is_json: bool) -> Self {
        Self { is_shown: !is_json && std::io::stderr().is_terminal(), bar: RefCell::new(None) }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some((_, bar)) = self.bar.borrow_mut().take() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bars {
    fn report(&self, stage: &str, done: u64, total: u64) -> bool {
        if self.is_shown {
            let mut slot = self.bar.borrow_mut();
            if slot.as_ref().is_none_or(|(known, _)| known != stage) {
                if let Some((_, bar)) = slot.take() {
                    bar.finish_and_clear();
                }
                *slot = Some((stage.to_owned(), new_bar(stage, total)));
            }
            if let Some((_, bar)) = slot.as_ref() {
                bar.set_length(total);
                bar.set_position(done);
            }
        }
        true
    }
}

fn new_bar(stage: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.set_message(stage.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
