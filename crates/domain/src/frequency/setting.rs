//! Frequencies as settings: a default from the regulation where it gives a number, an office default elsewhere.

use serde::{Deserialize, Serialize};

use crate::gathering::RecordKind;
use crate::rule::{Rule, Source};

/// The calendar window within which a number is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// January to June, July to December.
    HalfYear,
    /// Calendar year.
    Year,
}

impl Per {
    /// `每月`, `每季度`, `每半年`, `每年`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Month => "每月",
            Self::Quarter => "每季度",
            Self::HalfYear => "每半年",
            Self::Year => "每年",
        }
    }

    /// The window within which a kind is due by the regulation, or by default where it gives no number.
    const fn of(kind: RecordKind) -> Self {
        match kind {
            RecordKind::MemberAssembly | RecordKind::Lecture => Self::Quarter,
            RecordKind::CommitteeMeeting | RecordKind::GroupMeeting | RecordKind::ThemeDay => Self::Month,
            RecordKind::OrganisationLifeMeeting | RecordKind::DemocraticAppraisal => Self::Year,
        }
    }
}

/// Who owes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The branch.
    Branch,
    /// Each group of the branch.
    Group,
}

/// In which branches it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlyIf {
    /// In every branch.
    Always,
    /// Only with a 支委会.
    HasCommittee,
    /// Only with groups; a single group does not count as a division into groups.
    HasGroups,
}

/// So many times per window.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrequencySetting {
    /// What is due.
    pub kind: RecordKind,
    /// Per which window.
    pub per: Per,
    /// How many times at least.
    pub times: u32,
    /// Who owes it.
    pub scope: Scope,
    /// In which branches.
    pub only_if: OnlyIf,
    /// Where the number comes from.
    pub source: Source,
}

impl FrequencySetting {
    /// The same duty with the office's own number: from then on its source is the office.
    #[must_use]
    pub fn changed_to(self, per: Per, times: u32) -> Self {
        let is_same = per == self.per && times == self.times;
        let source = if is_same { self.source } else { Source::OfficeDefault };
        Self { per, times, source, ..self }
    }

    /// The rule that a finding names: L01 to L07 by kind, with this setting's source.
    pub fn rule(&self) -> Rule {
        let (id, title) = match self.kind {
            RecordKind::MemberAssembly => ("L01", "支部党员大会次数"),
            RecordKind::CommitteeMeeting => ("L02", "支部委员会次数"),
            RecordKind::GroupMeeting => ("L03", "党小组会次数"),
            RecordKind::Lecture => ("L04", "党课次数"),
            RecordKind::ThemeDay => ("L05", "主题党日次数"),
            RecordKind::OrganisationLifeMeeting => ("L06", "组织生活会次数"),
            RecordKind::DemocraticAppraisal => ("L07", "民主评议党员次数"),
        };
        Rule { source: self.source.clone(), ..Rule::new(id, title, Source::OfficeDefault) }
    }

    /// `支部党员大会每季度至少 1 次`.
    pub fn sentence(&self) -> String {
        format!("{}{}至少 {} 次", self.kind.label(), self.per.label(), self.times)
    }
}

/// The frequencies of domain.md 1.2. 党课 has no number in the regulation: one per quarter is the office's own.
pub fn default_frequencies() -> Vec<FrequencySetting> {
    use RecordKind as Kind;
    vec![
        branch(Kind::MemberAssembly, OnlyIf::Always, article("第十一条")),
        branch(Kind::CommitteeMeeting, OnlyIf::HasCommittee, article("第十二条")),
        FrequencySetting {
            scope: Scope::Group,
            ..branch(Kind::GroupMeeting, OnlyIf::HasGroups, article("第十三条"))
        },
        branch(Kind::Lecture, OnlyIf::Always, Source::OfficeDefault),
        branch(Kind::ThemeDay, OnlyIf::Always, article("第十六条")),
        branch(Kind::OrganisationLifeMeeting, OnlyIf::Always, article("第十七条")),
        branch(Kind::DemocraticAppraisal, OnlyIf::Always, article("第十八条")),
    ]
}

const fn article(number: &'static str) -> Source {
    Source::regulation("支部工作条例（试行）", "2018年", number)
}

const fn branch(kind: RecordKind, only_if: OnlyIf, source: Source) -> FrequencySetting {
    FrequencySetting { kind, per: Per::of(kind), times: 1, scope: Scope::Branch, only_if, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_default_and_only_the_lecture_is_the_offices_own() {
        let settings = default_frequencies();
        for kind in RecordKind::ALL {
            assert_eq!(settings.iter().filter(|setting| setting.kind == kind).count(), 1, "{}", kind.label());
        }
        let own: Vec<_> = settings.iter().filter(|setting| !setting.source.is_regulation()).collect();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].sentence(), "党课每季度至少 1 次");
    }

    #[test]
    fn a_changed_number_no_longer_claims_the_regulation() {
        let theme_day = default_frequencies().remove(4);
        assert!(theme_day.clone().changed_to(Per::Month, 1).source.is_regulation());
        let twice = theme_day.changed_to(Per::Month, 2);
        assert_eq!((twice.rule().id.as_ref(), twice.rule().source), ("L05", Source::OfficeDefault));
    }

    #[test]
    fn a_setting_survives_the_way_through_json() {
        let settings = default_frequencies();
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Vec<FrequencySetting>>(&text).unwrap(), settings);
    }
}
