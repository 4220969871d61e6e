//! Takes a written date apart into figures and what stands between them.
//! Must not decide which figure is the year.

/// What stands after a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// 年
    Year,
    /// 月, 月份
    Month,
    /// 日, 号
    Day,
    /// A full stop or a Chinese one, 、 or ,
    Point,
    /// - and its longer kinds
    Dash,
    /// / or \
    Slash,
}

/// Figures and the separators after them; the last figure may have none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) figures: Vec<String>,
    pub(super) separators: Vec<Separator>,
}

/// The figures of a text without spaces; nothing if anything else stands in it.
pub(super) fn take_apart(said: &str) -> Option<Written> {
    let western = chinese_figures(strip_surroundings(said));
    let mut written = Written { figures: Vec::new(), separators: Vec::new() };
    let mut figure = String::new();
    for c in western.chars() {
        if c.is_ascii_digit() {
            figure.push(c);
        } else {
            let separator = separator(c)?;
            if figure.is_empty() {
                return None;
            }
            written.figures.push(std::mem::take(&mut figure));
            written.separators.push(separator);
        }
    }
    if !figure.is_empty() {
        written.figures.push(figure);
    }
    let ends_open = matches!(written.separators.last(), Some(Separator::Dash | Separator::Slash));
    let dangling = ends_open && written.separators.len() == written.figures.len();
    (!written.figures.is_empty() && !dangling).then(|| without_last_point(written))
}

/// 1978.5. ends with a point that separates nothing.
fn without_last_point(mut written: Written) -> Written {
    let last_is_point = written.separators.last() == Some(&Separator::Point);
    if last_is_point && written.separators.len() == written.figures.len() {
        written.separators.pop();
    }
    written
}

/// Without 约, 生, 份, 上旬, 上午, the day of the week, quotation marks and the like.
fn strip_surroundings(said: &str) -> &str {
    let text = said.trim_start_matches(['约', '\'', '(', '‘', '’']).trim_end_matches([')', '生']);
    let text = without_weekday(text);
    let endings = ["上旬", "中旬", "下旬", "初", "底", "份", "左右", "上午", "下午", "晚上", "晚", "全天"];
    let ending = endings.iter().find_map(|ending| text.strip_suffix(ending));
    ending.unwrap_or(text)
}

/// 10月24日(星期六)上午 ends with the day.
fn without_weekday(text: &str) -> &str {
    let parts = ["星期", "周"].iter().find_map(|word| text.split_once(word));
    let named =
        parts.filter(|(_, rest)| rest.starts_with(['一', '二', '三', '四', '五', '六', '日', '天', '末']));
    named.map_or(text, |(date, _)| date.trim_end_matches('('))
}

const fn separator(c: char) -> Option<Separator> {
    Some(match c {
        '年' => Separator::Year,
        '月' => Separator::Month,
        '日' | '号' => Separator::Day,
        '.' | '。' | '、' | ',' | '·' => Separator::Point,
        '-' | '—' | '–' | '－' | '―' | '_' => Separator::Dash,
        '/' | '\\' => Separator::Slash,
        _ => return None,
    })
}

/// 二〇一五年四月二十日 becomes 2015年4月20日; anything else stays.
fn chinese_figures(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars() {
        if is_chinese_figure(c) {
            word.push(c);
        } else {
            out.push_str(&western(&std::mem::take(&mut word)));
            out.push(c);
        }
    }
    out + &western(&word)
}

/// A figure as it is spelt: 一, 十, 廿.
pub(crate) fn is_chinese_figure(c: char) -> bool {
    digit(c).is_some() || c == '十' || c == '廿' || c == '卅'
}

/// A number as it is spelt, in figures: 二十一 → 21, 二〇一五 → 2015.
pub(crate) fn western(word: &str) -> String {
    let spelt = word.replace('廿', "二十").replace('卅', "三十");
    let digits = |part: &str| part.chars().filter_map(digit).collect::<String>();
    match spelt.split_once('十') {
        None => digits(&spelt),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { "1".to_owned() } else { digits(tens) };
            let ones = if ones.is_empty() { "0".to_owned() } else { digits(ones) };
            tens + &ones
        }
    }
}

fn digit(c: char) -> Option<char> {
    let place = "〇一二三四五六七八九".chars().position(|figure| figure == c);
    let zero = matches!(c, '零' | '○' | 'Ｏ').then_some(0);
    place.or(zero).and_then(|n| char::from_digit(u32::try_from(n).ok()?, 10))
}
