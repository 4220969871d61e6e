//! Memory: neither sealing nor opening may hold the rows, nor what a hostile part unpacks to. Alone in their program and
//! one after the other, because the peak of a process is measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed step ends the test")]

use std::sync::{Mutex, MutexGuard, PoisonError};

use branchbook_parcel::{
    Chain, Digest, Draft, Fault, KEY_BYTES, Kind, Limits, OfficeKeys, OfficeName, OpenError, Opener,
    ParcelWriter, Sealed, open,
};
use serde_json::{Value, json};

mod cheat;

const MONTH: Kind = Kind::new("month", &["points"]);
/// Held by the test whose peak is measured.
static ALONE: Mutex<()> = Mutex::new(());
const ROWS: u32 = 150_000;

fn keys(seed: u8) -> OfficeKeys {
    OfficeKeys::from_secret(&[seed; KEY_BYTES])
}

fn draft() -> Draft {
    let office = |name: &str| OfficeName { uid: "u".into(), name: name.into() };
    Draft {
        program: "branchbook 0.1.0".into(),
        sender: office("幸福社区党委"),
        addressee: office("向阳街道党工委"),
        month: None,
        epoch: 1,
        sequence: 1,
        book_id: "b".into(),
        previous: None,
        chain: Chain { head: Digest([0; 32]), count: 0 },
        replaces: None,
        about: serde_json::Map::default(),
    }
}

/// Points entries as a ledger has them: much alike, so that they pack well.
fn sealed() -> Sealed {
    let mut writer = ParcelWriter::new(MONTH);
    let note = "参加主题党日活动，按规定加分。".repeat(8);
    let row =
        |n: u32| json!({ "id": n, "member": n * 7919 % 3000, "hundredths": 50 * (n % 9), "note": note });
    writer.add("points", (0..ROWS).map(row)).unwrap();
    writer.seal(draft(), &keys(1), keys(2).public()).unwrap()
}

/// Lets the other tests wait.
fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets the peak begin at what is used now, and answers that.
fn peak_from_now() -> u64 {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    peak()
}

/// The highest memory of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// What the street says of a part that unpacks to far more than it should. Stated are a row and so many bytes.
fn refusal_of_bomb(packed: &[u8], bytes: u64) -> OpenError {
    let (sender, reader) = (keys(1), keys(2));
    let parts = json!([cheat::entry("points", 1, bytes, packed)]);
    let container = cheat::container(&cheat::manifest(sender.public(), reader.public(), &parts), packed);
    let file = cheat::seal(&container, &sender, reader.public()).unwrap();
    let before = peak_from_now();
    let senders = [sender.public().clone()];
    let opener = Opener { keys: &reader, senders: &senders, kinds: &[MONTH], limits: Limits::default() };
    let said = open(&file, &opener).unwrap_err();
    let used = peak() - before;
    assert!(used < 16 * 1024, "{used} KiB to refuse {} bytes: {said}", file.len());
    said
}

/// A frame of RFC 8878 with 4 GiB of one byte: 32,768 blocks that each say it 128 Ki times. `head` is the header after
/// the magic.
fn four_gibibytes(byte: u8, head: &[u8]) -> Vec<u8> {
    const BLOCKS: u32 = 32_768;
    let mut frame = [&[0x28, 0xb5, 0x2f, 0xfd], head].concat();
    for block in 1..=BLOCKS {
        let header = (128 * 1024) << 3 | 1 << 1 | u32::from(block == BLOCKS);
        frame.extend_from_slice(&header.to_le_bytes()[..3]);
        frame.push(byte);
    }
    frame
}

/// A window of 128 KiB and no word about the length.
const UNDECLARED: &[u8] = &[0x00, 0x38];
/// The same window, and the true length of 4 GiB.
const DECLARED: &[u8] = &[0xc0, 0x38, 0, 0, 0, 0, 1, 0, 0, 0];
/// One segment of 4 GiB, which asks for as large a window.
const ONE_SEGMENT: &[u8] = &[0xe0, 0, 0, 0, 0, 1, 0, 0, 0];

#[test]
fn four_gibibytes_are_refused_whatever_is_stated_and_cost_no_memory() {
    let _alone = alone();
    for head in [UNDECLARED, DECLARED] {
        let (rows, line) = (four_gibibytes(b'\n', head), four_gibibytes(b'{', head));
        let said = refusal_of_bomb(&rows, 4 << 30);
        assert!(matches!(said, OpenError::Refused(Fault::TooLarge { what: "展开后的字节数", .. })), "{said}");
        let said = refusal_of_bomb(&rows, 500 << 20);
        assert!(matches!(said, OpenError::Refused(Fault::Bomb(_))), "{said}");
        let said = refusal_of_bomb(&rows, 20 << 20);
        assert!(matches!(said, OpenError::BadRow { line: 1, source: None, .. }), "{said}");
        let said = refusal_of_bomb(&line, 20 << 20);
        assert!(matches!(said, OpenError::Refused(Fault::TooLarge { what: "一行的字节数", .. })), "{said}");
        let said = refusal_of_bomb(&line, 100);
        let stops = matches!(said, OpenError::CountMismatch { found, .. } if found <= 128 * 1024);
        assert!(stops, "at the first piece: {said}");
    }
    let said = refusal_of_bomb(&four_gibibytes(b'{', ONE_SEGMENT), 20 << 20);
    assert!(matches!(said, OpenError::Damaged(_)), "a window of 4 GiB: {said}");
}

#[test]
fn ten_million_rows_that_are_not_stated_cost_no_memory() {
    let _alone = alone();
    let rows: Vec<u8> = zstd::encode_all(&b"{}\n".repeat(10_000_000)[..], 1).unwrap();
    let said = refusal_of_bomb(&rows, 1 << 20);
    assert!(matches!(said, OpenError::CountMismatch { what: "行数", stated: 1, found: 2, .. }), "{said}");
    let said = refusal_of_bomb(&rows, 3);
    assert!(matches!(said, OpenError::CountMismatch { what: "字节数", stated: 3, .. }), "{said}");
}

#[test]
fn many_rows_are_sealed_and_read_within_a_few_times_their_packed_size() {
    let _alone = alone();
    let before = peak_from_now();
    let sealed = sealed();
    let (keys, senders) = (keys(2), [keys(1).public().clone()]);
    let opener = Opener { keys: &keys, senders: &senders, kinds: &[MONTH], limits: Limits::default() };
    let parcel = open(&sealed.bytes, &opener).unwrap();
    let count = parcel.rows::<Value>("points").unwrap().filter(Result::is_ok).count();
    assert_eq!(count, ROWS as usize);
    let (rows, packed) = (parcel.manifest().parts[0].bytes / 1024, sealed.bytes.len() as u64 / 1024);
    let used = peak() - before;
    assert!(used < 6 * packed + 16 * 1024, "{used} KiB for {packed} KiB packed, {rows} KiB of rows");
    assert!(used < rows / 2, "{used} KiB: the {rows} KiB of rows are not held");
}
