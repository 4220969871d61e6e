//! What a crash, a flipped bit or a second program can do to a book: nothing that goes unnoticed.

mod flip;
mod interrupt;
mod kill;
mod program;
