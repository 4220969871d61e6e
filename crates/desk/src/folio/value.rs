//! What was filled in, read field by field; everything that is wrong is told at once. And the fields themselves.

use std::collections::BTreeMap;

use branchbook_contract::FieldError;
use branchbook_contract::folio::{FolioChoice, FolioControl, FolioField};
use branchbook_domain::day::{Day, Month, PartialDay};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::office_day::{DayContext, DayProblem, read_day};
use branchbook_domain::text::{tidy, tidy_words};

use crate::error::{DeskError, Result};
use crate::happened;
use crate::person::follow::Merged;

/// What was filled in.
#[derive(Debug)]
pub(crate) struct Values {
    given: BTreeMap<String, String>,
    context: DayContext,
    merged: Merged,
    wrong: Vec<FieldError>,
}

impl Values {
    /// What was filled in on a day: bare years are read from it.
    pub fn new(given: BTreeMap<String, String>, today: Day) -> Self {
        Self { given, context: DayContext::on(today), merged: Merged::default(), wrong: Vec::new() }
    }

    /// The same; people are the records that stand.
    pub fn among(self, merged: Merged) -> Self {
        Self { merged, ..self }
    }

    /// Notes a wrong field.
    pub fn refuse(&mut self, key: &str, message: impl Into<String>) {
        self.wrong.push(FieldError { field: key.to_owned(), message: message.into() });
    }

    /// An error if anything was noted; to be asked before anything is written.
    pub fn finish(self) -> Result<()> {
        if self.wrong.is_empty() { Ok(()) } else { Err(self.refusal()) }
    }

    /// What was noted, as an error.
    pub fn refusal(self) -> DeskError {
        DeskError::Invalid(self.wrong)
    }

    /// A text without needless spaces, its Chinese punctuation as it was written; nothing if it is empty.
    pub fn text(&self, key: &str) -> Option<String> {
        self.given.get(key).map(|text| tidy_words(text)).filter(|text| !text.is_empty())
    }

    /// A text of several lines as it was written, without blanks around it.
    pub fn lines(&self, key: &str) -> Option<String> {
        self.given.get(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A text that must be there; `label` names it in the sentence.
    pub fn need_text(&mut self, key: &str, label: &str) -> String {
        self.text(key).unwrap_or_else(|| {
            self.refuse(key, format!("请填写{label}。"));
            String::new()
        })
    }

    /// A name that is compared with others and with titles of files: half width, as those are.
    pub fn need_name(&mut self, key: &str, label: &str) -> String {
        tidy(&self.need_text(key, label))
    }

    /// A day as far as it is known, as offices write it.
    pub fn partial_day(&mut self, key: &str) -> Option<PartialDay> {
        let text = self.given.get(key)?;
        match read_day(text, &self.context) {
            Ok(read) => Some(read.day),
            Err(DayProblem::Blank) => None,
            Err(problem) => {
                self.refuse(key, problem.to_string());
                None
            }
        }
    }

    /// A day that must be known whole if it is there.
    pub fn day(&mut self, key: &str) -> Option<Day> {
        let read = self.partial_day(key)?;
        if read.day().is_none() {
            self.refuse(key, "这里要写到日，如 2026-11-21。");
        }
        read.day()
    }

    /// A day that must be there. What stands for a missing one is never used: `finish` refuses first.
    pub fn need_day(&mut self, key: &str, label: &str) -> Day {
        let before = self.wrong.len();
        self.day(key).unwrap_or_else(|| {
            if self.wrong.len() == before {
                self.refuse(key, format!("请填写{label}。"));
            }
            Day::MIN
        })
    }

    /// A day, perhaps known in part, that must be there.
    pub fn need_partial_day(&mut self, key: &str, label: &str) -> PartialDay {
        let before = self.wrong.len();
        self.partial_day(key).unwrap_or_else(|| {
            if self.wrong.len() == before {
                self.refuse(key, format!("请填写{label}。"));
            }
            PartialDay::Day(Day::MIN)
        })
    }

    /// Refuses a day that is still to come: what is registered has happened.
    pub fn refuse_ahead(&mut self, key: &str, day: Option<impl Into<PartialDay>>) {
        self.refuse_if(key, day.and_then(|day| happened::ahead(day, self.context.today)));
    }

    /// Refuses a day that lies before anything of that person can have been.
    pub fn refuse_absurd(
        &mut self,
        key: &str,
        day: Option<impl Into<PartialDay>>,
        birth: Option<PartialDay>,
    ) {
        self.refuse_if(key, day.and_then(|day| happened::absurd(day, birth)));
    }

    /// Notes what is wrong with a field, if anything is.
    pub fn refuse_if(&mut self, key: &str, wrong: Option<String>) {
        if let Some(words) = wrong {
            self.refuse(key, words);
        }
    }

    /// A month, `2026-11` or as offices write it.
    pub fn month(&mut self, key: &str) -> Option<Month> {
        let read = self.partial_day(key)?;
        match read {
            PartialDay::Year(_) => {
                self.refuse(key, "这里要写到月，如 2026-11。");
                None
            }
            PartialDay::Month(_) | PartialDay::Day(_) => Some(Month::of(read.earliest())),
        }
    }

    /// A whole number within bounds.
    pub fn number(&mut self, key: &str, bounds: std::ops::RangeInclusive<i64>) -> Option<i64> {
        let text = self.text(key)?;
        match text.parse() {
            Ok(number) if bounds.contains(&number) => Some(number),
            _ => {
                self.refuse(key, format!("请填写 {} 到 {} 之间的整数。", bounds.start(), bounds.end()));
                None
            }
        }
    }

    /// Whether it was ticked.
    pub fn yes(&self, key: &str) -> bool {
        self.given.get(key).is_some_and(|text| text == "1")
    }

    /// Everything that was ticked of several.
    pub fn ticks(&self, key: &str) -> Vec<String> {
        let text = self.given.get(key).map(String::as_str).unwrap_or_default();
        text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }

    /// One of a few by its code; `read` is the reader of the code.
    pub fn pick<T>(&mut self, key: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(key)?;
        let found = read(&text);
        if found.is_none() {
            self.refuse(key, format!("没有“{text}”这一项，请重新选择。"));
        }
        found
    }

    /// The key of a record.
    pub fn key(&mut self, key: &str) -> Option<i64> {
        self.pick(key, |text| text.parse().ok())
    }

    /// A person.
    pub fn person(&mut self, key: &str) -> Option<PersonId> {
        self.key(key).map(|id| self.merged.standing(PersonId(id)))
    }

    /// An organisation.
    pub fn organisation(&mut self, key: &str) -> Option<OrganisationId> {
        self.key(key).map(OrganisationId)
    }
}

/// A field of a form.
pub(crate) fn field(key: &str, label: &str, control: FolioControl, wide: u8) -> FolioField {
    FolioField {
        key: key.to_owned(),
        label: label.to_owned(),
        control,
        value: String::new(),
        hint: String::new(),
        is_required: false,
        wide,
        only_if: None,
    }
}

/// How a field is said in one line.
pub(crate) trait Filled {
    /// With what stands in it at first.
    #[must_use]
    fn holding(self, value: impl ToString) -> Self;
    /// With what stands in it at first, if anything does.
    #[must_use]
    fn holding_some(self, value: Option<impl ToString>) -> Self;
    /// With what to write.
    #[must_use]
    fn hinted(self, hint: &str) -> Self;
    /// That must be filled in.
    #[must_use]
    fn required(self) -> Self;
    /// Shown only while another field has one of these values.
    #[must_use]
    fn only_if(self, key: &str, values: &[&str]) -> Self;
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "values are small copies; a reference at every call says less"
)]
impl Filled for FolioField {
    fn holding(mut self, value: impl ToString) -> Self {
        self.value = value.to_string();
        self
    }

    fn holding_some(self, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.holding(value),
            None => self,
        }
    }

    fn hinted(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    fn only_if(mut self, key: &str, values: &[&str]) -> Self {
        self.only_if = Some((key.to_owned(), values.iter().map(|&value| value.to_owned()).collect()));
        self
    }
}

/// One of a few.
#[allow(
    clippy::needless_pass_by_value,
    reason = "keys are small copies; a reference at every call says less"
)]
pub(crate) fn choice(value: impl ToString, label: impl Into<String>) -> FolioChoice {
    FolioChoice { value: value.to_string(), label: label.into() }
}

/// The values of a code table to choose from, by their code and label.
pub(crate) fn coded_choices<T: Copy>(
    all: impl IntoIterator<Item = T>,
    code: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> FolioControl {
    FolioControl::Pick(all.into_iter().map(|each| choice(code(each), label(each))).collect())
}
