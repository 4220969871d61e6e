//! The files that the demo community hands in: CSV text, as a clerk might export it.

use branchbook_domain::day::{Day, Month, add_months};
use chrono::Datelike as _;

use super::diary::Stage;
use super::people::{Invented, Inventor, Profile, UNITS};

/// A member of the demo with branch and group.
#[derive(Debug, Clone)]
pub struct DemoMember {
    pub person: Invented,
    pub branch: &'static str,
    pub group: &'static str,
}

const GROUPS: [&str; 3] = ["第一党小组", "第二党小组", "第三党小组"];
const POSTS: [&str; 6] = ["政策宣传岗", "安全巡逻岗", "法律服务岗", "邻里调解岗", "文体活动岗", "助困就业岗"];
const HAND_ITEMS: [(&str, i64); 5] =
    [("帮办微心愿", 5), ("参加宣讲", 3), ("调解邻里纠纷", 3), ("建言献策被采纳", 2), ("会议迟到", -1)];

/// So many first members of a branch hold its posts, in the committee and in the groups.
pub const OFFICES: usize = 7;

/// The members of the demo, of every age; those with posts between fifty and seventy.
pub fn members(inventor: &mut Inventor, profile: &Profile) -> Vec<DemoMember> {
    let mut list = Vec::new();
    for (branch, count) in profile.branches {
        for at in 0..*count {
            let group = if *count > 30 { GROUPS[usize::try_from(at % 3).unwrap_or(0)] } else { "" };
            let (first_year, span) = if at < OFFICES as u64 { (1960, 16) } else { (1938, 62) };
            list.push(DemoMember { person: inventor.person(first_year, span), branch, group });
        }
    }
    list
}

/// One member in forty is on probation.
pub fn is_on_probation(at: usize) -> bool {
    at % 40 == 13
}

/// The roster, dated the first of a month.
pub fn roster(inventor: &mut Inventor, profile: &Profile, members: &[DemoMember], dated: Day) -> String {
    let mut text = format!(
        "{}党员花名册\n填报日期：{}年{}月{}日\n",
        profile.name,
        dated.year(),
        dated.month(),
        dated.day()
    );
    text.push_str("序号,姓名,性别,民族,出生年月,身份证号,文化程度,入党时间,转正时间,所在支部,党小组,联系电话,家庭住址,工作单位及职务,备注\n");
    for (at, member) in members.iter().enumerate() {
        let Invented { name, is_woman, birth, id_number, phone } = &member.person;
        let (joined, full) = party_days(inventor, *birth, dated, at);
        let nation = inventor.dice.of(&["汉族", "汉族", "汉族", "汉族", "彝族", "回族", "哈尼族"]);
        let education = inventor.dice.of(&["大学", "大专", "大学", "高中", "中专", "硕士研究生", "初中"]);
        let employer = inventor.dice.of(&["退休", "社区居委会", "区财政局", "个体", "水务公司"]);
        let sex = if *is_woman { "女" } else { "男" };
        let home = format!("明湖路{}号{}幢{}室", 10 + at % 90, 1 + at % 18, 101 + at % 700);
        text.push_str(&format!(
            "{},{name},{sex},{nation},{birth},{id_number}\t,{education},{joined},{full},{},{},{phone},{home},{employer},\n",
            at + 1,
            member.branch,
            member.group,
        ));
    }
    text
}

/// The days of joining and of becoming full. The roster is dated two months before the demo's own: who joined nine months
/// before it is on probation until the month after the demo's, the others three months longer each.
fn party_days(inventor: &mut Inventor, birth: Day, dated: Day, at: usize) -> (String, String) {
    if is_on_probation(at) {
        let months = 9_i32.saturating_sub(i32::try_from(at / 40).unwrap_or(0) * 3).max(1);
        return (inventor.dice.day(add_months(dated, -months), 20).to_string(), "预备".to_owned());
    }
    let year =
        (birth.year() + 20 + i32::try_from(inventor.dice.below(20)).unwrap_or(0)).min(dated.year() - 2);
    let joined = Day::from_ymd_opt(year, 1, 10).map_or(dated, |day| inventor.dice.day(day, 20));
    // From 1969-04-01 to 1977-08-11 there was no probation.
    let full = if (1970..=1977).contains(&year) { Some(joined) } else { joined.with_year(year + 1) };
    (joined.to_string(), full.unwrap_or(joined).to_string())
}

/// What a unit owes to a community; one at least.
fn owed_to(profile: &Profile, owed: u64) -> u64 {
    (owed * profile.share / 100).max(1)
}

/// What the units say they owe.
pub fn units(inventor: &mut Inventor, profile: &Profile, dated: Day) -> String {
    let mut text =
        "单位名称,单位性质,党组织书记,联系人,联系电话,在职党员数,应到本社区报到数,名册日期\n".to_owned();
    for (at, (name, kind, owed)) in UNITS.iter().enumerate() {
        let owed = owed_to(profile, *owed);
        let (secretary, contact) = (inventor.person(1970, 20).name, inventor.person(1980, 15).name);
        text.push_str(&format!(
            "{name},{kind},{secretary},{contact},0876-21{:05},{},{owed},{dated}\n",
            1_000 + at * 37,
            owed * 2
        ));
    }
    text
}

/// Who has reported in: most of those owed, one unit one over its number.
pub fn report_ins(inventor: &mut Inventor, profile: &Profile, until: Day) -> String {
    let mut text =
        "序号,姓名,性别,身份证号码,工作单位,职务,手机号,居住小区,特长,意向服务岗位,报到日期\n".to_owned();
    let first = Day::from_ymd_opt(until.year() - 1, 3, 1).unwrap_or(until);
    let mut number = 0;
    for (at, (unit, _, owed)) in UNITS.iter().enumerate() {
        let owed = owed_to(profile, *owed);
        let count = if at == 6 { owed + 1 } else { owed - owed / 8 };
        for _ in 0..count {
            number += 1;
            let person = inventor.person(1968, 32);
            let sex = if person.is_woman { "女" } else { "男" };
            let skill = inventor.dice.of(&["", "财会", "医疗", "水电维修、文艺", "宣讲", "摄影"]);
            let (duty, post) =
                (inventor.dice.of(&["科员", "职工", "教师", "医生"]), inventor.dice.of(&POSTS));
            let day = inventor.dice.day(first, 400);
            text.push_str(&format!(
                "{number},{},{sex},{}\t,{unit},{duty},{},望湖苑,{skill},{post},{day}\n",
                person.name, person.id_number, person.phone
            ));
        }
    }
    text
}

/// Who of a branch is called.
#[derive(Debug, Clone, Copy)]
enum Called {
    Committee,
    EachGroup,
    All,
}

/// A month's meetings: planned day, kind, who is called, theme, how many stay away at most.
const MEETINGS: [(u32, &str, Called, &str, u64); 5] = [
    (5, "支委会", Called::Committee, "研究本月主题党日和积分审核", 0),
    (14, "党小组会", Called::EachGroup, "学习讨论、积分互评", 3),
    (THEME_DAY, "主题党日", Called::All, "“我为群众办实事”清洁家园", 5),
    (23, "支部党员大会", Called::All, "本季度工作和发展党员", 6),
    (24, "党课", Called::All, "学习贯彻全会精神", 4),
];
const THEME_DAY: u32 = 17;
/// Every other branch has its theme day so many days earlier.
const EARLIER: u32 = 5;

/// A month's meetings so far as they were held.
pub fn meetings(
    inventor: &mut Inventor,
    profile: &Profile,
    members: &[DemoMember],
    month: Month,
    stage: Stage,
) -> String {
    let mut text =
        "日期,类型,支部,党小组,议题（主题）,主持人,记录人,地点,应到,实到,请假人员及原因\n".to_owned();
    for (at, (branch, _)) in profile.branches.iter().enumerate() {
        let own: Vec<&DemoMember> = members.iter().filter(|member| member.branch == *branch).collect();
        let head = own.first().map_or("", |member| member.person.name.as_str());
        let scribe = own.get(1).map_or("", |member| member.person.name.as_str());
        let mut row = |day: u32, kind: &str, group: &str, theme: &str, people: &[&DemoMember], most: u64| {
            let absent = absentees(inventor, people, most);
            let (due, gone) = (people.len(), absent.matches('（').count());
            let date = format!("{}.{}.{day}", month.year(), month.month());
            text.push_str(&format!(
                "{date},{kind},{branch},{group},{theme},{head},{scribe},党群服务中心,{due},{},{absent}\n",
                due - gone
            ));
        };
        for (planned, kind, called, theme, most) in MEETINGS {
            let is_early = planned == THEME_DAY && at.is_multiple_of(2);
            let planned = if is_early { planned - EARLIER } else { planned };
            let Some(day) = stage.day(planned) else { continue };
            match called {
                Called::Committee => row(day, kind, "", theme, own.get(..5).unwrap_or(&own), most),
                Called::All => row(day, kind, "", theme, &own, most),
                Called::EachGroup => {
                    for group in GROUPS {
                        let inside: Vec<&DemoMember> =
                            own.iter().copied().filter(|member| member.group == group).collect();
                        if !inside.is_empty() {
                            row(day, kind, group, theme, &inside, most);
                        }
                    }
                }
            }
        }
    }
    text
}

fn absentees(inventor: &mut Inventor, people: &[&DemoMember], most: u64) -> String {
    let count = usize::try_from(inventor.dice.below(most + 1)).unwrap_or(0);
    let start = usize::try_from(inventor.dice.below(people.len() as u64)).unwrap_or(0);
    // Host and recorder are there.
    let gone = people.iter().skip(start.max(2)).step_by(3).take(count);
    let named = gone
        .map(|member| format!("{}（{}）", member.person.name, inventor.dice.of(&["事假", "病假", "外出"])));
    named.collect::<Vec<_>>().join("、")
}

/// How often somebody does more in a month than is due: most nothing, a few a lot.
const EAGER: [u64; 6] = [0, 0, 0, 1, 1, 4];
/// The planned day of the dues.
const DUES_DAY: u32 = 5;

/// A month's points entered by hand so far: dues of all, and what people did.
pub fn points(inventor: &mut Inventor, members: &[DemoMember], month: Month, stage: Stage) -> String {
    let mut text = "姓名,支部,日期,积分事项,分值,备注\n".to_owned();
    let mut row = |member: &DemoMember, planned: u32, item: &str, value: i64| {
        if let Some(day) = stage.day(planned) {
            text.push_str(&format!(
                "{},{},{}月{day}日,{item},{value},\n",
                member.person.name,
                member.branch,
                month.month()
            ));
        }
    };
    for member in members {
        row(member, DUES_DAY, "按月交纳党费", 1);
        for _ in 0..*inventor.dice.of(&EAGER) {
            let (item, value) = *inventor.dice.of(&HAND_ITEMS);
            let planned = 1 + u32::try_from(inventor.dice.below(27)).unwrap_or(0);
            row(member, planned, item, value);
        }
    }
    text
}
