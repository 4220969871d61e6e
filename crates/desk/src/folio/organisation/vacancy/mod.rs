//! Posts and vacancies (班子与空缺): who holds which post since when, which posts due nobody holds, and whether a branch
//! has the size and the committee that the rules ask for. In the list a row is an organisation; of one organisation it
//! is a post.

mod form;
mod line;

use std::collections::HashMap;

use branchbook_contract::Kind;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioPage};
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::Day;
use branchbook_domain::frequency::{BranchFacts, check_branch};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::PostTitle;
use branchbook_domain::term::{check_posts, titles_due};
use branchbook_ledger::table::membership::{PostHeld, posts_ever_in, posts_on};
use branchbook_ledger::table::organisation::{Level, Organisation, list_on};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::{GROUP, count, subject};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::folio::record::{self, RowRecord};
use crate::folio::whose::names_among;
use crate::folio::{Asked, Deed, Folio, Head, PeopleKeys, Sheet, Values};
use crate::month::branch::branch_facts;
use crate::month::finding::with_record;
use crate::organisation::{Names, tree_on};

/// The folio.
pub(crate) struct Vacancies;

const HEAD: Head = Head {
    folio: "vacancies",
    title: "班子与空缺",
    about: "书记、委员和党小组组长由谁担任、从何时起，哪些应设的职务没有人；党支部的规模和支部委员会是否符合规定。",
    group: GROUP,
};

impl Folio for Vacancies {
    fn head(&self) -> Head {
        HEAD
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    fn record_of(&self, row: i64, subject: Option<i64>) -> Option<RowRecord> {
        Some(if subject.is_some() { record::POST_HELD.of(row) } else { record::ORGANISATION.of(row) })
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let sheet = match asked.subject {
            Some(id) => of_one(reading, asked, OrganisationId(id))?,
            None => of_all(reading, asked)?,
        };
        Ok(sheet.finish(asked))
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "assign" => form::assign(reading, deed),
            "end" => form::end(reading, deed),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "assign" => form::assigned(desk, deed, values),
            "end" => form::ended(desk, deed, values),
            _ => deed.unknown(),
        }
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        Ok(count(seats_on(reading, today)?.iter().filter(|seats| !seats.is_in_order()).count()))
    }

    /// Size and committee of a branch are said by the check of the month itself.
    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        let seats = seats_on(reading, today)?;
        let with_link = |seats: &Seats| {
            let id = seats.organisation.id.0;
            seats.of_posts().into_iter().map(move |each| with_record(each, Kind::Organisation, id))
        };
        Ok(seats.iter().flat_map(with_link).collect())
    }
}

/// An organisation with its posts on a day.
struct Seats {
    organisation: Stored<Organisation>,
    /// What the rules know of it, if it is a branch.
    facts: Option<BranchFacts>,
    held: Vec<Stored<PostHeld>>,
}

impl Seats {
    fn titles(&self) -> Vec<PostTitle> {
        self.held.iter().filter_map(|post| PostTitle::from_code(&post.title)).collect()
    }

    fn due(&self) -> &'static [PostTitle] {
        match self.organisation.level {
            Level::Group => &[PostTitle::GroupLeader],
            _ => titles_due(self.facts.as_ref().map_or(0, |facts| facts.full_members)),
        }
    }

    /// The posts due that nobody holds.
    fn vacant(&self) -> Vec<PostTitle> {
        let held = self.titles();
        self.due().iter().copied().filter(|title| !held.contains(title)).collect()
    }

    /// Findings on the posts (M02); the rule speaks of branches only.
    fn of_posts(&self) -> Vec<branchbook_domain::rule::Finding> {
        let check = |facts: &BranchFacts| check_posts(&facts.name, facts.full_members, &self.titles());
        self.facts.as_ref().map(check).unwrap_or_default()
    }

    fn findings(&self) -> Vec<branchbook_domain::rule::Finding> {
        let of_branch = self.facts.as_ref().map(check_branch).unwrap_or_default();
        of_branch.into_iter().chain(self.of_posts()).collect()
    }

    /// The filters that find it.
    fn marks(&self) -> Vec<&'static str> {
        let is = |ask: fn(&BranchFacts) -> bool| self.facts.as_ref().is_some_and(ask);
        let vacant = if self.vacant().is_empty() { "filled" } else { "vacant" };
        let more = [
            (is(BranchFacts::lacks_committee), "no_committee"),
            (is(BranchFacts::is_too_large), "too_large"),
            (is(BranchFacts::is_too_small), "too_small"),
        ];
        let more = more.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark);
        std::iter::once(vacant).chain(more).collect()
    }

    fn is_in_order(&self) -> bool {
        self.marks() == ["filled"]
    }
}

/// Everything that has posts on a day, in the order of lists.
fn seats_on(reading: &Reading<'_>, day: Day) -> Result<Vec<Seats>, LedgerError> {
    let mut facts: HashMap<OrganisationId, BranchFacts> = branch_facts(reading, day)?.into_iter().collect();
    let mut posts: HashMap<OrganisationId, Vec<Stored<PostHeld>>> = HashMap::new();
    for post in posts_on(reading, day)? {
        posts.entry(post.organisation_id).or_default().push(post);
    }
    let with_posts = list_on(reading, day)?.into_iter().filter(|each| each.level != Level::Street);
    let seats = |organisation: Stored<Organisation>| Seats {
        facts: facts.remove(&organisation.id),
        held: posts.remove(&organisation.id).unwrap_or_default(),
        organisation,
    };
    Ok(with_posts.map(seats).collect())
}

const CHIPS: &[(&str, &str)] = &[
    ("vacant", "空缺"),
    ("filled", "齐全"),
    ("no_committee", "没有支委会"),
    ("too_large", "超过50人"),
    ("too_small", "不足3人"),
];

fn of_all(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<Sheet> {
    let mut sheet = Sheet::new(HEAD, line::OF_ORGANISATIONS).number("正式党员").act("assign", "登记任职");
    for &(mark, label) in CHIPS {
        sheet = sheet.chip(mark, label);
    }
    let mut by_id: HashMap<_, _> =
        seats_on(reading, asked.on)?.into_iter().map(|each| (each.organisation.id, each)).collect();
    let holders: Vec<PersonId> =
        by_id.values().flat_map(|seats| seats.held.iter().map(|post| post.person_id)).collect();
    let (names, holders) = (Names::on(reading, asked.on)?, names_among(reading, &holders)?);
    let (mut vacant, mut due) = (0, 0);
    for row in tree_on(reading, asked.on)? {
        let Some(seats) = by_id.remove(&row.organisation) else { continue };
        vacant += seats.vacant().len();
        due += seats.due().len();
        sheet.findings.extend(seats.findings());
        sheet.push(line::of_organisation(&seats, &row, &names, &holders));
    }
    sheet.fact("应设职务", format!("{due} 个（{}）", asked.on));
    sheet.fact("空缺", format!("{vacant} 个"));
    Ok(sheet)
}

fn of_one(reading: &Reading<'_>, asked: &Asked<'_>, organisation: OrganisationId) -> Result<Sheet> {
    let mut sheet = Sheet::new(HEAD, line::OF_POSTS)
        .chip("held", "在任")
        .chip("over", "已免职")
        .act("assign", "登记任职")
        .empty("还没有登记任职。");
    sheet.subject = subject(reading, asked.subject)?;
    let seats = seats_on(reading, asked.on)?.into_iter().find(|each| each.organisation.id == organisation);
    if let Some(seats) = seats {
        let vacant: Vec<&str> = seats.vacant().into_iter().map(PostTitle::label).collect();
        let due: Vec<&str> = seats.due().iter().map(|title| title.label()).collect();
        sheet.fact("应设职务", format!("{}（{}）", due.join("、"), asked.on));
        sheet.fact("空缺", if vacant.is_empty() { "没有".to_owned() } else { vacant.join("、") });
        sheet.findings.extend(seats.findings());
    }
    let mut posts = posts_ever_in(reading, organisation)?;
    posts.retain(|post| post.from_on.is_none_or(|from| from <= asked.on));
    let holders = names_among(reading, &posts.iter().map(|post| post.person_id).collect::<Vec<_>>())?;
    for post in &posts {
        sheet.push(line::of_post(post, &holders, asked.on));
    }
    Ok(sheet)
}
