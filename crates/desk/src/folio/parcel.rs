//! 往来文件: what went out, what came in and what was not taken, the same at both offices.

use std::collections::BTreeMap;

use branchbook_contract::book::Office;
use branchbook_contract::folio::{FolioCell, FolioPage, FolioTone};
use branchbook_contract::parcel::RowReason;
use branchbook_domain::day::{Instant, Month};
use branchbook_domain::key::PartnerId;
use branchbook_ledger::table::exchange::{
    ParcelKind, ParcelReceived, ParcelRefused, ParcelSent, SentState, Stretch, Verdict, partners, received,
    refused, sent,
};
use branchbook_ledger::{Reading, Stored};

use super::record::{self, RowRecord};
use super::{Asked, Folio, Head, Line, Sheet, cell, found_by, tagged};
use crate::error::Result;
use crate::exchange::kind;
use crate::exchange::list::{reasons, sent_label, verdict_label};

/// The folio.
pub(crate) struct Parcels;

const HEAD: Head = Head {
    folio: "parcels",
    title: "往来文件",
    about: "发出的、收到的和没有接收的数据包，每一份的状态和退回的原因。",
    group: "往来",
};

const COLUMNS: &[(&str, u8)] = &[
    ("时间", 11),
    ("方向", 5),
    ("内容", 7),
    ("月份", 8),
    ("次数", 4),
    ("对方", 8),
    ("状态", 8),
    ("说明", 0),
];

/// The keys of three tables as keys of one list: what is left of a key divided by three says of which.
const SENT: i64 = 0;
const RECEIVED: i64 = 1;
const REFUSED: i64 = 2;

/// Everything there is.
const WHOLE: Stretch = Stretch { offset: 0, limit: None };

impl Folio for Parcels {
    fn head(&self) -> Head {
        HEAD
    }

    fn is_of(&self, _office: Office) -> bool {
        true
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(match row % 3 {
            SENT => record::PARCEL_SENT.of(row / 3),
            RECEIVED => record::PARCEL_RECEIVED.of(row / 3),
            _ => record::PARCEL_REFUSED.of(row / 3),
        })
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("次数")
            .chip("sent", "发出")
            .chip("received", "收到")
            .chip("refused", "没有接收")
            .chip("returned", "退回")
            .search("对方、月份、原因")
            .empty("还没有往来。封装上报、接收文件之后列在这里。");
        let names: BTreeMap<PartnerId, String> =
            partners(reading)?.into_iter().map(|partner| (partner.id, partner.value.name)).collect();
        let name = |id: &PartnerId| names.get(id).cloned().unwrap_or_default();
        let mut rows = Vec::new();
        for row in sent(reading, WHOLE)? {
            let to = row.partner_id.map_or_else(|| "各社区".to_owned(), |id| name(&id));
            let why = reasons("parcel_sent", row.id.0, row.reasons.as_deref())?;
            rows.push(sent_one(&row, to, said(why)));
        }
        for row in received(reading, WHOLE)? {
            let why = reasons("parcel_received", row.id.0, row.reasons.as_deref())?;
            rows.push(received_one(&row, name(&row.partner_id), said(why)));
        }
        for row in refused(reading, WHOLE)? {
            rows.push(refused_one(&row, name(&row.partner_id)));
        }
        rows.retain(|row| row.at.beijing_day() <= asked.on);
        rows.sort_by_key(|row| std::cmp::Reverse(row.at));
        rows.into_iter().for_each(|row| sheet.push(line(row)));
        Ok(sheet.finish(asked))
    }
}

/// A parcel, whichever way it went.
struct Parcel {
    /// Keys of the three tables, told apart.
    key: i64,
    at: Instant,
    way: &'static str,
    what: &'static str,
    month: Option<Month>,
    sequence: i64,
    other: String,
    state: FolioCell,
    why: String,
    marks: Vec<&'static str>,
}

fn sent_one(row: &Stored<ParcelSent>, other: String, why: String) -> Parcel {
    let (tone, mark) = match row.state {
        SentState::Received => (FolioTone::Ok, None),
        SentState::Returned => (FolioTone::Due, Some("returned")),
        SentState::Waiting => (FolioTone::Info, None),
        SentState::Replaced => (FolioTone::Plain, None),
    };
    Parcel {
        key: row.id.0 * 3 + SENT,
        at: row.sealed_at,
        way: "发出",
        what: kind::label(row.kind),
        month: row.month,
        sequence: row.sequence,
        other,
        state: tagged(sent_label(row.state), tone),
        why,
        marks: std::iter::once("sent").chain(mark).collect(),
    }
}

fn received_one(row: &Stored<ParcelReceived>, other: String, why: String) -> Parcel {
    let (tone, mark) = match row.verdict {
        // A report still waits for its receipt, as 接收与回执 says by the same colour.
        Verdict::TakenIn if row.kind == ParcelKind::Month => (FolioTone::Info, None),
        Verdict::TakenIn | Verdict::Receipted => (FolioTone::Ok, None),
        Verdict::Returned => (FolioTone::Due, Some("returned")),
        Verdict::Replaced => (FolioTone::Plain, None),
    };
    Parcel {
        key: row.id.0 * 3 + RECEIVED,
        at: row.received_at,
        way: "收到",
        what: kind::label(row.kind),
        month: row.month,
        sequence: row.sequence,
        other,
        state: tagged(verdict_label(row.verdict), tone),
        why,
        marks: std::iter::once("received").chain(mark).collect(),
    }
}

fn refused_one(row: &Stored<ParcelRefused>, other: String) -> Parcel {
    Parcel {
        key: row.id.0 * 3 + REFUSED,
        at: row.received_at,
        way: "没有接收",
        what: kind::label(row.kind),
        month: row.month,
        sequence: row.sequence,
        other,
        state: tagged("没有接收", FolioTone::Late),
        why: row.reason.clone(),
        marks: vec!["refused"],
    }
}

/// Reasons in one line, each with whom it is about.
pub(super) fn said(reasons: Vec<RowReason>) -> String {
    let each = reasons.into_iter().map(|reason| format!("{}：{}", reason.who, reason.reason));
    each.collect::<Vec<_>>().join("；")
}

fn line(parcel: Parcel) -> Line {
    let month = parcel.month.map(Month::label).unwrap_or_default();
    let words = found_by(&[&parcel.other], &[parcel.what, &month, &parcel.why]);
    Line {
        row: parcel.key,
        cells: vec![
            cell(parcel.at.to_string()),
            cell(parcel.way),
            cell(parcel.what),
            cell(month),
            cell(parcel.sequence.to_string()),
            cell(parcel.other),
            parcel.state,
            cell(parcel.why),
        ],
        marks: parcel.marks,
        words,
        ..Line::default()
    }
}
