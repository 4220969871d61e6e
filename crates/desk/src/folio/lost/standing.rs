//! The membership of somebody lost: stopped, and restored. Each is a decision that an organisation has made; here it
//! is registered as the movement that it is.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry};
use branchbook_contract::member::MemberMove;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MovementKind, MovementReason};
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::memberships_of;
use branchbook_ledger::table::person::Person;

use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::Result;
use crate::folio::value::choice;
use crate::folio::whose::branch_choices;
use crate::folio::{Deed, Filled as _, Values, done, field};
use crate::progress::Unwatched;

/// The reason that a stop after a search has.
const STOPPED: &str = "51";

fn kind_of(deed: &Deed<'_>) -> Result<MovementKind> {
    match deed.act {
        "stop" => Ok(MovementKind::Suspended),
        "restore" => Ok(MovementKind::Restored),
        _ => deed.unknown(),
    }
}

pub(super) fn form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let kind = kind_of(deed)?;
    let person = reading.require::<Person>(PersonId(deed.need_row()?))?;
    let reasons = MovementReason::for_kind(kind).map(|reason| choice(reason.code(), reason.label()));
    let usual = if kind == MovementKind::Suspended { STOPPED } else { "131" };
    let mut fields = vec![
        field("occurred_on", "决定日期", FolioControl::Day, 2).holding(deed.today).required(),
        field("reason", "原因", FolioControl::Pick(reasons.collect()), 2).holding(usual).required(),
    ];
    if kind == MovementKind::Restored {
        let before = memberships_of(reading, person.id)?.pop().map(|span| span.branch_id);
        let branches = FolioControl::Pick(branch_choices(reading, deed.today)?);
        fields.push(field("branch", "编入党支部", branches, 2).holding_some(before).required());
    }
    fields.push(field("note", "依据", FolioControl::Text(Vec::new()), 4).hinted("作出决定的党组织、文号"));
    let about = if kind == MovementKind::Suspended {
        "由所在党支部或者上级党组织按有关规定作出决定后，在这里登记：不再计入党员人数，计入当月党员减少。"
    } else {
        "党组织作出恢复党籍的决定后，在这里登记：重新计入党员人数，计入当月党员增加。"
    };
    Ok(FolioEntry {
        title: format!("登记{}：{}", kind.label(), person.name),
        about: about.to_owned(),
        fields,
        button: format!("登记{}", kind.label()),
        is_danger: kind == MovementKind::Suspended,
    })
}

pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let kind = kind_of(deed)?;
    let member = PersonId(deed.need_row()?);
    let occurred_on = values.need_day("occurred_on", "决定日期");
    let reason = values.need_text("reason", "原因");
    let branch = values.organisation("branch");
    let note = values.text("note");
    if kind == MovementKind::Restored && branch.is_none() {
        values.refuse("branch", "请选择编入的党支部。");
    }
    values.finish()?;
    let name = desk.book()?.read(|reading| reading.require::<Person>(member))?.value.name;
    let command =
        MemberMove { branch, note, reason: Some(reason), ..MemberMove::of(member, kind, occurred_on.into()) };
    let moved = desk.handle(command, &Unwatched)?;
    let title = format!("登记{}：{name}", kind.label());
    let warnings = moved.body.warnings.join("");
    let body = done(format!("已{title}。{warnings}"));
    Ok(Outcome { body, changed: moved.changed })
}
