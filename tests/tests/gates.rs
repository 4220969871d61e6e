//! What a month's work costs must not depend on the age of the book. Virtual-machine steps and full scans are
//! counted, which no load of the machine can disturb: at one, five and twenty years of a tenth of the large
//! community the same month holds the same rows, so the same query must take the same steps.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed step ends the test")]
#![allow(clippy::print_stdout)] // the table of costs is worth reading where it breaks

use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{ChangeId, GatheringId, OrganisationId, PersonId, PointsAccountId};
use branchbook_ledger::table::exchange::{self, ParcelKind};
use branchbook_ledger::table::gathering::{figures, held, presence};
use branchbook_ledger::table::month::{calendar, changed, fact, figure, flow};
use branchbook_ledger::table::points::{self, EntrySource};
use branchbook_ledger::table::{activity, membership, offer, unit};
use branchbook_ledger::{Cost, LedgerError, Reading};
use branchbook_tests::large::{self, Size};

type Query = fn(&Reading<'_>, Month) -> Result<(), LedgerError>;

/// Makes a query of any answer one whose answer is thrown away.
macro_rules! queries {
    ($($name:literal => |$reading:ident, $month:ident| $work:expr;)+) => {
        &[$(($name, |$reading: &Reading<'_>, $month: Month| $work.map(drop))),+]
    };
}

/// Every query of the month works. `month` is the open month; a new query is one line more.
const QUERIES: &[(&str, Query)] = queries! {
    "members_on" => |reading, month| membership::members_on(reading, month.last_day());
    "branch_members_on" => |reading, month| membership::branch_members_on(reading, BRANCH, month.last_day());
    "member_on" => |reading, month| membership::member_on(reading, MEMBER, month.last_day());
    "counts_on" => |reading, month| membership::counts_on(reading, month.last_day());
    "named_between" => |reading, month| membership::named_between(reading, month.first_day(), month.last_day());
    "unit_month_figures" => |reading, month|
        unit::figures::unit_month_figures(reading, month, (month.first_day(), month.last_day()));
    "unit_figures_on" => |reading, month| unit::figures::unit_figures_on(reading, month.last_day());
    "service_details" => |reading, month| activity::service::service_details(reading, month);
    "open_claims" => |reading, _month| offer::open_claims(reading);
    "meeting_month_figures" => |reading, month| figures::meeting_month_figures(reading, month);
    "records_of_month" => |reading, month| held::records_of_month(reading, month);
    "records_held_by" => |reading, month|
        held::records_held_by(reading, &[BRANCH], RecordKind::ThemeDay, month.first_day(), month.last_day());
    "records_held" => |reading, month|
        held::records_held(reading, BRANCH, RecordKind::ThemeDay, month.first_day(), month.last_day());
    "attendance_of" => |reading, month| presence::attendance_of(reading, MEMBER, theme_day(month), None);
    "attendance_at" => |reading, _month| presence::attendance_at(reading, GatheringId(1));
    "posts_held_on" => |reading, month| presence::posts_held_on(reading, month.last_day());
    "month_sums" => |reading, month| points::month_sums(reading, (month, month), year(month));
    "closings_of" => |reading, month| points::closings_of(reading, month.prev());
    "last_closing_month" => |reading, month| points::last_closing_month(reading, month.plus(-9), month);
    "last_closed" => |reading, _month| calendar::last_closed(reading);
    "entries_of_accounts" => |reading, month|
        points::entries_of_accounts(reading, &[PointsAccountId(3)], month.first_day(), month.next().first_day());
    "live_of_accounts" => |reading, month|
        points::live_of_accounts(reading, &[PointsAccountId(3)], month.first_day(), month.next().first_day());
    "live_by_source" => |reading, _month| points::live_by_source(reading, EntrySource::Attendance, &[1, 2, 3]);
    "flow_sums" => |reading, month| flow::flow_sums(reading, Some(month.prev()), month);
    "flow_lines" => |reading, month| flow::flow_lines(reading, month);
    "figures_of" => |reading, month| figure::figures_of(reading, month.prev());
    "month_row" => |reading, month| calendar::row(reading, month);
    "booked_counts" => |reading, month| calendar::booked_counts(reading, month);
    "first_booked" => |reading, _month| calendar::first_booked(reading);
    "has_changed_since" => |reading, month|
        changed::has_changed_since(reading, month, ChangeId(i64::MAX));
    "member_fields" => |reading, month| fact::member_fields(reading, month.last_day());
    "members_without_account" => |reading, month|
        fact::members_without_account(reading, month.last_day());
    "open_report_ins" => |reading, month| fact::open_report_ins(reading, month);
    "people_on" => |reading, month| membership::people_on(reading, month.last_day());
    "sent_of_month" => |reading, month| exchange::sent_of_month(reading, ParcelKind::Month, Some(month));
    "last_sent" => |reading, _month| exchange::last_sent(reading, ParcelKind::Month);
    "chain_hash" => |reading, _month| exchange::chain_hash(reading, 1);
};

/// The first branch: the office's root organisation has the first key.
const BRANCH: OrganisationId = OrganisationId(2);
/// A member of it.
const MEMBER: PersonId = PersonId(1);
/// Steps may grow by a fiftieth from one year to twenty.
const GROWTH: (i64, i64) = (102, 100);

fn theme_day(month: Month) -> Day {
    large::day(month, 17)
}

/// The points year, half-open.
fn year(month: Month) -> (Day, Day) {
    let first = Month::new(month.year(), 1).unwrap();
    (first.first_day(), first.plus(12).first_day())
}

/// What each query costs in a book of this many years.
fn costs(years: i32) -> Vec<(&'static str, Cost)> {
    let folder = tempfile::tempdir().unwrap();
    let desk = large::make(&folder.path().join("book"), Size::tenth(years));
    let month = large::OPEN_MONTH.parse().unwrap();
    let measure = |reading: &Reading<'_>| {
        let cost = |&(name, query): &(&'static str, Query)| {
            let (outcome, cost) = reading.measured(|reading| query(reading, month));
            outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, cost)
        };
        Ok::<_, LedgerError>(QUERIES.iter().map(cost).collect())
    };
    desk.book().unwrap().read(measure).unwrap()
}

#[test]
fn the_cost_of_a_month_does_not_follow_the_age_of_the_book() {
    let (young, middle, old) = (costs(1), costs(5), costs(20));
    let mut broken = Vec::new();
    for (at, (name, one)) in young.iter().enumerate() {
        let (five, twenty) = (middle[at].1, old[at].1);
        println!(
            "{name}: {} / {} / {} steps, {} rows scanned",
            one.steps, five.steps, twenty.steps, twenty.scanned
        );
        if one.steps == 0 || twenty.steps > one.steps * GROWTH.0 / GROWTH.1 {
            broken.push(format!("{name}: {} → {} → {} steps", one.steps, five.steps, twenty.steps));
        }
        // Registers (members, units, organisations) may be read whole, what grows with time may not.
        if twenty.scanned > one.scanned {
            broken.push(format!(
                "{name}: scans {} rows at one year and {} at twenty",
                one.scanned, twenty.scanned
            ));
        }
    }
    assert!(broken.is_empty(), "costs that follow the age of the book:\n{}", broken.join("\n"));
}
