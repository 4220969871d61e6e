//! What an organisation is called and below which it stands, changed from a day on: whether it can be. How the spans are
//! kept is the ledger's to say (`table/organisation.rs`).

use branchbook_domain::day::{Day, day_label};
use branchbook_ledger::table::organisation::{Organisation, Turn, change_from, past_of};
use branchbook_ledger::{LedgerError, Reading, Stored, Writing};

use super::name::Names;
use crate::error::{DeskError, Result};
use crate::happened;

/// What a new name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// The name was written wrongly: it is put right on every day on which it stood.
    Corrected,
    /// The organisation is called so from this day on; before it keeps its old name.
    From(Day),
}

impl Naming {
    /// The turn of an edit, if it is one: what was called otherwise before.
    fn turn(self, stored: &Organisation, edited: &Organisation) -> Option<(Turn, Day)> {
        match self {
            Self::From(day) if edited.name != stored.name => Some((Turn::Named(edited.name.clone()), day)),
            _ => None,
        }
    }

    /// The day from which an edit gives another name, if it does.
    pub(crate) fn named_on(self, stored: &Organisation, edited: &Organisation) -> Option<Day> {
        self.turn(stored, edited).map(|(_, day)| day)
    }

    /// Refuses a day from which the organisation could not be called so; `field` names it.
    pub(crate) fn require_possible(
        self,
        reading: &Reading<'_>,
        stored: &Stored<Organisation>,
        edited: &Organisation,
        (field, today): (&str, Day),
    ) -> Result<()> {
        match self.turn(stored, edited) {
            Some((turn, day)) => require_turn(reading, stored, (&turn, day), (field, today)),
            None => Ok(()),
        }
    }

    /// The operation in words.
    pub(crate) fn title(self, stored: &Organisation, edited: &Organisation) -> String {
        match self.turn(stored, edited) {
            Some((_, day)) => format!("组织改名：{} → {}（{day} 起）", stored.name, edited.name),
            None => format!("修改组织：{}", edited.name),
        }
    }

    /// Writes the edited organisation.
    pub(crate) fn write(
        self,
        writing: &mut Writing<'_>,
        stored: &Stored<Organisation>,
        edited: &Organisation,
    ) -> Result<(), LedgerError> {
        match self.turn(stored, edited) {
            Some((turn, day)) => change_from(writing, stored.id, edited.clone(), (&turn, day)),
            None => writing.update(stored.id, edited).map(|_| ()),
        }
    }
}

/// A turn happens after the organisation was founded, not ahead, and before no other turn of the same kind: of two names
/// for one day nobody could say which holds.
pub(crate) fn require_turn(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    (turn, day): (&Turn, Day),
    (field, today): (&str, Day),
) -> Result<()> {
    let name = &stored.name;
    happened::refuse_ahead(field, day, today)?;
    if let Some(from) = stored.from_on.filter(|from| *from > day) {
        return Err(DeskError::field(field, format!("{name} 在 {from} 才成立，日期应在这以后。")));
    }
    if let Some(to) = stored.to_on.filter(|to| *to <= day) {
        return Err(DeskError::field(field, format!("{name} 已在 {to} 撤销，日期应在这以前。")));
    }
    match later_turn(reading, stored, (turn, day))? {
        Some(words) => Err(DeskError::field(field, words)),
        None => Ok(()),
    }
}

/// What turned after the day, in a sentence that says what to do.
fn later_turn(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    (turn, day): (&Turn, Day),
) -> Result<Option<String>> {
    let past = past_of(reading, stored.id)?;
    let present = (stored.parent_id, stored.name.clone());
    let after = past.iter().skip(1).map(|span| (span.parent_id, span.name.clone()));
    for (span, (parent, name)) in past.iter().zip(after.chain([present])) {
        if span.to_on <= day {
            continue;
        }
        let since = day_label(span.to_on);
        let what = match turn {
            Turn::Named(_) if span.name != name => format!("已从{since}起由“{}”改名为“{name}”", span.name),
            Turn::Below(..) if span.parent_id != parent => {
                let above = parent.map(|parent| Ok::<_, LedgerError>(Names::of(reading)?.name(parent)));
                format!("已从{since}起调整到{}下面", above.transpose()?.unwrap_or_default())
            }
            _ => continue,
        };
        return Ok(Some(format!(
            "{}{what}。请填这一天或以后的日期；那次登记有误的，请先撤销它。",
            stored.name
        )));
    }
    Ok(None)
}

/// The first day from which it was called otherwise or stood elsewhere.
pub(super) fn first_turn(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
) -> Result<Option<Day>, LedgerError> {
    Ok(past_of(reading, stored.id)?.first().map(|span| span.to_on))
}

/// Nothing turns after the end.
pub(super) fn require_no_turn_after(
    reading: &Reading<'_>,
    stored: &Stored<Organisation>,
    to: Day,
) -> Result<()> {
    match past_of(reading, stored.id)?.last().filter(|last| last.to_on > to) {
        Some(last) => Err(DeskError::field(
            "to_on",
            format!("{} 在 {} 登记过改名或调整上级，撤销日期应在这以后。", stored.name, last.to_on),
        )),
        None => Ok(()),
    }
}
