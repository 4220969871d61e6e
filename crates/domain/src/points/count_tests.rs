//! Tests of the count: the order of entry, caps, reversals, vetoes; examples and properties.

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::points::{Grade, Unit, default_scheme, explain};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn event(id: i64, occurred_on: &str, item: &str, raw: i64) -> PointEvent {
    PointEvent {
        id,
        occurred_on: day(occurred_on),
        item: item.into(),
        raw: Points::whole(raw),
        reverses: None,
    }
}

fn cap(period: CapPeriod, at_most: i64) -> Cap {
    Cap { period, at_most: Points::whole(at_most) }
}

fn item(code: &str, points: i64, caps: Vec<Cap>) -> Item {
    Item {
        code: code.into(),
        name: code.into(),
        category: "c".into(),
        unit: Unit::Each,
        points: Points::whole(points),
        caps,
        automatic: None,
        is_veto: false,
        aliases: vec![],
    }
}

fn scheme(items: Vec<Item>, may_add: Vec<Cap>, may_deduct: Vec<Cap>) -> Scheme {
    let scheme = Scheme {
        name: "试".into(),
        version: "1".into(),
        base_by_class: BTreeMap::from([(MemberClass::Full, Points::whole(60))]),
        floor: Some(Points::ZERO),
        ceiling: Some(Points::whole(100)),
        grades: vec![Grade { name: "合格".into(), at_least: None }],
        categories: vec![Category { code: "c".into(), name: "类".into(), may_add, may_deduct }],
        items,
    };
    scheme.check().unwrap();
    scheme
}

fn check(scheme: &Scheme, events: &[PointEvent], expected: &Expect) {
    let counting = count(scheme, events);
    expected.assert_eq(&format!(
        "{}\n共 {}\n",
        explain(scheme, &counting).join("\n"),
        counting.total.signed()
    ));
}

#[test]
fn a_month_cap_cuts_what_is_over_and_says_so() {
    let mut service = item("志愿服务", 1, vec![cap(CapPeriod::Month, 4)]);
    service.unit = Unit::PerHour;
    check(
        &scheme(vec![service], vec![], vec![]),
        &[
            event(1, "2026-09-28", "志愿服务", 6),
            event(2, "2026-10-01", "志愿服务", 3),
            event(3, "2026-10-20", "志愿服务", 2),
            event(4, "2026-10-21", "志愿服务", 2),
        ],
        &expect![[r#"
            志愿服务 6 小时：按 6 分，项目月封顶 4 分，计 4 分
            志愿服务 3 小时：计 3 分
            志愿服务 2 小时：按 2 分，项目月封顶 4 分、此前已计 3 分，计 1 分
            志愿服务 2 小时：按 2 分，项目月封顶 4 分、此前已计 4 分，计 0 分
            共 +8
        "#]],
    );
}

#[test]
fn the_item_is_cut_first_and_the_category_after_it() {
    let items =
        vec![item("宣讲", 3, vec![cap(CapPeriod::Event, 3)]), item("迟到", -1, vec![cap(CapPeriod::Day, 1)])];
    check(
        &scheme(items, vec![cap(CapPeriod::Year, 5)], vec![cap(CapPeriod::Year, 1)]),
        &[
            event(1, "2026-01-05", "宣讲", 4),
            event(2, "2026-01-06", "宣讲", 4),
            event(3, "2026-02-01", "迟到", -2),
            event(4, "2026-02-02", "迟到", -1),
        ],
        &expect![[r#"
            宣讲：按 4 分，项目单次封顶 3 分，计 3 分
            宣讲：按 4 分，项目单次封顶 3 分，类别年封顶 5 分、此前已计 3 分，计 2 分
            迟到：按 −2 分，项目日封顶 1 分，计 −1 分
            迟到：按 −1 分，类别年封顶 1 分、此前已计 1 分，计 0 分
            共 +4
        "#]],
    );
}

#[test]
fn a_reversed_entry_keeps_its_source_and_frees_its_cap() {
    let back = PointEvent { reverses: Some(1), ..event(3, "2026-10-30", "宣讲", -3) };
    let lost = PointEvent { reverses: Some(77), ..event(4, "2026-10-30", "宣讲", -3) };
    check(
        &scheme(vec![item("宣讲", 3, vec![cap(CapPeriod::Month, 3)])], vec![], vec![]),
        &[
            event(1, "2026-10-01", "宣讲", 3),
            event(2, "2026-10-02", "宣讲", 3),
            back,
            lost,
            event(5, "2026-10-31", "旧项", 1),
        ],
        &expect![[r#"
            宣讲：原记 +3 分已冲正，不计分
            宣讲：计 3 分
            冲正宣讲：抵消原记的 +3 分
            冲正宣讲：找不到所冲的第 77 号记录，不计分；请核对后重新冲正。
            事项「旧项」不在积分方案里，不计分；请在方案里补上这一项，或冲正后改记。
            共 +3
        "#]],
    );
}

#[test]
fn a_veto_makes_its_own_year_nothing_and_no_other() {
    let veto = Item { is_veto: true, ..item("犯罪", 0, vec![]) };
    let scheme = scheme(vec![item("宣讲", 3, vec![]), veto], vec![], vec![]);
    let events = [
        event(1, "2025-05-01", "宣讲", 3),
        event(2, "2026-05-01", "宣讲", 3),
        event(3, "2026-06-01", "犯罪", 0),
    ];
    let counting = count(&scheme, &events);
    let score = |year| counting.score(&scheme, MemberClass::Full, year).unwrap();
    assert_eq!(score(2025).score, Points::whole(63));
    assert_eq!((score(2026).score, score(2026).vetoed_by), (Points::ZERO, Some(3)));
    let pardoned = PointEvent { reverses: Some(3), ..event(4, "2026-07-01", "犯罪", 0) };
    let counting = count(&scheme, &[events.to_vec(), vec![pardoned]].concat());
    assert_eq!(counting.score(&scheme, MemberClass::Full, 2026).unwrap().score, Points::whole(63));
}

#[test]
fn a_score_stays_between_floor_and_ceiling_and_a_class_without_base_has_none() {
    let scheme = scheme(vec![item("宣讲", 3, vec![]), item("扣", -1, vec![])], vec![], vec![]);
    let score = |raw, name| {
        let counting = count(&scheme, &[event(1, "2026-05-01", name, raw)]);
        counting.score(&scheme, MemberClass::Full, 2026).unwrap().score
    };
    assert_eq!(score(50, "宣讲"), Points::whole(100));
    assert_eq!(score(-70, "扣"), Points::ZERO);
    assert!(count(&scheme, &[]).score(&scheme, MemberClass::Probationary, 2026).is_none());
}

#[test]
fn a_year_alone_has_its_own_sums() {
    let scheme = scheme(vec![item("宣讲", 3, vec![]), item("扣", -1, vec![])], vec![], vec![]);
    let counting = count(
        &scheme,
        &[
            event(1, "2025-05-01", "宣讲", 3),
            event(2, "2026-05-01", "宣讲", 3),
            event(3, "2026-05-02", "扣", -1),
        ],
    );
    let sum = counting.of_year(&scheme, 2026).by_category["c"];
    assert_eq!((sum.added, sum.deducted), (Points::whole(3), Points::whole(1)));
    assert_eq!(counting.by_category["c"].added, Points::whole(6));
}

#[test]
fn a_back_dated_entry_is_answered_by_one_adjustment() {
    let scheme = scheme(vec![item("宣讲", 3, vec![cap(CapPeriod::Month, 4)])], vec![], vec![]);
    let booked = count(&scheme, &[event(1, "2026-10-10", "宣讲", 3)]).total;
    let late = [event(1, "2026-10-10", "宣讲", 3), event(2, "2026-10-01", "宣讲", 3)];
    let counting = count(&scheme, &late);
    assert_eq!(counting.line(1).unwrap().counted, Points::whole(1), "the older day takes the cap");
    let as_booked = booked + counting.line(2).unwrap().counted;
    assert_eq!(counting.adjustment(as_booked), Points::whole(-2));
}

/// Items under every kind of cap, a category under day, month and year caps.
fn capped_scheme(category_caps: Vec<Cap>) -> Scheme {
    let items = vec![
        item("甲", 2, vec![cap(CapPeriod::Event, 3), cap(CapPeriod::Day, 4), cap(CapPeriod::Month, 6)]),
        item("乙", 1, vec![cap(CapPeriod::Quarter, 5), cap(CapPeriod::Year, 9)]),
        item("丙", -1, vec![cap(CapPeriod::Day, 2), cap(CapPeriod::Month, 3)]),
        item("丁", 1, vec![]),
    ];
    scheme(items, category_caps.clone(), category_caps)
}

fn all_category_caps() -> Vec<Cap> {
    vec![
        cap(CapPeriod::Day, 5),
        cap(CapPeriod::Month, 8),
        cap(CapPeriod::Quarter, 15),
        cap(CapPeriod::Year, 20),
    ]
}

prop_compose! {
    /// On one of twelve days from November to January: many on one day, and across months, quarters and years.
    fn some_event()(item in 0usize..4, step in 0i64..12, raw in -400i64..500) -> PointEvent {
        PointEvent {
            id: 0,
            occurred_on: crate::day::add_days(day("2026-11-01"), step * 8),
            item: ["甲", "乙", "丙", "丁"][item].into(),
            raw: Points::from_hundredths(raw),
            reverses: None,
        }
    }
}

fn numbered(events: Vec<PointEvent>) -> Vec<PointEvent> {
    events.into_iter().zip(1..).map(|(event, id)| PointEvent { id, ..event }).collect()
}

fn some_events() -> impl Strategy<Value = Vec<PointEvent>> {
    prop::collection::vec(some_event(), 0..40).prop_map(numbered)
}

fn reversal_of(event: &PointEvent) -> PointEvent {
    PointEvent { id: event.id + 1000, raw: -event.raw, reverses: Some(event.id), ..event.clone() }
}

/// Σ of the counted magnitudes of one sign and (if named) item within each period.
fn used(counting: &Counting, item: Option<&str>, period: CapPeriod) -> BTreeMap<(Day, bool), Points> {
    let mut sums = BTreeMap::new();
    for line in counting.lines.iter().filter(|line| item.is_none_or(|item| item == line.item)) {
        let sum: &mut Points =
            sums.entry((period.begin(line.occurred_on), line.raw.is_negative())).or_default();
        *sum = *sum + line.counted.magnitude();
    }
    sums
}

proptest! {
    #[test]
    fn any_order_of_entry_gives_the_same_total(
        (events, order) in some_events().prop_flat_map(|events| {
            let ids: Vec<i64> = events.iter().map(|event| event.id).collect();
            (Just(events), Just(ids).prop_shuffle())
        }),
    ) {
        let scheme = capped_scheme(all_category_caps());
        let shuffled: Vec<_> =
            events.iter().zip(order).map(|(event, id)| PointEvent { id, ..event.clone() }).collect();
        let (first, second) = (count(&scheme, &events), count(&scheme, &shuffled));
        prop_assert_eq!(first.total, second.total);
        prop_assert_eq!(&first.by_category, &second.by_category);
    }

    #[test]
    fn the_order_in_which_events_are_handed_in_changes_nothing(
        (events, shuffled) in some_events().prop_flat_map(|events| (Just(events.clone()), Just(events).prop_shuffle())),
    ) {
        let scheme = capped_scheme(all_category_caps());
        prop_assert_eq!(count(&scheme, &events), count(&scheme, &shuffled));
    }

    #[test]
    fn no_cap_is_ever_exceeded_and_no_sign_ever_changes(events in some_events()) {
        let scheme = capped_scheme(all_category_caps());
        let counting = count(&scheme, &events);
        for line in &counting.lines {
            prop_assert!(line.counted.magnitude() <= line.raw.magnitude());
            prop_assert!(line.counted.is_zero() || line.counted.is_negative() == line.raw.is_negative());
            let taken: Points = line.cuts.iter().map(|cut| cut.taken).sum();
            prop_assert_eq!(line.counted.magnitude() + taken, line.raw.magnitude());
        }
        let of_items = scheme.items.iter().flat_map(|item| item.caps.iter().map(|cap| (Some(item.code.as_str()), *cap)));
        let of_category = all_category_caps().into_iter().map(|cap| (None, cap));
        for (item, cap) in of_items.chain(of_category) {
            if cap.period == CapPeriod::Event {
                let lines = counting.lines.iter().filter(|line| item == Some(line.item.as_str()));
                prop_assert!(lines.clone().all(|line| line.counted.magnitude() <= cap.at_most));
                continue;
            }
            for (within, sum) in used(&counting, item, cap.period) {
                prop_assert!(sum <= cap.at_most, "{item:?} {within:?} {sum} > {}", cap.at_most);
            }
        }
    }

    #[test]
    fn reversing_everything_returns_to_the_base(events in some_events()) {
        let scheme = capped_scheme(all_category_caps());
        let reversals: Vec<_> = events.iter().map(reversal_of).collect();
        let counting = count(&scheme, &[events, reversals].concat());
        prop_assert_eq!(counting.total, Points::ZERO);
        for year in [2026, 2027] {
            prop_assert_eq!(counting.score(&scheme, MemberClass::Full, year).unwrap().score, Points::whole(60));
        }
    }

    #[test]
    fn an_entry_and_its_reversal_are_as_if_neither_had_happened(events in some_events(), extra in some_event()) {
        let scheme = capped_scheme(all_category_caps());
        let extra = PointEvent { id: 500, ..extra };
        let with = [events.clone(), vec![extra.clone(), reversal_of(&extra)]].concat();
        let (with, without) = (count(&scheme, &with), count(&scheme, &events));
        prop_assert_eq!(with.total, without.total);
        for line in &without.lines {
            prop_assert_eq!(with.line(line.id), Some(line));
        }
    }

    #[test]
    fn more_gains_never_lower_the_total_where_categories_are_capped_by_year(
        events in some_events(), extra in some_event(), gain in 0i64..400,
    ) {
        let scheme = capped_scheme(vec![cap(CapPeriod::Year, 20)]);
        let plus = PointEvent { id: 500, raw: Points::from_hundredths(gain), ..extra };
        let minus = PointEvent { raw: -plus.raw, ..plus.clone() };
        let total = count(&scheme, &events).total;
        prop_assert!(count(&scheme, &[events.clone(), vec![plus]].concat()).total >= total);
        prop_assert!(count(&scheme, &[events, vec![minus]].concat()).total <= total);
    }

    #[test]
    fn what_counts_counts_again_the_same(events in some_events()) {
        let scheme = capped_scheme(all_category_caps());
        let once = count(&scheme, &events);
        let again: Vec<_> = events
            .iter()
            .map(|event| PointEvent { raw: once.line(event.id).unwrap().counted, ..event.clone() })
            .collect();
        prop_assert_eq!(count(&scheme, &again).total, once.total);
    }
}

#[test]
fn the_shipped_scheme_never_cuts_what_is_booked_only_what_counts() {
    let scheme = default_scheme().unwrap();
    let events: Vec<_> = (1..=20).map(|id| event(id, "2026-10-09", "wish", 5)).collect();
    let counting = count(&scheme, &events);
    assert_eq!(counting.lines.iter().map(|line| line.raw).sum::<Points>(), Points::whole(100));
    assert_eq!(counting.total, Points::whole(10));
}

#[test]
fn a_new_version_holds_to_its_own_caps_what_earlier_ones_have_used_up() {
    let (per_year, higher) = (cap(CapPeriod::Year, 10), cap(CapPeriod::Year, 12));
    let first = scheme(vec![item("x", 5, vec![per_year]), item("y", 5, vec![])], vec![], vec![]);
    let second = scheme(vec![item("x", 5, vec![higher]), item("y", 5, vec![per_year])], vec![], vec![]);
    let versions = [(Day::MIN, &first), (day("2026-11-01"), &second)];
    let events = [
        event(1, "2026-10-05", "x", 5),
        event(2, "2026-10-06", "x", 5),
        event(3, "2026-10-07", "x", 5),
        event(4, "2026-11-01", "x", 5),
        event(5, "2026-11-02", "x", 5),
        event(6, "2026-10-08", "y", 5),
        event(7, "2026-10-09", "y", 5),
        event(8, "2026-11-03", "y", 5),
        event(9, "2027-01-03", "x", 5),
    ];
    let counting = count_versions(&versions, &events);
    let counted: Vec<i64> = (1..=9).map(|id| counting.line(id).unwrap().counted.hundredths() / 100).collect();
    assert_eq!(counted, [5, 5, 0, 2, 0, 5, 5, 0, 5], "a cap that is new finds the year as it was used");
    assert_eq!(counting.by_category["c"].added, Points::whole(27));
}
