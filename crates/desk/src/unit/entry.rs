//! What every entry needs besides its own words: a uid, texts without needless spaces, all wrong fields at once.

use branchbook_contract::FieldError;
use branchbook_domain::text::tidy;

use crate::error::{DeskError, Result};

/// A text without needless spaces; nothing if it is empty.
pub(crate) fn filled(text: Option<&str>) -> Option<String> {
    text.map(tidy).filter(|text| !text.is_empty())
}

/// Wrong fields, gathered so that a form can mark all of them at once.
#[derive(Debug, Default)]
pub(crate) struct Wrong(Vec<FieldError>);

impl Wrong {
    /// Notes a field unless it is right.
    pub fn unless(&mut self, is_right: bool, field: &str, message: &str) {
        if !is_right {
            self.0.push(FieldError { field: field.to_owned(), message: message.to_owned() });
        }
    }

    /// An error if anything was noted.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(DeskError::Invalid(self.0)) }
    }
}
