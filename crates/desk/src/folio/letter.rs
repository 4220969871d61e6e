//! Transfer letters (组织关系介绍信): written or received, on the way, received, overdue, withdrawn. The movement of the
//! member is registered in the register; a letter follows it and decides nothing.

use branchbook_contract::Kind;
use branchbook_contract::folio::FolioControl;
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioField, FolioPage, FolioTone};
use branchbook_contract::home::FallsDue;
use branchbook_contract::month::MonthFinding;
use branchbook_domain::day::{Day, add_days};
use branchbook_domain::key::{PersonId, TransferLetterId};
use branchbook_domain::letter::{Letter, LetterReach, LetterState, LetterWay, check_letter};
use branchbook_ledger::table::letter::{TransferLetter, letters, letters_of, open_letters};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{LedgerError, OperationKind, Reading, Stored};

use super::Filled as _;
use super::record::{self, RowRecord};
use super::whose::{AHEAD, names_among};
use super::{
    Asked, Deed, Folio, Head, Known, Line, People, Sheet, Values, asked_person, button, cell, coded_choices,
    field, noted, operate, person_of, seen_in, subject_of, tagged,
};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::happened;
use crate::month::finding::with_record;

/// The folio.
pub(crate) struct Letters;

const HEAD: Head = Head {
    folio: "letters",
    title: "组织关系介绍信",
    about: "转出、转入的介绍信：开具、途中、接收、超期。对方接收之前，原党组织仍负责管理。",
    group: "党员",
};

impl Folio for Letters {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::LETTER.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("travelling", "途中")
            .chip("overdue", "超期")
            .chip("received", "已接收")
            .chip("out", "转出")
            .chip("in", "转入")
            .act("add", "登记介绍信")
            .empty("还没有登记介绍信。登记转出、转入时，介绍信的编号和有效期记在这里，到期会提醒。");
        let mut all = of_subject(reading, asked.subject)?;
        all.retain(|stored| asked.lists(Some(stored.issued_on)));
        if all.iter().any(|stored| stored.issued_on > asked.on) {
            sheet = sheet.chip("ahead", AHEAD);
        }
        let open: Vec<&Stored<TransferLetter>> =
            all.iter().filter(|stored| is_open_on(stored, asked.on)).collect();
        let names = names_among(reading, &open.iter().map(|stored| stored.person_id).collect::<Vec<_>>())?;
        let name = |stored: &TransferLetter| names.get(&stored.person_id).map_or("", String::as_str);
        sheet.findings =
            open.iter().flat_map(|stored| check_letter(&letter_of(stored, name(stored)), asked.on)).collect();
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |stored: &Stored<TransferLetter>| stored.id.0,
            person: |stored| stored.person_id,
            marks: &|stored| vec![state_of(stored, asked.on).1, stored.way.code()],
            words: &|stored| {
                let others = [stored.number.as_deref(), stored.counterpart.as_deref()];
                others.map(Option::unwrap_or_default).join(" ")
            },
            line: &|stored, known| line(stored, known, asked.on),
        };
        sheet.finish_rows(asked, &rows, all)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => add_form(reading, deed),
            "edit" => edit_form(&row(reading, deed)?),
            "receive" => open_row(reading, deed).map(|_| receive_form(deed.today)),
            "withdraw" => open_row(reading, deed).map(|_| withdraw_form()),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        let known = match deed.act {
            "add" => None,
            "edit" => Some(desk.book()?.read(|reading| row(reading, deed))?),
            "receive" | "withdraw" => Some(desk.book()?.read(|reading| open_row(reading, deed))?),
            _ => return deed.unknown(),
        };
        let new = match (deed.act, &known) {
            ("receive", Some(known)) => received(known, &mut values),
            ("withdraw", Some(known)) => withdrawn(known, &mut values, deed.today),
            (_, known) => filled(known.as_ref(), deed, &mut values),
        };
        values.finish()?;
        save(desk, known.map(|known| known.id), &new, said(deed.act))
    }

    fn seen(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Option<PersonId>, LedgerError> {
        seen_in(deed, |row| Ok(reading.require::<TransferLetter>(TransferLetterId(row))?.person_id))
    }

    fn attention(&self, reading: &Reading<'_>, today: Day) -> Result<u32, LedgerError> {
        let open = open_letters(reading)?;
        let overdue =
            open.iter().filter(|stored| letter_of(stored, "").state_on(today) == LetterState::Overdue);
        Ok(u32::try_from(overdue.count()).unwrap_or(u32::MAX))
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(letters_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }

    fn falls_due(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<FallsDue>, LedgerError> {
        let due = |(name, stored): (String, Stored<TransferLetter>)| {
            let on = letter_of(&stored, &name).last_day();
            FallsDue {
                on,
                is_about: false,
                label: "介绍信".to_owned(),
                is_late: on < today,
                sentence: format!("{name}的{}介绍信还没有登记接收", stored.way.label()),
                opens: format!("folio/letters?subject={}", stored.person_id),
            }
        };
        Ok(open_by_name(reading)?.into_iter().map(due).collect())
    }

    fn findings(&self, reading: &Reading<'_>, today: Day) -> Result<Vec<MonthFinding>, LedgerError> {
        let mut found = Vec::new();
        for (name, stored) in open_by_name(reading)? {
            let checked = check_letter(&letter_of(&stored, &name), today);
            found.extend(checked.into_iter().map(|each| with_record(each, Kind::Member, stored.person_id.0)));
        }
        Ok(found)
    }
}

const COLUMNS: &[(&str, u8)] = &[
    ("姓名", 6),
    ("方向", 5),
    ("编号", 10),
    ("对方党组织", 0),
    ("开具", 8),
    ("有效期至", 10),
    ("党费交至", 7),
    ("状态", 8),
];

fn of_subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Vec<Stored<TransferLetter>>> {
    Ok(match subject {
        Some(person) => letters_of(reading, PersonId(person))?,
        None => letters(reading)?,
    })
}

/// The letters that are still open, each with the name of its person.
fn open_by_name(reading: &Reading<'_>) -> Result<Vec<(String, Stored<TransferLetter>)>, LedgerError> {
    let open = open_letters(reading)?;
    let names = names_among(reading, &open.iter().map(|stored| stored.person_id).collect::<Vec<_>>())?;
    let named =
        |stored: Stored<TransferLetter>| (names.get(&stored.person_id).cloned().unwrap_or_default(), stored);
    Ok(open.into_iter().map(named).collect())
}

fn row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<TransferLetter>> {
    Ok(reading.require::<TransferLetter>(TransferLetterId(deed.need_row()?))?)
}

/// On its way on a day: issued by then, and neither received nor withdrawn.
fn is_open_on(letter: &TransferLetter, on: Day) -> bool {
    let is_over = |day: Option<Day>| day.is_some_and(|day| day <= on);
    letter.issued_on <= on && !is_over(letter.received_on) && !is_over(letter.withdrawn_on)
}

/// A letter that is still on the way: what is over is neither received nor withdrawn again.
fn open_row(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<Stored<TransferLetter>> {
    let known = row(reading, deed)?;
    match is_open(&known) {
        true => Ok(known),
        false => Err(DeskError::refused("这封介绍信已经登记接收或作废。")),
    }
}

/// Neither received nor withdrawn.
fn is_open(letter: &TransferLetter) -> bool {
    letter.received_on.is_none() && letter.withdrawn_on.is_none()
}

fn letter_of(stored: &TransferLetter, name: &str) -> Letter {
    Letter {
        subject: name.to_owned(),
        way: stored.way,
        number: stored.number.clone(),
        counterpart: stored.counterpart.clone(),
        issued_on: stored.issued_on,
        valid_until: stored.valid_until,
        dues_paid_to: stored.dues_paid_to,
        received_on: stored.received_on,
    }
}

/// How it stands with a letter: what a person calls it, the filter, the tone.
fn state_of(stored: &TransferLetter, on: Day) -> (&'static str, &'static str, FolioTone) {
    let state = letter_of(stored, "").state_on(on);
    match state {
        _ if stored.withdrawn_on.is_some_and(|day| day <= on) => ("作废", "withdrawn", FolioTone::Plain),
        _ if stored.issued_on > on => (AHEAD, "ahead", FolioTone::Plain),
        LetterState::Travelling => (state.label(), "travelling", FolioTone::Due),
        LetterState::Received => (state.label(), "received", FolioTone::Ok),
        LetterState::Overdue => (state.label(), "overdue", FolioTone::Late),
    }
}

fn line(stored: &Stored<TransferLetter>, known: &Known, on: Day) -> Line {
    let letter = letter_of(stored, "");
    let (words, _, tone) = state_of(stored, on);
    let left = match letter.days_left(on) {
        _ if !is_open_on(stored, on) => String::new(),
        0.. => format!("还有 {} 天", letter.days_left(on)),
        late => format!("已过 {} 天", -late),
    };
    Line {
        cells: vec![
            known.linked(stored.person_id),
            cell(stored.way.label()),
            cell(stored.number.clone().unwrap_or_default()),
            cell(stored.counterpart.clone().unwrap_or_default()),
            cell(stored.issued_on.to_string()),
            noted(letter.last_day().to_string(), left),
            cell(stored.dues_paid_to.map(|month| month.to_string()).unwrap_or_default()),
            tagged(words, tone),
        ],
        acts: if is_open(stored) {
            vec![button("receive", "登记接收"), button("edit", "修改"), button("withdraw", "作废")]
        } else {
            vec![button("edit", "修改")]
        },
        ..Line::default()
    }
}

fn add_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let (name, mut fields) = asked_person(reading, deed.subject)?;
    let reach = LetterReach::InCity;
    fields.extend(letter_fields(None, deed.today, reach));
    Ok(FolioEntry {
        title: format!("登记介绍信{name}"),
        about: "只记介绍信的往来，不改变党员的隶属；转出、转入请在党员的“办理变动”里登记。".to_owned(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

fn edit_form(stored: &Stored<TransferLetter>) -> Result<FolioEntry> {
    let mut fields = letter_fields(Some(&stored.value), stored.issued_on, stored.reach);
    fields.push(field("received_on", "接收日期", FolioControl::Day, 2).holding_some(stored.received_on));
    Ok(FolioEntry {
        title: "修改介绍信".to_owned(),
        about: String::new(),
        fields,
        button: "保存".to_owned(),
        is_danger: false,
    })
}

fn letter_fields(known: Option<&TransferLetter>, issued_on: Day, reach: LetterReach) -> Vec<FolioField> {
    let ways = coded_choices(LetterWay::ALL.iter().copied(), LetterWay::code, LetterWay::label);
    let reaches = coded_choices(LetterReach::ALL.iter().copied(), LetterReach::code, LetterReach::label);
    let text = |of: fn(&TransferLetter) -> &Option<String>| known.and_then(|known| of(known).clone());
    let until = known.map_or(Some(add_days(issued_on, reach.usual_days())), |known| known.valid_until);
    let way = known.map_or(LetterWay::Out, |known| known.way);
    vec![
        field("way", "方向", ways, 1).holding(way.code()).required(),
        field("reach", "范围", reaches, 1).holding(reach.code()).required(),
        field("number", "编号", FolioControl::Text(Vec::new()), 2).holding_some(text(|known| &known.number)),
        field("counterpart", "对方党组织全称", FolioControl::Text(Vec::new()), 4)
            .holding_some(text(|known| &known.counterpart)),
        field("issued_on", "开具日期", FolioControl::Day, 1).holding(issued_on).required(),
        field("valid_until", "有效期至", FolioControl::Day, 1)
            .holding_some(until)
            .hinted("一般不超过三个月；市内常写 10 天，市外 30 天"),
        field("dues_paid_to", "党费交至", FolioControl::PartialDay, 2)
            .holding_some(known.and_then(|known| known.dues_paid_to))
            .hinted("写到月，如 2026-11"),
        field("note", "备注", FolioControl::Text(Vec::new()), 4).holding_some(text(|known| &known.note)),
    ]
}

fn receive_form(today: Day) -> FolioEntry {
    FolioEntry {
        title: "登记接收".to_owned(),
        about: "以回执上的日期为准。".to_owned(),
        fields: vec![field("received_on", "接收日期", FolioControl::Day, 2).holding(today).required()],
        button: "登记接收".to_owned(),
        is_danger: false,
    }
}

fn withdraw_form() -> FolioEntry {
    FolioEntry {
        title: "作废介绍信".to_owned(),
        about: "作废的介绍信留在台账里，不再提醒。".to_owned(),
        fields: vec![field("note", "原因", FolioControl::Text(Vec::new()), 4).required()],
        button: "作废".to_owned(),
        is_danger: true,
    }
}

/// The letter as the form says it.
fn filled(known: Option<&Stored<TransferLetter>>, deed: &Deed<'_>, values: &mut Values) -> TransferLetter {
    let person_id = known.map_or_else(|| person_of(deed, values), |known| known.person_id);
    let issued_on = values.need_day("issued_on", "开具日期");
    values.refuse_ahead("issued_on", Some(issued_on));
    let letter = TransferLetter {
        person_id,
        way: values.pick("way", LetterWay::from_code).unwrap_or(LetterWay::Out),
        reach: values.pick("reach", LetterReach::from_code).unwrap_or(LetterReach::InCity),
        number: values.text("number"),
        counterpart: values.text("counterpart"),
        issued_on,
        valid_until: values.day("valid_until"),
        dues_paid_to: values.month("dues_paid_to"),
        received_on: values.day("received_on"),
        withdrawn_on: known.and_then(|known| known.withdrawn_on),
        movement_id: known.and_then(|known| known.movement_id),
        note: values.text("note"),
    };
    if letter.valid_until.is_some_and(|until| until < issued_on) {
        values.refuse("valid_until", "有效期早于开具日期，请核对。");
    }
    refuse_early(&letter, values);
    letter
}

fn received(known: &Stored<TransferLetter>, values: &mut Values) -> TransferLetter {
    let received_on = Some(values.need_day("received_on", "接收日期"));
    let letter = TransferLetter { received_on, ..known.value.clone() };
    refuse_early(&letter, values);
    letter
}

fn refuse_early(letter: &TransferLetter, values: &mut Values) {
    values.refuse_ahead("received_on", letter.received_on);
    if letter.received_on.is_some_and(|received| received < letter.issued_on) {
        values.refuse("received_on", "接收日期早于开具日期，请核对。");
    }
}

fn withdrawn(known: &Stored<TransferLetter>, values: &mut Values, today: Day) -> TransferLetter {
    let reason = values.need_text("note", "原因");
    let before = known.note.clone().map(|note| format!("{note}；")).unwrap_or_default();
    TransferLetter {
        withdrawn_on: Some(today),
        note: Some(format!("{before}作废：{reason}")),
        ..known.value.clone()
    }
}

fn said(act: &str) -> &'static str {
    match act {
        "receive" => "登记接收",
        "withdraw" => "作废介绍信",
        "edit" => "修改介绍信",
        _ => "登记介绍信",
    }
}

fn save(
    desk: &mut Desk,
    id: Option<TransferLetterId>,
    letter: &TransferLetter,
    words: &str,
) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let name = book.read(|reading| {
        happened::refuse_before_joining(reading, "issued_on", letter.issued_on, letter.person_id)?;
        Ok::<_, DeskError>(reading.require::<Person>(letter.person_id)?.value.name)
    })?;
    let title = format!("{words}：{name}");
    operate(desk, OperationKind::LetterSet, &title, |writing| {
        match id {
            Some(id) => writing.update(id, letter).map(|_| ())?,
            None => writing.insert(letter).map(|_| ())?,
        }
        Ok(())
    })
}
