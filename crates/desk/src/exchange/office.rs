//! This office and the others, between the ledger and the parcels: keys, names, who may send what.

use branchbook_contract::book::Office;
use branchbook_ledger::table::exchange::{self, OfficeKey, ParcelKind, Partner};
use branchbook_ledger::table::office::{self as book_office, key};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{
    Chain, Digest, Fault, KEY_BYTES, Manifest, OfficeKeys, OfficeName, OfficePublic, OpenError,
};
use serde_json::Value;

use super::kind;
use crate::error::{DeskError, Result};

/// Setting: whether this book trusts a street (decisions 6).
pub(crate) const TRUSTS_STREET: &str = "street.is_trusted";

/// Keys for this office, in the operation that makes its book.
pub(crate) fn make_keys(writing: &mut Writing<'_>) -> Result<(), LedgerError> {
    let keys = OfficeKeys::generate().map_err(|error| LedgerError::Refused(error.to_string()))?;
    let (secret, made_at) = (keys.secret().to_vec(), writing.at());
    writing.insert(&OfficeKey { secret, made_at }).map(|_| ())
}

/// The keys of this office. A book from before there were parcels gets them now.
pub(crate) fn keys(book: &mut Book) -> Result<OfficeKeys> {
    if book.read(exchange::office_key)?.is_none() {
        let operation = Operation::new(OperationKind::KeysMake, "生成本单位密钥");
        book.write(&operation, make_keys)?;
    }
    let stored = book.read(exchange::office_key)?;
    let stored = stored.ok_or_else(|| DeskError::refused("台账里没有本单位的密钥。请运行“校验台账”。"))?;
    let secret: [u8; KEY_BYTES] = stored.secret.as_slice().try_into().map_err(|_| LedgerError::Corrupt {
        table: "office_key",
        id: stored.id.0,
        column: "secret",
    })?;
    Ok(OfficeKeys::from_secret(&secret))
}

/// This office as parcels name it: the book's id, so that a copy is the same office.
pub(crate) fn own_name(reading: &Reading<'_>) -> Result<OfficeName, LedgerError> {
    Ok(OfficeName {
        uid: book_office::setting(reading, key::BOOK_ID)?.unwrap_or_default(),
        name: book_office::setting(reading, key::OFFICE_NAME)?.unwrap_or_default(),
    })
}

/// The epoch of the book.
pub(crate) fn epoch(reading: &Reading<'_>) -> Result<u32, LedgerError> {
    Ok(book_office::setting(reading, key::EPOCH)?.unwrap_or(1))
}

/// Where the history of the book stands.
pub(crate) fn chain(book: &Book) -> Chain {
    let head = book.head();
    Chain { head: Digest(head.hash), count: head.id.unsigned_abs() }
}

/// `branchbook 0.1.0`.
pub(crate) fn program() -> String {
    format!("branchbook {}", env!("CARGO_PKG_VERSION"))
}

/// The public keys of an office.
pub(crate) fn public_of(partner: &Stored<Partner>) -> Result<OfficePublic, LedgerError> {
    public(&partner.public).ok_or(LedgerError::Corrupt {
        table: "partner",
        id: partner.id.0,
        column: "public",
    })
}

/// Public keys from their bytes.
pub(crate) fn public(bytes: &[u8]) -> Option<OfficePublic> {
    OfficePublic::from_bytes(bytes.try_into().ok()?).ok()
}

/// An office as parcels name it.
pub(crate) fn name_of(partner: &Partner) -> OfficeName {
    OfficeName { uid: partner.uid.clone(), name: partner.name.clone() }
}

/// The street that this community trusts.
pub(crate) fn street(reading: &Reading<'_>) -> Result<Option<Stored<Partner>>, LedgerError> {
    let all = exchange::partners(reading)?;
    Ok(all.into_iter().find(|partner| partner.kind == Office::Street.code() && partner.to_on.is_none()))
}

/// The street, or what to do first.
pub(crate) fn require_street(reading: &Reading<'_>) -> Result<Stored<Partner>> {
    street(reading)?.ok_or_else(|| DeskError::refused("还没有登记上级街道。请先登记街道的邀请文件，再上报。"))
}

/// The communities that report to this street.
pub(crate) fn communities(reading: &Reading<'_>) -> Result<Vec<Stored<Partner>>, LedgerError> {
    let mut all = exchange::partners(reading)?;
    all.retain(|partner| partner.kind == Office::Community.code() && partner.to_on.is_none());
    Ok(all)
}

/// All communities that ever reported to this street: an old month keeps their names.
pub(crate) fn communities_ever(reading: &Reading<'_>) -> Result<Vec<Stored<Partner>>, LedgerError> {
    let mut all = exchange::partners(reading)?;
    all.retain(|partner| partner.kind == Office::Community.code());
    Ok(all)
}

/// The community of a name.
pub(crate) fn community_named(reading: &Reading<'_>, name: &str) -> Result<Stored<Partner>> {
    let all = communities(reading)?;
    let names: Vec<&str> = all.iter().map(|partner| partner.name.as_str()).collect();
    let known = names.join("、");
    all.iter().find(|partner| partner.name == name.trim()).cloned().ok_or_else(|| {
        DeskError::field("office", format!("没有登记名为“{name}”的社区。已登记的有：{known}。"))
    })
}

/// What speaks against the history that a parcel states, by the parcels of its sender that are held (decisions 12):
/// never by the order in which they came.
pub(crate) fn gap_in_history(
    reading: &Reading<'_>,
    partner: &Stored<Partner>,
    manifest: &Manifest,
) -> Result<Option<String>, LedgerError> {
    const GAP: &str = "历史与上次上报不衔接";
    let name = &partner.name;
    let epoch = i64::from(manifest.epoch);
    match partner.seen_epoch {
        Some(seen) if epoch > seen => {
            return Ok(Some(format!("{GAP}：{name}的台账从备份恢复过，请向对方核实恢复的原因和时间。")));
        }
        Some(seen) if epoch < seen => {
            return Ok(Some(format!("{GAP}：{name}用的是恢复以前的旧台账，请向对方核实以哪一份为准。")));
        }
        _ => {}
    }
    let same_point = exchange::received_at_count(reading, partner.id, epoch, count_of(&manifest.chain))?;
    let is_other = same_point.is_some_and(|held| held.chain_head != manifest.chain.head.0);
    let previous = match &manifest.previous {
        Some(previous) => exchange::received_by_hash(reading, &previous.0)?,
        None => None,
    };
    let stated = manifest.about.get("chain_at_previous").and_then(stated_chain);
    let is_rewritten = previous.zip(stated).is_some_and(|(held, stated)| {
        held.epoch == epoch
            && (held.chain_count, held.chain_head.as_slice()) != (count_of(&stated), &stated.head.0[..])
    });
    Ok((is_other || is_rewritten).then(|| {
        format!("{GAP}：{name}的操作历史与以前上报的不一致，可能用了旧的台账或被改动过，请向对方核实。")
    }))
}

fn stated_chain(value: &Value) -> Option<Chain> {
    let head: Digest = value.get("head")?.as_str()?.parse().ok()?;
    Some(Chain { head, count: value.get("count")?.as_u64()? })
}

/// The number of changes, as the book keeps it.
pub(crate) fn count_of(chain: &Chain) -> i64 {
    i64::try_from(chain.count).unwrap_or(i64::MAX)
}

/// The partner with how far its history has come by this parcel; an older one says nothing new.
pub(crate) fn seen(partner: &Partner, manifest: &Manifest) -> Partner {
    let stated = (Some(i64::from(manifest.epoch)), Some(count_of(&manifest.chain)));
    let (seen_epoch, seen_count) = stated.max((partner.seen_epoch, partner.seen_count));
    Partner { seen_epoch, seen_count, ..partner.clone() }
}

/// Why a parcel is not taken, in words that name the right way for one of another kind.
pub(crate) fn refused(error: &OpenError) -> DeskError {
    let other = match error {
        OpenError::Refused(Fault::UnknownKind(kind)) => ParcelKind::from_code(kind),
        _ => None,
    };
    DeskError::refused(match other {
        Some(ParcelKind::Month) => "这是社区的月度上报，没有改动。请由街道用“接收上报”打开。".to_owned(),
        Some(ParcelKind::Receipt) => "这是街道的回执，没有改动。请由社区用“登记回执”打开。".to_owned(),
        Some(ParcelKind::Publication) => {
            "这是街道的下发文件，没有改动。请由社区用“接收下发”打开。".to_owned()
        }
        None => in_words(error),
    })
}

/// The sentence, with the part called as people call it.
fn in_words(error: &OpenError) -> String {
    let sentence = error.to_string();
    match error.part().and_then(|code| Some((code, kind::part_label(code)?))) {
        Some((code, label)) => sentence.replacen(&format!("「{code}」"), &format!("「{label}」"), 1),
        None => sentence,
    }
}
