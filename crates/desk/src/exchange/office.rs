//! This office and the others, between the ledger and the parcels: keys, names, who may send what.

use branchbook_contract::book::Office;
use branchbook_ledger::table::exchange::{self, OfficeKey, Partner};
use branchbook_ledger::table::office::{self as book_office, key};
use branchbook_ledger::{Book, LedgerError, Operation, OperationKind, Reading, Stored, Writing};
use branchbook_parcel::{Chain, Digest, KEY_BYTES, OfficeKeys, OfficeName, OfficePublic};

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
    Ok(all.into_iter().find(|partner| partner.kind == Office::Street.code()))
}

/// The street, or what to do first.
pub(crate) fn require_street(reading: &Reading<'_>) -> Result<Stored<Partner>> {
    street(reading)?.ok_or_else(|| {
        DeskError::refused("还没有登记上级街道。请先导入街道的邀请文件（parcel trust），再上报。")
    })
}

/// The communities that report to this street.
pub(crate) fn communities(reading: &Reading<'_>) -> Result<Vec<Stored<Partner>>, LedgerError> {
    let mut all = exchange::partners(reading)?;
    all.retain(|partner| partner.kind == Office::Community.code() && partner.to_on.is_none());
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

/// What an office's parcel says of its history beside what its last one said: `None` if the two fit.
pub(crate) fn gap_in_history(
    partner: &Partner,
    epoch: u32,
    chain: &Chain,
    at_previous: Option<&Chain>,
) -> Option<String> {
    const GAP: &str = "历史与上次上报不衔接";
    let (Some(seen_epoch), Some(seen_count)) = (partner.seen_epoch, partner.seen_count) else { return None };
    let seen_head = partner.seen_head.as_deref().unwrap_or_default();
    if i64::from(epoch) > seen_epoch {
        return Some(format!("{GAP}：{}的台账从备份恢复过，请向对方核实恢复的原因和时间。", partner.name));
    }
    let count = i64::try_from(chain.count).unwrap_or(i64::MAX);
    let is_shorter = count < seen_count;
    let is_other = count == seen_count && chain.head.0 != seen_head;
    let is_rewritten = at_previous.is_some_and(|at| {
        i64::try_from(at.count).is_ok_and(|count| count == seen_count) && at.head.0 != seen_head
    });
    (is_shorter || is_other || is_rewritten).then(|| {
        format!(
            "{GAP}：{}的操作历史与上次看到的不一致，可能用了旧的台账或被改动过，请向对方核实。",
            partner.name
        )
    })
}

/// Notes what an office's parcel says of its history.
pub(crate) fn note_history(
    writing: &mut Writing<'_>,
    partner: &Stored<Partner>,
    epoch: u32,
    chain: &Chain,
) -> Result<(), LedgerError> {
    let seen = Partner {
        seen_epoch: Some(i64::from(epoch)),
        seen_count: i64::try_from(chain.count).ok(),
        seen_head: Some(chain.head.0.to_vec()),
        ..partner.value.clone()
    };
    writing.update(partner.id, &seen).map(|_| ())
}
