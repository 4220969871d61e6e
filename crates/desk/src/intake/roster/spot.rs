//! The places that the office looks after, found by their names. Each name is looked up once for all rows. Must not guess
//! between two places.

use std::collections::HashMap;

use branchbook_domain::key::PlaceId;
use branchbook_domain::text::squeeze;
use branchbook_ledger::Stored;
use branchbook_ledger::table::organisation::Place;

/// The places that the office looks after, each with those it lies in: 银河里 · 3栋.
pub(super) struct Spots {
    paths: HashMap<PlaceId, Vec<String>>,
    /// By the name of the place itself without spaces: the places of that name with the names that they lie in.
    by_name: HashMap<String, Vec<(PlaceId, Vec<String>)>>,
}

impl Spots {
    /// These places.
    pub fn of(places: &[Stored<Place>]) -> Self {
        let by_id: HashMap<PlaceId, &Stored<Place>> = places.iter().map(|place| (place.id, place)).collect();
        let mut spots = Self { paths: HashMap::new(), by_name: HashMap::new() };
        for place in places {
            let path = path(&by_id, place);
            let squeezed: Vec<String> = path.iter().map(|name| squeeze(name)).collect();
            let inner = squeezed.last().cloned().unwrap_or_default();
            spots.by_name.entry(inner).or_default().push((place.id, squeezed));
            spots.paths.insert(place.id, path);
        }
        spots
    }

    /// The one place of these names, the outer before the inner; nothing if none is named.
    ///
    /// # Errors
    /// A sentence if no place is called so, or several.
    pub fn find(&self, names: &[String]) -> Result<Option<PlaceId>, String> {
        let Some(inner) = names.last() else { return Ok(None) };
        let lies_so = |path: &[String]| {
            let mut outer = path.iter();
            names.iter().all(|name| outer.any(|known| known == name))
        };
        let named = self.by_name.get(inner).map_or(&[][..], Vec::as_slice);
        let mut found = named.iter().filter(|(_, path)| lies_so(path));
        let said = names.join(" · ");
        match (found.next(), found.next()) {
            (Some((place, _)), None) => Ok(Some(*place)),
            (None, _) => Err(format!("台账里没有“{said}”这个地点，没有读入；请先在地点里建立，再重新导入。")),
            (Some(_), Some(_)) => Err(format!("台账里有不止一处“{said}”，没有读入；请写明在哪个小区。")),
        }
    }

    /// Whether a known place is this one or lies in it: then this one says nothing new.
    pub fn covers(&self, place: PlaceId, known: Option<PlaceId>) -> bool {
        known.is_some_and(|known| {
            let paths = self.paths.get(&known).zip(self.paths.get(&place));
            known == place || paths.is_some_and(|(known, wider)| known.starts_with(wider))
        })
    }

    /// 「银河里 · 3栋」
    pub fn name(&self, place: PlaceId) -> String {
        self.paths.get(&place).map(|path| path.join(" · ")).unwrap_or_default()
    }
}

fn path(places: &HashMap<PlaceId, &Stored<Place>>, place: &Stored<Place>) -> Vec<String> {
    let mut names = vec![place.name.clone()];
    let mut at = place.parent_id;
    // A tree has no circle; the bound holds should one be written by mistake.
    while let Some(parent) = at.and_then(|id| places.get(&id)).filter(|_| names.len() < 8) {
        names.push(parent.name.clone());
        at = parent.parent_id;
    }
    names.reverse();
    names
}
