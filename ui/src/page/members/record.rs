//! The record beside the table: who it is, the facts, what can be done. ID number and phones are masked until they are
//! asked for, which is recorded.

use std::sync::Arc;

use branchbook_contract::domain::key::PersonId;
use branchbook_contract::domain::standing::MemberClass;
use branchbook_contract::member::{ExtraField, Member, MemberShow, MemberYear, YearOfMember};
use leptos::prelude::*;

use super::super::folio::{Entry, OfPerson, OfRecord};
use super::{KINDS, edit, filter, held, movement, story};
use crate::key::{self, Shortcut};
use crate::part::{Button, Drawer, Fact, Facts, Look, Tag, Tone, Trouble, shown};
use crate::state::act::Act;
use crate::state::ask::{Ask, ask};
use crate::state::watch::{effect, shared};
use crate::word;

/// What lies over the page for this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The form.
    Edit,
    /// A form of a folio.
    Entry(Deed),
}

/// An act of a folio about the member: folio, act, row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed(pub &'static str, pub &'static str, pub Option<i64>);

/// What the parts of the record share.
#[derive(Clone, Copy)]
pub struct Open {
    /// What lies over the page.
    pub over: RwSignal<Option<Over>>,
    /// The record in full, once it was asked for.
    pub revealed: RwSignal<Option<Arc<Member>>>,
    /// Asks for it.
    pub reveal: Act,
}

#[component]
pub fn Record(member: i64) -> impl IntoView {
    let key = PersonId(member);
    let open = Open { over: RwSignal::new(None), revealed: RwSignal::new(None), reveal: Act::new() };
    let record = ask(KINDS, move || MemberShow { member: key, on: filter::day(), reveal: false });
    let year = ask(KINDS, move || MemberYear { member: key, on: filter::day() });
    let name = record.map(|member| member.draft.name.clone());
    effect(move || {
        record.get();
        open.revealed.set(None);
    });
    key::on_one(Shortcut::Edit, move || open.over.set(Some(Over::Edit)));
    let draw = move |member: Arc<Member>| {
        let masked = member.clone();
        let seen = move || open.revealed.get().unwrap_or_else(|| masked.clone());
        view! {
            <Title member=member.clone() open/>
            {move || view! { <Known member=seen() open year/> }}
            <Steps member=member.clone() open/>
            <OfPerson person=member.member.0/>
            <story::Story member=member.clone()/>
            <Layer member open/>
        }
    };
    view! {
        <Drawer label=name on_close=|()| filter::open(None)>{shown(record, draw)}</Drawer>
    }
    .into_any()
}

#[component]
fn Title(member: Arc<Member>, open: Open) -> impl IntoView {
    let (tone, text) = standing(&member);
    let sex = member.draft.sex.map(|sex| sex.label().to_owned());
    let age = member.draft.birth_on.map(|birth| format!("{} 岁", birth.age_on(member.on)));
    let years = member
        .party_years
        .map(|party| format!("党龄 {}{} 年", if party.is_about { "约 " } else { "" }, party.years));
    let line: Vec<String> = [sex, age, years].into_iter().flatten().collect();
    let warnings = member.warnings.iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view();
    view! {
        <div class="title">
            <h2>{member.draft.name.clone()}</h2>
            <Tag tone text/>
            <span class="end"><Button look=Look::Quiet on_press=move |()| open.over.set(Some(Over::Edit))>"编辑 F2"</Button></span>
        </div>
        <p class="muted who">{line.join(" · ")}</p>
        <ul class="warnings">{warnings}</ul>
    }
    .into_any()
}

fn standing(member: &Member) -> (Tone, String) {
    let about = if member.is_class_about { "约" } else { "" };
    match member.class {
        None if member.membership.is_none() => (Tone::None, "历史党员".to_owned()),
        None => (Tone::None, "类别不明".to_owned()),
        Some(MemberClass::Probationary) => (Tone::Due, format!("{about}预备党员")),
        Some(MemberClass::Full) => (Tone::Ok, format!("{about}正式党员")),
    }
}

#[component]
fn Known(member: Arc<Member>, open: Open, year: Ask<YearOfMember>) -> impl IntoView {
    let draft = member.draft.clone();
    let dash = |text: &Option<String>| word::or_dash(text.as_deref());
    let home = member.membership.clone().or_else(|| member.memberships.last().cloned());
    let branch =
        home.map(|home| [Some(home.branch_name), home.group_name].into_iter().flatten().collect::<Vec<_>>());
    let education = draft.education.map(|education| education.label().to_owned());
    let posts = member.posts_in_words.clone();
    view! {
        <Facts>
            <Numbers member=member.clone() open/>
            <Fact label="支部">{word::or_dash(branch.map(|names| names.join(" ")).as_deref())}</Fact>
            <Fact label="入党时间">{word::or_dash(draft.joined_on.map(|day| day.to_string()).as_deref())}</Fact>
            <Fact label="转正时间">{word::or_dash(draft.became_full_on.map(|day| day.to_string()).as_deref())}</Fact>
            <Fact label="民族">{word::or_dash(draft.nation.map(|nation| nation.label()))}</Fact>
            <Fact label="学历">{dash(&education)}</Fact>
            <Fact label="工作单位">{dash(&draft.employer)}</Fact>
            <Fact label="岗位">{dash(&posts)}</Fact>
            <Fact label="本年积分">{move || points(year)}</Fact>
            <Fact label="到会">{move || presence(year)}</Fact>
            {member.extra.iter().filter(|own| !own.words.is_empty()).map(own_fact).collect_view()}
            {draft.note.clone().map(|note| view! { <Fact label="备注">{note}</Fact> })}
        </Facts>
    }
    .into_any()
}

/// What is masked, with the way to see it.
#[component]
fn Numbers(member: Arc<Member>, open: Open) -> impl IntoView {
    let (key, draft) = (member.member, &member.draft);
    let part = |text: &Option<String>| word::or_dash(text.as_deref());
    let (number, phone, address) = (part(&draft.id_number), part(&draft.phone), part(&draft.address));
    let see = member.is_masked.then(|| {
        view! { <Button look=Look::Quiet busy=open.reveal.busy() on_press=move |()| reveal(open, key)
        hint="显示完整证件号、电话、住址和文字里的号码；会记入操作记录。">"查看"</Button> }
    });
    view! {
        <Fact label="身份证号">{number} {see}</Fact>
        <Fact label="手机">{phone}</Fact>
        <Fact label="住址">{address}</Fact>
        {move || open.reveal.error().get().map(|error| view! { <Trouble error/> })}
    }
    .into_any()
}

/// Asks for the record in full, which is recorded.
pub fn reveal(open: Open, member: PersonId) {
    let on = filter::wanted_now().on;
    open.reveal.send(&MemberShow { member, on, reveal: true }, move |full| {
        open.revealed.set(Some(Arc::new(full)));
    });
}

fn points(year: Ask<YearOfMember>) -> AnyView {
    let Some(year) = year.get() else { return word::DASH.into_any() };
    let Some(score) = year.score else { return "不计分".into_any() };
    let grade = year.grade.as_ref().map(|grade| format!(" · {grade}")).unwrap_or_default();
    let place = year.place.map(|place| format!(" · 支部内第 {place}")).unwrap_or_default();
    view! { <b>{score.to_string()}</b>{grade}{place} }.into_any()
}

fn presence(year: Ask<YearOfMember>) -> String {
    let Some(year) = year.get() else { return word::DASH.to_owned() };
    if year.due == 0 {
        return "本年还没有应到的会".to_owned();
    }
    let made_up = if year.made_up > 0 { format!("，补课 {} 次", year.made_up) } else { String::new() };
    format!("{} / {} 次{made_up}", year.present, year.due)
}

/// What can be done.
#[component]
fn Steps(member: Arc<Member>, open: Open) -> impl IntoView {
    view! {
        <div class="steps-line">
            <movement::Moves member=member.clone() open/>
            <OfRecord history="member_history" key=member.member.0/>
        </div>
        <held::Held member open/>
    }
    .into_any()
}

/// The dialog over the page, if there is one.
#[component]
fn Layer(member: Arc<Member>, open: Open) -> impl IntoView {
    let draw = move |over: Over| {
        let member = member.clone();
        match over {
            Over::Edit => view! { <edit::Edit member open/> }.into_any(),
            Over::Entry(Deed(folio, act, row)) => {
                let (subject, close) = (Some(member.member.0), move |()| open.over.set(None));
                view! { <Entry folio act row subject on_close=close/> }.into_any()
            }
        }
    };
    shared(move || open.over.get().map(draw.clone()))
}

/// What stands in a field of the office's own.
fn own_fact(own: &ExtraField) -> AnyView {
    let ExtraField { label, words, .. } = own.clone();
    view! { <Fact label>{words}</Fact> }.into_any()
}
