//! 性别, GB/T 2261.1. Must not be derived from a name.

use serde::{Deserialize, Serialize};

use crate::text::squeeze;

/// Sex as in the ID number and the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// Both, in the order of the standard.
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// 男, 女.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }

    /// GB/T 2261.1: 1, 2.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }

    /// Reads 男, 男性, 1, m …; nothing if it is none of these.
    pub fn read(text: &str) -> Option<Self> {
        match squeeze(text).to_ascii_lowercase().as_str() {
            "男" | "男性" | "男士" | "1" | "m" | "male" | "1_男" => Some(Self::Male),
            "女" | "女性" | "女士" | "2" | "f" | "female" | "2_女" => Some(Self::Female),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_and_code_is_read_back() {
        for sex in Sex::ALL {
            assert_eq!(Sex::read(sex.label()), Some(sex));
            assert_eq!(Sex::read(sex.code()), Some(sex));
        }
        assert_eq!(Sex::read(" 女　性"), Some(Sex::Female));
        assert_eq!(Sex::read("不详"), None);
    }
}
