//! The scheme that a new book begins with. It is an office default through and through: every number may be
//! changed, none is a regulation.

use super::{Scheme, SchemeError};

/// The asset, as shipped.
const JSON: &str = include_str!("../../../../assets/points/default-scheme.json");

/// The scheme of the asset, read and checked.
///
/// # Errors
/// [`SchemeError`] if the shipped asset is broken; a test proves that it is not.
pub fn default_scheme() -> Result<Scheme, SchemeError> {
    Scheme::from_json(JSON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gathering::{AttendanceState, RecordKind};
    use crate::points::{Item, Points};
    use crate::standing::MemberClass;

    #[test]
    fn the_shipped_scheme_has_the_four_categories_and_a_base_of_sixty() {
        let scheme = default_scheme().unwrap();
        let names: Vec<_> = scheme.categories.iter().map(|category| category.name.as_str()).collect();
        assert_eq!(names, ["基本义务", "先锋模范", "日常行为", "违纪违法"]);
        assert_eq!(scheme.base_by_class[&MemberClass::Full], Points::whole(60));
        assert_eq!(scheme.base_by_class[&MemberClass::Probationary], Points::whole(60));
        assert_eq!((scheme.floor, scheme.ceiling), (Some(Points::ZERO), None));
    }

    #[test]
    fn the_items_that_offices_write_down_are_all_there_at_their_points() {
        let scheme = default_scheme().unwrap();
        for (name, points) in [
            ("按月交纳党费", 1),
            ("帮办微心愿", 5),
            ("会议迟到", -1),
            ("参加宣讲", 3),
            ("调解邻里纠纷", 3),
            ("建言献策被采纳", 2),
            ("参加主题党日", 2),
            ("无故缺席", -2),
            ("志愿服务", 1),
        ] {
            let item = scheme.item_called(name).unwrap_or_else(|| panic!("{name} is missing"));
            assert_eq!(item.points, Points::whole(points), "{name}");
        }
    }

    #[test]
    fn each_presence_is_awarded_once_and_an_absence_costs() {
        let scheme = default_scheme().unwrap();
        let awarded = |kind, state| -> Vec<&Item> {
            scheme.items.iter().filter(|item| item.is_awarded_by(kind, state)).collect()
        };
        for kind in RecordKind::ALL {
            assert_eq!(awarded(kind, AttendanceState::Present).len(), 1, "{}", kind.label());
            assert!(awarded(kind, AttendanceState::Leave).is_empty(), "{}", kind.label());
            assert_eq!(awarded(kind, AttendanceState::Absent)[0].name, "无故缺席");
        }
        assert_eq!(scheme.items.iter().filter(|item| item.is_awarded_by_hours()).count(), 1);
    }

    #[test]
    fn only_breaches_of_law_and_discipline_hold_a_veto() {
        let scheme = default_scheme().unwrap();
        let vetoes: Vec<_> = scheme.items.iter().filter(|item| item.is_veto).collect();
        assert!(!vetoes.is_empty());
        assert!(vetoes.iter().all(|item| scheme.category(&item.category).unwrap().name == "违纪违法"));
    }
}
