//! A row of the roster as a member: every cell read, every doubt said. Must not look into the book.

use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::day::PartialDay;
use branchbook_domain::id_number::{IdFinding, IdNumber};
use branchbook_domain::key::CustomFieldId;
use branchbook_domain::member::{CustomKind, DraftFault, LifeDays};
use branchbook_domain::name::name_and_note;
use branchbook_domain::office_day::{DayNote, DayProblem};
use branchbook_domain::phone::read_phones;
use branchbook_domain::standing::{MemberClass, check_standing, in_years_without_probation};
use branchbook_domain::text::squeeze;

use super::field::key;
use super::own::own_of;
use super::rare::{Rare, Unsure, october};
use crate::intake::{Context, SourceRow};

/// What a row says of a member. `None` is nothing said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub name: String,
    pub sex: Option<Sex>,
    pub nation: Option<Nation>,
    pub birth: Option<PartialDay>,
    pub id_number: Option<IdNumber>,
    pub education: Option<Education>,
    pub joined: Option<PartialDay>,
    pub became_full: Option<PartialDay>,
    pub branch: Option<String>,
    /// Name of the sheet where it has no column for the branch: a sheet for each branch bears the branch on its tab.
    pub tab: Option<String>,
    pub group: Option<String>,
    pub phones: Vec<String>,
    pub address: Option<String>,
    pub employer: Option<String>,
    pub work_post: Option<WorkPost>,
    pub new_stratum: Option<NewStratum>,
    /// Whether somebody is away, if a column says it.
    pub is_mobile: Option<bool>,
    /// Whether nobody can reach somebody, if a column says it.
    pub is_lost: Option<bool>,
    pub note: Option<String>,
    /// What few rows say.
    pub rare: Rare,
    /// What stands in the office's own fields.
    pub extra: Vec<(CustomFieldId, String)>,
    /// What deserves a look.
    pub notes: Vec<Note>,
    /// Dates that were serial numbers.
    pub serial_count: u32,
}

/// A sentence about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    pub text: String,
    /// What the row lacks: nothing is to be said if the book knows it.
    pub lacks: Option<Lack>,
}

/// A day that a row may lack and the book know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// When somebody joined.
    Joined,
    /// When somebody became a full member.
    BecameFull,
}

impl Draft {
    /// All that it says, without what was doubtful about how it was written.
    pub fn in_words(&self) -> String {
        format!("{:?}", Self { notes: Vec::new(), serial_count: 0, ..self.clone() })
    }
}

/// Reads a row.
pub(super) fn read(row: &SourceRow, context: &Context<'_>) -> Draft {
    let mut reader = Reader { row, context, draft: Draft::default(), behind_name: None, class: None };
    reader.read_person();
    reader.read_dates();
    reader.read_id_number();
    reader.read_contacts();
    reader.read_remarks();
    reader.read_behind_name();
    reader.read_standing();
    reader.read_posts();
    reader.read_place();
    reader.read_own();
    reader.check();
    reader.draft
}

/// A row on its way to a draft.
pub(super) struct Reader<'a> {
    pub(super) row: &'a SourceRow,
    pub(super) context: &'a Context<'a>,
    pub(super) draft: Draft,
    /// What stands behind the name.
    pub(super) behind_name: Option<String>,
    /// Full or probationary as the row says, and the field that says so.
    pub(super) class: Option<(&'static str, MemberClass)>,
}

impl Reader<'_> {
    pub(super) fn note(&mut self, key: &str, sentence: &str) {
        self.draft.notes.push(Note { text: self.row.say(key, sentence), lacks: None });
    }

    fn lacks(&mut self, lack: Lack, key: &str, sentence: &str) {
        self.draft.notes.push(Note { text: self.row.say(key, sentence), lacks: Some(lack) });
    }

    fn read_person(&mut self) {
        (self.draft.name, self.behind_name) = name_and_note(self.row.text(key::NAME));
        self.draft.sex = self.coded(key::SEX, Sex::read);
        self.draft.nation = self.coded(key::NATION, Nation::read);
        self.draft.education = self.coded(key::EDUCATION, Education::read);
        self.draft.work_post = self.coded(key::WORK_POST, WorkPost::read);
        self.draft.new_stratum = self.coded(key::NEW_STRATUM, NewStratum::read);
        self.draft.branch = self.row.value(key::BRANCH);
        self.draft.tab = (!self.row.has(key::BRANCH)).then(|| self.row.sheet_name().to_owned());
        self.draft.group = self.row.value(key::GROUP);
    }

    fn coded<T>(&mut self, key: &str, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.row.value(key)?;
        let found = read(&text);
        if found.is_none() {
            self.note(key, &format!("「{text}」不在代码表中，已留空，请补选。"));
        }
        found
    }

    fn read_dates(&mut self) {
        self.draft.birth = self.day(key::BIRTH);
        self.draft.joined = self.day(key::JOINED);
        self.draft.became_full = self.day(key::BECAME_FULL);
    }

    fn day(&mut self, key: &str) -> Option<PartialDay> {
        match self.row.day(key, self.context) {
            Ok(read) => {
                for note in &read.notes {
                    self.day_note(key, note);
                }
                Some(read.day)
            }
            Err(DayProblem::Blank) => None,
            Err(DayProblem::Word(word)) if key == key::BECAME_FULL && is_not_yet(&word) => None,
            Err(problem) => {
                self.note(key, &format!("{}本栏已留空。", problem.sentence()));
                None
            }
        }
    }

    fn day_note(&mut self, key: &str, note: &DayNote) {
        let own = [key::BIRTH, key::JOINED, key::BECAME_FULL].into_iter().find(|own| *own == key);
        match (note, own) {
            (DayNote::FromSerial { .. }, _) => self.draft.serial_count += 1,
            // What the book or the ID number says may settle it: it is told when that is known.
            (DayNote::JanuaryAssumed { said }, Some(key)) => {
                self.draft.rare.unsure.push(Unsure { key, text: said.clone() });
            }
            _ => self.note(key, &note.sentence()),
        }
    }

    /// Of January and October the ID number knows which.
    fn settle_birth(&mut self, number: &IdNumber) {
        let Some(at) = self.draft.rare.unsure.iter().position(|unsure| unsure.key == key::BIRTH) else {
            return;
        };
        let Some((january, in_id)) = self.draft.birth.zip(number.birth()) else { return };
        let fitting =
            [Some(january), october(january)].into_iter().flatten().find(|month| month.may_be(in_id));
        if let Some(month) = fitting {
            let unsure = self.draft.rare.unsure.remove(at);
            self.draft.birth = Some(month);
            self.note(key::BIRTH, &format!("「{}」按身份证号读作 {}。", unsure.text, month.label()));
        }
    }

    fn read_id_number(&mut self) {
        let reading = self.row.id_number(key::ID_NUMBER);
        for finding in reading.findings.iter().filter(|finding| finding.is_warning()) {
            self.note(key::ID_NUMBER, &finding.sentence());
        }
        let Some(number) = reading.number else { return };
        if number.has_right_checksum() {
            self.settle_birth(&number);
        }
        for finding in number.contradicts(self.draft.birth, self.draft.sex) {
            let key = if matches!(finding, IdFinding::SexDiffers { .. }) { key::SEX } else { key::BIRTH };
            self.note(key, &finding.sentence());
        }
        if number.has_right_checksum() {
            self.draft.birth = self.draft.birth.or_else(|| number.birth().map(PartialDay::Day));
            self.draft.sex = self.draft.sex.or(Some(number.sex()));
        }
        self.draft.id_number = Some(number);
    }

    fn read_contacts(&mut self) {
        for key in [key::PHONE, key::OTHER_PHONE] {
            // A list that was exported masked comes back: its stars must never take the place of a number.
            if self.row.text(key).contains("**") {
                self.note(key, "是隐去了数字的号码，没有读入，台账中的电话不变。");
                continue;
            }
            let phones = read_phones(self.row.text(key));
            for finding in &phones.findings {
                self.note(key, &finding.sentence());
            }
            self.draft.phones.extend(phones.numbers.into_iter().map(|number| number.text));
        }
        self.draft.address = self.row.words(key::ADDRESS).filter(|address| !address.contains("**"));
        if self.draft.address.is_none() && self.row.text(key::ADDRESS).contains("**") {
            self.note(key::ADDRESS, "是隐去了门牌的住址，没有读入，台账中的住址不变。");
        }
        self.draft.employer = self.row.words(key::EMPLOYER);
    }

    fn read_remarks(&mut self) {
        self.draft.note = self.row.words(key::NOTE);
        self.read_mobile();
        let speaks_of_mobile = self.draft.note.as_deref().is_some_and(|note| note.contains("流动"));
        if speaks_of_mobile && self.draft.is_mobile != Some(true) {
            self.note(key::NOTE, "写有“流动”，备注已照录；是否登记为流动党员请人工确定。");
        }
    }

    fn read_own(&mut self) {
        for own in own_of(self.row.layout.fields) {
            // Cells that are dates are read as such.
            let said = match own.kind {
                CustomKind::Day => self.day(&own.key).map(|day| day.to_string()),
                CustomKind::Text => self.row.words(&own.key),
                _ => self.row.value(&own.key),
            };
            match said.map_or(Ok(None), |said| own.stored(&said, self.context.today)) {
                Ok(stored) => self.draft.extra.extend(stored),
                Err(message) => self.note(&own.key, &format!("{message}本栏已留空。")),
            }
        }
    }

    /// Days that no form takes are left out, each with its sentence; what only looks wrong is told.
    fn check_days(&mut self) {
        while let Some(fault) = self.fault() {
            let (key, slot) = match fault.field {
                "birth_on" => (key::BIRTH, &mut self.draft.birth),
                "joined_on" => (key::JOINED, &mut self.draft.joined),
                _ => (key::BECAME_FULL, &mut self.draft.became_full),
            };
            if slot.take().is_none() {
                break;
            }
            self.draft.rare.unsure.retain(|unsure| unsure.key != key);
            self.note(key, &format!("{}本栏已留空。", fault.message));
        }
        let days = LifeDays {
            birth_on: self.draft.birth,
            joined_on: self.draft.joined,
            became_full_on: self.draft.became_full,
        };
        if let Some(doubt) = days.doubt_of_age() {
            self.note(key::JOINED, &doubt);
        }
    }

    /// What is wrong with the days, whichever months are meant by those that may be two.
    fn fault(&self) -> Option<DraftFault> {
        let readings = |key: &str, day: Option<PartialDay>| {
            let other = day.filter(|_| self.draft.rare.is_unsure(key)).and_then(october);
            [Some(day), other.map(Some)].into_iter().flatten()
        };
        let (birth, joined) = (self.draft.birth, self.draft.joined);
        let mut first = None;
        for birth_on in readings(key::BIRTH, birth) {
            for joined_on in readings(key::JOINED, joined) {
                for became_full_on in readings(key::BECAME_FULL, self.draft.became_full) {
                    let days = LifeDays { birth_on, joined_on, became_full_on };
                    let fault = days.fault(self.context.today)?;
                    first.get_or_insert(fault);
                }
            }
        }
        first
    }

    fn awaits_full(&self) -> bool {
        self.draft.became_full.is_some_and(|full| full.earliest() > self.context.today)
    }

    /// What the dates say of each other, as of today.
    fn check(&mut self) {
        self.check_days();
        let has_joined = self.draft.joined;
        match self.class {
            Some((key, MemberClass::Full)) if self.draft.became_full.is_none() => {
                if let Some(joined) = has_joined {
                    let counted = if in_years_without_probation(joined) {
                        ""
                    } else {
                        "；补填以前按预备党员统计"
                    };
                    let sentence = format!("写的是正式党员，但没有转正时间，请补填{counted}。");
                    self.lacks(Lack::BecameFull, key, &sentence);
                }
            }
            // Whose 转正 is still to come is known to be probationary without the day of joining.
            Some((key, MemberClass::Probationary)) if has_joined.is_none() && !self.awaits_full() => {
                self.draft.rare.undated = Some(key);
            }
            _ => {}
        }
        let Some(joined) = self.draft.joined else {
            if self.row.text(key::JOINED).trim().is_empty() {
                self.lacks(Lack::Joined, key::JOINED, "没有填写，党龄和预备期无法计算，请补填。");
            }
            return;
        };
        let full = self.draft.became_full;
        if let Some((key, MemberClass::Probationary)) = self.class
            && full.is_some_and(|full| full.latest() <= self.context.today)
        {
            self.note(key, "写的是预备党员，转正时间却已经到了，请核对。");
        }
        for finding in check_standing(&self.draft.name, self.context.today, joined, full) {
            let said = format!("{}{}", finding.gap, finding.advice);
            match full {
                Some(_) => self.note(key::BECAME_FULL, &said),
                None => self.lacks(Lack::BecameFull, key::BECAME_FULL, &said),
            }
        }
    }
}

fn is_not_yet(word: &str) -> bool {
    let word = squeeze(word);
    word.contains("预备") || word.contains("未转正") || word.contains("尚未")
}
