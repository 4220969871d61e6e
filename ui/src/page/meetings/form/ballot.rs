//! A vote: its kind, its counts, and whether it passes by which rule, said while it is typed.

use branchbook_contract::domain::quorum::{VoteKind, suits};
use leptos::prelude::*;

use super::count::{self, Standing};
use super::send::counted;
use super::sheet::{RecordForm, TopicForm, VoteForm};
use super::whole::Desk;
use crate::part::{Button, Choice, Look, Number, Select, Tag, Tone};
use crate::state::watch::{derived, memo, shared};

/// What is counted.
const WORDS: [&str; 6] = ["发出", "收回", "书面", "赞成", "反对", "弃权"];

/// A vote; `number` is that of the topic and its own.
#[component]
pub fn Ballot(
    desk: Desk,
    at: usize,
    record: RecordForm,
    topic: TopicForm,
    number: (usize, usize),
    vote: VoteForm,
) -> impl IntoView {
    let fault = desk.fault(move || format!("records[{at}].topics[{}].votes[{}]", number.0, number.1));
    let standing = standing_of(desk, at, vote);
    // What the line of the verdict says already is not said twice.
    let other = move || {
        fault.get().filter(|text| !standing.with(|now| now.as_ref() == Some(&Standing::Wrong(text.clone()))))
    };
    let take_away = move |()| topic.votes.update(|votes| votes.retain(|other| *other != vote));
    view! {
        <div class="w4 field ballot" class:wrong=move || fault.with(Option::is_some)>
            <BallotHead record vote/>
            <Counts vote/>
            <div class="verdict">
                <VerdictLine standing/>
                <span class="end"><Button look=Look::Quiet on_press=take_away>"删去表决"</Button></span>
            </div>
            {move || other().map(|text| view! { <p class="error" role="alert">{text}</p> })}
        </div>
    }
    .into_any()
}

#[component]
fn BallotHead(record: RecordForm, vote: VoteForm) -> impl IntoView {
    let choices = derived(move || {
        let kind = record.kind();
        let fits = move |vote: &VoteKind| kind.is_none_or(|kind| suits(kind, *vote));
        VoteKind::ALL
            .into_iter()
            .filter(fits)
            .map(|vote| Choice::new(vote.code(), vote.label()))
            .collect::<Vec<_>>()
    });
    let how = shared(move || vote.kind().filter(|kind| kind.is_secret()).map(|_| "（无记名）"));
    view! {
        <div class="line">
            <span class="muted small">"表决" {how}</span>
            <span class="kind"><Select value=vote.kind choices label="表决事项" none="选择表决事项"/></span>
        </div>
    }
    .into_any()
}

#[component]
fn Counts(vote: VoteForm) -> impl IntoView {
    let one = |(word, value)| {
        view! { <label><span>{word}</span><Number value label=word/></label> }
    };
    view! { <div class="six">{WORDS.into_iter().zip(vote.counts).map(one).collect_view()}</div> }.into_any()
}

/// How the vote stands as it is typed; nothing before 赞成 is filled in.
fn standing_of(desk: Desk, at: usize, vote: VoteForm) -> Memo<Option<Standing>> {
    memo(move || {
        let written = vote.written();
        let [.., yes, _, _] = written.counts;
        let kind = vote.kind().filter(|_| yes.is_some())?;
        Some(count::standing(&desk.live.count(at), counted(kind, &written)))
    })
}

/// 通过 or not, with the reckoning in words.
#[component]
fn VerdictLine(standing: Memo<Option<Standing>>) -> impl IntoView {
    move || match standing.get() {
        None => view! { <span class="hint">"填写赞成票数后，这里说明是否通过。"</span> }.into_any(),
        Some(Standing::Unknown) => {
            view! { <span class="hint">"还不知道应到有表决权的人数。"</span> }.into_any()
        }
        Some(Standing::Wrong(sentence)) => {
            view! { <Tag tone=Tone::Late text="请核对"/><span class="muted small">{sentence}</span> }
                .into_any()
        }
        Some(Standing::Decided { is_passed, sentence, source }) => {
            let (tone, word) = if is_passed { (Tone::Ok, "通过") } else { (Tone::Late, "没有通过") };
            view! {
                <Tag tone text=word/><span class="muted small">{sentence} <span class="hint">{source}</span></span>
            }
            .into_any()
        }
    }
}
