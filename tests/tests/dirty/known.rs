//! What a clerk would call wrong in a plan and what is not mended yet: the file, words of its plan, and why they are wrong.
//! A line goes as soon as its words go, so that nothing wrong stays frozen and nothing mended stays listed.

/// File, words that its plan holds, what is wrong with them.
pub const KNOWN: &[(&str, &str, &str)] = &[];
