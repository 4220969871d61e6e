//! Somebody who is no member of the book: new, known from a report-in, or once there. Must not write.

use branchbook_contract::intake::{RowChoice, RowState};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::MovementKind;

use super::choice::{self, Offer, STAY};
use super::judge::{Planner, Row, unclear};
use super::offer::with;
use super::place::Place;
use super::plan::{Arrival, Joiner, More};
use crate::error::Result;
use crate::intake::Verdict;

impl Planner<'_> {
    /// Somebody whom the book does not know.
    pub fn join(&mut self, row: &Row<'_>, branch: Place) -> Result<Verdict> {
        let is_new = self.is_said_to_be_new(row);
        if !is_new && let Some(verdict) = self.near_somebody(row) {
            return Ok(verdict);
        }
        if !is_new && self.known.is_unclear(&row.entry.who(&self.survey.names), branch) {
            return Ok(self.conflict_of_people(row, &unclear("台账中的党员"), Vec::new()));
        }
        let (mut actions, verdict) = self.departed(row);
        if let Some(verdict) = verdict {
            return Ok(verdict);
        }
        let namesakes = self.known.namesakes(self.name(row));
        actions.extend(self.arrivals());
        actions.extend(self.asked_conditions(row.entry, None));
        let mut offer = self.offer(row, RowState::New, actions);
        if namesakes > 0 && offer.chosen.is_none() {
            offer.choices.extend(self.people(row));
        }
        let verdict = self.add(row, branch, (None, offer))?;
        if namesakes == 0 || is_new {
            return Ok(verdict);
        }
        Ok(verdict.noting(row.waiting.say_all(&format!(
            "台账中另有 {namesakes} 名同名的人，身份证号、出生年月、电话都对不上，作为另一人新增，请核对。"
        ))))
    }

    /// Somebody of the name is in the book, and one of the two ID numbers seems mistyped: only a person can tell.
    fn near_somebody(&self, row: &Row<'_>) -> Option<Verdict> {
        let person = self.known.person(*self.meetings.near.get(&row.at)?)?;
        let sentence = format!(
            "与台账中的{}姓名相同，身份证号却有一两位不同，或者出生、电话都相同而身份证号不同，可能是写错了；\
             请对照证件核对后选定是不是同一人，或改正后重新导入。",
            person.name
        );
        Some(self.conflict_of_people(row, &sentence, Vec::new()))
    }

    /// Somebody who is in the book, but never was a member.
    pub fn join_known(&mut self, row: &Row<'_>, branch: Place, person: PersonId) -> Result<Verdict> {
        let (mut actions, verdict) = self.departed(row);
        if let Some(verdict) = verdict {
            return Ok(verdict);
        }
        actions.extend(self.arrivals());
        actions.extend(self.asked_conditions(row.entry, None));
        let offer = self.offer(row, RowState::New, actions);
        let sentence = "台账中已有此人（双报到），沿用同一人，登记为党员。";
        Ok(self.add(row, branch, (Some(person), offer))?.noting(row.waiting.say_all(sentence)))
    }

    /// A row that says that somebody is gone whom the register does not have: a column says it for certain, a remark may
    /// mean something else. What can be decided about it, and the verdict if nothing was.
    fn departed(&self, row: &Row<'_>) -> (Vec<RowChoice>, Option<Verdict>) {
        let Some((said, kind)) = row.entry.rare().gone() else { return (Vec::new(), None) };
        let label = kind.label();
        if said.key != super::field::key::NOTE {
            let sentence = format!(
                "写的是“{}”（{label}），台账中没有此人；已经离开的人不登记为在册党员，请删去这一行，或改正后重新导入。",
                said.text
            );
            let verdict = self.new_verdict(row, RowState::Refused);
            return (Vec::new(), Some(verdict.noting(row.waiting.say(said.key, &sentence))));
        }
        let actions = vec![RowChoice::new(STAY, "仍在册，照表新增，备注照录")];
        let offer = self.offer(row, RowState::Conflict, actions.clone());
        if offer.action() == STAY {
            return (actions, None);
        }
        let sentence =
            format!("写有“{}”，像是已经{label}；确实在册的，请选定仍在册，否则请删去这一行。", said.text);
        let verdict = self.new_verdict(row, RowState::Conflict).noting(row.waiting.say(said.key, &sentence));
        (Vec::new(), Some(with(verdict, offer)))
    }

    /// How somebody new may have come, in a book that has members already.
    fn arrivals(&self) -> Vec<RowChoice> {
        if !self.is_opened {
            return Vec::new();
        }
        let opening = RowChoice::new(MovementKind::Opening.code(), "补录（建账时就在册）");
        let came = [MovementKind::TransferIn, MovementKind::Admitted];
        [opening].into_iter().chain(came.into_iter().flat_map(choice::of_kind)).collect()
    }

    fn arrival(&self, offer: &Offer) -> Option<Arrival> {
        let (kind, reason) = choice::movement_of(offer.action())?;
        let on = offer.day().unwrap_or_else(|| self.context.as_of());
        (kind.direction() > 0).then_some(Arrival { kind, reason, on })
    }

    fn add(
        &mut self,
        row: &Row<'_>,
        branch: Place,
        (known, offer): (Option<PersonId>, Offer),
    ) -> Result<Verdict> {
        let group = self.survey.group(row.entry, branch);
        let arrival = self.arrival(&offer);
        let since = arrival.map(|came| came.on);
        let beside = self.beside(row, (known, branch), (&offer, since))?;
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
        verdict.notes.extend(beside.notes);
        verdict.notes.extend(self.unsettled(row, None));
        Ok(verdict)
    }

    /// Somebody who has left stands in the file: only a person can say how they came back.
    pub fn returned(&mut self, row: &Row<'_>, branch: Place, person: PersonId) -> Result<Verdict> {
        if row.entry.rare().gone().is_some() {
            let sentence = "台账中此人已不在册，与文件一致。";
            return Ok(self.new_verdict(row, RowState::Same).noting(row.waiting.say_all(sentence)));
        }
        let back = [MovementKind::TransferIn, MovementKind::Restored];
        let actions = back.into_iter().flat_map(choice::of_kind).collect();
        let offer = self.offer(row, RowState::Conflict, actions);
        if self.arrival(&offer).is_some() {
            return self.add(row, branch, (Some(person), offer));
        }
        let sentence = "台账中此人已不在册（转出、死亡等）；确实在册的，请选定转入或恢复，或先登记再导入。";
        Ok(with(self.conflict(row, sentence), offer))
    }
}
