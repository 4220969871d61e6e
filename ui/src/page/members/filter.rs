//! What is shown: read from the address, handed to the desk. The one place that knows the words of the address.

use std::str::FromStr;

use branchbook_contract::domain::day::{Day, Month, day_label};
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::domain::standing::MemberClass;
use branchbook_contract::member::{ConditionKind, MemberList, MemberMark, MemberOrder, MemberPage};

use super::KINDS;
use leptos::prelude::{With, WithUntracked};

use crate::address::{self, Address};
use crate::state::ask::{Ask, ask};
use crate::state::state;

/// How many there are in all, with the filters and their counts.
pub type Counted = Ask<MemberPage>;

/// The words of the address that narrow the list.
const NARROW: [&str; 6] = ["class", "condition", "mark", "former", "branch", "group"];

/// The list that the address asks for, tracked; without a window.
pub fn wanted() -> MemberList {
    state().address.with(read)
}

/// The same, not tracked.
pub fn wanted_now() -> MemberList {
    state().address.with_untracked(read)
}

/// Counts over the place and the query, whichever filter is on.
pub fn counted() -> Counted {
    ask(KINDS, || MemberList {
        class: None,
        condition: None,
        mark: None,
        order: MemberOrder::Register,
        limit: Some(0),
        with_chips: true,
        ..wanted()
    })
}

/// Whether former members are listed, tracked.
pub fn is_former() -> bool {
    wanted().is_former
}

/// Whether what is counted was searched for, tracked: then it is not the whole register.
pub fn is_search() -> bool {
    let wanted = wanted();
    wanted.view.is_some() || wanted.query.is_some_and(|words| !words.trim().is_empty())
}

/// The month whose report is listed, tracked.
pub fn sent_month() -> Option<Month> {
    wanted().as_sent
}

/// The day that the record is shown on, tracked.
pub fn day() -> Option<Day> {
    wanted().on
}

/// Shows one thing: another filter instead of all that were on, the place kept unless it changes.
pub fn show(changes: &[(&str, Option<String>)]) {
    let given = |key: &str| changes.iter().any(|(name, _)| *name == key);
    let is_place = given("branch") || given("group");
    let cleared =
        NARROW.iter().filter(|key| !given(key) && (is_place || !matches!(**key, "branch" | "group")));
    let mut all: Vec<(&str, Option<String>)> = cleared.map(|key| (*key, None)).collect();
    all.extend(changes.iter().cloned());
    address::set(&all);
}

/// Opens a record, or closes it.
pub fn open(member: Option<i64>) {
    address::set(&[("open", member.map(|member| member.to_string()))]);
}

/// `2026年11月26日`.
pub fn long_day(day: Day) -> String {
    day_label(day)
}

fn read(address: &Address) -> MemberList {
    let word = |key: &str| address.query.get(key).map(String::as_str);
    MemberList {
        on: parsed(word("on")),
        as_sent: parsed(word("sent")),
        branch: parsed::<i64>(word("branch")).map(OrganisationId),
        group: parsed::<i64>(word("group")).map(OrganisationId),
        class: word("class").and_then(MemberClass::from_code),
        condition: word("condition").and_then(ConditionKind::from_code),
        mark: word("mark").and_then(MemberMark::from_code),
        is_former: word("former").is_some(),
        query: word("q").map(str::to_owned),
        order: order(word("sort")),
        view: word("view").map(str::to_owned),
        ..MemberList::default()
    }
}

fn order(word: Option<&str>) -> MemberOrder {
    match word {
        Some("pinyin") => MemberOrder::Pinyin,
        Some("stroke") => MemberOrder::Stroke,
        _ => MemberOrder::Register,
    }
}

fn parsed<T: FromStr>(word: Option<&str>) -> Option<T> {
    word?.parse().ok()
}
