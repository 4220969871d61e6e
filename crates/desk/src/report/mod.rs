//! Reports: workbooks made from the book. Each sheet is a pure function from rows to a [`Sheet`]; only `facts` reads
//! the book, `monthly` makes a file, and `past` hands one out again.
//!
//! [`Sheet`]: branchbook_workbook::Sheet

pub(crate) mod audit;
pub(crate) mod cover;
pub(crate) mod facts;
pub(crate) mod frame;
pub(crate) mod list;
pub(crate) mod meeting;
pub(crate) mod monthly;
pub(crate) mod movement;
mod past;
pub(crate) mod points;
pub(crate) mod publish;
pub(crate) mod register;
pub(crate) mod service;
pub(crate) mod unit;
