//! What can be registered of a member now: movements, a condition, a post, each a form of a folio. And the two fields of a
//! home, for who is new.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::key::OrganisationId;
use branchbook_contract::domain::standing::MemberClass;
<<<<<<< HEAD
use branchbook_contract::member::{Member, MovementKind};
=======
use branchbook_contract::member::{
    LetterReach, Member, MemberMove, MemberMoved, MoveLetter, MovementKind, MovementReason, needs_reason,
};
>>>>>>> lane-care
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
    use MovementKind::{
        Admitted, BecameFull, BranchMove, Death, Expelled, Restored, Suspended, TransferIn, TransferOut,
    };
    let is_probationary = member.class == Some(MemberClass::Probationary);
    let kinds: Vec<MovementKind> = match member.membership.is_some() {
        true => [BecameFull, BranchMove, TransferOut, Death, Expelled, Suspended]
            .into_iter()
            .filter(|kind| *kind != BecameFull || is_probationary)
            .collect(),
        false => vec![TransferIn, Restored, Admitted],
    };
    let entry = move |kind: &MovementKind| {
        let kind = *kind;
        Entry::new(name_of(kind), move || {
            open.over.set(Some(Over::Entry(Deed("movements", kind.code(), None))))
        })
    };
    let mut entries: Vec<Entry> = kinds.iter().map(entry).collect();
    if member.membership.is_some() {
        entries.push(Entry::new("特殊情况…", move || {
            open.over.set(Some(Over::Entry(Deed("conditions", "add", None))))
        }));
        entries.push(Entry::new("任职…", move || {
            open.over.set(Some(Over::Entry(Deed("posts", "add", None))))
        }));
    }
    view! { <Menu label="登记" entries=Signal::stored(entries)/> }.into_any()
}

const fn name_of(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::BranchMove => "调整支部或小组",
        MovementKind::TransferIn => "重新转入",
        other => other.label(),
    }
}
<<<<<<< HEAD
=======

/// What a movement asks for.
#[derive(Clone, Copy)]
struct Draft {
    kind: MovementKind,
    on: RwSignal<Option<PartialDay>>,
    home: Home,
    other: RwSignal<String>,
    letter: RwSignal<String>,
    reach: RwSignal<String>,
    until: RwSignal<Option<PartialDay>>,
    paid: RwSignal<Option<PartialDay>>,
    reason: RwSignal<String>,
    note: RwSignal<String>,
}

impl Draft {
    fn new(member: &Member, kind: MovementKind) -> Self {
        let text = || RwSignal::new(String::new());
        let held = member.membership.as_ref();
        let home = Home::new(held.map(|held| held.branch), held.and_then(|held| held.group));
        let day = || RwSignal::new(None);
        Self {
            kind,
            on: day(),
            home,
            other: text(),
            letter: text(),
            reach: text(),
            until: day(),
            paid: day(),
            reason: text(),
            note: text(),
        }
    }

    /// Whether a branch is asked for: for those who come and for a change of branch.
    const fn has_home(self) -> bool {
        self.kind.direction() > 0 || matches!(self.kind, MovementKind::BranchMove)
    }

    const fn has_letter(self) -> bool {
        matches!(self.kind, MovementKind::TransferIn | MovementKind::TransferOut)
    }

    /// What the letter says beside its number, if anything was filled in.
    fn said(self) -> Option<MoveLetter> {
        let said = MoveLetter {
            reach: LetterReach::from_code(&self.reach.get_untracked()),
            issued_on: None,
            valid_until: self.until.get_untracked().map(PartialDay::latest),
            dues_paid_to: self.paid.get_untracked().and_then(PartialDay::month),
        };
        (said != MoveLetter::default()).then_some(said)
    }
}

#[component]
pub fn Movement(member: Arc<Member>, open: Open, kind: MovementKind) -> impl IntoView {
    let (draft, act, key) = (Draft::new(&member, kind), Act::new(), member.member);
    let name = member.draft.name.clone();
    let said = name.clone();
    let save = move |()| {
        let Some(occurred_on) = draft.on.get_untracked() else {
            return act.fail(missing("occurred_on", "请填写日期。"));
        };
        let reason = filled(draft.reason);
        if needs_reason(kind) && reason.is_none() {
            return act.fail(missing("reason", "请选择原因。"));
        }
        let request = MemberMove {
            member: key,
            kind,
            occurred_on,
            branch: draft.home.branch_key().map(OrganisationId).filter(|_| draft.has_home()),
            group: draft.home.group_key().map(OrganisationId).filter(|_| draft.has_home()),
            counterpart: filled(draft.other),
            letter_number: filled(draft.letter),
            note: filled(draft.note),
            reason,
            letter: draft.said(),
        };
        let said = said.clone();
        act.send(&request, move |moved: MemberMoved| {
            open.over.set(None);
            notice::undoable(done(kind, &said, &moved));
            warn(&moved.warnings);
        });
    };
    let save = Callback::new(save);
    let close = move |()| open.over.set(None);
    view! {
        <Dialog title=format!("{}：{name}", name_of(kind)) on_close=close>
            <p class="follows">{follows(kind)}</p>
            <Form act on_save=save>
                <Asked draft act/>
                <Ends act word="登记" on_close=close on_save=save/>
            </Form>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Asked(draft: Draft, act: Act) -> impl IntoView {
    let other = if draft.kind == MovementKind::TransferOut { "转到哪里" } else { "从哪里来" };
    let reaches: Vec<Choice> =
        LetterReach::ALL.iter().map(|reach| Choice::new(reach.code(), reach.label())).collect();
    view! {
        <Field label="日期" wide=2 required=true error=act.problem("occurred_on") hint="真实发生的日期，至少到月份">
            <DateField value=draft.on/>
        </Field>
        <Field label="原因" wide=2 required=needs_reason(draft.kind) error=act.problem("reason")>
            <Select value=draft.reason choices=Signal::stored(reasons(draft.kind)) none="不写"/>
        </Field>
        {draft.has_home().then(|| view! { <BranchAndGroup home=draft.home act/> })}
        {draft.has_letter().then(|| view! {
            <Field label=other.to_owned() wide=4 error=act.problem("counterpart")><Text value=draft.other/></Field>
            <Field label="介绍信号" wide=2 error=act.problem("letter_number")><Text value=draft.letter/></Field>
            <Field label="介绍信范围" wide=2 error=act.problem("letter.reach")>
                <Select value=draft.reach choices=Signal::stored(reaches) none="不写"/>
            </Field>
            <Field label="有效期至" wide=2 error=act.problem("letter.valid_until")><DateField value=draft.until/></Field>
            <Field label="党费交至" wide=2 error=act.problem("letter.dues_paid_to") hint="写到月">
                <DateField value=draft.paid/>
            </Field>
        })}
        <Field label="说明" wide=4 error=act.problem("note")><Area value=draft.note rows=2/></Field>
    }
    .into_any()
}

/// The reasons of a kind to choose from.
pub fn reasons(kind: MovementKind) -> Vec<Choice> {
    MovementReason::for_kind(kind).map(|reason| Choice::new(reason.code(), reason.label())).collect()
}

/// What will follow, said before it is done.
const fn follows(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::BecameFull => "登记后按正式党员统计，当月报表计一人转正；从这一天起有表决权。",
        MovementKind::BranchMove => {
            "登记后编入新的党支部或党小组；换支部时，原支部和小组的任职同时结束。只换小组不计增减。"
        }
        MovementKind::TransferOut => {
            "登记后从这一天起不在册，当月报表计一人转出；任职和特殊情况同时结束。记录保留在历史党员里。"
        }
        MovementKind::Death => {
            "登记后从这一天起不在册，当月报表计一人死亡；任职和特殊情况同时结束。记录保留在历史党员里。"
        }
        MovementKind::Expelled | MovementKind::Suspended => {
            "登记后从这一天起不在册，当月报表计入减少；任职和特殊情况同时结束。记录保留在历史党员里。"
        }
        MovementKind::TransferIn
        | MovementKind::Restored
        | MovementKind::Admitted
        | MovementKind::Opening => {
            "登记后从这一天起在册，当月报表计入增加，并开设积分账户；原来的记录接着用。"
        }
    }
}

fn done(kind: MovementKind, name: &str, moved: &MemberMoved) -> String {
    match moved.movement {
        Some(_) => format!("已登记{}：{name}，计入{}", kind.label(), moved.booked_month.label()),
        None => format!("已调整小组：{name}，不计增减"),
    }
}
>>>>>>> lane-care
