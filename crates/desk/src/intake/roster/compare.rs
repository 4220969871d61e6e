//! What a draft says otherwise than the book. A blank cell says nothing and erases nothing.

use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::PartialDay;
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::{squeeze, tidy};
use branchbook_ledger::table::person::Person;
use uuid::Uuid;

use super::draft::Draft;
use super::place::group_key;

/// A person as a draft says; `uid` is given when the row is written.
pub(super) fn person_of(draft: &Draft) -> Person {
    let mut person = Person::named(Uuid::nil(), &draft.name);
    merge(&mut person, draft);
    person
}

/// Takes over what the draft says otherwise; names the fields.
pub(super) fn merge(person: &mut Person, draft: &Draft) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let mut text = |slot: &mut Option<String>, said: Option<String>, title: &'static str| {
        // What was typed by hand may hold wide signs, which a cell is read without.
        if said.is_some() && slot.as_deref().map(tidy) != said {
            *slot = said;
            changed.push(title);
        }
    };
    let code = |code: &str| code.to_owned();
    text(&mut person.sex, draft.sex.map(Sex::code).map(code), "性别");
    text(&mut person.nation, draft.nation.map(Nation::code).map(code), "民族");
    text(&mut person.id_number, draft.id_number.as_ref().map(|number| code(number.as_str())), "身份证号");
    text(&mut person.education, draft.education.map(Education::code).map(code), "文化程度");
    text(&mut person.work_post, draft.work_post.map(WorkPost::code).map(code), "工作岗位");
    text(&mut person.new_stratum, draft.new_stratum.map(NewStratum::code).map(code), "新社会阶层");
    text(&mut person.address, draft.address.clone(), "家庭住址");
    text(&mut person.employer, draft.employer.clone(), "工作单位及职务");
    let mut day = |slot: &mut Option<PartialDay>, said: Option<PartialDay>, title: &'static str| {
        if let Some(said) = said.filter(|said| is_news(*slot, *said)) {
            *slot = Some(said);
            changed.push(title);
        }
    };
    day(&mut person.birth_on, draft.birth, "出生年月");
    day(&mut person.joined_on, draft.joined, "入党时间");
    day(&mut person.became_full_on, draft.became_full, "转正时间");
    changed.extend(merge_phones(person, &draft.phones));
    changed.extend(merge_note(person, draft.note.as_deref()));
    changed
}

/// What a row says beyond another row of the same person; the same said less exactly is nothing new.
pub(super) fn news(first: &Draft, other: &Draft) -> Vec<&'static str> {
    let mut fields = merge(&mut person_of(first), other);
    let group = |draft: &Draft| draft.group.as_deref().map(group_key);
    if other.group.is_some() && group(first) != group(other) {
        fields.push("党小组");
    }
    if other.is_mobile && !first.is_mobile {
        fields.push("是否流动");
    }
    if other.extra.iter().any(|said| !first.extra.contains(said)) {
        fields.push("自定义栏目");
    }
    fields
}

/// A day known less exactly than the book knows it is no news.
fn is_news(known: Option<PartialDay>, said: PartialDay) -> bool {
    known.is_none_or(|known| {
        let is_wider = said.earliest() <= known.earliest() && known.latest() <= said.latest();
        !is_wider
    })
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

/// A remark joins what the book says; nothing that a person wrote goes.
fn merge_note(person: &mut Person, note: Option<&str>) -> Option<&'static str> {
    let note = note?;
    let joined = match person.note.as_deref() {
        Some(known) if squeeze(known).contains(&squeeze(note)) => return None,
        Some(known) => format!("{known}；{note}"),
        None => note.to_owned(),
    };
    person.note = Some(joined);
    Some("备注")
}

#[cfg(test)]
mod tests {
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
    fn news_is_taken_over_and_named() {
        let mut person = person_of(&Draft { birth: Some("1978".parse().unwrap()), ..draft() });
        let said = Draft { phones: vec!["19900000002".into()], note: Some("回乡".into()), ..draft() };
        assert_eq!(merge(&mut person, &said), ["出生年月", "联系电话", "备注"]);
        assert_eq!(person.birth_on, Some("1978-05-02".parse().unwrap()));
        assert_eq!(person.other_phone.as_deref(), Some("0873-3722400"), "a blank erases nothing");
        assert_eq!(person.note.as_deref(), Some("在外务工；回乡"));
    }
}
