//! What an invitation forgives and what it does not.

use super::*;

fn invitation() -> Invitation {
    let keys = OfficeKeys::from_secret(&[7; KEY_BYTES]);
    Invitation::new("向阳街道党工委", "0192f3c4-7a5b-7c1d-8e2f-1234567890ab", "street", &keys).unwrap()
}

fn parse(text: &str) -> Result<Invitation, InvitationError> {
    Invitation::parse(text.as_bytes())
}

#[test]
fn an_invitation_is_read_back_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = invitation().write_into(folder.path()).unwrap();
    assert!(path.ends_with("向阳街道党工委-邀请函.txt"));
    assert_eq!(Invitation::read(&path).unwrap(), invitation());
}

#[test]
fn it_is_a_few_printable_lines() {
    let lines: Vec<String> = invitation().text().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 9);
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "fits across a page: {lines:#?}");
    assert_eq!(lines[0], "支部台账邀请函 1");
    assert_eq!(lines[6], format!("指纹：{}", invitation().fingerprint()));
}

#[test]
fn what_a_text_editor_does_to_lines_is_forgiven() {
    let text = invitation().text().to_owned();
    for edited in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.replace('\n', "\n\n"),
        text.replace('：', ": "),
        text.replace('\n', "  \n"),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(parse(&edited).unwrap(), invitation(), "{edited}");
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let bytes = invitation().text().as_bytes().to_vec();
    for (at, bit) in (0..bytes.len()).flat_map(|at| (0..8).map(move |bit| (at, bit))) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        let Ok(read) = Invitation::parse(&flipped) else { continue };
        assert_eq!(read, invitation(), "byte {at} bit {bit} was taken for something else");
    }
}

#[test]
fn every_cut_is_noticed() {
    let text = invitation().text().to_owned();
    for length in (0..text.len() - 1).filter(|length| text.is_char_boundary(*length)) {
        assert!(parse(&text[..length]).is_err(), "cut after {length} bytes");
    }
}

#[test]
fn a_slip_of_the_finger_is_told_from_an_alteration() {
    let text = invitation().text().to_owned();
    let mistyped = text.replace("向阳街道", "朝阳街道");
    assert!(matches!(parse(&mistyped), Err(InvitationError::Mistyped)));
    let (unchecked, _) = mistyped.rsplit_once("校验").unwrap();
    assert!(
        matches!(parse(&with_check(unchecked)), Err(InvitationError::Altered)),
        "the check was made to fit"
    );
}

#[test]
fn keys_of_another_office_do_not_fit_the_signature() {
    let other = Invitation::new("甲", "u", "street", &OfficeKeys::from_secret(&[8; KEY_BYTES])).unwrap();
    let key_line = |invitation: &Invitation| invitation.text().lines().nth(5).unwrap().to_owned();
    let swapped = invitation().text().replace(&key_line(&invitation()), &key_line(&other));
    assert!(matches!(parse(&swapped), Err(InvitationError::Mistyped)), "the fingerprint covers both keys");
}

#[test]
fn what_is_missing_or_too_much_is_named() {
    let text = invitation().text().to_owned();
    let without = |label: &str| {
        text.lines()
            .filter(|line| !line.starts_with(label))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    for label in LABELS {
        let said = parse(&without(&format!("{label}："))).unwrap_err();
        assert!(matches!(said, InvitationError::Missing(missing) if missing == label), "{label}: {said}");
    }
    assert!(matches!(parse(&format!("{text}另：请回电\n")), Err(InvitationError::Unexpected(10))));
    let second = text.replacen("编号", "单位：乙\n编号", 1);
    assert!(matches!(parse(&second), Err(InvitationError::Unexpected(3))));
}

#[test]
fn other_texts_and_later_versions_are_told_apart() {
    for foreign in ["", "你好", "支部台账邀请函", "支部台账邀请函 0", &"支".repeat(10_000)] {
        assert!(matches!(parse(foreign), Err(InvitationError::NotAnInvitation)), "{foreign:.20}");
    }
    assert!(matches!(Invitation::parse(b"\xff\xfe"), Err(InvitationError::NotAnInvitation)));
    let newer = invitation().text().replacen(" 1", " 2", 1);
    assert!(matches!(parse(&newer), Err(InvitationError::Newer(2))));
}

#[test]
fn a_name_with_a_line_feed_cannot_smuggle_in_a_line() {
    let keys = OfficeKeys::from_secret(&[7; KEY_BYTES]);
    for (name, uid, kind, field) in [
        ("甲\n编号：x", "u", "street", "单位"),
        ("", "u", "street", "单位"),
        ("甲", "u v", "street", "编号"),
        ("甲", "u", "街道", "类别"),
    ] {
        let said = Invitation::new(name, uid, kind, &keys).unwrap_err();
        assert!(matches!(said, InvitationError::Refused(refused) if refused == field), "{said}");
    }
}
