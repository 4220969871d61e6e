//! Which commands belong to the book of a community: in a street's book they would write what no sheet of the
//! street ever shows. The one guard for all of them.

use branchbook_contract::book::Office;

use crate::error::{DeskError, Result};

/// The first words of the commands that are for a community's book only, and what they keep.
const COMMUNITY: &[(&str, &str)] = &[
    ("activity", "活动与服务时长"),
    ("claim", "岗位认领"),
    ("intake", "花名册、单位、报到、组织生活和积分的导入"),
    ("meeting", "组织生活"),
    ("member", "党员名册"),
    ("month", "月份的体检与结账"),
    ("offer", "服务岗位"),
    ("points", "积分"),
    ("post", "任职"),
    ("report", "月报与报到"),
    ("unit", "驻区单位"),
];

/// Refuses a community's command in the book of a street. Without a book the command itself says so.
pub(super) fn require_office(command: &str, office: Option<Office>) -> Result<()> {
    match (office, kept_by_community(command)) {
        (Some(Office::Street), Some(what)) => Err(DeskError::refused(format!(
            "这是街道的台账，{what}只在社区的台账里办理，什么都没有改动。请打开社区的台账再操作。"
        ))),
        _ => Ok(()),
    }
}

fn kept_by_community(command: &str) -> Option<&'static str> {
    let noun = command.split('_').next().unwrap_or_default();
    COMMUNITY.iter().find(|(word, _)| *word == noun).map(|(_, what)| *what)
}

#[cfg(test)]
mod tests {
    use branchbook_contract::list::NAMES;

    use super::*;

    /// What both offices do.
    const BOTH: &[&str] = &["book", "demo", "history", "operator", "organisation", "place", "setting"];

    #[test]
    fn every_command_is_for_both_offices_or_for_a_community() {
        for name in NAMES {
            let is_for_both = BOTH.contains(&name.split('_').next().unwrap_or_default());
            assert_ne!(
                is_for_both,
                kept_by_community(name).is_some(),
                "{name}: say which office it belongs to"
            );
        }
    }

    #[test]
    fn a_street_is_refused_and_a_community_is_not() {
        let refused = require_office("intake_apply", Some(Office::Street)).unwrap_err();
        assert!(refused.to_string().contains("街道的台账"), "{refused}");
        for (command, office) in [
            ("intake_apply", Some(Office::Community)),
            ("book_backup", Some(Office::Street)),
            ("unit_list", None),
        ] {
            assert!(require_office(command, office).is_ok(), "{command}");
        }
    }
}
