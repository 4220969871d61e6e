//! Organisation life through `desk.call`: who is due, what is refused, what follows.

mod attach;
mod away;
mod fixture;
mod kept;
mod listed;
mod record;
mod register_again;
mod register_file;
mod revise;
