//! Enums that stand in books by a frozen code and on screens by a label, each said once.
//! Must not change a code: books hold them.

/// Declares an enum whose values have a code and a label: `coded! { /// doc Name { Value "code" "label", … } }`.
/// Serialised as the code.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each value says itself in its label")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// All values in the order of lists.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The frozen code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// What a person calls it.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The value that a person or a script means: its code or its label.
            pub fn read(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|value| value.code() == text || value.label() == text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = String::deserialize(from)?;
                let unknown = || serde::de::Error::custom(format!("代码「{code}」不认识"));
                Self::from_code(&code).ok_or_else(unknown)
            }
        }
    };
}

pub(crate) use coded;
