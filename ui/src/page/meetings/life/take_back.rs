//! Cancelling a gathering: says what will happen, asks why, and can itself be undone.

use branchbook_contract::domain::key::GatheringId;
use branchbook_contract::meeting::{MeetingCancel, MeetingCancelled};
use leptos::prelude::*;

use crate::part::{Button, Dialog, Field, Form, Look, Text, dialog};
use crate::state::act::Act;
use crate::state::notice;

/// The question with its reason.
#[component]
pub fn TakeBack(gathering: GatheringId, is_open: RwSignal<bool>) -> impl IntoView {
    let (reason, act) = (RwSignal::new(String::new()), Act::new());
    let close = move |()| is_open.set(false);
    let cancel = Callback::new(move |()| {
        let request = MeetingCancel { gathering, reason: reason.get_untracked() };
        act.send(&request, move |done: MeetingCancelled| {
            is_open.try_set(false);
            notice::undoable(said(done.points_taken_back));
        });
    });
    let text = "取消后，这次集中的各项记录都不再计数，按考勤自动记的积分用冲正收回；记录本身留在台账里，标为已取消。应开的次数会随之变化。";
    view! {
        <Dialog title="取消会议" on_close=close>
            <p class="said">{text}</p>
            <Form act on_save=cancel>
                <Field label="取消原因" required=true wide=4 error=act.problem("reason")><Text value=reason focus=true/></Field>
            </Form>
            <footer>
                <Button on_press=dialog::close>"不取消"</Button>
                <Button look=Look::Danger busy=act.busy() on_press=move |()| cancel.run(())>"取消会议"</Button>
            </footer>
        </Dialog>
    }
    .into_any()
}

fn said(points: u32) -> String {
    match points {
        0 => "会议已取消。".to_owned(),
        points => format!("会议已取消，收回积分 {points} 笔。"),
    }
}
