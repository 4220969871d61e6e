//! Which records of an operation later work has touched or stands on, by name: what a refused undo tells. Later work
//! that was undone itself touches nothing. Decides nothing: the undo proves row by row what it may put back.

use std::collections::{BTreeMap, BTreeSet};

use branchbook_domain::key::ChangeId;

use crate::change::body::{Entry, entries};
use crate::change::operation::OperationKind;
use crate::change::{self, Change};
use crate::entity::{Entity as _, Table};
use crate::error::Result;
use crate::reading::Reading;
use crate::table::organisation::Organisation;
use crate::table::person::Person;
use crate::table::unit::Unit;
use crate::table::{TABLES, label, table_by_number};

/// Names told in one sentence.
const MOST_NAMES: usize = 10;

/// Nouns that other rows point at, with the columns that do.
const NOUNS: [(Table, &[&str]); 3] = [
    (Person::TABLE, &["person_id"]),
    (Unit::TABLE, &["unit_id", "offered_by_unit_id"]),
    (Organisation::TABLE, &["branch_id", "group_id", "organisation_id", "parent_id"]),
];

/// Records of a change that later work touched: their names, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    names: Names,
}

/// Names by table and key, so that two people of one name are two.
type Names = BTreeMap<(u16, i64), String>;

impl Touched {
    /// How many records were touched.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// 「后来动过的有 12 项：张三、李四等。」; nothing if there is none.
    pub fn sentence(&self) -> Option<String> {
        let shown: Vec<&str> = self.names.values().take(MOST_NAMES).map(String::as_str).collect();
        let rest = if self.names.len() > MOST_NAMES {
            format!("，另有 {} 项", self.names.len() - MOST_NAMES)
        } else {
            String::new()
        };
        (!shown.is_empty()).then(|| {
            format!("其中 {} 项后来又改动过或用到过：{}{rest}。", self.names.len(), shown.join("、"))
        })
    }
}

impl Touched {
    /// Why an undo will be refused; nothing if nothing was touched.
    pub fn refusal(&self) -> Option<String> {
        self.sentence().map(|said| format!("{said}请先撤销后来的那些操作。"))
    }
}

/// What later work that stands has done with the records of a change.
pub fn touched(reading: &Reading<'_>, id: ChangeId) -> Result<Touched> {
    let Some(change) = change::get(reading, id)? else { return Ok(Touched::default()) };
    let mut search = Search { reading, change: &change, standing: BTreeMap::new(), names: Names::new() };
    search.changed_rows()?;
    search.rows_stood_on()?;
    Ok(Touched { names: search.names })
}

struct Search<'a> {
    reading: &'a Reading<'a>,
    change: &'a Change,
    /// Whether a later change is work that stands, found out once for each.
    standing: BTreeMap<i64, bool>,
    names: Names,
}

impl Search<'_> {
    /// Rows that the change wrote and a later one changed.
    fn changed_rows(&mut self) -> Result<()> {
        let list = entries(self.change.id.0, &self.change.body)?;
        let mut inserted = BTreeSet::new();
        for entry in &list {
            match entry {
                Entry::Updated { id, .. } => self.changed_in(entry.table(), *id)?,
                _ => {
                    inserted.insert(entry.table());
                }
            }
        }
        inserted.into_iter().try_for_each(|table| self.changed_of(table))
    }

    fn changed_in(&mut self, number: u16, row: i64) -> Result<()> {
        let later = self.reading.rows(
            "SELECT change_id FROM change_row WHERE table_number = ? AND row_id = ? AND change_id > ?",
            &[&number, &row, &self.change.id.0],
            |found| Ok(found.get::<_, i64>(0)?),
        )?;
        self.take(&table_by_number(number)?, later.into_iter().map(|change| (row, change)).collect())
    }

    fn changed_of(&mut self, number: u16) -> Result<()> {
        let table = table_by_number(number)?;
        let sql = format!(
            "SELECT c.row_id, c.change_id FROM change_row c JOIN {} t ON t.id = c.row_id \
             WHERE c.table_number = ? AND c.change_id > ? AND t.made_by = ?",
            table.name
        );
        let later = self.reading.rows(&sql, &[&number, &self.change.id.0, &self.change.id.0], |found| {
            Ok((found.get::<_, i64>(0)?, found.get::<_, i64>(1)?))
        })?;
        self.take(&table, later)
    }

    fn take(&mut self, table: &Table, later: Vec<(i64, i64)>) -> Result<()> {
        for (row, change) in later {
            if self.is_standing(change)? {
                let (key, name) = self.name_of(table, row)?;
                self.names.insert(key, name);
            }
        }
        Ok(())
    }

    fn is_standing(&mut self, id: i64) -> Result<bool> {
        if let Some(known) = self.standing.get(&id) {
            return Ok(*known);
        }
        let is_work = change::summary(self.reading, ChangeId(id))?
            .is_some_and(|summary| summary.kind != OperationKind::Undo);
        let is_standing = is_work && !change::is_undone(self.reading, ChangeId(id))?;
        self.standing.insert(id, is_standing);
        Ok(is_standing)
    }

    /// The noun that a row speaks of, else what its table is called.
    fn name_of(&self, table: &Table, row: i64) -> Result<((u16, i64), String)> {
        for (noun, columns) in NOUNS {
            let column = if noun.name == table.name { Some("id") } else { pointing(table, columns).next() };
            let Some(column) = column else { continue };
            let sql = format!(
                "SELECT n.id, n.name FROM {} t JOIN {} n ON n.id = t.{column} WHERE t.id = ?",
                table.name, noun.name
            );
            let found = self.reading.one(&sql, &[&row], |found| Ok((found.get(0)?, found.get(1)?)))?;
            if let Some((id, name)) = found {
                return Ok(((noun.number, id), name));
            }
        }
        Ok(((table.number, row), format!("{}（第 {row} 号）", label(table.name))))
    }

    /// People, units and organisations that the change made and later rows point at.
    fn rows_stood_on(&mut self) -> Result<()> {
        for (noun, columns) in NOUNS {
            for table in TABLES {
                for column in pointing(table, columns) {
                    let sql = format!(
                        "SELECT DISTINCT n.id, n.name FROM {} t JOIN {} n ON n.id = t.{column} \
                         WHERE n.made_by = ?1 AND t.made_by > ?1",
                        table.name, noun.name
                    );
                    self.take_names(noun, &sql)?;
                }
            }
        }
        self.take_names(
            Person::TABLE,
            "SELECT DISTINCT p.id, p.name FROM points_entry e JOIN points_account a ON a.id = e.account_id \
             JOIN person p ON p.id = a.person_id WHERE a.made_by = ?1 AND e.made_by > ?1",
        )
    }

    fn take_names(&mut self, noun: Table, sql: &str) -> Result<()> {
        let names = self.reading.rows(sql, &[&self.change.id.0], |found| {
            Ok(((noun.number, found.get::<_, i64>(0)?), found.get::<_, String>(1)?))
        })?;
        self.names.extend(names);
        Ok(())
    }
}

fn pointing<'t>(table: &'t Table, columns: &'t [&'t str]) -> impl Iterator<Item = &'t str> {
    columns.iter().copied().filter(|column| table.columns.contains(column))
}
