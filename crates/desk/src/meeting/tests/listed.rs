//! The list of the page: spans, kinds and branches with how many each would leave, in any order.

use branchbook_contract::folio::{FolioPage, FolioShow};
use branchbook_contract::meeting::MeetingCancel;
use branchbook_domain::gathering::RecordKind;
use branchbook_domain::key::GatheringId;

use super::fixture::{Town, draft, record_of, town};

fn show(town: &mut Town, change: impl FnOnce(&mut FolioShow)) -> FolioPage {
    let mut list = FolioShow { folio: "meetings".to_owned(), ..FolioShow::default() };
    change(&mut list);
    town.ask(&list)
}

fn column(page: &FolioPage, at: usize) -> Vec<&str> {
    page.rows.iter().map(|row| row.cells[at].text.as_str()).collect()
}

fn group<'a>(page: &'a FolioPage, name: &str) -> Vec<(&'a str, u32)> {
    let group = page.groups.iter().find(|group| group.name == name).expect(name);
    group.chips.iter().map(|chip| (chip.label.as_str(), chip.count)).collect()
}

fn held(town: &mut Town, on: &str, kind: RecordKind) -> GatheringId {
    let record = record_of(kind, town.branch);
    town.record(draft(on, vec![record])).unwrap().gathering
}

#[test]
fn meetings_are_counted_by_span_and_kind_and_the_cancelled_are_asked_for() {
    let mut town = town("2026-10-31");
    held(&mut town, "2026-08-20", RecordKind::ThemeDay);
    held(&mut town, "2026-10-12", RecordKind::ThemeDay);
    held(&mut town, "2026-10-20", RecordKind::Lecture);
    let gathering = held(&mut town, "2026-10-22", RecordKind::ThemeDay);
    town.ask(&MeetingCancel { gathering, reason: "登记有误".into() });
    let page = show(&mut town, |_| ());
    assert_eq!(column(&page, 0), ["2026-10-12", "2026-10-20"]);
    assert_eq!(group(&page, "span"), [("本月", 2), ("本季", 2), ("全年", 3)]);
    let kinds: Vec<_> = group(&page, "kind").into_iter().filter(|(_, count)| *count > 0).collect();
    assert_eq!(kinds.len(), 2, "{kinds:?}");
    let chips: Vec<_> = page.chips.iter().map(|chip| (chip.label.as_str(), chip.count)).collect();
    assert_eq!(chips[..2], [("全部", 3), ("已开", 2)]);
    assert_eq!(chips.last(), Some(&("已取消", 1)));
    let cancelled = show(&mut town, |list| list.chip = Some("cancelled".to_owned()));
    assert_eq!((column(&cancelled, 0), column(&cancelled, 6)), (vec!["2026-10-22"], vec!["已取消"]));
    assert_eq!(cancelled.rows[0].row, gathering.0, "a row opens its gathering");
}

#[test]
fn further_filters_narrow_and_any_column_orders() {
    let mut town = town("2026-10-31");
    held(&mut town, "2026-08-20", RecordKind::ThemeDay);
    held(&mut town, "2026-10-12", RecordKind::ThemeDay);
    held(&mut town, "2026-10-20", RecordKind::Lecture);
    let branch = town.branch;
    let page = show(&mut town, |list| {
        list.more.insert("span".into(), "year".into());
        list.more.insert("kind".into(), RecordKind::ThemeDay.code().into());
        list.subject = Some(branch.0);
        list.sort = Some("-日期".into());
    });
    assert_eq!(column(&page, 0), ["2026-10-12", "2026-08-20"]);
    let branch_name = page.narrowed()[2].to_owned();
    assert_eq!(page.narrowed(), ["全年", RecordKind::ThemeDay.label(), branch_name.as_str()]);
    let of_day = show(&mut town, |list| {
        list.more.insert("day".into(), "2026-10-20".into());
    });
    assert_eq!(column(&of_day, 0), ["2026-10-20"]);
    assert_eq!(of_day.groups.last().unwrap().chips[0].label, "2026-10-20", "the day can be let go");
    let found = show(&mut town, |list| list.words = "没有".into());
    assert_eq!(found.total, 0);
}
