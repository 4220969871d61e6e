//! Schemes between rows and the domain: which version holds on a day, and the default of a new book.
//! The body of `points_scheme` is the scheme without items; each item is a row with its own body.

use std::collections::BTreeMap;
use std::rc::Rc;

use branchbook_domain::day::Day;
use branchbook_domain::key::{PointsItemId, PointsSchemeId};
use branchbook_domain::points::{Item, Scheme};
use branchbook_ledger::table::points::{self, PERSON, PointsItem, PointsScheme};
use branchbook_ledger::{LedgerError, Reading, Result, Stored, Writing};

/// A version of the scheme with the keys of its items.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SchemeVersion {
    /// Its key.
    pub id: PointsSchemeId,
    /// Its number, from 1.
    pub number: i64,
    /// Valid from; `None` always.
    pub from_on: Option<Day>,
    /// Valid until the day before; `None` open.
    pub to_on: Option<Day>,
    /// The rules.
    pub scheme: Scheme,
    ids: BTreeMap<String, PointsItemId>,
    codes: BTreeMap<PointsItemId, String>,
}

impl SchemeVersion {
    /// Key of the item with this code.
    pub(crate) fn item_id(&self, code: &str) -> Option<PointsItemId> {
        self.ids.get(code).copied()
    }

    /// Code of the item with this key; empty for an item of another version.
    pub(crate) fn code_of(&self, item: PointsItemId) -> &str {
        self.codes.get(&item).map_or("", String::as_str)
    }

    /// The item with this key.
    pub(crate) fn item(&self, item: PointsItemId) -> Option<&Item> {
        self.scheme.item(self.codes.get(&item)?)
    }
}

/// The versions of people's points, each read once and only when it is asked for.
pub(crate) struct Schemes {
    rows: Vec<Stored<PointsScheme>>,
    read: BTreeMap<PointsSchemeId, Rc<SchemeVersion>>,
}

impl Schemes {
    /// Reads the list of versions.
    pub(crate) fn of(reading: &Reading<'_>) -> Result<Self> {
        Ok(Self { rows: points::schemes(reading, PERSON)?, read: BTreeMap::new() })
    }

    /// The version that holds on a day; `None` in a book without points.
    pub(crate) fn on(&mut self, reading: &Reading<'_>, day: Day) -> Result<Option<Rc<SchemeVersion>>> {
        let holds = |row: &&Stored<PointsScheme>| {
            row.from_on.is_none_or(|from| from <= day) && row.to_on.is_none_or(|to| day < to)
        };
        let id = self.rows.iter().rev().find(holds).map(|row| row.id);
        id.map(|id| self.version(reading, id)).transpose()
    }

    /// The version with this key.
    pub(crate) fn version(&mut self, reading: &Reading<'_>, id: PointsSchemeId) -> Result<Rc<SchemeVersion>> {
        if let Some(version) = self.read.get(&id) {
            return Ok(Rc::clone(version));
        }
        let row = self.rows.iter().find(|row| row.id == id);
        let row = row.ok_or(LedgerError::Missing { table: "points_scheme", id: id.0 })?;
        let version = Rc::new(assembled(row, &points::items_of(reading, id)?)?);
        self.read.insert(id, Rc::clone(&version));
        Ok(version)
    }

    /// All versions that hold on some day of `[from, to)`.
    pub(crate) fn within(
        &mut self,
        reading: &Reading<'_>,
        (from, to): (Day, Day),
    ) -> Result<Vec<Rc<SchemeVersion>>> {
        let meets = |row: &&Stored<PointsScheme>| {
            row.from_on.is_none_or(|begin| begin < to) && row.to_on.is_none_or(|end| from < end)
        };
        let ids: Vec<PointsSchemeId> = self.rows.iter().filter(meets).map(|row| row.id).collect();
        ids.into_iter().map(|id| self.version(reading, id)).collect()
    }

    /// The rows, oldest first.
    pub(crate) fn rows(&self) -> &[Stored<PointsScheme>] {
        &self.rows
    }
}

/// Writes a scheme as a new version that holds from a day on (`None`: always).
pub(crate) fn insert_scheme(
    writing: &mut Writing<'_>,
    scheme: &Scheme,
    from_on: Option<Day>,
) -> Result<PointsSchemeId> {
    scheme.check().map_err(|error| LedgerError::Refused(error.to_string()))?;
    let body = Scheme { items: Vec::new(), ..scheme.clone() };
    let row = PointsScheme {
        name: scheme.name.clone(),
        version: points::newest_version(writing, PERSON)? + 1,
        subject_kind: PERSON.to_owned(),
        from_on,
        to_on: None,
        body: json(&body)?,
    };
    let id = writing.insert(&row)?;
    for (position, item) in scheme.items.iter().enumerate() {
        writing.insert(&item_row(id, position, item)?)?;
    }
    Ok(id)
}

fn item_row(scheme_id: PointsSchemeId, position: usize, item: &Item) -> Result<PointsItem> {
    Ok(PointsItem {
        scheme_id,
        code: item.code.clone(),
        name: item.name.clone(),
        category: item.category.clone(),
        position: i64::try_from(position).unwrap_or(i64::MAX),
        body: json(item)?,
    })
}

fn assembled(row: &Stored<PointsScheme>, items: &[Stored<PointsItem>]) -> Result<SchemeVersion> {
    let corrupt = |table, id| LedgerError::Corrupt { table, id, column: "body" };
    let mut scheme: Scheme =
        serde_json::from_str(&row.body).map_err(|_| corrupt("points_scheme", row.id.0))?;
    for item in items {
        let parsed = serde_json::from_str(&item.body).map_err(|_| corrupt("points_item", item.id.0))?;
        scheme.items.push(parsed);
    }
    Ok(SchemeVersion {
        id: row.id,
        number: row.version,
        from_on: row.from_on,
        to_on: row.to_on,
        scheme,
        ids: items.iter().map(|item| (item.code.clone(), item.id)).collect(),
        codes: items.iter().map(|item| (item.id, item.code.clone())).collect(),
    })
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| LedgerError::Refused(format!("积分方案无法保存（{error}），请检查方案内容后重试。")))
}
