//! `cargo xtask look`: opens the real window and takes a picture of each address, for whoever works on the pages. What the
//! page complains about and what is wrong with it is printed; nothing is judged.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::panic)] // a tool for the terminal

#[cfg(target_os = "linux")]
fn main() {
    linux::run(std::env::args().skip(1));
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The window can be driven on Linux only.");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::PathBuf;

    use branchbook_tests::window::{Size, Start, Window};

    /// What was asked for.
    struct Wish {
        book: Option<PathBuf>,
        size: Size,
        day: Option<String>,
        picks: Vec<Vec<PathBuf>>,
        steps: Vec<String>,
    }

    pub fn run(words: impl Iterator<Item = String>) {
        let wish = wish(words);
        let (book, day) = (wish.book.as_deref(), wish.day.as_deref());
        let window =
            Window::open(&Start { book, size: wish.size, day, picks: &wish.picks, ..Start::default() });
        if wish.steps.iter().all(|step| !is_address(step)) {
            picture(&window, "start");
        }
        wish.steps.iter().for_each(|step| take(&window, step));
    }

    fn wish(mut words: impl Iterator<Item = String>) -> Wish {
        let mut wish =
            Wish { book: None, size: Size::OFFICE, day: None, picks: Vec::new(), steps: Vec::new() };
        while let Some(word) = words.next() {
            let mut next = || words.next().unwrap_or_else(|| panic!("{word} wants a word after it"));
            match word.as_str() {
                "--book" => wish.book = Some(next().into()),
                "--clock" => wish.day = Some(next()),
                "--size" => wish.size = next().parse().unwrap_or_else(|why| panic!("{why}")),
                "--pick" => wish.picks.push(next().split(',').map(PathBuf::from).collect()),
                _ => wish.steps.push(word),
            }
        }
        wish
    }

    fn is_address(step: &str) -> bool {
        step.starts_with(['/', '#', '?'])
    }

    fn take(window: &Window, step: &str) {
        if is_address(step) {
            window.go(step);
            return picture(window, &name_of(step));
        }
        let (verb, rest) =
            step.split_once(':').unwrap_or_else(|| panic!("{step} is neither an address nor a step"));
        let pair = || rest.split_once('=').unwrap_or_else(|| panic!("{step}: write {verb}:WHAT=NAME"));
        match verb {
            "click" => window.click(pair().0, pair().1),
            "fill" => window.fill(pair().0, pair().1),
            "choose" => window.choose(pair().0, pair().1),
            "type" => window.type_text(rest),
            "press" => window.press(rest),
            "wait" => window.wait_for(rest),
            "text" => println!("{}", window.text()),
            "ask" => println!("{}", window.ask(rest, vec![])),
            "picture" => picture(window, rest),
            other => panic!("{other} is no step"),
        }
    }

    fn picture(window: &Window, name: &str) {
        println!("{}  {}", window.picture(name).display(), window.address());
        window.take_complaints().iter().for_each(|what| println!("  complaint: {what}"));
        window.wrongs().iter().for_each(|what| println!("  wrong: {what}"));
    }

    /// An address as the name of a file.
    fn name_of(address: &str) -> String {
        let plain: String = address.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let name = plain.trim_matches('-');
        if name.is_empty() { "start".to_owned() } else { name.to_owned() }
    }
}
