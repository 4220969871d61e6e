//! Writing a workbook of a month: where to, with which 填报日期, how far it is, what was written. The community's and the
//! street's are written the same way.

use branchbook_contract::Command;
use branchbook_contract::domain::day::{Day, Month};
use branchbook_contract::report::{ReportMade, ReportMonthly};
use leptos::prelude::*;

use super::Asked;
use crate::ipc::Pick;
use crate::part::{Button, DayField, Fact, Facts, Field, Panel, Tag, Tone, Trouble, Working};
use crate::state::act::{self, Act, pick_one};
use crate::state::watch::{derived, effect, memo};
use crate::state::{notice, state};
use crate::word;

/// Handles of the export.
#[derive(Clone, Copy)]
pub struct Export {
    act: Act,
    on: RwSignal<Option<Day>>,
    made: RwSignal<Option<ReportMade>>,
}

impl Default for Export {
    fn default() -> Self {
        Self::new()
    }
}

impl Export {
    /// Nothing written yet.
    pub fn new() -> Self {
        Self { act: Act::new(), on: RwSignal::new(None), made: RwSignal::new(None) }
    }

    /// Whether it is being written.
    pub fn busy(self) -> Signal<bool> {
        self.act.busy()
    }

    /// Writes the monthly workbook into a folder that the person picks.
    pub fn make(self) {
        self.write("月报", |month, out, on| ReportMonthly { month, out, on });
    }

    /// Writes a workbook of the chosen month; `request` asks the desk for it.
    pub fn write<C: Command<Reply = ReportMade> + 'static>(
        self,
        what: &'static str,
        request: impl FnOnce(Month, String, Option<Day>) -> C + 'static,
    ) {
        let Some(month) = state().session.month() else { return };
        let on = self.on.get_untracked();
        pick_one(Pick::folder(format!("{what}放到哪个文件夹")), move |out| {
            self.act.send(&request(month, out, on), move |made| {
                notice::written(format!("{}{what}已导出。", month.label()), made.path.clone());
                self.made.set(Some(made));
            });
        });
    }

    /// How far it is, and why it was not written.
    pub fn trouble(self) -> AnyView {
        let act = self.act;
        view! {
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
        }
        .into_any()
    }

    /// The field of the day, how far it is, and what was written of the chosen month.
    pub fn body(self, hint: Signal<Option<String>>) -> AnyView {
        let Self { act, on, made } = self;
        // What was written belongs to the month that was shown then. The month is said anew after every change of the book.
        let month = memo(|| state().session.month());
        effect(move || {
            month.track();
            made.set(None);
        });
        view! {
            <div class="pad stack">
                <Field label="填报日期" hint error=act.problem("on")><DayField value=on/></Field>
                {self.trouble()}
                {move || made.get().map(|made| view! { <Made made/> })}
            </div>
        }
        .into_any()
    }
}

/// The panel of the export.
#[component]
pub fn ExportPanel(
    /// What the page has asked.
    asked: Asked,
    /// The export.
    export: Export,
) -> impl IntoView {
    let filled = asked.status.map(|data| data.row.filled_on);
    let hint = derived(move || {
        Some(match filled.get() {
            Some(day) => format!("已定为 {day}；要改才填。"),
            None => "不填就用今天。".to_owned(),
        })
    });
    view! { <Panel title="月报" note="街道的工作簿样式，同样的数据每次导出都一样">{export.body(hint)}</Panel> }
        .into_any()
}

/// What was written.
#[component]
fn Made(made: ReportMade) -> impl IntoView {
    let path = made.path.clone();
    let checked = match made.disagreement_count {
        0 => (Tone::Ok, "表间相符".to_owned()),
        count => (Tone::Late, format!("表间不一致 {count} 处")),
    };
    let same = made.is_same_as_before.then_some("与上一次导出的内容完全相同。");
    let notes = made.notes.into_iter().map(|note| view! { <p class="said">{note}</p> }).collect_view();
    view! {
        <div class="stack made">
            <p><b>{word::file_name(&made.path).to_owned()}</b></p>
            <Facts>
                <Fact label="位置">{made.path.clone()}</Fact>
                <Fact label="填报日期">{made.filled_on.to_string()}</Fact>
                <Fact label="大小">{word::bytes(made.size)}</Fact>
                <Fact label="校验"><Tag tone=checked.0 text=checked.1/></Fact>
            </Facts>
            {same.map(|text| view! { <p class="muted">{text}</p> })}
            {notes}
            <div><Button on_press=move |()| act::reveal(path.clone())>"打开所在文件夹"</Button></div>
        </div>
    }
    .into_any()
}
