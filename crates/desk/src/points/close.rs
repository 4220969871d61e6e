//! What stands of points when a month closes: one balance per account, the starting point of all later months.

use std::collections::BTreeMap;

use branchbook_domain::day::Month;
use branchbook_domain::key::{PersonId, PointsAccountId};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::members_on;
use branchbook_ledger::table::month::PointsClosing;
use branchbook_ledger::{LedgerError, Result, Writing};

use super::account_of::ensure_accounts;
use super::figures::{Balance, balances, by_person, score_of};
use super::fold::PointsYear;
use super::scheme::{SchemeVersion, Schemes};
use crate::month::row;

/// Writes the closing balances of a month: of every member on its last day, and of everybody else who has points
/// in the points year. Gives the number of rows; 0 in a book without a scheme.
///
/// # Errors
/// Anything the ledger refuses; a month whose balances stand already is refused by the ledger.
pub fn close_points(writing: &mut Writing<'_>, month: Month) -> Result<u32> {
    let mut schemes = Schemes::of(writing)?;
    let (_, last_on) = row::days(writing, month)?;
    let Some(version) = schemes.on(writing, last_on)? else { return Ok(0) };
    let mut of_accounts = balances(writing, &mut schemes, month)?;
    let members = members_on(writing, last_on)?;
    let classes: BTreeMap<PersonId, Option<MemberClass>> =
        members.iter().map(|member| (member.person, member.class())).collect();
    let people: Vec<PersonId> = classes.keys().copied().collect();
    for account in ensure_accounts(writing, version.id, &people, None)?.into_values() {
        of_accounts.entry(account).or_default();
    }
    let accounts: Vec<PointsAccountId> = of_accounts.keys().copied().collect();
    let owners = PointsYear::owners(writing, &accounts)?;
    let of_people = by_person(writing, of_accounts.clone())?;
    let mut count = 0;
    for (account, balance) in &of_accounts {
        let Some(person) = owners.get(account) else { continue };
        let class = classes.get(person).copied().unwrap_or(Some(MemberClass::Full));
        let whole = of_people.get(person).unwrap_or(balance);
        writing.insert(&closing(*account, month, balance, &version, class, whole)?)?;
        count += 1;
    }
    Ok(count)
}

/// The row of one account; score and grade are the person's, over all accounts of the year.
fn closing(
    account_id: PointsAccountId,
    month: Month,
    balance: &Balance,
    version: &SchemeVersion,
    class: Option<MemberClass>,
    whole: &Balance,
) -> Result<PointsClosing> {
    let (score, grade) = score_of(version, class, whole);
    let by_category = serde_json::to_string(&balance.year_by_category).map_err(|error| {
        LedgerError::Refused(format!("积分余额无法保存（{error}），请检查积分方案后重试。"))
    })?;
    Ok(PointsClosing {
        account_id,
        month,
        counted: balance.year.hundredths(),
        by_category,
        is_vetoed: balance.is_vetoed,
        score: score.map_or(0, |score| score.hundredths()),
        grade: grade.unwrap_or_default(),
    })
}
