//! People: letters, what specially holds of them, who is away or cannot be found, tags and visits, roles, the office's
//! own fields, posts that wait for volunteers, lists that are kept.

use branchbook_contract::folio::{FolioDone, FolioLink};
use branchbook_ledger::table::custom::fields;

use super::Said::{Day, Grid, Month, Names, NewName, NewPhone, Person, Phone, Root, Text};
use super::Who::{Middle, Old, Reported, Seat, Stranger, Young};
use super::{Act, Life, Who};
use crate::error::{DeskError, Result};

/// How many strangers there are: an applicant, an activist, a grid worker, a guest.
pub(super) const STRANGERS: usize = 4;
const GRID_WORKER: usize = 2;
const GUEST: usize = 3;

/// What is entered on its day. Where two things are of one day, the first here comes first.
pub(super) const TABLES: [&[Act]; 5] = [LETTERS, CONDITIONS, AWAY, TAGS, MORE];

/// One on its way, one overdue, one received.
const LETTERS: &[Act] = &[
    (
        "letters",
        "add",
        &[
            ("person", Person(Young(0))),
            ("way", Text("out")),
            ("reach", Text("out_of_city")),
            ("number", Text("第037号")),
            ("counterpart", Text("中共青山区滨河街道工作委员会")),
            ("issued_on", Day(0, -6)),
            ("valid_until", Day(0, 24)),
            ("dues_paid_to", Month(0)),
        ],
    ),
    (
        "letters",
        "add",
        &[
            ("person", Person(Young(1))),
            ("way", Text("out")),
            ("reach", Text("out_of_city")),
            ("number", Text("第031号")),
            ("counterpart", Text("中共临川县城关镇委员会")),
            ("issued_on", Day(0, -38)),
            ("valid_until", Day(0, -8)),
            ("dues_paid_to", Month(-1)),
        ],
    ),
    (
        "letters",
        "add",
        &[
            ("person", Person(Young(5))),
            ("way", Text("in")),
            ("reach", Text("in_city")),
            ("number", Text("第112号")),
            ("counterpart", Text("中共东湖街道湖滨社区委员会")),
            ("issued_on", Day(-4, 0)),
            ("valid_until", Day(-4, 10)),
            ("received_on", Day(-4, 7)),
            ("dues_paid_to", Month(-4)),
        ],
    ),
];

const CONDITIONS: &[Act] = &[
    (
        "conditions",
        "add",
        &[
            ("person", Person(Middle(6))),
            ("kind", Text("hardship")),
            ("from_on", Day(-10, 0)),
            ("said", Text("本人患病、医疗支出较大")),
        ],
    ),
    (
        "conditions",
        "add",
        &[
            ("person", Person(Middle(5))),
            ("kind", Text("mobile")),
            ("from_on", Day(-9, 0)),
            ("to_on", Day(-4, 0)),
            ("said", Text("到外地照顾孙辈")),
        ],
    ),
    // From today on: what was counted before stays as it was.
    (
        "conditions",
        "add",
        &[
            ("person", Person(Old(0))),
            ("kind", Text("quorum_exempt")),
            ("from_on", Day(0, 0)),
            ("reason", Text("bedridden_or_long_ill")),
            ("approved_by", Text("明湖街道党工委")),
            ("approved_on", Day(0, -3)),
            ("reference", Text("支部党员大会通过")),
        ],
    ),
];

const AWAY: &[Act] = &[
    (
        "mobility",
        "out",
        &[
            ("person", Person(Young(2))),
            ("way", Text("out")),
            ("from_on", Day(-4, 0)),
            ("where_to", Text("省城高新区")),
            ("reason", Text("务工经商")),
            ("other_organisation", Text("高新区科创园党委")),
            ("other_contact", Text("陶书记 19900000088")),
            ("card_number", Text("流动第12号")),
        ],
    ),
    (
        "mobility",
        "out",
        &[
            ("person", Person(Young(3))),
            ("way", Text("abroad")),
            ("from_on", Day(-14, 0)),
            ("where_to", Text("日本大阪")),
            ("reason", Text("外出学习")),
        ],
    ),
    (
        "mobility",
        "in",
        &[
            ("name", NewName(GUEST)),
            ("phone", NewPhone(GUEST)),
            ("from_on", Day(-5, 0)),
            ("where_to", Text("邻县渡口镇")),
            ("reason", Text("随子女居住")),
            ("other_organisation", Text("渡口镇党委")),
        ],
    ),
    (
        "lost",
        "lost",
        &[
            ("person", Person(Young(4))),
            ("from_on", Day(0, -70)),
            ("reason", Text("lost_work")),
            ("note", Text("外出务工后电话停机、家人也没有新的号码")),
        ],
    ),
];

const TAGS: &[Act] = &[
    ("tags", "own_add", &[("label", Text("文艺骨干"))]),
    ("tags", "own_add", &[("label", Text("红色宣讲员"))]),
    (
        "tags",
        "set_many",
        &[
            ("names", Names(&[Old(0), Old(1), Old(2), Old(3)])),
            ("tag", Text("infirm")),
            ("from_on", Day(-14, 0)),
        ],
    ),
    (
        "tags",
        "set_many",
        &[("names", Names(&[Old(1), Old(4)])), ("tag", Text("solitary")), ("from_on", Day(-14, 0))],
    ),
    (
        "tags",
        "set_many",
        &[("names", Names(&[Old(5), Old(6), Old(7)])), ("tag", Text("retired")), ("from_on", Day(-20, 0))],
    ),
    (
        "tags",
        "set_many",
        &[("names", Names(&[Middle(3), Middle(4)])), ("tag", Text("veteran")), ("from_on", Day(-20, 0))],
    ),
    (
        "tags",
        "set_many",
        &[("names", Names(&[Middle(5), Middle(7)])), ("tag", Text("文艺骨干")), ("from_on", Day(-6, 0))],
    ),
    ("tags", "set", &[("person", Person(Middle(2))), ("tag", Text("红色宣讲员")), ("from_on", Day(-6, 0))]),
];

/// Somebody was called on: who, when in months and days from today, how, whether reached, what was learnt.
pub(super) type Call = (Who, (i32, i64), &'static str, bool, &'static str);

/// One is overdue, one has a log of several visits, the others are in order.
pub(super) const CONTACTS: &[Call] = &[
    (Old(4), (-3, 0), "visit", true, "独自居住，楼道灯已请物业修好。"),
    (Old(4), (-2, -2), "visit", true, "血压偏高，已提醒按时服药。"),
    (Old(4), (0, -41), "phone", true, "精神尚好，想参加重阳节活动。"),
    (Old(1), (-1, -10), "visit", true, "检查了燃气和用电安全。"),
    (Middle(6), (-4, 0), "visit", true, "帮助申请医疗救助，材料已收齐。"),
    (Middle(6), (-3, -3), "phone", true, "医疗救助已批准。"),
    (Middle(6), (-2, -5), "phone", false, "电话无人接听。"),
    (Middle(6), (-1, -8), "visit", true, "治疗情况稳定，子女在身边照顾。"),
    (Young(2), (-2, 0), "phone", true, "工作稳定，按月参加流入地组织生活。"),
    (Young(2), (0, -25), "message", true, "已发送学习资料，党费已交。"),
    (Young(3), (-9, 0), "message", true, "在读，学业顺利。"),
    (Young(3), (-4, 0), "message", true, "预计明年完成学业回国。"),
    (Stranger(GUEST), (-2, -10), "visit", true, "愿意参加社区志愿服务。"),
    (Young(4), (0, -45), "phone", false, "原号码停机。"),
    (Young(4), (0, -14), "visit", false, "家中无人，邻居也不知去向。"),
];

const MORE: &[Act] = &[
    (
        "contacts",
        "add_many",
        &[
            ("names", Names(&[Old(0), Old(1), Old(2), Old(3), Old(5), Old(6), Old(7), Middle(6)])),
            ("occurred_on", Day(0, -12)),
            ("way", Text("visit")),
            ("is_reached", Text("yes")),
            ("by_whom", Names(&[Seat(0, 0)])),
            ("said", Text("走访慰问，身体和生活情况平稳。")),
        ],
    ),
    (
        "roles",
        "give",
        &[
            ("name", NewName(GRID_WORKER)),
            ("phone", NewPhone(GRID_WORKER)),
            ("kind", Text("grid_worker")),
            ("title", Text("专职网格员")),
            ("place", Grid(0)),
            ("from_on", Day(-11, 0)),
        ],
    ),
    (
        "roles",
        "give",
        &[
            ("person", Person(Middle(4))),
            ("kind", Text("building_head")),
            ("title", Text("红色楼长")),
            ("place", Grid(1)),
            ("from_on", Day(-11, 0)),
        ],
    ),
    (
        "roles",
        "give",
        &[
            ("person", Person(Reported(1))),
            ("kind", Text("volunteer")),
            ("title", Text("急救志愿者")),
            ("from_on", Day(-5, 0)),
        ],
    ),
    (
        "roles",
        "give",
        &[
            ("person", Person(Reported(2))),
            ("kind", Text("joint_committee")),
            ("title", Text("兼职委员")),
            ("organisation", Root),
            ("from_on", Day(-13, 0)),
        ],
    ),
    (
        "service_posts",
        "set",
        &[
            ("title", Text("周末义诊岗")),
            ("needed_count", Text("4")),
            ("place", Text("党群服务中心")),
            ("content", Text("每月第二个周六上午，量血压、测血糖、答疑。")),
        ],
    ),
    (
        "service_posts",
        "set",
        &[
            ("title", Text("课后托管岗")),
            ("needed_count", Text("10")),
            ("place", Text("社区阅览室")),
            ("content", Text("放学后照看孩子写作业，每次两小时。")),
        ],
    ),
    (
        "service_posts",
        "set",
        &[
            ("title", Text("水电小修岗")),
            ("needed_count", Text("2")),
            ("place", Text("各小区")),
            ("content", Text("为老人家里换灯、修水龙头，随叫随到。")),
        ],
    ),
];

/// Somebody who reported in and was entered once more as a guest.
pub(super) const TWIN: &[Act] = &[(
    "mobility",
    "in",
    &[
        ("name", Names(&[Reported(5)])),
        ("phone", Phone(Reported(5))),
        ("is_other", Text("1")),
        ("from_on", Day(0, -20)),
        ("where_to", Text("邻县望峰乡")),
        ("reason", Text("异地居住")),
    ],
)];

/// Ready fields that are taken, and what stands in them of whom.
const FIELDS: &[(&str, &[(Who, &str)])] = &[
    (
        "志愿服务特长",
        &[(Middle(3), "水电维修"), (Middle(5), "合唱、主持"), (Middle(7), "书法"), (Young(5), "摄影")],
    ),
    ("健康状况", &[(Old(0), "有慢性病"), (Old(2), "一般或较弱"), (Middle(3), "健康或良好")]),
];

/// A list that is kept: its name, its condition, its columns, by what it is sorted.
type Kept = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static str);

const LISTS: &[Kept] = &[
    (
        "八十岁以上党员",
        &[("field", "age"), ("compare_number", "from"), ("value_number", "80")],
        "age,phone,address",
        "age",
    ),
    (
        "大专以上学历",
        &[("field", "education"), ("compare_code", "under"), ("any_education", "大专及以上")],
        "education,age",
        "education",
    ),
];

impl Life<'_> {
    pub(super) fn fill_people(&mut self) -> Result<()> {
        self.fill_fields()?;
        LISTS.iter().try_for_each(|list| self.keep_list(*list))
    }

    /// Somebody was called on.
    pub(super) fn call(&mut self, (who, day, way, is_reached, said): Call) -> Result<()> {
        let form = [
            ("person", Person(who)),
            ("occurred_on", Day(day.0, day.1)),
            ("way", Text(way)),
            ("is_reached", Text(if is_reached { "yes" } else { "no" })),
            ("by_whom", Names(&[Seat(0, 1)])),
            ("said", Text(said)),
        ];
        self.act("contacts", "add", None, &form).map(|_| ())
    }

    fn fill_fields(&mut self) -> Result<()> {
        let labels: Vec<&str> = FIELDS.iter().map(|(label, _)| *label).collect();
        self.act_with("fields", "ready", None, vec![("labels", labels.join(","))])?;
        let own = self.desk.book()?.read(fields)?;
        for (label, filled) in FIELDS {
            let key = own.iter().find(|field| field.label == *label);
            let key = key.map(|field| crate::member::field::own_key(field.id)).unwrap_or_default();
            for &(who, text) in *filled {
                let person = self.person(who)?.id;
                self.act("fields", "fill", Some(person.0), &[(key.as_str(), Text(text))])?;
            }
        }
        Ok(())
    }

    fn keep_list(&mut self, (name, condition, columns, sort): Kept) -> Result<()> {
        let condition: Vec<_> = condition.iter().map(|&(key, text)| (key, Text(text))).collect();
        let view = view_of(&self.act("lists", "condition", None, &condition)?)?;
        let values = vec![
            ("view", view),
            ("columns", columns.to_owned()),
            ("sort", sort.to_owned()),
            ("descending", "1".to_owned()),
            ("order", "0".to_owned()),
        ];
        let view = view_of(&self.act_with("lists", "columns", None, values)?)?;
        let values = vec![("view", view), ("name", name.to_owned())];
        self.act_with("lists", "save", None, values).map(|_| ())
    }
}

/// The list that a form of lists opens.
fn view_of(done: &FolioDone) -> Result<String> {
    match &done.opens {
        Some(FolioLink::Members(view)) => Ok(view.clone()),
        _ => Err(DeskError::refused("示例的名册列表没有打开。")),
    }
}
