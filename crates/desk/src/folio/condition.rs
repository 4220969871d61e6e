//! 特殊情况: what specially holds of members: 流动, 失联, 困难, 不计应到会, 留党察看. Registering and ending one is the
//! register's own business (`member/condition.rs`); here it is listed and asked for.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioPage, FolioTone};
use branchbook_contract::member::{MemberConditionEnd, MemberConditionSet};
use branchbook_domain::day::Day;
use branchbook_domain::key::{ConditionId, PersonId};
use branchbook_domain::member::ConditionKind;
use branchbook_domain::quorum::ExemptReason;
use branchbook_ledger::table::membership::{Condition, conditions_of};
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::whose::{AHEAD, Running, end_form};
use super::{
    Asked, Deed, Filled as _, Folio, Head, Known, Line, People, Sheet, Values, asked_person, button, cell,
    coded_choices, dated, field, person_of, saved, subject_of, tagged,
};
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::Result;
use crate::member::word::reason_in_words;
use crate::progress::Unwatched;

/// The folio.
pub(crate) struct Conditions;

const HEAD: Head = Head {
    folio: "conditions",
    title: "特殊情况",
    about: "流动、失联、困难、不计入应到会、留党察看：从哪天到哪天，谁批准。",
    group: "党员",
};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 6), ("情况", 8), ("说明", 0), ("开始", 8), ("结束", 8), ("批准", 12)];

impl Folio for Conditions {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::CONDITION.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("now", "现在")
            .chip("ended", "已结束")
            .act("add", "登记特殊情况")
            .empty("还没有登记。流动、失联、不计入应到会等情况登记后，会影响应到人数和提醒。");
        for &kind in ConditionKind::ALL {
            sheet = sheet.chip(kind.code(), kind.label());
        }
        let mut held = of_subject(reading, asked.subject)?;
        held.retain(|stored| asked.lists(stored.from_on));
        if held.iter().any(|stored| running(stored, asked.on) == Running::Ahead) {
            sheet = sheet.chip(Running::Ahead.mark(), AHEAD);
        }
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |stored: &Stored<Condition>| stored.id.0,
            person: |stored| stored.person_id,
            marks: &|stored| vec![running(stored, asked.on).mark(), stored.kind.code()],
            words: &|_| String::new(),
            line: &|stored, known| line(stored, known, asked.on),
        };
        sheet.finish_rows(asked, &rows, held)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => add_form(reading, deed),
            "end" => {
                let about = "从这一天起不再这样处理；以前的日子仍按原来的统计。可以撤销。";
                Ok(end_form(("结束这项特殊情况", "结束"), about, deed.today))
            }
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => {
                let command = set_of(deed, &mut values);
                values.finish()?;
                let label = command.kind.label();
                let done = desk.handle(command, &Unwatched)?;
                Ok(saved(done, format!("已登记：{label}。"), |done| done.warnings))
            }
            "end" => {
                let condition = ConditionId(deed.need_row()?);
                let to_on = Some(values.need_day("to_on", "结束日期"));
                values.finish()?;
                let done = desk.handle(MemberConditionEnd { condition, to_on }, &Unwatched)?;
                Ok(saved(done, "已结束这项特殊情况。", |done| done.warnings))
            }
            _ => deed.unknown(),
        }
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(conditions_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }
}

fn of_subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Vec<Stored<Condition>>> {
    Ok(match subject {
        Some(person) => conditions_of(reading, PersonId(person))?,
        None => reading.all::<Condition>()?,
    })
}

fn running(stored: &Condition, on: Day) -> Running {
    Running::on(stored.from_on, stored.to_on, on)
}

fn line(stored: &Stored<Condition>, known: &Known, on: Day) -> Line {
    let running = running(stored, on);
    let tone = if running == Running::Now { FolioTone::Info } else { FolioTone::Plain };
    let reason = stored.reason.as_deref().map(reason_in_words).unwrap_or_default();
    let approved: Vec<String> = [stored.approved_by.clone(), stored.approved_on.map(|on| on.to_string())]
        .into_iter()
        .flatten()
        .collect();
    Line {
        cells: vec![
            known.linked(stored.person_id),
            tagged(stored.kind.label(), tone),
            cell(reason),
            running.begun(stored.from_on),
            dated(stored.to_on),
            cell(approved.join(" ")),
        ],
        acts: if stored.to_on.is_none() { vec![button("end", "结束")] } else { Vec::new() },
        ..Line::default()
    }
}

fn add_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let kinds = coded_choices(ConditionKind::ALL.iter().copied(), ConditionKind::code, ConditionKind::label);
    let others: Vec<&str> =
        ConditionKind::ALL.iter().filter(|kind| **kind != EXEMPT).map(|kind| kind.code()).collect();
    let reasons = coded_choices(ExemptReason::ALL, ExemptReason::code, ExemptReason::label);
    let is_exempt = &[EXEMPT.code()];
    let text = || FolioControl::Text(Vec::new());
    let (name, mut fields) = asked_person(reading, deed.subject)?;
    fields.extend([
        field("kind", "情况", kinds, 2).holding(ConditionKind::Mobile.code()).required(),
        field("from_on", "开始日期", FolioControl::Day, 1).holding(deed.today).required(),
        field("to_on", "结束日期", FolioControl::Day, 1).hinted("不知道就留空"),
        field("said", "说明", text(), 4).only_if("kind", &others),
        field("reason", "规定的情形", reasons, 4).required().only_if("kind", is_exempt),
        field("approved_by", "批准单位", text(), 2).required().only_if("kind", is_exempt),
        field("approved_on", "批准日期", FolioControl::Day, 1).required().only_if("kind", is_exempt),
        field("reference", "依据", text(), 1).hinted("通过的支部大会或文件").only_if("kind", is_exempt),
    ]);
    Ok(FolioEntry {
        title: format!("登记特殊情况{name}"),
        about: String::new(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

const EXEMPT: ConditionKind = ConditionKind::QuorumExempt;

fn set_of(deed: &Deed<'_>, values: &mut Values) -> MemberConditionSet {
    let kind = values.pick("kind", ConditionKind::from_code).unwrap_or(ConditionKind::Mobile);
    MemberConditionSet {
        member: person_of(deed, values),
        kind,
        reason: values.text(if kind == EXEMPT { "reason" } else { "said" }),
        from_on: Some(values.need_day("from_on", "开始日期")),
        to_on: values.day("to_on"),
        approved_by: values.text("approved_by"),
        approved_on: values.day("approved_on"),
        reference: values.text("reference"),
        note: None,
    }
}
