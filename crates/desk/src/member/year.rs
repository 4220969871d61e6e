//! What the year of a member comes to: points, the place among the branch, presence at meetings. One person at a time.

use branchbook_contract::member::{MemberYear, YearOfMember};
use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::AttendanceState;
use branchbook_domain::points::Points;
use branchbook_ledger::Reading;
use branchbook_ledger::table::gathering::person_year::attendance_counts;
use branchbook_ledger::table::membership::{branch_members_on, member_on, person_on, standing_of};

use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::points::score::scores_on;
use crate::progress::Progress;

/// In a larger branch a place says nothing, and counting it would take long.
const LARGEST: usize = 300;

impl Handle<MemberYear> for Desk {
    fn handle(&mut self, command: MemberYear, _: &dyn Progress) -> Result<Outcome<YearOfMember>> {
        let day = command.on.unwrap_or_else(|| self.clock().today());
        Ok(Outcome::unchanged(self.book()?.read(|reading| year(reading, &command, day))?))
    }
}

fn year(reading: &Reading<'_>, command: &MemberYear, day: Day) -> Result<YearOfMember> {
    let person = person_on(reading, command.member, day)?;
    let class = standing_of(day, person.joined_on, person.became_full_on).class;
    let scored = scores_on(reading, day, &[(command.member, class)])?.remove(&command.member);
    let (score, grade) = scored.map_or((None, None), |(score, grade)| (Some(score), grade));
    let first = Month::new(Month::of(day).year(), 1).map_or(day, Month::first_day);
    let mut year = YearOfMember { year: Month::of(day).year(), score, grade, ..YearOfMember::default() };
    year.place = score.map(|score| place(reading, command, day, score)).transpose()?.flatten();
    for (state, count) in attendance_counts(reading, command.member, (first, day))? {
        add(&mut year, state, count);
    }
    Ok(year)
}

fn add(year: &mut YearOfMember, state: AttendanceState, count: u32) {
    match state {
        AttendanceState::Observer => return,
        AttendanceState::Present => year.present += count,
        AttendanceState::MadeUp => year.made_up += count,
        AttendanceState::Leave | AttendanceState::Absent => {}
    }
    year.due += count;
}

fn place(reading: &Reading<'_>, command: &MemberYear, day: Day, score: Points) -> Result<Option<u32>> {
    let Some(home) = member_on(reading, command.member, day)? else { return Ok(None) };
    let members = branch_members_on(reading, home.branch_id, day)?;
    if members.len() > LARGEST {
        return Ok(None);
    }
    let people: Vec<_> = members.iter().map(|member| (member.person, member.class())).collect();
    let better = scores_on(reading, day, &people)?.into_values().filter(|(other, _)| *other > score).count();
    Ok(Some(u32::try_from(better).unwrap_or(u32::MAX).saturating_add(1)))
}
