//! The icon's four faces. Each has a shape of its own, so that they can be told apart at 16 pixels
//! and without colours.

use tauri::image::Image;

use super::countdown;
use super::glance::Glance;

/// How the icon looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The plain book.
    Normal,
    /// With a clock: an event starts before long.
    Soon,
    /// Grey, with two bars: reminders are held.
    Paused,
    /// With a warning triangle: something is wrong, and the menu says what.
    Trouble,
}

impl Face {
    /// What matters most comes first: trouble, then a pause.
    pub fn of(glance: &Glance) -> Self {
        let status = &glance.status;
        if !glance.status.problems.is_empty() {
            Self::Trouble
        } else if status.paused_until.is_some_and(|until| until > status.now) {
            Self::Paused
        } else if countdown::is_soon(glance) {
            Self::Soon
        } else {
            Self::Normal
        }
    }

    /// 64 pixels square; on macOS in one colour, for the menu bar to colour.
    #[cfg(not(target_os = "macos"))]
    pub fn picture(self) -> Image<'static> {
        match self {
            Self::Normal => tauri::include_image!("icons/64x64.png"),
            Self::Soon => tauri::include_image!("icons/faces/soon.png"),
            Self::Paused => tauri::include_image!("icons/faces/paused.png"),
            Self::Trouble => tauri::include_image!("icons/faces/trouble.png"),
        }
    }

    /// 64 pixels square; on macOS in one colour, for the menu bar to colour.
    #[cfg(target_os = "macos")]
    pub fn picture(self) -> Image<'static> {
        match self {
            Self::Normal => tauri::include_image!("icons/faces/template-normal.png"),
            Self::Soon => tauri::include_image!("icons/faces/template-soon.png"),
            Self::Paused => tauri::include_image!("icons/faces/template-paused.png"),
            Self::Trouble => tauri::include_image!("icons/faces/template-trouble.png"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use storytime_types::Instant;

    use super::super::glance::tests::{event_at, now, problem, quiet};
    use super::*;

    fn with_event_in(minutes: i64) -> Glance {
        let mut glance = quiet();
        glance.status.next_event = Some(event_at(now().plus_ms(minutes * Instant::MINUTE)));
        glance
    }

    #[rstest]
    #[case::far_away(16, Face::Normal)]
    #[case::within_a_quarter_of_an_hour(15, Face::Soon)]
    #[case::running(0, Face::Normal)]
    fn an_event_that_starts_before_long_shows(#[case] minutes: i64, #[case] face: Face) {
        assert_eq!(Face::of(&with_event_in(minutes)), face);
    }

    #[test]
    fn a_longer_lead_time_makes_soon_earlier() {
        let early = Glance {
            soon_minutes: 30,
            ..with_event_in(30)
        };
        assert_eq!(Face::of(&early), Face::Soon);
    }

    #[test]
    fn a_pause_outweighs_an_event_and_trouble_a_pause() {
        let mut glance = with_event_in(5);
        glance.status.paused_until = Some(now().plus_ms(Instant::HOUR));
        assert_eq!(Face::of(&glance), Face::Paused);
        glance.status.problems = vec![problem("Work cannot be read.")];
        assert_eq!(Face::of(&glance), Face::Trouble);
    }

    #[test]
    fn no_two_faces_are_the_same_picture() {
        let faces = [Face::Normal, Face::Soon, Face::Paused, Face::Trouble];
        for (n, one) in faces.iter().enumerate() {
            assert_eq!(one.picture().width(), 64);
            for other in &faces[..n] {
                assert_ne!(
                    one.picture().rgba(),
                    other.picture().rgba(),
                    "{one:?} {other:?}"
                );
            }
        }
    }
}
