//! The bytes of `book.key`, version 1: 292 bytes, numbers little-endian. It must not unwrap a key;
//! it only takes apart and puts together.
//!
//! | at | bytes | |
//! | --- | --- | --- |
//! | 0 | 8 | `BRANCHKY` |
//! | 8 | 2 | version, 1 |
//! | 10 | 2 | 1 if there is a password, else 0 |
//! | 12 | 16 | UUID of the book |
//! | 28 | 8 | made at, milliseconds UTC |
//! | 36 | 4 | generation, counted up by each change |
//! | 40 | 12 | Argon2id: memory in KiB, passes, lanes (zero without a password) |
//! | 52 | 16 | its salt |
//! | 68 | 24 + 48 | nonce, data key sealed by the password; without one 24 zeros, the plain key, 16 zeros |
//! | 140 | 16 | salt of the recovery code |
//! | 156 | 24 + 48 | nonce, data key sealed by the recovery code |
//! | 228 | 32 | HMAC-SHA-256 over bytes 0–227 under the sub-key `book.key` |
//! | 260 | 32 | SHA-256 over bytes 0–259: damage is seen without the key |

use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"BRANCHKY";
const VERSION: u16 = 1;
/// Bytes of a whole file.
pub(super) const LENGTH: usize = 292;
/// Bytes under the HMAC.
pub(super) const BODY: usize = 228;
/// Bytes under the plain hash.
const HASHED: usize = 260;

/// Cost of the password hash, as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// Decisions 22: 64 MiB, three passes, one lane.
    pub(crate) const OFFICE: Self = Self { memory: 64 * 1024, passes: 3, lanes: 1 };
    /// Seen only in tests, where 0.15 s for each try is too long.
    #[cfg(test)]
    pub(crate) const TEST: Self = Self { memory: 8, passes: 1, lanes: 1 };

    /// A hostile file must not ask for more than 256 MiB or a minute.
    fn is_bearable(self) -> bool {
        (8..=256 * 1024).contains(&self.memory)
            && (1..=10).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
    }
}

/// A data key under a cipher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sealed {
    pub nonce: [u8; 24],
    pub bytes: [u8; 48],
}

/// The place of the key that the daily opening uses.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum FrontSlot {
    Plain(Zeroizing<[u8; 32]>),
    Password { cost: Cost, salt: [u8; 16], sealed: Sealed },
}

/// The place of the key that the recovery code opens.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RecoverySlot {
    pub salt: [u8; 16],
    pub sealed: Sealed,
}

/// What a key file holds, the two hashes aside.
#[derive(Clone)]
pub(super) struct Layout {
    pub book_id: Uuid,
    pub created_at: i64,
    pub generation: u32,
    pub front: FrontSlot,
    pub recovery: RecoverySlot,
}

/// Why bytes are not a key file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Newer,
    Broken,
}

impl Layout {
    /// The bytes under the HMAC.
    pub(super) fn encode_body(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(LENGTH));
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&u16::from(self.has_password()).to_le_bytes());
        out.extend_from_slice(self.book_id.as_bytes());
        out.extend_from_slice(&self.created_at.to_le_bytes());
        out.extend_from_slice(&self.generation.to_le_bytes());
        encode_front(&self.front, &mut out);
        out.extend_from_slice(&self.recovery.salt);
        encode_sealed(&self.recovery.sealed, &mut out);
        out
    }

    /// Takes a file apart. The hashes are not looked at here, so that a damaged file can still be tried.
    pub(super) fn decode(file: &[u8]) -> Result<Self, Unreadable> {
        let mut rest = file;
        if take::<8>(&mut rest)? != *MAGIC {
            return Err(Unreadable::Broken);
        }
        match u16::from_le_bytes(take(&mut rest)?) {
            VERSION if file.len() == LENGTH => {}
            newer if newer > VERSION && is_hash_whole(file) => return Err(Unreadable::Newer),
            _ => return Err(Unreadable::Broken),
        }
        let mode = u16::from_le_bytes(take(&mut rest)?);
        Ok(Self {
            book_id: Uuid::from_bytes(take(&mut rest)?),
            created_at: i64::from_le_bytes(take(&mut rest)?),
            generation: u32::from_le_bytes(take(&mut rest)?),
            front: decode_front(mode, &mut rest)?,
            recovery: RecoverySlot { salt: take(&mut rest)?, sealed: decode_sealed(&mut rest)? },
        })
    }

    pub(super) fn has_password(&self) -> bool {
        matches!(self.front, FrontSlot::Password { .. })
    }

    /// What both seals are tied to: all that never changes in the life of a book.
    pub(super) fn bound_to(&self, slot: &str) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(self.book_id.as_bytes());
        out.extend_from_slice(&self.created_at.to_le_bytes());
        out.extend_from_slice(slot.as_bytes());
        out
    }
}

/// The plain hash that ends the file.
pub(super) fn plain_hash(file: &[u8]) -> [u8; 32] {
    Sha256::digest(file).into()
}

/// Does the plain hash at the end of the file fit? In every version it is the last 32 bytes.
pub(super) fn is_hash_whole(file: &[u8]) -> bool {
    file.split_last_chunk::<32>()
        .is_some_and(|(before, hash)| before.len() >= HASHED && plain_hash(before) == *hash)
}

fn encode_front(front: &FrontSlot, out: &mut Vec<u8>) {
    match front {
        FrontSlot::Plain(key) => {
            out.extend_from_slice(&[0; 12 + 16 + 24]);
            out.extend_from_slice(&**key);
            out.extend_from_slice(&[0; 16]);
        }
        FrontSlot::Password { cost, salt, sealed } => {
            for number in [cost.memory, cost.passes, cost.lanes] {
                out.extend_from_slice(&number.to_le_bytes());
            }
            out.extend_from_slice(salt);
            encode_sealed(sealed, out);
        }
    }
}

fn decode_front(mode: u16, rest: &mut &[u8]) -> Result<FrontSlot, Unreadable> {
    let [memory, passes, lanes] = [take(rest)?, take(rest)?, take(rest)?].map(u32::from_le_bytes);
    let (cost, salt, sealed) = (Cost { memory, passes, lanes }, take(rest)?, decode_sealed(rest)?);
    match mode {
        0 => {
            let mut key = Zeroizing::new([0; 32]);
            key.copy_from_slice(&sealed.bytes[..32]);
            Ok(FrontSlot::Plain(key))
        }
        1 if cost.is_bearable() => Ok(FrontSlot::Password { cost, salt, sealed }),
        _ => Err(Unreadable::Broken),
    }
}

fn encode_sealed(sealed: &Sealed, out: &mut Vec<u8>) {
    out.extend_from_slice(&sealed.nonce);
    out.extend_from_slice(&sealed.bytes);
}

fn decode_sealed(rest: &mut &[u8]) -> Result<Sealed, Unreadable> {
    Ok(Sealed { nonce: take(rest)?, bytes: take(rest)? })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Unreadable> {
    let (front, after) = rest.split_first_chunk().ok_or(Unreadable::Broken)?;
    *rest = after;
    Ok(*front)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(front: FrontSlot) -> Layout {
        let sealed = Sealed { nonce: [3; 24], bytes: [4; 48] };
        let recovery = RecoverySlot { salt: [5; 16], sealed };
        Layout { book_id: Uuid::from_u128(9), created_at: -7, generation: 2, front, recovery }
    }

    fn file(body: &[u8]) -> Vec<u8> {
        let mut file = body.to_vec();
        file.extend_from_slice(&[0; 32]);
        file.extend_from_slice(&plain_hash(&file));
        file
    }

    fn password(cost: Cost) -> FrontSlot {
        FrontSlot::Password { cost, salt: [1; 16], sealed: Sealed { nonce: [6; 24], bytes: [8; 48] } }
    }

    #[test]
    fn a_layout_is_read_back() {
        for front in [password(Cost::OFFICE), FrontSlot::Plain(Zeroizing::new([2; 32]))] {
            let written = layout(front);
            let body = written.encode_body();
            assert_eq!(body.len(), BODY);
            let file = file(&body);
            assert_eq!(file.len(), LENGTH);
            let Ok(read) = Layout::decode(&file) else { panic!("must be readable") };
            assert!(is_hash_whole(&file));
            assert_eq!((read.book_id, read.created_at, read.generation), (Uuid::from_u128(9), -7, 2));
            assert!(read.front == written.front && read.recovery == written.recovery);
        }
    }

    #[test]
    fn an_unbearable_cost_is_refused() {
        let dear = [
            (u32::MAX, 3, 1),
            (65_536, u32::MAX, 1),
            (65_536, 3, 200),
            (0, 3, 1),
            (65_536, 0, 1),
            (64, 3, 0),
        ];
        for (memory, passes, lanes) in dear {
            let file = file(&layout(password(Cost { memory, passes, lanes })).encode_body());
            assert_eq!(Layout::decode(&file).err(), Some(Unreadable::Broken), "{memory} {passes} {lanes}");
        }
    }

    #[test]
    fn a_newer_version_is_told_apart_from_a_flipped_version_byte() {
        let mut newer = layout(password(Cost::OFFICE)).encode_body();
        newer[8] = 2;
        let mut newer = file(&newer);
        assert_eq!(Layout::decode(&newer).err(), Some(Unreadable::Newer));
        newer[100] ^= 1;
        assert_eq!(Layout::decode(&newer).err(), Some(Unreadable::Broken));
    }

    #[test]
    fn a_file_of_another_length_is_broken() {
        let whole = file(&layout(password(Cost::OFFICE)).encode_body());
        for length in 0..LENGTH {
            assert_eq!(Layout::decode(&whole[..length]).err(), Some(Unreadable::Broken), "{length}");
        }
        assert_eq!(Layout::decode(&[&whole[..], b"x"].concat()).err(), Some(Unreadable::Broken));
    }
}
