//! The parts of a person's paper, each from its own tables: every row that names the person, ended ones included. Must
//! not write, and must not mask: the paper is for the person.

use std::collections::BTreeMap;

use branchbook_contract::member::Member;
use branchbook_domain::care::CareKind;
use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::{Day, Quarter};
use branchbook_domain::development::{Recurring, Step};
use branchbook_domain::duty::DutyResult;
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementReason;
use branchbook_domain::standing::PartyYears;
use branchbook_ledger::table::activity::presence::of_person;
use branchbook_ledger::table::care::{contacts_of, mobilities_of, tags_of};
use branchbook_ledger::table::custom::{fields as own_fields, values_of};
use branchbook_ledger::table::development::{EXTENSION, cases_of, steps_of};
use branchbook_ledger::table::gathering::person_year::attendance_counts;
use branchbook_ledger::table::letter::letters_of;
use branchbook_ledger::table::membership::movements_of;
use branchbook_ledger::table::offer::{Offer, claims};
use branchbook_ledger::table::office::code_values;
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::table::post_duty::{duty_of, results_of};
use branchbook_ledger::table::reveal::reveals;
use branchbook_ledger::table::role::roles_of;
use branchbook_ledger::table::unit::{Unit, report_ins_of};
use branchbook_ledger::{LedgerError, Reading};

use super::paper::Parts;
use crate::error::Result;
use crate::organisation::Names;
use crate::person::role::RoleKind;
use crate::points::score::scores_on;

/// The family of tags that the office made itself.
const OWN_TAGS: &str = "tag";

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// 「2026-01-01 至 2026-09-30」: the first day after the end stands as it is stored, as 结束日期.
fn span(from: Option<Day>, to: Option<Day>) -> [String; 2] {
    [text(from), text(to)]
}

/// 「约 20 年」 where the day of joining is not known whole.
fn years(known: &PartyYears) -> String {
    format!("{}{} 年", if known.is_about { "约 " } else { "" }, known.years)
}

/// What the register says, in full.
pub(in crate::folio) fn fields(reading: &Reading<'_>, known: &Member) -> Result<Vec<(String, String)>> {
    let draft = &known.draft;
    let mut fields: Vec<(&str, String)> = vec![
        ("姓名", draft.name.clone()),
        ("性别", text(draft.sex.map(Sex::label))),
        ("民族", text(draft.nation.map(Nation::label))),
        ("出生日期", text(draft.birth_on)),
        ("身份证号", text(draft.id_number.as_ref())),
        ("学历", text(draft.education.map(Education::label))),
        ("工作岗位", text(draft.work_post.map(WorkPost::label))),
        ("新社会阶层", text(draft.new_stratum.map(NewStratum::label))),
        ("手机", text(draft.phone.as_ref())),
        ("其他电话", text(draft.other_phone.as_ref())),
        ("住址", text(draft.address.as_ref())),
        ("工作单位及职务", text(draft.employer.as_ref())),
        ("入党日期", text(draft.joined_on)),
        ("转正日期", text(draft.became_full_on)),
        ("人员类别", text(known.class.map(|class| class.label()))),
        ("党龄", known.party_years.map(|known| years(&known)).unwrap_or_default()),
        ("备注", text(draft.note.as_ref())),
    ];
    if let Some(place) = draft.place_id {
        fields.push(("地点", reading.get::<Place>(place)?.map(|place| place.value.name).unwrap_or_default()));
    }
    let mut fields: Vec<(String, String)> =
        fields.into_iter().map(|(label, text)| (label.to_owned(), text)).collect();
    fields.extend(fields_of_the_office(reading, known.member)?);
    Ok(fields)
}

fn fields_of_the_office(reading: &Reading<'_>, person: PersonId) -> Result<Vec<(String, String)>> {
    let labels: BTreeMap<_, _> =
        own_fields(reading)?.into_iter().map(|field| (field.id, field.value)).collect();
    let said = values_of(reading, person)?.into_iter().filter_map(|stored| {
        let field = labels.get(&stored.field_id)?;
        let value = stored.value.value.unwrap_or_default();
        let is_yes = field.kind == "yes" && value == "1";
        Some((field.label.clone(), if is_yes { "是".to_owned() } else { value }))
    });
    Ok(said.collect())
}

/// Membership, movements, conditions and offices.
pub(in crate::folio) fn register(
    reading: &Reading<'_>,
    person: PersonId,
    known: &Member,
    sheet: &mut Parts,
) -> Result<()> {
    let rows = known.memberships.iter().map(|row| {
        let [from, to] = span(row.from_on, row.to_on);
        vec![row.branch_name.clone(), text(row.group_name.as_ref()), from, to]
    });
    sheet.table("隶属", &["党支部", "党小组", "开始", "结束"], rows.collect());
    movements(reading, person, sheet)?;
    let rows = known.conditions.iter().map(|row| {
        let [from, to] = span(row.from_on, row.to_on);
        let approved = [text(row.approved_by.as_ref()), text(row.approved_on), text(row.reference.as_ref())];
        vec![
            row.label.clone(),
            text(row.reason.as_ref()),
            from,
            to,
            joined(&approved),
            text(row.note.as_ref()),
        ]
    });
    sheet.table("特殊情况", &["情况", "原因", "开始", "结束", "批准与依据", "备注"], rows.collect());
    let rows = known.posts.iter().map(|row| {
        let [from, to] = span(row.from_on, row.to_on);
        vec![row.organisation_name.clone(), row.title.clone(), from, to]
    });
    sheet.table("党内任职", &["党组织", "职务", "开始", "结束"], rows.collect());
    Ok(())
}

fn joined(texts: &[String]) -> String {
    let said: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    said.join(" ")
}

fn movements(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let names = Names::of(reading)?;
    let rows = movements_of(reading, person)?.into_iter().map(|row| {
        let reason = row.reason.as_deref().map(|code| {
            MovementReason::of_code(code).map_or_else(|| code.to_owned(), |known| known.label().to_owned())
        });
        let other = [text(row.from_branch_id.map(|id| names.name(id))), text(row.counterpart.as_ref())];
        vec![
            text(row.occurred_on),
            row.kind.label().to_owned(),
            text(reason),
            names.name(row.branch_id),
            joined(&other),
            text(row.letter_number.as_ref()),
            text(row.note.as_ref()),
        ]
    });
    let titles = ["日期", "类别", "原因", "党支部", "来源或去向", "介绍信号", "备注"];
    sheet.table("增减与变动", &titles, rows.collect());
    Ok(())
}

/// What the office keeps besides: letters, tags, roles, mobility, tries to reach, the way into the Party.
pub(super) fn office(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let rows = letters_of(reading, person)?.into_iter().map(|row| {
        vec![
            row.way.label().to_owned(),
            text(row.number.as_ref()),
            text(row.counterpart.as_ref()),
            row.issued_on.to_string(),
            text(row.valid_until),
            text(row.dues_paid_to),
            text(row.received_on),
            text(row.note.as_ref()),
        ]
    });
    let titles = ["方向", "编号", "对方党组织", "开具", "有效期至", "党费交至", "接收", "备注"];
    sheet.table("组织关系介绍信", &titles, rows.collect());
    tags(reading, person, sheet)?;
    roles(reading, person, sheet)?;
    mobility(reading, person, sheet)?;
    let made = contacts_of(reading, person)?;
    let last = made.first().map(|contact| format!("，最近一次 {}", contact.occurred_on)).unwrap_or_default();
    let rows = if made.is_empty() { Vec::new() } else { vec![vec![format!("{} 次{last}", made.len())]] };
    sheet.table("联系走访", &["次数"], rows);
    development(reading, person, sheet)
}

fn tags(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let own = code_values(reading, OWN_TAGS)?;
    let label = |code: &str| {
        let office = own.iter().find(|value| value.code == code).map(|value| value.label.clone());
        office
            .or_else(|| CareKind::from_code(code).map(|kind| kind.label().to_owned()))
            .unwrap_or_else(|| code.to_owned())
    };
    let rows = tags_of(reading, person)?.into_iter().map(|row| {
        let [from, to] = span(row.from_on, row.to_on);
        vec![label(&row.tag), from, to, text(row.note.as_ref())]
    });
    sheet.table("标签", &["标签", "开始", "结束", "备注"], rows.collect());
    Ok(())
}

fn roles(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let names = Names::of(reading)?;
    let mut rows = Vec::new();
    for row in roles_of(reading, person)? {
        let unit = row.unit_id.map(|unit| reading.require::<Unit>(unit)).transpose()?;
        let place = row.place_id.map(|place| reading.require::<Place>(place)).transpose()?;
        let wherever = [
            text(row.organisation_id.map(|id| names.name(id))),
            text(unit.map(|unit| unit.value.name)),
            text(place.map(|place| place.value.name)),
        ];
        let [from, to] = span(row.from_on, row.to_on);
        let title = text(row.title.as_ref());
        rows.push(vec![RoleKind::label_of(&row.kind).to_owned(), joined(&wherever), title, from, to]);
    }
    sheet.table("其他身份", &["身份", "所在", "职务", "开始", "结束"], rows);
    Ok(())
}

fn mobility(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let way = |code: &str| match code {
        "out" => "流出",
        "in" => "流入",
        "abroad" => "出国（境）",
        _ => "流动",
    };
    let rows = mobilities_of(reading, person)?.into_iter().map(|row| {
        let [from, to] = span(row.from_on, row.to_on);
        let other = [text(row.other_organisation.as_ref()), text(row.other_contact.as_ref())];
        vec![
            way(&row.way).to_owned(),
            text(row.where_to.as_ref()),
            text(row.reason.as_ref()),
            joined(&other),
            text(row.card_number.as_ref()),
            from,
            to,
        ]
    });
    let titles = ["方向", "地点", "原因", "对方党组织与联系人", "活动证号", "开始", "结束"];
    sheet.table("流动去向", &titles, rows.collect());
    Ok(())
}

fn development(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let label = |code: &str| {
        let known = Step::from_code(code).map(Step::label);
        let known = known.or_else(|| Recurring::from_code(code).map(Recurring::label));
        known.unwrap_or(if code == EXTENSION { "延长预备期" } else { "其他" }).to_owned()
    };
    let mut rows = Vec::new();
    for case in cases_of(reading, person)? {
        for step in steps_of(reading, case.id)? {
            rows.push(vec![step.done_on.to_string(), label(&step.step), text(step.note.as_ref())]);
        }
        let end = case.ended_by_on.map(|on| {
            vec![on.to_string(), "终止".to_owned(), text(case.end_reason.map(|reason| reason.label()))]
        });
        rows.extend(end);
    }
    sheet.table("发展党员经过", &["日期", "步骤", "备注"], rows);
    Ok(())
}

/// What the person does and did: posts and duties, reporting in, service, meetings, points.
pub(super) fn doings(
    reading: &Reading<'_>,
    person: PersonId,
    known: &Member,
    today: Day,
    sheet: &mut Parts,
) -> Result<()> {
    posts(reading, person, sheet)?;
    report_ins(reading, person, sheet)?;
    let mut years: BTreeMap<i32, (usize, i64)> = BTreeMap::new();
    for presence in of_person(reading, person, FIRST_DAY, today)? {
        let year = years.entry(Quarter::of(presence.day).year()).or_default();
        *year = (year.0 + 1, year.1 + presence.minutes);
    }
    let rows = years.into_iter().rev().map(|(year, (times, minutes))| {
        vec![format!("{year}年"), times.to_string(), format!("{}小时{}分", minutes / 60, minutes % 60)]
    });
    sheet.table("服务时长", &["年度", "次数", "时长"], rows.collect());
    meetings(reading, person, today, sheet)?;
    let scored = scores_on(reading, today, &[(person, known.class)])?.remove(&person);
    let year = Quarter::of(today).year();
    let rows = scored.map(|(points, grade)| vec![format!("{year}年"), points.to_string(), text(grade)]);
    sheet.table("党员积分", &["年度", "积分", "等次"], rows.into_iter().collect());
    Ok(())
}

/// Before any service hours of a book.
const FIRST_DAY: Day = match Day::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => Day::MIN,
};

fn posts(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let mut rows = Vec::new();
    for line in claims(reading, None, Some(person))? {
        let offer = reading.require::<Offer>(line.claim.offer_id)?;
        let duty = duty_of(reading, line.claim.id)?.map(|duty| duty.value.duty).or(offer.value.content);
        rows.push(vec![
            line.title,
            text(duty),
            line.claim.occurred_on.to_string(),
            text(line.claim.ended_on),
            results(reading, line.claim.id)?,
        ]);
    }
    sheet.table("岗位和职责", &["岗位", "职责", "开始", "结束", "季度评价"], rows);
    Ok(())
}

fn results(reading: &Reading<'_>, claim: branchbook_domain::key::ClaimId) -> Result<String, LedgerError> {
    let said = results_of(reading, claim)?.into_iter().map(|row| {
        let quarter = row.quarter.parse().map_or_else(|_| row.quarter.clone(), Quarter::label);
        let note = row.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
        format!("{quarter}{}{note}", DutyResult::from_code(&row.result).map_or("", DutyResult::label))
    });
    Ok(said.collect::<Vec<_>>().join("；"))
}

fn report_ins(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let mut rows = Vec::new();
    for row in report_ins_of(reading, person)? {
        let unit = reading.require::<Unit>(row.unit_id)?.value.name;
        let more = [&row.duty, &row.residence, &row.skills, &row.wanted_post, &row.note]
            .map(|each| text(each.as_ref()));
        rows.push(vec![unit, row.reported_on.to_string(), text(row.returned_on), joined(&more)]);
    }
    sheet.table("双报到", &["单位", "报到", "返回", "登记内容"], rows);
    Ok(())
}

fn meetings(reading: &Reading<'_>, person: PersonId, today: Day, sheet: &mut Parts) -> Result<()> {
    let year = Quarter::of(today).year();
    let first = Day::from_ymd_opt(year, 1, 1).unwrap_or(today);
    let rows = attendance_counts(reading, person, (first, today))?.into_iter().map(|(state, count)| {
        vec![format!("{year}年"), AttendanceState::label(state).to_owned(), format!("{count} 次")]
    });
    sheet.table("组织生活出席", &["年度", "情况", "次数"], rows.collect());
    Ok(())
}

/// Who was shown the person in full, and when.
pub(super) fn seen(reading: &Reading<'_>, person: PersonId, sheet: &mut Parts) -> Result<()> {
    let rows = reveals(reading, Some(person))?.into_iter().map(|seen| {
        let way = seen.way.map_or("", |way| way.label()).to_owned();
        vec![seen.at.to_string(), seen.operator, way]
    });
    sheet.table("谁看过完整的证件号、电话和住址", &["时间", "经办人", "方式"], rows.collect());
    Ok(())
}
