//! 报表 of the street: writes the workbook of all communities of a month.

use branchbook_contract::Kind;
use branchbook_contract::report::ReportMade;
use branchbook_contract::street::{Overview, StreetOverview, StreetReport};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::part::{Button, DayField, Fact, Facts, Field, Head, Look, Panel, Tag, Trouble, Working, shown};
use crate::state::act::{self, Act, pick_one};
use crate::state::ask::ask_if;
use crate::state::{notice, state};
use crate::word;

/// Handles of writing the workbook.
#[derive(Clone, Copy)]
pub struct Workbook {
    act: Act,
    on: RwSignal<Option<branchbook_contract::domain::day::Day>>,
    made: RwSignal<Option<ReportMade>>,
}

impl Default for Workbook {
    fn default() -> Self {
        Self::new()
    }
}

impl Workbook {
    /// Nothing written yet.
    pub fn new() -> Self {
        Self { act: Act::new(), on: RwSignal::new(None), made: RwSignal::new(None) }
    }

    /// Whether it is being written.
    pub fn busy(self) -> Signal<bool> {
        self.act.busy()
    }

    /// Writes it into a folder that the person picks.
    pub fn make(self) {
        let Some(month) = state().session.month() else { return };
        let on = self.on.get_untracked();
        pick_one(Pick::folder("汇总表放到哪个文件夹"), move |out| {
            self.act.send(&StreetReport { month, out, on }, move |made: ReportMade| {
                notice::written(format!("{}汇总表已导出。", month.label()), made.path.clone());
                self.made.set(Some(made));
            });
        });
    }

    /// Progress, and why it was not written.
    pub fn trouble(self) -> AnyView {
        let act = self.act;
        view! {
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
        }
        .into_any()
    }
}

/// The page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let workbook = Workbook::new();
    let month = || state().session.month();
    let overview = ask_if(&[Kind::Exchange, Kind::RollUp], move || {
        month().map(|month| StreetOverview { month, months: Some(1) })
    });
    let title = Signal::derive(move || {
        month().map(|month| format!("{}汇总表", word::month_name(month))).unwrap_or_default()
    });
    Effect::new(move |_| {
        let _ = month();
        workbook.made.set(None);
    });
    view! {
        <Head title note="各社区上报的数字合成一本工作簿，同样的数据每次导出都一样">
            <Button look=Look::Main busy=workbook.busy() on_press=move |()| workbook.make()>"导出汇总表…"</Button>
        </Head>
        <div class="two">
            <Panel title="收了多少" note="没有报的社区在表里空着">
                {shown(overview, |data| view! { <States data=data.as_ref().clone()/> })}
            </Panel>
            <Panel title="导出">
                <div class="pad stack">
                    <Field label="填报日期" hint="不填就用已定的日期；第一次导出用今天。" error=workbook.act.problem("on")>
                        <DayField value=workbook.on/>
                    </Field>
                    {workbook.trouble()}
                    {move || workbook.made.get().map(|made| view! { <Made made/> })}
                </div>
            </Panel>
        </div>
    }
    .into_any()
}

/// How many communities stand where.
#[component]
fn States(data: Overview) -> impl IntoView {
    let line = |count: branchbook_contract::street::StateCount| {
        let tone = super::super::exchange::tone::of_street(count.state, true);
        view! {
            <tr><td><Tag tone text=count.label/></td><td class="num"><a href="#/street">{count.count}</a></td></tr>
        }
    };
    view! { <table class="plain"><tbody>{data.counts.into_iter().map(line).collect_view()}</tbody></table> }
        .into_any()
}

#[component]
fn Made(made: ReportMade) -> impl IntoView {
    let path = made.path.clone();
    let same = made.is_same_as_before.then_some("与上一次导出的内容完全相同。");
    let notes = made.notes.into_iter().map(|note| view! { <p class="said">{note}</p> }).collect_view();
    view! {
        <div class="stack made">
            <p><b>{word::file_name(&made.path).to_owned()}</b></p>
            <Facts>
                <Fact label="位置">{made.path.clone()}</Fact>
                <Fact label="填报日期">{made.filled_on.to_string()}</Fact>
                <Fact label="大小">{word::bytes(made.size)}</Fact>
            </Facts>
            {same.map(|text| view! { <p class="muted">{text}</p> })}
            {notes}
            <div><Button on_press=move |()| act::reveal(path.clone())>"打开所在文件夹"</Button></div>
        </div>
    }
    .into_any()
}
