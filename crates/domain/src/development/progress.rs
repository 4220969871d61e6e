//! A case step by step: what was done, what lies ahead, and between which days the rules want it. For lists and
//! papers; what does not fit is `check`'s to say.

use std::collections::BTreeMap;

use super::case::Case;
use super::gap::View;
use super::next::{NextStepState, next_steps};
use super::pack::{Limit, PackStep, RulePack};
use super::shipped::RulePacks;
use super::step::Step;
use crate::code::coded;
use crate::day::{Day, PartialDay};
use crate::due_day::DueDay;
use crate::work_day::WorkCalendar;

coded! {
    /// Where a step of a case stands.
    StepState {
        Done "done" "已办理",
        Ongoing "ongoing" "进行中",
        Open "open" "可以办理",
        Overdue "overdue" "已过期限",
        NotYet "not_yet" "未到时间",
        Missing "missing" "缺登记",
        NotAsked "not_asked" "当时不要求",
        Later "later" "以后办理",
    }
}

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepProgress {
    /// Which.
    pub step: Step,
    /// What the version calls it.
    pub label: String,
    /// Its day, if it was taken.
    pub done_on: Option<PartialDay>,
    /// The first day on which it may be taken, where a rule sets one.
    pub not_before: Option<DueDay>,
    /// The last day on which it is in time, where a rule sets one.
    pub until: Option<DueDay>,
    /// Where it stands.
    pub state: StepState,
    /// The articles that speak of it, in the order of the version.
    pub articles: Vec<String>,
}

/// All steps of a case as of `today` in the order of the version in force; of a case that is over, in that of the
/// version in force on the day of its last step. A step that this version does not know and that was taken all the
/// same follows at the end.
pub fn progress(case: &Case, packs: &RulePacks, calendar: &WorkCalendar, today: Day) -> Vec<StepProgress> {
    let view = View { case, packs, calendar, today };
    let Some(pack) = version_shown(case, packs, today) else { return Vec::new() };
    let next =
        next_steps(case, packs, calendar, today).into_iter().map(|next| (next.step, next.state)).collect();
    let known = pack.steps.iter().map(|step| view.step_progress(pack, step, &next));
    let is_unknown =
        |step: &Step| view.done(*step).is_some() && pack.steps.iter().all(|known| known.step != *step);
    let others = case.days.keys().copied().filter(is_unknown);
    let others = others.map(|step| PackStep { step, label: None, needs: Vec::new(), begins: None });
    let others: Vec<PackStep> = others.collect();
    known.chain(others.iter().map(|step| view.step_progress(pack, step, &next))).collect()
}

/// The version by which a case is shown.
pub fn version_shown<'p>(case: &Case, packs: &'p RulePacks, today: Day) -> Option<&'p RulePack> {
    let last = case.days.values().map(|day| day.latest()).filter(|day| *day <= today).max();
    let day = if case.is_open(today) { today } else { last.unwrap_or(today) };
    packs.on(day).or_else(|| packs.all().first())
}

/// When the probation ends, with its extension and what it was put off to; nothing before an assembly admitted.
pub fn probation_ends(case: &Case, packs: &RulePacks, today: Day) -> Option<DueDay> {
    let view = View { case, packs, calendar: WorkCalendar::shipped(), today };
    let months = packs.on(today)?.rules.iter().find_map(|rule| match rule.limit {
        Limit::Probation { months } => Some(months),
        _ => None,
    })?;
    let ends = view.probation_ends(months)?;
    let put_off = case.put_off_until.filter(|until| until.latest() > ends.day);
    Some(put_off.map_or(ends, |until| DueDay::months_after(until, 0)))
}

impl View<'_> {
    fn step_progress(
        &self,
        shown: &RulePack,
        step: &PackStep,
        next: &BTreeMap<Step, NextStepState>,
    ) -> StepProgress {
        let done_on = self.done(step.step);
        let pack = done_on.and_then(|day| self.packs.of(day)).unwrap_or(shown);
        let speaks = pack.rules.iter().filter(|rule| rule.limit.speaks_of(step.step));
        let mut articles: Vec<String> = speaks.filter_map(|rule| rule.article.clone()).collect();
        articles.dedup();
        StepProgress {
            step: step.step,
            label: pack.label(step.step).to_owned(),
            done_on,
            not_before: self.earliest(pack, step.step).map(|(day, ..)| day),
            until: self.latest(step.step).map(|(day, ..)| day),
            state: self.step_state(shown, step, next),
            articles,
        }
    }

    fn step_state(
        &self,
        pack: &RulePack,
        step: &PackStep,
        next: &BTreeMap<Step, NextStepState>,
    ) -> StepState {
        let at = pack.steps.iter().position(|known| known.step == step.step);
        let is_behind = at.is_none_or(|at| at < self.behind(pack));
        if step.step.is_ongoing() {
            return self.ongoing_state(pack, step, is_behind);
        }
        if self.done(step.step).is_some() {
            return StepState::Done;
        }
        match next.get(&step.step) {
            Some(NextStepState::Open) => StepState::Open,
            Some(NextStepState::NotYet) => StepState::NotYet,
            Some(NextStepState::Overdue) => StepState::Overdue,
            None if self.is_missing(step.step) => StepState::Missing,
            None if is_behind => StepState::NotAsked,
            None => StepState::Later,
        }
    }

    fn ongoing_state(&self, pack: &RulePack, step: &PackStep, is_behind: bool) -> StepState {
        let has_begun = step.needs.iter().all(|need| self.had(pack, *need, self.today));
        match (has_begun, is_behind || !self.case.is_open(self.today)) {
            (false, _) => StepState::Later,
            (true, true) => StepState::Done,
            (true, false) => StepState::Ongoing,
        }
    }

    /// Whether a version asked for the step and the case went past it.
    fn is_missing(&self, step: Step) -> bool {
        let asked = |pack: &RulePack| {
            pack.steps.iter().any(|known| known.step == step && self.is_passed(pack, known))
        };
        self.packs.all().iter().any(asked)
    }
}
