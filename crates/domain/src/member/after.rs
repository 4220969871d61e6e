//! What may follow on what: by how somebody left the register last, how they can come back to it. One table for the
//! desk, for imports and for what a form offers. Must not look into a book.

use super::MovementKind;

/// By how somebody left, the ways back. Source: 《党员教育管理工作条例》（2019年）第二十四条: a membership that was stopped may
/// be restored; who was urged to leave, was struck off or expelled is on principle not restored and may join anew (only
/// on principle: a decision that was wrong gives the membership back). Who was transferred comes back by transfer
/// (domain.md 1.7). That nothing follows on a death is general knowledge. Of whom the register knows no leaving it
/// cannot judge: whoever is new comes in any of the three ways.
const BACK: &[(Option<MovementKind>, &[MovementKind])] = &[
    (None, &[MovementKind::TransferIn, MovementKind::Restored, MovementKind::Admitted]),
    (Some(MovementKind::TransferOut), &[MovementKind::TransferIn]),
    (Some(MovementKind::Expelled), &[MovementKind::Restored, MovementKind::Admitted]),
    (Some(MovementKind::Suspended), &[MovementKind::Restored]),
    (Some(MovementKind::Death), &[]),
];

/// What may be registered of a member.
const OF_MEMBER: &[MovementKind] = &[
    MovementKind::BecameFull,
    MovementKind::BranchMove,
    MovementKind::TransferOut,
    MovementKind::Death,
    MovementKind::Expelled,
    MovementKind::Suspended,
];

/// Where somebody stands when a movement is to be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standpoint {
    /// A member.
    Member,
    /// No member; how they left last, if the register knows it.
    Gone(Option<MovementKind>),
}

impl Standpoint {
    /// The movements that may follow, in the order in which they are offered.
    pub fn may_follow(self) -> &'static [MovementKind] {
        match self {
            Self::Member => OF_MEMBER,
            Self::Gone(last) => BACK.iter().find(|(left, _)| *left == last).map_or(&[], |(_, back)| *back),
        }
    }
}

/// Why somebody who left in this way cannot come back in that one; nothing where it may be.
pub fn cannot_follow(last: Option<MovementKind>, next: MovementKind) -> Option<String> {
    let back = Standpoint::Gone(last).may_follow();
    let last = last.filter(|_| !back.contains(&next))?;
    let labels: Vec<&str> = back.iter().map(|kind| kind.label()).collect();
    let instead = match labels.is_empty() {
        true => "之后不能再登记增减".to_owned(),
        false => format!("之后只能登记{}，不能登记{}", labels.join("或者"), next.label()),
    };
    Some(format!("已登记{}，{instead}；那次登记有误的，请先撤销。", last.label()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair, written anew.
    #[test]
    fn who_left_comes_back_only_as_it_may_be() {
        use MovementKind::{Admitted, Death, Expelled, Restored, Suspended, TransferIn, TransferOut};
        for (last, may) in [
            (None, [true, true, true]),
            (Some(TransferOut), [false, true, false]),
            (Some(Death), [false, false, false]),
            (Some(Expelled), [true, false, true]),
            (Some(Suspended), [false, false, true]),
        ] {
            for (next, may) in [Admitted, TransferIn, Restored].into_iter().zip(may) {
                assert_eq!(cannot_follow(last, next).is_none(), may, "{last:?} {next:?}");
                assert_eq!(Standpoint::Gone(last).may_follow().contains(&next), may, "{last:?} {next:?}");
            }
        }
    }

    #[test]
    fn every_way_out_has_its_line_and_every_kind_is_of_one_side() {
        for kind in MovementKind::ALL.iter().copied().filter(|kind| kind.direction() < 0) {
            assert!(BACK.iter().any(|(last, _)| *last == Some(kind)), "{kind:?}");
        }
        for kind in MovementKind::ALL.iter().copied().filter(|kind| *kind != MovementKind::Opening) {
            let comes = Standpoint::Gone(None).may_follow().contains(&kind);
            assert_eq!(comes, kind.direction() > 0, "{kind:?}");
            assert_eq!(Standpoint::Member.may_follow().contains(&kind), !comes, "{kind:?}");
        }
    }

    #[test]
    fn the_sentence_says_what_can_be_registered_instead() {
        assert_eq!(
            cannot_follow(Some(MovementKind::Suspended), MovementKind::Admitted).unwrap(),
            "已登记停止党籍，之后只能登记恢复党籍，不能登记发展；那次登记有误的，请先撤销。"
        );
        assert_eq!(
            cannot_follow(Some(MovementKind::Death), MovementKind::TransferIn).unwrap(),
            "已登记死亡，之后不能再登记增减；那次登记有误的，请先撤销。"
        );
    }
}
