//! What the window shows around every page and on the first one. Questions only.

mod frame;
