//! Which commands belong to the book of which office: in the other's they would write what none of its sheets ever
//! shows. The one guard for all of them.

use branchbook_contract::book::Office;

use crate::error::{DeskError, Result};

/// Whose book a command belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeper {
    Both,
    Only(Office),
}

/// The first words of the commands, whose they are, and what they keep.
const NOUNS: &[(&str, Keeper, &str)] = &[
    ("activity", COMMUNITY, "活动与服务时长"),
    ("book", Keeper::Both, "台账"),
    ("claim", COMMUNITY, "岗位认领"),
    ("demo", Keeper::Both, "演示"),
    ("folio", Keeper::Both, "分册"),
    ("frame", Keeper::Both, "首页"),
    ("history", Keeper::Both, "操作记录"),
    ("home", COMMUNITY, "本月的首页"),
    ("import", COMMUNITY, "以往的导入"),
    ("intake", COMMUNITY, "花名册、单位、报到、组织生活和积分的导入"),
    ("meeting", COMMUNITY, "组织生活"),
    ("member", COMMUNITY, "党员名册"),
    ("members", COMMUNITY, "党员名册"),
    ("month", COMMUNITY, "月份的体检与结账"),
    ("offer", Keeper::Both, "服务岗位"),
    ("operator", Keeper::Both, "经办人"),
    ("organisation", Keeper::Both, "组织"),
    ("parcel", Keeper::Both, "上报与接收"),
    ("partner", STREET, "与社区停止往来"),
    ("place", Keeper::Both, "网格"),
    ("points", COMMUNITY, "积分"),
    ("post", COMMUNITY, "任职"),
    ("report", COMMUNITY, "月报与报到"),
    ("setting", Keeper::Both, "设置"),
    ("street", STREET, "街道总览、汇总与下发"),
    ("unit", COMMUNITY, "驻区单位"),
];

/// Commands that are not kept by whom their first word says.
const OTHERS: &[(&str, Keeper, &str)] = &[
    ("parcel_accept", COMMUNITY, "回执的登记"),
    ("parcel_open", STREET, "社区上报的接收"),
    ("parcel_receipt", STREET, "回执的签发"),
    ("parcel_return", STREET, "社区上报的退回"),
    ("parcel_seal", COMMUNITY, "月度上报的封装"),
    ("parcel_take", COMMUNITY, "街道下发内容的接收"),
    ("points_scheme_set", Keeper::Both, "积分方案"),
    ("points_scheme_show", Keeper::Both, "积分方案"),
];

const COMMUNITY: Keeper = Keeper::Only(Office::Community);
const STREET: Keeper = Keeper::Only(Office::Street);

/// Refuses a command in the book of the other kind of office. Without a book the command itself says so.
pub(super) fn require_office(command: &str, office: Option<Office>) -> Result<()> {
    let Some((keeper, what)) = keeper_of(command) else { return Ok(()) };
    match (office, keeper) {
        (Some(office), Keeper::Only(keeper)) if keeper != office => Err(of_the_other(office, what)),
        _ => Ok(()),
    }
}

/// The refusal of what is kept in the book of the other kind of office.
pub(crate) fn of_the_other(office: Office, what: &str) -> DeskError {
    let (is, keeps) = match office {
        Office::Street => ("街道", "社区"),
        Office::Community => ("社区", "街道"),
    };
    DeskError::refused(format!(
        "这是{is}的台账，{what}只在{keeps}的台账里办理，什么都没有改动。请打开{keeps}的台账再操作。"
    ))
}

fn keeper_of(command: &str) -> Option<(Keeper, &'static str)> {
    let noun = command.split('_').next().unwrap_or_default();
    let other = OTHERS.iter().find(|(name, ..)| *name == command);
    let found = other.or_else(|| NOUNS.iter().find(|(word, ..)| *word == noun));
    found.map(|(_, keeper, what)| (*keeper, *what))
}

#[cfg(test)]
mod tests {
    use branchbook_contract::list::NAMES;

    use super::*;

    #[test]
    fn every_command_says_whose_it_is() {
        for name in NAMES {
            assert!(keeper_of(name).is_some(), "{name}: say which office it belongs to");
        }
        for (name, ..) in OTHERS {
            assert!(NAMES.contains(name), "{name} is no command");
        }
    }

    #[test]
    fn a_command_is_refused_in_the_book_of_the_other_office() {
        for (command, office, words) in [
            ("intake_apply", Office::Street, "街道的台账"),
            ("parcel_seal", Office::Street, "街道的台账"),
            ("parcel_open", Office::Community, "社区的台账"),
            ("street_publish", Office::Community, "社区的台账"),
        ] {
            let refused = require_office(command, Some(office)).unwrap_err();
            assert!(refused.to_string().contains(words), "{refused}");
        }
        for (command, office) in [
            ("intake_apply", Some(Office::Community)),
            ("book_backup", Some(Office::Street)),
            ("points_scheme_set", Some(Office::Street)),
            ("offer_set", Some(Office::Street)),
            ("unit_list", None),
        ] {
            assert!(require_office(command, office).is_ok(), "{command}");
        }
    }
}
