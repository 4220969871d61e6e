//! A sheet of A4 as the desk lays it out, with the way to print it.

use branchbook_contract::folio::{Paper, PaperPart};
use leptos::prelude::*;

use crate::part::{Button, Look};
use crate::state::act;

#[component]
pub fn Sheet(
    /// The sheet.
    paper: Paper,
) -> impl IntoView {
    view! {
        <div class="acts"><Button look=Look::Main on_press=|()| act::print()>"打印"</Button></div>
        <article class="paper">
            <h1>{paper.title}</h1>
            {paper.parts.into_iter().map(part).collect_view()}
        </article>
    }
    .into_any()
}

fn part(part: PaperPart) -> AnyView {
    match part {
        PaperPart::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        PaperPart::Text(text) => view! { <p>{text}</p> }.into_any(),
        PaperPart::Facts(facts) => {
            let one = |(label, text): (String, String)| view! { <dt>{label}</dt><dd>{text}</dd> };
            view! { <dl class="kv">{facts.into_iter().map(one).collect_view()}</dl> }.into_any()
        }
        PaperPart::Table(titles, rows) => table(titles, rows),
        PaperPart::Signs(lines) => {
            let one = |line: String| view! { <p>{line}</p> };
            view! { <div class="signs">{lines.into_iter().map(one).collect_view()}</div> }.into_any()
        }
    }
}

fn table(titles: Vec<String>, rows: Vec<Vec<String>>) -> AnyView {
    let cell = |text: String| view! { <td>{text}</td> };
    let row = |row: Vec<String>| view! { <tr>{row.into_iter().map(cell).collect_view()}</tr> };
    view! {
        <table>
            <thead><tr>{titles.into_iter().map(|title| view! { <th>{title}</th> }).collect_view()}</tr></thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
