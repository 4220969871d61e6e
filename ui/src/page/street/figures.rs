//! Which figures stand side by side in the roll-up, and which part of a parcel holds the rows behind each.

use branchbook_contract::domain::gathering::RecordKind;
use branchbook_contract::domain::roll_up::Figures;

use crate::word;

/// A figure of the table.
#[derive(Clone, Copy)]
pub struct Figure {
    /// Its title.
    pub title: &'static str,
    /// The part whose rows are behind it.
    pub part: &'static str,
    /// The figure in words.
    pub said: fn(&Figures) -> String,
}

/// Figures that are read together.
pub struct Group {
    /// Its key in the address.
    pub key: &'static str,
    /// Its word.
    pub label: &'static str,
    /// The figures.
    pub figures: &'static [Figure],
}

macro_rules! counts {
    ($part:literal: $($title:literal $name:ident),+) => {
        &[$(Figure { title: $title, part: $part, said: |f| word::number(f.$name) }),+]
    };
}

macro_rules! held {
    ($($title:literal $kind:ident),+) => {
        &[$(
            Figure { title: $title, part: "meeting", said: |f| owed(f, RecordKind::$kind) },
            Figure { title: "到会率", part: "meeting", said: |f| rate(f, RecordKind::$kind) },
        )+]
    };
}

/// All groups, in the order of the tabs.
pub const GROUPS: &[Group] = &[
    Group {
        key: "people",
        label: "党员队伍",
        figures: counts!("member":
            "月末党员" members, "正式" full_members, "预备" probationary, "女" women, "少数民族" minority,
            "35岁及以下" up_to_35, "60岁及以上" from_60, "大专及以上" college, "流动" mobile, "失联" lost,
            "困难" hardship, "支部" branches),
    },
    Group {
        key: "movement",
        label: "增减",
        figures: counts!("movement":
            "上月数" previous, "发展" admitted, "转入" transfer_in, "恢复" restored, "转出" transfer_out,
            "死亡" death, "出党" expelled, "停止党籍" suspended, "调入" moved_in, "调出" moved_out,
            "月末数" members),
    },
    Group {
        key: "life",
        label: "组织生活",
        figures: held!(
            "党员大会" MemberAssembly, "支委会" CommitteeMeeting, "党小组会" GroupMeeting, "党课" Lecture,
            "主题党日" ThemeDay),
    },
    Group { key: "service", label: "双报到与服务", figures: SERVICE },
    Group { key: "points", label: "积分与问题", figures: POINTS },
];

const SERVICE: &[Figure] = &[
    Figure { title: "单位", part: "unit", said: |f| word::number(f.units) },
    Figure { title: "应报到", part: "unit", said: |f| word::number(f.expected) },
    Figure { title: "已报到", part: "unit", said: |f| word::number(f.reported) },
    Figure { title: "报到率", part: "unit", said: |f| word::percent(f.stated_reported, f.expected) },
    Figure { title: "认领岗位", part: "unit", said: |f| word::number(f.claims) },
    Figure { title: "活动场次", part: "service", said: |f| word::number(f.service_activities) },
    Figure { title: "参加人次", part: "service", said: |f| word::number(f.service_attendances) },
    Figure { title: "参加人数", part: "service", said: |f| word::number(f.service_people) },
    Figure { title: "服务小时", part: "service", said: |f| word::hours(f.service_minutes) },
];

const POINTS: &[Figure] = &[
    Figure { title: "有积分", part: "branch", said: |f| word::number(f.scored) },
    Figure { title: "不计分", part: "branch", said: |f| word::number(f.unscored) },
    Figure { title: "平均分", part: "branch", said: |f| average(f) },
    Figure { title: "必须处理", part: "branch", said: |f| word::number(f.must_findings) },
    Figure { title: "应当处理", part: "branch", said: |f| word::number(f.should_findings) },
];

/// 已开 of 应开.
fn owed(figures: &Figures, kind: RecordKind) -> String {
    let held = figures.held(kind);
    match (held.held, held.owed) {
        (0, 0) => word::DASH.to_owned(),
        // Nothing was owed this month: a meeting of the quarter, held early or once more.
        (held, 0) => word::number(held),
        (held, owed) => format!("{held}/{owed}"),
    }
}

fn rate(figures: &Figures, kind: RecordKind) -> String {
    let held = figures.held(kind);
    word::whole_percent(held.present, held.due)
}

/// Hundredths as points with at most two decimals.
fn average(figures: &Figures) -> String {
    let Some(hundredths) = figures.average_score() else { return word::DASH.to_owned() };
    let (whole, rest) = (hundredths / 100, (hundredths % 100).abs());
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") }
}
