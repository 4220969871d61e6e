//! Elections: more candidates than seats, valid ballots, who is elected, who must be voted on again.
//! Names on the ballot stand in stroke order; that order comes from elsewhere.

use serde::{Deserialize, Serialize};

use super::meeting::Verdict;
use crate::rule::{Rule, Source};

const CANDIDATES: Rule = Rule::new("E02", "委员候选人差额", ELECTION);
const BALLOTS: Rule = Rule::new("E03", "选票发出与收回", ELECTION);
const ELECTION: Source =
    Source::regulation("基层组织选举工作条例", "2020年", "委员会的产生、选举的实施（条号待核）");

/// Ballots of one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballots {
    /// 发出
    pub issued: u32,
    /// 收回
    pub returned: u32,
    /// 有效, at most as many as returned
    pub valid: u32,
}

/// A candidate and the votes for him or her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// 赞成票
    pub yes: u32,
}

/// Who is elected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectionResult {
    /// Elected, most votes first; equal votes stay in the order of the ballot.
    pub elected: Vec<String>,
    /// Tied for the last seats: to be voted on again among themselves.
    pub tied: Vec<String>,
    /// Not over half, or beyond the seats.
    pub not_elected: Vec<String>,
    /// Seats still empty, those of a tie included.
    pub open_seats: u32,
    /// What happened and what to do next.
    pub sentence: String,
}

/// Whether there are at least 20 % more candidates than seats for committee members.
pub fn candidates_suffice(seats: u32, candidates: u32) -> Verdict {
    let needed = seats.saturating_add(seats.div_ceil(5));
    let holds = seats > 0 && candidates >= needed;
    let outcome = match needed.checked_sub(candidates) {
        None | Some(0) if holds => "符合要求".to_owned(),
        Some(missing) if missing > 0 => format!("还差 {missing} 人"),
        _ => "没有应选名额，请先填写".to_owned(),
    };
    let sentence = format!(
        "应选委员 {seats} 人，候选人须 {needed} 人（差额不少于应选人数的 20%），现有 {candidates} 人，{outcome}。"
    );
    Verdict { holds, needed, reached: candidates, sentence, rule: CANDIDATES }
}

/// Whether the vote is valid: not more ballots returned than issued, not more valid ones than returned.
/// `needed` of the verdict is the number issued, `reached` the number returned.
pub fn ballots_are_valid(ballots: Ballots) -> Verdict {
    let Ballots { issued, returned, valid } = ballots;
    let holds = returned <= issued && valid <= returned;
    let outcome = if returned > issued {
        "收回多于发出，本次表决无效，应当重新投票"
    } else if valid > returned {
        "有效票多于收回的票，请重新清点"
    } else {
        "收回的票有效"
    };
    let sentence = format!("发出票 {issued} 张，收回 {returned} 张，有效票 {valid} 张，{outcome}。");
    Verdict { holds, needed: issued, reached: returned, sentence, rule: BALLOTS }
}

/// A ballot with more names than seats is invalid; fewer are allowed.
pub const fn is_valid_ballot(names_chosen: u32, seats: u32) -> bool {
    names_chosen <= seats
}

/// Elects those with more than half of the votes of `present` people with a vote, most votes first, up to
/// `seats`. A tie across the last seat elects none of the tied.
pub fn elect(seats: u32, present: u32, candidates: &[Candidate]) -> ElectionResult {
    let (mut over_half, under): (Vec<&Candidate>, Vec<&Candidate>) =
        candidates.iter().partition(|one| one.yes > present / 2);
    over_half.sort_by_key(|one| std::cmp::Reverse(one.yes));
    let places = usize::try_from(seats).unwrap_or(usize::MAX).min(over_half.len());
    let (first, last) = tie_at(&over_half, places).map_or((places, places), |votes| {
        let above = over_half.partition_point(|one| one.yes > votes);
        (above, over_half.partition_point(|one| one.yes >= votes))
    });
    let (elected, tied) = (names(&over_half[..first]), names(&over_half[first..last]));
    let not_elected = [names(&over_half[last..]), names(&under)].concat();
    let open_seats = seats.saturating_sub(u32::try_from(elected.len()).unwrap_or(u32::MAX));
    let sentence = result_words(seats, present, &elected, &tied, open_seats);
    ElectionResult { elected, tied, not_elected, open_seats, sentence }
}

/// The number of votes tied across the last seat, if there is such a tie.
fn tie_at(over_half: &[&Candidate], places: usize) -> Option<u32> {
    let last_in = places.checked_sub(1).and_then(|last| over_half.get(last))?;
    let first_out = over_half.get(places)?;
    (last_in.yes == first_out.yes).then_some(first_out.yes)
}

fn names(candidates: &[&Candidate]) -> Vec<String> {
    candidates.iter().map(|one| one.name.clone()).collect()
}

fn result_words(seats: u32, present: u32, elected: &[String], tied: &[String], open_seats: u32) -> String {
    let begin = format!(
        "应选 {seats} 人，实到会有选举权 {present} 人，得票须超过 {present} 人的半数，当选 {} 人",
        elected.len()
    );
    match (open_seats, tied.is_empty()) {
        (0, _) => format!("{begin}。"),
        (_, false) => format!("{begin}；{} 得票相同，应就这几人重新投票。", tied.join("、")),
        (open, true) => format!(
            "{begin}，还空 {open} 个名额；可在没有过半数的人选中重新选举，经多数选举人同意也可以不再选。"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(seats: u32, present: u32, votes: &[(&str, u32)]) -> ElectionResult {
        let candidates: Vec<_> =
            votes.iter().map(|(name, yes)| Candidate { name: (*name).to_owned(), yes: *yes }).collect();
        elect(seats, present, &candidates)
    }

    #[test]
    fn there_must_be_a_fifth_more_candidates_than_seats() {
        for (seats, needed) in [(1, 2), (3, 4), (5, 6), (6, 8), (7, 9)] {
            assert!(candidates_suffice(seats, needed).holds, "{seats}");
            assert!(!candidates_suffice(seats, needed - 1).holds, "{seats}");
        }
        assert!(!candidates_suffice(0, 0).holds);
        assert_eq!(
            candidates_suffice(5, 5).sentence,
            "应选委员 5 人，候选人须 6 人（差额不少于应选人数的 20%），现有 5 人，还差 1 人。"
        );
    }

    #[test]
    fn more_ballots_back_than_out_make_the_vote_void() {
        for (issued, returned, valid, holds) in
            [(10, 10, 10, true), (10, 9, 8, true), (10, 11, 10, false), (10, 9, 10, false), (10, 0, 0, true)]
        {
            assert_eq!(
                ballots_are_valid(Ballots { issued, returned, valid }).holds,
                holds,
                "{issued}/{returned}/{valid}"
            );
        }
        assert!(is_valid_ballot(2, 3) && is_valid_ballot(3, 3) && !is_valid_ballot(4, 3));
    }

    #[test]
    fn half_of_those_present_is_not_enough_to_be_elected() {
        let result = result(2, 10, &[("甲", 9), ("乙", 5), ("丙", 4)]);
        assert_eq!(result.elected, ["甲"]);
        assert_eq!((result.not_elected, result.open_seats), (vec!["乙".to_owned(), "丙".to_owned()], 1));
    }

    #[test]
    fn the_most_votes_win_and_a_tie_for_the_last_seat_is_voted_again() {
        let clear = result(2, 10, &[("甲", 7), ("乙", 9), ("丙", 8)]);
        assert_eq!(
            (clear.elected, clear.tied.len(), clear.open_seats),
            (vec!["乙".to_owned(), "丙".into()], 0, 0)
        );
        let tie = result(3, 10, &[("甲", 9), ("乙", 7), ("丙", 7), ("丁", 7), ("戊", 6)]);
        assert_eq!(tie.elected, ["甲"]);
        assert_eq!(
            (tie.tied.as_slice(), tie.open_seats),
            (["乙", "丙", "丁"].map(String::from).as_slice(), 2)
        );
        assert_eq!(tie.not_elected, ["戊"]);
        assert!(tie.sentence.ends_with("乙、丙、丁 得票相同，应就这几人重新投票。"), "{}", tie.sentence);
    }

    #[test]
    fn a_tie_within_the_seats_is_no_tie() {
        let result = result(2, 10, &[("甲", 8), ("乙", 8), ("丙", 7)]);
        assert_eq!(result.elected, ["甲", "乙"]);
        assert!(result.tied.is_empty());
    }
}
