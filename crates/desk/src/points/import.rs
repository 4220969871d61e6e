//! 积分登记 as a form of the imports: members by name and branch only, items by name, dates often without a year.
//! Never guesses who is meant, never books what attendance or hours have awarded (decisions 20).

mod book_side;
mod known;
mod offer;

use std::collections::BTreeMap;

use branchbook_contract::intake::{ImportKind, RowState};
use branchbook_domain::day::{Day, Month, day_label};
use branchbook_domain::key::PersonId;
use branchbook_domain::name::name_and_note;
use branchbook_domain::office_day::{DayNote, DayProblem};
use branchbook_domain::points::{AutoSource, Item, Points, Unit};
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{OperationKind, Reading, Writing};

use self::book_side::apply;
use self::known::Known;
use self::offer::Offer;
use super::scheme::Schemes;
use crate::error::Result;
use crate::intake::{Context, FieldSpec, Form, Planned, SourceRow, SourceRows, Verdict};
use crate::month::Booking;
use crate::progress::Progress;

/// The form.
pub struct PointsForm;

/// An entry to be booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEntry {
    /// Whom.
    pub person: PersonId,
    /// Code of the item.
    pub item: String,
    /// The true day.
    pub occurred_on: Day,
    /// Points before caps.
    pub raw: Points,
    /// Note.
    pub note: Option<String>,
}

const FIELDS: &[FieldSpec] = &[
    FieldSpec::required("name", "姓名", &["党员姓名", "党员", "姓 名"]),
    FieldSpec::required(
        "branch",
        "支部",
        &["所在支部", "所属支部", "党支部", "支部名称", "所在党支部", "所属党支部"],
    ),
    FieldSpec::required("date", "日期", &["时间", "发生日期", "记分日期", "积分日期", "登记日期"]),
    FieldSpec::required("item", "积分事项", &["事项", "积分项目", "项目", "积分内容", "内容", "加减分事项"]),
    FieldSpec::new("points", "分值", &["积分", "分数", "得分", "加减分", "加分", "分"]),
    FieldSpec::new("note", "备注", &["说明"]),
];

impl Form for PointsForm {
    type Plan = Vec<PlannedEntry>;
    const KIND: ImportKind = ImportKind::Points;
    const OPERATION: OperationKind = OperationKind::PointsImport;
    const COUNTED: &'static str = "笔";

    fn fields() -> &'static [FieldSpec] {
        FIELDS
    }

    fn can_answer(state: RowState, answer: &str) -> bool {
        offer::is_of_state(state, answer)
    }

    fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Self::Plan>> {
        let mut schemes = Schemes::of(reading)?;
        let days = rows.iter().filter_map(|row| row.day("date", context).ok()?.day.day());
        let first = days.min().unwrap_or(context.today);
        let known = Known::of(reading, first, context.today)?;
        let mut reader = Reader { known, years_assumed: BTreeMap::new() };
        let mut read = Vec::with_capacity(rows.len());
        for row in rows.iter() {
            read.push(reader.row(reading, &mut schemes, &row, context)?);
        }
        reader.known.load_entries(reading, &mut schemes, read.iter().filter_map(|row| row.as_ref().ok()))?;
        let mut plan = Vec::new();
        let mut verdicts = Vec::with_capacity(rows.len());
        for (row, outcome) in rows.iter().zip(read) {
            verdicts.push(match outcome {
                Err(verdict) => verdict,
                Ok(claim) => {
                    let offer = claim.offer.clone();
                    let (entry, verdict) = reader.known.decide(&row, claim);
                    plan.extend(entry);
                    offer.on(verdict)
                }
            });
        }
        let mut findings = reader.findings();
        findings.extend(reader.known.finding());
        findings.extend(late_finding(&plan, Booking::of(reading)?));
        Ok(Planned { plan, verdicts, findings, new_organisations: Vec::new() })
    }

    fn apply(writing: &mut Writing<'_>, plan: &Self::Plan, progress: &dyn Progress) -> Result<()> {
        apply(writing, plan, progress)
    }
}

/// A row that names a person, a day, an item and the item's points. Whether it is booked is another question.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub entry: PlannedEntry,
    pub automatic: Option<AutoSource>,
    pub item_name: String,
    offer: Offer,
}

struct Reader {
    known: Known,
    years_assumed: BTreeMap<i32, u32>,
}

impl Reader {
    /// Reads one row; the inner error is the verdict that ends it.
    fn row(
        &mut self,
        reading: &Reading<'_>,
        schemes: &mut Schemes,
        row: &SourceRow,
        context: &Context<'_>,
    ) -> Result<Result<Claim, Verdict>> {
        let occurred_on = match self.day(row, context) {
            Ok(day) => day,
            Err(verdict) => return Ok(Err(verdict)),
        };
        let mut offer = Offer::default();
        let person = match self.known.person(row, occurred_on) {
            Ok(person) => person,
            Err(unclear) => {
                let people = unclear.people.iter().map(|person| self.told(reading, *person));
                let people = people.collect::<Result<Vec<_>>>()?;
                match offer.people(row, people, context.decisions) {
                    Some(person) => person,
                    None => return Ok(Err(offer.on(unclear.verdict))),
                }
            }
        };
        let Some(version) = schemes.on(reading, occurred_on)? else {
            let sentence = row.say("date", "这一天还没有积分方案，请先设置积分方案。");
            return Ok(Err(offer.on(refused(row, sentence))));
        };
        let item = version.scheme.item_called(row.text("item"));
        Ok(claim(row, item, (person, occurred_on), (offer, context)))
    }

    /// 「就是甲苑的邱俊（1978-01-20）」
    fn told(&self, reading: &Reading<'_>, id: PersonId) -> Result<(PersonId, String)> {
        let person = reading.require::<Person>(id)?.value;
        let born = person.birth_on.map_or_else(|| "出生年月不详".to_owned(), |birth| birth.to_string());
        Ok((id, format!("就是{}的{}（{born}）", self.known.branch_of(id), person.name)))
    }

    fn day(&mut self, row: &SourceRow, context: &Context<'_>) -> Result<Day, Verdict> {
        let read = row
            .day("date", context)
            .map_err(|problem: DayProblem| refused(row, row.say("date", &problem.to_string())))?;
        let Some(day) = read.day.day() else {
            let sentence = format!("「{}」没有写到日，请补上具体日期。", row.text("date").trim());
            return Err(refused(row, row.say("date", &sentence)));
        };
        if day > context.today {
            let sentence = format!("{} 在今天以后，还不能记分，请核对日期。", day_label(day));
            return Err(refused(row, row.say("date", &sentence)));
        }
        if read.notes.iter().any(|note| matches!(note, DayNote::YearAssumed { .. })) {
            *self.years_assumed.entry(Month::of(day).year()).or_default() += 1;
        }
        Ok(day)
    }

    fn findings(&self) -> Vec<String> {
        let assumed = self.years_assumed.iter();
        assumed.map(|(year, rows)| format!("{rows} 行的日期没有写年份，按 {year} 年读入，请核对。")).collect()
    }
}

/// Rows of months that take nothing more go into the first open one (decisions 6).
fn late_finding(plan: &[PlannedEntry], booking: Booking) -> Option<String> {
    let late: Vec<Day> =
        plan.iter().map(|entry| entry.occurred_on).filter(|day| booking.is_late(*day)).collect();
    let booked = booking.month(*late.first()?).label();
    Some(format!("{} 行的日期所属月份已结账或在建账之前，将记入{booked}。", late.len()))
}

/// The claim of a row, or the verdict that ends it. Whatever ends it, what was asked before stays asked: a decision that
/// no row asks for any more would stop the whole file.
fn claim(
    row: &SourceRow,
    item: Option<&Item>,
    (person, occurred_on): (PersonId, Day),
    (mut offer, context): (Offer, &Context<'_>),
) -> Result<Claim, Verdict> {
    let said = row.text("item").trim();
    let Some(item) = item else {
        let sentence = format!("积分方案里没有“{said}”这一项，请改成方案中的事项名称，或先在方案里添加。");
        return Err(offer.on(refused(row, row.say("item", &sentence))));
    };
    let raw = match points_of(row, item) {
        Err(verdict) => return Err(offer.on(verdict)),
        Ok(Ok(points)) => points,
        Ok(Err(sentence)) => {
            if !offer.scheme(row, &item.points.signed().to_string(), context.decisions) {
                return Err(offer.on(conflict(row, row.say("points", &sentence))));
            }
            item.points
        }
    };
    let entry = PlannedEntry { person, item: item.code.clone(), occurred_on, raw, note: row.value("note") };
    Ok(Claim { entry, automatic: item.automatic.clone(), item_name: item.name.clone(), offer })
}

/// The points of the row: those of the item; a row without a figure takes the item's. The inner error says that the
/// scheme gives others.
fn points_of(row: &SourceRow, item: &Item) -> Result<Result<Points, String>, Verdict> {
    let Some(said) = row.value("points") else { return Ok(Ok(item.points)) };
    let points: Points = said.parse().map_err(|error: branchbook_domain::points::PointsError| {
        refused(row, row.say("points", &error.to_string()))
    })?;
    let fits = match item.unit {
        Unit::Each => points == item.points,
        Unit::PerHour => !points.is_zero() && points.is_negative() == item.points.is_negative(),
    };
    if fits {
        return Ok(Ok(points));
    }
    let (name, right) = (&item.name, item.points.signed());
    Ok(Err(format!("「{name}」在方案里是 {right} 分，表里写的是 {points} 分，请核对。")))
}

pub(super) fn who(row: &SourceRow) -> String {
    squeeze(&name_and_note(row.text("name")).0)
}

pub(super) fn refused(row: &SourceRow, sentence: String) -> Verdict {
    Verdict::new(row, who(row), RowState::Refused).noting(sentence)
}

pub(super) fn conflict(row: &SourceRow, sentence: String) -> Verdict {
    Verdict::new(row, who(row), RowState::Conflict).noting(sentence)
}
