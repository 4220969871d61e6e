//! What a row says beside its plain fields: notes behind the name, the standing in words, posts, the place of residence.
//! Must not look into the book.

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::member::{
    ConditionKind, PostTitle, SaidStanding, departure_in, read_elsewhere, read_standing,
};
use branchbook_domain::office_day::{DayContext, DayProblem, read_day};
use branchbook_domain::text::squeeze;

use super::draft::Reader;
use super::field::key;
use super::rare::{Said, SaidPost, Special};

/// Words in a column of posts that name none.
const NO_POST: [&str; 6] = ["党员", "普通党员", "正式党员", "预备党员", "群众", "无职务"];

/// Words of a column of classes that say no more than that somebody is a member.
const JUST_A_MEMBER: [&str; 4] = ["党员", "中共党员", "共产党员", "中国共产党党员"];

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
                let text = note.to_owned();
                let post = SaidPost { text, organisation: None, title: Some(title), from: None };
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
        if let Some(text) = self.row.value(key::CLASS) {
            self.read_class(&text);
        }
        self.read_lost();
        if self.draft.rare.gone().is_none()
            && let Some(text) = self.row.value(key::NOTE)
            && let Some(kind) = departure_in(&text)
        {
            let on = self.day_within(clause(&text, |part| departure_in(part).is_some()));
            self.stands(key::NOTE, &text, SaidStanding::Gone(kind), on);
        }
    }

    fn read_class(&mut self, text: &str) {
        match read_standing(text) {
            Some(said) => {
                let on = self.day_within(text);
                self.stands(key::CLASS, text, said, on);
            }
            None if JUST_A_MEMBER.contains(&squeeze(text).as_str()) => {}
            None => {
                let sentence = format!(
                    "「{text}」看不出是正式党员还是预备党员，没有读入；按入党、转正时间判断，请核对。"
                );
                self.note(key::CLASS, &sentence);
            }
        }
    }

    /// 是否失联 with its day, as the national collection has them.
    fn read_lost(&mut self) {
        self.draft.is_lost = self.yes_or_no(key::LOST);
        if self.draft.is_lost == Some(true) {
            let text = self.row.value(key::LOST).unwrap_or_default();
            let on = self.day_beside(key::LOST_ON, "");
            self.stands(key::LOST, &text, SaidStanding::Condition(ConditionKind::Lost), on);
        }
    }

    /// 是否流动 and where to.
    pub(super) fn read_mobile(&mut self) {
        self.draft.is_mobile = self.yes_or_no(key::MOBILE);
        let Some(went) = self.row.value(key::MOBILE_TO) else { return };
        if self.draft.is_mobile != Some(true) {
            let sentence = format!("写有“{went}”，却没有写明是流动党员，没有登记，请核对。");
            self.note(key::MOBILE_TO, &sentence);
            return;
        }
        self.draft.rare.went = Some(went);
    }

    fn yes_or_no(&mut self, key: &'static str) -> Option<bool> {
        let text = self.row.value(key)?;
        let said = yes_or_no(&text);
        if said.is_none() {
            self.note(key, &format!("「{text}」看不出是还是否，没有读入，请核对。"));
        }
        said
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
            SaidStanding::NotMember => {
                self.draft.rare.no_member.get_or_insert((key, text.to_owned()));
                return;
            }
        };
        if self.draft.rare.standing.iter().all(|known| known.what != what) {
            self.draft.rare.standing.push(Said { key, text: text.to_owned(), what, on });
        }
    }

    /// 党内职务, several in one cell.
    pub(super) fn read_posts(&mut self) {
        let Some(text) = self.row.value(key::POST) else { return };
        let from = self.day_beside(key::POST_ON, "");
        for word in posts_in(&text).filter(|word| !NO_POST.contains(word)) {
            let (organisation, title) = match read_elsewhere(word) {
                Some((organisation, title)) => (Some(squeeze(organisation)), title),
                None => (None, word),
            };
            let text = title.to_owned();
            let post = SaidPost { text, organisation, title: PostTitle::read_office(title), from };
            let is_same = |known: &SaidPost| {
                known.title.is_some()
                    && (known.title, &known.organisation) == (post.title, &post.organisation)
            };
            if !self.draft.rare.posts.iter().any(is_same) {
                self.draft.rare.posts.push(post);
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

/// The posts of a cell, one by one.
pub(super) fn posts_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(['、', ',', ';', '；', '/', ' ', '兼']).map(str::trim);
    words.filter(|word| !word.is_empty())
}

/// What a column of 是 and 否 says; nothing for other words.
fn yes_or_no(text: &str) -> Option<bool> {
    let said = squeeze(text).to_uppercase();
    let is_yes = matches!(said.as_str(), "是" | "√" | "✓" | "Y" | "YES" | "1" | "有")
        || ["流动", "流出", "失联", "失去联系"].iter().any(|word| said.starts_with(word));
    let is_no = matches!(said.as_str(), "否" | "不是" | "×" | "X" | "N" | "NO" | "0" | "没有" | "正常")
        || ["未流动", "不流动", "非流动", "未失联", "非失联", "未失去联系"]
            .iter()
            .any(|word| said.starts_with(word));
    match (is_yes, is_no) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_is_told_from_a_blank_and_from_other_words() {
        for (text, said) in [
            ("是", Some(true)),
            ("流动党员", Some(true)),
            ("y", Some(true)),
            ("否", Some(false)),
            ("×", Some(false)),
            ("未流动", Some(false)),
            ("外出务工", None),
        ] {
            assert_eq!(yes_or_no(text), said, "{text}");
        }
    }
}
