//! What can be done next, from which day on and until when. Says what the rules allow, never what should be decided.

use serde::{Deserialize, Serialize};

use super::case::Case;
use super::gap::View;
use super::pack::{Limit, PackRule, PackStep, RulePack};
use super::shipped::RulePacks;
use super::step::{Recurring, Step};
use crate::code::coded;
use crate::day::{Day, PartialDay};
use crate::due_day::DueDay;
use crate::rule::Rule;
use crate::work_day::WorkCalendar;

coded! {
    /// Whether a next step can be taken.
    NextStepState {
        NotYet "not_yet" "未到时间",
        Open "open" "可以办理",
        Overdue "overdue" "已过期限",
    }
}

/// A step that comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// Which; [`Step::Fostering`] for what recurs.
    pub step: Step,
    /// What the version calls it.
    pub label: String,
    /// The first day on which it may be taken, where a rule sets one.
    #[serde(default)]
    pub not_before: Option<DueDay>,
    /// The last day on which it is in time, where a rule sets one.
    #[serde(default)]
    pub until: Option<DueDay>,
    /// Where it stands.
    pub state: NextStepState,
    /// The rule that sets the day, the deadline's before the other.
    #[serde(default)]
    pub rule: Option<Rule>,
}

impl NextStep {
    /// One sentence, e.g. `派人谈话应在2026年6月20日以前办理。`
    pub fn sentence(&self) -> String {
        let Self { label, not_before, until, .. } = self;
        let day = |due: &Option<DueDay>| due.map(DueDay::label).unwrap_or_default();
        match self.state {
            NextStepState::NotYet => format!("{label}最早可在{}办理。", day(not_before)),
            NextStepState::Overdue => format!("{label}应在{}以前办理，已经超过。", day(until)),
            NextStepState::Open if until.is_some() => format!("{label}应在{}以前办理。", day(until)),
            NextStepState::Open => format!("{label}可以办理，由党组织研究决定。"),
        }
    }
}

/// What comes next in a case as of `today`, in the order of the version in force. Nothing if the case has ended or no
/// version is known for the day.
pub fn next_steps(case: &Case, packs: &RulePacks, calendar: &WorkCalendar, today: Day) -> Vec<NextStep> {
    let view = View { case, packs, calendar, today };
    let is_ended = case.end.is_some_and(|end| end.on.earliest() <= today);
    match packs.on(today) {
        Some(pack) if !is_ended => {
            let steps = view.waiting(pack).map(|step| view.next(pack, step));
            view.recurring(pack).chain(steps).collect()
        }
        _ => Vec::new(),
    }
}

/// A day and the rule that sets it.
pub(super) type Set<'a> = (DueDay, &'a RulePack, &'a PackRule);

impl View<'_> {
    /// How many steps, from the first on, lie before or at the one that opened the present stage.
    pub(super) fn behind(&self, pack: &RulePack) -> usize {
        let stage = self.stage();
        let is_behind =
            |step: &PackStep| stage.is_some() && step.begins.is_some_and(|own| Some(own) <= stage);
        pack.steps.iter().rposition(is_behind).map_or(0, |last| last + 1)
    }

    /// Steps of the present stage that have no day and whose needs were met.
    fn waiting<'a>(&'a self, pack: &'a RulePack) -> impl Iterator<Item = &'a PackStep> {
        pack.steps.iter().skip(self.behind(pack)).filter(|step| {
            let is_free = step.needs.iter().all(|need| self.had(pack, *need, self.today));
            is_free && !step.step.is_ongoing() && self.done(step.step).is_none()
        })
    }

    fn next(&self, pack: &RulePack, step: &PackStep) -> NextStep {
        let not_before = self.earliest(pack, step.step);
        let until = self.latest(step.step);
        self.stated(step.step, pack.label(step.step), not_before, until)
    }

    fn stated(
        &self,
        step: Step,
        label: &str,
        not_before: Option<Set<'_>>,
        until: Option<Set<'_>>,
    ) -> NextStep {
        let rule = until.or(not_before).map(|(_, pack, rule)| pack.rule(rule));
        let not_before = not_before.map(|(day, ..)| day);
        let until = until.map(|(day, ..)| day);
        let state = if until.is_some_and(|until| until.day < self.today) {
            NextStepState::Overdue
        } else if not_before.is_some_and(|first| self.today < first.day) {
            NextStepState::NotYet
        } else {
            NextStepState::Open
        };
        NextStep { step, label: label.to_owned(), not_before, until, state, rule }
    }

    /// A step still to come is judged by the version in force today.
    pub(super) fn earliest<'p>(&self, pack: &'p RulePack, step: Step) -> Option<Set<'p>> {
        let set = |rule: &'p PackRule| Some((self.earliest_by(&rule.limit, step)?, pack, rule));
        pack.rules.iter().filter_map(set).max_by_key(|(day, ..)| day.day)
    }

    fn earliest_by(&self, limit: &Limit, step: Step) -> Option<DueDay> {
        match *limit {
            Limit::NotBefore { from, to, months } if to == step => {
                Some(DueDay::months_after(self.done(from)?, months))
            }
            Limit::WorkDays { from, to, days } if to == step => {
                let reached = self.calendar.reach(self.done(from)?.day()?, days);
                Some(DueDay { is_provisional: reached.is_provisional, ..DueDay::exact(reached.day) })
            }
            Limit::Probation { months } if step == Step::FullAssembly => self.probation_ends(months),
            _ => None,
        }
    }

    /// A deadline belongs to the version in force when it began to run.
    pub(super) fn latest(&self, step: Step) -> Option<Set<'_>> {
        let rules = self.packs.all().iter().flat_map(|pack| pack.rules.iter().map(move |rule| (pack, rule)));
        let set = |(pack, rule)| Some((self.latest_by(pack, rule, step)?, pack, rule));
        rules.filter_map(set).min_by_key(|(day, ..)| day.day)
    }

    fn latest_by(&self, pack: &RulePack, rule: &PackRule, step: Step) -> Option<DueDay> {
        let Limit::Within { from, to, months, special_months } = rule.limit else { return None };
        let start = self.done(from).filter(|start| to == step && self.governs(pack, *start))?;
        let is_special = self.case.special_reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        let months = special_months.filter(|_| is_special).unwrap_or(months);
        Some(DueDay::months_after(start, months))
    }

    /// The next review and report of an activist.
    fn recurring<'a>(&'a self, pack: &'a RulePack) -> impl Iterator<Item = NextStep> + 'a {
        pack.rules.iter().filter_map(move |rule| {
            let Limit::Every { what, from, to, months } = rule.limit else { return None };
            let start = self.done(from).filter(|_| self.done(to).is_none())?;
            let last = self.last_of(what).filter(|last| start <= *last).unwrap_or(start);
            let until = (DueDay::months_after(last, months), pack, rule);
            Some(self.stated(Step::Fostering, what.label(), None, Some(until)))
        })
    }

    fn last_of(&self, what: Recurring) -> Option<PartialDay> {
        self.case.recurring_days(what).into_iter().rfind(|day| day.earliest() <= self.today)
    }
}
