//! Changes a setting.

use branchbook_contract::setting::{SettingRow, SettingSet};
use branchbook_ledger::{LedgerError, Operation, OperationKind};

use super::preference::{CUT_OFF_DAY, DUE_DAY};
use super::show::require;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::month::row;
use crate::progress::Progress;

/// Settings that the days of open months follow.
const MOVE_DAYS: [&str; 2] = [CUT_OFF_DAY.key, DUE_DAY.key];

impl Handle<SettingSet> for Desk {
    fn handle(&mut self, command: SettingSet, _progress: &dyn Progress) -> Result<Outcome<SettingRow>> {
        let preference = require(&command.key)?;
        let value =
            preference.read(&command.value).map_err(|sentence| DeskError::field("value", sentence))?;
        let operation =
            Operation::new(OperationKind::SettingSet, format!("修改设置：{}", preference.label()));
        let written = self.book_mut()?.write(&operation, |writing| {
            preference.store(writing, &value)?;
            if MOVE_DAYS.contains(&preference.key()) {
                row::resettle(writing)?;
            }
            preference.show(writing)
        });
        Ok(outcome_of::<_, SettingRow>(written.map_err(|error: LedgerError| error)?, |row| row))
    }
}
