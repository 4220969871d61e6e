//! 往来社区: the communities that report to a street, with the fingerprints of their keys. Trust begins and ends on the
//! page of the street.

use branchbook_contract::book::Office;
use branchbook_contract::folio::{FolioPage, FolioTone};
use branchbook_ledger::Reading;
use branchbook_ledger::table::exchange::partners;

use super::record::{self, RowRecord};
use super::{Asked, Folio, Head, Line, Sheet, cell, found_by, tagged};
use crate::error::Result;
use crate::exchange::office::public_of;

/// The folio.
pub(crate) struct Communities;

const HEAD: Head = Head {
    folio: "communities",
    title: "往来社区",
    about: "向本街道上报的社区：联系人、指纹、从什么时候起。登记和停止往来，见“社区”。",
    group: "街道",
};

const COLUMNS: &[(&str, u8)] = &[("社区", 16), ("联系人", 0), ("指纹", 12), ("登记时间", 11), ("状态", 14)];

impl Folio for Communities {
    fn head(&self) -> Head {
        HEAD
    }

    fn office(&self) -> Office {
        Office::Street
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::PARTNER.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("now", "往来中")
            .chip("over", "已停止")
            .search("社区、联系人")
            .empty("还没有社区。先导出街道的邀请函交给社区；社区交来它的邀请函，在“社区”里登记。");
        for partner in partners(reading)? {
            let over = partner.to_on.filter(|to| *to <= asked.on);
            let state = match over {
                Some(day) => tagged(format!("{day} 起不再上报"), FolioTone::Plain),
                None => tagged("往来中", FolioTone::Ok),
            };
            let contact = partner.contact.clone().unwrap_or_default();
            sheet.push(Line {
                row: partner.id.0,
                cells: vec![
                    cell(&partner.name),
                    cell(&contact),
                    cell(public_of(&partner)?.fingerprint().in_halves()),
                    cell(partner.trusted_at.to_string()),
                    state,
                ],
                marks: vec![if over.is_some() { "over" } else { "now" }],
                words: found_by(&[&partner.name, &contact], &[]),
                ..Line::default()
            });
        }
        Ok(sheet.finish(asked))
    }
}
