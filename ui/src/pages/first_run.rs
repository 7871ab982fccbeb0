//! The first page anybody sees: ways to begin.

use storytime_types::profile::Theme;
use yew::prelude::*;

use crate::components::account_source::AccountSource;
use crate::components::art::theme_art;
use crate::components::connect::{address_source, file_source, sample_day};
use crate::components::icon::{Shape, icon};
use crate::components::sign_in_at::sign_in_buttons;

/// The welcome.
pub fn welcome() -> Html {
    html! {
        <div class="welcome">
            <div class="book">
                <div class="cover">
                    <h1>{ "Once upon a calendar…" }</h1>
                    <p>
                        { "Bring your events, and each reminder arrives as a small story, just in time. Everything stays on this computer." }
                    </p>
                </div>
                <div class="cover__art framed">{ theme_art(Theme::Fantasy) }</div>
            </div>
            <ul class="welcome__ways">
                { way(Shape::File,"Open a calendar file","An .ics file, or a folder of them, from this computer.",file_source()) }
                { way(Shape::Address,"Paste an address","The private link (ICS) that your calendar’s settings show.",address_source()) }
                { way(Shape::Spark,"Try a sample day","A made-up day around this very moment. The first reminder comes within a minute.",sample_day()) }
            </ul>
            <section class="card" aria-labelledby="account-name">
                <h2 id="account-name" class="section-name">{ "Or connect an account" }</h2>
                { sign_in_buttons() }
                <p class="quiet">{ "iCloud, Fastmail, Nextcloud and other servers that speak CalDAV." }</p>
                <AccountSource />
            </section>
        </div>
    }
}

fn way(shape: Shape, name: &str, hint: &str, action: Html) -> Html {
    html! {
        <li class="way">
            <h2 class="way__name">{ icon(shape) }{ name }</h2>
            <p class="quiet">{ hint }</p>
            <div class="way__do">{ action }</div>
        </li>
    }
}
