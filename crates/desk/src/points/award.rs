//! Points given by hand: one person, one item, one day.

use std::rc::Rc;

use branchbook_contract::points::{PointsAward, PointsBooked};
use branchbook_domain::day::{Day, Month, day_label};
use branchbook_domain::key::{PersonId, PointsAccountId, PointsEntryId};
use branchbook_domain::points::{Item, Points, Unit};
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::points::{self, EntrySource};
use branchbook_ledger::{Operation, OperationKind, Reading, Writing};

use super::account::statement;
use super::account_of::ensure_accounts;
use super::book::{Booking, NewEntry, book};
use super::scheme::{SchemeVersion, Schemes};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::booking_month;
use crate::progress::Progress;

/// More of one item in one entry is a slip of the pen.
const TIMES_AT_MOST: u32 = 100;
/// A day has no more minutes.
const MINUTES_AT_MOST: u32 = 24 * 60;

impl Handle<PointsAward> for Desk {
    fn handle(&mut self, command: PointsAward, _progress: &dyn Progress) -> Result<Outcome<PointsBooked>> {
        let today = self.clock().today();
        if command.occurred_on > today {
            return Err(DeskError::field(
                "occurred_on",
                "日期在今天以后，还不能记分。请填写事情发生的日期。",
            ));
        }
        let book = self.book_mut()?;
        let title = book.read(|reading| title(reading, &command))?;
        let operation = Operation::new(OperationKind::PointsAward, title);
        let written = book.write(&operation, |writing| award(writing, &command, today))?;
        Ok(outcome_of(written, |booked| booked))
    }
}

/// `记分：张三 志愿服务`. What no scheme knows keeps its own name here, and is refused afterwards.
fn title(reading: &Reading<'_>, command: &PointsAward) -> Result<String> {
    let who = reading.require::<Person>(command.person)?.value.name;
    let version = Schemes::of(reading)?.on(reading, command.occurred_on)?;
    let item = version.as_ref().and_then(|version| version.scheme.item_called(&command.item));
    Ok(format!("记分：{who} {}", item.map_or(command.item.trim(), |item| item.name.as_str())))
}

fn award(writing: &mut Writing<'_>, command: &PointsAward, today: Day) -> Result<PointsBooked> {
    require_member(writing, command.person, command.occurred_on)?;
    let mut schemes = Schemes::of(writing)?;
    let version = schemes.on(writing, command.occurred_on)?;
    let version = version.ok_or_else(|| DeskError::refused("这一天还没有积分方案，请先设置积分方案。"))?;
    let entry = new_entry(writing, &version, command)?;
    let booking = book(writing, &mut schemes, std::slice::from_ref(&entry))?;
    booked(writing, command.person, &entry, &booking, today)
}

fn new_entry(
    writing: &mut Writing<'_>,
    version: &Rc<SchemeVersion>,
    command: &PointsAward,
) -> Result<NewEntry> {
    let item = item_of(version, &command.item)?;
    let id = version
        .item_id(&item.code)
        .ok_or_else(|| DeskError::refused("积分方案缺少这一项，请重新打开台账。"))?;
    let raw = raw_of(item, command)?;
    let accounts = ensure_accounts(writing, version.id, &[command.person], None)?;
    let account = accounts.get(&command.person).copied();
    let account = account.ok_or_else(|| DeskError::refused("此人没有积分账户，请重新打开台账后再试。"))?;
    refuse_twice(writing, account, item, id, command.occurred_on)?;
    Ok(NewEntry {
        account,
        scheme: version.id,
        item: id,
        occurred_on: command.occurred_on,
        booked_month: booking_month(writing, command.occurred_on)?,
        raw,
        reverses: None,
        source: EntrySource::Hand,
        source_id: None,
        note: command.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned),
    })
}

pub(super) fn require_member(reading: &Reading<'_>, person: PersonId, day: Day) -> Result<()> {
    if member_on(reading, person, day)?.is_some() {
        return Ok(());
    }
    let name = reading.require::<Person>(person)?.value.name;
    let sentence = format!("{name}在 {} 不是在册党员，不能记分。请核对人员和日期。", day_label(day));
    Err(DeskError::field("person", sentence))
}

pub(super) fn raw_of(item: &Item, command: &PointsAward) -> Result<Points> {
    match (item.unit, command.minutes, command.times.unwrap_or(1)) {
        (Unit::PerHour, None | Some(0), _) => {
            Err(DeskError::field("minutes", format!("「{}」按小时计分，请填写时长。", item.name)))
        }
        (Unit::PerHour, Some(minutes), _) if minutes > MINUTES_AT_MOST => {
            Err(DeskError::field("minutes", "时长超过 24 小时，请按天分开登记。"))
        }
        (Unit::PerHour, Some(minutes), _) => Ok(item.raw_for_minutes(minutes)),
        (Unit::Each, Some(_), _) => {
            Err(DeskError::field("minutes", format!("「{}」按次计分，不填时长。", item.name)))
        }
        (Unit::Each, None, times @ 1..=TIMES_AT_MOST) => Ok(item.raw_for_times(times)),
        (Unit::Each, None, _) => Err(DeskError::field("times", "次数应在 1 到 100 之间。")),
    }
}

/// The item that the office calls so.
pub(super) fn item_of<'a>(version: &'a SchemeVersion, name: &str) -> Result<&'a Item> {
    version.scheme.item_called(name).ok_or_else(|| {
        let sentence = format!("积分方案里没有“{}”这一项，请从方案的事项中选择。", name.trim());
        DeskError::field("item", sentence)
    })
}

/// What the facts have awarded already is not booked by hand again (decisions 20).
pub(super) fn refuse_twice(
    reading: &Reading<'_>,
    account: PointsAccountId,
    item: &Item,
    id: branchbook_domain::key::PointsItemId,
    day: Day,
) -> Result<()> {
    if item.automatic.is_none() {
        return Ok(());
    }
    let next = branchbook_domain::day::add_days(day, 1);
    let of_day = points::live_of_accounts(reading, &[account], day, next)?;
    let by_fact = of_day.iter().find(|live| {
        let is_automatic =
            matches!(live.entry.source_kind, EntrySource::Attendance | EntrySource::Participation);
        is_automatic && !live.is_reversed && live.entry.item_id == Some(id)
    });
    by_fact.map_or(Ok(()), |live| {
        let sentence = format!(
            "{}的「{}」已由{}记分，不再重复记。",
            day_label(day),
            item.name,
            live.entry.source_kind.label()
        );
        Err(DeskError::refused(sentence))
    })
}

/// The reply for one entry that was just booked.
pub(super) fn booked(
    writing: &Writing<'_>,
    person: PersonId,
    entry: &NewEntry,
    booking: &Booking,
    today: Day,
) -> Result<PointsBooked> {
    let (id, counted) = booking.entries.first().copied().unwrap_or((PointsEntryId(0), Points::ZERO));
    let year = Month::of(entry.occurred_on).year();
    let statement = statement(writing, person, year, today)?;
    let line = statement.lines.iter().find(|line| line.entry == id);
    Ok(PointsBooked {
        entry: id,
        booked_month: entry.booked_month,
        raw: entry.raw,
        counted,
        why: line.map_or_else(String::new, |line| line.why.clone()),
        adjustment: booking.adjustments.iter().map(|(_, amount)| *amount).sum(),
        score: statement.score,
        grade: statement.grade,
    })
}
