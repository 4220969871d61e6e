//! What a part does when it is pressed, opened or closed. Like the library's callback, but its closure has one way to
//! be called: the table of a `dyn Fn` holds three, each with the code of the closure.

use std::sync::Arc;

use leptos_whole::prelude::{GetValue, StoredValue};

/// A closure that parts hand on by value; it ends with the component that made it.
pub struct Callback<In: 'static>(StoredValue<Stored<In>>);

type Stored<In> = Arc<dyn Deed<In> + Send + Sync>;

/// A closure with one way to call it.
trait Deed<In> {
    fn run(&self, input: In);
}

impl<In, F: Fn(In)> Deed<In> for F {
    fn run(&self, input: In) {
        self(input);
    }
}

impl<In> Clone for Callback<In> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<In> Copy for Callback<In> {}

impl<In> Callback<In> {
    /// What does this.
    pub fn new(deed: impl Fn(In) + Send + Sync + 'static) -> Self {
        Self::boxed(Arc::new(deed))
    }

    /// Does it, unless the component that made it is gone: a question may be answered after its dialog has closed.
    pub fn run(self, input: In) {
        // Taken out first: what it does may end the component that made it.
        if let Some(deed) = self.0.try_get_value() {
            deed.run(input);
        }
    }

    #[inline(never)]
    fn boxed(deed: Stored<In>) -> Self {
        Self(StoredValue::new(deed))
    }
}

impl<In, F: Fn(In) + Send + Sync + 'static> From<F> for Callback<In> {
    fn from(deed: F) -> Self {
        Self::new(deed)
    }
}
