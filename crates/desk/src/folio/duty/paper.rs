//! The papers of 设岗定责: the letter of one person, the notice of a branch, the list of those without a post. None
//! says an ID number or a phone. Must not write.

use branchbook_contract::folio::{FolioDone, Paper, PaperPart};
use branchbook_domain::day::{Day, add_days, day_label};
use branchbook_domain::key::OrganisationId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::{MemberOnDay, member_on};
use branchbook_ledger::table::organisation::root;
use branchbook_ledger::table::person::Person;

use super::Row;
use super::form::ALL;
use super::register::{Held, Register};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Values};
use crate::organisation::Names;

/// Days of a notice at most.
const MOST_DAYS: i64 = 60;

fn done(sentence: &str, paper: Paper) -> Outcome<FolioDone> {
    let paper = Some(paper);
    Outcome::unchanged(FolioDone { sentence: sentence.to_owned(), paper, ..FolioDone::default() })
}

pub(super) fn letter(desk: &mut Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
    let paper = desk.book()?.read(|reading| letter_of(reading, deed))?;
    Ok(done("岗位责任书已排好，可以打印。", paper))
}

fn letter_of(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Paper> {
    let (claim, person) = Row::claim(reading, deed)?;
    let register = Register::of_person(reading, person, deed.today)?;
    let held = register.all_of(person).iter().find(|held| held.claim.id == claim.id);
    let held = held.ok_or_else(|| DeskError::refused("这个岗位还没有开始，不能印制责任书。"))?;
    if held.text().is_empty() {
        return Err(DeskError::refused("这个岗位还没有写职责，请先“改职责”再印制。"));
    }
    // A post that is over is told with the branch of its last days.
    let day = claim.ended_on.map_or(deed.today, |ended| add_days(ended, -1).max(claim.occurred_on));
    let member = member_on(reading, person, day)?;
    let name = reading.require::<Person>(person)?.value.name;
    Ok(Paper {
        title: "岗位责任书".to_owned(), parts: letter_parts(&register, &name, member.as_ref(), held)
    })
}

fn letter_parts(
    register: &Register,
    name: &str,
    member: Option<&MemberOnDay>,
    held: &Held,
) -> Vec<PaperPart> {
    let branch = member.map(|member| register.names.distinct(member.branch_id)).unwrap_or_default();
    let group = member.map(|member| register.group_name(member, Some(held))).unwrap_or_default();
    let fact = |label: &str, text: &str| (label.to_owned(), text.to_owned());
    vec![
        PaperPart::Facts(vec![
            fact("姓名", name),
            fact("党支部", &branch),
            fact("编入小组", &group),
            fact("岗位", &held.offer.title),
            fact("期限", &term(held)),
        ]),
        PaperPart::Heading("岗位职责".to_owned()),
        PaperPart::Text(held.text()),
        PaperPart::Heading("双方约定".to_owned()),
        PaperPart::Text(
            "本人自愿承担上述岗位，认真履行职责，按时参加支部组织的活动，每季度向支部说明履职情况。"
                .to_owned(),
        ),
        PaperPart::Text(
            "党支部为履职提供条件，每季度评价一次，评价结果作为民主评议和评先评优的参考。".to_owned(),
        ),
        PaperPart::Signs(vec![
            format!("{branch}（盖章）"),
            "支部书记签字".to_owned(),
            "本人签字".to_owned(),
            "日期".to_owned(),
        ]),
    ]
}

/// 「2026年1月1日起至2026年12月31日」.
fn term(held: &Held) -> String {
    let span = held.span();
    let last = span.to.map(|to| add_days(to, -1)).or(span.until);
    let last = last.map(|last| format!("至{}", day_label(last))).unwrap_or_default();
    format!("{}起{last}", day_label(span.from))
}

/// What somebody picked: everybody or a branch.
fn picked(values: &mut Values) -> Option<OrganisationId> {
    match values.need_text("branch", "支部").as_str() {
        ALL | "" => None,
        _ => values.organisation("branch"),
    }
}

fn is_of(member: &MemberOnDay, branch: Option<OrganisationId>) -> bool {
    branch.is_none_or(|branch| member.branch_id == branch)
}

/// The name at the head of a paper: of the branch, or of the office.
fn heading(reading: &Reading<'_>, names: &Names, branch: Option<OrganisationId>) -> Result<String> {
    match branch {
        Some(branch) => Ok(names.distinct(branch)),
        None => Ok(root(reading)?.map(|root| root.value.name).unwrap_or_default()),
    }
}

pub(super) fn notice(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let branch = picked(&mut values);
    let from = values.need_day("from", "公示开始日期");
    let days = values.number("days", 1..=MOST_DAYS);
    if values.text("days").is_none() {
        values.refuse("days", "请填写公示天数。");
    }
    values.finish()?;
    let last = add_days(from, days.unwrap_or(1) - 1);
    let paper = desk.book()?.read(|reading| notice_of(reading, deed.today, branch, (from, last)))?;
    Ok(done("公示已排好，可以打印。", paper))
}

fn notice_of(
    reading: &Reading<'_>,
    today: Day,
    branch: Option<OrganisationId>,
    (from, last): (Day, Day),
) -> Result<Paper> {
    let register = Register::on(reading, today)?;
    let heading = heading(reading, &register.names, branch)?;
    let mut rows = Vec::new();
    for member in register.members.iter().filter(|member| is_of(member, branch)) {
        let held = register.held_by(member.person).filter(|held| held.is_duty());
        rows.extend(held.map(|held| notice_row(&register, member, held, branch.is_none())));
    }
    if rows.is_empty() {
        return Err(DeskError::field("branch", format!("{heading}还没有人定岗，没有可公示的。")));
    }
    for (at, row) in rows.iter_mut().enumerate() {
        row.insert(0, (at + 1).to_string());
    }
    let opening = format!(
        "经党员本人认领、党小组推荐、支部研究，拟对下列 {} 个岗位定岗定责，现予公示。公示期自{}至{}。\
         对公示内容有意见的，请在公示期内向党支部反映。",
        rows.len(),
        day_label(from),
        day_label(last)
    );
    let mut titles = vec!["序号", "姓名", "党小组", "岗位", "职责", "期限"];
    if branch.is_none() {
        titles.insert(2, "党支部");
    }
    let titles = titles.into_iter().map(str::to_owned).collect();
    Ok(Paper {
        title: format!("{heading}设岗定责公示"),
        parts: vec![
            PaperPart::Text(opening),
            PaperPart::Table(titles, rows),
            PaperPart::Signs(vec![format!("{heading}（盖章）"), day_label(from)]),
        ],
    })
}

fn notice_row(register: &Register, member: &MemberOnDay, held: &Held, with_branch: bool) -> Vec<String> {
    let mut row = vec![member.name.clone()];
    row.extend(with_branch.then(|| register.names.distinct(member.branch_id)));
    row.extend([register.group_name(member, Some(held)), held.offer.title.clone(), held.text(), term(held)]);
    row
}

pub(super) fn without(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let branch = picked(&mut values);
    let on = values.need_day("on", "截至日期");
    if on > deed.today {
        values.refuse("on", "截至日期不能晚于今天。");
    }
    values.finish()?;
    let paper = desk.book()?.read(|reading| without_of(reading, on, branch))?;
    Ok(done("未定岗名单已排好，可以打印。", paper))
}

fn without_of(reading: &Reading<'_>, on: Day, branch: Option<OrganisationId>) -> Result<Paper> {
    let register = Register::on(reading, on)?;
    let heading = heading(reading, &register.names, branch)?;
    let members = register.members.iter().filter(|member| is_of(member, branch));
    let without: Vec<&MemberOnDay> = members.filter(|member| register.is_without(member.person)).collect();
    if without.is_empty() {
        return Err(DeskError::field("branch", format!("{heading}的无职党员都已定岗，没有可列的。")));
    }
    let row = |(at, member): (usize, &&MemberOnDay)| {
        vec![
            (at + 1).to_string(),
            register.names.distinct(member.branch_id),
            register.group_name(member, None),
            member.name.clone(),
        ]
    };
    let rows = without.iter().enumerate().map(row).collect();
    Ok(Paper {
        title: format!("{heading}未定岗党员名单"),
        parts: vec![
            PaperPart::Text(format!("截至{}，共 {} 人。", day_label(on), without.len())),
            PaperPart::Table(["序号", "党支部", "党小组", "姓名"].map(str::to_owned).to_vec(), rows),
        ],
    })
}
