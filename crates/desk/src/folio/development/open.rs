//! A case is opened: for somebody of the book or for somebody new, who becomes a person without a membership. Whoever
//! is on probation already gets a case with what the register knows.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioField};
use branchbook_domain::code::Sex;
use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::development::Step;
use branchbook_domain::key::{DevelopmentCaseId, OrganisationId, PersonId};
use branchbook_domain::member::{MemberDraft, check_draft};
use branchbook_ledger::table::development::{DevelopmentCase, DevelopmentStep};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored, Writing};

use super::entry::{branch_control, day_field, done, form, need_branch, note_field, refuse_impossible};
use super::who::{chosen, known_person, require_fit};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::Outcome;
use crate::error::{DeskError, Result};
use crate::folio::{Deed, Filled as _, Values, choice, field};

const ABOUT: &str = "已在台账里的人直接选择；不在的填写姓名，建成没有隶属关系的人员，不计入党员数。身份证号、出生、电话用来查找是不是已有的人，已有的人只补空着的栏目。已是预备党员的，填上党委审批日期，入党日期按名册带入。";

/// The form of a new case.
pub(super) fn entry(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let mut fields = Vec::new();
    let mut title = "新建发展党员档案".to_owned();
    let mut branch = None;
    match deed.subject {
        Some(id) => {
            let person = chosen(reading, PersonId(id))?;
            let member = require_fit(reading, &person, deed.today)?;
            title = format!("{title}：{}", person.name);
            branch = member.map(|member| member.branch_id);
        }
        None => fields.extend(person_fields()),
    }
    fields.push(
        field("branch", "党支部", branch_control(reading, deed.today)?, 2).holding_some(branch).required(),
    );
    fields.extend([
        day_field("applied_on", "递交入党申请书"),
        day_field("chosen_on", "确定为入党积极分子").hinted("已经确定的填写，没有的留空"),
        day_field("approved_on", "党委审批预备党员").hinted("已是预备党员的才填写"),
        note_field(None),
    ]);
    Ok(form(title, ABOUT, fields, "建立档案"))
}

fn person_fields() -> Vec<FolioField> {
    let sexes = Sex::ALL.iter().map(|sex| choice(sex.code(), sex.label())).collect();
    let text = |key: &str, label: &str| field(key, label, FolioControl::Text(Vec::new()), 2);
    vec![
        field("person", "台账里的人", FolioControl::Person(String::new()), 2),
        text("name", "姓名").hinted("不在台账里的人填写"),
        field("sex", "性别", FolioControl::Pick(sexes), 1),
        field("birth_on", "出生日期", FolioControl::PartialDay, 1),
        text("id_number", "身份证号").hinted("可以不填"),
        text("phone", "联系电话"),
        field("is_other", "与台账里的同名人不是同一人", FolioControl::Yes, 2),
    ]
}

/// Somebody of the book, or a draft of somebody new.
enum Whose {
    /// Of the book, with what the form adds.
    Known(Box<Stored<Person>>, Box<MemberDraft>),
    /// New.
    New(Box<MemberDraft>),
}

/// Everything of a new case.
struct Opening {
    whose: Whose,
    name: String,
    branch: OrganisationId,
    steps: Vec<(Step, PartialDay)>,
    note: Option<String>,
}

/// Opens a case.
pub(super) fn act(desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
    let book = desk.book_mut()?;
    let opening = book.read(|reading| opening(reading, deed, &mut values))?;
    values.finish()?;
    let title = format!("新建发展党员档案：{}", opening.name);
    let operation = Operation::new(OperationKind::CaseSet, &title);
    let written = book.write(&operation, |writing| write(writing, &opening))?;
    Ok(outcome_of(written, |case| done(case, format!("已{title}。"))))
}

fn opening(reading: &Reading<'_>, deed: &Deed<'_>, values: &mut Values) -> Result<Opening> {
    let branch = need_branch(reading, values, deed.today)?;
    let note = values.text("note");
    let applied = values.partial_day("applied_on");
    let chosen_on = values.partial_day("chosen_on");
    let approved = values.partial_day("approved_on");
    let whose = whose(reading, deed, values)?;
    let (person, draft) = match &whose {
        Whose::Known(person, draft) => (Some(person.as_ref()), draft.as_ref()),
        Whose::New(draft) => (None, draft.as_ref()),
    };
    let member = person.map(|person| require_fit(reading, person, deed.today)).transpose()?.flatten();
    let birth = person.and_then(|person| person.birth_on).or(draft.birth_on);
    let name = person.map_or_else(|| draft.name.clone(), |person| person.name.clone());
    let days = [("applied_on", applied), ("chosen_on", chosen_on), ("approved_on", approved)];
    for (key, day) in days.iter().filter_map(|(key, day)| Some((*key, (*day)?))) {
        refuse_impossible(values, key, day, (birth, deed.today));
    }
    let joined = member.as_ref().and_then(|member| member.joined_on);
    require_days(values, member.is_some(), (applied, approved));
    let steps = [
        (Step::Application, applied),
        (Step::ActivistChosen, chosen_on),
        (Step::AdmissionAssembly, joined),
        (Step::AdmissionApproved, approved),
    ];
    let steps = steps.into_iter().filter_map(|(step, day)| Some((step, day?))).collect();
    Ok(Opening { whose, name, branch, steps, note })
}

/// An applicant has applied; whoever is on probation was approved.
fn require_days(
    values: &mut Values,
    is_member: bool,
    (applied, approved): (Option<PartialDay>, Option<PartialDay>),
) {
    let is_missing =
        |values: &Values, key: &str, day: Option<PartialDay>| day.is_none() && values.text(key).is_none();
    if is_member && is_missing(values, "approved_on", approved) {
        values.refuse("approved_on", "已是预备党员，请填写党委审批日期；知道到年份也可以。");
    }
    if !is_member && is_missing(values, "applied_on", applied) {
        values.refuse("applied_on", "请填写递交入党申请书的日期；知道到年份也可以。");
    }
    if !is_member && approved.is_some() {
        values.refuse("approved_on", "名册里没有这位预备党员，请先建立档案，再逐步登记。");
    }
}

fn whose(reading: &Reading<'_>, deed: &Deed<'_>, values: &mut Values) -> Result<Whose> {
    let picked = deed.subject.map(PersonId).or_else(|| values.person("person"));
    if let Some(id) = picked {
        if values.text("name").is_some() && deed.subject.is_none() {
            return Err(DeskError::field("name", "已经选择了台账里的人，姓名请留空。"));
        }
        let person = chosen(reading, id)?;
        return Ok(Whose::Known(Box::new(person), Box::default()));
    }
    let draft = draft(values, deed.today);
    if draft.name.is_empty() {
        return Ok(Whose::New(Box::new(draft)));
    }
    Ok(match known_person(reading, &draft, values.yes("is_other"))? {
        Some(known) => Whose::Known(Box::new(known), Box::new(draft)),
        None => Whose::New(Box::new(draft)),
    })
}

/// What the form says of somebody, cleaned; faults are noted with the fields.
fn draft(values: &mut Values, today: Day) -> MemberDraft {
    let draft = MemberDraft {
        name: values.text("name").unwrap_or_default(),
        sex: values.pick("sex", Sex::read),
        birth_on: values.partial_day("birth_on"),
        id_number: values.text("id_number"),
        phone: values.text("phone"),
        ..MemberDraft::default()
    };
    let check = check_draft(&draft, today);
    for fault in &check.faults {
        values.refuse(fault.field, fault.message.clone());
    }
    check.draft
}

fn write(writing: &mut Writing<'_>, opening: &Opening) -> Result<DevelopmentCaseId> {
    let person_id = match &opening.whose {
        Whose::Known(person, draft) => {
            writing.update(person.id, &filled(&person.value, draft))?;
            person.id
        }
        Whose::New(draft) => {
            let person = Person::named(writing.new_uid(), &draft.name);
            writing.insert(&filled(&person, draft))?
        }
    };
    let case_id = writing.insert(&DevelopmentCase {
        person_id,
        branch_id: opening.branch,
        training_days: None,
        training_hours: None,
        special_reason: None,
        put_off_until: None,
        ended_by_on: None,
        end_reason: None,
        note: opening.note.clone(),
        dropped_on: None,
    })?;
    for (step, done_on) in &opening.steps {
        writing.insert(&DevelopmentStep {
            case_id,
            step: step.code().to_owned(),
            done_on: *done_on,
            months: None,
            note: None,
            dropped_on: None,
        })?;
    }
    Ok(case_id)
}

/// A person with what the form adds to empty fields.
fn filled(person: &Person, draft: &MemberDraft) -> Person {
    let sex = draft.sex.map(|sex| sex.code().to_owned());
    Person {
        sex: person.sex.clone().or(sex),
        birth_on: person.birth_on.or(draft.birth_on),
        id_number: person.id_number.clone().or_else(|| draft.id_number.clone()),
        phone: person.phone.clone().or_else(|| draft.phone.clone()),
        ..person.clone()
    }
}
