//! Small charts, drawn as SVG so that they print: labelled in words, with a table for the screen reader.

use crate::state::watch::shared;
use leptos::prelude::*;
use leptos::svg;

use super::tag::Tone;

/// A column of a distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// How many.
    pub value: i64,
    /// The number in words: `97 人`.
    pub said: String,
    /// Where its rows are.
    pub href: Option<String>,
}

const STEP: i64 = 42;
const COLUMN: i64 = 34;
const BASE: i64 = 98;
/// Of the highest column: its number in large type stands over it within the drawing.
const HEIGHT: i64 = 78;
const LEFT: i64 = 12;

/// A distribution: columns side by side, the highest in the accent colour with its number over it.
#[component]
pub fn Bars(
    /// What is distributed.
    #[prop(into)]
    label: String,
    /// The columns.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
) -> impl IntoView {
    let drawn = shared(move || {
        let bars = bars.get();
        let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
        let width = LEFT * 2 + STEP * i64::try_from(bars.len()).unwrap_or(0);
        let columns =
            bars.into_iter().enumerate().map(|(place, bar)| column(place, &bar, most)).collect_view();
        view! {
            <svg class="chart" viewBox=format!("0 0 {width} 118") role="img" aria-label=label.clone()>
                {columns}
                <line class="base" x1="6" x2=width - 6 y1="98.5" y2="98.5"/>
            </svg>
        }
    });
    view! { {drawn} }.into_any()
}

fn column(place: usize, bar: &Bar, most: i64) -> AnyView {
    let x = LEFT + STEP * i64::try_from(place).unwrap_or(0);
    let middle = x + COLUMN / 2;
    let height = if bar.value > 0 { (bar.value * HEIGHT / most).max(2) } else { 0 };
    let top = BASE - height;
    let is_most = bar.value == most;
    let title = format!("{}：{}", bar.label, bar.said);
    let number = is_most.then(|| view! { <text class="top" x=middle y=top - 4>{bar.said.clone()}</text> });
    let shape = view! {
        <g>
            <title>{title}</title>
            <rect class="hit" x=x y="0" width=COLUMN height="118"/>
            <rect class:most=is_most x=x y=top width=COLUMN height=height/>
            {number}
            <text x=middle y="113">{bar.label.clone()}</text>
        </g>
    };
    match bar.href.clone() {
        // The macro would take a link that stands alone for one of HTML, and an SVG shows nothing of that.
        Some(href) => svg::a().attr("href", href).child(shape).into_any(),
        None => shape.into_any(),
    }
}

/// A value over time: a line with the last value beside its end. Points are (label, value, number in words).
#[component]
pub fn Curve(
    /// What it shows.
    #[prop(into)]
    label: String,
    /// The points from left to right.
    #[prop(into)]
    points: Signal<Vec<(String, i64, String)>>,
) -> impl IntoView {
    let drawn = shared(move || {
        let points = points.get();
        let places = places(&points);
        let line = places.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
        let end = places.last().zip(points.last()).map(|((x, y), (.., said))| {
            view! {
                <circle class="most" cx=*x cy=*y r="3.5"/>
                <text class="top" x=*x - 6 y=*y - 8>{said.clone()}</text>
            }
        });
        let labels = marks(&points, &places);
        view! {
            <svg class="chart" viewBox="0 0 360 118" role="img" aria-label=label.clone()>
                <polyline points=line/>
                {end}
                <line class="base" x1="6" x2="352" y1="98.5" y2="98.5"/>
                {labels}
            </svg>
        }
    });
    view! { {drawn} }.into_any()
}

fn places(points: &[(String, i64, String)]) -> Vec<(i64, i64)> {
    let values = || points.iter().map(|(_, value, _)| *value);
    let (least, most) = (values().min().unwrap_or(0), values().max().unwrap_or(0));
    let (span, last) = ((most - least).max(1), i64::try_from(points.len()).unwrap_or(1).max(2) - 1);
    let place = |(at, value): (usize, i64)| {
        let x = 14 + i64::try_from(at).unwrap_or(0) * 324 / last;
        (x, 88 - (value - least) * 66 / span)
    };
    values().enumerate().map(place).collect()
}

/// About five labels below the line, the last one always.
fn marks(points: &[(String, i64, String)], places: &[(i64, i64)]) -> Vec<AnyView> {
    let each = (points.len() / 5).max(1);
    let last = points.len().saturating_sub(1);
    let is_marked = |at: &usize| (last - at).is_multiple_of(each);
    let mark = |at: usize| {
        let ((x, _), (label, ..)) = places.get(at).zip(points.get(at))?;
        Some(view! { <text x=*x y="113">{label.clone()}</text> }.into_any())
    };
    (0..points.len()).filter(is_marked).filter_map(mark).collect()
}

/// A part of a whole as a bar, with a mark where a threshold lies. What it means must stand beside it in words.
#[component]
pub fn Meter(
    /// What it measures, in words with its numbers.
    #[prop(into)]
    label: Signal<String>,
    /// The part, in hundredths of the whole.
    #[prop(into)]
    percent: Signal<i64>,
    /// Where the threshold lies, in hundredths of the whole.
    #[prop(optional, into)]
    mark: Signal<Option<i64>>,
    /// How it stands.
    #[prop(optional, into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    let at = |percent: i64| percent.clamp(0, 100);
    view! {
        <div class=move || format!("meter {}", tone.get().class()) role="img" aria-label=move || label.get()>
            <i style:width=move || format!("{}%", at(percent.get()))></i>
            {move || mark.get().map(|mark| view! { <u style:left=format!("{}%", at(mark))></u> })}
        </div>
    }
    .into_any()
}
