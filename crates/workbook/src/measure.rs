//! How wide text is on paper and how many lines it takes. Its own measure: the writing library counts half of a
//! Chinese character.

/// Space left free in a column, in half-width characters.
const SPARE: usize = 2;

/// Display width in half-width characters: Chinese characters and full-width marks 2, the rest 1.
/// Of several lines, the widest.
#[must_use]
pub fn measure(text: &str) -> usize {
    text.lines().map(|line| line.chars().map(char_width).sum()).max().unwrap_or(0)
}

/// Lines that a text takes when wrapped in a width of half-width characters. Latin words stay whole where they fit.
#[must_use]
pub fn line_count(text: &str, width: usize) -> usize {
    text.split('\n').map(|line| wrapped(line, width.max(2))).sum::<usize>().max(1)
}

/// Column widths for rows of text (header and a sample of the body), between two borders, in half-width characters.
#[must_use]
pub fn fit_widths<R: AsRef<[String]>>(rows: &[R], least: u16, most: u16) -> Vec<u16> {
    let columns = rows.iter().map(|r| r.as_ref().len()).max().unwrap_or(0);
    let widest = |column: usize| rows.iter().filter_map(|r| r.as_ref().get(column)).map(|t| measure(t)).max();
    (0..columns)
        .map(|column| {
            u16::try_from(widest(column).unwrap_or(0) + SPARE).unwrap_or(most).clamp(least, most.max(least))
        })
        .collect()
}

/// Width of one character in half-width characters.
pub(crate) fn char_width(c: char) -> usize {
    match u32::from(c) {
        0..=0x1f | 0x7f..=0x9f | 0x300..=0x36f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x20..=0x7e | 0xa0..=0xa6 | 0xa9..=0xaf | 0xb5..=0xb6 | 0xb8..=0xd6 | 0xd8..=0xf6 | 0xf8..=0x2ff => 1,
        0x400..=0x10ff | 0xff61..=0xffdc => 1,
        _ => 2,
    }
}

fn wrapped(line: &str, width: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in words(line) {
        let wide: usize = word.chars().map(char_width).sum();
        if used + wide <= width {
            used += wide;
        } else if wide <= width {
            lines += 1;
            used = wide;
        } else {
            let rest = used + wide;
            lines += (rest - 1) / width;
            used = (rest - 1) % width + 1;
        }
    }
    lines
}

/// Pieces that are not broken: a run of half-width characters, or one full-width character.
fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let narrow = |c: &char| char_width(*c) < 2 && *c != ' ';
        let length = if narrow(&first) {
            rest.chars().take_while(narrow).map(char::len_utf8).sum()
        } else {
            first.len_utf8()
        };
        let (word, tail) = rest.split_at(length);
        rest = tail;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_is_two_wide() {
        for (text, width) in
            [("", 0), ("abc", 3), ("银河社区", 8), ("第1页（共2页）", 14), ("李·明—", 8), ("一\n二三", 4)]
        {
            assert_eq!(measure(text), width, "{text}");
        }
    }

    #[test]
    fn text_takes_as_many_lines_as_its_width_asks() {
        let cases = [
            ("", 10, 1),
            ("银河社区", 8, 1),
            ("银河社区", 7, 2),
            ("一\n二", 8, 2),
            ("party branch", 8, 2),
            ("532599199001010011", 9, 2),
        ];
        for (text, width, lines) in cases {
            assert_eq!(line_count(text, width), lines, "{text} in {width}");
        }
    }

    #[test]
    fn widths_stay_between_their_borders() {
        let rows = [["序号".to_owned(), "家庭住址".repeat(20)], ["1".to_owned(), String::new()]];
        assert_eq!(fit_widths(&rows, 5, 40), [6, 40]);
    }
}
