//! One more condition of a list: the field, how it is compared, with what. Each kind of field has its own controls.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::member::{FieldKind, FieldOperator, FieldTest, FilterClause};

use super::Ground;
use super::act::is_any;
use super::entry::{form, join_field};
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::value::choice;
use crate::folio::{Filled as _, Values, field};
use crate::member::field::{Field, Fields};

pub(super) fn entry(ground: &Ground) -> Result<FolioEntry> {
    let names = ground.fields.list.iter().map(|field| choice(&field.key, &field.label)).collect();
    let mut fields = vec![field("field", "栏目", FolioControl::Pick(names), 2).required()];
    for &kind in FieldKind::ALL {
        fields.extend(of_kind(&ground.fields, kind));
    }
    let list = &ground.view.list;
    if !list.clauses.is_empty() {
        fields.push(join_field(list.is_any));
    }
    let words = ground.words();
    let about = if words.is_empty() { String::new() } else { format!("已有条件：{words}。") };
    Ok(form("添加条件", &about, fields, "列出名册"))
}

/// The controls of a kind, shown while a field of it is chosen.
fn of_kind(fields: &Fields, kind: FieldKind) -> Vec<FolioField> {
    let keys: Vec<&str> =
        fields.list.iter().filter(|field| field.kind == kind).map(|field| field.key.as_str()).collect();
    if keys.is_empty() {
        return Vec::new();
    }
    if kind == FieldKind::Yes {
        let choices = vec![choice("是", "是"), choice("否", "否")];
        return vec![
            field(&value_key(kind), "内容", FolioControl::Pick(choices), 2)
                .holding("是")
                .only_if("field", &keys),
        ];
    }
    let operators = FieldOperator::of_kind(kind).iter();
    let choices = operators.map(|one| choice(one.code(), one.label_for(kind))).collect();
    let first = FieldOperator::of_kind(kind).first().map_or("", |one| one.code());
    let operator = operator_key(kind);
    let mut controls =
        vec![field(&operator, "比较", FolioControl::Pick(choices), 2).holding(first).only_if("field", &keys)];
    match kind {
        FieldKind::Code | FieldKind::Organisation | FieldKind::Place => {
            let chosen = fields.list.iter().filter(|field| field.kind == kind);
            controls.extend(chosen.map(among));
        }
        _ => {
            let text = || FolioControl::Text(Vec::new());
            let hint = if kind == FieldKind::Day { "如 2026-11-21、2026-11 或 2026" } else { "" };
            controls.push(field(&value_key(kind), "内容", text(), 2).hinted(hint).only_if("field", &keys));
            if FieldOperator::of_kind(kind).contains(&FieldOperator::Between) {
                let to = field(&to_key(kind), "到", text(), 2).hinted(hint);
                controls.push(to.only_if(&operator, &[FieldOperator::Between.code()]));
            }
        }
    }
    controls
}

/// What a field with a table can hold, and the names for several at once.
fn among(one: &Field) -> FolioField {
    let levels = one.level_names().map(|label| choice(label, label));
    let choices = one.choices.iter().map(|each| choice(&each.code, &each.label));
    let ticks = FolioControl::Ticks(levels.chain(choices).collect());
    field(&chosen_key(one), "内容", ticks, 4).only_if("field", &[&one.key])
}

fn operator_key(kind: FieldKind) -> String {
    format!("compare_{}", kind.code())
}

fn value_key(kind: FieldKind) -> String {
    format!("value_{}", kind.code())
}

fn to_key(kind: FieldKind) -> String {
    format!("to_{}", kind.code())
}

fn chosen_key(field: &Field) -> String {
    format!("any_{}", field.key)
}

pub(super) fn act(mut ground: Ground, mut values: Values) -> Result<Outcome<FolioDone>> {
    let name = values.need_text("field", "栏目");
    let is_any = is_any(&mut values);
    if let Some(field) = ground.fields.of_key(&name) {
        let clause = clause(field, &values);
        if let Err(message) = FieldTest::of(&field.comparable(), &clause) {
            values.refuse(&wrong_key(field), message);
        }
        ground.view.list.clauses.push(clause);
    } else if !name.is_empty() {
        values.refuse("field", format!("名册里没有“{name}”这一栏，请重新选择。"));
    }
    values.finish()?;
    ground.view.list.is_any = is_any.unwrap_or(ground.view.list.is_any);
    ground.opened()
}

/// The control that a wrong condition is shown at.
fn wrong_key(field: &Field) -> String {
    match field.kind {
        FieldKind::Code | FieldKind::Organisation | FieldKind::Place => chosen_key(field),
        kind => value_key(kind),
    }
}

fn clause(field: &Field, values: &Values) -> FilterClause {
    let text = |key: String| values.text(&key).unwrap_or_default();
    let value = match field.kind {
        FieldKind::Code | FieldKind::Organisation | FieldKind::Place => {
            values.ticks(&chosen_key(field)).join("、")
        }
        kind => text(value_key(kind)),
    };
    let operator = match field.kind {
        FieldKind::Yes => FieldOperator::Is.code().to_owned(),
        kind => text(operator_key(kind)),
    };
    let is_part = operator == FieldOperator::Contains.code() && field.kind != FieldKind::Text;
    // Codes that were ticked are meant as such; 包含 is for words that are typed on the command line.
    let operator =
        if is_part && !field.choices.is_empty() { FieldOperator::Is.code().to_owned() } else { operator };
    FilterClause { field: field.key.clone(), operator, value, to: text(to_key(field.kind)) }
}
