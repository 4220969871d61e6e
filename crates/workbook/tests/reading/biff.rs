//! An Excel 97–2003 workbook by hand: records in a stream, the stream in a compound file.

/// A record of the stream.
pub(crate) fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), bytes].concat()
}

/// 16-bit numbers one behind the other.
pub(crate) fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A text with its length in 16 bits.
pub(crate) fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [&u16::try_from(units.len()).unwrap().to_le_bytes()[..], &[1], &words(&units)].concat()
}

/// A cell with text of its own.
pub(crate) fn label(row: u16, column: u16, shown: &str) -> Vec<u8> {
    record(0x204, &[words(&[row, column, 0]), text(shown)].concat())
}

/// A cell with a number in a style.
pub(crate) fn number(row: u16, column: u16, style: u16, number: f64) -> Vec<u8> {
    record(0x203, &[words(&[row, column, style]), number.to_le_bytes().to_vec()].concat())
}

/// A formula; the eight bytes of its stored value.
pub(crate) fn formula(row: u16, column: u16, value: [u8; 8]) -> Vec<u8> {
    record(0x06, &[words(&[row, column, 0]), value.to_vec(), vec![0; 8]].concat())
}

/// The description of a row: height in twentieths of a point, flags.
pub(crate) fn row(row: u16, height: u16, flags: u8) -> Vec<u8> {
    record(0x208, &[words(&[row, 0, 9, height, 0, 0]), vec![flags, 1, 15, 0]].concat())
}

/// A workbook of one sheet 名册; what stands before the sheets, and in the sheet.
pub(crate) fn xls(globals: &[u8], cells: &[u8]) -> Vec<u8> {
    let begin = |kind: u16| record(0x809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let end = record(0x0a, &[]);
    let listed = |start: u32| {
        let name = words(&"名册".encode_utf16().collect::<Vec<_>>());
        record(0x85, &[&start.to_le_bytes()[..], &[0, 0, 2, 1], &name].concat())
    };
    let head = [&begin(5), globals].concat();
    let start = u32::try_from(head.len() + listed(0).len() + end.len()).unwrap();
    compound(&[&head, &listed(start)[..], &end, &begin(16), cells, &end].concat())
}

/// A compound file whose one stream is the workbook: table of sectors, directory, stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    let size = stream.len().max(4096).next_multiple_of(512);
    let sectors = u32::try_from(size / 512).unwrap();
    let mut file = vec![0; 512 * 3 + size];
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    put(24, &words(&[0x3e, 3, 0xfffe, 9, 6]));
    put(44, &[1, 0, 0, 0, 1, 0, 0, 0]);
    put(56, &[0, 16, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]);
    put(76, &[0; 4]);
    put(80, &[0xff; 432]);
    put(512, &[0xfd, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
    put(520, &[0xff; 504]);
    for sector in 2..sectors + 2 {
        let next = if sector == sectors + 1 { 0xffff_fffe } else { sector + 1 };
        put(512 + 4 * sector as usize, &next.to_le_bytes());
    }
    for (at, name, kind, start, length) in
        [(1024, "Root Entry", 5, 0xffff_fffe, 0), (1152, "Workbook", 2, 2, size)]
    {
        let units: Vec<u16> = name.encode_utf16().collect();
        put(at, &words(&units));
        put(at + 64, &words(&[u16::try_from(2 * units.len() + 2).unwrap()]));
        put(at + 66, &[kind, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0]);
        put(at + 116, &u32::to_le_bytes(start));
        put(at + 120, &u32::try_from(length).unwrap().to_le_bytes());
    }
    put(1536, stream);
    file
}
