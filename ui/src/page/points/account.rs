//! 「为什么是 88 分」: a person's year line by line, with what it comes to beside it.

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Around;
use branchbook_contract::domain::key::PersonId;
use branchbook_contract::folio::FolioShow;
use branchbook_contract::member::{Member, MemberShow};
use branchbook_contract::points::{PointsAccount, PointsLine, PointsSchemeShow, PointsStatement};
use leptos::prelude::*;

use super::KINDS;
use super::aside::Aside;
use super::award::{Award, known};
use super::ledger::Ledger;
use super::reverse::Reverse;
use crate::ipc;
use crate::page::folio::Entry;
use crate::part::{Button, Head, Look, Trouble};
use crate::sort::Keyed;
use crate::state::act;
use crate::state::ask::{Ask, ask, ask_if};
use crate::state::state;
use crate::state::watch::derived;

/// The same lines as the desk lists them.
const FOLIO: &str = "points_account";

/// What the regions of the page share.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// Who.
    pub person: PersonId,
    /// The year, line by line.
    pub account: Ask<PointsStatement>,
    /// The record of the person.
    pub member: Ask<Member>,
    /// The category whose lines are shown; all if nothing is chosen.
    pub category: RwSignal<Option<String>>,
}

/// The page.
#[component]
pub fn Account(
    /// The key of the person.
    person: i64,
) -> impl IntoView {
    let session = state().session;
    let person = PersonId(person);
    let account = ask_if(KINDS, move || Some(PointsAccount { person, year: Some(session.month()?.year()) }));
    let member = ask(&[Kind::Member], move || MemberShow { member: person, on: None, reveal: false });
    let sheet = Sheet { person, account, member, category: RwSignal::new(None) };
    let (awarding, reversing) = (RwSignal::new(false), RwSignal::new(None::<PointsLine>));
    let exporting = RwSignal::new(false);
    view! {
        <AccountHead sheet awarding/>
        {move || account.error().map(|error| view! { <Trouble error on_again=move |()| account.again()/> })}
        <div class="account">
            <Ledger sheet on_reverse=move |line: PointsLine| reversing.set(Some(line))
                on_export=move |()| exporting.set(true)/>
            <Aside sheet/>
        </div>
        {move || awarding.get().then(|| {
            let whom = known(person, name(sheet), branch(sheet));
            view! { <Award person=Some(whom) on_close=move |()| awarding.set(false)/> }
        })}
        {move || exporting.get().then(|| {
            let close = move |()| exporting.set(false);
            view! { <Entry folio=FOLIO act="export_list" row=None subject=Some(person.0) values=told(sheet) on_close=close/> }
        })}
        {move || reversing.get().map(|line| view! { <Reverse line on_close=move |()| reversing.set(None)/> })}
    }
    .into_any()
}

/// What the export is told: the lines that are shown.
fn told(sheet: Sheet) -> Keyed<String, String> {
    let session = state().session;
    let month = untrack(move || session.month());
    let last = month.map(|month| Around::Year.days(month).1);
    let mut list = FolioShow {
        folio: FOLIO.to_owned(),
        subject: Some(sheet.person.0),
        chip: sheet.category.get_untracked(),
        // Of the present year up to today.
        on: last.zip(session.today.get_untracked()).map(|(last, today)| last.min(today)),
        ..FolioShow::default()
    };
    // Of a year that lies ahead, too.
    if let Some(month) = month {
        list.more.insert("year".to_owned(), month.year().to_string());
    }
    let mut told = Keyed::default();
    told.insert("shown".to_owned(), ipc::text_of(&list).unwrap_or_default());
    told
}

fn name(sheet: Sheet) -> String {
    sheet.account.get().map(|account| account.name.clone()).unwrap_or_default()
}

/// Where the person belongs: branch and group.
fn branch(sheet: Sheet) -> String {
    let member = sheet.member.get();
    let place = member.as_ref().and_then(|member| member.membership.as_ref());
    place.map_or_else(
        || "今天不在册".to_owned(),
        |place| match &place.group_name {
            Some(group) => format!("{} {group}", place.branch_name),
            None => place.branch_name.clone(),
        },
    )
}

#[component]
fn AccountHead(sheet: Sheet, awarding: RwSignal<bool>) -> impl IntoView {
    let scheme = ask(&[Kind::Points], PointsSchemeShow::default);
    let named = scheme.map(|shown| {
        format!("方案「{} {}」第 {} 版", shown.scheme.name, shown.scheme.version, shown.version)
    });
    let year = sheet.account.map(|account| account.year);
    let note = move || format!("{} · {} 年 · {}", branch(sheet), year.get(), named.get());
    view! {
        <Head title=derived(move || format!("积分 · {}", name(sheet))) note=derived(note)>
            <a class="btn" href="#/points">"回到排名"</a>
            <a class="btn" href=format!("#/members?open={}", sheet.person.0)>"党员资料"</a>
            <Button on_press=|()| act::print()>"打印积分卡"</Button>
            <Button look=Look::Main on_press=move |()| awarding.set(true)>"记分"</Button>
        </Head>
    }
    .into_any()
}
