//! Line drawings of our own, 24 × 24, in the colour of the text beside them. Never the only carrier of a meaning.

use leptos::prelude::*;

/// A drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after what it shows")]
pub enum Icon {
    Home,
    People,
    House,
    Calendar,
    Points,
    Report,
    Exchange,
    Setting,
    List,
    Clock,
    Search,
    Close,
    Left,
    Right,
    Down,
    Check,
    Plus,
    File,
    Undo,
    Print,
    Lock,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Home => "M3 10l9-7 9 7v10a1 1 0 0 1-1 1h-5v-7H9v7H4a1 1 0 0 1-1-1z",
            Self::People => {
                "M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M2.5 20c.6-3.8 3.2-5.6 6.5-5.6s5.9 1.8 6.5 5.6M16 5a3.5 3.5 0 0 1 0 6.6M18 14.9c2 .7 3.2 2.4 3.6 5.1"
            }
            Self::House => "M4 20V8l8-5 8 5v12M9 20v-6h6v6M2 20h20",
            Self::Calendar => {
                "M4.500 5h15a1.500 1.500 0 0 1 1.500 1.500v13a1.500 1.500 0 0 1-1.500 1.500h-15a1.500 1.500 0 0 1-1.500-1.500v-13a1.500 1.500 0 0 1 1.500-1.500zM3 10h18M8 3v4M16 3v4M8 14h3M8 17h6"
            }
            Self::Points => "M4 19V9M10 19V5M16 19v-7M21 19H3",
            Self::Report => "M6 3h9l4 4v14H6zM14 3v5h5M9 13l5 5M14 13l-5 5",
            Self::Exchange => "M12 3v12M8 7l4-4 4 4M4 15v5h16v-5",
            Self::Setting => {
                "M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2"
            }
            Self::List => "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
            Self::Clock => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5l3 2",
            Self::Search => "M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0M20 20l-4-4",
            Self::Close => "M5 5l14 14M19 5L5 19",
            Self::Left => "M15 5l-7 7 7 7",
            Self::Right => "M9 5l7 7-7 7",
            Self::Down => "M5 9l7 7 7-7",
            Self::Check => "M4 12l6 6L20 6",
            Self::Plus => "M12 4v16M4 12h16",
            Self::File => "M6 3h9l4 4v14H6zM14 3v5h5",
            Self::Undo => "M8 5L3 10l5 5M3 10h11a6 6 0 0 1 0 12h-3",
            Self::Print => "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
            Self::Lock => "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4",
        }
    }
}

/// Draws an icon; it says nothing to a screen reader.
#[component]
pub fn Glyph(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path()/>
        </svg>
    }
    .into_any()
}
