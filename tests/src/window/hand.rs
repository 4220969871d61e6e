//! The hand of the person: clicks what has a name, types into fields, presses keys. Of a person without a mouse it goes
//! to everything by the tabulator.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::{Key, WebElement};

use super::Window;

/// A name that a moment later may be there.
const MOMENT: Duration = Duration::from_secs(5);
/// More stops than any page may have before something that is needed every month.
const STOPS: usize = 150;

impl Window {
    /// Clicks the element of this role (`button`, `link`, `tab`, `row` …) and name, and waits until the page is at rest.
    pub fn click(&self, role: &str, name: &str) {
        if self.is_mouseless {
            return self.go_and_press(role, name);
        }
        let element = self.find(role, name);
        self.runtime.block_on(element.click()).unwrap_or_else(|why| panic!("{role} “{name}”: {why}"));
        self.settle();
    }

    /// Types into the field of this label, over what stood in it, by the keys that a person would press.
    pub fn fill(&self, label: &str, text: &str) {
        if self.is_mouseless {
            self.reach("field", label);
        } else {
            let field = self.find("field", label);
            self.runtime.block_on(field.click()).unwrap_or_else(|why| panic!("field “{label}”: {why}"));
        }
        let chain = self.driver().action_chain();
        let all = chain.key_down(Key::Control).key_down('a').key_up('a').key_up(Key::Control);
        let typing = all.send_keys(Key::Backspace).send_keys(text);
        self.runtime.block_on(typing.perform()).unwrap_or_else(|why| panic!("field “{label}”: {why}"));
        self.settle();
    }

    /// Types where the focus is.
    pub fn type_text(&self, text: &str) {
        let chain = self.driver().action_chain().send_keys(text);
        self.runtime.block_on(chain.perform()).unwrap_or_else(|why| panic!("typing “{text}”: {why}"));
        self.settle();
    }

    /// Chooses an entry of a list of choices by its words: all of them before a part of them.
    pub fn choose(&self, label: &str, option: &str) {
        if self.is_mouseless {
            return self.turn_to(label, option);
        }
        let script = "const list = find('field', arguments[0]); \
            const has = (test) => [...list.options].find((o) => test(flat(o.textContent))); \
            const entry = has((text) => text === arguments[1]) ?? has((text) => text.includes(arguments[1])); \
            if (!entry) return false; \
            list.value = entry.value; list.dispatchEvent(new Event('input', { bubbles: true })); \
            list.dispatchEvent(new Event('change', { bubbles: true })); return true;";
        self.find("field", label);
        let is_chosen = self.ask(script, vec![json!(label), json!(option)]);
        assert_eq!(is_chosen, json!(true), "“{label}” has no entry “{option}”");
        self.settle();
    }

    /// Presses keys together where the focus is: `Enter`, `Ctrl+S`, `Shift+Tab`, `q`.
    pub fn press(&self, keys: &str) {
        self.strike(keys);
        self.settle();
    }

    fn strike(&self, keys: &str) {
        let keys: Vec<char> = keys.split('+').map(key).collect();
        let chain = self.driver().action_chain();
        let down = keys.iter().fold(chain, |chain, key| chain.key_down(*key));
        let up = keys.iter().rev().fold(down, |chain, key| chain.key_up(*key));
        self.runtime.block_on(up.perform()).unwrap_or_else(|why| panic!("keys: {why}"));
    }

    /// Goes to the element of this role and name by the tabulator alone; of a group of radio buttons to the group.
    pub fn reach(&self, role: &str, name: &str) {
        self.find(role, name);
        let script = "const wanted = find(arguments[0], arguments[1]), now = document.activeElement; \
            return now === wanted || (now.type === 'radio' && now.name === wanted?.name)";
        for _ in 0..STOPS {
            if self.ask(script, vec![json!(role), json!(name)]) == json!(true) {
                return;
            }
            self.strike("Tab");
        }
        self.picture("failed");
        panic!("{role} “{name}” at {} is not reached by the tabulator", self.address());
    }

    fn go_and_press(&self, role: &str, name: &str) {
        self.reach(role, name);
        match role {
            "field" => {}
            "radio" => {
                let is_chosen = "return find('radio', arguments[0]).checked";
                let stops = (0..STOPS).find(|_| {
                    let is_there = self.ask(is_chosen, vec![json!(name)]) == json!(true);
                    if !is_there {
                        self.strike("Down");
                    }
                    is_there
                });
                assert!(stops.is_some(), "radio “{name}” is not reached by the arrows");
            }
            "checkbox" => self.strike("Space"),
            _ => self.strike("Enter"),
        }
        self.settle();
    }

    /// Chooses an entry of a list by the arrows.
    fn turn_to(&self, label: &str, option: &str) {
        self.reach("field", label);
        self.strike("Home");
        let script = "const list = find('field', arguments[0]); \
            return flat(list.options[list.selectedIndex]?.textContent).includes(arguments[1])";
        let is_chosen = || self.ask(script, vec![json!(label), json!(option)]) == json!(true);
        for _ in 0..STOPS {
            if is_chosen() {
                return self.settle();
            }
            self.strike("Down");
        }
        panic!("“{label}” has no entry “{option}” that the arrows reach");
    }

    /// Composes a word as an input method does, in the element that has the focus: pinyin first, then the word, and the
    /// Enter that confirms it, with the code that WebKit gives it. The driver types no keys of an input method.
    pub fn compose(&self, pinyin: &str, word: &str) {
        self.begin_word(pinyin);
        self.end_word(pinyin, word);
    }

    /// Composes as far as the pinyin goes: no word is chosen yet.
    pub fn begin_word(&self, pinyin: &str) {
        self.composing(BEGIN_WORD, vec![json!(pinyin)]);
    }

    /// Chooses the word that the pinyin stands for.
    pub fn end_word(&self, pinyin: &str, word: &str) {
        self.composing(END_WORD, vec![json!(pinyin), json!(word)]);
    }

    /// Presses a key that the input method keeps for itself.
    pub fn press_composing(&self, key: &str) {
        self.composing("key(arguments[0])", vec![json!(key)]);
    }

    fn composing(&self, what: &str, arguments: Vec<Value>) {
        self.ask(&format!("{COMPOSING} {what}"), arguments);
        self.settle();
    }

    /// Whether there is such an element now.
    pub fn has(&self, role: &str, name: &str) -> bool {
        self.ask("return find(arguments[0], arguments[1]) !== null", vec![json!(role), json!(name)])
            == json!(true)
    }

    /// Names of all elements of a role on the page.
    pub fn names(&self, role: &str) -> Vec<String> {
        serde_json::from_value(self.ask("return names(arguments[0])", vec![json!(role)]))
            .expect("a list of names")
    }

    /// Waits for the element of this role and name.
    fn find(&self, role: &str, name: &str) -> WebElement {
        let start = Instant::now();
        while !self.has(role, name) {
            if start.elapsed() > MOMENT {
                self.picture("failed");
                panic!("no {role} “{name}” at {}; there are {:?}", self.address(), self.names(role));
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        let script =
            "const e = find(arguments[0], arguments[1]); e.scrollIntoView({ block: 'nearest' }); return e;";
        let found = self.run(script, vec![json!(role), json!(name)]).element();
        found.unwrap_or_else(|why| panic!("{role} “{name}”: {why}"))
    }
}

const COMPOSING: &str = "const field = document.activeElement; \
    const say = (kind, data) => field.dispatchEvent(new CompositionEvent(kind, { bubbles: true, data })); \
    const type = (text, isComposing, data) => { \
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text); \
      field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing, data })); }; \
    const key = (key) => field.dispatchEvent(new KeyboardEvent('keydown', \
      { bubbles: true, cancelable: true, key, keyCode: 229, isComposing: key !== 'Enter' }));";
const BEGIN_WORD: &str = "const [pinyin] = arguments, before = field.value; say('compositionstart', ''); \
    for (let n = 1; n <= pinyin.length; n += 1) { \
      const part = pinyin.slice(0, n); say('compositionupdate', part); type(before + part, true, part); }";
const END_WORD: &str = "const [pinyin, word] = arguments; \
    const text = field.value.slice(0, field.value.length - pinyin.length) + word; \
    type(text, true, word); say('compositionend', word); type(text, false, word); key('Enter');";

/// The code of a key by its name; any other name is the character itself.
fn key(name: &str) -> char {
    let key = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Esc" | "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => Key::Space,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "F2" => Key::F2,
        other => return other.to_lowercase().chars().next().expect("a key has a name"),
    };
    key.into()
}
