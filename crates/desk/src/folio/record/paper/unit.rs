//! The unit with the numbers that it stated and who reports in from it, and the report-in of one person with posts and
//! service. Phones and ID numbers are masked.

use branchbook_contract::folio::{Paper, PaperPart};
use branchbook_domain::code::Sex;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{ReportInId, UnitId};
use branchbook_domain::mask::{mask_id, mask_phone};
use branchbook_ledger::table::activity::presence::of_person;
use branchbook_ledger::table::offer::claims;
use branchbook_ledger::table::unit::report_ins::{ReportInLine, line_of, of_unit};
use branchbook_ledger::table::unit::{Unit, expectations};
use branchbook_ledger::{LedgerError, Reading};
use chrono::Datelike as _;

use super::{Facts, day, hours, signs};
use crate::error::Result;
use crate::folio::own::paper::table;

pub(in crate::folio::record) fn unit(reading: &Reading<'_>, key: i64, _: Day) -> Result<Paper> {
    let unit = reading.require::<Unit>(UnitId(key))?;
    let mut parts = vec![of_the_unit(&unit)];
    let stated = expectations(reading, unit.id)?.into_iter().map(|row| {
        let row = row.value;
        vec![row.stated_on.to_string(), format!("{} 人", row.expected_count), row.source]
    });
    let titles = ["名册日期", "应报到", "来源"];
    table(&mut parts, "应报到数", &titles, stated.collect(), "还没有登记应报到数。");
    let people = of_unit(reading, unit.id)?;
    let open = people.iter().filter(|(_, row)| row.returned_on.is_none()).count();
    let rows = people.into_iter().map(|(name, row)| {
        let row = row.value;
        vec![name, row.duty.unwrap_or_default(), row.reported_on.to_string(), day(row.returned_on)]
    });
    let titles = ["姓名", "职务", "报到日期", "返回日期"];
    table(&mut parts, format!("报到党员（现有 {open} 人）"), &titles, rows.collect(), "还没有人报到。");
    Ok(Paper { title: "单位情况".to_owned(), parts })
}

fn of_the_unit(unit: &Unit) -> PaperPart {
    let mut facts = Facts::default();
    facts.add("单位名称", &unit.name);
    facts.maybe("性质", unit.kind.as_deref());
    facts.maybe("党组织", unit.party_organisation.as_deref());
    facts.maybe("书记", unit.secretary.as_deref());
    facts.maybe("联系人", unit.contact.as_deref());
    facts.add("联系电话", unit.phone.as_deref().map(mask_phone).unwrap_or_default());
    facts.add("在职党员", unit.member_count.map(|count| format!("{count} 人")).unwrap_or_default());
    facts.add("包保单位", if unit.is_paired { "是" } else { "否" });
    facts.maybe("备注", unit.note.as_deref());
    facts.part()
}

pub(in crate::folio::record) fn report_in(reading: &Reading<'_>, key: i64, today: Day) -> Result<Paper> {
    let missing = LedgerError::Missing { table: "report_in", id: key };
    let line = line_of(reading, ReportInId(key), today)?.ok_or(missing)?;
    let person = line.report_in.person_id;
    let mut parts = vec![of_the_report_in(&line)];
    let rows = claims(reading, None, Some(person))?.into_iter().map(|line| {
        let claim = line.claim.value;
        vec![line.title, claim.occurred_on.to_string(), day(claim.ended_on), claim.rating.unwrap_or_default()]
    });
    let titles = ["岗位", "认领日期", "退出日期", "评价"];
    table(&mut parts, "认领岗位", &titles, rows.collect(), "还没有认领岗位。");
    let first = Month::new(today.year(), 1).map_or(today, Month::first_day);
    let rows = of_person(reading, person, first, today)?
        .into_iter()
        .map(|row| vec![row.day.to_string(), row.title, row.kind, hours(row.minutes)]);
    let heading = format!("{} 年服务（{} 次，{} 小时）", today.year(), line.attendances, hours(line.minutes));
    let titles = ["日期", "活动", "类别", "时长（小时）"];
    table(&mut parts, heading, &titles, rows.collect(), "今年还没有服务记录。");
    parts.push(signs(&["社区党委（盖章）", "本人签字", "日期"]));
    Ok(Paper { title: "在职党员报到记录".to_owned(), parts })
}

fn of_the_report_in(line: &ReportInLine) -> PaperPart {
    let row = &line.report_in.value;
    let mut facts = Facts::default();
    facts.add("姓名", &line.name);
    facts.add("性别", line.sex.as_deref().and_then(Sex::read).map(Sex::label).unwrap_or_default());
    facts.add("身份证号", line.id_number.as_deref().map(mask_id).unwrap_or_default());
    facts.add("电话", line.phone.as_deref().map(mask_phone).unwrap_or_default());
    facts.add("单位", &line.unit);
    facts.maybe("职务", row.duty.as_deref());
    facts.maybe("居住小区", row.residence.as_deref());
    facts.maybe("特长", row.skills.as_deref());
    facts.maybe("意向岗位", row.wanted_post.as_deref());
    facts.add("报到日期", row.reported_on.to_string());
    facts.add("返回日期", day(row.returned_on));
    facts.maybe("返回原因", row.return_reason.as_deref());
    facts.maybe("备注", row.note.as_deref());
    facts.part()
}
