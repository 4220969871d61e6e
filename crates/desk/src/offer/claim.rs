//! Claims a post, confirms the claim, or ends it.

use branchbook_contract::offer::{ClaimSaved, ClaimSet};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ClaimId, OfferId};
use branchbook_ledger::table::offer::{self, Claim, DUTY_POST, Offer};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::Unit;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::Booking;
use crate::progress::Progress;
use crate::unit::entry::filled;

impl Handle<ClaimSet> for Desk {
    fn handle(&mut self, command: ClaimSet, _progress: &dyn Progress) -> Result<Outcome<ClaimSaved>> {
        check(&command, self.clock().today())?;
        let book = self.book_mut()?;
        let words = book.read(|reading| words(reading, &command))?;
        let written =
            book.write(&Operation::new(OperationKind::ClaimSet, words), |writing| set(writing, &command))?;
        Ok(outcome_of(written, |(claim, warnings)| ClaimSaved { claim, warnings }))
    }
}

fn check(command: &ClaimSet, today: Day) -> Result<()> {
    if command.person.is_some() == command.unit.is_some() {
        return Err(DeskError::field("person", "请指定认领的人员或单位，两者选一个。"));
    }
    if command.on > today {
        return Err(DeskError::field("on", "日期不能晚于今天。"));
    }
    Ok(())
}

fn words(reading: &Reading<'_>, command: &ClaimSet) -> Result<String> {
    let post = reading.require::<Offer>(command.offer)?.value;
    let title = post.title;
    if post.kind == DUTY_POST {
        return Err(DeskError::field(
            "offer",
            format!("「{title}」是岗位目录里的岗位，请在“设岗定责”里登记谁在岗、职责和期限。"),
        ));
    }
    let person = command.person.map(|id| reading.require::<Person>(id)).transpose()?;
    let unit = command.unit.map(|id| reading.require::<Unit>(id)).transpose()?;
    let claimer = person.map(|row| row.value.name).or_else(|| unit.map(|row| row.value.name));
    Ok(format!("{}：{}「{title}」", command.state.label(), claimer.unwrap_or_default()))
}

fn set(writing: &mut Writing<'_>, command: &ClaimSet) -> Result<(ClaimId, Vec<String>)> {
    let booking = Booking::of(writing)?.standing();
    let month = booking.month(command.on);
    let mut warnings: Vec<String> = booking.note(command.on).into_iter().collect();
    let known = offer::open_claim(writing, command.offer, command.person, command.unit)?;
    let claim = match known {
        Some(known) => change(writing, command, known, month)?,
        None => begin(writing, command, month)?,
    };
    warnings.extend(overfull(writing, command)?);
    Ok((claim, warnings))
}

fn begin(writing: &mut Writing<'_>, command: &ClaimSet, month: Month) -> Result<ClaimId> {
    if command.state.is_ended() {
        return Err(DeskError::refused("没有未结束的认领，请先登记认领。"));
    }
    require_offered(writing, command.offer, command.on)?;
    Ok(writing.insert(&Claim {
        offer_id: command.offer,
        person_id: command.person,
        unit_id: command.unit,
        occurred_on: command.on,
        booked_month: month,
        ended_on: None,
        ended_month: None,
        state: command.state.code().to_owned(),
        rating: None,
        note: None,
    })?)
}

/// A post that can still be claimed on a day.
pub(crate) fn require_offered(reading: &Reading<'_>, offer: OfferId, on: Day) -> Result<Stored<Offer>> {
    let post = reading.require::<Offer>(offer)?;
    if post.to_on.is_some_and(|to_on| to_on <= on) {
        let sentence = format!("「{}」在 {on} 已经停用，不能再认领。请选择别的岗位。", post.title);
        return Err(DeskError::field("offer", sentence));
    }
    Ok(post)
}

fn change(
    writing: &mut Writing<'_>,
    command: &ClaimSet,
    known: Stored<Claim>,
    month: Month,
) -> Result<ClaimId> {
    let is_ended = command.state.is_ended();
    if is_ended && command.on < known.occurred_on {
        let sentence = format!("认领是从 {} 开始的，不能在这之前结束。", known.occurred_on);
        return Err(DeskError::field("on", sentence));
    }
    let claim = Claim {
        ended_on: is_ended.then_some(command.on),
        ended_month: is_ended.then_some(month),
        state: command.state.code().to_owned(),
        rating: filled(command.rating.as_deref()).or(known.value.rating.clone()),
        ..known.value
    };
    writing.update(known.id, &claim)?;
    Ok(known.id)
}

fn overfull(reading: &Reading<'_>, command: &ClaimSet) -> Result<Option<String>> {
    let posts = offer::posts_on(reading, command.on)?;
    let post = posts.into_iter().find(|post| post.offer.id == command.offer);
    Ok(post.and_then(|post| {
        let needed = post.offer.needed_count.filter(|needed| post.claim_count > *needed)?;
        Some(format!("「{}」需要 {needed} 人，已有 {} 人认领。", post.offer.title, post.claim_count))
    }))
}
