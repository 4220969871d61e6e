//! Decides row by row what becomes of a register of meetings: new, the same as in the book, another word about a meeting
//! that is in the book, or handed back.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use branchbook_contract::intake::RowState;
use branchbook_contract::meeting::{GatheringDraft, Roll};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::gathering::{GatheringMark, RecordKind};
use branchbook_domain::key::GatheringId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::Origin;

use super::super::enter;
use super::super::holiday::holiday_warning;
use super::super::prepare::{Entry, Prepared, prepare};
use super::super::register::Register;
use super::draft::{Way, draft_of};
use super::held::{Against, Answer, Held, Known, Meeting, Spot};
use super::{held, place};
use crate::error::{DeskError, Result};
use crate::intake::question::Question;
use crate::intake::repeat::{self, Repeat};
use crate::intake::{Context, Remarks, SourceRow, SourceRows, Verdict};
use crate::month::Booking;

/// What will be written, what is said of each row, and of the file.
pub(super) type Decided = (Vec<Prepared>, Vec<Verdict>, Vec<String>);

/// What is said of a meeting in numbers that a row proves by name.
const GETS_NAMES: &str = "台账里这次会议原来只记人数，更正后按名单登记，并自动记分。";

/// Decides about all rows.
pub(super) fn decide_all(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Decided> {
    let mut file = File {
        reading,
        context,
        dated: context.register_on.filter(|dated| *dated <= context.today),
        registers: HashMap::new(),
        days: BTreeMap::new(),
        held: Held::default(),
        corrections: HashMap::new(),
    };
    let meetings = rows.iter().map(|row| file.meeting(&row)).collect::<Result<Vec<_>>>()?;
    let keys: Vec<Option<String>> = meetings.iter().map(|known| known.as_ref().map(Meeting::key)).collect();
    file.held = Held::of(reading, &meetings)?;
    let repeats = repeat::find(rows, &keys, &["day", "kind", "branch", "group", "theme"], context);
    let against = rows.iter().zip(&meetings).map(|(row, meeting)| file.against(&row, meeting.as_ref()));
    let against = against.collect::<Result<Vec<Against>>>()?;
    file.corrections = held::corrections(rows, &against, &repeats, context.decisions);
    let (mut gatherings, mut verdicts) = (Vec::new(), Vec::new());
    for (at, (row, against)) in rows.iter().zip(against).enumerate() {
        let (verdict, prepared) = file.decide(&row, repeats.get(&at), against)?;
        gatherings.extend(prepared);
        verdicts.push(verdict);
    }
    let findings = file.findings(&gatherings);
    Ok((gatherings, verdicts, findings))
}

struct File<'a> {
    reading: &'a Reading<'a>,
    context: &'a Context<'a>,
    /// The date that the register states; a register without one is no dated register (decisions 18).
    dated: Option<Day>,
    registers: HashMap<Day, Rc<Register>>,
    /// How many meetings a branch held on a day, groups apart.
    days: BTreeMap<(String, Day), u32>,
    /// The meetings of the book that the file speaks of.
    held: Held,
    /// How many rows are to correct each of them.
    corrections: HashMap<GatheringId, u32>,
}

/// What a row says of when, what and where, with the register of that day and what was assumed to read it.
struct Head {
    spot: Spot,
    register: Rc<Register>,
    notes: Vec<String>,
}

impl File<'_> {
    /// When, what and where; or the sentence why a row cannot be read.
    fn head(&mut self, row: &SourceRow) -> Result<Result<Head, String>> {
        let (day, notes) = match place::day(row, self.context) {
            Ok(read) => read,
            Err(sentence) => return Ok(Err(sentence)),
        };
        let register = self.register(day)?;
        let found = place::kind(row).and_then(|kind| Ok((kind, place::organisation(row, &register, kind)?)));
        Ok(found.map(|(kind, organisation)| Head { spot: (day, kind, organisation), register, notes }))
    }

    /// The meeting that a row speaks of; nothing for a row that cannot be read.
    fn meeting(&mut self, row: &SourceRow) -> Result<Option<Meeting>> {
        let theme = theme_key(row.value("theme").as_deref());
        let spot = self.head(row)?.ok().map(|head| head.spot);
        Ok(spot.map(|(day, kind, organisation)| Meeting { day, kind, organisation, theme }))
    }

    /// What the book says of the meeting of a row, before anything is decided about any of them.
    fn against(&mut self, row: &SourceRow, meeting: Option<&Meeting>) -> Result<Against> {
        let Some(meeting) = meeting else { return Ok(Against::Unknown) };
        let register = self.register(meeting.day)?;
        self.held.against(self.reading, row, (meeting, &register))
    }

    fn decide(
        &mut self,
        row: &SourceRow,
        repeat: Option<&Repeat>,
        against: Against,
    ) -> Result<(Verdict, Option<Prepared>)> {
        let Head { spot, register, notes } = match self.head(row)? {
            Ok(head) => head,
            Err(sentence) => return Ok((unread(row, sentence), None)),
        };
        let (day, kind, organisation) = spot;
        let who = format!("{} {} {day}", register.name(organisation), kind.label());
        let remarks = Remarks { notes, ..Remarks::default() };
        let mut verdict = Verdict::new(row, who, RowState::New).with(remarks);
        if let Against::Same = against {
            verdict.state = RowState::Same;
            let sentence = row.say_all("台账里已经有这次会议（日期、类型、组织、议题相同）。");
            return Ok((verdict.noting(sentence), None));
        }
        if let Some(repeat) = repeat {
            return Ok((repeat.verdict(row, verdict.who, "同一次会议"), None));
        }
        let replaces = match against {
            Against::Differs(known) => {
                let mark = other_mark(known.origin, self.entry(day)?.origin);
                match self.differs(row, &mut verdict, (&known, mark)) {
                    Differing::Settled => return Ok((verdict, None)),
                    Differing::Another => None,
                    Differing::Replaces(replaced) => Some(replaced),
                }
            }
            _ => None,
        };
        self.booked(row, verdict, &register, (spot, replaces))
    }

    /// How a row is booked: as its numbers prove, or as a person decided.
    fn booked(
        &mut self,
        row: &SourceRow,
        mut verdict: Verdict,
        register: &Register,
        (spot, replaces): (Spot, Option<Replaced>),
    ) -> Result<(Verdict, Option<Prepared>)> {
        let (_, kind, organisation) = spot;
        let roll = register.roll(kind, organisation);
        let plain = draft_of(row, register, &roll, spot, Way::Proven);
        let offered = plain.offered();
        let asked_under = plain.state();
        let chosen = self.context.decisions.answer(row.place(), asked_under, &offered).map(|it| it.key);
        let way = chosen.as_deref().and_then(Way::of_key);
        let read = way.map_or(plain, |way| draft_of(row, register, &roll, spot, way));
        if !offered.is_empty() {
            verdict.questions.push(Question::new(offered, chosen.unwrap_or_default()).under(asked_under));
        }
        match read.draft {
            Ok(draft) if replaces.is_some_and(|it| it.is_by_name) && draft.roll == Roll::Numbers => {
                verdict.state = RowState::Conflict;
                let sentence = "登记表的人数和名单对不上，更正会丢掉台账里的到会名单；请选定以当日名册登记，或在会议记录里更正。";
                Ok((verdict.noting(row.say_all(sentence)), None))
            }
            Ok(draft) => {
                verdict.notes.extend(read.said.into_iter().map(|sentence| row.say_all(&sentence)));
                self.prepare(row, verdict, register, (&draft, replaces))
            }
            Err(sentences) => {
                verdict.state = RowState::Conflict;
                verdict.notes.extend(sentences.into_iter().map(|sentence| row.say("leavers", &sentence)));
                Ok((verdict, None))
            }
        }
    }

    fn prepare(
        &mut self,
        row: &SourceRow,
        mut verdict: Verdict,
        register: &Register,
        (draft, replaces): (&GatheringDraft, Option<Replaced>),
    ) -> Result<(Verdict, Option<Prepared>)> {
        let entry = Entry { replaces: replaces.map(|it| it.gathering), ..self.entry(draft.day)? };
        match prepare(self.reading, register, draft, entry) {
            Ok(prepared) => {
                let moved = Booking::of(self.reading)?.note(draft.day);
                let warnings = holiday_warning(draft.day).into_iter().chain(moved);
                verdict.notes.extend(warnings.map(|sentence| row.say("day", &sentence)));
                let unexplained =
                    prepared.records.iter().filter_map(|record| record.tally.unexplained_note());
                verdict.notes.extend(unexplained.map(|sentence| row.say_all(&sentence)));
                let gets_names = replaces.is_some_and(|it| !it.is_by_name) && !prepared.is_numbers_only;
                verdict.notes.extend(gets_names.then(|| row.say_all(GETS_NAMES)));
                match replaces {
                    Some(_) => verdict.state = RowState::Update,
                    None => self.count_day(&prepared, register),
                }
                Ok((verdict, Some(prepared)))
            }
            Err(DeskError::Invalid(faults)) => {
                verdict.state = RowState::Conflict;
                verdict.notes.extend(faults.into_iter().map(|fault| row.say_all(&fault.message)));
                Ok((verdict, None))
            }
            Err(other) => Err(other),
        }
    }

    fn register(&mut self, day: Day) -> Result<Rc<Register>> {
        if let Some(known) = self.registers.get(&day) {
            return Ok(Rc::clone(known));
        }
        let register = Rc::new(Register::on(self.reading, day)?);
        self.registers.insert(day, Rc::clone(&register));
        Ok(register)
    }

    fn entry(&self, day: Day) -> Result<Entry> {
        let dated = self.dated.filter(|dated| *dated >= day);
        let (booked_month, origin) = enter::entry_at(self.reading, day, self.context.today, dated)?;
        Ok(Entry {
            today: self.context.today,
            origin,
            origin_note: dated.filter(|_| origin == Origin::Register).map(|dated| dated.to_string()),
            booked_month,
            replaces: None,
        })
    }

    /// A meeting that is in the book and of which the file says otherwise: what is recorded is changed by a person only.
    /// `mark` says what a correction does to its mark.
    fn differs(
        &self,
        row: &SourceRow,
        verdict: &mut Verdict,
        (known, mark): (&Known, Option<String>),
    ) -> Differing {
        let chosen = known.chosen(row.place(), self.context.decisions);
        let twice = self.corrections.get(&known.gathering).is_some_and(|count| *count > 1);
        let mark = mark.filter(|_| known.can_be_corrected()).map(|sentence| row.say_all(&sentence));
        let question = Question::new(known.choices(), chosen.map_or("", Answer::key));
        verdict.questions.push(question.under(RowState::Conflict).leading());
        verdict.changes.clone_from(&known.changes);
        match chosen {
            Some(Answer::Book) => {
                verdict.state = RowState::Same;
                verdict.changes.iter_mut().for_each(|change| change.is_kept = true);
                verdict.notes.push(row.say_all("按您选定的以台账为准，这次会议没有改动。"));
                Differing::Settled
            }
            Some(Answer::Another) => {
                verdict.changes.clear();
                Differing::Another
            }
            Some(Answer::Correct) if !twice => {
                verdict.notes.extend(mark);
                Differing::Replaces(Replaced { gathering: known.gathering, is_by_name: known.is_by_name })
            }
            _ => {
                verdict.state = RowState::Conflict;
                verdict.notes.push(row.say_all(&known.sentence(twice)));
                verdict.notes.extend(mark);
                Differing::Settled
            }
        }
    }

    fn count_day(&mut self, prepared: &Prepared, register: &Register) {
        for record in prepared.records.iter().filter(|record| record.kind != RecordKind::GroupMeeting) {
            *self.days.entry((register.name(record.organisation), prepared.day)).or_default() += 1;
        }
    }

    fn findings(&self, gatherings: &[Prepared]) -> Vec<String> {
        let apart = self.days.iter().filter(|(_, count)| **count > 1).map(|((name, day), count)| {
            let day = day_label(*day);
            format!("{name}{day}有 {count} 行，登记表没有写时间，按 {count} 次集中分别登记。")
        });
        let is_new = |each: &&Prepared| each.replaces.is_none();
        let new = || gatherings.iter().filter(is_new);
        let with_origin = |origin: Origin| new().filter(|each| each.origin == origin).count();
        let by_register = with_origin(Origin::Register);
        let mark = self
            .dated
            .filter(|_| by_register > 0)
            .map(|dated| format!("填报日期 {dated} 为登记日期，{by_register} 场会议显示为“按登记表补入”。"));
        let late = with_origin(Origin::Late);
        let late = (late > 0).then(|| {
            format!(
                "{late} 场会议的登记时间已晚于规定，显示为“补录”；登记表当时就填好的，请写明填报日期后再导入。"
            )
        });
        let numbers = new().filter(|each| each.is_numbers_only).count();
        let numbers = (numbers > 0).then(|| format!("{numbers} 场会议只有人数，没有名单，不自动记分。"));
        apart.chain(mark).chain(late).chain(numbers).collect()
    }
}

/// A row that does not say when, what or where.
fn unread(row: &SourceRow, sentence: String) -> Verdict {
    let said = ["branch", "kind", "day"].map(|key| row.text(key).trim());
    Verdict::new(row, said.join(" "), RowState::Refused).noting(sentence)
}

/// A meeting of the book that a row takes the place of.
#[derive(Debug, Clone, Copy)]
struct Replaced {
    gathering: GatheringId,
    /// Whether it was recorded by name.
    is_by_name: bool,
}

/// What becomes of a row that says otherwise than the book.
enum Differing {
    /// Nothing is written.
    Settled,
    /// It is another meeting.
    Another,
    /// It takes the place of this one.
    Replaces(Replaced),
}

/// What a correction does to the mark by which everybody sees how a meeting came into the book.
fn other_mark(before: Origin, after: Origin) -> Option<String> {
    let sentence = match (before.mark().map(GatheringMark::label), after.mark().map(GatheringMark::label)) {
        (before, after) if before == after => return None,
        (Some(before), Some(after)) => {
            format!("按登记表更正后，这次会议显示为“{after}”，原来显示为“{before}”。")
        }
        (None, Some(after)) => format!("按登记表更正后，这次会议显示为“{after}”，原来是按时登记的。"),
        (before, None) => format!("按登记表更正后，这次会议不再显示“{}”。", before.unwrap_or_default()),
    };
    Some(sentence)
}

/// The key of a theme: equal for equal themes.
pub(super) fn theme_key(theme: Option<&str>) -> String {
    theme.map(squeeze).unwrap_or_default()
}
