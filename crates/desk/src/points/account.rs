//! 「为什么是 88 分」: a person's points year line by line, with the score and what is missing for the next grade.

use std::collections::BTreeMap;

use branchbook_contract::points::{CategoryPoints, NextGrade, PointsAccount, PointsLine, PointsStatement};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::key::{PersonId, PointsAccountId, PointsEntryId};
use branchbook_domain::points::{Counted, Counting, LineState, PointEvent, Points, explain_line};
use branchbook_domain::standing::MemberClass;
use branchbook_ledger::table::membership::{person_on, standing_of};
use branchbook_ledger::table::points::{self, EntryKind, PointsEntry};
use branchbook_ledger::{Reading, Result as LedgerResult, Stored};

use super::fold::{Entries, PointsYear, year_span};
use super::scheme::{SchemeVersion, Schemes};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::progress::Progress;

impl Handle<PointsAccount> for Desk {
    fn handle(
        &mut self,
        command: PointsAccount,
        _progress: &dyn Progress,
    ) -> Result<Outcome<PointsStatement>> {
        let today = self.clock().today();
        let year = command.year.unwrap_or_else(|| Month::of(today).year());
        let statement = self.book()?.read(|reading| statement(reading, command.person, year, today))?;
        Ok(Outcome::unchanged(statement))
    }
}

/// A person's points of a year. The class is that of today, in a past year that of its last day.
pub(crate) fn statement(
    reading: &Reading<'_>,
    person: PersonId,
    year: i32,
    today: Day,
) -> LedgerResult<PointsStatement> {
    let mut schemes = Schemes::of(reading)?;
    let sheet = sheet(reading, &mut schemes, person, year)?;
    let day = today.clamp(year_span(year).0, branchbook_domain::day::add_days(year_span(year).1, -1));
    let who = person_on(reading, person, day)?;
    let version = schemes.on(reading, day)?;
    let class = standing_of(day, who.joined_on, who.became_full_on).class;
    let verdict = Verdict::of(version.as_deref(), class, &sheet.counting);
    Ok(PointsStatement {
        person,
        name: who.name.clone(),
        year,
        base: verdict.base,
        counted: verdict.counted,
        score: verdict.score,
        next_grade: version.as_deref().and_then(|version| next_grade(version, verdict.score?)),
        vetoed_by: verdict.vetoed_by,
        categories: categories(version.as_deref(), &sheet.counting),
        lines: lines(&sheet, verdict.base.unwrap_or_default()),
        sentence: sentence(year, &verdict),
        grade: verdict.grade,
    })
}

/// A person's year: what is stored, over all accounts, and what it counts.
pub(super) struct Sheet {
    pub(super) year: PointsYear,
    pub(super) stored: Entries,
    pub(super) counting: Counting,
}

/// Reads and counts a person's year.
pub(super) fn sheet(
    reading: &Reading<'_>,
    schemes: &mut Schemes,
    person: PersonId,
    year: i32,
) -> LedgerResult<Sheet> {
    let accounts = points::accounts_of_person(reading, person)?;
    let accounts: Vec<PointsAccountId> = accounts.iter().map(|account| account.id).collect();
    let (from, to) = year_span(year);
    let stored = points::entries_of_accounts(reading, &accounts, from, to)?;
    let year = PointsYear::of(reading, schemes, year)?;
    let events: Vec<PointEvent> = stored.iter().filter_map(|entry| year.event(entry)).collect();
    let counting = year.count(&events);
    Ok(Sheet { year, stored, counting })
}

impl Sheet {
    /// The same year with one event more, which is not stored.
    pub(super) fn count_with(&self, event: PointEvent) -> Counting {
        let stored = self.stored.iter().filter_map(|entry| self.year.event(entry));
        let events: Vec<PointEvent> = stored.chain([event]).collect();
        self.year.count(&events)
    }
}

/// What the year comes to.
pub(super) struct Verdict {
    base: Option<Points>,
    added: Points,
    deducted: Points,
    counted: Points,
    pub(super) score: Option<Points>,
    pub(super) grade: Option<String>,
    pub(super) missing: Option<NextGrade>,
    vetoed_by: Option<PointsEntryId>,
}

impl Verdict {
    pub(super) fn of(
        version: Option<&SchemeVersion>,
        class: Option<MemberClass>,
        counting: &Counting,
    ) -> Self {
        let lines = || counting.lines.iter();
        let counted: Points = lines().map(|line| line.counted).sum();
        let added: Points = lines().map(|line| line.counted).filter(|points| !points.is_negative()).sum();
        let vetoed_by = lines().find(|line| line.is_veto).map(|line| PointsEntryId(line.id));
        let scheme = version.map(|version| &version.scheme);
        let base = scheme.zip(class).and_then(|(scheme, class)| scheme.base_by_class.get(&class).copied());
        let score = scheme
            .zip(class)
            .and_then(|(scheme, class)| scheme.score_of(class, counted, vetoed_by.is_some()));
        let grade = scheme.zip(score).and_then(|(scheme, score)| scheme.grade_of(score));
        let missing = version.zip(score).and_then(|(version, score)| next_grade(version, score));
        let grade = grade.map(|grade| grade.name.clone());
        Self { base, added, deducted: added - counted, counted, score, grade, missing, vetoed_by }
    }
}

fn next_grade(version: &SchemeVersion, score: Points) -> Option<NextGrade> {
    let (grade, missing) = version.scheme.next_grade(score)?;
    Some(NextGrade { grade: grade.name.clone(), missing })
}

fn sentence(year: i32, verdict: &Verdict) -> String {
    let (Some(base), Some(score)) = (verdict.base, verdict.score) else {
        return format!("{year} 年不计分：积分方案没有为此人的党员类别设基础分。");
    };
    if verdict.vetoed_by.is_some() {
        return format!("{year} 年有一票否决的记录，当年积分为 0 分。");
    }
    let grade = verdict.grade.as_deref().unwrap_or("未分等次");
    let missing = verdict.missing.as_ref();
    let next = missing.map_or_else(String::new, |next| format!("，距{}还差 {} 分", next.grade, next.missing));
    format!(
        "{year} 年基础分 {base} 分，加 {} 分，扣 {} 分，现为 {score} 分（{grade}{next}）。",
        verdict.added, verdict.deducted
    )
}

fn categories(version: Option<&SchemeVersion>, counting: &Counting) -> Vec<CategoryPoints> {
    let of_scheme = version.iter().flat_map(|version| &version.scheme.categories);
    of_scheme
        .map(|category| {
            let sum = counting.by_category.get(&category.code).copied().unwrap_or_default();
            let (code, name) = (category.code.clone(), category.name.clone());
            CategoryPoints { code, name, added: sum.added, deducted: sum.deducted }
        })
        .collect()
}

fn lines(sheet: &Sheet, base: Points) -> Vec<PointsLine> {
    let counted: BTreeMap<i64, &Counted> = sheet.counting.lines.iter().map(|line| (line.id, line)).collect();
    let line = |entry: &Stored<PointsEntry>| one_line(&sheet.year, entry, counted.get(&entry.id.0).copied());
    let mut lines: Vec<PointsLine> = sheet.stored.iter().map(line).collect();
    lines.sort_by_key(|line| (line.occurred_on, line.entry));
    let mut balance = base;
    for line in &mut lines {
        balance = balance + line.counted;
        line.balance = balance;
    }
    lines
}

fn one_line(year: &PointsYear, entry: &Stored<PointsEntry>, line: Option<&Counted>) -> PointsLine {
    let version = entry.item_id.and_then(|item| year.version_of(item));
    let item = version.zip(entry.item_id).and_then(|(version, item)| version.item(item));
    let category = version.zip(item).and_then(|(version, item)| version.scheme.category(&item.category));
    let item = item.map_or(entry.kind.label(), |item| &item.name).to_owned();
    let is_reversed = matches!(line.map(|line| line.state), Some(LineState::Reversed { .. }));
    PointsLine {
        entry: entry.id,
        kind: entry.kind.label().to_owned(),
        occurred_on: entry.occurred_on,
        booked_month: entry.booked_month,
        title: title(entry, &item),
        item,
        category: category.map_or_else(String::new, |category| category.name.clone()),
        source: entry.source_kind.label().to_owned(),
        raw: Points::from_hundredths(entry.raw),
        counted: line.map_or(Points::ZERO, |line| line.counted),
        booked: Points::from_hundredths(entry.counted),
        balance: Points::ZERO,
        is_reversed,
        can_be_reversed: entry.kind == EntryKind::Award && !is_reversed,
        why: why(version, entry, line),
        note: entry.note.clone(),
    }
}

/// What an entry is for, in the office's own words where there are some.
fn title(entry: &PointsEntry, item: &str) -> String {
    match &entry.note {
        note if entry.kind == EntryKind::Reversal => format!("冲正：{}", note.as_deref().unwrap_or(item)),
        Some(note) => format!("{item} · {note}"),
        None => item.to_owned(),
    }
}

fn why(version: Option<&SchemeVersion>, entry: &Stored<PointsEntry>, line: Option<&Counted>) -> String {
    let explained = version.zip(line).map(|(version, line)| explain_line(&version.scheme, line));
    explained.unwrap_or_else(|| adjustment_words(entry))
}

fn adjustment_words(entry: &Stored<PointsEntry>) -> String {
    let amount = Points::from_hundredths(entry.counted).signed();
    format!("封顶调整 {amount} 分：{}在账上补差，分值已含在上面各行", entry.booked_month.label())
}
