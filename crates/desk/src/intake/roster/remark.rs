//! What a row says beside its plain fields: notes behind the name, the standing in words, posts, the place of residence.
//! Must not look into the book.

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::member::{PostTitle, SaidStanding, departure_in, read_standing};
use branchbook_domain::office_day::{DayContext, DayProblem, read_day};
use branchbook_domain::text::squeeze;

use super::draft::Reader;
use super::field::key;
use super::rare::{Said, SaidPost, Special};

/// Words in a column of posts that name none.
const NO_POST: [&str; 6] = ["党员", "普通党员", "正式党员", "预备党员", "群众", "无职务"];

/// The part of a text that speaks of it: other parts have days of their own.
fn clause(text: &str, speaks: impl Fn(&str) -> bool) -> &str {
    text.split(['，', ',', '。', '；', ';']).find(|part| speaks(part)).unwrap_or(text)
}

impl Reader<'_> {
    /// 赵春燕(预备), 李秀兰(书记).
    pub(super) fn read_behind_name(&mut self) {
        let Some(notes) = self.behind_name.take() else { return };
        for note in notes.split('、') {
            let how = if !note.chars().any(char::is_alphanumeric) {
                "不是姓名，没有读入。"
            } else if let Some(said) = read_standing(note) {
                self.stands(key::NAME, note, said, None);
                "按党员类别或党籍状态读入。"
            } else if let Some(title) = PostTitle::read_office(note) {
                let post = SaidPost { text: note.to_owned(), title: Some(title), from: None };
                self.draft.rare.posts.push(post);
                "按党内职务读入。"
            } else {
                let known = self.draft.note.take();
                let joined = known.map_or_else(|| note.to_owned(), |known| format!("{known}；{note}"));
                self.draft.note = Some(joined);
                "记入备注。"
            };
            self.note(key::NAME, &format!("姓名旁边写的“{note}”{how}"));
        }
    }

    /// 党籍状态, 党员类别, and remarks that say that somebody is gone.
    pub(super) fn read_standing(&mut self) {
        if let Some(text) = self.row.value(key::STATUS) {
            let on = self.day_beside(key::STATUS_ON, &text);
            match read_standing(&text) {
                Some(said) => self.stands(key::STATUS, &text, said, on),
                None => self.note(key::STATUS, &format!("「{text}」看不出是什么状态，没有读入，请核对。")),
            }
        }
        if let Some(text) = self.row.value(key::CLASS)
            && let Some(said) = read_standing(&text)
        {
            let on = self.day_within(&text);
            self.stands(key::CLASS, &text, said, on);
        }
        if self.draft.rare.gone().is_none()
            && let Some(text) = self.row.value(key::NOTE)
            && let Some(kind) = departure_in(&text)
        {
            let on = self.day_within(clause(&text, |part| departure_in(part).is_some()));
            self.stands(key::NOTE, &text, SaidStanding::Gone(kind), on);
        }
    }

    fn stands(&mut self, key: &'static str, text: &str, said: SaidStanding, on: Option<Day>) {
        let what = match said {
            SaidStanding::There => return,
            SaidStanding::Class(class) => {
                self.class.get_or_insert((key, class));
                return;
            }
            SaidStanding::Condition(kind) => Special::Condition(kind),
            SaidStanding::Gone(kind) => Special::Gone(kind),
        };
        if self.draft.rare.standing.iter().all(|known| known.what != what) {
            self.draft.rare.standing.push(Said { key, text: text.to_owned(), what, on });
        }
    }

    /// 党内职务, several in one cell.
    pub(super) fn read_posts(&mut self) {
        let Some(text) = self.row.value(key::POST) else { return };
        let from = self.day_beside(key::POST_ON, "");
        let words = text.split(['、', ',', ';', '；', '/', ' ', '兼']).map(str::trim);
        for word in words.filter(|word| !word.is_empty() && !NO_POST.contains(word)) {
            let title = PostTitle::read_office(word);
            if self.draft.rare.posts.iter().all(|known| known.title.is_none() || known.title != title) {
                self.draft.rare.posts.push(SaidPost { text: word.to_owned(), title, from });
            }
        }
    }

    /// 小区, 楼栋, or both as a path: 银河里 · 3栋.
    pub(super) fn read_place(&mut self) {
        let fields = [key::PLACE, key::BUILDING].into_iter().filter_map(|key| self.row.value(key));
        let names = fields.flat_map(|text| text.split('·').map(squeeze).collect::<Vec<_>>());
        self.draft.rare.place = names.filter(|name| !name.is_empty()).collect();
    }

    /// The day of a column, else the one that stands within the words.
    fn day_beside(&mut self, key: &'static str, text: &str) -> Option<Day> {
        match self.row.day(key, self.context) {
            Ok(read) => Some(self.first_day(key, read.day)),
            Err(DayProblem::Blank) => self.day_within(clause(text, |part| read_standing(part).is_some())),
            Err(problem) => {
                self.note(key, &format!("{}本栏已留空。", problem.sentence()));
                None
            }
        }
    }

    /// What is known in part begins with its first day, and that is said.
    fn first_day(&mut self, key: &str, day: PartialDay) -> Day {
        if !day.is_exact() {
            self.note(key, &format!("只写到{}，按 {} 算起。", day.label(), day.earliest()));
        }
        day.earliest()
    }

    /// The day in 「失联（2025年3月）」 and 「2026年8月去世」; a month counts from its first day.
    fn day_within(&self, text: &str) -> Option<Day> {
        let said = squeeze(text);
        let from = said.find(|c: char| c.is_ascii_digit())?;
        let written: String = said
            .get(from..)?
            .chars()
            .take_while(|c| c.is_ascii_digit() || "年月日.-/".contains(*c))
            .collect();
        let days = DayContext { month: self.context.month, ..DayContext::on(self.context.today) };
        read_day(&written, &days).ok().map(|read| read.day.earliest())
    }
}
