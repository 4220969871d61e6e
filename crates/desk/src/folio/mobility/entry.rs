//! The forms of mobile members: gone out, come in, back again, put right.

use branchbook_contract::folio::{FolioControl, FolioEntry, FolioField};
use branchbook_domain::care::MobilityWay;
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::ConditionKind;
use branchbook_ledger::table::care::Mobility;
use branchbook_ledger::table::membership::member_on;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::row::masked;
use crate::error::Result;
use crate::folio::whose::asked_person;
use crate::folio::{Deed, Filled as _, coded_choices, field};

/// Why people usually go; others are written in.
const REASONS: [&str; 6] = ["务工经商", "随子女居住", "外出学习", "异地居住", "探亲访友", "就医疗养"];

pub(super) fn out_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (whose, mut fields) = asked_person(reading, deed.subject)?;
    let ways = [MobilityWay::Out, MobilityWay::Abroad];
    let ways = coded_choices(ways, MobilityWay::code, MobilityWay::label);
    fields.push(field("way", "方向", ways, 1).holding(MobilityWay::Out.code()).required());
    let since = mobile_since(reading, deed)?.unwrap_or(deed.today);
    fields.push(field("from_on", "外出日期", FolioControl::Day, 1).holding(since).required());
    fields.extend(where_fields(("去往何地", "流入地党组织"), None));
    Ok(FolioEntry {
        title: format!("登记流出{whose}"),
        about: "同时登记为流动党员，列入重点对象按期联系。外出六个月以上、地点相对固定的，应当转移组织关系（《党员教育管理工作条例》第二十五条）。"
            .to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// Since when the member whom the folio is narrowed to is registered as mobile.
fn mobile_since(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<Day>, LedgerError> {
    let Some(person) = deed.subject.map(PersonId) else { return Ok(None) };
    let member = member_on(reading, person, deed.today)?;
    Ok(member.and_then(|member| member.condition(ConditionKind::Mobile)?.from_on))
}

pub(super) fn in_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let mut fields = Vec::new();
    let whose = match deed.subject {
        Some(person) => format!("：{}", reading.require::<Person>(PersonId(person))?.name),
        None => {
            fields.extend(guest_fields());
            String::new()
        }
    };
    fields.push(field("from_on", "流入日期", FolioControl::Day, 2).holding(deed.today).required());
    fields.extend(where_fields(("从何地来", "流出地党组织"), None));
    Ok(FolioEntry {
        title: format!("登记流入{whose}"),
        about:
            "流入党员的组织关系不在这里，不计入党员人数，没有表决权、选举权和被选举权；列入重点对象按期联系。"
                .to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// Who came: somebody of the book, or a new name.
fn guest_fields() -> Vec<FolioField> {
    vec![
        field("person", "台账里的人", FolioControl::Person(String::new()), 2)
            .hinted("已登记过的（如在职报到党员）在这里选"),
        field("name", "姓名", FolioControl::Text(Vec::new()), 1).hinted("没有登记过的在这里填"),
        field("phone", "手机", FolioControl::Text(Vec::new()), 1),
        field("is_other", "与台账里同名的不是一个人", FolioControl::Yes, 4),
    ]
}

/// Where to or where from, and who looks after them there.
fn where_fields((place, organisation): (&str, &str), known: Option<&Mobility>) -> Vec<FolioField> {
    let reasons = FolioControl::Text(REASONS.map(str::to_owned).to_vec());
    let text = |of: fn(&Mobility) -> &Option<String>| known.and_then(|known| of(known).clone());
    let contact = known.and_then(|known| known.other_contact.as_deref());
    let hint = match contact {
        Some(contact) => format!("已登记 {}，不改就不填", masked(contact)),
        None => "姓名、电话".to_owned(),
    };
    vec![
        field("where_to", place, FolioControl::Text(Vec::new()), 2)
            .holding_some(text(|known| &known.where_to))
            .hinted("写到县（市、区），如“浙江省义乌市”")
            .required(),
        field("reason", "原因", reasons, 2).holding_some(text(|known| &known.reason)),
        field("other_organisation", organisation, FolioControl::Text(Vec::new()), 2)
            .holding_some(text(|known| &known.other_organisation)),
        field("other_contact", "该党组织联系人", FolioControl::Text(Vec::new()), 2).hinted(&hint),
        field("card_number", "流动党员活动证号", FolioControl::Text(Vec::new()), 2)
            .holding_some(text(|known| &known.card_number)),
        field("note", "备注", FolioControl::Text(Vec::new()), 2).holding_some(text(|known| &known.note)),
    ]
}

pub(super) fn edit_form(reading: &Reading<'_>, stored: &Stored<Mobility>) -> Result<FolioEntry> {
    let name = reading.require::<Person>(stored.person_id)?.value.name;
    let is_in = stored.way == MobilityWay::In.code();
    let words =
        if is_in { ("从何地来", "流出地党组织") } else { ("去往何地", "流入地党组织") };
    let from = field("from_on", "起始日期", FolioControl::Day, 2).holding_some(stored.from_on).required();
    Ok(FolioEntry {
        title: format!("修改流动去向：{name}"),
        about: String::new(),
        fields: [from].into_iter().chain(where_fields(words, Some(stored))).collect(),
        button: "保存".to_owned(),
        is_danger: false,
    })
}

pub(super) fn return_form(
    reading: &Reading<'_>,
    stored: &Stored<Mobility>,
    today: Day,
) -> Result<FolioEntry> {
    let name = reading.require::<Person>(stored.person_id)?.value.name;
    let is_in = stored.way == MobilityWay::In.code();
    let (what, about) = if is_in {
        ("登记离开", "流入党员离开本社区，从这一天起不再联系。")
    } else {
        ("登记返回", "从这一天起不再是流动党员。")
    };
    Ok(FolioEntry {
        title: format!("{what}：{name}"),
        about: about.to_owned(),
        fields: vec![
            field("to_on", "日期", FolioControl::Day, 2).holding(today).required(),
            field("note", "备注", FolioControl::Text(Vec::new()), 4).holding_some(stored.note.as_ref()),
        ],
        button: what.to_owned(),
        is_danger: false,
    })
}
