//! One thing in several rows of a file, for the forms whose rows are compared cell by cell. Which row is taken does
//! not depend on the order of the rows. Must not know what a row means.

use std::collections::HashMap;

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
    pub(crate) fn verdict(&self, row: &SourceRow, who: String, thing: &str) -> Verdict {
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

fn asking(row: &SourceRow, who: String, sentence: &str) -> Verdict {
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
    let says_all = |said: &&(usize, Said)| match chosen {
        [one] => said.0 == *one,
        _ => group.iter().all(|(_, other)| other.beyond(&said.1).next().is_none()),
    };
    let taken = group.iter().filter(says_all).min_by(|(_, one), (_, other)| one.written.cmp(&other.written));
    let contrary = titles(group, |one, other| one.against(other).collect());
    let parted = titles(group, |one, other| one.beyond(other).collect());
    for (at, _) in group {
        let other = taken.or_else(|| group.iter().find(|(other, _)| other != at));
        let Some((_, said)) = other.filter(|(other, _)| other != at) else { continue };
        let repeat = match taken {
            Some(_) => Repeat::Again(said.number),
            None if contrary.is_empty() => Repeat::Parted(said.number, parted.clone()),
            None => Repeat::Differs(said.number, contrary.clone()),
        };
        found.insert(*at, repeat);
    }
}

/// The titles that any two rows give, each once.
fn titles(group: &[(usize, Said)], of_two: impl Fn(&Said, &Said) -> Vec<&'static str>) -> Vec<&'static str> {
    let pairs = group.iter().flat_map(|(_, one)| group.iter().map(move |(_, other)| (one, other)));
    let mut titles: Vec<&'static str> = pairs.flat_map(|(one, other)| of_two(one, other)).collect();
    titles.sort_unstable();
    titles.dedup();
    titles
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

    /// Titles of the fields of which both rows say something, and not the same.
    fn against(&self, other: &Self) -> impl Iterator<Item = &'static str> {
        let pairs = self.fields.iter().zip(&other.fields);
        pairs.filter(|(own, its)| own.1.is_some() && its.1.is_some() && own.1 != its.1).map(|(own, _)| own.0)
    }

    /// Titles of the fields in which this row says something that the other does not.
    fn beyond(&self, other: &Self) -> impl Iterator<Item = &'static str> {
        let pairs = self.fields.iter().zip(&other.fields);
        pairs.filter(|(own, its)| own.1.is_some() && own.1 != its.1).map(|(own, _)| own.0)
    }
}
