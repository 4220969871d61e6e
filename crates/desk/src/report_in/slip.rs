//! What a slip of a report-in says, and what it tells of the person. Used by the form on screen and by the import.

use branchbook_domain::code::Sex;
use branchbook_domain::day::{Month, PartialDay};
use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::{PersonId, UnitId};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::table::unit::ReportIn;
use uuid::Uuid;

/// A slip.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slip {
    pub name: String,
    pub sex: Option<Sex>,
    pub id_number: Option<IdNumber>,
    /// Numbers joined with 、.
    pub phone: Option<String>,
    /// Name of the unit, for the register of people.
    pub unit_name: String,
    pub duty: Option<String>,
    pub residence: Option<String>,
    pub skills: Option<String>,
    pub wanted_post: Option<String>,
    pub reported_on: PartialDay,
    pub note: Option<String>,
}

impl Slip {
    /// The person that the slip speaks of, as new in the book.
    pub fn new_person(&self) -> Person {
        let sex = self.sex.or_else(|| self.id_number.as_ref().map(IdNumber::sex));
        Person {
            sex: sex.map(|sex| sex.code().to_owned()),
            birth_on: self.birth(),
            id_number: self.id_text(),
            phone: self.phone.clone(),
            employer: Some(self.employer()),
            ..Person::named(Uuid::nil(), &self.name)
        }
    }

    /// The person with blanks filled. Of a member of the community nothing that stands is changed; of others the
    /// slip knows phone and employer better. Nothing if nothing is different.
    pub fn filled(&self, person: &Person, is_member: bool) -> Option<Person> {
        let fresh = self.new_person();
        let newer = |known: &Option<String>, said: Option<String>| {
            if is_member || said.is_none() { known.clone().or(said) } else { said }
        };
        let after = Person {
            sex: person.sex.clone().or(fresh.sex),
            id_number: person.id_number.clone().or(fresh.id_number),
            birth_on: person.birth_on.or(fresh.birth_on),
            phone: newer(&person.phone, fresh.phone),
            employer: newer(&person.employer, fresh.employer),
            ..person.clone()
        };
        (after != *person).then_some(after)
    }

    /// The report-in itself.
    pub fn report_in(&self, person_id: PersonId, unit_id: UnitId, booked_month: Month) -> ReportIn {
        ReportIn {
            uid: Uuid::nil(),
            person_id,
            unit_id,
            reported_on: self.reported_on,
            booked_month,
            returned_on: None,
            returned_month: None,
            return_reason: None,
            duty: self.duty.clone(),
            residence: self.residence.clone(),
            skills: self.skills.clone(),
            wanted_post: self.wanted_post.clone(),
            note: self.note.clone(),
        }
    }

    /// An open report-in with what the slip says over it; a blank changes nothing. Day and unit stay.
    pub fn refreshed(&self, known: &ReportIn) -> Option<ReportIn> {
        let said = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
        let after = ReportIn {
            duty: said(&self.duty, &known.duty),
            residence: said(&self.residence, &known.residence),
            skills: said(&self.skills, &known.skills),
            wanted_post: said(&self.wanted_post, &known.wanted_post),
            note: said(&self.note, &known.note),
            ..known.clone()
        };
        (after != *known).then_some(after)
    }

    /// The number as it is stored.
    pub fn id_text(&self) -> Option<String> {
        self.id_number.as_ref().map(|number| number.as_str().to_owned())
    }

    /// The birth that the number tells.
    pub fn birth(&self) -> Option<PartialDay> {
        self.id_number.as_ref().and_then(IdNumber::birth).map(PartialDay::Day)
    }

    fn employer(&self) -> String {
        match &self.duty {
            Some(duty) => format!("{} {duty}", self.unit_name),
            None => self.unit_name.clone(),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn slip(name: &str, id: Option<&str>, phone: Option<&str>) -> Slip {
        Slip {
            name: name.to_owned(),
            sex: None,
            id_number: id.and_then(IdNumber::from_plain),
            phone: phone.map(str::to_owned),
            unit_name: "市税务局".into(),
            duty: Some("科员".into()),
            residence: None,
            skills: None,
            wanted_post: None,
            reported_on: "2026-10-09".parse().unwrap(),
            note: None,
        }
    }

    #[test]
    fn an_id_number_tells_sex_and_birth() {
        let person = slip("方娟", Some("532599199511258982"), None).new_person();
        assert_eq!(person.sex.as_deref(), Some("2"));
        assert_eq!(person.birth_on.map(|day| day.to_string()).as_deref(), Some("1995-11-25"));
        assert!(person.pinyin.contains("fangjuan"));
    }

    #[test]
    fn what_the_register_says_of_a_member_is_not_overwritten() {
        let said = slip("方娟", Some("532599199511258982"), Some("19900006538"));
        let known = Person { phone: Some("19900000000".into()), employer: None, ..said.new_person() };
        let member = said.filled(&known, true).unwrap();
        assert_eq!(
            (member.phone.as_deref(), member.employer.as_deref()),
            (Some("19900000000"), Some("市税务局 科员"))
        );
        let other = said.filled(&known, false).unwrap();
        assert_eq!(other.phone.as_deref(), Some("19900006538"));
        assert_eq!(said.filled(&said.new_person(), false), None);
    }
}
