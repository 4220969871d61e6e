//! Values of fields for many members at once: each source is asked once, however many members there are.

use std::collections::HashMap;

use branchbook_domain::day::{Day, PartialDay};
use branchbook_domain::key::{OrganisationId, PersonId};
use branchbook_domain::member::{ConditionKind, FieldValue, post_elsewhere, post_label};
use branchbook_domain::standing::party_years;
use branchbook_ledger::table::care::{mobilities, tags_on};
use branchbook_ledger::table::custom::{values_in, values_of_people};
use branchbook_ledger::table::gathering::presence::{PostOnDay, posts_held_on};
use branchbook_ledger::table::membership::{
    Listed, Periods, conditions_on, leavings, person_columns, standing_of,
};
use branchbook_ledger::table::offer::posts_of_people;
use branchbook_ledger::table::role::{RoleHeld, roles_on};
use branchbook_ledger::{Reading, Stored};

use super::{Field, IN_ORDER};
use crate::error::Result;
use crate::organisation::Names;
use crate::person::role::RoleKind;
use crate::person::tag::Tags;

/// Somebody of a list and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who {
    /// The person.
    pub person: PersonId,
    /// Branch.
    pub branch: OrganisationId,
    /// Group.
    pub group: Option<OrganisationId>,
}

impl From<&Listed> for Who {
    fn from(listed: &Listed) -> Self {
        Self { person: listed.person, branch: listed.branch_id, group: listed.group_id }
    }
}

/// What values are asked for besides the people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The day of everything.
    pub day: Day,
    /// Today.
    pub today: Day,
    /// Whether those who left are listed.
    pub is_former: bool,
    /// Of a report: whose 转正 it does not know yet.
    pub not_yet_full: &'a std::collections::HashSet<PersonId>,
}

/// Values of one field by person.
pub(crate) type Column = HashMap<PersonId, FieldValue>;

/// Up to that many people are asked one by one where a source knows many more.
const FEW: usize = 500;

/// The values of these fields, in their order.
pub(crate) fn load(
    reading: &Reading<'_>,
    fields: &[&Field],
    people: &[Who],
    scope: &Scope<'_>,
) -> Result<Vec<Column>> {
    let stored = Stock::of(reading, fields, people)?;
    fields.iter().map(|field| column(reading, field, people, scope, &stored)).collect()
}

/// What stands in the columns of people that any of the fields needs.
struct Stock {
    columns: Vec<&'static str>,
    texts: HashMap<PersonId, Vec<Option<String>>>,
    periods: Periods,
}

impl Stock {
    fn of(reading: &Reading<'_>, fields: &[&Field], people: &[Who]) -> Result<Self> {
        let mut columns: Vec<&'static str> =
            fields.iter().flat_map(|field| needed(&field.key)).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let texts = match columns.is_empty() {
            true => HashMap::new(),
            false => person_columns(reading, &columns, &keys(people))?,
        };
        let has_days = columns.iter().any(|column| matches!(*column, "joined_on" | "became_full_on"));
        let periods = if has_days { Periods::of(reading)? } else { Periods::default() };
        Ok(Self { columns, texts, periods })
    }

    fn text(&self, person: PersonId, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|name| *name == column)?;
        self.texts.get(&person)?.get(at)?.as_deref()
    }

    fn day(&self, person: PersonId, column: &str) -> Option<PartialDay> {
        self.text(person, column)?.parse().ok()
    }
}

fn keys(people: &[Who]) -> Vec<PersonId> {
    people.iter().map(|who| who.person).collect()
}

/// The columns of a person that a field is made of.
fn needed(key: &str) -> &'static [&'static str] {
    match key {
        "name" => &["name"],
        "sex" => &["sex"],
        "nation" => &["nation"],
        "birth_on" | "age" => &["birth_on"],
        "id_number" => &["id_number"],
        "education" => &["education"],
        "class" | "party_years" => &["joined_on", "became_full_on"],
        "joined_on" => &["joined_on"],
        "became_full_on" => &["became_full_on"],
        "phone" => &["phone"],
        "other_phone" => &["other_phone"],
        "address" => &["address"],
        "place" => &["place_id"],
        "employer" => &["employer"],
        "work_post" => &["work_post"],
        "new_stratum" => &["new_stratum"],
        "note" => &["note"],
        _ => &[],
    }
}

fn column(
    reading: &Reading<'_>,
    field: &Field,
    people: &[Who],
    scope: &Scope<'_>,
    stored: &Stock,
) -> Result<Column> {
    Ok(match field.key.as_str() {
        "branch" => each(people, |who| Some(FieldValue::Code(who.branch.to_string()))),
        "group" => each(people, |who| Some(FieldValue::Code(who.group?.to_string()))),
        "posts" => service_posts(reading, people, scope.day)?,
        "party_posts" => party_posts(reading, people, scope.day)?,
        "conditions" => conditions(reading, scope.day)?,
        "lost" => holding(reading, scope.day, ConditionKind::Lost)?,
        "lost_since" => lost_since(reading, scope.day)?,
        "mobile" => holding(reading, scope.day, ConditionKind::Mobile)?,
        "mobile_to" => mobile_to(reading, scope.day)?,
        "tags" => {
            let tags = Tags::of(reading)?;
            several(tags_on(reading, scope.day)?.iter().map(|held| (held.person_id, tags.label(&held.tag))))
        }
        "roles" => {
            several(roles_on(reading, scope.day)?.iter().map(|held| (held.person_id, role_label(held))))
        }
        "state" => states(reading, people, scope)?,
        _ if field.custom.is_some() => own(reading, field, people)?,
        key => each(people, |who| personal(key, who.person, scope, stored)),
    })
}

fn each(people: &[Who], value: impl Fn(&Who) -> Option<FieldValue>) -> Column {
    people.iter().filter_map(|who| Some((who.person, value(who)?))).collect()
}

/// What follows from the person's own row.
fn personal(key: &str, person: PersonId, scope: &Scope<'_>, stored: &Stock) -> Option<FieldValue> {
    let earlier = stored.periods.at(person, scope.day);
    let joined = || earlier.map_or_else(|| stored.day(person, "joined_on"), |(joined, _)| joined);
    let full = || {
        let own = || stored.day(person, "became_full_on").filter(|_| !scope.not_yet_full.contains(&person));
        let full = earlier.map_or_else(own, |(_, full)| full);
        // A past day does not know what was to come; from today on it is what is planned.
        full.filter(|full| full.earliest() <= scope.day || scope.day >= scope.today)
    };
    match key {
        "birth_on" => stored.day(person, "birth_on").map(FieldValue::Day),
        "age" => {
            let age = stored.day(person, "birth_on")?.age_on(scope.day);
            Some(FieldValue::Number(i64::from(age) * 100))
        }
        "joined_on" => joined().map(FieldValue::Day),
        "became_full_on" => full().map(FieldValue::Day),
        "class" => {
            let class = standing_of(scope.day, joined(), full()).class?;
            Some(FieldValue::Code(class.code().to_owned()))
        }
        "party_years" => {
            let years = party_years(scope.day, joined()?, full())?.years;
            Some(FieldValue::Number(i64::from(years) * 100))
        }
        _ => {
            let text = stored.text(person, needed(key).first()?)?.to_owned();
            let is_code =
                matches!(key, "sex" | "nation" | "education" | "work_post" | "new_stratum" | "place");
            Some(if is_code { FieldValue::Code(text) } else { FieldValue::Text(text) })
        }
    }
}

fn several(pairs: impl Iterator<Item = (PersonId, String)>) -> Column {
    let mut all: HashMap<PersonId, Vec<String>> = HashMap::new();
    for (person, text) in pairs {
        all.entry(person).or_default().push(text);
    }
    all.into_iter().map(|(person, texts)| (person, FieldValue::Several(texts))).collect()
}

fn service_posts(reading: &Reading<'_>, people: &[Who], day: Day) -> Result<Column> {
    let held = posts_of_people(reading, day, &keys(people))?;
    let value = |titles: String| FieldValue::Several(titles.split('、').map(str::to_owned).collect());
    Ok(held.into_iter().map(|(person, titles)| (person, value(titles))).collect())
}

/// Posts by their titles; of one held outside of branch and group it is said where, so that two 书记 are told apart and
/// an import puts nobody into a post at home that they hold elsewhere.
fn party_posts(reading: &Reading<'_>, people: &[Who], day: Day) -> Result<Column> {
    let homes: HashMap<PersonId, &Who> = people.iter().map(|who| (who.person, who)).collect();
    let names = Names::on(reading, day)?;
    let label = |held: &PostOnDay| {
        let title = post_label(&held.title);
        let is_home = homes
            .get(&held.person)
            .is_none_or(|who| who.branch == held.organisation || who.group == Some(held.organisation));
        if is_home { title.to_owned() } else { post_elsewhere(&names.distinct(held.organisation), title) }
    };
    let held = posts_held_on(reading, day)?;
    Ok(several(held.iter().map(|held| (held.person, label(held)))))
}

fn conditions(reading: &Reading<'_>, day: Day) -> Result<Column> {
    let held = conditions_on(reading, day)?;
    Ok(several(held.into_iter().map(|held| (held.person_id, held.kind.label().to_owned()))))
}

fn holding(reading: &Reading<'_>, day: Day, kind: ConditionKind) -> Result<Column> {
    let held = conditions_on(reading, day)?.into_iter().filter(|held| held.kind == kind);
    Ok(held.map(|held| (held.person_id, FieldValue::Yes(true))).collect())
}

fn lost_since(reading: &Reading<'_>, day: Day) -> Result<Column> {
    let held = conditions_on(reading, day)?.into_iter().filter(|held| held.kind == ConditionKind::Lost);
    Ok(held.filter_map(|held| Some((held.person_id, FieldValue::Day(held.from_on?.into())))).collect())
}

/// Where mobile members went: as it is registered beside the condition, else the reason that the condition names.
fn mobile_to(reading: &Reading<'_>, day: Day) -> Result<Column> {
    let mut went = Column::new();
    for held in conditions_on(reading, day)?.into_iter().filter(|held| held.kind == ConditionKind::Mobile) {
        if let Some(reason) = held.value.reason {
            went.insert(held.value.person_id, FieldValue::Text(reason));
        }
    }
    // The newest comes first and must win.
    for held in mobilities(reading)?.into_iter().rev() {
        let holds = held.from_on.is_none_or(|from| from <= day) && held.to_on.is_none_or(|to| day < to);
        if let Some(place) = held.value.where_to.filter(|_| holds) {
            went.insert(held.value.person_id, FieldValue::Text(place));
        }
    }
    Ok(went)
}

fn states(reading: &Reading<'_>, people: &[Who], scope: &Scope<'_>) -> Result<Column> {
    let left = match scope.is_former {
        true => leavings(reading, scope.day)?,
        false => HashMap::new(),
    };
    let code = |who: &Who| {
        if scope.is_former { left.get(&who.person).map(|kind| kind.code()) } else { Some(IN_ORDER) }
    };
    Ok(each(people, |who| Some(FieldValue::Code(code(who)?.to_owned()))))
}

fn own(reading: &Reading<'_>, field: &Field, people: &[Who]) -> Result<Column> {
    let Some((id, kind)) = field.custom else { return Ok(Column::new()) };
    let stored = match people.len() <= FEW {
        true => values_of_people(reading, id, &keys(people))?,
        false => values_in(reading, id)?,
    };
    let value =
        |row: &Stored<branchbook_ledger::table::custom::PersonField>| kind.value(row.value.value.as_deref()?);
    Ok(stored.iter().filter_map(|row| Some((row.person_id, value(row)?))).collect())
}

/// The role in words: 网格员（第三网格）; of a role that is none of the known kinds its title alone.
fn role_label(held: &RoleHeld) -> String {
    let kind = RoleKind::from_code(&held.kind).filter(|kind| *kind != RoleKind::Other);
    match (kind, held.title.as_deref().filter(|title| !title.is_empty())) {
        (Some(kind), Some(title)) => format!("{}（{title}）", kind.label()),
        (None, Some(title)) => title.to_owned(),
        (_, None) => RoleKind::label_of(&held.kind).to_owned(),
    }
}
