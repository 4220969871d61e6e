//! A plan in words: what a clerk sees in the preview, line by line. Must not leave anything out.

use branchbook_contract::intake::{Preview, RowState, SourceRowView, SourceSheet};
use branchbook_ledger::Stored;
use branchbook_ledger::table::person::Person;

/// A file that is refused as a whole.
pub fn of_refusal(sentence: &str) -> String {
    format!("没有导入：{sentence}\n")
}

/// What would happen.
pub fn of(preview: &Preview) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(preview.register_on.map(|day| format!("填报日期 {day}")));
    preview.sheets.iter().for_each(|sheet| lines.extend(of_sheet(sheet)));
    let place = |row: Option<u32>| row.map_or_else(String::new, |row| format!("第 {row} 行 "));
    let skipped = preview.skipped.iter();
    lines.extend(skipped.map(|s| format!("没有读取 [{}] {}{}", s.sheet, place(s.row), s.reason)));
    let counts = RowState::ALL.iter().filter(|state| preview.counts.count(**state) > 0);
    let counts = counts.map(|state| format!(" {} {}", state.label(), preview.counts.count(*state)));
    lines.push(format!("共 {} 行：{}", preview.counts.total, counts.collect::<String>().trim()));
    lines.push(preview.sentence.clone());
    lines.extend(preview.findings.iter().map(|finding| format!("提示 {finding}")));
    lines.extend(preview.new_organisations.iter().map(|name| format!("新建 {name}")));
    preview.first.iter().chain(&preview.last).for_each(|row| lines.extend(of_row(row)));
    lines.join("\n") + "\n"
}

fn of_sheet(sheet: &SourceSheet) -> Vec<String> {
    let head = format!("[{}] 表头第 {} 行，{} 行记录", sheet.name, sheet.header_row, sheet.row_count);
    let column = |column: &branchbook_contract::intake::SourceColumn| {
        let field = column.field_title.as_deref().unwrap_or("（不读）");
        format!("  {} {} → {field}", column.letters, column.title)
    };
    std::iter::once(head).chain(sheet.columns.iter().map(column)).collect()
}

fn of_row(row: &SourceRowView) -> Vec<String> {
    let head = format!("[{}] 第 {} 行 {} {}", row.sheet, row.row, row.who, row.state.label());
    let notes = row.notes.iter().map(|note| format!("  {note}"));
    let changes = row.changes.iter().map(|change| format!("  变更 {}", change.sentence()));
    std::iter::once(head).chain(notes).chain(changes).collect()
}

/// What became of the people who were not there before.
pub fn of_people(after: &[Stored<Person>], before: &[Stored<Person>]) -> String {
    let is_new = |person: &&Stored<Person>| before.iter().all(|known| known.id != person.id);
    after.iter().filter(is_new).map(|person| of_person(&person.value)).collect()
}

fn of_person(person: &Person) -> String {
    let day = |day: Option<branchbook_domain::day::PartialDay>| day.map(|day| day.to_string());
    let said = [
        ("性别", person.sex.clone()),
        ("民族", person.nation.clone()),
        ("出生", day(person.birth_on)),
        ("身份证", person.id_number.clone()),
        ("学历", person.education.clone()),
        ("入党", day(person.joined_on)),
        ("转正", day(person.became_full_on)),
        ("电话", person.phone.clone()),
        ("其他电话", person.other_phone.clone()),
        ("住址", person.address.clone()),
        ("单位", person.employer.clone()),
        ("岗位", person.work_post.clone()),
        ("阶层", person.new_stratum.clone()),
        ("备注", person.note.clone()),
    ];
    let said = said.into_iter().filter_map(|(title, text)| Some(format!("  {title} {}\n", text?)));
    format!("登记 {}\n{}", person.name, said.collect::<String>())
}
