//! The kinds of parcels between community and street, and their parts. The rows are described in `PARTS.md`.

use branchbook_ledger::table::exchange::ParcelKind;
use branchbook_parcel::Kind;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident $code:literal $label:literal)+) => {
        /// A part of a month.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Part { $($(#[$doc])* $name),+ }

        impl Part {
            /// All, in the order in which they travel.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Their names.
            const NAMES: &'static [&'static str] = &[$($code),+];

            /// The name in the manifest.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What a person calls it.
            pub(crate) const fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

parts! {
    /// The figures of the community: one row.
    RollUp "roll-up" "汇总数字"
    /// The figures of each branch.
    Branch "branch" "党支部"
    /// The register on the last day.
    Member "member" "党员名册"
    /// 党员增减.
    Movement "movement" "党员增减"
    /// 组织生活.
    Meeting "meeting" "组织生活"
    /// 双报到, unit by unit.
    Unit "unit" "报到单位"
    /// 服务活动.
    Service "service" "服务活动"
}

impl Part {
    /// The part that a person or a row means.
    pub(crate) fn find(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.code() == word || part.label() == word)
    }
}

/// A community's month.
pub(crate) const MONTH: Kind = Kind::new("month", Part::NAMES);
/// The street's word about a month.
pub(crate) const RECEIPT: Kind = Kind::new("receipt", &[VERDICT, REASON]).labelled("回执");
/// What a street gives to all its communities.
pub(crate) const PUBLICATION: Kind =
    Kind::publication("publication", &[POLICY, COMMUNITY, SCHEME, POST, THEME]);

/// Part of a receipt: one row.
pub(crate) const VERDICT: &str = "verdict";
/// Part of a receipt: why, row by row.
pub(crate) const REASON: &str = "reason";
/// Part of a publication: which personal fields travel, one row.
pub(crate) const POLICY: &str = "policy";
/// Part of a publication: the communities of the street.
pub(crate) const COMMUNITY: &str = "community";
/// Part of a publication: the points scheme, one row.
pub(crate) const SCHEME: &str = "scheme";
/// Part of a publication: the catalogue of service posts.
pub(crate) const POST: &str = "post";
/// Part of a publication: themes of months.
pub(crate) const THEME: &str = "theme";

/// What a person calls a part of any kind.
pub(crate) fn part_label(code: &str) -> Option<&'static str> {
    let others = [
        (VERDICT, "回执结论"),
        (REASON, "退回原因"),
        (POLICY, "上报要求"),
        (COMMUNITY, "社区名单"),
        (SCHEME, "积分方案"),
        (POST, "岗位目录"),
        (THEME, "每月主题"),
    ];
    let of_month = Part::ALL.iter().map(|part| (part.code(), part.label()));
    of_month.chain(others).find(|(known, _)| *known == code).map(|(_, label)| label)
}

/// What a person calls a kind.
pub(crate) const fn label(kind: ParcelKind) -> &'static str {
    match kind {
        ParcelKind::Month => "月度上报",
        ParcelKind::Receipt => "回执",
        ParcelKind::Publication => "下发",
    }
}
