//! Text files as UTF-8, whatever they were: UTF-8, UTF-16 with its mark, or GB18030 (which holds GBK and GB2312). Pages
//! and XML may name another one.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::ReadError;
use crate::read::sniff::{FileStamp, io_error};

const CHUNK: usize = 32 << 10;

/// Finds the encoding by running over the whole file once.
pub(super) fn find(mut file: impl Read) -> Result<&'static Encoding, ReadError> {
    let mut chunk = vec![0; CHUNK];
    let mut held: Vec<u8> = Vec::new();
    let mut first = true;
    loop {
        let read = file.read(&mut chunk).map_err(io_error)?;
        if first && let Some((encoding, _)) = Encoding::for_bom(&chunk[..read]) {
            return Ok(encoding);
        }
        first = false;
        if read == 0 {
            return Ok(if held.is_empty() { UTF_8 } else { GB18030 });
        }
        held.extend_from_slice(&chunk[..read]);
        let valid = match std::str::from_utf8(&held) {
            Ok(_) => held.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(GB18030),
        };
        held.drain(..valid);
    }
}

/// The encoding of a page or an XML file. What the bytes prove goes before what the file says of itself: many a page
/// was converted and kept its old word.
pub(super) fn find_declared(stamp: &FileStamp) -> Result<&'static Encoding, ReadError> {
    let proven = find(stamp.open()?)?;
    if proven != GB18030 {
        return Ok(proven);
    }
    let mut first = Vec::with_capacity(4096);
    stamp.open()?.take(4096).read_to_end(&mut first).map_err(io_error)?;
    match declared(&first) {
        // Cut within a character, or with one spoilt: still what it says.
        Some(encoding) if encoding == UTF_8 && makes_sense(stamp.open()?, UTF_8)? => Ok(UTF_8),
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => Ok(encoding),
        _ => Ok(GB18030),
    }
}

/// What stands behind `charset=` or `encoding=`.
fn declared(first: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(first).to_ascii_lowercase();
    let labels = ["charset", "encoding"].into_iter().flat_map(|word| text.split(word).skip(1));
    let label = |rest: &str| {
        let value = rest.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'))?;
        Encoding::for_label(&value.as_bytes()[..end])
    };
    labels.filter_map(label).next().map(|encoding| if encoding == GBK { GB18030 } else { encoding })
}

/// Refuses text that the encoding cannot explain.
pub(super) fn require_sense(file: impl Read, encoding: &'static Encoding) -> Result<(), ReadError> {
    if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE || makes_sense(file, encoding)? {
        return Ok(());
    }
    Err(ReadError::UnknownEncoding)
}

/// Whether at most one character in two hundred is broken.
fn makes_sense(file: impl Read, encoding: &'static Encoding) -> Result<bool, ReadError> {
    let mut text = String::new();
    Decoded::new(file, encoding)
        .take(256 << 10)
        .read_to_string(&mut text)
        .or_else(ignore_cut)
        .map_err(io_error)?;
    let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
    Ok(broken * 200 <= text.chars().count())
}

/// A sample may end inside a character.
fn ignore_cut(error: io::Error) -> io::Result<usize> {
    if error.kind() == io::ErrorKind::InvalidData { Ok(0) } else { Err(error) }
}

/// A file as UTF-8 bytes, with line ends of all kinds as `\n`, the last line too.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
    after_return: bool,
    in_line: bool,
}

impl<R: Read> Decoded<R> {
    /// Reads a file in an encoding; a byte order mark is taken away.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            ready: Vec::new(),
            given: 0,
            ended: false,
            after_return: false,
            in_line: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let read = self.inner.read(&mut self.raw)?;
        self.ended = read == 0;
        let room = self.decoder.max_utf8_buffer_length(read).unwrap_or(CHUNK * 4);
        self.ready.resize(room, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(&self.raw[..read], &mut self.ready, self.ended);
        self.ready.truncate(written);
        self.join_line_ends();
        if self.ended && self.ready.last().map_or(self.in_line, |last| *last != b'\n') {
            self.ready.push(b'\n');
        }
        self.in_line = self.ready.last().map_or(self.in_line, |last| *last != b'\n');
        self.given = 0;
        Ok(())
    }

    fn join_line_ends(&mut self) {
        if !self.after_return && !self.ready.contains(&b'\r') {
            return;
        }
        let after_return = &mut self.after_return;
        self.ready.retain_mut(|byte| {
            let is_second_half = *byte == b'\n' && *after_return;
            *after_return = *byte == b'\r';
            if *after_return {
                *byte = b'\n';
            }
            !is_second_half
        });
    }
}

/// Hands out what is ready and not given yet, as far as there is room.
pub(super) fn hand_out(ready: &[u8], given: &mut usize, buf: &mut [u8]) -> usize {
    let left = &ready[*given..];
    let count = left.len().min(buf.len());
    buf[..count].copy_from_slice(&left[..count]);
    *given += count;
    count
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            self.fill()?;
        }
        Ok(hand_out(&self.ready, &mut self.given, buf))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (&'static str, String) {
        let encoding = find(bytes).unwrap();
        let mut text = String::new();
        Decoded::new(bytes, encoding).read_to_string(&mut text).unwrap();
        (encoding.name(), text.strip_suffix('\n').unwrap_or_default().to_owned())
    }

    #[test]
    fn the_encoding_is_found_by_the_bytes() {
        let (gb, _, _) = GB18030.encode("姓名,䶮");
        let cases: [(&[u8], &str, &str); 6] = [
            ("姓名".as_bytes(), "UTF-8", "姓名"),
            ("\u{feff}姓名".as_bytes(), "UTF-8", "姓名"),
            (&gb, "gb18030", "姓名,䶮"),
            (b"a\r\nb\rc\n\r\n", "UTF-8", "a\nb\nc\n"),
            (b"\xff\xfe\xd3\x59\x0d\x54", "UTF-16LE", "姓名"),
            (b"abc", "UTF-8", "abc"),
        ];
        for (bytes, encoding, text) in cases {
            assert_eq!(read(bytes), (encoding, text.to_owned()));
        }
    }

    #[test]
    fn characters_across_chunks_stay_whole() {
        let text = format!("a{}", "银河社区".repeat(20_000));
        assert_eq!(read(text.as_bytes()), ("UTF-8", text.clone()));
        let (gb, _, _) = GB18030.encode(&text);
        assert_eq!(read(&gb), ("gb18030", text.clone()));
    }

    #[test]
    fn a_declared_encoding_is_found_in_any_writing() {
        let cases = [
            ("<meta charset=gb2312>", Some("gb18030")),
            ("<META content=\"text/html; charset = 'GBK'\">", Some("gb18030")),
            ("<?xml version=\"1.0\" encoding=\"big5\"?>", Some("Big5")),
            ("<meta charset=\"utf-8\"/>", Some("UTF-8")),
            ("a charset of its own, encoding='nonsense'>", None),
            ("charset=gbk", None),
        ];
        for (text, name) in cases {
            assert_eq!(declared(text.as_bytes()).map(Encoding::name), name, "{text}");
        }
    }

    #[test]
    fn noise_is_no_text() {
        let noise: Vec<u8> =
            (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80).collect();
        let encoding = find(noise.as_slice()).unwrap();
        assert!(matches!(require_sense(noise.as_slice(), encoding), Err(ReadError::UnknownEncoding)));
    }
}
