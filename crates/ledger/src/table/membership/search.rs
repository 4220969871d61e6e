//! Finding people by what was typed: a part of the name, pinyin whole or by initials, digits of a phone, a part of
//! the employer or of the address, or four digits and more of an ID number. One pass over each covering index, asking only
//! the columns that the kind of query can stand in (performance law 5: no trigram index). Must not read rows of people.

use branchbook_domain::key::PersonId;
use branchbook_domain::name::query_key;
use branchbook_domain::text::squeeze;

use crate::error::{LedgerError, Result};
use crate::reading::{Reading, Reckoned};
use crate::table::merge::standing_of_all;

/// Longest query, in characters; what is typed beyond it is ignored.
const LONGEST: usize = 20;

/// Whom a query means: a bit for every key of a person, for there may be a hundred thousand of them at every key that is
/// pressed. Without bits everyone is meant, as by an empty query.
#[derive(Debug)]
pub struct Found(Option<Vec<u64>>);

impl Found {
    /// The keys of all who are meant; nothing where that is everyone.
    pub fn people(&self) -> Option<Vec<i64>> {
        let bits = self.0.as_ref()?;
        Some((0..).take(bits.len() * 64).filter(|id| has(bits, *id)).collect())
    }

    /// Whether somebody is meant.
    pub fn means(&self, person: PersonId) -> bool {
        self.0.as_ref().is_none_or(|bits| has(bits, person.0))
    }
}

impl Reckoned for Found {
    /// What was typed.
    type Key = String;
    const KEPT: usize = 1;

    fn reckon(reading: &Reading<'_>, query: &String) -> Result<Self> {
        let plain: String = squeeze(query).chars().take(LONGEST).collect();
        if plain.is_empty() {
            return Ok(Self(None));
        }
        let (condition, wanted) = condition_of(&plain);
        let sql = format!("SELECT id FROM person WHERE {condition}");
        let mut bits = Vec::new();
        for (sql, wanted) in [(sql.as_str(), wanted)].into_iter().chain(beside(&plain)) {
            reading.for_each(sql, &[&wanted], |row| set(&mut bits, row.get(0)?))?;
        }
        // What was known of a record that gave way finds the one that stands.
        for (merged, into) in standing_of_all(reading)? {
            if clear(&mut bits, merged.0) {
                set(&mut bits, into.0)?;
            }
        }
        Ok(Self(Some(bits)))
    }
}

/// Keys of people are counted from 1 on and given once. No office comes near this one, and its bits take 128 MB.
const GREATEST: i64 = 1 << 30;

fn has(bits: &[u64], id: i64) -> bool {
    place(id).is_some_and(|(word, bit)| bits.get(word).is_some_and(|bits| bits & bit != 0))
}

fn set(bits: &mut Vec<u64>, id: i64) -> Result<()> {
    let (word, bit) = place(id).ok_or(LedgerError::Corrupt { table: "person", id, column: "id" })?;
    bits.resize(bits.len().max(word + 1), 0);
    if let Some(bits) = bits.get_mut(word) {
        *bits |= bit;
    }
    Ok(())
}

/// Whether it was there.
fn clear(bits: &mut [u64], id: i64) -> bool {
    let was_there = has(bits, id);
    if let Some((word, bit)) = place(id)
        && let Some(bits) = bits.get_mut(word)
    {
        *bits &= !bit;
    }
    was_there
}

fn place(id: i64) -> Option<(usize, u64)> {
    let known = (0..GREATEST).contains(&id).then_some(id)?;
    Some((usize::try_from(known / 64).ok()?, 1 << (known % 64)))
}

/// Whole ID numbers go by their index; parts of one are looked for along it.
const WHOLE_NUMBER: &str = "SELECT id FROM person WHERE id_number = ?1";
const PART_OF_NUMBER: &str = "SELECT id FROM person INDEXED BY person_id_number \
     WHERE id_number IS NOT NULL AND instr(id_number, ?1) > 0";
/// The index of addresses and other phones knows only those who have either.
const REACH: &str = "SELECT id FROM person INDEXED BY person_reach \
     WHERE (address IS NOT NULL OR other_phone IS NOT NULL) \
     AND (instr(other_phone, ?1) > 0 OR instr(address, ?1) > 0)";

/// Fewest digits that are looked for in ID numbers and other phones, and fewest characters in addresses.
const FEWEST_DIGITS: usize = 4;
const FEWEST_CHARACTERS: usize = 2;

/// What else is asked for such a query: each answer finds the people whose row may be shown, masked as ever.
fn beside(plain: &str) -> Vec<(&'static str, String)> {
    let upper = plain.to_ascii_uppercase();
    let digits = upper.strip_suffix('X').unwrap_or(&upper);
    // The last place of a number may be an X, which is as telling as a digit: 021X is what the mask shows.
    let is_number = upper.len() >= FEWEST_DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
    if is_number && upper.len() >= WHOLE {
        return vec![(WHOLE_NUMBER, upper)];
    }
    if is_number && upper.len() > digits.len() {
        return vec![(PART_OF_NUMBER, upper)];
    }
    if is_number {
        return vec![(PART_OF_NUMBER, upper.clone()), (REACH, upper)];
    }
    // Fewer digits tell too little.
    let is_short = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let is_letters = plain.chars().all(|c| c.is_ascii_alphabetic() || "'’`ü".contains(c));
    let is_address = !is_letters && !is_short && plain.chars().count() >= FEWEST_CHARACTERS;
    if is_address { vec![(REACH, plain.to_owned())] } else { Vec::new() }
}

/// Places of an ID number.
const WHOLE: usize = 18;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_hold_keys_and_no_key_takes_the_memory_of_the_machine() {
        let mut bits = Vec::new();
        [1, 63, 64, 100_000].into_iter().for_each(|id| set(&mut bits, id).unwrap());
        assert!(clear(&mut bits, 63) && !clear(&mut bits, 63) && !clear(&mut bits, 7_000_000));
        let found = Found(Some(bits));
        assert_eq!(found.people().unwrap(), [1, 64, 100_000]);
        assert!(found.means(PersonId(64)) && !found.means(PersonId(63)) && !found.means(PersonId(-1)));
        assert!(Found(None).means(PersonId(63)) && Found(None).people().is_none());
        for id in [-1, GREATEST, i64::MAX] {
            assert!(matches!(set(&mut Vec::new(), id), Err(LedgerError::Corrupt { .. })), "{id}");
        }
    }

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
    fn four_digits_are_looked_for_in_numbers_and_two_characters_in_addresses() {
        let asked = |query: &str| beside(query).into_iter().map(|(sql, _)| sql).collect::<Vec<_>>();
        assert_eq!(asked("53259919920124021x"), [WHOLE_NUMBER]);
        assert_eq!(asked("021X"), [PART_OF_NUMBER], "the four places that a masked number shows");
        assert_eq!(asked("21x"), Vec::<&str>::new(), "three places tell too little");
        assert_eq!(asked("4021x"), [PART_OF_NUMBER]);
        assert_eq!(asked("1992"), [PART_OF_NUMBER, REACH]);
        assert_eq!(asked("199"), Vec::<&str>::new());
        assert_eq!(asked("银河路"), [REACH]);
        assert_eq!(asked("3栋"), [REACH]);
        assert_eq!(asked("0873-3722"), [REACH]);
        assert_eq!(asked("银"), Vec::<&str>::new());
        assert_eq!(asked("yinhe"), Vec::<&str>::new());
    }
}
