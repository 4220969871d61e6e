//! `member_fields`: what can be asked, shown and edited of members.

use branchbook_contract::member::{FieldRow, MemberFields};
use branchbook_domain::member::FieldOperator;

use super::{Field, Fields};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::organisation::Names;
use crate::progress::Progress;

impl Handle<MemberFields> for Desk {
    fn handle(&mut self, _: MemberFields, _: &dyn Progress) -> Result<Outcome<Vec<FieldRow>>> {
        let today = self.clock().today();
        let fields = self.book()?.read(|reading| Fields::of(reading, &Names::of(reading)?, today))?;
        Ok(Outcome::unchanged(fields.list.iter().map(row).collect()))
    }
}

fn row(field: &Field) -> FieldRow {
    let levels = field.level_names().map(|label| (label.to_owned(), label.to_owned()));
    let choices = field.choices.iter().map(|choice| (choice.code.clone(), choice.label.clone()));
    FieldRow {
        key: field.key.clone(),
        label: field.label.clone(),
        kind: field.kind,
        is_sensitive: field.mask != branchbook_domain::member::FieldMask::None,
        is_custom: field.custom.is_some(),
        can_batch: field.can_batch,
        operators: FieldOperator::of_kind(field.kind).to_vec(),
        choices: choices.chain(levels).collect(),
    }
}
