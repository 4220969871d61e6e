//! 本人信息: everything that the book holds about one person, printed for that person, and who was shown anybody in
//! full when. The one paper of the book with ID number, phones and address in full: printing it is recorded.

pub(crate) mod looks;
mod page;
pub(super) mod paper;
pub(super) mod record;

#[cfg(test)]
mod tests;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_domain::key::{ChangeId, PersonId};
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::reveal::reveals;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading};

use super::{Asked, Deed, Folio, Head, Values, asked_person};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::member::reveal;

/// The folio.
pub(crate) struct OwnRecord;

const HEAD: Head = Head {
    folio: "own_data",
    title: "本人信息",
    about: "给党员本人打印台账里关于他的全部内容；也能看到谁、什么时候看过哪些人的完整证件号和电话。",
    group: "党员",
};

impl Folio for OwnRecord {
    fn head(&self) -> Head {
        HEAD
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        page::page(reading, asked)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "print" => print_form(reading, deed),
            "names" => Ok(names_form()),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "print" => print(desk, deed, values),
            "names" => names(desk, deed),
            _ => deed.unknown(),
        }
    }

    fn shows_in_full(&self) -> bool {
        true
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(reveals(reading, Some(person))?.len()).unwrap_or(u32::MAX)))
    }
}

fn print_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (name, fields) = asked_person(reading, deed.subject)?;
    Ok(FolioEntry {
        title: format!("打印本人信息{name}"),
        about: "打印台账里关于这个人的全部内容，身份证号、电话和住址是完整的，只能交给本人。\
                这次打印会记入操作记录，写明谁、什么时候打印。"
            .to_owned(),
        fields,
        button: "打印".to_owned(),
        is_danger: false,
    })
}

fn print(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let picked = deed.subject.map(PersonId).or_else(|| values.person("person"));
    if picked.is_none() && values.text("person").is_none() {
        values.refuse("person", "请选择人员。");
    }
    values.finish()?;
    let person = picked.ok_or_else(|| DeskError::field("person", "请选择人员。"))?;
    let today = desk.clock().today();
    let book = desk.book_mut()?;
    let (name, paper) = book.read(|reading| {
        let name = reading.require::<Person>(person)?.value.name;
        Ok::<_, DeskError>((name, paper::paper(reading, person, today)?))
    })?;
    let operation =
        Operation::new(OperationKind::Reveal, format!("打印本人信息（含完整证件号、电话、住址）：{name}"));
    book.write(&operation, |writing| reveal::record(writing, RevealWay::Own, [(person, name.as_str())]))?;
    Ok(Outcome::unchanged(FolioDone {
        sentence: format!("{name}的本人信息已排好，可以打印。这次打印已记入操作记录，请只交给本人。"),
        paper: Some(paper),
        ..FolioDone::default()
    }))
}

fn names_form() -> FolioEntry {
    FolioEntry {
        title: "当时看到的人".to_owned(),
        about: "列出这次操作显示了完整信息的全部人员，只有姓名。".to_owned(),
        fields: Vec::new(),
        button: "列出".to_owned(),
        is_danger: false,
    }
}

fn names(desk: &Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
    let change = ChangeId(deed.need_row()?);
    let paper = desk.book()?.read(|reading| paper::names(reading, change))?;
    Ok(Outcome::unchanged(FolioDone {
        sentence: "名单已排好。".to_owned(),
        paper: Some(paper),
        ..FolioDone::default()
    }))
}
