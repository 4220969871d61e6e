//! The paper for the person and the record of who saw whom, through the desk; and that no other paper or notice of the
//! program says anybody's ID number or phone.

use branchbook_contract::book::{HistoryList, HistoryUndo, Office as OfficeKind};
use branchbook_contract::folio::{FolioForm, FolioPage, FolioShow, Paper, PaperPart};
use branchbook_contract::member::{MemberDraft, MemberExport, MemberList, MemberShow};
use branchbook_contract::points::PointsList;
use branchbook_domain::key::PersonId;

use crate::folio::FOLIOS;
use crate::folio::tests::{act, show, texts};
use crate::member::tests::Office;

const ID: &str = "53259919920124021X";
const PHONE: &str = "13800001234";

fn draft(name: &str) -> MemberDraft {
    MemberDraft {
        name: name.into(),
        id_number: Some(ID.into()),
        phone: Some(PHONE.into()),
        other_phone: Some("13900005678".into()),
        address: Some("银河路252号锦华苑3栋".into()),
        joined_on: Some("2000-07-01".parse().unwrap()),
        became_full_on: Some("2001-07-01".parse().unwrap()),
        note: Some("联系 13800001234".into()),
        ..MemberDraft::default()
    }
}

fn office() -> (Office, PersonId) {
    let mut office = Office::new();
    let member = office.member("单冠松", |add| add.draft = draft("单冠松"));
    office.member("曹珂", |_| ());
    (office, member)
}

fn words(paper: &Paper) -> String {
    serde_json::to_string(paper).unwrap()
}

fn seen(office: &mut Office, person: Option<PersonId>) -> FolioPage {
    show(office, "own_data", person.map(|person| person.0))
}

fn section<'a>(paper: &'a Paper, heading: &str) -> &'a PaperPart {
    let at = paper.parts.iter().position(|part| *part == PaperPart::Heading(heading.into())).expect(heading);
    &paper.parts[at + 1]
}

#[test]
fn a_person_gets_everything_in_full_and_the_print_is_recorded() {
    let (mut office, member) = office();
    office.call(&act("catalogue", "add", None, &[("title", "楼栋管家岗"), ("duty", "每周看楼道。")]));
    let post = show(&mut office, "catalogue", None).rows[0].row.to_string();
    let assigned = [("names", "单冠松"), ("offer", post.as_str()), ("from", "2026-01-05")];
    office.call(&act("duties", "assign", None, &assigned));
    let letter = [
        ("person", &*member.to_string()),
        ("way", "out"),
        ("reach", "in_city"),
        ("issued_on", "2026-09-01"),
        ("number", "12号"),
    ];
    office.call(&act("letters", "add", None, &letter));
    let done = office.call(&act("own_data", "print", None, &[("person", &member.to_string())]));
    assert!(!done.is_undoable);
    let paper = done.paper.unwrap();
    let said = words(&paper);
    for text in [ID, PHONE, "13900005678", "银河路252号锦华苑3栋", "第一党支部", "12号", "联系 13800001234"]
    {
        assert!(said.contains(text), "{text}: {said}");
    }
    let PaperPart::Table(_, posts) = section(&paper, "岗位和职责") else { panic!("no posts") };
    assert_eq!(posts[0], ["楼栋管家岗", "每周看楼道。", "2026-01-05", "", ""]);
    assert_eq!(section(&paper, "标签"), &PaperPart::Text("没有登记。".into()), "nothing is said, too");
    let never = PaperPart::Text("没有登记。".into());
    assert_eq!(section(&paper, "谁看过完整的证件号、电话和住址"), &never);
    let history = office.call(&HistoryList::default());
    assert!(history.iter().any(|row| row.title.contains("打印本人信息") && row.refusal.is_some()));
    let again = office.call(&act("own_data", "print", None, &[("person", &member.to_string())]));
    let paper = again.paper.unwrap();
    let PaperPart::Table(_, seen) = section(&paper, "谁看过完整的证件号、电话和住址") else {
        panic!("no record")
    };
    assert_eq!((seen.len(), seen[0][1].as_str(), seen[0][2].as_str()), (1, "周经办", "打印本人信息"));
}

#[test]
fn printing_asks_whose_and_refuses_nobody() {
    let (mut office, member) = office();
    let form = FolioForm {
        folio: "own_data".into(),
        act: "print".into(),
        row: None,
        subject: None,
        ..Default::default()
    };
    assert_eq!(office.call(&form).fields.len(), 1);
    let of = FolioForm { subject: Some(member.0), ..form };
    assert!(office.call(&of).fields.is_empty(), "with a subject it is known whose");
    let refused = office.desk.call(&act("own_data", "print", None, &[])).unwrap_err();
    assert_eq!(refused.fields[0].field, "person");
    office.refused(&act("own_data", "print", None, &[("person", "999")]));
    assert_eq!(seen(&mut office, None).total, 0, "a refusal records nothing");
}

#[test]
fn every_look_in_full_says_who_saw_whom() {
    let (mut office, member) = office();
    office.call(&MemberShow { member, on: None, reveal: false });
    office.list(|_| ());
    assert_eq!(seen(&mut office, None).total, 0, "what is masked is no look");
    office.call(&MemberShow { member, on: None, reveal: true });
    office.on("2026-11-02");
    office.list(|list| list.reveal = true);
    let page = seen(&mut office, None);
    assert_eq!(texts(&page, 0)[1..4], ["周经办", "查看名册", "单冠松、曹珂"]);
    assert_eq!(texts(&page, 1)[1..4], ["周经办", "查看本人", "单冠松"]);
    let chips: Vec<u32> = page.chips.iter().map(|chip| chip.count).collect();
    assert_eq!(chips, [2, 1, 1, 0, 0, 0]);
    let own = seen(&mut office, Some(member));
    assert_eq!((own.total, texts(&own, 0)[3]), (2, "单冠松"), "only about this person");
    let on = Some("2026-11-01".parse().unwrap());
    let before = FolioShow { folio: "own_data".into(), on, ..FolioShow::default() };
    assert_eq!(office.call(&before).total, 1, "as of the day before");
    let words = FolioShow { folio: "own_data".into(), words: "ck".into(), ..FolioShow::default() };
    assert_eq!(office.call(&words).total, 1, "initials find who was seen");
}

#[test]
fn an_export_in_full_names_everybody_and_warns_against_posting() {
    let (mut office, _) = office();
    for name in ["仇英", "解放", "盖明", "华青"] {
        office.member(name, |_| ());
    }
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().display().to_string();
    let export = |reveal| MemberExport {
        list: MemberList { reveal, ..MemberList::default() },
        members: Vec::new(),
        out: out.clone(),
    };
    assert_eq!(office.call(&export(false)).warning, None);
    assert_eq!(seen(&mut office, None).total, 0);
    let warning = office.call(&export(true)).warning.unwrap();
    assert!(warning.contains("不能张贴"), "{warning}");
    let page = seen(&mut office, None);
    assert_eq!(texts(&page, 0)[2..4], ["导出名册", "单冠松、曹珂、仇英、解放、盖明等 6 人"]);
    let listed = office.call(&act("own_data", "names", Some(page.rows[0].row), &[])).paper.unwrap();
    assert!(words(&listed).contains("华青"));
}

#[test]
fn a_look_does_not_hinder_the_undo_of_what_brought_the_person() {
    let mut office = Office::new();
    let member = office.member("单冠松", |add| add.draft = draft("单冠松"));
    let added = office.call(&HistoryList::default())[0].change;
    office.call(&MemberShow { member, on: None, reveal: true });
    office.call(&HistoryUndo { change: Some(added) });
    assert_eq!(office.list(|_| ()).total, 0);
    assert_eq!(texts(&seen(&mut office, None), 0)[3], "单冠松", "who was seen is still told");
}

/// Every act of every folio is done as its form proposes it; whatever paper comes of it must not say an ID number or a
/// phone, though the book is full of them. Only the paper for the person does.
#[test]
fn no_paper_says_an_id_number_or_a_phone_but_the_persons_own() {
    let (mut office, member) = office();
    let duty = [("title", "热线岗"), ("duty", "电话13800001234，证件53259919920124021X。")];
    office.call(&act("catalogue", "add", None, &duty));
    let post = show(&mut office, "catalogue", None).rows[0].row.to_string();
    let assigned = [("names", "单冠松"), ("offer", post.as_str()), ("from", "2026-01-05")];
    office.call(&act("duties", "assign", None, &assigned));
    // Before the buttons: one of them takes back what was done.
    let points = office.call(&PointsList::default());
    let points = serde_json::to_string(&points).unwrap();
    assert!(
        points.contains("单冠松") && ![ID, PHONE].iter().any(|secret| points.contains(secret)),
        "{points}"
    );
    let mut papers = 0;
    for folio in FOLIOS.iter().filter(|folio| folio.office() == OfficeKind::Community) {
        let name = folio.head().folio;
        for (button, row) in offered(&mut office, name) {
            let Some(paper) = printed(&mut office, name, &button, row, member) else { continue };
            let said = words(&paper);
            let is_full = folio.shows_in_full() && button == "print";
            assert_eq!(said.contains(ID) && said.contains(PHONE), is_full, "{name} {button}: {said}");
            assert!(
                is_full || ![ID, PHONE, "13900005678"].iter().any(|secret| said.contains(secret)),
                "{said}"
            );
            papers += 1;
        }
    }
    assert!(papers >= 4, "letter, notice, list and the own paper: {papers}");
}

fn offered(office: &mut Office, folio: &str) -> Vec<(String, Option<i64>)> {
    let page = show(office, folio, None);
    let of_rows = page.rows.into_iter().flat_map(|row| {
        let key = row.row;
        row.acts.into_iter().map(move |button| (button.act, Some(key)))
    });
    let whole = page.acts.into_iter().map(|button| (button.act, None));
    // What ends or takes back something comes last: the papers before it need it.
    let mut all: Vec<_> = whole.chain(of_rows).collect();
    all.sort_by_key(|(act, _)| ["end", "withdraw", "undo", "cancel"].contains(&act.as_str()));
    all
}

/// The paper of an act that was filled in as its form proposes, with the first of every choice.
fn printed(
    office: &mut Office,
    folio: &str,
    button: &str,
    row: Option<i64>,
    person: PersonId,
) -> Option<Paper> {
    use branchbook_contract::folio::FolioControl;
    let form =
        FolioForm { folio: folio.into(), act: button.into(), row, subject: None, ..Default::default() };
    let form = office.desk.call(&form).ok()?.body;
    let fill = |field: &branchbook_contract::folio::FolioField| match &field.control {
        FolioControl::Person(_) => person.to_string(),
        FolioControl::Pick(choices) if field.value.is_empty() => {
            choices.first().map(|choice| choice.value.clone()).unwrap_or_default()
        }
        _ => field.value.clone(),
    };
    let values: Vec<(String, String)> =
        form.fields.iter().map(|field| (field.key.clone(), fill(field))).collect();
    let values: Vec<(&str, &str)> =
        values.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    office.desk.call(&act(folio, button, row, &values)).ok()?.body.paper
}
