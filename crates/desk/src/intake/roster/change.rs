//! What a row says otherwise of a member: the fields, the branch, the name. Must not write.

use branchbook_contract::intake::{FieldChange, RowChoice, RowState};
use branchbook_domain::code::Sex;
use branchbook_domain::day::PartialDay;
use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::{OrganisationId, PersonId, PlaceId};
use branchbook_domain::member::{MovementKind, PostTitle};
use branchbook_domain::office_day::DayNote;
use branchbook_ledger::Stored;
use branchbook_ledger::table::membership::{PostHeld, posts_of};
use branchbook_ledger::table::person::Person;

use super::beside::{Beside, Put, Whom};
use super::choice::{self, BLANKS, KEEP, KEEP_SEX, MOVE, RENAME};
use super::compare::{is_right, merge};
use super::draft::Draft;
use super::field::key;
use super::judge::{Planner, Row};
use super::known::LastMembership;
use super::leave::Leaving;
use super::offer::{Offer, with};
use super::own;
use super::place::Place;
use super::plan::{BranchMove, Change, GroupMove, Step, movement};
use super::rare::october;
use crate::error::Result;
use crate::intake::{Verdict, change};
use crate::member::movement::Home;

/// Key of the sex among the changes.
const SEX_FIELD: &str = "sex";

/// Where a change leads to.
#[derive(Default)]
pub(super) struct Target {
    /// The group into which the file puts the member within the branch.
    pub group: Option<Place>,
    pub moved: Option<BranchMove>,
    /// How the member goes.
    pub step: Option<Step>,
    /// Whether the branch was asked about.
    pub is_elsewhere: bool,
}

/// What the fields of a row say beside those of the book.
struct Fields {
    before: Stored<Person>,
    draft: Draft,
    changes: Vec<FieldChange>,
    /// Where somebody lives, if the row says something new of it.
    place: Option<PlaceId>,
    /// The sex of the row is a slip of the pen in all likelihood.
    is_sex_slip: bool,
}

impl Fields {
    /// The person as the import leaves them.
    fn after(&self, kept: &[String]) -> Person {
        let mut after = self.before.value.clone();
        merge(&mut after, &self.draft);
        change::keep_person(&mut after, &self.before, kept);
        after
    }
}

impl Planner<'_> {
    /// A member of the book: gone as the row says, elsewhere, or with other words in some fields.
    pub fn member(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        held: (PersonId, LastMembership),
        mut offer: Offer,
    ) -> Result<Verdict> {
        // Whatever else is to be said of them, the name can be said already.
        let known = self.known.position(held.0).and_then(|at| self.known.person(at));
        if known.is_some_and(|known| known.name != self.name(row)) {
            let rename = RowChoice::new(RENAME, format!("姓名改为{}", self.name(row)));
            self.ask(row, &mut offer, RowState::Update, vec![rename]);
        }
        let (target, offer) = match self.leaving(row, held.0, offer) {
            Leaving::Asks(verdict) => return Ok(verdict),
            Leaving::Goes(step, offer) => (Target { step: Some(step), ..Target::default() }, offer),
            Leaving::Stays(offer) if branch == Place::Known(held.1.branch) => {
                match self.survey.group(row.entry, branch) {
                    Ok(group) => (Target { group, ..Target::default() }, offer),
                    Err(sentence) => return Ok(with(self.unclear_group(row, &sentence), offer)),
                }
            }
            Leaving::Stays(offer) => match self.elsewhere(row, branch, held.1, offer) {
                Err(verdict) => return Ok(*verdict),
                Ok(found) => found,
            },
        };
        self.change(row, held, target, offer)
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
        // The name of who has left, or only reported in, is put right in their own record.
        let is_member = self.known.membership(person.id).is_some_and(|held| !held.is_ended);
        let mut offer = Offer::default();
        offer.ask_who([keep].into_iter().chain(is_member.then_some(rename)).collect());
        with(self.conflict(row, &sentence), offer)
    }

    /// The file puts a member into another branch: a person says whether they moved.
    fn elsewhere(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        held: LastMembership,
        mut offer: Offer,
    ) -> Result<(Target, Offer), Box<Verdict>> {
        let name = self.survey.places.name(Place::Known(held.branch)).to_owned();
        let to = self.survey.places.name(branch);
        let actions = vec![
            RowChoice::new(MOVE, format!("登记支部间调整，到{to}")),
            RowChoice::new(KEEP, format!("仍在{name}，其余的照表更新")),
        ];
        if !self.ask_first(row, &mut offer, RowState::Conflict, actions) {
            let sentence =
                format!("台账中此人在{name}；支部之间有调整的，请选定登记调整，或先登记党员增减再导入。");
            return Err(Box::new(with(self.conflict(row, &sentence), offer)));
        }
        let mut target = Target { is_elsewhere: true, ..Target::default() };
        if offer.says(MOVE) {
            let on = offer.day().unwrap_or_else(|| self.context.as_of());
            let group = match self.survey.group(row.entry, branch) {
                Ok(group) => group,
                Err(sentence) => return Err(Box::new(with(self.unclear_group(row, &sentence), offer))),
            };
            target.moved = Some(BranchMove { branch, group, on });
        }
        Ok((target, offer))
    }

    /// What the file says otherwise of a member, less what the book keeps.
    fn change(
        &mut self,
        row: &Row<'_>,
        (person, membership): (PersonId, LastMembership),
        mut target: Target,
        mut offer: Offer,
    ) -> Result<Verdict> {
        let mut fields = self.fields(row, person)?;
        let keep_sex = RowChoice::new(KEEP_SEX, "性别以台账为准（与身份证号一致），其余照表更新");
        if fields.is_sex_slip && !self.ask_first(row, &mut offer, RowState::Conflict, vec![keep_sex]) {
            return Ok(self.sex_conflict(row, &fields.before, offer));
        }
        self.ask_of_update(row, person, &fields, &target, &mut offer);
        let keeps_all = offer.says(if target.is_elsewhere { BLANKS } else { KEEP });
        let kept = self.kept(row, &mut fields, keeps_all);
        let after = fields.after(&kept);
        let said = match self.weighed(row, &fields, &after, &target)? {
            Ok(said) => said,
            Err(verdict) => return Ok(with(*verdict, offer)),
        };
        let group = target.group.filter(|_| !keeps_all || membership.group.is_none());
        let group = group.and_then(|group| group_move(group, membership));
        let branch = target.moved.as_ref().map_or(Place::Known(membership.branch), |moved| moved.branch);
        let whom = Whom {
            known: Some(person),
            branch,
            put: Put::of((target.moved.as_ref(), group.as_ref()), membership, self.context.as_of()),
            birth: after.birth_on,
            joined: after.joined_on,
            full: after.became_full_on,
        };
        let beside = match target.step {
            // Nothing begins of somebody who leaves.
            Some(_) => Beside::default(),
            None => self.beside(row, &whom, (&offer, Some(self.context.as_of())))?,
        };
        if let Some(reason) = &beside.hindrance {
            return Ok(with(self.new_verdict(row, RowState::Conflict).noting(reason), offer));
        }
        let is_news = |change: &FieldChange| !change.is_kept && change.key != key::PLACE;
        let change = Change {
            person,
            news: fields.changes.iter().any(is_news).then_some(row.at),
            renamed: offer.says(RENAME).then(|| self.name(row).to_owned()),
            group,
            moved: target.moved.take(),
            begun: beside.begun,
            ended: beside.ended,
            posts: beside.posts,
            place: fields.place.filter(|_| !kept.iter().any(|key| key == key::PLACE)),
            kept,
        };
        let mut others = self.other_changes(&change, membership, &fields.before.name);
        others.extend(self.left_posts(&change, membership)?);
        let mut changes = std::mem::take(&mut fields.changes);
        changes.extend(others);
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
        verdict.notes.extend(said);
        verdict.notes.extend(beside.notes);
        if let Some(key) = row.entry.rare().undated.filter(|_| fields.before.joined_on.is_none()) {
            let sentence = "写的是预备党员，没有入党时间；补填以前按正式党员统计，请补填。";
            verdict.notes.push(row.waiting.say(key, sentence));
        }
        verdict.notes.extend(self.unsettled(row, Some((&fields.before.value, &fields.draft))));
        Ok(match target.step {
            Some(step) => self.go(row, step, verdict),
            None => verdict,
        })
    }

    /// What the fields of a row say, and what of it is otherwise than in the book.
    fn fields(&self, row: &Row<'_>, person: PersonId) -> Result<Fields> {
        let before = self.reading.require::<Person>(person)?;
        let draft = self.plan.draft(row.at);
        let mut after = before.value.clone();
        merge(&mut after, &draft);
        let mut changes = change::of_person(&before, &after);
        changes.extend(own::changes(self.reading, person, &draft)?);
        let (place, place_change) = self.place_change(row.entry, &before);
        changes.extend(place_change);
        let is_sex_slip = is_slip_of_sex(&before, &draft);
        Ok(Fields { before, draft, changes, place, is_sex_slip })
    }

    /// What can be decided about a change as a whole: the fields, what begins to hold.
    fn ask_of_update(
        &self,
        row: &Row<'_>,
        person: PersonId,
        fields: &Fields,
        target: &Target,
        offer: &mut Offer,
    ) {
        let mut ask = |choice: RowChoice| self.ask(row, offer, RowState::Update, vec![choice]);
        let is_open = |change: &FieldChange| {
            change.before.is_some() && !(fields.is_sex_slip && change.key == SEX_FIELD)
        };
        if fields.changes.iter().any(is_open) {
            let key = if target.is_elsewhere { BLANKS } else { KEEP };
            ask(RowChoice::new(key, "以台账为准，只补空白"));
        }
        if target.step.is_none() {
            self.ask_of_conditions(row, Some(person), RowState::Update, offer);
        }
    }

    /// Marks the changes that the book does not take, and tells their keys.
    fn kept(&self, row: &Row<'_>, fields: &mut Fields, keeps_all: bool) -> Vec<String> {
        let is_slip = fields.is_sex_slip;
        let at = row.waiting.place();
        let keeps = |key: &str, has_before: bool| {
            (keeps_all && has_before)
                || (is_slip && key == SEX_FIELD)
                || self.context.decisions.keeps(at, key)
        };
        // Whoever keeps the joining of the book does not take a 转正 before it: it is of another period.
        let is_before = |joined: PartialDay, full: PartialDay| full.latest() < joined.earliest();
        let is_of_another = fields
            .before
            .joined_on
            .zip(fields.draft.became_full)
            .is_some_and(|(joined, full)| is_before(joined, full));
        let keeps_joining = is_of_another
            && fields
                .changes
                .iter()
                .any(|change| change.key == key::JOINED && keeps(&change.key, change.before.is_some()));
        change::mark_kept(&mut fields.changes, |change| {
            keeps(&change.key, change.before.is_some()) || (keeps_joining && change.key == key::BECAME_FULL)
        });
        change::kept_keys(&fields.changes)
    }

    /// What is said of the person as the row leaves them, or the conflict where the register would refuse them so, or what
    /// was decided about them.
    fn weighed(
        &self,
        row: &Row<'_>,
        fields: &Fields,
        after: &Person,
        target: &Target,
    ) -> Result<Result<Vec<String>, Box<Verdict>>> {
        if let Some(reason) = self.hindrance(fields.before.id, after, target)? {
            return Ok(Err(Box::new(self.conflict(row, &reason))));
        }
        let reason = match self.standing(row, (&fields.before, after), None)? {
            Ok(said) => return Ok(Ok(said)),
            Err(reason) => reason,
        };
        let sentence = format!("{reason}改正后重新导入，或在这一行上保留台账的日期。");
        let mut verdict = self.conflict(row, &sentence);
        verdict.changes.clone_from(&fields.changes);
        Ok(Err(Box::new(verdict)))
    }

    /// Why the register would refuse what was decided about somebody, as they will be then.
    fn hindrance(&self, person: PersonId, after: &Person, target: &Target) -> Result<Option<String>> {
        if let Some(step) = &target.step {
            return self.refusal(step.command(), after, Home::InBook);
        }
        let Some(moved) = &target.moved else { return Ok(None) };
        let to = (moved.branch, moved.group);
        let (home, places) = homes(to);
        self.refusal(movement(person, MovementKind::BranchMove, moved.on, places), after, home)
    }

    /// A member who goes as a person decided.
    fn go(&mut self, row: &Row<'_>, step: Step, mut verdict: Verdict) -> Verdict {
        verdict.state = RowState::Update;
        let sentence = format!("{}，日期 {}", step.kind.label(), step.on);
        verdict.notes.push(row.waiting.say_all(&format!("登记{sentence}。")));
        verdict.changes.push(change::plain("", "党员增减", Some("在册".to_owned()), sentence));
        self.plan.steps.push(step);
        verdict
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
        let ended = change.ended.iter().map(|ended| {
            change::plain("", ended.kind.label(), Some("是".to_owned()), format!("{} 止", ended.to))
        });
        let posts = change.posts.iter().map(|post| {
            let to = format!("{} · {}（{} 起）", name(post.place), post.title.label(), post.from);
            change::plain("", "党内职务", None, to)
        });
        [renamed, moved, group].into_iter().flatten().chain(begun).chain(ended).chain(posts).collect()
    }

    /// Posts that end because their group is left.
    fn left_posts(&self, change: &Change, membership: LastMembership) -> Result<Vec<FieldChange>> {
        let Some(left) = change.group.as_ref().and(membership.group) else { return Ok(Vec::new()) };
        let day = self.context.as_of();
        let runs = |post: &PostHeld| post.organisation_id == left && post.to_on.is_none_or(|to| to > day);
        let posts = posts_of(self.reading, change.person)?.into_iter().filter(|post| runs(post));
        let title = |post: &PostHeld| {
            PostTitle::from_code(&post.title)
                .map_or_else(|| post.title.clone(), |title| title.label().to_owned())
        };
        let name = self.survey.places.name(Place::Known(left));
        let ended = |post: &PostHeld| {
            let before = format!("{name} · {}", title(post));
            change::plain("", "党内职务", Some(before), format!("{day} 止（换了党小组）"))
        };
        Ok(posts.map(|post| ended(&post)).collect())
    }

    /// Several groups of the branch may be meant: nobody is put into one of them by guessing.
    pub fn unclear_group(&self, row: &Row<'_>, sentence: &str) -> Verdict {
        self.new_verdict(row, RowState::Conflict).noting(row.waiting.say(key::GROUP, sentence))
    }
}

/// How a member comes into a group of the branch, unless they are in it.
fn group_move(group: Place, membership: LastMembership) -> Option<GroupMove> {
    let is_there = membership.group.map(Place::Known) == Some(group);
    (!is_there).then_some(GroupMove { membership: membership.id, group })
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

/// Where somebody comes to, as far as the book knows it already.
pub(super) fn homes(
    (branch, group): (Place, Option<Place>),
) -> (Home, (Option<OrganisationId>, Option<OrganisationId>)) {
    let home = if branch.id().is_some() { Home::InBook } else { Home::ToBeMade };
    (home, (branch.id(), group.and_then(Place::id)))
}
