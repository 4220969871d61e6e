//! What a draft says otherwise than the book. A blank cell says nothing and erases nothing.

use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::PartialDay;
use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::CustomFieldId;
use branchbook_domain::mask::unmask_text;
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::{squeeze, tidy, tidy_words};
use branchbook_ledger::table::person::Person;
use uuid::Uuid;

use super::draft::Draft;
use super::field::key;
use super::rare::october;

/// A person as a draft says; `uid` is given when the row is written.
pub(super) fn person_of(draft: &Draft) -> Person {
    let mut person = Person::named(Uuid::nil(), &draft.name);
    merge(&mut person, draft);
    person
}

/// Takes over what the draft says otherwise; names the fields.
pub(super) fn merge(person: &mut Person, draft: &Draft) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let is_known_right = is_right(person.id_number.as_deref());
    // A number whose last place is wrong never takes the place of a right one.
    let id_number = draft.id_number.as_ref().filter(|said| said.has_right_checksum() || !is_known_right);
    let mut text = |slot: &mut Option<String>, said: Option<String>, title: &'static str| {
        // Signs of another width are no other words.
        if said.is_some() && slot.as_deref().map(tidy) != said.as_deref().map(tidy) {
            *slot = said;
            changed.push(title);
        }
    };
    let code = |code: &str| code.to_owned();
    text(&mut person.sex, draft.sex.map(Sex::code).map(code), "性别");
    text(&mut person.nation, draft.nation.map(Nation::code).map(code), "民族");
    text(&mut person.id_number, id_number.map(|number| code(number.as_str())), "身份证号");
    text(&mut person.education, draft.education.map(Education::code).map(code), "文化程度");
    text(&mut person.work_post, draft.work_post.map(WorkPost::code).map(code), "工作岗位");
    text(&mut person.new_stratum, draft.new_stratum.map(NewStratum::code).map(code), "新社会阶层");
    text(&mut person.address, draft.address.clone(), "家庭住址");
    let employer = draft.employer.as_deref().map(|said| unmasked(said, person.employer.as_deref()));
    text(&mut person.employer, employer, "工作单位及职务");
    let mut day =
        |slot: &mut Option<PartialDay>, said: Option<PartialDay>, key: &str, title: &'static str| {
            let other = said.filter(|_| draft.rare.is_unsure(key)).and_then(october);
            if let Some(said) = said.filter(|said| is_news(*slot, *said, other)) {
                *slot = Some(said);
                changed.push(title);
            }
        };
    day(&mut person.birth_on, draft.birth, key::BIRTH, "出生年月");
    day(&mut person.joined_on, draft.joined, key::JOINED, "入党时间");
    day(&mut person.became_full_on, draft.became_full, key::BECAME_FULL, "转正时间");
    changed.extend(merge_phones(person, &draft.phones));
    changed.extend(merge_note(person, draft.note.as_deref()));
    changed
}

/// What a row says beyond another row of the same person; the same said less exactly is nothing new, nor is the same group
/// in another writing.
pub(super) fn news(
    first: &Draft,
    other: &Draft,
    is_one_group: impl Fn(&str, &str) -> bool,
) -> Vec<&'static str> {
    let mut fields = merge(&mut person_of(first), other);
    let is_known = |said: &str| first.group.as_deref().is_some_and(|known| is_one_group(known, said));
    if other.group.as_deref().is_some_and(|said| !is_known(said)) {
        fields.push("党小组");
    }
    if other.is_mobile.is_some() && other.is_mobile != first.is_mobile {
        fields.push("是否流动");
    }
    if other.is_lost.is_some() && other.is_lost != first.is_lost {
        fields.push("是否失联");
    }
    if other.rare.standing.iter().any(|said| !first.rare.standing.contains(said)) {
        fields.push("党籍状态");
    }
    if other.rare.posts.iter().any(|said| !first.rare.posts.contains(said)) {
        fields.push("党内职务");
    }
    if !other.rare.place.is_empty() && first.rare.place != other.rare.place {
        fields.push("地点");
    }
    let is_said = |(id, said): &(CustomFieldId, String)| {
        first.extra.iter().any(|(own, known)| own == id && tidy(known) == tidy(said))
    };
    if !other.extra.iter().all(is_said) {
        fields.push("自定义栏目");
    }
    fields
}

/// A day known less exactly than the book knows it is no news, and neither is a month that may be another one if either
/// of the two agrees with the book.
fn is_news(known: Option<PartialDay>, said: PartialDay, other: Option<PartialDay>) -> bool {
    known.is_none_or(|known| {
        let is_wider = said.earliest() <= known.earliest() && known.latest() <= said.latest();
        let may_be = other.is_some_and(|other| other.agrees_with(known) || said.agrees_with(known));
        !is_wider && !may_be
    })
}

/// Whether an ID number is there and its last place is right.
pub(super) fn is_right(number: Option<&str>) -> bool {
    number.and_then(IdNumber::from_plain).is_some_and(|number| number.has_right_checksum())
}

/// The first number is the phone, the others stand beside it. Numbers that are known already are no news.
fn merge_phones(person: &mut Person, phones: &[String]) -> Option<&'static str> {
    let known = [&person.phone, &person.other_phone].into_iter().flatten();
    let known: Vec<String> =
        known.flat_map(|text| read_phones(text).numbers).map(|number| number.text).collect();
    let (first, others) = phones.split_first()?;
    if phones.iter().all(|phone| known.contains(phone)) {
        return None;
    }
    person.phone = Some(first.clone());
    if !others.is_empty() {
        person.other_phone = Some(others.join("、"));
    }
    Some("联系电话")
}

/// What a cell says where it comes from a masked list: its stars stand for what the book says.
fn unmasked(said: &str, known: Option<&str>) -> String {
    known.map_or_else(|| said.to_owned(), |known| tidy_words(&unmask_text(said, known)))
}

/// A remark joins what the book says; nothing that a person wrote goes.
fn merge_note(person: &mut Person, note: Option<&str>) -> Option<&'static str> {
    let note = unmasked(note?, person.note.as_deref());
    let joined = match person.note.as_deref() {
        Some(known) if squeeze(known).contains(&squeeze(&note)) => return None,
        Some(known) => format!("{known}；{note}"),
        None => note,
    };
    person.note = Some(joined);
    Some("备注")
}

#[cfg(test)]
mod tests {
    use super::super::rare::{Rare, Unsure};
    use super::*;

    fn draft() -> Draft {
        Draft {
            name: "谭敏".into(),
            birth: Some("1978-05-02".parse().unwrap()),
            phones: vec!["19900000001".into(), "0873-3722400".into()],
            note: Some("在外务工".into()),
            ..Draft::default()
        }
    }

    #[test]
    fn what_is_known_better_and_what_is_blank_is_no_news() {
        let mut person = person_of(&draft());
        for said in [
            draft(),
            Draft { birth: Some("1978-05".parse().unwrap()), ..draft() },
            Draft { phones: vec!["0873-3722400".into()], note: None, birth: None, ..draft() },
            Draft { phones: Vec::new(), ..draft() },
        ] {
            assert_eq!(merge(&mut person, &said), Vec::<&str>::new());
        }
        assert_eq!(person, person_of(&draft()));
    }

    #[test]
    fn words_stay_as_they_were_written_and_signs_of_another_width_are_no_news() {
        let said = |text: &str| Draft {
            address: Some(text.into()),
            employer: Some(text.into()),
            note: Some(text.into()),
            extra: vec![(CustomFieldId(1), text.into())],
            ..draft()
        };
        let (wide, narrow) = ("某局（退休），科长", "某局(退休),科长");
        let mut person = person_of(&said(wide));
        let kept = [&person.address, &person.employer, &person.note].map(|text| text.as_deref());
        assert_eq!(kept, [Some(wide); 3]);
        let before = person.clone();
        assert_eq!(merge(&mut person, &said(narrow)), Vec::<&str>::new());
        assert_eq!(person, before);
        let news = |other: &str| news(&said(wide), &said(other), |one, other| one == other);
        assert_eq!(news(narrow), Vec::<&str>::new());
        assert_eq!(news("某局"), ["家庭住址", "工作单位及职务", "自定义栏目"]);
    }

    #[test]
    fn a_month_that_may_be_two_says_nothing_against_either() {
        let unsure = Draft {
            birth: Some("1978-01".parse().unwrap()),
            rare: Rare { unsure: vec![Unsure { key: key::BIRTH, text: "1978.1".into() }], ..Rare::default() },
            ..Draft::default()
        };
        for (known, is_news) in
            [("1978-10-02", false), ("1978-01-20", false), ("1978", false), ("1978-05-02", true)]
        {
            let mut person = person_of(&Draft { birth: Some(known.parse().unwrap()), ..draft() });
            let changed = merge(&mut person, &Draft { name: "谭敏".into(), ..unsure.clone() });
            assert_eq!(changed == ["出生年月"], is_news, "{known}");
        }
        assert_eq!(person_of(&unsure).birth_on, Some("1978-01".parse().unwrap()), "where nothing is known");
    }

    #[test]
    fn a_wrong_last_place_never_takes_the_place_of_a_right_number() {
        let number = |text: &str| Draft { id_number: IdNumber::from_plain(text), ..Draft::default() };
        let mut person = person_of(&number("53259919920124880X"));
        assert_eq!(merge(&mut person, &number("532599199201248801")), Vec::<&str>::new());
        let mut person = person_of(&number("532599199201248801"));
        assert_eq!(merge(&mut person, &number("53259919920124880X")), ["身份证号"]);
    }

    #[test]
    fn news_is_taken_over_and_named() {
        let mut person = person_of(&Draft { birth: Some("1978".parse().unwrap()), ..draft() });
        let said = Draft { phones: vec!["19900000002".into()], note: Some("回乡".into()), ..draft() };
        assert_eq!(merge(&mut person, &said), ["出生年月", "联系电话", "备注"]);
        assert_eq!(person.birth_on, Some("1978-05-02".parse().unwrap()));
        assert_eq!(person.other_phone.as_deref(), Some("0873-3722400"), "a blank erases nothing");
        assert_eq!(person.note.as_deref(), Some("在外务工；回乡"));
    }
}
