//! Terms of office, committees, group leaders, places and the temporary branch.

use branchbook_contract::member::MembersEdit;
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PlaceId};
use branchbook_domain::member::MemberPatch;
use branchbook_domain::organisation::PlaceKind;
use branchbook_ledger::table::organisation::{Level, children, places};

use super::Said::{Day as On, Person, Root, Temporary, Text};
use super::Who::Middle;
use super::{Act, Life, SEATS, Who};
use crate::error::{DeskError, Result};

/// Who sits in the committee of a branch, in the order of its register.
const TITLES: [&str; SEATS] = ["书记", "组织委员", "宣传委员", "纪检委员"];
/// The same in the committee of the community: from which branch, the how manieth of it.
const OF_ROOT: [(&str, usize, usize); 4] =
    [("书记", 0, 0), ("组织委员", 0, 1), ("宣传委员", 1, 1), ("纪检委员", 1, 2)];
/// When the branches elected, in months and days from today: the first two have to elect again within six months and
/// within one.
const ELECTED: [(i32, i64); 4] = [(-55, 0), (-60, 20), (-31, -9), (-19, -3)];
/// When the committee of the community was elected.
const ROOT_ELECTED: (i32, i64) = (-25, -6);
/// The first election of branches that have time.
const CALM: usize = 2;
/// Members from which a branch of the demo has a committee.
const COMMITTEE_FROM: u64 = 8;
const NUMBERS: [&str; 4] = ["一", "二", "三", "四"];
const BUILDINGS: [&str; 3] = ["1幢", "2幢", "3幢"];

pub(super) const PROJECT: &[Act] = &[
    (
        "organisations",
        "temporary",
        &[
            ("parent", Root),
            ("name", Text("老旧小区改造临时党支部")),
            ("from_on", On(-3, 0)),
            ("planned_end_on", On(0, 80)),
            ("project", Text("老旧小区加装电梯和管网改造")),
            ("note", Text("经街道党工委批准设立")),
        ],
    ),
    ("participants", "join", &[("branch", Temporary), ("person", Person(Middle(8))), ("from_on", On(-3, 0))]),
    ("participants", "join", &[("branch", Temporary), ("person", Person(Middle(9))), ("from_on", On(-3, 0))]),
    (
        "participants",
        "join",
        &[
            ("branch", Temporary),
            ("person", Person(Middle(10))),
            ("from_on", On(-2, 0)),
            ("note", Text("负责入户征求意见")),
        ],
    ),
    (
        "participants",
        "join",
        &[("branch", Temporary), ("person", Person(Middle(11))), ("from_on", On(-2, 0))],
    ),
    (
        "vacancies",
        "assign",
        &[
            ("organisation", Temporary),
            ("title", Text("书记")),
            ("person", Person(Middle(8))),
            ("from_on", On(-3, 0)),
        ],
    ),
];

impl Life<'_> {
    /// Terms, committees and group leaders of all branches. In a book to look around in the last post of the last branch
    /// is vacant.
    pub(super) fn fill_offices(&mut self) -> Result<()> {
        let root = self.organisation(|each| each.level == Level::Committee)?.id;
        let elected = self.day(ROOT_ELECTED);
        self.elect(root, elected)?;
        let last_branch = self.cast.branches.len().saturating_sub(1);
        for (title, branch, at) in OF_ROOT {
            self.appoint(root, title, Who::Seat(branch.min(last_branch), at), elected)?;
        }
        let first = if self.profile.is_lived_in { 0 } else { CALM };
        for (at, (_, size)) in self.profile.branches.iter().enumerate() {
            let branch = self.branch(at)?;
            let elected = self.day(*ELECTED.get(first + at).unwrap_or(&ROOT_ELECTED));
            self.elect(branch, elected)?;
            let is_vacant = self.profile.is_lived_in && at == last_branch;
            let seats = match *size {
                COMMITTEE_FROM.. => SEATS - usize::from(is_vacant),
                _ => 1,
            };
            for (seat, title) in TITLES.iter().enumerate().take(seats) {
                self.appoint(branch, title, Who::Seat(at, seat), elected)?;
            }
            self.appoint_leaders(at, branch, elected)?;
        }
        Ok(())
    }

    fn elect(&mut self, organisation: OrganisationId, on: Day) -> Result<()> {
        let values = vec![
            ("number", "3".to_owned()),
            ("elected_on", on.to_string()),
            ("years", "5".to_owned()),
            ("way", "党员大会无记名投票选举".to_owned()),
        ];
        self.act_with("terms", "add", Some(organisation.0), values).map(|_| ())
    }

    /// The secretary of the community does nothing else, all others have an occupation.
    fn appoint(&mut self, organisation: OrganisationId, title: &str, who: Who, from: Day) -> Result<()> {
        let root = self.organisation(|each| each.level == Level::Committee)?.id;
        let is_full_time = organisation == root && title == TITLES[0];
        let values = vec![
            ("title", title.to_owned()),
            ("person", self.person(who)?.id.to_string()),
            ("from_on", from.to_string()),
            ("is_full_time", if is_full_time { "1" } else { "" }.to_owned()),
        ];
        self.act_with("vacancies", "assign", Some(organisation.0), values).map(|_| ())
    }

    /// The members after the committee, each the leader of a group of the branch: they stand in the register group by
    /// group in turn.
    fn appoint_leaders(&mut self, at: usize, branch: OrganisationId, from: Day) -> Result<()> {
        let all = self.desk.book()?.read(|reading| children(reading, branch))?;
        let groups: Vec<OrganisationId> =
            all.iter().filter(|each| each.level == Level::Group).map(|each| each.id).collect();
        for seat in (SEATS..).take(groups.len()) {
            if let Some(group) = groups.get(seat % groups.len()) {
                self.appoint(*group, "党小组组长", Who::Seat(at, seat), from)?;
            }
        }
        Ok(())
    }

    /// A grid with a courtyard and its buildings for each branch, its members in the buildings; and the project.
    pub(super) fn fill_places(&mut self) -> Result<()> {
        for (at, (name, _)) in self.profile.branches.iter().enumerate() {
            let branch = self.branch(at)?;
            let grid = format!("第{}网格", NUMBERS.get(at).unwrap_or(&""));
            let grid = self.add_place(PlaceKind::Grid, &grid, None, branch)?;
            let courtyard = format!("{}小区", name.trim_end_matches("党支部"));
            let courtyard = self.add_place(PlaceKind::Courtyard, &courtyard, Some(grid), branch)?;
            let members = self.cast.branches.get(at).cloned().unwrap_or_default();
            let share = members.len().div_ceil(BUILDINGS.len()).max(1);
            for (building, living) in BUILDINGS.iter().zip(members.chunks(share)) {
                let place = self.add_place(PlaceKind::Building, building, Some(courtyard), branch)?;
                let patch = MemberPatch { place_id: Some(Some(place)), ..MemberPatch::default() };
                let members = living.iter().map(|known| known.id).collect();
                self.desk.ask(&MembersEdit { members, patch, group: None, is_preview: false })?;
            }
        }
        Ok(())
    }

    fn add_place(
        &mut self,
        kind: PlaceKind,
        name: &str,
        parent: Option<PlaceId>,
        organisation: OrganisationId,
    ) -> Result<PlaceId> {
        let values = vec![
            ("kind", kind.code().to_owned()),
            ("name", name.to_owned()),
            ("parent", parent.map(|parent| parent.to_string()).unwrap_or_default()),
            ("organisation", organisation.to_string()),
        ];
        self.act_with("places", "add", None, values)?;
        let newest = self.desk.book()?.read(places)?.into_iter().map(|place| place.id).max();
        newest.ok_or_else(|| DeskError::refused("示例里没有登记上地点。"))
    }

    /// The grid of a branch.
    pub(super) fn grid(&self, at: usize) -> Result<PlaceId> {
        let all = self.desk.book()?.read(places)?;
        let mut grids = all.iter().filter(|place| place.kind == PlaceKind::Grid).map(|place| place.id);
        grids.nth(at).ok_or_else(|| DeskError::refused("示例里没有这个网格。"))
    }
}
