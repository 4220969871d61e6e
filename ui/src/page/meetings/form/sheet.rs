//! The form as signals: one for each thing that is typed. Reads and writes [`Written`]; sends nothing.

use branchbook_contract::domain::day::Day;
use branchbook_contract::domain::gathering::{AttendanceState, RecordKind};
use branchbook_contract::domain::key::{OrganisationId, PersonId};
use branchbook_contract::domain::quorum::VoteKind;
use leptos::prelude::*;

use super::written::{Written, WrittenAway, WrittenRecord, WrittenTopic, WrittenVote};
use crate::sort::{Keyed, gathered};

/// What somebody was who was not there, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub state: AttendanceState,
    pub reason: String,
}

/// The form.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub day: RwSignal<Option<Day>>,
    pub time: RwSignal<String>,
    pub place: RwSignal<String>,
    pub host: RwSignal<String>,
    pub recorder: RwSignal<String>,
    pub is_numbers: RwSignal<bool>,
    pub records: RwSignal<Vec<RecordForm>>,
    pub marks: RwSignal<Keyed<PersonId, Mark>>,
    pub observers: RwSignal<String>,
    pub late_reason: RwSignal<String>,
    pub register_on: RwSignal<Option<Day>>,
    pub note: RwSignal<String>,
    pub files: RwSignal<Vec<String>>,
    /// What is added later must live as long as the form.
    owner: StoredValue<Option<Owner>>,
}

/// What the gathering counts as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RecordForm {
    pub kind: RwSignal<String>,
    pub organisation: RwSignal<String>,
    pub theme: RwSignal<String>,
    pub lecturer: RwSignal<String>,
    pub note: RwSignal<String>,
    pub stated: [RwSignal<Option<i64>>; 6],
    pub topics: RwSignal<Vec<TopicForm>>,
}

/// A topic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TopicForm {
    pub title: RwSignal<String>,
    pub discussion: RwSignal<String>,
    pub resolution: RwSignal<String>,
    pub owner: RwSignal<String>,
    pub due_on: RwSignal<Option<Day>>,
    pub votes: RwSignal<Vec<VoteForm>>,
}

/// A vote: 发出, 收回, 书面, 赞成, 反对, 弃权.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VoteForm {
    pub kind: RwSignal<String>,
    pub counts: [RwSignal<Option<i64>>; 6],
}

impl Sheet {
    /// The form with what is written; made by the component that shows it.
    pub fn new(written: Written) -> Self {
        let mark = |away: WrittenAway| (away.person, Mark { state: away.state, reason: away.reason });
        Self {
            day: RwSignal::new(written.day),
            time: RwSignal::new(written.time),
            place: RwSignal::new(written.place),
            host: RwSignal::new(written.host),
            recorder: RwSignal::new(written.recorder),
            is_numbers: RwSignal::new(written.is_numbers),
            records: RwSignal::new(written.records.into_iter().map(RecordForm::new).collect()),
            marks: RwSignal::new(gathered(written.away.into_iter().map(mark))),
            observers: RwSignal::new(written.observers),
            late_reason: RwSignal::new(written.late_reason),
            register_on: RwSignal::new(written.register_on),
            note: RwSignal::new(written.note),
            files: RwSignal::new(written.files),
            owner: StoredValue::new(Owner::current()),
        }
    }

    /// What is written now, tracked.
    pub fn written(self) -> Written {
        let away = |(person, mark): &(PersonId, Mark)| WrittenAway {
            person: *person,
            state: mark.state,
            reason: mark.reason.clone(),
        };
        Written {
            day: self.day.get(),
            time: self.time.get(),
            place: self.place.get(),
            host: self.host.get(),
            recorder: self.recorder.get(),
            is_numbers: self.is_numbers.get(),
            records: self.records.get().into_iter().map(RecordForm::written).collect(),
            away: self.marks.with(|marks| marks.iter().map(away).collect()),
            observers: self.observers.get(),
            late_reason: self.late_reason.get(),
            register_on: self.register_on.get(),
            note: self.note.get(),
            files: self.files.get(),
        }
    }

    /// Counts the gathering as something else, too.
    pub fn add_record(self, record: WrittenRecord) {
        let record = self.within(|| RecordForm::new(record));
        self.records.update(|records| records.push(record));
    }

    /// Adds a topic.
    pub fn add_topic(self, record: RecordForm) {
        let topic = self.within(|| TopicForm::new(WrittenTopic::default()));
        record.topics.update(|topics| topics.push(topic));
    }

    /// Adds a vote of this kind.
    pub fn add_vote(self, topic: TopicForm, kind: VoteKind) {
        let vote = WrittenVote { kind: Some(kind), ..WrittenVote::default() };
        let vote = self.within(|| VoteForm::new(vote));
        topic.votes.update(|votes| votes.push(vote));
    }

    /// What this person was, tracked; nothing if simply there.
    pub fn mark(self, person: PersonId) -> Option<Mark> {
        self.marks.with(|marks| marks.get(&person).cloned())
    }

    /// Says what a person was; nothing for 到会.
    pub fn set_mark(self, person: PersonId, mark: Option<Mark>) {
        self.marks.update(|marks| {
            match mark {
                Some(mark) => marks.insert(person, mark),
                None => marks.remove(&person),
            };
        });
    }

    fn within<T>(self, make: impl FnOnce() -> T) -> T {
        match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }
}

impl RecordForm {
    fn new(written: WrittenRecord) -> Self {
        Self {
            kind: RwSignal::new(written.kind.map(RecordKind::code).unwrap_or_default().to_owned()),
            organisation: RwSignal::new(
                written.organisation.map(|organisation| organisation.to_string()).unwrap_or_default(),
            ),
            theme: RwSignal::new(written.theme),
            lecturer: RwSignal::new(written.lecturer),
            note: RwSignal::new(written.note),
            stated: written.stated.map(RwSignal::new),
            topics: RwSignal::new(written.topics.into_iter().map(TopicForm::new).collect()),
        }
    }

    fn written(self) -> WrittenRecord {
        WrittenRecord {
            kind: self.kind(),
            organisation: self.organisation(),
            theme: self.theme.get(),
            lecturer: self.lecturer.get(),
            note: self.note.get(),
            stated: self.stated.map(|number| number.get()),
            topics: self.topics.get().into_iter().map(TopicForm::written).collect(),
        }
    }

    /// What it is, tracked.
    pub fn kind(self) -> Option<RecordKind> {
        self.kind.with(|code| RecordKind::from_code(code))
    }

    /// Whose it is, tracked.
    pub fn organisation(self) -> Option<OrganisationId> {
        self.organisation.with(|key| key.parse().ok().map(OrganisationId))
    }

    /// Its name among the others of the gathering.
    pub fn label(self) -> String {
        self.kind().map_or("会议", RecordKind::label).to_owned()
    }
}

impl TopicForm {
    fn new(written: WrittenTopic) -> Self {
        Self {
            title: RwSignal::new(written.title),
            discussion: RwSignal::new(written.discussion),
            resolution: RwSignal::new(written.resolution),
            owner: RwSignal::new(written.owner),
            due_on: RwSignal::new(written.due_on),
            votes: RwSignal::new(written.votes.into_iter().map(VoteForm::new).collect()),
        }
    }

    fn written(self) -> WrittenTopic {
        WrittenTopic {
            title: self.title.get(),
            discussion: self.discussion.get(),
            resolution: self.resolution.get(),
            owner: self.owner.get(),
            due_on: self.due_on.get(),
            votes: self.votes.get().into_iter().map(VoteForm::written).collect(),
        }
    }
}

impl VoteForm {
    fn new(written: WrittenVote) -> Self {
        Self {
            kind: RwSignal::new(written.kind.map(VoteKind::code).unwrap_or_default().to_owned()),
            counts: written.counts.map(RwSignal::new),
        }
    }

    /// What stands in it, tracked.
    pub fn written(self) -> WrittenVote {
        WrittenVote { kind: self.kind(), counts: self.counts.map(|count| count.get()) }
    }

    /// What is voted on, tracked.
    pub fn kind(self) -> Option<VoteKind> {
        self.kind.with(|code| VoteKind::from_code(code))
    }
}
