//! A table as a Rust value: its columns, how a row is bound and how it is read back.
//! One definition per table serves inserts, updates, reads, images and `verify`; no query lives here.

use rusqlite::Row;

use crate::error::{LedgerError, Result};
use crate::field::Bound;

/// What the gate must know of a table. `number` stands in change records and is never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Number in change records.
    pub number: u16,
    /// Name in the file.
    pub name: &'static str,
    /// Columns in order, without `id` and `made_by`.
    pub columns: &'static [&'static str],
    /// Position of `booked_month`, if the rows belong to a month that can be closed.
    pub booked: Option<usize>,
    /// Position of `returned_on` or `ended_on`, if a row can end in a later month than it began in. The month of
    /// the ending stands right behind it. What stands before belongs to `booked_month`, what follows to no month.
    pub ending: Option<usize>,
}

impl Table {
    /// Describes a table; the booked month is found by its name.
    pub const fn new(number: u16, name: &'static str, columns: &'static [&'static str]) -> Self {
        let ending = match position_of("returned_on", columns) {
            Some(at) => Some(at),
            None => position_of("ended_on", columns),
        };
        Self { number, name, columns, booked: position_of("booked_month", columns), ending }
    }

    /// `id, made_by, …columns`: what every read selects, in this order.
    pub fn selection(&self) -> String {
        self.selection_as("")
    }

    /// The selection with a table alias, e.g. `m.`.
    pub fn selection_as(&self, alias: &str) -> String {
        let mut list = format!("{alias}id, {alias}made_by");
        for column in self.columns {
            list.push_str(", ");
            list.push_str(alias);
            list.push_str(column);
        }
        list
    }

    pub(crate) fn insert_sql(&self) -> String {
        let marks = ", ?".repeat(self.columns.len());
        format!("INSERT INTO {} (id, made_by, {}) VALUES (?, ?{marks})", self.name, self.columns.join(", "))
    }

    pub(crate) fn update_sql(&self) -> String {
        format!("UPDATE {} SET {} = ? WHERE id = ?", self.name, self.columns.join(" = ?, "))
    }

    pub(crate) fn select_sql(&self) -> String {
        format!("SELECT {} FROM {} WHERE id = ?", self.selection(), self.name)
    }

    pub(crate) fn delete_sql(&self) -> String {
        format!("DELETE FROM {} WHERE id = ?", self.name)
    }
}

/// A value that stands in a table.
pub trait Entity: Sized {
    /// Key of its rows.
    type Id: Copy + From<i64> + Into<i64>;
    /// Its table.
    const TABLE: Table;
    /// The values in the order of the columns.
    fn bind<'a>(&'a self, into: &mut Vec<Bound<'a>>);
    /// Reads the columns that begin at `first`; the error names the column that does not parse.
    fn read(row: &Row<'_>, first: usize) -> Result<Self, &'static str>;
}

/// A row: the value with its key and the change that made it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<E: Entity> {
    /// Key of the row.
    pub id: E::Id,
    /// The change that inserted it.
    pub made_by: i64,
    /// What it says.
    pub value: E,
}

impl<E: Entity> std::ops::Deref for Stored<E> {
    type Target = E;
    fn deref(&self) -> &E {
        &self.value
    }
}

/// Reads a row selected by [`Table::selection`], beginning at column 0.
pub fn read_row<E: Entity>(row: &Row<'_>) -> Result<Stored<E>> {
    read_row_at(row, 0)
}

/// Reads a row whose selection begins at column `first` of a wider query.
pub fn read_row_at<E: Entity>(row: &Row<'_>, first: usize) -> Result<Stored<E>> {
    let id: i64 = row.get(first)?;
    let value = E::read(row, first + 2).map_err(|column| LedgerError::Corrupt {
        table: E::TABLE.name,
        id,
        column,
    })?;
    Ok(Stored { id: E::Id::from(id), made_by: row.get(first + 1)?, value })
}

const fn position_of(wanted: &str, columns: &[&str]) -> Option<usize> {
    let mut at = 0;
    while at < columns.len() {
        if is_same(columns[at].as_bytes(), wanted.as_bytes()) {
            return Some(at);
        }
        at += 1;
    }
    None
}

const fn is_same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Declares a table as a struct: `entity! { /// doc pub struct Unit: UnitId, "unit", 11 { name: String, … } }`.
/// The columns are described in the schema.
#[macro_export]
macro_rules! entity {
    ($($(#[$doc:meta])* pub struct $name:ident: $id:ident, $table:literal, $number:literal {
        $($column:ident: $type:ty),+ $(,)?
    })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs, reason = "the columns are described in the schema")]
        pub struct $name { $(pub $column: $type),+ }

        impl $crate::entity::Entity for $name {
            type Id = branchbook_domain::key::$id;
            const TABLE: $crate::entity::Table =
                $crate::entity::Table::new($number, $table, &[$(stringify!($column)),+]);

            fn bind<'a>(&'a self, into: &mut Vec<$crate::field::Bound<'a>>) {
                $(into.push($crate::field::Field::bind(&self.$column));)+
            }

            fn read(row: &rusqlite::Row<'_>, first: usize) -> Result<Self, &'static str> {
                let mut at = first;
                $(
                    let $column = row
                        .get_ref(at)
                        .ok()
                        .and_then(<$type as $crate::field::Field>::read)
                        .ok_or(stringify!($column))?;
                    at += 1;
                )+
                let _ = at;
                Ok(Self { $($column),+ })
            }
        }
    )+};
}
