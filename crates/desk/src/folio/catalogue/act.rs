//! What is done to the catalogue: a post added, changed, ended, taken up again; the usual ones brought in. Each is one
//! operation.

use branchbook_contract::folio::FolioDone;
use branchbook_contract::offer::ClaimState;
use branchbook_domain::day::Day;
use branchbook_domain::key::OfferId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::offer::{Claim, DUTY_POST, Offer, catalogue, open_claims};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{OperationKind, Reading, Stored, Writing};

use super::usual::{UsualPost, usual_posts};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Values, operate};
use crate::month::Booking;
use crate::offer::category::{category, code_for};
use crate::offer::post::{blank, ended};

/// Needed people at most: more is a slip of the finger.
const MOST_NEEDED: i64 = 9999;

/// The post of a row.
pub(super) fn post(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<Offer>> {
    let post = reading.require::<Offer>(OfferId(deed.need_row()?))?;
    match post.kind == DUTY_POST {
        true => Ok(post),
        false => Err(DeskError::refused("这是双报到的服务岗位，请在“双报到”里修改。")),
    }
}

/// The posts of the catalogue that are not ended.
fn open_posts(reading: &Reading<'_>) -> Result<Vec<Stored<Offer>>> {
    Ok(catalogue(reading)?.into_iter().filter(|post| post.to_on.is_none()).collect())
}

/// The usual posts that the catalogue does not have.
pub(super) fn missing(reading: &Reading<'_>) -> Result<Vec<UsualPost>> {
    let known = open_posts(reading)?;
    let is_there = |post: &&UsualPost| known.iter().any(|known| known.title == post.title);
    Ok(usual_posts().iter().filter(|post| !is_there(post)).copied().collect())
}

/// Who holds a post today and after, with their names.
pub(super) fn holders(reading: &Reading<'_>, post: OfferId) -> Result<Vec<(Stored<Claim>, String)>> {
    let claims = open_claims(reading)?.into_iter().filter(|claim| claim.offer_id == post);
    let named = claims.filter_map(|claim| {
        let person = claim.person_id?;
        Some(reading.require::<Person>(person).map(|known| (claim, known.value.name)))
    });
    Ok(named.collect::<Result<_, _>>()?)
}

pub(super) fn add(desk: &mut Desk, values: Values) -> Result<Outcome<FolioDone>> {
    let today = desk.clock().today();
    let new = desk.book()?.read(|reading| {
        let new = Offer { from_on: Some(today), ..blank("") };
        filled(reading, None, Offer { kind: DUTY_POST.to_owned(), ..new }, values)
    })?;
    let title = format!("新增岗位：{}", new.title);
    save(desk, &title, |writing| {
        let uid = writing.new_uid();
        writing.insert(&Offer { uid, ..new }).map(|_| ()).map_err(DeskError::from)
    })
}

pub(super) fn edit(desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
    let (id, new) = desk.book()?.read(|reading| {
        let known = post(reading, deed)?;
        Ok::<_, DeskError>((known.id, filled(reading, Some(known.id), known.value, values)?))
    })?;
    let title = format!("修改岗位：{}", new.title);
    save(desk, &title, |writing| writing.update(id, &new).map(|_| ()).map_err(DeskError::from))
}

pub(super) fn load_usual(desk: &mut Desk, today: Day) -> Result<Outcome<FolioDone>> {
    let missing = desk.book()?.read(missing)?;
    if missing.is_empty() {
        return Err(DeskError::refused("常用岗位都已经在目录里，没有可装入的。"));
    }
    let title = format!("装入常用岗位 {} 个", missing.len());
    save(desk, &title, |writing| {
        for post in &missing {
            let uid = writing.new_uid();
            writing.insert(&Offer { uid, ..usual_offer(post, today) })?;
        }
        Ok(())
    })
}

fn usual_offer(post: &UsualPost, today: Day) -> Offer {
    Offer {
        kind: DUTY_POST.to_owned(),
        category: Some(post.category.to_owned()),
        content: Some(post.duty.to_owned()),
        from_on: Some(today),
        ..blank(post.title)
    }
}

pub(super) fn end(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let to_on = values.need_day("to_on", "停用日期");
    if to_on > deed.today {
        values.refuse("to_on", "停用日期不能晚于今天。");
    }
    let is_with_holders = values.yes("with_holders");
    let (known, held) = desk.book()?.read(|reading| {
        let known = post(reading, deed)?;
        let held = holders(reading, known.id)?;
        Ok::<_, DeskError>((known, held))
    })?;
    if known.to_on.is_some() {
        return Err(DeskError::refused(format!("「{}」已经停用。", known.title)));
    }
    if known.from_on.is_some_and(|from| to_on < from) {
        values.refuse("to_on", "停用日期早于开始使用的日期，请核对。");
    }
    if !held.is_empty() && !is_with_holders {
        let sentence = format!("还有 {} 人在岗，请勾选“同时结束这些人的岗位”，或先给他们换岗。", held.len());
        values.refuse("with_holders", sentence);
    }
    values.finish()?;
    let title = format!("停用岗位：{}", known.title);
    save(desk, &title, |writing| end_all(writing, known, held, to_on))
}

fn end_all(
    writing: &mut Writing<'_>,
    known: Stored<Offer>,
    held: Vec<(Stored<Claim>, String)>,
    to_on: Day,
) -> Result<()> {
    let month = Booking::of(writing)?.standing().month(to_on);
    for (claim, _) in held {
        writing.update(claim.id, &ended(claim.value, to_on, month, ClaimState::Finished))?;
    }
    writing.update(known.id, &Offer { to_on: Some(to_on), ..known.value })?;
    Ok(())
}

pub(super) fn reopen(desk: &mut Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
    let known = desk.book()?.read(|reading| {
        let known = post(reading, deed)?;
        let is_doubled = open_posts(reading)?.iter().any(|other| other.title == known.title);
        match (known.to_on, is_doubled) {
            (None, _) => Err(DeskError::refused(format!("「{}」正在使用，不用恢复。", known.title))),
            (Some(_), true) => {
                Err(DeskError::refused(format!("目录里已有在用的「{}」，不用恢复。", known.title)))
            }
            (Some(_), false) => Ok(known),
        }
    })?;
    let title = format!("恢复使用岗位：{}", known.title);
    save(desk, &title, |writing| {
        writing.update(known.id, &Offer { to_on: None, ..known.value })?;
        Ok(())
    })
}

/// The post as the form says it; everything that is wrong is told at once.
fn filled(reading: &Reading<'_>, id: Option<OfferId>, known: Offer, mut values: Values) -> Result<Offer> {
    let title = squeeze(&values.need_text("title", "岗位名称"));
    let picked = values.pick("category", |code| category(code).map(|known| known.code));
    let duty = values.lines("duty");
    if duty.is_none() {
        values.refuse("duty", "请填写职责。");
    }
    let needed_count = values.number("needed", 1..=MOST_NEEDED);
    let is_doubled = open_posts(reading)?.iter().any(|post| post.title == title && Some(post.id) != id);
    if is_doubled {
        values.refuse("title", format!("岗位「{title}」已经在目录里，请直接修改那一条。"));
    }
    values.finish()?;
    let category = Some(picked.unwrap_or_else(|| code_for(&title)).to_owned());
    Ok(Offer { title, category, content: duty, needed_count, ..known })
}

fn save(
    desk: &mut Desk,
    title: &str,
    act: impl FnOnce(&mut Writing<'_>) -> Result<()>,
) -> Result<Outcome<FolioDone>> {
    operate(desk, OperationKind::OfferSet, title, act)
}
