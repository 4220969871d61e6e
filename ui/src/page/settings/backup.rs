//! Backups: made now or onto a stick, restored with the present state kept, the whole book proven or exported.

use branchbook_contract::book::{
    BackupMade, BookBackup, BookExport, BookRestore, BookStatus, BookVerify, Exported, Verification,
};
use leptos::prelude::*;

use crate::ipc::Pick;
use crate::part::{Button, Dialog, Field, Form, Look, Text, Trouble, Working, dialog};
use crate::state::act::{Act, pick_one};
use crate::state::watch::shared;
use crate::state::{notice, state, version};
use crate::word;

/// The tab.
#[component]
pub fn Backup() -> impl IntoView {
    let act = Act::new();
    let proof = RwSignal::new(None::<Verification>);
    let restoring = RwSignal::new(None::<String>);
    let dialog = shared(move || restoring.get().map(|file| view! { <RestoreDialog file restoring/> }));
    view! {
        <div class="stack">
            <Steps act proof restoring/>
            <Working act/>
            {move || act.error().get().map(|error| view! { <Trouble error/> })}
            {move || proof.get().map(|proof| view! { <Proof proof/> })}
        </div>
        {dialog}
    }
    .into_any()
}

#[component]
fn Steps(
    act: Act,
    proof: RwSignal<Option<Verification>>,
    restoring: RwSignal<Option<String>>,
) -> impl IntoView {
    let to_stick =
        move |()| pick_one(Pick::folder("备份放在哪里"), move |folder| backup(act, Some(folder)));
    let pick = || Pick::open("选择备份文件").kind("备份", &["zbk"]);
    let restore = move |()| pick_one(pick(), move |file| restoring.set(Some(file)));
    let export = move |()| {
        pick_one(Pick::folder("选择一个空文件夹"), move |dir| {
            act.send(&BookExport { dir }, exported)
        });
    };
    let verify = move |()| act.send(&BookVerify {}, move |found| proof.set(Some(found)));
    view! {
        <p class="muted">"备份写好后会重新打开核对一遍。请常往U盘上存一份：电脑坏了，只有它能恢复。"</p>
        <div class="line">
            <Button look=Look::Main busy=act.busy() on_press=move |()| backup(act, None)>"立即备份"</Button>
            <Button busy=act.busy() on_press=to_stick>"备份到U盘…"</Button>
            <Button busy=act.busy() on_press=restore>"从备份恢复…"</Button>
            <Button busy=act.busy() on_press=verify>"核对整本台账"</Button>
            <Button busy=act.busy() on_press=export>"全部导出…"</Button>
        </div>
    }
    .into_any()
}

fn backup(act: Act, to: Option<String>) {
    act.send(&BookBackup { to }, |made: BackupMade| {
        version::bump_history();
        notice::written(
            format!("已备份并核对：{}（{}）", word::file_name(&made.path), word::bytes(made.size)),
            made.path,
        );
        made.warnings.iter().for_each(|warning| notice::fail(warning));
    });
}

fn exported(made: Exported) {
    version::bump_history();
    notice::written(format!("已导出 {} 个文件", made.file_count), made.dir);
}

#[component]
fn Proof(proof: Verification) -> impl IntoView {
    let (class, title) = match proof.is_sound {
        true => ("good", format!("整本台账核对无误，共 {} 次操作。", word::number(proof.change_count))),
        false => ("warning", "台账有损坏的地方，请从备份恢复，并留好这份台账。".to_owned()),
    };
    let lines =
        proof.damages.into_iter().chain(proof.notes).map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <div class=class role="status"><p>{title}</p><ul>{lines}</ul></div> }.into_any()
}

/// Asks for the password of the backup's day, and says what happens to the present state.
#[component]
fn RestoreDialog(file: String, restoring: RwSignal<Option<String>>) -> impl IntoView {
    let (act, password, code) = (Act::new(), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let close = move || restoring.set(None);
    let name = word::file_name(&file).to_owned();
    let restore = move |()| {
        let filled = |value: RwSignal<String>| Some(value.get_untracked()).filter(|text| !text.is_empty());
        let dir =
            state().session.status.with_untracked(|status| status.as_ref().map(|status| status.dir.clone()));
        let request = BookRestore {
            backup: file.clone(),
            dir: dir.unwrap_or_default(),
            password: filled(password),
            recovery_code: filled(code),
            present_password: None,
        };
        act.send(&request, move |status: BookStatus| {
            version::bump_all();
            state().session.enter(status);
            notice::done("已恢复。恢复前的台账另存为一份备份。");
            close();
        });
    };
    view! {
        <Dialog title="从备份恢复".to_owned() on_close=move |()| close()>
            <p class="said">{format!("台账将回到这份备份当时的样子：{name}\n现在的台账会先另存为一份备份，不会丢。")}</p>
            <Form act on_save=restore.clone()>
                <Field label="备份当时的密码".to_owned() hint="当时没有设密码就不填".to_owned() wide=2><Text value=password kind="password"/></Field>
                <Field label="或者恢复码".to_owned() wide=2><Text value=code/></Field>
                <div class="acts-line">
                    <Button on_press=dialog::close>"取消"</Button>
                    <Button look=Look::Danger busy=act.busy() on_press=restore>"恢复"</Button>
                </div>
                <div class="w4"><Working act/></div>
            </Form>
        </Dialog>
    }
    .into_any()
}
