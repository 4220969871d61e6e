//! 党员增减: what moved members into, out of and within the register, with the forms that register it. What follows from a
//! movement is the register's own business (`member/movement.rs`); here it is listed, explained and asked for.

use branchbook_contract::folio::{FolioChoice, FolioControl, FolioDone, FolioEntry, FolioField, FolioPage};
use branchbook_contract::member::{MemberMove, MoveLetter};
use branchbook_domain::day::Day;
use branchbook_domain::key::{MovementId, OrganisationId, PersonId};
use branchbook_domain::letter::LetterReach;
use branchbook_domain::member::{MovementKind, MovementReason, needs_reason};
use branchbook_ledger::table::membership::{Movement, member_on, movements_of, movements_until};
use branchbook_ledger::table::organisation::{Level, list_on};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, Operation, OperationKind, Reading, Stored};

use super::record::{self, RowRecord};
use super::{
    Asked, Deed, Filled as _, Folio, Head, Known, Line, People, Sheet, Values, asked_person, button, cell,
    choice, coded_choices, done, field, noted, person_of, saved, subject_of,
};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle as _, Outcome};
use crate::error::{DeskError, Result};
use crate::member::period::{act_label, standpoint};
use crate::organisation::name::Names;
use crate::progress::Unwatched;

/// The folio.
pub(crate) struct Movements;

const HEAD: Head = Head {
    folio: "movements",
    title: "党员增减",
    about: "转入、转出、发展、恢复、去世、出党、停止党籍、转正和支部间调整：哪天发生，记入哪个月，什么原因。",
    group: "党员",
};

const COLUMNS: &[(&str, u8)] = &[
    ("日期", 8),
    ("姓名", 6),
    ("类别", 7),
    ("原因", 12),
    ("党支部", 0),
    ("对方", 0),
    ("介绍信", 7),
    ("计入", 7),
];

/// What can be registered of somebody, in the order of the menu; an opening is never registered by hand.
const KINDS: &[MovementKind] = &[
    MovementKind::TransferOut,
    MovementKind::TransferIn,
    MovementKind::BecameFull,
    MovementKind::BranchMove,
    MovementKind::Death,
    MovementKind::Expelled,
    MovementKind::Suspended,
    MovementKind::Restored,
    MovementKind::Admitted,
];

/// The act that says why of a movement that is registered already, by hand or by an import.
const REASON: &str = "reason";

impl Folio for Movements {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::MOVEMENT.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS).empty("还没有登记过增减。");
        let possible = possible(reading, asked)?;
        for kind in KINDS {
            sheet = sheet.chip(kind.code(), kind.label());
            if possible.contains(kind) {
                sheet = sheet.act(kind.code(), act_label(*kind));
            }
        }
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |row: &Stored<Movement>| row.id.0,
            person: |row| row.person_id,
            marks: &|row| vec![row.kind.code()],
            words: &|row| {
                let others = [row.counterpart.as_deref(), row.letter_number.as_deref()];
                others.map(Option::unwrap_or_default).join(" ")
            },
            line: &line,
        };
        sheet.finish_rows(asked, &rows, until(reading, asked)?)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        if deed.act == REASON {
            return reason_form(&reading.require::<Movement>(MovementId(deed.need_row()?))?);
        }
        let kind = kind_of(deed)?;
        let (name, mut fields) = asked_person(reading, deed.subject)?;
        let day = field("occurred_on", "日期", FolioControl::PartialDay, 2).required();
        fields.push(day.hinted("真实发生的日期，至少到月份"));
        fields.push(reason_field(kind));
        if has_home(kind) {
            fields.push(home_field(reading, deed)?);
        }
        if has_letter(kind) {
            fields.extend(letter_fields(kind));
        }
        fields.push(field("note", "说明", FolioControl::Lines, 4));
        Ok(FolioEntry {
            title: format!("{}{name}", act_label(kind)),
            about: follows(kind).to_owned(),
            fields,
            button: "登记".to_owned(),
            is_danger: false,
        })
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        if deed.act == REASON {
            return give_reason(desk, MovementId(deed.need_row()?), values);
        }
        let kind = kind_of(deed)?;
        let command = move_of(kind, deed, &mut values);
        values.finish()?;
        let done = desk.handle(command, &Unwatched)?;
        let sentence = match done.body.movement {
            Some(_) => format!("已登记{}，计入{}。", kind.label(), done.body.booked_month.label()),
            None => "已调整小组，不计增减。".to_owned(),
        };
        Ok(saved(done, sentence, |moved| moved.warnings))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        let rows = movements_of(reading, person)?;
        let count = rows.iter().filter(|row| row.kind != MovementKind::Opening).count();
        Ok(Some(u32::try_from(count).unwrap_or(u32::MAX)))
    }
}

/// What moved anybody, or one person, up to the day asked for; the newest first.
fn until(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<Vec<Stored<Movement>>> {
    let Some(person) = asked.subject else { return Ok(movements_until(reading, asked.on)?) };
    let mut rows = movements_of(reading, PersonId(person))?;
    rows.retain(|row| {
        row.kind != MovementKind::Opening && row.occurred_on.is_none_or(|on| on.earliest() <= asked.on)
    });
    rows.sort_by_key(|row| std::cmp::Reverse((row.occurred_on, row.id)));
    Ok(rows)
}

/// What can be registered of the person whose movements are shown; anything where they are everybody's.
fn possible(reading: &Reading<'_>, asked: &Asked<'_>) -> Result<&'static [MovementKind]> {
    match asked.subject {
        Some(person) => Ok(standpoint(reading, PersonId(person), asked.on)?.may_follow()),
        None => Ok(KINDS),
    }
}

fn kind_of(deed: &Deed<'_>) -> Result<MovementKind> {
    match MovementKind::from_code(deed.act).filter(|kind| KINDS.contains(kind)) {
        Some(kind) => Ok(kind),
        None => deed.unknown(),
    }
}

fn line(row: &Stored<Movement>, known: &Known) -> Line {
    let names = &known.names;
    let reason = row.reason.as_deref().and_then(MovementReason::of_code).map(MovementReason::label);
    let from = row.from_branch_id.map(|from| format!("原{}", names.distinct(from)));
    let text = |text: &Option<String>| cell(text.clone().unwrap_or_default());
    Line {
        cells: vec![
            cell(row.occurred_on.map(|on| on.to_string()).unwrap_or_default()),
            known.linked(row.person_id),
            cell(row.kind.label()),
            cell(reason.unwrap_or_default()),
            noted(names.distinct(row.branch_id), from.unwrap_or_default()),
            text(&row.counterpart),
            text(&row.letter_number),
            cell(row.booked_month.to_string()),
        ],
        acts: vec![button(REASON, "写明原因")],
        ..Line::default()
    }
}

/// Whether a branch is asked for: for those who come and for a change of branch.
const fn has_home(kind: MovementKind) -> bool {
    kind.direction() > 0 || matches!(kind, MovementKind::BranchMove)
}

const fn has_letter(kind: MovementKind) -> bool {
    matches!(kind, MovementKind::TransferIn | MovementKind::TransferOut)
}

pub(super) fn reason_field(kind: MovementKind) -> FolioField {
    let reasons =
        MovementReason::for_kind(kind).map(|reason| choice(reason.code(), reason.label())).collect();
    let asked = field("reason", "原因", FolioControl::Pick(reasons), 2);
    if needs_reason(kind) { asked.hinted("上报前要写明") } else { asked }
}

fn reason_form(row: &Stored<Movement>) -> Result<FolioEntry> {
    Ok(FolioEntry {
        title: format!("写明{}的原因", row.kind.label()),
        about: "原因按代码表选择，写进党员增减明细；已结账月份的不能再改。".to_owned(),
        fields: vec![reason_field(row.kind).holding_some(row.reason.as_deref()).required()],
        button: "保存".to_owned(),
        is_danger: false,
    })
}

fn give_reason(desk: &mut Desk, id: MovementId, mut values: Values) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let (row, name) = book.read(|reading| {
        let row = reading.require::<Movement>(id)?;
        let name = reading.require::<Person>(row.person_id)?.value.name;
        Ok::<_, LedgerError>((row, name))
    })?;
    let suits = |code: &str| MovementReason::of_code(code).filter(|reason| reason.suits(row.kind));
    let Some(reason) = values.pick("reason", suits) else {
        values.refuse("reason", "请选择原因。");
        return Err(values.refusal());
    };
    values.finish()?;
    let words = format!("{}：{name} {}", row.kind.label(), reason.label());
    let new = Movement { reason: Some(reason.code().to_owned()), ..row.value };
    let operation = Operation::new(OperationKind::MemberMove, format!("写明原因，{words}"));
    let written =
        book.write(&operation, |writing| Ok::<_, DeskError>(writing.update(id, &new).map(|_| ())?))?;
    let sentence = format!("已写明原因，{words}。");
    Ok(outcome_of(written, |()| done(sentence)))
}

/// Branch and group in one choice: `3` is a branch, `3:7` its group.
fn home_field(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioField> {
    let held =
        deed.subject.map(|person| member_on(reading, PersonId(person), deed.today)).transpose()?.flatten();
    let now = held.map(|held| match held.group_id {
        Some(group) => format!("{}:{group}", held.branch_id),
        None => held.branch_id.to_string(),
    });
    let homes = FolioControl::Pick(homes(reading, deed.today)?);
    Ok(field("home", "党支部、党小组", homes, 4).holding_some(now).required())
}

fn homes(reading: &Reading<'_>, day: Day) -> Result<Vec<FolioChoice>> {
    let names = Names::on(reading, day)?;
    let all = list_on(reading, day)?;
    let mut homes = Vec::new();
    for branch in all.iter().filter(|each| each.level.is_home_branch()) {
        let name = names.distinct(branch.id);
        let groups =
            all.iter().filter(|each| each.level == Level::Group && each.parent_id == Some(branch.id));
        let group = |group: &Stored<_>| group_choice(branch.id, &name, group);
        homes.push(choice(branch.id, &name));
        homes.extend(groups.map(group));
    }
    Ok(homes)
}

fn group_choice(
    branch: OrganisationId,
    name: &str,
    group: &Stored<branchbook_ledger::table::organisation::Organisation>,
) -> FolioChoice {
    choice(format!("{branch}:{}", group.id), format!("{name} {}", group.name))
}

pub(super) fn letter_fields(kind: MovementKind) -> Vec<FolioField> {
    let text = || FolioControl::Text(Vec::new());
    let reaches = coded_choices(LetterReach::ALL.iter().copied(), LetterReach::code, LetterReach::label);
    let other = if kind == MovementKind::TransferOut { "转到哪里" } else { "从哪里来" };
    vec![
        field("counterpart", other, text(), 4),
        field("letter_number", "介绍信号", text(), 1),
        field("reach", "范围", reaches, 1).holding(LetterReach::InCity.code()),
        field("valid_until", "有效期至", FolioControl::Day, 1).hinted("一般不超过三个月"),
        field("dues_paid_to", "党费交至", FolioControl::PartialDay, 1).hinted("写到月"),
    ]
}

fn move_of(kind: MovementKind, deed: &Deed<'_>, values: &mut Values) -> MemberMove {
    let member = person_of(deed, values);
    let occurred_on = values.need_partial_day("occurred_on", "日期");
    let home = values.text("home").filter(|_| has_home(kind)).unwrap_or_default();
    let (branch, group) = home.split_once(':').unwrap_or((&home, ""));
    let key = |text: &str| text.parse().ok().map(OrganisationId);
    if has_home(kind) && key(branch).is_none() {
        values.refuse("home", "请选择党支部。");
    }
    MemberMove {
        member,
        kind,
        occurred_on,
        branch: key(branch),
        group: key(group),
        counterpart: values.text("counterpart"),
        letter_number: values.text("letter_number"),
        note: values.lines("note"),
        reason: values.text("reason"),
        letter: has_letter(kind).then(|| letter_of(values)).flatten(),
    }
}

/// What the letter says beside its number; nothing if nothing of it is known.
pub(super) fn letter_of(values: &mut Values) -> Option<MoveLetter> {
    let letter = MoveLetter {
        reach: values.pick("reach", LetterReach::from_code),
        issued_on: None,
        valid_until: values.day("valid_until"),
        dues_paid_to: values.month("dues_paid_to"),
    };
    let is_known = letter.valid_until.is_some()
        || letter.dues_paid_to.is_some()
        || values.text("letter_number").is_some();
    is_known.then_some(letter)
}

/// What will follow, said before it is done.
const fn follows(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::BecameFull => "登记后按正式党员统计，当月报表计一人转正；从这一天起有表决权。",
        MovementKind::BranchMove => {
            "登记后编入新的党支部或党小组；换支部时，原支部和小组的任职同时结束。只换小组不计增减。"
        }
        MovementKind::TransferOut => {
            "登记后从这一天起不在册，当月报表计一人转出；任职和特殊情况同时结束。记录保留在历史党员里。"
        }
        MovementKind::Death => {
            "登记后从这一天起不在册，当月报表计一人死亡；任职和特殊情况同时结束。记录保留在历史党员里。"
        }
        MovementKind::Expelled | MovementKind::Suspended => {
            "登记后从这一天起不在册，当月报表计入减少；任职和特殊情况同时结束。记录保留在历史党员里。"
        }
        MovementKind::TransferIn
        | MovementKind::Restored
        | MovementKind::Admitted
        | MovementKind::Opening => {
            "登记后从这一天起在册，当月报表计入增加，并开设积分账户；原来的记录接着用。"
        }
    }
}
