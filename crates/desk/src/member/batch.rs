//! Edits many members alike: first what would become of what, then in one operation. Who cannot be changed stays as is,
//! and is named.

pub(crate) mod group;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use branchbook_contract::member::{BatchChange, BatchRefusal, MembersEdit, MembersEdited};
use branchbook_domain::day::Day;
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{DraftWarning, FieldValue, MemberDraft, MemberPatch, check_draft};
use branchbook_ledger::table::membership::people;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use group::{Grouping, IntoGroup, Weighed};

use super::draft::{draft_of, person_of, require_place};
use super::extra;
use super::field::{Field, Fields};
use super::turning::Turning;
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::organisation::Names;
use crate::progress::Progress;

/// Kinds of change that are told one by one; beyond it they are counted together.
const MOST_TOLD: usize = 12;

impl Handle<MembersEdit> for Desk {
    fn handle(&mut self, command: MembersEdit, _: &dyn Progress) -> Result<Outcome<MembersEdited>> {
        if command.is_preview {
            let today = self.clock().today();
            return Ok(Outcome::unchanged(self.book()?.read(|reading| preview(reading, &command, today))?));
        }
        edit(self, &command)
    }
}

/// What an edit would do.
pub(crate) fn preview(reading: &Reading<'_>, command: &MembersEdit, today: Day) -> Result<MembersEdited> {
    Ok(Plan::of(reading, command, today)?.told("将修改"))
}

/// Edits them.
pub(crate) fn edit(desk: &mut Desk, command: &MembersEdit) -> Result<Outcome<MembersEdited>> {
    let today = desk.clock().today();
    let plan = desk.book()?.read(|reading| Plan::of(reading, command, today))?;
    if plan.changes.is_empty() {
        return Ok(Outcome::unchanged(plan.told("已修改")));
    }
    let title = format!("批量修改党员 {} 人：{}", plan.changes.len(), plan.fields());
    let operation = Operation::new(OperationKind::MembersEdit, title);
    let written = desk.book_mut()?.write(&operation, |writing| {
        for change in &plan.changes {
            change.turning.write(writing, change.id, &change.person)?;
            extra::write(writing, change.id, &plan.filled)?;
            if let Some(group) = &change.group {
                group.write(writing)?;
            }
        }
        Ok::<_, DeskError>(())
    })?;
    Ok(outcome_of(written, |()| plan.told("已修改")))
}

/// What is asked for everybody alike.
struct Asked<'a> {
    fields: &'a Fields,
    patch: &'a MemberPatch,
    grouping: Option<&'a Grouping>,
    /// What stands in the office's own fields of each, by the key of the field.
    extra: HashMap<PersonId, BTreeMap<String, String>>,
    today: Day,
}

/// What becomes of somebody.
enum Weight {
    /// Why they cannot be changed.
    Refused(String),
    /// They are so already.
    Same,
    /// What they become, and what deserves a look.
    Changed(Box<Change>, Vec<String>),
}

/// Somebody as they will be.
struct Change {
    id: PersonId,
    person: Person,
    /// What becomes of the standing in the Party.
    turning: Turning,
    /// The group to come into.
    group: Option<IntoGroup>,
    /// Field, before, after; in words.
    lines: Vec<(String, String, String)>,
}

/// What will be written.
struct Plan {
    filled: Vec<extra::Filled>,
    changes: Vec<Change>,
    refused: Vec<BatchRefusal>,
    noted: Vec<BatchRefusal>,
    same: u32,
}

impl Asked<'_> {
    fn weigh(
        &self,
        reading: &Reading<'_>,
        filled: &[extra::Filled],
        stored: &Stored<Person>,
    ) -> Result<Weight> {
        let group = match self.grouping.map(|grouping| grouping.weigh(stored.id)) {
            Some(Weighed::Refused(message)) => return Ok(Weight::Refused(message)),
            Some(Weighed::Into(group, line)) => Some((group, line)),
            Some(Weighed::Same) | None => None,
        };
        let extra = self.extra.get(&stored.id).cloned().unwrap_or_default();
        let before = MemberDraft { extra, ..draft_of(stored) };
        let (after, mut noted) = match self.checked(&before) {
            Ok(checked) => checked,
            Err(faults) => return Ok(Weight::Refused(faults)),
        };
        let person = person_of(after, stored.uid);
        let turning = match Turning::of(reading, stored, &person, self.today) {
            Ok(turning) => turning,
            Err(error @ (DeskError::Refused(_) | DeskError::Invalid(_))) => {
                return Ok(Weight::Refused(error.sentence()));
            }
            Err(other) => return Err(other),
        };
        let (group, line) = group.unzip();
        let mut lines = lines(self.fields, stored, &person);
        lines.extend(own_lines(self.fields, filled, &before));
        lines.extend(line);
        if lines.is_empty() {
            return Ok(Weight::Same);
        }
        for said in &turning.said {
            if !noted.contains(said) {
                noted.push(said.clone());
            }
        }
        Ok(Weight::Changed(Box::new(Change { id: stored.id, person, turning, group, lines }), noted))
    }

    /// The draft with what is asked for, and what deserves a look in it; or what is wrong with it. Only what is asked for
    /// is looked at: an old slip elsewhere hinders nobody's batch.
    fn checked(&self, before: &MemberDraft) -> Result<(MemberDraft, Vec<String>), String> {
        let mut after = before.clone();
        self.patch.clone().apply(&mut after);
        let check = check_draft(&after, self.today);
        let asked = asked_fields(self.patch);
        let faults = check.faults.iter().filter(|fault| asked.contains(fault.field));
        let faults: Vec<&str> = faults.map(|fault| fault.message.as_str()).collect();
        if !faults.is_empty() {
            return Err(faults.concat());
        }
        let is_asked = |warning: &&DraftWarning| warning.fields.iter().any(|field| asked.contains(*field));
        let noted = check.warnings.iter().filter(is_asked).map(|warning| warning.message.clone()).collect();
        // What the check would clean up besides is not what was asked for.
        Ok((only_asked(self.patch, before, check.draft), noted))
    }
}

impl Plan {
    fn of(reading: &Reading<'_>, command: &MembersEdit, today: Day) -> Result<Self> {
        require_batch(command)?;
        let members: BTreeSet<PersonId> = command.members.iter().copied().collect();
        if members.is_empty() {
            return Err(DeskError::refused("还没有选人。请先在名册里勾选要修改的党员。"));
        }
        require_place(reading, command.patch.place_id.flatten())?;
        let filled = extra::checked(reading, &command.patch.extra, today)?;
        let fields = Fields::of(reading, &Names::of(reading)?, today)?;
        let ids: Vec<PersonId> = members.into_iter().collect();
        let known = people(reading, &ids)?;
        let group = command.group.as_deref();
        let grouping = group.map(|name| Grouping::of(reading, name, &ids, today)).transpose()?;
        let extra = extra::stored_among(reading, &ids)?;
        let asked =
            Asked { fields: &fields, patch: &command.patch, grouping: grouping.as_ref(), extra, today };
        let mut plan = Self { filled, changes: Vec::new(), refused: Vec::new(), noted: Vec::new(), same: 0 };
        for id in &ids {
            match known.get(id) {
                Some(stored) => {
                    let weight = asked.weigh(reading, &plan.filled, stored)?;
                    plan.take(stored, weight);
                }
                // Ticked before an undo took them away.
                None => plan.refused.push(BatchRefusal {
                    member: *id,
                    name: format!("编号 {}", id.0),
                    message: "已不在台账里，请刷新名册后重新勾选。".to_owned(),
                }),
            }
        }
        Ok(plan)
    }

    fn take(&mut self, stored: &Stored<Person>, weight: Weight) {
        match weight {
            Weight::Refused(message) => self.refused.push(about(stored, message)),
            Weight::Same => self.same += 1,
            Weight::Changed(change, noted) => {
                if !noted.is_empty() {
                    self.noted.push(about(stored, noted.concat()));
                }
                self.changes.push(*change);
            }
        }
    }

    /// The names of the fields that change.
    fn fields(&self) -> String {
        let all =
            self.changes.iter().flat_map(|change| change.lines.iter().map(|(field, ..)| field.as_str()));
        all.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("、")
    }

    fn told(&self, verb: &str) -> MembersEdited {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let mut sentence = format!("{verb} {} 人", self.changes.len());
        if self.same > 0 {
            sentence += &format!("，{} 人已经是这样", self.same);
        }
        if !self.refused.is_empty() {
            sentence += &format!("，{} 人不能修改", self.refused.len());
        }
        if !self.noted.is_empty() {
            sentence += &format!("，{} 人请核对", self.noted.len());
        }
        MembersEdited {
            sentence: format!("{sentence}。"),
            changed: count(self.changes.len()),
            same: self.same,
            changes: self.counted(),
            refused: self.refused.clone(),
            noted: self.noted.clone(),
        }
    }

    /// What becomes of what, the most frequent first.
    fn counted(&self) -> Vec<BatchChange> {
        let mut counts: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
        for (field, before, after) in self.changes.iter().flat_map(|change| &change.lines) {
            *counts.entry((field, before, after)).or_default() += 1;
        }
        let change = |((field, before, after), count): ((&str, &str, &str), u32)| BatchChange {
            field: field.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            count,
        };
        let mut all: Vec<BatchChange> = counts.into_iter().map(change).collect();
        all.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.cmp(other)));
        let rest: u32 = all.iter().skip(MOST_TOLD).map(|change| change.count).sum();
        if rest > 0 {
            let after = all.get(MOST_TOLD).map(|change| change.after.clone()).unwrap_or_default();
            all.truncate(MOST_TOLD);
            let (field, before) = ("其余".to_owned(), "各不相同".to_owned());
            all.push(BatchChange { field, before, after, count: rest });
        }
        all
    }
}

fn about(stored: &Stored<Person>, message: String) -> BatchRefusal {
    BatchRefusal { member: stored.id, name: stored.name.clone(), message }
}

/// Who somebody is stays a matter of the single record.
fn require_batch(command: &MembersEdit) -> Result<()> {
    let patch = &command.patch;
    if patch.name.is_some() || patch.id_number.is_some() || patch.birth_on.is_some() {
        return Err(DeskError::refused(
            "姓名、身份证号、出生日期各人不同，不能批量修改，请在各人的记录里修改。",
        ));
    }
    if *patch == MemberPatch::default() && command.group.is_none() {
        return Err(DeskError::refused("还没有选择要修改的栏目。"));
    }
    Ok(())
}

/// The names of the fields that a patch gives.
fn asked_fields(patch: &MemberPatch) -> BTreeSet<String> {
    match serde_json::to_value(patch) {
        Ok(serde_json::Value::Object(fields)) => fields.into_iter().map(|(name, _)| name).collect(),
        _ => BTreeSet::new(),
    }
}

/// The fields that the patch names as the check has cleaned them, all others as they were.
fn only_asked(patch: &MemberPatch, before: &MemberDraft, after: MemberDraft) -> MemberDraft {
    let mut cleaned = before.clone();
    macro_rules! take {
        ($($field:ident)+) => {$(if patch.$field.is_some() {
            cleaned.$field = after.$field;
        })+};
    }
    take!(sex nation education work_post new_stratum phone other_phone address employer place_id joined_on
        became_full_on note);
    cleaned
}

/// What differs in the office's own fields, in words.
fn own_lines(
    fields: &Fields,
    filled: &[extra::Filled],
    before: &MemberDraft,
) -> Vec<(String, String, String)> {
    let line = |(id, after): &extra::Filled| {
        let field = fields.own().find(|field| field.custom.is_some_and(|(own, _)| own == *id))?;
        let (_, kind) = field.custom?;
        let words = |stored: Option<&String>| stored.map_or_else(String::new, |stored| kind.words(stored));
        let old = before.extra.get(&field.key);
        (old != after.as_ref()).then(|| (field.label.clone(), words(old), words(after.as_ref())))
    };
    filled.iter().filter_map(line).collect()
}

/// What differs between two states of a person, in words and masked.
fn lines(fields: &Fields, before: &Person, after: &Person) -> Vec<(String, String, String)> {
    let line = |field: &Field| {
        let (old, new) = (value(&field.key, before), value(&field.key, after));
        (old != new)
            .then(|| (field.label.clone(), field.text(old.as_ref(), false), field.text(new.as_ref(), false)))
    };
    fields.list.iter().filter_map(line).collect()
}

fn value(key: &str, person: &Person) -> Option<FieldValue> {
    let code = |code: &Option<String>| code.clone().map(FieldValue::Code);
    let text = |text: &Option<String>| text.clone().map(FieldValue::Text);
    match key {
        "sex" => code(&person.sex),
        "nation" => code(&person.nation),
        "education" => code(&person.education),
        "work_post" => code(&person.work_post),
        "new_stratum" => code(&person.new_stratum),
        "place" => person.place_id.map(|place| FieldValue::Code(place.to_string())),
        "phone" => text(&person.phone),
        "other_phone" => text(&person.other_phone),
        "address" => text(&person.address),
        "employer" => text(&person.employer),
        "note" => text(&person.note),
        "joined_on" => person.joined_on.map(FieldValue::Day),
        "became_full_on" => person.became_full_on.map(FieldValue::Day),
        _ => None,
    }
}
