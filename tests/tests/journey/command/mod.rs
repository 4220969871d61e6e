//! Single commands of the real program: what they print, what they refuse and with which exit code.

mod act;
mod folio;
mod office;
mod refuse;
mod register;
mod secret;
