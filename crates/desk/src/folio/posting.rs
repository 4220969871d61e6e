//! Papers that may hang on a wall: whatever looks like an ID number or a mobile number in their texts is masked, also
//! where somebody wrote it into a remark or a duty. The one place for all folios.

use branchbook_contract::folio::{Paper, PaperPart};
use branchbook_domain::mask::mask_numbers;

/// The paper as it may be posted.
pub(super) fn for_posting(paper: Paper) -> Paper {
    Paper { title: mask_numbers(&paper.title), parts: paper.parts.into_iter().map(part).collect() }
}

fn part(part: PaperPart) -> PaperPart {
    match part {
        PaperPart::Heading(text) => PaperPart::Heading(mask_numbers(&text)),
        PaperPart::Text(text) => PaperPart::Text(mask_numbers(&text)),
        PaperPart::Facts(facts) => {
            PaperPart::Facts(facts.into_iter().map(|(label, text)| (label, mask_numbers(&text))).collect())
        }
        PaperPart::Table(titles, rows) => {
            PaperPart::Table(titles, rows.iter().map(|row| line(row)).collect())
        }
        PaperPart::Signs(signs) => PaperPart::Signs(line(&signs)),
    }
}

fn line(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| mask_numbers(cell)).collect()
}
