//! Values by key, for what passes between a shell and the desk and for what a screen holds. The trees of the library are
//! long and are there once more for each pair of types, and a page carries them with it; what is told here is short.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Values by key in a plain list that is kept in the order of the keys; written as a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyed<K, V>(Vec<(K, V)>);

/// Keys, each once.
pub type Keys<K> = Keyed<K, ()>;

impl<K, V> Default for Keyed<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Keyed<K, V> {
    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.place(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Puts a value there, in place of another; whether the key is new.
    pub fn insert(&mut self, key: K, value: V) -> bool {
        match self.place(&key) {
            Ok(at) => {
                if let Some(held) = self.0.get_mut(at) {
                    held.1 = value;
                }
                false
            }
            Err(at) => {
                self.0.insert(at, (key, value));
                true
            }
        }
    }

    /// Takes a key away; whether it was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        let found = self.place(key);
        found.map(|at| drop(self.0.remove(at))).is_ok()
    }

    /// Takes everything away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many keys are there.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = &(K, V)> {
        self.0.iter()
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        let at = self.0.partition_point(|(held, _)| held.borrow() < key);
        if self.0.get(at).is_some_and(|(held, _)| held.borrow() == key) { Ok(at) } else { Err(at) }
    }
}

impl<K: Ord, V: Default> Keyed<K, V> {
    /// The value of a key, made if there is none.
    pub fn made(&mut self, key: K) -> &mut V {
        let at = match self.place(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, V::default()));
                at
            }
        };
        &mut self.0[at].1
    }
}

impl<K, V> IntoIterator for Keyed<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Ord, V> Extend<(K, V)> for Keyed<K, V> {
    fn extend<T: IntoIterator<Item = (K, V)>>(&mut self, from: T) {
        for (key, value) in from {
            self.insert(key, value);
        }
    }
}

/// What `collect` does, one after the other: sets and maps are sorted as a whole otherwise.
pub fn gathered<C: Default + Extend<T>, T>(from: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(from);
    all
}

impl<K: Ord, V> FromIterator<(K, V)> for Keyed<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(from: I) -> Self {
        let mut all = Self::default();
        all.extend(from);
        all
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Keyed<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K, V> From<BTreeMap<K, V>> for Keyed<K, V> {
    fn from(tree: BTreeMap<K, V>) -> Self {
        Self(tree.into_iter().collect())
    }
}

impl<K: Ord, V> From<Keyed<K, V>> for BTreeMap<K, V> {
    fn from(keyed: Keyed<K, V>) -> Self {
        keyed.0.into_iter().collect()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Keyed<K, V> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Keyed<K, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<K, V>(PhantomData<(K, V)>);

        impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
            type Value = Keyed<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Keyed::default();
                while let Some((key, value)) = map.next_entry()? {
                    all.insert(key, value);
                }
                Ok(all)
            }
        }

        from.deserialize_map(Entries(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyed_list_is_written_and_read_as_a_map_in_order() {
        let keyed: Keyed<String, u32> =
            [("b", 2), ("a", 1), ("b", 3)].map(|(key, n)| (key.to_owned(), n)).into_iter().collect();
        let text = serde_json::to_string(&keyed).unwrap();
        assert_eq!(text, r#"{"a":1,"b":3}"#);
        assert_eq!(serde_json::from_str::<Keyed<String, u32>>(r#"{"b":3,"a":1}"#).unwrap(), keyed);
        let tree: BTreeMap<String, u32> = keyed.clone().into();
        assert_eq!(Keyed::from(tree), keyed);
    }
}
