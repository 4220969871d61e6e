//! A record that was shown masked and comes back to be edited: stars never take the place of what they hide. Numbers and
//! address are compared as a whole, in other texts each mask stands again for what it hides.

use std::collections::BTreeMap;

use branchbook_domain::mask::{mask_address, mask_id, mask_phone, unmask_text};
use branchbook_domain::member::{MemberDraft, MemberPatch};

/// A change of one text: absent, cleared, or given.
#[allow(clippy::option_option, reason = "absent, cleared and given are three answers")]
type Change = Option<Option<String>>;

/// The patch with what its stars stand for; `own` is what is stored in the office's own fields, by their keys.
pub(super) fn kept(patch: MemberPatch, known: &MemberDraft, own: &BTreeMap<String, String>) -> MemberPatch {
    let mut patch = patch;
    whole(&mut patch.id_number, known.id_number.as_deref(), mask_id);
    whole(&mut patch.phone, known.phone.as_deref(), mask_phone);
    whole(&mut patch.other_phone, known.other_phone.as_deref(), mask_phone);
    whole(&mut patch.address, known.address.as_deref(), mask_address);
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
fn whole(change: &mut Change, stored: Option<&str>, mask: fn(&str) -> String) {
    let shown = stored.map(mask);
    let is_same = shown.is_some() && change.as_ref() == Some(&shown);
    if is_same {
        *change = None;
    }
}

fn parts(change: &mut Change, stored: Option<&str>) {
    if let (Some(Some(given)), Some(stored)) = (change, stored) {
        *given = unmask_text(given, stored);
    }
}
