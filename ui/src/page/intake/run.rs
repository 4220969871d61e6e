//! One import from the choice of the file to its outcome: what was chosen, what the desk said of it.

use std::sync::Arc;

use branchbook_contract::domain::day::Day;
use branchbook_contract::intake::{
    About, Applied, ColumnChoice, Decision, ImportKind, IntakeApply, IntakePreview, Preview, RowPage,
    RowState,
};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::sort::Keyed;
use crate::state::act::{Act, pick_one};
use crate::state::watch::effect;
use crate::state::{notice, state};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A file is to be chosen.
    Pick,
    /// Its columns are looked at.
    Columns,
    /// What would happen is looked at.
    Preview,
    /// It has happened.
    Done,
}

/// Rows of a page.
pub const PAGE_ROWS: u32 = 50;

/// An import under way.
#[derive(Clone, Copy)]
pub struct Run {
    /// What the file holds.
    pub kind: ImportKind,
    /// How far it is.
    pub stage: RwSignal<Stage>,
    /// Where the file lies.
    pub path: RwSignal<Option<String>>,
    /// 填报日期, where the file does not say it.
    pub register_on: RwSignal<Option<Day>>,
    /// Columns that were assigned by hand: title and key of the field, empty for a column that is not read.
    pub by_hand: RwSignal<Keyed<String, String>>,
    /// What was decided about rows and members.
    pub decisions: RwSignal<Vec<Decision>>,
    /// Rows of which state are shown.
    pub state: RwSignal<Option<RowState>>,
    /// Which list of rows is shown.
    pub tab: RwSignal<String>,
    /// Rows before the page that is shown.
    pub offset: RwSignal<u32>,
    /// What the desk says would happen.
    pub preview: RwSignal<Option<Arc<Preview>>>,
    /// What has happened.
    pub applied: RwSignal<Option<Arc<Applied>>>,
    /// Reads the file.
    pub reading: Act,
    /// Imports it.
    pub applying: Act,
    /// What is asked while an answer is awaited: what is to be shown, and what was decided meanwhile.
    waiting: RwSignal<Option<(Stage, Vec<Decision>)>>,
}

impl Run {
    /// An import before a file is chosen.
    pub fn new(kind: ImportKind) -> Self {
        let run = Self {
            kind,
            stage: RwSignal::new(Stage::Pick),
            path: RwSignal::new(None),
            register_on: RwSignal::new(None),
            by_hand: RwSignal::new(Keyed::default()),
            decisions: RwSignal::new(Vec::new()),
            state: RwSignal::new(None),
            tab: RwSignal::new("attention".to_owned()),
            offset: RwSignal::new(0),
            preview: RwSignal::new(None),
            applied: RwSignal::new(None),
            reading: Act::new(),
            applying: Act::new(),
            waiting: RwSignal::new(None),
        };
        effect(move || run.go_on());
        run
    }

    /// Asks what waited for the last answer.
    fn go_on(self) {
        if self.reading.busy().get() {
            return;
        }
        if let Some((next, decided)) = self.waiting.try_update(Option::take).flatten() {
            // What was refused is said, although the next answer takes its place.
            if let Some(error) = self.reading.error().get_untracked() {
                notice::fail(&error.message);
            }
            self.ask(next, decided);
        }
    }

    /// Lets the person choose the file and reads it.
    pub fn pick(self) {
        let title = format!("选择{}", self.kind.label());
        let ask = Pick::open(title)
            .kind("表格", &["xlsx", "xls", "et", "xlsm", "ods", "csv", "txt", "xml", "html", "htm"]);
        pick_one(ask, move |path| {
            self.path.set(Some(path));
            self.waiting.set(None);
            self.by_hand.set(Keyed::default());
            self.register_on.set(None);
            self.decisions.set(Vec::new());
            self.preview.set(None);
            self.read(Stage::Columns);
        });
    }

    /// Reads the file with the columns as they are assigned, and goes on.
    pub fn read(self, next: Stage) {
        self.ask(next, Vec::new());
    }

    /// Decides something; what the desk does not take is not decided.
    pub fn decide(self, about: About, choice: String, day: Option<Day>) {
        self.ask(Stage::Preview, vec![Decision { about, choice, day }]);
    }

    /// The day that was given with a decision.
    pub fn day_of(self, about: &About) -> Option<Day> {
        self.decisions.with_untracked(|all| all.iter().find(|known| known.about == *about)?.day)
    }

    fn seen(self) -> Option<String> {
        self.preview.with_untracked(|preview| preview.as_ref().map(|preview| preview.sha256.clone()))
    }

    fn ask(self, next: Stage, decided: Vec<Decision>) {
        let Some(path) = self.path.get_untracked() else { return };
        if self.reading.busy().get_untracked() {
            return self.waiting.update(|waiting| {
                let meanwhile = waiting.take().map(|(_, meanwhile)| meanwhile).unwrap_or_default();
                *waiting = Some((next, merged(meanwhile, decided)));
            });
        }
        let decisions = merged(self.decisions.get_untracked(), decided);
        let request = IntakePreview {
            month: state().session.month(),
            register_on: self.register_on.get_untracked(),
            columns: self.columns(),
            decisions: decisions.clone(),
            seen: self.seen(),
            page: Some(RowPage {
                state: self.state.get_untracked(),
                attention: self.tab.with_untracked(|tab| tab == "attention"),
                offset: self.offset.get_untracked(),
                limit: PAGE_ROWS,
            }),
            ..IntakePreview::of(self.kind, path.clone())
        };
        self.reading.send(&request, move |preview: Preview| {
            // Another file was chosen meanwhile: the answer is of the one before.
            if self.path.with_untracked(|chosen| chosen.as_ref() != Some(&path)) {
                return;
            }
            if self.register_on.get_untracked().is_none() {
                self.register_on.set(preview.register_on);
            }
            self.decisions.set(decisions);
            self.preview.set(Some(Arc::new(preview)));
            if self.stage.get_untracked() != next {
                self.stage.set(next);
            }
        });
    }

    /// Imports what the preview has shown; rows handed back go to `refused_out`.
    pub fn apply(self, refused_out: Option<String>) {
        let Some(path) = self.path.get_untracked() else { return };
        let request = IntakeApply {
            month: state().session.month(),
            register_on: self.register_on.get_untracked(),
            columns: self.columns(),
            refused_out,
            decisions: self.decisions.get_untracked(),
            seen: self.seen(),
            ..IntakeApply::of(self.kind, path)
        };
        self.applying.send(&request, move |applied: Applied| {
            self.applied.set(Some(Arc::new(applied)));
            self.stage.set(Stage::Done);
        });
    }

    /// Begins anew with another file.
    pub fn restart(self) {
        self.preview.set(None);
        self.applied.set(None);
        self.waiting.set(None);
        self.path.set(None);
        self.stage.set(Stage::Pick);
    }

    fn columns(self) -> Vec<ColumnChoice> {
        let choice = |(title, field): &(String, String)| ColumnChoice {
            title: title.clone(),
            field: Some(field.clone()).filter(|field| !field.is_empty()),
        };
        self.by_hand.with_untracked(|chosen| chosen.iter().map(choice).collect())
    }
}

/// What was decided, with later decisions in the place of earlier ones about the same.
fn merged(mut decisions: Vec<Decision>, later: Vec<Decision>) -> Vec<Decision> {
    decisions.retain(|known| later.iter().all(|decision| decision.about != known.about));
    decisions.extend(later);
    decisions
}
