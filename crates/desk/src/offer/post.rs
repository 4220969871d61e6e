//! Posts by the title that people wish for: found, or made when missing; and the claims on them.

use std::collections::HashMap;

use branchbook_contract::offer::ClaimState;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ClaimId, OfferId, PersonId};
use branchbook_domain::text::{is_blank_mark, squeeze};
use branchbook_ledger::table::offer::{self, Claim, Offer, SERVICE_POST};
use branchbook_ledger::{Reading, Result, Writing};
use uuid::Uuid;

use super::category::code_for;

/// The posts of the book by title.
#[derive(Debug, Default)]
pub(crate) struct Posts(HashMap<String, OfferId>);

impl Posts {
    /// All posts that are still offered.
    pub fn load(reading: &Reading<'_>) -> Result<Self> {
        let posts = offer::service_posts(reading)?.into_iter().filter(|post| post.to_on.is_none());
        Ok(Self(posts.map(|post| (squeeze(&post.title), post.id)).collect()))
    }

    /// The post with this title, made if it is not there.
    pub fn require(&mut self, writing: &mut Writing<'_>, title: &str) -> Result<OfferId> {
        if let Some(known) = self.0.get(title) {
            return Ok(*known);
        }
        let post = Offer { uid: writing.new_uid(), ..blank(title) };
        let id = writing.insert(&post)?;
        self.0.insert(title.to_owned(), id);
        Ok(id)
    }
}

/// The titles that a cell names: 「法律服务岗、邻里调解岗」 are two.
pub(crate) fn titles(wanted: &str) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for piece in wanted.split(['、', '，', ',', '；', ';', '/', '／', '\n']) {
        let title = squeeze(piece);
        if !is_blank_mark(&title) && !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

/// A post of this title with everything else open.
pub(crate) fn blank(title: &str) -> Offer {
    Offer {
        uid: Uuid::nil(),
        kind: SERVICE_POST.to_owned(),
        title: title.to_owned(),
        category: Some(code_for(title).to_owned()),
        content: None,
        needed_count: None,
        place: None,
        offered_by_unit_id: None,
        from_on: None,
        to_on: None,
    }
}

/// A person's claim as it begins.
pub(crate) fn claim_of(offer: OfferId, person: PersonId, on: Day, month: Month) -> Claim {
    Claim {
        offer_id: offer,
        person_id: Some(person),
        unit_id: None,
        occurred_on: on,
        booked_month: month,
        ended_on: None,
        ended_month: None,
        state: ClaimState::Claimed.code().to_owned(),
        rating: None,
        note: None,
    }
}

/// Claims the posts that a slip wishes for; those that the person holds already stay as they are.
pub(crate) fn claim_wanted(
    writing: &mut Writing<'_>,
    person: PersonId,
    wanted: &str,
    on: Day,
    month: Month,
) -> Result<Vec<ClaimId>> {
    let titles = titles(wanted);
    let mut posts = if titles.is_empty() { Posts::default() } else { Posts::load(writing)? };
    let held: Vec<OfferId> =
        offer::open_claims_of(writing, person)?.into_iter().map(|claim| claim.offer_id).collect();
    let mut made = Vec::new();
    for title in titles {
        let offer = posts.require(writing, &title)?;
        if !held.contains(&offer) {
            made.push(writing.insert(&claim_of(offer, person, on, month))?);
        }
    }
    Ok(made)
}

/// Ends the open claims of service posts of a person who returns. Gives how many. A post of 一编三定 stays: it is held as a
/// member.
pub(crate) fn withdraw_all(
    writing: &mut Writing<'_>,
    person: PersonId,
    on: Day,
    month: Month,
) -> Result<i64> {
    let open = offer::open_service_claims_of(writing, person)?;
    let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
    for claim in open {
        writing.update(claim.id, &ended(claim.value, on, month, ClaimState::Withdrawn))?;
    }
    Ok(count)
}

/// A claim as it stands once it is over; never before it began.
pub(crate) fn ended(claim: Claim, on: Day, month: Month, state: ClaimState) -> Claim {
    Claim {
        ended_on: Some(on.max(claim.occurred_on)),
        ended_month: Some(month),
        state: state.code().to_owned(),
        ..claim
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_each_post_once() {
        for (cell, expected) in [
            ("法律服务岗", vec!["法律服务岗"]),
            ("法律服务岗、 邻里 调解岗／法律服务岗", vec!["法律服务岗", "邻里调解岗"]),
            ("无", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(titles(cell), expected, "{cell}");
        }
    }
}
