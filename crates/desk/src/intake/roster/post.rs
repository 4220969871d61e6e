//! Posts in the Party that a row names: held already, to begin, or told why they do not. Must not write.

use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::PostTitle;
use branchbook_ledger::table::membership::{PostHeld, posts_of};

use super::beside::{Beside, Whom};
use super::field::key;
use super::judge::{Planner, Row};
use super::place::Place;
use super::plan::NewPost;
use super::rare::SaidPost;
use super::remark::posts_in;
use super::who::Entry;
use crate::error::{DeskError, Result};
use crate::member::post::{judged_of, misplaced};

impl Planner<'_> {
    /// A post that is not held yet begins; titles that belong to no branch or group are told. A title that is held
    /// anywhere is said already, unless the row leads away from where it is held.
    pub fn post(&mut self, row: &Row<'_>, said: &SaidPost, whom: &Whom, beside: &mut Beside) -> Result<()> {
        let &Whom { known, branch, .. } = whom;
        let held = known.map(|person| posts_of(self.reading, person)).transpose()?.unwrap_or_default();
        let held: Vec<PostHeld> = held.into_iter().map(|held| held.value).collect();
        let note = |sentence: &str| row.waiting.say(key::POST, &format!("「{}」{sentence}", said.text));
        if let Some(name) = &said.organisation {
            let Some(organisation) = self.seats.find(name) else {
                beside.notes.push(note(&format!("所在的“{name}”台账里没有，没有登记；请先建立这个组织。")));
                return Ok(());
            };
            let is_there = |held: &&PostHeld| held.organisation_id == organisation && is_said(held, said);
            if held.iter().filter(|held| held.to_on.is_none()).any(|held| is_there(&held)) {
                return Ok(());
            }
            return self.begin_post(row, (said, Place::Known(organisation)), (whom, &held), beside);
        }
        let stays =
            |held: &PostHeld| known.is_none_or(|person| !self.leaves(row.entry, (person, branch), held));
        if held.iter().any(|held| held.to_on.is_none() && is_said(held, said) && stays(held)) {
            return Ok(());
        }
        let is_of_group = matches!(said.title, Some(PostTitle::GroupLeader | PostTitle::DeputyGroupLeader));
        let place = if is_of_group { self.survey.group(row.entry, branch) } else { Ok(Some(branch)) };
        let place = match place {
            Ok(Some(place)) => place,
            Ok(None) => {
                beside.notes.push(note("没有写是哪个党小组，没有登记；请补填党小组后重新导入。"));
                return Ok(());
            }
            Err(sentence) => {
                beside.notes.push(note(&format!("没有登记：{sentence}")));
                return Ok(());
            }
        };
        self.begin_post(row, (said, place), (whom, &held), beside)
    }

    /// Whether somebody leaves the place of a post by what the row says of branch and group.
    fn leaves(&self, entry: &Entry, (person, branch): (PersonId, Place), held: &PostHeld) -> bool {
        let Some(home) = self.known.membership(person).filter(|home| !home.is_ended) else { return false };
        let is_home_group = home.group == Some(held.organisation_id);
        if Place::Known(home.branch) != branch {
            return is_home_group || home.branch == held.organisation_id;
        }
        let (places, names) = (&self.survey.places, &self.survey.names);
        let said = entry.group.map(|name| places.known_group(branch, names.text(name)));
        is_home_group && said.is_some_and(|said| said != Ok(home.group.map(Place::Known)))
    }

    /// A post begins, if the book has nothing against it.
    fn begin_post(
        &self,
        row: &Row<'_>,
        (said, place): (&SaidPost, Place),
        (whom, held): (&Whom, &[PostHeld]),
        beside: &mut Beside,
    ) -> Result<()> {
        let note = |sentence: &str| row.waiting.say(key::POST, &format!("「{}」{sentence}", said.text));
        let Some(title) = said.title else {
            beside.notes.push(note("不是支部或党小组的职务，没有登记；需要的请在党员资料里登记任职。"));
            return Ok(());
        };
        let from = said.from.unwrap_or_else(|| self.context.as_of());
        if from > self.context.today {
            beside.notes.push(note("的任职日期在今天以后，没有登记，请核对。"));
            return Ok(());
        }
        let post = NewPost { title, place, from };
        if is_held(held, &post) {
            return Ok(());
        }
        if let Some(sentence) = self.too_early(whom, from)? {
            beside.notes.push(note(&format!("没有登记：{sentence}")));
            return Ok(());
        }
        if let Some(sentence) = misplaced(self.survey.places.level(place), title) {
            beside.notes.push(note(&format!("没有登记：{sentence}")));
            return Ok(());
        }
        if let (Some(person), Place::Known(organisation)) = (whom.known, place) {
            // What the book says against it is said of this row; the other rows have nothing to do with it.
            let record = whom.as_left(self.reading, person)?;
            let belonging = whom.belonging_on(self.reading, person, from)?;
            let begun = held_post(person, organisation, &post);
            match judged_of(self.reading, &begun, (&record, from), belonging) {
                Ok((_, warnings)) => {
                    beside.notes.extend(warnings.iter().map(|warning| row.waiting.say(key::POST, warning)));
                }
                Err(error @ (DeskError::Refused(_) | DeskError::Invalid(_))) => {
                    beside.notes.push(row.waiting.say(key::POST, &error.sentence()));
                    return Ok(());
                }
                Err(other) => return Err(other),
            }
        }
        if said.from.is_none() {
            beside.notes.push(note(&format!("没有写任职时间，从 {from} 起登记。")));
        }
        beside.posts.push(post);
        Ok(())
    }
}

/// A post as it is held.
pub(super) fn held_post(person_id: PersonId, organisation_id: OrganisationId, post: &NewPost) -> PostHeld {
    PostHeld {
        person_id,
        organisation_id,
        title: post.title.code().to_owned(),
        is_full_time: false,
        from_on: Some(post.from),
        to_on: None,
        note: None,
    }
}

/// Whether a post is the one that a row names. Words of the office's own may hold what parts the posts of a cell.
fn is_said(held: &PostHeld, said: &SaidPost) -> bool {
    match said.title {
        Some(title) => held.title == title.code() || posts_in(&held.title).any(|part| part == said.text),
        None => posts_in(&held.title).any(|part| part == said.text) || held.title == said.text,
    }
}

/// Whether a post is held already, on the day on which it would begin or without an end.
fn is_held(held: &[PostHeld], post: &NewPost) -> bool {
    let is_there = |held: &&PostHeld| {
        held.title == post.title.code() && Place::Known(held.organisation_id) == post.place
    };
    let holds = |held: &PostHeld| {
        held.from_on.is_none_or(|from| from <= post.from) && held.to_on.is_none_or(|to| to > post.from)
    };
    held.iter().filter(is_there).any(|held| held.to_on.is_none() || holds(held))
}
