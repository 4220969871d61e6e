//! Printing a list of which only a part is drawn. It knows neither table nor folio: they tell when all rows are there.

use leptos::prelude::*;

use super::dialog;
use crate::key::{self, Shortcut};
use crate::state::watch::effect;
use crate::state::{act, notice};

/// Rows that are printed at most; a page holds about forty.
pub const PRINTED: usize = 5000;

/// Paper does not scroll: before the page is printed, all rows that are listed are asked for and drawn. They are printed
/// from the page, and not from an export of the desk, because this is what the person sees: with this filter, this order
/// and these columns. They stay drawn until the list changes, since nothing says reliably when a printer has had enough.
/// `is_there` tells whether all of them are drawn, `has_failed` whether they cannot be had; both follow the list. Where
/// nothing comes of it, it is told: nothing is printed later, when nobody asks. `put_back` draws the list as it was, and
/// asks for no more than it did.
pub fn print_whole(
    is_whole: RwSignal<bool>,
    count: impl Fn() -> usize + 'static,
    is_there: impl Fn() -> bool + 'static,
    has_failed: impl Fn() -> bool + 'static,
    put_back: Callback<()>,
) {
    let is_asked = StoredValue::new(false);
    // Whether what has failed was asked for by this print: trouble of before stands until the new question is put.
    let is_put = RwSignal::new(false);
    key::on(move |asked| {
        // A dialog is printed instead of the page below it.
        if asked != Shortcut::Print || dialog::is_open() {
            return false;
        }
        if count() > PRINTED {
            notice::fail("名单太长，一次最多打印 5,000 行。请先筛选，或者导出成表格再打印。");
        } else {
            is_asked.set_value(true);
            is_put.set(false);
            is_whole.set(true);
            // All that follows from it was done by then. The page may be gone, too.
            request_animation_frame(move || {
                is_put.try_set(true);
            });
        }
        true
    });
    effect(move || {
        let is_there = is_there();
        if !is_whole.get() {
            return;
        }
        match is_asked.get_value() {
            true if is_there => {
                is_asked.set_value(false);
                request_animation_frame(move || act::print_or(Some(put_back)));
            }
            true if is_put.get() && has_failed() => {
                is_asked.set_value(false);
                put_back.run(());
                notice::fail("没有打印：名单没有读全。请再试一次。");
            }
            true => {}
            false => put_back.run(()),
        }
    });
}
