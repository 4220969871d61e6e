//! A command: its name, its request and its reply.

use branchbook_domain::key::PersonId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::kind::Kind;

/// A request that the desk answers. Implemented by the list of commands, not by hand.
pub trait Command: Serialize + DeserializeOwned {
    /// Name on the wire, `noun_verb`.
    const NAME: &'static str;
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
    /// Hands out the key of everybody whom the request names.
    fn each_person(&mut self, _each: &mut dyn FnMut(&mut PersonId)) {}
}

/// What a command gives back: its answer, and which kinds of record are different now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply<T> {
    /// The answer.
    pub body: T,
    /// Kinds of record that changed; a screen that shows one of them asks again.
    #[serde(default)]
    pub changed: Vec<Kind>,
}
