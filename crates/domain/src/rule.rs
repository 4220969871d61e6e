//! What every checked rule carries: its stable id, its title and the article it comes from.
//! Knows no rule itself: the rules stand in the modules that apply them. Never presents an office's own
//! default as a regulation.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Text that is fixed in the program or was read back from a book or a message.
pub type RuleText = Cow<'static, str>;

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A regulation of the Party.
    Regulation {
        /// Short name without 《》, e.g. `支部工作条例（试行）`.
        regulation: RuleText,
        /// Year of the version, e.g. `2018年`.
        version: RuleText,
        /// Article, e.g. `第十一条`; where the numbering could not be checked it says so in words.
        article: RuleText,
    },
    /// A number that the office may change; no regulation fixes it.
    OfficeDefault,
}

impl Source {
    /// A regulation known when the program is built.
    pub const fn regulation(regulation: &'static str, version: &'static str, article: &'static str) -> Self {
        Self::Regulation {
            regulation: Cow::Borrowed(regulation),
            version: Cow::Borrowed(version),
            article: Cow::Borrowed(article),
        }
    }

    /// True if a regulation says it, false if the office chose it.
    pub const fn is_regulation(&self) -> bool {
        matches!(self, Self::Regulation { .. })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Regulation { regulation, version, article } => {
                write!(f, "《{regulation}》（{version}）{article}")
            }
            Self::OfficeDefault => f.write_str("本单位可改的默认值"),
        }
    }
}

/// A rule that the checker knows. Ids are stable: people quote them, books store them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rule {
    /// Stable id, e.g. `L01`.
    pub id: RuleText,
    /// What the rule is about, e.g. `支部党员大会每季度召开`.
    pub title: RuleText,
    /// The article, or the office itself.
    pub source: Source,
}

impl Rule {
    /// A rule known when the program is built.
    pub const fn new(id: &'static str, title: &'static str, source: Source) -> Self {
        Self { id: Cow::Borrowed(id), title: Cow::Borrowed(title), source }
    }
}

/// How strongly a finding asks to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing; nothing has to be done.
    Note,
    /// Ought to be put right, or answered with a reason.
    Should,
    /// Against a rule that leaves no choice.
    Must,
}

impl Level {
    /// The word shown with it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Note => "提示",
            Self::Should => "应当",
            Self::Must => "必须",
        }
    }
}

/// One thing the checker found: rule, whom it concerns, what is missing, what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule, with its article.
    pub rule: Rule,
    /// How strongly it asks to be answered.
    pub level: Level,
    /// Person, organisation or meeting, as it is called on screen.
    pub subject: String,
    /// A sentence that says what is missing or does not fit.
    pub gap: String,
    /// A sentence that says what to do next.
    pub advice: String,
}

/// What a check has to say before it is told of whom: rule, level, gap and advice.
pub(crate) type Words = (Rule, Level, String, &'static str);

impl Finding {
    /// The finding about somebody or something.
    pub(crate) fn said_of(subject: &str, (rule, level, gap, advice): Words) -> Self {
        Self { rule, level, subject: subject.to_owned(), gap, advice: advice.to_owned() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, subject, gap, advice, .. } = self;
        write!(f, "{subject}：{gap}{advice}（{} 依据：{}）", rule.id, rule.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_default_is_never_shown_as_a_regulation() {
        assert_eq!(Source::OfficeDefault.to_string(), "本单位可改的默认值");
        assert!(!Source::OfficeDefault.is_regulation());
    }

    #[test]
    fn a_finding_names_subject_gap_advice_and_article() {
        const RULE: Rule = Rule::new(
            "L01",
            "支部党员大会",
            Source::regulation("支部工作条例（试行）", "2018年", "第十一条"),
        );
        let finding = Finding {
            rule: RULE,
            level: Level::Must,
            subject: "第一党支部".into(),
            gap: "第三季度没有召开支部党员大会。".into(),
            advice: "请补开并登记。".into(),
        };
        assert_eq!(
            finding.to_string(),
            "第一党支部：第三季度没有召开支部党员大会。请补开并登记。（L01 依据：《支部工作条例（试行）》（2018年）第十一条）"
        );
    }

    #[test]
    fn must_weighs_more_than_should_and_should_more_than_note() {
        assert!(Level::Must > Level::Should && Level::Should > Level::Note);
    }

    #[test]
    fn a_rule_survives_the_way_through_json() {
        let rule =
            Rule::new("M03", "支部规模", Source::regulation("支部工作条例（试行）", "2018年", "第四条"));
        let text = serde_json::to_string(&rule).unwrap();
        assert_eq!(serde_json::from_str::<Rule>(&text).unwrap(), rule);
    }
}
