//! The forms of 设岗定责. Must not write.

use branchbook_contract::folio::{FolioChoice, FolioControl, FolioEntry, FolioField};
use branchbook_contract::offer::ClaimState;
use branchbook_domain::day::{Day, Quarter, add_days, add_months};
use branchbook_domain::duty::DutyResult;
use branchbook_domain::key::{OfferId, PersonId};
use branchbook_ledger::Reading;
use branchbook_ledger::Stored;
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::offer::{Claim, Offer, catalogue, service_posts};
use branchbook_ledger::table::organisation::{Level, list_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::post_duty::{duty_of, result_of};

use super::Row;
use crate::error::Result;
use crate::folio::{Deed, Filled as _, choice, coded_choices, field};
use crate::organisation::Names;

/// The value that stands for a post that the catalogue does not have yet.
pub(super) const NEW_POST: &str = "new";
/// The value that stands for everybody.
pub(super) const ALL: &str = "all";
/// Days of a notice, if nothing else is said.
const NOTICE_DAYS: i64 = 5;
/// Quarters that can be rated: this one and those of the year before it.
const QUARTERS: usize = 5;

/// The person that an act is about, if it is about one.
pub(super) fn person_of(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>> {
    Ok(match (deed.row.map(Row::of), deed.subject) {
        (Some(Row::Person(person)), _) => Some(person),
        (Some(Row::Post(claim)), _) => reading.require::<Claim>(claim)?.person_id,
        (None, subject) => subject.map(PersonId),
    })
}

fn name_of(reading: &Reading<'_>, person: PersonId) -> Result<String> {
    Ok(reading.require::<Person>(person)?.value.name)
}

pub(super) fn assign(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let person = person_of(reading, deed)?;
    let mut fields = Vec::new();
    let mut title = "定岗".to_owned();
    match person {
        Some(person) => title = format!("定岗：{}", name_of(reading, person)?),
        None => fields.push(
            field("names", "党员姓名", FolioControl::Lines, 4)
                .hinted("一行一个，也可以用、隔开；同名的写成“姓名（支部）”")
                .required(),
        ),
    }
    let home = person.map(|person| member_on(reading, person, deed.today)).transpose()?.flatten();
    fields.extend(post_fields(reading)?);
    fields.push(
        field("group", "编入小组", FolioControl::Pick(groups(reading, deed.today)?), 2)
            .holding_some(home.and_then(|home| home.group_id))
            .hinted("不选就按各人所在的党小组"),
    );
    fields.extend(span_fields(deed.today));
    Ok(FolioEntry {
        title,
        about: "选一个岗位或另写一个，写明职责和期限。几个人同一岗位可以一次登记，撤销时也一起撤销。"
            .to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// The post and its duty: each post brings the duty of the catalogue, which may be changed for these people.
fn post_fields(reading: &Reading<'_>) -> Result<Vec<FolioField>> {
    let posts = open_posts(reading)?;
    let mut choices: Vec<FolioChoice> =
        posts.iter().map(|(post, label)| choice(post.id, label.clone())).collect();
    choices.push(choice(NEW_POST, "另写一个岗位"));
    let mut fields = vec![
        field("offer", "岗位", FolioControl::Pick(choices), 2).required(),
        field("title", "岗位名称", FolioControl::Text(Vec::new()), 2)
            .hinted("会加进岗位目录")
            .only_if("offer", &[NEW_POST]),
    ];
    fields.extend(posts.iter().map(|(post, _)| {
        field(&duty_key(post.id), "职责", FolioControl::Lines, 4)
            .holding_some(post.content.as_ref())
            .only_if("offer", &[&post.id.to_string()])
    }));
    fields.push(field("duty", "职责", FolioControl::Lines, 4).only_if("offer", &[NEW_POST]));
    Ok(fields)
}

/// The key of the field that holds the duty of a post.
pub(super) fn duty_key(post: OfferId) -> String {
    format!("duty_{post}")
}

/// The posts that can be given: those of the catalogue, then those that are offered to all who report in.
fn open_posts(reading: &Reading<'_>) -> Result<Vec<(Stored<Offer>, String)>> {
    let own = catalogue(reading)?.into_iter().map(|post| {
        let label = post.title.clone();
        (post, label)
    });
    let offered = service_posts(reading)?.into_iter().map(|post| {
        let label = format!("{}（双报到岗位）", post.title);
        (post, label)
    });
    Ok(own.chain(offered).filter(|(post, _)| post.to_on.is_none()).collect())
}

fn groups(reading: &Reading<'_>, on: Day) -> Result<Vec<FolioChoice>> {
    let names = Names::of(reading)?;
    let all = list_on(reading, on)?.into_iter().filter(|stored| stored.level == Level::Group);
    let label = |group: &Stored<_>| names.distinct(group.id);
    let mut groups: Vec<_> =
        all.map(|group| (parent_position(&names, &group), label(&group), group.id)).collect();
    groups.sort();
    Ok(groups.into_iter().map(|(_, label, id)| choice(id, label)).collect())
}

fn parent_position(
    names: &Names,
    group: &branchbook_ledger::table::organisation::Organisation,
) -> Option<(i64, branchbook_domain::key::OrganisationId)> {
    group.parent_id.map(|parent| names.position(parent))
}

fn span_fields(today: Day) -> Vec<FolioField> {
    let until = add_days(add_months(today, 12), -1);
    vec![
        field("from", "开始日期", FolioControl::Day, 1).holding(today).required(),
        field("until", "期限至", FolioControl::Day, 1).holding(until).hinted("可以不填；到期会提醒续期"),
    ]
}

pub(super) fn change(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (claim, person) = Row::claim(reading, deed)?;
    let post = reading.require::<Offer>(claim.offer_id)?;
    let duty = duty_of(reading, claim.id)?;
    let text = duty.as_ref().map(|duty| duty.duty.clone()).or_else(|| post.content.clone());
    Ok(FolioEntry {
        title: format!("改职责：{}「{}」", name_of(reading, person)?, post.title),
        about: "职责、编组和期限可以改；续期就把期限往后改。换岗请先结束，再登记新的定岗。".to_owned(),
        fields: vec![
            field("duty", "职责", FolioControl::Lines, 4).holding_some(text).required(),
            field("group", "编入小组", FolioControl::Pick(groups(reading, deed.today)?), 2)
                .holding_some(duty.as_ref().and_then(|duty| duty.group_id))
                .hinted("不选就按本人所在的党小组"),
            field("until", "期限至", FolioControl::Day, 2)
                .holding_some(duty.and_then(|duty| duty.until_on))
                .hinted("可以不填"),
        ],
        button: "保存".to_owned(),
        is_danger: false,
    })
}

pub(super) fn end(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (claim, person) = Row::claim(reading, deed)?;
    let post = reading.require::<Offer>(claim.offer_id)?;
    let ways = [ClaimState::Finished, ClaimState::Withdrawn];
    let ways = coded_choices(ways, ClaimState::code, ClaimState::label);
    Ok(FolioEntry {
        title: format!("结束定岗：{}「{}」", name_of(reading, person)?, post.title),
        about: "结束后留在记录里，季度评价照样可以补登。".to_owned(),
        fields: vec![
            field("on", "结束日期", FolioControl::Day, 2).holding(deed.today).required(),
            field("state", "结果", ways, 2).holding(ClaimState::Finished.code()).required(),
            field("note", "原因", FolioControl::Text(Vec::new()), 4)
                .holding_some(claim.note.as_ref())
                .hinted("可以不填"),
        ],
        button: "结束".to_owned(),
        is_danger: true,
    })
}

/// The quarter that is rated now: the one that ends this month, else the last that ended.
pub(super) fn quarter_now(today: Day) -> Quarter {
    let quarter = Quarter::of(today);
    let is_ending = quarter.months().last().is_some_and(|month| month.contains(today));
    if is_ending { quarter } else { quarter.prev() }
}

fn quarters(today: Day) -> FolioControl {
    let back = std::iter::successors(Some(Quarter::of(today)), |quarter| Some(quarter.prev()));
    FolioControl::Pick(back.take(QUARTERS).map(|quarter| choice(quarter, quarter.label())).collect())
}

fn result_choices() -> FolioControl {
    coded_choices(DutyResult::ALL.iter().copied(), DutyResult::code, DutyResult::label)
}

pub(super) fn rate(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (claim, person) = Row::claim(reading, deed)?;
    let post = reading.require::<Offer>(claim.offer_id)?;
    let quarter = quarter_now(deed.today);
    let known = result_of(reading, claim.id, &quarter.to_string())?;
    let about = match &known {
        Some(_) => format!("{}已经评过，再登记就是更正。", quarter.label()),
        None => "每个季度一条；再次登记同一季度就是更正。".to_owned(),
    };
    Ok(FolioEntry {
        title: format!("季度评价：{}「{}」", name_of(reading, person)?, post.title),
        about,
        fields: vec![
            field("quarter", "季度", quarters(deed.today), 2).holding(quarter).required(),
            field("result", "评价", result_choices(), 2)
                .holding_some(known.as_ref().map(|known| &known.result))
                .required(),
            field("note", "说明", FolioControl::Text(Vec::new()), 4)
                .holding_some(known.and_then(|known| known.value.note)),
        ],
        button: "登记".to_owned(),
        is_danger: false,
    })
}

pub(super) fn rate_all(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let result = result_choices();
    Ok(FolioEntry {
        title: "季度评价（整批）".to_owned(),
        about: "先定大多数人的评价，再把不一样的人写在下面。担任岗位不满一个月的不评。".to_owned(),
        fields: vec![
            field("quarter", "季度", quarters(today), 2).holding(quarter_now(today)).required(),
            field("where", "范围", FolioControl::Pick(places(reading, today)?), 2).required(),
            field("result", "大多数人", result, 2).holding(DutyResult::Good.code()).required(),
            field("note", "说明", FolioControl::Text(Vec::new()), 2).hinted("写给没有另外列出的人"),
            field("good", "评“好”的人", FolioControl::Lines, 4)
                .only_if("result", &[DutyResult::Fair.code(), DutyResult::Poor.code()]),
            field("fair", "评“一般”的人", FolioControl::Lines, 4)
                .only_if("result", &[DutyResult::Good.code(), DutyResult::Poor.code()]),
            field("poor", "评“差”的人", FolioControl::Lines, 4)
                .only_if("result", &[DutyResult::Good.code(), DutyResult::Fair.code()]),
            field("again", "已经评过的也改成这次的", FolioControl::Yes, 4),
        ],
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// Everybody, a branch or a group of it.
fn places(reading: &Reading<'_>, on: Day) -> Result<Vec<FolioChoice>> {
    let mut places = branches(reading, on)?;
    places.extend(groups(reading, on)?);
    Ok(places)
}

/// Everybody, or a branch.
fn branches(reading: &Reading<'_>, on: Day) -> Result<Vec<FolioChoice>> {
    let names = Names::on(reading, on)?;
    let homes = list_on(reading, on)?.into_iter().filter(|stored| stored.level.is_home_branch());
    let homes = homes.map(|branch| choice(branch.id, names.distinct(branch.id)));
    Ok(std::iter::once(choice(ALL, "全部支部")).chain(homes).collect())
}

pub(super) fn letter(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (claim, person) = Row::claim(reading, deed)?;
    let post = reading.require::<Offer>(claim.offer_id)?;
    Ok(FolioEntry {
        title: format!("岗位责任书：{}「{}」", name_of(reading, person)?, post.title),
        about: "印出来由支部和本人签字，一式两份。上面没有身份证号和电话。".to_owned(),
        fields: Vec::new(),
        button: "印制".to_owned(),
        is_danger: false,
    })
}

pub(super) fn notice(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    Ok(FolioEntry {
        title: "设岗定责公示".to_owned(),
        about: "公示姓名、岗位、职责和期限，不写身份证号和电话。".to_owned(),
        fields: vec![
            field("branch", "支部", FolioControl::Pick(branches(reading, today)?), 2).required(),
            field("from", "公示开始", FolioControl::Day, 1).holding(today).required(),
            field("days", "公示天数", FolioControl::Number, 1).holding(NOTICE_DAYS).required(),
        ],
        button: "印制".to_owned(),
        is_danger: false,
    })
}

pub(super) fn without(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    Ok(FolioEntry {
        title: "未定岗名单".to_owned(),
        about: "按支部列出没有任职也没有岗位的党员。".to_owned(),
        fields: vec![
            field("branch", "支部", FolioControl::Pick(branches(reading, today)?), 2).holding(ALL).required(),
            field("on", "截至", FolioControl::Day, 2).holding(today).required(),
        ],
        button: "印制".to_owned(),
        is_danger: false,
    })
}
