//! From what is written to what the desk is asked. What is missing is said at its field, in the words of the desk's
//! own faults; nothing is guessed.

use branchbook_contract::domain::gathering::AttendanceState;
use branchbook_contract::meeting::{
    Away, GatheringDraft, NamedRoll, PersonRef, RecordDraft, Roll, StatedNumbers, TimeOfDay, TopicDraft,
    VoteDraft,
};
use branchbook_contract::{CallError, Code, FieldError};

use super::written::{Written, WrittenAway, WrittenRecord, WrittenTopic, WrittenVote};

/// Begin and end.
pub type Times = (Option<TimeOfDay>, Option<TimeOfDay>);

/// The request, or what is missing field by field.
///
/// # Errors
/// Each field that cannot be sent, with a sentence.
pub fn gathering(written: &Written) -> Result<GatheringDraft, CallError> {
    let mut faults = Vec::new();
    let day = written.day.or_else(|| fault(&mut faults, "day", "请填写会议日期，如 2026-11-21。"));
    let (start, end) = times(&written.time).unwrap_or_else(|sentence| {
        fault::<()>(&mut faults, "start", &sentence);
        (None, None)
    });
    let records: Vec<RecordDraft> = written
        .records
        .iter()
        .enumerate()
        .filter_map(|(at, one)| record(at, one, written.is_numbers, &mut faults))
        .collect();
    let Some(day) = day.filter(|_| faults.is_empty()) else { return Err(refusal(faults)) };
    Ok(GatheringDraft {
        day,
        start,
        end,
        place: filled(&written.place),
        host: filled(&written.host).map(PersonRef::Name),
        recorder: filled(&written.recorder).map(PersonRef::Name),
        roll: roll(written),
        records,
        late_reason: filled(&written.late_reason),
        register_on: written.register_on,
        note: filled(&written.note),
    })
}

/// `14:30–16:10`, `14:30`, `9：00至11：00`; nothing of an empty text.
///
/// # Errors
/// A sentence if it is no time.
pub fn times(text: &str) -> Result<Times, String> {
    let parts: Vec<&str> = text
        .split(['–', '-', '—', '－', '~', '～', '至', '到'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [] => Ok((None, None)),
        [start] => Ok((Some(start.parse()?), None)),
        [start, end] => Ok((Some(start.parse()?), Some(end.parse()?))),
        _ => Err(format!("「{text}」不是时间，请写成 14:30–16:10 的样子。")),
    }
}

/// A refusal made here, in the form of the desk's.
pub fn refusal(fields: Vec<FieldError>) -> CallError {
    CallError {
        code: Code::Invalid, message: "有些内容还要补充，请看标红的地方。".to_owned(), fields
    }
}

fn roll(written: &Written) -> Roll {
    if written.is_numbers {
        return Roll::Numbers;
    }
    let those = |state| written.away.iter().filter(move |away| away.state == state).map(away).collect();
    let names = written.observers.split(['、', '，', ',', ' ', '\n', '；']);
    Roll::Names(NamedRoll {
        leave: those(AttendanceState::Leave),
        absent: those(AttendanceState::Absent),
        made_up: those(AttendanceState::MadeUp),
        observers: names.filter_map(filled).map(PersonRef::Name).collect(),
    })
}

fn away(away: &WrittenAway) -> Away {
    Away { person: PersonRef::Key(away.person), reason: away.reason.clone() }
}

fn record(
    at: usize,
    written: &WrittenRecord,
    is_numbers: bool,
    faults: &mut Vec<FieldError>,
) -> Option<RecordDraft> {
    let field = |name: &str| format!("records[{at}].{name}");
    let kind = written.kind.or_else(|| fault(faults, &field("kind"), "请选择会议类型。"));
    let organisation =
        written.organisation.or_else(|| fault(faults, &field("organisation"), "请选择党支部或党小组。"));
    let stated = if is_numbers { stated(&field("stated"), written, faults) } else { None };
    let topics = written.topics.iter().enumerate();
    let topics =
        topics.map(|(number, one)| topic(&field(&format!("topics[{number}]")), one, faults)).collect();
    Some(RecordDraft {
        kind: kind?,
        organisation: organisation?,
        theme: filled(&written.theme),
        lecturer: filled(&written.lecturer),
        stated,
        topics,
        note: filled(&written.note),
    })
}

fn stated(field: &str, written: &WrittenRecord, faults: &mut Vec<FieldError>) -> Option<StatedNumbers> {
    let [due, present, leave, absent, due_voting, present_voting] =
        written.stated.map(|number| number.map(count));
    if let (Some(due), Some(present)) = (due, present) {
        return Some(StatedNumbers { due, present, leave, absent, due_voting, present_voting });
    }
    fault(faults, field, "只记人数的会议，请填写应到和实到人数。")
}

fn topic(field: &str, written: &WrittenTopic, faults: &mut Vec<FieldError>) -> TopicDraft {
    let votes = written.votes.iter().enumerate();
    TopicDraft {
        title: written.title.trim().to_owned(),
        discussion: filled(&written.discussion),
        resolution: filled(&written.resolution),
        owner: filled(&written.owner),
        due_on: written.due_on,
        votes: votes.filter_map(|(at, one)| vote(&format!("{field}.votes[{at}]"), one, faults)).collect(),
    }
}

fn vote(field: &str, written: &WrittenVote, faults: &mut Vec<FieldError>) -> Option<VoteDraft> {
    let [_, _, _, yes, ..] = written.counts;
    let yes = yes.or_else(|| fault(faults, field, "请填写赞成票数；没有表决的，请删去这一项表决。"));
    let kind = written.kind.or_else(|| fault(faults, field, "请选择表决事项。"));
    yes.zip(kind).map(|(_, kind)| counted(kind, written))
}

/// The vote as far as it is counted; what is not filled in is 0.
pub fn counted(kind: branchbook_contract::domain::quorum::VoteKind, written: &WrittenVote) -> VoteDraft {
    let [issued, returned, written_opinions, yes, no, abstain] =
        written.counts.map(|number| number.map(count));
    VoteDraft {
        kind,
        written: written_opinions.unwrap_or(0),
        ballots_issued: issued,
        ballots_returned: returned,
        yes: yes.unwrap_or(0),
        no: no.unwrap_or(0),
        abstain: abstain.unwrap_or(0),
    }
}

fn fault<T>(faults: &mut Vec<FieldError>, field: &str, message: &str) -> Option<T> {
    faults.push(FieldError { field: field.to_owned(), message: message.to_owned() });
    None
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Fields take no negative numbers.
fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
