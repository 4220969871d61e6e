//! Settings of the office: what can be changed, what it is now, what it was to begin with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Asks for one setting, or for all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingGet {
    /// Key such as `month.due_day`; all if not given.
    #[serde(default)]
    pub key: Option<String>,
}

/// Changes a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingSet {
    /// Key such as `month.due_day`.
    pub key: String,
    /// The new value; `null` puts the default back. A text that is JSON of the right shape is taken too.
    pub value: Value,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingRow {
    /// Key.
    pub key: String,
    /// What a person calls it.
    pub label: String,
    /// What it does and which values it takes.
    pub hint: String,
    /// Its value now.
    pub value: Value,
    /// Its value in a new book.
    pub default: Value,
    /// Whether it is as in a new book.
    pub is_default: bool,
}
