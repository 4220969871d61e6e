//! What a case breaks of one rule, as a sentence. Only what is certain: where a date known in part may still be right,
//! nothing is said.

use super::case::Case;
use super::pack::{Limit, PackRule, RulePack};
use super::people::{barred_gap, supporters_gap};
use super::shipped::RulePacks;
use super::stage::stage_on;
use super::step::{Recurring, Step};
use crate::day::{Day, PartialDay, day_label};
use crate::due_day::{DueDay, months_label};
use crate::work_day::WorkCalendar;

/// A case, seen on a day with the versions of the rules and the working days.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub case: &'a Case,
    pub packs: &'a RulePacks,
    pub calendar: &'a WorkCalendar,
    pub today: Day,
}

/// A minimum or a deadline between two steps.
#[derive(Clone, Copy)]
struct Between {
    from: Step,
    to: Step,
    months: u32,
}

impl View<'_> {
    /// The day of a step that was taken by today.
    pub fn done(&self, step: Step) -> Option<PartialDay> {
        self.case.day_of(step).filter(|day| day.earliest() <= self.today)
    }

    /// Whether `pack` was in force on that day, surely.
    pub fn governs(&self, pack: &RulePack, day: PartialDay) -> bool {
        self.packs.of(day).is_some_and(|other| other.from == pack.from)
    }

    fn governs_today(&self, pack: &RulePack) -> bool {
        self.governs(pack, self.today.into())
    }

    /// Whether something that was not done can still be asked for.
    fn is_open(&self) -> bool {
        self.case.is_open(self.today)
    }

    /// Whether `need` was there for a step of `day`: taken by then, or the stage that it opens was reached under the
    /// version of its own day.
    pub fn had(&self, pack: &RulePack, need: Step, day: Day) -> bool {
        let opens = pack.steps.iter().find(|step| step.step == need).and_then(|step| step.begins);
        let reached = || opens.is_some_and(|stage| stage_on(self.case, self.packs, day) >= Some(stage));
        self.done(need).is_some() || reached()
    }

    /// What the case breaks of the rule, if anything and if the pack is the one to judge by.
    pub fn gap(&self, pack: &RulePack, rule: &PackRule) -> Option<String> {
        match &rule.limit {
            Limit::Age { step, years } => self.age(pack, *step, *years),
            Limit::NotBefore { from, to, months } => {
                self.too_early(pack, Between { from: *from, to: *to, months: *months })
            }
            Limit::Within { from, to, months, special_months } => {
                let between = Between { from: *from, to: *to, months: *months };
                self.too_late(pack, between, *special_months)
            }
            Limit::After { step, needs } => self.without(pack, *step, *needs),
            Limit::WorkDays { from, to, days } => self.too_short(pack, (*from, *to), *days),
            Limit::Every { what, from, to, months } => {
                self.interrupted(pack, *what, Between { from: *from, to: *to, months: *months })
            }
            Limit::Supporters { role, step, least, most } => {
                self.named_under(pack, *step)?;
                supporters_gap(self.case, *role, *least..=*most)
            }
            Limit::Barred { role, step, standings } => {
                self.named_under(pack, *step)?;
                barred_gap(self.case, *role, standings)
            }
            Limit::Training { days, hours } => self.training(pack, *days, *hours),
            Limit::ValidFor { of, until, months } => {
                self.outdated(pack, Between { from: *of, to: *until, months: *months })
            }
            Limit::Probation { months } => self.probation(pack, *months),
            Limit::Extension { least_months, most_months } => {
                self.extension(pack, *least_months, *most_months)
            }
            Limit::PutOff { months } => self.put_off(pack, *months),
        }
    }

    /// `派人谈话（2026年6月1日）`.
    fn said(pack: &RulePack, step: Step, day: PartialDay) -> String {
        format!("{}（{}）", pack.label(step), day.label())
    }

    fn named_under(&self, pack: &RulePack, step: Step) -> Option<PartialDay> {
        self.done(step).filter(|day| self.governs(pack, *day))
    }

    fn age(&self, pack: &RulePack, step: Step, years: u32) -> Option<String> {
        let (birth, day) = (self.case.birth_on?, self.named_under(pack, step)?);
        let of_age = DueDay::months_after(birth.earliest().into(), years.saturating_mul(12)).day;
        (day.latest() < of_age).then(|| {
            let step = Self::said(pack, step, day);
            format!("出生日期 {}，{step}时不满 {years} 周岁。", birth.label())
        })
    }

    fn too_early(&self, pack: &RulePack, between: Between) -> Option<String> {
        let Between { from, to, months } = between;
        let (start, end) = (self.done(from)?, self.named_under(pack, to)?);
        let earliest = DueDay::months_after(start.earliest().into(), months).day;
        (end.latest() < earliest).then(|| {
            let (start_said, end_said) = (Self::said(pack, from, start), Self::said(pack, to, end));
            let first = DueDay::months_after(start, months).label();
            format!("{start_said}到{end_said}不足{}，最早应在{first}。", months_label(months))
        })
    }

    fn too_late(&self, pack: &RulePack, between: Between, special: Option<u32>) -> Option<String> {
        let start = self.named_under(pack, between.from)?;
        let (end, is_done) = match self.done(between.to) {
            Some(end) => (end.earliest(), true),
            None if self.is_open() => (self.today, false),
            None => return None,
        };
        let months = self.months_exceeded(start, end, between.months, special)?;
        let until = DueDay::months_after(start, months).label();
        let (from, to) = (Self::said(pack, between.from, start), pack.label(between.to));
        let length = months_label(months);
        let asks_reason = special.is_some_and(|most| months < most);
        let reason = if asks_reason { "，也没有写明特殊情况" } else { "" };
        Some(if is_done {
            let end_said = self.case.day_of(between.to).map(PartialDay::label).unwrap_or_default();
            format!("{to}（{end_said}）距{from}超过{length}{reason}，应在{until}以前办理。")
        } else {
            format!("{from}已超过{length}，还没有登记{to}{reason}，应在{until}以前办理。")
        })
    }

    /// The number of months that was surely exceeded: the longer one of the special case if even that, the usual
    /// one unless a special case was stated.
    fn months_exceeded(&self, from: PartialDay, end: Day, usual: u32, special: Option<u32>) -> Option<u32> {
        let exceeded = |months: &u32| DueDay::months_after(from, *months).day < end;
        let has_reason = self.case.special_reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        let without_reason = special.is_none() || !has_reason;
        special.filter(exceeded).or_else(|| Some(usual).filter(exceeded).filter(|_| without_reason))
    }

    fn without(&self, pack: &RulePack, step: Step, need: Step) -> Option<String> {
        let day = self.named_under(pack, step)?;
        let said = Self::said(pack, step, day);
        match self.done(need) {
            Some(had) if had.earliest() > day.latest() => {
                Some(format!("{}晚于{said}。", Self::said(pack, need, had)))
            }
            None if !self.had(pack, need, day.latest()) => {
                Some(format!("{said}以前没有登记{}。", pack.label(need)))
            }
            _ => None,
        }
    }

    /// Working days are counted between days that are known.
    fn too_short(&self, pack: &RulePack, (from, to): (Step, Step), days: u32) -> Option<String> {
        let last = self.named_under(pack, to)?.day()?;
        let first = self.done(from)?.day()?;
        let count = self.calendar.count(first, last);
        (count.days < days).then(|| {
            let reached = self.calendar.reach(first, days);
            let until = DueDay { is_provisional: reached.is_provisional, ..DueDay::exact(reached.day) };
            let span = format!("公示自{}至{}", day_label(first), day_label(last));
            format!("{span}只有 {} 个工作日，不足 {days} 个工作日，应公示到{}。", count.days, until.label())
        })
    }

    fn interrupted(&self, pack: &RulePack, what: Recurring, between: Between) -> Option<String> {
        let start = self.done(between.from)?;
        let end = self.done(between.to);
        let end_day = end.or_else(|| self.is_open().then_some(self.today.into()))?;
        let inside = self.case.recurring_days(what).into_iter();
        let inside = inside.filter(|day| start <= *day && *day <= end_day);
        let days: Vec<PartialDay> = std::iter::once(start).chain(inside).chain([end_day]).collect();
        let is_long =
            |pair: &&[PartialDay]| DueDay::months_after(pair[0], between.months).day < pair[1].earliest();
        // Each of them is a deadline, which goes by the version of the day from which it runs.
        let pair = days.windows(2).filter(|pair| self.governs(pack, pair[0])).rfind(is_long)?;
        let until = if end.is_none() && pair[1] == end_day { "今天".to_owned() } else { pair[1].label() };
        let length = months_label(between.months);
        Some(format!("自{}至{until}超过{length}没有登记{}。", pair[0].label(), what.label()))
    }

    fn training(&self, pack: &RulePack, days: u32, hours: u32) -> Option<String> {
        self.named_under(pack, Step::Training)?;
        let length = self.case.training;
        let known = length.days.is_some() || length.hours.is_some();
        let is_enough = length.days.is_some_and(|n| n >= days) || length.hours.is_some_and(|n| n >= hours);
        (known && !is_enough).then(|| {
            let parts = [length.days.map(|n| format!("{n} 天")), length.hours.map(|n| format!("{n} 学时"))];
            let said: Vec<String> = parts.into_iter().flatten().collect();
            format!("登记的集中培训为{}，不足 {days} 天，也不足 {hours} 学时。", said.join("、"))
        })
    }

    fn outdated(&self, pack: &RulePack, between: Between) -> Option<String> {
        let start = self.done(between.from)?;
        let end = self.done(between.to);
        let judged = end.map_or_else(|| self.governs_today(pack), |end| self.governs(pack, end));
        let end_day = end.map(PartialDay::earliest).or_else(|| self.is_open().then_some(self.today))?;
        let is_old = judged && DueDay::months_after(start, between.months).day < end_day;
        is_old.then(|| {
            let (from, length) = (Self::said(pack, between.from, start), months_label(between.months));
            match end {
                Some(end) => format!("{from}到{}超过{length}。", Self::said(pack, between.to, end)),
                None => format!("{from}已超过{length}，还没有登记{}。", pack.label(between.to)),
            }
        })
    }

    /// The end of the probation, with its extension; nothing before an assembly admitted.
    pub fn probation_ends(&self, months: u32) -> Option<DueDay> {
        let admitted = self.done(Step::AdmissionAssembly)?;
        Some(DueDay::months_after(admitted, months.saturating_add(self.case.extended_months())))
    }

    fn probation(&self, pack: &RulePack, months: u32) -> Option<String> {
        let ends = self.probation_ends(months)?;
        let admitted = self.done(Step::AdmissionAssembly)?;
        let Some(decided) = self.done(Step::FullAssembly) else {
            return self.governs(pack, admitted).then(|| self.probation_over(pack, ends)).flatten();
        };
        let admitted = admitted.earliest();
        let all = months.saturating_add(self.case.extended_months());
        let surely_before = decided.latest() < DueDay::months_after(admitted.into(), all).day;
        (surely_before && self.governs(pack, decided)).then(|| {
            let said = Self::said(pack, Step::FullAssembly, decided);
            format!("{said}时预备期未满，应在{}期满以后。", ends.label())
        })
    }

    /// The probation runs from the admission: `pack` is the version of that day.
    fn probation_over(&self, pack: &RulePack, ends: DueDay) -> Option<String> {
        let awaited = self.case.put_off_until.map_or(ends.day, |day| day.latest().max(ends.day));
        let is_over = self.is_open() && awaited < self.today;
        is_over.then(|| {
            format!("预备期已于{}届满，还没有登记{}。", ends.label(), pack.label(Step::FullAssembly))
        })
    }

    fn extension(&self, pack: &RulePack, least: u32, most: u32) -> Option<String> {
        let extensions = &self.case.extensions;
        let last = extensions.last().filter(|last| self.governs(pack, last.decided_on))?;
        if extensions.len() > 1 {
            return Some(format!("登记了 {} 次延长预备期，只能延长一次。", extensions.len()));
        }
        (!(least..=most).contains(&last.months)).then(|| {
            let (length, least, most) = (months_label(last.months), months_label(least), months_label(most));
            format!("{}决定延长预备期{length}，应不少于{least}、不超过{most}。", last.decided_on.label())
        })
    }

    fn put_off(&self, pack: &RulePack, months: u32) -> Option<String> {
        let until = self.case.put_off_until?;
        let probation = pack.rules.iter().find_map(|rule| match rule.limit {
            Limit::Probation { months } => Some(months),
            _ => None,
        })?;
        let ends = self.probation_ends(probation)?;
        let is_long = DueDay::months_after(ends.day.into(), months).day < until.earliest();
        (is_long && self.governs(pack, ends.day.into())).then(|| {
            let length = months_label(months);
            format!("推迟讨论转正到{}，超过预备期满（{}）后{length}。", until.label(), ends.label())
        })
    }
}
