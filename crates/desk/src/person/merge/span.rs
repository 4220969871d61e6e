//! The memberships of two records as those of one person, who is a member of one branch at a time. A span of which only
//! one record knows stays as it is. Of two that run, one stays with the earlier beginning and the other stays behind with
//! the record that gives way. What would lose a fact is refused.

use branchbook_domain::day::Day;
use branchbook_domain::key::{MembershipId, PersonId};
use branchbook_ledger::Stored;
use branchbook_ledger::table::membership::Membership;

use crate::error::{DeskError, Result};
use crate::organisation::Names;

/// What becomes of the memberships.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// Rows to be written anew.
    pub written: Vec<(MembershipId, Membership)>,
    /// The membership that ran twice: of whom it was, and how it stood.
    pub dropped: Option<Stored<Membership>>,
}

/// What the spans are joined by.
pub(super) struct Joining<'a> {
    /// Those of the record that stands.
    pub stays: &'a [Stored<Membership>],
    /// Those of the record that gives way.
    pub goes: &'a [Stored<Membership>],
    /// The record that stands.
    pub into: PersonId,
    /// The record that gives way.
    pub from: PersonId,
    /// Of two that run, whose stays: that of the record that stands, or the other.
    pub is_own_home: bool,
    /// The day after the last closed month, if reports have counted the double; they have not if nothing stands here.
    pub reported_until: Option<Day>,
}

/// The membership that still runs.
pub(super) fn open(spans: &[Stored<Membership>]) -> Option<&Stored<Membership>> {
    spans.iter().find(|span| span.to_on.is_none())
}

impl Joining<'_> {
    /// Joins them.
    pub fn spans(&self, names: &Names, today: Day) -> Result<Spans> {
        let mut rows: Vec<Stored<Membership>> = self.stays.iter().chain(self.goes).cloned().collect();
        let mut spans = Spans::default();
        if let (Some(own), Some(other)) = (open(self.stays), open(self.goes)) {
            let (kept, dropped) = if self.is_own_home { (own, other) } else { (other, own) };
            let (kept, dropped) = (kept.clone(), dropped.clone());
            rows.retain(|row| row.id != dropped.id);
            let stays = joined(&kept.value, &dropped.value);
            spans.written.push((dropped.id, self.left_behind(&dropped.value, stays.from_on, today)));
            for row in rows.iter_mut().filter(|row| row.id == kept.id) {
                row.value = stays.clone();
            }
            spans.dropped = Some(dropped);
        }
        make_room(&mut rows);
        require_one_at_a_time(&rows, names)?;
        let moved = rows.into_iter().map(|row| (row.id, Membership { person_id: self.into, ..row.value }));
        spans.written.extend(moved);
        Ok(spans)
    }

    /// The double, behind with the record that gives way. Where reports have counted it, it ends after them, and not
    /// before the one that stays begins: on no day is the person there twice, and on none of its days nowhere. Else it
    /// never was.
    fn left_behind(&self, dropped: &Membership, stays_from: Option<Day>, today: Day) -> Membership {
        let from = dropped.from_on;
        let end = self
            .reported_until
            .max(self.reported_until.and(stays_from))
            .filter(|end| from.is_none_or(|from| from < *end));
        match end {
            Some(end) => Membership { person_id: self.from, to_on: Some(end), ..dropped.clone() },
            None => {
                let never = from.unwrap_or(today);
                Membership {
                    person_id: self.from,
                    from_on: Some(never),
                    to_on: Some(never),
                    ..dropped.clone()
                }
            }
        }
    }
}

/// The membership that stays: in one branch with the earlier beginning, and with the group if only the other knew it.
fn joined(kept: &Membership, dropped: &Membership) -> Membership {
    if kept.branch_id != dropped.branch_id {
        return kept.clone();
    }
    Membership {
        group_id: kept.group_id.or(dropped.group_id),
        from_on: kept.from_on.min(dropped.from_on),
        ..kept.clone()
    }
}

/// A beginning that is not known gives way to a span whose end is known.
fn make_room(rows: &mut [Stored<Membership>]) {
    let ends: Vec<(MembershipId, Day)> = rows.iter().filter_map(|row| Some((row.id, row.to_on?))).collect();
    for row in rows.iter_mut().filter(|row| row.from_on.is_none()) {
        let earlier = ends.iter().filter(|(id, end)| *id != row.id && row.to_on.is_none_or(|to| *end <= to));
        row.value.from_on = earlier.map(|(_, end)| *end).max();
    }
}

fn require_one_at_a_time(rows: &[Stored<Membership>], names: &Names) -> Result<()> {
    for (at, one) in rows.iter().enumerate() {
        if let Some(other) = rows.iter().skip(at + 1).find(|other| overlap(one, other)) {
            return Err(DeskError::refused(format!(
                "两条记录的隶属时间重叠：{}，{}。一个人同一天只能在一个党支部，请先核对并更正其中一条的增减登记，再合并。",
                said(one, names),
                said(other, names)
            )));
        }
    }
    Ok(())
}

fn overlap(one: &Membership, other: &Membership) -> bool {
    let is_before = |end: Option<Day>, begin: Option<Day>| match (end, begin) {
        (Some(end), Some(begin)) => end <= begin,
        _ => false,
    };
    let is_empty = |span: &Membership| span.from_on.is_some() && span.from_on == span.to_on;
    !is_empty(one)
        && !is_empty(other)
        && !is_before(one.to_on, other.from_on)
        && !is_before(other.to_on, one.from_on)
}

fn said(span: &Membership, names: &Names) -> String {
    let from = span.from_on.map_or_else(|| "建账前".to_owned(), |day| day.to_string());
    let to = span.to_on.map_or_else(|| "今".to_owned(), |day| day.to_string());
    format!("{}（{from}至{to}）", names.distinct(span.branch_id))
}
