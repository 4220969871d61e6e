//! Where a case stands on a day, in the words of the lists: its stage, what comes next, its tag. Decides nothing.

use branchbook_contract::folio::FolioTone;
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::{
    NextStep, NextStepState, Recurring, RulePacks, Stage, Step, next_steps, stage_on,
};
use branchbook_domain::work_day::WorkCalendar;

use super::file::CaseFile;

/// Where a case stands.
#[derive(Debug)]
pub(super) struct Place {
    /// The stage; nothing before the application.
    pub stage: Option<Stage>,
    /// What comes next, the most urgent first.
    pub next: Vec<NextStep>,
    /// The filter that finds it.
    pub mark: &'static str,
    /// The tag.
    pub tag: &'static str,
    /// Its tone.
    pub tone: FolioTone,
}

impl Place {
    /// As of a day.
    pub fn of(file: &CaseFile, on: Day) -> Self {
        let packs = RulePacks::shipped();
        let is_dropped = file.is_dropped(on);
        let mut next =
            if is_dropped { Vec::new() } else { next_steps(&file.case, packs, WorkCalendar::shipped(), on) };
        next.sort_by_key(urgency);
        let stage = stage_on(&file.case, packs, on);
        let (mark, tag, tone) = state(file, stage, &next, on);
        Self { stage, next, mark, tag, tone }
    }

    /// Whether a deadline of a regulation is over.
    pub fn is_overdue(&self) -> bool {
        self.mark == "overdue"
    }

    /// The stage in words.
    pub fn stage_label(&self) -> &'static str {
        self.stage.map_or("尚未申请", Stage::label)
    }
}

type State = (&'static str, &'static str, FolioTone);

fn state(file: &CaseFile, stage: Option<Stage>, next: &[NextStep], on: Day) -> State {
    let is_ended = file.case.end.is_some_and(|end| end.on.earliest() <= on);
    if file.is_dropped(on) {
        ("ended", "作废", FolioTone::Plain)
    } else if is_ended {
        ("ended", "已结束", FolioTone::Plain)
    } else if next.is_empty() && stage == Some(Stage::Full) {
        ("ended", "已转正", FolioTone::Ok)
    } else if next.iter().any(is_overdue) {
        ("overdue", "逾期", FolioTone::Late)
    } else if next.iter().any(|next| next.state != NextStepState::NotYet) {
        ("open", "可办理", FolioTone::Due)
    } else {
        ("waiting", "未到时间", FolioTone::Info)
    }
}

/// Over its day. Reports of thoughts are a reminder of the office's own and never overdue.
pub(super) fn is_overdue(next: &NextStep) -> bool {
    next.state == NextStepState::Overdue && !is_reminder(next)
}

/// Whether no regulation asks for it.
pub(super) fn is_reminder(next: &NextStep) -> bool {
    next.step == Step::Fostering && next.label == Recurring::ThoughtReport.label()
}

/// Overdue before steps with a deadline, these before what is open, then what has to wait, then mere reminders.
fn urgency(next: &NextStep) -> (u8, Day) {
    let until = next.until.or(next.not_before).map_or(Day::MAX, |due| due.day);
    let rank = match next.state {
        _ if is_reminder(next) => 4,
        NextStepState::Overdue => 0,
        NextStepState::Open if next.until.is_some() => 1,
        NextStepState::Open => 2,
        NextStepState::NotYet => 3,
    };
    (rank, until)
}

/// The last of what was done: its words and its day.
pub(super) fn last_step(file: &CaseFile) -> Option<(String, PartialDay)> {
    let last = file.steps.last()?;
    Some((super::row::step_label(&last.step, file), last.done_on))
}
