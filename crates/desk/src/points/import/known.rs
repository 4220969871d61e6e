//! What the book knows that decides about rows: branches, members by name, and entries that stand already.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::day::{Day, Span, add_days, day_label};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::organisation::writing::{Community, plain_key, written};
use branchbook_domain::points::{AutoSource, Points};
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::membership::named_between;
use branchbook_ledger::table::organisation::{self, Level};
use branchbook_ledger::table::points::{self, EntrySource};
use branchbook_ledger::{Reading, Result as LedgerResult};

use super::{Claim, PlannedEntry, conflict, refused, who};
use crate::error::Result;
use crate::intake::decide::LEAVE;
use crate::intake::question::Question;
use crate::intake::{SourceRow, Verdict};
use crate::organisation::community;
use crate::points::account_of::accounts_of;
use crate::points::scheme::Schemes;

/// Where somebody of a name was a member, and when.
struct There {
    branch: OrganisationId,
    person: PersonId,
    held: Span,
}

/// Members by name, in the order of their keys; all that a row asks is found by its name.
type Names = HashMap<String, Vec<There>>;
/// Person, code of the item, day.
type Act = (PersonId, String, Day);

/// What is known.
pub(super) struct Known {
    community: Community,
    /// Branches by their short names; several where they share one.
    branches: HashMap<String, Vec<OrganisationId>>,
    /// The branch in which somebody was last, with the day on which they came to it.
    last: HashMap<PersonId, (Day, OrganisationId)>,
    /// How branches are called.
    called: HashMap<OrganisationId, String>,
    names: Names,
    /// Acts awarded by attendance or hours, with the word for it.
    awarded: BTreeMap<Act, &'static str>,
    /// Acts booked by imports, how often, and how many of them still stand.
    imported: BTreeMap<(Act, Points), Imported>,
    /// Acts that somebody has typed and that still stand.
    by_hand: BTreeSet<Act>,
    /// Acts of the file that are booked, with the first row that says so.
    taken: BTreeMap<(Act, Points), u32>,
    /// Rows that are booked beside an act by hand.
    beside_hand: u32,
}

/// A row of which it is not clear whom it means.
pub(super) struct Unclear {
    /// What is said of it.
    pub verdict: Verdict,
    /// Whom it may mean, to be chosen by a person.
    pub people: Vec<PersonId>,
}

impl From<Verdict> for Unclear {
    fn from(verdict: Verdict) -> Self {
        Self { verdict, people: Vec::new() }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Imported {
    booked: u32,
    reversed: u32,
}

impl Imported {
    /// Uses up one of them for an equal row; the note for that row.
    fn take(&mut self) -> &'static str {
        let is_reversed = self.reversed > 0;
        self.booked -= 1;
        self.reversed = self.reversed.saturating_sub(1);
        if is_reversed {
            "此前已导入，后来冲正；不再重复记分"
        } else {
            "此前已导入，不再重复记分"
        }
    }
}

impl Known {
    /// The branches, and everybody who was a member since the first day of the file.
    pub(super) fn of(reading: &Reading<'_>, first: Day, today: Day) -> LedgerResult<Self> {
        let (mut branches, mut called) = (HashMap::<String, Vec<OrganisationId>>::new(), HashMap::new());
        let community = community(reading)?;
        let is_branch =
            |level| matches!(level, Level::Branch | Level::GeneralBranch | Level::TemporaryBranch);
        for one in organisation::list(reading)?.into_iter().filter(|one| is_branch(one.level)) {
            branches.entry(short_branch(&community, &one.name)).or_default().push(one.id);
            called.insert(one.id, one.value.name);
        }
        let names = names_between(reading, first, today)?;
        Ok(Self {
            community,
            branches,
            last: last_of(&names),
            called,
            names,
            awarded: BTreeMap::new(),
            imported: BTreeMap::new(),
            by_hand: BTreeSet::new(),
            taken: BTreeMap::new(),
            beside_hand: 0,
        })
    }

    /// Who the row means, if exactly one member of the branch had the name on the day.
    #[allow(clippy::result_large_err, reason = "what is unclear is told of one row")]
    pub(super) fn person(&self, row: &SourceRow, day: Day) -> Result<PersonId, Unclear> {
        let (branch, name) = (self.branch(row)?, who(row));
        let of_branch = || self.named(&name).iter().filter(|there| there.branch == branch);
        let mut there: Vec<PersonId> =
            of_branch().filter(|there| there.held.contains(day)).map(|there| there.person).collect();
        there.dedup();
        match there.as_slice() {
            [person] => Ok(*person),
            [] => Err(self.nobody(row, (&name, day), of_branch().next().is_none())),
            several => {
                let sentence = format!(
                    "该支部有 {} 名“{}”，无法确定是哪一位，请选定，或在程序里直接给本人记分。",
                    several.len(),
                    name
                );
                let verdict = conflict(row, row.say("name", &sentence));
                Err(Unclear { verdict, people: several.to_vec() })
            }
        }
    }

    /// Nobody of the name was there on the day; of whom other branches have the same name one may be meant.
    fn nobody(&self, row: &SourceRow, (name, day): (&str, Day), was_never_there: bool) -> Unclear {
        let people = self.elsewhere(name, day);
        let (key, mut sentence) = match was_never_there {
            true => ("name", format!("该支部没有“{name}”，请核对姓名和支部。")),
            false => {
                let day = day_label(day);
                ("date", format!("“{name}”在 {day} 不是该支部的在册党员，请核对姓名和日期。"))
            }
        };
        if !people.is_empty() {
            sentence.push_str("别的支部当日有同名的党员，是其中一位的请选定。");
        }
        Unclear { verdict: refused(row, row.say(key, &sentence)), people }
    }

    fn named(&self, name: &str) -> &[There] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// Everybody of a name who was a member of some branch on a day.
    fn elsewhere(&self, name: &str, day: Day) -> Vec<PersonId> {
        let held = self.named(name).iter().filter(|there| there.held.contains(day));
        let people: BTreeSet<PersonId> = held.map(|there| there.person).collect();
        people.into_iter().collect()
    }

    /// The name of the branch in which somebody was last.
    pub(super) fn branch_of(&self, person: PersonId) -> &str {
        let branch = self.last.get(&person).and_then(|(_, branch)| self.called.get(branch));
        branch.map_or("", String::as_str)
    }

    #[allow(clippy::result_large_err, reason = "as of a person")]
    fn branch(&self, row: &SourceRow) -> Result<OrganisationId, Unclear> {
        let said = row.text("branch").trim();
        let found = self.branches.get(&short_branch(&self.community, said)).map_or(&[][..], Vec::as_slice);
        let name = |id: &OrganisationId| Some((*id, self.called.get(id)?.as_str()));
        let named: Vec<(OrganisationId, &str)> = found.iter().filter_map(name).collect();
        let sentence = match (found, written(&named, said, plain_key)) {
            ([only], _) => return Ok(*only),
            (_, Some(meant)) => return Ok(meant),
            ([], _) => format!("没有“{said}”这个支部，请核对支部名称。"),
            _ => format!("有不止一个“{said}”，请写支部全称。"),
        };
        Err(refused(row, row.say("branch", &sentence)).into())
    }

    /// Loads what stands already for the people and days of the file, in one query per scheme version.
    pub(super) fn load_entries<'a>(
        &mut self,
        reading: &Reading<'_>,
        schemes: &mut Schemes,
        claims: impl Iterator<Item = &'a Claim>,
    ) -> LedgerResult<()> {
        let claims: Vec<&PlannedEntry> = claims.map(|claim| &claim.entry).collect();
        let days = || claims.iter().map(|entry| entry.occurred_on);
        let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(()) };
        let span = (first, add_days(last, 1));
        let people: BTreeSet<PersonId> = claims.iter().map(|entry| entry.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        for version in schemes.within(reading, span)? {
            let accounts = accounts_of(reading, version.id, &people)?;
            let owners: BTreeMap<_, PersonId> =
                accounts.iter().map(|(person, account)| (*account, *person)).collect();
            let keys: Vec<_> = owners.keys().copied().collect();
            for live in points::live_of_accounts(reading, &keys, span.0, span.1)? {
                let Some(person) = owners.get(&live.entry.account_id) else { continue };
                let Some(item) = live.entry.item_id else { continue };
                let act = (*person, version.code_of(item).to_owned(), live.entry.occurred_on);
                self.remember(act, &live);
            }
        }
        Ok(())
    }

    fn remember(&mut self, act: Act, live: &points::LiveEntry) {
        match live.entry.source_kind {
            EntrySource::Attendance | EntrySource::Participation if !live.is_reversed => {
                self.awarded.insert(act, live.entry.source_kind.label());
            }
            EntrySource::Import => {
                let raw = Points::from_hundredths(live.entry.raw);
                let imported = self.imported.entry((act, raw)).or_default();
                imported.booked += 1;
                imported.reversed += u32::from(live.is_reversed);
            }
            EntrySource::Hand if !live.is_reversed => {
                self.by_hand.insert(act);
            }
            _ => {}
        }
    }

    /// What becomes of a claim; the entry if it is booked.
    pub(super) fn decide(&mut self, row: &SourceRow, claim: Claim) -> (Option<PlannedEntry>, Verdict) {
        let act = (claim.entry.person, claim.entry.item.clone(), claim.entry.occurred_on);
        if let Some(automatic) = &claim.automatic {
            return (None, self.already_automatic(row, &act, automatic, &claim.item_name));
        }
        let key = (act, claim.entry.raw);
        if let Some(imported) = self.imported.get_mut(&key).filter(|one| one.booked > 0) {
            return (None, Verdict::new(row, who(row), RowState::Same).noting(row.say_all(imported.take())));
        }
        let mut verdict = Verdict::new(row, who(row), RowState::New);
        if self.by_hand.contains(&key.0) {
            self.beside_hand += 1;
            verdict =
                verdict.noting(row.say_all(
                    "同日已手工记过同一事项，两笔都将记分；是同一件事的，请删去这一行，或选定不记分。",
                ));
            verdict = asking(verdict);
        }
        let first = *self.taken.entry(key).or_insert(row.number);
        let note = || row.say_all(&format!("与第 {first} 行完全相同，两行都将记分，请核对。"));
        let verdict = if first == row.number { verdict } else { asking(verdict.noting(note())) };
        (Some(claim.entry), verdict)
    }

    /// What concerns the file as a whole.
    pub(super) fn finding(&self) -> Option<String> {
        (self.beside_hand > 0)
            .then(|| format!("{} 行的事项同日已手工记过，请逐行核对是不是同一件事。", self.beside_hand))
    }

    /// An item that facts award: the same if they did, handed back if they did not.
    fn already_automatic(
        &self,
        row: &SourceRow,
        act: &Act,
        automatic: &AutoSource,
        item_name: &str,
    ) -> Verdict {
        if let Some(source) = self.awarded.get(act) {
            let sentence = row.say_all(&format!("已由{source}记分，不再重复记"));
            return Verdict::new(row, who(row), RowState::Same).noting(sentence);
        }
        let sentence = match automatic {
            AutoSource::Attendance { .. } => {
                format!("「{item_name}」由考勤自动记分，考勤中当日无此人到会，请核对考勤。")
            }
            AutoSource::ServiceHours => {
                format!("「{item_name}」由服务时长自动记分，当日没有此人的服务记录，请核对活动登记。")
            }
        };
        conflict(row, row.say("item", &sentence))
    }
}

/// Two equal rows may be two acts or one that was written twice: only a person knows.
fn asking(verdict: Verdict) -> Verdict {
    verdict.asking(Question::new(vec![RowChoice::new(LEAVE, "是同一件事，这一行不记分")], ""))
}

fn names_between(reading: &Reading<'_>, first: Day, last: Day) -> LedgerResult<Names> {
    let mut names = Names::new();
    for one in named_between(reading, first, last)? {
        let there = There { branch: one.branch, person: one.person, held: one.held };
        names.entry(squeeze(&one.name)).or_default().push(there);
    }
    Ok(names)
}

/// Where everybody came last.
fn last_of(names: &Names) -> HashMap<PersonId, (Day, OrganisationId)> {
    let mut last: HashMap<PersonId, (Day, OrganisationId)> = HashMap::new();
    for there in names.values().flatten() {
        let came = (there.held.from.unwrap_or(Day::MIN), there.branch);
        let known = last.entry(there.person).or_insert(came);
        *known = came.max(*known);
    }
    last
}

/// A branch's name without spaces and without the word for branch: 银河里党支部, 银河里支部 and 银河里 are one.
fn short_branch(community: &Community, name: &str) -> String {
    let short = community.short_key(name);
    short.strip_suffix("党总支").filter(|before| !before.is_empty()).map(str::to_owned).unwrap_or(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_the_same_with_and_without_the_word_for_it() {
        let short = |name: &str| short_branch(&Community::called(["银河社区".to_owned()]), name);
        for name in ["银河里党支部", "银河里支部", "银河里", " 银河里　党支部"] {
            assert_eq!(short(name), "银河里", "{name}");
        }
        assert_eq!(short("一支部"), short("第1党支部"));
        assert_eq!(short("银河社区1支部"), short("第一党支部"));
        assert_ne!(short("金湖社区1支部"), short("第一党支部"));
        assert_eq!(short("晨光党总支部"), "晨光");
        assert_eq!(short("党支部"), "支部");
    }
}
