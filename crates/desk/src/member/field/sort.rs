//! A list in the order of any field. Who has nothing in it stands at the end, whichever way it goes.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use branchbook_domain::day::PartialDay;
use branchbook_domain::member::FieldValue;
use branchbook_domain::name::pinyin;
use branchbook_domain::stroke::{StrokeKey, stroke_key};

use super::load::Column;
use super::{Field, Who};

/// Where a value stands among those of its field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Code(usize),
    Number(i64),
    Day(PartialDay),
    Words(String, String),
    Strokes(StrokeKey),
}

/// Sorts by the values of a field; equals keep their order. Texts go by pinyin, or by strokes.
pub(crate) fn sort_by<T>(
    list: &mut [T],
    field: &Field,
    column: &Column,
    is_descending: bool,
    is_by_strokes: bool,
    who: impl Fn(&T) -> Who,
) {
    let mut met = HashMap::new();
    let mut places = HashMap::with_capacity(column.len());
    for (person, value) in column {
        places.insert(*person, place(field, value, is_by_strokes, &mut met));
    }
    list.sort_by(|one, other| {
        let (one, other) = (places.get(&who(one).person), places.get(&who(other).person));
        match (one, other) {
            (Some(one), Some(other)) if is_descending => Reverse(one).cmp(&Reverse(other)),
            (Some(one), Some(other)) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    });
}

/// Many have the same words: each is read once.
fn place(field: &Field, value: &FieldValue, is_by_strokes: bool, met: &mut HashMap<String, Place>) -> Place {
    match value {
        FieldValue::Code(code) => Place::Code(field.position(code)),
        FieldValue::Number(number) => Place::Number(*number),
        FieldValue::Yes(is_so) => Place::Number(i64::from(!is_so)),
        FieldValue::Day(day) => Place::Day(*day),
        FieldValue::Text(text) => words(text.clone(), is_by_strokes, met),
        FieldValue::Several(all) => words(all.join("、"), is_by_strokes, met),
    }
}

fn words(text: String, is_by_strokes: bool, met: &mut HashMap<String, Place>) -> Place {
    if let Some(place) = met.get(&text) {
        return place.clone();
    }
    let place = if is_by_strokes {
        Place::Strokes(stroke_key(&text))
    } else {
        Place::Words(pinyin(&text), text.clone())
    };
    met.insert(text, place.clone());
    place
}
