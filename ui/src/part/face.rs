//! One of several faces of the same place: a page, a tab. Elements that look alike would otherwise become those of the
//! next face, and keep where a list was scrolled to and what has the focus.

use leptos::prelude::*;

use crate::element::html;

/// What stands at a place under this name; under another name it is put up anew.
pub fn one_face(name: &'static str, inside: AnyView) -> AnyView {
    html::div().class("face").keyed(name).child(inside).into_any()
}
