//! The lists of the register and of the folios at three sizes, each beside bare SQLCipher queries that read the same rows and
//! do nothing with them. What the floor leaves out is what a list adds: chips, words, names of organisations, lines.
#![allow(clippy::print_stdout)] // a measurement speaks on the terminal

use std::time::Duration;

use branchbook_contract::folio::{FolioList, FolioShow};
use branchbook_contract::member::MemberList;
use branchbook_contract::setting::SettingSet;
use branchbook_desk::Desk;
use branchbook_domain::member::FilterClause;

use super::{Pair, median, time};
use crate::floor::Floor;
use crate::register;

const ROUNDS: usize = 9;
/// Rows of a page in the window.
const PAGE: u32 = 50;

/// What the narrow rows of the register are made of, and the people of one page.
const REGISTER: &[&str] = &[
    "SELECT m.id, m.person_id, m.branch_id, p.joined_on, p.became_full_on, p.birth_on FROM membership m \
     JOIN person p ON p.id = m.person_id WHERE ifnull(m.to_on, '9999-12-31') > '2026-10-31'",
    "SELECT person_id, kind FROM condition WHERE to_on IS NULL",
    "SELECT * FROM person WHERE id <= 50",
];
/// The same with the column of a condition.
const FILTERED: &[&str] = &[REGISTER[0], "SELECT id, birth_on FROM person", REGISTER[1], REGISTER[2]];
const SEARCHED: &[&str] = &[
    "SELECT id FROM person WHERE name LIKE '%wang%' OR pinyin LIKE '%wang%' OR initials LIKE '%wang%' \
     OR phone LIKE '%wang%'",
    "SELECT m.id, m.person_id, m.branch_id, p.joined_on FROM membership m JOIN person p ON p.id = m.person_id \
     WHERE p.pinyin LIKE '%wang%'",
    REGISTER[1],
    REGISTER[2],
];
const MOVEMENTS: &[&str] =
    &["SELECT * FROM movement WHERE kind <> 'opening' ORDER BY occurred_on DESC, id DESC", REGISTER[2]];
const CONDITIONS: &[&str] = &["SELECT * FROM condition ORDER BY id", REGISTER[2]];
const CARE: &[&str] = &[
    "SELECT * FROM condition WHERE to_on IS NULL",
    "SELECT m.*, p.* FROM condition c JOIN membership m ON m.person_id = c.person_id \
     JOIN person p ON p.id = c.person_id",
    "SELECT k.* FROM condition c JOIN contact k ON k.person_id = c.person_id",
];
/// What every folio with a number of rows that want attention cannot do without.
const ATTENTION: &[&str] = &[
    CARE[0],
    CARE[1],
    CARE[2],
    "SELECT id, id_number, birth_on, phone FROM person WHERE name IN \
     (SELECT name FROM person GROUP BY name HAVING count(*) > 1) ORDER BY name, id",
    REGISTER[0],
];

/// Measures and prints.
pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    for members in [3_000, 11_000, 100_000] {
        let floor = Floor::new(folder.path(), &format!("floor{members}.db"));
        floor.register(members);
        let mut desk = register::make(&folder.path().join(members.to_string()), members);
        println!("{members} members");
        let mut is_large = false;
        for (name, bare, work) in works() {
            let pair = Pair::run(
                ROUNDS,
                |_| time(|| bare.iter().map(|sql| floor.rows(sql)).sum::<usize>()).1,
                |_| {
                    write(&mut desk, &mut is_large);
                    time(|| work(&mut desk)).1
                },
            );
            pair.print(&format!("  {name}"), None);
            let again = median((0..ROUNDS).map(|_| time(|| work(&mut desk)).1.as_secs_f64()).collect());
            println!("    asked again, with nothing written: {:.2?}", Duration::from_secs_f64(again));
        }
    }
}

/// Something small, so that nothing is remembered that was reckoned before.
fn write(desk: &mut Desk, is_large: &mut bool) {
    *is_large = !*is_large;
    let value = (*is_large).into();
    desk.call(&SettingSet { key: "window.large_type".to_owned(), value }).unwrap();
}

type Work = (&'static str, &'static [&'static str], Box<dyn Fn(&mut Desk)>);

fn works() -> Vec<Work> {
    let members = |list: MemberList| -> Box<dyn Fn(&mut Desk)> {
        Box::new(move |desk| drop(desk.call(&list).unwrap()))
    };
    let folio = |name: &str, words: &str| -> Box<dyn Fn(&mut Desk)> {
        let limit = Some(PAGE);
        let show = FolioShow { folio: name.into(), words: words.into(), limit, ..FolioShow::default() };
        Box::new(move |desk| drop(desk.call(&show).unwrap()))
    };
    let plain = || MemberList { limit: Some(PAGE), with_chips: true, ..MemberList::default() };
    let clause = FilterClause {
        field: "age".to_owned(),
        operator: "from".to_owned(),
        value: "60".to_owned(),
        to: String::new(),
    };
    let columns = ["age", "education", "籍贯", "tags"].map(str::to_owned).to_vec();
    vec![
        ("register, a page with its chips", REGISTER, members(plain())),
        ("register, further columns", REGISTER, members(MemberList { columns, ..plain() })),
        ("register, a condition", FILTERED, members(MemberList { clauses: vec![clause], ..plain() })),
        ("register, searched", SEARCHED, members(MemberList { query: Some("wang".into()), ..plain() })),
        ("movements", MOVEMENTS, folio("movements", "")),
        ("movements, searched", MOVEMENTS, folio("movements", "王")),
        ("conditions", CONDITIONS, folio("conditions", "")),
        ("care", CARE, folio("care", "")),
        ("folio_list", ATTENTION, Box::new(|desk| drop(desk.call(&FolioList::default()).unwrap()))),
    ]
}
