//! The conditions of a list against a book: read once, then asked of everybody.

use branchbook_domain::key::PersonId;
use branchbook_domain::member::{FieldTest, FilterClause};
use branchbook_ledger::Reading;

use super::load::Column;
use super::{Field, Fields, Scope, Who, load};
use crate::error::{DeskError, Result};

/// Conditions that can be asked.
pub(crate) struct Filter<'f> {
    tests: Vec<(&'f Field, FieldTest)>,
    is_any: bool,
}

impl<'f> Filter<'f> {
    /// Reads them; the first that is wrong is refused in a sentence.
    pub fn of(fields: &'f Fields, clauses: &[FilterClause], is_any: bool) -> Result<Self> {
        let test = |clause: &FilterClause| {
            let field = fields.need(&clause.field)?;
            let test = FieldTest::of(&field.comparable(), clause);
            Ok((field, test.map_err(DeskError::refused)?))
        };
        Ok(Self { tests: clauses.iter().map(test).collect::<Result<Vec<_>>>()?, is_any })
    }

    /// The conditions as a sentence says them.
    pub fn words(&self) -> String {
        let each: Vec<&str> = self.tests.iter().map(|(_, test)| test.words()).collect();
        each.join(if self.is_any { " 或 " } else { " 且 " })
    }

    /// Keeps those of whom they hold. A field that several conditions ask for is read once.
    pub fn retain<T>(
        &self,
        reading: &Reading<'_>,
        scope: &Scope<'_>,
        list: &mut Vec<T>,
        who: impl Fn(&T) -> Who,
    ) -> Result<()> {
        if self.tests.is_empty() {
            return Ok(());
        }
        let mut fields: Vec<&Field> = self.tests.iter().map(|(field, _)| *field).collect();
        fields.sort_by(|one, other| one.key.cmp(&other.key));
        fields.dedup_by(|one, other| one.key == other.key);
        let people: Vec<Who> = list.iter().map(&who).collect();
        let columns = load(reading, &fields, &people, scope)?;
        let of =
            |field: &Field| fields.iter().position(|one| one.key == field.key).and_then(|at| columns.get(at));
        let tests: Vec<(Option<&Column>, &FieldTest)> =
            self.tests.iter().map(|(field, test)| (of(field), test)).collect();
        list.retain(|one| self.holds(&tests, who(one).person));
        Ok(())
    }

    fn holds(&self, tests: &[(Option<&Column>, &FieldTest)], person: PersonId) -> bool {
        let mut each =
            tests.iter().map(|(column, test)| test.holds(column.and_then(|column| column.get(&person))));
        if self.is_any { each.any(|holds| holds) } else { each.all(|holds| holds) }
    }
}
