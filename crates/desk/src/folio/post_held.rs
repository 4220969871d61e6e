//! 任职: the posts of the Party that are held: who, where, since when. Giving and ending one is the register's own business
//! (`member/post.rs`); here it is listed and asked for.

use branchbook_contract::folio::{FolioControl, FolioDone, FolioEntry, FolioPage};
use branchbook_contract::member::{PostAssign, PostEnd};
use branchbook_domain::day::Day;
use branchbook_domain::key::{OrganisationId, PersonId, PostHeldId};
use branchbook_domain::member::{PostTitle, post_label};
use branchbook_ledger::table::membership::{PostHeld, member_on, posts_of};
use branchbook_ledger::table::organisation::list_on;
use branchbook_ledger::{LedgerError, Reading, Stored};

use super::record::{self, RowRecord};
use super::whose::{AHEAD, Running, end_form};
use super::{
    Asked, Deed, Filled as _, Folio, Head, Known, Line, People, Sheet, Values, asked_person, button, cell,
    choice, dated, field, person_of, saved, subject_of,
};
use crate::desk::Desk;
use crate::dispatch::{Handle as _, Outcome};
use crate::error::Result;
use crate::organisation::name::Names;
use crate::progress::Unwatched;

/// The folio.
pub(crate) struct PostsHeld;

const HEAD: Head = Head {
    folio: "posts",
    title: "党内任职",
    about: "书记、委员、党小组组长：谁在哪个组织任什么职，从哪天到哪天。",
    group: "组织",
};

const COLUMNS: &[(&str, u8)] =
    &[("姓名", 6), ("组织", 0), ("职务", 9), ("专兼职", 5), ("任职", 8), ("免职", 8)];

impl Folio for PostsHeld {
    fn head(&self) -> Head {
        HEAD
    }

    fn record_of(&self, row: i64, _: Option<i64>) -> Option<RowRecord> {
        Some(record::POST_HELD.of(row))
    }

    fn page(&self, reading: &Reading<'_>, asked: &Asked<'_>) -> Result<FolioPage> {
        let mut sheet = Sheet::new(HEAD, COLUMNS)
            .chip("now", "在任")
            .chip("ended", "已免职")
            .act("add", "登记任职")
            .empty("还没有登记任职。");
        let names = Names::on(reading, asked.on)?;
        let mut held = of_subject(reading, asked.subject)?;
        held.retain(|stored| asked.lists(stored.from_on));
        if held.iter().any(|stored| running(stored, asked.on) == Running::Ahead) {
            sheet = sheet.chip(Running::Ahead.mark(), AHEAD);
        }
        sheet.subject = subject_of(reading, asked.subject)?;
        let rows = People {
            reading,
            on: asked.on,
            key: |stored: &Stored<PostHeld>| stored.id.0,
            person: |stored| stored.person_id,
            marks: &|stored| vec![running(stored, asked.on).mark()],
            words: &|stored| {
                format!("{} {}", names.distinct(stored.organisation_id), post_label(&stored.title))
            },
            line: &|stored, known| line(stored, known, asked.on),
        };
        sheet.finish_rows(asked, &rows, held)
    }

    fn entry(&self, reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
        match deed.act {
            "add" => add_form(reading, deed),
            "end" => {
                let about = "从这一天起不再担任。以前的任职保留在经历里，可以撤销。";
                Ok(end_form(("结束任职", "结束任职"), about, deed.today))
            }
            _ => deed.unknown(),
        }
    }

    fn act(&self, desk: &mut Desk, deed: &Deed<'_>, mut values: Values) -> Result<Outcome<FolioDone>> {
        match deed.act {
            "add" => {
                let command = assign_of(deed, &mut values);
                values.finish()?;
                let done = desk.handle(command, &Unwatched)?;
                Ok(saved(done, "已登记任职。", |done| done.warnings))
            }
            "end" => {
                let post = PostHeldId(deed.need_row()?);
                let to_on = Some(values.need_day("to_on", "结束日期"));
                values.finish()?;
                let done = desk.handle(PostEnd { post, to_on }, &Unwatched)?;
                Ok(saved(done, "已结束任职。", |done| done.warnings))
            }
            _ => deed.unknown(),
        }
    }

    fn count_of(&self, reading: &Reading<'_>, person: PersonId) -> Result<Option<u32>, LedgerError> {
        Ok(Some(u32::try_from(posts_of(reading, person)?.len()).unwrap_or(u32::MAX)))
    }
}

fn of_subject(reading: &Reading<'_>, subject: Option<i64>) -> Result<Vec<Stored<PostHeld>>> {
    Ok(match subject {
        Some(person) => posts_of(reading, PersonId(person))?,
        None => reading.all::<PostHeld>()?,
    })
}

fn running(stored: &PostHeld, on: Day) -> Running {
    Running::on(stored.from_on, stored.to_on, on)
}

fn line(stored: &Stored<PostHeld>, known: &Known, on: Day) -> Line {
    Line {
        cells: vec![
            known.linked(stored.person_id),
            cell(known.names.distinct(stored.organisation_id)),
            cell(post_label(&stored.title)),
            cell(if stored.is_full_time { "专职" } else { "兼职" }),
            running(stored, on).begun(stored.from_on),
            dated(stored.to_on),
        ],
        acts: if stored.to_on.is_none() { vec![button("end", "结束任职")] } else { Vec::new() },
        ..Line::default()
    }
}

fn add_form(reading: &Reading<'_>, deed: &Deed<'_>) -> Result<FolioEntry> {
    let names = Names::of(reading)?;
    let organisations = list_on(reading, deed.today)?;
    let organisations = organisations.iter().map(|each| choice(each.id, names.distinct(each.id))).collect();
    let home =
        deed.subject.map(|person| member_on(reading, PersonId(person), deed.today)).transpose()?.flatten();
    let titles = PostTitle::ALL.iter().map(|title| title.label().to_owned()).collect();
    let (name, mut fields) = asked_person(reading, deed.subject)?;
    fields.extend([
        field("organisation", "组织", FolioControl::Pick(organisations), 2)
            .holding_some(home.map(|home| home.branch_id))
            .required(),
        field("title", "职务", FolioControl::Text(titles), 2)
            .required()
            .hinted("可以选，也可以写本单位的叫法"),
        field("from_on", "任职日期", FolioControl::Day, 2).holding(deed.today).required(),
        field("is_full_time", "专职", FolioControl::Yes, 2),
    ]);
    Ok(FolioEntry {
        title: format!("登记任职{name}"),
        about: String::new(),
        fields,
        button: "登记".to_owned(),
        is_danger: false,
    })
}

fn assign_of(deed: &Deed<'_>, values: &mut Values) -> PostAssign {
    let organisation = values.organisation("organisation");
    if organisation.is_none() {
        values.refuse("organisation", "请选择组织。");
    }
    PostAssign {
        member: person_of(deed, values),
        organisation: organisation.unwrap_or(OrganisationId(0)),
        title: values.need_text("title", "职务"),
        is_full_time: values.yes("is_full_time"),
        from_on: Some(values.need_day("from_on", "任职日期")),
        note: None,
    }
}
