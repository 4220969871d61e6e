//! How much a parcel may ask for. Both sides keep to the same limits, so that nothing is sealed that
//! could not be opened. No check stands here, only numbers.

/// Bytes of the header JSON at most.
pub(crate) const HEADER: usize = 4 * 1024;
/// Bytes of the header of the age file at most: 98 for each recipient and under 300 beside. Each recipient costs the
/// opener time, about 0.2 ms.
pub(crate) const AGE_HEADER: usize = 128 * 1024;
/// Addressees of a publication at most, its sender not counted; their header has 98 KB.
pub(crate) const ADDRESSEES: usize = 1000;
/// Bytes of the manifest at most.
pub(crate) const MANIFEST: usize = 256 * 1024;
/// Bytes of an invitation at most.
pub(crate) const INVITATION: usize = 8 * 1024;
/// A part may unpack to this many bytes whatever the ratio: a short part of equal rows packs very well.
pub(crate) const FREE_BYTES: u64 = 1024 * 1024;
/// The window that a part may ask of zstd, as a power of two: 8 MiB. Level 3 uses 2 MiB.
pub(crate) const WINDOW_LOG: u32 = 23;

/// Limits that a caller may narrow. The default is written in FORMAT.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file.
    pub file: u64,
    /// Parts of a parcel.
    pub parts: usize,
    /// Bytes of all parts together, unpacked.
    pub bytes: u64,
    /// Rows of all parts together.
    pub rows: u64,
    /// Bytes of one row, its line feed included.
    pub line: usize,
    /// How many times its packed size a part may unpack to, beyond the first 1 MiB.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 64 * 1024 * 1024,
            parts: 64,
            bytes: 512 * 1024 * 1024,
            rows: 2_000_000,
            line: 256 * 1024,
            ratio: 200,
        }
    }
}

impl Limits {
    /// May a part of this packed size unpack to so many bytes?
    pub(crate) fn allows_ratio(&self, packed: u64, unpacked: u64) -> bool {
        unpacked <= FREE_BYTES.saturating_add(packed.saturating_mul(self.ratio))
    }
}
