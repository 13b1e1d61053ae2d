//! The icons: single strokes on a grid of 24, drawn for this project.

use leptos::prelude::*;

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Menu,
    Close,
    Plus,
    Send,
    Stop,
    Copy,
    Done,
    Edit,
    Again,
    Delete,
    Search,
    Settings,
    Pulse,
    Leave,
    Down,
    Chart,
    Voice,
    Back,
    Warning,
    Microphone,
    Shield,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Menu => "M4 7h16M4 12h11M4 17h16",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Send => "M12 19V5M6 11l6-6 6 6",
            Self::Stop => "M7 7h10v10H7z",
            Self::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
            Self::Done => "M5 12.5l4.5 4.5L19 7.5",
            Self::Edit => "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
            Self::Again => "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
            Self::Delete => "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
            Self::Search => "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l4.5 4.5",
            Self::Settings => "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4",
            Self::Pulse => "M3 12h4l3-7 4 14 3-7h4",
            Self::Leave => "M14 4H5v16h9M10 12h10M17 9l3 3-3 3",
            Self::Down => "M12 5v14M6 13l6 6 6-6",
            Self::Chart => "M5 20v-7M12 20V4M19 20v-10",
            Self::Voice => "M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Microphone => {
                "M12 3.500a3 3 0 0 1 3 3v4.500a3 3 0 0 1-6 0V6.500a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v3.500"
            }
            Self::Shield => "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM8.500 12l2.500 2.500 4.500-5",
            Self::Warning => "M12 4l9 16H3zM12 10v4.5M12 17.2v.3",
        }
    }
}

/// An icon as decoration: the text or label beside it says what it means.
pub fn icon(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.path()></path>
        </svg>
    }
}
