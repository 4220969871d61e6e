//! Decides what becomes of each row of a report-in register. Looks into the book once, then works in memory.

use std::collections::{HashMap, HashSet};

use branchbook_contract::intake::{FieldChange, RowState};
use branchbook_domain::code::Sex;
use branchbook_domain::day::PartialDay;
use branchbook_domain::key::{PersonId, UnitId};
use branchbook_domain::name::name_and_note;
use branchbook_domain::office_day::DayProblem;
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::merge;
use branchbook_ledger::table::offer;
use branchbook_ledger::table::person;
use branchbook_ledger::table::unit::figures::unit_figures_on;
use branchbook_ledger::table::unit::{self, ReportIn, Unit};
use branchbook_ledger::{Reading, Stored};
use uuid::Uuid;

use super::form::{PlannedReportIn, ReportInPlan, UnitRef};
use super::people::{Found, People};
use super::rows;
use super::slip::Slip;
use crate::error::Result;
use crate::intake::change;
use crate::intake::question::Question;
use crate::intake::repeat::Repeat;
use crate::intake::{Context, Remarks, SourceRow, SourceRows, Verdict};
use crate::month::Booking;
use crate::offer::post::titles;
use crate::unit::finding;
use crate::unit::list;
use crate::unit::named::{Asked, UnitNames};

/// The book as far as the rows need it, and the plan as it grows.
pub(super) struct Planner<'a> {
    context: &'a Context<'a>,
    booking: Booking,
    people: People,
    members: HashSet<PersonId>,
    units: HashMap<String, Stored<Unit>>,
    unit_names: HashMap<UnitId, String>,
    names: UnitNames,
    open: HashMap<PersonId, Stored<ReportIn>>,
    returned: HashMap<PersonId, Vec<Stored<ReportIn>>>,
    held: HashSet<(PersonId, String)>,
    new_units: HashMap<String, usize>,
    added: HashMap<String, i64>,
    plan: ReportInPlan,
    /// What the row under decision changes, and what a person can decide about that.
    decided: Decided,
}

/// What a row changes and what is asked about it.
#[derive(Default)]
struct Decided {
    changes: Vec<FieldChange>,
    questions: Vec<Question>,
}

impl<'a> Planner<'a> {
    pub fn load(reading: &Reading<'_>, rows: &SourceRows, context: &'a Context<'a>) -> Result<Self> {
        let units = unit::units(reading)?;
        let names = UnitNames::in_file(units.iter(), rows, "unit", context);
        let unit_names = units.iter().map(|unit| (unit.id, unit.name.clone())).collect();
        let mut returned: HashMap<PersonId, Vec<_>> = HashMap::new();
        for row in unit::returned_report_ins(reading)? {
            returned.entry(row.person_id).or_default().push(row);
        }
        let open = unit::open_report_ins(reading)?;
        Ok(Self {
            context,
            booking: Booking::of(reading)?.standing(),
            people: People::of(person::list(reading)?, merge::standing_of_all(reading)?),
            members: unit::member_ids_on(reading, context.today)?.into_iter().collect(),
            units: units.into_iter().map(|unit| (squeeze(&unit.name), unit)).collect(),
            unit_names,
            names,
            open: open.into_iter().map(|row| (row.person_id, row)).collect(),
            returned,
            held: held_posts(reading)?,
            new_units: HashMap::new(),
            added: HashMap::new(),
            plan: ReportInPlan::default(),
            decided: Decided::default(),
        })
    }

    pub fn into_plan(self) -> ReportInPlan {
        self.plan
    }

    /// The verdict about a row; what it writes is put into the plan.
    pub fn decide(&mut self, row: &SourceRow, repeat: Option<&Repeat>) -> Verdict {
        let (name, _) = name_and_note(row.text("name"));
        let (unit, asked) = self.unit_of(row);
        if let Some(repeat) = repeat {
            return asked.on(repeat.verdict(row, who(row, &name), "同一人"));
        }
        let mut notes = Vec::new();
        self.decided = Decided::default();
        let read = unit.and_then(|unit| self.read(row, (&name, unit), &mut notes));
        let decided = read.and_then(|slip| self.place(row, slip, &mut notes));
        let state = match decided {
            Ok(state) => state,
            Err((state, sentence)) => {
                notes.push(sentence);
                state
            }
        };
        let Decided { changes, questions } = std::mem::take(&mut self.decided);
        asked.on(Verdict::new(row, who(row, &name), state).with(Remarks { notes, changes, questions }))
    }

    /// For each row whom it speaks of: rows with one key speak of one person; nothing for one that cannot be read. Where it
    /// is not clear which unit is meant, the name as it is written stands for it: whose slip it is does not wait for that.
    pub fn keys(&self, file: &SourceRows) -> Vec<Option<String>> {
        let meant = file.iter().map(|row| {
            let mut notes = Vec::new();
            let (name, _) = name_and_note(row.text("name"));
            let unit = self.unit_of(&row).0.unwrap_or_else(|_| squeeze(row.text("unit")));
            let slip = self.read(&row, (&name, unit), &mut notes).ok()?;
            Some((self.person_of(&row, &slip, &mut notes).ok()?, slip))
        });
        rows::keys(&meant.collect::<Vec<_>>())
    }

    /// What concerns the file as a whole: units that are new, and units with more than they owe.
    pub fn findings(&self, reading: &Reading<'_>) -> Result<Vec<String>> {
        let mut found: Vec<String> = self
            .plan
            .new_units
            .iter()
            .map(|unit| format!("新增单位「{}」：单位未登记应报到数，请向单位索要后登记。", unit.name))
            .collect();
        for figures in unit_figures_on(reading, self.context.today)?.units {
            let Some(added) = self.added.get(&squeeze(&figures.name)) else { continue };
            let mut row = list::row(figures);
            row.reported += added;
            found.extend(finding::findings(&row));
        }
        Ok(found)
    }

    /// The name of the unit that a row means, and what is asked about it.
    fn unit_of(&self, row: &SourceRow) -> (Result<String, Reason>, Asked) {
        let (named, asked) = self.names.meant(row, "unit", self.context.decisions);
        let named = named.map(|named| squeeze(&named.name));
        (named.map_err(|sentence| (RowState::Conflict, sentence)), asked)
    }

    fn read(
        &self,
        row: &SourceRow,
        (name, unit_name): (&str, String),
        notes: &mut Vec<String>,
    ) -> Result<Slip, Reason> {
        let id = row.id_number("id_number");
        notes.extend(id.findings.iter().map(|finding| row.say("id_number", &finding.sentence())));
        let phone = read_phones(row.text("phone"));
        notes.extend(phone.findings.iter().map(|finding| row.say("phone", &finding.sentence())));
        let sex = row.value("sex").as_deref().and_then(Sex::read);
        if sex.is_none() && row.value("sex").is_some() {
            notes.push(row.say("sex", "看不出男女，未读入。"));
        }
        let against = id.number.as_ref().map(|number| number.contradicts(None, sex)).unwrap_or_default();
        notes.extend(against.iter().map(|finding| row.say("sex", &finding.sentence())));
        Ok(Slip {
            name: name.to_owned(),
            sex,
            id_number: id.number,
            phone: Some(phone.text()).filter(|text| !text.is_empty()),
            unit_name,
            duty: row.value("duty"),
            residence: row.value("residence"),
            skills: row.value("skills").map(|skills| skills.replace(['，', ',', '；', ';'], "、")),
            wanted_post: row.value("wanted_post"),
            reported_on: self.reported_on(row, notes)?,
            note: note_of(row),
        })
    }

    fn reported_on(&self, row: &SourceRow, notes: &mut Vec<String>) -> Result<PartialDay, Reason> {
        let day = match row.day("reported_on", self.context) {
            Ok(read) => {
                notes.extend(read.notes.iter().map(|note| row.say("reported_on", &note.sentence())));
                read.day
            }
            Err(DayProblem::Blank) => {
                let day = self.context.as_of();
                notes.push(row.say("reported_on", &format!("没有报到日期，按 {day} 登记。")));
                day.into()
            }
            Err(problem) => return Err((RowState::Refused, row.say("reported_on", &problem.sentence()))),
        };
        let is_past = day.earliest() <= self.context.today;
        if is_past {
            Ok(day)
        } else {
            Err((RowState::Refused, row.say("reported_on", "晚于今天，请核对后改正。")))
        }
    }

    fn place(&mut self, row: &SourceRow, slip: Slip, notes: &mut Vec<String>) -> Result<RowState, Reason> {
        let person = self.person_of(row, &slip, notes)?;
        match person {
            None => Ok(self.take_new(slip, None)),
            Some(id) => self.place_known(row, slip, id, notes),
        }
    }

    fn person_of(
        &self,
        row: &SourceRow,
        slip: &Slip,
        notes: &mut Vec<String>,
    ) -> Result<Option<PersonId>, Reason> {
        match self.people.find(slip) {
            Found::One(person) => Ok(Some(person.id)),
            Found::Nobody { namesakes: 0 } => Ok(None),
            Found::Nobody { .. } if rows::is_bare(slip) && self.reported(slip).is_some() => {
                Ok(self.reported(slip))
            }
            Found::Near(name) => {
                let sentence = format!(
                    "台账中的{name}姓名相同，身份证号却有一两位不同，或者出生、电话都相同而身份证号不同，可能是写错了；\
                     请对照证件核对，改正后重新导入，确是另一人的请在程序里登记报到。"
                );
                Err((RowState::Conflict, row.say("id_number", &sentence)))
            }
            Found::Nobody { namesakes } => {
                let sentence = format!("台账中另有 {namesakes} 位同名的人，按新人登记，请核对。");
                notes.push(row.say("name", &sentence));
                Ok(None)
            }
            Found::OtherName(name) => {
                let sentence = format!("该号码在台账中是「{name}」，姓名不同，请核对。");
                Err((RowState::Conflict, row.say("id_number", &sentence)))
            }
            Found::Several => {
                let sentence = "台账中有几位姓名和电话都相同的人，请补填身份证号。";
                Err((RowState::Conflict, row.say("name", sentence)))
            }
        }
    }

    /// Of somebody of whom a slip says only name and unit: the only one of that name who reported in from there.
    fn reported(&self, slip: &Slip) -> Option<PersonId> {
        let from_there = |id: &PersonId| {
            let open = self.open.get(id).is_some_and(|open| self.is_of_unit(open, slip));
            open || self.last_return(*id).is_some_and(|known| self.is_same(known, slip))
        };
        let mut people = self.people.named(&slip.name).into_iter().filter(from_there);
        people.next().filter(|_| people.next().is_none())
    }

    fn is_of_unit(&self, known: &ReportIn, slip: &Slip) -> bool {
        self.unit_names.get(&known.unit_id).is_some_and(|name| squeeze(name) == slip.unit_name)
    }

    fn place_known(
        &mut self,
        row: &SourceRow,
        slip: Slip,
        id: PersonId,
        notes: &mut Vec<String>,
    ) -> Result<RowState, Reason> {
        if self.members.contains(&id) {
            notes.push(row.say("name", "在本社区党员名册中，仍按在职党员报到登记，请核对组织关系。"));
        }
        if let Some(open) = self.open.get(&id).cloned() {
            return self.place_open(row, slip, &open, notes);
        }
        match self.last_return(id) {
            Some(known) if self.is_same(known, &slip) => {
                let returned = known.returned_on.map(|day| day.to_string()).unwrap_or_default();
                notes.push(row.say("reported_on", &format!("这次报到已于 {returned} 返回，未改动。")));
                Ok(RowState::Same)
            }
            Some(known) if known.returned_on.is_some_and(|day| slip.reported_on.latest() < day) => {
                let returned = known.returned_on.map(|day| day.to_string()).unwrap_or_default();
                let sentence = format!("上次报到到 {returned} 才返回，新的报到不能更早。");
                Err((RowState::Conflict, row.say("reported_on", &sentence)))
            }
            _ => Ok(self.take_new(slip, Some(id))),
        }
    }

    fn place_open(
        &mut self,
        row: &SourceRow,
        slip: Slip,
        open: &Stored<ReportIn>,
        notes: &mut Vec<String>,
    ) -> Result<RowState, Reason> {
        let unit = self.unit_names.get(&open.unit_id).cloned().unwrap_or_default();
        if squeeze(&unit) != slip.unit_name {
            let sentence =
                format!("已于 {} 从「{unit}」报到，尚未返回；如单位有变，请先登记返回。", open.reported_on);
            return Err((RowState::Conflict, row.say("unit", &sentence)));
        }
        if !slip.reported_on.agrees_with(open.reported_on) {
            let sentence = format!("台账中的报到日期是 {}，请核对。", open.reported_on);
            return Err((RowState::Conflict, row.say("reported_on", &sentence)));
        }
        let filled = self.filled(row, &slip, open.person_id, notes);
        let refreshed = slip.refreshed(open);
        let (filled, refreshed) = self.taken(row, open, (filled, refreshed));
        if filled.is_none() && refreshed.is_none() {
            return Ok(RowState::Same);
        }
        let claims = match &refreshed {
            Some(after) if after.wanted_post != open.wanted_post => self.claims(&slip, Some(open.person_id)),
            _ => Vec::new(),
        };
        self.plan.rows.push(PlannedReportIn {
            month: self.booking.month(slip.reported_on.earliest()),
            person: Some(open.person_id),
            filled,
            unit: UnitRef::Known(open.unit_id),
            refreshed: Some((open.id, refreshed.unwrap_or_else(|| open.value.clone()))),
            claims,
            slip,
        });
        Ok(RowState::Update)
    }

    /// What of the changes is taken: less what a person lets the book keep.
    fn taken(
        &mut self,
        row: &SourceRow,
        open: &Stored<ReportIn>,
        (filled, refreshed): (Option<person::Person>, Option<ReportIn>),
    ) -> (Option<person::Person>, Option<ReportIn>) {
        let known = self.people.get(open.person_id);
        let of_person = known.zip(filled.as_ref());
        let mut changes = of_person.map_or_else(Vec::new, |(known, after)| change::of_person(known, after));
        changes.extend(refreshed.iter().flat_map(|after| change::of_report_in(open, after)));
        let question = change::decide(&mut changes, row.place(), self.context.decisions);
        let kept = change::kept_keys(&changes);
        let filled = filled.zip(known).map(|(mut after, known)| {
            change::keep_person(&mut after, known, &kept);
            after
        });
        let refreshed = refreshed.map(|mut after| {
            change::keep_report_in(&mut after, open, &kept);
            after
        });
        let filled = filled.filter(|after| known.is_some_and(|known| *after != known.value));
        let refreshed = refreshed.filter(|after| *after != open.value);
        self.decided.changes = changes;
        self.decided.questions.extend(question);
        (filled, refreshed)
    }

    fn take_new(&mut self, slip: Slip, person: Option<PersonId>) -> RowState {
        let unit = self.unit_ref(&slip.unit_name);
        *self.added.entry(slip.unit_name.clone()).or_default() += 1;
        let is_member = person.is_some_and(|id| self.members.contains(&id));
        let known = person.and_then(|id| self.people.get(id));
        let filled = known.and_then(|known| slip.filled(known, is_member));
        self.plan.rows.push(PlannedReportIn {
            month: self.booking.month(slip.reported_on.earliest()),
            person,
            filled,
            unit,
            refreshed: None,
            claims: self.claims(&slip, person),
            slip,
        });
        RowState::New
    }

    fn unit_ref(&mut self, name: &str) -> UnitRef {
        if let Some(known) = self.units.get(name) {
            return UnitRef::Known(known.id);
        }
        let next = self.plan.new_units.len();
        let at = *self.new_units.entry(name.to_owned()).or_insert(next);
        if at == next {
            self.plan.new_units.push(Unit::named(Uuid::nil(), name));
        }
        UnitRef::New(at)
    }

    fn filled(
        &self,
        row: &SourceRow,
        slip: &Slip,
        id: PersonId,
        notes: &mut Vec<String>,
    ) -> Option<person::Person> {
        let known = self.people.get(id)?;
        let is_member = self.members.contains(&id);
        if is_member && known.phone.is_some() && slip.phone.is_some() && known.phone != slip.phone {
            notes.push(row.say("phone", "与党员名册中的不同，名册未改，请核对。"));
        }
        slip.filled(known, is_member)
    }

    /// Titles that the slip wishes for and the person does not hold.
    fn claims(&self, slip: &Slip, person: Option<PersonId>) -> Vec<String> {
        let wanted = titles(slip.wanted_post.as_deref().unwrap_or_default());
        let is_held = |title: &String| person.is_some_and(|id| self.held.contains(&(id, title.clone())));
        wanted.into_iter().filter(|title| !is_held(title)).collect()
    }

    fn last_return(&self, id: PersonId) -> Option<&Stored<ReportIn>> {
        self.returned.get(&id)?.last()
    }

    fn is_same(&self, known: &ReportIn, slip: &Slip) -> bool {
        self.is_of_unit(known, slip) && known.reported_on.agrees_with(slip.reported_on)
    }
}

/// The remark, with what stands in brackets behind the name.
fn note_of(row: &SourceRow) -> Option<String> {
    let (_, behind) = name_and_note(row.text("name"));
    let behind = behind.filter(|note| note.chars().any(char::is_alphanumeric));
    let notes: Vec<String> = [row.value("note"), behind].into_iter().flatten().collect();
    Some(notes.join("；")).filter(|note| !note.is_empty())
}

/// 「方娟（市税务局）」
fn who(row: &SourceRow, name: &str) -> String {
    format!("{name}（{}）", squeeze(row.text("unit")))
}

/// Why a row is handed back, and as what.
type Reason = (RowState, String);

fn held_posts(reading: &Reading<'_>) -> Result<HashSet<(PersonId, String)>> {
    let posts = offer::service_posts(reading)?;
    let titles: HashMap<_, _> = posts.into_iter().map(|post| (post.id, squeeze(&post.title))).collect();
    let claims = offer::open_claims(reading)?;
    let held =
        claims.into_iter().filter_map(|claim| Some((claim.person_id?, titles.get(&claim.offer_id)?.clone())));
    Ok(held.collect())
}
