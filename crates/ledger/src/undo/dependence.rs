//! Dependence that no foreign key carries: hours and claims stand on a report-in of their day, attendance and points
//! on a membership of theirs, points on the attendance that earned them, tags on what the office calls them. What later work recorded and stood on such
//! ground before an undo must stand on it afterwards, or the undo is refused.

use std::collections::BTreeMap;

use branchbook_domain::key::ChangeId;

use super::obstacle::in_the_way;
use super::refused;
use crate::change::body::Entry;
use crate::change::{self, Change};
use crate::entity::{Entity as _, Table};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::activity::Participation;
use crate::table::gathering::Attendance;
use crate::table::membership::Membership;
use crate::table::office::CodeValue;
use crate::table::role::RoleHeld;
use crate::table::unit::ReportIn;

/// A ground and the later facts that stand on it: `SELECT key, maker, what it stands on`; ?1 is the change to undo.
struct Rule {
    ground: Table,
    facts: &'static str,
}

const RULES: &[Rule] = &[
    Rule { ground: ReportIn::TABLE, facts: HOURS_ON_REPORT_IN },
    Rule { ground: ReportIn::TABLE, facts: CLAIMS_ON_REPORT_IN },
    Rule { ground: Membership::TABLE, facts: ATTENDANCE_ON_MEMBERSHIP },
    Rule { ground: RoleHeld::TABLE, facts: ATTENDANCE_ON_ROLE },
    Rule { ground: Membership::TABLE, facts: HOURS_ON_MEMBERSHIP },
    Rule { ground: Membership::TABLE, facts: POINTS_ON_MEMBERSHIP },
    Rule { ground: Membership::TABLE, facts: POSTS_ON_MEMBERSHIP },
    Rule { ground: Membership::TABLE, facts: CONDITIONS_ON_MEMBERSHIP },
    Rule { ground: Attendance::TABLE, facts: POINTS_ON_ATTENDANCE },
    Rule { ground: Participation::TABLE, facts: POINTS_ON_HOURS },
    Rule { ground: CodeValue::TABLE, facts: TAGS_ON_CODE },
];

/// A fact and what it stands on, with its maker.
type Facts = BTreeMap<(i64, i64), i64>;

/// What stands on the tables of a change before it is undone, by rule.
pub(super) struct Leaning(Vec<(&'static Rule, Facts)>);

/// What later work stands on before the undo. Only the rules of the tables that the change touched are asked.
pub(super) fn leaning(reading: &Reading<'_>, change: &Change, list: &[Entry]) -> Result<Leaning> {
    let touched = |rule: &&Rule| list.iter().any(|entry| entry.table() == rule.ground.number);
    let rules = RULES.iter().filter(touched);
    Ok(Leaning(rules.map(|rule| Ok((rule, facts(reading, rule, change)?))).collect::<Result<_>>()?))
}

/// Refuses if something that stood no longer stands.
pub(super) fn require_held(reading: &Reading<'_>, change: &Change, leaning: Leaning) -> Result<()> {
    let mut newest = None;
    for (rule, before) in leaning.0.into_iter().filter(|(_, before)| !before.is_empty()) {
        let after = facts(reading, rule, change)?;
        let lost = before.iter().filter(|(fact, _)| !after.contains_key(*fact)).map(|(_, maker)| *maker);
        newest = newest.max(lost.max());
    }
    let later = newest.map(|maker| change::summary(reading, ChangeId(maker))).transpose()?.flatten();
    match later {
        Some(later) => Err(refused(change, in_the_way(&later, "以其中的记录为依据"))),
        None => Ok(()),
    }
}

fn facts(reading: &Reading<'_>, rule: &Rule, change: &Change) -> Result<Facts> {
    let rows =
        reading.rows(rule.facts, &[&change.id.0], |row| Ok(((row.get(0)?, row.get(2)?), row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

const HOURS_ON_REPORT_IN: &str = "
SELECT f.id, f.made_by, 0 FROM participation f WHERE f.made_by > ?1 AND f.cancelled_on IS NULL AND EXISTS (
  SELECT 1 FROM report_in r WHERE r.person_id = f.person_id AND r.reported_on <= f.occurred_on
  AND (r.returned_on IS NULL OR r.returned_on > f.occurred_on))";
const CLAIMS_ON_REPORT_IN: &str = "
SELECT f.id, f.made_by, 0 FROM claim f JOIN offer o ON o.id = f.offer_id AND o.kind = 'service_post'
WHERE f.made_by > ?1 AND EXISTS (
  SELECT 1 FROM report_in r WHERE r.person_id = f.person_id AND r.reported_on <= f.occurred_on
  AND (r.returned_on IS NULL OR r.returned_on > f.occurred_on))";
// The due number of a meeting was counted with its branch: attendance stands on the membership of that very branch.
const ATTENDANCE_ON_MEMBERSHIP: &str = "
SELECT f.id, f.made_by, m.branch_id FROM attendance f JOIN membership m ON m.person_id = f.person_id
  AND (m.from_on IS NULL OR m.from_on <= f.occurred_on) AND (m.to_on IS NULL OR m.to_on > f.occurred_on)
WHERE f.made_by > ?1";
// Whoever takes part in a temporary branch, or in a group of one, is due at its meetings.
const ATTENDANCE_ON_ROLE: &str = "
SELECT f.id, f.made_by, p.organisation_id FROM attendance f JOIN meeting_record r ON r.gathering_id = f.gathering_id
  JOIN role p ON p.person_id = f.person_id AND p.kind = 'participant' AND (p.organisation_id = r.organisation_id
    OR p.organisation_id IN (SELECT g.id FROM organisation g WHERE g.parent_id = r.organisation_id))
  AND (p.from_on IS NULL OR p.from_on <= f.occurred_on) AND (p.to_on IS NULL OR p.to_on > f.occurred_on)
WHERE f.made_by > ?1";
const HOURS_ON_MEMBERSHIP: &str = "
SELECT f.id, f.made_by, 0 FROM participation f WHERE f.made_by > ?1 AND f.cancelled_on IS NULL AND EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = f.person_id
  AND (m.from_on IS NULL OR m.from_on <= f.occurred_on) AND (m.to_on IS NULL OR m.to_on > f.occurred_on))";
const POINTS_ON_MEMBERSHIP: &str = "
SELECT f.id, f.made_by, 0 FROM points_entry f JOIN points_account a ON a.id = f.account_id
WHERE f.made_by > ?1 AND f.kind = 'award' AND EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = a.person_id
  AND (m.from_on IS NULL OR m.from_on <= f.occurred_on) AND (m.to_on IS NULL OR m.to_on > f.occurred_on))";
const POSTS_ON_MEMBERSHIP: &str = "
SELECT f.id, f.made_by, m.branch_id FROM post_held f JOIN membership m ON m.person_id = f.person_id
  AND (f.from_on IS NULL OR m.from_on IS NULL OR m.from_on <= f.from_on)
  AND (f.from_on IS NULL OR m.to_on IS NULL OR m.to_on > f.from_on)
  AND (m.branch_id = f.organisation_id OR m.group_id = f.organisation_id)
WHERE f.made_by > ?1";
const CONDITIONS_ON_MEMBERSHIP: &str = "
SELECT f.id, f.made_by, 0 FROM condition f WHERE f.made_by > ?1 AND EXISTS (
  SELECT 1 FROM membership m WHERE m.person_id = f.person_id
  AND (f.from_on IS NULL OR m.from_on IS NULL OR m.from_on <= f.from_on)
  AND (f.from_on IS NULL OR m.to_on IS NULL OR m.to_on > f.from_on))";
const POINTS_ON_ATTENDANCE: &str = "
SELECT f.id, f.made_by, 0 FROM points_entry f WHERE f.made_by > ?1 AND f.source_kind = 'attendance'
  AND EXISTS (SELECT 1 FROM attendance a WHERE a.id = f.source_id)";
const POINTS_ON_HOURS: &str = "
SELECT f.id, f.made_by, 0 FROM points_entry f WHERE f.made_by > ?1 AND f.source_kind = 'participation'
  AND EXISTS (SELECT 1 FROM participation p WHERE p.id = f.source_id)";
const TAGS_ON_CODE: &str = "
SELECT f.id, f.made_by, c.id FROM tag_held f JOIN code_value c ON c.family = 'tag' AND c.code = f.tag
WHERE f.made_by > ?1";
