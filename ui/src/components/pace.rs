//! How often calendars are looked at, and how far ahead events are known.

use storytime_types::profile::{Profile, ProfileChange};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::saving::{saved_note, use_action};

/// A number that a person chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    /// From one look at the calendars to the next.
    PollMinutes,
    /// As far as events are kept.
    WindowDays,
}

impl Number {
    fn id(self) -> &'static str {
        match self {
            Self::PollMinutes => "poll-minutes",
            Self::WindowDays => "window-days",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::PollMinutes => "Look for changes in your calendars",
            Self::WindowDays => "Keep what is ahead",
        }
    }

    fn offered(self) -> &'static [u32] {
        match self {
            Self::PollMinutes => &[1, 2, 5, 10, 15, 30, 60],
            Self::WindowDays => &[2, 7, 14, 30, 60],
        }
    }

    fn words(self, number: u32) -> String {
        match (self, number) {
            (Self::PollMinutes, 1) => "every minute".to_owned(),
            (Self::PollMinutes, 60) => "every hour".to_owned(),
            (Self::PollMinutes, many) => format!("every {many} minutes"),
            (Self::WindowDays, many) => format!("for {many} days"),
        }
    }

    fn change(self, number: Option<u32>) -> ProfileChange {
        match self {
            Self::PollMinutes => ProfileChange {
                poll_minutes: number,
                ..ProfileChange::default()
            },
            Self::WindowDays => ProfileChange {
                window_days: number,
                ..ProfileChange::default()
            },
        }
    }

    /// What is offered, and whatever other number is set.
    fn choices(self, set: u32) -> Vec<u32> {
        let mut all = self.offered().to_vec();
        if let Err(place) = all.binary_search(&set) {
            all.insert(place, set);
        }
        all
    }
}

/// Both as they are set.
pub fn pace(profile: &Profile) -> Html {
    html! {
        <>
            <NumberChoice number={Number::PollMinutes} set={profile.poll_minutes} />
            <NumberChoice number={Number::WindowDays} set={profile.window_days} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    number: Number,
    set: u32,
}

/// A number, to be chosen among a few.
#[component]
fn NumberChoice(props: &Props) -> Html {
    let action = use_action();
    let (number, id) = (props.number, props.number.id());
    let onchange = {
        let action = action.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            action.save(number.change(chosen.parse().ok()));
        })
    };
    let note = format!("{id}-note");
    html! {
        <div class="setting">
            <label class="field-name" for={id}>{ number.name() }</label>
            <select {id} class="input input--select" aria-describedby={note.clone()} {onchange}>
                for one in number.choices(props.set) {
                    <option key={one} value={one.to_string()} selected={one == props.set}>
                        { number.words(one) }
                    </option>
                }
            </select>
            { saved_note(&action.progress, Some(note.as_str())) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn a_number_that_was_set_elsewhere_stands_among_those_that_are_offered() {
        assert_eq!(Number::PollMinutes.choices(5).len(), 7);
        assert_eq!(Number::WindowDays.choices(21), [2, 7, 14, 21, 30, 60]);
        assert_eq!(Number::PollMinutes.words(1), "every minute");
        assert_eq!(Number::PollMinutes.words(30), "every 30 minutes");
        assert_eq!(Number::WindowDays.words(14), "for 14 days");
    }
}
