//! The shell around the page: calls, progress, cancel, dialogs, and what the program that people get must not hold.

use std::path::{Path, PathBuf};

use branchbook_tests::program;
use branchbook_tests::window::{DRIVEN, PRODUCT, Start, Window};
use serde_json::{Value, json};

/// Calls a command of the shell and answers `[ok, text, reports of progress]`.
const INVOKE: &str = "const [command, args, isWatched, done] = arguments; const reports = []; \
    const core = window.__TAURI__.core; \
    if (isWatched) { args.progress = new core.Channel(); args.progress.onmessage = (m) => reports.push(JSON.parse(m)); } \
    const later = (ok) => (text) => setTimeout(() => done([ok, text, reports]), 50); \
    core.invoke(command, args).then(later(true), later(false));";

fn invoke(window: &Window, command: &str, arguments: Value) -> Result<Value, Value> {
    let answer = window.ask_later(INVOKE, vec![json!(command), arguments, json!(false)]);
    parsed(&answer)
}

/// Asks the desk behind the window, as the page does.
pub fn call(window: &Window, name: &str, payload: &Value) -> (Result<Value, Value>, Vec<Value>) {
    let arguments = json!({ "name": name, "payload": payload.to_string(), "ticket": 1 });
    let answer = window.ask_later(INVOKE, vec![json!("call"), arguments, json!(true)]);
    (parsed(&answer), answer[2].as_array().unwrap().clone())
}

fn parsed(answer: &Value) -> Result<Value, Value> {
    let text = answer[1]
        .as_str()
        .map_or_else(|| answer[1].clone(), |text| serde_json::from_str(text).unwrap_or(json!(text)));
    if answer[0] == json!(true) { Ok(text) } else { Err(text) }
}

#[test]
fn the_page_reaches_the_desk_and_hears_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&Start { book: Some(&folder.path().join("book")), ..Start::default() });
    let launch = window.ask("return JSON.parse(window.__BRANCHBOOK__)", vec![]);
    assert_eq!(launch["book_dir"], json!(folder.path().join("book")));
    let refused = call(&window, "member_list", &json!({})).0.unwrap_err();
    assert_eq!(refused["code"], json!("no_book"), "{refused}");
    let (made, reports) = call(&window, "demo_make", &json!({ "dir": folder.path().join("demo") }));
    assert!(made.unwrap()["body"]["members"].as_u64() > Some(10), "the demo has members");
    assert!(
        !reports.is_empty() && reports.iter().all(|r| r["stage"].is_string() && r["total"].is_u64()),
        "{reports:?}"
    );
    let (listed, _) = call(&window, "member_list", &json!({}));
    assert!(listed.unwrap()["body"].is_object(), "the demo is open");
}

#[test]
fn the_module_comes_with_the_window_or_is_fetched_and_its_loss_is_told() {
    let opened = |module| {
        let window = Window::open(&Start { module, ..Start::default() });
        let fetched = "return window.__drive.asked.filter((one) => one.what.includes('.wasm')).length";
        (window.ask(fetched, vec![]), window.text())
    };
    let (brought, text) = opened(None);
    assert_eq!(brought, json!(0));
    assert_eq!(opened(Some("fetched")), (json!(1), text), "the only way where the window brings none");
    let (_, text) = opened(Some("broken"));
    assert!(text.contains("程序没有装载成功") && text.contains("重新打开"), "{text}");
}

#[test]
fn a_call_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&Start { book: Some(&folder.path().join("book")), ..Start::default() });
    let script = format!(
        "const cancel = () => window.__TAURI__.core.invoke('cancel', {{ ticket: 9 }}); setTimeout(cancel, 150); {INVOKE}"
    );
    let payload = json!({ "dir": folder.path().join("demo") }).to_string();
    let arguments = json!({ "name": "demo_make", "payload": payload, "ticket": 9 });
    let answer = window.ask_later(&script, vec![json!("call"), arguments, json!(true)]);
    let refused = parsed(&answer).unwrap_err();
    assert_eq!(refused["code"], json!("cancelled"), "{refused}");
}

#[test]
fn the_dialogs_answer_what_the_person_chose() {
    let picks = [vec![PathBuf::from("/tmp/花名册.xlsx")], vec![]];
    let window = Window::open(&Start { picks: &picks, ..Start::default() });
    let ask = json!({ "ask": json!({ "title": "选择花名册", "mode": "open" }).to_string() });
    assert_eq!(invoke(&window, "pick", ask.clone()).unwrap(), json!(["/tmp/花名册.xlsx"]));
    assert_eq!(invoke(&window, "pick", ask.clone()).unwrap(), json!([]), "the person chose nothing");
    assert_eq!(invoke(&window, "pick", ask).unwrap(), json!([]), "no more answers");
    let wrong = invoke(&window, "pick", json!({ "ask": "{}" })).unwrap_err();
    assert_eq!(wrong["code"], json!("malformed"));
}

#[test]
fn a_file_that_is_gone_is_said_in_words() {
    let window = Window::open(&Start::default());
    let wrong = invoke(&window, "reveal", json!({ "path": "/tmp/不在.xlsx" })).unwrap_err();
    assert!(wrong["message"].as_str().unwrap().contains("已经不在那里了"), "{wrong}");
}

#[test]
fn the_page_may_call_nothing_else() {
    let window = Window::open(&Start::default());
    for (command, arguments) in [
        ("plugin:dialog|open", json!({ "options": {} })),
        ("plugin:fs|read_text_file", json!({ "path": "/etc/hostname" })),
        ("plugin:window|close", json!({ "label": "main" })),
        ("plugin:event|listen", json!({ "event": "x", "target": { "kind": "Any" }, "handler": 1 })),
        ("plugin:webview|internal_toggle_devtools", json!({})),
    ] {
        let answer = invoke(&window, command, arguments);
        assert!(answer.is_err(), "{command} answered {answer:?}");
    }
    let remote = "const done = arguments[0]; fetch('http://127.0.0.1:1/').then(() => done('sent'), (why) => done(`${why}`))";
    assert_ne!(window.ask_later(remote, vec![]), json!("sent"), "the page reaches no network");
    assert!(
        window.complaints().iter().any(|c| c.starts_with("policy: connect-src")),
        "{:?}",
        window.complaints()
    );
}

/// What is typed never reaches the log: not a name, not a number, whatever the message was.
#[test]
fn the_log_is_written_and_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let window = Window::open(&Start { book: Some(&folder.path().join("book")), ..Start::default() });
    call(&window, "book_open", &json!({ "dir": folder.path().join("张三丰13800138000") })).0.unwrap_err();
    let log =
        std::fs::read_to_string(window.home().join("data/app.branchbook.window/log/branchbook.log")).unwrap();
    assert!(log.contains("book_open"), "{log}");
    assert!(!log.contains('张') && !log.contains("13800138000"), "{log}");
}

fn holds(program: &Path, text: &str) -> bool {
    let bytes = std::fs::read(program).unwrap();
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn the_program_that_people_get_takes_no_answers_from_the_surroundings() {
    for text in ["BRANCHBOOK_PICK", "__drive"] {
        assert!(holds(&program::path_of(DRIVEN), text), "or this test sees nothing");
        assert!(!holds(&program::path_of(PRODUCT), text), "{text} belongs to the window tests alone");
    }
}
