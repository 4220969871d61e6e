//! The fields of a member, as adding and editing share them. What is wrong is said by the desk, at the field.

use branchbook_contract::Kind;
use branchbook_contract::domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_contract::domain::day::PartialDay;
use branchbook_contract::domain::key::PlaceId;
use branchbook_contract::member::{MemberDraft, MemberPatch};
use branchbook_contract::organisation::PlaceList;
use leptos::prelude::*;

use crate::part::{Area, Check, Choice, DateField, Field, Select, Text};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::watch::{effect, shared};

/// One signal for each field.
#[derive(Clone, Copy)]
pub struct Fields {
    name: RwSignal<String>,
    sex: RwSignal<String>,
    nation: RwSignal<String>,
    birth_on: RwSignal<Option<PartialDay>>,
    id_number: RwSignal<String>,
    education: RwSignal<String>,
    work_post: RwSignal<String>,
    new_stratum: RwSignal<String>,
    phone: RwSignal<String>,
    other_phone: RwSignal<String>,
    address: RwSignal<String>,
    employer: RwSignal<String>,
    place: RwSignal<String>,
    joined_on: RwSignal<Option<PartialDay>>,
    became_full_on: RwSignal<Option<PartialDay>>,
    note: RwSignal<String>,
    /// Somebody of the same name and birth is another person.
    pub is_another: RwSignal<bool>,
}

fn text(text: Option<&str>) -> RwSignal<String> {
    RwSignal::new(text.unwrap_or_default().to_owned())
}

fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.get().trim().to_owned()).filter(|text| !text.is_empty())
}

impl Fields {
    /// Fields that show a draft.
    pub fn of(draft: &MemberDraft) -> Self {
        Self {
            name: text(Some(&draft.name)),
            sex: text(draft.sex.map(Sex::code)),
            nation: text(draft.nation.map(Nation::code)),
            birth_on: RwSignal::new(draft.birth_on),
            id_number: text(draft.id_number.as_deref()),
            education: text(draft.education.map(Education::code)),
            work_post: text(draft.work_post.map(WorkPost::code)),
            new_stratum: text(draft.new_stratum.map(NewStratum::code)),
            phone: text(draft.phone.as_deref()),
            other_phone: text(draft.other_phone.as_deref()),
            address: text(draft.address.as_deref()),
            employer: text(draft.employer.as_deref()),
            place: text(draft.place_id.map(|place| place.to_string()).as_deref()),
            joined_on: RwSignal::new(draft.joined_on),
            became_full_on: RwSignal::new(draft.became_full_on),
            note: text(draft.note.as_deref()),
            is_another: RwSignal::new(false),
        }
    }

    /// What the fields say, tracked.
    pub fn draft(self) -> MemberDraft {
        MemberDraft {
            name: self.name.get(),
            sex: Sex::read(&self.sex.get()),
            nation: Nation::of_code(&self.nation.get()),
            birth_on: self.birth_on.get(),
            id_number: filled(self.id_number),
            education: Education::of_code(&self.education.get()),
            work_post: WorkPost::of_code(&self.work_post.get()),
            new_stratum: NewStratum::of_code(&self.new_stratum.get()),
            phone: filled(self.phone),
            other_phone: filled(self.other_phone),
            address: filled(self.address),
            employer: filled(self.employer),
            place_id: self.place.get().parse().ok().map(PlaceId),
            joined_on: self.joined_on.get(),
            became_full_on: self.became_full_on.get(),
            note: filled(self.note),
            ..MemberDraft::default()
        }
    }

    /// Shows in full what was masked, where nothing else was typed yet.
    pub fn unmask(self, masked: &MemberDraft, full: &MemberDraft) {
        let one = |field: RwSignal<String>, masked: &Option<String>, full: &Option<String>| {
            if field.get_untracked() == masked.clone().unwrap_or_default() {
                field.set(full.clone().unwrap_or_default());
            }
        };
        one(self.id_number, &masked.id_number, &full.id_number);
        one(self.phone, &masked.phone, &full.phone);
        one(self.other_phone, &masked.other_phone, &full.other_phone);
        one(self.address, &masked.address, &full.address);
        one(self.employer, &masked.employer, &full.employer);
        one(self.note, &masked.note, &full.note);
    }
}

/// What is different between what was shown and what the fields say: only that is changed.
pub fn patch(before: &MemberDraft, now: &MemberDraft) -> MemberPatch {
    MemberPatch {
        name: (now.name != before.name).then(|| now.name.clone()),
        sex: changed(&before.sex, &now.sex),
        nation: changed(&before.nation, &now.nation),
        birth_on: changed(&before.birth_on, &now.birth_on),
        id_number: changed(&before.id_number, &now.id_number),
        education: changed(&before.education, &now.education),
        work_post: changed(&before.work_post, &now.work_post),
        new_stratum: changed(&before.new_stratum, &now.new_stratum),
        phone: changed(&before.phone, &now.phone),
        other_phone: changed(&before.other_phone, &now.other_phone),
        address: changed(&before.address, &now.address),
        employer: changed(&before.employer, &now.employer),
        place_id: changed(&before.place_id, &now.place_id),
        joined_on: changed(&before.joined_on, &now.joined_on),
        became_full_on: changed(&before.became_full_on, &now.became_full_on),
        note: changed(&before.note, &now.note),
        ..MemberPatch::default()
    }
}

/// The masked fields that were changed and still hold the marks of the mask: they would destroy what is stored.
pub fn half_masked(patch: &MemberPatch) -> Vec<&'static str> {
    let fields = [
        ("id_number", &patch.id_number),
        ("phone", &patch.phone),
        ("other_phone", &patch.other_phone),
        ("address", &patch.address),
    ];
    let is_half = |text: &Option<Option<String>>| text.iter().flatten().any(|text| text.contains('*'));
    fields.into_iter().filter(|(_, text)| is_half(text)).map(|(field, _)| field).collect()
}

#[allow(clippy::option_option, reason = "absent, null and a value are three answers")]
fn changed<T: Clone + PartialEq>(before: &Option<T>, now: &Option<T>) -> Option<Option<T>> {
    (before != now).then(|| now.clone())
}

/// Who it is.
#[component]
pub fn Person(fields: Fields, act: Act) -> impl IntoView {
    let sexes = Sex::ALL.iter().map(|sex| Choice::new(sex.code(), sex.label())).collect::<Vec<_>>();
    let nations = Nation::all().map(|nation| Choice::new(nation.code(), nation.label())).collect::<Vec<_>>();
    view! {
        <Field label="姓名" required=true error=act.problem("name")><Text value=fields.name focus=true/></Field>
        <Field label="身份证号" wide=2 error=act.problem("id_number") hint="填了身份证号，性别和出生日期可以不填。">
            <Text value=fields.id_number/>
        </Field>
        <Field label="性别" error=act.problem("sex")><Select value=fields.sex choices=Signal::stored(sexes) none="未填"/></Field>
        <Field label="出生日期" error=act.problem("birth_on")><DateField value=fields.birth_on/></Field>
        <Field label="民族" error=act.problem("nation")><Select value=fields.nation choices=Signal::stored(nations) none="未填"/></Field>
        <Field label="入党时间" error=act.problem("joined_on")><DateField value=fields.joined_on/></Field>
        <Field label="转正时间" error=act.problem("became_full_on") hint="预备党员留空"><DateField value=fields.became_full_on/></Field>
    }
    .into_any()
}

/// What else is known.
#[component]
pub fn More(fields: Fields, act: Act) -> impl IntoView {
    let educations = Education::all().map(|each| Choice::new(each.code(), each.label())).collect::<Vec<_>>();
    let posts = WorkPost::all().map(|each| Choice::new(each.code(), each.label())).collect::<Vec<_>>();
    let strata = NewStratum::all().map(|each| Choice::new(each.code(), each.label())).collect::<Vec<_>>();
    let places = ask(&[Kind::Organisation], || PlaceList { on: None });
    let places = places
        .map(|rows| rows.iter().map(|row| Choice::new(row.place, row.name.clone())).collect::<Vec<_>>());
    view! {
        <Field label="手机" error=act.problem("phone")><Text value=fields.phone kind="tel"/></Field>
        <Field label="其他电话" error=act.problem("other_phone")><Text value=fields.other_phone kind="tel"/></Field>
        <Field label="学历" wide=2 error=act.problem("education")>
            <Select value=fields.education choices=Signal::stored(educations) none="未填"/>
        </Field>
        <Field label="工作单位及职务" wide=2 error=act.problem("employer")><Text value=fields.employer/></Field>
        <Field label="工作岗位" error=act.problem("work_post")>
            <Select value=fields.work_post choices=Signal::stored(posts) none="未填"/>
        </Field>
        <Field label="新社会阶层" error=act.problem("new_stratum")>
            <Select value=fields.new_stratum choices=Signal::stored(strata) none="未填"/>
        </Field>
        <Field label="住址" wide=3 error=act.problem("address")><Text value=fields.address/></Field>
        <Field label="网格或小区" error=act.problem("place_id")>
            <Select value=fields.place choices=places none="未填"/>
        </Field>
        <Field label="备注" wide=4 error=act.problem("note")><Area value=fields.note rows=2/></Field>
    }
    .into_any()
}

/// Asks whether somebody of the same name is another person, once the desk has found one.
#[component]
pub fn Another(fields: Fields, act: Act) -> impl IntoView {
    let doubt = act.problem("confirm_duplicate");
    let was_asked = RwSignal::new(false);
    effect(move || {
        if doubt.get().is_some() {
            was_asked.set(true);
        }
    });
    let ask = shared(move || {
        was_asked.get().then(|| {
            view! { <div class="w4"><Check value=fields.is_another label="确实是另一个人，同名同生日，照样保存"/></div> }
        })
    });
    view! { {ask} }.into_any()
}
