//! How many are there, and whether that is enough: the figures, the bar with its threshold, the rule in words. The
//! verdict is the domain's, reckoned anew with every mark.

use leptos::prelude::*;

use super::count::{Count, opening};
use super::live::{Live, votes_of};
use crate::part::{Meter, Tag, Tone};
use crate::state::watch::{derived, memo, shared};
use crate::word;

/// What the bar shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bar {
    percent: i64,
    mark: Option<i64>,
    tone: Tone,
    word: &'static str,
    sentence: String,
    source: String,
}

/// Figures, bar and rule of the record that is looked at.
#[component]
pub fn Quorum(live: Live) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let at = memo(move || chosen.get().min(live.sheet.records.with(Vec::len).saturating_sub(1)));
    let count = memo(move || live.count(at.get()));
    let bar = memo(move || bar(live, at.get(), &count.get()));
    let label = derived(move || bar.with(|bar| bar.sentence.clone()));
    view! {
        <Which live chosen at/>
        <div class="counts">
            <Figures count/>
            {move || bar.with(|bar| (!bar.word.is_empty()).then(|| view! { <Tag tone=bar.tone text=bar.word/> }))}
        </div>
        <Meter label percent=derived(move || bar.with(|bar| bar.percent))
            mark=derived(move || bar.with(|bar| bar.mark)) tone=derived(move || bar.with(|bar| bar.tone))/>
        <p class="hint rule" title=move || bar.with(|bar| bar.source.clone())>
            {label} {move || bar.with(|bar| (!bar.source.is_empty()).then(|| format!("依据：{}", bar.source)))}
        </p>
    }
    .into_any()
}

/// Which record is looked at, where there are several.
#[component]
fn Which(live: Live, chosen: RwSignal<usize>, at: Memo<usize>) -> impl IntoView {
    let one = move |(place, label): (usize, String)| {
        view! {
            <button type="button" class="f" class:on=move || at.get() == place
                aria-pressed=move || (at.get() == place).to_string() on:click=move |_| chosen.set(place)>
                {label}
            </button>
        }
    };
    move || {
        let records = live.sheet.records.get();
        let labels = records.iter().map(|record| record.label()).enumerate().collect::<Vec<_>>();
        (labels.len() > 1).then(|| {
            view! { <div class="which" role="group" aria-label="看哪一项的人数">{labels.into_iter().map(one).collect_view()}</div> }
        })
    }
}

#[component]
fn Figures(count: Memo<Count>) -> impl IntoView {
    let voting = shared(move || {
        count.with(|count| count.voting).map(|voting| {
            view! { <div><span>"有表决权"</span><b class="fig">{voting.present}<small>{format!("/ {}", voting.due)}</small></b></div> }
        })
    });
    let away = move || count.with(|count| format!("请假 {} · 缺席 {}", count.leave, count.absent));
    let exempt =
        move || count.with(|count| (count.exempt > 0).then(|| format!(" · 不计应到 {}", count.exempt)));
    view! {
        <div><span>"应到"</span><b class="fig">{move || count.with(|count| count.due)}</b></div>
        <div><span>"实到"</span><b class="fig">{move || count.with(|count| count.present)}</b></div>
        {voting}
        <div class="away">{away}{exempt}</div>
    }
    .into_any()
}

fn bar(live: Live, at: usize, count: &Count) -> Bar {
    let record = live.sheet.records.with(|records| records.get(at).copied());
    let verdict = record.and_then(|record| opening(record.kind()?, &votes_of(record), count));
    let Some((kind, verdict)) = verdict else {
        return without_rule(record.map(|record| record.label()), count);
    };
    let due = count.voters(kind).map_or(0, |voters| voters.due);
    let part = |number: u32| if due > 0 { i64::from(number) * 100 / i64::from(due) } else { 0 };
    let (tone, word) =
        if verdict.holds { (Tone::Ok, "可以开会表决") } else { (Tone::Late, "人数不够") };
    Bar {
        percent: part(verdict.reached),
        mark: (due > 0).then(|| part(verdict.needed)),
        tone,
        word,
        sentence: format!("{}：{}", kind.label(), verdict.sentence),
        source: verdict.rule.source.to_string(),
    }
}

fn without_rule(label: Option<String>, count: &Count) -> Bar {
    let sentence = match (label, count.due) {
        (_, 0) => "还没有应到人员。".to_owned(),
        (label, _) => format!(
            "{}没有到会人数的门槛，到会 {}。",
            label.unwrap_or_default(),
            word::percent(count.present.into(), count.due.into())
        ),
    };
    let percent = if count.due > 0 { i64::from(count.present) * 100 / i64::from(count.due) } else { 0 };
    Bar { percent, mark: None, tone: Tone::Ok, word: "", sentence, source: String::new() }
}
