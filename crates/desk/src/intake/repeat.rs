//! One thing in several rows of a file, for the forms whose rows are compared cell by cell. Which row is taken does
//! not depend on the order of the rows. Must not know what a row means.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::code::Sex;
use branchbook_domain::name::name_and_note;
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::squeeze;

use super::decide::TAKE;
use super::question::Question;
use super::{Context, SourceRow, SourceRows, Verdict};

/// Fields that hold a day: compared by the day and not by its writing.
const DAYS: [&str; 4] = ["day", "date", "reported_on", "stated_on"];

/// Fields that hold a number of people.
const COUNTS: [&str; 4] = ["members", "expected", "due", "present"];

/// Field of a name: compared without what stands in brackets behind it.
const NAME: &str = "name";

/// What stands in brackets behind a name, as a field.
const BEHIND_NAME: &str = "姓名旁边的说明";

/// What a row repeats; each names the number of another row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// A row that is taken says all of it.
    Again(u32),
    /// Another row says otherwise in these fields.
    Differs(u32, Vec<&'static str>),
    /// No row says all: these fields stand in one and are blank in another.
    Parted(u32, Vec<&'static str>),
}

impl Repeat {
    /// The verdict of a row that is not taken; `thing` is what both rows speak of: 同一单位.
    pub(crate) fn verdict(&self, row: &SourceRow, who: impl Into<Arc<str>>, thing: &str) -> Verdict {
        match self {
            Self::Again(other) => Verdict::new(row, who, RowState::Duplicate)
                .noting(row.say_all(&format!("与第 {other} 行是{thing}，只登记一次。"))),
            Self::Differs(other, fields) => {
                let sentence = format!(
                    "与第 {other} 行是{thing}，{}却写得不同，不能确定以哪一行为准；请选定一行，或只留一行后重新导入。",
                    fields.join("、")
                );
                asking(row, who, &sentence)
            }
            Self::Parted(other, fields) => {
                let sentence = format!(
                    "与第 {other} 行是{thing}，{}只有其中一行写了，没有一行是全的；请合成一行后重新导入，或选定一行。",
                    fields.join("、")
                );
                asking(row, who, &sentence)
            }
        }
    }
}

fn asking(row: &SourceRow, who: impl Into<Arc<str>>, sentence: &str) -> Verdict {
    Verdict::new(row, who, RowState::Conflict).noting(row.say_all(sentence)).asking(taking(""))
}

/// Whether this row is taken of several.
pub(crate) fn taking(chosen: &str) -> Question {
    Question::new(vec![RowChoice::new(TAKE, "以这一行为准")], chosen).of_one()
}

/// For each position that repeats another. Rows with one key speak of one thing; `apart` are the fields that the key
/// is made of, which need no comparing.
pub(crate) fn find(
    rows: &SourceRows,
    keys: &[Option<String>],
    apart: &[&str],
    context: &Context<'_>,
) -> HashMap<usize, Repeat> {
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut found = HashMap::new();
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let read = |at: &usize| Some((*at, Said::of(&rows.get(*at)?, apart, context)));
        let is_taken =
            |at: &usize| rows.waiting().get(*at).is_some_and(|row| context.decisions.takes(row.place()));
        let chosen: Vec<usize> = group.iter().copied().filter(is_taken).collect();
        judge(&group.iter().filter_map(read).collect::<Vec<_>>(), &chosen, &mut found);
    }
    found
}

/// The one row that a person took is taken; else the one that says all. Of rows that say the same in other writings one is
/// taken by its writing and not by its place.
fn judge(group: &[(usize, Said)], chosen: &[usize], found: &mut HashMap<usize, Repeat>) {
    let taken = match chosen {
        [one] => group.iter().find(|(at, _)| at == one),
        _ => fullest(group).filter(|(_, most)| group.iter().all(|(_, other)| other.is_within(most))),
    };
    let apart = taken.is_none().then(|| Apart::of(group));
    for (at, _) in group {
        let other = taken.or_else(|| group.iter().find(|(other, _)| other != at));
        let Some((_, said)) = other.filter(|(other, _)| other != at) else { continue };
        let again = || Repeat::Again(said.number);
        found.insert(*at, apart.as_ref().map_or_else(again, |apart| apart.repeat(said.number)));
    }
}

/// The row that says most: if any row says all that the others say, this one does.
fn fullest(group: &[(usize, Said)]) -> Option<&(usize, Said)> {
    group.iter().min_by(|(_, one), (_, other)| one.order().cmp(&other.order()))
}

/// What keeps the rows of one thing apart, as titles of fields.
struct Apart {
    /// Two rows say it, and not the same.
    contrary: Vec<&'static str>,
    /// One row says it, and another says something else or nothing.
    parted: Vec<&'static str>,
}

impl Apart {
    /// Field by field over all rows: no row is compared with each other one, of which a file can have any number.
    fn of(group: &[(usize, Said)]) -> Self {
        let mut all: BTreeMap<&'static str, BTreeSet<Option<&str>>> = BTreeMap::new();
        for (title, text) in group.iter().flat_map(|(_, said)| &said.fields) {
            all.entry(*title).or_default().insert(text.as_deref());
        }
        let mut apart = Self { contrary: Vec::new(), parted: Vec::new() };
        for (title, texts) in all.into_iter().filter(|(_, texts)| texts.len() > 1) {
            apart.parted.push(title);
            if texts.iter().flatten().count() > 1 {
                apart.contrary.push(title);
            }
        }
        apart
    }

    fn repeat(&self, other: u32) -> Repeat {
        match self.contrary.is_empty() {
            true => Repeat::Parted(other, self.parted.clone()),
            false => Repeat::Differs(other, self.contrary.clone()),
        }
    }
}

/// What a row says of a field: what it is read as, so that no other writing is another word; where it cannot be read, as
/// it is written.
fn text(row: &SourceRow, key: &str, context: &Context<'_>) -> Option<String> {
    let written = row.value(key).map(|text| squeeze(&text));
    let read = match key {
        NAME => row.value(key).map(|text| squeeze(&name_and_note(&text).0)),
        "id_number" => row.id_number(key).number.map(|number| number.as_str().to_owned()),
        "sex" => Sex::read(row.text(key)).map(|sex| sex.label().to_owned()),
        "phone" => {
            let phones = read_phones(row.text(key));
            (phones.findings.is_empty() && !phones.numbers.is_empty()).then(|| phones.text())
        }
        key if DAYS.contains(&key) => row.day(key, context).ok().map(|read| read.day.to_string()),
        key if COUNTS.contains(&key) => row.count(key).map(|count| count.to_string()),
        _ => None,
    };
    read.or(written)
}

/// What a row says, field by field.
struct Said {
    number: u32,
    fields: Vec<(&'static str, Option<String>)>,
    /// All fields as they are written.
    written: Vec<String>,
}

impl Said {
    fn of(row: &SourceRow, apart: &[&str], context: &Context<'_>) -> Self {
        let compared = row.layout.fields.iter().filter(|field| !apart.contains(&field.key));
        let mut fields: Vec<(&'static str, Option<String>)> =
            compared.map(|field| (field.title, text(row, field.key, context))).collect();
        // What stands in brackets behind a name is said like anything else: a row without it says less.
        if row.has(NAME) && !apart.contains(&NAME) {
            let note = row.value(NAME).and_then(|text| name_and_note(&text).1);
            fields.push((BEHIND_NAME, note.map(|note| squeeze(&note)).filter(|note| !note.is_empty())));
        }
        let written =
            row.layout.fields.iter().map(|field| row.value(field.key).unwrap_or_default()).collect();
        Self { number: row.number, fields, written }
    }

    /// Whether the other row says all that this one says.
    fn is_within(&self, other: &Self) -> bool {
        let mut pairs = self.fields.iter().zip(&other.fields);
        pairs.all(|(own, its)| own.1.is_none() || own.1 == its.1)
    }

    /// By how much is said, the most first, then by how it is written.
    fn order(&self) -> (Reverse<usize>, &[String]) {
        (Reverse(self.fields.iter().filter(|(_, text)| text.is_some()).count()), &self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that says a phone and a remark.
    fn said(number: u32, phone: &str, note: &str) -> (usize, Said) {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let fields = vec![("联系电话", text(phone)), ("备注", text(note))];
        (number as usize, Said { number, fields, written: vec![phone.to_owned(), note.to_owned()] })
    }

    fn judged(group: &[(usize, Said)], chosen: &[usize]) -> HashMap<usize, Repeat> {
        let mut found = HashMap::new();
        judge(group, chosen, &mut found);
        found
    }

    #[test]
    fn the_row_that_says_all_is_taken_or_the_one_that_a_person_took() {
        let group = [said(1, "1", ""), said(2, "1", "书法"), said(3, "", "书法")];
        let again = |other: u32, rows: [usize; 2]| rows.map(|row| (row, Repeat::Again(other)));
        assert_eq!(judged(&group, &[]), HashMap::from(again(2, [1, 3])));
        assert_eq!(judged(&group, &[3]), HashMap::from(again(3, [1, 2])));
    }

    #[test]
    fn rows_of_which_none_says_all_are_told_by_what_keeps_them_apart() {
        let parted = [said(1, "1", ""), said(2, "", "书法")];
        let fields = vec!["备注", "联系电话"];
        let found = [(1, Repeat::Parted(2, fields.clone())), (2, Repeat::Parted(1, fields))];
        assert_eq!(judged(&parted, &[]), HashMap::from(found));
        // The first two say one thing, and a third something else.
        let contrary = [said(1, "1", ""), said(2, "", "书法"), said(3, "2", "")];
        let found = judged(&contrary, &[]);
        let differs =
            |repeat: &Repeat| matches!(repeat, Repeat::Differs(_, fields) if fields == &["联系电话"]);
        assert_eq!(found.values().filter(|repeat| differs(repeat)).count(), 3, "{found:?}");
    }

    /// Compared each with each they would take minutes.
    #[test]
    fn many_rows_of_one_thing_are_judged_at_once() {
        let mut group: Vec<(usize, Said)> = (0..20_000).map(|number| said(number, "1", "")).collect();
        group.push(said(20_000, "1", "书法"));
        let found = judged(&group, &[]);
        assert_eq!(found.len(), 20_000);
        assert!(found.values().all(|repeat| *repeat == Repeat::Again(20_000)));
        group.push(said(20_001, "2", ""));
        assert_eq!(judged(&group, &[]).len(), 20_002);
    }
}
