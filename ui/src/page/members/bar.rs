//! Above the table: search, day or month, order; below them the filters with their counts and what is ticked.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::standing::MemberClass;
use branchbook_contract::member::{ConditionKind, MemberChips, MemberMark};
use branchbook_contract::month::{MonthList, MonthRow};
use leptos::prelude::*;

use super::filter::{self, Counted};
use super::lists::Lists;
use crate::address;
use crate::part::{Button, Chip, Choice, DayField, Entry, Filters, Look, Menu, Search, Select, TableState};
use crate::sort::Keys;
use crate::state::ask::ask;
use crate::state::watch::{derived, effect, memo, shared};
use branchbook_contract::Kind;

#[component]
pub fn Bar(table: TableState, counted: Counted) -> impl IntoView {
    let query = address::param("q");
    let search = |text: String| address::settle(&[("q", Some(text.trim().to_owned()))]);
    view! {
        <div class="tools">
            <Search value=derived(move || query.get().unwrap_or_default()) on_search=search
                label="姓名、拼音、电话、单位、证件号"/>
            <span class="spacer"></span>
            <AsOf/>
            <Order/>
        </div>
        <Filters label="筛选">
            <Chips counted/>
            <More counted/>
            <Lists table counted/>
            <Ticked table/>
        </Filters>
    }
    .into_any()
}

/// Any past day, or the register as a month's report counted it.
#[component]
fn AsOf() -> impl IntoView {
    let day = RwSignal::new(filter::wanted_now().on);
    let sent = RwSignal::new(filter::wanted_now().as_sent.map(|month| month.to_string()).unwrap_or_default());
    effect(move || day.set(filter::day()));
    effect(move || sent.set(filter::sent_month().map(|month| month.to_string()).unwrap_or_default()));
    effect(move || ask_day(day.get()));
    effect(move || ask_month(&sent.get()));
    let months = ask(&[Kind::Month], || MonthList {});
    let choices = months.map(|months| months.iter().map(choice).collect::<Vec<_>>());
    view! {
        <label class="beside">"截至"<DayField value=day label="截至哪一天"/></label>
        <Select value=sent choices=choices none="真实日期" label="按真实日期或按上报月份"/>
    }
    .into_any()
}

fn choice(row: &MonthRow) -> Choice {
    Choice::new(row.month, format!("{}上报口径", row.label))
}

fn ask_day(day: Option<Day>) {
    let now = filter::wanted_now();
    if now.on != day {
        let sent = if day.is_some() { None } else { now.as_sent.map(|month| month.to_string()) };
        address::settle(&[("on", day.map(|day| day.to_string())), ("sent", sent)]);
    }
}

fn ask_month(month: &str) {
    if filter::wanted_now().as_sent.map(|month| month.to_string()).unwrap_or_default() != month {
        let on = if month.is_empty() { filter::wanted_now().on.map(|day| day.to_string()) } else { None };
        let former =
            if month.is_empty() && filter::wanted_now().is_former { Some("1".to_owned()) } else { None };
        address::settle(&[("sent", Some(month.to_owned())), ("on", on), ("former", former)]);
    }
}

#[component]
fn Order() -> impl IntoView {
    let order = RwSignal::new(address::param("sort").get_untracked().unwrap_or_default());
    let asked = address::param("sort");
    effect(move || order.set(asked.get().unwrap_or_default()));
    effect(move || {
        let order = order.get();
        if asked.get_untracked().unwrap_or_default() != order {
            address::settle(&[("sort", Some(order))]);
        }
    });
    let choices = vec![Choice::new("pinyin", "拼音"), Choice::new("stroke", "姓氏笔画")];
    view! { <Select value=order choices=Signal::stored(choices) none="名册次序" label="排序"/> }.into_any()
}

#[component]
fn Chips(counted: Counted) -> impl IntoView {
    let part = move |part: fn(&MemberChips) -> u32| counted.map(move |page| page.chips.as_ref().map(part));
    let is_all = || {
        let now = filter::wanted();
        (now.class, now.condition, now.mark).eq(&(None, None, None))
    };
    let all = counted.map(|page| Some(page.total));
    let probationary = part(|chips| class_count(chips, MemberClass::Probationary));
    let is_probationary = || filter::wanted().class == Some(MemberClass::Probationary);
    let one = move |mark: &'static MemberMark| {
        let count = counted.map(move |page| page.chips.as_ref().map(|chips| mark_count(chips, *mark)));
        let is_on = derived(move || filter::wanted().mark == Some(*mark));
        let press = move |()| toggle("mark", mark.code(), is_on.get_untracked());
        view! { <Chip label=mark.label().to_owned() count on=is_on on_press=press/> }
    };
    view! {
        <Chip label="全部".to_owned() count=all on=derived(is_all) on_press=|()| narrow("", "")/>
        <Chip label="预备".to_owned() count=probationary on=derived(is_probationary)
            on_press=move |()| toggle("class", MemberClass::Probationary.code(), is_probationary())/>
        {MemberMark::ALL.iter().map(one).collect_view()}
    }
    .into_any()
}

/// The less usual filters, and the one of them that is on.
#[component]
fn More(counted: Counted) -> impl IntoView {
    let entries = counted.map(|page| page.chips.clone());
    let entries = derived(move || entries.get().map(|chips| more_entries(&chips)).unwrap_or_default());
    let on = memo(move || {
        let now = filter::wanted();
        let class = now.class.filter(|class| *class == MemberClass::Full).map(|class| class.label());
        class.or_else(|| now.condition.map(ConditionKind::label))
    });
    let chip = move |label: &'static str| {
        view! { <Chip label=format!("{label} ×") on=Signal::stored(true) on_press=|()| narrow("", "")/> }
    };
    view! {
        {move || on.get().map(chip)}
        <Menu label="条件" entries/>
    }
    .into_any()
}

fn more_entries(chips: &MemberChips) -> Vec<Entry> {
    let full = class_count(chips, MemberClass::Full);
    let first = Entry::new(format!("正式党员 {full}"), || narrow("class", MemberClass::Full.code()));
    let condition = |chip: &branchbook_contract::member::Chip<ConditionKind>| {
        let kind = chip.value;
        Entry::new(format!("{} {}", chip.label, chip.count), move || narrow("condition", kind.code()))
    };
    [first].into_iter().chain(chips.conditions.iter().map(condition)).collect()
}

#[component]
fn Ticked(table: TableState) -> impl IntoView {
    let count = move || table.ticked.with(Keys::len);
    let line = shared(move || {
        (count() > 0).then(|| {
            view! {
                <span class="end">{format!("已选 {} 人", count())}</span>
                <Button look=Look::Quiet on_press=move |()| table.untick()>"取消选择"</Button>
            }
        })
    });
    view! { {line} }.into_any()
}

fn class_count(chips: &MemberChips, class: MemberClass) -> u32 {
    chips.classes.iter().filter(|chip| chip.value == class).map(|chip| chip.count).sum()
}

fn mark_count(chips: &MemberChips, mark: MemberMark) -> u32 {
    chips.marks.iter().filter(|chip| chip.value == mark).map(|chip| chip.count).sum()
}

/// One filter instead of the others; none for an empty key. Former members stay former members.
fn narrow(key: &'static str, value: &str) {
    let former = filter::wanted_now().is_former.then(|| "1".to_owned());
    let mut changes = vec![("former", former)];
    if !key.is_empty() {
        changes.push((key, Some(value.to_owned())));
    }
    filter::show(&changes);
}

fn toggle(key: &'static str, value: &str, is_on: bool) {
    if is_on { narrow("", "") } else { narrow(key, value) }
}
