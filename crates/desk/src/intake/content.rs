//! What a cell looks like, whatever stands above it. Must not know columns.

use branchbook_domain::code::{Education, Nation, NewStratum, Sex, WorkPost};
use branchbook_domain::id_number::read_id;
use branchbook_domain::member::FieldMask;
use branchbook_domain::name::clean_name;
use branchbook_domain::office_day::read_day;
use branchbook_domain::phone::read_phones;
use branchbook_domain::text::{is_han, squeeze};
use branchbook_workbook::{Cell, CellValue};

use super::field::FieldSpec;
use super::wanted::Wanted;

/// What a cell can look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    IdNumber,
    Phone,
    Day,
    Sex,
    Nation,
    Education,
    WorkPost,
    NewStratum,
    Branch,
    Group,
    Class,
    Name,
    Address,
    YesNo,
}

/// The most frequent surnames: six of seven people bear one of them.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余\
    潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文施陶洪翟颜倪严牛温季\
    俞章鲁葛伍韦申尤毕聂焦向柳邢骆岳齐梅庄辛管祝左涂谷祁时舒耿卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋";

/// Words that no name holds.
const NO_NAME: [&str; 10] = ["支部", "小组", "书记", "委员", "单位", "社区", "党员", "街道", "退休", "群众"];

impl Content {
    /// What a column can be taken for by its content alone, the surest first.
    pub const TELLING: &'static [Self] = &[
        Self::IdNumber,
        Self::Branch,
        Self::Group,
        Self::Sex,
        Self::Nation,
        Self::Education,
        Self::Class,
        Self::Phone,
        Self::Name,
        Self::WorkPost,
        Self::NewStratum,
        Self::Address,
    ];

    /// What the cells of a field look like; nothing for free texts. The name of a unit is no name of a person.
    pub fn of(field: &FieldSpec) -> Option<Self> {
        Self::of_key(field.key).filter(|content| *content != Self::Name || field.title == content.word())
    }

    fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "id_number" => Self::IdNumber,
            "phone" | "other_phone" => Self::Phone,
            "birth" | "joined" | "became_full" | "date" | "day" | "reported_on" | "stated_on"
            | "status_on" | "post_on" | "lost_on" => Self::Day,
            "sex" => Self::Sex,
            "nation" => Self::Nation,
            "education" => Self::Education,
            "work_post" => Self::WorkPost,
            "new_stratum" => Self::NewStratum,
            "branch" => Self::Branch,
            "group" => Self::Group,
            "class" => Self::Class,
            "name" => Self::Name,
            "address" => Self::Address,
            "mobile" | "lost" | "hardship" => Self::YesNo,
            _ => return None,
        })
    }

    /// What a person calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::IdNumber => "身份证号",
            Self::Phone => "电话",
            Self::Day => "日期",
            Self::Sex => "性别",
            Self::Nation => "民族",
            Self::Education => "学历",
            Self::WorkPost => "工作岗位",
            Self::NewStratum => "新社会阶层",
            Self::Branch => "支部名称",
            Self::Group => "党小组",
            Self::Class => "正式或预备",
            Self::Name => "姓名",
            Self::Address => "住址",
            Self::YesNo => "是或否",
        }
    }

    /// Whether every person has their own.
    pub const fn is_of_one(self) -> bool {
        matches!(self, Self::IdNumber | Self::Name)
    }

    /// Whether it can hardly be anything else, even under a title that nobody knows.
    pub const fn is_telling_under_a_title(self) -> bool {
        matches!(
            self,
            Self::IdNumber | Self::Sex | Self::Nation | Self::Education | Self::Branch | Self::Class
        )
    }

    /// Whether a cell looks so.
    pub fn fits(self, cell: &Cell, wanted: &Wanted<'_>) -> bool {
        let said = squeeze(&cell.text);
        match self {
            Self::IdNumber => is_id_number(cell, &said),
            Self::Phone => is_phone(&said) && !is_id_number(cell, &said) && !Self::Day.fits(cell, wanted),
            Self::Day => is_day(cell, &said, wanted),
            Self::Sex => said.chars().count() <= 2 && Sex::read(&said).is_some_and(|_| has_han(&said)),
            Self::Nation => has_han(&said) && Nation::read(&said).is_some(),
            Self::Education => has_han(&said) && Education::read(&said).is_some(),
            Self::WorkPost => has_han(&said) && WorkPost::read(&said).is_some(),
            Self::NewStratum => has_han(&said) && NewStratum::read(&said).is_some(),
            Self::Branch => said.contains("支部") || wanted.branches.contains(&said),
            Self::Group => said.ends_with("小组") || (said.starts_with('第') && said.ends_with('组')),
            Self::Class => ["正式", "预备"].iter().any(|word| said.starts_with(word)),
            Self::Name => is_name(&cell.text),
            Self::Address => is_address(&said),
            Self::YesNo => is_yes_or_no(&said),
        }
    }
}

/// A text of a field as a screen may show it.
pub(super) fn shown(key: &str, text: &str) -> String {
    // Where somebody who reports in lives has a field of its own, and is an address all the same.
    match FieldMask::of_key(if key == "residence" { "address" } else { key }) {
        FieldMask::None => FieldMask::None.masked(text),
        mask => mask.masked(text.trim()),
    }
}

fn has_han(said: &str) -> bool {
    said.chars().any(is_han)
}

fn is_id_number(cell: &Cell, said: &str) -> bool {
    matches!(cell.value, CellValue::Number(value) if value >= 1e14)
        || (said.len() >= 15 && read_id(said).number.is_some())
}

fn is_phone(said: &str) -> bool {
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7 && digits * 10 >= said.chars().count() * 8 && !read_phones(said).numbers.is_empty()
}

fn is_day(cell: &Cell, said: &str, wanted: &Wanted<'_>) -> bool {
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    let is_apart = said.contains(['-', '.', '/', '年', '月']) && digits >= 4;
    let is_written = matches!(cell.value, CellValue::Date(_)) || is_apart || digits == 8;
    is_written && digits <= 14 && read_day(&cell.text, &wanted.days).is_ok()
}

fn is_name(text: &str) -> bool {
    let name = clean_name(text);
    let is_short = (2..=4).contains(&name.chars().count()) || name.contains('·');
    let is_han = name.chars().all(|c| is_han(c) || c == '·');
    let is_surname = name.chars().next().is_some_and(|first| SURNAMES.contains(first));
    is_short && is_han && is_surname && !NO_NAME.iter().any(|word| name.contains(word))
}

fn is_address(said: &str) -> bool {
    let has_figure = said.chars().any(|c| c.is_ascii_digit());
    has_figure
        && said.contains(['路', '街', '巷', '村', '栋', '幢', '室', '苑', '单'])
        && said.chars().count() > 4
}

fn is_yes_or_no(said: &str) -> bool {
    matches!(said, "是" | "否" | "有" | "无" | "√" | "×" | "Y" | "N" | "0" | "1")
        || ["流动", "流出", "流入", "失联", "困难", "未", "不"].iter().any(|word| said.starts_with(word))
}
