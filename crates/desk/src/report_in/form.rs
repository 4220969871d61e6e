//! The import of report-ins (在职党员报到名册): its fields and its writing. What becomes of a row is decided in
//! `planner`.

use std::collections::HashMap;

use branchbook_contract::intake::ImportKind;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PersonId, ReportInId, UnitId};
use branchbook_ledger::table::offer::Claim;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::{ReportIn, Unit};
use branchbook_ledger::{OperationKind, Reading, Writing};

use super::planner::Planner;
use super::slip::Slip;
use crate::error::Result;
use crate::intake::{Context, FieldSpec, Form, Planned, SourceRows, repeat, step};
use crate::offer::post::{Posts, claim_of};
use crate::progress::Progress;

/// The form of report-ins.
#[derive(Debug, Clone, Copy)]
pub struct ReportIns;

/// What will be written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReportInPlan {
    /// Units that the file names and the book does not know.
    pub(crate) new_units: Vec<Unit>,
    /// People and report-ins, in the order of the rows.
    pub(crate) rows: Vec<PlannedReportIn>,
}

/// One row to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlannedReportIn {
    pub slip: Slip,
    pub person: Option<PersonId>,
    /// The person with blanks filled, if anything changes.
    pub filled: Option<Person>,
    pub unit: UnitRef,
    /// The open report-in that is refreshed; a new one if there is none.
    pub refreshed: Option<(ReportInId, ReportIn)>,
    pub month: Month,
    /// Titles of posts that are claimed.
    pub claims: Vec<String>,
}

/// A unit of the book, or one of `new_units` by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitRef {
    Known(UnitId),
    New(usize),
}

const FIELDS: &[FieldSpec] = &[
    FieldSpec::required("name", "姓名", &["党员姓名", "报到党员", "名字"]).own(),
    FieldSpec::new("sex", "性别", &[]),
    FieldSpec::new(
        "id_number",
        "身份证号码",
        &["身份证号", "身份证", "公民身份号码", "公民身份证号", "证件号码"],
    )
    .own(),
    FieldSpec::required("unit", "工作单位", &["单位", "单位名称", "所在单位", "所属单位", "在职单位"]),
    FieldSpec::new("duty", "职务", &["职位", "单位职务", "岗位职务"]),
    FieldSpec::new("phone", "手机号", &["手机", "手机号码", "联系电话", "联系方式", "电话"]),
    FieldSpec::new("residence", "居住小区", &["小区", "居住地", "居住地址", "家庭住址", "住址"]),
    FieldSpec::new("skills", "特长", &["专业特长", "个人特长", "个人专长", "服务特长"]),
    FieldSpec::new(
        "wanted_post",
        "意向服务岗位",
        &["服务岗位", "意向岗位", "认领岗位", "服务意向", "感兴趣的岗位"],
    ),
    FieldSpec::new("reported_on", "报到日期", &["报到时间", "报到日", "登记日期"]),
    FieldSpec::new("note", "备注", &["说明", "报到说明"]),
];

impl Form for ReportIns {
    type Plan = ReportInPlan;
    const KIND: ImportKind = ImportKind::ReportIns;
    const OPERATION: OperationKind = OperationKind::ReportInImport;
    const COUNTED: &'static str = "人";

    fn fields() -> &'static [FieldSpec] {
        FIELDS
    }

    fn plan(reading: &Reading<'_>, rows: &SourceRows, context: &Context<'_>) -> Result<Planned<Self::Plan>> {
        let mut planner = Planner::load(reading, rows, context)?;
        let keys = planner.keys(rows);
        let repeats = repeat::find(rows, &keys, &[], context);
        let verdicts = rows.iter().enumerate().map(|(at, row)| planner.decide(&row, repeats.get(&at)));
        let verdicts = verdicts.collect();
        let findings = planner.findings(reading)?;
        Ok(Planned { plan: planner.into_plan(), verdicts, findings, new_organisations: Vec::new() })
    }

    /// Table by table, so that the rows of a table lie together in the history.
    fn apply(writing: &mut Writing<'_>, plan: &Self::Plan, progress: &dyn Progress) -> Result<()> {
        let units = keep_units(writing, &plan.new_units)?;
        let people = keep_people(writing, &plan.rows, progress)?;
        keep_report_ins(writing, &plan.rows, &units, &people, progress)?;
        keep_claims(writing, &plan.rows, &people)
    }
}

fn keep_units(writing: &mut Writing<'_>, units: &[Unit]) -> Result<Vec<UnitId>> {
    let mut ids = Vec::with_capacity(units.len());
    for unit in units {
        ids.push(writing.insert(&Unit { uid: writing.new_uid(), ..unit.clone() })?);
    }
    Ok(ids)
}

fn keep_people(
    writing: &mut Writing<'_>,
    rows: &[PlannedReportIn],
    progress: &dyn Progress,
) -> Result<Vec<PersonId>> {
    let mut ids = Vec::with_capacity(rows.len());
    for (done, row) in rows.iter().enumerate() {
        step(progress, "写入人员", done, rows.len())?;
        ids.push(keep_person(writing, row)?);
    }
    Ok(ids)
}

fn keep_person(writing: &mut Writing<'_>, row: &PlannedReportIn) -> Result<PersonId> {
    let Some(id) = row.person else {
        let uid = writing.new_uid();
        return Ok(writing.insert(&Person { uid, ..row.slip.new_person() })?);
    };
    if let Some(person) = &row.filled {
        writing.update(id, person)?;
    }
    Ok(id)
}

fn keep_report_ins(
    writing: &mut Writing<'_>,
    rows: &[PlannedReportIn],
    new_units: &[UnitId],
    people: &[PersonId],
    progress: &dyn Progress,
) -> Result<()> {
    for (done, (row, person)) in rows.iter().zip(people).enumerate() {
        step(progress, "写入报到", done, rows.len())?;
        let unit = match row.unit {
            UnitRef::Known(id) => Some(id),
            UnitRef::New(at) => new_units.get(at).copied(),
        };
        match (&row.refreshed, unit) {
            (Some((id, report_in)), _) => {
                writing.update(*id, report_in)?;
            }
            (None, Some(unit)) => {
                let uid = writing.new_uid();
                writing.insert(&ReportIn { uid, ..row.slip.report_in(*person, unit, row.month) })?;
            }
            (None, None) => {}
        }
    }
    Ok(())
}

/// Posts before claims: a claim stands on its post.
fn keep_claims(writing: &mut Writing<'_>, rows: &[PlannedReportIn], people: &[PersonId]) -> Result<()> {
    let mut posts = Posts::load(writing)?;
    let mut offers = HashMap::new();
    for title in rows.iter().flat_map(|row| &row.claims) {
        if !offers.contains_key(title) {
            offers.insert(title.clone(), posts.require(writing, title)?);
        }
    }
    for (row, person) in rows.iter().zip(people) {
        let day: Day = row.slip.reported_on.earliest();
        for offer in row.claims.iter().filter_map(|title| offers.get(title)) {
            writing.insert::<Claim>(&claim_of(*offer, *person, day, row.month))?;
        }
    }
    Ok(())
}
