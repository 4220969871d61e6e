//! Questions around an account: what an award would count, what room is left, where lines come from.

use branchbook_contract::account::{OriginRecord, PointsOrigins, PointsRoom, PointsWeigh};
use branchbook_contract::points::{PointsAccount, PointsAward, PointsReverse};
use branchbook_domain::key::PersonId;
use branchbook_domain::points::Points;

use super::office::{day, office};

fn award(person: PersonId, item: &str, on: &str) -> PointsAward {
    PointsAward {
        person,
        item: item.to_owned(),
        occurred_on: day(on),
        times: None,
        minutes: None,
        note: None,
    }
}

#[test]
fn what_is_weighed_is_what_is_booked_and_nothing_is_written() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    for on in ["2026-05-04", "2026-05-20"] {
        office.call(&award(person, "帮办微心愿", on));
    }
    let head = office.desk.book().unwrap().head().id;
    let weighed = office.call(&PointsWeigh { award: award(person, "帮办微心愿", "2026-05-28") });
    assert_eq!((weighed.raw, weighed.counted), (Points::whole(5), Points::ZERO));
    assert!(weighed.why.contains("项目月封顶 10 分"), "{}", weighed.why);
    assert_eq!((weighed.before, weighed.score), (Some(Points::whole(70)), Some(Points::whole(70))));
    let early = office.call(&PointsWeigh { award: award(person, "帮办微心愿", "2026-05-01") });
    assert_eq!(
        (early.counted, early.adjustment),
        (Points::whole(5), Points::whole(-5)),
        "a later one yields"
    );
    let veto = office.call(&PointsWeigh { award: award(person, "违法犯罪", "2026-05-29") });
    assert!(veto.is_veto && veto.score == Some(Points::ZERO));
    assert_eq!(office.desk.book().unwrap().head().id, head);
    let booked = office.call(&award(person, "参加宣讲", "2026-05-28"));
    assert_eq!(booked.counted, Points::whole(3));
    let sentence = office.refusal(&PointsWeigh { award: award(person, "跳广场舞", "2026-05-28") });
    assert!(sentence.contains("没有“跳广场舞”这一项"), "{sentence}");
}

#[test]
fn the_room_is_what_the_tightest_cap_leaves() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    office.call(&PointsAward { minutes: Some(120), ..award(person, "志愿服务", "2026-11-01") });
    let rooms = office.call(&PointsRoom { person, on: Some(day("2026-11-20")) });
    let service = rooms.iter().find(|room| room.code == "service").unwrap();
    assert_eq!((service.room, service.period.as_deref()), (Some(Points::whole(4)), Some("月")));
    assert!(service.is_hourly && service.is_automatic);
    assert!(rooms.iter().all(|room| !room.points.is_negative()));
    let later = office.call(&PointsRoom { person, on: Some(day("2026-12-01")) });
    let service = later.iter().find(|room| room.code == "service").unwrap();
    assert_eq!(service.room, Some(Points::whole(6)));
}

#[test]
fn a_reversal_names_the_entry_that_it_takes_out() {
    let mut office = office(&["任凤英"]);
    let person = office.people[0];
    let late = office.call(&award(person, "会议迟到", "2026-10-18")).entry;
    assert_eq!(office.call(&PointsOrigins { person, year: None }), vec![], "typed by hand");
    let back = office.call(&PointsReverse { entry: late, reason: "误记".to_owned() }).entry;
    let origins = office.call(&PointsOrigins { person, year: None });
    assert_eq!((origins[0].entry, origins[0].record), (back, OriginRecord::Entry(late)));
    assert_eq!(origins[0].label, "冲 10-18 一笔");
    assert_eq!(office.call(&PointsAccount { person, year: None }).lines.len(), 2);
}
