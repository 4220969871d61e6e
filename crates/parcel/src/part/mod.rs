//! A part: rows as JSON objects, one a line, packed by zstd. Written, proven and read in a folder of their own,
//! because each streams and none may hold more than a row.

mod read;
mod verify;
mod write;

pub use read::Rows;
pub(crate) use verify::verify;
pub(crate) use write::PackedPart;
pub use write::RowWriter;

use std::io;

use zstd::stream::read::Decoder;

use crate::limits::WINDOW_LOG;

/// What a frame of RFC 8878 begins with. The library also knows skippable frames and the formats before 2016, whose
/// decoders nobody looks after.
const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Unpacks one frame and stops at its end.
pub(crate) fn unpack(packed: &[u8]) -> io::Result<Decoder<'static, &[u8]>> {
    if !packed.starts_with(&FRAME) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut decoder = Decoder::with_buffer(packed)?.single_frame();
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(decoder)
}
