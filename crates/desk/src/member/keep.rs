//! A record that is shown masked, and one that comes back so to be edited: stars never take the place of what they hide.
//! Numbers and address are compared as a whole, in other texts each mask stands again for what it hides.

use std::collections::BTreeMap;

use branchbook_domain::mask::{masked_text, unmask_text};
use branchbook_domain::member::{FieldMask, MemberDraft, MemberPatch};

/// A change of one text: absent, cleared, or given.
#[allow(clippy::option_option, reason = "absent, cleared and given are three answers")]
type Change = Option<Option<String>>;

/// The draft as it may be seen: numbers, phones and address masked, and what the texts of it say of them.
pub(super) fn masked(draft: MemberDraft) -> MemberDraft {
    let shown =
        |key: &str, text: Option<String>| text.map(|text| FieldMask::of_key(key).masked(text.as_str()));
    MemberDraft {
        id_number: shown("id_number", draft.id_number),
        phone: shown("phone", draft.phone),
        other_phone: shown("other_phone", draft.other_phone),
        address: shown("address", draft.address),
        employer: shown("employer", draft.employer),
        note: shown("note", draft.note),
        extra: draft.extra.into_iter().map(|(key, text)| (key, masked_text(text))).collect(),
        ..draft
    }
}

/// The patch with what its stars stand for; `own` is what is stored in the office's own fields, by their keys.
pub(super) fn kept(patch: MemberPatch, known: &MemberDraft, own: &BTreeMap<String, String>) -> MemberPatch {
    let (mut patch, shown) = (patch, masked(known.clone()));
    whole(&mut patch.id_number, &shown.id_number);
    whole(&mut patch.phone, &shown.phone);
    whole(&mut patch.other_phone, &shown.other_phone);
    whole(&mut patch.address, &shown.address);
    parts(&mut patch.employer, known.employer.as_deref());
    parts(&mut patch.note, known.note.as_deref());
    for (key, text) in &mut patch.extra {
        if let Some(stored) = own.get(key) {
            *text = unmask_text(text, stored);
        }
    }
    patch
}

/// What is given as its own mask was not changed.
fn whole(change: &mut Change, shown: &Option<String>) {
    let is_same = shown.is_some() && change.as_ref() == Some(shown);
    if is_same {
        *change = None;
    }
}

fn parts(change: &mut Change, stored: Option<&str>) {
    if let (Some(Some(given)), Some(stored)) = (change, stored) {
        *given = unmask_text(given, stored);
    }
}

#[cfg(test)]
mod tests {
    use branchbook_domain::member::MEMBER_FIELDS;

    use super::*;

    #[test]
    fn every_field_that_the_list_masks_is_masked_in_a_record_and_kept_when_it_comes_back() {
        let text = |text: &str| Some(text.to_owned());
        let full = MemberDraft {
            id_number: text("53259919780512002X"),
            phone: text("13800001234"),
            other_phone: text("0873-3722400"),
            address: text("明湖路12号3栋"),
            ..MemberDraft::default()
        };
        let shown = masked(full.clone());
        let (before, after) = (serde_json::to_value(&full).unwrap(), serde_json::to_value(&shown).unwrap());
        for field in MEMBER_FIELDS.iter().filter(|field| field.is_sensitive()) {
            let before = before[field.key].as_str().unwrap_or_default();
            assert_eq!(after[field.key].as_str(), Some(field.mask.masked(before).as_str()), "{}", field.key);
            assert_ne!(after[field.key].as_str(), Some(before), "{}", field.key);
        }
        let back = MemberPatch {
            id_number: Some(shown.id_number),
            phone: Some(shown.phone),
            other_phone: Some(shown.other_phone),
            address: Some(shown.address),
            ..MemberPatch::default()
        };
        assert_eq!(kept(back, &full, &BTreeMap::new()), MemberPatch::default());
    }
}
