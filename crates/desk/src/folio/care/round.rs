//! The sheet that somebody takes along on a round of visits (走访单): who is to be visited, by when, and room to write.
//! It carries neither number, phone nor address: whoever goes knows the people.

use branchbook_contract::folio::{FolioChoice, FolioControl, FolioDone, FolioEntry, Paper, PaperPart};
use branchbook_domain::care::CareKind;
use branchbook_domain::day::{Day, day_label};
use branchbook_ledger::Reading;

use super::cycle::Cycles;
use super::watch::{State, Watched, watched};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::value::choice;
use crate::folio::whose::{Known, branch_choices};
use crate::folio::{Filled as _, Values, field};

pub(super) fn form(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let kinds: Vec<FolioChoice> =
        CareKind::ALL.iter().map(|kind| choice(kind.code(), kind.label())).collect();
    Ok(FolioEntry {
        title: "打印走访单".to_owned(),
        about: "按类别和党支部列出走访对象，留出填写走访情况的位置。单子上没有身份证号和电话。".to_owned(),
        fields: vec![
            field("branch", "党支部", FolioControl::Pick(branch_choices(reading, today)?), 2)
                .hinted("不选就是全部党支部"),
            field("is_due", "只列超期和七天内到期的", FolioControl::Yes, 2),
            field("kinds", "类别", FolioControl::Ticks(kinds), 4).hinted("不选就是全部类别"),
        ],
        button: "生成走访单".to_owned(),
        is_danger: false,
    })
}

pub(super) fn act(desk: &mut Desk, mut values: Values, today: Day) -> Result<Outcome<FolioDone>> {
    let branch = values.organisation("branch");
    let (kinds, is_due) = (values.ticks("kinds"), values.yes("is_due"));
    if let Some(unknown) = kinds.iter().find(|kind| CareKind::from_code(kind).is_none()) {
        values.refuse("kinds", format!("没有“{unknown}”这一类，请重新选择。"));
    }
    values.finish()?;
    let (all, known) = desk.book()?.read(|reading| watched(reading, &Cycles::of(reading)?, today))?;
    let is_wanted = |each: &&Watched| {
        let of_kind = |kind: &String| each.cares.iter().any(|reason| reason.care.kind.code() == kind);
        (kinds.is_empty() || kinds.iter().any(of_kind))
            && branch.is_none_or(|branch| {
                known.member(each.person).is_some_and(|member| member.branch_id == branch)
            })
            && (!is_due || each.state(today) != State::Fine)
    };
    let rows: Vec<Vec<String>> =
        all.iter().filter(is_wanted).enumerate().map(|(n, each)| row(n, each, &known, today)).collect();
    if rows.is_empty() {
        return Err(DeskError::refused("没有符合条件的走访对象，没有可以打印的内容。"));
    }
    let sentence = format!("走访单上有 {} 人。", rows.len());
    let paper = Some(paper(rows, today));
    Ok(Outcome::unchanged(FolioDone { sentence, paper, ..FolioDone::default() }))
}

fn row(index: usize, each: &Watched, known: &Known, on: Day) -> Vec<String> {
    let kinds: Vec<&str> = each.cares.iter().map(|reason| reason.care.kind.label()).collect();
    let last = each.first().and_then(|reason| reason.care.last_contact(on));
    vec![
        (index + 1).to_string(),
        known.name(each.person),
        known.branch(each.person),
        kinds.join("、"),
        last.map(branchbook_domain::day::PartialDay::label).unwrap_or_default(),
        each.first().map(|reason| reason.due.label()).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

fn paper(rows: Vec<Vec<String>>, today: Day) -> Paper {
    let titles =
        ["序号", "姓名", "党支部", "类别", "最近联系", "应在何日前", "走访日期", "走访人", "情况和需要"];
    Paper {
        title: "联系走访登记单".to_owned(),
        parts: vec![
            PaperPart::Text(format!("截至 {}，共 {} 人。", day_label(today), rows.len())),
            PaperPart::Table(titles.map(str::to_owned).to_vec(), rows),
            PaperPart::Signs(vec!["走访人".to_owned(), "党支部书记".to_owned()]),
        ],
    }
}
