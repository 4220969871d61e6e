//! How a question reaches the desk and its answer comes back. The only file that knows `window.__TAURI__` and what the
//! shell writes into the page: another
//! transport would replace this file and nothing else. Everything that passes is text.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use branchbook_contract::book::Ahead;
use branchbook_contract::{CallError, Code, Command};
use js_sys::{Array, Function, Number, Object, Promise, Reflect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::read::{Node, Unread};
use crate::state::version;
use crate::write;

/// Fields of [`branchbook_contract::Reply`].
const BODY: &str = "body";
const CHANGED: &str = "changed";

/// How far long work is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Progress {
    /// What is being done, in words.
    pub stage: String,
    /// Steps of the stage that are finished.
    pub done: u64,
    /// Steps of the stage.
    pub total: u64,
}

/// Takes reports of progress.
pub type Watcher = Rc<dyn Fn(Progress)>;

/// The number of a running call, by which it can be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u32);

impl Ticket {
    /// A number that no other call has.
    pub fn fresh() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Where things lie, as the shell was started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Launch {
    /// Folder of the book.
    pub book_dir: String,
    /// Folder for the demo.
    pub demo_dir: String,
    /// Version of the program.
    pub version: String,
}

/// What a file dialog asks for.
#[derive(Debug, Clone, Serialize)]
pub struct Pick {
    title: String,
    mode: &'static str,
    name: String,
    kinds: Vec<FileKind>,
}

/// A kind of file in a dialog.
#[derive(Debug, Clone, Serialize)]
struct FileKind {
    label: &'static str,
    extensions: &'static [&'static str],
}

impl Pick {
    /// An existing file.
    pub fn open(title: impl Into<String>) -> Self {
        Self::of(title, "open")
    }

    /// Several existing files.
    pub fn open_many(title: impl Into<String>) -> Self {
        Self::of(title, "open_many")
    }

    /// A folder.
    pub fn folder(title: impl Into<String>) -> Self {
        Self::of(title, "folder")
    }

    /// A file to be written, with the name that is offered.
    pub fn save(title: impl Into<String>, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::of(title, "save") }
    }

    /// Shows only files of this kind.
    #[must_use]
    pub fn kind(mut self, label: &'static str, extensions: &'static [&'static str]) -> Self {
        self.kinds.push(FileKind { label, extensions });
        self
    }

    fn of(title: impl Into<String>, mode: &'static str) -> Self {
        Self { title: title.into(), mode, name: String::new(), kinds: Vec::new() }
    }
}

/// Asks the desk.
pub async fn call<C: Command>(command: &C) -> Result<C::Reply, CallError> {
    let text = call_text(C::NAME, text_of(command)?, Ticket::fresh(), None).await?;
    body(&text, |body| body.to())
}

/// Gives the answer in the text of a reply to `take`; tells the screens what has changed.
pub fn body<T>(text: &str, take: impl FnOnce(&Node<'_>) -> Result<T, Unread>) -> Result<T, CallError> {
    let reply = reply(text)?;
    take(reply.field(BODY).unwrap_or(&Node::Null)).map_err(unreadable)
}

/// The whole reply, after the screens were told what has changed.
fn reply(text: &str) -> Result<Node<'_>, CallError> {
    let reply = Node::parse(text).map_err(unreadable)?;
    let changed = reply.field(CHANGED).map_or_else(|| Ok(Vec::new()), Node::to).map_err(unreadable)?;
    version::bump(&changed);
    Ok(reply)
}

/// A request as text.
pub fn text_of<T: Serialize>(value: &T) -> Result<String, CallError> {
    write::text_of(value, real).map_err(|_| trouble("这一页的内容无法送出，请重新填写。"))
}

/// Something that the book keeps without knowing what it is.
pub fn value_of<T: Serialize>(value: &T) -> Result<serde_json::Value, CallError> {
    read(&text_of(value)?)
}

/// A number with a fraction, as the browser writes it: our own way to write it is long, and there is hardly one.
fn real(number: f64) -> String {
    Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

thread_local! {
    /// Answers that came before their questions.
    static AHEAD: RefCell<Vec<Ahead>> = const { RefCell::new(Vec::new()) };
}

/// Keeps answers for the questions that will be put at once.
pub fn keep_ahead(answers: Vec<Ahead>) {
    AHEAD.set(answers);
}

/// The answer that is there already. Any other question ends that: what it does may change what the others say.
fn answered_ahead(name: &str, payload: &str) -> Option<String> {
    AHEAD.with_borrow_mut(|ahead| {
        let at = ahead.iter().position(|answer| answer.name == name && answer.payload == payload);
        if at.is_none() {
            ahead.clear();
        }
        at.map(|at| ahead.swap_remove(at).answer)
    })
}

/// Asks the desk with name and text; the answer is the text of the reply.
pub async fn call_text(
    name: &str,
    payload: String,
    ticket: Ticket,
    watcher: Option<Watcher>,
) -> Result<String, CallError> {
    if let Some(answer) = answered_ahead(name, &payload) {
        return Ok(answer);
    }
    let args = [
        ("name", JsValue::from_str(name)),
        ("payload", JsValue::from_str(&payload)),
        ("ticket", JsValue::from_f64(f64::from(ticket.0))),
        ("progress", channel(watcher)?),
    ];
    text(&invoke("call", &args).await?)
}

/// Asks a running call to stop; its own answer says whether it did.
pub async fn cancel(ticket: Ticket) -> Result<(), CallError> {
    invoke("cancel", &[("ticket", JsValue::from_f64(f64::from(ticket.0)))]).await.map(drop)
}

/// Lets the person choose files; nothing if the dialog was closed.
pub async fn pick(ask: &Pick) -> Result<Vec<String>, CallError> {
    let answer = invoke("pick", &[("ask", JsValue::from_str(&text_of(ask)?))]).await?;
    read(&text(&answer)?)
}

/// Shows a file in the file manager of the system.
pub async fn reveal(path: &str) -> Result<(), CallError> {
    invoke("reveal", &[("path", JsValue::from_str(path))]).await.map(drop)
}

/// Prints what the page shows.
pub async fn print() -> Result<(), CallError> {
    invoke("print", &[]).await.map(drop)
}

/// Where things lie; the shell has written it into the page.
pub fn launch() -> Result<Launch, CallError> {
    let told = web_sys::window().and_then(|window| member(&window, "__BRANCHBOOK__"));
    read(&text(&told.ok_or_else(no_window)?)?)
}

async fn invoke(name: &str, args: &[(&str, JsValue)]) -> Result<JsValue, CallError> {
    let object = Object::new();
    for (key, value) in args {
        Reflect::set(&object, &JsValue::from_str(key), value).map_err(|_| no_window())?;
    }
    let list = Array::of2(&JsValue::from_str(name), &object);
    let core = core().ok_or_else(no_window)?;
    let invoke = function(&core, "invoke").ok_or_else(no_window)?;
    let promise = invoke.apply(&core, &list).map_err(|error| error_of(&error))?;
    let promise: Promise = promise.dyn_into().map_err(|_| no_window())?;
    JsFuture::from(promise).await.map_err(|error| error_of(&error))
}

/// The channel by which the shell reports progress. It must be there even if nobody watches.
fn channel(watcher: Option<Watcher>) -> Result<JsValue, CallError> {
    let core = core().ok_or_else(no_window)?;
    let class = function(&core, "Channel").ok_or_else(no_window)?;
    let channel = Reflect::construct(&class, &Array::new()).map_err(|_| no_window())?;
    if let Some(watcher) = watcher {
        let tell = move |message: JsValue| {
            if let Some(progress) = message.as_string().and_then(|text| Node::parse(&text).ok()?.to().ok()) {
                watcher(progress);
            }
        };
        let closure = Closure::<dyn Fn(JsValue)>::new(tell).into_js_value();
        Reflect::set(&channel, &JsValue::from_str("onmessage"), &closure).map_err(|_| no_window())?;
    }
    Ok(channel)
}

fn core() -> Option<JsValue> {
    let window = web_sys::window()?;
    member(&member(&window, "__TAURI__")?, "core")
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    member(of, name)?.dyn_into().ok()
}

fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn text(value: &JsValue) -> Result<String, CallError> {
    value.as_string().ok_or_else(|| unreadable(Unread))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, CallError> {
    Node::parse(text).and_then(|node| node.to()).map_err(unreadable)
}

fn error_of(error: &JsValue) -> CallError {
    let told = error.as_string().and_then(|text| read(&text).ok());
    told.unwrap_or_else(|| {
        trouble("程序没有完成这一步，什么都没有改动。请再试一次；仍不行时请关闭后重新打开。")
    })
}

fn unreadable(_: Unread) -> CallError {
    trouble("程序的回答无法读取，请关闭后重新打开。")
}

fn no_window() -> CallError {
    trouble("这一页要在「支部台账」的窗口里打开，单独打开时没有数据。")
}

fn trouble(sentence: &str) -> CallError {
    CallError::new(Code::Broken, sentence)
}
