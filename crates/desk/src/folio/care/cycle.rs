//! How often whom: the defaults of the domain with what the office has set of its own, kept as a setting of the book.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::care::{CareKind, CareSetting, default_cares};
use branchbook_ledger::table::office::{set_setting, setting};
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading};

use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Filled as _, Values, done, field};

/// Key of the setting: months by code of the kind.
const KEY: &str = "care.months";
/// Months at most between two contacts.
const MOST: i64 = 24;

/// How often everybody is to be contacted.
pub(super) struct Cycles(Vec<CareSetting>);

impl Cycles {
    /// As they are set in the book.
    pub fn of(reading: &Reading<'_>) -> Result<Self, LedgerError> {
        let own: BTreeMap<String, u32> = setting(reading, KEY)?.unwrap_or_default();
        let changed = |each: CareSetting| match own.get(each.kind.code()) {
            Some(&months) => each.changed_to(months),
            None => each,
        };
        Ok(Self(default_cares().into_iter().map(changed).collect()))
    }

    /// The one of a kind.
    pub fn get(&self, kind: CareKind) -> Option<&CareSetting> {
        self.0.iter().find(|each| each.kind == kind)
    }
}

pub(super) fn form(reading: &Reading<'_>) -> Result<FolioEntry> {
    let asked = |each: &CareSetting| -> FolioField {
        let label = format!("{}（月）", each.kind.label());
        field(each.kind.code(), &label, FolioControl::Number, 2)
            .holding(each.months)
            .hinted("至少每几个月联系一次")
            .required()
    };
    Ok(FolioEntry {
        title: "设置联系走访周期".to_owned(),
        about: "出国（境）学习研究的党员，《党员教育管理工作条例》第三十四条规定每半年至少联系一次；其他的条例没有规定次数，由本单位确定。"
            .to_owned(),
        fields: Cycles::of(reading)?.0.iter().map(asked).collect(),
        button: "保存".to_owned(),
        is_danger: false,
    })
}

pub(super) fn act(desk: &mut Desk, mut values: Values) -> Result<Outcome<FolioDone>> {
    let mut own: BTreeMap<&str, u32> = BTreeMap::new();
    for usual in default_cares() {
        if let Some(months) = months_of(&usual, &mut values)
            && months != usual.months
        {
            own.insert(usual.kind.code(), months);
        }
    }
    values.finish()?;
    let operation = Operation::new(OperationKind::SettingSet, "设置联系走访周期");
    let book = desk.book_mut()?;
    let written = book.write(&operation, |writing| Ok::<_, DeskError>(set_setting(writing, KEY, &own)?))?;
    Ok(outcome_of(written, |()| done("已设置联系走访周期，应联系的日期按新的周期计算。")))
}

/// The months of a kind. What a regulation asks for may be done more often, not less.
fn months_of(usual: &CareSetting, values: &mut Values) -> Option<u32> {
    let key = usual.kind.code();
    if values.text(key).is_none() {
        values.refuse(key, format!("请填写{}的月数。", usual.kind.label()));
    }
    let months = u32::try_from(values.number(key, 1..=MOST)?).ok()?;
    if usual.source.is_regulation() && months > usual.months {
        values.refuse(key, format!("按{}，至少每 {} 个月联系一次，不能再长。", usual.source, usual.months));
    }
    Some(months)
}
