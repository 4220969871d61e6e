//! The points of a month: the last closing balances plus what was booked since, never the history.
//! The cost is that of the members and of the month's entries, whatever the age of the ledger.

use std::collections::BTreeMap;
use std::rc::Rc;

use branchbook_contract::points::{CategoryName, PointsBranchRow, PointsMonth, PointsPersonRow};
use branchbook_domain::day::Month;
use branchbook_domain::key::{OrganisationId, PersonId, PointsAccountId};
use branchbook_domain::points::Points;
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::{MemberOnDay, branch_members_on, members_on};
use branchbook_ledger::table::points::{self, EntryKind};
use branchbook_ledger::{LedgerError, Reading, Result};

use super::fold::{PointsYear, year_span};
use super::scheme::{SchemeVersion, Schemes};
use crate::month::row;

/// What an account or a person stands at, at the end of a month. Amounts in points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Balance {
    /// Σ counted since the points year began.
    pub year: Points,
    /// The same by category.
    pub year_by_category: BTreeMap<String, Points>,
    /// Whether a veto stands in the year.
    pub is_vetoed: bool,
    /// Σ counted booked in the month, for this year.
    pub month: Points,
    /// The same by category.
    pub month_by_category: BTreeMap<String, Points>,
    /// Booked in the month for earlier years.
    pub earlier_years: Points,
}

/// Key of 封顶调整 among the categories.
pub(crate) const CAPS: &str = EntryKind::CapAdjustment.code();

/// The figures of a month, of one branch or of all. People and branches are those of the last day
/// of the month's statistics.
///
/// # Errors
/// Anything the ledger refuses.
pub fn points_month_figures(
    reading: &Reading<'_>,
    month: Month,
    branch: Option<OrganisationId>,
) -> Result<PointsMonth> {
    let mut schemes = Schemes::of(reading)?;
    let (_, day) = row::days(reading, month)?;
    let members = match branch {
        Some(branch) => branch_members_on(reading, branch, day)?,
        None => members_on(reading, day)?,
    };
    let version = schemes.on(reading, day)?;
    let balances = by_person(reading, balances(reading, &mut schemes, month)?)?;
    let nothing = Balance::default();
    let people: Vec<PointsPersonRow> = members
        .iter()
        .map(|member| {
            let balance = balances.get(&member.person).unwrap_or(&nothing);
            person_row(version.as_deref(), member, balance)
        })
        .collect();
    Ok(PointsMonth {
        month,
        categories: category_names(version.as_deref()),
        grades: grade_names(version.as_deref()),
        branches: branch_rows(version.as_deref(), &people),
        people,
    })
}

/// Score and grade of a person under a version; `None` if it does not score the class.
pub(crate) fn score_of(
    version: &SchemeVersion,
    class: Option<MemberClass>,
    balance: &Balance,
) -> (Option<Points>, Option<String>) {
    let score = class.and_then(|class| version.scheme.score_of(class, balance.year, balance.is_vetoed));
    let grade = score.and_then(|score| version.scheme.grade_of(score)).map(|grade| grade.name.clone());
    (score, grade)
}

/// The balance of every account that has any, at the end of a month.
pub(crate) fn balances(
    reading: &Reading<'_>,
    schemes: &mut Schemes,
    month: Month,
) -> Result<BTreeMap<PointsAccountId, Balance>> {
    let year = year_span(month.year());
    let versions = schemes.within(reading, year)?;
    let begin = Month::of(year.0);
    let closed = points::last_closing_month(reading, begin, month)?;
    let mut balances =
        closed.map_or_else(|| Ok(BTreeMap::new()), |closed| closing_balances(reading, closed))?;
    let first = closed.map_or(begin, Month::next);
    let mut suspects: Vec<PointsAccountId> =
        balances.iter().filter(|(_, balance)| balance.is_vetoed).map(|(account, _)| *account).collect();
    for sum in points::month_sums(reading, (first, month), year)? {
        let item = sum.item.and_then(|item| versions.iter().find_map(|version| version.item(item)));
        if item.is_some_and(|item| item.is_veto) && sum.in_year {
            suspects.push(sum.account);
        }
        let category = item.map_or(CAPS, |item| item.category.as_str());
        balances.entry(sum.account).or_default().add(&sum, category, month);
    }
    mark_vetoed(reading, &versions, &mut suspects, month, &mut balances)?;
    Ok(balances)
}

impl Balance {
    fn add(&mut self, sum: &points::MonthSum, category: &str, asked: Month) {
        let counted = Points::from_hundredths(sum.counted);
        if !sum.in_year {
            if sum.month == asked {
                self.earlier_years = self.earlier_years + counted;
            }
            return;
        }
        self.year = self.year + counted;
        add_to(&mut self.year_by_category, category, counted);
        if sum.month == asked {
            self.month = self.month + counted;
            add_to(&mut self.month_by_category, category, counted);
        }
    }

    fn merge(&mut self, other: Self) {
        self.year = self.year + other.year;
        self.month = self.month + other.month;
        self.earlier_years = self.earlier_years + other.earlier_years;
        self.is_vetoed |= other.is_vetoed;
        for (category, counted) in other.year_by_category {
            add_to(&mut self.year_by_category, &category, counted);
        }
        for (category, counted) in other.month_by_category {
            add_to(&mut self.month_by_category, &category, counted);
        }
    }
}

/// The balances of accounts as those of their people: one person may have an account per scheme version.
pub(crate) fn by_person(
    reading: &Reading<'_>,
    balances: BTreeMap<PointsAccountId, Balance>,
) -> Result<BTreeMap<PersonId, Balance>> {
    let accounts: Vec<PointsAccountId> = balances.keys().copied().collect();
    let owners = PointsYear::owners(reading, &accounts)?;
    let mut people: BTreeMap<PersonId, Balance> = BTreeMap::new();
    for (account, balance) in balances {
        if let Some(person) = owners.get(&account) {
            people.entry(*person).or_default().merge(balance);
        }
    }
    Ok(people)
}

fn add_to(sums: &mut BTreeMap<String, Points>, category: &str, counted: Points) {
    match sums.get_mut(category) {
        Some(sum) => *sum = *sum + counted,
        None => {
            sums.insert(category.to_owned(), counted);
        }
    }
}

fn closing_balances(reading: &Reading<'_>, month: Month) -> Result<BTreeMap<PointsAccountId, Balance>> {
    let rows = points::closings_of(reading, month)?;
    let balance = |row: points::ClosingLine| {
        let corrupt = LedgerError::Corrupt { table: "points_closing", id: row.id.0, column: "by_category" };
        let year_by_category = serde_json::from_str(&row.by_category).map_err(|_| corrupt)?;
        let balance = Balance {
            year: Points::from_hundredths(row.counted),
            year_by_category,
            is_vetoed: row.is_vetoed,
            ..Balance::default()
        };
        Ok((row.account_id, balance))
    };
    rows.into_iter().map(balance).collect()
}

/// Whether a veto stands is asked anew of the few accounts that have one or had entries of a veto item.
fn mark_vetoed(
    reading: &Reading<'_>,
    versions: &[Rc<SchemeVersion>],
    suspects: &mut Vec<PointsAccountId>,
    month: Month,
    balances: &mut BTreeMap<PointsAccountId, Balance>,
) -> Result<()> {
    suspects.sort_unstable();
    suspects.dedup();
    if suspects.is_empty() {
        return Ok(());
    }
    let vetoes: Vec<i64> = versions
        .iter()
        .flat_map(|version| version.scheme.items.iter().map(move |item| (version, item)))
        .filter(|(_, item)| item.is_veto)
        .filter_map(|(version, item)| version.item_id(&item.code).map(i64::from))
        .collect();
    let vetoed = points::vetoed_accounts(reading, suspects, &vetoes, year_span(month.year()), month)?;
    for account in suspects.iter() {
        balances.entry(*account).or_default().is_vetoed = vetoed.contains(account);
    }
    Ok(())
}

fn person_row(version: Option<&SchemeVersion>, member: &MemberOnDay, balance: &Balance) -> PointsPersonRow {
    let (score, grade) = version.map_or((None, None), |version| score_of(version, member.class(), balance));
    PointsPersonRow {
        person: member.person,
        name: member.name.clone(),
        branch: member.branch_id,
        score,
        grade,
        is_vetoed: balance.is_vetoed,
        counted: balance.month,
        by_category: balance.month_by_category.clone().into(),
        year_counted: balance.year,
        earlier_years: balance.earlier_years,
    }
}

fn branch_rows(version: Option<&SchemeVersion>, people: &[PointsPersonRow]) -> Vec<PointsBranchRow> {
    let mut rows: Vec<PointsBranchRow> = Vec::new();
    let mut sums: Vec<i64> = Vec::new();
    for person in people {
        let at = rows.iter().position(|row| row.branch == person.branch).unwrap_or_else(|| {
            let by_grade = grade_names(version).into_iter().map(|grade| (grade, 0)).collect();
            let branch = person.branch;
            rows.push(PointsBranchRow { branch, members: 0, average: None, by_grade, counted: Points::ZERO });
            sums.push(0);
            rows.len() - 1
        });
        let row = &mut rows[at];
        row.counted = row.counted + person.counted;
        if let Some(score) = person.score {
            row.members += 1;
            sums[at] += score.hundredths();
        }
        if let Some(grade) = &person.grade {
            *row.by_grade.made(grade.clone()) += 1;
        }
    }
    for (row, sum) in rows.iter_mut().zip(sums) {
        row.average = mean(sum, row.members);
    }
    rows
}

/// Mean in hundredths, halves away from zero; `None` of nobody.
pub(crate) fn mean(sum: i64, members: u32) -> Option<Points> {
    let members = i64::from(members);
    let half = if sum < 0 { -members } else { members };
    (members > 0).then(|| Points::from_hundredths((sum * 2 + half) / (members * 2)))
}

fn category_names(version: Option<&SchemeVersion>) -> Vec<CategoryName> {
    let of_scheme = version.iter().flat_map(|version| &version.scheme.categories);
    let named =
        of_scheme.map(|category| CategoryName { code: category.code.clone(), name: category.name.clone() });
    let caps = CategoryName { code: CAPS.to_owned(), name: EntryKind::CapAdjustment.label().to_owned() };
    named.chain([caps]).collect()
}

fn grade_names(version: Option<&SchemeVersion>) -> Vec<String> {
    let grades = version.iter().flat_map(|version| &version.scheme.grades);
    grades.map(|grade| grade.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_a_hundredth_and_nobody_has_none() {
        for (sum, members, shown) in
            [(12_000, 2, "60"), (20_000, 3, "66.67"), (10_001, 2, "50.01"), (0, 4, "0")]
        {
            assert_eq!(mean(sum, members).unwrap().to_string(), shown);
        }
        assert_eq!(mean(100, 0), None);
    }
}
