//! People: whoever the office deals with, once each, whatever roles they have.

use branchbook_domain::day::PartialDay;
use branchbook_domain::key::PlaceId;
use uuid::Uuid;

use crate::entity;

entity! {
    /// A person. Code columns hold the codes of the domain's code tables.
    pub struct Person: PersonId, "person", 7 {
        uid: Uuid,
        name: String,
        pinyin: String,
        initials: String,
        sex: Option<String>,
        nation: Option<String>,
        birth_on: Option<PartialDay>,
        id_number: Option<String>,
        education: Option<String>,
        work_post: Option<String>,
        new_stratum: Option<String>,
        phone: Option<String>,
        other_phone: Option<String>,
        address: Option<String>,
        employer: Option<String>,
        place_id: Option<PlaceId>,
        joined_on: Option<PartialDay>,
        became_full_on: Option<PartialDay>,
        note: Option<String>,
    }
}
