//! 停止党籍 of somebody who cannot be found: what deserves a look before half a year is over. Must not refuse: the decision is
//! the organisation's.

use branchbook_contract::member::MemberMove;
use branchbook_domain::care::check_stopped;
use branchbook_domain::member::{ConditionKind, MovementReason};
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::conditions_of;
use branchbook_ledger::table::person::Person;

use crate::error::Result;

/// 失联六个月以上停止党籍.
const LOST: &str = "51";

/// The sentence on a membership that is stopped too early, or without a search that is registered.
pub(super) fn too_early(reading: &Reading<'_>, command: &MemberMove) -> Result<Option<String>> {
    let reason = command.reason.as_deref().map(str::trim);
    let read = |text: &str| MovementReason::of_code(text).or_else(|| MovementReason::read(text));
    if reason.and_then(read).is_none_or(|reason| reason.code() != LOST) {
        return Ok(None);
    }
    let (day, name) = (command.occurred_on.latest(), reading.require::<Person>(command.member)?.value.name);
    let lost = conditions_of(reading, command.member)?.into_iter().filter(|held| {
        held.kind == ConditionKind::Lost
            && held.from_on.is_none_or(|from| from <= day)
            && held.to_on.is_none_or(|to| command.occurred_on.earliest() <= to)
    });
    let since = lost.max_by_key(|held| held.from_on);
    // Of whom it is not known since when, nobody can say that it is too early.
    if since.as_ref().is_some_and(|held| held.from_on.is_none()) {
        return Ok(None);
    }
    Ok(check_stopped(&name, since.and_then(|held| held.from_on), command.occurred_on))
}
