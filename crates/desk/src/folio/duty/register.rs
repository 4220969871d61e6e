//! The register of a day with the posts that people hold and held, their duties and results. Must not write and knows
//! no form.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::duty::{DutyResult, DutySpan};
use branchbook_domain::key::{ClaimId, OfferId, OrganisationId, PersonId};
use branchbook_domain::member::post_label;
use branchbook_ledger::table::gathering::presence::posts_held_on;
use branchbook_ledger::table::membership::{MemberOnDay, members_among, members_on};
use branchbook_ledger::table::offer::{Claim, DUTY_POST, Offer, claims, claims_until, duty_claims_on};
use branchbook_ledger::table::post_duty::{PostDuty, PostResult, duties, results};
use branchbook_ledger::{LedgerError, Reading, Stored};

use crate::organisation::Names;

/// A post that somebody holds or held.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// The claim.
    pub claim: Stored<Claim>,
    /// The post.
    pub offer: Rc<Stored<Offer>>,
    /// The duty, if it was written down.
    pub duty: Option<Stored<PostDuty>>,
    /// The results of quarters that had begun, the newest first.
    pub results: Vec<Stored<PostResult>>,
}

impl Held {
    /// From when until when.
    pub fn span(&self) -> DutySpan {
        DutySpan {
            from: self.claim.occurred_on,
            to: self.claim.ended_on,
            until: self.duty.as_ref().and_then(|duty| duty.until_on),
        }
    }

    /// Whether it is a post of 一编三定: of the catalogue, or with a duty of its own.
    pub fn is_duty(&self) -> bool {
        self.offer.kind == DUTY_POST || self.duty.is_some()
    }

    /// The duty of the person; that of the post where nothing was written for the person.
    pub fn text(&self) -> String {
        let own = self.duty.as_ref().map(|duty| duty.duty.clone());
        own.or_else(|| self.offer.content.clone()).unwrap_or_default()
    }

    /// Whether a quarter has to be rated and is not.
    pub fn is_unrated(&self, quarter: Quarter) -> bool {
        self.is_duty() && self.span().is_rated_in(quarter) && self.result(quarter).is_none()
    }

    /// The result of a quarter.
    pub fn result(&self, quarter: Quarter) -> Option<&Stored<PostResult>> {
        let written = quarter.to_string();
        self.results.iter().find(|result| result.quarter == written)
    }
}

/// The members of a day and their posts.
pub(super) struct Register {
    /// The day.
    pub on: Day,
    /// Members in the order of the register.
    pub members: Vec<MemberOnDay>,
    /// Names of organisations.
    pub names: Names,
    /// Titles of posts of the Party, by who holds them on the day.
    pub offices: HashMap<PersonId, Vec<String>>,
    held: HashMap<PersonId, Vec<Held>>,
}

impl Register {
    /// Everybody on a day.
    pub fn on(reading: &Reading<'_>, on: Day) -> Result<Self, LedgerError> {
        Self::with(reading, on, members_on(reading, on)?, held(reading, claims_until(reading, on)?, on)?)
    }

    /// Those who hold a post of 一编三定 on a day, and nobody else: what falls due asks no more.
    pub fn of_holders(reading: &Reading<'_>, on: Day) -> Result<Self, LedgerError> {
        let held = held(reading, duty_claims_on(reading, on)?, on)?;
        let holders: Vec<PersonId> = held.keys().copied().collect();
        Self::with(reading, on, members_among(reading, &holders, on)?, held)
    }

    /// One person on a day; without a member if the person is none then.
    pub fn of_person(reading: &Reading<'_>, person: PersonId, on: Day) -> Result<Self, LedgerError> {
        let mine = claims(reading, None, Some(person))?.into_iter().rev().map(|line| line.claim);
        let mine = mine.filter(|claim| claim.occurred_on <= on).collect();
        Self::with(reading, on, members_among(reading, &[person], on)?, held(reading, mine, on)?)
    }

    fn with(
        reading: &Reading<'_>,
        on: Day,
        members: Vec<MemberOnDay>,
        held: HashMap<PersonId, Vec<Held>>,
    ) -> Result<Self, LedgerError> {
        let mut offices: HashMap<PersonId, Vec<String>> = HashMap::new();
        for post in posts_held_on(reading, on)? {
            let titles = offices.entry(post.person).or_default();
            // Who is secretary of the committee and of a branch is called so once.
            if !titles.iter().any(|title| title == post_label(&post.title)) {
                titles.push(post_label(&post.title).to_owned());
            }
        }
        Ok(Self { on, members, names: Names::on(reading, on)?, offices, held })
    }

    /// What a person holds or held, in the order in which it began.
    pub fn all_of(&self, person: PersonId) -> &[Held] {
        self.held.get(&person).map_or(&[], Vec::as_slice)
    }

    /// What a person holds on the day.
    pub fn held_by(&self, person: PersonId) -> impl Iterator<Item = &Held> {
        self.all_of(person).iter().filter(|held| held.span().holds(self.on))
    }

    /// Whether somebody without an office has no post on the day.
    pub fn is_without(&self, person: PersonId) -> bool {
        !self.offices.contains_key(&person) && self.held_by(person).next().is_none()
    }

    /// Posts of 一编三定 held on the day by people who are no members then.
    pub fn held_by_others(&self) -> Vec<(PersonId, &Held)> {
        let members: HashSet<PersonId> = self.members.iter().map(|member| member.person).collect();
        let others = self.held.keys().filter(|person| !members.contains(person));
        let mut found: Vec<(PersonId, &Held)> =
            others.flat_map(|person| self.held_by(*person).map(|held| (*person, held))).collect();
        found.retain(|(_, held)| held.is_duty());
        found.sort_unstable_by_key(|(person, held)| (*person, held.claim.id));
        found
    }

    /// The group that somebody does the duty in: that of the duty, else that of the membership.
    pub fn group(&self, member: &MemberOnDay, held: Option<&Held>) -> Option<OrganisationId> {
        held.and_then(|held| held.duty.as_ref()?.group_id).or(member.group_id)
    }

    /// The name of a group, empty without one.
    pub fn group_name(&self, member: &MemberOnDay, held: Option<&Held>) -> String {
        self.group(member, held).map(|group| self.names.name(group)).unwrap_or_default()
    }
}

fn held(
    reading: &Reading<'_>,
    claims: Vec<Stored<Claim>>,
    on: Day,
) -> Result<HashMap<PersonId, Vec<Held>>, LedgerError> {
    let mut known = Known::of(reading, on)?;
    let mut held: HashMap<PersonId, Vec<Held>> = HashMap::new();
    for claim in claims {
        let (Some(person), Some(offer)) = (claim.person_id, known.offers.get(&claim.offer_id).cloned())
        else {
            continue;
        };
        let duty = known.duties.remove(&claim.id);
        let results = known.results.remove(&claim.id).unwrap_or_default();
        held.entry(person).or_default().push(Held { claim, offer, duty, results });
    }
    Ok(held)
}

/// What stands beside the claims, by claim and by offer.
struct Known {
    offers: HashMap<OfferId, Rc<Stored<Offer>>>,
    duties: HashMap<ClaimId, Stored<PostDuty>>,
    results: HashMap<ClaimId, Vec<Stored<PostResult>>>,
}

impl Known {
    fn of(reading: &Reading<'_>, on: Day) -> Result<Self, LedgerError> {
        let mut by_claim: HashMap<ClaimId, Vec<Stored<PostResult>>> = HashMap::new();
        for result in results(reading)? {
            if quarter_of(&result).is_some_and(|quarter| quarter.first_day() <= on) {
                by_claim.entry(result.claim_id).or_default().push(result);
            }
        }
        Ok(Self {
            offers: reading.all::<Offer>()?.into_iter().map(|offer| (offer.id, Rc::new(offer))).collect(),
            duties: duties(reading)?.into_iter().map(|duty| (duty.claim_id, duty)).collect(),
            results: by_claim,
        })
    }
}

/// The quarter of a result.
pub(super) fn quarter_of(result: &PostResult) -> Option<Quarter> {
    result.quarter.parse().ok()
}

/// What a result is called.
pub(super) fn result_label(result: &PostResult) -> &'static str {
    DutyResult::from_code(&result.result).map_or("", DutyResult::label)
}
