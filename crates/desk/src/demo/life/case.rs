//! Three who become members: one has just applied, one is an activist whose next step is due, one is on probation until
//! next month. The days keep every rule of both versions of the regulation; a step that the version of its day does not
//! know is left out.

use branchbook_contract::folio::{FolioDone, FolioLink};
use branchbook_domain::day::{Day, PartialDay, add_days, add_months};
use branchbook_domain::development::RulePacks;
use branchbook_ledger::table::person::Person;

use super::Who::Middle;
use super::{Life, Who};
use crate::error::{DeskError, Result};

/// What comes again and again has acts of its own.
const RECURRING: [&str; 2] = ["review", "report"];

/// A step, a review or a report, with months and days from the day that the case is told from.
pub(super) type Event = (&'static str, i32, i64);

/// An activist for a year, told from today: the branch may discuss, and the half-yearly review is due in two weeks.
pub(super) const ACTIVIST: &[Event] = &[
    ("talk", -15, 20),
    ("activist_filed", -12, -8),
    ("contacts_named", -12, -18),
    ("report", -10, 0),
    ("review", -9, 0),
    ("report", -7, -5),
    ("review", -5, -15),
    ("report", -4, -10),
    ("report", -1, -15),
];

/// When somebody applied.
pub(super) const APPLIED: (i32, i64) = (0, -12);

/// On probation, told from the assembly.
const PROBATION: &[Event] = &[
    ("talk", -34, 18),
    ("activist_filed", -32, 12),
    ("contacts_named", -32, 2),
    ("report", -30, 0),
    ("report", -27, -5),
    ("review", -27, 0),
    ("report", -24, -10),
    ("review", -22, 0),
    ("report", -21, -15),
    ("candidate_discussed", -18, -20),
    ("candidate_agreed", -17, -20),
    ("publicity_begun", -17, -10),
    ("publicity_ended", -17, 8),
    ("candidate_listed", -17, 12),
    ("introducers_named", -16, 0),
    ("training", -8, 0),
    ("vetting", -6, 0),
    ("committee_review", -2, 0),
    ("prior_check", 0, -20),
    ("form_filled", 0, -12),
    ("superior_talk", 1, 0),
    ("admission_filed", 1, 26),
    ("placed", 1, 27),
    ("oath", 2, 0),
];

impl Life<'_> {
    /// The cases as they stood on a day.
    pub(super) fn fill_cases(&mut self, on: Day) -> Result<()> {
        let [applied, chosen] = [(-15, 0), (-12, -20)].map(|day| self.day(day).to_string());
        let activist = self.open_stranger(1, 1, vec![("applied_on", applied), ("chosen_on", chosen)])?;
        self.cast.activist = Some(activist);
        let before = |event: &&Event| self.day((event.1, event.2)) <= on;
        let events: Vec<Event> = ACTIVIST.iter().filter(before).copied().collect();
        self.enter(activist, self.today, &events)?;
        self.support(activist, "contact", Middle(2), self.day((-12, -18)))?;
        self.fill_probation()
    }

    /// The next step of the activist.
    pub(super) fn take_step(&mut self, event: Event) -> Result<()> {
        match self.cast.activist {
            Some(activist) => self.enter(activist, self.today, &[event]),
            None => Ok(()),
        }
    }

    /// Somebody has just applied.
    pub(super) fn apply(&mut self) -> Result<()> {
        let applied = vec![("applied_on", self.day(APPLIED).to_string())];
        self.open_stranger(0, 0, applied).map(|_| ())
    }

    fn fill_probation(&mut self) -> Result<()> {
        let Some(person) = self.cast.on_probation.first().copied() else { return Ok(()) };
        let known = self.desk.book()?.read(|reading| reading.require::<Person>(person))?;
        let Some(joined) = known.joined_on.and_then(PartialDay::day) else {
            return Ok(());
        };
        let on = |months: i32, days: i64| add_days(add_months(joined, months), days);
        let values = vec![
            ("branch", self.branch(0)?.to_string()),
            ("applied_on", on(-34, 0).to_string()),
            ("chosen_on", on(-32, 0).to_string()),
            ("approved_on", on(1, 20).to_string()),
        ];
        let done = self.act_with("development", "open", Some(person.0), values)?;
        let case = case_of(&done)?;
        self.enter(case, joined, PROBATION)?;
        self.support(case, "contact", Middle(0), on(-32, 2))?;
        for who in [Middle(0), Middle(1)] {
            self.support(case, "introducer", who, on(-16, 0))?;
        }
        Ok(())
    }

    /// The case of somebody new in a branch.
    fn open_stranger(&mut self, stranger: usize, branch: usize, days: Vec<(&str, String)>) -> Result<i64> {
        let who = self.invented(stranger)?.clone();
        let mut values = vec![
            ("name", who.name),
            ("sex", if who.is_woman { "2" } else { "1" }.to_owned()),
            ("birth_on", who.birth.to_string()),
            ("id_number", who.id_number),
            ("phone", who.phone),
            ("branch", self.branch(branch)?.to_string()),
        ];
        values.extend(days);
        case_of(&self.act_with("development", "open", None, values)?)
    }

    fn enter(&mut self, case: i64, base: Day, events: &[Event]) -> Result<()> {
        for &(what, months, days) in events {
            let on = add_days(add_months(base, months), days);
            let mut values = vec![("done_on", on.to_string())];
            let is_recurring = RECURRING.contains(&what);
            let act = if is_recurring { what } else { "step" };
            if !is_recurring {
                values.push(("step", what.to_owned()));
            }
            if what == "training" {
                values.extend([("days", "3".to_owned()), ("hours", "24".to_owned())]);
            }
            if is_recurring || is_known(what, on) {
                self.act_with("case", act, Some(case), values)?;
            }
        }
        Ok(())
    }

    fn support(&mut self, case: i64, role: &str, who: Who, from: Day) -> Result<()> {
        let values = vec![("person", self.person(who)?.id.to_string()), ("from_on", from.to_string())];
        self.act_with("case", role, Some(case), values).map(|_| ())
    }
}

/// Whether the version of a day has the step.
fn is_known(step: &str, on: Day) -> bool {
    let pack = RulePacks::shipped().on(on);
    pack.is_none_or(|pack| pack.steps.iter().any(|known| known.step.code() == step))
}

fn case_of(done: &FolioDone) -> Result<i64> {
    match &done.opens {
        Some(FolioLink::Folio(_, Some(case))) => Ok(*case),
        _ => Err(DeskError::refused("示例的发展党员档案没有打开。")),
    }
}
