//! What comes next: which steps, from when on, until when.

use expect_test::{Expect, expect};

use super::*;

fn next(case: &Case, today: &str, expected: &Expect) {
    let steps = next_steps(case, RulePacks::shipped(), WorkCalendar::shipped(), day(today));
    let lines = steps.iter().map(|next| format!("{} {}\n", next.state.label(), next.sentence()));
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn up_to_the_candidate_each_stage_shows_what_can_be_done() {
    let case = right_2026();
    next(
        &Case::default(),
        "2026-06-01",
        &expect![[r#"
        可以办理 递交入党申请书可以办理，由党组织研究决定。
    "#]],
    );
    next(
        &until(case.clone(), Step::Application),
        "2026-06-02",
        &expect![[r#"
        可以办理 派人谈话应在2026年7月1日以前办理。
    "#]],
    );
    next(
        &until(case.clone(), Step::Application),
        "2026-07-02",
        &expect![[r#"
        已过期限 派人谈话应在2026年7月1日以前办理，已经超过。
    "#]],
    );
    next(
        &until(case.clone(), Step::ActivistFiled),
        "2027-02-20",
        &expect![[r#"
        可以办理 半年考察应在2027年8月10日以前办理。
        可以办理 思想汇报应在2027年5月10日以前办理。
        未到时间 支委会研究拟列为发展对象最早可在2027年8月10日办理。
    "#]],
    );
    next(
        &until(case.clone(), Step::PublicityBegun),
        "2027-08-24",
        &expect![[r#"
        未到时间 发展对象公示结束最早可在2027年8月27日（暂算）办理。
    "#]],
    );
    next(
        &until(case.clone(), Step::CandidateListed),
        "2027-08-31",
        &expect![[r#"
        可以办理 确定入党介绍人可以办理，由党组织研究决定。
        可以办理 政治审查可以办理，由党组织研究决定。
        可以办理 集中培训可以办理，由党组织研究决定。
    "#]],
    );
}

#[test]
fn from_the_assembly_on_the_deadlines_follow_each_other() {
    let case = right_2026();
    next(
        &until(case.clone(), Step::FormFilled),
        "2027-10-26",
        &expect![[r#"
        可以办理 支部大会讨论接收预备党员应在2027年11月20日以前办理。
    "#]],
    );
    next(
        &until(case.clone(), Step::AdmissionApproved),
        "2028-01-11",
        &expect![[r#"
        可以办理 报上级党委组织部门备案可以办理，由党组织研究决定。
        可以办理 编入党支部和党小组可以办理，由党组织研究决定。
        可以办理 入党宣誓应在2028年2月10日以前办理。
        可以办理 提出转正申请可以办理，由党组织研究决定。
    "#]],
    );
    next(
        &until(case.clone(), Step::FullApplication),
        "2028-11-12",
        &expect![[r#"
        未到时间 支部大会讨论转正最早可在2028年11月20日办理。
    "#]],
    );
    next(
        &until(case.clone(), Step::FullAssembly),
        "2028-11-21",
        &expect![[r#"
        可以办理 党委审批转正应在2029年2月20日以前办理。
    "#]],
    );
    next(
        &until(case.clone(), Step::FullApproved),
        "2029-01-11",
        &expect![[r#"
        可以办理 材料归档可以办理，由党组织研究决定。
    "#]],
    );
    next(&case, "2029-03-01", &expect![""]);
}

#[test]
fn an_ended_case_and_a_time_without_rules_have_no_next_step() {
    let mut case = until(right_2026(), Step::Application);
    assert!(next_steps(&case, RulePacks::shipped(), WorkCalendar::shipped(), day("2010-01-01")).is_empty());
    case.end = Some(CaseEnd { on: partial("2026-06-05"), reason: CaseEndReason::MovedAway });
    next(&case, "2026-06-05", &expect![""]);
}

#[test]
fn a_day_reckoned_from_a_vague_date_is_about() {
    let mut case = until(right_2026(), Step::ActivistFiled);
    case.days.insert(Step::ActivistChosen, partial("2026-08"));
    let steps = next_steps(&case, RulePacks::shipped(), WorkCalendar::shipped(), day("2026-09-01"));
    let discussed = steps.iter().find(|next| next.step == Step::CandidateDiscussed).unwrap();
    assert_eq!(discussed.not_before.unwrap().label(), "约2027年8月31日");
    assert_eq!(discussed.rule.as_ref().unwrap().id, "D03");
}
