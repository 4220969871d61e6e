//! How the text of an answer becomes what the screens know. Every reply goes through the same small reader: the text
//! is taken apart once into [`Node`]s, and a record takes its fields out of them in its own order. A reply then needs
//! no code of its own for matching names, and the module stays small.
//!
//! It reads what the desk of this very program wrote, not foreign files: a field that may be missing says `default`,
//! names that nobody asks for are passed over, and what is wrong is not told in detail, since no screen shows it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

/// A text that is not what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread;

impl fmt::Display for Unread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("unread")
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Methods that take one kind of value out of a node and show it.
macro_rules! each {
    ($($take:ident $show:ident: $($name:ident)+;)+) => {$($(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            visitor.$show(self.$take()?)
        }
    )+)+};
}

/// A text taken apart; what has no escapes is not copied.
#[derive(Debug)]
pub enum Node<'a> {
    /// Nothing.
    Null,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A whole number above those.
    Large(u64),
    /// Any other number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// One after the other.
    List(Vec<Node<'a>>),
    /// By name, in the order of the text.
    Record(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Takes a text apart.
    ///
    /// # Errors
    /// When it is no JSON.
    pub fn parse(text: &'a str) -> Result<Self, Unread> {
        serde_json::from_str(text).map_err(|_| Unread)
    }

    /// The same from a value; one that can not be taken apart is nothing.
    pub fn of(value: &'a serde_json::Value) -> Self {
        Self::deserialize(value).unwrap_or(Self::Null)
    }

    /// What stands under a name.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.record().ok()?.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    /// The value that it stands for.
    ///
    /// # Errors
    /// When it is something else.
    pub fn to<T: DeserializeOwned>(&self) -> Result<T, Unread> {
        T::deserialize(self)
    }

    fn flag(&self) -> Result<bool, Unread> {
        if let Self::Flag(flag) = self { Ok(*flag) } else { Err(Unread) }
    }

    fn signed(&self) -> Result<i64, Unread> {
        if let Self::Whole(number) = self { Ok(*number) } else { Err(Unread) }
    }

    fn unsigned(&self) -> Result<u64, Unread> {
        match self {
            Self::Whole(number) => u64::try_from(*number).map_err(|_| Unread),
            Self::Large(number) => Ok(*number),
            _ => Err(Unread),
        }
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "so reads every reader of JSON a whole number as a real one"
    )]
    fn real(&self) -> Result<f64, Unread> {
        match self {
            Self::Whole(number) => Ok(*number as f64),
            Self::Large(number) => Ok(*number as f64),
            Self::Real(number) => Ok(*number),
            _ => Err(Unread),
        }
    }

    fn text(&self) -> Result<&str, Unread> {
        if let Self::Text(text) = self { Ok(text) } else { Err(Unread) }
    }

    fn record(&self) -> Result<&[(Cow<'a, str>, Self)], Unread> {
        if let Self::Record(entries) = self { Ok(entries) } else { Err(Unread) }
    }

    fn list(&self) -> Result<std::slice::Iter<'_, Self>, Unread> {
        if let Self::List(nodes) = self { Ok(nodes.iter()) } else { Err(Unread) }
    }

    /// The name of a variant, and what stands in it.
    fn variant(&self) -> Result<(&str, &Self), Unread> {
        match self {
            Self::Text(name) => Ok((name, &Self::Null)),
            Self::Record(entries) => match entries.as_slice() {
                [(name, node)] => Ok((name, node)),
                _ => Err(Unread),
            },
            _ => Err(Unread),
        }
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Taking)
    }
}

/// Takes a text apart.
struct Taking;

impl<'de> Visitor<'de> for Taking {
    type Value = Node<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Node::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or(Node::Large(number), Node::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Node::Real(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = from.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((name, node)) = from.next_entry()? {
            if let Node::Text(name) = name {
                entries.push((name, node));
            }
        }
        Ok(Node::Record(entries))
    }
}

impl<'de> Deserializer<'de> for &'de Node<'_> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self {
            Node::Null => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Whole(number) if *number < 0 => visitor.visit_i64(*number),
            Node::Whole(number) => visitor.visit_u64(number.unsigned_abs()),
            Node::Large(number) => visitor.visit_u64(*number),
            Node::Real(number) => visitor.visit_f64(*number),
            Node::Text(text) => visitor.visit_str(text),
            Node::List(_) => self.deserialize_seq(visitor),
            Node::Record(_) => self.deserialize_map(visitor),
        }
    }

    each! {
        flag visit_bool: deserialize_bool;
        signed visit_i64: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64;
        unsigned visit_u64: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64;
        real visit_f64: deserialize_f32 deserialize_f64;
        text visit_str: deserialize_char deserialize_str deserialize_string deserialize_identifier;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if let Node::Null = self { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if let Node::Null = self { visitor.visit_unit() } else { Err(Unread) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_seq(Listed(self.list()?))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_map(Named { entries: self.record()?.iter(), node: &Node::Null })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        visitor.visit_seq(Fields { names: fields.iter(), entries: self.record()?, next: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        let (name, node) = self.variant()?;
        visitor.visit_enum(Variant { name, node })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf }
}

/// One after the other.
struct Listed<'de, 'a>(std::slice::Iter<'de, Node<'a>>);

impl<'de> de::SeqAccess<'de> for Listed<'de, '_> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unread> {
        self.0.next().map(|node| seed.deserialize(node)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The fields of a record in the order in which it names them. One that is not there is left to its `default`.
struct Fields<'de, 'a> {
    names: std::slice::Iter<'static, &'static str>,
    entries: &'de [(Cow<'a, str>, Node<'a>)],
    /// Where the next field most likely stands: texts are written in the same order.
    next: usize,
}

impl<'de, 'a> Fields<'de, 'a> {
    fn step(&mut self) -> Option<&'de Node<'a>> {
        let name = *self.names.next()?;
        let is_it = |entry: &&(Cow<'a, str>, Node<'a>)| entry.0 == name;
        let expected = self.entries.get(self.next).filter(is_it);
        let place = match expected {
            Some(_) => self.next,
            None => self.entries.iter().position(|entry| is_it(&entry))?,
        };
        self.next = place + 1;
        self.entries.get(place).map(|(_, node)| node)
    }
}

impl<'de> de::SeqAccess<'de> for Fields<'de, '_> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unread> {
        self.step().map(|node| seed.deserialize(node)).transpose()
    }
}

/// Names with what stands under them, in the order of the text.
struct Named<'de, 'a> {
    entries: std::slice::Iter<'de, (Cow<'a, str>, Node<'a>)>,
    node: &'de Node<'a>,
}

impl<'de> de::MapAccess<'de> for Named<'de, '_> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unread> {
        let Some((name, node)) = self.entries.next() else { return Ok(None) };
        self.node = node;
        seed.deserialize(name.as_ref().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        seed.deserialize(self.node)
    }
}

/// One of several shapes, by its name.
struct Variant<'de, 'a> {
    name: &'de str,
    node: &'de Node<'a>,
}

impl<'de, 'a> de::EnumAccess<'de> for Variant<'de, 'a> {
    type Error = Unread;
    type Variant = &'de Node<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Unread> {
        let name: de::value::StrDeserializer<'_, Unread> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.node))
    }
}

impl<'de> de::VariantAccess<'de> for &'de Node<'_> {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        if let Node::Null = self { Ok(()) } else { Err(Unread) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unread> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_struct("", fields, visitor)
    }
}
