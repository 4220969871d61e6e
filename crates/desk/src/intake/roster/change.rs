//! What a row says otherwise of a member: the fields, the branch, the name. Must not write.

use branchbook_contract::intake::{FieldChange, RowChoice, RowState};
use branchbook_domain::code::Sex;
use branchbook_domain::day::PartialDay;
use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::PersonId;
use branchbook_domain::office_day::DayNote;
use branchbook_ledger::table::person::Person;

use super::beside::Beside;
use super::choice::{self, KEEP, KEEP_SEX, MOVE, Offer, RENAME};
use super::compare::{is_right, merge};
use super::draft::Draft;
use super::field::key;
use super::judge::{Planner, Row};
use super::known::LastMembership;
use super::offer::with;
use super::own;
use super::place::Place;
use super::plan::{BranchMove, Change, GroupMove};
use super::rare::october;
use super::who::Entry;
use crate::error::Result;
use crate::intake::{Verdict, change};

/// Where a change leads to, and what was decided about it.
#[derive(Default)]
pub(super) struct Target {
    /// The branch in which the file puts the member, if groups are to follow it.
    pub branch: Option<Place>,
    pub moved: Option<BranchMove>,
    pub offer: Offer,
}

impl Planner<'_> {
    /// A member of the book: gone as the row says, elsewhere, or with other words in some fields.
    pub fn member(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        held: (PersonId, LastMembership),
    ) -> Result<Verdict> {
        if let Some(verdict) = self.leaving(row, branch, held)? {
            return Ok(verdict);
        }
        if branch != Place::Known(held.1.branch) {
            return self.elsewhere(row, branch, held);
        }
        self.change(row, held, Target { branch: Some(branch), ..Target::default() })
    }

    /// The ID number of the row belongs to somebody of another name.
    pub fn other_name(&self, row: &Row<'_>, at: usize) -> Verdict {
        let Some(person) = self.known.person(at) else { return self.refused(row) };
        let name = &person.name;
        let sentence =
            format!("身份证号与台账中的{name}相同，姓名却不同；请对照证件核对后选定，或改正后重新导入。");
        let key = choice::key_of(person.id);
        let keep = RowChoice::new(key.clone(), format!("{}，姓名以台账为准", self.person_in_words(person)));
        let rename = RowChoice::new(
            format!("{key}+{RENAME}"),
            format!("就是台账里的{name}，姓名改为{}", self.name(row)),
        );
        Verdict { choices: vec![keep, rename], ..self.conflict(row, &sentence) }
    }

    fn elsewhere(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        held: (PersonId, LastMembership),
    ) -> Result<Verdict> {
        let name = self.survey.places.name(Place::Known(held.1.branch)).to_owned();
        let to = self.survey.places.name(branch);
        let actions = vec![
            RowChoice::new(MOVE, format!("登记支部间调整，到{to}")),
            RowChoice::new(KEEP, format!("仍在{name}，其余的照表更新")),
        ];
        let offer = self.offer(row, RowState::Conflict, actions);
        match offer.action() {
            MOVE => {
                let on = offer.day().unwrap_or_else(|| self.context.as_of());
                let group = self.survey.group(row.entry, branch);
                let moved = Some(BranchMove { branch, group, on });
                self.change(row, held, Target { moved, offer, ..Target::default() })
            }
            KEEP => self.change(row, held, Target { offer, ..Target::default() }),
            _ => {
                let sentence =
                    format!("台账中此人在{name}；支部之间有调整的，请选定登记调整，或先登记党员增减再导入。");
                Ok(with(self.conflict(row, &sentence), offer))
            }
        }
    }

    /// What the file says otherwise of a member, less what the book keeps.
    pub fn change(
        &mut self,
        row: &Row<'_>,
        (person, membership): (PersonId, LastMembership),
        target: Target,
    ) -> Result<Verdict> {
        let before = self.reading.require::<Person>(person)?.value;
        let mut after = before.clone();
        let draft = self.plan.draft(row.at);
        merge(&mut after, &draft);
        let mut changes = change::of_person(&before, &after);
        changes.extend(own::changes(self.reading, person, &draft)?);
        let (place, place_change) = self.place_change(row.entry, &before);
        changes.extend(place_change);
        let is_sex_slip = is_slip_of_sex(&before, &draft);
        let offer = match target.offer.chosen {
            Some(_) => target.offer,
            None if is_sex_slip => {
                let keep = RowChoice::new(KEEP_SEX, "性别以台账为准（与身份证号一致），其余照表更新");
                let offer = self.offer(row, RowState::Conflict, vec![keep]);
                if offer.action() != KEEP_SEX {
                    return Ok(self.sex_conflict(row, &before, offer));
                }
                offer
            }
            None => {
                let mut actions = update_choices(&changes, (&before.name, self.name(row)));
                actions.extend(self.asked_conditions(row.entry, Some(person)));
                self.offer(row, RowState::Update, actions)
            }
        };
        let at = row.waiting.place();
        let keeps_all = target.branch.is_some() && offer.action() == KEEP;
        change::mark_kept(&mut changes, |change| {
            (keeps_all && change.before.is_some())
                || (is_sex_slip && change.key == "sex")
                || self.context.decisions.keeps(at, &change.key)
        });
        let kept = change::kept_keys(&changes);
        let is_news = |change: &FieldChange| !change.is_kept && change.key != key::PLACE;
        let news = changes.iter().any(is_news).then_some(row.at);
        let renamed = (offer.action() == RENAME).then(|| self.name(row).to_owned());
        let group = target.branch.and_then(|branch| self.group_move(row.entry, branch, membership));
        let branch = target.moved.as_ref().map_or(Place::Known(membership.branch), |moved| moved.branch);
        let beside = match choice::movement_of(offer.action()) {
            // Nothing begins of somebody who leaves.
            Some(_) => Beside::default(),
            None => self.beside(row, (Some(person), branch), (&offer, Some(self.context.as_of())))?,
        };
        let place = place.filter(|_| !kept.iter().any(|key| key == key::PLACE));
        let change = Change {
            person,
            news,
            kept,
            renamed,
            group,
            moved: target.moved,
            begun: beside.begun,
            posts: beside.posts,
            place,
        };
        changes.extend(self.other_changes(&change, membership, &before.name));
        let is_written = changes.iter().any(|change| !change.is_kept);
        if is_written {
            self.plan.changes.push(change);
        }
        let state = if is_written { RowState::Update } else { RowState::Same };
        let mut verdict = with(self.new_verdict(row, state), offer);
        if !changes.is_empty() {
            verdict.notes.push(row.waiting.say_all(&change::sentence(&changes)));
        }
        verdict.changes = changes;
        verdict.notes.extend(beside.notes);
        verdict.notes.extend(self.unsettled(row, Some((&before, &draft))));
        Ok(verdict)
    }

    /// The book agrees with a right ID number, the row does not: which of both is a slip of the pen a person says.
    fn sex_conflict(&self, row: &Row<'_>, before: &Person, offer: Offer) -> Verdict {
        let known = before.sex.as_deref().and_then(Sex::read).map_or("", Sex::label);
        let sentence = format!(
            "与台账不同：台账中是{known}，与身份证号一致；表里多半写错了，请选定性别以台账为准，或改正后重新导入。"
        );
        let verdict = self.new_verdict(row, RowState::Conflict).noting(row.waiting.say(key::SEX, &sentence));
        with(verdict, offer)
    }

    /// What is said of months that may be two: what the book knows settles it.
    pub fn unsettled(&self, row: &Row<'_>, compared: Option<(&Person, &Draft)>) -> Vec<String> {
        let said = row.entry.rare().unsure.iter().map(|unsure| {
            let known = compared.and_then(|(before, draft)| match unsure.key {
                key::BIRTH => before.birth_on.zip(draft.birth),
                key::JOINED => before.joined_on.zip(draft.joined),
                _ => before.became_full_on.zip(draft.became_full),
            });
            let is_settled = |(known, read): &(PartialDay, PartialDay)| {
                [Some(*read), october(*read)].into_iter().flatten().any(|month| month.agrees_with(*known))
            };
            let sentence = match known.filter(is_settled) {
                Some((known, _)) => format!(
                    "「{}」可能是 1 月，也可能是 10 月；台账中是 {}，没有改动。",
                    unsure.text,
                    known.label()
                ),
                None => DayNote::JanuaryAssumed { said: unsure.text.clone() }.sentence(),
            };
            row.waiting.say(unsure.key, &sentence)
        });
        said.collect()
    }

    /// What changes besides the fields of the person.
    fn other_changes(&self, change: &Change, membership: LastMembership, named: &str) -> Vec<FieldChange> {
        let name = |place| self.survey.places.name(place).to_owned();
        let renamed = change.renamed.clone();
        let renamed = renamed.map(|name| change::plain("", "姓名", Some(named.to_owned()), name));
        let moved = change.moved.as_ref().map(|moved| {
            let to = format!("{}（支部间调整，{}）", name(moved.branch), moved.on);
            change::plain("", "所在支部", Some(name(Place::Known(membership.branch))), to)
        });
        let group = change.group.as_ref().map(|moved| {
            change::plain("", "党小组", membership.group.map(Place::Known).map(name), name(moved.group))
        });
        let begun = change.begun.iter().map(|begun| {
            let since = begun.from.map_or_else(|| "是".to_owned(), |from| format!("{from} 起"));
            change::plain("", begun.kind.label(), None, since)
        });
        let posts = change.posts.iter().map(|post| {
            let to = format!("{} · {}（{} 起）", name(post.place), post.title.label(), post.from);
            change::plain("", "党内职务", None, to)
        });
        [renamed, moved, group].into_iter().flatten().chain(begun).chain(posts).collect()
    }

    fn group_move(&mut self, entry: &Entry, branch: Place, membership: LastMembership) -> Option<GroupMove> {
        let group = self.survey.group(entry, branch)?;
        let is_there = membership.group.map(Place::Known) == Some(group);
        (!is_there).then_some(GroupMove { membership: membership.id, group })
    }
}

/// The row says another sex than the book, and the book's is that of its right ID number.
fn is_slip_of_sex(before: &Person, draft: &Draft) -> bool {
    let Some(number) = before.id_number.as_deref().filter(|number| is_right(Some(number))) else {
        return false;
    };
    let in_id = IdNumber::from_plain(number).map(|number| number.sex().code());
    let said = draft.sex.map(Sex::code);
    in_id.is_some() && before.sex.as_deref() == in_id && said.is_some() && said != in_id
}

/// What can be decided about a change as a whole.
fn update_choices(changes: &[FieldChange], (before, after): (&str, &str)) -> Vec<RowChoice> {
    let mut choices = Vec::new();
    if changes.iter().any(|change| change.before.is_some()) {
        choices.push(RowChoice::new(KEEP, "以台账为准，只补空白"));
    }
    if before != after {
        choices.push(RowChoice::new(RENAME, format!("姓名改为{after}")));
    }
    choices
}
