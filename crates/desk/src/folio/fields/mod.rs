//! Fields of the office's own (自定义栏目): added, renamed, put in order, ended; and what stands in them of one person.
//! What is filled in stays when a field is ended.

mod act;
pub(super) mod entry;
mod page;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_domain::key::{CustomFieldId, PersonId};
use branchbook_domain::member::CustomKind;
use branchbook_ledger::table::custom::{CustomField, values_of};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::{Asked, Deed, Folio, Head, Values};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;

/// The folio.
pub(crate) struct OwnFields;

const HEAD: Head = Head {
    folio: "fields",
    title: "自定义栏目",
    about: "名册里没有的内容，可以自己加栏目。加了以后，党员档案、名册条件、选择栏目、导入和导出都有它。",
    group: "党员",
};

impl Folio for OwnFields {
    fn head(&self) -> Head {
        HEAD
    }

    /// A row is a field, or what stands in it of the person that the list is narrowed to.
    fn record_of(&self, row: i64, subject: Option<i64>) -> Option<RowRecord> {
        Some(subject.map_or_else(|| record::FIELD.of(row), |person| record::MEMBER.of(person)))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        match asked.subject {
            Some(person) => page::of_person(reading, asked, PersonId(person)),
            None => page::all(reading, asked),
        }
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => Ok(entry::add()),
            "ready" => entry::ready(reading),
            "edit" => entry::edit(&row(reading, deed)?),
            "up" | "down" => Ok(entry::moved(&row(reading, deed)?, deed.act == "up")),
            "end" => Ok(entry::end(&row(reading, deed)?)),
            "reopen" => Ok(entry::reopen(&row(reading, deed)?)),
            "fill" => entry::fill(reading, deed),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => act::add(desk, values),
            "ready" => act::ready(desk, &values),
            "edit" => act::edit(desk, deed, values),
            "up" | "down" => act::moved(desk, deed),
            "end" | "reopen" => act::end(desk, deed),
            "fill" => act::fill(desk, deed),
            _ => deed.unknown(),
        }
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(values_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }
}

fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<CustomField>> {
    Ok(reading.require::<CustomField>(CustomFieldId(deed.need_row()?))?)
}

/// The kind; a kind that a newer program wrote is shown as text.
fn kind_of(own: &CustomField) -> CustomKind {
    CustomKind::from_code(&own.kind).unwrap_or(CustomKind::Text)
}
