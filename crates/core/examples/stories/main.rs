//! Prints `docs/stories.md`: `cargo run -p storytime-core --example stories > docs/stories.md`.
//! Its tests fail while the page says anything else than the storyteller, or a story breaks a rule.

mod events;
mod measures;
mod page;

fn main() {
    print!("{}", page::page());
}

#[test]
fn the_page_shows_what_the_storyteller_writes() {
    assert_eq!(include_str!("../../../../docs/stories.md"), page::page());
}
