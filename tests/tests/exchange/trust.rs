//! Keys: whom an office trusts, and what happens when a known office comes with other keys.

use branchbook_contract::parcel::{ParcelList, ParcelReceipt, ParcelSeal, ParcelTrust, PartnerEnd};
use branchbook_contract::setting::SettingGet;
use branchbook_contract::street::{StreetOverview, StreetPublish, StreetRows};
use branchbook_tests::office::{dump_of, new_desk};

use crate::community::{Town, community, month, roll_up, street, street_named};

fn trust(path: &str) -> ParcelTrust {
    ParcelTrust { path: path.to_owned(), confirm_changed_keys: false }
}

#[test]
fn two_people_can_read_the_same_eight_characters_to_each_other() {
    let mut town = Town::of(&[3], "2026-10-20");
    let own = town.communities[0].desk.call(&ParcelList::default()).unwrap().body;
    let seen = town.street.desk.call(&ParcelList::default()).unwrap().body;
    assert_eq!(own.fingerprint.chars().count(), 8, "{}", own.fingerprint);
    assert_eq!(seen.partners[0].fingerprint, own.fingerprint);
    assert_eq!(own.partners[0].fingerprint, seen.fingerprint);
    // The keys stay: the same after closing and opening.
    town.on("2026-11-01");
    assert_eq!(
        town.communities[0].desk.call(&ParcelList::default()).unwrap().body.fingerprint,
        own.fingerprint
    );
}

#[test]
fn changed_keys_of_a_known_office_are_a_loud_warning_and_never_taken_silently() {
    let mut town = Town::of(&[3], "2026-10-20");
    // Somebody else makes an invitation under the name and number of the community.
    let forger = tempfile::tempdir().unwrap();
    let mut other = new_desk(&forger.path().join("book"), "2026-10-20");
    let theirs = other
        .call(&branchbook_contract::parcel::ParcelInvite { out: forger.path().display().to_string() })
        .unwrap()
        .body;
    // The uid is signed with the text: what can be forged is a whole invitation of a book with the same uid.
    let stranger = town.street.desk.call(&trust(&theirs.path)).unwrap().body;
    assert!(stranger.fingerprint_before.is_none(), "another number is another office");
    let known = town.communities[0].invite(&town.stick.clone());
    assert!(town.street.desk.call(&trust(&known)).unwrap().body.is_same);
}

#[test]
fn a_copy_of_the_book_with_new_keys_is_refused_until_a_person_has_asked() {
    use branchbook_ledger::table::exchange::OfficeKey;
    use branchbook_ledger::{LedgerError, Operation, OperationKind};
    let mut town = Town::of(&[3], "2026-10-20");
    // The same office, with keys made anew.
    let keys = branchbook_parcel::OfficeKeys::generate().unwrap();
    let book = town.communities[0].desk.book_mut().unwrap();
    book.write(&Operation::new(OperationKind::KeysMake, "新密钥"), |writing| {
        let (secret, made_at) = (keys.secret().to_vec(), writing.at());
        writing.insert(&OfficeKey { secret, made_at }).map(|_| ())
    })
    .map_err(|error: LedgerError| error)
    .unwrap();
    let invitation = town.communities[0].invite(&town.stick.clone());
    let before = dump_of(&town.street.desk);
    let refused = town.street.desk.call(&trust(&invitation)).unwrap_err();
    assert!(
        refused.message.contains("密钥变了") && refused.message.contains("打电话"),
        "{}",
        refused.message
    );
    let prints: Vec<&str> =
        refused.fields.iter().filter_map(|field| field.message.rsplit('：').next()).collect();
    let known = town.street.desk.call(&ParcelList::default()).unwrap().body.partners[0].fingerprint.clone();
    assert_eq!((prints.len(), prints[0]), (2, known.as_str()), "{refused:?}");
    assert_ne!(prints[1], known.as_str(), "both can be read out");
    assert_eq!(dump_of(&town.street.desk), before);
    let confirmed = ParcelTrust { path: invitation, confirm_changed_keys: true };
    let confirmed = town.street.desk.call(&confirmed).unwrap().body;
    assert!(confirmed.fingerprint_before.is_some() && !confirmed.is_same);
    // What was signed with the old keys is a stranger's now, what is sealed with the new ones is not.
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
}

#[test]
fn offices_trust_only_the_other_kind_and_never_themselves() {
    let root = tempfile::tempdir().unwrap();
    let mut above = street(root.path(), "2026-10-20");
    let mut one = community(root.path(), "银河社区", 3, "2026-10-20");
    let mut other = community(root.path(), "晨光社区", 3, "2026-10-20");
    let own = one.invite(root.path());
    for (desk, words) in [(&mut one.desk, "本单位自己的"), (&mut other.desk, "不是街道的邀请文件")]
    {
        let refused = desk.call(&trust(&own)).unwrap_err();
        assert!(refused.message.contains(words), "{}", refused.message);
    }
    let out = root.path().display().to_string();
    let untrusting = one.desk.call(&ParcelSeal { month: month("2026-10"), out }).unwrap_err();
    assert!(untrusting.message.contains("还没有登记上级街道"), "{}", untrusting.message);
    let down = above.invite(root.path());
    one.trust(&down);
    let second = tempfile::tempdir().unwrap();
    let mut another = street_named(second.path(), "远山街道", "2026-10-20");
    let refused = one.desk.call(&trust(&another.invite(second.path()))).unwrap_err();
    assert!(refused.message.contains("已经登记上级街道"), "{}", refused.message);
    assert!(one.desk.call(&SettingGet::default()).is_ok());
}

#[test]
fn a_book_made_anew_under_a_known_name_is_not_trusted_silently() {
    let mut town = Town::of(&[3], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let root = tempfile::tempdir().unwrap();
    let mut anew = community(root.path(), "银河社区", 4, "2026-11-03");
    let invitation = anew.invite(root.path());
    let refused = town.street.desk.call(&trust(&invitation)).unwrap_err();
    assert!(refused.message.contains("密钥变了"), "{}", refused.message);
    let confirmed = ParcelTrust { path: invitation, confirm_changed_keys: true };
    town.street.desk.call(&confirmed).unwrap();
    // The old one reports no longer; what it has reported keeps its name.
    let down = town.street.invite(root.path());
    anew.trust(&down);
    let old = town.open(&sealed.path).unwrap_err();
    assert!(old.message.contains("往来已经停止"), "{}", old.message);
    assert_eq!(roll_up(&mut town.street.desk, "2026-10", "2026-10").rows.len(), 1);
}

#[test]
fn a_community_that_is_ended_is_awaited_no_more_and_keeps_its_past() {
    let mut town = Town::of(&[3, 4], "2026-10-20");
    town.on("2026-11-03");
    let sealed = town.seal(0, month("2026-10"));
    town.open(&sealed.path).unwrap();
    let end = |office: &str| PartnerEnd { office: office.to_owned() };
    let street = &mut town.street.desk;
    assert!(street.call(&end("没有的社区")).unwrap_err().fields[0].message.contains("没有登记"));
    let ended = street.call(&end("银河社区")).unwrap().body;
    assert_eq!(ended.to_on.to_string(), "2026-11-03");
    for (shown, expected) in [("2026-11", &["晨光社区"][..]), ("2026-10", &["银河社区", "晨光社区"])]
    {
        let overview = StreetOverview { month: month(shown), months: Some(1) };
        let overview = street.call(&overview).unwrap().body;
        let names: Vec<&str> = overview.communities.iter().map(|row| row.community.as_str()).collect();
        assert_eq!(names, expected, "{shown}: what it reported stays in sight, and no more is awaited");
    }
    assert_eq!(roll_up(street, "2026-10", "2026-10").rows.len(), 1, "what it reported stays");
    let out = town.stick.display().to_string();
    assert_eq!(street.call(&StreetPublish { out }).unwrap().body.communities, ["晨光社区"]);
    let listed = street.call(&ParcelList::default()).unwrap().body;
    assert!(listed.partners.iter().any(|partner| partner.name == "银河社区" && partner.to_on.is_some()));
    // Its rows and its receipt can still be had.
    let rows = StreetRows {
        community: "银河社区".to_owned(),
        month: month("2026-10"),
        part: "党员名册".to_owned(),
        offset: 0,
        limit: None,
        sort: None,
        reveal: false,
    };
    assert_eq!(street.call(&rows).unwrap().body.total, 3);
    let out = town.stick.display().to_string();
    let receipts = ParcelReceipt { out, month: None, office: Some("银河社区".to_owned()) };
    assert_eq!(street.call(&receipts).unwrap().body.receipts.len(), 1);
    let next = town.seal(0, month("2026-11"));
    assert!(town.open(&next.path).unwrap_err().message.contains("往来已经停止"));
    // Nobody takes its name silently.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut anew = community(elsewhere.path(), "银河社区", 3, "2026-11-03");
    let other = anew.invite(elsewhere.path());
    let refused = town.street.desk.call(&trust(&other)).unwrap_err();
    assert!(refused.message.contains("密钥变了"), "{}", refused.message);
    // A new invitation begins the exchange again.
    let up = town.communities[0].invite(&town.stick.clone());
    town.street.trust(&up);
    town.open(&next.path).unwrap();
    let refused = town.communities[0].desk.call(&end("晨光社区")).unwrap_err();
    assert!(refused.message.contains("社区的台账"), "{}", refused.message);
}
