//! The packs themselves: they read, name their articles, hold since their day, and no line of them is idle.

use std::collections::BTreeSet;

use super::super::shipped::shipped_texts;
use super::*;
use crate::rule::Source;

#[test]
fn both_packs_read_and_say_that_they_are_to_be_checked() {
    let packs: Vec<RulePack> =
        shipped_texts().iter().map(|text| RulePack::from_json(text).unwrap()).collect();
    assert_eq!(RulePacks::shipped().all(), packs);
    for pack in &packs {
        assert!(!pack.is_checked && pack.origin.contains("尚未与官方文本逐条核对"));
        assert!(pack.cited_version().ends_with("待与官方文本核对"));
    }
    let first = &packs[0];
    assert_eq!(
        first.rule(&first.rules[1]).source.to_string(),
        "《发展党员工作细则》（2014年，待与官方文本核对）第八条"
    );
}

#[test]
fn the_version_of_2014_has_the_twenty_five_steps_of_the_forms() {
    let counts: Vec<usize> = RulePacks::shipped().all().iter().map(|pack| pack.steps.len()).collect();
    assert_eq!(counts, [25, 28]);
    for pack in RulePacks::shipped().all() {
        let begun: Vec<Stage> = pack.steps.iter().filter_map(|step| step.begins).collect();
        assert_eq!(begun, Stage::ALL, "{}", pack.version);
    }
}

#[test]
fn a_day_has_the_version_in_force_and_a_vague_day_perhaps_none() {
    let version = |text: &str| RulePacks::shipped().of(partial(text)).map(|pack| pack.version.as_str());
    for (on, expected) in [
        ("2014-05-27", None),
        ("2014-05-28", Some("2014年")),
        ("2026-05-10", Some("2014年")),
        ("2026-05-11", Some("2026年修订")),
        ("2026-04", Some("2014年")),
        ("2026-05", None),
        ("2026", None),
        ("2027", Some("2026年修订")),
    ] {
        assert_eq!(version(on), expected, "{on}");
    }
}

#[test]
fn only_what_no_regulation_fixes_goes_without_an_article() {
    for pack in RulePacks::shipped().all() {
        let own: Vec<&str> = pack
            .rules
            .iter()
            .filter(|rule| pack.rule(rule).source == Source::OfficeDefault)
            .map(|rule| rule.title.as_str())
            .collect();
        assert_eq!(own, ["政治审查结论的时间", "思想汇报"], "{}", pack.version);
        let notes = pack.rules.iter().filter(|rule| rule.level == Level::Note).count();
        assert_eq!(notes, own.len(), "what is no regulation is no more than a note");
    }
}

#[test]
fn what_is_not_understood_is_refused_as_a_whole() {
    let text = shipped_texts()[1];
    for (from, to) in [
        ("\"advice\"", "\"advise\""),
        ("\"kind\": \"age\"", "\"kind\": \"ages\""),
        ("\"step\": \"talk\", \"needs\"", "\"step\": \"talks\", \"needs\""),
        ("\"years\": 18", "\"years\": 0"),
        ("\"least\": 1, \"most\": 2", "\"least\": 3, \"most\": 2"),
        ("\"title\": \"入党申请人年龄\"", "\"title\": \" \""),
        ("{\"step\": \"oath\", \"needs\"", "{\"step\": \"placed\", \"needs\""),
        ("\"needs\": [\"talk\"]", "\"needs\": [\"oath\"]"),
        ("\"days\": 5}", "\"days\": 5, \"hours\": 5}"),
    ] {
        assert!(text.contains(from), "{from}");
        let error = RulePack::from_json(&text.replacen(from, to, 1)).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

/// A case that breaks one line: version, how to break it, and the title of the line.
type Breaking = (fn() -> Case, fn(&mut Case), &'static str);

fn set(case: &mut Case, step: Step, on: &str) {
    case.days.insert(step, partial(on));
}

fn unset(case: &mut Case, step: Step) {
    case.days.remove(&step);
}

#[allow(clippy::too_many_lines, reason = "one line of a table for each line of the packs")]
fn breakings() -> Vec<Breaking> {
    use Step::*;
    let mut all: Vec<Breaking> = Vec::new();
    for right in [right_2014 as fn() -> Case, right_2026] {
        let both: [Breaking; 18] = [
            (right, |case| case.birth_on = Some(partial("2010-01-01")), "入党申请人年龄"),
            (right, |case| set(case, Application, "2018-01-01"), "收到申请书后谈话"),
            (right, |case| set(case, ActivistChosen, "2027-01-01"), "培养教育和考察一年以上"),
            (right, |case| drop(case.recurring.remove(&Recurring::Review)), "每半年考察入党积极分子"),
            (right, |case| drop(case.recurring.remove(&Recurring::ThoughtReport)), "思想汇报"),
            (right, |case| case.supporters.retain(|one| one.role != Role::Contact), "培养联系人人数"),
            (
                right,
                |case| case.supporters[0].standing = Some(SupporterStanding::Probationary),
                "培养联系人应是正式党员",
            ),
            (right, |case| drop(case.supporters.pop()), "入党介绍人人数"),
            (
                right,
                |case| case.supporters[2].standing = Some(SupporterStanding::UnderObservation),
                "入党介绍人资格",
            ),
            (right, |case| unset(case, Vetting), "政治审查"),
            (right, |case| unset(case, Training), "集中培训"),
            (right, |case| case.training = TrainingLength { days: Some(2), hours: Some(16) }, "集中培训时间"),
            (right, |case| unset(case, CommitteeReview), "支委会审查"),
            (right, |case| unset(case, PriorCheck), "基层党委预审"),
            (right, |case| unset(case, SuperiorTalk), "审批前谈话"),
            (right, |case| unset(case, FullApplication), "书面转正申请"),
            (right, |case| set(case, Vetting, "2019-07-01"), "政治审查结论的时间"),
            (right, |case| case.put_off_until = Some(partial("2035-01-01")), "推迟讨论转正"),
        ];
        all.extend(both);
    }
    let own: [Breaking; 19] = [
        (right_2014, |case| unset(case, CandidateAgreed), "发展对象报上级党委备案"),
        (right_2014, |case| set(case, AdmissionApproved, "2021-02-01"), "预备党员审批时限"),
        (right_2014, |case| set(case, FullAssembly, "2021-10-17"), "预备期"),
        (right_2014, |case| case.extensions = vec![extension("2021-10-18", 3)], "延长预备期"),
        (right_2014, |case| set(case, FullApproved, "2022-01-21"), "转正审批时限"),
        (right_2026, |case| unset(case, CandidateAgreed), "发展对象报上级党委同意"),
        (right_2026, |case| set(case, PublicityEnded, "2027-08-26"), "发展对象公示时间"),
        (right_2026, |case| unset(case, PublicityEnded), "列为发展对象前公示"),
        (right_2026, |case| unset(case, CandidateListed), "经公示列为发展对象"),
        (
            right_2026,
            |case| case.supporters[1].standing = Some(SupporterStanding::InPenalty),
            "入党介绍人受处分的影响期",
        ),
        (right_2026, |case| set(case, PriorCheck, "2027-10-19"), "预审合格后提交支部大会"),
        (right_2026, |case| set(case, AdmissionApproved, "2028-02-21"), "预备党员审批时限"),
        (right_2026, |case| set(case, Oath, "2028-02-11"), "入党宣誓"),
        (right_2026, |case| set(case, FullAssembly, "2028-11-19"), "预备期"),
        (right_2026, |case| case.extensions = vec![extension("2028-11-20", 13)], "延长预备期"),
        (
            right_2026,
            |case| case.extensions = vec![extension("2028-11-20", 6), extension("2029-05-20", 6)],
            "延长预备期",
        ),
        (right_2026, |case| set(case, FullApproved, "2029-02-21"), "转正审批时限"),
        (right_2026, |case| set(case, Talk, "2026-07-02"), "收到申请书后谈话"),
        (right_2026, |case| set(case, Vetting, "2026-11-19"), "政治审查结论的时间"),
    ];
    all.extend(own);
    all
}

fn extension(on: &str, months: u32) -> Extension {
    Extension { decided_on: partial(on), months }
}

#[test]
fn each_line_of_each_pack_is_used() {
    let mut used = BTreeSet::new();
    for (right, break_it, title) in breakings() {
        let mut case = right();
        break_it(&mut case);
        let all = found(&case, "2036-01-01");
        let hit = all.iter().filter(|finding| finding.rule.title == title);
        let hit: Vec<_> = hit.map(|finding| (finding.rule.source.to_string(), title)).collect();
        assert!(!hit.is_empty(), "{title}: {all:#?}");
        used.extend(hit);
    }
    for pack in RulePacks::shipped().all() {
        for rule in &pack.rules {
            let line = (pack.rule(rule).source.to_string(), rule.title.as_str());
            assert!(used.contains(&line), "nothing breaks {line:?}");
        }
    }
}
