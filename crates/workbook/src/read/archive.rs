//! Zip containers, read part by part under limits: what a part unpacks to is counted, never believed.
//! No path from inside an archive is ever used as a path.

use std::cell::Cell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::guard::check_limit;
use super::sniff::FileStamp;
use super::xml::XmlPart;
use crate::{Limits, ReadError};

/// Bytes of a part to which the ratio is not applied.
const RATIO_FREE: u64 = 16 << 20;

/// A zip container.
pub(crate) struct Archive {
    zip: ZipArchive<BufReader<File>>,
    names: HashMap<String, usize>,
    limits: Limits,
}

/// A part while it unpacks.
pub(crate) type PartBytes<'a> = Metered<ZipFile<'a, BufReader<File>>>;

impl Archive {
    /// Opens a container and refuses one whose directory is not to be trusted.
    pub(crate) fn open(stamp: &FileStamp, limits: &Limits) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(BufReader::new(stamp.open()?)).map_err(|e| zip_error(&e))?;
        check_limit("压缩包内的部件数", zip.len() as u64, limits.parts as u64)?;
        let mut archive = Self { zip, names: HashMap::new(), limits: limits.clone() };
        archive.list_parts()?;
        Ok(archive)
    }

    /// Whether there is a part of this name; case and direction of slashes do not matter.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&canonical(name))
    }

    /// A part as XML.
    pub(crate) fn xml(&mut self, name: &str) -> Result<XmlPart<PartBytes<'_>>, ReadError> {
        let bytes = self.bytes(name)?;
        let gauge = bytes.gauge();
        Ok(XmlPart::new(bytes, gauge))
    }

    /// A part as bytes, metered.
    pub(crate) fn bytes(&mut self, name: &str) -> Result<PartBytes<'_>, ReadError> {
        let missing = || ReadError::damaged(format!("缺少部件 {name}"));
        let at = *self.names.get(&canonical(name)).ok_or_else(missing)?;
        let part = self.zip.by_index(at).map_err(|e| zip_error(&e))?;
        let by_ratio = part.compressed_size().saturating_mul(self.limits.ratio).max(RATIO_FREE);
        let gauge = Gauge {
            total: Cell::new(0),
            node: Cell::new(0),
            tripped: Cell::new(None),
            ratio_bytes: by_ratio,
            part_bytes: self.limits.part_bytes,
            node_bytes: self.limits.node_bytes,
        };
        Ok(Metered { inner: part, gauge: Rc::new(gauge) })
    }

    /// The text of a part of at most a kilobyte, if there is one.
    pub(crate) fn small_text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        if !self.has(name) {
            return Ok(None);
        }
        let mut text = Vec::new();
        let outcome = self.bytes(name)?.take(1024).read_to_end(&mut text);
        outcome.map_err(|_| ReadError::damaged("部件读不完整"))?;
        Ok(Some(String::from_utf8_lossy(&text).into_owned()))
    }

    fn list_parts(&mut self) -> Result<(), ReadError> {
        if self.zip.has_duplicate_names() {
            return Err(ReadError::DuplicatePart(String::from("目录")));
        }
        let mut total = 0_u64;
        for at in 0..self.zip.len() {
            let part = self.zip.by_index_raw(at).map_err(|e| zip_error(&e))?;
            total = total.saturating_add(part.size());
            if part.encrypted() {
                return Err(ReadError::Encrypted);
            }
            let name = canonical(&String::from_utf8_lossy(part.name_raw()));
            if self.names.insert(name.clone(), at).is_some() {
                return Err(ReadError::DuplicatePart(name));
            }
        }
        check_limit("展开后的字节数", total, self.limits.total_bytes)
    }
}

/// Which limit a part passed.
#[derive(Clone, Copy)]
enum Trip {
    Ratio,
    Part,
    Node,
}

/// The counters of a part, shared between the bytes below and the XML above.
pub(crate) struct Gauge {
    total: Cell<u64>,
    node: Cell<u64>,
    tripped: Cell<Option<Trip>>,
    ratio_bytes: u64,
    part_bytes: u64,
    node_bytes: u64,
}

impl Gauge {
    /// The counters of a file that is no archive: it has no ratio.
    pub(crate) fn of_plain_file(limits: &Limits) -> Self {
        Self {
            total: Cell::new(0),
            node: Cell::new(0),
            tripped: Cell::new(None),
            ratio_bytes: u64::MAX,
            part_bytes: limits.part_bytes,
            node_bytes: limits.node_bytes,
        }
    }

    /// A new tag or text begins.
    pub(crate) fn begin_node(&self) {
        self.node.set(0);
    }

    /// The limit that stopped the reading, if one did.
    pub(crate) fn verdict(&self) -> Option<ReadError> {
        self.tripped.get().map(|trip| match trip {
            Trip::Ratio => ReadError::Bomb,
            Trip::Part => ReadError::too_large("展开后的字节数", self.part_bytes),
            Trip::Node => ReadError::too_large("一处内容的字节数", self.node_bytes),
        })
    }

    fn count(&self, read: u64) -> io::Result<()> {
        let total = self.total.get() + read;
        let node = self.node.get() + read;
        self.total.set(total);
        self.node.set(node);
        let trip = match () {
            () if total > self.ratio_bytes => Trip::Ratio,
            () if total > self.part_bytes => Trip::Part,
            () if node > self.node_bytes => Trip::Node,
            () => return Ok(()),
        };
        self.tripped.set(Some(trip));
        Err(io::Error::other("limit"))
    }
}

/// Bytes that are counted as they come.
pub(crate) struct Metered<R> {
    inner: R,
    gauge: Rc<Gauge>,
}

impl<R> Metered<R> {
    /// The bytes of a file that is no archive.
    pub(crate) fn of_plain_file(inner: R, limits: &Limits) -> Self {
        Self { inner, gauge: Rc::new(Gauge::of_plain_file(limits)) }
    }

    /// The counters.
    pub(crate) fn gauge(&self) -> Rc<Gauge> {
        Rc::clone(&self.gauge)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.gauge.count(read as u64)?;
        Ok(read)
    }
}

fn canonical(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

fn zip_error(error: &zip::result::ZipError) -> ReadError {
    ReadError::damaged(match error {
        zip::result::ZipError::UnsupportedArchive(_) => "用了不支持的压缩方式",
        zip::result::ZipError::Io(_) => "压缩包读不完整",
        _ => "压缩结构不完整，可能没有拷贝完",
    })
}
