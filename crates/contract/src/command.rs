//! A command: its name, its request and its reply.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::kind::Kind;

/// A request that the desk answers. Implemented by the list of commands, not by hand.
pub trait Command: Serialize + DeserializeOwned {
    /// Name on the wire, `noun_verb`.
    const NAME: &'static str;
    /// What comes back.
    type Reply: Serialize + DeserializeOwned;
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
