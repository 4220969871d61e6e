//! Points at which a test may cut the work short, as a power cut would. In the program they are nothing.

/// A point between two steps that must not depend on each other's success.
#[cfg(not(test))]
pub(crate) fn point() -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use self::cut::{cut_after, point};

#[cfg(test)]
mod cut {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    }

    /// Fails once the allowed points are used up, and at every point after that: the dead do not tidy up either.
    pub(crate) fn point() -> io::Result<()> {
        LEFT.with(|left| match left.get() {
            None => Ok(()),
            Some(0) => Err(io::Error::other("cut short by a test")),
            Some(more) => {
                left.set(Some(more - 1));
                Ok(())
            }
        })
    }

    /// Lets this many points pass, then none; `None` lets all pass again.
    pub(crate) fn cut_after(points: Option<u32>) {
        LEFT.with(|left| left.set(points));
    }
}
