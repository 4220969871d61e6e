//! Grids, courtyards, buildings and stairwells (网格与小区): the tree as of a day, who looks after each, who lives there.
//! In the list a row is a place; of one place it is a member who lives there. One building, one list.

mod form;
mod residents;

use std::collections::{HashMap, HashSet};

use branchbook_contract::folio::{FolioButton, FolioDone, FolioEntry, FolioPage, FolioSubject, FolioTone};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId};
use branchbook_ledger::table::organisation::{
    Place, PlaceKind, former_cares_on, list_on, places, places_on, residents_on,
};
use branchbook_ledger::table::role::roles_on;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::GROUP;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::record::{self, RowRecord};
use crate::folio::{
    Asked, Deed, Folio, Head, Line, PeopleKeys, Sheet, Values, button, cell, found_by, noted, tagged,
};
use crate::organisation::Names;

/// The folio.
pub(crate) struct Places;

const HEAD: Head = Head {
    folio: "places",
    title: "网格与小区",
    about: "网格、楼院、楼栋和楼组，由哪个党组织负责，住着哪些党员；点开一栋楼就是这栋楼的名单。",
    group: GROUP,
};

impl Folio for Places {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    /// A row is a place, or somebody who lives in the place that the list is narrowed to.
    fn record_of(&self, row: i64, subject: Option<i64>) -> Option<RowRecord> {
        Some(if subject.is_some() { record::MEMBER.of(row) } else { record::PLACE.of(row) })
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let map = Map::on(reading, asked.on)?;
        match asked.subject.map(PlaceId) {
            Some(place) => residents::page(reading, &map, place, asked),
            None => Ok(of_all(reading, &map, asked)?.finish(asked)),
        }
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => form::add(reading, deed),
            "edit" => form::edit(reading, &form::row(reading, deed)?, deed.today),
            "assign" => form::assign(reading, &form::row(reading, deed)?, deed.today),
            "end" => form::end(reading, &form::row(reading, deed)?, deed.today),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => form::added(desk, values),
            "edit" | "assign" | "end" => {
                let stored = desk.book()?.read(|reading| form::row(reading, deed))?;
                form::require_running(&stored)?;
                match deed.act {
                    "edit" => form::edited(desk, &stored, values),
                    "assign" => form::assigned(desk, &stored, deed.today, values),
                    _ => form::ended(desk, &stored, deed.today, values),
                }
            }
            _ => deed.unknown(),
        }
    }
}

/// The names of the places of each organisation on a day. Buildings are told only where the same organisation does not
/// look after the courtyard that they stand in: hundreds of them would hide the rest.
pub(super) fn names_by_organisation(
    reading: &Reading<'_>,
    day: Day,
) -> Result<HashMap<OrganisationId, Vec<String>>, LedgerError> {
    let map = Map::on(reading, day)?;
    let mut names: HashMap<OrganisationId, Vec<String>> = HashMap::new();
    let cares: HashMap<PlaceId, Option<OrganisationId>> =
        map.places.iter().map(|place| (place.id, map.care(place))).collect();
    let care = |id: PlaceId| cares.get(&id).copied().flatten();
    for place in &map.places {
        let Some(organisation) = care(place.id) else { continue };
        let is_said = rank(place.kind) >= rank(PlaceKind::Building)
            && place.parent_id.and_then(care) == Some(organisation);
        if !is_said {
            names.entry(organisation).or_default().push(place.name.clone());
        }
    }
    Ok(names)
}

/// The places of a day with who looks after them.
struct Map {
    places: Vec<Stored<Place>>,
    former: HashMap<PlaceId, Option<OrganisationId>>,
}

impl Map {
    fn on(reading: &Reading<'_>, day: Day) -> Result<Self, LedgerError> {
        let mut places = places_on(reading, day)?;
        places.sort_by_key(|place| rank(place.kind));
        let former = former_cares_on(reading, day)?;
        Ok(Self {
            places,
            former: former.into_iter().map(|care| (care.place_id, care.organisation_id)).collect(),
        })
    }

    /// Who looked after it on the day.
    fn care(&self, place: &Stored<Place>) -> Option<OrganisationId> {
        self.former.get(&place.id).copied().unwrap_or(place.organisation_id)
    }

    /// The places in the order of the tree, each with its depth.
    fn tree(&self) -> Vec<(usize, &Stored<Place>)> {
        let known: HashSet<PlaceId> = self.places.iter().map(|place| place.id).collect();
        let mut below: Below<'_> = HashMap::new();
        for place in &self.places {
            below.entry(place.parent_id.filter(|parent| known.contains(parent))).or_default().push(place);
        }
        let mut rows = Vec::with_capacity(self.places.len());
        add(&below, None, 0, &mut rows);
        rows
    }

    /// The place and everything in it.
    fn within(&self, top: PlaceId) -> Vec<PlaceId> {
        let tree = self.tree();
        let Some(at) = tree.iter().position(|(_, place)| place.id == top) else { return vec![top] };
        let depth = tree.get(at).map_or(0, |(depth, _)| *depth);
        let below = tree.into_iter().skip(at + 1).take_while(|(each, _)| *each > depth);
        std::iter::once(top).chain(below.map(|(_, place)| place.id)).collect()
    }

    /// The members who live there or in anything below.
    fn living(
        &self,
        reading: &Reading<'_>,
        top: PlaceId,
        day: Day,
    ) -> Result<Vec<(PlaceId, PersonId)>, LedgerError> {
        let within: HashSet<PlaceId> = self.within(top).into_iter().collect();
        Ok(residents_on(reading, day)?.into_iter().filter(|(place, _)| within.contains(place)).collect())
    }

    fn name(&self, id: PlaceId) -> String {
        let found = self.places.iter().find(|place| place.id == id);
        found.map(|place| place.name.clone()).unwrap_or_default()
    }

    fn subject(&self, reading: &Reading<'_>, id: PlaceId) -> Result<FolioSubject> {
        let label = reading.require::<Place>(id)?.value.name;
        Ok(FolioSubject { label, opens: None, is_only: false })
    }
}

/// Places by what they lie in.
type Below<'m> = HashMap<Option<PlaceId>, Vec<&'m Stored<Place>>>;

/// Adds everything in a place, each with its depth.
fn add<'m>(
    below: &Below<'m>,
    parent: Option<PlaceId>,
    depth: usize,
    rows: &mut Vec<(usize, &'m Stored<Place>)>,
) {
    for &place in below.get(&parent).into_iter().flatten() {
        rows.push((depth, place));
        add(below, Some(place.id), depth + 1, rows);
    }
}

/// How many live in each place itself, and how many in it with everything below: one pass over the tree from its end.
fn counts(tree: &[(usize, &Stored<Place>)], residents: &[(PlaceId, PersonId)]) -> Vec<(usize, usize)> {
    let mut own: HashMap<PlaceId, usize> = HashMap::new();
    for (place, _) in residents {
        *own.entry(*place).or_default() += 1;
    }
    let mut found = vec![(0, 0); tree.len()];
    // What the places of each depth that follow have come to, until one that holds them takes it.
    let mut waiting: Vec<usize> = Vec::new();
    for ((depth, place), count) in tree.iter().zip(&mut found).rev() {
        let deeper = waiting.get(depth + 1).copied().unwrap_or_default();
        waiting.truncate(depth + 1);
        waiting.resize(depth + 1, 0);
        let own = own.get(&place.id).copied().unwrap_or_default();
        *count = (own, own + deeper);
        if let Some(at_depth) = waiting.get_mut(*depth) {
            *at_depth += own + deeper;
        }
    }
    found
}

/// Grids hold courtyards, courtyards buildings, buildings stairwells.
fn rank(kind: PlaceKind) -> usize {
    PlaceKind::ALL.iter().position(|&each| each == kind).unwrap_or_default()
}

const COLUMNS: &[(&str, u8)] =
    &[("名称", 0), ("类别", 6), ("负责的党组织", 18), ("起", 10), ("党员", 8), ("状态", 12)];

fn of_all(reading: &Reading<'_>, map: &Map, asked: &Asked<'_>) -> Result<Sheet> {
    let members = format!("{} 党员", asked.on);
    let mut columns = COLUMNS.to_vec();
    if let Some(column) = columns.get_mut(4) {
        column.0 = &members;
    }
    let mut sheet = Sheet::new(HEAD, &columns).number(&members);
    for kind in PlaceKind::ALL {
        sheet = sheet.chip(kind.code(), kind.label());
    }
    let mut sheet = sheet
        .chip("unassigned", "没有负责组织")
        .act("add", "新增地点")
        .empty("还没有登记网格和小区。登记后，在党员的基本情况里选择住处，就能看到每栋楼的党员。");
    let names = Names::on(reading, asked.on)?;
    let there: HashSet<OrganisationId> =
        list_on(reading, asked.on)?.into_iter().map(|each| each.id).collect();
    let (tree, residents) = (map.tree(), residents_on(reading, asked.on)?);
    let serving: HashSet<PlaceId> =
        roles_on(reading, asked.on)?.into_iter().filter_map(|role| role.place_id).collect();
    let above: HashSet<PlaceId> = map.places.iter().filter_map(|place| place.parent_id).collect();
    for (&(depth, place), living) in tree.iter().zip(counts(&tree, &residents)) {
        let care = map.care(place).filter(|id| there.contains(id)).map(|id| names.distinct(id));
        let is_empty = living.0 == 0 && !serving.contains(&place.id) && !above.contains(&place.id);
        sheet.push(line((depth, place), living, care, is_empty));
    }
    sheet.fact("登记了住处的党员", format!("{} 人（{}）", residents.len(), asked.on));
    Ok(sheet)
}

fn line(
    (depth, place): (usize, &Stored<Place>),
    (own, all): (usize, usize),
    care: Option<String>,
    is_empty: bool,
) -> Line {
    let note = if all == own { String::new() } else { format!("本级 {own}") };
    let state = match care {
        Some(_) => tagged("有负责组织", FolioTone::Ok),
        None => tagged("没有负责组织", FolioTone::Due),
    };
    let mut marks = vec![place.kind.code()];
    marks.extend(care.is_none().then_some("unassigned"));
    let words = found_by(&[&place.name, care.as_deref().unwrap_or_default()], &[]);
    Line {
        row: place.id.0,
        cells: vec![
            super::leading(format!("{}{}", "　".repeat(depth), place.name), "places", place.id.0),
            cell(place.kind.label()),
            cell(care.unwrap_or_default()),
            cell(place.from_on.map(|from| from.to_string()).unwrap_or_default()),
            noted(all.to_string(), note),
            state,
        ],
        acts: acts(place, is_empty),
        marks,
        words,
    }
}

/// What can be done; a place in which something or somebody is cannot be ended.
fn acts(place: &Place, is_empty: bool) -> Vec<FolioButton> {
    if place.to_on.is_some() {
        return Vec::new();
    }
    let mut acts = vec![button("assign", "指定负责组织"), button("edit", "修改")];
    acts.extend(is_empty.then(|| button("end", "撤销")));
    if place.kind != PlaceKind::Stairwell {
        acts.insert(1, button("add", "新增下级"));
    }
    acts
}

/// The places directly in a place that have not ended.
fn inside(reading: &Reading<'_>, parent: PlaceId) -> Result<Vec<Stored<Place>>, LedgerError> {
    let mut all = places(reading)?;
    all.retain(|place| place.parent_id == Some(parent) && place.to_on.is_none());
    Ok(all)
}
