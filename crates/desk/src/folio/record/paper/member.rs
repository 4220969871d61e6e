//! 党员登记信息: what the register says of a member, masked. In full, for the member alone, it is printed as 本人信息,
//! which is recorded (`folio/own`).

use branchbook_contract::folio::{Paper, PaperPart};
use branchbook_contract::member::MemberShow;
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::key::PersonId;
use branchbook_ledger::Reading;

use crate::error::Result;
use crate::folio::own::paper::Parts;
use crate::folio::own::record::{fields, register};
use crate::member::show::member;

pub(in crate::folio::record) fn paper(reading: &Reading<'_>, key: i64, today: Day) -> Result<Paper> {
    let person = PersonId(key);
    let known = member(reading, &MemberShow { member: person, on: None, reveal: false }, today, today)?;
    let mut sheet = Parts::default();
    sheet.parts.push(PaperPart::Text(format!("截至{}。证件号、电话、住址已隐去一部分。", day_label(today))));
    sheet.parts.push(PaperPart::Facts(fields(reading, &known)?));
    register(reading, person, &known, &mut sheet)?;
    Ok(Paper { title: "党员登记信息".to_owned(), parts: sheet.parts })
}
