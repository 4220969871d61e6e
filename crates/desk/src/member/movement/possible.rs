//! Whether a movement can be registered: what the memberships of the person allow, and the days of their life. Must not
//! write.

use branchbook_domain::key::OrganisationId;
use branchbook_domain::member::{MovementKind, cannot_follow};
use branchbook_ledger::Stored;
use branchbook_ledger::table::membership::Membership;

use super::{Case, Home};
use crate::error::{DeskError, Result};
use crate::happened;
use crate::member::period::begins_anew;

impl Case {
    /// Whether the movement fits what the book knows of the person's memberships.
    pub(super) fn require_possible(&self, spans: &[Stored<Membership>]) -> Result<()> {
        let name = &self.person.name;
        match self.command.kind {
            MovementKind::Opening => {
                Err(DeskError::field("kind", "建账时在册的党员请用“新增党员”登记，不作增减。"))
            }
            MovementKind::Admitted | MovementKind::TransferIn | MovementKind::Restored => {
                self.require_home()?;
                if spans.iter().any(|span| span.to_on.is_none_or(|to| to > self.day)) {
                    let words = format!("{name}在 {} 或以后已在册，不能重复登记{}。", self.day, self.label());
                    return Err(DeskError::refused(words));
                }
                match cannot_follow(self.period.left, self.command.kind) {
                    Some(words) => Err(DeskError::refused(format!("{name}{words}"))),
                    None => Ok(()),
                }
            }
            MovementKind::BecameFull => self.require_probationary(),
            MovementKind::BranchMove => {
                let branch = self.require_home()?;
                let held = self.require_open()?;
                if branch
                    .is_some_and(|branch| (held.branch_id, held.group_id) == (branch, self.command.group))
                {
                    return Err(DeskError::field("branch", format!("{name}已经在这个党支部和党小组。")));
                }
                Ok(())
            }
            _ => self.require_open().map(|_| ()),
        }
    }

    fn label(&self) -> &'static str {
        self.command.kind.label()
    }

    /// Nothing is registered of a day before birth or before joining; who joins anew, joins on the day itself.
    pub(super) fn require_in_life(&self) -> Result<()> {
        let is_anew = begins_anew(self.period.left, self.command.kind);
        let joined = self.period.joined_on.filter(|_| !is_anew);
        happened::refuse(
            "occurred_on",
            happened::before_joining(self.command.occurred_on, self.person.birth_on, joined),
        )
    }

    /// The branch, unless it is yet to be made.
    fn require_home(&self) -> Result<Option<OrganisationId>> {
        match self.home {
            Home::InBook | Home::Since(_) => self.require_branch().map(Some),
            Home::ToBeMade => Ok(None),
        }
    }

    /// Whether the same operation lets them come by the day.
    fn has_come(&self) -> bool {
        matches!(self.home, Home::Since(came) if came <= self.day)
    }

    pub(super) fn require_branch(&self) -> Result<OrganisationId> {
        let missing = || DeskError::field("branch", format!("登记{}请选择党支部。", self.label()));
        self.command.branch.ok_or_else(missing)
    }

    /// The membership on the day, still running and begun before.
    pub(super) fn require_open(&self) -> Result<&Stored<Membership>> {
        let name = &self.person.name;
        let held = self.held.as_ref().ok_or_else(|| {
            DeskError::refused(format!(
                "{name}在 {} 不在册，不能登记{}。请核对日期。",
                self.day,
                self.label()
            ))
        })?;
        if held.to_on.is_some() {
            let words = format!("{name}在 {} 之后已有别的增减，请先撤销后来的登记。", self.day);
            return Err(DeskError::refused(words));
        }
        if held.from_on == Some(self.day) {
            return Err(DeskError::field("occurred_on", format!("{name}当天才进入该党支部，请核对日期。")));
        }
        Ok(held)
    }

    fn require_probationary(&self) -> Result<()> {
        let name = &self.person.name;
        if self.held.is_none() && !self.has_come() {
            return Err(DeskError::refused(format!("{name}在 {} 不在册，不能登记转正。", self.day)));
        }
        if self.period.is_past {
            let words = format!("{name}后来重新入党，{} 的转正属于以前的党籍，不能再登记。", self.day);
            return Err(DeskError::field("occurred_on", words));
        }
        let (joined, full) = (self.period.joined_on, self.period.became_full_on);
        if joined.is_some_and(|joined| self.command.occurred_on.latest() < joined.earliest()) {
            return Err(DeskError::field("occurred_on", "转正日期早于入党日期，请对照档案核对。"));
        }
        if let Some(full) = full.filter(|full| full.earliest() <= self.day) {
            let words = format!("{name}已登记 {} 转正。日期有误请在基本情况里修改。", full.label());
            return Err(DeskError::refused(words));
        }
        Ok(())
    }
}
