//! What a list is asked for beside its usual rows: conditions, further columns, the order of any field. Nothing of it is
//! looked at where nothing of it is asked for.

use branchbook_contract::member::{ListColumn, MemberList, MemberOrder, MemberRow};
use branchbook_domain::day::Day;
use branchbook_domain::member::FieldKind;
use branchbook_ledger::Reading;
use branchbook_ledger::table::membership::Listed;

use super::field::{Field, Fields, Filter, Scope, Who, load, sort_by};
use super::list::Sought;
use crate::error::Result;
use crate::organisation::Names;

/// The fields that a list needs, and what for.
pub(super) struct Wish {
    fields: Option<Fields>,
    columns: Vec<String>,
    words: String,
}

/// The field whose readings stand with the people.
const NAME: &str = "name";

impl Wish {
    /// Reads what is asked for; what is wrong is refused before anything is looked at.
    pub fn of(reading: &Reading<'_>, command: &MemberList, names: &Names, today: Day) -> Result<Self> {
        if command.clauses.is_empty() && command.columns.is_empty() && command.sort.is_none() {
            return Ok(Self { fields: None, columns: Vec::new(), words: String::new() });
        }
        let fields = Fields::of(reading, names, today)?;
        let words = Filter::of(&fields, &command.clauses, command.is_any)?.words();
        let mut columns: Vec<String> = Vec::new();
        for name in &command.columns {
            let key = &fields.need(name)?.key;
            if !columns.contains(key) {
                columns.push(key.clone());
            }
        }
        if let Some(sort) = &command.sort {
            fields.need(sort)?;
        }
        Ok(Self { fields: Some(fields), columns, words })
    }

    /// The conditions as a sentence says them, with the name of the view.
    pub fn words(&self, view: Option<String>) -> String {
        let words = Some(self.words.clone()).filter(|words| !words.is_empty());
        [view, words].into_iter().flatten().collect::<Vec<_>>().join("：")
    }

    fn shown(&self) -> Vec<&Field> {
        let fields = self.fields.as_ref();
        self.columns.iter().filter_map(|key| fields?.of_key(key)).collect()
    }

    /// The titles of the columns.
    pub fn titles(&self) -> Vec<ListColumn> {
        let title = |field: &Field| ListColumn {
            key: field.key.clone(),
            label: field.label.clone(),
            width: field.width,
            is_number: field.kind == FieldKind::Number,
        };
        self.shown().into_iter().map(title).collect()
    }

    /// Keeps those of whom the conditions hold: everything else counts them only.
    pub fn narrow(
        &self,
        reading: &Reading<'_>,
        sought: &mut Sought<'_>,
        command: &MemberList,
        scope: &Scope<'_>,
    ) -> Result<()> {
        let Some(fields) = self.fields.as_ref().filter(|_| !command.clauses.is_empty()) else {
            return Ok(());
        };
        let filter = Filter::of(fields, &command.clauses, command.is_any)?;
        filter.retain(reading, scope, &mut sought.list, |listed| Who::from(*listed))?;
        if command.is_former {
            sought.former.clone_from(&sought.list);
            return Ok(());
        }
        let scope = Scope { is_former: true, ..*scope };
        filter.retain(reading, &scope, &mut sought.former, |listed| Who::from(*listed))
    }

    /// The order of names before any field is sorted by: by name means by pinyin, unless strokes are asked for.
    pub fn order(&self, command: &MemberList) -> MemberOrder {
        let sort = self.fields.as_ref().zip(command.sort.as_deref());
        let is_by_name =
            sort.and_then(|(fields, sort)| fields.need(sort).ok()).is_some_and(|field| field.key == NAME);
        match command.order {
            MemberOrder::Register if is_by_name => MemberOrder::Pinyin,
            order => order,
        }
    }

    /// Puts the list into the order of a field.
    pub fn sort(
        &self,
        reading: &Reading<'_>,
        list: &mut [&Listed],
        command: &MemberList,
        scope: &Scope<'_>,
    ) -> Result<()> {
        let (Some(fields), Some(sort)) = (&self.fields, &command.sort) else { return Ok(()) };
        let field = fields.need(sort)?;
        if field.key == NAME {
            if command.is_descending {
                list.reverse();
            }
            return Ok(());
        }
        let people: Vec<Who> = list.iter().map(|listed| Who::from(*listed)).collect();
        let columns = load(reading, &[field], &people, scope)?;
        let is_by_strokes = command.order == MemberOrder::Stroke;
        if let Some(column) = columns.first() {
            sort_by(list, field, column, command.is_descending, is_by_strokes, |listed| Who::from(*listed));
        }
        Ok(())
    }

    /// Writes the columns into the rows.
    pub fn fill(
        &self,
        reading: &Reading<'_>,
        rows: &mut [MemberRow],
        scope: &Scope<'_>,
        is_revealed: bool,
    ) -> Result<()> {
        let fields = self.shown();
        if fields.is_empty() {
            return Ok(());
        }
        let people: Vec<Who> =
            rows.iter().map(|row| Who { person: row.member, branch: row.branch, group: row.group }).collect();
        let columns = load(reading, &fields, &people, scope)?;
        for row in rows {
            let text = |(field, column): (&&Field, &std::collections::HashMap<_, _>)| match field.key.as_str()
            {
                "class" if row.is_class_about => {
                    row.class.map_or_else(String::new, |class| format!("约{}", class.label()))
                }
                _ => field.text(column.get(&row.member), is_revealed),
            };
            row.extra = fields.iter().zip(&columns).map(text).collect();
        }
        Ok(())
    }
}
