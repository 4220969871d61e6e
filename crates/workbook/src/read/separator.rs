//! What stands between the fields of a text file: a byte of ASCII, a full-width mark, or blanks. The last two are
//! turned into a byte of their own on the way to the parser, line by line.

use std::io::{self, BufRead, BufReader, Read};

use ::csv::ReaderBuilder;

use super::encoding::hand_out;

/// The byte that full-width marks and blanks become: "unit separator", which no office text holds.
const UNIT: u8 = 0x1f;
const SAMPLE_RECORDS: usize = 40;

/// What stands between fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// Tab, comma, semicolon or bar.
    Byte(u8),
    /// A full-width comma or semicolon.
    Wide(char),
    /// Two blanks or more, full-width ones too: columns set by hand. One blank may stand inside a name.
    Columns,
    /// One blank or more.
    Words,
}

impl Separator {
    /// The separator that gives the most records of one and the same number of fields, at least two. What Excel and
    /// other programs write goes before what people type.
    pub(super) fn likely(sample: &[u8]) -> Self {
        // On a tie the later one wins.
        let bytes = [b'|', b'\t', b';', b','].map(Self::Byte);
        let best = bytes.into_iter().max_by_key(|separator| separator.score(sample));
        let best = best.unwrap_or(Self::Byte(b','));
        if best.fits(sample, 50) {
            return best;
        }
        let typed = [(Self::Wide('；'), 60), (Self::Wide('，'), 60), (Self::Columns, 60), (Self::Words, 75)];
        let found = typed.into_iter().find(|(separator, percent)| separator.fits(sample, *percent));
        found.map_or(best, |(separator, _)| separator)
    }

    /// Whether so many of a hundred records have the same number of fields, at least two.
    fn fits(self, sample: &[u8], percent: usize) -> bool {
        let records = self.field_counts(sample).into_iter().filter(|fields| *fields > 0).count();
        self.score(sample).0 * 100 >= records * percent
    }

    /// The byte that the parser must split at.
    pub(super) fn byte(self) -> u8 {
        if let Self::Byte(byte) = self { byte } else { UNIT }
    }

    /// Whether quotation marks may hold a field together.
    pub(super) fn knows_quotes(self) -> bool {
        matches!(self, Self::Byte(_) | Self::Wide(_))
    }

    /// The text of a field: a mark inside quotation marks is itself again.
    pub(super) fn field(self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).into_owned();
        match self {
            Self::Wide(mark) if bytes.contains(&UNIT) => text.replace(char::from(UNIT), &mark.to_string()),
            _ => text,
        }
    }

    /// Records with the most common number of fields, and that number.
    fn score(self, sample: &[u8]) -> (usize, usize) {
        let mut counts = self.field_counts(sample);
        counts.sort_unstable();
        let same = counts.chunk_by(|a, b| a == b).filter(|run| run[0] > 1);
        same.map(|run| (run.len(), run[0])).max().unwrap_or((0, 0))
    }

    fn field_counts(self, sample: &[u8]) -> Vec<usize> {
        let mut reader = ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(self.byte()).quoting(self.knows_quotes());
        let mut reader = reader.from_reader(Marked::new(sample, self, sample.len() as u64 + 1));
        let records = reader.byte_records().take(SAMPLE_RECORDS).filter_map(Result::ok);
        let count = |record: &::csv::ByteRecord| {
            let fields = record.iter().rposition(|field| !field.is_empty()).map_or(0, |at| at + 1);
            let has_digit = record.iter().any(|field| field.iter().any(u8::is_ascii_digit));
            // Two words without a figure are a name with a blank inside rather than two columns.
            if self.knows_quotes() || fields != 2 || has_digit { fields } else { 1 }
        };
        records.map(|record| count(&record)).collect()
    }

    fn mark(self, line: &str, out: &mut Vec<u8>) {
        let line = line.replace(char::from(UNIT), "");
        match self {
            Self::Byte(_) => out.extend_from_slice(line.as_bytes()),
            Self::Wide(mark) => {
                let unit = char::from(UNIT).to_string();
                out.extend_from_slice(line.replace(mark, &unit).as_bytes());
            }
            Self::Columns => mark_blanks(&line, 2, out),
            Self::Words => mark_blanks(line.trim_start_matches(' '), 1, out),
        }
    }
}

/// Runs of at least so many blanks become a mark. Blanks at the end of the line mean nothing.
fn mark_blanks(line: &str, least: usize, out: &mut Vec<u8>) {
    let is_blank = |c: char| c == ' ' || (least > 1 && c == '\u{3000}');
    let text = line.trim_end_matches(|c| is_blank(c) || c == '\n');
    let mut rest = text;
    while let Some(at) = rest.find(is_blank) {
        let (word, behind) = rest.split_at(at);
        let next = behind.trim_start_matches(is_blank);
        let run = &behind[..behind.len() - next.len()];
        out.extend_from_slice(word.as_bytes());
        if run.chars().count() >= least {
            out.push(UNIT)
        } else {
            out.extend_from_slice(run.as_bytes())
        }
        rest = next;
    }
    out.extend_from_slice(rest.as_bytes());
    if line.ends_with('\n') {
        out.push(b'\n');
    }
}

/// Text whose separators have become the byte that the parser splits at.
pub(super) struct Marked<R> {
    lines: BufReader<R>,
    separator: Separator,
    /// A longer line is cut into pieces, so that it is never held as a whole.
    longest: u64,
    line: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Marked<R> {
    pub(super) fn new(text: R, separator: Separator, longest: u64) -> Self {
        let lines = BufReader::with_capacity(64 << 10, text);
        Self { lines, separator, longest, line: Vec::new(), ready: Vec::new(), given: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.line.clear();
        (&mut self.lines).take(self.longest).read_until(b'\n', &mut self.line)?;
        self.ready.clear();
        self.given = 0;
        let line = String::from_utf8_lossy(&self.line);
        self.separator.mark(&line, &mut self.ready);
        Ok(())
    }
}

impl<R: Read> Read for Marked<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if matches!(self.separator, Separator::Byte(_)) {
            return self.lines.read(buf);
        }
        while self.given == self.ready.len() {
            self.fill()?;
            if self.line.is_empty() {
                return Ok(0);
            }
        }
        Ok(hand_out(&self.ready, &mut self.given, buf))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_that_fits_every_line() {
        let cases = [
            ("姓名,身份证\n李明,\"5325\t\"\n", Separator::Byte(b',')),
            ("姓名,身份证,单位\n李明,5325991990\t,一\n王,532599\t,二\n", Separator::Byte(b',')),
            ("姓名;特长\n李明;书法,绘画\n王;唱歌\n", Separator::Byte(b';')),
            ("姓名\t备注\n李明\t一,二,三\n", Separator::Byte(b'\t')),
            ("姓名|电话|备注\n李明|138|一,二\n王|139|\n", Separator::Byte(b'|')),
            ("只有一列\n李明\n", Separator::Byte(b',')),
            ("李　明\n王  芳\n张三丰\n", Separator::Byte(b',')),
            ("姓名，电话\n李明，138\n王芳，139\n", Separator::Wide('，')),
            ("姓名；特长\n李明；书法，绘画\n王芳；唱歌，二\n", Separator::Wide('；')),
            ("姓名,备注\n李明,一，二\n王,三，四\n", Separator::Byte(b',')),
            ("花名册\n姓名  性别    电话\n李　明  男      138\n王芳    女　　139\n", Separator::Columns),
            ("李明  138\n王芳  139\n", Separator::Columns),
            ("姓名 性别 电话\n李明 男 138\n王芳 女 139\n", Separator::Words),
        ];
        for (text, separator) in cases {
            assert_eq!(Separator::likely(text.as_bytes()), separator, "{text}");
        }
    }

    #[test]
    fn blanks_become_marks_line_by_line() {
        let text = "姓名  性别\n  女 性\u{3000}\u{3000}二  \n\n三";
        let mut marked = String::new();
        Marked::new(text.as_bytes(), Separator::Columns, 1 << 20).read_to_string(&mut marked).unwrap();
        assert_eq!(marked, "姓名\u{1f}性别\n\u{1f}女 性\u{1f}二\n\n三");
    }
}
