//! Whom a parcel names as addressee, and whose keys open it. A publication names its sender, because its many
//! readers would fill the header and would learn of each other.

use std::collections::BTreeMap;

use crate::error::Fault;
use crate::fingerprint::Fingerprint;
use crate::keys::OfficePublic;
use crate::limits::ADDRESSEES;

/// The address of one parcel.
pub(crate) struct Address<'a> {
    /// Whom header and manifest name.
    pub named: Fingerprint,
    /// Whose keys open the age file.
    pub recipients: Vec<&'a OfficePublic>,
}

impl<'a> Address<'a> {
    /// One office, named.
    pub(crate) fn of_one(addressee: &'a OfficePublic) -> Self {
        Self { named: addressee.fingerprint(), recipients: vec![addressee] }
    }

    /// The sender, named, and each addressee once, unnamed.
    pub(crate) fn of_publication(
        sender: &'a OfficePublic,
        addressees: &[&'a OfficePublic],
    ) -> Result<Self, Fault> {
        let all = addressees.iter().copied().chain([sender]).map(|office| (office.to_bytes(), office));
        let recipients: Vec<_> = all.collect::<BTreeMap<_, _>>().into_values().collect();
        if recipients.len() > ADDRESSEES + 1 {
            return Err(Fault::TooLarge { what: "收件单位个数", limit: ADDRESSEES as u64 });
        }
        Ok(Self { named: sender.fingerprint(), recipients })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{KEY_BYTES, OfficeKeys};

    fn office(seed: u16) -> OfficePublic {
        let mut secret = [7; KEY_BYTES];
        secret[..2].copy_from_slice(&seed.to_le_bytes());
        OfficeKeys::from_secret(&secret).public().clone()
    }

    #[test]
    fn nobody_is_a_recipient_twice() {
        let (sender, one, two) = (office(0), office(1), office(2));
        let again = one.clone();
        let address = Address::of_publication(&sender, &[&one, &two, &again, &sender, &one]).unwrap();
        assert_eq!((address.recipients.len(), address.named), (3, sender.fingerprint()));
    }

    #[test]
    fn one_addressee_too_many_is_refused() {
        let offices: Vec<OfficePublic> = (0..ADDRESSEES as u16 + 2).map(office).collect();
        let all: Vec<&OfficePublic> = offices.iter().collect();
        assert!(Address::of_publication(all[0], &all[1..=ADDRESSEES]).is_ok(), "the sender does not count");
        let refused = Address::of_publication(all[0], &all[1..]).err();
        assert_eq!(refused, Some(Fault::TooLarge { what: "收件单位个数", limit: 1000 }));
    }
}
