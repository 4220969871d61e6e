//! Which unit a file means by a name. A word in brackets behind the name and a short name make no second unit: where it is
//! clear, the unit of the book is meant; where it is not, a person chooses. Must not make units.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::UnitId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Stored;
use branchbook_ledger::table::unit::Unit;

use crate::intake::decide::{Decisions, TAKE};
use crate::intake::field::without_brackets;
use crate::intake::question::{AND, Question};
use crate::intake::repeat::taking;
use crate::intake::row::WaitingRow;
use crate::intake::{Context, SourceRow, SourceRows, Verdict};

/// The choice that the name is that of a unit of its own.
const NEW: &str = "new";
/// Units that are offered for one name at most.
const MOST: usize = 12;
/// Units of the book whose names are compared with one name at most; an office looks after a few hundred.
const MOST_LOOKED_AT: usize = 2_000;
/// Characters of the shortest short name.
const LEAST_SHORT: usize = 2;

/// The unit that a name means: the key and the name that it has in the book, or the name under which it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub id: Option<UnitId>,
    pub name: String,
}

/// What a row is asked about the name of its unit, and what is said of how the name was read.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    question: Option<Question>,
    notes: Vec<String>,
    /// Whether the row was taken of several, which it can be only once its unit is known.
    is_taken: bool,
}

impl Asked {
    /// The verdict with this before all else: which rows speak of one thing, and with it whether one of them is to be
    /// taken, depends on the unit. An answer about the unit asks that anew, so nothing stays answered that nobody asks.
    pub fn on(self, mut verdict: Verdict) -> Verdict {
        let asks_already =
            verdict.questions.iter().flat_map(|it| &it.choices).any(|choice| choice.key == TAKE);
        let is_asked = self.question.is_some() && self.is_taken && !asks_already;
        let take = is_asked.then(|| taking(TAKE));
        verdict.questions.splice(0..0, self.question.into_iter().chain(take));
        verdict.notes.splice(0..0, self.notes);
        verdict
    }
}

/// What a name may mean where it is not clear.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unclear {
    known: Vec<(UnitId, String)>,
    /// Names of the same file that may mean the same new unit.
    of_file: Vec<String>,
}

/// The units of the book, and the names that a file uses besides.
pub(crate) struct UnitNames {
    units: Vec<(UnitId, String)>,
    exact: HashMap<String, usize>,
    bare: HashMap<String, Vec<usize>>,
    /// Units by the first and by the last character of their bare names: a short name shares one of the two.
    ends: HashMap<char, Vec<usize>>,
    /// Names of the file that are those of no unit, by their bare names.
    others: HashMap<String, BTreeSet<String>>,
    /// Those bare names in order, and turned round in order: what begins or ends with a name stands together.
    fronts: Vec<String>,
    backs: Vec<String>,
    /// What was found for a name: files name few units in many rows.
    found: RefCell<HashMap<String, Result<Named, Unclear>>>,
    /// What a person answered to single rows, by the name that they write, with the first row of each answer.
    said: HashMap<String, BTreeMap<String, u32>>,
}

impl UnitNames {
    /// The units of the book in its order, so that every preview offers the same; the names in a file, those of rows that
    /// are left out among them, because leaving a row out must not change what another one is asked; and the answers.
    pub fn in_file<'a>(
        units: impl Iterator<Item = &'a Stored<Unit>>,
        rows: &SourceRows,
        key: &str,
        context: &Context<'_>,
    ) -> Self {
        let file = rows.iter().chain(context.left.iter()).map(|row| row.text(key).to_owned());
        Self::of(units, file).hearing(rows, key, context.decisions)
    }

    /// Takes in what a person answered to single rows. It holds for every row of that name which has no answer of its own:
    /// a unit from which three hundred people report in is chosen once.
    fn hearing(mut self, rows: &SourceRows, key: &str, decisions: &Decisions) -> Self {
        let decided = rows.waiting().iter().filter(|row| decisions.own(row.place()).is_some());
        for row in decided.map(WaitingRow::open) {
            let name = squeeze(row.text(key));
            let Err(unclear) = self.find(&name) else { continue };
            if let Some(answer) = decisions.answer(row.place(), RowState::Conflict, &unclear.choices()) {
                self.said.entry(name).or_default().entry(answer.key).or_insert(row.number);
            }
        }
        self
    }

    fn of<'a>(units: impl Iterator<Item = &'a Stored<Unit>>, file: impl Iterator<Item = String>) -> Self {
        let mut names = Self {
            units: Vec::new(),
            exact: HashMap::new(),
            bare: HashMap::new(),
            ends: HashMap::new(),
            others: HashMap::new(),
            fronts: Vec::new(),
            backs: Vec::new(),
            found: RefCell::default(),
            said: HashMap::new(),
        };
        units.for_each(|unit| names.know(unit.id, squeeze(&unit.name)));
        for name in file.map(|name| squeeze(&name)).filter(|name| !name.is_empty()) {
            if !names.exact.contains_key(&name) {
                names.others.entry(bare_of(&name)).or_default().insert(name);
            }
        }
        names.fronts = names.others.keys().cloned().collect();
        names.backs = names.others.keys().map(|bare| turned(bare)).collect();
        names.fronts.sort_unstable();
        names.backs.sort_unstable();
        names
    }

    fn know(&mut self, id: UnitId, name: String) {
        let (at, bare) = (self.units.len(), bare_of(&name));
        for end in ends_of(&bare) {
            self.ends.entry(end).or_default().push(at);
        }
        self.bare.entry(bare).or_default().push(at);
        self.exact.insert(name.clone(), at);
        self.units.push((id, name));
    }

    /// The unit that a row means by its name, as far as it is clear or a person has said it, and what is asked about it.
    ///
    /// # Errors
    /// A sentence where a person must say it.
    pub fn meant(&self, row: &SourceRow, key: &str, decisions: &Decisions) -> (Result<Named, String>, Asked) {
        let name = squeeze(row.text(key));
        let mut asked = Asked { is_taken: decisions.is_taken(row.place()), ..Asked::default() };
        let named = match self.find(&name) {
            Ok(named) => Ok(named),
            Err(unclear) => {
                let choices = unclear.choices();
                let chosen = self.chosen(row, (key, &name), &choices, (decisions, &mut asked));
                asked.question = Some(Question::new(choices, chosen.clone()).of_one());
                let sentence = || row.say(key, &unclear.sentence(&name, &chosen));
                self.answered(&name, &unclear, &chosen).ok_or_else(sentence)
            }
        };
        if let Ok(Named { id: Some(_), name: known }) = &named
            && *known != name
        {
            asked.notes.push(row.say(key, &format!("按台账里的「{known}」读入。")));
        }
        (named, asked)
    }

    /// The answer that holds for a row: its own, or the one that was given to another row of the same name, which is said.
    fn chosen(
        &self,
        row: &SourceRow,
        (key, name): (&str, &str),
        choices: &[RowChoice],
        (decisions, asked): (&Decisions, &mut Asked),
    ) -> String {
        if let Some(own) = decisions.answer(row.place(), RowState::Conflict, choices) {
            return own.key;
        }
        let Some((answer, first)) = self.said_of(name) else { return String::new() };
        let sentence = format!(
            "与第 {first} 行写的是同一个名称，按那一行选定的处理；不是同一家单位的，请在这一行另选。"
        );
        asked.notes.push(row.say(key, &sentence));
        answer.to_owned()
    }

    /// The one answer that was given to rows of a name, and the first of these rows; nothing where they have several.
    fn said_of(&self, name: &str) -> Option<(&str, u32)> {
        let answers = self.said.get(name).filter(|answers| answers.len() == 1)?;
        answers.iter().next().map(|(answer, row)| (answer.as_str(), *row))
    }

    fn answered(&self, name: &str, unclear: &Unclear, chosen: &str) -> Option<Named> {
        if chosen == NEW {
            return Some(Named { id: None, name: name.to_owned() });
        }
        let known = unclear.known.iter().find(|(id, _)| key_of(*id) == chosen);
        let known = known.map(|(id, name)| Named { id: Some(*id), name: name.clone() });
        let other = || unclear.of_file.iter().find(|other| as_other(other) == chosen);
        known.or_else(|| self.settled(other()?))
    }

    /// What a fuller name of the file means, as far as it is clear or was answered where it stands.
    fn settled(&self, name: &str) -> Option<Named> {
        match self.find(name) {
            Ok(named) => Some(named),
            Err(unclear) => self.answered(name, &unclear, self.said_of(name)?.0),
        }
    }

    fn find(&self, name: &str) -> Result<Named, Unclear> {
        if let Some(known) = self.found.borrow().get(name) {
            return known.clone();
        }
        let found = self.look(name);
        self.found.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    fn look(&self, name: &str) -> Result<Named, Unclear> {
        let known = |at: &usize| self.units.get(*at).cloned();
        let one = |(id, name): (UnitId, String)| Named { id: Some(id), name };
        if let Some(exact) = self.exact.get(name).and_then(known) {
            return Ok(one(exact));
        }
        let bare = bare_of(name);
        let alike: Vec<(UnitId, String)> =
            self.bare.get(&bare).map(|all| all.iter().filter_map(known).collect()).unwrap_or_default();
        match alike.as_slice() {
            [only] if self.is_one(&only.1, name, &bare) => return Ok(one(only.clone())),
            [] => {}
            _ => return Err(Unclear { known: alike, of_file: Vec::new() }),
        }
        let near = |at: &usize| known(at).filter(|(_, other)| is_short_of(&bare, &bare_of(other)));
        let mut of_book: Vec<(UnitId, String)> = Vec::new();
        let alike = ends_of(&bare).filter_map(|end| self.ends.get(&end)).flatten().take(MOST_LOOKED_AT);
        for unit in alike.filter_map(near) {
            if !of_book.contains(&unit) {
                of_book.push(unit);
            }
        }
        of_book.truncate(MOST);
        let of_file = self.longer_in_file(&bare);
        match (of_book.is_empty(), of_file.is_empty()) {
            (true, true) => Ok(Named { id: None, name: self.made_as(name, &bare) }),
            _ => Err(Unclear { known: of_book, of_file }),
        }
    }

    /// Whether a unit of the book and a name of the same bare name are one: one of the two has no brackets, and the word in
    /// those of the other tells nothing apart. Where two such words stand, 东区 and 西区, they may tell two units apart.
    fn is_one(&self, known: &str, name: &str, bare: &str) -> bool {
        let writings = self.others.get(bare).into_iter().flatten();
        let words = writings.filter(|writing| writing.as_str() != bare).count() + usize::from(known != bare);
        (known == bare || name == bare) && words < 2
    }

    /// Fuller names of new units in the file, which begin or end with this one; the fullest of them is asked about nothing.
    fn longer_in_file(&self, bare: &str) -> Vec<String> {
        if bare.chars().count() < LEAST_SHORT {
            return Vec::new();
        }
        let end = turned(bare);
        let backs = beginning_with(&self.backs, &end).map(|name| turned(name));
        let found: BTreeSet<String> = beginning_with(&self.fronts, bare).cloned().chain(backs).collect();
        found.into_iter().filter(|other| other != bare && !other.contains(AND)).take(MOST).collect()
    }

    /// A new unit is made under the one name that the file has for it: without brackets where it is written so, too.
    fn made_as(&self, name: &str, bare: &str) -> String {
        match self.others.get(bare) {
            Some(writings) if writings.len() == 1 => writings.first().cloned().unwrap_or_default(),
            Some(writings) if writings.contains(bare) && writings.len() <= 2 => bare.to_owned(),
            _ => name.to_owned(),
        }
    }
}

impl Unclear {
    fn choices(&self) -> Vec<RowChoice> {
        let known = self.known.iter();
        let known = known.map(|(id, name)| RowChoice::new(key_of(*id), format!("就是台账里的{name}")));
        let of_file = self.of_file.iter();
        let of_file = of_file.map(|name| RowChoice::new(as_other(name), format!("就是文件里的{name}")));
        known.chain(of_file).chain([RowChoice::new(NEW, "是另一家单位，新增")]).collect()
    }

    /// Why a row is handed back: nothing is chosen, or what is chosen is not clear itself.
    fn sentence(&self, name: &str, chosen: &str) -> String {
        if !chosen.is_empty() {
            return "选定的名称也还不清楚是哪一家单位，请先在写着那个名称的行里选定。".to_owned();
        }
        let known = self.known.iter().map(|(_, known)| format!("台账里的「{known}」"));
        let of_file = self.of_file.iter().map(|other| format!("文件里的「{other}」"));
        let all: Vec<String> = known.chain(of_file).collect();
        format!("「{name}」可能就是{}，也可能是另一家单位，请选定。", all.join("、"))
    }
}

fn key_of(unit: UnitId) -> String {
    format!("unit:{}", unit.0)
}

fn as_other(name: &str) -> String {
    format!("as:{name}")
}

/// The name without what stands in brackets; as it is if nothing else stands there.
fn bare_of(name: &str) -> String {
    let bare = without_brackets(name);
    if bare.is_empty() { name.to_owned() } else { bare }
}

fn turned(name: &str) -> String {
    name.chars().rev().collect()
}

/// Those of sorted names that begin with these characters.
fn beginning_with<'a>(sorted: &'a [String], start: &'a str) -> impl Iterator<Item = &'a String> {
    let first = sorted.partition_point(|name| name.as_str() < start);
    let rest = sorted.get(first..).unwrap_or_default();
    rest.iter().take_while(move |name| name.starts_with(start)).take(MOST * 2)
}

fn ends_of(bare: &str) -> impl Iterator<Item = char> {
    let (first, last) = (bare.chars().next(), bare.chars().next_back());
    first.into_iter().chain(last.filter(|_| last != first))
}

/// Whether one of two names may be the short form of the other: its end or its beginning, or some of its characters in
/// their order, the first or the last of them among these. 师范附小 of 师范附属小学, 税务局 of 区税务局.
fn is_short_of(one: &str, other: &str) -> bool {
    let is_longer = one.chars().count() > other.chars().count();
    let (short, long) = if is_longer { (other, one) } else { (one, other) };
    let count = short.chars().count();
    if count < LEAST_SHORT || short == long {
        return false;
    }
    let shares_end =
        short.chars().next() == long.chars().next() || short.chars().next_back() == long.chars().next_back();
    let mut rest = long.chars();
    let mut in_order = || short.chars().all(|wanted| rest.any(|c| c == wanted));
    long.ends_with(short) || long.starts_with(short) || (count > 2 && shares_end && in_order())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn names(book: &[&str], file: &[&str]) -> UnitNames {
        let stored = |(id, name): (i64, &&str)| Stored {
            id: UnitId(id),
            made_by: 1,
            value: Unit::named(Uuid::nil(), name),
        };
        let units: Vec<Stored<Unit>> = (1..).zip(book).map(stored).collect();
        UnitNames::of(units.iter(), file.iter().map(|name| (*name).to_owned()))
    }

    fn told(names: &UnitNames, name: &str) -> String {
        match names.find(&squeeze(name)) {
            Ok(Named { id: Some(id), .. }) => format!("is {id}"),
            Ok(Named { name, .. }) => format!("new {name}"),
            Err(unclear) => {
                unclear.choices().into_iter().map(|choice| choice.key).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn a_unit_is_found_by_its_writings_and_asked_about_where_it_is_not_clear() {
        let book = ["区税务局", "师范附小", "供电所（东区）", "供电所（西区）", "银河医院（本部）"];
        for (said, expected) in [
            ("区 税务局", "is 1"),
            ("区税务局（机关）", "is 1"),
            ("税务局", "unit:1 new"),
            ("师范附属小学", "unit:2 new"),
            ("供电所(东区)", "is 3"),
            ("供电所", "unit:3 unit:4 new"),
            ("供电所（南区）", "unit:3 unit:4 new"),
            ("银河医院", "is 5"),
            ("银河医院（分院）", "unit:5 new"),
            ("财政局", "new 财政局"),
            ("局", "new 局"),
        ] {
            assert_eq!(told(&names(&book, &[said]), said), expected, "{said}");
        }
    }

    #[test]
    fn two_words_in_brackets_tell_two_units_apart() {
        let file = ["供电所（东区）", "供电所（西区）"];
        let both = names(&["供电所"], &file);
        for (said, expected) in [(file[0], "unit:1 new"), (file[1], "unit:1 new"), ("供电所", "is 1")] {
            assert_eq!(told(&both, said), expected, "{said}");
        }
        assert_eq!(told(&names(&["供电所"], &file[..1]), file[0]), "is 1", "one word tells nothing apart");
        let parts = names(&["银河医院（本部）"], &["银河医院", "银河医院（分院）"]);
        assert_eq!(told(&parts, "银河医院"), "unit:1 new");
    }

    #[test]
    fn writings_of_one_new_unit_in_a_file_do_not_become_two() {
        let file = ["财政局", "财政局（机关）", "区财政局", "中学（东）", "中学（西）"];
        let known = names(&[], &file);
        for (said, expected) in [
            ("财政局", "as:区财政局 new"),
            ("财政局（机关）", "as:区财政局 new"),
            ("区财政局", "new 区财政局"),
            ("中学（东）", "new 中学(东)"),
            ("中学（西）", "new 中学(西)"),
        ] {
            assert_eq!(told(&known, said), expected, "{said}");
        }
        let two = ["财政局", "财政局（机关）"];
        let known = names(&[], &two);
        assert!(two.iter().all(|said| told(&known, said) == "new 财政局"));
    }
}
