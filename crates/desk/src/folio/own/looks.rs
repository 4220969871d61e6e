//! 查看记录: at a street, who was shown whom of a community's report in full, and when.

use branchbook_contract::book::Office;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_ledger::Reading;

use super::{names, names_form, page};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::{Asked, Deed, Folio, Head, Values};

/// The folio.
pub(crate) struct Looks;

pub(super) const HEAD: Head = Head {
    folio: "looks",
    title: "查看记录",
    about: "谁、什么时候看过社区上报的哪些党员的完整证件号、电话和住址。",
    group: "街道",
};

impl Folio for Looks {
    fn head(&self) -> Head {
        HEAD
    }

    fn office(&self) -> Office {
        Office::Street
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        page::page_of_street(reading, asked)
    }

    fn entry(&self, _reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "names" => Ok(names_form()),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, _values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "names" => names(desk, deed),
            _ => deed.unknown(),
        }
    }
}
