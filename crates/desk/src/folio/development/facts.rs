//! What is known of a case as a whole, for its page and its paper: neither ID number nor phone.

use branchbook_domain::day::{Day, PartialDay, day_label};
use branchbook_domain::development::{
    Role, RulePack, RulePacks, Supporter, TrainingLength, probation_ends, version_shown,
};
use branchbook_domain::due_day::months_label;

use super::file::CaseFile;
use super::place::Place;

/// The facts with their names.
pub(super) fn known_facts(file: &CaseFile, on: Day) -> Vec<(&'static str, String)> {
    let place = Place::of(file, on);
    let case = &file.case;
    let mut facts = vec![
        ("姓名", file.person.name.clone()),
        ("党支部", file.branch.clone()),
        ("阶段", place.stage_label().to_owned()),
        ("状态", place.tag.to_owned()),
        ("适用规则", version_label(file, on)),
        ("出生", case.birth_on.map_or_else(|| "没有登记".to_owned(), |day| day.to_string())),
        (Role::Contact.label(), names(case.supporters_as(Role::Contact))),
        (Role::Introducer.label(), names(case.supporters_as(Role::Introducer))),
    ];
    let ends = probation_ends(case, RulePacks::shipped(), on).filter(|_| case.is_open(on));
    let text = |text: &Option<String>| text.clone();
    let more = [
        ("集中培训", training(case.training)),
        ("预备期届满", ends.map(|day| day.to_string())),
        ("延长预备期", extensions(file)),
        ("推迟讨论转正", file.stored.put_off_until.map(|day| format!("到 {day}"))),
        ("特殊情况", text(&file.stored.special_reason)),
        ("结束", case.end.map(|end| format!("{}，{}", end.on, end.reason.label()))),
        ("备注", text(&file.stored.note)),
    ];
    facts.extend(more.into_iter().filter_map(|(label, text)| Some((label, text?))));
    facts
}

/// Each version that speaks of the case: that by which it is shown, and those under which its steps were taken.
fn version_label(file: &CaseFile, on: Day) -> String {
    let packs = RulePacks::shipped();
    let shown = version_shown(&file.case, packs, on);
    let has_step = |pack: &RulePack| {
        let own = |day: &PartialDay| packs.of(*day).is_some_and(|other| other.from == pack.from);
        file.case.days.values().any(own)
    };
    let is_it = |pack: &RulePack| shown.is_some_and(|shown| shown.from == pack.from);
    let fits = packs.all().iter().filter(|pack| is_it(pack) || has_step(pack));
    let said = |pack: &RulePack| {
        format!("《{}》（{}），{}起", pack.regulation, pack.cited_version(), day_label(pack.from))
    };
    fits.map(said).collect::<Vec<_>>().join("；")
}

fn names<'a>(supporters: impl Iterator<Item = &'a Supporter>) -> String {
    let all: Vec<&str> = supporters.map(|supporter| supporter.name.as_str()).collect();
    if all.is_empty() { "没有登记".to_owned() } else { all.join("、") }
}

fn training(length: TrainingLength) -> Option<String> {
    let parts = [length.days.map(|n| format!("{n} 天")), length.hours.map(|n| format!("{n} 学时"))];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("、"))
}

fn extensions(file: &CaseFile) -> Option<String> {
    let all = file.case.extensions.iter();
    let said: Vec<String> =
        all.map(|each| format!("{}决定延长{}", each.decided_on.label(), months_label(each.months))).collect();
    (!said.is_empty()).then(|| said.join("；"))
}
