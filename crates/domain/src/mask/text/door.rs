//! The door of a home in a text: 10号1幢101室. Of a building, a staircase or a room to meet in nothing is hidden.

/// What stands for a door.
pub(super) const SHOWN: &str = "****";

/// Bytes of the shortest text with a door in it: 1幢1室.
pub(super) const SHORTEST: usize = 8;

/// What follows on a number in an address, longer words first. A house is one of several doors.
const WORDS: [(&str, Part); 14] = [
    ("号楼", Part::House),
    ("号院", Part::House),
    ("单元", Part::House),
    ("号", Part::Number),
    ("弄", Part::House),
    ("幢", Part::House),
    ("栋", Part::House),
    ("座", Part::House),
    ("楼", Part::Floor),
    ("层", Part::Floor),
    ("门", Part::Floor),
    ("室", Part::Room),
    ("房", Part::Flat),
    ("户", Part::Flat),
];

/// A part of an address by the word behind its number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// 幢, 栋, 单元: where people live.
    House,
    /// 号: of a street, unless it is a day of a month.
    Number,
    /// 楼, 层: of an office as well.
    Floor,
    /// 室: a door.
    Room,
    /// 房, 户: a door, or how many of them.
    Flat,
}

/// Whether a door can stand in the text at all.
pub(super) fn may_stand(text: &str) -> bool {
    ["室", "单元", "栋", "幢", "号楼", "户", "房"].iter().any(|word| text.contains(word))
}

/// The characters of an address with a door that begins here, if one does.
pub(super) fn at(chars: &[char], from: usize) -> Option<usize> {
    let before = from.checked_sub(1).and_then(|at| chars.get(at)).copied();
    if before.is_some_and(is_figure) {
        return None;
    }
    let (mut read, mut at) = (Read::default(), from);
    while let Some(part) = part_at(chars, at) {
        let is_day = at == from && before == Some('月') && part.kind == Some(Part::Number);
        let kind = part.kind.filter(|_| !is_day);
        at += part.length;
        read.take(kind, &part, at);
        if part.kind.is_none() {
            break;
        }
        at += blanks(chars, at);
    }
    read.end.map(|end| end - from)
}

/// An address as far as it is read.
#[derive(Default)]
struct Read {
    /// Whether the number in a street, or a house, was named.
    is_placed: bool,
    /// Whether a house was named, where people live.
    is_home: bool,
    /// Where it ends with a door.
    end: Option<usize>,
}

impl Read {
    fn take(&mut self, kind: Option<Part>, part: &OnePart, end: usize) {
        let is_door = match kind {
            Some(Part::Room) => self.is_placed,
            Some(Part::Flat) => self.is_placed && part.figures >= DOOR,
            None => self.is_home && part.figures >= DOOR && !part.is_counted,
            Some(_) => false,
        };
        if is_door {
            self.end = Some(end);
        }
        self.is_placed |= matches!(kind, Some(Part::House | Part::Number));
        self.is_home |= kind == Some(Part::House);
    }
}

/// Figures of a door that is written without its word, or with one that counts households, too.
const DOOR: usize = 3;

/// A number of an address with the word behind it.
struct OnePart {
    /// Its figures.
    figures: usize,
    /// By its word, if one is there.
    kind: Option<Part>,
    /// Whether it counts something: 120人.
    is_counted: bool,
    /// Characters in all.
    length: usize,
}

fn part_at(chars: &[char], from: usize) -> Option<OnePart> {
    let rest = chars.get(from..)?;
    let figures = rest.iter().take_while(|c| is_figure(**c)).count();
    if figures == 0 {
        return None;
    }
    let behind = figures + blanks(chars, from + figures);
    let starts = |word: &str| word.chars().eq(rest.iter().skip(behind).copied().take(word.chars().count()));
    let word = WORDS.iter().find(|(word, _)| starts(word));
    let is_counted = rest.get(behind).is_some_and(|c| "人户名次元个件年岁".contains(*c));
    Some(OnePart {
        figures,
        kind: word.map(|(_, part)| *part),
        is_counted,
        length: word.map_or(figures, |(word, _)| behind + word.chars().count()),
    })
}

fn blanks(chars: &[char], from: usize) -> usize {
    chars.get(from..).unwrap_or_default().iter().take_while(|c| **c == ' ').count()
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇零一二三四五六七八九十百".contains(c)
}

/// The first four stars that stand for themselves are the door again; those of a number have figures on both sides.
pub(super) fn put_back(text: &str, door: &str) -> String {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('*')) {
        let begin = from + found;
        let stars = text.get(begin..).unwrap_or_default().bytes().take_while(|byte| *byte == b'*').count();
        let (before, behind) =
            (text.get(..begin).unwrap_or_default(), text.get(begin + stars..).unwrap_or_default());
        let is_of_number = before.ends_with(is_figure) && behind.starts_with(is_figure);
        if stars == SHOWN.len() && !is_of_number {
            return format!("{before}{door}{behind}");
        }
        from = begin + stars;
    }
    text.to_owned()
}
