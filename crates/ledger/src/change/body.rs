//! The body of a change: which rows it inserted, updated and deleted, packed.
//!
//! Inserts in a run of consecutive ids keep their images while they are few; beyond [`INLINE_ROWS`] the run
//! keeps only its range and the hash of its rows, because the rows themselves stand in the table. Entries of
//! one table are in the order in which they happened. First byte of the packed form: 0 plain, 1 zstd.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Hash;
use crate::error::{LedgerError, Result};
use crate::image::{put_number, take_bytes, take_number};

/// Runs of at most this many inserted rows keep their images.
pub const INLINE_ROWS: u64 = 64;
/// Bodies shorter than this are not compressed.
const PLAIN_LIMIT: usize = 256;
/// Level of compression; higher levels gain a tenth and cost several times the time.
const LEVEL: i32 = 3;

/// One thing that happened to rows of one table. `table` is its number; images are made by `image`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the entry's own sentence says")]
pub enum Entry {
    /// Rows with consecutive keys were inserted; their images are kept.
    Inserted { table: u16, first: i64, images: Vec<Vec<u8>> },
    /// Many rows with consecutive keys were inserted; `width` values each, hashed by [`RunHash`].
    InsertedMany { table: u16, first: i64, count: u64, width: u64, hash: Hash },
    /// A row was changed.
    Updated { table: u16, id: i64, before: Vec<u8>, after: Vec<u8> },
    /// A row was removed, which only an undo does.
    Deleted { table: u16, id: i64, before: Vec<u8> },
}

impl Entry {
    /// Number of the table.
    pub fn table(&self) -> u16 {
        match self {
            Self::Inserted { table, .. }
            | Self::InsertedMany { table, .. }
            | Self::Updated { table, .. }
            | Self::Deleted { table, .. } => *table,
        }
    }
}

/// Hash of a run of rows: over key, length and image of each, in order of the keys.
#[derive(Debug, Clone, Default)]
pub struct RunHash(Sha256);

impl RunHash {
    /// Takes the next row.
    pub fn add(&mut self, id: i64, image: &[u8]) {
        let head = [id.to_be_bytes(), (image.len() as u64).to_be_bytes()];
        self.0.update(head.as_flattened());
        self.0.update(image);
    }

    /// The hash of all rows taken.
    pub fn finish(self) -> Hash {
        self.0.finalize().into()
    }
}

/// Rows that were changed or removed: number of the table and key.
pub type Touched = Vec<(u16, i64)>;

/// Collects what an operation does.
#[derive(Debug, Default)]
pub struct Collector {
    packed: Vec<u8>,
    runs: BTreeMap<u16, Run>,
    touched: Touched,
}

#[derive(Debug)]
struct Run {
    first: i64,
    count: u64,
    width: u64,
    images: Vec<Vec<u8>>,
    hash: RunHash,
}

impl Collector {
    /// A row was inserted; `width` is the count of values in its image.
    pub fn inserted(&mut self, table: u16, id: i64, width: usize, image: &[u8]) {
        match self.runs.get_mut(&table) {
            Some(run) if run.first + run.count.cast_signed() == id => run.add(id, image),
            _ => {
                self.finish_run(table);
                self.runs.entry(table).or_insert_with(|| Run::begin(id, width as u64)).add(id, image);
            }
        }
    }

    /// A row was changed.
    pub fn updated(&mut self, table: u16, id: i64, before: &[u8], after: &[u8]) {
        self.finish_run(table);
        self.put_head(b'U', table, id);
        self.put_image(before);
        self.put_image(after);
        self.touched.push((table, id));
    }

    /// A row was removed.
    pub fn deleted(&mut self, table: u16, id: i64, before: &[u8]) {
        self.finish_run(table);
        self.put_head(b'D', table, id);
        self.put_image(before);
        self.touched.push((table, id));
    }

    /// Whether nothing has happened.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty() && self.runs.is_empty()
    }

    /// The packed body, and the rows that were changed or removed.
    pub fn finish(mut self) -> Result<(Vec<u8>, Touched)> {
        let open: Vec<u16> = self.runs.keys().copied().collect();
        for table in open {
            self.finish_run(table);
        }
        self.touched.sort_unstable();
        self.touched.dedup();
        Ok((pack(self.packed)?, self.touched))
    }

    fn finish_run(&mut self, table: u16) {
        let Some(run) = self.runs.remove(&table) else { return };
        if run.count > INLINE_ROWS {
            self.put_head(b'M', table, run.first);
            put_number(run.count, &mut self.packed);
            put_number(run.width, &mut self.packed);
            self.packed.extend_from_slice(&run.hash.finish());
        } else {
            self.put_head(b'I', table, run.first);
            put_number(run.count, &mut self.packed);
            for image in &run.images {
                self.put_image(image);
            }
        }
    }

    fn put_head(&mut self, tag: u8, table: u16, id: i64) {
        self.packed.push(tag);
        put_number(u64::from(table), &mut self.packed);
        put_number(id.cast_unsigned(), &mut self.packed);
    }

    fn put_image(&mut self, image: &[u8]) {
        put_number(image.len() as u64, &mut self.packed);
        self.packed.extend_from_slice(image);
    }
}

impl Run {
    fn begin(first: i64, width: u64) -> Self {
        Self { first, count: 0, width, images: Vec::new(), hash: RunHash::default() }
    }

    fn add(&mut self, id: i64, image: &[u8]) {
        self.hash.add(id, image);
        self.count += 1;
        if self.count <= INLINE_ROWS {
            self.images.push(image.to_vec());
        } else {
            self.images.clear();
        }
    }
}

/// The entries of a packed body.
pub fn entries(change: i64, body: &[u8]) -> Result<Vec<Entry>> {
    let corrupt = || LedgerError::Corrupt { table: "change", id: change, column: "body" };
    let plain = unpack(body).ok_or_else(corrupt)?;
    let mut input = plain.as_slice();
    let mut list = Vec::new();
    while !input.is_empty() {
        list.push(take_entry(&mut input).ok_or_else(corrupt)?);
    }
    Ok(list)
}

fn pack(plain: Vec<u8>) -> Result<Vec<u8>> {
    let (tag, content) =
        if plain.len() < PLAIN_LIMIT { (0, plain) } else { (1, zstd::encode_all(plain.as_slice(), LEVEL)?) };
    let mut body = Vec::with_capacity(content.len() + 1);
    body.push(tag);
    body.extend_from_slice(&content);
    Ok(body)
}

fn unpack(body: &[u8]) -> Option<Vec<u8>> {
    match body.split_first()? {
        (0, plain) => Some(plain.to_vec()),
        (1, packed) => zstd::decode_all(packed).ok(),
        _ => None,
    }
}

fn take_entry(input: &mut &[u8]) -> Option<Entry> {
    let (&tag, rest) = input.split_first()?;
    *input = rest;
    let table = u16::try_from(take_number(input)?).ok()?;
    let id = take_number(input)?.cast_signed();
    Some(match tag {
        b'I' => {
            let count = take_number(input)?;
            checked_end(id, count)?;
            let images = (0..count).map(|_| take_image(input)).collect::<Option<Vec<_>>>()?;
            Entry::Inserted { table, first: id, images }
        }
        b'M' => {
            let (count, width) = (take_number(input)?, take_number(input)?);
            checked_end(id, count)?;
            let hash = Hash::try_from(take_bytes(input, 32)?).ok()?;
            Entry::InsertedMany { table, first: id, count, width, hash }
        }
        b'U' => Entry::Updated { table, id, before: take_image(input)?, after: take_image(input)? },
        b'D' => Entry::Deleted { table, id, before: take_image(input)? },
        _ => return None,
    })
}

/// The key after a run; `None` for a run that no table can hold.
fn checked_end(first: i64, count: u64) -> Option<i64> {
    first.checked_add(i64::try_from(count).ok()?)
}

fn take_image(input: &mut &[u8]) -> Option<Vec<u8>> {
    let length = take_number(input)?;
    Some(take_bytes(input, length)?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_rows_keep_images_and_many_keep_a_hash() {
        let mut few = Collector::default();
        for id in 1..=64 {
            few.inserted(3, id, 2, &[id as u8]);
        }
        let (body, touched) = few.finish().unwrap();
        assert!(touched.is_empty(), "inserts are found by made_by");
        assert!(
            matches!(&entries(1, &body).unwrap()[..], [Entry::Inserted { first: 1, images, .. }] if images.len() == 64)
        );

        let mut many = Collector::default();
        let mut expected = RunHash::default();
        for id in 10..100 {
            many.inserted(3, id, 2, &[id as u8]);
            expected.add(id, &[id as u8]);
        }
        let (body, _) = many.finish().unwrap();
        let hash = expected.finish();
        assert_eq!(
            entries(1, &body).unwrap(),
            [Entry::InsertedMany { table: 3, first: 10, count: 90, width: 2, hash }]
        );
    }

    #[test]
    fn an_update_comes_after_the_insert_it_follows() {
        let mut collector = Collector::default();
        collector.inserted(3, 1, 1, b"a");
        collector.inserted(4, 7, 1, b"x");
        collector.updated(3, 1, b"a", b"b");
        collector.inserted(3, 2, 1, b"c");
        collector.deleted(4, 7, b"x");
        let (body, touched) = collector.finish().unwrap();
        let of_three: Vec<Entry> = entries(1, &body)
            .unwrap()
            .into_iter()
            .filter(|entry| !matches!(entry, Entry::Inserted { table: 4, .. } | Entry::Deleted { .. }))
            .collect();
        assert_eq!(
            of_three,
            [
                Entry::Inserted { table: 3, first: 1, images: vec![b"a".to_vec()] },
                Entry::Updated { table: 3, id: 1, before: b"a".to_vec(), after: b"b".to_vec() },
                Entry::Inserted { table: 3, first: 2, images: vec![b"c".to_vec()] },
            ]
        );
        assert_eq!(touched, [(3, 1), (4, 7)]);
    }

    #[test]
    fn a_cut_body_is_corrupt_not_a_panic() {
        let mut collector = Collector::default();
        collector.updated(3, 1, b"before", b"after");
        let (body, _) = collector.finish().unwrap();
        for length in 0..body.len() {
            let cut = entries(9, &body[..length]);
            assert!(length == 1 || matches!(cut, Err(LedgerError::Corrupt { id: 9, .. })), "cut at {length}");
        }
    }
}
