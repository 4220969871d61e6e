//! The register's own: the masked paper of a member, and the history that the record of a member leads to.

use branchbook_contract::folio::FolioLink;
use branchbook_contract::member::{MemberEdit, MemberMove, MovementKind};
use branchbook_domain::key::PersonId;
use branchbook_domain::member::{MemberDraft, MemberPatch};

use super::{act, assert_says, history, paper, said, steps};
use crate::member::tests::Office;
use crate::member::tests::acts::movement;

const FOLIO: &str = "member_history";
const NUMBER: &str = "532599199511258982";

fn draft(phone: &str) -> MemberDraft {
    MemberDraft {
        name: "单冠松".into(),
        id_number: Some(NUMBER.into()),
        phone: Some(phone.into()),
        address: Some("银河路12号3幢".into()),
        joined_on: Some("2000-07-01".parse().unwrap()),
        became_full_on: Some("2001-07-01".parse().unwrap()),
        ..MemberDraft::default()
    }
}

/// Full since 2001, expelled on 5 October, admitted anew on the 20th.
pub(super) fn admitted_anew(office: &mut Office) -> PersonId {
    let member = office.member("仇艳", |_| ());
    office.call(&movement(member, MovementKind::Expelled, "2026-10-05"));
    let (branch, reason) = (Some(office.first), Some("12".to_owned()));
    let again = movement(member, MovementKind::Admitted, "2026-10-20");
    office.call(&MemberMove { branch, reason, ..again });
    member
}

#[test]
fn the_paper_of_a_member_is_masked_and_asking_for_it_is_no_look_in_full() {
    let mut office = Office::new();
    let member = office.member("单冠松", |command| command.draft = draft("13812345678"));
    let before = office.desk.book().unwrap().head();
    let sheet = paper(&mut office.desk, FOLIO, member.0);
    assert_says(
        &sheet,
        &[
            "党员登记信息",
            "姓名=单冠松",
            "身份证号=5325**********8982",
            "手机=138****5678",
            "住址=银河路****",
            "入党日期=2000-07-01",
            "第一党支部|||",
        ],
    );
    assert!(said(&sheet).iter().all(|line| !line.contains(NUMBER) && !line.contains("13812345678")));
    assert_eq!(office.desk.book().unwrap().head(), before, "nothing is recorded, since nothing was shown");
}

#[test]
fn the_history_of_a_member_leads_back_to_the_record_and_takes_a_change_back() {
    let mut office = Office::new();
    let member = office.member("单冠松", |command| command.draft = draft("13812345678"));
    let patch = MemberPatch { phone: Some(Some("13987654321".into())), ..MemberPatch::default() };
    office.call(&MemberEdit { member, patch, confirm_duplicate: false });
    let page = history(&mut office.desk, FOLIO, member.0);
    let subject = page.subject.as_ref().unwrap();
    assert_eq!((subject.label.as_str(), &subject.opens), ("单冠松", &Some(FolioLink::Member(member.0))));
    assert_eq!(page.acts[0].label, "打印登记信息");
    let told = steps(&page);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0][1], "手机：138****5678 → 139****4321");
    assert!(told[1][1].contains("姓名：单冠松") && told[1][1].contains("党支部：第一党支部"), "{told:?}");
    office.call(&act(FOLIO, "undo", member.0, Some(page.rows[0].row)));
    let page = history(&mut office.desk, FOLIO, member.0);
    assert_eq!(steps(&page)[0][1], "手机：139****4321 → 138****5678");
    assert_eq!(steps(&page)[1][3], "已撤销");
}

#[test]
fn who_is_admitted_anew_keeps_the_days_of_the_earlier_period_in_the_history() {
    let mut office = Office::new();
    let member = admitted_anew(&mut office);
    let page = history(&mut office.desk, FOLIO, member.0);
    let told = steps(&page);
    assert_eq!(told.len(), 3, "added, expelled, admitted: {told:?}");
    let earlier = "入党日期：2000-07-01，转正日期：2001-07-01，重新入党日期：2026-10-20";
    assert!(told[0][1].ends_with(earlier), "{told:?}");
}
