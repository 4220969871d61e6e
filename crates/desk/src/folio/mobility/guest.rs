//! Somebody who comes in and of whom the book knows nothing yet: a name and, if known, a telephone number.

use branchbook_domain::phone::read_phones;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Writing;
use branchbook_ledger::table::membership::people_named;
use branchbook_ledger::table::person::Person;

use crate::desk::Desk;
use crate::error::Result;
use crate::folio::Values;

/// A new name.
pub(super) struct Guest {
    /// The name.
    pub name: String,
    phone: Option<String>,
}

impl Guest {
    /// The person to be written.
    pub fn person(&self, writing: &Writing<'_>) -> Person {
        Person { phone: self.phone.clone(), ..Person::named(writing.new_uid(), &self.name) }
    }
}

/// Reads the name from the form; one that the book knows must be said to be another person's.
pub(super) fn read(desk: &Desk, values: &mut Values) -> Result<Option<Guest>> {
    let Some(name) = values.text("name").map(|name| squeeze(&name)) else {
        values.refuse("name", "请选择台账里的人，或者填写姓名。");
        return Ok(None);
    };
    let known = desk.book()?.read(|reading| people_named(reading, &name, None))?;
    if !known.is_empty() && !values.yes("is_other") {
        let words =
            format!("台账里已有“{name}”。是同一个人请在“台账里的人”里选；不是同一个人请勾选“不是一个人”。");
        values.refuse("name", words);
    }
    let read = read_phones(&values.text("phone").unwrap_or_default());
    if let Some(finding) = read.findings.first() {
        values.refuse("phone", finding.sentence());
    }
    Ok(Some(Guest { name, phone: Some(read.text()).filter(|phone| !phone.is_empty()) }))
}
