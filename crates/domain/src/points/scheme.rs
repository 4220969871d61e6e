//! A points scheme as data: base, floor, ceiling, grades, categories and items, and the checks that keep a
//! scheme countable. A scheme is an office's own; nothing in it is a regulation.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::item::without_spaces;
use super::{Cap, CapPeriod, Grade, Item, Points};
use crate::standing::MemberClass;

/// A category of items, with what it may add and deduct in all.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Stable code within the scheme, e.g. `duty`.
    pub code: String,
    /// Name in forms, e.g. `基本义务`.
    pub name: String,
    /// How much the category may add; never per event.
    #[serde(default)]
    pub may_add: Vec<Cap>,
    /// How much the category may deduct (magnitudes); never per event.
    #[serde(default)]
    pub may_deduct: Vec<Cap>,
}

/// A points scheme. One score per account and calendar year: `clamp(base + Σ counted, floor, ceiling)`,
/// 0 if a veto item was booked that year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// The scheme's name, e.g. `社区党员积分`.
    pub name: String,
    /// Its version in the office's words, e.g. `2026版`.
    pub version: String,
    /// What a year begins with, by class; a class that is missing is not scored.
    pub base_by_class: BTreeMap<MemberClass, Points>,
    /// A score is never below.
    #[serde(default)]
    pub floor: Option<Points>,
    /// A score is never above.
    #[serde(default)]
    pub ceiling: Option<Points>,
    /// From the best to the last.
    pub grades: Vec<Grade>,
    /// The categories, in the order of the forms.
    pub categories: Vec<Category>,
    /// The items, in the order of the forms.
    pub items: Vec<Item>,
}

/// Why a scheme cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemeError {
    /// Not JSON of this shape.
    #[error("积分方案文件读不出来（{0}），请检查文件内容后重试。")]
    Unreadable(String),
    /// Two items answer to one name, or two categories to one code.
    #[error("「{0}」在方案里出现了两次，请改成不同的名称。")]
    Twice(String),
    /// An item names a category that is not there.
    #[error("积分项「{item}」归在「{category}」类，方案里没有这一类，请先添加类别。")]
    NoCategory {
        /// The item's name.
        item: String,
        /// The missing category's code.
        category: String,
    },
    /// A cap is negative.
    #[error("「{0}」的封顶分是负数，请填写不带负号的数。")]
    NegativeCap(String),
    /// A category caps single entries, which would make the total depend on the order of entry.
    #[error("类别「{0}」不能按单次封顶，请把单次封顶设在积分项上。")]
    CategoryCapsEvents(String),
    /// Floor above ceiling.
    #[error("保底分 {floor} 高于封顶分 {ceiling}，请调整。")]
    FloorAboveCeiling {
        /// The floor.
        floor: Points,
        /// The ceiling.
        ceiling: Points,
    },
    /// Grades do not descend, or the last one does not take the rest.
    #[error("等次「{0}」的分数线不对：等次要从高到低排列，最后一等不设分数线。")]
    GradeOrder(String),
}

impl Scheme {
    /// Reads and checks a scheme.
    ///
    /// # Errors
    /// [`SchemeError`] if the text is no scheme, or one that cannot be counted.
    pub fn from_json(text: &str) -> Result<Self, SchemeError> {
        let scheme: Self =
            serde_json::from_str(text).map_err(|error| SchemeError::Unreadable(error.to_string()))?;
        scheme.check()?;
        Ok(scheme)
    }

    /// Checks that names are unique, categories exist, caps are magnitudes and grades descend.
    ///
    /// # Errors
    /// The first [`SchemeError`] met.
    pub fn check(&self) -> Result<(), SchemeError> {
        self.check_names()?;
        self.check_categories()?;
        self.check_caps()?;
        self.check_bounds()?;
        self.check_grades()
    }

    /// The item with this code.
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The item that offices call so: code, name or alias, spaces forgiven.
    pub fn item_called(&self, text: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.is_called(text))
    }

    /// The category with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    fn check_names(&self) -> Result<(), SchemeError> {
        let mut seen = HashSet::new();
        for category in &self.categories {
            if !seen.insert(&category.code) {
                return Err(SchemeError::Twice(category.code.clone()));
            }
        }
        let mut seen = HashSet::new();
        for name in self.items.iter().flat_map(names_of) {
            if !seen.insert(without_spaces(name)) {
                return Err(SchemeError::Twice(name.clone()));
            }
        }
        Ok(())
    }

    fn check_categories(&self) -> Result<(), SchemeError> {
        let homeless = self.items.iter().find(|item| self.category(&item.category).is_none());
        homeless.map_or(Ok(()), |item| {
            Err(SchemeError::NoCategory { item: item.name.clone(), category: item.category.clone() })
        })
    }

    fn check_caps(&self) -> Result<(), SchemeError> {
        let of_items = self.items.iter().flat_map(|item| item.caps.iter().map(|cap| (&item.name, cap)));
        let of_categories = self.categories.iter().flat_map(|category| {
            category.may_add.iter().chain(&category.may_deduct).map(|cap| (&category.name, cap))
        });
        if let Some((name, _)) = of_categories.clone().find(|(_, cap)| cap.period == CapPeriod::Event) {
            return Err(SchemeError::CategoryCapsEvents(name.clone()));
        }
        match of_items.chain(of_categories).find(|(_, cap)| cap.at_most.is_negative()) {
            Some((name, _)) => Err(SchemeError::NegativeCap(name.clone())),
            None => Ok(()),
        }
    }

    fn check_bounds(&self) -> Result<(), SchemeError> {
        match (self.floor, self.ceiling) {
            (Some(floor), Some(ceiling)) if floor > ceiling => {
                Err(SchemeError::FloorAboveCeiling { floor, ceiling })
            }
            _ => Ok(()),
        }
    }

    fn check_grades(&self) -> Result<(), SchemeError> {
        let falls = |pair: &&[Grade]| match (pair[0].at_least, pair[1].at_least) {
            (Some(above), Some(below)) => above > below,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if let Some(pair) = self.grades.windows(2).find(|pair| !falls(pair)) {
            return Err(SchemeError::GradeOrder(pair[1].name.clone()));
        }
        match self.grades.last() {
            Some(last) if last.at_least.is_some() => Err(SchemeError::GradeOrder(last.name.clone())),
            _ => Ok(()),
        }
    }
}

/// Everything an item answers to; a code may be its own name.
fn names_of(item: &Item) -> impl Iterator<Item = &String> {
    let code = (item.code != item.name).then_some(&item.code);
    code.into_iter().chain([&item.name]).chain(&item.aliases)
}

#[cfg(test)]
mod tests {
    use super::super::default_scheme;
    use super::*;

    fn broken(change: impl FnOnce(&mut Scheme)) -> SchemeError {
        let mut scheme = default_scheme().unwrap();
        change(&mut scheme);
        scheme.check().unwrap_err()
    }

    #[test]
    fn a_scheme_that_cannot_be_counted_is_refused() {
        let cap = Cap { period: CapPeriod::Event, at_most: Points::whole(1) };
        let below = Cap { period: CapPeriod::Month, at_most: Points::whole(-1) };
        assert!(matches!(broken(|s| s.categories[0].may_add.push(cap)), SchemeError::CategoryCapsEvents(_)));
        assert!(matches!(broken(|s| s.items[0].caps.push(below)), SchemeError::NegativeCap(_)));
        assert!(matches!(broken(|s| s.items[0].category.clear()), SchemeError::NoCategory { .. }));
        assert!(matches!(broken(|s| s.items[0].name = s.items[1].name.clone()), SchemeError::Twice(_)));
        assert!(matches!(broken(|s| s.grades.reverse()), SchemeError::GradeOrder(_)));
        assert!(matches!(
            broken(|s| s.ceiling = Some(Points::whole(-1))),
            SchemeError::FloorAboveCeiling { .. }
        ));
    }

    #[test]
    fn an_unknown_field_is_refused_and_named() {
        let error = Scheme::from_json(r#"{"nme": "x"}"#).unwrap_err();
        assert!(error.to_string().contains("nme"), "{error}");
    }

    #[test]
    fn a_scheme_survives_the_way_through_json() {
        let text = serde_json::to_string(&default_scheme().unwrap()).unwrap();
        assert_eq!(Scheme::from_json(&text), default_scheme());
    }
}
