//! The posts of a day, and the claims of a post or a person.

use branchbook_contract::folio::{FolioCell, FolioTone};
use branchbook_contract::offer::{
    Category, ClaimList, ClaimRow, ClaimState, OfferDraft, OfferList, OfferPage, OfferRow,
};
use branchbook_domain::day::Day;
use branchbook_domain::key::OfferId;
use branchbook_ledger::table::offer::{self, ClaimLine, Offer, PostLine};
use branchbook_ledger::{LedgerError, Reading};

use super::category::{categories, category, code_for};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<OfferList> for Desk {
    fn handle(&mut self, command: OfferList, _progress: &dyn Progress) -> Result<Outcome<OfferPage>> {
        let on = command.on.unwrap_or_else(|| self.clock().today());
        let posts = self.book()?.read(|reading| match command.offer {
            Some(id) => one(reading, id, on),
            None => offer::posts_on(reading, on),
        })?;
        Ok(Outcome::unchanged(page(on, posts)))
    }
}

impl Handle<ClaimList> for Desk {
    fn handle(&mut self, command: ClaimList, _progress: &dyn Progress) -> Result<Outcome<Vec<ClaimRow>>> {
        if command.offer.is_none() && command.person.is_none() {
            return Err(DeskError::refused("请指定岗位或人员，再查看认领情况。"));
        }
        let lines = self.book()?.read(|reading| offer::claims(reading, command.offer, command.person))?;
        Ok(Outcome::unchanged(lines.into_iter().map(claim_row).collect::<Result<_>>()?))
    }
}

fn one(reading: &Reading<'_>, id: OfferId, on: Day) -> Result<Vec<PostLine>, LedgerError> {
    let mut posts = offer::service_posts_by(reading, on)?;
    posts.retain(|post| post.offer.id == id);
    Ok(posts)
}

fn page(on: Day, posts: Vec<PostLine>) -> OfferPage {
    let rows: Vec<OfferRow> = posts.into_iter().map(|post| post_row(post, on)).collect();
    let of = |code: &str| {
        let mine = rows.iter().filter(|row| row.draft.category.as_deref() == Some(code));
        mine.map(|row| row.claims).sum()
    };
    let categories = categories()
        .iter()
        .map(|known| Category {
            code: known.code.to_owned(),
            label: known.label.to_owned(),
            claims: of(known.code),
        })
        .collect();
    OfferPage { on, rows, categories }
}

fn post_row(line: PostLine, on: Day) -> OfferRow {
    let (state, until) = (state(&line, on), until(&line.offer));
    let post = line.offer.value;
    let code = post.category.unwrap_or_else(|| code_for(&post.title).to_owned());
    OfferRow {
        offer: line.offer.id,
        category_label: category(&code).map_or_else(|| code.clone(), |known| known.label.to_owned()),
        claims: line.claim_count,
        state,
        until,
        draft: OfferDraft {
            title: post.title,
            category: Some(code),
            content: post.content,
            needed_count: post.needed_count,
            place: post.place,
            from_on: post.from_on,
            to_on: post.to_on,
        },
    }
}

/// Whether a post has ended on a day.
pub(crate) fn is_over(post: &Offer, on: Day) -> bool {
    post.to_on.is_some_and(|to| to <= on)
}

/// Where a post stands on a day, in a word.
pub(crate) fn state(line: &PostLine, on: Day) -> FolioCell {
    let (post, claims) = (&line.offer, line.claim_count);
    match post.needed_count {
        _ if is_over(post, on) => FolioCell::tagged("已结束", FolioTone::Plain),
        Some(needed) if claims < needed => {
            FolioCell::tagged(format!("还差 {} 人", needed - claims), FolioTone::Due)
        }
        Some(needed) if claims > needed => FolioCell::tagged("已超额", FolioTone::Info),
        Some(_) => FolioCell::tagged("已满", FolioTone::Ok),
        None if claims == 0 => FolioCell::tagged("无人认领", FolioTone::Due),
        None => FolioCell::tagged("有人认领", FolioTone::Ok),
    }
}

/// How long a post stands, in words.
pub(crate) fn until(post: &Offer) -> String {
    match (post.from_on, post.to_on) {
        (None, None) => "长期".to_owned(),
        (Some(from), None) => format!("{from} 起"),
        (None, Some(to)) => format!("{to} 前"),
        (Some(from), Some(to)) => format!("{from} 至 {to}"),
    }
}

fn claim_row(line: ClaimLine) -> Result<ClaimRow> {
    let claim = line.claim;
    let corrupt = LedgerError::Corrupt { table: "claim", id: claim.id.0, column: "state" };
    Ok(ClaimRow {
        claim: claim.id,
        offer: claim.offer_id,
        title: line.title,
        person: claim.person_id,
        unit: claim.unit_id,
        claimer: line.claimer,
        state: ClaimState::from_code(&claim.state).ok_or(corrupt)?,
        claimed_on: claim.occurred_on,
        ended_on: claim.ended_on,
        rating: claim.value.rating,
    })
}
