//! Tests of opening an older book: backup, schema, filled rows, and undo of what was done before.

use branchbook_domain::day::Day;

use super::*;
use crate::entity;
use crate::entity::Entity as _;
use crate::migrate::{Fill, MIGRATIONS, Migration, STEPS};
use crate::table::offer::Claim;
use crate::table::organisation::Place;

entity! {
    /// A place as a book had it that knew no end of places.
    pub struct OldPlace: PlaceId, "place", 6 {
        parent_id: Option<branchbook_domain::key::PlaceId>,
        kind: String,
        name: String,
        organisation_id: Option<branchbook_domain::key::OrganisationId>,
        from_on: Option<Day>,
    }
}

/// A schema without the last columns of three tables.
const NARROWER: Migration = Migration {
    version: MIGRATIONS[MIGRATIONS.len() - 1].version + 1,
    sql: "ALTER TABLE place DROP COLUMN to_on; ALTER TABLE operator DROP COLUMN to_on; \
          ALTER TABLE file DROP COLUMN added_at;",
    fills: &[],
};
/// The columns come, and one of them is filled.
const WIDER: Migration = Migration {
    version: MIGRATIONS[MIGRATIONS.len() - 1].version + 2,
    sql: "ALTER TABLE place ADD COLUMN to_on TEXT; ALTER TABLE operator ADD COLUMN to_on TEXT; \
          ALTER TABLE file ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0;",
    fills: &[Fill {
        table: "place",
        rows: "SELECT id FROM place WHERE kind = 'courtyard'",
        update: "UPDATE place SET to_on = '2030-01-01' WHERE id = ?",
    }],
};

fn go_by(steps: &[Migration]) {
    STEPS.set(Some(Box::leak(steps.to_vec().into_boxed_slice())));
}

fn reopened(book: Book) -> Book {
    let dir = book.dir().to_owned();
    book.close().unwrap();
    Book::open(&dir, Unlock::None, clock()).unwrap()
}

fn place(kind: &str) -> OldPlace {
    OldPlace {
        parent_id: None,
        kind: kind.to_owned(),
        name: "南院".to_owned(),
        organisation_id: None,
        from_on: None,
    }
}

fn add_places(book: &mut Book, kind: &str, count: usize) -> ChangeId {
    let operation = Operation::new(OperationKind::PlaceAdd, format!("新增 {count} 处"));
    let act = |writing: &mut Writing<'_>| -> Result<()> {
        (0..count).try_for_each(|_| writing.insert(&place(kind)).map(|_| ()))
    };
    book.write(&operation, act).unwrap().change.unwrap()
}

/// The backup that was made before the migration opens, is migrated and sound.
fn assert_backed_up(book: &Book, folder: &std::path::Path) {
    let backup =
        std::fs::read_dir(book.dir().join(crate::backup::BACKUPS)).unwrap().next().unwrap().unwrap().path();
    assert!(backup.display().to_string().contains("升级前"), "{}", backup.display());
    let restored =
        crate::restore::restore(&backup, &folder.join("restored"), Unlock::None, None, clock()).unwrap();
    assert_eq!(damages(&restored), Vec::<String>::new());
}

#[test]
fn a_book_of_the_first_version_is_backed_up_and_brought_to_the_newest() {
    go_by(&MIGRATIONS[..1]);
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    let import = add(&mut book, (0..90).map(|n| format!("人{n}")));
    // Later versions give some tables more columns, so that only what the first one can say is compared.
    let people = |book: &Book| book.read(|reading| reading.all::<Person>()).unwrap();
    let before = people(&book);
    go_by(MIGRATIONS);
    let mut book = reopened(book);
    assert_eq!(people(&book), before);
    assert_eq!(damages(&book), Vec::<String>::new());
    let line = &book.undo_list().unwrap()[0];
    let newest = crate::migrate::newest(MIGRATIONS);
    assert_eq!(
        (line.kind, line.title.clone()),
        (OperationKind::Migration, format!("台账格式从 1 升级到 {newest}"))
    );
    assert!(line.refusal.is_some(), "a migration is not undone");
    book.undo(import).unwrap();
    assert_eq!(damages(&book), Vec::<String>::new());
    assert_backed_up(&book, dir.path());
}

#[test]
fn doubled_claims_of_an_older_book_end_in_a_recorded_way() {
    go_by(&MIGRATIONS[..1]);
    let dir = tempfile::tempdir().unwrap();
    let mut book = new_book(&dir.path().join("book"));
    add(&mut book, ["甲".to_owned()]);
    let operation = Operation::new(OperationKind::ClaimSet, "认领两次");
    book.write(&operation, |writing| -> Result<()> {
        let offer = crate::table::offer::Offer {
            uid: crate::book::new_uid(clock().as_ref()),
            kind: "service_post".to_owned(),
            title: "楼道长".to_owned(),
            category: None,
            content: None,
            needed_count: None,
            place: None,
            offered_by_unit_id: None,
            from_on: None,
            to_on: None,
        };
        let offer = writing.insert(&offer)?;
        writing.insert(&fixture::claim(offer, "2026-10-06"))?;
        writing.insert(&fixture::claim(offer, "2026-10-08")).map(|_| ())
    })
    .unwrap();
    go_by(MIGRATIONS);
    let book = reopened(book);
    let claims = book.read(|reading| reading.all::<Claim>()).unwrap();
    let open: Vec<i64> = claims.iter().filter(|row| row.ended_on.is_none()).map(|row| row.id.0).collect();
    assert_eq!(open, [2], "the newest stands");
    assert_eq!(damages(&book), Vec::<String>::new());
}

#[test]
fn work_from_before_an_added_column_is_proven_undone_and_done_again() {
    go_by(&MIGRATIONS[..1]);
    let dir = tempfile::tempdir().unwrap();
    let book = new_book(&dir.path().join("book"));
    go_by(&[MIGRATIONS, &[NARROWER]].concat());
    let mut book = reopened(book);
    let few = add_places(&mut book, "courtyard", 2);
    let many = add_places(&mut book, "building", 70);
    let filled = add_places(&mut book, "courtyard", 70);
    add_places(&mut book, "grid", 1);
    let removal = Operation::new(OperationKind::PlaceAdd, "删除");
    let gone =
        book.write(&removal, |writing| writing.delete_raw(&OldPlace::TABLE, 143)).unwrap().change.unwrap();
    let edit = Operation::new(OperationKind::PlaceAdd, "改名");
    let renamed = OldPlace { name: "北院".to_owned(), ..place("building") };
    let id = branchbook_domain::key::PlaceId(10);
    let edited = book.write(&edit, |writing| writing.update(id, &renamed)).unwrap().change.unwrap();
    // A backup of the older file already opens under these steps: only the newest one is looked at below.
    std::fs::remove_dir_all(book.dir().join(crate::backup::BACKUPS)).unwrap();

    go_by(&[MIGRATIONS, &[NARROWER, WIDER]].concat());
    let mut book = reopened(book);
    assert_eq!(damages(&book), Vec::<String>::new());
    let ends = |book: &Book| {
        let places = book.read(|reading| reading.all::<Place>()).unwrap();
        places.iter().filter(|place| place.to_on.is_some()).count()
    };
    assert_eq!(ends(&book), 72, "every courtyard was filled");

    book.undo(gone).unwrap();
    for change in [edited, filled, many, few] {
        let undo = book.undo(change).unwrap().change.unwrap();
        assert_eq!(damages(&book), Vec::<String>::new());
        let redo = book.undo(undo).unwrap().change.unwrap();
        assert_eq!(damages(&book), Vec::<String>::new());
        book.undo(redo).unwrap();
    }
    assert_eq!(book.read(|reading| reading.all::<Place>()).unwrap().len(), 1);
    assert_eq!(damages(&book), Vec::<String>::new());
    assert_backed_up(&book, dir.path());
}
