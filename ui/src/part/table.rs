//! A table that holds any number of rows: only those in sight are in the page, and the desk is asked for the rows
//! around them. Fixed rows, sticky head, order, choice of several, ↑ ↓ and Enter. It knows no record: the page says
//! how many rows there are, their keys, and what stands in a cell.

use std::sync::Arc;

use js_sys::Number;
use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::whole::print_whole;
use crate::key;
use crate::sort::Keys;
use crate::state::ask::Window;
use crate::state::watch::{effect, memo, shared};

/// Rows that are asked for at a time.
const PAGE: u32 = 150;
/// The window moves in steps of this many rows.
const STEP: u32 = 50;
/// Rows kept above and below what is seen.
const MARGIN: usize = 6;
/// The height of a row until it is measured.
const ROW: f64 = 38.0;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its key: the page's `cell` goes by it.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its width in characters; 0 shares what is left.
    pub width: u8,
    /// `num`, `c` or nothing.
    pub class: &'static str,
    /// The word of the order that a press on the title asks for.
    pub order: Option<&'static str>,
}

impl Column {
    /// A column of texts.
    pub const fn text(key: &'static str, title: &'static str, width: u8) -> Self {
        Self { key, title, width, class: "", order: None }
    }

    /// A column of figures.
    pub const fn figure(key: &'static str, title: &'static str, width: u8) -> Self {
        Self { class: "num", ..Self::text(key, title, width) }
    }

    /// A column of short words in the middle.
    pub const fn middle(key: &'static str, title: &'static str, width: u8) -> Self {
        Self { class: "c", ..Self::text(key, title, width) }
    }

    /// Lets the title ask for an order.
    #[must_use]
    pub const fn ordered(mut self, order: &'static str) -> Self {
        self.order = Some(order);
        self
    }
}

/// What draws a cell: the place of the row in what is at hand, and the key of the column.
type Cell = Arc<dyn Fn(usize, &'static str) -> AnyView + Send + Sync>;

/// The rows at hand.
#[derive(Clone)]
pub struct Rows {
    total: usize,
    offset: usize,
    keys: Arc<[i64]>,
    cell: Cell,
}

impl Rows {
    /// `total` rows, of which those with `keys` are at hand, the first of them after `offset` others.
    pub fn new(
        total: u32,
        offset: u32,
        keys: impl IntoIterator<Item = i64>,
        cell: impl Fn(usize, &'static str) -> AnyView + Send + Sync + 'static,
    ) -> Self {
        let keys: Arc<[i64]> = keys.into_iter().collect();
        Self { total: total as usize, offset: offset as usize, keys, cell: Arc::new(cell) }
    }

    /// All rows at hand.
    pub fn all(
        keys: impl IntoIterator<Item = i64>,
        cell: impl Fn(usize, &'static str) -> AnyView + Send + Sync + 'static,
    ) -> Self {
        let rows = Self::new(0, 0, keys, cell);
        Self { total: rows.keys.len(), ..rows }
    }

    fn key(&self, place: usize) -> Option<i64> {
        self.keys.get(place.checked_sub(self.offset)?).copied()
    }
}

/// What a table remembers; the page makes it and hands `window` to its question.
#[derive(Clone, Copy)]
pub struct TableState {
    /// The rows that should be at hand.
    pub window: RwSignal<Window>,
    /// Keys of the rows that are ticked.
    pub ticked: RwSignal<Keys<i64>>,
    /// Whether all rows are drawn, as on paper.
    is_whole: RwSignal<bool>,
    /// The row of the keyboard.
    cursor: RwSignal<Option<usize>>,
    /// The first pixel in sight, and how many are.
    sight: RwSignal<(f64, f64)>,
    row: RwSignal<f64>,
    node: NodeRef<html::Div>,
}

impl Default for TableState {
    fn default() -> Self {
        Self::new()
    }
}

impl TableState {
    /// A table at its first row.
    pub fn new() -> Self {
        Self {
            window: RwSignal::new(Window { offset: 0, limit: PAGE }),
            ticked: RwSignal::new(Keys::default()),
            is_whole: RwSignal::new(false),
            cursor: RwSignal::new(None),
            sight: RwSignal::new((0.0, 800.0)),
            row: RwSignal::new(ROW),
            node: NodeRef::new(),
        }
    }

    /// Goes back to the first row: other filter, other order.
    pub fn rewind(self) {
        if let Some(node) = self.node.get_untracked() {
            node.set_scroll_top(0);
        }
        self.cursor.set(None);
        self.window.set(Window { offset: 0, limit: PAGE });
    }

    /// Unticks every row.
    pub fn untick(self) {
        self.ticked.update(Keys::clear);
    }

    /// First and last place in sight, with the margin.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels are small and positive"
    )]
    fn span(self, total: usize) -> (usize, usize) {
        if self.is_whole.get() {
            return (0, total);
        }
        let ((top, height), row) = (self.sight.get(), self.row.get());
        let first = (top / row) as usize;
        let last = ((top + height) / row) as usize + 1;
        (first.saturating_sub(MARGIN).min(total), (last + MARGIN).min(total))
    }

    fn measure(self) {
        // Asked for the next frame, it may come when the page is gone already.
        let Some(known) = self.row.try_get_untracked() else { return };
        let Some(node) = self.node.get_untracked() else { return };
        self.sight.set((f64::from(node.scroll_top()), f64::from(node.client_height())));
        let row = node
            .query_selector("tbody tr.row")
            .ok()
            .flatten()
            .map(|row| row.get_bounding_client_rect().height());
        if let Some(row) = row.filter(|row| (*row - known).abs() > 0.5 && *row > 1.0) {
            self.row.set(row);
        }
    }

    /// Asks for other rows when those in sight come near the end of those at hand.
    fn follow(self, (first, last): (usize, usize)) {
        let (first, last) = (u32::try_from(first).unwrap_or(0), u32::try_from(last).unwrap_or(0));
        let Window { offset, limit } = self.window.get_untracked();
        if first < offset || last > offset + limit {
            let offset = (first / STEP * STEP).saturating_sub(STEP);
            self.window.set(Window { offset, limit: PAGE.max(last.saturating_sub(offset)) });
        }
    }

    /// Draws no more than what is in sight again, and asks for no more: a list was printed, or was not.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels are small and positive"
    )]
    fn shrink(self) {
        self.is_whole.set(false);
        let ((top, _), row) = (self.sight.get_untracked(), self.row.get_untracked());
        let first = (top / row) as u32;
        self.window.set(Window { offset: (first / STEP * STEP).saturating_sub(STEP), limit: PAGE });
    }

    /// Moves the row of the keyboard and keeps it in sight.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "far below 2^31 pixels")]
    fn move_to(self, place: usize) {
        self.cursor.set(Some(place));
        let (row, (top, height)) = (self.row.get_untracked(), self.sight.get_untracked());
        let at = place as f64 * row;
        let Some(node) = self.node.get_untracked() else { return };
        if at < top {
            node.set_scroll_top(at as i32);
        } else if at + row * 2.0 > top + height {
            node.set_scroll_top((at + row * 2.0 - height) as i32);
        }
    }
}

/// What a table is besides its rows.
#[derive(Clone, Copy)]
struct Ways {
    columns: StoredValue<Vec<Column>>,
    rows: Signal<Option<Rows>>,
    state: TableState,
    current: Signal<Option<i64>>,
    on_open: Option<Callback<i64>>,
    can_tick: bool,
}

/// A table.
#[component]
pub fn Table(
    /// What it lists.
    #[prop(into)]
    label: String,
    /// Its columns.
    columns: Vec<Column>,
    /// The rows at hand.
    #[prop(into)]
    rows: Signal<Option<Rows>>,
    /// What it remembers.
    state: TableState,
    /// Whether the rows that it wants could not be had.
    #[prop(optional, into)]
    has_failed: Signal<bool>,
    /// The key of the row whose record is open.
    #[prop(optional, into)]
    current: Signal<Option<i64>>,
    /// Opens the record of a row.
    #[prop(optional, into)]
    on_open: Option<Callback<i64>>,
    /// Whether rows can be ticked.
    #[prop(optional)]
    can_tick: bool,
    /// The word of the present order.
    #[prop(optional, into)]
    order: Signal<Option<String>>,
    /// Asks for another order.
    #[prop(optional, into)]
    on_order: Option<Callback<String>>,
) -> impl IntoView {
    let columns = StoredValue::new(columns);
    let ways = Ways { columns, rows, state, current, on_open, can_tick };
    let total = memo(move || rows.with(|rows| rows.as_ref().map_or(0, |rows| rows.total)));
    let span = memo(move || state.span(total.get()));
    effect(move || state.follow(span.get()));
    effect(move || {
        rows.track();
        request_animation_frame(move || state.measure());
    });
    drop_listener(window_event_listener(leptos::ev::resize, move |_| state.measure()));
    print_whole(
        state.is_whole,
        move || rows.with_untracked(|rows| rows.as_ref().map_or(0, |rows| rows.total)),
        move || rows.with(|rows| rows.as_ref().is_some_and(|rows| rows.keys.len() == rows.total)),
        move || has_failed.get(),
        Callback::new(move |()| state.shrink()),
    );
    view! {
        <div node_ref=state.node class="scroll" tabindex="0" role="region" aria-label=label
            on:scroll=move |_| state.measure() on:keydown=move |event| press(ways, &event)>
            <table class="grid" class:opens=on_open.is_some() aria-rowcount=move || (total.get() + 1).to_string()>
                <Heads ways order on_order/>
                <Body ways span total/>
            </table>
        </div>
    }
    .into_any()
}

fn drop_listener(handle: WindowListenerHandle) {
    on_cleanup(move || handle.remove());
}

#[component]
fn Heads(ways: Ways, order: Signal<Option<String>>, on_order: Option<Callback<String>>) -> impl IntoView {
    let one = move |column: Column| {
        let word = column.order.filter(|_| on_order.is_some()).map(str::to_owned);
        head(column.title.to_owned(), (column.class, column.width), word, order, on_order)
    };
    let tick = ways.can_tick.then(tick_head);
    view! { <thead><tr>{tick}{ways.columns.get_value().into_iter().map(one).collect_view()}</tr></thead> }
        .into_any()
}

/// The head of a column. Where it has a word of an order, a press asks for it; `-` before the word is the order from the
/// end.
pub fn head(
    title: String,
    (class, width): (&'static str, u8),
    word: Option<String>,
    order: Signal<Option<String>>,
    on_order: Option<Callback<String>>,
) -> AnyView {
    let width = if width > 0 { format!("{width}em") } else { "auto".to_owned() };
    let wanted = word.clone();
    let sort = memo(move || {
        let (order, word) = (order.get()?, wanted.as_deref()?);
        match order.strip_prefix('-') {
            Some(order) => (order == word).then_some("descending"),
            None => (order == word).then_some("ascending"),
        }
    });
    let inside = match word.zip(on_order) {
        Some((word, ask)) => view! {
            <button type="button" class="order" on:click=move |_| ask.run(word.clone())>{title}</button>
        }
        .into_any(),
        None => title.into_any(),
    };
    view! { <th class=class style:width=width scope="col" aria-sort=move || sort.get()>{inside}</th> }
        .into_any()
}

/// The head over ticks.
pub fn tick_head() -> AnyView {
    view! { <th class="tick" scope="col"><span class="unseen">"选择"</span></th> }.into_any()
}

/// The tick of a row: `-1` where the keys of the table tick it, `0` where the tabulator goes to it.
pub fn tick(ticked: RwSignal<Keys<i64>>, key: Option<i64>, reach: &'static str) -> AnyView {
    let is_ticked = shared(move || key.is_some_and(|key| ticked.with(|ticked| ticked.contains(&key))));
    view! {
        <td class="tick" on:click=|event| event.stop_propagation()>
            <input type="checkbox" tabindex=reach aria-label="选中这一行" prop:checked=is_ticked
                on:change=move |_| key.map_or((), |key| turn(ticked, key))/>
        </td>
    }
    .into_any()
}

/// Ticks a row, or unticks it.
fn turn(ticked: RwSignal<Keys<i64>>, key: i64) {
    ticked.update(|ticked| {
        if !ticked.remove(&key) {
            ticked.insert(key, ());
        }
    });
}

#[component]
fn Body(ways: Ways, span: Memo<(usize, usize)>, total: Memo<usize>) -> impl IntoView {
    // Rows that stand for other data are drawn anew; scrolling draws only the rows that come into sight.
    let generation = Memo::new(move |before: Option<&u32>| {
        ways.rows.track();
        before.map_or(0, |before| before.wrapping_add(1))
    });
    let places = move || {
        let (first, last) = span.get();
        let generation = generation.get();
        (first..last).map(|place| (generation, place)).collect::<Vec<_>>()
    };
    // The browser writes the number: it is the only one with a fraction, and our own way to write it is long.
    let gap = move |count: usize| {
        let height = Number::from(count as f64 * ways.state.row.get());
        format!("{}px", height.to_fixed(2).map(String::from).unwrap_or_default())
    };
    view! {
        <tbody>
            <tr class="gap" aria-hidden="true" style:height=move || gap(span.get().0)></tr>
            <For each=places key=|at| *at let:at><Row ways place=at.1/></For>
            <tr class="gap" aria-hidden="true" style:height=move || gap(total.get() - span.get().1.min(total.get()))></tr>
        </tbody>
    }
    .into_any()
}

#[component]
fn Row(ways: Ways, place: usize) -> impl IntoView {
    let key = ways.rows.with_untracked(|rows| rows.as_ref().and_then(|rows| rows.key(place)));
    let is_open = move || key.is_some() && ways.current.get() == key;
    let is_cursor = shared(move || ways.state.cursor.get() == Some(place));
    let press = move |_| {
        ways.state.cursor.set(Some(place));
        if let Some((key, open)) = key.zip(ways.on_open) {
            open.run(key);
        }
    };
    let tick = ways.can_tick.then(|| tick(ways.state.ticked, key, "-1"));
    view! {
        <tr class="row" class:sel=is_open class:cursor=is_cursor aria-rowindex=(place + 2).to_string()
            aria-selected=move || is_open().to_string() on:click=press>
            {tick}
            {cells(ways, place)}
        </tr>
    }
    .into_any()
}

fn cells(ways: Ways, place: usize) -> Vec<AnyView> {
    let rows = ways.rows.get_untracked();
    let at = rows.as_ref().filter(|rows| rows.key(place).is_some()).map(|rows| place - rows.offset);
    let draw = |column: &Column| {
        let inside = rows.as_ref().zip(at).map(|(rows, at)| (rows.cell)(at, column.key));
        view! { <td class=column.class>{inside}</td> }.into_any()
    };
    ways.columns.with_value(|columns| columns.iter().map(draw).collect())
}

fn press(ways: Ways, event: &KeyboardEvent) {
    if key::is_composing(event) || event.ctrl_key() || event.alt_key() {
        return;
    }
    let state = ways.state;
    let last = ways.rows.with_untracked(|rows| rows.as_ref().map_or(0, |rows| rows.total)).saturating_sub(1);
    let here = state.cursor.get_untracked();
    let from = here.unwrap_or(0);
    match event.key().as_str() {
        "ArrowDown" => state.move_to(here.map_or(0, |here| (here + 1).min(last))),
        "ArrowUp" => state.move_to(from.saturating_sub(1)),
        "PageDown" => state.move_to((from + 12).min(last)),
        "PageUp" => state.move_to(from.saturating_sub(12)),
        "Home" => state.move_to(0),
        "End" => state.move_to(last),
        "Enter" => at_cursor(ways, |key| ways.on_open.map_or((), |open| open.run(key))),
        " " if ways.can_tick => at_cursor(ways, |key| turn(state.ticked, key)),
        _ => return,
    }
    event.prevent_default();
}

fn at_cursor(ways: Ways, deed: impl FnOnce(i64)) {
    let place = ways.state.cursor.get_untracked();
    let key =
        ways.rows.with_untracked(|rows| rows.as_ref().zip(place).and_then(|(rows, place)| rows.key(place)));
    if let Some(key) = key {
        deed(key);
    }
}
