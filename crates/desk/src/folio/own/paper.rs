//! The paper of one person: the parts of the record one after the other. Must not write; whoever prints it records it.

use branchbook_contract::folio::{Paper, PaperPart};
use branchbook_contract::member::MemberShow;
use branchbook_domain::day::{Day, day_label};
use branchbook_domain::key::{ChangeId, PersonId};
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation::root;
use branchbook_ledger::table::reveal::revealed_by;

use super::record;
use crate::error::{DeskError, Result};
use crate::member::show::member;

pub(super) fn paper(reading: &Reading<'_>, person: PersonId, today: Day) -> Result<Paper> {
    let asked = MemberShow { member: person, on: Some(today), reveal: true };
    let known = member(reading, &asked, today, today)?;
    let office = root(reading)?.map(|root| root.value.name).unwrap_or_default();
    let mut sheet = Parts::default();
    sheet.parts.push(PaperPart::Text(format!(
        "{office}的党务台账里，截至{}关于{}的全部内容如下。内容有误的，请向党支部提出更正。",
        day_label(today),
        known.draft.name
    )));
    sheet.parts.push(PaperPart::Facts(record::fields(reading, &known)?));
    record::register(reading, person, &known, &mut sheet)?;
    record::office(reading, person, &mut sheet)?;
    record::doings(reading, person, &known, today, &mut sheet)?;
    record::seen(reading, person, &mut sheet)?;
    sheet.parts.push(PaperPart::Signs(vec![
        format!("{office}（盖章）"),
        "本人签收".to_owned(),
        "日期".to_owned(),
    ]));
    Ok(Paper { title: format!("{}本人信息", known.draft.name), parts: sheet.parts })
}

/// The paper in the making.
#[derive(Default)]
pub(in crate::folio) struct Parts {
    pub parts: Vec<PaperPart>,
}

impl Parts {
    /// A table under its heading; that nothing is there is said, too.
    pub fn table(&mut self, heading: &str, titles: &[&str], rows: Vec<Vec<String>>) {
        table(&mut self.parts, heading, titles, rows, "没有登记。");
    }
}

/// A table under its heading, or the words that nothing is there.
pub(in crate::folio) fn table(
    parts: &mut Vec<PaperPart>,
    heading: impl Into<String>,
    titles: &[&str],
    rows: Vec<Vec<String>>,
    nothing: &str,
) {
    parts.push(PaperPart::Heading(heading.into()));
    parts.push(match rows.is_empty() {
        true => PaperPart::Text(nothing.to_owned()),
        false => PaperPart::Table(titles.iter().map(|&title| title.to_owned()).collect(), rows),
    });
}

/// Everybody whom an operation showed in full, by name.
pub(super) fn names(reading: &Reading<'_>, change: ChangeId) -> Result<Paper> {
    let people = revealed_by(reading, change)?;
    let known = branchbook_ledger::change::summary(reading, change)?;
    let Some(known) = known.filter(|_| !people.is_empty()) else {
        return Err(DeskError::refused("这次操作没有记下看到了谁。"));
    };
    let row = |(at, name): (usize, String)| vec![(at + 1).to_string(), name];
    let rows = people.into_iter().map(|person| person.value.name).enumerate().map(row).collect();
    Ok(Paper {
        title: "看到完整信息的人员".to_owned(),
        parts: vec![
            PaperPart::Text(format!("{}，{}：{}。", known.at, known.operator_name, known.kind.label())),
            PaperPart::Table(["序号", "姓名"].map(str::to_owned).to_vec(), rows),
        ],
    })
}
