//! Chinese sentences that say why a line counts what it counts. Computes nothing new.

use super::item::Unit;
use super::{CapStage, Counted, Counting, Cut, Item, LineState, Points, Scheme};

/// One sentence per line of the count, in the same order.
pub fn explain(scheme: &Scheme, counting: &Counting) -> Vec<String> {
    counting.lines.iter().map(|line| explain_line(scheme, line)).collect()
}

/// Why one line counts what it counts:
/// `志愿服务 6 小时：按 6 分，项目月封顶 4 分，计 4 分`.
pub fn explain_line(scheme: &Scheme, line: &Counted) -> String {
    let Some(item) = scheme.item(&line.item) else {
        return format!("事项「{}」不在积分方案里，不计分；请在方案里补上这一项，或冲正后改记。", line.item);
    };
    let what = named(item, line.raw);
    match line.state {
        LineState::Counts if line.is_veto => format!("{what}：一票否决，当年积分为 0 分"),
        LineState::Counts => counted(&what, line),
        LineState::Reversed { .. } => format!("{what}：原记 {} 分已冲正，不计分", line.raw.signed()),
        LineState::Reversal { .. } => format!("冲正{}：抵消原记的 {} 分", item.name, (-line.raw).signed()),
        LineState::LostReversal { of } => {
            format!("冲正{}：找不到所冲的第 {of} 号记录，不计分；请核对后重新冲正。", item.name)
        }
        LineState::UnknownItem => format!("{what}：不在积分方案里，不计分"),
    }
}

fn counted(what: &str, line: &Counted) -> String {
    if line.cuts.is_empty() {
        return format!("{what}：计 {} 分", line.counted);
    }
    let cuts: Vec<String> = line.cuts.iter().map(cut_words).collect();
    format!("{what}：按 {} 分，{}，计 {} 分", line.raw, cuts.join("，"), line.counted)
}

/// The item's name; for hourly items with the hours that the points stand for.
fn named(item: &Item, raw: Points) -> String {
    let rate = item.points.hundredths();
    match item.unit {
        Unit::PerHour if rate != 0 => {
            let hours = i128::from(raw.magnitude().hundredths()) * 100 / i128::from(rate).abs();
            let hours = Points::from_hundredths(i64::try_from(hours).unwrap_or(i64::MAX));
            format!("{} {hours} 小时", item.name)
        }
        _ => item.name.clone(),
    }
}

fn cut_words(cut: &Cut) -> String {
    let owner = match cut.by {
        CapStage::Item => "项目",
        CapStage::Category => "类别",
    };
    let cap = format!("{owner}{}封顶 {} 分", cut.cap.period.label(), cut.cap.at_most);
    if cut.used_before.is_zero() { cap } else { format!("{cap}、此前已计 {} 分", cut.used_before) }
}
