//! Somebody who is no member of the book: new, known from a report-in, or once there. Must not write.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MovementKind, cannot_follow};
use branchbook_ledger::table::person::Person;

use super::beside::{Put, Whom};
use super::change::homes;
use super::choice::{self, STAY, UNDATED};
use super::compare::{merge, person_of};
use super::judge::{Planner, Row, unclear};
use super::offer::{Offer, with};
use super::place::Place;
use super::plan::{Arrival, Joiner, More, movement, with_reason};
use crate::error::Result;
use crate::intake::Verdict;
use crate::member::period::last_leaving;

impl Planner<'_> {
    /// Somebody whom the book does not know.
    pub fn join(&mut self, row: &Row<'_>, branch: Place, offer: Offer) -> Result<Verdict> {
        let is_new = self.is_said_to_be_new(row);
        if !is_new && let Some(sentence) = self.near_somebody(row) {
            return Ok(self.conflict_of_people(row, &sentence, offer));
        }
        if !is_new && self.known.is_unclear(&row.entry.who(&self.survey.names), branch) {
            return Ok(self.conflict_of_people(row, &unclear("台账中的党员"), offer));
        }
        let mut offer = match self.departed(row, offer) {
            Ok(offer) => offer,
            Err(verdict) => return Ok(*verdict),
        };
        self.ask_of_arrival(row, &mut offer);
        let namesakes = self.known.namesakes(self.name(row));
        if namesakes == 0 || is_new {
            return self.add(row, branch, (None, offer));
        }
        offer.ask_who(self.everybody(row));
        Ok(self.add(row, branch, (None, offer))?.noting(row.waiting.say_all(&format!(
            "台账中另有 {namesakes} 名同名的人，身份证号、出生年月、电话都对不上，作为另一人新增，请核对。"
        ))))
    }

    /// Somebody of the name is in the book, and one of the two ID numbers seems mistyped: only a person can tell.
    fn near_somebody(&self, row: &Row<'_>) -> Option<String> {
        let person = self.known.person(*self.meetings.near.get(&row.at)?)?;
        Some(format!(
            "与台账中的{}姓名相同，身份证号却有一两位不同，或者出生、电话都相同而身份证号不同，可能是写错了；\
             请对照证件核对后选定是不是同一人，或改正后重新导入。",
            person.name
        ))
    }

    /// Somebody who is in the book, but never was a member.
    pub fn join_known(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        person: PersonId,
        offer: Offer,
    ) -> Result<Verdict> {
        let mut offer = match self.departed(row, offer) {
            Ok(offer) => offer,
            Err(verdict) => return Ok(*verdict),
        };
        self.ask_of_arrival(row, &mut offer);
        let sentence = "台账中已有此人（双报到），沿用同一人，登记为党员。";
        Ok(self.add(row, branch, (Some(person), offer))?.noting(row.waiting.say_all(sentence)))
    }

    /// A row that says that somebody is gone whom the register does not have: a column says it for certain, a remark may
    /// mean something else, which a person decides. The verdict if nothing was decided.
    fn departed(&self, row: &Row<'_>, mut offer: Offer) -> Result<Offer, Box<Verdict>> {
        let Some((said, kind)) = row.entry.rare().gone() else { return Ok(offer) };
        let label = kind.label();
        if said.key != super::field::key::NOTE {
            let sentence = format!(
                "写的是“{}”（{label}），台账中没有此人；已经离开的人不登记为在册党员，请删去这一行，或改正后重新导入。",
                said.text
            );
            let verdict = self.new_verdict(row, RowState::Refused);
            return Err(Box::new(with(verdict.noting(row.waiting.say(said.key, &sentence)), offer)));
        }
        let stays = RowChoice::new(STAY, "仍在册，照表新增，备注照录");
        if self.ask_first(row, &mut offer, RowState::Conflict, vec![stays]) {
            return Ok(offer);
        }
        let sentence =
            format!("写有“{}”，像是已经{label}；确实在册的，请选定仍在册，否则请删去这一行。", said.text);
        let verdict = self.new_verdict(row, RowState::Conflict).noting(row.waiting.say(said.key, &sentence));
        Err(Box::new(with(verdict, offer)))
    }

    /// How somebody new may have come, in a book that has members already, and what begins to hold of them.
    fn ask_of_arrival(&self, row: &Row<'_>, offer: &mut Offer) {
        if self.is_opened {
            let opening = RowChoice::new(MovementKind::Opening.code(), "补录（建账时就在册）");
            let came = [MovementKind::TransferIn, MovementKind::Admitted];
            let came = came.into_iter().flat_map(choice::of_kind);
            self.ask(row, offer, RowState::New, [opening].into_iter().chain(came).collect());
        }
        self.ask_of_conditions(row, None, RowState::New, offer);
    }

    /// What begins to hold of somebody on the day that is chosen. A row has one such day: what has another is entered in
    /// the member's record.
    pub fn ask_of_conditions(
        &self,
        row: &Row<'_>,
        known: Option<PersonId>,
        state: RowState,
        offer: &mut Offer,
    ) {
        for choice in self.asked_conditions(row.entry, known) {
            if !offer.is_dated() {
                self.ask(row, offer, state, vec![choice]);
            }
        }
    }

    fn arrival(&self, offer: &Offer) -> Option<Arrival> {
        let (kind, reason) = offer.movement()?;
        let on = offer.day().unwrap_or_else(|| self.context.as_of());
        (kind.direction() > 0).then_some(Arrival { kind, reason, on })
    }

    /// Why the register would refuse how somebody came, as they will be then.
    fn hindered_arrival(
        &self,
        row: &Row<'_>,
        (known, after): (Option<PersonId>, Option<&Person>),
        (came, to): (&Arrival, (Place, Option<Place>)),
    ) -> Result<Option<String>> {
        let person = after.cloned().unwrap_or_else(|| person_of(&self.plan.draft(row.at)));
        let (home, places) = homes(to);
        // Nobody has the key 0: somebody who is yet to be entered has no spans.
        let command = movement(known.unwrap_or(PersonId(0)), came.kind, came.on, places);
        self.refusal(with_reason(command, came.reason), &person, home)
    }

    /// 预备 without a day of joining would be counted as full: a person says whether that is meant for now.
    fn undated(&self, row: &Row<'_>, before: Option<&Person>, offer: &mut Offer) -> Option<String> {
        let key = row.entry.rare().undated?;
        if before.is_some_and(|before| before.joined_on.is_some()) {
            return None;
        }
        let take = RowChoice::new(UNDATED, "照表登记，入党时间以后补填（补填以前按正式党员统计）");
        if self.ask_first(row, offer, RowState::Conflict, vec![take]) {
            return None;
        }
        let sentence = "写的是预备党员，却没有入党时间，这样登记会按正式党员统计；请补填入党时间后重新导入，或在这一行上选定照表登记。";
        Some(row.waiting.say(key, sentence))
    }

    fn add(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        (known, offer): (Option<PersonId>, Offer),
    ) -> Result<Verdict> {
        let before = known.map(|known| self.reading.require::<Person>(known)).transpose()?;
        let mut offer = offer;
        if let Some(reason) = self.undated(row, before.as_deref(), &mut offer) {
            return Ok(with(self.new_verdict(row, RowState::Conflict).noting(reason), offer));
        }
        let after = before.as_ref().map(|before| self.merged(row, before));
        let arrival = self.arrival(&offer);
        let since = arrival.map(|came| came.on);
        let told = match (before.as_ref().zip(after.as_ref()), since) {
            (Some(compared), _) => self.standing(row, compared, since)?,
            (None, Some(came)) => self.newcomer(row, &person_of(&self.plan.draft(row.at)), came)?,
            (None, None) => Ok(Vec::new()),
        };
        let said = match told {
            Ok(said) => said,
            Err(reason) => return Ok(with(self.conflict(row, &format!("{reason}改正后重新导入。")), offer)),
        };
        let group = match self.survey.group(row.entry, branch) {
            Ok(group) => group,
            Err(sentence) => return Ok(with(self.unclear_group(row, &sentence), offer)),
        };
        if let Some(came) = &arrival
            && let Some(reason) =
                self.hindered_arrival(row, (known, after.as_ref()), (came, (branch, group)))?
        {
            return Ok(with(self.conflict(row, &reason), offer));
        }
        let whom = whom(row, (known, branch, group), (after.as_ref(), arrival));
        let beside = self.beside(row, &whom, (&offer, since))?;
        if let Some(reason) = &beside.hindrance {
            return Ok(with(self.new_verdict(row, RowState::Conflict).noting(reason), offer));
        }
        let joiner = Joiner {
            at: row.at,
            known,
            branch,
            group,
            more: More { begun: beside.begun, posts: beside.posts, place: beside.place }.boxed(),
            arrival,
        };
        self.plan.joiners.push(joiner);
        let mut verdict = with(self.new_verdict(row, RowState::New), offer);
        if let Some(came) = arrival {
            let sentence = format!("登记{}，日期 {}。", came.kind.label(), came.on);
            verdict.notes.push(row.waiting.say_all(&sentence));
        }
        verdict.notes.extend(said);
        verdict.notes.extend(beside.notes);
        verdict.notes.extend(self.unsettled(row, None));
        Ok(verdict)
    }

    /// Somebody whom the book knows, as the row leaves them.
    fn merged(&self, row: &Row<'_>, before: &Person) -> Person {
        let mut after = before.clone();
        merge(&mut after, &self.plan.draft(row.at));
        after
    }

    /// Somebody who has left stands in the file: only a person can say how they came back.
    pub fn returned(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        person: PersonId,
        mut offer: Offer,
    ) -> Result<Verdict> {
        if row.entry.rare().gone().is_some() {
            let sentence = "台账中此人已不在册，与文件一致。";
            let verdict = self.new_verdict(row, RowState::Same).noting(row.waiting.say_all(sentence));
            return Ok(with(verdict, offer));
        }
        // Who joins anew has another day of joining: that is registered, not read from a list.
        let left = last_leaving(self.reading, person)?;
        let back = [MovementKind::TransferIn, MovementKind::Restored];
        let back = back.into_iter().filter(|kind| cannot_follow(left, *kind).is_none());
        let actions: Vec<RowChoice> = back.flat_map(choice::of_kind).collect();
        if actions.is_empty() {
            let how = left.map_or("", MovementKind::label);
            let sentence = format!("台账中此人已登记{how}，不能再登入名册；那次登记有误的，请先撤销再导入。");
            return Ok(with(self.conflict(row, &sentence), offer));
        }
        self.ask_first(row, &mut offer, RowState::Conflict, actions);
        if self.arrival(&offer).is_some() {
            return self.add(row, branch, (Some(person), offer));
        }
        let sentence = "台账中此人已不在册（转出、死亡等）；确实在册的，请选定转入或恢复，或先登记再导入。";
        Ok(with(self.conflict(row, sentence), offer))
    }
}

/// Of whom a row speaks who comes so. Whoever is admitted joins on that day, unless another one is known.
fn whom(
    row: &Row<'_>,
    (known, branch, group): (Option<PersonId>, Place, Option<Place>),
    (after, arrival): (Option<&Person>, Option<Arrival>),
) -> Whom {
    let (birth, joined, full) = match after {
        Some(after) => (after.birth_on, after.joined_on, after.became_full_on),
        // Of somebody new there is no record that anything could be held against.
        None => (row.entry.birth, row.entry.joined, None),
    };
    let admitted = arrival.filter(|came| came.kind == MovementKind::Admitted).map(|came| came.on.into());
    let put = Some(Put::There { since: arrival.map(|came| came.on), group });
    Whom { known, branch, put, birth, joined: joined.or(admitted), full }
}
