//! The day that a register states: not yet, and long ago.

use super::*;

const ROW: &str =
    "1,谭敏,女,汉,1992-01-24,53259919920124880X,大学,2015-04-20,2016-04-20,甲苑党支部,,19900441046,";

fn dated(office: &Desktop, name: &str, day: &str, phone: &str) -> PathBuf {
    let row = ROW.replace("19900441046", phone);
    office.file(name, &format!("党员名册（截至{day}）\n{TITLES}\n{row}\n"))
}

#[test]
fn a_register_of_a_day_to_come_is_refused_unless_a_person_says_which_day_is_meant() {
    let mut office = Desktop::new();
    let path = dated(&office, "一.csv", "2027年3月1日", "19900441046");
    let asked = IntakePreview::of(ImportKind::Roster, path.display().to_string());
    let error = office.desk.call(&asked).unwrap_err();
    assert!(error.message.contains("2027-03-01 在今天以后"), "{error}");
    let command = office.command(&path, Vec::new());
    assert!(office.desk.call(&command).is_err());
    assert!(office.all::<Person>().is_empty());
    let right = IntakePreview { register_on: Some("2026-10-01".parse().unwrap()), ..asked };
    assert_eq!(office.desk.call(&right).unwrap().body.counts.new, 1);
}

#[test]
fn a_register_much_older_than_the_last_one_is_told_before_it_changes_anything() {
    let mut office = Desktop::new();
    let newer = dated(&office, "一.csv", "2026年10月31日", "19900441046");
    assert_eq!(office.apply(&newer).counts.new, 1);
    let warns = |preview: &Preview| preview.findings.iter().any(|finding| finding.contains("可能是旧表"));
    for (day, phone, is_old) in [
        ("2019年12月31日", "19900000001", true),
        ("2019年12月31日", "19900441046", false),
        ("2026年9月30日", "19900000001", false),
    ] {
        let path = dated(&office, "二.csv", day, phone);
        let preview = office.preview(&path);
        assert_eq!(warns(&preview), is_old, "{day} {phone}: {preview:#?}");
    }
}

/// By the days that the registers state, however late they were imported; one that states none is as old as its import.
#[test]
fn a_register_is_old_beside_the_day_of_the_newest_one_and_not_beside_the_day_of_its_import() {
    let told = |office: &mut Desktop, day: &str| {
        let path = dated(office, "二.csv", day, "19900000001");
        let findings = office.preview(&path).findings;
        findings.into_iter().find(|finding| finding.contains("可能是旧表"))
    };
    let mut office = Desktop::new();
    let late = dated(&office, "一.csv", "2026年6月30日", "19900441046");
    assert_eq!(office.apply(&late).counts.new, 1);
    let batches = office.desk.book().unwrap().read(import::batches).unwrap();
    assert_eq!(batches[0].register_on, Some("2026-06-30".parse().unwrap()));
    assert_eq!(told(&mut office, "2026年7月15日"), None, "it is newer than what the book has");
    let old = told(&mut office, "2026年2月28日").unwrap();
    assert!(old.contains("台账里最近一份花名册的填报日期是 2026-06-30"), "{old}");

    let mut office = Desktop::new();
    let undated = office.file("一.csv", &format!("{TITLES}\n{ROW}\n"));
    assert_eq!(office.apply(&undated).counts.new, 1);
    let batches = office.desk.book().unwrap().read(import::batches).unwrap();
    assert_eq!(batches[0].register_on, None);
    let old = told(&mut office, "2026年7月15日").unwrap();
    assert!(old.contains("台账最近一次导入花名册是在 2026-11-01"), "{old}");
}
