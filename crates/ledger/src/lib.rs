//! The book: one encrypted SQLite file, its write gate and its queries. The only crate with SQL.

pub mod vault;
