//! Gives members a post with its duty: a claim and its duty for each of them, in one operation, the new post included.

use std::collections::HashSet;

use branchbook_contract::folio::FolioDone;
use branchbook_domain::day::Day;
use branchbook_domain::key::{OfferId, OrganisationId, PersonId};
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::membership::{MemberOnDay, member_on, members_on};
use branchbook_ledger::table::offer::{DUTY_POST, Offer, catalogue, claims, holder_count};
use branchbook_ledger::table::organisation::{Level, Organisation};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::post_duty::PostDuty;
use branchbook_ledger::{OperationKind, Reading, Writing};

use super::form::{NEW_POST, duty_key, person_of};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::named::Roll;
use crate::folio::{Deed, Values, operate_saying};
use crate::month::Booking;
use crate::offer::claim::require_offered;
use crate::offer::post::{blank, claim_of};
use crate::organisation::Names;

/// Names told in the title of an operation.
const TOLD: usize = 3;

/// The post: one of the book, or a new one with its title.
enum Post {
    Known(OfferId),
    New(String),
}

/// Who gets what.
struct Plan {
    people: Vec<MemberOnDay>,
    post: Post,
    title: String,
    duty: String,
    group: Option<OrganisationId>,
    from: Day,
    until: Option<Day>,
    warnings: Vec<String>,
}

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
    let plan = desk.book()?.read(|reading| planned(reading, deed, values))?;
    let title = format!("登记定岗：{}「{}」", told(&plan.people), plan.title);
    let warnings = plan.warnings.clone();
    let more = |late: Vec<String>| warnings.into_iter().chain(late).collect();
    operate_saying(desk, OperationKind::DutySet, &title, |writing| write(writing, &plan), more)
}

/// 「单冠松、曹珂、仇英等 5 人」.
fn told(people: &[MemberOnDay]) -> String {
    let names: Vec<&str> = people.iter().take(TOLD).map(|member| member.name.as_str()).collect();
    let more = if people.len() > TOLD { format!("等 {} 人", people.len()) } else { String::new() };
    format!("{}{more}", names.join("、"))
}

fn planned(reading: &Reading<'_>, deed: &Deed<'_>, mut values: Values) -> Result<Plan> {
    let from = values.need_day("from", "开始日期");
    let until = values.day("until");
    if from > deed.today {
        values.refuse("from", "开始日期不能晚于今天。");
    }
    if until.is_some_and(|until| until < from) {
        values.refuse("until", "期限早于开始日期，请核对。");
    }
    let (post, title, duty) = post(reading, from, &mut values)?;
    let group = group(reading, &mut values)?;
    let people = people(reading, deed, from, &mut values)?;
    refuse_held(reading, &people, &post, from, &mut values)?;
    values.finish()?;
    let warnings = warnings(reading, &people, &post, from)?;
    Ok(Plan { people, post, title, duty, group, from, until, warnings })
}

/// The post, its title and the duty: what was written, else what the catalogue says.
fn post(reading: &Reading<'_>, from: Day, values: &mut Values) -> Result<(Post, String, String)> {
    let picked = values.need_text("offer", "岗位");
    if picked == NEW_POST {
        let title = squeeze(&values.need_text("title", "岗位名称"));
        let duty = values.lines("duty");
        if catalogue(reading)?.iter().any(|known| known.to_on.is_none() && known.title == title) {
            values.refuse("title", format!("岗位「{title}」已经在目录里，请直接选它。"));
        }
        return Ok((Post::New(title.clone()), title, need_duty("duty", duty, values)));
    }
    let Some(id) = values.key("offer").map(OfferId) else {
        return Ok((Post::New(String::new()), String::new(), String::new()));
    };
    let known = require_offered(reading, id, from)?;
    let key = duty_key(id);
    let written = values.lines(&key).or_else(|| values.lines("duty"));
    let duty = need_duty(&key, written.or_else(|| known.content.clone()), values);
    Ok((Post::Known(id), known.value.title, duty))
}

fn need_duty(key: &str, duty: Option<String>, values: &mut Values) -> String {
    duty.unwrap_or_else(|| {
        values.refuse(key, "请填写职责。");
        String::new()
    })
}

/// A group that was picked.
pub(super) fn group(reading: &Reading<'_>, values: &mut Values) -> Result<Option<OrganisationId>> {
    let Some(id) = values.organisation("group") else { return Ok(None) };
    let known = reading.require::<Organisation>(id)?;
    if known.level != Level::Group {
        values.refuse("group", format!("{}不是党小组，请重新选择。", known.name));
    }
    Ok(Some(id))
}

fn people(
    reading: &Reading<'_>,
    deed: &Deed<'_>,
    from: Day,
    values: &mut Values,
) -> Result<Vec<MemberOnDay>> {
    if let Some(person) = person_of(reading, deed)? {
        let member = member_on(reading, person, from)?;
        if member.is_none() {
            let name = reading.require::<Person>(person)?.value.name;
            values.refuse("from", format!("{name}在 {from} 不是在册党员，请核对开始日期。"));
        }
        return Ok(member.into_iter().collect());
    }
    let written = values.lines("names").unwrap_or_default();
    let members = members_on(reading, from)?;
    let names = Names::of(reading)?;
    let found = Roll::of(format!("{from} 的在册党员里"), &members, &names).read(&written);
    let found = match found {
        Ok(found) if found.is_empty() => {
            values.refuse("names", "请填写党员姓名。");
            found
        }
        Ok(found) => found,
        Err(wrong) => {
            values.refuse("names", wrong);
            Vec::new()
        }
    };
    let wanted: HashSet<PersonId> = found.into_iter().collect();
    Ok(members.into_iter().filter(|member| wanted.contains(&member.person)).collect())
}

/// Nobody holds the same post twice at a time.
fn refuse_held(
    reading: &Reading<'_>,
    people: &[MemberOnDay],
    post: &Post,
    from: Day,
    values: &mut Values,
) -> Result<()> {
    let Post::Known(offer) = post else { return Ok(()) };
    let holds = claims(reading, Some(*offer), None)?.into_iter().map(|line| line.claim);
    let holders: HashSet<PersonId> = holds
        .filter(|claim| claim.ended_on.is_none_or(|ended| ended > from))
        .filter_map(|claim| claim.person_id)
        .collect();
    let again = people.iter().filter(|member| holders.contains(&member.person));
    let again: Vec<&str> = again.map(|member| member.name.as_str()).collect();
    if !again.is_empty() {
        values.refuse("offer", format!("{}已经在这个岗位，没有登记。", again.join("、")));
    }
    Ok(())
}

/// What deserves a look and hinders nothing: a post with more people than it needs.
fn warnings(reading: &Reading<'_>, people: &[MemberOnDay], post: &Post, from: Day) -> Result<Vec<String>> {
    let Post::Known(offer) = post else { return Ok(Vec::new()) };
    let known = reading.require::<Offer>(*offer)?;
    let held = holder_count(reading, *offer, from)? + i64::try_from(people.len()).unwrap_or(i64::MAX);
    let over = known.needed_count.filter(|needed| held > *needed);
    Ok(over.map(|needed| format!("这个岗位需要 {needed} 人，现在有 {held} 人。")).into_iter().collect())
}

/// Writes it and says if it is booked in a later month.
fn write(writing: &mut Writing<'_>, plan: &Plan) -> Result<Vec<String>> {
    let booking = Booking::of(writing)?.standing();
    let month = booking.month(plan.from);
    let offer = match &plan.post {
        Post::Known(offer) => *offer,
        Post::New(title) => {
            let post = Offer {
                uid: writing.new_uid(),
                kind: DUTY_POST.to_owned(),
                content: Some(plan.duty.clone()),
                from_on: Some(plan.from),
                ..blank(title)
            };
            writing.insert(&post)?
        }
    };
    for member in &plan.people {
        let claim_id = writing.insert(&claim_of(offer, member.person, plan.from, month))?;
        let group_id = plan.group.or(member.group_id);
        writing.insert(&PostDuty { claim_id, group_id, duty: plan.duty.clone(), until_on: plan.until })?;
    }
    Ok::<_, DeskError>(booking.note(plan.from).into_iter().collect())
}
