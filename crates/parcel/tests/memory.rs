//! Memory: neither sealing nor opening may hold the rows. Alone in its program, because the peak of a process is
//! measured.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a failed step ends the test")]

use branchbook_parcel::{
    Chain, Digest, Draft, KEY_BYTES, Kind, Limits, OfficeKeys, OfficeName, Opener, ParcelWriter, Sealed, open,
};
use serde_json::{Value, json};

const MONTH: Kind = Kind::new("month", &["points"]);
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

/// The highest memory of this process so far, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn many_rows_are_sealed_and_read_within_a_few_times_their_packed_size() {
    let before = peak();
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
