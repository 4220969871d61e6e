//! A page as tags and texts, under the limit of one piece. Errors of the writing are passed over, as browsers do.

use std::fs::File;
use std::rc::Rc;

use html5gum::{DefaultEmitter, HtmlString, IoReader, StartTag, Token, Tokenizer};

use crate::ReadError;
use crate::read::archive::{Gauge, Metered};
use crate::read::encoding::Decoded;

/// A start tag.
pub(super) struct Tag(StartTag<()>);

/// A piece of a page.
pub(super) enum Piece {
    Start(Tag),
    /// The name of an end tag.
    End(String),
    Text(String),
    Comment(String),
}

/// The pieces of a page, one after the other.
pub(super) struct Pieces {
    tokens: Tokenizer<IoReader<Metered<Decoded<File>>>>,
    gauge: Rc<Gauge>,
}

impl Pieces {
    pub(super) fn new(bytes: Metered<Decoded<File>>) -> Self {
        let gauge = bytes.gauge();
        let mut emitter = DefaultEmitter::default();
        // Scripts and style sheets are text, whatever stands in them.
        emitter.naively_switch_states(true);
        Self { tokens: Tokenizer::new_with_emitter(IoReader::new(bytes), emitter), gauge }
    }

    /// The next piece; `None` at the end of the page.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, ReadError> {
        loop {
            self.gauge.begin_node();
            let Some(token) = self.tokens.next() else { return Ok(None) };
            let token = token
                .map_err(|_| self.gauge.verdict().unwrap_or_else(|| ReadError::damaged("文件读不完整")))?;
            match token {
                Token::StartTag(tag) => return Ok(Some(Piece::Start(Tag(tag)))),
                Token::EndTag(tag) => return Ok(Some(Piece::End(text(&tag.name)))),
                Token::String(string) => return Ok(Some(Piece::Text(text(&string)))),
                Token::Comment(comment) => return Ok(Some(Piece::Comment(text(&comment)))),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }
}

impl Tag {
    /// Its name, in small letters.
    pub(super) fn name(&self) -> String {
        text(&self.0.name)
    }

    /// The value of an attribute; empty where it stands alone.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.0.attributes.get(name.as_bytes()).map(|value| text(value))
    }

    /// An attribute that is a whole number, as browsers read it: what follows the digits does not matter.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let value = self.attribute(name)?;
        let digits: String = value.trim_start().chars().take_while(char::is_ascii_digit).take(9).collect();
        digits.parse().ok()
    }
}

fn text(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
