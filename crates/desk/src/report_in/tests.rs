//! Report-ins through the desk: the slip, the list, the return, the posts.

use branchbook_contract::offer::{ClaimList, ClaimSet, ClaimState, OfferDraft, OfferList, OfferSet};
use branchbook_contract::report_in::{ReportInAdd, ReportInDraft, ReportInList, ReportInReturn};

use crate::unit::office::{Office, day, draft};

const NUMBER: &str = "532599199511258982";

#[test]
fn a_person_reports_in_once_until_they_return() {
    let mut office = Office::on("2026-11-21");
    let (tax, library) = (office.unit("市税务局", None), office.unit("市图书馆", None));
    let slip = ReportInDraft { id_number: Some(NUMBER.into()), ..draft(tax, "方娟", "2026-10-09") };
    let first = office.ask(&ReportInAdd { draft: slip.clone() });
    let again = ReportInAdd { draft: ReportInDraft { unit: library, ..slip.clone() } };
    assert!(office.refused(&again).message.contains("市税务局"));

    office.returns(first.report_in, "2026-11-01");
    let too_early =
        ReportInDraft { unit: library, reported_on: "2026-10-31".parse().unwrap(), ..slip.clone() };
    assert_eq!(office.refused(&ReportInAdd { draft: too_early }).fields[0].field, "reported_on");
    let second = ReportInDraft { unit: library, reported_on: "2026-11-02".parse().unwrap(), ..slip };
    let second = office.ask(&ReportInAdd { draft: second });
    assert_eq!(second.person, first.person, "the same person, not a second row");
    let open = office.ask(&ReportInList::default());
    assert_eq!((open.total, open.rows[0].report_in), (1, second.report_in), "the first is over");
    let ended = office.ask(&ReportInList { report_in: Some(first.report_in), ..ReportInList::default() });
    assert_eq!(ended.rows[0].returned_on, Some(day("2026-11-01")), "and is told all the same");
    office.assert_sound();
}

#[test]
fn a_member_of_the_community_may_report_in_with_a_warning() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", None);
    let person = office.member("解子涵");
    let slip = ReportInDraft { person: Some(person), ..draft(unit, "", "2026-10-09") };
    let added = office.ask(&ReportInAdd { draft: slip });
    assert_eq!(added.person, person);
    assert!(added.warnings[0].contains("第一党支部"), "{:?}", added.warnings);
}

#[test]
fn the_list_is_masked_and_found_by_letters_phone_and_unit() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", None);
    let slip = ReportInDraft {
        id_number: Some(NUMBER.into()),
        phone: Some("199 0000 6538".into()),
        ..draft(unit, "方娟", "2026-10-09")
    };
    office.ask(&ReportInAdd { draft: slip });
    for (text, found) in
        [("fj", 1), ("fangj", 1), ("方", 1), ("6538", 1), ("税务", 1), ("%", 0), ("_", 0), ("贾", 0), ("", 1)]
    {
        let page = office.ask(&ReportInList { text: text.into(), ..ReportInList::default() });
        assert_eq!(page.total, found, "{text}");
    }
    office.report_in(unit, "贾丹", "2026-09-01");
    let page = office.ask(&ReportInList { limit: Some(1), ..ReportInList::default() });
    assert_eq!((page.rows.len(), page.total), (1, 2), "the newest one of two");
    assert_eq!(page.rows[0].id_number.as_deref(), Some("5325**********8982"));
    assert_eq!(page.rows[0].phone.as_deref(), Some("199****6538"));
    let json = serde_json::to_string(&page).unwrap();
    assert!(!json.contains(NUMBER) && !json.contains("19900006538"));
}

#[test]
fn a_wanted_post_becomes_a_claim_that_ends_with_the_return() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", None);
    let wants = |name: &str, post: &str| ReportInDraft {
        wanted_post: Some(post.into()),
        ..draft(unit, name, "2026-10-09")
    };
    let first = office.ask(&ReportInAdd { draft: wants("方娟", "法律服务岗") });
    office.ask(&ReportInAdd { draft: wants("贾丹", "法律服务岗、邻里调解岗") });
    let page = office.ask(&OfferList::default());
    let posts: Vec<(&str, &str, i64)> = page
        .rows
        .iter()
        .map(|row| (row.draft.title.as_str(), row.category_label.as_str(), row.claims))
        .collect();
    assert_eq!(posts, [("法律服务岗", "法律服务", 2), ("邻里调解岗", "社区治理", 1)]);
    assert_eq!(page.categories.len(), 8);
    assert_eq!(office.units_on("2026-11-21").rows[0].claims, 3);

    let back = ReportInReturn { report_in: first.report_in, on: day("2026-11-20"), reason: "退休".into() };
    assert_eq!(office.ask(&back).withdrawn_posts, 1);
    let claims = office.ask(&ClaimList { person: Some(first.person), offer: None });
    assert_eq!((claims[0].state, claims[0].ended_on), (ClaimState::Withdrawn, Some(day("2026-11-20"))));
    assert_eq!(office.units_of("2026-10").rows[0].claims, 3, "October was sent with all three");
    assert_eq!(office.units_of("2026-11").rows[0].claims, 2);
    office.undo();
    assert_eq!(office.units_of("2026-11").rows[0].claims, 3);
    office.assert_sound();
}

#[test]
fn a_claim_goes_through_its_states_and_ends_once() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", None);
    let person = office.report_in(unit, "方娟", "2026-10-09").person;
    let post = OfferDraft { title: "楼道巡查岗".into(), needed_count: Some(0), ..OfferDraft::default() };
    let offer = office.ask(&OfferSet { offer: None, draft: post }).offer;
    let set = |state, on: &str| ClaimSet {
        offer,
        person: Some(person),
        unit: None,
        state,
        on: day(on),
        rating: None,
    };
    assert!(office.refused(&set(ClaimState::Finished, "2026-11-01")).message.contains("先登记认领"));
    let claimed = office.ask(&set(ClaimState::Claimed, "2026-11-01"));
    assert!(claimed.warnings[0].contains("需要 0 人"));
    let confirmed = office.ask(&set(ClaimState::Confirmed, "2026-11-02"));
    assert_eq!(confirmed.claim, claimed.claim);
    assert_eq!(office.refused(&set(ClaimState::Finished, "2026-10-01")).fields[0].field, "on");
    office.ask(&set(ClaimState::Finished, "2026-11-20"));
    let claims = office.ask(&ClaimList { offer: Some(offer), person: None });
    assert_eq!(
        (claims.len(), claims[0].state, claims[0].claimer.as_str()),
        (1, ClaimState::Finished, "方娟")
    );
}

#[test]
fn an_id_number_of_somebody_else_is_refused() {
    let mut office = Office::on("2026-11-21");
    let unit = office.unit("市税务局", None);
    let numbered =
        |name: &str| ReportInDraft { id_number: Some(NUMBER.into()), ..draft(unit, name, "2026-10-09") };
    office.ask(&ReportInAdd { draft: numbered("方娟") });
    let other = office.refused(&ReportInAdd { draft: numbered("方绢") });
    assert!(other.fields[0].message.contains("方娟"));
    let short =
        ReportInDraft { id_number: Some("53259919951125".into()), ..draft(unit, "贾丹", "2026-10-09") };
    assert_eq!(office.refused(&ReportInAdd { draft: short }).fields[0].field, "id_number");
}
