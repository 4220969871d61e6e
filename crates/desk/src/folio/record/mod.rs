//! The history of one record and its paper: what was done to a meeting, an activity, a unit, a post, a report-in, a
//! member or a row of a folio, by whom, when, and what it changed; each step that stands can be taken back from here.
//! A history is a folio narrowed to its record. It stands in no list of folios: the record leads to it. Which rows a
//! record is made of and what its paper says is a [`Record`]; a new kind of record is one more of them.

mod made_of;
mod page;
mod paper;
mod word;
mod word_of_column;

#[cfg(test)]
mod tests;

use branchbook_contract::book::{HistoryUndo, Office};
use branchbook_contract::folio::{FolioDone, FolioEntry, FolioLink, FolioPage, Paper};
use branchbook_domain::day::Day;
use branchbook_domain::key::ChangeId;
use branchbook_ledger::change::{self, RecordRows};
use branchbook_ledger::table::care::{ContactMade, Mobility, TagHeld};
use branchbook_ledger::table::custom::{CustomField, SavedView};
use branchbook_ledger::table::exchange::{ParcelReceived, ParcelRefused, ParcelSent, Partner};
use branchbook_ledger::table::letter::TransferLetter;
use branchbook_ledger::table::membership::{Condition, Movement, PostHeld};
use branchbook_ledger::table::role::RoleHeld;
use branchbook_ledger::{LedgerError, Reading};

use super::{Asked, Deed, Folio, Head, PeopleKeys, Values, button};
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Unwatched;

/// The act of a row that leads to its history.
const HISTORY: &str = "history";
/// The act of a history that lays out the paper of its record.
const PAPER: &str = "paper";
/// The act of a step that takes it back.
pub(super) const UNDO: &str = "undo";

/// The rows of the record with a key.
type MadeOf = fn(&Reading<'_>, i64) -> Result<Vec<RecordRows>, LedgerError>;
/// The name of the record with a key; an unknown key is refused.
type Name = fn(&Reading<'_>, i64) -> Result<String, LedgerError>;
/// Lays out the paper of the record with a key, on a day.
type Draw = fn(&Reading<'_>, i64, Day) -> Result<Paper>;

/// A kind of record.
pub(crate) struct Record {
    /// The name of its history in requests.
    folio: &'static str,
    /// What a person calls its history.
    title: &'static str,
    made_of: MadeOf,
    name: Name,
    home: Home,
    /// Its paper, with what stands on the button.
    paper: Option<(&'static str, Draw)>,
    /// Whether its key is that of a person.
    people: PeopleKeys,
    /// Whether both offices have such records, and not the community alone.
    is_shared: bool,
}

/// Where a record is to be seen.
#[derive(Clone, Copy)]
enum Home {
    /// A page of the window: the address of the list, which shows the record as `open`.
    Page(&'static str),
    /// The register.
    Register,
    /// A folio.
    Folio(&'static str),
}

impl Home {
    /// The record, or the list that it stands in.
    fn link(self, key: Option<i64>) -> FolioLink {
        match (self, key) {
            (Self::Register, Some(key)) => FolioLink::Member(key),
            (Self::Register, None) => FolioLink::Page("members".to_owned()),
            (Self::Folio(folio), _) => FolioLink::Folio(folio.to_owned(), None),
            (Self::Page(list), None) => FolioLink::Page(list.to_owned()),
            (Self::Page(list), Some(key)) => {
                let mark = if list.contains('?') { '&' } else { '?' };
                FolioLink::Page(format!("{list}{mark}open={key}"))
            }
        }
    }
}

/// A kind of record without a paper of its own.
const fn record(
    folio: &'static str,
    title: &'static str,
    (name, made_of): (Name, MadeOf),
    home: Home,
) -> Record {
    Record { folio, title, made_of, name, home, paper: None, people: PeopleKeys::None, is_shared: false }
}

macro_rules! records {
    ($($name:ident = $record:expr;)+) => {
        $(pub(crate) static $name: Record = $record;)+
        /// All kinds of record.
        static RECORDS: &[&Record] = &[$(&$name),+];
    };
}

records! {
    MEETING = Record {
        paper: Some(("打印会议记录", paper::meeting::paper)),
        ..record("meeting_history", "会议历史", (made_of::meeting_name, made_of::meeting), Home::Page("meetings"))
    };
    ACTIVITY = Record {
        paper: Some(("打印活动记录", paper::service::activity)),
        ..record("activity_history", "活动历史", (made_of::activity_name, made_of::activity), Home::Page("report-in?tab=activities"))
    };
    UNIT = Record {
        paper: Some(("打印单位情况", paper::unit::unit)),
        ..record("unit_history", "单位历史", (made_of::unit_name, made_of::unit), Home::Page("report-in?tab=units"))
    };
    SERVICE_POST = Record {
        paper: Some(("打印岗位情况", paper::service::post)),
        ..record("post_history", "岗位历史", (made_of::post_name, made_of::post), Home::Page("report-in?tab=posts"))
    };
    REPORT_IN = Record {
        paper: Some(("打印报到记录", paper::unit::report_in)),
        ..record("report_in_history", "报到历史", (made_of::report_in_name, made_of::report_in), Home::Page("report-in?tab=people"))
    };
    MEMBER = Record {
        paper: Some(("打印登记信息", paper::member::paper)),
        people: PeopleKeys::Subject,
        ..record("member_history", "党员历史", (made_of::member_name, made_of::member), Home::Register)
    };
    DUTY_POST = record("catalogue_history", "岗位目录历史", (made_of::post_name, made_of::post), Home::Folio("catalogue"));
    DUTY = record("duty_history", "定岗历史", (made_of::duty_name, made_of::duty), Home::Folio("duties"));
    MOVEMENT = record("movement_history", "增减历史", (made_of::movement_name, made_of::alone::<Movement>), Home::Folio("movements"));
    LETTER = record("letter_history", "介绍信历史", (made_of::letter_name, made_of::alone::<TransferLetter>), Home::Folio("letters"));
    CONDITION = record("condition_history", "特殊情况历史", (made_of::condition_name, made_of::alone::<Condition>), Home::Folio("conditions"));
    CONTACT = record("contact_history", "联系走访历史", (made_of::contact_name, made_of::alone::<ContactMade>), Home::Folio("contacts"));
    MOBILITY = record("mobility_history", "流动去向历史", (made_of::mobility_name, made_of::alone::<Mobility>), Home::Folio("mobility"));
    TAG = record("tag_history", "标签历史", (made_of::tag_name, made_of::alone::<TagHeld>), Home::Folio("tags"));
    POST_HELD = record("posts_history", "任职历史", (made_of::post_held_name, made_of::alone::<PostHeld>), Home::Folio("posts"));
    PARTICIPANT = record("participant_history", "身份历史", (made_of::role_name, made_of::alone::<RoleHeld>), Home::Folio("participants"));
    CASE = record("case_history", "发展档案历史", (made_of::case_name, made_of::case), Home::Folio("development"));
    ORGANISATION = record("organisation_history", "组织历史", (made_of::organisation_name, made_of::organisation), Home::Folio("organisations"));
    PLACE = record("place_history", "网格小区历史", (made_of::place_name, made_of::place), Home::Folio("places"));
    FIELD = record("field_history", "自定义栏目历史", (made_of::field_name, made_of::alone::<CustomField>), Home::Folio("fields"));
    PARTNER = Record {
        is_shared: true,
        ..record("partner_history", "往来单位历史", (made_of::partner_name, made_of::alone::<Partner>), Home::Folio("parcels"))
    };
    PARCEL_SENT = Record {
        is_shared: true,
        ..record("sent_history", "发出文件历史", (made_of::sent_name, made_of::alone::<ParcelSent>), Home::Folio("parcels"))
    };
    PARCEL_RECEIVED = Record {
        is_shared: true,
        ..record("received_history", "收到文件历史", (made_of::received_name, made_of::alone::<ParcelReceived>), Home::Folio("parcels"))
    };
    PARCEL_REFUSED = Record {
        is_shared: true,
        ..record("refused_history", "拒收文件历史", (made_of::refused_name, made_of::alone::<ParcelRefused>), Home::Folio("parcels"))
    };
    VIEW = record("view_history", "常用列表历史", (made_of::view_name, made_of::alone::<SavedView>), Home::Folio("lists"));
}

impl Record {
    /// The record of this kind that a row stands for.
    pub const fn of(&'static self, key: i64) -> RowRecord {
        RowRecord { record: self, key, label: "历史" }
    }

    const fn head(&self) -> Head {
        Head {
            folio: self.folio,
            title: self.title,
            about: "每一次登记和修改：谁、什么时候、改了什么。还能撤销的，可以在这里撤销。",
            group: "历史",
        }
    }

    /// The record that is meant; a history of nothing is a fault of the shell.
    fn key(subject: Option<i64>) -> Result<i64> {
        subject.ok_or_else(|| DeskError::refused("请先打开一条记录，再打印或查看它的历史。"))
    }

    fn paper(&self, desk: &Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
        let Some((_, draw)) = self.paper else { return deed.unknown() };
        let key = Self::key(deed.subject)?;
        let paper = desk.book()?.read(|reading| draw(reading, key, deed.today))?;
        let sentence = format!("{}已排好，可以打印。", paper.title);
        Ok(Outcome::unchanged(FolioDone { sentence, paper: Some(paper), ..FolioDone::default() }))
    }

    /// The step in a row, if it is one of this record.
    fn step(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<change::Summary> {
        let (key, id) = (Self::key(deed.subject)?, ChangeId(deed.need_row()?));
        let changes = change::record_history(reading, &(self.made_of)(reading, key)?)?;
        let found = changes.into_iter().map(|told| told.change).find(|change| change.id == id);
        found.ok_or_else(|| DeskError::refused("这一步不在这条记录的历史里，请刷新后再试。"))
    }

    fn undo(&self, desk: &mut Desk, deed: &Deed<'_>) -> Result<Outcome<FolioDone>> {
        let key = Self::key(deed.subject)?;
        let step = desk.book()?.read(|reading| self.step(reading, deed))?;
        let Outcome { body, changed } = desk.handle(HistoryUndo { change: Some(step.id) }, &Unwatched)?;
        let is_gone = desk.book()?.read(|reading| (self.name)(reading, key)).is_err();
        let opens = is_gone.then(|| self.home.link(None));
        let sentence = format!("已撤销：{}。", body.title);
        Ok(Outcome { body: FolioDone { sentence, opens, ..FolioDone::default() }, changed })
    }
}

impl Folio for Record {
    fn head(&self) -> Head {
        Self::head(self)
    }

    fn is_of(&self, office: Office) -> bool {
        self.is_shared || office == self.office()
    }

    fn people(&self) -> PeopleKeys {
        self.people
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        page::of_record(self, reading, asked, Self::key(asked.subject)?)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match (deed.act, self.paper) {
            (PAPER, Some((label, _))) => {
                (self.name)(reading, Self::key(deed.subject)?)?;
                Ok(done_at_once(label))
            }
            (UNDO, _) => Ok(undo_form(&self.step(reading, deed)?)),
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, _: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            PAPER => self.paper(desk, deed),
            UNDO => self.undo(desk, deed),
            _ => deed.unknown(),
        }
    }
}

/// The question before a step is taken back.
pub(super) fn undo_form(step: &change::Summary) -> FolioEntry {
    FolioEntry {
        title: "撤销这一步".to_owned(),
        about: format!(
            "将撤销“{}”（{}，{}）。这一步同时写下的其他内容也一起恢复原样；撤错了，可以再撤回来。",
            step.title, step.at, step.operator_name
        ),
        fields: Vec::new(),
        button: "撤销".to_owned(),
        is_danger: true,
    }
}

/// An act that asks nothing.
fn done_at_once(title: &str) -> FolioEntry {
    FolioEntry {
        title: title.to_owned(),
        about: String::new(),
        fields: Vec::new(),
        button: String::new(),
        is_danger: false,
    }
}

/// The record that a row of a folio stands for.
#[derive(Clone, Copy)]
pub(crate) struct RowRecord {
    record: &'static Record,
    key: i64,
    /// What stands on the button of its history.
    label: &'static str,
}

impl RowRecord {
    /// The same under other words, where a row has several.
    #[must_use]
    pub const fn called(self, label: &'static str) -> Self {
        Self { label, ..self }
    }
}

/// The history of this name.
pub(super) fn named(name: &str) -> Option<&'static dyn Folio> {
    RECORDS.iter().find(|record| record.folio == name).map(|record| *record as &dyn Folio)
}

/// Offers the history with every row that stands for a record, and of several the history of each.
pub(super) fn offer(folio: &dyn Folio, page: &mut FolioPage, subject: Option<i64>) {
    for row in &mut page.rows {
        let records = folio.records_of(row.row, subject);
        row.acts.extend((1..).zip(records).map(|(nth, record)| button(&act_of(nth), record.label)));
    }
}

/// The act that leads to the history of the nth record of a row: `history`, `history_2`.
fn act_of(nth: usize) -> String {
    if nth == 1 { HISTORY.to_owned() } else { format!("{HISTORY}_{nth}") }
}

/// What is offered with every row of a folio is done here, and not by the folio.
pub(super) fn form_of_row(folio: &dyn Folio, deed: &Deed<'_>) -> Option<FolioEntry> {
    history_of(folio, deed).map(|_| done_at_once("历史"))
}

/// Leads to the history of a row.
pub(super) fn act_of_row(folio: &dyn Folio, deed: &Deed<'_>) -> Option<Outcome<FolioDone>> {
    let RowRecord { record, key, .. } = history_of(folio, deed)?;
    let opens = Some(FolioLink::Folio(record.folio.to_owned(), Some(key)));
    Some(Outcome::unchanged(FolioDone { opens, ..FolioDone::default() }))
}

fn history_of(folio: &dyn Folio, deed: &Deed<'_>) -> Option<RowRecord> {
    let records = folio.records_of(deed.row?, deed.subject);
    (1..).zip(records).find(|(nth, _)| act_of(*nth) == deed.act).map(|(_, record)| record)
}
