//! The forms: which record stands, which side of each differing field; and what comes of the answers.

use std::collections::BTreeMap;

use branchbook_contract::folio::{FolioChoice, FolioControl, FolioEntry, FolioField};
use branchbook_domain::key::CustomFieldId;
use branchbook_ledger::table::custom::{fields, values_of};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Reading};

use super::super::value::choice;
use super::super::{Filled as _, Values, field};
use super::beside::carries;
use crate::error::Result;
use crate::organisation::Names;
use crate::person::merge::field::{BOTH, Field, NOTE, all, both_notes};
use crate::person::merge::{Beside, Chosen, Record, Side};
use crate::person::twin::Pair;

/// Asks which record stands and what of each.
pub(super) fn merge_form(reading: &Reading<'_>, beside: &Beside) -> Result<FolioEntry> {
    let names = Names::of(reading)?;
    let mut list = vec![
        field("stands", "保留哪一条记录", sides(|side| record_words(beside.side(side), &names)), 4)
            .holding(beside.better().code())
            .hinted("另一条的全部登记都并到这一条上")
            .required(),
    ];
    if beside.has_two_homes() {
        let home = |side: Side| home_words(beside.side(side), &names);
        let field = field("home", "组织关系在哪里", sides(home), 4);
        list.push(field.holding(beside.better().code()).hinted("另一处按重复登记更正").required());
    }
    for each in all() {
        if let Some(field) = pick(reading, beside, each)? {
            list.push(field);
        }
    }
    for (id, label, texts) in differing(reading, beside)? {
        let words = |side: Side| side.of(&texts.0, &texts.1).clone();
        list.push(field(&own_key(id), &label, sides(words), 2).holding(beside.newer().code()).required());
    }
    Ok(FolioEntry {
        title: format!("合并：{}", beside.left.person.name),
        about: about(beside),
        fields: list,
        button: "合并".to_owned(),
        is_danger: true,
    })
}

fn about(beside: &Beside) -> String {
    format!(
        "左边带有：{}。右边带有：{}。合并后都在保留的记录上，只有一边有的内容自动补上；已结账月份上报过的数字不变。合并可以撤销。",
        carries(&beside.left),
        carries(&beside.right)
    )
}

fn sides(words: impl Fn(Side) -> String) -> FolioControl {
    let each = |side: Side| choice(side.code(), format!("{}：{}", side.label(), words(side)));
    FolioControl::Pick([Side::Left, Side::Right].map(each).into())
}

fn record_words(record: &Record, names: &Names) -> String {
    format!("{}，编号 {}，{}", record.person.name, record.person.id, home_words(record, names))
}

fn home_words(record: &Record, names: &Names) -> String {
    let Some(home) = record.home() else { return "不在册".to_owned() };
    let since = home.from_on.map_or_else(|| "建账前".to_owned(), |day| format!("{day} "));
    let group = home.group_id.map(|group| names.name(group)).unwrap_or_default();
    format!("{}{group}（{since}起）", names.distinct(home.branch_id))
}

/// A field of which both say something, and not the same.
fn pick(reading: &Reading<'_>, beside: &Beside, each: &Field) -> Result<Option<FolioField>, LedgerError> {
    let (left, right): (&Person, &Person) = (&beside.left.person, &beside.right.person);
    if !each.differs(left, right) {
        return Ok(None);
    }
    let shown = [each.shown(reading, left)?, each.shown(reading, right)?];
    let mut choices: Vec<FolioChoice> = [Side::Left, Side::Right]
        .into_iter()
        .zip(shown)
        .map(|(side, text)| choice(side.code(), format!("{}：{text}", side.label())))
        .collect();
    let mut value = each.fuller(left, right, beside.newer()).code();
    if each.column == NOTE {
        choices.push(choice(BOTH, "两边都留"));
        value = BOTH;
    }
    Ok(Some(field(each.column, each.label(), FolioControl::Pick(choices), 2).holding(value).required()))
}

/// A field of the office's own, what it is called, and what stands in it on each side.
type OwnField = (CustomFieldId, String, (String, String));

/// Fields of the office's own where both say something, and not the same.
fn differing(reading: &Reading<'_>, beside: &Beside) -> Result<Vec<OwnField>, LedgerError> {
    let texts = |side: Side| -> Result<BTreeMap<CustomFieldId, String>, LedgerError> {
        let rows = values_of(reading, beside.side(side).person.id)?;
        Ok(rows.into_iter().filter_map(|row| Some((row.value.field_id, row.value.value?))).collect())
    };
    let (left, mut right) = (texts(Side::Left)?, texts(Side::Right)?);
    let labels: BTreeMap<CustomFieldId, String> =
        fields(reading)?.into_iter().map(|field| (field.id, field.value.label)).collect();
    let both = left.into_iter().filter_map(|(id, text)| Some((id, text, right.remove(&id)?)));
    let named = |(id, left, right): (CustomFieldId, String, String)| {
        (id, labels.get(&id).cloned().unwrap_or_default(), (left, right))
    };
    Ok(both.filter(|(_, left, right)| left != right).map(named).collect())
}

fn own_key(id: CustomFieldId) -> String {
    format!("field_{id}")
}

/// What the answers choose. What was not answered is as the form proposed it.
pub(super) fn chosen(reading: &Reading<'_>, beside: &Beside, values: &mut Values) -> Result<Chosen> {
    let stands = values.pick("stands", Side::from_code).unwrap_or_else(|| beside.better());
    let home = values.pick("home", Side::from_code);
    let home = if beside.has_two_homes() { home.unwrap_or_else(|| beside.better()) } else { stands };
    let (left, right): (&Person, &Person) = (&beside.left.person, &beside.right.person);
    let mut person = beside.side(stands).person.value.clone();
    for each in all() {
        let proposed = each.fuller(left, right, beside.newer());
        if each.column == NOTE && each.differs(left, right) {
            note(values, left, right, &mut person);
        } else if each.differs(left, right) {
            let side = values.pick(each.column, Side::from_code).unwrap_or(proposed);
            each.take(&mut person, side.of(left, right));
        } else if each.stored(&person).is_none() {
            each.take(&mut person, &beside.side(stands.other()).person);
        }
    }
    let mut fields = BTreeMap::new();
    for (id, ..) in differing(reading, beside)? {
        let side = values.pick(&own_key(id), Side::from_code).unwrap_or_else(|| beside.newer());
        fields.insert(id, side);
    }
    Ok(Chosen { stands, person, home, fields })
}

fn note(values: &mut Values, left: &Person, right: &Person, person: &mut Person) {
    let is_both = values.text(NOTE).is_none_or(|said| said == BOTH);
    person.note = match is_both {
        true => both_notes(left, right),
        false => {
            let side = values.pick(NOTE, Side::from_code).unwrap_or(Side::Left);
            side.of(left, right).note.clone()
        }
    };
}

/// Asks why two records are two people.
pub(super) fn distinct_form(reading: &Reading<'_>, pair: Pair) -> Result<FolioEntry> {
    let name = reading.require::<Person>(pair.left)?.value.name;
    Ok(FolioEntry {
        title: format!("不是同一人：{name}"),
        about: "登记后不再提示这一对。以后可以在“不是同一人”里撤回。".to_owned(),
        fields: vec![
            field(
                "note",
                "依据",
                FolioControl::Text(vec!["已对照证件".to_owned(), "本人确认".to_owned()]),
                4,
            )
            .hinted("如：已对照身份证，是两个人"),
        ],
        button: "登记".to_owned(),
        is_danger: false,
    })
}

/// Asks whether a pair is to be looked at again.
pub(super) fn again_form(reading: &Reading<'_>, pair: Pair) -> Result<FolioEntry> {
    let name = reading.require::<Person>(pair.left)?.value.name;
    Ok(FolioEntry {
        title: format!("撤回不是同一人：{name}"),
        about: "撤回后这一对如果仍然相像，会重新列入待核对。".to_owned(),
        fields: Vec::new(),
        button: "撤回".to_owned(),
        is_danger: false,
    })
}
