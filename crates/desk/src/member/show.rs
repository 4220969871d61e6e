//! The whole record of a member. Showing ID number, phones and address in full is recorded.

use branchbook_contract::folio::FolioButton;
use branchbook_contract::member::{ConditionRow, Member, MemberShow, MembershipRow, MovementRow, PostRow};
use branchbook_domain::day::Day;
use branchbook_domain::id_number::IdNumber;
use branchbook_domain::key::PersonId;
use branchbook_domain::mask::masked_text;
use branchbook_domain::member::{MemberDraft, post_label};
use branchbook_domain::reveal::RevealWay;
use branchbook_domain::standing::{MemberClass, check_standing_extended, party_years};
use branchbook_ledger::table::membership::{
    Condition, Membership, Movement, PostHeld, conditions_of, memberships_of, movements_of, person_on,
    posts_of, probation_extended_to, standing_of,
};
use branchbook_ledger::table::person::Person;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};

use super::draft::draft_of;
use super::figure::posts_in_words;
use super::period::{act_label, may_follow};
use super::word::reason_in_words;
use super::{extra, keep, reveal};
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::Result;
use crate::organisation::Names;
use crate::progress::Progress;

impl Handle<MemberShow> for Desk {
    fn handle(&mut self, command: MemberShow, _: &dyn Progress) -> Result<Outcome<Member>> {
        let today = self.clock().today();
        let day = command.on.unwrap_or(today);
        let member = self.book()?.read(|reading| member(reading, &command, day, today))?;
        if command.reveal {
            let title = format!("查看完整证件号、电话、住址：{}", member.draft.name);
            self.book_mut()?.write(&Operation::new(OperationKind::Reveal, title), |writing| {
                reveal::record(writing, RevealWay::Record, [(member.member, member.draft.name.as_str())])
            })?;
        }
        Ok(Outcome::unchanged(member))
    }
}

/// The record on a day. Whoever asks for it in full records that.
pub(crate) fn member(reading: &Reading<'_>, command: &MemberShow, day: Day, today: Day) -> Result<Member> {
    let person = person_on(reading, command.member, day)?;
    let names = Names::on(reading, day)?;
    let memberships: Vec<MembershipRow> =
        memberships_of(reading, person.id)?.iter().map(|span| membership_row(span, &names)).collect();
    let membership = memberships.iter().find(|span| holds(span, day)).cloned();
    let standing = standing_of(day, person.joined_on, person.became_full_on);
    let class = standing.class.filter(|_| membership.is_some());
    let movements = movements_of(reading, person.id)?;
    let posts = posts_of(reading, person.id)?;
    let stored = extra::stored_of(reading, person.id)?;
    let draft = MemberDraft { extra: stored.clone(), ..draft_of(&person) };
    let record = Member {
        member: person.id,
        on: day,
        draft,
        is_revealed: command.reveal,
        is_masked: false,
        class,
        is_class_about: standing.is_about,
        party_years: person.joined_on.and_then(|joined| party_years(day, joined, person.became_full_on)),
        membership,
        memberships,
        movements: movements.into_iter().map(|movement| movement_row(movement, &names)).collect(),
        may_follow: acts(reading, person.id, day, class)?,
        conditions: conditions_of(reading, person.id)?.into_iter().map(condition_row).collect(),
        posts: posts.iter().map(|post| post_row(post, &names)).collect(),
        posts_in_words: posts_in_words(reading, (person.id, day), &posts)?,
        warnings: warnings(
            &reading.require::<Person>(person.id)?.value,
            today,
            probation_extended_to(reading, person.id, today)?,
        ),
        extra: extra::shown(reading, &stored, today)?,
    };
    if command.reveal {
        return Ok(record);
    }
    let shown = masked(record.clone());
    Ok(Member { is_masked: shown != record, ..shown })
}

/// The movements that can be registered now, as acts of their folio.
fn acts(
    reading: &Reading<'_>,
    person: PersonId,
    day: Day,
    class: Option<MemberClass>,
) -> Result<Vec<FolioButton>> {
    let kinds = may_follow(reading, person, day, class)?;
    Ok(kinds
        .into_iter()
        .map(|kind| FolioButton { act: kind.code().to_owned(), label: act_label(kind).to_owned() })
        .collect())
}

/// The record as it may be seen: numbers, phones and address masked, and what the texts of it say of them.
fn masked(record: Member) -> Member {
    let mut record = record;
    record.draft = keep::masked(record.draft);
    for row in &mut record.movements {
        mask([&mut row.counterpart, &mut row.letter_number, &mut row.reason, &mut row.note]);
    }
    for row in &mut record.conditions {
        mask([&mut row.reason, &mut row.approved_by, &mut row.reference, &mut row.note]);
    }
    for row in &mut record.posts {
        row.title = masked_text(std::mem::take(&mut row.title));
    }
    mask([&mut record.posts_in_words]);
    for own in &mut record.extra {
        own.words = masked_text(std::mem::take(&mut own.words));
    }
    record
}

fn mask<const N: usize>(texts: [&mut Option<String>; N]) {
    for text in texts {
        *text = text.take().map(masked_text);
    }
}

fn warnings(person: &Person, today: Day, extended_to: Option<Day>) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(number) = person.id_number.as_deref().and_then(IdNumber::from_plain) {
        if !number.has_right_checksum() {
            warnings.push("身份证号校验位不对，请对照证件核对。".to_owned());
        }
        let findings = number.contradicts(person.birth_on, draft_of(person).sex);
        warnings.extend(findings.iter().map(|finding| finding.sentence()));
    }
    if let Some(joined) = person.joined_on {
        let full = person.became_full_on;
        let findings = check_standing_extended(&person.name, today, joined, full, extended_to);
        warnings.extend(findings.iter().map(|finding| format!("{}{}", finding.gap, finding.advice)));
    }
    warnings
}

fn holds(span: &MembershipRow, day: Day) -> bool {
    span.from_on.is_none_or(|from| from <= day) && span.to_on.is_none_or(|to| day < to)
}

fn membership_row(span: &Stored<Membership>, names: &Names) -> MembershipRow {
    MembershipRow {
        membership: span.id,
        branch: span.branch_id,
        branch_name: names.name(span.branch_id),
        group: span.group_id,
        group_name: span.group_id.map(|group| names.name(group)),
        from_on: span.from_on,
        to_on: span.to_on,
    }
}

fn movement_row(stored: Stored<Movement>, names: &Names) -> MovementRow {
    let (movement, row) = (stored.id, stored.value);
    MovementRow {
        movement,
        kind: row.kind,
        label: row.kind.label().to_owned(),
        occurred_on: row.occurred_on,
        booked_month: row.booked_month,
        branch_name: names.name(row.branch_id),
        from_branch_name: row.from_branch_id.map(|branch| names.name(branch)),
        counterpart: row.counterpart,
        letter_number: row.letter_number,
        reason: row.reason.map(|reason| reason_in_words(&reason)),
        note: row.note,
    }
}

fn condition_row(stored: Stored<Condition>) -> ConditionRow {
    let (condition, row) = (stored.id, stored.value);
    ConditionRow {
        condition,
        kind: row.kind,
        label: row.kind.label().to_owned(),
        reason: row.reason.map(|reason| reason_in_words(&reason)),
        from_on: row.from_on,
        to_on: row.to_on,
        approved_by: row.approved_by,
        approved_on: row.approved_on,
        reference: row.reference,
        note: row.note,
    }
}

fn post_row(stored: &Stored<PostHeld>, names: &Names) -> PostRow {
    PostRow {
        post: stored.id,
        organisation: stored.organisation_id,
        organisation_name: names.name(stored.organisation_id),
        title: post_label(&stored.title).to_owned(),
        is_full_time: stored.is_full_time,
        from_on: stored.from_on,
        to_on: stored.to_on,
    }
}
