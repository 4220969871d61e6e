//! The tree of organisations: what stands where with how many members; added, renamed or ended.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::domain::organisation::Level;
use branchbook_contract::organisation::{
    OrganisationAdd, OrganisationEdit, OrganisationList, OrganisationRow, OrganisationSaved,
};
use leptos::prelude::*;

use crate::part::{Button, Choice, DayField, Dialog, Empty, Field, Form, Look, Select, Text, shown};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::notice;
use crate::state::watch::shared;

/// What the dialog is open for.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Add,
    Edit(OrganisationRow),
}

/// The tree.
#[component]
pub fn Organisations() -> impl IntoView {
    let rows = ask(&[Kind::Organisation, Kind::Member], OrganisationList::default);
    let open = RwSignal::new(Open::Nothing);
    let tree = move |rows: Arc<Vec<OrganisationRow>>| view! { <Tree rows open/> };
    let dialog = shared(move || match open.get() {
        Open::Nothing => ().into_any(),
        Open::Add => {
            view! { <AddDialog rows=rows.peek().map(|rows| rows.to_vec()).unwrap_or_default() open/> }
                .into_any()
        }
        Open::Edit(row) => view! { <EditDialog row open/> }.into_any(),
    });
    view! {
        <div class="acts-line"><Button look=Look::Main on_press=move |()| open.set(Open::Add)>"新增组织"</Button></div>
        {shown(rows, tree)}
        {dialog}
    }
    .into_any()
}

#[component]
fn Tree(rows: Arc<Vec<OrganisationRow>>, open: RwSignal<Open>) -> impl IntoView {
    if rows.is_empty() {
        let text = "党支部和党小组可以在这里逐个新增，也可以随党员花名册一起导入。";
        return view! { <Empty title="还没有组织" text/> }.into_any();
    }
    let line = |row: &OrganisationRow| {
        let (class, edited) = (format!("l{}", row.depth.min(3)), row.clone());
        view! {
            <tr>
                <td class=class>{row.name.clone()}</td>
                <td>{row.level.label()}</td>
                <td class="num">{row.member_count}</td>
                <td class="num">{row.full_member_count}</td>
                <td class="num"><Button look=Look::Quiet on_press=move |()| open.set(Open::Edit(edited.clone()))>"修改"</Button></td>
            </tr>
        }
    };
    view! {
        <table class="plain org">
            <thead><tr><th>"名称"</th><th>"层级"</th><th class="num">"党员"</th><th class="num">"正式党员"</th><th></th></tr></thead>
            <tbody>{rows.iter().map(line).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn AddDialog(rows: Vec<OrganisationRow>, open: RwSignal<Open>) -> impl IntoView {
    let act = Act::new();
    let name = RwSignal::new(String::new());
    let level = RwSignal::new(Level::Branch.code().to_owned());
    let parent = RwSignal::new(rows.first().map(|row| row.organisation.to_string()).unwrap_or_default());
    let levels: Vec<Choice> =
        Level::ALL.iter().map(|level| Choice::new(level.code(), level.label())).collect();
    let parents: Vec<Choice> = rows
        .iter()
        .filter(|row| row.level != Level::Group)
        .map(|row| Choice::new(row.organisation, row.name.clone()))
        .collect();
    let close = move || open.set(Open::Nothing);
    let save = move |()| {
        let Some(level) = Level::from_code(&level.get_untracked()) else { return };
        let parent = parent.get_untracked().parse().ok().map(OrganisationId);
        let name = name.get_untracked().trim().to_owned();
        let request = OrganisationAdd { parent, level, name, position: None, from_on: None, note: None };
        act.send(&request, move |_: OrganisationSaved| {
            notice::undoable("已新增组织");
            close();
        });
    };
    view! {
        <Dialog title="新增组织".to_owned() on_close=move |()| close()>
            <Form act on_save=save>
                <Field label="名称".to_owned() required=true wide=4 error=act.problem("name")><Text value=name focus=true/></Field>
                <Field label="层级".to_owned() wide=2><Select value=level choices=levels/></Field>
                <Field label="上级组织".to_owned() wide=2><Select value=parent choices=parents/></Field>
                <Buttons act close=Callback::new(move |()| close()) save=Callback::new(save)/>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn EditDialog(row: OrganisationRow, open: RwSignal<Open>) -> impl IntoView {
    let act = Act::new();
    let name = RwSignal::new(row.name);
    let to_on = RwSignal::new(None::<Day>);
    let organisation = row.organisation;
    let close = move || open.set(Open::Nothing);
    let save = move |()| {
        let name = Some(name.get_untracked().trim().to_owned());
        let request =
            OrganisationEdit { organisation, name, position: None, to_on: to_on.get_untracked(), note: None };
        act.send(&request, move |_: OrganisationSaved| {
            notice::undoable("已修改组织");
            close();
        });
    };
    view! {
        <Dialog title="修改组织".to_owned() on_close=move |()| close()>
            <Form act on_save=save>
                <Field label="名称".to_owned() required=true wide=4 error=act.problem("name")><Text value=name focus=true/></Field>
                <Field label="撤销日期".to_owned() hint="组织不再存在的第一天；仍在就不填。撤销时不能还有党员和下级组织。".to_owned() wide=4 error=act.problem("to_on")>
                    <DayField value=to_on/>
                </Field>
                <Buttons act close=Callback::new(move |()| close()) save=Callback::new(save)/>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Buttons(act: Act, close: Callback<()>, save: Callback<()>) -> impl IntoView {
    view! {
        <div class="acts-line">
            <Button on_press=close>"取消"</Button>
            <Button look=Look::Main busy=act.busy() on_press=save keys="Ctrl+S">"保存"</Button>
        </div>
    }
    .into_any()
}
