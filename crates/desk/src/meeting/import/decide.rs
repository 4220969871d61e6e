//! Decides row by row what becomes of a register of meetings. Who was there is booked by name only where the
//! numbers of the row and the register of that day prove it; else in numbers, and the row says so.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_contract::meeting::{
    Away, GatheringDraft, NamedRoll, PersonRef, RecordDraft, Roll, StatedNumbers,
};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::Origin;
use branchbook_ledger::table::gathering::held::records_held;

use super::super::holiday::holiday_warning;
use super::super::prepare::{Entry, Prepared, prepare};
use super::super::register::{OnRoll, Register};
use super::super::{enter, prepare::nobody_due};
use super::leaver::{Leaver, read_leavers};
use super::place;
use crate::error::{DeskError, Result};
use crate::intake::repeat::{self, Repeat};
use crate::intake::{Context, SourceRow, SourceRows, Verdict};
use crate::month::Booking;

/// What is said of a leaver whose reason the register does not give.
const NO_REASON: &str = "登记表未写原因";

/// What will be written, what is said of each row, and of the file.
pub(super) type Decided = (Vec<Prepared>, Vec<Verdict>, Vec<String>);

/// Decides about all rows.
pub(super) fn decide_all(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Decided> {
    let mut file = File {
        reading,
        context,
        dated: context.register_on.filter(|dated| *dated <= context.today),
        registers: HashMap::new(),
        days: BTreeMap::new(),
    };
    let keys = rows.iter().map(|row| file.key(&row)).collect::<Result<Vec<_>>>()?;
    let repeats = repeat::find(rows, &keys, &["day", "kind", "branch", "group", "theme"], context);
    let (mut gatherings, mut verdicts) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        let (verdict, prepared) = file.decide(&row, repeats.get(&at))?;
        gatherings.extend(prepared);
        verdicts.push(verdict);
    }
    let findings = file.findings(&gatherings);
    Ok((gatherings, verdicts, findings))
}

/// Same day, kind, organisation and theme: the same meeting.
type Meeting = (Day, RecordKind, OrganisationId, String);

struct File<'a> {
    reading: &'a Reading<'a>,
    context: &'a Context<'a>,
    /// The date that the register states; a register without one is no dated register (decisions 18).
    dated: Option<Day>,
    registers: HashMap<Day, Rc<Register>>,
    /// How many meetings a branch held on a day, groups apart.
    days: BTreeMap<(String, Day), u32>,
}

impl File<'_> {
    /// What tells the meeting of a row from others; nothing for a row that cannot be read.
    fn key(&mut self, row: &SourceRow) -> Result<Option<String>> {
        let Ok((day, _)) = place::day(row, self.context) else { return Ok(None) };
        let register = self.register(day)?;
        let found = place::kind(row).and_then(|kind| Ok((kind, place::organisation(row, &register, kind)?)));
        let theme = theme_key(row.value("theme").as_deref());
        Ok(found.ok().map(|(kind, organisation)| format!("{day} {} {organisation} {theme}", kind.label())))
    }

    fn decide(&mut self, row: &SourceRow, repeat: Option<&Repeat>) -> Result<(Verdict, Option<Prepared>)> {
        let who =
            format!("{} {} {}", row.text("branch").trim(), row.text("kind").trim(), row.text("day").trim());
        let handed_back = |state: RowState, reasons: Vec<String>| {
            Ok((Verdict { notes: reasons, ..Verdict::new(row, who.clone(), state) }, None))
        };
        let (day, notes) = match place::day(row, self.context) {
            Ok(read) => read,
            Err(sentence) => return handed_back(RowState::Refused, vec![sentence]),
        };
        let register = self.register(day)?;
        let found = place::kind(row).and_then(|kind| Ok((kind, place::organisation(row, &register, kind)?)));
        let (kind, organisation) = match found {
            Ok(found) => found,
            Err(sentence) => return handed_back(RowState::Refused, vec![sentence]),
        };
        let who = format!("{} {} {day}", register.name(organisation), kind.label());
        let mut verdict = Verdict { notes, ..Verdict::new(row, who, RowState::New) };
        let theme = row.value("theme");
        if let Some(sentence) = self.same(row, (day, kind, organisation, theme_key(theme.as_deref())))? {
            verdict.state = RowState::Same;
            return Ok((verdict.noting(sentence), None));
        }
        if let Some(repeat) = repeat {
            return Ok((repeat.verdict(row, verdict.who, "同一次会议"), None));
        }
        let roll = register.roll(kind, organisation);
        let meeting = (day, kind, organisation);
        let plain = draft_of(row, &register, &roll, meeting, Way::Proven);
        let offered = plain.offered();
        let chosen =
            self.context.decisions.of_row(row.place(), plain.state(), &offered).map(|it| it.key.clone());
        let way = chosen.as_deref().and_then(Way::of_key).filter(|_| !offered.is_empty());
        let read = way.map_or(plain, |way| draft_of(row, &register, &roll, meeting, way));
        (verdict.choices, verdict.chosen) = (offered, way.and(chosen).unwrap_or_default());
        match read.draft {
            Ok(draft) => {
                verdict.notes.extend(read.said.into_iter().map(|sentence| row.say_all(&sentence)));
                self.prepare(row, verdict, &register, &draft)
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
        draft: &GatheringDraft,
    ) -> Result<(Verdict, Option<Prepared>)> {
        let entry = self.entry(draft.day)?;
        match prepare(self.reading, register, draft, entry) {
            Ok(prepared) => {
                let moved = Booking::of(self.reading)?.note(draft.day);
                let warnings = holiday_warning(draft.day).into_iter().chain(moved);
                verdict.notes.extend(warnings.map(|sentence| row.say("day", &sentence)));
                let unexplained =
                    prepared.records.iter().filter_map(|record| record.tally.unexplained_note());
                verdict.notes.extend(unexplained.map(|sentence| row.say_all(&sentence)));
                self.count_day(&prepared, register);
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

    /// A sentence if the meeting is in the book.
    fn same(&self, row: &SourceRow, (day, kind, organisation, theme): Meeting) -> Result<Option<String>> {
        let held = records_held(self.reading, organisation, kind, day, day)?;
        let is_there = held.iter().any(|line| theme_key(line.record.theme.as_deref()) == theme);
        Ok(is_there.then(|| row.say_all("台账里已经有这次会议（日期、类型、组织、议题相同）。")))
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
        let with_origin = |origin: Origin| gatherings.iter().filter(|each| each.origin == origin).count();
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
        let numbers = gatherings.iter().filter(|each| each.is_numbers_only).count();
        let numbers = (numbers > 0).then(|| format!("{numbers} 场会议只有人数，没有名单，不自动记分。"));
        apart.chain(mark).chain(late).chain(numbers).collect()
    }
}

fn theme_key(theme: Option<&str>) -> String {
    theme.map(squeeze).unwrap_or_default()
}

/// How a row is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By name where the numbers of the row prove it, else in numbers.
    Proven,
    /// By the roll of the day, whatever the numbers of the row say.
    ByRoll,
    /// In numbers, whatever the leavers are called.
    InNumbers,
}

impl Way {
    const fn key(self) -> &'static str {
        match self {
            Self::Proven => "",
            Self::ByRoll => "roll",
            Self::InNumbers => "numbers",
        }
    }

    fn of_key(key: &str) -> Option<Self> {
        [Self::ByRoll, Self::InNumbers].into_iter().find(|way| way.key() == key)
    }
}

/// What a row describes.
struct Read {
    /// The gathering, or why it cannot be booked.
    draft: Result<GatheringDraft, Vec<String>>,
    /// What should be looked at.
    said: Vec<String>,
    /// Another way in which it could be booked, in words.
    other: Option<(Way, String)>,
}

impl Read {
    fn refused(sentence: String) -> Self {
        Self { draft: Err(vec![sentence]), said: Vec::new(), other: None }
    }

    fn state(&self) -> RowState {
        if self.draft.is_ok() { RowState::New } else { RowState::Conflict }
    }

    fn offered(&self) -> Vec<RowChoice> {
        self.other.iter().map(|(way, label)| RowChoice::new(way.key(), label.clone())).collect()
    }
}

/// The gathering that a row describes.
fn draft_of(
    row: &SourceRow,
    register: &Register,
    roll: &[&OnRoll],
    (day, kind, organisation): (Day, RecordKind, OrganisationId),
    way: Way,
) -> Read {
    let cell = row.text("leavers");
    let leavers = read_leavers(cell);
    let numbers = Stated { due: count(row, "due"), present: count(row, "present") };
    for key in ["due", "present"] {
        if row.value(key).is_some() && count(row, key).is_none() {
            return Read::refused(format!("“{}”不是人数，请改成数字。", row.text(key).trim()));
        }
    }
    let (mut said, mut other) = (Vec::new(), None);
    let booked = if roll.iter().any(|person| person.is_due) {
        let named = ByName { register, organisation, roll, leavers: &leavers, stated: numbers };
        named.booked(way, &mut said, &mut other)
    } else {
        in_numbers(numbers, leavers.len(), nobody_due(kind)).map(|stated| (Roll::Numbers, Some(stated)))
    };
    let (roll, stated) = match booked {
        Ok(booked) => booked,
        Err(sentences) => return Read { draft: Err(sentences), said, other },
    };
    let unnamed = (stated.is_some() && !leavers.is_empty()).then(|| format!("请假人员：{}", cell.trim()));
    let note = [row.value("note"), unnamed].into_iter().flatten().collect::<Vec<_>>().join("；");
    let name = |key: &str| row.value(key).map(|name| PersonRef::Name(squeeze(&name)));
    let record = RecordDraft {
        kind,
        organisation,
        theme: row.value("theme"),
        lecturer: row.value("lecturer"),
        stated,
        topics: Vec::new(),
        note: None,
    };
    let draft = GatheringDraft {
        day,
        start: None,
        end: None,
        place: row.value("place"),
        host: name("host"),
        recorder: name("recorder"),
        roll,
        records: vec![record],
        late_reason: None,
        register_on: None,
        note: Some(note),
    };
    Read { draft: Ok(draft), said, other }
}

fn count(row: &SourceRow, key: &str) -> Option<u32> {
    row.count(key).and_then(|count| u32::try_from(count).ok())
}

/// Numbers as the row states them.
#[derive(Debug, Clone, Copy)]
struct Stated {
    due: Option<u32>,
    present: Option<u32>,
}

type Booked = (Roll, Option<StatedNumbers>);

/// A row about an organisation whose members are on the register of the day.
struct ByName<'a> {
    register: &'a Register,
    organisation: OrganisationId,
    roll: &'a [&'a OnRoll],
    leavers: &'a [Leaver],
    stated: Stated,
}

impl ByName<'_> {
    fn booked(
        &self,
        way: Way,
        said: &mut Vec<String>,
        other: &mut Option<(Way, String)>,
    ) -> Result<Booked, Vec<String>> {
        let numbers = || in_numbers(self.stated, self.leavers.len(), "没有写应到和实到人数，请补填。");
        if way == Way::InNumbers {
            said.push("按您选定的只记人数，不自动记分；核对后可用“更正会议”补上名单。".to_owned());
            return Ok((Roll::Numbers, Some(numbers()?)));
        }
        let leave = matched(self.register, self.organisation, self.roll, self.leavers);
        let leave = leave.inspect_err(|_| {
            let can_be = numbers().is_ok();
            *other = can_be.then(|| (Way::InNumbers, "只记人数，不记名单，不自动记分".to_owned()));
        })?;
        self.by_register(way, leave, said, other)
    }

    /// By name where the numbers prove the list, else in numbers.
    fn by_register(
        &self,
        way: Way,
        leave: Vec<(&OnRoll, &Leaver)>,
        said: &mut Vec<String>,
        other: &mut Option<(Way, String)>,
    ) -> Result<Booked, Vec<String>> {
        let (roll, stated) = (self.roll, self.stated);
        let due = number(roll.iter().filter(|person| person.is_due).count());
        let exempt = number(roll.len()) - due;
        let away = number(leave.iter().filter(|(person, _)| person.is_due).count());
        let all_away = number(leave.len());
        let present = due.saturating_sub(away);
        let fits = |wanted: Option<u32>, found: u32| wanted.is_none_or(|wanted| wanted == found);
        let counts_exempt =
            exempt > 0 && stated.due == Some(due + exempt) && fits(stated.present, due + exempt - all_away);
        if fits(stated.due, due) && fits(stated.present, present) {
            if stated.due.is_none() || stated.present.is_none() {
                said.push(format!("没有写应到或实到人数，按当日名册应到 {due} 人、请假 {away} 人计算。"));
            }
        } else if counts_exempt {
            said.push(format!(
                "登记表的应到 {} 人含不计应到会的 {exempt} 人，按应到 {due} 人登记。",
                due + exempt
            ));
        } else if way == Way::ByRoll {
            said.push(format!(
                "登记表的人数与当日名册不同，按您选定的以名册登记：应到 {due} 人、请假 {away} 人、实到 {present} 人。"
            ));
        } else {
            let label = format!("以当日名册登记：应到 {due} 人、请假 {away} 人、实到 {present} 人");
            *other = Some((Way::ByRoll, label));
            if let Some(wanted) = stated.due.filter(|wanted| *wanted != due) {
                said.push(format!("登记表应到 {wanted} 人，当日名册应到 {due} 人，请核对。"));
            }
            let numbers = Stated { due: stated.due.or(Some(due)), ..stated };
            let numbers = in_numbers(numbers, self.leavers.len(), "")?;
            said.push("到会名单不能确定，只记人数，不自动记分；核对后可用“更正会议”补上名单。".to_owned());
            return Ok((Roll::Numbers, Some(numbers)));
        }
        let named = leave.into_iter().filter(|(person, _)| person.is_due);
        let leave = named.map(|(person, leaver)| away_of(person, leaver, said)).collect();
        Ok((Roll::Names(NamedRoll { leave, ..NamedRoll::default() }), None))
    }
}

fn away_of(person: &OnRoll, leaver: &Leaver, said: &mut Vec<String>) -> Away {
    if leaver.reason.is_none() {
        said.push(format!("{}没有写请假原因，请补上。", person.name));
    }
    let reason = leaver.reason.clone().unwrap_or_else(|| NO_REASON.to_owned());
    Away { person: PersonRef::Key(person.person), reason }
}

/// Finds each leaver among those on the roll; all that are not clear are named.
fn matched<'a, 'b>(
    register: &Register,
    organisation: OrganisationId,
    roll: &[&'a OnRoll],
    leavers: &'b [Leaver],
) -> Result<Vec<(&'a OnRoll, &'b Leaver)>, Vec<String>> {
    let (mut found, mut unclear) = (Vec::new(), Vec::new());
    let place = register.name(organisation);
    for leaver in leavers {
        let named: Vec<&&OnRoll> = roll.iter().filter(|person| person.name == leaver.name).collect();
        match named[..] {
            // Who is named twice is away once.
            [only] if found.iter().any(|(person, _): &(&OnRoll, &Leaver)| std::ptr::eq(*person, *only)) => {}
            [only] => found.push((*only, leaver)),
            [] => unclear.push(unknown(register, organisation, &place, &leaver.name)),
            ref several => unclear.push(format!(
                "{place}有 {} 人叫“{}”，不能确定是哪一位；请在程序里登记这次会议，从名册中选择。",
                several.len(),
                leaver.name
            )),
        }
    }
    if unclear.is_empty() { Ok(found) } else { Err(unclear) }
}

fn unknown(register: &Register, organisation: OrganisationId, place: &str, name: &str) -> String {
    let elsewhere = register.named(name);
    let branch = register.organisation(organisation).and_then(|group| group.parent_id);
    let day = day_label(register.day);
    match elsewhere.iter().find(|person| Some(person.branch) == branch).or(elsewhere.first()) {
        Some(person) => {
            let home = register.name(person.group.unwrap_or(person.branch));
            format!("请假人员“{name}”{day}不在{place}，名册里在{home}，请核对。")
        }
        None => format!("请假人员“{name}”{day}不在{place}的名册里，请核对姓名，或先登记党员。"),
    }
}

/// The numbers as stated, if they can be true.
fn in_numbers(stated: Stated, named: usize, missing: &str) -> Result<StatedNumbers, Vec<String>> {
    let named = number(named);
    let (due, present) = match (stated.due, stated.present) {
        (Some(due), Some(present)) => (due, present),
        (Some(due), None) => (due, due.saturating_sub(named)),
        (None, Some(present)) => (present.saturating_add(named), present),
        (None, None) => return Err(vec![missing.to_owned()]),
    };
    let sum = u64::from(present) + u64::from(named);
    if present > due || sum > u64::from(due) {
        return Err(vec![format!(
            "实到 {present} 人、请假 {named} 人，合计 {sum} 人，多于应到 {due} 人，请核对人数和名单。"
        )]);
    }
    let (leave, absent) = (Some(named), None);
    Ok(StatedNumbers { due, present, leave, absent, due_voting: None, present_voting: None })
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
