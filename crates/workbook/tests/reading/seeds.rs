//! The seeds of the fuzzing campaign: kept files, small and sound.

use std::path::Path;

use crate::dressed::dressed;
use crate::made::read;

#[test]
fn the_kept_seeds_still_open() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/reader");
    let mut count = 0;
    for seed in std::fs::read_dir(folder).unwrap() {
        let path = seed.unwrap().path();
        let book = read(&dressed(&std::fs::read(&path).unwrap())).unwrap();
        let rows = book.rows(0).unwrap().marked().map(Result::unwrap).count();
        assert!(rows > 0, "{} has rows", path.display());
        count += 1;
    }
    assert!(count > 8, "the seeds are there");
}
