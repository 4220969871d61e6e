//! Counts one person's entries under the versions of a scheme (decisions.md 19): a fold over (day, id), item caps
//! first, then category caps, veto last. Gains and deductions are capped apart, and an item uses up its own caps
//! whatever its category then cuts; therefore the order of entry within a day never changes a total. An entry is
//! held to the caps of the version of its day, but what was counted under earlier versions has used them up: items
//! and categories are the same where their codes are.
//! Books nothing: the difference to what was booked is the caller's 封顶调整.

use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::reversal::{LineState, states};
use super::{Cap, CapPeriod, Category, Item, Points, Scheme};
use crate::day::Day;
use crate::standing::MemberClass;

/// One entry of a person, as booked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PointEvent {
    /// Insertion id, unique.
    pub id: i64,
    /// The true day.
    pub occurred_on: Day,
    /// Code of the item.
    pub item: String,
    /// Points before caps, signed.
    pub raw: Points,
    /// Id of the entry that this one reverses, always a lower one.
    pub reverses: Option<i64>,
}

/// Which of the two stages cut a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapStage {
    /// A cap of the item.
    Item,
    /// A cap of the category.
    Category,
}

/// What a cap took from a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// The stage.
    pub by: CapStage,
    /// The tightest cap of that stage.
    pub cap: Cap,
    /// How much of the cap earlier lines of the period had used (a magnitude).
    pub used_before: Points,
    /// How much was cut off (a magnitude).
    pub taken: Points,
}

/// One entry with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Id of the entry.
    pub id: i64,
    /// The true day.
    pub occurred_on: Day,
    /// Code of the item.
    pub item: String,
    /// Points before caps.
    pub raw: Points,
    /// Points after caps; 0 for lines that are not in the count.
    pub counted: Points,
    /// How the line takes part.
    pub state: LineState,
    /// What the caps took, at most one cut per stage.
    pub cuts: Vec<Cut>,
    /// True if the line's item is a veto and the line counts.
    pub is_veto: bool,
}

/// What a category added and deducted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategorySum {
    /// Sum of gains.
    pub added: Points,
    /// Sum of deductions, as a magnitude.
    pub deducted: Points,
}

/// The result of a count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// Every entry, ordered by (day, id).
    pub lines: Vec<Counted>,
    /// Σ counted, over all years handed in.
    pub total: Points,
    /// Sums by category code.
    pub by_category: BTreeMap<String, CategorySum>,
}

/// One year's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// What the year began with.
    pub base: Points,
    /// Σ counted of the year.
    pub counted: Points,
    /// The score after floor, ceiling and veto.
    pub score: Points,
    /// The first entry that made the year 0, if any.
    pub vetoed_by: Option<i64>,
}

/// The versions of a scheme, oldest first, each with its first day; the first one holds on all days before, too.
pub type Versions<'a> = [(Day, &'a Scheme)];

/// Counts `events` of one person in any order; ids are unique. Every event comes back as one line.
pub fn count(scheme: &Scheme, events: &[PointEvent]) -> Counting {
    count_versions(&[(Day::MIN, scheme)], events)
}

/// The same under several versions of the scheme: each event by that of its day.
pub fn count_versions(versions: &Versions<'_>, events: &[PointEvent]) -> Counting {
    let states = states(events);
    let items: Vec<HashMap<&str, &Item>> = versions
        .iter()
        .map(|(_, scheme)| scheme.items.iter().map(|item| (item.code.as_str(), item)).collect())
        .collect();
    let mut ordered: Vec<&PointEvent> = events.iter().collect();
    ordered.sort_by_key(|event| (event.occurred_on, event.id));
    let mut meter = Meter { has_versions: versions.len() > 1, used: HashMap::new() };
    let lines = ordered.into_iter().map(|event| {
        let state = states.get(&event.id).copied().unwrap_or(LineState::Counts);
        let at = version_at(versions, event.occurred_on);
        let item = items.get(at).and_then(|items| items.get(event.item.as_str()).copied());
        meter.line(event, state, versions.get(at).map(|(_, scheme)| *scheme).zip(item))
    });
    let lines: Vec<Counted> = lines.collect();
    Counting::of_lines(versions, lines)
}

/// The position of the version that holds on a day.
fn version_at(versions: &Versions<'_>, day: Day) -> usize {
    versions.partition_point(|(from, _)| *from <= day).saturating_sub(1)
}

impl Counting {
    /// The same count, only the lines of one year.
    pub fn of_year(&self, scheme: &Scheme, year: i32) -> Self {
        let lines = self.lines.iter().filter(|line| line.occurred_on.year() == year).cloned().collect();
        Self::of_lines(&[(Day::MIN, scheme)], lines)
    }

    /// The score of a year; `None` if the scheme does not score this class.
    pub fn score(&self, scheme: &Scheme, class: MemberClass, year: i32) -> Option<Score> {
        let base = *scheme.base_by_class.get(&class)?;
        let of_year = || self.lines.iter().filter(|line| line.occurred_on.year() == year);
        let counted: Points = of_year().map(|line| line.counted).sum();
        let vetoed_by = of_year().find(|line| line.is_veto).map(|line| line.id);
        let score = scheme.score_of(class, counted, vetoed_by.is_some())?;
        Some(Score { base, counted, score, vetoed_by })
    }

    /// The 封顶调整 to book so that what stands in the book agrees with this count:
    /// `booked` is the sum of counted points and adjustments already booked for the same entries.
    pub fn adjustment(&self, booked: Points) -> Points {
        self.total - booked
    }

    /// The line of an entry.
    pub fn line(&self, id: i64) -> Option<&Counted> {
        self.lines.iter().find(|line| line.id == id)
    }

    fn of_lines(versions: &Versions<'_>, lines: Vec<Counted>) -> Self {
        let mut by_category: BTreeMap<String, CategorySum> = versions
            .iter()
            .flat_map(|(_, scheme)| &scheme.categories)
            .map(|category| (category.code.clone(), CategorySum::default()))
            .collect();
        for line in &lines {
            let version = versions.get(version_at(versions, line.occurred_on));
            let item = version.and_then(|(_, scheme)| scheme.item(&line.item));
            let category = item.and_then(|item| by_category.get_mut(&item.category));
            if let Some(sum) = category {
                sum.add(line.counted);
            }
        }
        let total = lines.iter().map(|line| line.counted).sum();
        Self { lines, total, by_category }
    }
}

impl CategorySum {
    fn add(&mut self, counted: Points) {
        if counted.is_negative() {
            self.deducted = self.deducted + counted.magnitude();
        } else {
            self.added = self.added + counted;
        }
    }
}

impl Scheme {
    /// The score of a year in which `counted` points counted; `None` if the scheme does not score this class.
    pub fn score_of(&self, class: MemberClass, counted: Points, is_vetoed: bool) -> Option<Points> {
        let base = *self.base_by_class.get(&class)?;
        Some(if is_vetoed { Points::ZERO } else { self.bounded(base + counted) })
    }

    /// A sum held between floor and ceiling.
    fn bounded(&self, sum: Points) -> Points {
        let above = self.floor.map_or(sum, |floor| sum.max(floor));
        self.ceiling.map_or(above, |ceiling| above.min(ceiling))
    }
}

/// Whose cap: stage, code, and whether gains or deductions.
type Owner<'a> = (CapStage, &'a str, bool);

/// How much of each cap is used: by owner, period and first day of the period.
struct Meter<'a> {
    /// Whether a later version may cap by periods of which this one knows nothing.
    has_versions: bool,
    used: HashMap<(Owner<'a>, CapPeriod, Day), Points>,
}

impl<'a> Meter<'a> {
    fn line(
        &mut self,
        event: &PointEvent,
        state: LineState,
        rules: Option<(&'a Scheme, &'a Item)>,
    ) -> Counted {
        let mut line = Counted {
            id: event.id,
            occurred_on: event.occurred_on,
            item: event.item.clone(),
            raw: event.raw,
            counted: Points::ZERO,
            state,
            cuts: Vec::new(),
            is_veto: false,
        };
        match rules {
            None if state == LineState::Counts => line.state = LineState::UnknownItem,
            Some((scheme, item)) if state == LineState::Counts => self.fill(&mut line, scheme, item),
            _ => {}
        }
        line
    }

    fn fill(&mut self, line: &mut Counted, scheme: &'a Scheme, item: &'a Item) {
        let negative = line.raw.is_negative();
        let owner = (CapStage::Item, item.code.as_str(), negative);
        let by_item = self.allow(owner, &item.caps, line, line.raw.magnitude());
        let counted = scheme.category(&item.category).map_or(by_item, |category| {
            let owner = (CapStage::Category, category.code.as_str(), negative);
            self.allow(owner, caps_of(category, negative), line, by_item)
        });
        line.counted = counted.with_sign_of(line.raw);
        line.is_veto = item.is_veto;
    }

    /// As much of `wanted` (a magnitude) as every cap of one stage leaves, and uses it up.
    fn allow(&mut self, owner: Owner<'a>, caps: &[Cap], line: &mut Counted, wanted: Points) -> Points {
        let tightest = caps.iter().map(|cap| (*cap, self.used_of(owner, cap, line.occurred_on)));
        let tightest = tightest.min_by_key(|(cap, used)| cap.at_most - *used);
        let left = tightest.map_or(wanted, |(cap, used)| (cap.at_most - used).max(Points::ZERO));
        let allowed = wanted.min(left);
        self.use_up(owner, caps, line.occurred_on, allowed);
        if let Some((cap, used_before)) = tightest.filter(|_| allowed < wanted) {
            line.cuts.push(Cut { by: owner.0, cap, used_before, taken: wanted - allowed });
        }
        allowed
    }

    /// Runs the meters of the periods that some cap asks of, each once; single entries need none.
    fn use_up(&mut self, owner: Owner<'a>, caps: &[Cap], day: Day, allowed: Points) {
        for period in [CapPeriod::Day, CapPeriod::Month, CapPeriod::Quarter, CapPeriod::Year] {
            if self.has_versions || caps.iter().any(|cap| cap.period == period) {
                let used = self.used.entry((owner, period, period.begin(day))).or_default();
                *used = *used + allowed;
            }
        }
    }

    fn used_of(&self, owner: Owner<'a>, cap: &Cap, day: Day) -> Points {
        match cap.period {
            CapPeriod::Event => Points::ZERO,
            period => self.used.get(&(owner, period, period.begin(day))).copied().unwrap_or_default(),
        }
    }
}

fn caps_of(category: &Category, negative: bool) -> &[Cap] {
    if negative { &category.may_deduct } else { &category.may_add }
}

/// 1 January of the day's year.
pub(super) fn first_day_of_year(day: Day) -> Day {
    day.with_ordinal(1).unwrap_or(day)
}

#[cfg(test)]
#[path = "count_tests.rs"]
mod tests;
