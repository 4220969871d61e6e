//! The page's own reader of replies and writer of requests, beside serde_json: for everything that the offices of the
//! demo town answer, and for any text. The page itself is compiled for the window only, so its two files stand here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../../ui/src/read.rs"]
#[allow(dead_code)]
mod read;
#[path = "../../../ui/src/write.rs"]
#[allow(dead_code)]
mod write;

mod replies;
mod texts;
