//! What tags there are: those that every office has, and the office's own in its code table.

use branchbook_domain::care::PersonTag;
use branchbook_domain::day::Day;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::office::{CodeValue, code_values};
use branchbook_ledger::{LedgerError, Reading, Stored};

/// The family of own tags in the code table.
pub(crate) const FAMILY: &str = "tag";

/// All tags.
pub(crate) struct Tags {
    /// The office's own, ended ones included.
    pub own: Vec<Stored<CodeValue>>,
}

impl Tags {
    /// Reads them.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        Ok(Self { own: code_values(reading, FAMILY)? })
    }

    /// What a person calls a tag.
    pub fn label(&self, code: &str) -> String {
        let own = || self.own.iter().find(|each| each.code == code).map(|each| each.label.clone());
        let built_in = PersonTag::from_code(code).map(|tag| tag.label().to_owned());
        built_in.or_else(own).unwrap_or_else(|| "（已不存在的标签）".to_owned())
    }

    /// Codes and labels of those that may be given on a day.
    pub fn offered(&self, on: Day) -> Vec<(String, String)> {
        let built_in = PersonTag::ALL.iter().map(|tag| (tag.code().to_owned(), tag.label().to_owned()));
        let own = self.own.iter().filter(|each| is_offered(each, on));
        built_in.chain(own.map(|each| (each.code.clone(), each.label.clone()))).collect()
    }

    /// The code that a code or a label means, if it may be given on a day.
    pub fn read(&self, text: &str, on: Day) -> Option<String> {
        let means = |(code, label): &(String, String)| code == text || squeeze(label) == squeeze(text);
        self.offered(on).into_iter().find(means).map(|(code, _)| code)
    }

    /// A code that no own tag has had.
    pub fn next_code(&self) -> String {
        let number = |each: &Stored<CodeValue>| each.code.strip_prefix("own_")?.parse::<u32>().ok();
        format!("own_{}", self.own.iter().filter_map(number).max().unwrap_or(0) + 1)
    }
}

/// Whether an own tag may be given on a day.
pub(crate) fn is_offered(tag: &CodeValue, on: Day) -> bool {
    tag.to_on.is_none_or(|to| to > on)
}
