//! The book that the files meet: branches, members and units of one small community.

use std::path::{Path, PathBuf};

use branchbook_contract::intake::{Applied, ImportKind, IntakeApply, IntakePreview, Preview};
use branchbook_desk::Desk;
use branchbook_domain::day::Month;
use branchbook_ledger::Stored;
use branchbook_ledger::table::person::Person;
use branchbook_tests::office::new_desk;
use tempfile::TempDir;

/// The day on which the files come.
const TODAY: &str = "2026-11-01";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dirty")
}

/// Where the files of a kind lie.
pub fn folder_of(kind: ImportKind) -> PathBuf {
    fixtures().join(match kind {
        ImportKind::Roster => "roster",
        ImportKind::Units => "units",
        ImportKind::ReportIns => "report-ins",
        ImportKind::Meetings => "meetings",
        ImportKind::Points => "points",
    })
}

/// What a clean file of a kind brings into the book beforehand.
fn known_before(kind: ImportKind) -> &'static [(ImportKind, &'static str)] {
    const ROSTER: (ImportKind, &str) = (ImportKind::Roster, "roster.csv");
    const UNITS: (ImportKind, &str) = (ImportKind::Units, "units.csv");
    const MEETINGS: (ImportKind, &str) = (ImportKind::Meetings, "meetings.csv");
    match kind {
        ImportKind::Roster | ImportKind::Meetings => &[ROSTER],
        ImportKind::Units => &[UNITS],
        ImportKind::ReportIns => &[ROSTER, UNITS],
        ImportKind::Points => &[ROSTER, MEETINGS],
    }
}

/// A desk with that book.
pub struct Office {
    pub desk: Desk,
    kind: ImportKind,
    folder: TempDir,
}

impl Office {
    /// The book that files of a kind come into.
    pub fn of(kind: ImportKind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = new_desk(&folder.path().join("book"), TODAY);
        let mut office = Self { desk, kind, folder };
        for (kind, name) in known_before(kind) {
            let path = fixtures().join("base").join(name);
            let applied = office.apply_as(*kind, &path).unwrap();
            assert_eq!(applied.counts.new, applied.counts.total, "{name}: {:?}", applied.attention);
        }
        office
    }

    /// A file to be imported.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// What an import would do, or the sentence of the refusal.
    pub fn preview(&mut self, path: &Path) -> Result<Preview, String> {
        let asked = IntakePreview::of(self.kind, path.display().to_string());
        let command = IntakePreview { month: month(self.kind), ..asked };
        self.desk.call(&command).map(|outcome| outcome.body).map_err(|error| error.message)
    }

    /// Imports.
    pub fn apply(&mut self, path: &Path) -> Result<Applied, String> {
        self.apply_as(self.kind, path)
    }

    fn apply_as(&mut self, kind: ImportKind, path: &Path) -> Result<Applied, String> {
        let command = IntakeApply {
            kind,
            path: path.display().to_string(),
            month: month(kind),
            register_on: None,
            columns: Vec::new(),
            decisions: Vec::new(),
            seen: None,
            refused_out: Some(self.folder.path().join("退回.xlsx").display().to_string()),
        };
        self.desk.call(&command).map(|outcome| outcome.body).map_err(|error| error.message)
    }

    /// Everybody in the book.
    pub fn people(&self) -> Vec<Stored<Person>> {
        self.desk.book().unwrap().read(|reading| reading.all::<Person>()).unwrap()
    }
}

/// The month that meetings and points are written up for.
fn month(kind: ImportKind) -> Option<Month> {
    matches!(kind, ImportKind::Meetings | ImportKind::Points).then(|| "2026-10".parse().unwrap())
}
