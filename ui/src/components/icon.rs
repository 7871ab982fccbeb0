//! Line icons, drawn for this window on a 24-unit grid. They are decoration: the words beside them
//! carry the meaning.

use yew::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An open book with a star.
    Book,
    /// A sheet of paper.
    File,
    /// A chain link.
    Address,
    /// A spark.
    Spark,
    /// A clock.
    Clock,
    /// A map pin.
    Pin,
    /// People.
    People,
    /// A camera.
    Join,
    /// Two arrows in a circle.
    Again,
    /// A bell.
    Bell,
    /// A sleeping moon.
    Moon,
    /// A cross.
    Cross,
    /// A tick.
    Tick,
    /// A warning triangle.
    Warning,
    /// The sun.
    Sun,
    /// A sheet of a calendar.
    Calendar,
    /// Sliders.
    Sliders,
    /// A screen with a line through it.
    Screen,
    /// Two sheets, one upon the other.
    Copy,
    /// A magnifying glass.
    Search,
    /// Three bars, each longer than the one before.
    Chart,
}

impl Shape {
    fn path(self) -> &'static str {
        match self {
            Self::Book => {
                "M12 7c-2-1.7-5-2.3-9-2v13c4-.3 7 .3 9 2 2-1.7 5-2.3 9-2V5c-4-.3-7 .3-9 2zm0 0v13"
            }
            Self::File => "M14 3H6v18h12V7l-4-4zm0 0v4h4M9 12h6m-6 4h6",
            Self::Address => {
                "M10 14a4 4 0 0 0 5.7 0l3.5-3.5a4 4 0 0 0-5.7-5.7L12.3 6M14 10a4 4 0 0 0-5.7 0l-3.5 3.5a4 4 0 0 0 5.7 5.7l1.2-1.2"
            }
            Self::Spark => {
                "M12 3c.8 5 3.2 7.8 9 9-5.8 1.2-8.2 4-9 9-.8-5-3.2-7.8-9-9 5.8-1.2 8.2-4 9-9z"
            }
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4.5V12l3 2",
            Self::Pin => {
                "M12 21c4.5-4.5 7-8 7-11.5A7 7 0 0 0 5 9.5C5 13 7.5 16.5 12 21zm0-14a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"
            }
            Self::People => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .7 3.2 2.6 3.5 5.5"
            }
            Self::Join => "M3 7h12v10H3zM15 11l6-3.5v9L15 13",
            Self::Again => {
                "M19.5 9A8 8 0 0 0 5 8.5M4.5 15A8 8 0 0 0 19 15.5M5 4v4.5h4.5M19 20v-4.5h-4.5"
            }
            Self::Bell => "M6 16V10.5a6 6 0 0 1 12 0V16l1.5 2h-15L6 16zm4 4.5h4",
            Self::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
            Self::Cross => "M6.5 6.5l11 11m0-11l-11 11",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2m0 15v2M2.5 12h2m15 0h2M5.3 5.3l1.4 1.4m10.6 10.6 1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"
            }
            Self::Calendar => "M4 6h16v14H4zM4 10.5h16M8 3.5V8m8-4.5V8",
            Self::Sliders => {
                "M4 7h8m4 0h4M4 17h4m4 0h8M14 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM10 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"
            }
            Self::Screen => "M3 5h18v11H3zM9 20h6M12 16v4M4 3l16 16",
            Self::Copy => "M9 8h11v13H9zM5 16H4V3h11v1",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
            Self::Chart => "M5 20v-5m7 5V10m7 10V4",
            Self::Warning => "M12 4 2.5 20h19L12 4zm0 6v4.5m0 2.5v.5",
        }
    }
}

/// One icon, as large as the text beside it.
pub fn icon(shape: Shape) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={shape.path()} />
        </svg>
    }
}
