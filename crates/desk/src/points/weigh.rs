//! What an award would count if it were booked now: the same checks and the same fold as the award, and nothing
//! is written.

use branchbook_contract::account::{PointsWeigh, PointsWeighed};
use branchbook_contract::points::PointsAward;
use branchbook_domain::day::{Day, Month, add_days};
use branchbook_domain::points::{PointEvent, Points, explain_line};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::{person_on, standing_of};

use super::account::{Sheet, Verdict, sheet};
use super::account_of::accounts_of;
use super::award::{item_of, raw_of, refuse_twice, require_member};
use super::fold::year_span;
use super::scheme::{SchemeVersion, Schemes};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::booking_month;
use crate::progress::Progress;

/// The key of the event that is only weighed: above every stored one.
const WEIGHED: i64 = i64::MAX;

impl Handle<PointsWeigh> for Desk {
    fn handle(&mut self, command: PointsWeigh, _progress: &dyn Progress) -> Result<Outcome<PointsWeighed>> {
        let today = self.clock().today();
        if command.award.occurred_on > today {
            return Err(DeskError::field(
                "occurred_on",
                "日期在今天以后，还不能记分。请填写事情发生的日期。",
            ));
        }
        let weighed = self.book()?.read(|reading| weigh(reading, &command.award, today))?;
        Ok(Outcome::unchanged(weighed))
    }
}

fn weigh(reading: &Reading<'_>, award: &PointsAward, today: Day) -> Result<PointsWeighed> {
    require_member(reading, award.person, award.occurred_on)?;
    let mut schemes = Schemes::of(reading)?;
    let version = schemes.on(reading, award.occurred_on)?;
    let version = version.ok_or_else(|| DeskError::refused("这一天还没有积分方案，请先设置积分方案。"))?;
    let raw = raw(reading, &version, award)?;
    let sheet = sheet(reading, &mut schemes, award.person, Month::of(award.occurred_on).year())?;
    let scale = Scale::of(reading, &mut schemes, award, today)?;
    let booked_month = booking_month(reading, award.occurred_on)?;
    let event = event(item_of(&version, &award.item)?.code.clone(), award.occurred_on, raw);
    Ok(PointsWeighed { booked_month, ..weighed(&sheet, &version, &scale, event) })
}

fn raw(reading: &Reading<'_>, version: &SchemeVersion, award: &PointsAward) -> Result<Points> {
    let item = item_of(version, &award.item)?;
    let raw = raw_of(item, award)?;
    let accounts = accounts_of(reading, version.id, &[award.person])?;
    if let Some((account, id)) = accounts.get(&award.person).zip(version.item_id(&item.code)) {
        refuse_twice(reading, *account, item, id, award.occurred_on)?;
    }
    Ok(raw)
}

/// An event that is not stored.
pub(super) fn event(item: String, occurred_on: Day, raw: Points) -> PointEvent {
    PointEvent { id: WEIGHED, occurred_on, item, raw, reverses: None }
}

/// By what a year is judged: the version and the class of today, or of the last day of a past year.
struct Scale {
    version: Option<std::rc::Rc<SchemeVersion>>,
    class: Option<MemberClass>,
}

impl Scale {
    fn of(reading: &Reading<'_>, schemes: &mut Schemes, award: &PointsAward, today: Day) -> Result<Self> {
        let (first, next) = year_span(Month::of(award.occurred_on).year());
        let day = today.clamp(first, add_days(next, -1));
        let who = person_on(reading, award.person, day)?;
        let class = standing_of(day, who.joined_on, who.became_full_on).class;
        Ok(Self { version: schemes.on(reading, day)?, class })
    }
}

fn weighed(sheet: &Sheet, version: &SchemeVersion, scale: &Scale, event: PointEvent) -> PointsWeighed {
    let raw = event.raw;
    let after = sheet.count_with(event);
    let line = after.line(WEIGHED);
    let counted = line.map_or(Points::ZERO, |line| line.counted);
    let judge = |counting| Verdict::of(scale.version.as_deref(), scale.class, counting);
    let (before, now) = (judge(&sheet.counting), judge(&after));
    PointsWeighed {
        booked_month: Month::of(line.map_or(Day::MIN, |line| line.occurred_on)),
        raw,
        counted,
        adjustment: after.total - sheet.counting.total - counted,
        why: line.map(|line| explain_line(&version.scheme, line)).unwrap_or_default(),
        is_veto: line.is_some_and(|line| line.is_veto),
        before: before.score,
        score: now.score,
        grade: now.grade,
        next_grade: now.missing,
    }
}
