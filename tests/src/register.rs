//! A register of any size with everything that stands beside its members: movements, conditions, posts, letters, contacts,
//! tags, roles, cases, fields of the office's own. Each kind of record has a fixed share of the members, so that two
//! registers differ in their size only. Written through the gate in one operation. Everything in it is invented.

use std::path::Path;

use branchbook_desk::Desk;
use branchbook_domain::day::{Day, Month, add_days};
use branchbook_domain::development::Role;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::{CustomFieldId, DevelopmentCaseId, OfferId, OrganisationId, PersonId, PlaceId};
use branchbook_domain::letter::{LetterReach, LetterWay};
use branchbook_ledger::table::care::{ContactMade, Mobility, TagHeld};
use branchbook_ledger::table::custom::{CustomField, PersonField};
use branchbook_ledger::table::development::{CaseSupporter, DevelopmentCase, DevelopmentStep};
use branchbook_ledger::table::letter::TransferLetter;
use branchbook_ledger::table::membership::{
    Condition, ConditionKind, Membership, Movement, MovementKind, PostHeld,
};
use branchbook_ledger::table::offer::{Claim, DUTY_POST, Offer};
use branchbook_ledger::table::organisation::{self, Level, Organisation, Place, PlaceKind};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::post_duty::PostDuty;
use branchbook_ledger::table::role::RoleHeld;
use branchbook_ledger::table::term::TermHeld;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Writing};

use crate::large::{TODAY, invented, row};
use crate::office::{clock, new_desk};

type Result<T> = std::result::Result<T, LedgerError>;

/// Branches and buildings of a register of any number of members.
const BRANCHES: usize = 50;
/// Everything began on this day.
const SINCE: &str = "2026-03-02";
/// The month in which it was booked.
const BOOKED: &str = "2026-10";

/// Makes a book of so many members in `dir`.
pub fn make(dir: &Path, members: usize) -> Desk {
    make_with(dir, |writing| write(writing, members, BRANCHES).map(drop))
}

/// Makes a book of so many members in so many branches, each with groups of its own and with what both held in the month.
pub fn make_branches(dir: &Path, members: usize, branches: usize) -> Desk {
    make_with(dir, |writing| {
        let ground = write(writing, members, branches)?;
        ground.branches.iter().try_for_each(|branch| life(writing, *branch))
    })
}

fn make_with(dir: &Path, work: impl FnOnce(&mut Writing<'_>) -> Result<()>) -> Desk {
    let mut desk = new_desk(dir, TODAY);
    let operation = Operation::new(OperationKind::RosterImport, "建账");
    desk.book_mut().unwrap().write(&operation, work).unwrap();
    desk
}

/// Characters behind the names of the first 1,320 people: names are shared by as many in a register of any size.
const BEHIND: &str = "一二三四五六七八九十百千万山水木火土金玉石田禾竹米衣舟车马牛羊鸟鱼虫花草林森江河湖海云雨雪风日月星光明亮清和平安宁静远近高低长短大小多少新旧春夏秋冬东南西北";

/// Somebody with a name that nobody else has; one in ten shares it with the one before.
fn somebody(at: usize) -> Person {
    let own = if at % 10 == 9 { at - 1 } else { at };
    let behind = (own / 1_320).checked_sub(1).and_then(|at| BEHIND.chars().nth(at));
    let name: String = invented(own).name.chars().chain(behind).collect();
    let Person { name, pinyin, initials, .. } = Person::named(uid(), &name);
    Person { name, pinyin, initials, ..invented(at) }
}

/// What there is once, for all members.
struct Ground {
    branches: Vec<OrganisationId>,
    buildings: Vec<PlaceId>,
    post: OfferId,
    field: CustomFieldId,
}

fn write(writing: &mut Writing<'_>, members: usize, branches: usize) -> Result<Ground> {
    let ground = ground(writing, branches)?;
    for at in 0..members {
        let mut person = somebody(at);
        person.work_post = Some(if at % 7 == 0 { "41" } else { "011" }.to_owned());
        person.education = Some(if at % 3 == 0 { "22" } else { "71" }.to_owned());
        person.place_id = at.is_multiple_of(10).then(|| ground.buildings[at / 10 % branches]);
        let id = writing.insert(&person)?;
        let branch = ground.branches[at % branches];
        membership(writing, (at, id), branch)?;
        beside(writing, (at, id), branch)?;
        work(writing, (at, id), &ground)?;
        if at.is_multiple_of(50) {
            case(writing, id, branch)?;
        }
        if at.is_multiple_of(100) {
            double(writing, &person)?;
        }
    }
    Ok(ground)
}

fn ground(writing: &mut Writing<'_>, count: usize) -> Result<Ground> {
    let root = organisation::root(writing)?.unwrap().id;
    let (mut branches, mut buildings) = (Vec::new(), Vec::new());
    for at in 1..=count {
        let branch = writing.insert(&organisation(Level::Branch, root, &format!("第{at}党支部"), at))?;
        writing.insert(&TermHeld {
            organisation_id: branch,
            number: Some(1),
            elected_on: SINCE.parse().unwrap(),
            years: 3,
            way: None,
            extended_to: None,
            approved_by: None,
            approved_on: None,
            ended_by_on: None,
            note: None,
        })?;
        buildings.push(writing.insert(&Place {
            parent_id: None,
            kind: PlaceKind::Building,
            name: format!("银河小区{at}栋"),
            organisation_id: Some(branch),
            from_on: None,
            to_on: None,
        })?);
        branches.push(branch);
    }
    let post = writing.insert(&Offer {
        uid: uid(),
        kind: DUTY_POST.to_owned(),
        title: "政策宣传岗".to_owned(),
        category: None,
        content: Some("宣传党的政策".to_owned()),
        needed_count: None,
        place: None,
        offered_by_unit_id: None,
        from_on: None,
        to_on: None,
    })?;
    let field = writing.insert(&CustomField {
        label: "籍贯".to_owned(),
        kind: "text".to_owned(),
        choices: None,
        position: 1,
        from_on: None,
        to_on: None,
    })?;
    Ok(Ground { branches, buildings, post, field })
}

fn organisation(level: Level, parent: OrganisationId, name: &str, position: usize) -> Organisation {
    Organisation {
        uid: uid(),
        parent_id: Some(parent),
        level,
        name: name.to_owned(),
        position: position as i64,
        from_on: None,
        to_on: None,
        note: None,
        project: None,
        planned_end_on: None,
    }
}

/// Two groups of a branch, a committee of which nothing but its meeting is known, and what all of them held in the month.
fn life(writing: &mut Writing<'_>, branch: OrganisationId) -> Result<()> {
    let mut held = vec![
        (RecordKind::CommitteeMeeting, branch),
        (RecordKind::MemberAssembly, branch),
        (RecordKind::ThemeDay, branch),
    ];
    for (at, name) in [(1, "第一党小组"), (2, "第二党小组")] {
        let group = writing.insert(&organisation(Level::Group, branch, name, at))?;
        held.push((RecordKind::GroupMeeting, group));
    }
    for (at, (kind, organisation)) in held.into_iter().enumerate() {
        let on = add_days(month().first_day(), at as i64);
        let gathering = writing.insert(&row::gathering(on, month()))?;
        writing.insert(&row::record(gathering, kind, organisation, on, month(), &[]))?;
    }
    Ok(())
}

/// The membership with the opening that brought it, and one movement in five.
fn membership(
    writing: &mut Writing<'_>,
    (at, id): (usize, PersonId),
    branch_id: OrganisationId,
) -> Result<()> {
    writing.insert(&Membership { person_id: id, branch_id, group_id: None, from_on: None, to_on: None })?;
    let movement = |kind, occurred_on: Option<Day>| Movement {
        person_id: id,
        kind,
        occurred_on: occurred_on.map(Into::into),
        booked_month: month(),
        branch_id,
        from_branch_id: None,
        counterpart: Some("红河州某支部".to_owned()),
        letter_number: None,
        corrects_id: None,
        note: None,
        reason: None,
    };
    writing.insert(&movement(MovementKind::Opening, None))?;
    if at.is_multiple_of(5) {
        writing.insert(&movement(MovementKind::BecameFull, Some(day(at))))?;
    }
    Ok(())
}

/// Conditions and what goes with them: one member in ten is mobile, one in forty lost.
fn beside(writing: &mut Writing<'_>, (at, id): (usize, PersonId), branch: OrganisationId) -> Result<()> {
    let condition = |kind| Condition {
        person_id: id,
        kind,
        reason: None,
        from_on: Some(day(at)),
        to_on: None,
        approved_by: None,
        approved_on: None,
        reference: None,
        note: None,
    };
    if at % 10 == 1 {
        let condition = writing.insert(&condition(ConditionKind::Mobile))?;
        writing.insert(&mobility(id, (at % 20 == 1).then_some(condition), day(at)))?;
    }
    if at % 40 == 2 {
        writing.insert(&condition(ConditionKind::Lost))?;
    }
    if at % 5 == 1 {
        writing.insert(&contact(id, day(at)))?;
    }
    if at % 10 == 3 {
        let (from_on, tag) = (Some(day(at)), "infirm".to_owned());
        writing.insert(&TagHeld { person_id: id, tag, from_on, to_on: None, note: None })?;
    }
    if at % 20 == 4 {
        writing.insert(&letter(id, at))?;
    }
    if at % 50 < 1 {
        writing.insert(&PostHeld {
            person_id: id,
            organisation_id: branch,
            title: "secretary".to_owned(),
            is_full_time: false,
            from_on: Some(day(at)),
            to_on: None,
            note: None,
        })?;
    }
    Ok(())
}

fn mobility(
    person_id: PersonId,
    condition_id: Option<branchbook_domain::key::ConditionId>,
    from: Day,
) -> Mobility {
    Mobility {
        person_id,
        way: "out".to_owned(),
        where_to: Some("浙江义乌".to_owned()),
        reason: None,
        other_organisation: None,
        other_contact: None,
        card_number: None,
        condition_id,
        from_on: Some(from),
        to_on: None,
        note: None,
    }
}

fn contact(person_id: PersonId, on: Day) -> ContactMade {
    ContactMade {
        person_id,
        occurred_on: on.into(),
        is_reached: true,
        way: Some("phone".to_owned()),
        by_whom: Some("周经办".to_owned()),
        said: Some("一切都好".to_owned()),
        note: None,
    }
}

fn letter(person_id: PersonId, at: usize) -> TransferLetter {
    TransferLetter {
        person_id,
        way: LetterWay::Out,
        reach: LetterReach::InCity,
        number: Some(format!("{at}号")),
        counterpart: None,
        issued_on: day(at),
        valid_until: Some(add_days(day(at), 10)),
        dues_paid_to: None,
        received_on: (at % 40 == 4).then(|| add_days(day(at), 3)),
        withdrawn_on: None,
        movement_id: None,
        note: None,
    }
}

/// Duties, roles and a field of the office's own: one member in ten has each.
fn work(writing: &mut Writing<'_>, (at, id): (usize, PersonId), ground: &Ground) -> Result<()> {
    if at % 10 == 5 {
        let claim_id = writing.insert(&Claim {
            offer_id: ground.post,
            person_id: Some(id),
            unit_id: None,
            occurred_on: day(at),
            booked_month: month(),
            ended_on: None,
            ended_month: None,
            state: "open".to_owned(),
            rating: None,
            note: None,
        })?;
        let duty = "每月一次宣传".to_owned();
        writing.insert(&PostDuty { claim_id, group_id: None, duty, until_on: None })?;
    }
    if at % 10 == 6 {
        writing.insert(&role(id, ground.buildings[at % ground.buildings.len()], day(at)))?;
    }
    if at % 10 == 7 {
        let value = Some(if at % 20 == 7 { "云南" } else { "四川" }.to_owned());
        writing.insert(&PersonField { person_id: id, field_id: ground.field, value })?;
    }
    Ok(())
}

fn role(person_id: PersonId, place: PlaceId, from: Day) -> RoleHeld {
    RoleHeld {
        person_id,
        kind: "volunteer".to_owned(),
        organisation_id: None,
        unit_id: None,
        place_id: Some(place),
        title: None,
        from_on: Some(from),
        to_on: None,
        note: None,
    }
}

/// A case of somebody who is no member, with a member as the contact.
fn case(writing: &mut Writing<'_>, contact: PersonId, branch_id: OrganisationId) -> Result<()> {
    let person_id = writing.insert(&invented(500_000 + usize::try_from(contact.0).unwrap()))?;
    let case_id: DevelopmentCaseId = writing.insert(&DevelopmentCase {
        person_id,
        branch_id,
        training_days: None,
        training_hours: None,
        special_reason: None,
        put_off_until: None,
        ended_by_on: None,
        end_reason: None,
        note: None,
        dropped_on: None,
    })?;
    for (step, on) in [("application", "2025-01-06"), ("talk", "2025-01-20")] {
        let (step, done_on) = (step.to_owned(), on.parse().unwrap());
        writing.insert(&DevelopmentStep {
            case_id,
            step,
            done_on,
            months: None,
            note: None,
            dropped_on: None,
        })?;
    }
    writing.insert(&CaseSupporter {
        case_id,
        role: Role::Contact,
        person_id: Some(contact),
        name: "联系人".to_owned(),
        from_on: Some(SINCE.parse().unwrap()),
        to_on: None,
        dropped_on: None,
    })?;
    Ok(())
}

/// Another record of the same name and birth without a number: somebody who may be the same.
fn double(writing: &mut Writing<'_>, person: &Person) -> Result<()> {
    let twin = Person { uid: uid(), id_number: None, phone: None, place_id: None, ..person.clone() };
    writing.insert(&twin).map(|_| ())
}

/// A day of this year, spread over the people.
fn day(at: usize) -> Day {
    add_days(SINCE.parse().unwrap(), (at % 200) as i64)
}

fn month() -> Month {
    BOOKED.parse().unwrap()
}

fn uid() -> uuid::Uuid {
    branchbook_ledger::book::new_uid(clock(TODAY).as_ref())
}
