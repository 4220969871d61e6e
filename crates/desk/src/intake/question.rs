//! What can be decided about a row, question by question: which of several rows counts, who is meant, what becomes of the
//! branch, the name, the fields. A decision about a row is its answers joined by `+`, so that all of it can be said of one
//! row. Must not know what an answer means.

use branchbook_contract::intake::{RowChoice, RowState};

/// What stands between the answers of a decision.
pub(crate) const AND: char = '+';

/// One thing that can be decided about a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// What can be answered.
    pub choices: Vec<RowChoice>,
    /// Key of the answer; empty for none.
    pub chosen: String,
    /// Whether what is asked afterwards depends on the answer.
    pub leads: bool,
    /// Whether it can be answered row by row only: who is meant, which of several rows counts.
    pub is_of_one: bool,
    /// The state under which one answer can be given for all rows of a state.
    pub state: Option<RowState>,
}

impl Question {
    /// A question with its answer, if there is one.
    pub fn new(choices: Vec<RowChoice>, chosen: impl Into<String>) -> Self {
        Self { choices, chosen: chosen.into(), leads: false, is_of_one: false, state: None }
    }

    /// The same as one that can be answered for all rows of a state.
    #[must_use]
    pub fn under(self, state: RowState) -> Self {
        Self { state: Some(state), ..self }
    }

    /// The same as one that decides what else is asked.
    #[must_use]
    pub fn leading(self) -> Self {
        Self { leads: true, ..self }
    }

    /// The same as one about a single row, which decides what else is asked of it.
    #[must_use]
    pub fn of_one(self) -> Self {
        Self { is_of_one: true, ..self.leading() }
    }

    fn answer(&self) -> Option<&str> {
        Some(self.chosen.as_str()).filter(|chosen| !chosen.is_empty())
    }
}

/// The answers of a decision.
pub(crate) fn parts(key: &str) -> impl Iterator<Item = &str> {
    key.split(AND)
}

/// The answers that were given, joined.
pub(crate) fn chosen(questions: &[Question]) -> String {
    joined(questions.iter().filter_map(Question::answer))
}

/// All decisions that lie one answer away from what is chosen, and what is chosen itself; each is said whole. The choices
/// that stand alone are taken as they are.
pub(crate) fn offered(questions: &[Question], stands_alone: impl Fn(&str) -> bool) -> Vec<RowChoice> {
    let mut offered: Vec<RowChoice> = Vec::new();
    let mut offer = |choice: RowChoice| {
        if !choice.key.is_empty() && offered.iter().all(|known| known.key != choice.key) {
            offered.push(choice);
        }
    };
    for (at, question) in questions.iter().enumerate() {
        for choice in &question.choices {
            match stands_alone(&choice.key) {
                true => offer(choice.clone()),
                false => offer(with(questions, at, Some(choice))),
            }
        }
    }
    let answered = questions.iter().enumerate().filter(|(_, question)| question.answer().is_some());
    answered.for_each(|(at, _)| offer(with(questions, at, None)));
    offered
}

/// The answers that were given, with another one to the question at a place; what depends on that one is asked anew.
fn with(questions: &[Question], place: usize, other: Option<&RowChoice>) -> RowChoice {
    let is_same = |question: &Question| other.is_some_and(|other| other.key == question.chosen);
    let asks_anew = questions.get(place).is_some_and(|question| question.leads && !is_same(question));
    let answers = questions.iter().enumerate().filter_map(|(at, question)| match at {
        at if at == place => other.map(|other| (other.key.as_str(), other.label.as_str())),
        at if at > place && asks_anew => None,
        _ => question.answer().map(|key| (key, label(question, key))),
    });
    let (keys, labels): (Vec<&str>, Vec<&str>) = answers.unzip();
    RowChoice::new(joined(keys.into_iter()), labels.join("；"))
}

fn label<'a>(question: &'a Question, key: &'a str) -> &'a str {
    question.choices.iter().find(|choice| choice.key == key).map_or(key, |choice| choice.label.as_str())
}

fn joined<'a>(keys: impl Iterator<Item = &'a str>) -> String {
    keys.collect::<Vec<_>>().join(&AND.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(choices: &[&str], chosen: &str) -> Question {
        Question::new(choices.iter().map(|key| RowChoice::new(*key, key.to_uppercase())).collect(), chosen)
    }

    fn keys(questions: &[Question]) -> Vec<String> {
        offered(questions, |key| key == "leave").into_iter().map(|choice| choice.key).collect()
    }

    #[test]
    fn every_answer_is_offered_with_those_that_were_given() {
        let open = [question(&["move", "keep"], "").leading(), question(&["rename"], "")];
        assert_eq!(
            (keys(&open), chosen(&open)),
            (vec!["move".into(), "keep".into(), "rename".into()], "".into())
        );
        let moved = [question(&["move", "keep"], "move").leading(), question(&["rename"], "")];
        assert_eq!(keys(&moved), ["move", "keep", "move+rename"]);
        let both = [question(&["move", "keep"], "move").leading(), question(&["rename"], "rename")];
        assert_eq!(chosen(&both), "move+rename");
        assert_eq!(
            keys(&both),
            ["move+rename", "keep", "move"],
            "another branch asks anew, the name can be taken back"
        );
        let told = offered(&both, |_| false);
        assert_eq!(told[0].label, "MOVE；RENAME");
    }

    #[test]
    fn answers_that_do_not_depend_on_another_stay_with_it() {
        let free = [question(&["keep"], "keep"), question(&["rename"], "rename"), question(&["leave"], "")];
        assert_eq!(keys(&free), ["keep+rename", "leave", "rename", "keep"]);
    }
}
