//! How posts are shown: an organisation with all of its posts, or one post.

use std::collections::HashMap;

use branchbook_contract::folio::{FolioCell, FolioTone};
use branchbook_contract::organisation::OrganisationRow;
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{PostTitle, post_label};
use branchbook_ledger::Stored;
use branchbook_ledger::table::membership::PostHeld;

use super::super::leading;
use super::{CHIPS, Seats};
use crate::folio::{Line, button, cell, dated, found_by, linked, noted, tagged};
use crate::organisation::Names;

pub(super) const OF_ORGANISATIONS: &[(&str, u8)] =
    &[("组织", 12), ("类别", 8), ("正式党员", 6), ("现任", 0), ("空缺", 10), ("状态", 8)];
pub(super) const OF_POSTS: &[(&str, u8)] =
    &[("职务", 10), ("姓名", 7), ("任职", 10), ("免职", 10), ("专职", 5), ("备注", 0), ("状态", 7)];

/// The names of those who hold posts.
type Holders = HashMap<PersonId, String>;

/// The line of an organisation.
pub(super) fn of_organisation(
    seats: &Seats,
    row: &OrganisationRow,
    names: &Names,
    holders: &Holders,
) -> Line {
    let name = names.distinct(row.organisation);
    let mut held = Vec::new();
    let mut names_in = vec![name.clone()];
    for post in &seats.held {
        let name = holders.get(&post.person_id).cloned().unwrap_or_default();
        let since = post.from_on.map(|from| format!("（{from} 起）")).unwrap_or_default();
        held.push(format!("{} {name}{since}", post_label(&post.title)));
        names_in.push(name);
    }
    let vacant: Vec<&str> = seats.vacant().into_iter().map(PostTitle::label).collect();
    let mut acts = vec![button("assign", "任职")];
    acts.extend((!seats.held.is_empty()).then(|| button("end", "免职")));
    let names_in: Vec<&str> = names_in.iter().map(String::as_str).collect();
    Line {
        row: row.organisation.0,
        cells: vec![
            leading(name.as_str(), "vacancies", row.organisation.0),
            cell(row.level.label()),
            cell(row.full_member_count.to_string()),
            cell(held.join("、")),
            cell(vacant.join("、")),
            state(seats),
        ],
        acts,
        marks: seats.marks(),
        words: found_by(&names_in, &[]),
    }
}

/// Everything that is not in order, the gravest of it giving the tone.
fn state(seats: &Seats) -> FolioCell {
    let marks = seats.marks();
    let labels: Vec<&str> =
        CHIPS.iter().filter(|(mark, _)| marks.contains(mark)).map(|(_, label)| *label).collect();
    let is_grave = marks.iter().any(|mark| matches!(*mark, "no_committee" | "too_small"));
    let tone = match (is_grave, seats.is_in_order()) {
        (true, _) => FolioTone::Late,
        (false, true) => FolioTone::Ok,
        (false, false) => FolioTone::Due,
    };
    let shown = labels.iter().filter(|label| labels.len() == 1 || **label != "齐全");
    tagged(shown.copied().collect::<Vec<_>>().join("、"), tone)
}

/// The line of a post.
pub(super) fn of_post(post: &Stored<PostHeld>, holders: &Holders, on: Day) -> Line {
    let name = holders.get(&post.person_id).map_or("", String::as_str);
    let ended = post.to_on.filter(|to| *to <= on);
    let (state, mark) = match ended {
        Some(_) => (tagged("已免职", FolioTone::Plain), "over"),
        None => (tagged("在任", FolioTone::Ok), "held"),
    };
    let label = post_label(&post.title);
    Line {
        row: post.id.0,
        cells: vec![
            cell(label),
            linked(name, post.person_id),
            post.from_on.map_or_else(|| noted("", "建账以前"), |from| cell(from.to_string())),
            dated(ended),
            cell(if post.is_full_time { "是" } else { "" }),
            cell(post.note.clone().unwrap_or_default()),
            state,
        ],
        acts: if post.to_on.is_none() { vec![button("end", "免职")] } else { Vec::new() },
        marks: vec![mark],
        words: found_by(&[label, name], &[]),
    }
}
