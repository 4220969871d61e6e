//! A list of members as a workbook: what the screen shows, in its order, masked unless it is to be shown in full.
//! That a list has left the book is recorded before the file takes its name.

use std::path::Path;

use std::collections::HashMap;

use branchbook_contract::member::{MemberExport, MemberExported, MemberList, MemberRow};
use branchbook_domain::code::{NewStratum, WorkPost};
use branchbook_domain::day::Day;
use branchbook_domain::key::{PersonId, PlaceId};
use branchbook_domain::mask::{mask_address, mask_phone};
use branchbook_domain::reveal::RevealWay;
use branchbook_ledger::table::membership::people;
use branchbook_ledger::table::organisation::Place;
use branchbook_ledger::table::person::Person;
use branchbook_ledger::vault::temporary::TEMPORARY;
use branchbook_ledger::{Operation, OperationKind, Reading, Stored};
use branchbook_workbook::{Body, Book, Column, Creation, Line, Orientation, Out, Page, Sheet, header, write};

use super::list::member_page;
use super::reveal;
use super::row::shown;
use crate::desk::Desk;
use crate::dispatch::{Handle, Outcome};
use crate::error::{DeskError, Result};
use crate::progress::Progress;
use crate::report::publish::{Draft, target};

/// Titles and widths of the columns, in half-width characters. An import of a roster recognises them, so that a list
/// can be corrected outside and taken in again; posts are told otherwise than 工作岗位, which is another thing.
const COLUMNS: [(&str, u16); 22] = [
    ("序号", 6),
    ("姓名", 10),
    ("性别", 6),
    ("民族", 8),
    ("出生日期", 12),
    ("身份证号", 21),
    ("学历", 12),
    ("类别", 10),
    ("党支部", 22),
    ("党小组", 14),
    ("入党时间", 12),
    ("转正时间", 12),
    ("手机", 14),
    ("其他电话", 16),
    ("住址", 26),
    ("地点", 18),
    ("工作单位及职务", 26),
    ("工作岗位", 16),
    ("新社会阶层", 16),
    ("服务岗位或党内职务", 20),
    ("特殊情况", 12),
    ("备注", 24),
];

/// What is said of a file with everything in full.
const NOT_FOR_POSTING: &str = "文件里有完整的证件号、电话和住址，不能张贴、公示或发到群里。要公开的名单请不要勾选“完整显示”，重新导出。";

impl Handle<MemberExport> for Desk {
    fn handle(&mut self, command: MemberExport, progress: &dyn Progress) -> Result<Outcome<MemberExported>> {
        let today = self.clock().today();
        let list =
            MemberList { offset: 0, limit: None, with_chips: false, with_figures: true, ..command.list };
        let mut page = self.book()?.read(|reading| member_page(reading, &list, today))?;
        if !command.members.is_empty() {
            page.rows.retain(|row| command.members.contains(&row.member));
        }
        if page.rows.is_empty() {
            return Err(DeskError::refused("名单里没有人，没有导出。请换一个筛选条件。"));
        }
        let count = page.rows.len();
        if !progress.report("写出名册", 0, count as u64) {
            return Err(DeskError::Cancelled);
        }
        let path = target(&command.out, &format!("党员名册-{}.xlsx", page.on))?;
        let office = self.book()?.read(branchbook_ledger::table::organisation::root)?;
        let office = office.map(|root| root.name.clone()).unwrap_or_default();
        let more = self.book()?.read(|reading| More::of(reading, &page.rows, list.reveal))?;
        let bytes = self.made(&sheet(&page.rows, &more, &office, page.on), today)?;
        let draft = Draft::write(&path, &bytes)?;
        let what = if list.reveal { "名册（含完整证件号、电话、住址）" } else { "名册" };
        let title = format!("导出{what} {count} 人：{}", path.display());
        let shown: Vec<_> = page.rows.iter().filter(|_| list.reveal).collect();
        self.book_mut()?.write(&Operation::new(OperationKind::Export, title), |writing| {
            let shown = shown.iter().map(|row| (row.member, row.name.as_str()));
            reveal::record(writing, RevealWay::Export, shown)
        })?;
        draft.publish()?;
        let rows = u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Outcome::unchanged(MemberExported {
            path: path.display().to_string(),
            rows,
            warning: list.reveal.then(|| NOT_FOR_POSTING.to_owned()),
        }))
    }
}

impl Desk {
    fn made(&self, sheet: &SheetOf, today: Day) -> Result<Vec<u8>> {
        let temporary = self.book()?.dir().join(TEMPORARY);
        let path = temporary.join("members.xlsx");
        let creation = Creation {
            at: today.and_hms_opt(0, 0, 0).unwrap_or_default(),
            title: "党员名册".to_owned(),
            author: self.book()?.operator().to_owned(),
        };
        write(&path, &Book { sheets: vec![sheet.drawn()] }, &creation, Path::new(&temporary))?;
        let bytes = std::fs::read(&path)?;
        std::fs::remove_file(&path)?;
        Ok(bytes)
    }
}

/// What the one sheet holds.
struct SheetOf {
    office: String,
    on: Day,
    rows: Vec<Vec<Out>>,
}

fn sheet(rows: &[MemberRow], more: &More, office: &str, on: Day) -> SheetOf {
    let rows = rows.iter().enumerate().map(|(at, row)| cells(at, row, more, on)).collect();
    SheetOf { office: office.to_owned(), on, rows }
}

impl SheetOf {
    fn drawn(&self) -> Sheet<'_> {
        let titles: Vec<&'static str> = COLUMNS.iter().map(|(title, _)| *title).collect();
        Sheet {
            name: "党员名册".to_owned(),
            title: "党员名册".to_owned(),
            lines: vec![Line::ends(
                format!("单位：{}", self.office),
                format!("截至 {}，共 {} 人", self.on, self.rows.len()),
            )],
            columns: COLUMNS.iter().map(|(_, width)| Column::new(*width)).collect(),
            heads: header(&[titles]),
            body: Body::Held(self.rows.clone()),
            page: Page { orientation: Orientation::Landscape, freeze_columns: 2, ..Page::default() },
            ..Sheet::default()
        }
    }
}

/// What a list on the screen does not show and a file does.
struct More {
    people: HashMap<PersonId, Stored<Person>>,
    places: HashMap<PlaceId, Place>,
    is_revealed: bool,
}

impl More {
    fn of(reading: &Reading<'_>, rows: &[MemberRow], is_revealed: bool) -> Result<Self> {
        let ids: Vec<PersonId> = rows.iter().map(|row| row.member).collect();
        let places = reading.all::<Place>()?.into_iter().map(|place| (place.id, place.value)).collect();
        Ok(Self { people: people(reading, &ids)?, places, is_revealed })
    }

    /// A field of a person, if it is filled.
    fn text(&self, row: &MemberRow, of: fn(&Person) -> Option<&String>) -> Option<String> {
        self.people.get(&row.member).and_then(|person| of(person)).cloned()
    }

    fn masked(
        &self,
        row: &MemberRow,
        of: fn(&Person) -> Option<&String>,
        mask: fn(&str) -> String,
    ) -> Option<String> {
        shown(self.text(row, of).as_deref(), mask, self.is_revealed)
    }

    /// 「银河里 · 3栋」: a place with those it lies in.
    fn place(&self, row: &MemberRow) -> Option<String> {
        let mut names = Vec::new();
        let mut at = self.people.get(&row.member)?.place_id;
        // A tree has no circle; the bound holds should one be written by mistake.
        while let Some(place) = at.and_then(|id| self.places.get(&id)).filter(|_| names.len() < 8) {
            names.push(place.name.as_str());
            at = place.parent_id;
        }
        names.reverse();
        (!names.is_empty()).then(|| names.join(" · "))
    }
}

fn cells(at: usize, row: &MemberRow, more: &More, on: Day) -> Vec<Out> {
    let text = |text: Option<String>| text.map_or(Out::Blank, Out::text);
    let day = |day: Option<branchbook_domain::day::PartialDay>| text(day.map(|day| day.to_string()));
    let conditions: Vec<&str> = row.conditions.iter().map(|kind| kind.label()).collect();
    let class = row.class.map(|class| if row.is_class_about { "约" } else { "" }.to_owned() + class.label());
    vec![
        Out::Int(i64::try_from(at + 1).unwrap_or(i64::MAX)),
        Out::text(row.name.clone()),
        text(row.sex.map(|sex| sex.label().to_owned())),
        text(row.nation.clone()),
        day(row.birth_on),
        text(row.id_number.clone()),
        text(row.education.clone()),
        text(class),
        Out::text(row.branch_name.clone()),
        text(row.group_name.clone()),
        day(row.joined_on),
        day(row.became_full_on.filter(|full| full.earliest() <= on)),
        text(row.phone.clone()),
        text(more.masked(row, |person| person.other_phone.as_ref(), mask_phone)),
        text(more.masked(row, |person| person.address.as_ref(), mask_address)),
        text(more.place(row)),
        text(row.employer.clone()),
        text(
            more.text(row, |person| person.work_post.as_ref())
                .map(|code| WorkPost::of_code(&code).map_or(code, |post| post.label().to_owned())),
        ),
        text(
            more.text(row, |person| person.new_stratum.as_ref())
                .map(|code| NewStratum::of_code(&code).map_or(code, |stratum| stratum.label().to_owned())),
        ),
        text(row.posts.clone()),
        text((!conditions.is_empty()).then(|| conditions.join("、"))),
        text(more.text(row, |person| person.note.as_ref())),
    ]
}
