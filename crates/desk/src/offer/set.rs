//! Registers a service post, or changes one.

use branchbook_contract::offer::{OfferDraft, OfferSaved, OfferSet};
use branchbook_domain::key::OfferId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::table::offer::{self, Offer, SERVICE_POST};
use branchbook_ledger::{Operation, OperationKind, Writing};
use uuid::Uuid;

use super::category::{category, code_for};
use crate::desk::{Desk, outcome_of};
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;
use crate::unit::entry::{Wrong, filled};

impl Handle<OfferSet> for Desk {
    fn handle(&mut self, command: OfferSet, _progress: &dyn Progress) -> Result<Outcome<OfferSaved>> {
        check(&command.draft)?;
        let post = entity(&command.draft);
        let operation = Operation::new(OperationKind::OfferSet, format!("登记岗位：{}", post.title));
        let written = self.book_mut()?.write(&operation, |writing| save(writing, command.offer, post))?;
        Ok(outcome_of(written, |offer| OfferSaved { offer }))
    }
}

fn check(draft: &OfferDraft) -> Result<()> {
    let mut wrong = Wrong::default();
    wrong.unless(!draft.title.trim().is_empty(), "title", "请填写岗位名称。");
    let is_known = draft.category.as_deref().is_none_or(|code| category(code).is_some());
    wrong.unless(is_known, "category", "没有这个岗位类别，请从列表中选择。");
    wrong.unless(draft.needed_count.is_none_or(|count| count >= 0), "needed_count", "所需人数不能小于 0。");
    let in_order = draft.from_on.zip(draft.to_on).is_none_or(|(from, to)| from < to);
    wrong.unless(in_order, "to_on", "结束日期要晚于开始日期。");
    wrong.finish()
}

fn entity(draft: &OfferDraft) -> Offer {
    let title = squeeze(&draft.title);
    let code = draft.category.clone().unwrap_or_else(|| code_for(&title).to_owned());
    Offer {
        uid: Uuid::nil(),
        kind: SERVICE_POST.to_owned(),
        title,
        category: Some(code),
        content: filled(draft.content.as_deref()),
        needed_count: draft.needed_count,
        place: filled(draft.place.as_deref()),
        offered_by_unit_id: None,
        from_on: draft.from_on,
        to_on: draft.to_on,
    }
}

fn save(writing: &mut Writing<'_>, id: Option<OfferId>, post: Offer) -> Result<OfferId> {
    let same = offer::service_posts(writing)?
        .into_iter()
        .find(|known| known.to_on.is_none() && known.title == post.title && Some(known.id) != id);
    if same.is_some() {
        let sentence = format!("岗位「{}」已经登记过，请直接修改那一条。", post.title);
        return Err(DeskError::field("title", sentence));
    }
    let Some(id) = id else {
        return Ok(writing.insert(&Offer { uid: writing.new_uid(), ..post })?);
    };
    let known = writing.require::<Offer>(id)?;
    let offered_by_unit_id = known.offered_by_unit_id;
    writing.update(id, &Offer { uid: known.uid, offered_by_unit_id, ..post })?;
    Ok(id)
}
