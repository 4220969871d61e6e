//! Errors as a shell sees them.

use serde::{Deserialize, Serialize};

/// Why a command did nothing. The message is a Chinese sentence that says what happened and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallError {
    /// What a screen branches on.
    pub code: Code,
    /// The sentence.
    pub message: String,
    /// Fields that are wrong, for a form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}

/// Codes exist only where a screen does something different for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Refused with a reason: show the sentence.
    Refused,
    /// Refused until a person confirms it: show the sentence and ask.
    Unconfirmed,
    /// Fields are wrong: mark them.
    Invalid,
    /// No book is open: show the start screen.
    NoBook,
    /// The password or recovery code is wrong: ask again.
    WrongSecret,
    /// The person cancelled.
    Cancelled,
    /// The request does not parse or the command does not exist: a fault of the shell.
    Malformed,
    /// Disk or file trouble.
    Broken,
}

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the field in the request.
    pub field: String,
    /// The sentence.
    pub message: String,
}

impl CallError {
    /// An error of the whole request.
    pub fn new(code: Code, sentence: impl Into<String>) -> Self {
        Self { code, message: sentence.into(), fields: Vec::new() }
    }

    /// One field is wrong.
    pub fn of_field(field: &str, sentence: &str) -> Self {
        let wrong = FieldError { field: field.to_owned(), message: sentence.to_owned() };
        Self { fields: vec![wrong], ..Self::new(Code::Invalid, "请改好标出的地方。") }
    }
}

impl std::fmt::Display for CallError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)?;
        self.fields.iter().try_for_each(|field| write!(out, "\n· {}", field.message))
    }
}

impl std::error::Error for CallError {}
