//! Whom requests name by key: the desk follows a key whose record gave way to another, once for all commands.

use branchbook_domain::key::PersonId;

use crate::activity::Participant;
use crate::meeting::{Away, GatheringDraft, NamedRoll, PersonRef, Roll};
use crate::points::PointsAward;
use crate::report_in::ReportInDraft;

/// A part of a request that names people by key.
pub trait NamesPeople {
    /// Hands out every key.
    fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId));
}

impl NamesPeople for PersonId {
    fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
        each(self);
    }
}

impl<T: NamesPeople> NamesPeople for Option<T> {
    fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
        self.iter_mut().for_each(|one| one.each_person(each));
    }
}

impl<T: NamesPeople> NamesPeople for Vec<T> {
    fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
        self.iter_mut().for_each(|one| one.each_person(each));
    }
}

impl NamesPeople for PersonRef {
    fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
        if let Self::Key(person) = self {
            each(person);
        }
    }
}

macro_rules! names_people {
    ($($type:ident: $($field:ident)+;)+) => {$(
        impl NamesPeople for $type {
            fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
                $(self.$field.each_person(each);)+
            }
        }
    )+};
}

names_people! {
    Participant: person;
    PointsAward: person;
    ReportInDraft: person;
    Away: person;
    NamedRoll: leave absent made_up observers;
    GatheringDraft: host recorder roll;
}

impl NamesPeople for Roll {
    fn each_person(&mut self, each: &mut dyn FnMut(&mut PersonId)) {
        if let Self::Names(named) = self {
            named.each_person(each);
        }
    }
}
