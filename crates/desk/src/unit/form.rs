//! The import of units with the numbers they owe (驻区单位应报到数). Must not take a blank cell for a fact.

use std::collections::HashMap;

use branchbook_contract::intake::{FieldChange, ImportKind, RowState};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::UnitId;
use branchbook_domain::office_day::DayProblem;
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::unit::figures::unit_figures_on;
use branchbook_ledger::table::unit::{self, Unit, UnitExpectation};
use branchbook_ledger::{OperationKind, Reading, Stored, Writing};
use uuid::Uuid;

use super::finding::findings;
use super::list;
use super::named::{Named, UnitNames};
use crate::error::Result;
use crate::intake::change;
use crate::intake::repeat::{self, Repeat};
use crate::intake::{Context, FieldSpec, Form, Planned, SourceRow, SourceRows, Verdict, step};
use crate::month::Booking;
use crate::progress::Progress;

/// The form of units.
#[derive(Debug, Clone, Copy)]
pub struct Units;

/// A unit to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedUnit {
    id: Option<UnitId>,
    unit: Option<Unit>,
    stated: Option<Stated>,
}

/// A number to be stated.
#[derive(Debug, Clone, PartialEq)]
struct Stated {
    count: i64,
    on: Day,
    month: Month,
    source: String,
}

const FIELDS: &[FieldSpec] = &[
    FieldSpec::required("name", "单位名称", &["单位", "驻区单位", "单位全称", "名称", "工作单位"]).own(),
    FieldSpec::new("kind", "单位性质", &["性质", "单位类别", "单位类型", "类别"]),
    FieldSpec::new("party_organisation", "党组织名称", &["单位党组织", "党组织"]),
    FieldSpec::new("secretary", "党组织书记", &["书记", "书记姓名", "党组织负责人"]),
    FieldSpec::new("contact", "联系人", &["党建联系人", "联络员", "联系人姓名"]),
    FieldSpec::new("phone", "联系电话", &["电话", "联系方式", "联系人电话", "手机号"])
        .right_of(&["联系人", "联络员"]),
    FieldSpec::new("members", "在职党员数", &["党员数", "在职党员人数", "党员总数", "在职党员"]),
    FieldSpec::new(
        "expected",
        "应报到本社区报到数",
        &["应报到数", "应报到人数", "应到本社区报到数", "应到社区报到数", "应到本社区报到人数", "应报到"],
    ),
    FieldSpec::new("stated_on", "名册日期", &["日期", "统计日期", "填报日期", "截止日期", "报送日期"]),
];

impl Form for Units {
    type Plan = Vec<PlannedUnit>;
    const KIND: ImportKind = ImportKind::Units;
    const OPERATION: OperationKind = OperationKind::UnitImport;
    const COUNTED: &'static str = "家";

    fn fields() -> &'static [FieldSpec] {
        FIELDS
    }

    fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Self::Plan>> {
        let mut planner = Planner::load(reading, rows, context)?;
        let keys: Vec<_> = rows.iter().map(|row| planner.key(&row)).collect();
        let repeats = repeat::find(rows, &keys, &["name"], context);
        let verdicts = rows.iter().enumerate().map(|(at, row)| planner.decide(&row, repeats.get(&at)));
        let verdicts = verdicts.collect();
        let findings = planner.findings(reading)?;
        Ok(Planned { plan: planner.plan, verdicts, findings, new_organisations: Vec::new() })
    }

    fn apply(writing: &mut Writing<'_>, plan: &Self::Plan, progress: &dyn Progress) -> Result<()> {
        for (done, planned) in plan.iter().enumerate() {
            step(progress, "写入单位", done, plan.len())?;
            write(writing, planned)?;
        }
        Ok(())
    }
}

fn write(writing: &mut Writing<'_>, planned: &PlannedUnit) -> Result<()> {
    let id = match (planned.id, &planned.unit) {
        (Some(id), Some(unit)) => writing.update(id, unit).map(|_| Some(id))?,
        (None, Some(unit)) => Some(writing.insert(&Unit { uid: writing.new_uid(), ..unit.clone() })?),
        (id, None) => id,
    };
    if let (Some(unit_id), Some(stated)) = (id, &planned.stated) {
        writing.insert(&UnitExpectation {
            unit_id,
            expected_count: stated.count,
            stated_on: stated.on,
            booked_month: stated.month,
            source: stated.source.clone(),
        })?;
    }
    Ok(())
}

struct Planner<'a> {
    context: &'a Context<'a>,
    booking: Booking,
    units: HashMap<UnitId, Stored<Unit>>,
    names: UnitNames,
    stated: HashMap<UnitId, Vec<Stored<UnitExpectation>>>,
    plan: Vec<PlannedUnit>,
    total: i64,
    numbers: HashMap<String, i64>,
}

impl<'a> Planner<'a> {
    fn load(reading: &Reading<'_>, rows: &SourceRows, context: &'a Context<'a>) -> Result<Self> {
        let units = unit::units(reading)?;
        let names = UnitNames::in_file(units.iter(), rows, "name", context);
        let units: HashMap<_, _> = units.into_iter().map(|unit| (unit.id, unit)).collect();
        let mut stated: HashMap<UnitId, Vec<_>> = HashMap::new();
        for row in unit::all_expectations(reading)? {
            stated.entry(row.unit_id).or_default().push(row);
        }
        let booking = Booking::of(reading)?.standing();
        let (plan, numbers) = (Vec::new(), HashMap::new());
        Ok(Self { context, booking, units, names, stated, plan, total: 0, numbers })
    }

    /// Rows with one key speak of one unit; nothing for a row of which it is not clear.
    fn key(&self, row: &SourceRow) -> Option<String> {
        let (named, _) = self.names.meant(row, "name", self.context.decisions);
        named.ok().map(|named| named.name)
    }

    fn decide(&mut self, row: &SourceRow, repeat: Option<&Repeat>) -> Verdict {
        let said = squeeze(row.text("name"));
        let (named, asked) = self.names.meant(row, "name", self.context.decisions);
        if let Some(repeat) = repeat {
            return asked.on(repeat.verdict(row, said, "同一单位"));
        }
        let mut verdict = asked.on(Verdict::new(row, said, RowState::Same));
        let named = match named {
            Ok(named) => named,
            Err(sentence) => {
                verdict.state = RowState::Conflict;
                return verdict.noting(sentence);
            }
        };
        match self.stated_of(row, &mut verdict.notes) {
            Err(sentence) => {
                verdict.state = RowState::Refused;
                verdict.noting(sentence)
            }
            Ok(stated) => self.take(row, &named, stated, verdict),
        }
    }

    fn take(
        &mut self,
        row: &SourceRow,
        named: &Named,
        stated: Option<Stated>,
        mut verdict: Verdict,
    ) -> Verdict {
        let name = squeeze(&named.name);
        let known = named.id.and_then(|id| self.units.get(&id));
        let id = known.map(|known| known.id);
        let before = known.map_or_else(|| Unit::named(Uuid::nil(), &name), |known| known.value.clone());
        let mut after = filled_from(row, &before, &mut verdict.notes);
        let mut said = id.map_or_else(Vec::new, |_| change::of_unit(&before, &after));
        verdict.questions.extend(change::decide(&mut said, row.place(), self.context.decisions));
        change::keep_unit(&mut after, &before, &change::kept_keys(&said));
        if let Some(stated) = &stated {
            self.total += stated.count;
            self.numbers.insert(name, stated.count);
            if after.member_count.is_some_and(|members| members < stated.count) {
                verdict.notes.push(row.say("expected", "比在职党员数还多，请与单位核对。"));
            }
        } else {
            verdict.notes.push(row.say("expected", "没有应报到数，只登记单位。"));
        }
        let stated = stated.filter(|stated| !self.is_stated(id, stated));
        verdict.changes = match id {
            Some(id) => self.changes(id, said, stated.as_ref()),
            None => Vec::new(),
        };
        let unit = (id.is_none() || after != before).then_some(after);
        verdict.state = match (id, &unit, &stated) {
            (None, ..) => RowState::New,
            (Some(_), None, None) => RowState::Same,
            _ => RowState::Update,
        };
        if verdict.state.is_written() {
            self.plan.push(PlannedUnit { id, unit, stated });
        }
        verdict
    }

    /// What is different of a unit that is known, its newest number with it.
    fn changes(
        &self,
        id: UnitId,
        mut changes: Vec<FieldChange>,
        stated: Option<&Stated>,
    ) -> Vec<FieldChange> {
        let in_words = |count: i64, on: Day| format!("{count} 人（{on}）");
        let newest = self.stated.get(&id).and_then(|known| known.iter().max_by_key(|known| known.stated_on));
        changes.extend(stated.map(|stated| {
            let before = newest.map(|known| in_words(known.expected_count, known.stated_on));
            change::plain("", "应报到数", before, in_words(stated.count, stated.on))
        }));
        changes
    }

    /// Whether the last number of that day says the same.
    fn is_stated(&self, id: Option<UnitId>, stated: &Stated) -> bool {
        let known = id.and_then(|id| self.stated.get(&id));
        let of_day = known.into_iter().flatten().rfind(|known| known.stated_on == stated.on);
        of_day.is_some_and(|known| known.expected_count == stated.count)
    }

    fn stated_of(&self, row: &SourceRow, notes: &mut Vec<String>) -> Result<Option<Stated>, String> {
        let Some(text) = row.value("expected") else { return Ok(None) };
        let Some(count) = row.count("expected") else {
            return Err(row.say("expected", &format!("「{text}」不是人数，请改成整数。")));
        };
        let on = self.day_of(row, notes)?;
        let source = format!("导入：{}", self.context.file_name);
        Ok(Some(Stated { count, on, month: self.booking.month(on), source }))
    }

    fn day_of(&self, row: &SourceRow, notes: &mut Vec<String>) -> Result<Day, String> {
        let on = match row.day("stated_on", self.context) {
            Ok(read) => {
                notes.extend(read.notes.iter().map(|note| row.say("stated_on", &note.sentence())));
                read.day.latest().min(self.context.today.max(read.day.earliest()))
            }
            Err(DayProblem::Blank) => {
                let on = self.context.as_of();
                notes.push(row.say("stated_on", &format!("没有名册日期，按 {on} 登记。")));
                on
            }
            Err(problem) => return Err(row.say("stated_on", &problem.sentence())),
        };
        let is_past = on <= self.context.today;
        if is_past { Ok(on) } else { Err(row.say("stated_on", "晚于今天，请核对后改正。")) }
    }

    fn findings(&self, reading: &Reading<'_>) -> Result<Vec<String>> {
        let mut found = vec![format!("表中各单位应报到数合计 {} 人。", self.total)];
        for figures in unit_figures_on(reading, self.context.today)?.units {
            let mut row = list::row(figures);
            if let Some(count) = self.numbers.get(&squeeze(&row.name)) {
                row.expected = Some(*count);
                row.stated_on = None;
            }
            found.extend(findings(&row));
        }
        Ok(found)
    }
}

/// What the row says over what the book says; a blank cell changes nothing.
fn filled_from(row: &SourceRow, before: &Unit, notes: &mut Vec<String>) -> Unit {
    let said = |key: &str, known: &Option<String>| row.value(key).or_else(|| known.clone());
    let phone = read_phones(row.text("phone"));
    notes.extend(phone.findings.iter().map(|finding| row.say("phone", &finding.sentence())));
    let phone = Some(phone.text()).filter(|text| !text.is_empty());
    let members = row.count("members");
    if members.is_none() && row.value("members").is_some() {
        notes.push(row.say("members", "不是整数，未读入。"));
    }
    Unit {
        kind: said("kind", &before.kind),
        party_organisation: said("party_organisation", &before.party_organisation),
        secretary: said("secretary", &before.secretary),
        contact: said("contact", &before.contact),
        phone: phone.or_else(|| before.phone.clone()),
        member_count: members.or(before.member_count),
        ..before.clone()
    }
}
