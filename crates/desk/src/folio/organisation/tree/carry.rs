//! What goes along when a branch is split or merged: people with their movements, groups, places, cases of becoming a
//! member. Everybody is moved by the register's own rules; whatever they refuse, refuses the whole.

use branchbook_contract::organisation::OrganisationAdd;
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_ledger::table::development::{DevelopmentCase, open_cases_in};
use branchbook_ledger::table::organisation::{Level, Organisation, places};
use branchbook_ledger::{Stored, Writing};

use crate::error::{DeskError, Result};
use crate::member::amid::{Homes, move_amid, take_newcomers};
use crate::member::movement::BranchMove;
use crate::organisation::{added, close, is_free_name, reassign, require_empty};

/// 党支部拆分、合并调整, of the table of reasons (`assets/rules/movement_reason.tsv`).
const REGROUPED: &str = "62";

/// A split or a merge as everything that goes along sees it.
pub(super) struct Carry<'a> {
    pub day: Day,
    pub today: Day,
    /// Why, as it stands with every movement.
    pub note: &'a str,
}

impl Carry<'_> {
    /// Moves somebody, whatever is known of them since the day; says in which month it is booked if that is not its own.
    pub(super) fn person(
        &self,
        writing: &mut Writing<'_>,
        person: PersonId,
        to: (OrganisationId, Option<OrganisationId>),
        homes: &Homes,
    ) -> Result<Option<String>> {
        move_amid(writing, person, &self.moved(to), homes).map_err(in_one_sentence)
    }

    /// Who came into a branch that is no more goes where everybody went. Says who.
    pub(super) fn newcomers(
        &self,
        writing: &mut Writing<'_>,
        from: OrganisationId,
        into: OrganisationId,
        homes: &Homes,
    ) -> Result<Vec<PersonId>> {
        take_newcomers(writing, from, &self.moved((into, None)), homes).map_err(in_one_sentence)
    }

    const fn moved(&self, to: (OrganisationId, Option<OrganisationId>)) -> BranchMove<'_> {
        BranchMove { to, day: self.day, reason: REGROUPED, note: self.note }
    }

    /// Sets up a group of the same name in another branch; where the name is taken there, the old branch's is put
    /// before it.
    pub(super) fn group(
        &self,
        writing: &mut Writing<'_>,
        group: &Organisation,
        from: &Organisation,
        to: OrganisationId,
    ) -> Result<OrganisationId> {
        let name = match is_free_name(writing, to, &group.name, None)? {
            true => group.name.clone(),
            false => format!("{}{}", from.name, group.name),
        };
        let command = OrganisationAdd {
            parent: Some(to),
            level: Level::Group,
            name,
            position: None,
            from_on: Some(self.day),
            note: group.note.clone(),
        };
        let new = added(writing, &command, writing.new_uid()).map_err(in_one_sentence)?;
        Ok(writing.insert(&new)?)
    }

    /// Ends an organisation from which everything has gone; its places go to another.
    pub(super) fn end(
        &self,
        writing: &mut Writing<'_>,
        stored: &Stored<Organisation>,
        successor: OrganisationId,
    ) -> Result<()> {
        for place in places(writing)? {
            let is_open = place.to_on.is_none_or(|to| to > self.day);
            if is_open && place.organisation_id == Some(stored.id) {
                reassign(writing, &place, Some(successor), self.day)?;
            }
        }
        require_empty(writing, stored, [self.day, self.today]).map_err(in_one_sentence)?;
        close(writing, stored.id, &stored.value, self.day)
    }

    /// Cases of becoming a member go on in another branch.
    pub(super) fn cases(
        &self,
        writing: &mut Writing<'_>,
        from: OrganisationId,
        to: OrganisationId,
    ) -> Result<()> {
        for case in open_cases_in(writing, from)? {
            writing.update(case.id, &DevelopmentCase { branch_id: to, ..case.value })?;
        }
        Ok(())
    }
}

/// What was refused of one person or one group has no field in the form of the whole.
fn in_one_sentence(error: DeskError) -> DeskError {
    match error {
        wrong @ DeskError::Invalid(_) => DeskError::refused(wrong.sentence()),
        other => other,
    }
}

/// 「（3 人）」 behind a name.
pub(super) fn with_count(name: &str, count: usize) -> String {
    format!("{name}（{count} 人）")
}
