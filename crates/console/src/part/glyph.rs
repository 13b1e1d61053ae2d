//! The console's own icons: single strokes on a grid of 24, drawn for this project.

use leptos::prelude::*;

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    Overview,
    Account,
    Plan,
    Runs,
    Verify,
    Drift,
    Monitor,
    Users,
    Audit,
    Save,
    Print,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Overview => "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
            Self::Account => "M9 8a5 5 0 1 1 0 8 5 5 0 0 1 0-8zM13.500 12H21v3M17.500 12v3",
            Self::Plan => {
                "M9 6h11M9 12h11M9 18h11M3.500 6l1.200 1.200L6.800 5M3.500 12l1.200 1.200 2.100-2.200M3.500 18l1.200 1.200 2.100-2.200"
            }
            Self::Runs => "M4 6h9M8 12h12M6 18h7M4 3v18",
            Self::Verify => "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM8.500 12l2.500 2.500 4.500-5",
            Self::Drift => "M4 8h13l-3-3M20 16H7l3 3M4 12h3M17 12h3",
            Self::Monitor => "M3 5h18v12H3zM9 21h6M12 17v4M6.500 12l3-3 2.500 2.500 2-4 3.500 4.500",
            Self::Users => {
                "M9 5a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM2.500 20c.5-4 3-6 6.500-6s6 2 6.500 6M15.500 5.300a3.500 3.500 0 0 1 0 6.400M17.500 14.500c2.300.8 3.700 2.600 4 5.500"
            }
            Self::Audit => "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
            Self::Save => "M12 4v11M7 11l5 5 5-5M4 20h16",
            Self::Print => "M7 9V4h10v5M5 9h14v8h-3v3H8v-3H5zM8 14h8",
        }
    }
}

/// An icon as decoration: the text or label beside it says what it means.
pub fn glyph(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
}
