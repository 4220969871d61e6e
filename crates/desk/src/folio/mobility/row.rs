//! The list of mobile members: columns, filters, one line each. A telephone number is never shown in full.

use branchbook_contract::folio::FolioTone;
use branchbook_domain::care::MobilityWay;
use branchbook_domain::day::{Day, Span};
use branchbook_domain::mask::mask_phone;
use branchbook_ledger::Stored;
use branchbook_ledger::table::care::Mobility;

use super::HEAD;
use crate::folio::whose::Known;
use crate::folio::{Line, Sheet, button, cell, dated, noted, tagged};

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 8),
    ("党支部", 10),
    ("方向", 7),
    ("何地", 12),
    ("对方党组织", 0),
    ("活动证号", 9),
    ("起始", 8),
    ("状态", 8),
];

pub(super) fn sheet() -> Sheet {
    Sheet::new(HEAD, COLUMNS)
        .chip("now", "现流动")
        .chip(MobilityWay::Out.code(), MobilityWay::Out.label())
        .chip(MobilityWay::In.code(), MobilityWay::In.label())
        .chip(MobilityWay::Abroad.code(), MobilityWay::Abroad.label())
        .chip("over", "已结束")
        .act("out", "登记流出")
        .act("in", "登记流入")
        .empty("还没有登记流动去向。党员外出、外来党员到本社区居住，去向和联系人记在这里。")
}

pub(super) fn way_of(mobility: &Mobility) -> MobilityWay {
    MobilityWay::from_code(&mobility.way).unwrap_or(MobilityWay::Out)
}

pub(super) fn line(stored: &Stored<Mobility>, known: &Known, on: Day) -> Line {
    let way = way_of(stored);
    let is_now = Span { from: stored.from_on, to: stored.to_on }.contains(on);
    let back = if way == MobilityWay::In { "登记离开" } else { "登记返回" };
    let state = match stored.to_on {
        _ if is_now => tagged("流动中", FolioTone::Info),
        to => branchbook_contract::folio::FolioCell {
            note: to.map(|to| to.to_string()).unwrap_or_default(),
            ..tagged("已结束", FolioTone::Plain)
        },
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let contact = stored.other_contact.as_deref().map(masked).unwrap_or_default();
    let mut acts = vec![button("edit", "修改")];
    if stored.to_on.is_none() {
        acts.insert(0, button("return", back));
    }
    Line {
        cells: vec![
            known.linked(stored.person_id),
            cell(known.branch(stored.person_id)),
            cell(way.label()),
            noted(text(&stored.where_to), text(&stored.reason)),
            noted(text(&stored.other_organisation), contact),
            cell(text(&stored.card_number)),
            dated(stored.from_on),
            state,
        ],
        acts,
        ..Line::default()
    }
}

/// Words with every number in them that is long enough to be a telephone number masked.
pub(super) fn masked(words: &str) -> String {
    let (mut shown, mut digits) = (String::new(), String::new());
    for c in words.chars().chain(['\0']) {
        if c.is_ascii_digit() || (c == '-' && !digits.is_empty()) {
            digits.push(c);
            continue;
        }
        let is_phone = digits.chars().filter(char::is_ascii_digit).count() >= 7;
        shown.push_str(&if is_phone { mask_phone(&digits) } else { std::mem::take(&mut digits) });
        digits.clear();
        shown.extend((c != '\0').then_some(c));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_number_among_words_is_masked_and_a_short_one_stays() {
        assert_eq!(masked("李书记 13812345678"), "李书记 138****5678");
        assert_eq!(masked("办公室0579-85123456转803"), "办公室0579-******56转803");
        assert_eq!(masked("第3党支部"), "第3党支部");
    }
}
