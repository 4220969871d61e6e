//! How the words of the exchange stand: which shape and tint goes with which state.

use branchbook_contract::street::StreetState;

use crate::part::Tone;

/// What the desk calls a parcel that was taken and not answered yet.
pub const TAKEN: &str = "已接收";

/// The tone of a state in words, as the desk writes it.
pub fn of_label(label: &str) -> Tone {
    match label {
        "已回执" | TAKEN | "已结账" => Tone::Ok,
        "已退回" | "退回" => Tone::Due,
        "等待回执" | "已报" | "已上报" => Tone::Info,
        "未报" => Tone::Late,
        _ => Tone::None,
    }
}

/// The tone of a community's month. What is missing is only late when its day is over.
pub const fn of_street(state: StreetState, is_late: bool) -> Tone {
    match state {
        StreetState::Missing if is_late => Tone::Late,
        StreetState::Missing => Tone::None,
        StreetState::Reported => Tone::Info,
        StreetState::Returned => Tone::Due,
        StreetState::Receipted | StreetState::Closed => Tone::Ok,
    }
}
