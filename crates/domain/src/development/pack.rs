//! A version of the rules as data: its steps in order, its limits with their articles, and since when it holds.
//! Reading is strict: a pack with a word, a step or an order that is not understood is refused as a whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::case::SupporterStanding;
use super::stage::Stage;
use super::step::{Recurring, Role, Step};
use crate::day::Day;
use crate::rule::{Level, Rule, Source};

/// A step as a version knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackStep {
    /// Which.
    pub step: Step,
    /// What this version calls it, if otherwise than usual.
    #[serde(default)]
    pub label: Option<String>,
    /// The steps that come before it.
    #[serde(default)]
    pub needs: Vec<Step>,
    /// The stage that it opens, if one.
    #[serde(default)]
    pub begins: Option<Stage>,
}

/// What a rule limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Limit {
    /// So many full years old on the day of a step.
    Age {
        /// The step.
        step: Step,
        /// The years.
        years: u32,
    },
    /// At least so many months between two steps.
    NotBefore {
        /// From this step.
        from: Step,
        /// To this step.
        to: Step,
        /// The months.
        months: u32,
    },
    /// At most so many months between two steps.
    Within {
        /// From this step.
        from: Step,
        /// To this step.
        to: Step,
        /// The months.
        months: u32,
        /// The months in a special case with a stated reason.
        #[serde(default)]
        special_months: Option<u32>,
    },
    /// A step that must not be taken without another.
    After {
        /// The step.
        step: Step,
        /// What it must not be taken without.
        needs: Step,
    },
    /// At least so many working days from the first to the last day, both counted.
    WorkDays {
        /// The first day.
        from: Step,
        /// The last day.
        to: Step,
        /// How many.
        days: u32,
    },
    /// Something that recurs at least every so many months.
    Every {
        /// What.
        what: Recurring,
        /// Since this step.
        from: Step,
        /// Until this step.
        to: Step,
        /// The months.
        months: u32,
    },
    /// How many supporters are named.
    Supporters {
        /// As which.
        role: Role,
        /// By which step.
        step: Step,
        /// At least.
        least: u32,
        /// At most.
        most: u32,
    },
    /// Who must not be a supporter.
    Barred {
        /// As which.
        role: Role,
        /// On the day of which step.
        step: Step,
        /// Who.
        standings: Vec<SupporterStanding>,
    },
    /// The training lasts so many days, or so many hours.
    Training {
        /// The days.
        days: u32,
        /// The hours.
        hours: u32,
    },
    /// A conclusion is too old for a later step after so many months.
    ValidFor {
        /// The conclusion.
        of: Step,
        /// The later step.
        until: Step,
        /// The months.
        months: u32,
    },
    /// The length of the probation, from the assembly that admitted.
    Probation {
        /// The months.
        months: u32,
    },
    /// The one extension of the probation.
    Extension {
        /// At least so many months.
        least_months: u32,
        /// At most so many.
        most_months: u32,
    },
    /// By how much becoming full may be put off for a member who was transferred in.
    PutOff {
        /// The months.
        months: u32,
    },
}

/// One rule of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackRule {
    /// Stable id, e.g. `D03`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How strongly a breach asks to be answered.
    pub level: Level,
    /// The article; absent = a default of the office that no regulation fixes.
    #[serde(default)]
    pub article: Option<String>,
    /// What it limits.
    pub limit: Limit,
    /// What to do about a breach.
    pub advice: String,
}

/// A version of the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// Short name of the regulation without 《》.
    pub regulation: String,
    /// Its version, e.g. `2014年`.
    pub version: String,
    /// The first day on which it holds.
    pub from: Day,
    /// Whether somebody has compared it with the official text.
    pub is_checked: bool,
    /// Where its words were taken from.
    pub origin: String,
    /// The steps, in order.
    pub steps: Vec<PackStep>,
    /// The rules.
    pub rules: Vec<PackRule>,
}

/// Why a pack cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not JSON of this shape.
    #[error("规则文件读不出来（{0}），请检查文件内容后重试。")]
    Unreadable(String),
    /// A step stands twice.
    #[error("步骤「{0}」在规则文件里出现了两次。")]
    StepTwice(&'static str),
    /// A rule or a step names a step that the pack does not list before it.
    #[error("规则文件没有在前面列出步骤「{0}」，却用到了它。")]
    StepMissing(&'static str),
    /// A number that can never hold.
    #[error("规则 {0} 的数字不合理，请核对。")]
    Numbers(String),
    /// An empty id, title or advice.
    #[error("规则文件里有规则没有写明编号、名称或者建议。")]
    Wordless,
}

impl RulePack {
    /// Reads a pack and checks it.
    ///
    /// # Errors
    /// [`PackError`] with the first thing that is wrong.
    pub fn from_json(text: &str) -> Result<Self, PackError> {
        let pack: Self = serde_json::from_str(text).map_err(|e| PackError::Unreadable(e.to_string()))?;
        pack.check()?;
        Ok(pack)
    }

    /// Checks that steps and rules fit together.
    ///
    /// # Errors
    /// [`PackError`] with the first thing that is wrong.
    pub fn check(&self) -> Result<(), PackError> {
        let known = self.check_steps()?;
        self.rules.iter().try_for_each(|rule| rule.check(&known))
    }

    fn check_steps(&self) -> Result<BTreeSet<Step>, PackError> {
        let mut known = BTreeSet::new();
        for step in &self.steps {
            if let Some(missing) = step.needs.iter().find(|need| !known.contains(*need)) {
                return Err(PackError::StepMissing(missing.label()));
            }
            if !known.insert(step.step) {
                return Err(PackError::StepTwice(step.step.label()));
            }
        }
        Ok(known)
    }

    /// The version as it is cited, with the remark that it is still to be compared with the official text.
    pub fn cited_version(&self) -> String {
        let remark = if self.is_checked { "" } else { "，待与官方文本核对" };
        format!("{}{remark}", self.version)
    }

    /// What the pack calls a step.
    pub fn label(&self, step: Step) -> &str {
        let own = self.steps.iter().find(|known| known.step == step).and_then(|known| known.label.as_deref());
        own.unwrap_or(step.label())
    }

    /// The rule as findings carry it.
    pub fn rule(&self, rule: &PackRule) -> Rule {
        let source = match &rule.article {
            Some(article) => Source::Regulation {
                regulation: self.regulation.clone().into(),
                version: self.cited_version().into(),
                article: article.clone().into(),
            },
            None => Source::OfficeDefault,
        };
        Rule { id: rule.id.clone().into(), title: rule.title.clone().into(), source }
    }

    /// The steps before each step that the sequence asks for.
    pub(super) fn needs(&self) -> BTreeMap<Step, &[Step]> {
        self.steps.iter().map(|step| (step.step, step.needs.as_slice())).collect()
    }
}

impl PackRule {
    fn check(&self, known: &BTreeSet<Step>) -> Result<(), PackError> {
        if [&self.id, &self.title, &self.advice].iter().any(|text| text.trim().is_empty()) {
            return Err(PackError::Wordless);
        }
        if let Some(missing) = self.limit.steps().into_iter().find(|step| !known.contains(step)) {
            return Err(PackError::StepMissing(missing.label()));
        }
        if self.limit.is_possible() { Ok(()) } else { Err(PackError::Numbers(self.id.clone())) }
    }
}

impl Limit {
    /// The steps that it speaks of.
    fn steps(&self) -> Vec<Step> {
        match self {
            Self::Age { step, .. } | Self::Supporters { step, .. } | Self::Barred { step, .. } => vec![*step],
            Self::NotBefore { from, to, .. }
            | Self::Within { from, to, .. }
            | Self::WorkDays { from, to, .. }
            | Self::Every { from, to, .. } => vec![*from, *to],
            Self::After { step, needs } => vec![*step, *needs],
            Self::ValidFor { of, until, .. } => vec![*of, *until],
            Self::Training { .. } => vec![Step::Training],
            Self::Probation { .. } | Self::Extension { .. } | Self::PutOff { .. } => {
                vec![Step::AdmissionAssembly, Step::FullAssembly]
            }
        }
    }

    /// Whether it says something of how or when `step` is taken.
    pub(super) fn speaks_of(&self, wanted: Step) -> bool {
        let judged = match self {
            Self::Age { step, .. }
            | Self::After { step, .. }
            | Self::Supporters { step, .. }
            | Self::Barred { step, .. } => *step,
            Self::NotBefore { to, .. } | Self::Within { to, .. } | Self::WorkDays { to, .. } => *to,
            Self::ValidFor { of, .. } => *of,
            Self::Every { .. } => Step::Fostering,
            Self::Training { .. } => Step::Training,
            Self::Extension { .. } => Step::ProbationFostering,
            Self::Probation { .. } | Self::PutOff { .. } => Step::FullAssembly,
        };
        judged == wanted
    }

    fn is_possible(&self) -> bool {
        let ordered = |least: u32, most: u32| 0 < least && least <= most;
        match self {
            Self::Age { years: n, .. }
            | Self::NotBefore { months: n, .. }
            | Self::WorkDays { days: n, .. }
            | Self::Every { months: n, .. }
            | Self::ValidFor { months: n, .. }
            | Self::Probation { months: n }
            | Self::PutOff { months: n } => *n > 0,
            Self::Within { months, special_months, .. } => {
                ordered(*months, special_months.unwrap_or(*months))
            }
            Self::Supporters { least, most, .. } => ordered(*least, *most),
            Self::Extension { least_months, most_months } => ordered(*least_months, *most_months),
            Self::Training { days, hours } => *days > 0 && *hours > 0,
            Self::Barred { standings, .. } => !standings.is_empty(),
            Self::After { step, needs } => step != needs,
        }
    }
}
