//! The rows that travel in words, for people who look at them. Must not decide what is masked for whom: the caller says
//! whether a person may see all.

use std::collections::BTreeMap;

use branchbook_domain::code::{Education, Nation, Sex};
use branchbook_domain::member::{FieldMask, MovementReason};
use branchbook_domain::points::Points;
use branchbook_domain::roll_up::{Figures, RollUp};
use branchbook_domain::standing::MemberClass;

use super::kind::Part;
use super::policy;
use super::row::{BranchRow, MeetingRow, MemberRow, MovementRow, PartRow, RollUpRow, ServiceRow, UnitRow};

/// A title and what stands under it; `None`: nothing was stated.
pub(crate) type Cell = (String, Option<String>);

/// A row that can be read out.
pub(crate) trait InWords: PartRow {
    /// Its cells, in the order of reading.
    fn cells(&self, is_revealed: bool) -> Vec<Cell>;
}

/// Work that is the same for the rows of every part.
pub(crate) trait EachRow {
    /// What comes of it.
    type Out;
    /// Does it for one kind of row.
    fn of<R: InWords>(self) -> Self::Out;
}

impl Part {
    /// Does the work for the rows of this part.
    pub(crate) fn each<W: EachRow>(self, work: W) -> W::Out {
        match self {
            Self::RollUp => work.of::<RollUpRow>(),
            Self::Branch => work.of::<BranchRow>(),
            Self::Member => work.of::<MemberRow>(),
            Self::Movement => work.of::<MovementRow>(),
            Self::Meeting => work.of::<MeetingRow>(),
            Self::Unit => work.of::<UnitRow>(),
            Self::Service => work.of::<ServiceRow>(),
        }
    }

    /// Whether figures stand under a title. What a register or a movement says is no figure, whatever it looks like.
    pub(crate) fn counts(self, title: &str) -> bool {
        let words: &[&str] = match self {
            Self::Member | Self::Movement => return false,
            Self::RollUp => &[],
            Self::Branch => &["党支部"],
            Self::Meeting => &["党组织", "类别", "日期", "主题"],
            Self::Unit => &["单位"],
            Self::Service => &["日期", "活动", "地点", "组织单位", "补登以前月份"],
        };
        !words.contains(&title)
    }

    /// Whether what stands under a title is masked until a person asks for all of it.
    pub(crate) fn masks(self, title: &str) -> bool {
        self == Self::Member
            && policy::code_of(title).is_some_and(|code| FieldMask::of_key(code) != FieldMask::None)
    }
}

fn text(title: &str, text: &dyn ToString) -> Cell {
    (title.to_owned(), Some(text.to_string()))
}

fn maybe(title: &str, text: Option<impl ToString>) -> Cell {
    (title.to_owned(), text.map(|text| text.to_string()))
}

fn hours(title: &str, minutes: i64) -> Cell {
    let tenths = (minutes * 10 + 30) / 60;
    text(title, &format!("{}.{}", tenths / 10, tenths % 10))
}

fn figures(roll_up: &RollUp) -> Vec<Cell> {
    let all = Figures::LABELS.iter().zip(roll_up.figures.values()).map(|(label, value)| figure(label, value));
    all.chain(roll_up.grades.iter().map(|(grade, count)| text(&format!("积分{grade}"), count))).collect()
}

/// A figure in the unit that people use.
fn figure(label: &str, value: i64) -> Cell {
    if let Some(what) = label.strip_suffix("（分钟）") {
        return hours(&format!("{what}（小时）"), value);
    }
    match label.strip_suffix("（百分之一分）") {
        Some(what) => text(what, &Points::from_hundredths(value)),
        None => text(label, &value),
    }
}

impl InWords for RollUpRow {
    fn cells(&self, _is_revealed: bool) -> Vec<Cell> {
        figures(&self.roll_up)
    }
}

impl InWords for BranchRow {
    fn cells(&self, _is_revealed: bool) -> Vec<Cell> {
        std::iter::once(text("党支部", &self.name)).chain(figures(&self.roll_up)).collect()
    }
}

impl InWords for MemberRow {
    fn cells(&self, is_revealed: bool) -> Vec<Cell> {
        let standing = self.standing.as_deref().map(|code| match MemberClass::from_code(code) {
            Some(class) => class.label().to_owned(),
            None => code.to_owned(),
        });
        let mut cells = vec![
            text("姓名", &self.name),
            text("党支部", &self.branch),
            maybe("党小组", self.group.as_ref()),
            maybe("党员类别", standing),
        ];
        cells.extend(fields(&self.fields, is_revealed));
        cells
    }
}

fn fields(stated: &BTreeMap<String, String>, is_revealed: bool) -> impl Iterator<Item = Cell> {
    policy::in_order(stated).map(move |(code, label, value)| text(label, &field(code, value, is_revealed)))
}

/// A field in words; what can harm a person is masked.
fn field(code: &str, value: &str, is_revealed: bool) -> String {
    let word = match code {
        "sex" => Sex::read(value).map(Sex::label),
        "nation" => Nation::of_code(value).map(Nation::label),
        "education" => Education::of_code(value).map(Education::label),
        _ => None,
    };
    match word {
        Some(word) => word.to_owned(),
        None if is_revealed => value.to_owned(),
        None => FieldMask::of_key(code).masked(value),
    }
}

impl InWords for MovementRow {
    fn cells(&self, _is_revealed: bool) -> Vec<Cell> {
        vec![
            text("姓名", &self.name),
            text("增减类别", &self.label),
            maybe("增减原因", self.reason.as_deref().map(reason)),
            maybe("日期", self.occurred_on),
            text("党支部", &self.branch),
            maybe("原党支部", self.from_branch.as_ref()),
            maybe("去向（来源）", self.counterpart.as_ref()),
            maybe("更正以前月份", self.is_correction.then_some("是")),
        ]
    }
}

/// A reason of the table by its name; one that this program does not know yet as it came.
pub(crate) fn reason(code: &str) -> &str {
    let known = MovementReason::of_code(code);
    known.map_or(code, |reason| reason.label())
}

impl InWords for MeetingRow {
    fn cells(&self, _is_revealed: bool) -> Vec<Cell> {
        vec![
            text("党组织", &self.organisation),
            text("类别", &self.kind.label()),
            text("日期", &self.occurred_on),
            maybe("主题", self.theme.as_ref()),
            text("应到", &self.due),
            text("实到", &self.present),
            text("请假", &self.leave),
            text("缺席", &self.absent),
        ]
    }
}

impl InWords for UnitRow {
    fn cells(&self, _is_revealed: bool) -> Vec<Cell> {
        vec![
            text("单位", &self.name),
            maybe("应报到", self.expected),
            text("已报到", &self.reported),
            text("认领岗位", &self.claims),
            text("活动场次", &self.activities),
            text("参加人次", &self.attendances),
            text("参加人数", &self.people),
            hours("服务时长（小时）", self.minutes),
        ]
    }
}

impl InWords for ServiceRow {
    fn cells(&self, _is_revealed: bool) -> Vec<Cell> {
        vec![
            text("日期", &self.day),
            text("活动", &self.title),
            maybe("地点", self.place.as_ref()),
            maybe("组织单位", self.organiser.as_ref()),
            text("参加人次", &self.participants),
            hours("服务时长（小时）", self.minutes),
            maybe("受益人数", self.beneficiaries),
            maybe("补登以前月份", self.is_late.then_some("是")),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_the_unit_that_people_use() {
        assert_eq!(figure("服务时长（分钟）", 90), ("服务时长（小时）".to_owned(), Some("1.5".to_owned())));
        assert_eq!(figure("服务时长（分钟）", 59).1, Some("1.0".to_owned()), "as in the workbook");
        assert_eq!(figure("积分合计（百分之一分）", 8850), ("积分合计".to_owned(), Some("88.5".to_owned())));
        assert_eq!(figure("女", 27), ("女".to_owned(), Some("27".to_owned())));
        for label in Figures::LABELS.iter().filter(|label| label.ends_with('）')) {
            assert!(
                !figure(label, 60).0.contains("分之一") && !figure(label, 60).0.contains("分钟"),
                "{label}"
            );
        }
    }

    #[test]
    fn what_can_harm_a_person_is_masked_and_codes_are_words() {
        for (code, value, masked, shown) in [
            ("id_number", "53259919780512002X", "5325**********002X", "53259919780512002X"),
            ("phone", "13800001234", "138****1234", "13800001234"),
            ("address", "明湖路12号3栋", "明湖路****", "明湖路12号3栋"),
            ("sex", "female", "女", "女"),
            ("employer", "市税务局", "市税务局", "市税务局"),
            ("employer", "个体，13800001234", "个体，138****1234", "个体，13800001234"),
        ] {
            assert_eq!((field(code, value, false), field(code, value, true)), (masked.into(), shown.into()));
        }
    }
}
