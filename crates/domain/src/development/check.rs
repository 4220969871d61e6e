//! The findings on a case: each rule of each version against the days it judges, then the order of the steps and the
//! steps that nobody entered. Changes nothing and concludes nothing.

use super::case::Case;
use super::gap::View;
use super::pack::{Limit, PackRule, PackStep, RulePack};
use super::shipped::RulePacks;
use super::stage::{Stage, stage_on};
use super::step::Step;
use crate::day::{Day, PartialDay};
use crate::rule::{Finding, Level, Rule, Source};
use crate::work_day::WorkCalendar;

const ORDER: Rule = Rule::new("D17", "办理步骤的先后", Source::OfficeDefault);
const UNRECORDED: Rule = Rule::new("D18", "办理步骤的登记", Source::OfficeDefault);
const AHEAD: Rule = Rule::new("D19", "步骤日期在以后", Source::OfficeDefault);

/// What does not fit in a case as of `today`, rule by rule.
pub fn check_case(case: &Case, packs: &RulePacks, calendar: &WorkCalendar, today: Day) -> Vec<Finding> {
    let view = View { case, packs, calendar, today };
    let mut found: Vec<Finding> = packs.all().iter().flat_map(|pack| view.broken(pack)).collect();
    found.extend(packs.all().iter().filter_map(|pack| view.out_of_order(pack)));
    found.extend(view.unrecorded());
    found.extend(view.ahead());
    found.sort_by(|a, b| a.rule.id.cmp(&b.rule.id));
    found
}

impl View<'_> {
    fn broken<'a>(&'a self, pack: &'a RulePack) -> impl Iterator<Item = Finding> + 'a {
        pack.rules.iter().filter_map(|rule| {
            let gap = self.gap(pack, rule)?;
            Some(self.finding(pack.rule(rule), rule.level, gap, rule.advice.clone()))
        })
    }

    fn finding(&self, rule: Rule, level: Level, gap: String, advice: String) -> Finding {
        Finding { rule, level, subject: self.case.subject.clone(), gap, advice }
    }

    /// Steps entered in another order than the version knows, where no rule with an article speaks of the pair.
    fn out_of_order(&self, pack: &RulePack) -> Option<Finding> {
        let wrong = |(step, need): &(Step, Step)| {
            let day = self.done(*step).filter(|day| self.governs(pack, *day));
            let is_later =
                |day: PartialDay| self.done(*need).is_some_and(|before| before.earliest() > day.latest());
            day.is_some_and(is_later) && !pack.rules.iter().any(|rule| rule.speaks_of(*step, *need))
        };
        let needs = pack.needs();
        let pairs = needs.iter().flat_map(|(step, needs)| needs.iter().map(|need| (*step, *need)));
        let said = |(step, need): (Step, Step)| format!("{}晚于{}", pack.label(need), pack.label(step));
        let all: Vec<String> = pairs.filter(wrong).map(said).collect();
        (!all.is_empty()).then(|| {
            let gap = format!("登记的日期先后不合：{}。", all.join("，"));
            self.finding(ORDER, Level::Should, gap, "请对照原始材料核对这些日期。".to_owned())
        })
    }

    /// Steps that lie behind and have no day.
    fn unrecorded(&self) -> Option<Finding> {
        let missing = |pack: &RulePack| -> Vec<String> {
            let passed = pack.steps.iter().filter(|step| self.is_passed(pack, step));
            passed.map(|step| pack.label(step.step).to_owned()).collect()
        };
        let all: Vec<String> = self.packs.all().iter().flat_map(missing).collect();
        (!all.is_empty()).then(|| {
            let gap = format!("以下步骤没有登记日期：{}。", all.join("、"));
            self.finding(
                UNRECORDED,
                Level::Note,
                gap,
                "已经办过的请对照档案补录；没有办的请补办或写明原因。".to_owned(),
            )
        })
    }

    /// A step is passed if the stage to which it leads was opened, or a step that needs it was taken, under `pack`.
    pub(super) fn is_passed(&self, pack: &RulePack, step: &PackStep) -> bool {
        if step.step.is_ongoing() || self.case.day_of(step.step).is_some() {
            return false;
        }
        let under = |other: &PackStep| self.done(other.step).is_some_and(|day| self.governs(pack, day));
        let from_here = || pack.steps.iter().skip_while(|other| other.step != step.step);
        let opened = from_here().find(|other| other.begins.is_some()).is_some_and(under);
        let went_without = |other: &PackStep| {
            let day = self.done(other.step).filter(|_| other.needs.contains(&step.step) && under(other));
            day.is_some_and(|day| !self.had(pack, step.step, day.latest()))
        };
        opened || from_here().any(went_without)
    }

    fn ahead(&self) -> Option<Finding> {
        let is_ahead = |(_, day): &(&Step, &PartialDay)| day.earliest() > self.today;
        let said = |(step, day): (&Step, &PartialDay)| format!("{}（{}）", step.label(), day.label());
        let all: Vec<String> = self.case.days.iter().filter(is_ahead).map(said).collect();
        (!all.is_empty()).then(|| {
            let gap = format!("以下步骤的日期还没有到：{}。", all.join("、"));
            self.finding(AHEAD, Level::Note, gap, "到期以前按没有办理看待；如果填错请更正。".to_owned())
        })
    }

    /// The stage as of today.
    pub fn stage(&self) -> Option<Stage> {
        stage_on(self.case, self.packs, self.today)
    }
}

impl PackRule {
    fn speaks_of(&self, step: Step, need: Step) -> bool {
        matches!(self.limit, Limit::After { step: s, needs: n } if (s, n) == (step, need))
    }
}
