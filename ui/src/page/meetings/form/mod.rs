//! 登记会议: one page for a gathering, its people and its records. A new one, a draft, or the correction of one that
//! was recorded. What was typed stays whatever the desk answers.

mod attach;
mod ballot;
mod check;
mod count;
mod done;
mod keep;
mod live;
mod marker;
mod quorum;
mod record;
mod roll;
mod send;
mod sheet;
mod sign;
mod topic;
mod whole;
mod written;

use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::key::{GatheringId, OrganisationId};
use branchbook_contract::meeting::{MeetingDraftShow, MeetingShow};
use leptos::prelude::*;

use crate::address;
use crate::part::shown;
use crate::read::Node;
use crate::state::ask::ask_once;
use crate::state::state;
use crate::state::watch::memo;
use whole::{Replaced, Whole};
use written::{Written, WrittenRecord, WrittenTopic, of_meeting};

/// Where the form begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    New,
    Draft(u32),
    Correct(GatheringId),
}

/// The page.
#[component]
pub fn MeetingForm() -> impl IntoView {
    let draft = address::param_as::<u32>("draft");
    let correct = address::param_as::<i64>("correct");
    let source = memo(move || match (draft.get(), correct.get()) {
        (Some(draft), _) => Source::Draft(draft),
        (None, Some(gathering)) => Source::Correct(GatheringId(gathering)),
        (None, None) => Source::New,
    });
    move || match source.get() {
        Source::New => view! { <Whole written=blank() draft=None replaces=None/> }.into_any(),
        Source::Draft(draft) => view! { <Continued draft/> }.into_any(),
        Source::Correct(gathering) => view! { <Corrected gathering/> }.into_any(),
    }
}

/// Goes on with a draft.
#[component]
fn Continued(draft: u32) -> impl IntoView {
    // What is typed afterwards is newer than what the book keeps.
    let kept = ask_once(move || MeetingDraftShow { draft });
    shown(kept, move |form| {
        let written = Node::of(&form).to().unwrap_or_else(|_| blank());
        view! { <Whole written draft=Some(draft) replaces=None/> }
    })
}

/// Begins with what was recorded.
#[component]
fn Corrected(gathering: GatheringId) -> impl IntoView {
    let recorded = ask_once(move || MeetingShow { gathering });
    shown(recorded, move |meeting| {
        let replaced = Replaced { gathering, attachments: meeting.attachments.len() };
        view! { <Whole written=of_meeting(&meeting) draft=None replaces=Some(replaced)/> }
    })
}

/// A new gathering, as far as the address says what it is.
fn blank() -> Written {
    let query = state().address.get_untracked().query;
    let kind =
        query.get("kind").and_then(|code| RecordKind::from_code(code)).unwrap_or(RecordKind::MemberAssembly);
    let organisation = query.get("branch").and_then(|key| key.parse().ok()).map(OrganisationId);
    let day = query.get("day").and_then(|day| day.parse().ok());
    let record = WrittenRecord {
        kind: Some(kind),
        organisation,
        topics: vec![WrittenTopic::default()],
        ..WrittenRecord::default()
    };
    Written {
        day: day.or(state().session.today.get_untracked()),
        records: vec![record],
        ..Written::default()
    }
}
