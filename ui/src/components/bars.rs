//! Figures as bars: each row's words say the same as its bar.

use storytime_types::profile::Theme;
use yew::prelude::*;

/// What a part of a bar stands for, told by its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A number and nothing else.
    Plain,
    /// What went well.
    Good,
    /// What came too late.
    Late,
    /// What failed.
    Bad,
}

impl Mark {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "bar--plain",
            Self::Good => "bar--good",
            Self::Late => "bar--late",
            Self::Bad => "bar--bad",
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is counted.
    pub name: String,
    /// How much of it, part by part from the left.
    pub parts: Vec<(Mark, u32)>,
    /// The figure in words.
    pub words: String,
    /// The style whose colour it has; the profile's where there is none.
    pub theme: Option<Theme>,
}

impl Bar {
    /// A row in the colours of the profile's style.
    pub fn of(name: String, parts: Vec<(Mark, u32)>, words: String) -> Self {
        Self {
            name,
            parts,
            words,
            theme: None,
        }
    }

    fn whole(&self) -> u32 {
        self.parts.iter().map(|(_, number)| number).sum()
    }
}

/// The rows, each as long as its share of the longest.
pub fn bars(rows: Vec<Bar>) -> Html {
    let longest = rows.iter().map(Bar::whole).max().unwrap_or_default();
    html! {
        <ul class="bars">
            for row in rows {
                <li class="bars__row" data-theme={row.theme.map(|it| it.as_str().to_ascii_lowercase())}>
                    <span>{ &row.name }</span>
                    { drawn(&row, longest) }
                    <span class="bars__words">{ &row.words }</span>
                </li>
            }
        </ul>
    }
}

fn drawn(row: &Bar, longest: u32) -> Html {
    let mut until = 0;
    let parts = row.parts.iter().map(|(mark, number)| {
        let from = until;
        until += number;
        let (x, end) = (percent(from, longest), percent(until, longest));
        html! { <rect class={mark.class()} x={x.to_string()} width={(end - x).to_string()} height="1" /> }
    });
    html! {
        <svg class="bars__bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            { for parts }
        </svg>
    }
}

fn percent(part: u32, whole: u32) -> u64 {
    u64::from(part) * 100 / u64::from(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_bar_fill_their_share_of_the_longest_and_no_more() {
        assert_eq!(percent(1, 4), 25);
        assert_eq!(percent(4, 4), 100);
        assert_eq!(percent(0, 0), 0);
        let row = Bar::of(
            String::new(),
            vec![(Mark::Good, 3), (Mark::Bad, 1)],
            String::new(),
        );
        assert_eq!(row.whole(), 4);
    }
}
