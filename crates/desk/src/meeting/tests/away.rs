//! Members who are away (流动): due at home with their vote, unless an exemption with all its papers says otherwise
//! (domain.md 1.3: everyone else who does not come still counts among those due).

use branchbook_contract::member::MemberConditionSet;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::member::ConditionKind;
use branchbook_domain::quorum::ExemptReason;
use branchbook_ledger::reading::measured;

use super::fixture::{Town, day, town};
use crate::meeting::register::Register;

/// Whether 甲三 is due at an assembly and at an election, and whether there is a vote.
fn seen(town: &Town) -> (bool, bool, bool) {
    let reads = |reading: &branchbook_ledger::Reading<'_>| Register::on(reading, day("2026-10-20"));
    let register = town.desk.book().unwrap().read(reads).unwrap();
    let roll = register.roll(RecordKind::MemberAssembly, town.branch);
    let one = roll.into_iter().find(|one| one.name == "甲三").expect("who is away stays on the roll");
    (one.is_due, one.is_due_in_election, one.vote.is_ok())
}

fn set(town: &mut Town, kind: ConditionKind, papers: Option<&str>) {
    let reads = |reading: &branchbook_ledger::Reading<'_>| Register::on(reading, day("2026-10-20"));
    let member = town.desk.book().unwrap().read(reads).unwrap().named("甲三")[0].person;
    let is_exempt = kind == ConditionKind::QuorumExempt;
    town.ask(&MemberConditionSet {
        member,
        kind,
        reason: is_exempt.then(|| ExemptReason::AwayHalfYear.code().to_owned()),
        from_on: Some(day("2026-10-01")),
        to_on: None,
        approved_by: is_exempt.then(|| "街道党工委".to_owned()),
        approved_on: is_exempt.then(|| day("2026-10-01")),
        reference: papers.map(str::to_owned),
        note: None,
    });
}

#[test]
fn who_is_away_stays_due_with_a_vote_and_only_an_exemption_with_its_papers_changes_that() {
    for (kind, papers, expected) in [
        (ConditionKind::Mobile, None, (true, true, true)),
        (ConditionKind::Lost, None, (true, true, true)),
        (ConditionKind::QuorumExempt, None, (true, true, true)),
        (ConditionKind::QuorumExempt, Some("2026年第3次党员大会"), (false, false, true)),
        (ConditionKind::PartyProbation, None, (true, true, false)),
    ] {
        let mut town = town("2026-10-31");
        assert_eq!(seen(&town), (true, true, true));
        set(&mut town, kind, papers);
        assert_eq!(seen(&town), expected, "{} {papers:?}", kind.label());
    }
}

/// The roll is read at once: who is exempt is not asked about one by one.
#[test]
fn an_exemption_more_is_no_query_more() {
    let mut town = town("2026-10-31");
    let queries = |town: &Town| measured(|| seen(town)).1.queries;
    let before = queries(&town);
    set(&mut town, ConditionKind::QuorumExempt, Some("2026年第3次党员大会"));
    assert_eq!(queries(&town), before);
}
