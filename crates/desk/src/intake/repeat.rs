//! One thing in several rows of a file, for the forms whose rows are compared cell by cell. Which row is taken does
//! not depend on the order of the rows. Must not know what a row means.

use std::collections::HashMap;

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::name::name_and_note;
use branchbook_domain::text::squeeze;

use super::decide::TAKE;
use super::question::Question;
use super::{Context, SourceRow, SourceRows, Verdict};

/// Fields that hold a day: compared by the day and not by its writing.
const DAYS: [&str; 4] = ["day", "date", "reported_on", "stated_on"];

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
                Verdict::new(row, who, RowState::Conflict).noting(row.say_all(&sentence)).asking(taking(""))
            }
        }
    }
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
    let mut fields: Vec<&'static str> =
        group.iter().flat_map(|(_, one)| group.iter().flat_map(|(_, other)| one.beyond(other))).collect();
    fields.sort_unstable();
    fields.dedup();
    for (at, _) in group {
        let other = taken.or_else(|| group.iter().find(|(other, _)| other != at));
        let Some((_, said)) = other.filter(|(other, _)| other != at) else { continue };
        let repeat = match taken {
            Some(_) => Repeat::Again(said.number),
            None => Repeat::Differs(said.number, fields.clone()),
        };
        found.insert(*at, repeat);
    }
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
        let text = |key: &str| {
            if key == NAME {
                return row.value(key).map(|text| squeeze(&name_and_note(&text).0));
            }
            let day = DAYS.contains(&key).then(|| row.day(key, context).ok()).flatten();
            day.map(|read| read.day.to_string()).or_else(|| row.value(key).map(|text| squeeze(&text)))
        };
        let mut fields: Vec<(&'static str, Option<String>)> =
            compared.map(|field| (field.title, text(field.key))).collect();
        // What stands in brackets behind a name is said like anything else: a row without it says less.
        if row.has(NAME) && !apart.contains(&NAME) {
            let note = row.value(NAME).and_then(|text| name_and_note(&text).1);
            fields.push((BEHIND_NAME, note.map(|note| squeeze(&note)).filter(|note| !note.is_empty())));
        }
        let written =
            row.layout.fields.iter().map(|field| row.value(field.key).unwrap_or_default()).collect();
        Self { number: row.number, fields, written }
    }

    /// Titles of the fields in which this row says something that the other does not.
    fn beyond(&self, other: &Self) -> impl Iterator<Item = &'static str> {
        let pairs = self.fields.iter().zip(&other.fields);
        pairs.filter(|(own, its)| own.1.is_some() && own.1 != its.1).map(|(own, _)| own.0)
    }
}
