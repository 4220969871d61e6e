//! 会议: what was held in a month, a quarter or a year, cancelled ones when they are asked for.

use branchbook_contract::folio::{FolioCell, FolioGroup, FolioPage, FolioTone};
use branchbook_contract::keyed::Keyed;
use branchbook_contract::meeting::MeetingRow;
use branchbook_domain::day::{Around, Day, Month};
use branchbook_domain::gathering::{GatheringMark, RecordKind};
use branchbook_domain::key::OrganisationId;
use branchbook_domain::organisation::Level;
use branchbook_ledger::table::gathering::span::records_between;
use branchbook_ledger::table::organisation::{self, Organisation};
use branchbook_ledger::{Reading, Stored};

use super::{
    Asked, Folio, Head, Line, PeopleKeys, Sheet, cell, dated, folio_chip, found_by, held_group, tagged,
};
use crate::error::Result;
use crate::meeting::list::{is_of, row};

/// The folio.
pub(crate) struct Meetings;

const HEAD: Head = Head {
    folio: "meetings",
    title: "会议列表",
    about: "开展了的组织生活：时间、类型、组织、主题、应到和实到。",
    group: "组织生活",
};

const COLUMNS: &[(&str, u8)] =
    &[("日期", 8), ("类型", 9), ("组织", 15), ("主题", 0), ("实到/应到", 8), ("请假/缺席", 8), ("状态", 9)];

/// Filters by what a record is besides being held.
const STATES: &[(&str, GatheringMark)] =
    &[("late", GatheringMark::Late), ("numbers", GatheringMark::NumbersOnly)];

impl Folio for Meetings {
    fn head(&self) -> Head {
        HEAD
    }

    fn has_page(&self) -> bool {
        true
    }

    fn people(&self) -> PeopleKeys {
        PeopleKeys::None
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .number("实到/应到")
            .number("请假/缺席")
            .extra("请假/缺席")
            .begins("held")
            .chip("held", "已开")
            .chip("late", GatheringMark::Late.label())
            .chip("numbers", GatheringMark::NumbersOnly.label())
            .chip("cancelled", GatheringMark::Cancelled.label())
            .empty("会议登记后列在这里；应开的次数和还缺的，看右边。");
        let held = Held::of(reading, asked)?;
        sheet.groups = held.groups();
        for row in held.rows.iter().filter(|row| held.fits(row, "")) {
            sheet.push(line(row));
        }
        Ok(sheet.finish(asked))
    }
}

/// The meetings of the year with what is chosen among them.
struct Held<'a> {
    rows: Vec<MeetingRow>,
    organisations: Vec<Stored<Organisation>>,
    month: Month,
    span: Around,
    more: &'a Keyed<String, String>,
    branch: Option<OrganisationId>,
    day: Option<Day>,
}

impl<'a> Held<'a> {
    fn of(reading: &Reading<'_>, asked: &Asked<'a>) -> Result<Self> {
        let month = Month::of(asked.on);
        let (first, last) = Around::Year.days(month);
        let organisations = organisation::all_as_on(reading, asked.on)?;
        let lines = records_between(reading, first, last)?;
        let rows = lines.into_iter().map(|line| row(&organisations, line)).collect();
        let span = asked.more.get("span").and_then(|code| Around::from_code(code)).unwrap_or_default();
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

    /// Whether a row is of the branch, or of one of its groups.
    fn is_of(&self, row: &MeetingRow, branch: OrganisationId) -> bool {
        is_of(&self.organisations, row.organisation, branch)
    }

    /// Whether a row fits what is chosen, leaving one of the further filters aside.
    fn fits(&self, row: &MeetingRow, but: &str) -> bool {
        let kind = self.more.get("kind").filter(|kind| !kind.is_empty());
        (but == "span" || holds(self.span, self.month, row.day))
            && (but == "subject" || self.branch.is_none_or(|branch| self.is_of(row, branch)))
            && (but == "kind" || kind.is_none_or(|kind| row.kind.code() == kind))
            && self.day.is_none_or(|day| row.day == day)
    }

    /// How many of those that were held would be left.
    fn count(&self, but: &str, is_it: impl Fn(&MeetingRow) -> bool) -> usize {
        let is_held = |row: &&MeetingRow| !row.marks.contains(&GatheringMark::Cancelled);
        self.rows.iter().filter(is_held).filter(|row| self.fits(row, but) && is_it(row)).count()
    }

    fn groups(&self) -> Vec<FolioGroup> {
        let span = |span: Around| {
            let count = self.count("span", |row| holds(span, self.month, row.day));
            folio_chip(span.code(), span.label(), count)
        };
        let kind = |kind: RecordKind| {
            folio_chip(kind.code(), kind.label(), self.count("kind", |row| row.kind == kind))
        };
        let is_home = |each: &&Stored<Organisation>| {
            !matches!(each.level, Level::Group | Level::Committee | Level::Street)
        };
        let branch = |branch: &Stored<Organisation>| {
            let count = self.count("subject", |row| self.is_of(row, branch.id));
            folio_chip(&branch.id.0.to_string(), &branch.name, count)
        };
        let group = |name: &str, label: &str, chips, chip: Option<String>, is_long| FolioGroup {
            name: name.to_owned(),
            label: label.to_owned(),
            chips,
            chip: chip.unwrap_or_default(),
            is_long,
        };
        let spans = Around::ALL.map(span).to_vec();
        let branches = self.organisations.iter().filter(is_home).map(branch).collect();
        let mut groups = vec![
            group("span", "时间", spans, Some(self.span.code().to_owned()), false),
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
            groups.push(held_group("day", "日期", &day.to_string(), self.count("", |_| true)));
        }
        groups
    }
}

fn holds(around: Around, month: Month, day: Day) -> bool {
    let (first, last) = around.days(month);
    (first..=last).contains(&day)
}

fn line(row: &MeetingRow) -> Line {
    let is_cancelled = row.marks.contains(&GatheringMark::Cancelled);
    let states =
        STATES.iter().filter(|(_, mark)| !is_cancelled && row.marks.contains(mark)).map(|(name, _)| *name);
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
        words: found_by(&[&row.organisation_name, &host], &[&theme, &row.kind_label]),
        ..Line::default()
    }
}

/// The marks in the tone of the gravest.
fn marks(marks: &[GatheringMark]) -> FolioCell {
    let tone = match marks.iter().max() {
        None => return FolioCell::default(),
        Some(GatheringMark::Cancelled) => FolioTone::Late,
        Some(_) if marks.contains(&GatheringMark::Late) => FolioTone::Due,
        Some(_) if marks.contains(&GatheringMark::Register) => FolioTone::Info,
        Some(_) => FolioTone::Plain,
    };
    tagged(GatheringMark::words(marks), tone)
}
