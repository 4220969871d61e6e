//! A page as tags and texts, under the limit of one piece. Errors of the writing are passed over, as browsers do.

use std::fs::File;
use std::rc::Rc;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, IoReader, Span, Tokenizer};

use crate::ReadError;
use crate::read::archive::{Gauge, Metered};
use crate::read::encoding::Decoded;

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

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
    tokens: Tokenizer<IoReader<Metered<Decoded<File>>>, Quiet>,
    gauge: Rc<Gauge>,
}

impl Pieces {
    pub(super) fn new(bytes: Metered<Decoded<File>>) -> Self {
        let gauge = bytes.gauge();
        let mut emitter = CallbackEmitter::new(Assembly::default());
        // Scripts and style sheets are text, whatever stands in them.
        emitter.naively_switch_states(true);
        Self { tokens: Tokenizer::new_with_emitter(IoReader::new(bytes), Quiet(emitter)), gauge }
    }

    /// The next piece; `None` at the end of the page.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, ReadError> {
        self.gauge.begin_node();
        let unread = |_| self.gauge.verdict().unwrap_or_else(|| ReadError::damaged("文件读不完整"));
        self.tokens.next().transpose().map_err(unread)
    }
}

/// The tokenizer's events without a look for errors of the writing, which takes as long as all the rest.
struct Quiet(CallbackEmitter<Assembly, Piece>);

impl ForwardingEmitter for Quiet {
    type Token = Piece;

    fn inner(&mut self) -> &mut impl Emitter<Token = Piece> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// A start tag while its attributes come.
#[derive(Debug, Default)]
struct Assembly(Tag);

impl Callback<Piece, ()> for Assembly {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Piece> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.0 = Tag { name: text(name), attributes: Vec::new() };
                None
            }
            CallbackEvent::AttributeName { name } => {
                self.0.attributes.push((text(name), String::new()));
                None
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some((_, known)) = self.0.attributes.last_mut() {
                    known.push_str(&String::from_utf8_lossy(value));
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => Some(Piece::Start(std::mem::take(&mut self.0))),
            CallbackEvent::EndTag { name } => {
                self.0 = Tag::default();
                Some(Piece::End(text(name)))
            }
            CallbackEvent::String { value } => Some(Piece::Text(text(value))),
            CallbackEvent::Comment { value } => Some(Piece::Comment(text(value))),
            CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => None,
        }
    }
}

impl Tag {
    /// Its name, in small letters.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute; empty where it stands alone. Of several of one name, the first.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is a whole number, as browsers read it: what follows the digits does not matter.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let value = self.attribute(name)?.trim_start();
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len()).min(9);
        value[..end].parse().ok()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
