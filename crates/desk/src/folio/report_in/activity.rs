//! 活动: the activities of the month or of all time, newest first, with presences and hours.

use branchbook_contract::folio::FolioPage;
use branchbook_domain::day::Month;
use branchbook_domain::text::tidy;
use branchbook_ledger::Reading;
use branchbook_ledger::table::activity::service::{ActivityFilter, ServiceDetail, list};

use super::GROUP;
use crate::error::Result;
use crate::folio::{Asked, Folio, Head, Line, PeopleKeys, Sheet, cell, dated, hours, noted};

/// The folio.
pub(crate) struct Activities;

const HEAD: Head = Head {
    folio: "activities",
    title: "服务活动",
    about: "志愿服务、包保等活动：时间、地点、主办、人次和时长。",
    group: GROUP,
};

const COLUMNS: &[(&str, u8)] = &[
    ("日期", 9),
    ("活动", 0),
    ("类别", 7),
    ("地点", 9),
    ("主办", 11),
    ("人次", 5),
    ("小时", 5),
    ("受益", 5),
];

impl Folio for Activities {
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
            .number("人次")
            .number("小时")
            .number("受益")
            .extra("主办")
            .begins("month")
            .chip("month", "本月")
            .chip("cancelled", "已取消")
            .empty("登记志愿服务、包保等活动和参加的人，时长自动计入单位、个人和积分。");
        let (month, text) = (Month::of(asked.on), tidy(asked.words));
        let filter = ActivityFilter { month: None, text: &text, with_cancelled: true };
        for found in list(reading, &filter, 0, u32::MAX)? {
            sheet.push(line(found, month));
        }
        // Words were looked for in the book.
        Ok(sheet.finish(&Asked { words: "", ..*asked }))
    }
}

fn line(found: ServiceDetail, month: Month) -> Line {
    let known = &found.activity;
    let is_cancelled = known.cancelled_on.is_some();
    let mark = match is_cancelled {
        true => Some("cancelled"),
        false => (known.booked_month == month).then_some("month"),
    };
    Line {
        row: known.id.0,
        cells: vec![
            dated(Some(known.occurred_on)),
            noted(&known.title, if is_cancelled { "已取消" } else { "" }),
            cell(&known.kind),
            cell(known.place.clone().unwrap_or_default()),
            cell(found.organisation.or(found.unit).unwrap_or_default()),
            cell(found.participants.to_string()),
            hours(found.minutes),
            cell(known.beneficiary_count.map(|count| count.to_string()).unwrap_or_default()),
        ],
        marks: mark.into_iter().collect(),
        ..Line::default()
    }
}
