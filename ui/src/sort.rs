//! Bringing things into an order. The sorting of the library is long and is there once more for each type; lists on a
//! screen are short, so all of them go through one.

/// Sorts by a number; what has the same number stays in its order.
pub fn by_rank<T>(rows: &mut Vec<T>, rank: impl Fn(&T) -> i64) {
    let order = order(rows.iter().map(rank).collect());
    let mut old: Vec<Option<T>> = std::mem::take(rows).into_iter().map(Some).collect();
    rows.extend(order.into_iter().filter_map(|place| old.get_mut(place).and_then(Option::take)));
}

/// The places of the numbers in their order; equal ones stay as they were. Runs of one, two, four … are merged.
fn order(ranks: Vec<i64>) -> Vec<usize> {
    let mut places: Vec<usize> = (0..ranks.len()).collect();
    let mut run = 1;
    while run < places.len() {
        let merged = places.chunks(2 * run).flat_map(|two| merge(two, run, &ranks)).collect();
        places = merged;
        run *= 2;
    }
    places
}

/// Two runs as one; the first has `run` places.
fn merge(two: &[usize], run: usize, ranks: &[i64]) -> Vec<usize> {
    let (left, right) = two.split_at(run.min(two.len()));
    let mut merged = Vec::with_capacity(two.len());
    let (mut from_left, mut from_right) = (left.iter().peekable(), right.iter().peekable());
    while let (Some(&&one), Some(&&other)) = (from_left.peek(), from_right.peek()) {
        let taken = if ranks[other] < ranks[one] { from_right.next() } else { from_left.next() };
        merged.extend(taken);
    }
    merged.extend(from_left.chain(from_right));
    merged
}

/// Values by key in a plain list that is kept in order. The trees of the library are long and are there once more for
/// each pair of types; what a screen holds is short.
#[derive(Debug, Clone, PartialEq)]
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
    pub fn get(&self, key: &K) -> Option<&V> {
        self.place(key).ok().and_then(|at| self.0.get(at)).map(|(_, value)| value)
    }

    /// Whether the key is there.
    pub fn contains(&self, key: &K) -> bool {
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
    pub fn remove(&mut self, key: &K) -> bool {
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

    fn place(&self, key: &K) -> Result<usize, usize> {
        let at = self.0.partition_point(|(held, _)| held < key);
        if self.0.get(at).is_some_and(|(held, _)| held == key) { Ok(at) } else { Err(at) }
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
