//! Finding people by what was typed: a part of the name, pinyin whole or by initials, digits of a phone, a part of
//! the employer, or a whole ID number. One pass over the covering index `person_search`, asking only the columns
//! that the kind of query can stand in (performance law 5: no trigram index). Must not read rows of people.

use std::collections::HashSet;

use branchbook_domain::name::query_key;
use branchbook_domain::text::squeeze;
use rusqlite::ToSql;

use crate::error::{LedgerError, Result};
use crate::reading::Reading;
use crate::table::merge::standing_of_all;

/// Longest query, in characters; what is typed beyond it is ignored.
const LONGEST: usize = 20;

/// Keys of the people that a query means; `None` for an empty query, which means everyone.
pub fn found(reading: &Reading<'_>, query: &str) -> Result<Option<HashSet<i64>>> {
    let plain: String = squeeze(query).chars().take(LONGEST).collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let (condition, wanted) = condition_of(&plain);
    let mut ids = HashSet::new();
    let sql = format!("SELECT id FROM person WHERE {condition}");
    let parameters: [&dyn ToSql; 1] = [&wanted];
    reading.for_each(&sql, &parameters, |row| {
        ids.insert(row.get(0)?);
        Ok::<(), LedgerError>(())
    })?;
    if let Some(number) = id_number_of(&plain) {
        let sql = "SELECT id FROM person WHERE id_number = ?";
        ids.extend(reading.rows(sql, &[&number], |row| Ok(row.get::<_, i64>(0)?))?);
    }
    // What was known of a record that gave way finds the one that stands.
    for (merged, into) in standing_of_all(reading)? {
        if ids.remove(&merged.0) {
            ids.insert(into.0);
        }
    }
    Ok(Some(ids))
}

/// The columns that can hold such a query, and the text to look for. `instr` knows no wildcards to be escaped.
fn condition_of(plain: &str) -> (&'static str, String) {
    let is_number = plain.chars().all(|c| c.is_ascii_digit() || c == '-');
    let is_letters =
        plain.chars().all(|c| c.is_alphabetic() && (c.is_ascii() || c == 'ü') || "'’`".contains(c));
    if is_number {
        ("instr(phone, ?1) > 0 OR instr(employer, ?1) > 0", plain.to_owned())
    } else if is_letters {
        let key = query_key(plain);
        ("instr(pinyin, ?1) > 0 OR instr(initials, ?1) > 0 OR employer LIKE '%' || ?1 || '%'", key)
    } else {
        ("instr(name, ?1) > 0 OR instr(employer, ?1) > 0", plain.to_owned())
    }
}

fn id_number_of(plain: &str) -> Option<String> {
    let upper = plain.to_ascii_uppercase();
    let is_number = upper.len() == 18 && upper.bytes().all(|b| b.is_ascii_digit() || b == b'X');
    is_number.then_some(upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_looks_only_where_it_can_stand() {
        for (query, column, wanted) in [
            ("1380", "phone", "1380"),
            ("Sgs", "pinyin", "sgs"),
            ("lü", "pinyin", "lv"),
            ("qiu'yan", "pinyin", "qiuyan"),
            ("张%", "name", "张%"),
            ("银河小学", "employer", "银河小学"),
        ] {
            let (condition, text) = condition_of(query);
            assert!(condition.contains(column), "{query}: {condition}");
            assert_eq!(text, wanted);
        }
    }

    #[test]
    fn only_eighteen_places_are_an_id_number() {
        assert_eq!(id_number_of("53259919920124021x").as_deref(), Some("53259919920124021X"));
        assert_eq!(id_number_of("5325991992012402"), None);
    }
}
