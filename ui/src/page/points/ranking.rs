//! The ranking of the community or of a branch, for the office's eyes: grades with their counts, search, places with
//! ties, people who are not scored with the reason.

use std::sync::Arc;

use branchbook_contract::Kind;
use branchbook_contract::domain::key::{OrganisationId, PersonId};
use branchbook_contract::domain::points::Points;
use branchbook_contract::member::MemberList;
use branchbook_contract::month::MonthList;
use branchbook_contract::organisation::OrganisationList;
use branchbook_contract::points::{PointsList, PointsMonth, PointsPersonRow, PointsSchemeShow};
use leptos::prelude::*;

use super::award::Award;
use super::rank::{Standing, ranked};
use super::recount::Recount;
use super::{KINDS, grade_tone, score};
use crate::address;
use crate::part::{
    Button, Chip, Column, Empty, Entry, Filters, Head, Look, Menu, Rows, Search, Table, TableState, Tag, Tone,
};
use crate::sort::{Keys, gathered};
use crate::state::ask::{Ask, ask, ask_if};
use crate::state::state;
use crate::state::watch::{derived, memo, shared};

/// The chip of people who are not scored.
const UNSCORED: &str = "-";

/// A row with its place.
type Ranked = (PointsPersonRow, Option<Standing>);

/// What the page filters by.
#[derive(Clone, Copy)]
struct Filter {
    branch: Memo<Option<i64>>,
    grade: Memo<Option<String>>,
    text: Memo<Option<String>>,
    /// Scores from the first up to the second, `70…80`; either may be missing.
    span: Memo<Option<String>>,
}

/// A score in whole points at which a span begins or ends.
type Edge = Option<i64>;

/// Both ends of a span.
fn edges(span: &str) -> (Edge, Edge) {
    let (from, below) = span.split_once('…').unwrap_or_default();
    (from.parse().ok(), below.parse().ok())
}

/// Whether a row lies in the span that is chosen.
fn is_within(row: &PointsPersonRow, (from, below): (Edge, Edge)) -> bool {
    let is_from = |edge: i64, score: Points| score.hundredths() >= edge * 100;
    row.score.is_some_and(|score| {
        from.is_none_or(|from| is_from(from, score)) && !below.is_some_and(|below| is_from(below, score))
    })
}

/// The page.
#[component]
pub fn Ranking() -> impl IntoView {
    let session = state().session;
    let month = ask_if(KINDS, move || Some(PointsList { branch: None, month: Some(session.month()?) }));
    let filter = Filter {
        branch: address::param_as("branch"),
        grade: address::param("grade"),
        text: address::param("q"),
        span: address::param("span"),
    };
    let dialog = RwSignal::new("");
    view! {
        <RankingHead month dialog/>
        <section class="panel split treed" aria-label="积分排名">
            <Branches month filter/>
            <div class="body">
                <Chips month filter/>
                <List month filter/>
            </div>
        </section>
        {move || (dialog.get() == "award").then(|| view! { <Award person=None on_close=move |()| dialog.set("")/> })}
        {move || (dialog.get() == "recount").then(|| view! { <Recount on_close=move |()| dialog.set("")/> })}
    }
    .into_any()
}

#[component]
fn RankingHead(month: Ask<PointsMonth>, dialog: RwSignal<&'static str>) -> impl IntoView {
    let session = state().session;
    let scored = month.map(|month| month.branches.iter().map(|row| row.members).sum::<u32>());
    let title = move || match scored.get() {
        0 => "积分".to_owned(),
        count => format!("积分，{count} 人计分，平均 {}", month.get().map_or_else(String::new, |m| mean(&m))),
    };
    let scheme = ask(&[Kind::Points], PointsSchemeShow::default);
    let named = scheme.map(|shown| format!("方案「{} {}」", shown.scheme.name, shown.scheme.version));
    let closed = closed_note();
    let note = move || {
        let month = session.month().map(|month| format!("截至{}", month.label())).unwrap_or_default();
        format!("{month} · {}{} · 名次只供本单位内部使用", named.get(), closed.get())
    };
    let entries = Signal::stored(vec![
        Entry::new("导入积分登记表", || address::go("intake?kind=points")),
        Entry::new("积分方案", || address::go("points/scheme")),
        Entry::new("重新核算", move || dialog.set("recount")),
    ]);
    view! {
        <Head title=derived(title) note=derived(note)>
            <Menu label="更多" entries/>
            <Button look=Look::Main on_press=move |()| dialog.set("award")>"记分"</Button>
        </Head>
    }
    .into_any()
}

/// That the month is closed, which changes where corrections go.
fn closed_note() -> Memo<String> {
    let session = state().session;
    let months = ask(&[Kind::Month], || MonthList {});
    memo(move || {
        let (months, month) = (months.get(), session.month());
        let row = months.as_ref().and_then(|months| months.iter().find(|row| Some(row.month) == month));
        let is_closed = row.is_some_and(|row| row.state_label == "已结账");
        if is_closed { "（已结账，更正记入以后的月份）".to_owned() } else { String::new() }
    })
}

/// The mean over branches, weighed by their members.
fn mean(month: &PointsMonth) -> String {
    if month.people.iter().all(|row| row.score.is_none()) {
        return crate::word::DASH.to_owned();
    }
    let scores: Vec<i64> = month.people.iter().filter_map(|row| row.score).map(Points::hundredths).collect();
    let count = i64::try_from(scores.len()).unwrap_or(1).max(1);
    // One digit is enough for a mean.
    let tenths = (scores.iter().sum::<i64>() / count + 5) / 10;
    Points::from_hundredths(tenths * 10).to_string()
}

#[component]
fn Branches(month: Ask<PointsMonth>, filter: Filter) -> impl IntoView {
    let tree = ask(&[Kind::Organisation], OrganisationList::default);
    let name = move |branch: OrganisationId| {
        let tree = tree.get();
        let found = tree.as_ref().and_then(|tree| tree.iter().find(|row| row.organisation == branch));
        found.map_or_else(String::new, |row| row.name.clone())
    };
    let entry = move |label: String, key: Option<i64>, mean: String| {
        let is_on = shared(move || filter.branch.get() == key);
        let press = move |_| address::set(&[("branch", key.map(|key| key.to_string()))]);
        view! {
            <button type="button" class:on=is_on class:l1=key.is_some() on:click=press title=label.clone()>
                <span class="name">{label.clone()}</span><span class="n">{mean}</span>
            </button>
        }
    };
    let rows = shared(move || {
        let month = month.get()?;
        let of_branch = |row: &branchbook_contract::points::PointsBranchRow| {
            entry(name(row.branch), Some(row.branch.0), score(row.average.map(tenths)))
        };
        Some(month.branches.iter().map(of_branch).collect_view())
    });
    let all = shared(move || {
        entry("全部支部".to_owned(), None, month.get().map_or_else(String::new, |m| mean(&m)))
    });
    view! { <nav class="tree points-tree" aria-label="党支部，右边是平均分">{all}{rows}</nav> }.into_any()
}

/// To one digit.
fn tenths(points: Points) -> Points {
    Points::from_hundredths((points.hundredths() + 5) / 10 * 10)
}

/// The people of the branch that is chosen.
fn of_branch(month: &PointsMonth, branch: Option<i64>) -> Vec<PointsPersonRow> {
    let is_in = |row: &&PointsPersonRow| branch.is_none_or(|branch| row.branch.0 == branch);
    month.people.iter().filter(is_in).cloned().collect()
}

#[component]
fn Chips(month: Ask<PointsMonth>, filter: Filter) -> impl IntoView {
    let people = memo(move || {
        let month = month.get();
        month.map(|month| of_branch(&month, filter.branch.get())).unwrap_or_default()
    });
    let count = move |grade: Option<String>| {
        people.with(|people| people.iter().filter(|row| is_of(row, grade.as_deref())).count())
    };
    let chip = move |label: String, key: Option<String>| {
        let (counted, pressed) = (key.clone(), key.clone());
        let number = derived(move || u32::try_from(count(counted.clone())).ok());
        let on = derived(move || filter.grade.get() == key);
        let press = move |()| address::set(&[("grade", pressed.clone())]);
        view! { <Chip label=label count=number on on_press=press/> }
    };
    let grades = month.map(|month| month.grades.clone());
    let grade_chips =
        move || grades.get().into_iter().map(|grade| chip(grade.clone(), Some(grade))).collect_view();
    let span_chip = move || {
        filter.span.get().map(|span| {
            let label = format!("{span} 分 ×");
            view! { <Chip label on=true on_press=|()| address::set(&[("span", None)])/> }
        })
    };
    let search = move |text: String| address::settle(&[("q", Some(text))]);
    view! {
        <Filters label="等次">
            {chip("全部".to_owned(), None)}
            {grade_chips}
            {chip("不计分".to_owned(), Some(UNSCORED.to_owned()))}
            {span_chip}
            <span class="end">
                <Search value=derived(move || filter.text.get().unwrap_or_default()) on_search=search
                    label="姓名、拼音首字母"/>
            </span>
        </Filters>
    }
    .into_any()
}

/// Whether a row belongs to a chip.
fn is_of(row: &PointsPersonRow, grade: Option<&str>) -> bool {
    match grade {
        None => true,
        Some(UNSCORED) => row.score.is_none(),
        Some(grade) => row.grade.as_deref() == Some(grade),
    }
}

/// The people that the text finds; nothing where nothing is searched for.
fn searched(filter: Filter) -> Memo<Option<Keys<PersonId>>> {
    let session = state().session;
    let found = ask_if(&[Kind::Member], move || {
        let query = filter.text.get().filter(|text| !text.trim().is_empty())?;
        let last = session.month()?.last_day();
        let on = session.today.get().map(|today| today.min(last));
        Some(MemberList { query: Some(query), on, ..MemberList::default() })
    });
    memo(move || {
        filter.text.get().filter(|text| !text.trim().is_empty())?;
        let keys = |page: Arc<branchbook_contract::member::MemberPage>| {
            gathered(page.rows.iter().map(|row| (row.member, ())))
        };
        Some(found.get().map(keys).unwrap_or_default())
    })
}

#[component]
fn List(month: Ask<PointsMonth>, filter: Filter) -> impl IntoView {
    let found = searched(filter);
    let table = TableState::new();
    let shown = memo(move || {
        let month = month.get()?;
        let ranked = ranked(&of_branch(&month, filter.branch.get()));
        let (grade, found) = (filter.grade.get(), found.get());
        let span = filter.span.get().map(|span| edges(&span));
        let fits = |(row, _): &Ranked| {
            span.is_none_or(|span| is_within(row, span))
                && is_of(row, grade.as_deref())
                && found.as_ref().is_none_or(|found| found.contains(&row.person))
        };
        Some(ranked.into_iter().filter(fits).collect::<Vec<Ranked>>())
    });
    Effect::new(move |before: Option<()>| {
        drop((filter.branch.get(), filter.grade.get(), filter.text.get(), filter.span.get()));
        if before.is_some() {
            table.rewind();
        }
    });
    let names = branch_names();
    let rows = memo(move || Some(rows_of(shown.get()?, names.get(), month.get()?.grades.clone())));
    let open = |key: i64| address::go(&format!("points/{key}"));
    let is_empty = memo(move || shown.with(|shown| shown.as_ref().is_some_and(Vec::is_empty)));
    let body = shared(move || {
        if is_empty.get() {
            return nothing(month.get().is_some_and(|month| month.people.is_empty()));
        }
        let rows = derived(move || rows.get().map(|rows| rows.0));
        view! { <Table label="积分排名" columns=columns() rows state=table on_open=open/> }.into_any()
    });
    view! {
        {move || month.error().map(|error| view! { <crate::part::Trouble error on_again=move |()| month.again()/> })}
        {body}
    }
    .into_any()
}

/// Rows are drawn anew whenever they are other ones.
#[derive(Clone)]
struct Drawn(Rows);

impl PartialEq for Drawn {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

fn nothing(is_new: bool) -> AnyView {
    if !is_new {
        return view! { <Empty title="没有符合的党员" text="换一个等次或支部，或清空搜索。"/> }.into_any();
    }
    let text = "积分跟着党员走：先登记或导入党员，会议考勤和服务时长会自动记分，其他事项在这里记。";
    view! { <Empty title="还没有党员" text><a class="btn" href="#/intake?kind=roster">"导入花名册"</a></Empty> }
        .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("place", "名次", 6),
        Column::text("name", "姓名", 7),
        Column::text("branch", "党支部", 0),
        Column::text("grade", "等次", 8),
        Column::figure("month", "本月", 5),
        Column::figure("year", "全年加减", 7),
        Column::figure("score", "积分", 6),
    ]
}

fn branch_names() -> Memo<Vec<(OrganisationId, String)>> {
    let tree = ask(&[Kind::Organisation], OrganisationList::default);
    tree.map(|tree| tree.iter().map(|row| (row.organisation, row.name.clone())).collect())
}

fn rows_of(shown: Vec<Ranked>, names: Vec<(OrganisationId, String)>, grades: Vec<String>) -> Drawn {
    let keys: Vec<i64> = shown.iter().map(|(row, _)| row.person.0).collect();
    Drawn(Rows::all(keys, move |at, column| {
        shown.get(at).map_or_else(|| ().into_any(), |ranked| cell(ranked, column, &names, &grades))
    }))
}

fn cell(
    (row, standing): &Ranked,
    column: &str,
    names: &[(OrganisationId, String)],
    grades: &[String],
) -> AnyView {
    match column {
        "place" => standing.map_or_else(|| "—".to_owned(), Standing::words).into_any(),
        "name" => view! { <b>{row.name.clone()}</b> }.into_any(),
        "branch" => names.iter().find(|(key, _)| *key == row.branch).map(|(_, name)| name.clone()).into_any(),
        "grade" => grade(row, grades),
        "month" => row.counted.signed().into_any(),
        "year" => row.year_counted.signed().into_any(),
        _ => view! { <b>{score(row.score)}</b> }.into_any(),
    }
}

fn grade(row: &PointsPersonRow, grades: &[String]) -> AnyView {
    if row.is_vetoed {
        return view! { <Tag tone=Tone::Late text="一票否决"/> }.into_any();
    }
    let Some(grade) = row.grade.clone() else {
        let why = "党员类别还不清楚，或方案没有为这一类别设基础分。点开看原因。";
        return view! { <span title=why><Tag text="不计分"/></span> }.into_any();
    };
    view! { <Tag tone=grade_tone(grades, Some(&grade)) text=grade/> }.into_any()
}
