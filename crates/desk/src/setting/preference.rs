//! The settings themselves: key, words, default and what is refused. Must not know who uses them.

use std::collections::BTreeMap;

use branchbook_contract::setting::SettingRow;
use branchbook_domain::day::Month;
use branchbook_domain::frequency::{FrequencySetting, LATE_AFTER_DAY, default_frequencies};
use branchbook_ledger::table::office;
use branchbook_ledger::{LedgerError, Reading, Writing};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::exchange::policy;

/// A setting with a type.
pub struct Preference<T: 'static> {
    /// Key in the book.
    pub key: &'static str,
    label: &'static str,
    hint: &'static str,
    default: fn() -> T,
    /// Why a value is refused.
    check: fn(&T) -> Result<(), String>,
}

/// 统计截止日: the last day that a month's statistics cover; 0 is the last day of the calendar month.
pub static CUT_OFF_DAY: Preference<u32> = Preference {
    key: "month.cut_off_day",
    label: "统计截止日",
    hint: "每月统计到几号为止。0 表示当月最后一天；填 25 表示上月 26 日至本月 25 日。",
    default: || 0,
    check: |day| within(*day, 0, 28, "统计截止日请填 0（当月最后一天）或 1 至 28。"),
};

/// 上报截止: the day of the next month by which a month is sent.
pub static DUE_DAY: Preference<u32> = Preference {
    key: "month.due_day",
    label: "上报截止日",
    hint: "次月几号之前上报，1 至 28。",
    default: || 5,
    check: |day| within(*day, 1, 28, "上报截止日请填 1 至 28。"),
};

/// 补录: entries later than this day of the following month are late (decisions 18).
pub static LATE_AFTER: Preference<u32> = Preference {
    key: "meeting.late_after_day",
    label: "补录界限日",
    hint: "次月几号之后录入的会议记为补录，0 至 31。",
    default: || LATE_AFTER_DAY,
    check: |day| within(*day, 0, 31, "补录界限日请填 0 至 31。"),
};

/// How often organisation life is due.
pub static FREQUENCIES: Preference<Vec<FrequencySetting>> = Preference {
    key: "meeting.frequencies",
    label: "组织生活次数",
    hint: "三会一课、主题党日等应开展的次数。条例没有规定的次数由本单位确定。",
    default: default_frequencies,
    check: |list| match list.iter().any(|setting| setting.times > 366) {
        true => Err("组织生活次数不能超过每期 366 次。".to_owned()),
        false => Ok(()),
    },
};

/// 单位负责人 below the sheets; empty to be signed by hand.
pub static LEADER: Preference<String> = printed("report.leader", "报表“单位负责人”", SIGNED);
/// 审核人 below the sheets.
pub static REVIEWER: Preference<String> = printed("report.reviewer", "报表“审核人”", SIGNED);
/// 填表人 below the sheets.
pub static PREPARER: Preference<String> = printed("report.preparer", "报表“填表人”", SIGNED);
/// 联系电话 below the sheets.
pub static PHONE: Preference<String> =
    printed("report.phone", "报表“联系电话”", "打印在每张表的末行；留空则打印空白，由填表人手填。");

/// Whether the window writes large.
pub static LARGE_TYPE: Preference<bool> = Preference {
    key: "window.large_type",
    label: "大字号",
    hint: "窗口用大一号的字和行高；true 为开，false 为关。",
    default: || false,
    check: |_| Ok(()),
};

/// Themes of months (主题党日), by month; a street's come down to its communities.
pub static THEMES: Preference<BTreeMap<String, String>> = Preference {
    key: "month.themes",
    label: "每月主题",
    hint: "各月主题党日的主题，如 {\"2026-11\": \"学习贯彻全会精神\"}。街道填写后随下发文件发给社区。",
    default: BTreeMap::new,
    check: |themes| match themes.keys().find(|month| month.parse::<Month>().is_err()) {
        Some(month) => Err(format!("“{month}”不是月份，请写成 2026-11 的样子。")),
        None => Ok(()),
    },
};

/// Which personal fields a street asks of its communities.
pub static REPORT_FIELDS: Preference<Vec<String>> = Preference {
    key: "street.report_fields",
    label: "社区上报携带的个人信息",
    hint: "街道要求社区上报哪些个人信息，按需填写，越少越好；随下发文件发给社区后生效。",
    default: || policy::DEFAULT.map(str::to_owned).to_vec(),
    check: |fields| match fields.iter().find(|field| policy::label(field).is_none()) {
        Some(field) => Err(format!("没有“{field}”这一项，可以填：{}。", policy::all())),
        None => Ok(()),
    },
};

/// All settings, in the order of the screen.
pub static ALL: &[&(dyn AnyPreference + Sync)] = &[
    &CUT_OFF_DAY,
    &DUE_DAY,
    &LATE_AFTER,
    &FREQUENCIES,
    &LEADER,
    &REVIEWER,
    &PREPARER,
    &PHONE,
    &LARGE_TYPE,
    &THEMES,
    &REPORT_FIELDS,
];

impl<T: Serialize + DeserializeOwned + PartialEq> Preference<T> {
    /// The value in force.
    ///
    /// # Errors
    /// [`LedgerError::Corrupt`] if what is stored does not parse.
    pub fn get(&self, reading: &Reading<'_>) -> Result<T, LedgerError> {
        Ok(office::setting(reading, self.key)?.unwrap_or_else(self.default))
    }
}

/// A setting whatever its type.
pub trait AnyPreference {
    /// Its key.
    fn key(&self) -> &'static str;
    /// What a person calls it.
    fn label(&self) -> &'static str;
    /// What the screen shows of it.
    fn show(&self, reading: &Reading<'_>) -> Result<SettingRow, LedgerError>;
    /// A value as it would be stored, or the sentence why not. `null` is the default.
    fn read(&self, value: &Value) -> Result<Value, String>;
    /// Stores a value that [`AnyPreference::read`] gave.
    fn store(&self, writing: &mut Writing<'_>, value: &Value) -> Result<(), LedgerError>;
}

impl<T: Serialize + DeserializeOwned + PartialEq> AnyPreference for Preference<T> {
    fn key(&self) -> &'static str {
        self.key
    }

    fn label(&self) -> &'static str {
        self.label
    }

    fn show(&self, reading: &Reading<'_>) -> Result<SettingRow, LedgerError> {
        let (value, default) = (self.get(reading)?, (self.default)());
        let json = |value: &T| serde_json::to_value(value).unwrap_or(Value::Null);
        Ok(SettingRow {
            key: self.key.to_owned(),
            label: self.label.to_owned(),
            hint: self.hint.to_owned(),
            is_default: value == default,
            value: json(&value),
            default: json(&default),
        })
    }

    fn read(&self, value: &Value) -> Result<Value, String> {
        let wrong = || format!("“{}”的值无法识别。{}", self.label, self.hint);
        let typed: T = match value {
            Value::Null => (self.default)(),
            Value::String(text) => serde_json::from_value(value.clone())
                .or_else(|_| serde_json::from_str(text.trim()))
                .map_err(|_| wrong())?,
            other => serde_json::from_value(other.clone()).map_err(|_| wrong())?,
        };
        (self.check)(&typed)?;
        serde_json::to_value(typed).map_err(|_| wrong())
    }

    fn store(&self, writing: &mut Writing<'_>, value: &Value) -> Result<(), LedgerError> {
        office::set_setting(writing, self.key, value)
    }
}

/// What is left free for a hand.
const SIGNED: &str = "打印在每张表的末行；留空则由本人签字。";

const fn printed(key: &'static str, label: &'static str, hint: &'static str) -> Preference<String> {
    Preference {
        key,
        label,
        hint,
        default: String::new,
        check: |text| match text.chars().count() > 30 {
            true => Err("请控制在 30 个字以内。".to_owned()),
            false => Ok(()),
        },
    }
}

fn within(value: u32, least: u32, most: u32, sentence: &str) -> Result<(), String> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(sentence.to_owned()) }
}
