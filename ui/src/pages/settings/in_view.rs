//! Which section of the settings a person is looking at.

use gloo_events::EventListener;
use yew::prelude::*;

use super::section::heading_id;
use storytime_types::Section;

/// The section in view; `arrived` is where the address leads, and whether that is there by now.
#[hook]
pub fn use_section_in_view(arrived: (Option<Section>, bool)) -> Option<Section> {
    let seen = use_state_eq(|| None);
    let state = seen.clone();
    use_effect_with(arrived, move |_| {
        state.set(section_in_view());
        let listener = EventListener::new(&gloo_utils::window(), "scroll", move |_| {
            state.set(section_in_view());
        });
        move || drop(listener)
    });
    *seen
}

/// The one that the focus was brought to, for as long as its heading is in sight; otherwise the one
/// at the line where a person reads.
fn section_in_view() -> Option<Section> {
    let document = gloo_utils::document();
    let height = f64::from(gloo_utils::document_element().client_height());
    let tops: Vec<(Section, f64)> = Section::ALL
        .into_iter()
        .filter_map(|section| {
            let heading = document.get_element_by_id(heading_id(section))?;
            Some((section, heading.get_bounding_client_rect().top()))
        })
        .collect();
    let focused = document.active_element().map(|element| element.id());
    let in_focus = tops.iter().find(|(section, top)| {
        (0.0..height).contains(top) && focused.as_deref() == Some(heading_id(*section))
    });
    in_focus.map_or_else(
        || at_line(&tops, height * scrolled()),
        |(section, _)| Some(*section),
    )
}

/// How far down the page is scrolled, from 0 to 1. The line at which a person reads goes down the
/// window with it: the last sections would never come up to the top.
fn scrolled() -> f64 {
    let page = gloo_utils::document_element();
    let most = page.scroll_height() - page.client_height();
    f64::from(page.scroll_top()) / f64::from(most.max(1))
}

/// The last section whose heading is above the line, or else the first.
fn at_line(tops: &[(Section, f64)], line: f64) -> Option<Section> {
    let above = tops.iter().take_while(|(_, top)| *top <= line).last();
    above.or(tops.first()).map(|(section, _)| *section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_at_the_line_is_the_last_one_that_begins_above_it() {
        let tops = [
            (Section::Reminders, -300.0),
            (Section::Quiet, 80.0),
            (Section::Stories, 400.0),
        ];
        assert_eq!(at_line(&tops, 0.0), Some(Section::Reminders));
        assert_eq!(at_line(&tops, 120.0), Some(Section::Quiet));
        assert_eq!(at_line(&tops, 600.0), Some(Section::Stories));
        assert_eq!(at_line(&tops[1..], 0.0), Some(Section::Quiet));
        assert_eq!(at_line(&[], 0.0), None);
    }
}
