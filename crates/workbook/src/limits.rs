//! How much of a foreign file is believed. Holds numbers only, no reading.

/// Limits for files from outside. The default fits every office file that we have met with a wide margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file on disk, in bytes.
    pub file_bytes: u64,
    /// Number of parts in a zip container.
    pub parts: usize,
    /// Uncompressed size of one part of a zip container, in bytes; counted while inflating, not believed.
    pub part_bytes: u64,
    /// Uncompressed size of all parts together as the directory states it, in bytes.
    pub total_bytes: u64,
    /// Uncompressed ÷ compressed size of a part; counted only beyond the first 16 MiB.
    pub ratio: u64,
    /// Size of one XML tag or text node, in bytes.
    pub node_bytes: u64,
    /// All shared strings together, in bytes of UTF-8.
    pub shared_bytes: u64,
    /// Rows with something in them, per sheet.
    pub rows: u64,
    /// Columns: a cell with something in it may not lie further right.
    pub columns: u16,
    /// Cells with something in them, per sheet.
    pub cells: u64,
    /// Characters in one cell. Excel holds 32,767.
    pub cell_chars: usize,
    /// Merged ranges, per sheet.
    pub merges: usize,
    /// Sheets in a book.
    pub sheets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 128 << 20,
            parts: 4_096,
            part_bytes: 1 << 30,
            total_bytes: 2 << 30,
            ratio: 200,
            node_bytes: 4 << 20,
            shared_bytes: 256 << 20,
            rows: 1_048_576,
            columns: 1_024,
            cells: 20_000_000,
            cell_chars: 32_767,
            merges: 200_000,
            sheets: 512,
        }
    }
}
