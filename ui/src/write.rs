//! How a request becomes text: the same JSON that every writer of it makes, by one small writer. Only for requests,
//! which cannot fail to be written; the way back is `read`.

use std::fmt;

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// What cannot be written as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unwritten;

impl fmt::Display for Unwritten {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("unwritten")
    }
}

impl std::error::Error for Unwritten {}

impl Error for Unwritten {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// The text of a value; `real` writes a number with a fraction.
///
/// # Errors
/// When the value says that it cannot be written.
pub fn text_of<T: Serialize + ?Sized>(value: &T, real: fn(f64) -> String) -> Result<String, Unwritten> {
    let mut out = Text { text: String::new(), real };
    value.serialize(&mut out)?;
    Ok(out.text)
}

struct Text {
    text: String,
    real: fn(f64) -> String,
}

impl Text {
    #[allow(clippy::unnecessary_wraps, reason = "the last step of every way to write something")]
    fn put(&mut self, text: &str) -> Result<(), Unwritten> {
        self.text.push_str(text);
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps, reason = "the same")]
    fn quoted(&mut self, text: &str) -> Result<(), Unwritten> {
        self.quote(text);
        Ok(())
    }

    fn quote(&mut self, text: &str) {
        self.text.push('"');
        for sign in text.chars() {
            match sign {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                ' '.. => self.text.push(sign),
                _ => self.text.push_str(&format!("\\u{:04x}", u32::from(sign))),
            }
        }
        self.text.push('"');
    }

    /// Several things between two signs; before them the name of a variant, if there is one.
    fn several(&mut self, variant: Option<&str>, open: &str, close: &'static str) -> Several<'_> {
        if let Some(name) = variant {
            self.text.push('{');
            self.quote(name);
            self.text.push(':');
        }
        self.text.push_str(open);
        Several { out: self, close, is_variant: variant.is_some(), is_first: true }
    }
}

/// Things one after the other.
struct Several<'a> {
    out: &'a mut Text,
    close: &'static str,
    is_variant: bool,
    is_first: bool,
}

impl Several<'_> {
    fn next(&mut self) -> &mut Text {
        if !self.is_first {
            self.out.text.push(',');
        }
        self.is_first = false;
        self.out
    }

    fn named(&mut self, name: &str) -> &mut Text {
        let out = self.next();
        out.quote(name);
        out.text.push(':');
        out
    }

    /// Names are texts, whatever they were.
    fn name(&mut self, begin: usize) {
        if !self.out.text[begin..].starts_with('"') {
            self.out.text.insert(begin, '"');
            self.out.text.push('"');
        }
    }

    fn finish(self) -> Result<(), Unwritten> {
        self.out.put(self.close)?;
        if self.is_variant { self.out.put("}") } else { Ok(()) }
    }
}

macro_rules! whole {
    ($($method:ident $kind:ty),+) => {$(
        fn $method(self, value: $kind) -> Result<(), Unwritten> {
            self.put(&value.to_string())
        }
    )+};
}

impl<'a> Serializer for &'a mut Text {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Several<'a>;
    type SerializeTuple = Several<'a>;
    type SerializeTupleStruct = Several<'a>;
    type SerializeTupleVariant = Several<'a>;
    type SerializeMap = Several<'a>;
    type SerializeStruct = Several<'a>;
    type SerializeStructVariant = Several<'a>;

    whole! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_u8 u8, serialize_u16 u16,
        serialize_u32 u32, serialize_u64 u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritten> {
        self.put(if value { "true" } else { "false" })
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritten> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritten> {
        let text = (self.real)(value);
        self.put(if value.is_finite() { &text } else { "null" })
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritten> {
        self.quoted(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritten> {
        self.quoted(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<(), Unwritten> {
        self.put("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritten> {
        self.put("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritten> {
        self.put("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Unwritten> {
        self.quoted(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritten> {
        let several = self.several(Some(name), "", "");
        value.serialize(&mut *several.out)?;
        several.finish()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(None, "[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(None, "[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(None, "[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(Some(name), "[", "]"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(None, "{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(None, "{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Several<'a>, Unwritten> {
        Ok(self.several(Some(name), "{", "}"))
    }
}

macro_rules! one_after_the_other {
    ($($kind:ident $method:ident),+) => {$(
        impl $kind for Several<'_> {
            type Ok = ();
            type Error = Unwritten;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
                value.serialize(self.next())
            }

            fn end(self) -> Result<(), Unwritten> {
                self.finish()
            }
        }
    )+};
}

one_after_the_other! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

macro_rules! by_name {
    ($($kind:ident),+) => {$(
        impl $kind for Several<'_> {
            type Ok = ();
            type Error = Unwritten;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unwritten> {
                value.serialize(self.named(name))
            }

            fn end(self) -> Result<(), Unwritten> {
                self.finish()
            }
        }
    )+};
}

by_name! { SerializeStruct, SerializeStructVariant }

impl SerializeMap for Several<'_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritten> {
        let out = self.next();
        let begin = out.text.len();
        key.serialize(out)?;
        self.name(begin);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.out.text.push(':');
        value.serialize(&mut *self.out)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.finish()
    }
}
