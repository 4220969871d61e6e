//! What is said to the person about an ID number.
//! Must not repeat the number.

use crate::code::Sex;
use crate::day::{Day, PartialDay};

/// What deserves a look, or why nothing was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdFinding {
    /// The spreadsheet turned the number into a figure and its last places are lost. Nothing is read.
    DestroyedByExcel,
    /// Neither eighteen nor fifteen places. Nothing is read. Holds how many places there are.
    WrongShape {
        /// How many characters are left after cleaning.
        places: usize,
    },
    /// A list that was handed out with its digits hidden. Nothing is read.
    Masked,
    /// As many places as there should be, but not all are digits. Nothing is read.
    WrongSigns {
        /// What stands there instead of digits.
        signs: String,
    },
    /// Kept, although the last place is not the computed one.
    WrongChecksum {
        /// What the last place should be.
        expected: char,
    },
    /// Kept, although there is no such day of birth.
    ImpossibleBirth {
        /// The eight places as written.
        written: String,
    },
    /// Kept, although no province has this code.
    UnknownProvince {
        /// The first two places.
        code: String,
    },
    /// An old number of fifteen digits was written in eighteen places.
    FromFifteen,
    /// The register has another birth.
    BirthDiffers {
        /// The day in the number.
        in_id: Day,
        /// The day in the register.
        given: PartialDay,
    },
    /// The register has the other sex.
    SexDiffers {
        /// The sex in the number.
        in_id: Sex,
        /// The sex in the register.
        given: Sex,
    },
}

impl IdFinding {
    /// Whether the cell was left empty because of this.
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::DestroyedByExcel | Self::WrongShape { .. } | Self::Masked | Self::WrongSigns { .. }
        )
    }

    /// Whether a person must look at it (all but the plain conversion from fifteen digits).
    pub const fn is_warning(&self) -> bool {
        !matches!(self, Self::FromFifteen)
    }

    /// The sentence for the person. It does not repeat the number.
    pub fn sentence(&self) -> String {
        match self {
            Self::DestroyedByExcel => {
                "身份证号被表格软件当作数字，末几位已丢失，无法还原；已留空，请按证件补填。".to_owned()
            }
            Self::Masked => {
                "身份证号隐去了中间的数字，没有读入，台账中的号码不变；新登记的请按证件补填。".to_owned()
            }
            Self::WrongSigns { signs } => {
                format!("身份证号里有不是数字的字符（{signs}）；已留空，请对照证件补填。")
            }
            Self::WrongShape { places: 15 } => {
                "这 15 位不是旧身份证号，其中的出生日期不存在；已留空，请核对后补填。".to_owned()
            }
            Self::WrongShape { places } => {
                format!("身份证号应为 18 位（旧证 15 位），这里是 {places} 位；已留空，请核对后补填。")
            }
            Self::WrongChecksum { expected } => {
                format!("身份证号校验位不对（按前 17 位应为 {expected}），已照原样保留，请对照证件核对。")
            }
            Self::ImpossibleBirth { written } => {
                format!("身份证号中的出生日期 {written} 不存在，已照原样保留，请对照证件核对。")
            }
            Self::UnknownProvince { code } => {
                format!("身份证号开头的 {code} 不是省级代码，已照原样保留，请对照证件核对。")
            }
            Self::FromFifteen => "15 位旧身份证号已换算成 18 位。".to_owned(),
            Self::BirthDiffers { in_id, given } => {
                format!("登记的出生日期（{given}）与身份证号（{in_id}）不一致，请核对。")
            }
            Self::SexDiffers { in_id, given } => {
                format!("登记的性别（{}）与身份证号（{}）不一致，请核对。", given.label(), in_id.label())
            }
        }
    }
}
