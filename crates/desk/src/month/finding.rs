//! Findings of the office's own checks: rules P01–P03, U01–U03, K01, J01 and the cross checks of the workbook.
//! Pure: facts in, findings out. Never repeats an ID number.

use std::collections::BTreeMap;

use branchbook_contract::Kind;
use branchbook_contract::month::{MonthFinding, RecordRef};
use branchbook_domain::code::Sex;
use branchbook_domain::day::Day;
use branchbook_domain::id_number::{IdNumber, read_id};
use branchbook_domain::rule::{Finding, Level, Rule, Source};
use branchbook_domain::standing::check_standing_extended;
use branchbook_ledger::table::month::fact::MemberFields;
use branchbook_ledger::table::unit::figures::UnitFigures;

use crate::report::audit::Audit;

const FIELDS: Rule = Rule::new("P01", "党员信息缺项", Source::OfficeDefault);
const ID_NUMBER: Rule = Rule::new("P02", "身份证号校验", Source::OfficeDefault);
const TWICE: Rule = Rule::new("P03", "重复人员", Source::OfficeDefault);
const EXPECTED: Rule = Rule::new("U01", "单位应报到数", Source::OfficeDefault);
const OVER: Rule = Rule::new("U02", "已报到数与应报到数", Source::OfficeDefault);
const ACCOUNT: Rule = Rule::new("J01", "积分账户", Source::OfficeDefault);
const CROSS: Rule = Rule::new("X01", "表间核对", Source::OfficeDefault);

/// A finding of the rules with the record that it leads to.
pub(crate) fn with_record(finding: Finding, kind: Kind, id: i64) -> MonthFinding {
    shown(finding, Some(RecordRef { kind, id }))
}

/// A finding without a record of its own.
pub(crate) fn without_record(finding: Finding) -> MonthFinding {
    shown(finding, None)
}

fn shown(finding: Finding, record: Option<RecordRef>) -> MonthFinding {
    MonthFinding { basis: finding.rule.source.to_string(), finding, record }
}

pub(crate) fn said(rule: Rule, level: Level, subject: String, gap: String, advice: &str) -> Finding {
    Finding { rule, level, subject, gap, advice: advice.to_owned() }
}

/// Findings on the fields of the members (P01–P04).
pub(crate) fn of_members(members: &[MemberFields], day: Day) -> Vec<MonthFinding> {
    let mut findings = Vec::new();
    for member in members {
        let found = [missing(member), id_number(member)];
        let dates = member.joined_on.map(|joined| {
            let (full, extended) = (member.became_full_on, member.extended_to);
            check_standing_extended(&subject(member), day, joined, full, extended)
        });
        let all = found.into_iter().flatten().chain(dates.into_iter().flatten());
        findings.extend(all.map(|finding| with_record(finding, Kind::Member, member.person.0)));
    }
    findings.extend(doubled(members));
    findings
}

fn subject(member: &MemberFields) -> String {
    format!("{} {}", member.branch, member.name)
}

fn missing(member: &MemberFields) -> Option<Finding> {
    let fields = [
        ("性别", member.sex.is_none()),
        ("民族", member.nation.is_none()),
        ("出生日期", member.birth_on.is_none()),
        ("身份证号", member.id_number.is_none()),
        ("学历", member.education.is_none()),
        ("联系电话", member.phone.is_none()),
        ("入党日期", member.joined_on.is_none()),
    ];
    let names: Vec<&str> = fields.iter().filter(|(_, gone)| *gone).map(|(name, _)| *name).collect();
    // Whoever is on probation has no day of 转正 yet; check_standing speaks of the others.
    let needed_for_figures = names.iter().any(|name| matches!(*name, "性别" | "出生日期" | "入党日期"));
    let level = if needed_for_figures { Level::Should } else { Level::Note };
    (!names.is_empty()).then(|| {
        let gap = format!("没有登记{}。", names.join("、"));
        said(FIELDS, level, subject(member), gap, "请对照档案补填；统计表按已登记的内容计算。")
    })
}

fn id_number(member: &MemberFields) -> Option<Finding> {
    let reading = read_id(member.id_number.as_deref()?);
    let sex = Sex::ALL.into_iter().find(|sex| member.sex.as_deref() == Some(sex.code()));
    let against = reading.number.as_ref().map(|number: &IdNumber| number.contradicts(member.birth_on, sex));
    let all = reading.findings.into_iter().chain(against.into_iter().flatten());
    let sentences: Vec<String> = all
        .filter(branchbook_domain::id_number::IdFinding::is_warning)
        .map(|found| found.sentence())
        .collect();
    (!sentences.is_empty()).then(|| {
        said(ID_NUMBER, Level::Should, subject(member), sentences.concat(), "请对照身份证核对后更正。")
    })
}

/// The same ID number at two people.
fn doubled(members: &[MemberFields]) -> Vec<MonthFinding> {
    let mut by_number: BTreeMap<&str, Vec<&MemberFields>> = BTreeMap::new();
    for member in members {
        if let Some(number) = member.id_number.as_deref() {
            by_number.entry(number).or_default().push(member);
        }
    }
    let mut findings = Vec::new();
    for people in by_number.into_values().filter(|people| people.len() > 1) {
        let names: Vec<String> = people.iter().map(|member| subject(member)).collect();
        let gap = format!("{} 的身份证号相同。", names.join("、"));
        let advice = "请核对：同一人重复登记的，终止其中一条；不是同一人的，更正身份证号。";
        let (first, id) =
            (names.first().cloned().unwrap_or_default(), people.first().map_or(0, |m| m.person.0));
        findings.push(with_record(said(TWICE, Level::Must, first, gap, advice), Kind::Member, id));
    }
    findings
}

/// Findings on the numbers of units (U01, U02).
pub(crate) fn of_units(units: &[UnitFigures]) -> Vec<MonthFinding> {
    let finding = |unit: &UnitFigures| match unit.expected.as_ref().map(|expected| expected.count) {
        None => Some(said(
            EXPECTED,
            Level::Should,
            unit.name.clone(),
            "没有登记应报到人数。".to_owned(),
            "请向该单位核实在职党员应报到人数，连同日期和来源一并登记。",
        )),
        Some(expected) if unit.reported > expected => Some(said(
            OVER,
            Level::Should,
            unit.name.clone(),
            format!("已报到 {} 人，多于该单位报来的应报到 {expected} 人。", unit.reported),
            "请与该单位核对应报到人数，或登记已返回的人员。",
        )),
        Some(_) => None,
    };
    let with_key = |unit: &UnitFigures| Some(with_record(finding(unit)?, Kind::Unit, unit.unit.0));
    units.iter().filter_map(with_key).collect()
}

/// Members who have no points account (J01): one finding for all, so that the list stays short.
pub(crate) fn of_accounts(
    missing: &[(branchbook_domain::key::PersonId, String, String)],
) -> Vec<MonthFinding> {
    let Some((first, ..)) = missing.first() else { return Vec::new() };
    let names: Vec<&str> = missing.iter().take(5).map(|(_, name, _)| name.as_str()).collect();
    let more = if missing.len() > names.len() { "等" } else { "" };
    let gap = format!("{}{more} {} 名党员没有积分账户。", names.join("、"), missing.len());
    let advice = "结账时会自动开立；请核对这些党员是否应当参加积分管理。";
    vec![with_record(said(ACCOUNT, Level::Note, "积分".to_owned(), gap, advice), Kind::Member, first.0)]
}

/// Cross checks of the workbook that do not agree (X01): the workbook would be wrong.
pub(crate) fn of_audit(audits: &[Audit]) -> Vec<MonthFinding> {
    let finding = |audit: &Audit| {
        let gap =
            format!("{}为 {}，{}为 {}，不一致。", audit.left_name, audit.left, audit.right_name, audit.right);
        without_record(said(CROSS, Level::Must, audit.subject.clone(), gap, audit.advice))
    };
    audits.iter().filter(|audit| !audit.agrees()).map(finding).collect()
}
