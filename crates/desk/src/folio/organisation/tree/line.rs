//! How an organisation is shown in its tree.

use std::collections::{HashMap, HashSet};

use branchbook_contract::folio::{FolioButton, FolioCell, FolioLink};
use branchbook_contract::organisation::OrganisationRow;
use branchbook_domain::day::Day;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::member::PostTitle;
use branchbook_domain::organisation::check_temporary;
use branchbook_domain::rule::Finding;
use branchbook_ledger::table::gathering::presence::posts_held_on;
use branchbook_ledger::table::organisation::{Level, Organisation, list};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::super::{participant, place};
use crate::folio::whose::names_among;
use crate::folio::{Line, button, cell, found_by, noted};
use crate::organisation::Names;

/// The columns; the one of figures says its day.
pub(super) fn columns(members: &str) -> [(&str, u8); 8] {
    [
        ("组织", 0),
        ("类别", 8),
        ("上级组织", 14),
        ("成立", 9),
        ("撤销", 9),
        ("网格小区", 16),
        (members, 9),
        ("书记、组长", 9),
    ]
}

/// What all lines of a day share.
pub(super) struct Lines {
    on: Day,
    names: Names,
    places: HashMap<OrganisationId, Vec<String>>,
    participants: HashMap<OrganisationId, u32>,
    /// The names of those at the head of each.
    leaders: HashMap<OrganisationId, Vec<String>>,
    /// Those below which something stands that has not ended.
    has_below: HashSet<OrganisationId>,
}

impl Lines {
    /// Reads it.
    pub(super) fn of(reading: &Reading<'_>, on: Day) -> Result<Self, LedgerError> {
        Ok(Self {
            on,
            names: Names::on(reading, on)?,
            places: place::names_by_organisation(reading, on)?,
            participants: participant::counts_on(reading, on)?,
            leaders: leaders(reading, on)?,
            has_below: list(reading)?
                .iter()
                .filter(|each| each.to_on.is_none())
                .filter_map(|each| each.parent_id)
                .collect(),
        })
    }

    /// The line of an organisation and what does not fit; nothing of an organisation that is not in the book.
    pub(super) fn line(&self, row: &OrganisationRow) -> Option<(Line, Option<Finding>)> {
        let stored = self.names.get(row.organisation)?;
        let joined = |of: &HashMap<OrganisationId, Vec<String>>| {
            of.get(&row.organisation).map(|names| names.join("、")).unwrap_or_default()
        };
        let (places, leader) = (joined(&self.places), joined(&self.leaders));
        let to_on = row.to_on.map(|to| to.to_string()).unwrap_or_default();
        let found = match row.level {
            Level::TemporaryBranch => check_temporary(&row.name, stored.planned_end_on, self.on),
            _ => None,
        };
        let line = Line {
            row: row.organisation.0,
            cells: vec![
                self.name(stored, row),
                cell(row.level.label()),
                cell(row.parent.map(|parent| self.names.name(parent)).unwrap_or_default()),
                cell(row.from_on.map(|from| from.to_string()).unwrap_or_default()),
                cell(to_on),
                cell(places.as_str()),
                self.members(row),
                cell(leader.as_str()),
            ],
            acts: acts(stored, row, self.is_empty(row)),
            marks: vec![row.level.code()],
            words: found_by(&[&row.name, &places, &leader], &[]),
        };
        Some((line, found))
    }

    /// Whether nobody and nothing stands in it: only then can it be ended.
    fn is_empty(&self, row: &OrganisationRow) -> bool {
        row.member_count == 0
            && !self.has_below.contains(&row.organisation)
            && !self.participants.contains_key(&row.organisation)
    }

    /// Indented by its depth, with what a temporary branch is for.
    fn name(&self, stored: &Organisation, row: &OrganisationRow) -> FolioCell {
        let indent = "　".repeat(row.depth as usize);
        let end = stored.planned_end_on.map(|end| format!("预计 {end} 结束")).unwrap_or_default();
        let parts =
            [stored.project.clone().unwrap_or_default(), end, stored.note.clone().unwrap_or_default()];
        let note = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；");
        let opens = Some(FolioLink::Folio("organisations".to_owned(), Some(row.organisation.0)));
        FolioCell { opens, ..noted(format!("{indent}{}", row.name), note) }
    }

    /// Members by their home branch; whoever takes part in a temporary branch is counted at home only.
    fn members(&self, row: &OrganisationRow) -> FolioCell {
        if row.level == Level::TemporaryBranch {
            let count = self.participants.get(&row.organisation).copied().unwrap_or_default();
            return noted("0", format!("参加 {count} 人"));
        }
        noted(row.member_count.to_string(), format!("正式 {}", row.full_member_count))
    }
}

/// What can be done; what an organisation has to be emptied for is offered once it is.
fn acts(stored: &Stored<Organisation>, row: &OrganisationRow, is_empty: bool) -> Vec<FolioButton> {
    if stored.to_on.is_some() {
        return Vec::new();
    }
    let mut acts = Vec::new();
    let offers = |level: Level| level.may_stand_below(row.level);
    acts.extend(Level::ALL.iter().any(|&level| offers(level)).then(|| button("add", "新设下级")));
    acts.push(button("edit", "修改"));
    if stored.parent_id.is_none() {
        return acts;
    }
    acts.extend((row.level != Level::Group).then(|| button("move", "调整上级")));
    if row.level == Level::Branch {
        acts.extend([button("split", "分设"), button("merge", "合并")]);
    }
    match row.level {
        Level::TemporaryBranch => acts.push(button("finish", "期满结束")),
        _ => acts.extend(is_empty.then(|| button("end", "撤销"))),
    }
    acts
}

/// The names of those at the head of each organisation on a day.
fn leaders(reading: &Reading<'_>, on: Day) -> Result<HashMap<OrganisationId, Vec<String>>, LedgerError> {
    let heads = [PostTitle::Secretary.code(), PostTitle::GroupLeader.code()];
    let mut posts = posts_held_on(reading, on)?;
    posts.retain(|post| heads.contains(&post.title.as_str()));
    let names = names_among(reading, &posts.iter().map(|post| post.person).collect::<Vec<_>>())?;
    let mut leaders: HashMap<OrganisationId, Vec<String>> = HashMap::new();
    for post in posts {
        leaders.entry(post.organisation).or_default().extend(names.get(&post.person).cloned());
    }
    Ok(leaders)
}
