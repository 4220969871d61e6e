//! Changes the duty, the group and the last day of a post that somebody holds, or ends it. Whoever had no written duty
//! gets one.

use branchbook_contract::folio::FolioDone;
use branchbook_contract::offer::ClaimState;
use branchbook_domain::day::Day;
use branchbook_ledger::table::offer::{Claim, Offer};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::post_duty::{PostDuty, duty_of};
use branchbook_ledger::{OperationKind, Reading, Stored, Writing};

use super::{Row, assign};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Values, operate, operate_saying};
use crate::month::Booking;
use crate::offer::post::ended;

/// A claim of a row, told in words.
fn known(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<(Stored<Claim>, String)> {
    let (claim, person) = Row::claim(reading, deed)?;
    let name = reading.require::<Person>(person)?.value.name;
    let post = reading.require::<Offer>(claim.offer_id)?.value.title;
    Ok((claim, format!("{name}「{post}」")))
}

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let book = desk.book()?;
    let (claim, words) = book.read(|reading| known(reading, deed))?;
    let duty = values.lines("duty");
    if duty.is_none() {
        values.refuse("duty", "请填写职责。");
    }
    let until_on = values.day("until");
    if until_on.is_some_and(|until| until < claim.occurred_on) {
        values.refuse("until", "期限早于开始日期，请核对。");
    }
    let group_id = book.read(|reading| assign::group(reading, &mut values))?;
    values.finish()?;
    let new = PostDuty { claim_id: claim.id, group_id, duty: duty.unwrap_or_default(), until_on };
    let title = format!("改职责：{words}");
    operate(desk, OperationKind::DutySet, &title, |writing| write(writing, &new))
}

fn write(writing: &mut Writing<'_>, new: &PostDuty) -> Result<()> {
    match duty_of(writing, new.claim_id)? {
        Some(known) => writing.update(known.id, new).map(|_| ())?,
        None => writing.insert(new).map(|_| ())?,
    }
    Ok(())
}

pub(super) fn end(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let (claim, words) = desk.book()?.read(|reading| known(reading, deed))?;
    if claim.ended_on.is_some() {
        return Err(DeskError::refused("这个岗位已经结束，不用再登记。"));
    }
    let on = values.need_day("on", "结束日期");
    if on > deed.today {
        values.refuse("on", "结束日期不能晚于今天。");
    }
    if on < claim.occurred_on {
        values.refuse("on", format!("是从 {} 开始的，不能在这之前结束。", claim.occurred_on));
    }
    let state = values.pick("state", |code| ClaimState::from_code(code).filter(|state| state.is_ended()));
    let note = values.text("note").or_else(|| claim.note.clone());
    values.finish()?;
    let title = format!("结束定岗：{words}");
    let state = state.unwrap_or(ClaimState::Finished);
    let write = |writing: &mut Writing<'_>| {
        ended_on(writing, Claim { note, ..claim.value.clone() }, &claim, on, state)
    };
    operate_saying(desk, OperationKind::ClaimSet, &title, write, Option::unwrap_or_default)
}

/// Ends the claim and says if that is booked in a later month.
fn ended_on(
    writing: &mut Writing<'_>,
    new: Claim,
    known: &Stored<Claim>,
    on: Day,
    state: ClaimState,
) -> Result<Option<String>> {
    let booking = Booking::of(writing)?.standing();
    writing.update(known.id, &ended(new, on, booking.month(on), state))?;
    Ok(booking.note(on))
}
