//! The rows of a file with their verdicts, as they are shown page by page. Decides nothing.

use std::collections::HashMap;

use branchbook_contract::intake::{
    ATTENTION_ROWS, FieldChange, Preview, RowChoice, RowCounts, RowPage, RowState, SourceRowView,
    StateChoices,
};
use branchbook_domain::mask::masked_text;

use super::change::told_apart;
use super::content::shown;
use super::decide::{Decisions, LEAVE, TAKE};
use super::form::Verdict;
use super::question;
use super::row::{SourceRows, WaitingRow};

/// A row and what was decided about it.
pub(crate) type Judged<'a> = (&'a WaitingRow, &'a Verdict);

/// All rows of a file with their verdicts.
#[derive(Debug, Default)]
pub(crate) struct Judgement {
    /// Rows that the form has decided about, and its verdicts.
    pub rows: SourceRows,
    pub verdicts: Vec<Verdict>,
    /// Rows that no form has seen: they lack a required field, or a person left them out.
    pub aside: Vec<(WaitingRow, Verdict)>,
    /// Keys and titles of the fields that are shown.
    pub shown: Vec<(&'static str, &'static str)>,
}

impl Judgement {
    /// Puts what the cells of a row are before everything that follows from it, by the place of the row.
    pub fn tell_first(&mut self, told: &HashMap<(usize, u32), Vec<String>>) {
        let decided = self.rows.waiting().iter().zip(&mut self.verdicts);
        let aside = self.aside.iter_mut().map(|(row, verdict)| (&*row, verdict));
        for (row, verdict) in decided.chain(aside) {
            let Some(sentences) = told.get(&row.place()) else { continue };
            let mut notes: Vec<String> = sentences.iter().map(|sentence| row.say_all(sentence)).collect();
            notes.append(&mut verdict.notes);
            verdict.notes = notes;
        }
    }

    /// Rows by state.
    pub fn counts(&self) -> RowCounts {
        RowCounts::of(self.pairs().map(|(_, verdict)| verdict.state))
    }

    /// Every row with its verdict, in the order of the file.
    pub fn judged(&self) -> Vec<Judged<'_>> {
        let mut judged: Vec<Judged<'_>> = self.pairs().collect();
        if !self.aside.is_empty() {
            judged.sort_by_key(|(row, _)| row.place());
        }
        judged
    }

    /// Every row with its verdict.
    pub fn pairs(&self) -> impl Iterator<Item = Judged<'_>> {
        let decided = self.rows.waiting().iter().zip(&self.verdicts);
        decided.chain(self.aside.iter().map(|(row, verdict)| (row, verdict)))
    }

    /// A row as it is shown: ID numbers, phones and addresses masked, and what other cells and sentences say of them.
    pub fn view(&self, (row, verdict): Judged<'_>) -> SourceRowView {
        let row = row.open();
        SourceRowView {
            sheet: row.sheet_name().to_owned(),
            row: row.number,
            who: masked_text(verdict.who.to_string()),
            state: verdict.state,
            cells: self.shown.iter().map(|(key, _)| shown(key, row.text(key))).collect(),
            notes: verdict.notes.iter().cloned().map(masked_text).collect(),
            changes: verdict.changes.iter().cloned().map(masked).collect(),
            choices: choices(verdict),
            chosen: question::chosen(&verdict.questions),
        }
    }

    /// Rows with notes, cut at what a reply holds, and how many there are.
    pub fn attention(&self) -> (Vec<SourceRowView>, u32) {
        let mut noted = self.judged();
        noted.retain(|(_, verdict)| !verdict.notes.is_empty());
        let rows = noted.iter().take(ATTENTION_ROWS).map(|judged| self.view(*judged));
        (rows.collect(), u32::try_from(noted.len()).unwrap_or(u32::MAX))
    }

    /// A page of the rows that are wanted, and how many are wanted.
    pub fn page(&self, page: RowPage) -> (Vec<SourceRowView>, u32) {
        let mut wanted = self.judged();
        wanted.retain(|(_, verdict)| is_wanted(verdict, page));
        let limit = (page.limit as usize).min(ATTENTION_ROWS);
        let rows = wanted.iter().skip(page.offset as usize).take(limit);
        (rows.map(|judged| self.view(*judged)).collect(), u32::try_from(wanted.len()).unwrap_or(u32::MAX))
    }

    /// What can be decided about all rows of a state: whatever any of them is asked that is not about it alone.
    pub fn kinds(&self, decisions: &Decisions) -> Vec<StateChoices> {
        let states = [RowState::New, RowState::Update, RowState::Conflict];
        states.into_iter().filter_map(|state| self.kind(state, decisions)).collect()
    }

    fn kind(&self, state: RowState, decisions: &Decisions) -> Option<StateChoices> {
        let chosen = decisions.of_state(state).map(|chosen| chosen.key.clone()).unwrap_or_default();
        let mut choices: Vec<RowChoice> = Vec::new();
        let mut is_there = !chosen.is_empty();
        for (_, verdict) in self.pairs().filter(|(_, verdict)| verdict.state == state) {
            is_there = true;
            let for_any = verdict
                .questions
                .iter()
                .filter(|question| !question.is_of_one && question.state == Some(state));
            for choice in for_any.flat_map(|question| &question.choices) {
                if choices.iter().all(|known| known.key != choice.key) {
                    choices.push(RowChoice::new(choice.key.clone(), for_all(choice, state)));
                }
            }
        }
        choices.push(RowChoice::new(LEAVE, "不导入"));
        if !chosen.is_empty() && choices.iter().all(|choice| choice.key != chosen) {
            choices.push(RowChoice::new(chosen.clone(), word(&chosen, state)));
        }
        is_there.then_some(StateChoices { state, choices, chosen })
    }
}

fn masked(change: FieldChange) -> FieldChange {
    let FieldChange { before, after, .. } = change;
    let shown = |text: &str| masked_text(text.to_owned());
    let (before, after) = told_apart((before.as_deref(), after.as_deref()), shown);
    FieldChange { before, after, ..change }
}

/// What the Desk keeps of the last preview, so that another page of it needs no second reading of the file.
#[derive(Debug)]
pub(crate) struct Looked {
    /// What was asked, of which file, in which state of the book.
    pub key: String,
    /// What was answered, without the page.
    pub preview: Preview,
    /// The rows.
    pub judgement: Judgement,
}

fn is_wanted(verdict: &Verdict, page: RowPage) -> bool {
    let is_open = || !verdict.notes.is_empty() || !verdict.questions.is_empty();
    page.state.is_none_or(|state| verdict.state == state) && (!page.attention || is_open())
}

/// What can be decided about a row, with what is chosen among it.
fn choices(verdict: &Verdict) -> Vec<RowChoice> {
    let chosen = question::chosen(&verdict.questions);
    let mut choices = question::offered(&verdict.questions, |key| key == LEAVE);
    let is_open = matches!(verdict.state, RowState::New | RowState::Update | RowState::Conflict);
    let is_offered = choices.iter().any(|choice| choice.key == LEAVE);
    if !is_offered && (is_open || chosen == LEAVE) {
        choices.push(RowChoice::new(LEAVE, "不导入这一行"));
    }
    choices
}

/// The words of a choice without the names in it.
fn for_all(choice: &RowChoice, state: RowState) -> String {
    match word(&choice.key, state) {
        "" => choice.label.clone(),
        word => word.to_owned(),
    }
}

/// What a choice that any row may offer is called.
fn word(key: &str, state: RowState) -> &str {
    match key {
        "keep" if state == RowState::Conflict => "支部以台账为准，其余的照表更新",
        LEAVE => "不导入",
        TAKE => "以这一行为准",
        "keep" => "以台账为准，只补空白",
        "rename" => "姓名以文件为准",
        "book" => "以台账为准，不改动这些会议",
        "correct" => "按登记表更正会议",
        "move" => "登记支部间调整",
        "stay" => "仍在册，其余的照表登记",
        "scheme" => "按方案的分值记分",
        "roll" => "以当日名册登记",
        "numbers" => "只记人数，不记名单，不自动记分",
        _ => "",
    }
}
