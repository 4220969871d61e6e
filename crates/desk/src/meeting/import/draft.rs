//! What a row of a register of meetings describes: the gathering as it is booked, by name where the numbers of the row and
//! the register of that day prove it, else in numbers. Must not look at meetings that are in the book already.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_contract::meeting::{
    Away, GatheringDraft, NamedRoll, PersonRef, RecordDraft, Roll, StatedNumbers,
};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::text::squeeze;

use super::super::prepare::nobody_due;
use super::super::register::{OnRoll, Register};
use super::leaver::{Leaver, read_leavers};
use crate::intake::SourceRow;

/// What is said of a leaver whose reason the register does not give.
pub(super) const NO_REASON: &str = "登记表未写原因";
/// What stands before leavers who are booked in numbers only.
pub(super) const UNNAMED: &str = "请假人员：";

/// How a row is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// By name where the numbers of the row prove it, else in numbers.
    Proven,
    /// By the roll of the day, whatever the numbers of the row say.
    ByRoll,
    /// In numbers, whatever the leavers are called.
    InNumbers,
}

impl Way {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proven => "",
            Self::ByRoll => "roll",
            Self::InNumbers => "numbers",
        }
    }

    pub fn of_key(key: &str) -> Option<Self> {
        [Self::ByRoll, Self::InNumbers].into_iter().find(|way| way.key() == key)
    }
}

/// What a row describes.
pub(super) struct Read {
    /// The gathering, or why it cannot be booked.
    pub draft: Result<GatheringDraft, Vec<String>>,
    /// What should be looked at.
    pub said: Vec<String>,
    /// Another way in which it could be booked, in words.
    other: Option<(Way, String)>,
}

impl Read {
    fn refused(sentence: String) -> Self {
        Self { draft: Err(vec![sentence]), said: Vec::new(), other: None }
    }

    pub fn state(&self) -> RowState {
        if self.draft.is_ok() { RowState::New } else { RowState::Conflict }
    }

    pub fn offered(&self) -> Vec<RowChoice> {
        self.other.iter().map(|(way, label)| RowChoice::new(way.key(), label.clone())).collect()
    }
}

/// The gathering that a row describes.
pub(super) fn draft_of(
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
    let unnamed = (stated.is_some() && !leavers.is_empty()).then(|| format!("{UNNAMED}{}", cell.trim()));
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

pub(super) fn count(row: &SourceRow, key: &str) -> Option<u32> {
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
