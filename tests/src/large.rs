//! Large synthetic books, written straight through the gate, one operation per month. The same month holds the same
//! rows in a book of any age, so that two books differ in their history only. Everything in them is invented.

use std::path::Path;

use branchbook_desk::Desk;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::{AttendanceState, RecordKind};
use branchbook_domain::key::{OfferId, OrganisationId, PersonId, PointsAccountId, PointsItemId, UnitId};
use branchbook_ledger::table::activity::Participation;
use branchbook_ledger::table::gathering::Attendance;
use branchbook_ledger::table::membership::{Membership, MovementKind};
use branchbook_ledger::table::month::{MonthFigure, MonthRow, PointsClosing};
use branchbook_ledger::table::offer::{Offer, SERVICE_POST};
use branchbook_ledger::table::organisation::{self, Level, Organisation};
use branchbook_ledger::table::points::{self, EntryKind, EntrySource, PointsAccount, PointsEntry};
use branchbook_ledger::table::unit::{Unit, UnitExpectation};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Writing};

pub(crate) mod row;

use crate::office::{new_desk, person};
use crate::random::Random;

type Result<T> = std::result::Result<T, LedgerError>;

/// The month that is open in every large book; all months before it are closed.
pub const OPEN_MONTH: &str = "2026-10";
/// The day of the clock of a large book.
pub const TODAY: &str = "2026-10-31";

/// How large a book is. Numbers per month stay the same in every month.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Members at any time.
    pub members: usize,
    /// People reported in at any time.
    pub report_ins: usize,
    /// Branches; each holds two meetings a month.
    pub branches: usize,
    /// Points entries booked in a month.
    pub entries: usize,
    /// Attendance rows of one meeting.
    pub attendance: usize,
    /// Years of history, the open month included.
    pub years: i32,
}

impl Size {
    /// The large community of the goals: 120,000 entries, 1,200 meetings and 50,000 attendance rows a year.
    pub const fn large(years: i32) -> Self {
        Self { members: 3_000, report_ins: 3_000, branches: 50, entries: 10_000, attendance: 42, years }
    }

    /// A tenth of it, for tests.
    pub const fn tenth(years: i32) -> Self {
        Self { members: 300, report_ins: 300, branches: 5, entries: 1_000, attendance: 42, years }
    }
}

/// The months of a book in order; the last is the open one.
pub fn months(years: i32) -> Vec<Month> {
    let last: Month = OPEN_MONTH.parse().unwrap();
    (0..years * 12).rev().map(|back| last.plus(-back)).collect()
}

/// Makes a book of this size in `dir`.
pub fn make(dir: &Path, size: Size) -> Desk {
    let mut desk = new_desk(dir, TODAY);
    let months = months(size.years);
    let book = desk.book_mut().unwrap();
    let operation = Operation::new(OperationKind::RosterImport, "建账");
    let people = book.write(&operation, |writing| People::open(writing, size, months[0])).unwrap().value;
    for &month in &months {
        let operation = Operation::new(OperationKind::PointsImport, month.label());
        book.write(&operation, |writing| write_month(writing, &people, size, month)).unwrap();
    }
    desk
}

/// Who is in the book from its first month to its last.
struct People {
    branches: Vec<OrganisationId>,
    members: Vec<(PersonId, OrganisationId)>,
    accounts: Vec<PointsAccountId>,
    items: Vec<PointsItemId>,
    units: Vec<UnitId>,
    reported: Vec<PersonId>,
    posts: Vec<OfferId>,
}

impl People {
    fn open(writing: &mut Writing<'_>, size: Size, first: Month) -> Result<Self> {
        let branches = branches(writing, size)?;
        let members = members(writing, size, &branches, first)?;
        let scheme = points::newest_scheme(writing, points::PERSON)?.unwrap().id;
        let items = points::items_of(writing, scheme)?;
        let by_hand = |code: &str| ["dues", "wish", "talk", "mediation", "proposal", "late"].contains(&code);
        let items = items.iter().filter(|item| by_hand(&item.code)).map(|item| item.id).collect();
        let accounts = members.iter().map(|(person, _)| {
            let account = PointsAccount {
                scheme_id: scheme,
                subject_kind: points::PERSON.to_owned(),
                subject_id: person.0,
                opened_on: None,
            };
            writing.insert(&account)
        });
        let accounts = accounts.collect::<Result<_>>()?;
        let units = units(writing, size, first)?;
        let reported = reported(writing, size, &units, first)?;
        let posts = posts(writing, &reported, first)?;
        Ok(Self { branches, members, accounts, items, units, reported, posts })
    }

    /// The members of the branch with this number.
    fn of_branch(&self, branch: usize) -> impl Iterator<Item = PersonId> {
        self.members.iter().skip(branch).step_by(self.branches.len()).map(|(person, _)| *person)
    }
}

fn branches(writing: &mut Writing<'_>, size: Size) -> Result<Vec<OrganisationId>> {
    let root = organisation::root(writing)?.unwrap().id;
    let branch = |at: usize| Organisation {
        uid: uid(),
        parent_id: Some(root),
        level: Level::Branch,
        name: format!("晨光第{at:02}党支部"),
        position: number(at),
        from_on: None,
        to_on: None,
        note: None,
        project: None,
        planned_end_on: None,
    };
    (1..=size.branches).map(|at| writing.insert(&branch(at))).collect()
}

fn members(
    writing: &mut Writing<'_>,
    size: Size,
    branches: &[OrganisationId],
    first: Month,
) -> Result<Vec<(PersonId, OrganisationId)>> {
    let people = (0..size.members).map(|at| writing.insert(&invented(at)));
    let people = people.collect::<Result<Vec<_>>>()?;
    let members: Vec<_> =
        people.into_iter().enumerate().map(|(at, id)| (id, branches[at % branches.len()])).collect();
    for &(person_id, branch_id) in &members {
        writing.insert(&Membership { person_id, branch_id, group_id: None, from_on: None, to_on: None })?;
    }
    for &(person_id, branch_id) in &members {
        writing.insert(&row::movement(person_id, branch_id, MovementKind::Opening, None, first))?;
    }
    Ok(members)
}

fn units(writing: &mut Writing<'_>, size: Size, first: Month) -> Result<Vec<UnitId>> {
    let count = (size.report_ins / 30).max(1);
    let unit = |at: usize| Unit {
        uid: uid(),
        name: format!("虚构单位{at:03}"),
        kind: Some("机关".to_owned()),
        party_organisation: None,
        secretary: None,
        contact: None,
        phone: None,
        member_count: Some(50),
        is_paired: at.is_multiple_of(5),
        from_on: None,
        to_on: None,
        note: None,
    };
    let units = (0..count).map(|at| writing.insert(&unit(at))).collect::<Result<Vec<_>>>()?;
    for &unit_id in &units {
        writing.insert(&UnitExpectation {
            unit_id,
            expected_count: 33,
            stated_on: first.first_day(),
            booked_month: first,
            source: "名册".to_owned(),
        })?;
    }
    Ok(units)
}

fn reported(writing: &mut Writing<'_>, size: Size, units: &[UnitId], first: Month) -> Result<Vec<PersonId>> {
    let people = (0..size.report_ins).map(|at| writing.insert(&invented(100_000 + at)));
    let people = people.collect::<Result<Vec<_>>>()?;
    for (at, &person_id) in people.iter().enumerate() {
        writing.insert(&row::report_in(person_id, units[at % units.len()], first, false))?;
    }
    Ok(people)
}

fn posts(writing: &mut Writing<'_>, reported: &[PersonId], first: Month) -> Result<Vec<OfferId>> {
    let post = |at: usize| Offer {
        uid: uid(),
        kind: SERVICE_POST.to_owned(),
        title: format!("服务岗{at:02}"),
        category: None,
        content: None,
        needed_count: None,
        place: None,
        offered_by_unit_id: None,
        from_on: None,
        to_on: None,
    };
    let posts = (0..10).map(|at| writing.insert(&post(at))).collect::<Result<Vec<_>>>()?;
    for (at, &person) in reported.iter().enumerate().step_by(10) {
        writing.insert(&row::claim(posts[at % posts.len()], person, first, false))?;
    }
    Ok(posts)
}

fn write_month(writing: &mut Writing<'_>, people: &People, size: Size, month: Month) -> Result<()> {
    let mut random = Random::new(month.months_since(months(20)[0]).unsigned_abs() + 7);
    come_and_go(writing, people, size, month)?;
    meetings(writing, people, size, month)?;
    activities(writing, people, size, month)?;
    entries(writing, people, size, month, &mut random)?;
    if month.to_string() != OPEN_MONTH {
        close(writing, people, month)?;
    }
    Ok(())
}

/// One member comes and goes within the month, one in a hundred of the reported people does.
fn come_and_go(writing: &mut Writing<'_>, people: &People, size: Size, month: Month) -> Result<()> {
    let branch_id = people.branches[0];
    let first = 200_000 + usize::try_from(month.months_since(months(20)[0])).unwrap() * 100;
    for at in 0..(size.members / 300).max(1) {
        let person_id = writing.insert(&invented(first + at))?;
        let (from_on, to_on) = (Some(day(month, 3)), Some(day(month, 20)));
        writing.insert(&Membership { person_id, branch_id, group_id: None, from_on, to_on })?;
        writing.insert(&row::movement(person_id, branch_id, MovementKind::TransferIn, from_on, month))?;
        writing.insert(&row::movement(person_id, branch_id, MovementKind::TransferOut, to_on, month))?;
    }
    for at in 0..(size.report_ins / 100).max(1) {
        let person_id = writing.insert(&invented(first + 50 + at))?;
        writing.insert(&row::report_in(person_id, people.units[at % people.units.len()], month, true))?;
        writing.insert(&row::claim(people.posts[at % people.posts.len()], person_id, month, true))?;
    }
    Ok(())
}

fn meetings(writing: &mut Writing<'_>, people: &People, size: Size, month: Month) -> Result<()> {
    let mut attendance = Vec::new();
    for (at, &branch) in people.branches.iter().enumerate() {
        for (kind, date) in [(RecordKind::ThemeDay, 17), (RecordKind::MemberAssembly, 24)] {
            let on = day(month, date);
            let gathering_id = writing.insert(&row::gathering(on, month))?;
            let rows: Vec<Attendance> = people
                .of_branch(at)
                .take(size.attendance)
                .enumerate()
                .map(|(at, person_id)| Attendance {
                    gathering_id,
                    person_id,
                    state: if at % 10 == 9 { AttendanceState::Leave } else { AttendanceState::Present },
                    reason: None,
                    occurred_on: on,
                    booked_month: month,
                })
                .collect();
            writing.insert(&row::record(gathering_id, kind, branch, on, month, &rows))?;
            attendance.extend(rows);
        }
    }
    attendance.iter().try_for_each(|row| writing.insert(row).map(|_| ()))
}

fn activities(writing: &mut Writing<'_>, people: &People, size: Size, month: Month) -> Result<()> {
    for at in 0..(size.report_ins / 100).max(1) {
        let on = day(month, 10 + u32::try_from(at % 15).unwrap());
        let activity_id = writing.insert(&row::activity(on, month, people.units[at % people.units.len()]))?;
        for person_id in people.reported.iter().skip(at).step_by(10).take(30) {
            writing.insert(&Participation {
                activity_id,
                person_id: *person_id,
                minutes: 120,
                occurred_on: on,
                booked_month: month,
                cancelled_on: None,
                note: None,
            })?;
        }
    }
    Ok(())
}

fn entries(
    writing: &mut Writing<'_>,
    people: &People,
    size: Size,
    month: Month,
    random: &mut Random,
) -> Result<()> {
    (0..size.entries).try_for_each(|at| {
        let account = people.accounts[at % people.accounts.len()];
        writing.insert(&entry(account, &people.items, month, random)).map(|_| ())
    })
}

/// An entry typed by hand for one of the items.
pub fn entry(
    account_id: PointsAccountId,
    items: &[PointsItemId],
    month: Month,
    random: &mut Random,
) -> PointsEntry {
    let item = items[usize::try_from(random.below(items.len() as u64)).unwrap()];
    PointsEntry {
        account_id,
        item_id: Some(item),
        kind: EntryKind::Award,
        occurred_on: day(month, 1 + u32::try_from(random.below(28)).unwrap()),
        booked_month: month,
        raw: 100,
        counted: 100,
        reverses_id: None,
        source_kind: EntrySource::Hand,
        source_id: None,
        note: None,
    }
}

/// The month closes with a balance for each account and its figures.
fn close(writing: &mut Writing<'_>, people: &People, month: Month) -> Result<()> {
    for &account_id in &people.accounts {
        writing.insert(&PointsClosing {
            account_id,
            month,
            counted: 300,
            by_category: r#"{"model":300}"#.to_owned(),
            is_vetoed: false,
            score: 6_300,
            grade: "基本合格".to_owned(),
        })?;
    }
    for &organisation_id in &people.branches {
        let value = number(people.members.len() / people.branches.len());
        writing.insert(&MonthFigure { month, organisation_id, figure: "members".to_owned(), value })?;
    }
    let closed_at = Some(writing.at());
    writing.insert(&MonthRow {
        month,
        state: "closed".to_owned(),
        from_on: month.first_day(),
        to_on: month.next().first_day(),
        due_on: day(month.next(), 5),
        filled_on: Some(month.last_day()),
        sent_file_id: None,
        submitted_change_id: None,
        closed_at,
    })?;
    Ok(())
}

/// An invented person with an ID number of a county code that does not exist.
pub fn invented(at: usize) -> branchbook_ledger::table::person::Person {
    const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
    const FIRST: [&str; 10] = ["建", "志", "春", "晓", "文", "国", "秀", "丽", "永", "海"];
    const SECOND: [&str; 11] = ["华", "明", "强", "芳", "军", "英", "平", "红", "玲", "兰", "伟"];
    let name = format!("{}{}{}", SURNAMES[at % 12], FIRST[at / 12 % 10], SECOND[at / 120 % 11]);
    let (year, month, date) = (1950 + at % 50, 1 + at / 50 % 12, 1 + at / 600 % 28);
    let mut person = person(&name);
    person.sex = Some(if at.is_multiple_of(2) { "2" } else { "1" }.to_owned());
    person.nation = Some("01".to_owned());
    person.birth_on = format!("{year}-{month:02}-{date:02}").parse().ok();
    // 16,800 birthdays; of those who share one the odd numbers are men.
    let order = (at / 16_800 * 2 + at % 2) % 1_000;
    person.id_number = Some(id_number(&format!("532599{year}{month:02}{date:02}{order:03}")));
    person.phone = Some(format!("139{:08}", at * 37 % 100_000_000));
    person.joined_on = format!("{}-07-01", year + 22).parse().ok();
    person.became_full_on = format!("{}-07-01", year + 23).parse().ok();
    person
}

/// Seventeen digits with their check digit (GB 11643).
pub fn id_number(digits: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        digits.chars().zip(WEIGHTS).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    format!("{digits}{}", b"10X98765432"[sum as usize % 11] as char)
}

/// A day of a month.
pub fn day(month: Month, date: u32) -> Day {
    Day::from_ymd_opt(month.year(), month.month(), date).unwrap()
}

fn uid() -> uuid::Uuid {
    branchbook_ledger::book::new_uid(crate::office::clock(TODAY).as_ref())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap()
}
