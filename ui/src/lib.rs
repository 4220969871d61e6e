//! The screens. They hold no rule of their own and ask the desk for every fact; `README.md` beside this folder says
//! how a page is made.

// The macros of views name everything by `leptos`. This crate is the library for them, with the few names of `view`
// in front of the library's own.
extern crate self as leptos;

pub use leptos_whole::*;

pub mod address;
pub mod app;
pub mod element;
pub mod frame;
pub mod ipc;
pub mod key;
pub mod page;
pub mod part;
pub mod read;
pub mod sort;
pub mod state;
pub mod view;
pub mod word;
pub mod write;

/// What every page uses.
pub mod prelude {
    pub use crate::state::callback::Callback;
    pub use crate::view::{AnyView, Children, IntoAny, IntoMaybeErased, ToChildren};
    pub use leptos_whole::prelude::*;
}

/// What stands inside of components.
pub mod children {
    pub use crate::view::{Children, ToChildren};
    pub use leptos_whole::children::*;
}

/// Where the macro of views finds elements.
pub mod tachys {
    pub use crate::element::svg;
    pub use leptos_whole::tachys::*;

    /// Elements of a page.
    pub mod html {
        pub use crate::element::html as element;
        pub use leptos_whole::tachys::html::*;
    }
}

pub use element::svg;
#[doc(hidden)]
pub use state::watch::shared as __as_shared_reactive_fn;
