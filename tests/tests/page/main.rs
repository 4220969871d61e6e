//! The page's own reader of replies and writer of requests, beside serde_json: for everything that the offices of the
//! demo town answer, and for any text. Beside them what the first page shows of many branches. The
//! page itself is compiled for the window only, so these three files of it stand here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../../ui/src/page/home/few.rs"]
mod few;
#[path = "../../../ui/src/read.rs"]
#[allow(dead_code)]
mod read;
#[path = "../../../ui/src/write.rs"]
#[allow(dead_code)]
mod write;

mod many;
mod replies;
mod texts;
