//! What the findings say, at the exact borders, and by which version.

use expect_test::expect;

use super::*;

fn set(case: &mut Case, step: Step, on: &str) {
    case.days.insert(step, partial(on));
}

#[test]
fn a_deadline_that_passed_is_said_with_its_last_day() {
    let open = until(right_2026(), Step::Application);
    assert_eq!(found(&open, "2026-07-01"), vec![]);
    expect!["递交入党申请书（2026年6月1日）已超过一个月，还没有登记派人谈话，应在2026年7月1日以前办理。"]
        .assert_eq(&only_gap(&open, "2026-07-02"));
    let mut late = open;
    set(&mut late, Step::Talk, "2026-07-15");
    expect![
        "派人谈话（2026年7月15日）距递交入党申请书（2026年6月1日）超过一个月，应在2026年7月1日以前办理。"
    ]
    .assert_eq(&only_gap(&late, "2026-07-20"));
}

#[test]
fn a_year_of_fostering_is_a_year_by_the_calendar_also_in_leap_years() {
    let mut case = until(right_2014(), Step::CandidateDiscussed);
    set(&mut case, Step::ActivistChosen, "2019-06-11");
    set(&mut case, Step::ContactsNamed, "2019-06-11");
    expect!["推荐和确定入党积极分子（2019年6月11日）到支委会讨论确定发展对象（2020年6月10日）不足一年，最早应在2020年6月11日。"]
        .assert_eq(&only_gap(&case, "2020-06-10"));
}

#[test]
fn an_approval_may_take_six_months_with_a_reason_and_no_longer() {
    let mut case = until(right_2014(), Step::AdmissionAssembly);
    assert_eq!(ids(&case, "2021-01-18"), Vec::<String>::new());
    expect!["支部大会讨论接收预备党员（2020年10月18日）已超过三个月，还没有登记党委审批预备党员，也没有写明特殊情况，应在2021年1月18日以前办理。"]
        .assert_eq(&only_gap(&case, "2021-01-19"));
    case.special_reason = Some("预备党员公示期间收到反映，正在核实".into());
    assert_eq!(ids(&case, "2021-04-18"), Vec::<String>::new());
    expect!["支部大会讨论接收预备党员（2020年10月18日）已超过半年，还没有登记党委审批预备党员，应在2021年4月18日以前办理。"]
        .assert_eq(&only_gap(&case, "2021-04-19"));
}

#[test]
fn publicity_is_counted_in_working_days() {
    let mut case = until(right_2026(), Step::CandidateAgreed);
    set(&mut case, Step::ActivistChosen, "2025-09-01");
    set(&mut case, Step::Application, "2025-06-01");
    set(&mut case, Step::Talk, "2025-06-10");
    set(&mut case, Step::ContactsNamed, "2025-09-01");
    set(&mut case, Step::ActivistFiled, "2025-09-02");
    set(&mut case, Step::CandidateDiscussed, "2026-09-03");
    set(&mut case, Step::CandidateAgreed, "2026-09-27");
    case.recurring.insert(Recurring::Review, vec![partial("2026-03-01"), partial("2026-09-01")]);
    case.recurring.insert(
        Recurring::ThoughtReport,
        ["2025-12-01", "2026-03-01", "2026-06-01", "2026-09-01"].map(partial).to_vec(),
    );
    set(&mut case, Step::PublicityBegun, "2026-09-28");
    set(&mut case, Step::PublicityEnded, "2026-10-04");
    expect!["公示自2026年9月28日至2026年10月4日只有 3 个工作日，不足 5 个工作日，应公示到2026年10月9日。"]
        .assert_eq(&only_gap(&case, "2026-10-10"));
    set(&mut case, Step::PublicityEnded, "2026-10-09");
    assert_eq!(found(&case, "2026-10-10"), vec![]);
}

#[test]
fn where_the_holiday_table_ends_the_day_is_provisional() {
    let mut case = right_2026();
    set(&mut case, Step::PublicityEnded, "2027-08-26");
    expect![
        "公示自2027年8月23日至2027年8月26日只有 4 个工作日，不足 5 个工作日，应公示到2027年8月27日（暂算）。"
    ]
    .assert_eq(&only_gap(&case, "2030-01-01"));
}

#[test]
fn reviews_that_stopped_are_noticed_once() {
    let mut case = until(right_2026(), Step::ContactsNamed);
    set(&mut case, Step::ActivistFiled, "2026-08-20");
    case.recurring.insert(Recurring::Review, vec![]);
    case.recurring.insert(Recurring::ThoughtReport, vec![partial("2026-11-01"), partial("2027-02-01")]);
    assert_eq!(found(&case, "2027-02-10"), vec![]);
    expect!["自2026年8月10日至今天超过半年没有登记半年考察。"].assert_eq(&only_gap(&case, "2027-02-11"));
}

#[test]
fn the_end_of_the_probation_is_a_finding_until_the_assembly_or_an_extension() {
    let mut case = until(right_2026(), Step::Oath);
    assert_eq!(ids(&case, "2028-11-20"), Vec::<String>::new());
    expect!["预备期已于2028年11月20日届满，还没有登记支部大会讨论转正。"]
        .assert_eq(&only_gap(&case, "2028-11-21"));
    case.extensions = vec![Extension { decided_on: partial("2028-11-22"), months: 6 }];
    assert_eq!(ids(&case, "2029-05-20"), Vec::<String>::new());
    assert_eq!(ids(&case, "2029-05-21"), ["D14 必须"]);
    set(&mut case, Step::FullApplication, "2028-11-10");
    set(&mut case, Step::FullAssembly, "2029-05-19");
    expect!["支部大会讨论转正（2029年5月19日）时预备期未满，应在2029年5月20日期满以后。"]
        .assert_eq(&only_gap(&case, "2029-05-22"));
}

/// A deadline goes by the version of the day from which it runs, also while nothing has met it.
#[test]
fn an_open_deadline_cites_the_version_under_which_it_began_to_run() {
    let sources = |case: &Case, today: &str| -> Vec<String> {
        let found = check_case(case, RulePacks::shipped(), WorkCalendar::shipped(), day(today));
        let must = found.into_iter().filter(|finding| finding.level > Level::Note);
        must.map(|finding| finding.rule.source.to_string()).collect()
    };
    let shifted = |case: Case, months: i32| {
        let mut case = case;
        let shift = |day: &mut PartialDay| *day = crate::day::add_months(day.latest(), months).into();
        case.days.values_mut().for_each(shift);
        case.recurring.values_mut().flatten().for_each(shift);
        case
    };
    let mut case = shifted(until(right_2014(), Step::Oath), 56);
    set(&mut case, Step::AdmissionAssembly, "2025-06-18");
    let over = sources(&case, "2026-08-01");
    assert!(
        over.iter().any(|source| source.contains("2014年") && source.ends_with("第三十二条")),
        "{over:?}"
    );
    assert!(!over.iter().any(|source| source.ends_with("第三十一条")), "{over:?}");
    let mut case = shifted(until(right_2014(), Step::ContactsNamed), 78);
    assert_eq!(case.day_of(Step::ActivistChosen), Some(partial("2025-12-10")));
    case.recurring.clear();
    let silent = |case: &Case| {
        let found = check_case(case, RulePacks::shipped(), WorkCalendar::shipped(), day("2026-12-20"));
        let found = found.into_iter().filter(|finding| finding.gap.contains("没有登记半年考察"));
        found.map(|finding| finding.rule.source.to_string()).collect::<Vec<_>>()
    };
    let under = |case: &Case, version: &str| {
        let found = silent(case);
        assert!(found.len() == 1 && found[0].contains(version), "{version}: {found:?}");
    };
    under(&case, "2014年");
    case.recurring.insert(Recurring::Review, vec![partial("2026-06-01")]);
    under(&case, "2026年");
}

#[test]
fn a_case_that_ended_owes_nothing_more() {
    let mut case = until(right_2026(), Step::Application);
    case.end = Some(CaseEnd { on: partial("2026-06-20"), reason: CaseEndReason::Withdrawn });
    assert_eq!(found(&case, "2028-01-01"), vec![]);
}

#[test]
fn a_new_version_makes_nothing_wrong_that_was_right_on_its_day() {
    let mut case = until(right_2014(), Step::PriorCheck);
    let shift = |day: &mut PartialDay| {
        *day = crate::day::add_months(day.latest(), 66).into();
    };
    case.days.values_mut().for_each(shift);
    case.recurring.values_mut().flatten().for_each(shift);
    assert_eq!(case.day_of(Step::PriorCheck), Some(partial("2026-03-20")));
    set(&mut case, Step::FormFilled, "2026-04-01");
    set(&mut case, Step::AdmissionAssembly, "2026-06-18");
    assert_eq!(
        found(&case, "2026-06-20"),
        vec![],
        "no month ran under the version of 2014, no publicity was asked"
    );
    set(&mut case, Step::PriorCheck, "2026-05-12");
    assert_eq!(ids(&case, "2026-06-20"), ["D11 必须", "D17 应当"]);
}

#[test]
fn a_candidate_of_the_version_of_2014_goes_on_without_publicity() {
    let mut case = until(right_2026(), Step::ContactsNamed);
    for (step, on) in [
        (Step::Application, "2025-01-01"),
        (Step::Talk, "2025-01-10"),
        (Step::ActivistChosen, "2025-02-01"),
        (Step::ContactsNamed, "2025-02-01"),
        (Step::ActivistFiled, "2025-02-05"),
        (Step::CandidateDiscussed, "2026-03-01"),
        (Step::CandidateAgreed, "2026-03-10"),
        (Step::IntroducersNamed, "2026-05-20"),
        (Step::Vetting, "2026-05-20"),
        (Step::Training, "2026-05-25"),
        (Step::CommitteeReview, "2026-06-01"),
    ] {
        set(&mut case, step, on);
    }
    case.recurring.insert(Recurring::Review, ["2025-08-01", "2026-02-01"].map(partial).to_vec());
    case.recurring.insert(
        Recurring::ThoughtReport,
        ["2025-05-01", "2025-08-01", "2025-11-01", "2026-02-01"].map(partial).to_vec(),
    );
    assert_eq!(found(&case, "2026-06-02"), vec![]);
    let next = next_steps(&case, RulePacks::shipped(), WorkCalendar::shipped(), day("2026-06-02"));
    assert_eq!(next.iter().map(|next| next.step).collect::<Vec<_>>(), [Step::PriorCheck]);
}

#[test]
fn of_dates_known_in_part_only_what_is_certain_is_said() {
    let mut case = until(right_2014(), Step::CandidateAgreed);
    set(&mut case, Step::ActivistChosen, "2019-06");
    set(&mut case, Step::CandidateDiscussed, "2020-06");
    let ids = |case: &Case| -> Vec<String> {
        found(case, "2020-07-01").iter().map(|finding| finding.rule.id.to_string()).collect()
    };
    assert!(!ids(&case).contains(&"D03".to_owned()));
    set(&mut case, Step::CandidateDiscussed, "2020-05");
    assert!(ids(&case).contains(&"D03".to_owned()));
    set(&mut case, Step::CandidateDiscussed, "2020");
    assert!(!ids(&case).contains(&"D03".to_owned()));
}

#[test]
fn a_finding_names_subject_article_and_version() {
    let mut case = right_2026();
    case.days.remove(&Step::Vetting);
    let all: Vec<String> = found(&case, "2030-01-01").iter().map(ToString::to_string).collect();
    expect![[r#"
        李某：支部大会讨论接收预备党员（2027年11月20日）以前没有登记政治审查。凡未经政治审查或者政治审查不合格的，不能发展入党；请核对政审材料，并登记形成结论的日期。（D09 依据：《发展党员工作细则》（2026年修订，待与官方文本核对）第十六条）
        李某：以下步骤没有登记日期：政治审查。已经办过的请对照档案补录；没有办的请补办或写明原因。（D18 依据：本单位可改的默认值）"#]]
    .assert_eq(&all.join("\n"));
}

#[test]
fn a_wrong_order_and_a_day_ahead_are_said_once() {
    let mut case = until(right_2026(), Step::ActivistFiled);
    set(&mut case, Step::ActivistFiled, "2026-08-09");
    set(&mut case, Step::CandidateDiscussed, "2027-09-01");
    let said: Vec<String> = found(&case, "2026-08-20").iter().map(|finding| finding.gap.clone()).collect();
    assert_eq!(
        said,
        [
            "登记的日期先后不合：推荐和确定入党积极分子晚于积极分子报上级党委备案。",
            "以下步骤的日期还没有到：支委会讨论确定发展对象（2027年9月1日）。",
        ]
    );
}
