//! What deserves a look in the figures of units. Sentences only: nothing is corrected here.

use branchbook_contract::unit::UnitRow;

/// The findings of one unit: more reported than owed, or no number owed.
pub fn findings(row: &UnitRow) -> Vec<String> {
    over(row).into_iter().chain(unstated(row)).collect()
}

fn over(row: &UnitRow) -> Option<String> {
    let expected = row.expected.filter(|expected| row.reported > *expected)?;
    let stated = row.stated_on.map(|day| format!("（{day} 的数）")).unwrap_or_default();
    Some(format!(
        "「{}」已报到 {} 人，比应报到的 {expected} 人{stated}多 {} 人，请与单位核对名册。",
        row.name,
        row.reported,
        row.reported - expected
    ))
}

fn unstated(row: &UnitRow) -> Option<String> {
    row.expected
        .is_none()
        .then(|| format!("「{}」单位未登记应报到数，无法计算报到率，请向单位索要后登记。", row.name))
}

#[cfg(test)]
pub(crate) mod tests {
    use branchbook_domain::day::Day;
    use branchbook_domain::key::UnitId;

    use super::*;

    pub(crate) fn row(expected: Option<i64>, reported: i64) -> UnitRow {
        UnitRow {
            state: branchbook_contract::folio::FolioCell::default(),
            unit: UnitId(1),
            name: "市税务局".into(),
            kind: None,
            is_paired: false,
            expected,
            stated_on: expected.and_then(|_| Day::from_ymd_opt(2026, 9, 30)),
            source: None,
            reported,
            rate: None,
            new: 0,
            returned: 0,
            claims: 0,
            new_claims: 0,
            activities: 0,
            attendances: 0,
            people: 0,
            minutes: 0,
        }
    }

    #[test]
    fn only_an_excess_or_a_missing_number_is_a_finding() {
        assert_eq!(findings(&row(Some(47), 47)), Vec::<String>::new());
        assert_eq!(findings(&row(Some(0), 0)), Vec::<String>::new());
        let over = findings(&row(Some(47), 50));
        assert!(over[0].contains("多 3 人") && over[0].contains("2026-09-30"), "{over:?}");
        assert!(findings(&row(None, 0))[0].contains("未登记应报到数"));
    }
}
