//! Five communities of different sizes and one street, three months: opened in any order, one sent twice, one
//! corrected, one returned and sent again. In the end the street says what the communities say.

use branchbook_contract::home::FrameShow;
use branchbook_contract::month::{MonthClose, MonthShow};
use branchbook_contract::parcel::{OpenOutcome, ParcelReturn, ParcelSeal, RowPick};
use branchbook_contract::street::{StreetOverview, StreetReminders, StreetReport, StreetRows, StreetState};
use branchbook_domain::month_state::MonthState;
use branchbook_tests::office::{dump_of, verification};
use branchbook_tests::random::Random;

use crate::community::{Town, join, month, roll_up, serve};

const SIZES: [usize; 5] = [3, 12, 30, 61, 7];
const MONTHS: [(&str, &str); 3] =
    [("2026-08", "2026-09-03"), ("2026-09", "2026-10-03"), ("2026-10", "2026-11-03")];

fn states(town: &mut Town, of: &str) -> Vec<StreetState> {
    let overview = town.street.desk.call(&StreetOverview { month: month(of), months: Some(1) }).unwrap().body;
    overview.communities.iter().map(|row| row.cells[0].state).collect()
}

#[test]
fn three_months_of_five_communities_reach_the_street_and_come_back() {
    let mut town = Town::of(&SIZES, "2026-08-20");
    let mut random = Random::new(11);
    let mut members = SIZES.map(|size| i64::try_from(size).unwrap());
    for (at, (text, day)) in MONTHS.into_iter().enumerate() {
        town.on(day);
        let mut files = Vec::new();
        for (community, count) in members.iter_mut().enumerate() {
            let office = &mut town.communities[community];
            let joined = join(office, ["新安", "新波", "新晨"][at], &format!("{text}-25"));
            serve(office, &format!("{text}-26"), &[joined]);
            *count += 1;
            files.push(town.seal(community, month(text)).path);
        }
        // The second community finds that somebody is missing, and seals again before the street has looked.
        join(&mut town.communities[1], ["补安", "补波", "补晨"][at], &format!("{text}-27"));
        members[1] += 1;
        let corrected = town.seal(1, month(text));
        assert_eq!((corrected.sequence, corrected.replaces, corrected.is_same), (2, Some(1), false));
        files.push(corrected.path);
        // In any order, and one of them twice.
        let twice = files[0].clone();
        files.push(twice);
        while !files.is_empty() {
            let next = usize::try_from(random.below(files.len() as u64)).unwrap();
            let path = files.swap_remove(next);
            let opened = town.open(&path);
            let is_old = opened.as_ref().is_err_and(|error| error.message.contains("较早的第 1 次"));
            assert!(is_old || opened.is_ok(), "{path}: {opened:?}");
        }
        assert_eq!(states(&mut town, text), [StreetState::Reported; 5]);
        let accepted = town.answer();
        assert!(
            accepted.iter().all(|each| each.is_taken && each.state == MonthState::Received),
            "{accepted:?}"
        );
        assert_eq!(accepted.len(), 5);
        assert_eq!(states(&mut town, text), [StreetState::Receipted; 5]);
        let table = roll_up(&mut town.street.desk, text, text);
        let said: Vec<i64> = table.rows.iter().map(|row| row.roll_up.figures.members).collect();
        assert_eq!(said, members, "{text}");
        let total = &table.totals[0].roll_up.figures;
        assert_eq!(total.members, members.iter().sum::<i64>());
        assert_eq!((total.service_people, total.service_minutes), (5, 600));
        assert_eq!(total.reckoned_members(), total.members);
        for community in &mut town.communities {
            community.desk.call(&MonthClose { month: month(text), confirm_findings: true }).unwrap();
        }
    }
    // What the next parcel says of closing is known with it.
    assert_eq!(states(&mut town, "2026-09"), [StreetState::Closed; 5]);
    assert_eq!(states(&mut town, "2026-10"), [StreetState::Receipted; 5]);
    for office in town.communities.iter_mut().chain(std::iter::once(&mut town.street)) {
        assert!(verification(&mut office.desk).is_sound, "{}", office.name);
    }
}

#[test]
fn a_month_that_came_back_is_mended_and_sent_again() {
    let mut town = Town::of(&[5, 4], "2026-10-20");
    town.on("2026-11-03");
    let first = town.seal(0, month("2026-10"));
    let opened = town.open(&first.path).unwrap();
    let register = opened.parts.iter().find(|part| part.part == "member").unwrap();
    assert_eq!((opened.outcome, register.added, register.same), (OpenOutcome::Applied, 5, 0));
    let give_back = ParcelReturn {
        path: first.path.clone(),
        reason: "名册有误".to_owned(),
        rows: vec![RowPick {
            part: "党员名册".to_owned(), row: 2, reason: "出生年月有误".to_owned()
        }],
    };
    let returned = town.street.desk.call(&give_back).unwrap().body;
    assert_eq!(returned.reasons.len(), 2);
    assert_eq!(states(&mut town, "2026-10"), [StreetState::Returned, StreetState::Missing]);
    let twice = town.street.desk.call(&give_back).unwrap_err();
    assert!(twice.message.contains("已经退回过"), "{}", twice.message);
    let waiting = |town: &mut Town| town.communities[0].desk.call(&FrameShow {}).unwrap().body.waiting_count;
    let to_answer = |town: &mut Town| town.street.desk.call(&FrameShow {}).unwrap().body.waiting_count;
    assert_eq!(waiting(&mut town), 1, "no answer yet");
    assert_eq!(to_answer(&mut town), 1, "the community has not been told");
    let accepted = town.answer();
    assert_eq!((accepted.len(), accepted[0].is_taken, accepted[0].state), (1, false, MonthState::Returned));
    assert_eq!(accepted[0].reasons, returned.reasons);
    assert_eq!(waiting(&mut town), 1, "what came back has to be sent again");
    assert_eq!(to_answer(&mut town), 0, "now it has, and it is its turn");
    let reminders = town.street.desk.call(&StreetReminders { month: month("2026-10") }).unwrap().body;
    assert_eq!(reminders.rows.len(), 2, "{reminders:?}");

    // Even without a change the next one is a new one: the street asked for it.
    let second = town.seal(0, month("2026-10"));
    assert_eq!((second.sequence, second.replaces, second.is_same), (2, Some(1), false));
    let opened = town.open(&second.path).unwrap();
    let register = opened.parts.iter().find(|part| part.part == "member").unwrap();
    assert_eq!((register.added, register.same, register.gone), (0, 5, 0));
    assert!(opened.findings.is_empty(), "{:?}", opened.findings);
    assert_eq!(to_answer(&mut town), 1);
    town.answer();
    assert_eq!(to_answer(&mut town), 0);
    let shown = town.communities[0].desk.call(&MonthShow { month: month("2026-10") }).unwrap().body;
    assert_eq!(shown.row.state, MonthState::Received);
    assert_eq!(waiting(&mut town), 0, "what was corrected waits no more");
    // Taken is taken: only the street can open it again.
    join(&mut town.communities[0], "迟到者", "2026-10-30");
    let out = town.stick.display().to_string();
    let refused = town.communities[0].desk.call(&ParcelSeal { month: month("2026-10"), out }).unwrap_err();
    assert!(refused.message.contains("请街道先退回"), "{}", refused.message);
}

#[test]
fn the_same_month_again_is_the_very_same_file() {
    let mut town = Town::of(&[6], "2026-10-20");
    town.on("2026-11-03");
    let first = town.seal(0, month("2026-10"));
    let bytes = std::fs::read(&first.path).unwrap();
    std::fs::remove_file(&first.path).unwrap();
    town.on("2026-11-09");
    let again = town.seal(0, month("2026-10"));
    assert!(again.is_same && again.sequence == 1 && again.sha256 == first.sha256);
    assert_eq!(std::fs::read(&again.path).unwrap(), bytes);
    // At the street: once counted, then the same.
    assert_eq!(town.open(&again.path).unwrap().outcome, OpenOutcome::Applied);
    let before = dump_of(&town.street.desk);
    assert_eq!(town.open(&again.path).unwrap().outcome, OpenOutcome::Same);
    assert_eq!(dump_of(&town.street.desk), before);
    // And when the street has taken it.
    town.answer();
    let again = town.seal(0, month("2026-10"));
    assert_eq!(std::fs::read(&again.path).unwrap(), bytes);
}

#[test]
fn a_preview_changes_nothing_and_says_what_would_happen() {
    use branchbook_contract::parcel::ParcelOpen;
    let mut town = Town::of(&[6, 9], "2026-10-20");
    town.on("2026-11-03");
    town.seal(0, month("2026-10"));
    town.seal(1, month("2026-10"));
    let before = dump_of(&town.street.desk);
    let folder = town.stick.display().to_string();
    let preview = ParcelOpen { paths: vec![folder.clone()], is_preview: true };
    let opened = town.street.desk.call(&preview).unwrap().body;
    assert_eq!(opened.files.len(), 2, "a folder is the parcels in it, not the invitations");
    assert!(opened.files.iter().all(|file| file.outcome == OpenOutcome::Applied && file.parts.len() == 7));
    assert_eq!(dump_of(&town.street.desk), before);
    let all = ParcelOpen { paths: vec![folder], is_preview: false };
    town.street.desk.call(&all).unwrap();
    assert_eq!(states(&mut town, "2026-10"), [StreetState::Reported; 2]);
    let rows = StreetRows {
        community: town.communities[1].name.clone(),
        month: month("2026-10"),
        part: "党员名册".to_owned(),
        offset: 0,
        limit: None,
        sort: None,
        reveal: false,
    };
    let rows = town.street.desk.call(&rows).unwrap().body.rows;
    assert_eq!(rows.len(), 9);
    let text = serde_json::to_string(&rows).unwrap();
    assert!(!text.contains("532599"), "no ID digits that nobody asked for: {text}");
}

#[test]
fn the_workbook_of_the_street_is_the_same_on_every_day() {
    let mut town = Town::of(&[6, 9], "2026-10-20");
    town.on("2026-11-03");
    for at in 0..2 {
        let sealed = town.seal(at, month("2026-10"));
        town.open(&sealed.path).unwrap();
    }
    let mut made = Vec::new();
    for day in ["2026-11-04", "2026-11-20"] {
        town.on(day);
        let out = town.stick.display().to_string();
        let report = StreetReport { month: month("2026-10"), out, on: None };
        let report = town.street.desk.call(&report).unwrap().body;
        assert_eq!(report.disagreement_count, 0, "{:?}", report.notes);
        made.push(std::fs::read(&report.path).unwrap());
    }
    assert!(made[0] == made[1], "the same bytes a fortnight later");
}
