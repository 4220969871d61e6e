//! The fields of a roster and the writings of their titles. Must not read rows.

use crate::intake::FieldSpec;

/// Keys of the fields.
pub(super) mod key {
    pub const NAME: &str = "name";
    pub const SEX: &str = "sex";
    pub const NATION: &str = "nation";
    pub const BIRTH: &str = "birth";
    pub const ID_NUMBER: &str = "id_number";
    pub const EDUCATION: &str = "education";
    pub const JOINED: &str = "joined";
    pub const BECAME_FULL: &str = "became_full";
    pub const CLASS: &str = "class";
    pub const STATUS: &str = "status";
    pub const STATUS_ON: &str = "status_on";
    pub const POST: &str = "post";
    pub const POST_ON: &str = "post_on";
    pub const BRANCH: &str = "branch";
    pub const GROUP: &str = "group";
    pub const PHONE: &str = "phone";
    pub const OTHER_PHONE: &str = "other_phone";
    pub const ADDRESS: &str = "address";
    pub const PLACE: &str = "place";
    pub const BUILDING: &str = "building";
    pub const EMPLOYER: &str = "employer";
    pub const WORK_POST: &str = "work_post";
    pub const NEW_STRATUM: &str = "new_stratum";
    pub const MOBILE: &str = "mobile";
    pub const MOBILE_TO: &str = "mobile_to";
    pub const LOST: &str = "lost";
    pub const LOST_ON: &str = "lost_on";
    pub const NOTE: &str = "note";
}

const BIRTH: &[&str] = &["出生日期", "出生年月日", "生日", "出生时间", "出生", "出生日"];
const ID_NUMBER: &[&str] = &[
    "公民身份号码",
    "公民身份证号码",
    "身份证号码",
    "身份证",
    "身份号码",
    "证件号码",
    "证件号",
    "居民身份证号",
];
const EDUCATION: &[&str] = &["学历", "文化", "最高学历", "学历学位", "教育程度", "受教育程度"];
const JOINED: &[&str] = &[
    "入党日期",
    "入党年月",
    "入党年月日",
    "入党时间(年月日)",
    "何时入党",
    "加入党组织日期",
    "加入党组织时间",
    "加入中共组织日期",
    "加入中国共产党时间",
    "接收预备党员日期",
    "成为预备党员日期",
];
const BECAME_FULL: &[&str] =
    &["转正日期", "转正年月", "转为正式党员日期", "转为正式党员时间", "成为正式党员日期", "预备党员转正时间"];
const BRANCH: &[&str] = &[
    "所在党支部",
    "支部",
    "党支部",
    "支部名称",
    "党支部名称",
    "所属支部",
    "所属党支部",
    "所在党组织",
    "所属党组织",
    "所在支部名称",
    "党组织名称",
];
const PHONE: &[&str] = &[
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "联系方式",
    "电话号码",
    "移动电话",
    "联系手机",
    "本人电话",
    "联系电话号码",
];
const OTHER_PHONE: &[&str] =
    &["其他联系电话", "其他联系方式", "备用电话", "固定电话", "座机", "座机号码", "住宅电话", "宅电"];
const ADDRESS: &[&str] =
    &["住址", "现居住地", "居住地址", "家庭地址", "详细地址", "现住址", "常住地址", "居住地"];
const EMPLOYER: &[&str] = &[
    "工作单位",
    "单位及职务",
    "工作单位职务",
    "工作单位和职务",
    "工作单位与职务",
    "单位",
    "单位职务",
    "现工作单位及职务",
];

const STATUS: &[&str] =
    &["党员状态", "党籍", "党籍情况", "人员状态", "在册状态", "在籍状态", "党员现状", "组织关系状态", "状态"];
const POST: &[&str] =
    &["支部职务", "党支部职务", "党组织职务", "党内任职", "党务职务", "所任党内职务", "担任党内职务"];
const PLACE: &[&str] =
    &["网格或小区", "网格", "小区", "居住小区", "所在小区", "所在网格", "所属网格", "小区名称"];

/// The fields.
pub(super) const FIELDS: &[FieldSpec] = &[
    FieldSpec::required(key::NAME, "姓名", &["党员姓名", "名字", "姓名*"]).own(),
    FieldSpec::new(key::SEX, "性别", &["男女"]),
    FieldSpec::new(key::NATION, "民族", &["族别"]),
    FieldSpec::telling(key::BIRTH, "出生年月", BIRTH).right_of(&["出生"]),
    FieldSpec::telling(key::ID_NUMBER, "身份证号", ID_NUMBER).own(),
    FieldSpec::new(key::EDUCATION, "文化程度", EDUCATION),
    FieldSpec::telling(key::JOINED, "入党时间", JOINED).right_of(&["入党"]),
    FieldSpec::new(key::BECAME_FULL, "转正时间", BECAME_FULL).right_of(&["转正"]),
    FieldSpec::new(key::CLASS, "党员类别", &["人员类别", "类别", "党员身份", "正式或预备"]),
    FieldSpec::new(key::STATUS, "党籍状态", STATUS),
    FieldSpec::new(
        key::STATUS_ON,
        "状态日期",
        &["状态时间", "状态起始日期", "状态变动日期", "变动日期", "变动时间"],
    )
    .right_of(&["党籍", "状态"]),
    FieldSpec::new(key::BRANCH, "所在支部", BRANCH),
    FieldSpec::new(key::GROUP, "党小组", &["所在党小组", "所属党小组", "小组", "党小组名称"]),
    FieldSpec::telling(key::PHONE, "联系电话", PHONE),
    FieldSpec::new(key::OTHER_PHONE, "其他电话", OTHER_PHONE),
    FieldSpec::new(key::ADDRESS, "家庭住址", ADDRESS),
    FieldSpec::new(key::PLACE, "地点", PLACE),
    FieldSpec::new(key::BUILDING, "楼栋", &["楼栋号", "楼号", "栋号", "居住楼栋", "所在楼栋"]),
    FieldSpec::new(key::POST, "党内职务", POST),
    FieldSpec::new(key::POST_ON, "任职日期", &["任职时间", "任职起始日期", "党内任职时间", "任现职时间"])
        .right_of(&["党内职务", "支部职务", "任职"]),
    FieldSpec::new(key::EMPLOYER, "工作单位及职务", EMPLOYER),
    FieldSpec::new(key::WORK_POST, "工作岗位", &["岗位", "职业", "从事职业"]),
    FieldSpec::new(key::NEW_STRATUM, "新社会阶层", &["新的社会阶层", "新社会阶层类型", "是否新社会阶层"]),
    FieldSpec::new(key::MOBILE, "是否流动", &["是否流动党员", "流动党员", "流动", "是否为流动党员"]),
    FieldSpec::new(key::MOBILE_TO, "流向", &["外出流向", "流动去向", "流动流向", "外出去向", "外出地点"]),
    FieldSpec::new(
        key::LOST,
        "是否失联",
        &["是否失联党员", "是否为失联党员", "失联党员", "失联", "是否失去联系"],
    ),
    FieldSpec::new(key::LOST_ON, "失联日期", &["失联时间", "失去联系日期", "失去联系时间"])
        .right_of(&["失联", "失去联系"]),
    FieldSpec::new(key::NOTE, "备注", &["备考", "说明", "其他", "备注说明"]),
];
