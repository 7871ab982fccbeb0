//! The menu's entries as items on the screen. An open menu closes when its items are replaced, so
//! as long as only words and marks differ, they are changed in place.

use tauri::menu::{CheckMenuItem, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Wry};

use super::choice::Choice;
use super::menu::Entry;

/// Stands between a choice and its item's number.
const NUMBER: char = '#';

/// What stands for an entry on the screen.
pub enum Item {
    /// A line, or something to click.
    Text(MenuItem<Wry>),
    /// Something to click that is on or off.
    Check(CheckMenuItem<Wry>),
    /// A rule.
    Separator(PredefinedMenuItem<Wry>),
    /// Items behind a title.
    Submenu(Submenu<Wry>, Vec<Item>),
}

impl Item {
    /// The toolkit's own item.
    pub fn on_screen(&self) -> &dyn IsMenuItem<Wry> {
        match self {
            Self::Text(item) => item,
            Self::Check(item) => item,
            Self::Separator(item) => item,
            Self::Submenu(item, _) => item,
        }
    }
}

/// Makes the items of these entries and puts them at the end of a menu.
///
/// # Errors
/// The toolkit's own.
pub fn append(app: &AppHandle, menu: &Menu<Wry>, entries: &[Entry]) -> tauri::Result<Vec<Item>> {
    let items = made(app, entries)?;
    for item in &items {
        menu.append(item.on_screen())?;
    }
    Ok(items)
}

/// Changes the words and the marks of items from those of `old` to those of `new`.
///
/// # Errors
/// The toolkit's own.
pub fn reword(items: &[Item], old: &[Entry], new: &[Entry]) -> tauri::Result<()> {
    for ((item, old), new) in items.iter().zip(old).zip(new) {
        if old == new {
            continue;
        }
        match (item, old, new) {
            (Item::Text(item), _, Entry::Line(text) | Entry::Item(_, text)) => {
                item.set_text(escaped(text))?;
            }
            (Item::Check(item), _, Entry::Check(_, text, on)) => {
                item.set_text(escaped(text))?;
                item.set_checked(*on)?;
            }
            (Item::Submenu(_, items), Entry::Submenu(_, old), Entry::Submenu(_, new)) => {
                reword(items, old, new)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Sets every mark as `entries` say, because a click changes a mark by itself.
///
/// # Errors
/// The toolkit's own.
pub fn mark(items: &[Item], entries: &[Entry]) -> tauri::Result<()> {
    for (item, entry) in items.iter().zip(entries) {
        match (item, entry) {
            (Item::Check(item), Entry::Check(_, _, on)) => item.set_checked(*on)?,
            (Item::Submenu(_, items), Entry::Submenu(_, entries)) => mark(items, entries)?,
            _ => {}
        }
    }
    Ok(())
}

/// Whether only words and marks differ, so that the items can stay.
pub fn is_same_shape(old: &[Entry], new: &[Entry]) -> bool {
    let is_same = |(old, new): (&Entry, &Entry)| match (old, new) {
        (Entry::Line(_), Entry::Line(_)) => true,
        (Entry::Item(old, _), Entry::Item(new, _))
        | (Entry::Check(old, ..), Entry::Check(new, ..)) => old == new,
        (Entry::Submenu(title, old), Entry::Submenu(new_title, new)) => {
            title == new_title && is_same_shape(old, new)
        }
        _ => old == new,
    };
    old.len() == new.len() && old.iter().zip(new).all(is_same)
}

fn made(app: &AppHandle, entries: &[Entry]) -> tauri::Result<Vec<Item>> {
    let numbered = entries.iter().enumerate();
    numbered
        .map(|(number, entry)| item(app, number, entry))
        .collect()
}

/// What was clicked, by the id of its item.
pub fn clicked(id: &str) -> Option<Choice> {
    Choice::from_id(id.split_once(NUMBER).map_or(id, |(choice, _)| choice))
}

/// Several items may be the same choice, but the toolkit finds an item by its id alone.
fn id(choice: Choice, number: usize) -> String {
    format!("{}{NUMBER}{number}", choice.id())
}

fn item(app: &AppHandle, number: usize, entry: &Entry) -> tauri::Result<Item> {
    const NO_KEY: Option<&str> = None;
    Ok(match entry {
        Entry::Line(text) => Item::Text(MenuItem::new(app, escaped(text), false, NO_KEY)?),
        Entry::Item(choice, text) => Item::Text(MenuItem::with_id(
            app,
            id(*choice, number),
            escaped(text),
            true,
            NO_KEY,
        )?),
        Entry::Greyed(choice, text) => Item::Text(MenuItem::with_id(
            app,
            id(*choice, number),
            escaped(text),
            false,
            NO_KEY,
        )?),
        Entry::Check(choice, text, on) => Item::Check(CheckMenuItem::with_id(
            app,
            id(*choice, number),
            escaped(text),
            true,
            *on,
            NO_KEY,
        )?),
        Entry::Separator => Item::Separator(PredefinedMenuItem::separator(app)?),
        Entry::Submenu(title, choices) => {
            let submenu = Submenu::new(app, escaped(title), true)?;
            let items = made(app, choices)?;
            for item in &items {
                submenu.append(item.on_screen())?;
            }
            Item::Submenu(submenu, items)
        }
    })
}

/// An ampersand would underline the next letter and vanish; underscores are the toolkit's care.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use storytime_types::Page;

    #[test]
    fn the_minute_that_passes_only_changes_words() {
        let at = |text: &str| vec![Entry::Line(text.into()), Entry::Separator];
        assert!(is_same_shape(
            &at("Standup in 12 min"),
            &at("Standup in 11 min")
        ));
    }

    #[test]
    fn a_switched_mark_is_the_same_item() {
        let themes = |on: bool| {
            let check = Entry::Check(Choice::PresentMode, "Present".into(), on);
            vec![Entry::Submenu("Theme".into(), vec![check])]
        };
        assert!(is_same_shape(&themes(true), &themes(false)));
    }

    #[test]
    fn an_item_that_can_be_clicked_now_is_another_shape() {
        let join = |enabled: bool| {
            let text = "Join".to_owned();
            vec![if enabled {
                Entry::Item(Choice::Join, text)
            } else {
                Entry::Greyed(Choice::Join, text)
            }]
        };
        assert!(!is_same_shape(&join(false), &join(true)));
        assert!(!is_same_shape(&join(true), &[]));
    }

    #[test]
    fn two_items_of_one_choice_differ_and_both_mean_it() {
        let today = Choice::Show(Page::Today);
        let (first, second) = (id(today, 3), id(today, 4));
        assert_ne!(first, second);
        assert_eq!(clicked(&first), Some(today));
        assert_eq!(clicked(&second), Some(today));
    }
}
