//! Walks every address that can be reached by links and notes what is wrong with each page.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::json;

use super::Window;

const AUDIT: &str = include_str!("audit.js");
/// Words in Latin letters that a clerk reads every day; everything else is to be said in Chinese.
const LATIN: &str = include_str!("latin.txt");
/// More addresses of one page differ only in what they show.
const ALIKE: usize = 3;
/// Words of an address that say which face of a page is shown: each of their values is a page of its own.
const FACES: [&str; 4] = ["tab", "view", "part", "do"];

/// A walk: the addresses seen, and what was wrong.
#[derive(Debug, Default)]
pub struct Walk {
    /// Addresses in the order they were visited.
    pub seen: Vec<String>,
    /// What is wrong, each with its address.
    pub findings: Vec<String>,
    /// Addresses of links that each of at most `ALIKE` pages of a shape were taken from.
    shapes: BTreeMap<String, usize>,
    known: BTreeSet<String>,
    /// Pages whose tabs were pressed, each with its tabs.
    tabs: BTreeSet<String>,
    ahead: VecDeque<String>,
}

impl Walk {
    /// Visits everything that can be reached from where the window is and from `more`, and looks at each page by `look`.
    pub fn everywhere(window: &Window, more: &[&str], mut look: impl FnMut(&Window, &str)) -> Self {
        let mut walk = Self::default();
        walk.note(&window.address());
        more.iter().for_each(|address| walk.note(address));
        while let Some(address) = walk.ahead.pop_front() {
            window.go(&address);
            walk.judge(window, &address);
            look(window, &address);
        }
        walk
    }

    /// Addresses that can be reached by links, without a judgement: at most so many.
    pub fn everywhere_quietly(window: &Window, most: usize) -> Vec<String> {
        let mut walk = Self::default();
        walk.note(&window.address());
        while let Some(address) = walk.ahead.pop_front().filter(|_| walk.seen.len() < most) {
            window.go(&address);
            window.links().iter().for_each(|link| walk.note(link));
            walk.seen.push(address);
        }
        walk.seen
    }

    fn judge(&mut self, window: &Window, address: &str) {
        let wrong = window.wrongs().into_iter().chain(window.troubles()).chain(window.take_complaints());
        self.findings.extend(wrong.map(|what| format!("{address}: {what}")));
        self.seen.push(address.to_owned());
        window.links().iter().for_each(|link| self.note(link));
        // The tabs of a page stand on each of its faces: they are pressed once.
        let tabs = format!(
            "{} {}",
            shape(address).split('?').next().unwrap_or_default(),
            window.names("tab").join(" ")
        );
        if self.tabs.insert(tabs) {
            window.behind_tabs().iter().for_each(|tab| self.note(tab));
            window.go(address);
        }
    }

    fn note(&mut self, address: &str) {
        if !self.known.insert(address.to_owned()) {
            return;
        }
        let alike = self.shapes.entry(shape(address)).or_default();
        *alike += 1;
        if *alike <= ALIKE {
            self.ahead.push_back(address.to_owned());
        }
    }
}

impl Window {
    /// What is wrong with the page as it stands: names, contrast, width, words, links.
    pub fn wrongs(&self) -> Vec<String> {
        let script = format!("{AUDIT}\nreturn audit(arguments[0])");
        let allowed: Vec<&str> = LATIN.lines().collect();
        let mut wrongs: Vec<String> =
            serde_json::from_value(self.ask(&script, vec![json!(allowed)])).expect("a list of sentences");
        wrongs.dedup();
        wrongs
    }

    /// What the page could not do, as it tells the person: a page that was only looked at has nothing to tell.
    pub fn troubles(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('.trouble')].filter(visible).map((e) => `trouble: ${flat(e.textContent)}`)";
        serde_json::from_value(self.ask(script, vec![])).expect("a list of sentences")
    }

    /// Complaints so far; they are forgotten after this, so that each is told at its page.
    pub fn take_complaints(&self) -> Vec<String> {
        let complaints = self.complaints();
        self.ask("if (window.__drive) window.__drive.complaints.length = 0", vec![]);
        complaints
    }

    /// The addresses to which the tabs of the page lead.
    fn behind_tabs(&self) -> Vec<String> {
        let tabs = "[...document.querySelectorAll('[role=tab]')].filter(visible)";
        let count = self.ask(&format!("return {tabs}.length"), vec![]).as_u64().unwrap_or_default();
        let press = format!("{tabs}[arguments[0]]?.click()");
        let behind = |place: u64| {
            self.ask(&press, vec![json!(place)]);
            self.settle();
            self.address()
        };
        (0..count).map(behind).collect()
    }

    fn links(&self) -> Vec<String> {
        let links = self.ask(&format!("{AUDIT}\nreturn links()"), vec![]);
        serde_json::from_value(links).expect("a list of addresses")
    }
}

/// An address without the numbers and values in it: two members have pages of one shape, two tabs have not.
fn shape(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = path.split('/').map(|part| if part.chars().any(|c| c.is_ascii_digit()) { "*" } else { part });
    let keys = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, _)) if FACES.contains(&key) => pair,
        Some((key, _)) => key,
        None => pair,
    });
    format!("{}?{}", path.collect::<Vec<_>>().join("/"), keys.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn two_members_have_one_shape_and_two_screens_have_two() {
        assert_eq!(shape("/members/12?q=history"), shape("/members/7?q=points"));
        assert_ne!(shape("/settings?tab=about"), shape("/settings?tab=office"));
        assert_ne!(shape("/members/12"), shape("/members"));
        assert_ne!(shape("/members?page=1"), shape("/members?sort=name"));
    }
}
