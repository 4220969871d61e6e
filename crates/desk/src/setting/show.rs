//! Shows settings.

use branchbook_contract::setting::{SettingGet, SettingRow};

use super::preference::{ALL, AnyPreference};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;

impl Handle<SettingGet> for Desk {
    fn handle(&mut self, command: SettingGet, _progress: &dyn Progress) -> Result<Outcome<Vec<SettingRow>>> {
        let asked: Vec<&(dyn AnyPreference + Sync)> = match command.key {
            Some(key) => vec![require(&key)?],
            None => ALL.to_vec(),
        };
        let rows = self.book()?.read(|reading| {
            asked.iter().map(|preference| preference.show(reading)).collect::<Result<_, _>>()
        })?;
        Ok(Outcome::unchanged(rows))
    }
}

/// The setting with this key.
pub(super) fn require(key: &str) -> Result<&'static (dyn AnyPreference + Sync)> {
    let known = ALL.iter().find(|preference| preference.key() == key).copied();
    known.ok_or_else(|| {
        let keys: Vec<&str> = ALL.iter().map(|preference| preference.key()).collect();
        DeskError::field("key", format!("没有“{key}”这个设置。可用的设置：{}。", keys.join("、")))
    })
}
