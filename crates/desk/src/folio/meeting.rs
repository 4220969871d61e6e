//! 会议: what was held in a month, a quarter or a year, cancelled ones when they are asked for.

use branchbook_contract::folio::{
    FolioCell, FolioDone, FolioEntry, FolioGroup, FolioPage, FolioSubject, FolioTone,
};
use branchbook_contract::keyed::Keyed;
use branchbook_contract::meeting::MeetingRow;
use branchbook_domain::day::{Day, Month};
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::Level;
use branchbook_ledger::table::gathering::span::records_between;
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{Reading, Stored};

use super::ranking::words;
use super::{Asked, Deed, Folio, Head, Line, Sheet, Values, cell, dated, folio_chip, tagged};
use crate::desk::Desk;
use crate::dispatch::Outcome;
use crate::error::Result;
use crate::meeting::list::row;

/// The folio.
pub(crate) struct Meetings;

const HEAD: Head = Head {
    folio: "meetings",
    title: "会议列表",
    about: "开展了的组织生活：时间、类型、组织、主题、应到和实到。",
    group: "组织生活",
};

const COLUMNS: &[(&str, u8)] =
    &[("日期", 8), ("类型", 9), ("组织", 10), ("主题", 0), ("实到/应到", 8), ("请假/缺席", 8), ("状态", 11)];

/// Filters by what a record is besides being held, with the mark that says so.
const STATES: &[(&str, &str)] = &[("late", "补录"), ("numbers", "只有人数")];
const CANCELLED: &str = "已取消";

impl Folio for Meetings {
    fn head(&self) -> Head {
        HEAD
    }

    fn has_page(&self) -> bool {
        true
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("实到/应到")
            .number("请假/缺席")
            .begins("held")
            .chip("held", "已开")
            .chip("late", "补录")
            .chip("numbers", "只有人数")
            .chip("cancelled", CANCELLED)
            .empty("会议登记后列在这里；应开的次数和还缺的，看右边。");
        let held = Held::of(reading, asked)?;
        sheet.groups = held.groups();
        sheet.subject = held.subject();
        for row in held.rows.iter().filter(|row| held.fits(row, "")) {
            sheet.push(line(row));
        }
        Ok(sheet.finish(asked))
    }

    fn entry(&self, _reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        deed.unknown()
    }

    fn act(&self, _desk: &mut Desk, deed: &Deed<'_>, _values: Values) -> Result<Outcome<FolioDone>> {
        deed.unknown()
    }
}

/// How much time is shown.
struct Span {
    code: &'static str,
    label: &'static str,
    first: Day,
    last: Day,
}

impl Span {
    /// The month, its quarter, its year.
    fn all(month: Month) -> [Self; 3] {
        let [first, _, last] = month.quarter().months();
        let january = month.plus(1 - i32::try_from(month.month()).unwrap_or(1));
        let span = |code, label, first: Month, last: Month| Self {
            code,
            label,
            first: first.first_day(),
            last: last.last_day(),
        };
        [
            span("month", "本月", month, month),
            span("quarter", "本季", first, last),
            span("year", "全年", january, january.plus(11)),
        ]
    }

    fn holds(&self, day: Day) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// The meetings of the year with what is chosen among them.
struct Held<'a> {
    rows: Vec<MeetingRow>,
    organisations: Vec<Stored<Organisation>>,
    month: Month,
    span: Span,
    more: &'a Keyed<String, String>,
    branch: Option<OrganisationId>,
    day: Option<Day>,
}

impl<'a> Held<'a> {
    fn of(reading: &Reading<'_>, asked: &Asked<'a>) -> Result<Self> {
        let month = Month::of(asked.on);
        let [of_month, of_quarter, of_year] = Span::all(month);
        let organisations = organisation::list(reading)?;
        let lines = records_between(reading, of_year.first, of_year.last)?;
        let rows = lines.into_iter().map(|line| row(&organisations, line)).collect();
        let span = match asked.more.get("span").map(String::as_str) {
            Some("quarter") => of_quarter,
            Some("year") => of_year,
            _ => of_month,
        };
        Ok(Self {
            rows,
            organisations,
            month,
            span,
            more: asked.more,
            branch: asked.subject.map(OrganisationId),
            day: asked.more.get("day").and_then(|day| day.parse().ok()),
        })
    }

    /// The branch of an organisation: a group counts as its branch.
    fn home(&self, id: OrganisationId) -> OrganisationId {
        let found = self.organisations.iter().find(|each| each.id == id);
        let group = found.filter(|found| found.level == Level::Group);
        group.and_then(|group| group.parent_id).unwrap_or(id)
    }

    /// Whether a row fits what is chosen, leaving one of the further filters aside.
    fn fits(&self, row: &MeetingRow, but: &str) -> bool {
        let kind = self.more.get("kind").filter(|kind| !kind.is_empty());
        (but == "span" || self.span.holds(row.day))
            && (but == "subject" || self.branch.is_none_or(|branch| self.home(row.organisation) == branch))
            && (but == "kind" || kind.is_none_or(|kind| row.kind.code() == kind))
            && self.day.is_none_or(|day| row.day == day)
    }

    /// How many of those that were held would be left.
    fn count(&self, but: &str, is_it: impl Fn(&MeetingRow) -> bool) -> usize {
        let is_held = |row: &&MeetingRow| row.marks.iter().all(|mark| mark != CANCELLED);
        self.rows.iter().filter(is_held).filter(|row| self.fits(row, but) && is_it(row)).count()
    }

    fn groups(&self) -> Vec<FolioGroup> {
        let span = |span: &Span| {
            let count = self.count("span", |row| span.holds(row.day));
            folio_chip(span.code, span.label, count)
        };
        let kind = |kind: RecordKind| {
            folio_chip(kind.code(), kind.label(), self.count("kind", |row| row.kind == kind))
        };
        let is_home = |each: &&Stored<Organisation>| {
            !matches!(each.level, Level::Group | Level::Committee | Level::Street)
        };
        let branch = |branch: &Stored<Organisation>| {
            let count = self.count("subject", |row| self.home(row.organisation) == branch.id);
            folio_chip(&branch.id.0.to_string(), &branch.name, count)
        };
        let group = |name: &str, label: &str, chips, chip: Option<String>, is_long| FolioGroup {
            name: name.to_owned(),
            label: label.to_owned(),
            chips,
            chip: chip.unwrap_or_default(),
            is_long,
        };
        let spans = Span::all(self.month).iter().map(span).collect();
        let branches = self.organisations.iter().filter(is_home).map(branch).collect();
        let mut groups = vec![
            group("span", "时间", spans, Some(self.span.code.to_owned()), false),
            group(
                "kind",
                "会议类型",
                RecordKind::ALL.map(kind).to_vec(),
                self.more.get("kind").cloned(),
                true,
            ),
            group("subject", "支部", branches, self.branch.map(|branch| branch.0.to_string()), true),
        ];
        if let Some(day) = self.day {
            let chips = vec![folio_chip("", &format!("{day} ×"), self.count("", |_| true))];
            groups.push(group("day", "日期", chips, None, false));
        }
        groups
    }

    /// What is chosen, in words.
    fn subject(&self) -> Option<FolioSubject> {
        let kind = self.more.get("kind").and_then(|code| RecordKind::from_code(code));
        let branch = self.branch.and_then(|id| self.organisations.iter().find(|each| each.id == id));
        let parts = [
            Some(self.span.label.to_owned()),
            branch.map(|branch| branch.name.clone()),
            kind.map(|kind| kind.label().to_owned()),
            self.day.map(|day| day.to_string()),
        ];
        let label = parts.into_iter().flatten().collect::<Vec<_>>().join("，");
        Some(FolioSubject { label, opens: None })
    }
}

fn line(row: &MeetingRow) -> Line {
    let has = |mark: &str| row.marks.iter().any(|each| each == mark);
    let is_cancelled = has(CANCELLED);
    let states = STATES.iter().filter(|(_, mark)| !is_cancelled && has(mark)).map(|(name, _)| *name);
    let theme = row.theme.clone().unwrap_or_default();
    let host = row.host.clone().unwrap_or_default();
    Line {
        // The record that opens is the whole gathering.
        row: row.gathering.0,
        cells: vec![
            dated(Some(row.day)),
            cell(&row.kind_label),
            cell(&row.organisation_name),
            cell(&theme),
            cell(format!("{}/{}", row.present, row.due)),
            cell(format!("{}/{}", row.leave, row.absent)),
            marks(&row.marks),
        ],
        marks: [if is_cancelled { "cancelled" } else { "held" }].into_iter().chain(states).collect(),
        words: format!("{theme} {} {} {}", row.kind_label, words(&row.organisation_name), words(&host))
            .to_lowercase(),
        ..Line::default()
    }
}

/// The marks in the tone of the gravest.
fn marks(marks: &[String]) -> FolioCell {
    let has = |mark: &str| marks.iter().any(|each| each == mark);
    let tone = match marks {
        [] => return FolioCell::default(),
        _ if has(CANCELLED) => FolioTone::Late,
        _ if has("补录") => FolioTone::Due,
        _ if has("按登记表补入") => FolioTone::Info,
        _ => FolioTone::Plain,
    };
    tagged(marks.join("、"), tone)
}
