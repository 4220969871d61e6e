//! The list of a folio: what can be done with it, its filters, its rows with what can be done with each.

use std::sync::Arc;

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::rule::Finding;
use branchbook_contract::folio::{
    FolioButton, FolioCell, FolioColumn, FolioFact, FolioPage, FolioRow, FolioShow, FolioTone,
};
use leptos::prelude::*;

use super::asked::{self, Chips, Ticked, Ways, over, turn};
use super::href;
use crate::address;
use crate::key::{self, Shortcut};
use crate::part::{
    Button, DayField, Empty, Entry, Fact, Facts, Filters, Head, Look, Menu, PRINTED, Pager, Search, Tag,
    Tone, head, print_whole, shown, tick, tick_head,
};
use crate::state::ask::{Ask, ask};
use crate::state::watch::{derived, effect, shared};
use crate::word;

/// Rows of a page.
const LIMIT: u32 = 100;
/// Bytes of a text that may break into lines: a dozen characters or so.
const LONG: usize = 40;
/// Buttons side by side; more would push the title or the row off the page.
const MOST: usize = 3;
/// The widest column, in characters, whose cells stay on one line where they fit.
const NARROW: u8 = 13;
/// What its edges take, in half characters.
const EDGES: usize = 3;

/// An act that is open: its name, and the row.
pub type Open = RwSignal<Option<(FolioButton, Option<i64>)>>;

#[component]
pub fn Folio(folio: String) -> impl IntoView {
    let open: Open = RwSignal::new(None);
    let name = StoredValue::new(folio);
    let is_whole = RwSignal::new(false);
    let wanted = derived(move || {
        let wanted = asked::wanted(&name.get_value(), &[]);
        match is_whole.get() {
            true => FolioShow { limit: u32::try_from(PRINTED).ok(), offset: 0, ..wanted },
            false => FolioShow { limit: Some(LIMIT), ..wanted },
        }
    });
    let ticked = Ticked::default();
    asked::untick(wanted, ticked);
    let page = ask(&[], move || wanted.get());
    let total = page.map(|page| page.total);
    print_whole(
        is_whole,
        move || total.get_untracked() as usize,
        move || page.get().is_some_and(|page| page.rows.len() == page.total as usize),
        move || page.has_failed(),
        Callback::new(move |()| is_whole.set(false)),
    );
    let pages = shared(move || {
        (total.get() > LIMIT && !is_whole.get()).then(|| {
            view! {
                <Pager total offset=derived(move || wanted.get().offset) limit=LIMIT
                    on_go=|from: u32| address::set(&[("from", (from > 0).then(|| from.to_string()))])/>
            }
        })
    });
    view! {
        <Title page open/>
        <section class="panel folio">
            <Bar page open ticked/>
            {shown(page, move |page| view! { <Body page open ticked/> })}
            {pages}
        </section>
        {over(open, wanted, ticked)}
    }
    .into_any()
}

#[component]
fn Title(page: Ask<FolioPage>, open: Open) -> impl IntoView {
    let head = page.map(|page| (page.title.clone(), Some(page.on), page.total));
    let title = derived(move || head.with(|(title, ..)| title.clone()));
    let note = move || {
        head.with(|(_, on, total)| on.map(|on| format!("截至 {on} · {} 条", word::number(i64::from(*total)))))
    };
    let subject = page.map(|page| page.subject.clone());
    let whose = shared(move || {
        let found = subject.get()?;
        let label = match found.opens {
            Some(link) => view! { <a href=href(&link)>{found.label}</a> }.into_any(),
            None => found.label.into_any(),
        };
        let all = |()| address::set(&[("subject", None), ("from", None)]);
        let all = (!found.is_only).then(|| view! { <Button look=Look::Quiet on_press=all>"看全部"</Button> });
        Some(view! { <span>"只看："{label}</span>{all} })
    });
    let acts = page.map(|page| page.acts.clone());
    key::on_one(Shortcut::Edit, move || {
        if let Some(first) = acts.get_untracked().into_iter().next() {
            open.set(Some((first, None)));
        }
    });
    let buttons = shared(move || offered(&acts.get(), None, open));
    view! {
        <Head title note=derived(move || note().unwrap_or_default())>
            {whose}
            <a class="btn" href="#/folio">"全部分册"</a>
            <Button on_press=|()| { key::press(Shortcut::Print); }>"打印"</Button>
            {buttons}
        </Head>
    }
    .into_any()
}

/// Words, day and filters.
#[component]
fn Bar(page: Ask<FolioPage>, open: Open, ticked: Ticked) -> impl IntoView {
    let (words, asked) = (address::param("q"), address::param_as::<Day>("on"));
    let day = RwSignal::new(asked.get_untracked());
    effect(move || day.set(asked.get()));
    effect(move || {
        let day = day.get();
        if asked.get_untracked() != day {
            address::settle(&[("on", day.map(|day| day.to_string())), ("from", None)]);
        }
    });
    let search = |text: String| address::settle(&[("q", Some(text.trim().to_owned())), ("from", None)]);
    let about = page.map(|page| page.about.clone());
    let label = page.map(|page| page.search.clone());
    view! {
        <div class="tools">
            <Search value=derived(move || words.get().unwrap_or_default()) on_search=search label/>
            <span class="muted about">{move || about.get()}</span>
            <label class="beside">"截至"<DayField value=day label="截至哪一天"/></label>
        </div>
        <Filters><Chips page/><Ways page open ticked/></Filters>
    }
    .into_any()
}

#[component]
fn Body(page: Arc<FolioPage>, open: Open, ticked: Ticked) -> impl IntoView {
    let facts = page.facts.iter().map(fact).collect_view();
    let has_acts = page.rows.iter().any(|row| !row.acts.is_empty());
    let order = address::param("sort");
    let one = |column: &FolioColumn| {
        let class = match (column.is_number, column.width) {
            (true, _) => "num",
            (false, 0) => "free",
            (false, _) => "",
        };
        let title = column.title.clone();
        head(title.clone(), (class, column.width), Some(title), order.into(), Some(turn.into()))
    };
    let table = (!page.rows.is_empty()).then(|| {
        let lines =
            page.rows.iter().map(|row| line(row, &page.columns, has_acts, (open, ticked))).collect_view();
        let acts = has_acts.then(|| view! { <th scope="col"><span class="unseen">"操作"</span></th> });
        view! {
            <table class="plain">
                <thead><tr>{tick_head()}{page.columns.iter().map(one).collect_view()}{acts}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        }
    });
    let empty = page.rows.is_empty().then(|| {
        let text = page.empty.clone();
        view! { <Empty title="这里没有记录" text/> }
    });
    let findings = page.findings.iter().map(finding).collect_view();
    view! {
        {(!page.facts.is_empty()).then(|| view! { <Facts>{facts}</Facts> })}
        {table}
        {empty}
        <ul class="findings">{findings}</ul>
    }
    .into_any()
}

fn fact(fact: &FolioFact) -> AnyView {
    let FolioFact { label, text } = fact.clone();
    view! { <Fact label>{text}</Fact> }.into_any()
}

/// What does not fit, with the article that says so.
fn finding(found: &Finding) -> AnyView {
    let source = found.rule.source.to_string();
    view! {
        <li><b>{found.level.label()}" "{found.subject.clone()}</b>" "{found.gap.clone()}" "{found.advice.clone()}
            <small class="muted">{source}</small></li>
    }
    .into_any()
}

fn line(row: &FolioRow, columns: &[FolioColumn], has_acts: bool, (open, ticked): (Open, Ticked)) -> AnyView {
    let key = row.row;
    let cells = row.cells.iter().zip(columns).map(|(cell, column)| {
        let class = match column.is_number {
            true => "num",
            false if fits(cell, column.width) => "",
            false => "wrap",
        };
        view! { <td class=class>{drawn(cell)}</td> }
    });
    let cells = cells.collect_view();
    let acts = has_acts.then(|| view! { <td class="row-acts">{offered(&row.acts, Some(key), open)}</td> });
    view! { <tr>{tick(ticked, Some(key), "0")}{cells}{acts}</tr> }.into_any()
}

/// Whether a cell of a narrow column stands on one line of it: names, days and words of a state are not broken, a text that
/// is longer than its column is.
fn fits(cell: &FolioCell, width: u8) -> bool {
    let halves = |text: &str| text.chars().map(|one| if one.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let room = if width > NARROW { 0 } else { 2 * usize::from(width) };
    halves(&cell.text).max(halves(&cell.note)) + EDGES <= room
}

/// What can be done: a few buttons, the rest in a menu; with the folio as a whole the first is the main one and stands, as
/// on every page, at the end.
fn offered(acts: &[FolioButton], row: Option<i64>, open: Open) -> AnyView {
    let one = |(at, act): (usize, &FolioButton)| {
        let (act, label) = (act.clone(), act.label.clone());
        let look = match (row, at) {
            (Some(_), _) => Look::Quiet,
            (None, 0) => Look::Main,
            (None, _) => Look::Plain,
        };
        view! { <Button look on_press=move |()| open.set(Some((act.clone(), row)))>{label}</Button> }
    };
    let entry = |act: &FolioButton| {
        let press = act.clone();
        Entry::new(act.label.clone(), move || open.set(Some((press.clone(), row))))
    };
    let (few, rest) = acts.split_at(MOST.min(acts.len()));
    let entries: Vec<_> = rest.iter().map(entry).collect();
    let more = (!entries.is_empty()).then(|| view! { <Menu label="更多" entries=Signal::stored(entries)/> });
    let mut few: Vec<_> = few.iter().enumerate().map(one).collect();
    if row.is_some() {
        return view! { {few}{more} }.into_any();
    }
    few.reverse();
    view! { {more}{few} }.into_any()
}

/// What stands in a cell.
pub fn drawn(cell: &FolioCell) -> AnyView {
    let text = if cell.text.is_empty() { word::DASH.to_owned() } else { cell.text.clone() };
    let shown = match (cell.tone, &cell.opens) {
        (Some(tone), _) => view! { <Tag tone=Signal::stored(tone_of(tone)) text/> }.into_any(),
        (None, Some(link)) => view! {
            <a href=href(link) on:click=|event| event.stop_propagation()>{text}</a>
        }
        .into_any(),
        (None, None) if text.len() > LONG => word::running(&text),
        (None, None) => text.into_any(),
    };
    let note = (!cell.note.is_empty()).then(|| view! { <small class="muted">{cell.note.clone()}</small> });
    view! { {shown}{note} }.into_any()
}

const fn tone_of(tone: FolioTone) -> Tone {
    match tone {
        FolioTone::Ok => Tone::Ok,
        FolioTone::Due => Tone::Due,
        FolioTone::Late => Tone::Late,
        FolioTone::Info => Tone::Info,
        FolioTone::Plain => Tone::None,
    }
}
