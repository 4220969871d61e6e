//! What is done with terms: a new one registered, one made longer, one put right. The terms of an organisation follow
//! each other without a gap: the day of an election ends the term before it.

use std::cmp::Ordering;

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::key::{OrganisationId, TermHeldId};
use branchbook_domain::term::{TermLength, term_length};
use branchbook_ledger::table::organisation::Organisation;
use branchbook_ledger::table::term::{TermHeld, terms_of};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored, Writing};

use super::super::{choices, done, is_community};
use super::term_on;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::Filled as _;
use crate::folio::{Deed, Values, field};

/// Ways of election to choose from; an office may write its own.
const WAYS: &[&str] = &["党员大会无记名投票选举", "党员代表大会选举", "委员会全体会议选举", "上级党组织指派"];

/// The form of a new term.
pub(super) fn add(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let is_community = is_community(reading)?;
    let organisation = target(deed).map(|id| reading.require::<Organisation>(id)).transpose()?;
    let length = organisation.as_ref().and_then(|each| term_length(each.level, is_community));
    let mut fields = Vec::new();
    if organisation.is_none() {
        let all = choices(reading, deed.today, |each| term_length(each.level, is_community).is_some())?;
        fields.push(field("organisation", "党组织", all, 4).required());
    }
    let last = organisation.as_ref().map(|each| terms_of(reading, each.id)).transpose()?;
    let next = last.and_then(|terms| terms.iter().filter_map(|term| term.number).max()).map(|last| last + 1);
    fields.extend(term_fields(None, next, length.as_ref().map(|length| length.years)));
    Ok(FolioEntry {
        title: format!("登记届期{}", organisation.map(|each| format!("：{}", each.name)).unwrap_or_default()),
        about: about(length.as_ref()),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// The form of an extension.
pub(super) fn extend(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let held = row(reading, deed)?;
    let full = term_on(&held, Day::MAX).full_on();
    Ok(FolioEntry {
        title: format!("登记延期：{}", reading.require::<Organisation>(held.organisation_id)?.name),
        about: format!(
            "本届{}届满。提前或延期换届应报上级党组织批准，延长期限一般不超过 1 年（《基层组织选举工作条例》（2020年）第三条）。没有批准单位和日期的，仍按原届满日期提醒。",
            full.label()
        ),
        // What was approved is over with; what was not can be completed.
        fields: extension_fields(Some(&*held).filter(|held| !is_approved(held))),
        button: "登记延期".to_owned(),
        is_danger: false,
    })
}

/// The form that puts a term right.
pub(super) fn edit(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let held = row(reading, deed)?;
    let mut fields = term_fields(Some(&held), None, None);
    fields.extend(
        extension_fields(Some(&*held)).into_iter().map(|field| FolioField { is_required: false, ..field }),
    );
    Ok(FolioEntry {
        title: format!("更正届期：{}", reading.require::<Organisation>(held.organisation_id)?.name),
        about: "改正登记有误的内容；换了届请用“登记新一届”。前后各届的起止会跟着选举日期调整。".to_owned(),
        fields,
        button: "保存".to_owned(),
        is_danger: false,
    })
}

/// Does one of them.
pub(super) fn done_with(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let known = match deed.act {
        "add" => None,
        _ => Some(desk.book()?.read(|reading| row(reading, deed))?),
    };
    let organisation = match &known {
        Some(known) => Some(known.organisation_id),
        None => target(deed).or_else(|| values.organisation("organisation")),
    };
    if organisation.is_none() {
        values.refuse("organisation", "请选择党组织。");
    }
    let term = match (&known, deed.act) {
        (Some(known), "extend") => extended(known, &mut values),
        (known, _) => filled(known.as_ref(), organisation.unwrap_or(OrganisationId(0)), &mut values),
    };
    if let Some(organisation) = organisation {
        let others = desk.book()?.read(|reading| terms_of(reading, organisation))?;
        let others: Vec<_> = others
            .into_iter()
            .filter(|each| known.as_ref().is_none_or(|known| known.id != each.id))
            .collect();
        check(&term, &others, deed.today, &mut values);
    }
    if let Some(known) = known.as_ref().filter(|_| deed.act == "extend") {
        refuse_unapproved(known, &term, &mut values);
    }
    values.finish()?;
    save(desk, known.map(|known| known.id), &term, deed)
}

/// The organisation of a new term: what the list is narrowed to, or the row.
fn target(deed: &Deed<'_>) -> Option<OrganisationId> {
    deed.subject.or(deed.row).map(OrganisationId)
}

/// The term of a row: of one organisation the term itself, in the list the running one of the organisation.
fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<TermHeld>> {
    let row = deed.need_row()?;
    if deed.subject.is_some() {
        return Ok(reading.require::<TermHeld>(TermHeldId(row))?);
    }
    let running = terms_of(reading, OrganisationId(row))?.into_iter().find(|term| term.ended_by_on.is_none());
    running.ok_or_else(|| DeskError::refused("这个党组织还没有登记本届届期，请先登记。"))
}

fn about(length: Option<&TermLength>) -> String {
    let length = match length {
        Some(length) => format!("每届任期 {} 年（{}）。", length.years, length.source),
        None => "社区党组织每届任期 5 年。".to_owned(),
    };
    format!("{length}登记后按任期推算届满日期；上一届到新一届选举之日为止。以选举结果的批复为准。")
}

fn term_fields(known: Option<&TermHeld>, number: Option<i64>, years: Option<u32>) -> Vec<FolioField> {
    let ways = WAYS.iter().map(|&way| way.to_owned()).collect();
    vec![
        field("number", "届次", FolioControl::Number, 1)
            .holding_some(known.map_or(number, |known| known.number))
            .hinted("第几届，只写数字"),
        field("elected_on", "选举日期", FolioControl::PartialDay, 2)
            .holding_some(known.map(|known| known.elected_on))
            .hinted("只知道年月的写到月，届满日期会标“约”")
            .required(),
        field("years", "任期（年）", FolioControl::Number, 1)
            .holding(known.map_or_else(|| i64::from(years.unwrap_or(5)), |known| known.years))
            .required(),
        field("way", "产生方式", FolioControl::Text(ways), 4)
            .holding_some(known.and_then(|known| known.way.clone())),
        field("note", "备注", FolioControl::Text(Vec::new()), 4)
            .holding_some(known.and_then(|known| known.note.clone())),
    ]
}

fn extension_fields(held: Option<&TermHeld>) -> Vec<FolioField> {
    vec![
        field("extended_to", "延期到", FolioControl::Day, 2)
            .holding_some(held.and_then(|held| held.extended_to))
            .required(),
        field("approved_on", "批准日期", FolioControl::Day, 2)
            .holding_some(held.and_then(|held| held.approved_on)),
        field("approved_by", "批准的党组织", FolioControl::Text(Vec::new()), 4)
            .holding_some(held.and_then(|held| held.approved_by.clone())),
    ]
}

fn filled(
    known: Option<&Stored<TermHeld>>,
    organisation_id: OrganisationId,
    values: &mut Values,
) -> TermHeld {
    let years = values.number("years", 1..=10);
    if years.is_none() && values.text("years").is_none() {
        values.refuse("years", "请填写任期年数。");
    }
    TermHeld {
        organisation_id,
        number: values.number("number", 1..=99),
        elected_on: values.need_partial_day("elected_on", "选举日期"),
        years: years.unwrap_or_default(),
        way: values.text("way"),
        extended_to: values.day("extended_to"),
        approved_by: values.text("approved_by"),
        approved_on: values.day("approved_on"),
        ended_by_on: known.and_then(|known| known.ended_by_on),
        note: values.text("note"),
    }
}

fn extended(known: &Stored<TermHeld>, values: &mut Values) -> TermHeld {
    TermHeld {
        extended_to: Some(values.need_day("extended_to", "延期到哪一天")),
        approved_by: values.text("approved_by"),
        approved_on: values.day("approved_on"),
        ..known.value.clone()
    }
}

fn check(term: &TermHeld, others: &[Stored<TermHeld>], today: Day, values: &mut Values) {
    if term.elected_on.earliest() > today {
        values.refuse("elected_on", "选举日期还没有到，请在选举以后登记。");
    }
    if let Some(same) = others.iter().find(|other| other.elected_on.agrees_with(term.elected_on)) {
        let words = format!("已登记{}选举产生的一届，有误请更正那一届。", same.elected_on.label());
        values.refuse("elected_on", words);
    }
    if let Some(words) = term.number.and_then(|number| out_of_order(number, term, others)) {
        values.refuse("number", words);
    }
    let full = term_on(term, Day::MAX).full_on().day;
    if term.extended_to.is_some_and(|until| until <= full) {
        values.refuse("extended_to", format!("本届{}届满，延期应在这以后。", day_label(full)));
    }
    if term.extended_to.is_none() && (term.approved_by.is_some() || term.approved_on.is_some()) {
        values.refuse("extended_to", "登记了批准，请填写延期到哪一天。");
    }
    if term.approved_on.is_some_and(|approved| approved > today) {
        values.refuse("approved_on", "批准日期还没有到，请核对。");
    }
}

/// Terms are counted as they are elected: a later number is elected later.
fn out_of_order(number: i64, term: &TermHeld, others: &[Stored<TermHeld>]) -> Option<String> {
    let is_before = |one: &TermHeld, other: &TermHeld| one.elected_on.latest() < other.elected_on.earliest();
    others.iter().find_map(|other| {
        let known = other.number?;
        let words = match number.cmp(&known) {
            Ordering::Equal => return Some(format!("第{number}届已经登记，请核对届次。")),
            Ordering::Greater if is_before(term, other) => "早于",
            Ordering::Less if is_before(other, term) => "晚于",
            _ => return None,
        };
        let elected = other.elected_on.label();
        Some(format!(
            "第{known}届在{elected}选举产生，第{number}届的选举日期不能{words}它，请核对届次和日期。"
        ))
    })
}

/// What was approved is replaced by what is approved, or put right; a new extension alone is no approval.
fn refuse_unapproved(known: &TermHeld, new: &TermHeld, values: &mut Values) {
    let Some(until) = known.extended_to.filter(|_| is_approved(known) && !is_approved(new)) else { return };
    let by = known.approved_by.as_deref().unwrap_or_default();
    let words = format!(
        "{by}已批准延期到{}；再次延期请填写批准的党组织和批准日期，登记有误请用“更正”。",
        day_label(until)
    );
    let field = if new.approved_by.is_none() { "approved_by" } else { "approved_on" };
    values.refuse(field, words);
}

fn save(
    desk: &mut Desk,
    id: Option<TermHeldId>,
    term: &TermHeld,
    deed: &Deed<'_>,
) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let organisation = book.read(|reading| reading.require::<Organisation>(term.organisation_id))?;
    let verb = match deed.act {
        "extend" => "登记延期换届",
        "edit" => "更正届期",
        _ => "登记届期",
    };
    let title = format!("{verb}：{}", organisation.name);
    let operation = Operation::new(OperationKind::TermSet, &title);
    let written = book.write(&operation, |writing| {
        match id {
            Some(id) => writing.update(id, term).map(|_| ())?,
            None => writing.insert(term).map(|_| ())?,
        }
        relink(writing, &organisation)?;
        Ok::<_, DeskError>(())
    })?;
    let due = term_on(term, Day::MAX).due_on().label();
    let sentence = match missing_approval(term) {
        None => format!("已{title}，任期到{due}届满。"),
        Some(missing) => {
            format!("已{title}。还没有登记{missing}，延期不算数，仍按{due}届满提醒；批准后请补登。")
        }
    };
    Ok(outcome_of(written, |()| done(sentence)))
}

fn is_approved(term: &TermHeld) -> bool {
    term.approved_by.is_some() && term.approved_on.is_some()
}

/// What an extension lacks before it counts.
fn missing_approval(term: &TermHeld) -> Option<&'static str> {
    term.extended_to?;
    match (&term.approved_by, term.approved_on) {
        (None, None) => Some("批准的党组织和批准日期"),
        (None, Some(_)) => Some("批准的党组织"),
        (Some(_), None) => Some("批准日期"),
        (Some(_), Some(_)) => None,
    }
}

/// Each term ends by the election of the next one, the last by the end of the organisation.
fn relink(writing: &mut Writing<'_>, organisation: &Stored<Organisation>) -> Result<(), LedgerError> {
    let mut ended_by_on = organisation.to_on;
    for stored in terms_of(writing, organisation.id)? {
        let next = stored.elected_on.earliest();
        writing.update(stored.id, &TermHeld { ended_by_on, ..stored.value })?;
        ended_by_on = Some(next);
    }
    Ok(())
}
