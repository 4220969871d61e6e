//! What few rows of a roster say: where somebody stands, months that may be two, posts, places. Kept apart, so that the
//! many rows that say nothing of it take no room. Must not look into the book.

use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::member::{ConditionKind, MovementKind, PostTitle};

/// What few rows say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rare {
    /// What is special about where somebody stands.
    pub standing: Vec<Said>,
    /// Months that were written so that they may be two.
    pub unsure: Vec<Unsure>,
    /// Posts in the Party.
    pub posts: Vec<SaidPost>,
    /// What says that somebody is no member: the field and its words.
    pub no_member: Option<(&'static str, String)>,
    /// The field that says 预备 of somebody without a day of joining.
    pub undated: Option<&'static str>,
    /// Where somebody went who is away.
    pub went: Option<String>,
    /// Names of the place of residence, the outer before the inner: 银河里, 3栋.
    pub place: Vec<String>,
}

/// What a row says that says nothing of all this.
pub(super) static NOTHING: Rare = Rare {
    standing: Vec::new(),
    unsure: Vec::new(),
    posts: Vec::new(),
    no_member: None,
    undated: None,
    went: None,
    place: Vec::new(),
};

impl Rare {
    /// Whether nothing is said.
    pub fn is_nothing(&self) -> bool {
        *self == NOTHING
    }

    /// What says that somebody is gone, and how.
    pub fn gone(&self) -> Option<(&Said, MovementKind)> {
        self.standing.iter().find_map(|said| match said.what {
            Special::Gone(kind) => Some((said, kind)),
            Special::Condition(_) => None,
        })
    }

    /// Whether the month of a field may be another one.
    pub fn is_unsure(&self, key: &str) -> bool {
        self.unsure.iter().any(|unsure| unsure.key == key)
    }
}

/// What is special about where somebody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Key of the field in which it stands.
    pub key: &'static str,
    /// The words.
    pub text: String,
    /// What they say.
    pub what: Special,
    /// The day that stands with them.
    pub on: Option<Day>,
}

/// What words of standing can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// Something holds over a span.
    Condition(ConditionKind),
    /// Somebody is gone.
    Gone(MovementKind),
}

/// `1969.1`: January, or October without its zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unsure {
    /// Key of the field.
    pub key: &'static str,
    /// The cell.
    pub text: String,
}

/// A post as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SaidPost {
    /// The words.
    pub text: String,
    /// Where it is held, if that is said: 银河社区党委·书记.
    pub organisation: Option<String>,
    /// The title that they mean; nothing for words of the office's own.
    pub title: Option<PostTitle>,
    /// Since when.
    pub from: Option<Day>,
}

/// The October that a January may be which was written without its zero.
pub(super) fn october(day: PartialDay) -> Option<PartialDay> {
    let month = day.month().filter(|month| month.month() == 1 && !day.is_exact())?;
    Month::new(month.year(), 10).map(PartialDay::Month)
}
