//! How often whom: a default for each kind, from the regulation where it gives a number.

use serde::{Deserialize, Serialize};

use crate::code::coded;
use crate::rule::{Rule, Source};

coded! {
    /// Why somebody is kept in touch with.
    CareKind {
        MobileOut "mobile_out" "外出流动党员",
        MobileIn "mobile_in" "流入党员",
        Abroad "abroad" "出国（境）学习研究党员",
        Lost "lost" "失联党员",
        Retired "retired" "离退休党员",
        Infirm "infirm" "年老体弱党员",
        Hardship "hardship" "困难党员",
        Solitary "solitary" "独居党员",
    }
}

/// At least once in so many months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CareSetting {
    /// Of whom.
    pub kind: CareKind,
    /// The months.
    pub months: u32,
    /// Where the number comes from.
    pub source: Source,
}

impl CareSetting {
    /// The same with the office's own number: from then on its source is the office.
    #[must_use]
    pub fn changed_to(self, months: u32) -> Self {
        let source = if months == self.months { self.source } else { Source::OfficeDefault };
        Self { months, source, ..self }
    }

    /// The rule that a finding names.
    pub fn rule(&self) -> Rule {
        let title = match self.kind {
            CareKind::MobileOut | CareKind::MobileIn | CareKind::Abroad => "流动党员联系",
            CareKind::Lost => "失联党员查找",
            CareKind::Retired | CareKind::Infirm | CareKind::Hardship | CareKind::Solitary => "重点党员走访",
        };
        Rule { source: self.source.clone(), ..Rule::new("T02", title, Source::OfficeDefault) }
    }
}

/// The defaults. Only for studies abroad does a regulation give a number; 保持经常联系 with mobile members is none.
pub fn default_cares() -> Vec<CareSetting> {
    let half_yearly = Source::regulation("党员教育管理工作条例", "2019年", "第三十四条");
    let months = |kind| match kind {
        CareKind::Lost | CareKind::Hardship | CareKind::Solitary => 1,
        CareKind::MobileOut | CareKind::MobileIn | CareKind::Infirm => 3,
        CareKind::Abroad | CareKind::Retired => 6,
    };
    let source = |kind| if kind == CareKind::Abroad { half_yearly.clone() } else { Source::OfficeDefault };
    CareKind::ALL
        .iter()
        .map(|&kind| CareSetting { kind, months: months(kind), source: source(kind) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_default_and_only_studies_abroad_a_regulation() {
        let settings = default_cares();
        assert_eq!(settings.iter().map(|setting| setting.kind).collect::<Vec<_>>(), CareKind::ALL);
        let fixed: Vec<_> = settings.iter().filter(|setting| setting.source.is_regulation()).collect();
        assert_eq!((fixed.len(), fixed[0].kind, fixed[0].months), (1, CareKind::Abroad, 6));
        assert!(settings.iter().all(|setting| setting.months > 0 && setting.rule().id == "T02"));
    }

    #[test]
    fn a_changed_number_no_longer_claims_the_regulation() {
        let abroad = default_cares().remove(2);
        assert!(abroad.clone().changed_to(6).source.is_regulation());
        assert_eq!(abroad.changed_to(3).rule().source, Source::OfficeDefault);
    }
}
