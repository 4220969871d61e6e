//! A community's parcel whose signature holds: what it says, beside what the street holds of that month. Must not write.

use branchbook_contract::parcel::{PartChanges, RowReason};
use branchbook_domain::day::Month;
use branchbook_domain::roll_up::RollUp;
use branchbook_ledger::table::exchange::{self, ParcelKind, ParcelReceived, Partner};
use branchbook_ledger::table::roll_up::members_of;
use branchbook_ledger::{Book, LedgerError, Reading, Stored};
use branchbook_parcel::{Limits, OfficeKeys, OfficePublic, OpenError, Opener, Parcel, open};
use serde_json::Value;

use super::compare::{self, Sheet};
use crate::error::{DeskError, Result};
use crate::exchange::kind::{MONTH, Part};
use crate::exchange::office;
use crate::exchange::received;
use crate::exchange::row::{
    BranchRow, MeetingRow, MemberRow, MovementRow, PartRow, RollUpRow, ServiceRow, UnitRow,
};

/// What a parcel is to the street.
pub(super) enum Standing {
    /// It is here already.
    Same,
    /// It is newer than all that is held of its month.
    Newer,
}

/// A parcel whose signature is that of a known community.
pub(super) struct Proven {
    pub parcel: Parcel,
    pub bytes: Vec<u8>,
    pub community: Stored<Partner>,
}

/// A proven parcel that may be counted.
pub(super) struct Incoming {
    pub proven: Proven,
    pub month: Month,
    /// What it says.
    pub contents: Contents,
}

/// What a parcel says, beside what is held.
pub(super) struct Contents {
    /// The rows of the register that are taken.
    pub members: Vec<MemberRow>,
    /// The figures.
    pub roll_up: RollUp,
    /// Rows that are not taken.
    pub refused: Vec<RowReason>,
    /// Rows by part, beside what is held.
    pub parts: Vec<PartChanges>,
    /// Sentences about it as a whole.
    pub findings: Vec<String>,
    /// The last month that the community had closed.
    pub closed_to: Option<Month>,
    /// Who answers for it.
    pub contact: Option<String>,
}

/// Opens a parcel with the keys of those who may send one.
pub(super) fn prove(bytes: &[u8], keys: &OfficeKeys, senders: &[OfficePublic]) -> Result<Parcel, OpenError> {
    open(bytes, &Opener { keys, senders, kinds: &[MONTH], limits: Limits::default() })
}

/// The keys of the communities.
pub(super) fn senders(reading: &Reading<'_>) -> Result<Vec<OfficePublic>, LedgerError> {
    office::communities(reading)?.iter().map(office::public_of).collect()
}

/// A kept month of a community.
pub(super) fn reopen(book: &Book, keys: &OfficeKeys, held: &Stored<ParcelReceived>) -> Result<Parcel> {
    received::reopen(book, keys, held, &[MONTH])
}

impl Proven {
    /// Finds whose parcel it is.
    pub fn of(book: &Book, parcel: Parcel, bytes: Vec<u8>) -> Result<Self> {
        let sender = parcel.sender().to_bytes();
        let community = book.read(office::communities)?.into_iter().find(|partner| partner.public == sender);
        let community = community.ok_or_else(|| DeskError::refused("没有登记这个社区，没有接收。"))?;
        Ok(Self { parcel, bytes, community })
    }

    /// The month that it speaks of.
    pub fn month(&self) -> Result<Month> {
        let manifest = self.parcel.manifest();
        if manifest.sender.uid != self.community.uid {
            return Err(DeskError::refused(format!(
                "文件里的单位编号与{}登记的不一致，没有接收。请向对方核实是否重新建了台账。",
                self.community.name
            )));
        }
        let month = manifest.month.as_deref().and_then(|month| month.parse().ok());
        month.ok_or_else(|| DeskError::refused("文件里没有写清是哪个月，没有接收。请社区重新封装。"))
    }
}

/// Where a parcel stands beside those that came before (decisions 7, 30).
pub(super) fn standing(
    reading: &Reading<'_>,
    Proven { parcel, community, .. }: &Proven,
    month: Month,
) -> Result<Standing> {
    if exchange::received_by_hash(reading, &parcel.sha256().0)?.is_some() {
        return Ok(Standing::Same);
    }
    let held = exchange::received_of(reading, community.id, ParcelKind::Month, Some(month))?;
    let (epoch, sequence) = (i64::from(parcel.manifest().epoch), i64::from(parcel.manifest().sequence));
    let who = format!("{}{}", community.name, month.label());
    if held.iter().any(|held| (held.epoch, held.sequence) == (epoch, sequence)) {
        return Err(DeskError::refused(format!(
            "{who}的第 {sequence} 次上报已经收到过，但内容不同（分叉），没有接收。对方可能在两台电脑上各用了一份台账，请核实以哪一份为准，由那一份重新封装。"
        )));
    }
    match held.first() {
        Some(newest) if epoch < newest.epoch => Err(DeskError::refused(format!(
            "{who}已经收到恢复以后的上报，这一份是恢复以前的旧台账封装的，没有接收。请对方改用恢复后的台账重新封装。"
        ))),
        Some(newest) if (epoch, sequence) < (newest.epoch, newest.sequence) => Err(DeskError::refused(
            format!("{who}已经收到第 {} 次上报，这是较早的第 {sequence} 次，没有接收。", newest.sequence),
        )),
        _ => Ok(Standing::Newer),
    }
}

/// Reads the rows and sets them beside what is held.
pub(super) fn read(
    book: &Book,
    keys: &OfficeKeys,
    Proven { parcel, community, .. }: &Proven,
    month: Month,
) -> Result<Contents> {
    let (before, unreadable) = before(book, keys, community, month)?;
    let before = before.as_ref();
    let mut refused = Vec::new();
    let figures = sheet::<RollUpRow>(parcel, &mut refused)?;
    let members = sheet::<MemberRow>(parcel, &mut refused)?;
    let units = sheet::<UnitRow>(parcel, &mut refused)?;
    let register = book.read(|reading| members_of(reading, community.id))?;
    let parts = vec![
        compare::beside(&figures, before)?,
        compare::beside(&sheet::<BranchRow>(parcel, &mut refused)?, before)?,
        compare::beside_register(&members, &register),
        compare::beside(&sheet::<MovementRow>(parcel, &mut refused)?, before)?,
        compare::beside(&sheet::<MeetingRow>(parcel, &mut refused)?, before)?,
        compare::beside(&units, before)?,
        compare::beside(&sheet::<ServiceRow>(parcel, &mut refused)?, before)?,
    ];
    let figures = figures.rows.into_iter().next();
    let RollUpRow { roll_up } =
        figures.ok_or_else(|| DeskError::refused("文件里没有汇总数字，没有接收。请社区重新封装。"))?;
    let gap = book.read(|reading| office::gap_in_history(reading, community, parcel.manifest()))?;
    let mut findings: Vec<String> = gap.into_iter().chain(unreadable).collect();
    findings.extend(disagreement(&roll_up, members.rows.len() + members.refused, &units.rows));
    Ok(Contents {
        members: members.rows,
        roll_up,
        refused,
        parts,
        findings,
        closed_to: stated(parcel, "closed_to").and_then(|month| month.parse().ok()),
        contact: stated(parcel, "contact").map(str::to_owned),
    })
}

/// The parcel that is held of the month. A kept file that is lost takes nothing but the comparison.
fn before(
    book: &Book,
    keys: &OfficeKeys,
    community: &Stored<Partner>,
    month: Month,
) -> Result<(Option<Parcel>, Option<String>)> {
    let held =
        book.read(|reading| exchange::received_of(reading, community.id, ParcelKind::Month, Some(month)))?;
    Ok(match held.first().map(|held| reopen(book, keys, held)) {
        None => (None, None),
        Some(Ok(before)) => (Some(before), None),
        Some(Err(error)) => (None, Some(format!("上次收到的文件打不开，没有比较（{error}）"))),
    })
}

/// What the file says beside its rows.
fn stated<'p>(parcel: &'p Parcel, key: &str) -> Option<&'p str> {
    parcel.manifest().about.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The rows of a part; those that cannot be taken are noted with their reason.
fn sheet<R: PartRow>(parcel: &Parcel, refused: &mut Vec<RowReason>) -> Result<Sheet<R>> {
    let sheet = Sheet::<R>::of(parcel)?;
    refused.extend(sheet.reasons.iter().cloned());
    Ok(sheet)
}

/// Figures that the rows do not bear out.
fn disagreement(roll_up: &RollUp, members: usize, units: &[UnitRow]) -> Vec<String> {
    let figures = &roll_up.figures;
    let reported: i64 = units.iter().map(|unit| unit.reported).sum();
    let checks = [
        ("月末党员数", figures.members, "名册人数", i64::try_from(members).unwrap_or(i64::MAX)),
        ("月末党员数", figures.members, "按增减推算的人数", figures.reckoned_members()),
        ("已报到人数", figures.reported, "各单位已报到之和", reported),
    ];
    let wrong = checks.into_iter().filter(|(_, stated, _, found)| stated != found);
    wrong
        .map(|(what, stated, of, found)| format!("{what} {stated} 与{of} {found} 不一致，请社区核对。"))
        .collect()
}

/// The part that a person means, or what there is.
pub(super) fn require_part(word: &str) -> Result<Part> {
    let known = || Part::ALL.iter().map(|part| part.label()).collect::<Vec<_>>().join("、");
    Part::find(word.trim())
        .ok_or_else(|| DeskError::field("part", format!("没有“{word}”这一部分，可以写：{}。", known())))
}
