//! Elements as the macro of views writes them: one type for all of them, one word wide. The library has a type for
//! every tag and attribute, handed on by value from one to the next; with two thousand elements that was most of the
//! module. What an attribute does is still the library's: only the way to put it on is ours.

use std::any::{Any, TypeId};

use leptos_whole::prelude::{AddAnyAttr, IntoRender, Mountable, NodeRef, Render, RenderHtml};
use leptos_whole::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos_whole::tachys::html::attribute::custom::custom_attribute;
use leptos_whole::tachys::html::attribute::{Attribute, AttributeValue};
use leptos_whole::tachys::html::class::{IntoClass, class};
use leptos_whole::tachys::html::element::ElementType;
use leptos_whole::tachys::html::event::{EventDescriptor, on};
use leptos_whole::tachys::html::node_ref::node_ref;
use leptos_whole::tachys::html::property::{IntoProperty, prop};
use leptos_whole::tachys::html::style::{IntoStyle, style};
use leptos_whole::tachys::hydration::Cursor;
use leptos_whole::tachys::renderer::Rndr;
use leptos_whole::tachys::renderer::types::{Element, Event, Node};
use leptos_whole::tachys::view::iterators::StaticVec;
use leptos_whole::tachys::view::{Position, PositionState};
use leptos_whole::wasm_bindgen::JsCast;

use crate::view::{AnyView, AnyViewState, erase, never_served};

/// An element.
pub struct El(Box<Plan>);

struct Plan {
    tag: Tag,
    attributes: Vec<(&'static str, Box<dyn Put>)>,
    children: Vec<AnyView>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Tag {
    name: &'static str,
    namespace: Option<&'static str>,
    /// What tells it apart from elements that look alike.
    key: &'static str,
}

/// An element that stands on the page.
pub struct ElState {
    tag: Tag,
    node: Element,
    attributes: Vec<Held>,
    children: Vec<AnyViewState>,
}

/// An attribute that stands on the page.
struct Held {
    name: &'static str,
    state: Box<dyn Any>,
}

/// An attribute whose kind is forgotten.
trait Put: Send {
    /// The kind of its state: what has the same name and such a state can change into it.
    fn kind(&self) -> TypeId;
    fn build(self: Box<Self>, node: &Element) -> Box<dyn Any>;
    fn rebuild(self: Box<Self>, state: &mut dyn Any);
}

impl<A: Attribute + 'static> Put for A
where
    A::State: 'static,
{
    fn kind(&self) -> TypeId {
        TypeId::of::<A::State>()
    }

    fn build(self: Box<Self>, node: &Element) -> Box<dyn Any> {
        Box::new(Attribute::build(*self, node))
    }

    fn rebuild(self: Box<Self>, state: &mut dyn Any) {
        // The caller has compared the kinds.
        if let Some(state) = state.downcast_mut() {
            Attribute::rebuild(*self, state);
        }
    }
}

/// A closure with one way to call it.
trait Hear<E> {
    fn hear(&mut self, event: E);
}

impl<E, F: FnMut(E)> Hear<E> for F {
    fn hear(&mut self, event: E) {
        self(event);
    }
}

macro_rules! attributes {
    ($($method:ident $name:literal),+ $(,)?) => {$(
        /// The attribute of this name.
        pub fn $method<V: AttributeValue + 'static>(self, value: V) -> Self
        where
            V::State: 'static,
        {
            self.attr($name, value)
        }
    )+};
}

impl El {
    fn new(name: &'static str, namespace: Option<&'static str>) -> Self {
        Self(Box::new(Plan {
            tag: Tag { name, namespace, key: "" },
            attributes: Vec::new(),
            children: Vec::new(),
        }))
    }

    #[inline(never)]
    fn with<A: Attribute + 'static>(mut self, name: &'static str, attribute: A) -> Self
    where
        A::State: 'static,
    {
        self.0.attributes.push((name, Box::new(attribute)));
        self
    }

    /// What stands inside.
    #[inline(never)]
    pub fn child<C>(mut self, child: C) -> Self
    where
        C: IntoRender,
        C::Output: RenderHtml,
    {
        let mut child = Some(child.into_render().into_owned());
        let several: &mut dyn Any = &mut child;
        if let Some(several) = several.downcast_mut::<Option<StaticVec<AnyView>>>().and_then(Option::take) {
            self.0.children.append(&mut several.into());
        } else if let Some(child) = child {
            self.0.children.push(erase(child));
        }
        self
    }

    /// Sets it apart: it becomes no element of another key.
    pub(crate) fn keyed(mut self, key: &'static str) -> Self {
        self.0.tag.key = key;
        self
    }

    /// Any attribute.
    #[inline(never)]
    pub fn attr<V: AttributeValue + 'static>(self, name: &'static str, value: V) -> Self
    where
        V::State: 'static,
    {
        self.with(name, custom_attribute(name, value))
    }

    attributes! {
        aria_activedescendant "aria-activedescendant", aria_busy "aria-busy",
        aria_current "aria-current", aria_describedby "aria-describedby", aria_expanded "aria-expanded",
        aria_haspopup "aria-haspopup", aria_hidden "aria-hidden", aria_invalid "aria-invalid",
        aria_label "aria-label", aria_labelledby "aria-labelledby", aria_live "aria-live",
        aria_pressed "aria-pressed", aria_required "aria-required",
        aria_rowcount "aria-rowcount", aria_rowindex "aria-rowindex", aria_selected "aria-selected",
        aria_sort "aria-sort", aria_valuemax "aria-valuemax", aria_valuemin "aria-valuemin",
        aria_valuenow "aria-valuenow",
        autocomplete "autocomplete", autofocus "autofocus", colspan "colspan", disabled "disabled", href "href",
        id "id", inputmode "inputmode", list "list", max "max", maxlength "maxlength", min "min", name "name",
        open "open", placeholder "placeholder", r#for "for", r#type "type", role "role", rows "rows",
        rowspan "rowspan", scope "scope", spellcheck "spellcheck", step "step", tabindex "tabindex",
        title "title", translate "translate", value "value",
    }

    /// A class, or one that is there or not.
    #[inline(never)]
    pub fn class<C: IntoClass + 'static>(self, value: C) -> Self
    where
        C::State: 'static,
    {
        self.with("class", class(value))
    }

    /// A measure of its own.
    #[inline(never)]
    pub fn style<S: IntoStyle + 'static>(self, value: S) -> Self
    where
        S::State: 'static,
    {
        self.with("style", style(value))
    }

    /// A property, which unlike an attribute changes with what a person does.
    #[inline(never)]
    pub fn prop<P: IntoProperty + 'static>(self, name: &'static str, value: P) -> Self
    where
        P::State: 'static,
    {
        self.with(name, prop(name, value))
    }

    /// What happens on an event.
    pub fn on<E>(self, event: E, deed: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<Event> + 'static,
    {
        self.boxed_on(event, Box::new(deed))
    }

    #[inline(never)]
    fn boxed_on<E>(self, event: E, mut deed: Box<dyn Hear<E::EventType>>) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<Event> + 'static,
    {
        self.with("on", on(event, move |event| deed.hear(event)))
    }

    /// The handle by which code reaches the element.
    pub fn node_ref<E>(self, node: NodeRef<E>) -> Self
    where
        E: ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
    {
        self.with("ref", node_ref::<E, NodeRef<E>>(node))
    }
}

impl Render for El {
    type State = ElState;

    fn build(self) -> ElState {
        let Plan { tag, attributes, children } = *self.0;
        let node = Rndr::create_element(tag.name, tag.namespace);
        let hold = |(name, put): (_, Box<dyn Put>)| Held { name, state: put.build(&node) };
        let attributes = attributes.into_iter().map(hold).collect();
        let mut children: Vec<AnyViewState> = children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        ElState { tag, node, attributes, children }
    }

    fn rebuild(self, state: &mut ElState) {
        if !state.is_like(&self.0) {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        for ((_, put), held) in self.0.attributes.into_iter().zip(&mut state.attributes) {
            put.rebuild(&mut *held.state);
        }
        for (child, state) in self.0.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
    }
}

impl ElState {
    /// Whether the element can become another by changing values alone.
    fn is_like(&self, plan: &Plan) -> bool {
        let is_same = |((name, put), held): (&(&'static str, Box<dyn Put>), &Held)| {
            *name == held.name && put.kind() == (*held.state).type_id()
        };
        self.tag == plan.tag
            && self.children.len() == plan.children.len()
            && self.attributes.len() == plan.attributes.len()
            && plan.attributes.iter().zip(&self.attributes).all(is_same)
    }
}

impl Mountable for ElState {
    fn unmount(&mut self) {
        Rndr::remove(&self.node);
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn try_mount(&mut self, parent: &Element, marker: Option<&Node>) -> bool {
        Rndr::try_insert_node(parent, &self.node, marker)
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = Rndr::get_parent(&self.node).and_then(|parent| parent.dyn_into::<Element>().ok());
        parent.map(|parent| child.mount(&parent, Some(&self.node))).is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.node.clone()]
    }
}

impl AddAnyAttr for El {
    type Output<New: Attribute> = Self;

    fn add_any_attr<New: Attribute>(mut self, attr: New) -> Self {
        let attr: AnyAttribute =
            leptos_whole::tachys::html::attribute::any_attribute::IntoAnyAttribute::into_any_attr(attr);
        self.0.attributes.push(("", Box::new(attr)));
        self
    }
}

never_served!(El, ElState);

macro_rules! elements {
    ($namespace:expr; $($name:ident),+ $(,)?) => {$(
        /// The element of this name.
        pub fn $name() -> super::El {
            super::El::new(stringify!($name), $namespace)
        }
    )+};
}

/// Elements of a page.
pub mod html {
    pub use leptos_whole::tachys::html::element::*;

    elements! {
        None;
        a, article, aside, b, br, button, caption, code, datalist, dd, details, dialog, div, dl, dt, em, fieldset,
        footer, form, h1, h2, h3, h4, header, hr, i, input, kbd, label, legend, li, main, nav, ol, option, p,
        section, select, small, span, strong, sub, summary, sup, table, tbody, td, textarea, tfoot, th, thead, time,
        tr, u, ul,
    }
}

/// Elements of a drawing.
pub mod svg {
    pub use leptos_whole::tachys::svg::*;

    elements! {
        Some("http://www.w3.org/2000/svg");
        a, circle, g, line, path, polyline, rect, svg, text, title,
    }
}
