//! A list as one text: conditions, columns, order and filters. A form hands it out, the window hands it back, a saved view
//! keeps it. Must not look at members.

use branchbook_contract::member::MemberList;
use branchbook_domain::key::SavedViewId;
use branchbook_ledger::Reading;
use branchbook_ledger::table::custom::SavedView;

use crate::error::{DeskError, Result, json_words};

/// A view with its name, if it was saved.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    /// The list.
    pub list: MemberList,
    /// Its name.
    pub name: Option<String>,
}

impl View {
    /// The view that a text means: the number of a saved one, or the list itself.
    pub fn of(reading: &Reading<'_>, text: &str) -> Result<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::default());
        }
        let Ok(id) = text.parse() else {
            // A list may stand on a view itself.
            let (list, name) = resolved(reading, &read(text)?)?;
            return Ok(Self { list, name });
        };
        let saved = reading.get::<SavedView>(SavedViewId(id))?.filter(|saved| saved.dropped_on.is_none());
        let saved = saved.ok_or_else(|| DeskError::refused("这个常用列表已经不在了，请另选一个。"))?;
        Ok(Self { list: read(&saved.query)?, name: Some(saved.value.name) })
    }

    /// The text of a list: what says nothing of its window, its day and whether it is revealed.
    pub fn text(list: &MemberList) -> Result<String> {
        let kept = MemberList {
            on: None,
            as_sent: None,
            offset: 0,
            limit: None,
            with_chips: false,
            with_figures: false,
            reveal: false,
            view: None,
            ..list.clone()
        };
        let malformed = |error| DeskError::Malformed(json_words(&error));
        Ok(said(serde_json::to_value(&kept).map_err(malformed)?).to_string())
    }
}

/// What says something: the text stands in an address and is read with the defaults for everything else.
fn said(list: serde_json::Value) -> serde_json::Value {
    use serde_json::Value::{Array, Bool, Null, Object, String};
    let says = |value: &serde_json::Value| match value {
        Null | Bool(false) => false,
        String(text) => !text.is_empty(),
        Array(items) => !items.is_empty(),
        other => other != &serde_json::json!(0),
    };
    match list {
        Object(fields) => Object(fields.into_iter().filter(|(_, value)| says(value)).collect()),
        other => other,
    }
}

fn read(text: &str) -> Result<MemberList> {
    serde_json::from_str(text).map_err(|_| DeskError::refused("这个列表读不懂，请重新设置条件和栏目。"))
}

/// The list that is asked for with its view taken in, and the name of the view.
pub(crate) fn resolved(reading: &Reading<'_>, command: &MemberList) -> Result<(MemberList, Option<String>)> {
    let Some(text) = command.view.as_deref() else { return Ok((command.clone(), None)) };
    let View { list: view, name } = View::of(reading, text)?;
    let asked = command.clone();
    let list = MemberList {
        branch: asked.branch.or(view.branch),
        group: asked.group.or(view.group),
        class: asked.class.or(view.class),
        condition: asked.condition.or(view.condition),
        mark: asked.mark.or(view.mark),
        is_former: asked.is_former || view.is_former,
        query: asked.query.filter(|query| !query.is_empty()).or(view.query),
        is_any: asked.is_any || view.is_any,
        clauses: [view.clauses, asked.clauses].concat(),
        columns: [view.columns, asked.columns].concat(),
        order: if asked.order == <_>::default() { view.order } else { asked.order },
        is_descending: if asked.sort.is_some() { asked.is_descending } else { view.is_descending },
        sort: asked.sort.or(view.sort),
        view: None,
        ..asked
    };
    Ok((list, name))
}
