//! Which formats are read: the one that is written and the two before it. The number stands in the header
//! and is looked at before anything else of it.

use crate::error::OpenError;

/// The format that this program writes.
pub const FORMAT: u32 = 1;
/// How many formats back are still read.
pub const FORMATS_BACK: u32 = 2;
/// The first format that ever was.
const FIRST: u32 = 1;

/// The oldest format that a program writing `newest` reads.
const fn oldest(newest: u32) -> u32 {
    let oldest = newest.saturating_sub(FORMATS_BACK);
    if oldest < FIRST { FIRST } else { oldest }
}

/// Whether a program that writes `newest` may go on reading `found`.
pub(crate) fn check(found: u32, newest: u32) -> Result<(), OpenError> {
    let oldest = oldest(newest);
    if found > newest {
        Err(OpenError::Newer { found, newest })
    } else if found < oldest {
        Err(OpenError::Older { found, oldest })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_formats_back_are_read_and_no_more() {
        for found in 3..=5 {
            assert!(check(found, 5).is_ok(), "format {found} by a program that writes 5");
        }
        assert!(matches!(check(2, 5), Err(OpenError::Older { found: 2, oldest: 3 })));
        assert!(matches!(check(6, 5), Err(OpenError::Newer { found: 6, newest: 5 })));
    }

    #[test]
    fn there_is_nothing_before_the_first() {
        assert!(check(1, 1).is_ok() && check(1, 2).is_ok() && check(1, 3).is_ok());
        assert!(matches!(check(0, 1), Err(OpenError::Older { oldest: 1, .. })));
        assert!(matches!(check(2, FORMAT), Err(OpenError::Newer { .. })), "today's program writes {FORMAT}");
    }
}
