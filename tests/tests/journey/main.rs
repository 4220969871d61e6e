//! One whole month of a community, from a dirty roster to the closed month, as the office lives it: through the desk
//! with typed commands, and once through the command line.

mod again;
mod cli;
mod command;
mod month;
mod office;
mod sheet;
mod snapshot;
