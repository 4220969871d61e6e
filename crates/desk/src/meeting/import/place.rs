//! Where a row of the register belongs: its day, its kind, its branch and group on that day.
//! Finds exactly one or says why not.

use branchbook_domain::day::{Day, day_label};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::writing::{group_key, plain_group_key, plain_key, written};
use branchbook_domain::text::squeeze;
use branchbook_ledger::Stored;
use branchbook_ledger::table::organisation::{Level, Organisation};

use super::super::register::Register;
use crate::intake::{Context, SourceRow};

/// The day of a row with what was assumed to read it.
///
/// # Errors
/// A sentence for a day that cannot be read, is known only in part, or lies ahead.
pub(super) fn day(row: &SourceRow, context: &Context<'_>) -> Result<(Day, Vec<String>), String> {
    let read = row.day("day", context).map_err(|problem| row.say("day", &problem.sentence()))?;
    let Some(day) = read.day.day() else {
        let sentence = format!("只写到{}，请写明哪一天。", read.day.label());
        return Err(row.say("day", &sentence));
    };
    if day > context.today {
        let sentence = format!("{}还没有到，不能登记，请核对日期。", day_label(day));
        return Err(row.say("day", &sentence));
    }
    Ok((day, read.notes.iter().map(|note| row.say("day", &note.sentence())).collect()))
}

/// The kind of a row.
///
/// # Errors
/// A sentence if the text names no kind or two.
pub(super) fn kind(row: &SourceRow) -> Result<RecordKind, String> {
    RecordKind::read(row.text("kind")).ok_or_else(|| {
        let known: Vec<&str> = RecordKind::ALL.iter().map(|kind| kind.label()).collect();
        let (text, known) = (row.text("kind").trim(), known.join("、"));
        row.say("kind", &format!("“{text}”不是一种会议类型，请改为：{known}。"))
    })
}

/// The organisation that held the meeting: the group for a group meeting, else the branch.
///
/// # Errors
/// A sentence if the name fits no organisation of that day, or several.
pub(super) fn organisation(
    row: &SourceRow,
    register: &Register,
    kind: RecordKind,
) -> Result<OrganisationId, String> {
    let branches = register.organisations.iter();
    let branches: Vec<_> =
        branches.filter(|each| !matches!(each.level, Level::Group | Level::Street)).collect();
    let key = |name: &str| register.community.branch_key(name);
    let branch = only(&branches, &register.also_called, row.text("branch"), key, plain_key)
        .map_err(|sentence| row.say("branch", &sentence))?;
    let group = row.value("group");
    let group = match (kind, group) {
        (RecordKind::GroupMeeting, None) => {
            return Err(row.say("group", "党小组会须写明是哪个党小组。"));
        }
        (RecordKind::GroupMeeting | RecordKind::OrganisationLifeMeeting, Some(group)) => group,
        _ => return Ok(branch),
    };
    let groups: Vec<_> =
        register.organisations.iter().filter(|each| each.parent_id == Some(branch)).collect();
    only(&groups, &register.also_called, &group, group_key, plain_group_key)
        .map_err(|sentence| row.say("group", &sentence))
}

/// The one organisation with this name in whatever writing, of several in two writings the one in this, or the one that
/// bore it on another day, or the one whose name contains it.
fn only(
    among: &[&Stored<Organisation>],
    also_called: &[(OrganisationId, String)],
    said: &str,
    key: impl Fn(&str) -> String,
    plain: fn(&str) -> String,
) -> Result<OrganisationId, String> {
    let (said, meant) = (squeeze(said), key(said));
    let is_called =
        |id: OrganisationId| also_called.iter().any(|(of, name)| *of == id && squeeze(name) == said);
    let exact: Vec<_> = among.iter().filter(|each| squeeze(&each.name) == said).collect();
    let mut meant: Vec<_> = among.iter().filter(|each| key(&each.name) == meant).collect();
    let named: Vec<(OrganisationId, &str)> = meant.iter().map(|each| (each.id, each.name.as_str())).collect();
    if let Some(one) = written(&named, &said, plain) {
        meant.retain(|each| each.id == one);
    }
    let near: Vec<_> = among
        .iter()
        .filter(|each| squeeze(&each.name).contains(&said) || said.ends_with(&squeeze(&each.name)))
        .collect();
    let other: Vec<_> = among.iter().filter(|each| is_called(each.id)).collect();
    match (&exact[..], &meant[..], &other[..], &near[..]) {
        ([one], ..) | ([], [one], ..) | ([], [], [one], _) | ([], [], [], [one]) => Ok(one.id),
        ([], [], [], []) => Err(format!("台账里没有“{said}”，请核对名称，或先导入党员花名册。")),
        _ => Err(format!("“{said}”可以指不止一个组织，请写全名称。")),
    }
}
