//! What goes on paper: Ctrl+P and the palette print, and of a long list every row that it holds.

use branchbook_tests::large::{self, Size, TODAY};
use branchbook_tests::window::{Start, Window};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::demo::{LARGEST, office};
use crate::shell::call;

/// The rows of a list, be it a long table or a folio.
const ROWS: &str = "tr.row, .folio tbody tr";
/// Stands in for the printer, which would open a dialog of the system: keeps what each sheet would show, and what would
/// be cut off on it with the rules for paper in force.
const PRINTER: &str = "const [listed] = arguments, send = window.fetch; window.__sheets = []; \
    const all = () => [...document.querySelectorAll(listed)]; \
    const nameOn = (row) => (row.querySelector('b') ?? row.querySelector('a'))?.textContent ?? ''; \
    const onPaper = (look) => { \
      const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule.media?.mediaText === 'print'); \
      rules.forEach((rule) => { rule.media.mediaText = 'all'; }); const seen = look(); \
      rules.forEach((rule) => { rule.media.mediaText = 'print'; }); return [rules.length, ...seen]; }; \
    const cut = () => { const found = [], last = all().at(-1), end = last?.getBoundingClientRect().bottom; \
      for (let e = last?.closest('table').parentElement; e; e = e.parentElement) { \
        const isOpen = getComputedStyle(e).overflowY === 'visible'; \
        if (!isOpen && e.getBoundingClientRect().bottom < end - 1) found.push(e.className || e.tagName); } \
      return found; }; \
    window.fetch = (...request) => { \
      if (!String(request[0]?.url ?? request[0]).endsWith('/print')) return send(...request); \
      const [rules, cuts] = onPaper(() => [cut()]); \
      const rows = all().map(nameOn); \
      const total = document.querySelector('table.grid')?.getAttribute('aria-rowcount') - 1; \
      window.__sheets.push({ rules, cuts, rows, total }); \
      return Promise.resolve(new Response('null', { headers: { 'Tauri-Response': 'ok', 'content-type': 'application/json' } })); };";

/// Lets a step come to nothing: the printer and the desk for as long as it is said, or the next answer of the desk once.
const FAULTY: &str = "const send = window.fetch; window.__fault = ''; \
    const refused = (message) => Promise.resolve(new Response(JSON.stringify(JSON.stringify({ code: 'refused', message })), \
      { headers: { 'Tauri-Response': 'error', 'content-type': 'application/json' } })); \
    window.fetch = (...request) => { \
      const to = String(request[0]?.url ?? request[0]); \
      if (window.__fault === 'printer' && to.endsWith('/print')) return refused('打不开打印窗口。'); \
      if (window.__fault === 'desk' && to.endsWith('/call')) return refused('读不出来。'); \
      if (window.__fault === 'rows' && to.endsWith('/call')) { window.__fault = ''; return refused('读不出来。'); } \
      return send(...request); };";

/// A window on a book of three hundred members, more than the page has at hand at a time.
fn register() -> (TempDir, Window) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    large::make(&book, Size::tenth(1)).close().unwrap();
    let window = Window::open(&Start { book: Some(&book), day: Some(TODAY), ..Start::default() });
    window.ask(PRINTER, vec![json!(ROWS)]);
    window.go("#/members");
    (folder, window)
}

fn sheets(window: &Window) -> Vec<Value> {
    serde_json::from_value(window.ask("return window.__sheets", vec![])).unwrap()
}

fn drawn(window: &Window) -> usize {
    let rows = window.ask("return document.querySelectorAll(arguments[0]).length", vec![json!(ROWS)]);
    usize::try_from(rows.as_u64().unwrap()).unwrap()
}

/// The names on a sheet that holds every row of a long table.
fn names(sheet: &Value) -> Vec<String> {
    let rows = uncut(sheet);
    assert_eq!(json!(rows.len()), sheet["total"], "every row that is listed");
    rows
}

/// The names on a sheet, with nothing of them cut off.
fn uncut(sheet: &Value) -> Vec<String> {
    let rows: Vec<String> = serde_json::from_value(sheet["rows"].clone()).unwrap();
    assert!(sheet["rules"].as_u64() > Some(0), "or nothing is tried as it is on paper");
    assert_eq!(sheet["cuts"], json!([]), "nothing is cut off");
    assert!(rows.iter().all(|name| !name.is_empty()), "no row is blank: {rows:?}");
    rows
}

#[test]
fn the_register_is_printed_to_its_last_row() {
    let (_folder, window) = register();
    let in_sight = drawn(&window);
    assert!(in_sight < 100, "or this test sees nothing: {in_sight} rows are drawn");
    window.press("Ctrl+P");
    let first = sheets(&window);
    assert_eq!(first.len(), 1, "the key prints, once");
    let listed = names(&first[0]);
    assert!(listed.len() > 200, "{}", listed.len());

    window.press("Ctrl+K");
    window.type_text("打印");
    window.press("Enter");
    let second = sheets(&window);
    assert_eq!(second.len(), 2, "the palette prints, too");
    assert_eq!(names(&second[1]), listed);

    let one = window.ask("return document.querySelector('tr.row b').textContent", vec![]);
    let search = "姓名、拼音、电话、单位、证件号";
    window.fill(search, one.as_str().unwrap());
    let found = drawn(&window);
    assert!(found < in_sight, "{found} rows");
    assert_eq!(sheets(&window).len(), 2, "a list that changes is not printed by itself");
    window.press("Ctrl+P");
    assert_eq!(names(&sheets(&window)[2]).len(), found, "what is filtered away is not printed");
    window.fill(search, "");
    assert!(drawn(&window) < 100, "the screen draws what is in sight again");
}

/// How many rows the folio of duties has under a filter.
fn duties(window: &Window, chip: Option<&str>) -> usize {
    let (page, _) = call(window, "folio_show", &json!({ "folio": "duties", "chip": chip, "limit": 1 }));
    usize::try_from(page.unwrap()["body"]["total"].as_u64().unwrap()).unwrap()
}

#[test]
fn a_folio_of_several_pages_is_printed_to_its_last_row() {
    let (_folder, window) = office(LARGEST);
    window.ask(PRINTER, vec![json!(ROWS)]);
    window.go("#/folio/duties");
    let (all, in_sight) = (duties(&window, None), drawn(&window));
    assert!(in_sight > 0 && in_sight < all, "or this test sees nothing: {in_sight} rows of {all} are drawn");
    window.press("Ctrl+P");
    let first = sheets(&window);
    assert_eq!(first.len(), 1, "the key prints, once");
    let listed = uncut(&first[0]);
    assert_eq!(listed.len(), all, "every row, not those of one page");
    window.picture("paper-folio");

    window.go("#/folio/duties?chip=assigned");
    assert_eq!(sheets(&window).len(), 1, "a list that changes is not printed by itself");
    window.press("Ctrl+P");
    let few = duties(&window, Some("assigned"));
    assert!(few > 0 && few < all, "{few} of {all}");
    assert_eq!(uncut(&sheets(&window)[1]).len(), few, "what is filtered away is not printed");

    window.go("#/folio/duties");
    assert_eq!(drawn(&window), in_sight, "the screen shows a page again");
    window.click("button", "打印");
    assert_eq!(uncut(&sheets(&window)[2]), listed, "the button prints the same as the key");
}

/// Prints while the rows, and then the printer, come to nothing; and then once more, with both in order.
fn print_in_vain(window: &Window, elsewhere: &str, there: &str) {
    let fault = |what: &str| window.ask("window.__fault = arguments[0]", vec![json!(what)]);
    let in_sight = drawn(window);
    fault("rows");
    window.press("Ctrl+P");
    window.wait_for("没有打印：名单没有读全");
    window.settle();
    assert_eq!((sheets(window).len(), drawn(window)), (0, in_sight), "the list stands as it was");
    window.go(elsewhere);
    assert_eq!(sheets(window).len(), 0, "what was not printed does not wait for another list");
    window.go(there);
    fault("printer");
    window.press("Ctrl+P");
    window.wait_for("打不开打印窗口");
    window.settle();
    assert_eq!((sheets(window).len(), drawn(window)), (0, in_sight), "nor is it left drawn whole");
    fault("");
    window.press("Ctrl+P");
    assert_eq!(sheets(window).len(), 1, "asked again, it prints");
    assert!(uncut(&sheets(window)[0]).len() > in_sight, "every row");
}

/// Prints while the desk answers nothing, so that its trouble stands, and then once more while it answers.
fn print_after_trouble(window: &Window) {
    let fault = |what: &str| window.ask("window.__fault = arguments[0]", vec![json!(what)]);
    let in_sight = drawn(window);
    fault("desk");
    window.press("Ctrl+P");
    window.wait_for("没有打印：名单没有读全");
    window.settle();
    assert_eq!(sheets(window).len(), 0);
    fault("");
    window.press("Ctrl+P");
    window.settle();
    assert_eq!(sheets(window).len(), 1, "what failed before says nothing of this time");
    assert!(uncut(&sheets(window)[0]).len() > in_sight, "every row");
}

#[test]
fn a_folio_is_printed_once_its_trouble_is_over() {
    let (_folder, window) = office(LARGEST);
    window.ask(PRINTER, vec![json!(ROWS)]);
    window.ask(FAULTY, vec![]);
    window.go("#/folio/duties");
    print_after_trouble(&window);
}

#[test]
fn a_register_is_printed_once_its_trouble_is_over() {
    let (_folder, window) = register();
    window.ask(FAULTY, vec![]);
    print_after_trouble(&window);
}

#[test]
fn a_folio_that_could_not_be_printed_stands_as_it_was() {
    let (_folder, window) = office(LARGEST);
    window.ask(PRINTER, vec![json!(ROWS)]);
    window.ask(FAULTY, vec![]);
    window.go("#/folio/duties");
    print_in_vain(&window, "#/folio/duties?chip=assigned", "#/folio/duties");
}

#[test]
fn a_register_that_could_not_be_printed_stands_as_it_was() {
    let (_folder, window) = register();
    window.ask(FAULTY, vec![]);
    print_in_vain(&window, "#/members?sort=pinyin", "#/members");
}

#[test]
fn a_page_without_a_long_list_is_printed_as_it_stands() {
    let (_folder, window) = register();
    window.go("#/points/scheme");
    window.press("Ctrl+P");
    assert_eq!(sheets(&window).len(), 1);
    window.go("#/members");
    window.ask("document.querySelector('main tr.row b').click()", vec![]);
    window.wait_for("身份证号");
    window.press("F2");
    window.wait_for("Ctrl+S");
    let before = drawn(&window);
    window.press("Ctrl+P");
    assert_eq!(sheets(&window).len(), 2, "the dialog is printed");
    assert_eq!(drawn(&window), before, "and not the list below it");
}
