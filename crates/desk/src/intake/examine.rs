//! Brings file and form together: every row of the file with its verdict, before anything is written.
//! Both the preview and the import begin here; nothing is written here.

use std::collections::HashSet;
use std::io::Read as _;
use std::path::Path;

use branchbook_contract::intake::{ColumnChoice, Decision, ImportKind, RowCounts, RowState};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::office_day::DayContext;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Reading;
use branchbook_ledger::table::organisation::{self, Level};
use sha2::{Digest, Sha256};

use super::decide::{Decisions, LEAVE, TAKE};
use super::form::{Context, Form, Planned, Verdict};
use super::look::Judgement;
use super::mapping::Mapping;
use super::question::Question;
use super::remembered;
use super::repeat::taking;
use super::row::{SourceRow, SourceRows, WaitingRow};
use super::source::{self, Source};
use super::step;
use super::unread;
use super::wanted::Wanted;
use crate::desk::Desk;
use crate::error::{DeskError, Result};
use crate::exchange::mark::hex;
use crate::progress::Progress;

/// What a preview and an import are asked with.
pub(crate) struct Asked<'a> {
    /// Path of the file.
    pub path: &'a Path,
    /// The month that is worked on.
    pub month: Option<Month>,
    /// 填报日期 as the person knows it.
    pub register_on: Option<Day>,
    /// What a person assigned.
    pub columns: &'a [ColumnChoice],
    /// What a person decided.
    pub decisions: &'a [Decision],
    /// The file that the decisions are about.
    pub seen: Option<&'a str>,
}

/// A file that was looked through.
pub(crate) struct Examined<P> {
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes in hex.
    pub sha256: String,
    /// Its sheets and what was skipped.
    pub source: Source,
    /// Its rows with their verdicts.
    pub judgement: Judgement,
    /// What would be written.
    pub plan: P,
    /// What concerns the file as a whole.
    pub findings: Vec<String>,
    /// Organisations that would be made.
    pub new_organisations: Vec<String>,
    /// What a person assigned.
    pub chosen: Mapping,
    /// What a person decided.
    pub decisions: Decisions,
}

impl<P> Examined<P> {
    /// Rows by state.
    pub fn counts(&self) -> RowCounts {
        self.judgement.counts()
    }

    /// The bytes of the file, if they are still those that were decided about.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>> {
        let bytes = std::fs::read(path)?;
        match hex(&Sha256::digest(&bytes)) == self.sha256 {
            true => Ok(bytes),
            false => {
                Err(DeskError::refused("文件在读取以后又改动过，什么都没有改动。请等文件存好，再重新导入。"))
            }
        }
    }
}

/// Reads a file and lets its form decide.
pub(crate) fn examine<F: Form>(
    desk: &Desk,
    asked: &Asked<'_>,
    progress: &dyn Progress,
) -> Result<Examined<F::Plan>> {
    let chosen = Mapping::of_choices(asked.columns);
    let mut source = read::<F>(desk, asked, &chosen, progress)?;
    let sha256 = require_seen(asked)?;
    source.register_on = register_on(asked, &source, desk.clock().today())?;
    let decisions = Decisions::of(asked.decisions, &source.sheets)?;
    decisions.require_known(F::can_answer)?;
    let file_name = file_name(asked.path);
    let (planned, judgement) = judge::<F>(desk, asked, &mut source, (&file_name, &decisions), progress)?;
    decisions.require_fitting(judgement.pairs())?;
    let tell_nobody_apart = source.sheets.iter().find_map(|sheet| sheet.tells_nobody_apart());
    let unread = unread::findings(&source);
    let findings = tell_nobody_apart.into_iter().chain(unread).chain(planned.findings).collect();
    Ok(Examined {
        file_name,
        sha256,
        source,
        judgement,
        plan: planned.plan,
        findings,
        new_organisations: planned.new_organisations,
        chosen,
        decisions,
    })
}

/// The rows of the file under the fields that the form wants.
fn read<F: Form>(
    desk: &Desk,
    asked: &Asked<'_>,
    chosen: &Mapping,
    progress: &dyn Progress,
) -> Result<Source> {
    let book = desk.book()?;
    let (saved, branches) = book
        .read(|reading| Ok::<_, DeskError>((remembered::saved(reading, F::KIND)?, branch_names(reading)?)))?;
    let today = desk.clock().today();
    if asked.register_on.is_some_and(|dated| dated > today) {
        return Err(DeskError::field("register_on", "填报日期在今天以后，请核对。"));
    }
    let days = DayContext { month: asked.month, ..DayContext::on(today) };
    let wanted = Wanted {
        fields: book.read(F::fields_in)?,
        kind: F::KIND,
        chosen,
        saved: &saved,
        branches: &branches,
        days,
    };
    step(progress, "读取文件", 0, 0)?;
    source::read(asked.path, &wanted, progress)
}

/// 填报日期 as the person knows it, else as it stands in the file.
fn register_on(asked: &Asked<'_>, source: &Source, today: Day) -> Result<Option<Day>> {
    let stated = asked.register_on.or(source.register_on);
    match stated.filter(|dated| *dated > today) {
        None => Ok(stated),
        Some(dated) => Err(DeskError::refused(format!(
            "文件里写的填报日期 {dated} 在今天以后，没有导入；请改正文件，或另外指定填报日期。"
        ))),
    }
}

/// Lets the form decide about the rows of the file, which go over into the judgement.
fn judge<F: Form>(
    desk: &Desk,
    asked: &Asked<'_>,
    source: &mut Source,
    (file_name, decisions): (&str, &Decisions),
    progress: &dyn Progress,
) -> Result<(Planned<F::Plan>, Judgement)> {
    let rows = std::mem::take(&mut source.rows);
    let lacking = std::mem::take(&mut source.lacking);
    let unseen = lacking.iter().cloned().chain(std::mem::take(&mut source.hidden)).collect::<Vec<_>>();
    let (unread, none) = (SourceRows::from(unseen), SourceRows::default());
    let context = Context {
        today: desk.clock().today(),
        month: asked.month,
        register_on: source.register_on,
        file_name,
        decisions,
        left: &none,
        unread: &unread,
    };
    let count = rows.len();
    step(progress, "与台账核对", 0, count)?;
    let (planned, mut judgement) = desk.book()?.read(|reading| planned::<F>(reading, rows, &context))?;
    step(progress, "与台账核对", count, count)?;
    judgement.aside.extend(lacking.into_iter().map(|row| refused(row, decisions)));
    judgement.tell_first(&source.told);
    judgement.shown = shown_fields(source);
    Ok((planned, judgement))
}

/// Names of the branches of the book, without spaces.
fn branch_names(reading: &Reading<'_>) -> Result<HashSet<String>> {
    let all = organisation::list(reading)?;
    let branches = all.into_iter().filter(|one| one.level == Level::Branch);
    Ok(branches.map(|one| squeeze(&one.value.name)).collect())
}

/// The hash of the file; another one than the decisions are about is refused.
fn require_seen(asked: &Asked<'_>) -> Result<String> {
    let sha256 = hash_of(asked.path)?;
    match asked.seen.is_some_and(|seen| seen != sha256) {
        true => Err(DeskError::refused(
            "文件在预览以后改动过，选定的处理可能对不上了，什么都没有改动。请重新选择文件。",
        )),
        false => Ok(sha256),
    }
}

fn hash_of(path: &Path) -> Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut bytes = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut bytes)?;
        match bytes.get(..count) {
            None | Some([]) => return Ok(hex(&hasher.finalize())),
            Some(read) => hasher.update(read),
        }
    }
}

/// The form decides about the rows that are not left out. Which rows all of a state are is only known after it has
/// decided: then it decides once more about the others.
fn planned<F: Form>(
    reading: &Reading<'_>,
    rows: Vec<WaitingRow>,
    context: &Context<'_>,
) -> Result<(Planned<F::Plan>, Judgement)> {
    let decisions = context.decisions;
    let (left, rows): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| decisions.is_left(row.place(), None));
    let (rows, left) = (SourceRows::from(rows), SourceRows::from(left));
    let first = F::plan(reading, &rows, &Context { left: &left, ..*context })?;
    if !decisions.leaves_a_state() {
        return Ok(judged(first, rows, (&left, decisions)));
    }
    let states: Vec<RowState> = first.verdicts.iter().map(|verdict| verdict.state).collect();
    let paired = rows.waiting().iter().cloned().zip(states);
    let (more, kept): (Vec<_>, Vec<_>) =
        paired.partition(|(row, state)| decisions.is_left(row.place(), Some(*state)));
    let bare = |list: Vec<(WaitingRow, RowState)>| list.into_iter().map(|(row, _)| row);
    let left = SourceRows::from(left.waiting().iter().cloned().chain(bare(more)).collect::<Vec<_>>());
    let rows = SourceRows::from(bare(kept).collect::<Vec<_>>());
    let planned = F::plan(reading, &rows, &Context { left: &left, ..*context })?;
    Ok(judged(planned, rows, (&left, decisions)))
}

fn judged<P>(
    mut planned: Planned<P>,
    rows: SourceRows,
    (left, decisions): (&SourceRows, &Decisions),
) -> (Planned<P>, Judgement) {
    let mut verdicts = std::mem::take(&mut planned.verdicts);
    // That a row counts of several is one of its answers: what else it is asked stands behind that.
    let taken = rows.waiting().iter().zip(&mut verdicts).filter(|(row, _)| decisions.is_taken(row.place()));
    taken.for_each(|(_, verdict)| answer_taken(verdict));
    let aside = left.waiting().iter().map(|row| (row.clone(), left_out(&row.open()))).collect();
    (planned, Judgement { rows, verdicts, aside, shown: Vec::new() })
}

/// Where two rows of one thing were taken, both still ask.
fn answer_taken(verdict: &mut Verdict) {
    let asks = |question: &&mut Question| question.choices.iter().any(|choice| choice.key == TAKE);
    match verdict.questions.iter_mut().find(asks) {
        Some(question) => TAKE.clone_into(&mut question.chosen),
        None => verdict.questions.insert(0, taking(TAKE)),
    }
}

fn left_out(row: &SourceRow) -> Verdict {
    Verdict::new(row, first_text(row), RowState::Left).asking(Question::new(Vec::new(), LEAVE))
}

/// Whom or what a row speaks of that no form has seen.
fn first_text(row: &SourceRow) -> String {
    row.layout.fields.iter().find_map(|field| row.value(field.key)).unwrap_or_default()
}

/// Keys and titles of the fields that some sheet has.
fn shown_fields(source: &Source) -> Vec<(&'static str, &'static str)> {
    let Some(first) = source.sheets.first() else { return Vec::new() };
    let is_there = |key: &str| source.sheets.iter().any(|sheet| sheet.column(key).is_some());
    let fields = first.fields.iter().filter(|field| is_there(field.key));
    fields.map(|field| (field.key, field.title)).collect()
}

/// Rows that lack a required field are refused here, so that no form sees them.
fn refused(waiting: WaitingRow, decisions: &Decisions) -> (WaitingRow, Verdict) {
    let row = waiting.open();
    let is_left = decisions.is_left(waiting.place(), Some(RowState::Refused));
    let verdict = if is_left { left_out(&row) } else { refusal(&row) };
    (waiting, verdict)
}

fn refusal(row: &SourceRow) -> Verdict {
    let verdict = Verdict::new(row, first_text(row), RowState::Refused);
    if let Some(sentence) = row.layout.tells_nobody_apart() {
        return verdict.noting(row.say_all(&sentence));
    }
    let required = row.layout.fields.iter().filter(|field| field.is_required);
    let missing = required.filter(|field| row.text(field.key).trim().is_empty()).map(|field| field.key);
    let say = |verdict: Verdict, key: &str| verdict.noting(row.say(key, "是空的，请补填后重新导入。"));
    missing.fold(verdict, say)
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The finding that a file of this kind has nothing to import.
pub(crate) fn empty_file(kind: ImportKind) -> String {
    format!("文件里没有{}的记录，表头下面是空的。", kind.label())
}
