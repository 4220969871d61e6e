//! People through the desk.
