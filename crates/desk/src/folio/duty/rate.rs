//! How one post was fulfilled in a quarter: once for each quarter, and corrected by saying it again.

use branchbook_contract::folio::FolioDone;
use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::duty::{DutyResult, DutySpan, LEAST_DAYS};
use branchbook_domain::key::ClaimId;
use branchbook_ledger::table::offer::Offer;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::post_duty::{PostResult, result_of};
use branchbook_ledger::{OperationKind, Writing};

use super::Row;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Values, operate};

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let (claim, name, post) = desk.book()?.read(|reading| {
        let (claim, person) = Row::claim(reading, deed)?;
        let name = reading.require::<Person>(person)?.value.name;
        let post = reading.require::<Offer>(claim.offer_id)?.value.title;
        Ok::<_, DeskError>((claim, name, post))
    })?;
    let quarter = quarter(&mut values, deed.today);
    let result = result(&mut values);
    let span = DutySpan { from: claim.occurred_on, to: claim.ended_on, until: None };
    if quarter.is_some_and(|quarter| !span.is_rated_in(quarter)) {
        values.refuse("quarter", format!("这个季度在岗不满 {LEAST_DAYS} 天，不评价。"));
    }
    let note = values.text("note");
    values.finish()?;
    let (Some(quarter), Some(result)) = (quarter, result) else {
        return Err(DeskError::refused("请选择季度和评价。"));
    };
    let title = format!("登记{}评价：{name}「{post}」{}", quarter.label(), result.label());
    let write = |writing: &mut Writing<'_>| put(writing, claim.id, quarter, result, note).map(|_| ());
    operate(desk, OperationKind::DutySet, &title, write)
}

/// A quarter that has begun.
pub(super) fn quarter(values: &mut Values, today: Day) -> Option<Quarter> {
    let quarter = values.pick("quarter", |text| text.parse::<Quarter>().ok());
    match quarter {
        Some(quarter) if quarter.first_day() > today => {
            values.refuse("quarter", format!("{}还没有开始。", quarter.label()));
        }
        None if values.text("quarter").is_none() => values.refuse("quarter", "请选择季度。"),
        _ => {}
    }
    quarter
}

/// The result that was picked.
pub(super) fn result(values: &mut Values) -> Option<DutyResult> {
    let result = values.pick("result", DutyResult::from_code);
    if values.text("result").is_none() {
        values.refuse("result", "请选择评价。");
    }
    result
}

/// Writes the result of a quarter over what stood there. Says whether something stood there.
pub(super) fn put(
    writing: &mut Writing<'_>,
    claim: ClaimId,
    quarter: Quarter,
    result: DutyResult,
    note: Option<String>,
) -> Result<bool> {
    let quarter = quarter.to_string();
    let known = result_of(writing, claim, &quarter)?;
    let new = PostResult { claim_id: claim, quarter, result: result.code().to_owned(), note };
    match &known {
        Some(known) => writing.update(known.id, &new).map(|_| ())?,
        None => writing.insert(&new).map(|_| ())?,
    }
    Ok(known.is_some())
}
