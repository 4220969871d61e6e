//! What the members are (队伍结构): counts and shares by sex, nation, education, age, joining, work post and stratum as of a
//! day. Codes of a tree are counted with everything below them, as the Party statistics do. Must not write.

mod count;
mod page;

#[cfg(test)]
mod tests;

use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage, Paper, PaperPart};
use branchbook_ledger::Reading;

use super::{Asked, Deed, Folio, Head, Values};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;

/// The folio.
pub(crate) struct Structure;

const HEAD: Head = Head {
    folio: "structure",
    title: "队伍结构",
    about: "在册党员按性别、民族、学历、年龄、入党时间、工作岗位、新社会阶层的人数和比例。岗位、学历按代码逐级合计，口径与党内统计相同。",
    group: "党员",
};

impl Folio for Structure {
    fn head(&self) -> Head {
        HEAD
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        page::page(reading, asked)
    }

    fn entry(&self, _: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "print" => Ok(FolioEntry {
                title: "打印队伍结构".to_owned(),
                about: format!("截至 {}，只有人数，没有姓名。", deed.today),
                fields: Vec::new(),
                button: "打印".to_owned(),
                is_danger: false,
            }),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, _: Values) -> Result<Outcome<FolioDone>> {
        if deed.act != "print" {
            return deed.unknown();
        }
        let count = desk.book()?.read(|reading| count::Count::of(reading, deed.today))?;
        let row = |line: count::Counted| {
            vec![line.family.to_owned(), line.label, line.count.to_string(), line.share]
        };
        let rows = count.lines().into_iter().map(row).collect();
        let titles = ["类别", "项目", "人数", "占比"].map(str::to_owned).to_vec();
        let paper = Paper {
            title: "党员队伍结构".to_owned(),
            parts: vec![
                PaperPart::Text(format!("截至 {}，在册党员 {} 人。", deed.today, count.total)),
                PaperPart::Table(titles, rows),
            ],
        };
        let sentence = "队伍结构已备好，可以打印。".to_owned();
        Ok(Outcome::unchanged(FolioDone { sentence, paper: Some(paper), ..FolioDone::default() }))
    }
}
