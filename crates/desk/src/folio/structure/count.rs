//! The members of a day counted: one pass over the few columns that are counted.

use std::collections::HashMap;

use branchbook_contract::member::{FilterClause, MemberList};
use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{FieldOperator, code_levels};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::{PeriodDays, Periods, listed_on, person_columns, standing_of};

use crate::error::Result;

/// A line of the structure.
pub(super) struct Counted {
    /// What is counted.
    pub family: &'static str,
    /// Name of the filter of the family.
    pub mark: &'static str,
    /// Which of it, indented by its level.
    pub label: String,
    /// How many.
    pub count: usize,
    /// Of all members.
    pub share: String,
    /// The list of these members.
    pub list: MemberList,
}

/// The families: mark and name, in the order of the page.
pub(super) const FAMILIES: &[(&str, &str)] = &[
    ("class", "类别"),
    ("sex", "性别"),
    ("nation", "民族"),
    ("education", "学历"),
    ("age", "年龄"),
    ("joined_on", "入党时间"),
    ("work_post", "工作岗位"),
    ("new_stratum", "新社会阶层"),
];

const COLUMNS: &[&str] =
    &["sex", "nation", "education", "work_post", "new_stratum", "birth_on", "joined_on", "became_full_on"];

/// Ages as the statistics have them: name, from, to.
const AGES: &[(&str, i32, i32)] = &[
    ("30 岁及以下", i32::MIN, 30),
    ("31 至 35 岁", 31, 35),
    ("36 至 40 岁", 36, 40),
    ("41 至 45 岁", 41, 45),
    ("46 至 50 岁", 46, 50),
    ("51 至 55 岁", 51, 55),
    ("56 至 60 岁", 56, 60),
    ("61 岁及以上", 61, i32::MAX),
];

/// Times of joining as the statistics have them: name, first month, last month.
const TIMES: &[(&str, &str, &str)] = &[
    ("新中国成立前", "", "1949-09"),
    ("新中国成立后至党的十一届三中全会前", "1949-10", "1978-12"),
    ("党的十一届三中全会后至党的十八大前", "1979-01", "2012-10"),
    ("党的十八大以来", "2012-11", ""),
];

/// What is known of one member.
struct One {
    codes: HashMap<&'static str, String>,
    age: Option<i32>,
    joined: Option<PartialDay>,
    class: Option<MemberClass>,
}

/// The members of a day.
pub(super) struct Count {
    /// How many there are.
    pub total: usize,
    people: Vec<One>,
}

impl Count {
    /// Reads them.
    pub fn of(reading: &Reading<'_>, day: Day) -> Result<Self> {
        let listed = listed_on(reading, day, false)?;
        let keys: Vec<PersonId> = listed.iter().map(|one| one.person).collect();
        let mut texts = person_columns(reading, COLUMNS, &keys)?;
        let periods = Periods::of(reading)?;
        let one = |key: &PersonId| Some(one(texts.remove(key)?, day, periods.at(*key, day)));
        let people: Vec<One> = keys.iter().filter_map(one).collect();
        Ok(Self { total: people.len(), people })
    }

    /// How many are full members, and so on: the facts of the page.
    pub fn of_class(&self, class: MemberClass) -> usize {
        self.people.iter().filter(|one| one.class == Some(class)).count()
    }

    /// How many have a code below one of these.
    pub fn below(&self, family: &str, prefixes: &[&str]) -> usize {
        let is_below = |one: &&One| {
            one.codes.get(family).is_some_and(|code| prefixes.iter().any(|prefix| code.starts_with(prefix)))
        };
        self.people.iter().filter(is_below).count()
    }

    fn without(&self, family: &str) -> usize {
        self.people.iter().filter(|one| !one.codes.contains_key(family)).count()
    }

    fn line(
        &self,
        family: (&'static str, &'static str),
        label: &str,
        count: usize,
        clause: FilterClause,
    ) -> Option<Counted> {
        let (mark, family) = family;
        (count > 0).then(|| Counted {
            family,
            mark,
            label: label.to_owned(),
            count,
            share: share(count, self.total),
            list: MemberList { clauses: vec![clause], ..MemberList::default() },
        })
    }

    /// All lines; nobody's lines are left out.
    pub fn lines(&self) -> Vec<Counted> {
        FAMILIES.iter().flat_map(|family| self.family(*family)).collect()
    }

    fn family(&self, family: (&'static str, &'static str)) -> Vec<Counted> {
        let (mark, _) = family;
        let blank = || self.line(family, "未填", self.without(mark), bare(mark));
        let mut lines = match mark {
            "class" => return self.classes(family),
            "age" => self.ages(family),
            "joined_on" => self.times(family),
            "sex" => self.codes(family, Sex::ALL.iter().map(|sex| (sex.code(), sex.label()))),
            "nation" => self.codes(family, Nation::all().map(|each| (each.code(), each.label()))),
            "education" => self.codes(family, Education::all().map(|each| (each.code(), each.label()))),
            "work_post" => self.codes(family, WorkPost::all().map(|each| (each.code(), each.label()))),
            _ => self.codes(family, NewStratum::all().map(|each| (each.code(), each.label()))),
        };
        lines.extend(self.levels(family));
        lines.extend(blank());
        lines
    }

    fn classes(&self, family: (&'static str, &'static str)) -> Vec<Counted> {
        let line = |class: MemberClass| {
            self.line(family, class.label(), self.of_class(class), is(family.0, class.code()))
        };
        MemberClass::ALL.into_iter().filter_map(line).collect()
    }

    /// Each code with everything below it. A code that lies in another is set in.
    fn codes<'a>(
        &self,
        family: (&'static str, &'static str),
        all: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Vec<Counted> {
        let all: Vec<(&str, &str)> = all.collect();
        let depth =
            |code: &str| all.iter().filter(|(other, _)| *other != code && code.starts_with(other)).count();
        let line = |(code, label): &(&str, &str)| {
            let label = format!("{}{label}", "　".repeat(depth(code)));
            self.line(
                family,
                &label,
                self.below(family.0, &[code]),
                clause(family.0, FieldOperator::Under, code),
            )
        };
        all.iter().filter_map(line).collect()
    }

    /// The names for several codes at once: 大专及以上, 少数民族.
    fn levels(&self, family: (&'static str, &'static str)) -> Vec<Counted> {
        let line = |(label, codes): (&'static str, Vec<&'static str>)| {
            let name = format!("其中：{label}");
            self.line(
                family,
                &name,
                self.below(family.0, &codes),
                clause(family.0, FieldOperator::Under, label),
            )
        };
        code_levels(family.0).into_iter().filter_map(line).collect()
    }

    fn ages(&self, family: (&'static str, &'static str)) -> Vec<Counted> {
        let line = |(label, from, to): &(&str, i32, i32)| {
            let count =
                self.people.iter().filter(|one| one.age.is_some_and(|age| (*from..=*to).contains(&age)));
            let wanted = match (*from, *to) {
                (i32::MIN, to) => clause(family.0, FieldOperator::Until, &to.to_string()),
                (from, i32::MAX) => clause(family.0, FieldOperator::From, &from.to_string()),
                (from, to) => between(family.0, &from.to_string(), &to.to_string()),
            };
            self.line(family, label, count.count(), wanted)
        };
        AGES.iter().filter_map(line).collect()
    }

    /// A day that is known in part counts by its first day.
    fn times(&self, family: (&'static str, &'static str)) -> Vec<Counted> {
        let line = |(label, from, to): &(&str, &str, &str)| {
            let is_in = |one: &&One| one.joined.is_some_and(|day| within(day, from, to));
            let wanted = match (*from, *to) {
                ("", to) => clause(family.0, FieldOperator::Until, to),
                (from, "") => clause(family.0, FieldOperator::From, from),
                (from, to) => between(family.0, from, to),
            };
            self.line(family, label, self.people.iter().filter(is_in).count(), wanted)
        };
        TIMES.iter().filter_map(line).collect()
    }
}

/// `earlier`: the days of the period in the Party that the day belongs to, if another one followed.
fn one(texts: Vec<Option<String>>, day: Day, earlier: Option<PeriodDays>) -> One {
    let mut texts = COLUMNS
        .iter()
        .copied()
        .zip(texts)
        .filter_map(|(column, text)| Some((column, text?)))
        .collect::<HashMap<_, _>>();
    let mut take = |column: &str| texts.remove(column)?.parse::<PartialDay>().ok();
    let (birth, joined, full) = (take("birth_on"), take("joined_on"), take("became_full_on"));
    let (joined, full) = earlier.unwrap_or((joined, full));
    let age = birth.map(|birth| birth.age_on(day));
    // 未填 is asked of every family alike.
    let mark = |is_known: bool, column| is_known.then(|| (column, String::new()));
    texts.extend(mark(age.is_some(), "age"));
    texts.extend(mark(joined.is_some(), "joined_on"));
    One { codes: texts, age, joined, class: standing_of(day, joined, full).class }
}

fn within(day: PartialDay, from: &str, to: &str) -> bool {
    let bound = |text: &str| text.parse::<PartialDay>().ok();
    let day = day.earliest();
    bound(from).is_none_or(|from| from.earliest() <= day) && bound(to).is_none_or(|to| day <= to.latest())
}

fn clause(field: &str, operator: FieldOperator, value: &str) -> FilterClause {
    FilterClause {
        field: field.to_owned(),
        operator: operator.code().to_owned(),
        value: value.to_owned(),
        to: String::new(),
    }
}

fn is(field: &str, value: &str) -> FilterClause {
    clause(field, FieldOperator::Is, value)
}

fn bare(field: &str) -> FilterClause {
    clause(field, FieldOperator::Empty, "")
}

fn between(field: &str, from: &str, to: &str) -> FilterClause {
    FilterClause { to: to.to_owned(), ..clause(field, FieldOperator::Between, from) }
}

/// 12.5%.
fn share(count: usize, total: usize) -> String {
    match total {
        0 => String::new(),
        _ => {
            let tenths = (count * 2000 / total).div_ceil(2);
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
    }
}
