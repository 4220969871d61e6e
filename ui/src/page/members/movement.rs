//! What can be registered of a member now: movements, a condition, a post, each a form of a folio. And the two fields of a
//! home, for who is new.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::folio::FolioButton;
use branchbook_contract::member::{Member, MovementKind};
use branchbook_contract::organisation::{OrganisationList, OrganisationRow};
use leptos::prelude::*;

use super::record::{Deed, Open, Over};
use crate::part::{Choice, Entry, Field, Menu, Select};
use crate::state::act::Act;
use crate::state::ask::ask;
use crate::state::watch::memo;

/// Branch and group as a form holds them.
#[derive(Clone, Copy)]
pub struct Home {
    branch: RwSignal<String>,
    group: RwSignal<String>,
}

impl Home {
    /// A home that begins with these.
    pub fn new(branch: Option<OrganisationId>, group: Option<OrganisationId>) -> Self {
        let text =
            |key: Option<OrganisationId>| RwSignal::new(key.map(|key| key.to_string()).unwrap_or_default());
        Self { branch: text(branch), group: text(group) }
    }

    /// The branch that is chosen.
    pub fn branch_key(self) -> Option<i64> {
        self.branch.get_untracked().parse().ok()
    }

    /// The group that is chosen.
    pub fn group_key(self) -> Option<i64> {
        self.group.get_untracked().parse().ok()
    }
}

/// The two fields of a home; groups are those of the branch.
#[component]
pub fn BranchAndGroup(home: Home, act: Act) -> impl IntoView {
    let rows = ask(&[Kind::Organisation], || OrganisationList { on: None });
    let branches =
        rows.map(|rows| rows.iter().filter(|row| row.level.is_home_branch()).map(choice).collect::<Vec<_>>());
    let all = rows.map(Vec::clone);
    let groups = memo(move || {
        let branch: Option<i64> = home.branch.get().parse().ok();
        let of = |row: &&OrganisationRow| branch.is_some() && row.parent.map(|parent| parent.0) == branch;
        all.with(|rows| rows.iter().filter(of).map(choice).collect::<Vec<_>>())
    });
    Effect::new(move |before: Option<String>| {
        let branch = home.branch.get();
        if before.is_some_and(|before| before != branch) {
            home.group.set(String::new());
        }
        branch
    });
    view! {
        <Field label="党支部" wide=2 required=true error=act.problem("branch")>
            <Select value=home.branch choices=branches none="请选择"/>
        </Field>
        <Field label="党小组" wide=2 error=act.problem("group")>
            <Select value=home.group choices=groups none="不分小组"/>
        </Field>
    }
    .into_any()
}

fn choice(row: &OrganisationRow) -> Choice {
    Choice::new(row.organisation, row.name.clone())
}

/// What can be registered of this member now: movements, a condition, a post.
#[component]
pub fn Moves(member: Arc<Member>, open: Open) -> impl IntoView {
    let entry = move |act: &FolioButton| {
        let kind = MovementKind::from_code(&act.act)?;
        Some(Entry::new(act.label.clone(), move || {
            open.over.set(Some(Over::Entry(Deed("movements", kind.code(), None))));
        }))
    };
    let mut entries: Vec<Entry> = member.may_follow.iter().filter_map(entry).collect();
    if member.membership.is_some() {
        entries.push(Entry::new("特殊情况…", move || {
            open.over.set(Some(Over::Entry(Deed("conditions", "add", None))))
        }));
        entries.push(Entry::new("任职…", move || {
            open.over.set(Some(Over::Entry(Deed("posts", "add", None))))
        }));
    }
    (!entries.is_empty()).then(|| view! { <Menu label="登记" entries=Signal::stored(entries)/> }.into_any())
}
