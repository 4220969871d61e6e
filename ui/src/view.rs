//! The view of any kind that pages are put together from, small where it is made: one box. The library's own is nine
//! words that are filled in wherever an element stands, and a view that is one already is wrapped once more; with
//! thousands of elements this was a fifth of the module. [`crate::prelude`] shows these names instead of the library's.

use std::any::Any;

use leptos_whole::children::{ChildrenOptContainer, ToChildren as LibraryChildren};
use leptos_whole::prelude::{
    AddAnyAttr, Mountable, Render, RenderHtml, TypedChildren, TypedChildrenFn, View,
};
use leptos_whole::tachys::html::attribute::Attribute;
use leptos_whole::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos_whole::tachys::hydration::Cursor;
use leptos_whole::tachys::renderer::Rndr;
use leptos_whole::tachys::renderer::types::{Element, Node, Placeholder};
use leptos_whole::tachys::view::any_view::AnyView as LibraryView;
use leptos_whole::tachys::view::{Position, PositionState};

/// A view of any kind. One word wide: two would go through memory wherever a view is handed on.
pub struct AnyView(Box<Box<dyn Part>>);

/// What stands on the page of such a view.
pub struct AnyViewState {
    state: Box<dyn Standing>,
    placeholder: Option<Placeholder>,
}

/// A view whose kind is forgotten.
trait Part: Send {
    fn build(self: Box<Self>) -> AnyViewState;
    /// Changes what stands there; a view of another kind is put in its place.
    fn rebuild(self: Box<Self>, state: &mut AnyViewState);
}

impl<T: RenderHtml + 'static> Part for T {
    fn build(self: Box<Self>) -> AnyViewState {
        let placeholder = (!T::EXISTS).then(Rndr::create_placeholder);
        AnyViewState { state: Box::new(Render::build(*self)), placeholder }
    }

    fn rebuild(self: Box<Self>, state: &mut AnyViewState) {
        match state.state.as_any().downcast_mut() {
            Some(state) => Render::rebuild(*self, state),
            None => state.become_other(self.build()),
        }
    }
}

/// A state whose kind is forgotten.
trait Standing: Mountable {
    fn as_any(&mut self) -> &mut dyn Any;
}

impl<T: Mountable + 'static> Standing for T {
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }
}

impl Render for AnyView {
    type State = AnyViewState;

    fn build(self) -> AnyViewState {
        (*self.0).build()
    }

    fn rebuild(self, state: &mut AnyViewState) {
        (*self.0).rebuild(state);
    }
}

impl AnyViewState {
    fn become_other(&mut self, mut new: Self) {
        self.insert_before_this(&mut new);
        self.unmount();
        *self = new;
    }
}

impl Mountable for AnyViewState {
    fn unmount(&mut self) {
        self.state.unmount();
        if let Some(placeholder) = &mut self.placeholder {
            placeholder.unmount();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.state.mount(parent, marker);
        if let Some(placeholder) = &mut self.placeholder {
            placeholder.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.state.insert_before_this(child)
            || self.placeholder.as_ref().is_some_and(|placeholder| placeholder.insert_before_this(child))
    }

    fn elements(&self) -> Vec<Element> {
        self.state.elements()
    }
}

impl AddAnyAttr for AnyView {
    type Output<New: Attribute> = <LibraryView as AddAnyAttr>::Output<New>;

    fn add_any_attr<New: Attribute>(self, attr: New) -> Self::Output<New>
    where
        Self::Output<New>: RenderHtml,
    {
        leptos_whole::prelude::IntoAny::into_any(self).add_any_attr(attr)
    }
}

/// What a server or a page that was drawn by a server would need. There is none: these are never called.
macro_rules! never_served {
    ($kind:ty, $state:ty) => {
        impl RenderHtml for $kind {
            type AsyncOutput = Self;
            type Owned = Self;

            const MIN_LENGTH: usize = 0;

            fn dry_resolve(&mut self) {}

            async fn resolve(self) -> Self {
                self
            }

            fn to_html_with_buf(
                self,
                _: &mut String,
                _: &mut Position,
                _: bool,
                _: bool,
                _: Vec<AnyAttribute>,
            ) {
            }

            fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> $state {
                Render::build(self)
            }

            fn into_owned(self) -> Self {
                self
            }
        }
    };
}
pub(crate) use never_served;

never_served!(AnyView, AnyViewState);

/// Forgets of what kind a view is.
pub trait IntoAny {
    /// The view of any kind.
    fn into_any(self) -> AnyView;
}

impl<T: RenderHtml> IntoAny for T {
    fn into_any(self) -> AnyView {
        erase(self.into_owned())
    }
}

/// Forgets of what kind the parts of an element are; the macro of views calls it.
pub trait IntoMaybeErased {
    /// The view of any kind.
    type Output;

    /// The view of any kind.
    fn into_maybe_erased(self) -> Self::Output;
}

impl<T: RenderHtml> IntoMaybeErased for T {
    type Output = AnyView;

    fn into_maybe_erased(self) -> AnyView {
        erase(self.into_owned())
    }
}

/// Forgets of what kind a view is. Not made part of its callers: there are thousands.
#[inline(never)]
pub fn erase<T: RenderHtml + 'static>(view: T) -> AnyView {
    let mut view = Some(view);
    let same: &mut dyn Any = &mut view;
    if let Some(same) = same.downcast_mut::<Option<AnyView>>().and_then(Option::take) {
        return same;
    }
    let same: &mut dyn Any = &mut view;
    if let Some(same) = same.downcast_mut::<Option<View<AnyView>>>().and_then(Option::take) {
        return same.into_inner();
    }
    view.map_or_else(|| AnyView(Box::new(Box::new(()))), |view| AnyView(Box::new(Box::new(view))))
}

/// What stands inside of a component.
pub type Children = Box<dyn FnOnce() -> AnyView + Send>;

/// What the macro of views makes of what stands inside of a component.
pub trait ToChildren<F> {
    /// What the component takes.
    fn to_children(inside: F) -> Self;
}

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + 'static,
{
    fn to_children(inside: F) -> Self {
        Box::new(move || erase(inside()))
    }
}

impl<T> ToChildren<ChildrenOptContainer<T>> for Children
where
    T: RenderHtml + 'static,
{
    fn to_children(inside: ChildrenOptContainer<T>) -> Self {
        Box::new(move || erase(inside.0))
    }
}

impl<F, V> ToChildren<F> for TypedChildren<V>
where
    Self: LibraryChildren<F>,
{
    fn to_children(inside: F) -> Self {
        LibraryChildren::to_children(inside)
    }
}

impl<F, V> ToChildren<F> for TypedChildrenFn<V>
where
    Self: LibraryChildren<F>,
{
    fn to_children(inside: F) -> Self {
        LibraryChildren::to_children(inside)
    }
}
