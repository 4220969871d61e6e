//! 驻区单位: the forms of a unit and of the number that it says it owes. The units stand on their own page with their
//! figures; what they may say is judged where it is written (`unit/set.rs`, `unit/expect.rs`).

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField, FolioPage, FolioTone};
use branchbook_contract::unit::{UnitDraft, UnitExpect, UnitSet};
use branchbook_domain::day::Day;
use branchbook_domain::key::UnitId;
use branchbook_domain::mask::mask_phone;
use branchbook_ledger::table::unit::{Unit, units};
use branchbook_ledger::{Reading, Stored};

use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Filled as _, Folio, Head, Line, Sheet, Values, button, cell, field, found_by, saved, tagged,
};
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::Result;
use crate::progress::Unwatched;

/// The folio.
pub(crate) struct Units;

const HEAD: Head = Head {
    folio: "units",
    title: "驻区单位",
    about: "辖区内的单位：性质、党组织、联系人、在职党员数。应报到和已报到的数见“双报到”。",
    group: "双报到",
};

const COLUMNS: &[(&str, u8)] = &[
    ("单位", 0),
    ("性质", 8),
    ("党组织", 14),
    ("书记", 6),
    ("联系人", 6),
    ("电话", 9),
    ("在职党员", 6),
    ("状态", 6),
];
const KINDS: &[&str] = &["机关", "事业单位", "国有企业", "民营企业", "社会组织"];
const SOURCES: &[&str] = &["单位党组织报到单", "单位来函", "上级下发名册"];

impl Folio for Units {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::UNIT.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("在职党员")
            .chip("now", "在册")
            .chip("over", "已迁出或撤销")
            .chip("paired", "包保单位")
            .act("set", "登记单位")
            .empty("还没有单位。可以在这里登记，也可以导入单位名册。");
        for unit in units(reading)? {
            sheet.push(line(&unit, asked.on));
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        let known = deed.row.map(|row| reading.require::<Unit>(UnitId(row))).transpose()?;
        match (deed.act, known) {
            ("set", known) => Ok(unit_form(known.as_ref().map(|known| &known.value))),
            ("expect", Some(known)) => Ok(expect_form(&known, deed.today)),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "set" => {
                let draft = draft(&mut values);
                values.finish()?;
                let done = desk.handle(UnitSet { unit: deed.row.map(UnitId), draft }, &Unwatched)?;
                Ok(saved(done, "已保存单位。", |done| done.warnings))
            }
            "expect" => {
                let unit = UnitId(deed.need_row()?);
                let command = expectation(unit, &mut values);
                values.finish()?;
                let done = desk.handle(command, &Unwatched)?;
                Ok(saved(done, "已登记应报到数。", |done| done.warnings))
            }
            _ => deed.unknown(),
        }
    }
}

fn line(unit: &Stored<Unit>, on: Day) -> Line {
    let is_over = unit.to_on.is_some_and(|to| to <= on);
    let text = |text: &Option<String>| cell(text.clone().unwrap_or_default());
    let state = match (is_over, unit.is_paired) {
        (true, _) => tagged("已迁出", FolioTone::Plain),
        (false, true) => tagged("包保", FolioTone::Info),
        (false, false) => tagged("在册", FolioTone::Ok),
    };
    let paired = unit.is_paired.then_some("paired");
    Line {
        row: unit.id.0,
        cells: vec![
            cell(&unit.name),
            text(&unit.kind),
            text(&unit.party_organisation),
            text(&unit.secretary),
            text(&unit.contact),
            cell(unit.phone.as_deref().map(mask_phone).unwrap_or_default()),
            cell(unit.member_count.map(|count| count.to_string()).unwrap_or_default()),
            state,
        ],
        acts: vec![button("set", "修改"), button("expect", "登记应报到数")],
        marks: [Some(if is_over { "over" } else { "now" }), paired].into_iter().flatten().collect(),
        words: found_by(&[&unit.name, unit.contact.as_deref().unwrap_or_default()], &[]),
    }
}

fn unit_form(known: Option<&Unit>) -> FolioEntry {
    let is_known = known.is_some();
    let text = || FolioControl::Text(Vec::new());
    let said = |of: fn(&Unit) -> &Option<String>| known.and_then(|unit| of(unit).clone());
    let kinds = KINDS.iter().map(|&kind| kind.to_owned()).collect();
    let fields = vec![
        field("name", "单位名称", text(), 2).holding_some(known.map(|unit| &unit.name)).required(),
        field("kind", "单位性质", FolioControl::Text(kinds), 1).holding_some(said(|unit| &unit.kind)),
        field("member_count", "在职党员数", FolioControl::Number, 1)
            .holding_some(known.and_then(|unit| unit.member_count)),
        field("party_organisation", "党组织名称", text(), 2)
            .holding_some(said(|unit| &unit.party_organisation)),
        field("secretary", "书记", text(), 1).holding_some(said(|unit| &unit.secretary)),
        field("contact", "联系人", text(), 1).holding_some(said(|unit| &unit.contact)),
        field("phone", "联系电话", text(), 2).holding_some(said(|unit| &unit.phone)),
        day_field("from_on", "从哪天起", "不填就是一直", known.and_then(|unit| unit.from_on)),
        day_field("to_on", "到哪天止", "搬走、撤销时才填", known.and_then(|unit| unit.to_on)),
        field("note", "备注", FolioControl::Lines, 4).holding_some(said(|unit| &unit.note)),
        field("is_paired", "包保单位", FolioControl::Yes, 4)
            .hinted("与本社区结对的单位")
            .holding(if known.is_some_and(|unit| unit.is_paired) { "1" } else { "" }),
    ];
    FolioEntry {
        title: if is_known { "修改单位" } else { "登记单位" }.to_owned(),
        about: String::new(),
        fields,
        button: "保存".to_owned(),
        is_danger: false,
    }
}

fn day_field(key: &str, label: &str, hint: &str, day: Option<Day>) -> FolioField {
    field(key, label, FolioControl::Day, 1).hinted(hint).holding_some(day)
}

fn expect_form(unit: &Stored<Unit>, today: Day) -> FolioEntry {
    let sources: Vec<String> = SOURCES.iter().map(|&source| source.to_owned()).collect();
    let first = sources.first().cloned();
    FolioEntry {
        title: format!("登记应报到数：{}", unit.name),
        about: "以单位自己报的数为准，旧的数留着，可以查对。".to_owned(),
        fields: vec![
            field("count", "应报到", FolioControl::Number, 1).required(),
            field("stated_on", "名册日期", FolioControl::Day, 1).holding(today).required(),
            field("source", "来源", FolioControl::Text(sources), 2).holding_some(first).required(),
        ],
        button: "登记".to_owned(),
        is_danger: false,
    }
}

fn draft(values: &mut Values) -> UnitDraft {
    UnitDraft {
        name: values.need_text("name", "单位名称"),
        kind: values.text("kind"),
        party_organisation: values.text("party_organisation"),
        secretary: values.text("secretary"),
        contact: values.text("contact"),
        phone: values.text("phone"),
        member_count: values.number("member_count", 0..=1_000_000),
        is_paired: values.yes("is_paired"),
        from_on: values.day("from_on"),
        to_on: values.day("to_on"),
        note: values.lines("note"),
    }
}

fn expectation(unit: UnitId, values: &mut Values) -> UnitExpect {
    let count = values.number("count", 0..=1_000_000);
    if count.is_none() && values.text("count").is_none() {
        values.refuse("count", "请填写人数。");
    }
    UnitExpect {
        unit,
        count: count.unwrap_or(0),
        stated_on: values.need_day("stated_on", "名册日期"),
        source: values.need_text("source", "来源"),
    }
}
