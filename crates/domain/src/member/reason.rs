//! 增减原因: why a member came, left or changed, with the kinds of movement that each reason explains and its source.
//! The table is text under `assets/rules`. Must not conclude a reason from anything but what was written.

use std::sync::LazyLock;

use super::MovementKind;
use crate::code::code_type;
use crate::rule::Source;
use crate::standing::MemberClass;

code_type!(
    /// A reason of a movement, a tree of prefixes. Serialised as its code.
    MovementReason, REASONS, "rules/movement_reason.tsv"
);

const TABLE: &str = include_str!("../../../../assets/rules/movement_reason.tsv");

/// What the table says beside code and writings, row by row in its order.
static USES: LazyLock<Vec<Use>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| Use::read(line).unwrap_or_default()).collect()
});

/// With which movements a reason may be used, of whom, and where it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Use {
    kinds: Vec<MovementKind>,
    class: Option<MemberClass>,
    source: Option<Source>,
}

impl Use {
    /// Nothing if a cell is not understood.
    fn read(line: &'static str) -> Option<Self> {
        let cells: Vec<&'static str> = line.split('\t').collect();
        let [_, _, _, kinds, class, source] = cells.as_slice() else { return None };
        let kinds: Option<Vec<_>> = kinds.split('|').map(MovementKind::from_code).collect();
        let class = match *class {
            "any" => None,
            code => Some(MemberClass::from_code(code)?),
        };
        Some(Self { kinds: kinds?, class, source: read_source(source)? })
    }
}

#[allow(clippy::option_option, reason = "not understood, none and a source are three answers")]
fn read_source(cell: &'static str) -> Option<Option<Source>> {
    let parts: Vec<&'static str> = cell.split('|').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [] => Some(None),
        [regulation, version, article] => Some(Some(Source::regulation(regulation, version, article))),
        _ => None,
    }
}

impl MovementReason {
    fn row(self) -> Option<&'static Use> {
        let index = Self::all().position(|reason| reason == self)?;
        USES.get(index)
    }

    /// The kinds of movement that it explains.
    pub fn kinds(self) -> &'static [MovementKind] {
        self.row().map_or(&[], |row| row.kinds.as_slice())
    }

    /// Whether it may be used with a kind of movement.
    pub fn suits(self, kind: MovementKind) -> bool {
        self.kinds().contains(&kind)
    }

    /// Whether it may concern a member of that class: nobody probationary is urged to leave, nobody full loses a
    /// candidacy.
    pub fn may_concern(self, class: MemberClass) -> bool {
        self.row().is_some_and(|row| row.class.is_none_or(|only| only == class))
    }

    /// Where it is written; the office's own if no regulation speaks of it.
    pub fn source(self) -> Source {
        self.row().and_then(|row| row.source.clone()).unwrap_or(Source::OfficeDefault)
    }

    /// The reasons for a kind of movement, in the order of the table.
    pub fn for_kind(kind: MovementKind) -> impl Iterator<Item = Self> {
        Self::all().filter(move |reason| reason.suits(kind))
    }

    /// The next shorter code of the tree; nothing at the top.
    pub fn parent(self) -> Option<Self> {
        let code = self.code();
        (1..code.len()).rev().find_map(|length| Self::of_code(code.get(..length)?))
    }
}

/// Whether a kind of movement must state its reason: what ends membership otherwise than by a letter or a death.
pub const fn needs_reason(kind: MovementKind) -> bool {
    matches!(kind, MovementKind::Expelled | MovementKind::Suspended | MovementKind::Restored)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::text::squeeze;

    fn reason(text: &str) -> MovementReason {
        MovementReason::read(text).unwrap_or_else(|| panic!("{text} is not read"))
    }

    #[test]
    fn every_line_is_understood_and_no_writing_means_two_things() {
        let rows: Vec<&str> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!((rows.len(), MovementReason::all().count()), (USES.len(), rows.len()));
        let (mut codes, mut writings) = (HashSet::new(), HashMap::new());
        for line in rows {
            assert!(Use::read(line).is_some(), "{line}");
            let cells: Vec<&str> = line.split('\t').collect();
            assert!(codes.insert(cells[0]), "{line}");
            for writing in cells[2].split('|').chain([cells[1]]).filter(|writing| !writing.is_empty()) {
                assert_eq!(writings.insert(squeeze(writing), cells[0]), None, "{writing}");
                assert_eq!(reason(writing).code(), cells[0]);
            }
        }
    }

    #[test]
    fn a_line_that_is_not_understood_says_nothing_at_all() {
        for line in [
            "9\t其他\t\tgone\tany\t",
            "9\t其他\t\tdeath\tnobody\t",
            "9\t其他\t\tdeath\tany\t条例|2019年",
            "9\t其他\t\tdeath\tany",
        ] {
            assert_eq!(Use::read(line), None, "{line}");
        }
    }

    #[test]
    fn the_words_of_the_office_lead_to_the_movement_that_they_explain() {
        for (text, label, kind) in [
            ("去世", "死亡", MovementKind::Death),
            ("退党", "退党除名", MovementKind::Expelled),
            ("劝退", "劝其退党", MovementKind::Expelled),
            ("除名", "丧失党员条件除名", MovementKind::Expelled),
            ("自行脱党", "自行脱党除名", MovementKind::Expelled),
            ("开除", "开除党籍", MovementKind::Expelled),
            ("取消预备党员资格", "取消预备党员资格", MovementKind::Expelled),
            ("镇内转出", "转往本街道（乡镇）内", MovementKind::TransferOut),
            ("跨省转入", "从外省转入", MovementKind::TransferIn),
            ("失联停止党籍", "失联六个月以上停止党籍", MovementKind::Suspended),
        ] {
            assert_eq!(reason(text).label(), label, "{text}");
            assert_eq!(reason(text).kinds(), [kind], "{text}");
        }
        assert_eq!(MovementReason::read("不详"), None);
    }

    #[test]
    fn every_kind_has_a_reason_and_a_child_suits_no_more_than_its_parent() {
        for &kind in MovementKind::ALL {
            assert!(MovementReason::for_kind(kind).count() > 0, "{kind:?}");
        }
        for reason in MovementReason::all() {
            assert!(!reason.kinds().is_empty());
            if let Some(parent) = reason.parent() {
                assert!(reason.kinds().iter().all(|kind| parent.suits(*kind)), "{reason:?}");
            }
        }
        assert_eq!(reason("失联除名").parent(), Some(reason("自行脱党")));
    }

    #[test]
    fn whom_a_reason_may_concern_follows_the_regulation() {
        use MemberClass::{Full, Probationary};
        for (text, full, probationary) in [
            ("劝退", true, false),
            ("取消预备党员资格", false, true),
            ("死亡", true, true),
            ("转正", false, true),
        ] {
            let reason = reason(text);
            assert_eq!((reason.may_concern(Full), reason.may_concern(Probationary)), (full, probationary));
        }
    }

    #[test]
    fn a_reason_names_its_article_or_admits_that_there_is_none() {
        assert_eq!(
            reason("自行脱党").source().to_string(),
            "《党员教育管理工作条例》（2019年）第三十一条第（六）项"
        );
        assert_eq!(reason("死亡").source(), Source::OfficeDefault);
        let unsourced = MovementReason::for_kind(MovementKind::Suspended);
        assert!(unsourced.into_iter().all(|reason| reason.source().is_regulation()));
    }

    #[test]
    fn only_what_ends_or_restores_membership_by_a_decision_must_state_a_reason() {
        let must: Vec<_> = MovementKind::ALL.iter().filter(|kind| needs_reason(**kind)).collect();
        assert_eq!(must, [&MovementKind::Restored, &MovementKind::Expelled, &MovementKind::Suspended]);
    }
}
