//! Papers of cases: the progress of one, and the list of activists on a day. Neither carries an ID number or a phone.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, Paper, PaperPart};
use branchbook_domain::code::Sex;
use branchbook_domain::day::{Day, PartialDay, day_label};
use branchbook_domain::development::{
    Recurring, Role, RulePacks, Stage, Step, StepProgress, StepState, SupporterStanding, progress,
};
use branchbook_domain::due_day::DueDay;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::work_day::WorkCalendar;
use branchbook_ledger::{LedgerError, Reading};

use super::entry::{branch_control, form};
use super::facts::known_facts;
use super::file::CaseFile;
use super::place::Place;
use super::row::step_label;
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Filled as _, Values, field};

/// The question before the progress of a case is printed.
pub(super) fn progress_entry(file: &CaseFile) -> FolioEntry {
    let about = "打印全部步骤的日期、期限和条款，不含身份证号和电话。";
    form(format!("打印发展党员工作进度表：{}", file.person.name), about, Vec::new(), "打印")
}

/// The progress of a case.
pub(super) fn progress_sheet(file: &CaseFile, today: Day) -> Outcome<FolioDone> {
    let facts = known_facts(file, today).into_iter().map(|(label, text)| (label.to_owned(), text));
    let mut parts = vec![PaperPart::Facts(facts.collect())];
    let steps = progress(&file.case, RulePacks::shipped(), WorkCalendar::shipped(), today);
    let titles = ["序号", "步骤", "日期", "规定期限", "依据", "备注"];
    let rows = (1..).zip(&steps).map(|(number, seen)| step_row(file, number, seen));
    parts.push(PaperPart::Table(words(&titles), rows.collect()));
    parts.extend(more_table(file));
    parts.extend(supporter_table(file));
    parts.push(PaperPart::Text(format!(
        "本表按{}登记的内容打印。条款据转载文本整理，待与官方文本核对；日期和结论以会议记录和批复为准。",
        day_label(today)
    )));
    parts.push(PaperPart::Signs(words(&["党支部书记", "填表人", "日期"])));
    printed("发展党员工作进度表", parts, "进度表")
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|&each| each.to_owned()).collect()
}

fn step_row(file: &CaseFile, number: u32, seen: &StepProgress) -> Vec<String> {
    let note = file.row_of(seen.step).and_then(|row| row.note.clone()).unwrap_or_default();
    let day = match (seen.done_on, seen.state) {
        (Some(day), _) => day.label(),
        (None, StepState::Ongoing | StepState::Done | StepState::NotAsked) => seen.state.label().to_owned(),
        (None, _) => "尚未登记".to_owned(),
    };
    vec![number.to_string(), seen.label.clone(), day, limits(seen), seen.articles.join("、"), note]
}

fn limits(seen: &StepProgress) -> String {
    let said = |word: &str, due: Option<DueDay>| due.map(|due| format!("{word}{}", due.label()));
    let all = [said("不早于", seen.not_before), said("不晚于", seen.until)];
    all.into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// Reviews, reports and extensions.
fn more_table(file: &CaseFile) -> Option<PaperPart> {
    let more = file.steps.iter().filter(|row| Step::from_code(&row.step).is_none());
    let rows: Vec<Vec<String>> = more
        .map(|row| {
            let months = row.months.map(|months| format!("{months} 个月")).unwrap_or_default();
            let note = row.note.clone().unwrap_or_default();
            vec![step_label(&row.step, file), row.done_on.label(), months, note]
        })
        .collect();
    let titles = ["考察、汇报和延长", "日期", "时长", "备注"];
    (!rows.is_empty()).then(|| PaperPart::Table(words(&titles), rows))
}

fn supporter_table(file: &CaseFile) -> Option<PaperPart> {
    let both = file.supporters.iter().zip(&file.case.supporters);
    let rows: Vec<Vec<String>> = both
        .map(|(row, known)| {
            let standing = known.standing.map_or("", SupporterStanding::label);
            let from = row.from_on.map(day_label).unwrap_or_default();
            vec![row.role.label().to_owned(), row.name.clone(), from, standing.to_owned()]
        })
        .collect();
    let titles = ["联系人和介绍人", "姓名", "开始日期", "当日身份"];
    (!rows.is_empty()).then(|| PaperPart::Table(words(&titles), rows))
}

fn printed(title: &str, parts: Vec<PaperPart>, what: &str) -> Outcome<FolioDone> {
    Outcome::unchanged(FolioDone {
        sentence: format!("{what}已备好，可以打印。"),
        paper: Some(Paper { title: title.to_owned(), parts }),
        ..FolioDone::default()
    })
}

/// The form of the list of activists.
pub(super) fn activists_entry(reading: &Reading<'_>, today: Day) -> Result<FolioEntry> {
    let about = "列出当日在册的入党积极分子，不含身份证号和电话。";
    let fields = vec![
        field("on", "截止日期", FolioControl::Day, 2).holding(today).required(),
        field("branch", "党支部", branch_control(reading, today)?, 2).hinted("不选就是全部党支部"),
        field("with_candidates", "同时列出发展对象", FolioControl::Yes, 4),
    ];
    Ok(form("打印在册入党积极分子名单".to_owned(), about, fields, "打印"))
}

/// The list of activists.
pub(super) fn activists(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let on = values.need_day("on", "截止日期");
    if on > deed.today {
        values.refuse("on", format!("日期 {} 还没有到。", day_label(on)));
    }
    let branch = values.organisation("branch");
    let with_candidates = values.yes("with_candidates");
    values.finish()?;
    let files = desk.book()?.read(|reading| listed(reading, on, branch, with_candidates))?;
    if files.is_empty() {
        return Err(DeskError::refused(format!("{}没有在册的入党积极分子。", day_label(on))));
    }
    let titles =
        ["序号", "姓名", "性别", "出生年月", "党支部", "申请入党", "确定积极分子", "培养联系人", "最近考察"];
    let titles = if with_candidates { [&titles[..], &["阶段"]].concat() } else { titles.to_vec() };
    let rows = (1..).zip(&files).map(|(number, file)| {
        let stage = with_candidates.then(|| Place::of(file, on).stage_label().to_owned());
        activist_row(file, number).into_iter().chain(stage).collect()
    });
    let parts = vec![
        PaperPart::Text(format!("截至{}，共 {} 人。", day_label(on), files.len())),
        PaperPart::Table(words(&titles), rows.collect()),
        PaperPart::Signs(words(&["党组织负责人", "填表人", "日期"])),
    ];
    Ok(printed("在册入党积极分子名单", parts, "名单"))
}

fn listed(
    reading: &Reading<'_>,
    on: Day,
    branch: Option<OrganisationId>,
    with_candidates: bool,
) -> Result<Vec<CaseFile>, LedgerError> {
    let mut files = CaseFile::all_open(reading, on)?;
    let is_wanted = |stage: Option<Stage>| match stage {
        Some(Stage::Activist) => true,
        Some(Stage::Candidate) => with_candidates,
        _ => false,
    };
    files.retain(|file| {
        let is_here = branch.is_none_or(|branch| file.stored.branch_id == branch);
        is_here && file.is_open(on) && is_wanted(Place::of(file, on).stage)
    });
    files.sort_by(|a, b| (&a.branch, &a.person.pinyin).cmp(&(&b.branch, &b.person.pinyin)));
    Ok(files)
}

fn activist_row(file: &CaseFile, number: u32) -> Vec<String> {
    let person = &file.person;
    let sex = person.sex.as_deref().and_then(Sex::read).map_or("", Sex::label);
    // A year and a month are enough for a list that hangs on a wall.
    let birth =
        person.birth_on.map(|birth| birth.month().map_or_else(|| birth.label(), |month| month.label()));
    let day = |step: Step| file.case.day_of(step).map(PartialDay::label).unwrap_or_default();
    let contacts: Vec<&str> =
        file.case.supporters_as(Role::Contact).map(|contact| contact.name.as_str()).collect();
    let reviews = file.case.recurring.get(&Recurring::Review);
    let review = reviews.and_then(|days| days.iter().max()).map(|day| day.label());
    vec![
        number.to_string(),
        person.name.clone(),
        sex.to_owned(),
        birth.unwrap_or_default(),
        file.branch.clone(),
        day(Step::Application),
        day(Step::ActivistChosen),
        contacts.join("、"),
        review.unwrap_or_default(),
    ]
}
