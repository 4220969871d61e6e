//! What a row says beside the fields of a person: conditions, the place of residence, and posts, which stand in `post`.
//! Must not write.

use branchbook_contract::intake::{FieldChange, RowChoice};
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{MembershipId, PersonId, PlaceId};
use branchbook_domain::member::ConditionKind;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::care::mobilities_of;
use branchbook_ledger::table::membership::{Condition, MemberOnDay, Periods, conditions_of, member_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Reading, Stored};

use super::field::key;
use super::judge::{Planner, Row};
use super::known::LastMembership;
use super::offer::Offer;
use super::place::Place;
use super::plan::{Begun, BranchMove, Ended, GroupMove, NewPost};
use super::rare::{Said, Special};
use super::who::Entry;
use crate::error::{DeskError, Result};
use crate::happened;
use crate::intake::change;
use crate::member::condition::require_free_of;
use crate::member::post::{Belonging, belonging_on};

/// What begins with a choice that says so: `condition/lost`.
const BEGIN: &str = "condition/";
/// What ends with a choice that says so: `condition_end/mobile`.
const END: &str = "condition_end/";
/// What an import says of where a condition comes from.
pub(super) const REASON: &str = "花名册写明";

/// Of whom a row speaks, as it leaves them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whom {
    /// Nobody yet, if the book does not know them.
    pub known: Option<PersonId>,
    /// The branch that they are or will be in.
    pub branch: Place,
    /// Where the row puts them; nothing where they stay.
    pub put: Option<Put>,
    pub birth: Option<PartialDay>,
    /// Joining of the present period.
    pub joined: Option<PartialDay>,
    /// Its 转正.
    pub full: Option<PartialDay>,
}

impl Whom {
    /// A record of the book with the days that the row leaves in it: what begins by the same row is held against them.
    pub fn as_left(&self, reading: &Reading<'_>, person: PersonId) -> Result<Stored<Person>> {
        let mut record = reading.require::<Person>(person)?;
        record.value.birth_on = self.birth;
        (record.value.joined_on, record.value.became_full_on) = (self.joined, self.full);
        Ok(record)
    }

    /// Where somebody of the book is a member on a day, as the row leaves it.
    pub fn belonging_on(
        &self,
        reading: &Reading<'_>,
        person: PersonId,
        day: Day,
    ) -> Result<Option<Belonging>> {
        match self.put {
            Some(Put::There { since, group }) if since.is_none_or(|since| since <= day) => {
                let (branch, group) = (self.branch.id(), group.and_then(Place::id));
                Ok(Some(Belonging { branch, group }))
            }
            Some(Put::Into { membership, group }) => {
                let held = member_on(reading, person, day)?;
                let filled = |held: MemberOnDay| Belonging {
                    branch: Some(held.branch_id),
                    group: if held.membership == membership { group.id() } else { held.group_id },
                };
                Ok(held.map(filled))
            }
            _ => Ok(belonging_on(reading, person, day)?),
        }
    }
}

/// Where a row puts somebody who is not there yet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Put {
    /// Into the branch, and perhaps a group of it, from a day on; from the beginning where there is none.
    There { since: Option<Day>, group: Option<Place> },
    /// Into a group, where the membership knows none: it is filled in, whenever the membership began.
    Into { membership: MembershipId, group: Place },
}

impl Put {
    /// Of a member who moves to another branch or, with the register, to another group.
    pub fn of(
        (moved, group): (Option<&BranchMove>, Option<&GroupMove>),
        held: LastMembership,
        as_of: Day,
    ) -> Option<Self> {
        match (moved, group) {
            (Some(moved), _) => Some(Self::There { since: Some(moved.on), group: moved.group }),
            (None, Some(moved)) if held.group.is_none() => {
                Some(Self::Into { membership: moved.membership, group: moved.group })
            }
            (None, Some(moved)) => Some(Self::There { since: Some(as_of), group: Some(moved.group) }),
            (None, None) => None,
        }
    }
}

/// What is written beside the fields of a person, and what is said of it.
#[derive(Default)]
pub(super) struct Beside {
    pub begun: Vec<Begun>,
    pub ended: Vec<Ended>,
    pub posts: Vec<NewPost>,
    pub place: Option<PlaceId>,
    pub notes: Vec<String>,
    /// Why something that a person decided cannot begin.
    pub hindrance: Option<String>,
}

impl Planner<'_> {
    /// What a row says besides. `since` is the day from which something holds that has no day of its own; nothing for
    /// those who were there from the beginning.
    pub fn beside(
        &mut self,
        row: &Row<'_>,
        whom: &Whom,
        (offer, since): (&Offer, Option<Day>),
    ) -> Result<Beside> {
        let mut beside = Beside::default();
        let rare = row.entry.rare();
        for said in &rare.standing {
            if let Special::Condition(kind) = said.what {
                self.condition(row, (said, kind), (whom, offer), &mut beside)?;
            }
        }
        if row.entry.is_mobile == Some(true) {
            self.mobile(row, whom, since, &mut beside)?;
        }
        if let Some(person) = whom.known {
            self.denied(row, person, offer, &mut beside)?;
        }
        for said in &rare.posts {
            self.post(row, said, whom, &mut beside)?;
        }
        match self.spots.find(&rare.place) {
            Ok(place) => beside.place = self.new_place(whom.known, place)?,
            Err(sentence) => beside.notes.push(row.waiting.say(key::PLACE, &sentence)),
        }
        Ok(beside)
    }

    /// The place that a row names, if it says more than the book knows.
    fn new_place(&self, known: Option<PersonId>, said: Option<PlaceId>) -> Result<Option<PlaceId>> {
        let (Some(person), Some(_)) = (known, said) else { return Ok(said) };
        let before = self.reading.get::<Person>(person)?.and_then(|person| person.place_id);
        Ok(said.filter(|place| !self.spots.covers(*place, before)))
    }

    fn is_holding(&self, known: Option<PersonId>, kind: ConditionKind) -> bool {
        known.is_some_and(|person| self.known.holds(person, kind))
    }

    /// Who is away begins to be so with the register, unless the row or a person says the day.
    fn mobile(&self, row: &Row<'_>, whom: &Whom, since: Option<Day>, beside: &mut Beside) -> Result<()> {
        let kind = ConditionKind::Mobile;
        let went = row.entry.rare().went.clone();
        if let Some(begun) = beside.begun.iter_mut().find(|begun| begun.kind == kind) {
            begun.went = went;
            return Ok(());
        }
        if let Some(person) = whom.known.filter(|_| self.is_holding(whom.known, kind)) {
            beside.notes.extend(self.went_elsewhere(row, person)?);
            return Ok(());
        }
        let hindrance = since.map(|from| self.hindered(whom, kind, from)).transpose()?.flatten();
        match hindrance {
            Some(sentence) => {
                beside.notes.push(row.waiting.say_all(&format!("{sentence}没有登记“{}”。", kind.label())));
            }
            None => beside.begun.push(Begun { kind, from: since, went }),
        }
        Ok(())
    }

    /// A sentence if somebody who is away is elsewhere than the book knows: that is put right in their record.
    fn went_elsewhere(&self, row: &Row<'_>, person: PersonId) -> Result<Option<String>> {
        let Some(went) = &row.entry.rare().went else { return Ok(None) };
        let held = open_condition(self.reading, person, ConditionKind::Mobile)?;
        let reason = held.and_then(|held| held.value.reason).filter(|reason| reason != REASON);
        let mut registered =
            mobilities_of(self.reading, person)?.into_iter().filter(|one| one.to_on.is_none());
        let registered = registered.find_map(|one| one.value.where_to);
        let known = registered.or(reason).unwrap_or_default();
        let sentence = match known.as_str() {
            "" => format!("写的是“{went}”，台账中没有写流向，没有改动；请在党员资料里登记。"),
            known => {
                format!("写的是“{went}”，台账中是“{known}”，没有改动；有变化的请在党员资料里登记。")
            }
        };
        Ok((squeeze(&known) != squeeze(went)).then(|| row.waiting.say(key::MOBILE_TO, &sentence)))
    }

    /// What the book says to hold of somebody and the row denies ends on the day that a person gives; without that it is
    /// only told.
    fn denied(&self, row: &Row<'_>, person: PersonId, offer: &Offer, beside: &mut Beside) -> Result<()> {
        for (kind, key) in self.denials(row.entry, person) {
            let label = kind.label();
            let Some(held) = open_condition(self.reading, person, kind)? else { continue };
            let to = offer.day().unwrap_or_else(|| self.context.as_of());
            let since = held.from_on.map_or_else(String::new, |from| format!("（{from} 起）"));
            if !offer.says(&end_of(kind)) {
                let what = match offer.is_dated() {
                    true => "这一行已选定了别的日期，已经结束的请导入后在党员资料里登记。",
                    false => "已经结束的请在这一行上选定，没有选定的不改动。",
                };
                let sentence = format!("写的是否，台账中此人仍登记着“{label}”{since}；{what}");
                beside.notes.push(row.waiting.say(key, &sentence));
            } else if held.from_on.is_some_and(|from| to < from) || to > self.context.today {
                let sentence = format!("“{label}”{since}不能在 {to} 结束，请改选日期。");
                beside.hindrance = Some(row.waiting.say(key, &sentence));
            } else {
                beside.ended.push(Ended { condition: held.id, kind, to });
            }
        }
        Ok(())
    }

    /// What holds of somebody and the row denies, with the field that denies it.
    fn denials(
        &self,
        entry: &Entry,
        person: PersonId,
    ) -> impl Iterator<Item = (ConditionKind, &'static str)> {
        let said = [
            (ConditionKind::Mobile, key::MOBILE, entry.is_mobile),
            (ConditionKind::Lost, key::LOST, entry.is_lost),
        ];
        let denied = said.into_iter().filter(|(_, _, said)| *said == Some(false));
        denied.map(|(kind, key, _)| (kind, key)).filter(move |(kind, _)| self.known.holds(person, *kind))
    }

    /// A condition begins on the day that the row says or a person gives; without one it is asked about.
    fn condition(
        &self,
        row: &Row<'_>,
        (said, kind): (&Said, ConditionKind),
        (whom, offer): (&Whom, &Offer),
        beside: &mut Beside,
    ) -> Result<()> {
        let is_begun = beside.begun.iter().any(|begun| begun.kind == kind);
        if is_begun || self.is_holding(whom.known, kind) {
            return Ok(());
        }
        let is_chosen = offer.says(&choice_of(kind));
        let chosen = is_chosen.then(|| offer.day().unwrap_or_else(|| self.context.as_of()));
        let Some(from) = said.on.or(chosen).filter(|_| can_begin(kind)) else {
            if kind == ConditionKind::Mobile && row.entry.is_mobile == Some(true) {
                return Ok(());
            }
            if can_begin(kind) && offer.is_dated() {
                let sentence = format!(
                    "写有“{}”，没有写从哪一天起；这一行已选定了别的日期，“{}”请导入后在党员资料里登记。",
                    said.text,
                    kind.label()
                );
                beside.notes.push(row.waiting.say(said.key, &sentence));
                return Ok(());
            }
            beside.notes.push(row.waiting.say(said.key, &asking(&said.text, kind)));
            return Ok(());
        };
        if let Some(sentence) = self.hindered(whom, kind, from)? {
            if is_chosen {
                beside.hindrance = Some(row.waiting.say(said.key, &sentence));
                return Ok(());
            }
            beside.notes.push(row.waiting.say(said.key, &format!("{sentence}没有登记“{}”。", kind.label())));
            return Ok(());
        }
        beside.begun.push(Begun { kind, from: Some(from), went: None });
        Ok(())
    }

    /// Why a condition cannot begin on a day.
    fn hindered(&self, whom: &Whom, kind: ConditionKind, from: Day) -> Result<Option<String>> {
        if let Some(sentence) = happened::ahead(from, self.context.today) {
            return Ok(Some(sentence));
        }
        if let Some(sentence) = self.too_early(whom, from)? {
            return Ok(Some(sentence));
        }
        let is_member = |person: &PersonId| self.known.membership(*person).is_some_and(|held| !held.is_ended);
        let Some(person) = whom.known.filter(is_member) else { return Ok(None) };
        let begun = Begun { kind, from: Some(from), went: None };
        let record = whom.as_left(self.reading, person)?;
        match require_free_of(self.reading, &condition(person, &begun), (&record, from)) {
            Ok(_) => Ok(None),
            Err(error @ (DeskError::Refused(_) | DeskError::Invalid(_))) => Ok(Some(error.sentence())),
            Err(other) => Err(other),
        }
    }

    /// What is wrong with a day on which something begins that only members have. What the row says of birth and joining
    /// counts, of whom the book knows, too: it is written together with what begins.
    pub fn too_early(&self, whom: &Whom, day: Day) -> Result<Option<String>> {
        let joined = match whom.known {
            Some(person) => Periods::of(self.reading)?.days(person, day, (whom.joined, None)).0,
            None => whom.joined,
        };
        Ok(happened::before_joining(day, whom.birth, joined))
    }

    /// Choices for the conditions that a row names without a day, and for those that it denies.
    pub fn asked_conditions(&self, entry: &Entry, known: Option<PersonId>) -> Vec<RowChoice> {
        let undated = entry.rare().standing.iter().filter(|said| said.on.is_none());
        let kinds = undated.filter_map(|said| match said.what {
            Special::Condition(kind) => Some(kind),
            Special::Gone(_) => None,
        });
        let open = kinds.filter(|kind| can_begin(*kind) && !self.is_holding(known, *kind));
        let label = |kind: ConditionKind| format!("登记“{}”，从选定的日期（不选按填报日期）起", kind.label());
        let begins = open.map(|kind| RowChoice::new(choice_of(kind), label(kind)));
        let denied = known.into_iter().flat_map(|person| self.denials(entry, person));
        let ends = denied.map(|(kind, _)| {
            let label = format!("“{}”到选定的日期（不选按填报日期）为止", kind.label());
            RowChoice::new(end_of(kind), label)
        });
        begins.chain(ends).collect()
    }

    /// Where somebody lives, and how it changes.
    pub fn place_change(&self, entry: &Entry, before: &Person) -> (Option<PlaceId>, Option<FieldChange>) {
        let said = self.spots.find(&entry.rare().place).ok().flatten();
        let Some(place) = said.filter(|place| !self.spots.covers(*place, before.place_id)) else {
            return (None, None);
        };
        let known = before.place_id.map(|known| self.spots.name(known));
        (Some(place), Some(change::plain(key::PLACE, "地点", known, self.spots.name(place))))
    }
}

/// A condition as it holds.
pub(super) fn condition(person_id: PersonId, begun: &Begun) -> Condition {
    Condition {
        person_id,
        kind: begun.kind,
        reason: Some(begun.went.clone().unwrap_or_else(|| REASON.to_owned())),
        from_on: begun.from,
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    }
}

fn choice_of(kind: ConditionKind) -> String {
    format!("{BEGIN}{}", kind.code())
}

/// Whether an answer lets something begin.
pub(super) fn is_beginning(answer: &str) -> bool {
    answer.strip_prefix(BEGIN).and_then(ConditionKind::from_code).is_some_and(can_begin)
}

/// Whether an answer lets something end.
pub(super) fn is_end(answer: &str) -> bool {
    answer.strip_prefix(END).and_then(ConditionKind::from_code).is_some()
}

fn end_of(kind: ConditionKind) -> String {
    format!("{END}{}", kind.code())
}

/// What holds of somebody without an end.
fn open_condition(
    reading: &Reading<'_>,
    person: PersonId,
    kind: ConditionKind,
) -> Result<Option<Stored<Condition>>> {
    let known = conditions_of(reading, person)?;
    Ok(known.into_iter().find(|known| known.kind == kind && known.to_on.is_none()))
}

/// Whether a day is all that a condition needs: an extended probation needs its end, an exemption its approval.
const fn can_begin(kind: ConditionKind) -> bool {
    !matches!(kind, ConditionKind::ProbationExtended | ConditionKind::QuorumExempt)
}

fn asking(text: &str, kind: ConditionKind) -> String {
    let label = kind.label();
    if can_begin(kind) {
        format!("写有“{text}”，没有写从哪一天起；要登记“{label}”的，请在这一行上选定，没有选定的不登记。")
    } else {
        format!("写有“{text}”，“{label}”还要写明批准或截止日期，没有登记；请在党员资料里登记。")
    }
}
