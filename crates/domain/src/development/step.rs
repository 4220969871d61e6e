//! The steps of a case. Which of them a version of the rules knows, and in which order, stands in the packs.
//! Must not know a rule.

use crate::code::coded;

coded! {
    /// A dated step of a case. The label is the general one; a pack may say it in the words of its version.
    Step {
        Application "application" "递交入党申请书",
        Talk "talk" "派人谈话",
        ActivistChosen "activist_chosen" "确定入党积极分子",
        ActivistFiled "activist_filed" "积极分子报上级党委备案",
        ContactsNamed "contacts_named" "指定培养联系人",
        Fostering "fostering" "培养教育考察",
        CandidateDiscussed "candidate_discussed" "支委会讨论确定发展对象",
        CandidateAgreed "candidate_agreed" "发展对象报上级党委",
        PublicityBegun "publicity_begun" "发展对象公示开始",
        PublicityEnded "publicity_ended" "发展对象公示结束",
        CandidateListed "candidate_listed" "列为发展对象",
        IntroducersNamed "introducers_named" "确定入党介绍人",
        Vetting "vetting" "政治审查",
        Training "training" "集中培训",
        CommitteeReview "committee_review" "支委会审查",
        PriorCheck "prior_check" "上级党委预审",
        FormFilled "form_filled" "填写入党志愿书",
        AdmissionAssembly "admission_assembly" "支部大会讨论接收预备党员",
        SuperiorTalk "superior_talk" "党委派人谈话",
        AdmissionApproved "admission_approved" "党委审批预备党员",
        AdmissionFiled "admission_filed" "报上级党委组织部门备案",
        Placed "placed" "编入党支部和党小组",
        Oath "oath" "入党宣誓",
        ProbationFostering "probation_fostering" "预备期继续教育考察",
        FullApplication "full_application" "提出转正申请",
        FullAssembly "full_assembly" "支部大会讨论转正",
        FullApproved "full_approved" "党委审批转正",
        Archived "archived" "材料归档",
    }
}

impl Step {
    /// Whether it goes on for months and has no day of its own: what was done in it is dated.
    pub const fn is_ongoing(self) -> bool {
        matches!(self, Self::Fostering | Self::ProbationFostering)
    }
}

coded! {
    /// What comes again and again while an activist is fostered.
    Recurring {
        Review "review" "半年考察",
        ThoughtReport "thought_report" "思想汇报",
    }
}

coded! {
    /// Who supports a case.
    Role {
        Contact "contact" "培养联系人",
        Introducer "introducer" "入党介绍人",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_step() {
        for &step in Step::ALL {
            assert_eq!(Step::from_code(step.code()), Some(step));
            assert_eq!(Step::read(step.label()), Some(step));
        }
        assert_eq!(Step::ALL.iter().filter(|step| step.is_ongoing()).count(), 2);
    }
}
