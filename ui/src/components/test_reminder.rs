//! Sending a reminder on purpose, to see whether it arrives.

use storytime_types::ApiError;
use storytime_types::changes::Change;
use storytime_types::notifications::{NotificationChannel, NotificationStatus, TestOutcome};
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Shape, icon};
use super::notice::problem;
use crate::backend::{Body, Method, call};
use crate::live::use_changes;
use crate::wording::errors;

/// How the test fares.
#[derive(Clone, PartialEq)]
enum Test {
    NotBegun,
    UnderWay,
    Arrived(String),
    Failed(String),
}

/// A button, and in words what became of the reminder that it sends.
#[component]
pub fn TestReminder() -> Html {
    let test = use_state(|| Test::NotBegun);
    let announce = use_changes().announce;
    let send = {
        let test = test.setter();
        Callback::from(move |_| {
            let (test, announce) = (test.clone(), announce.clone());
            test.set(Test::UnderWay);
            spawn_local(async move {
                test.set(match send_one().await {
                    Ok((channel, outcome)) => told(&channel, outcome),
                    Err(error) => Test::Failed(errors::sentence(&error)),
                });
                announce.emit(&[Change::Ledger]);
            });
        })
    };
    let busy = *test == Test::UnderWay;
    html! {
        <div class="setting">
            <p class="field-name">{ "Does a reminder reach you?" }</p>
            <p class="quiet">{ "It goes the way of every reminder, also while reminders are paused." }</p>
            <button class="button" disabled={busy} onclick={send}>
                { icon(Shape::Bell) }{ if busy { "Sending…" } else { "Send a test reminder" } }
            </button>
            <div aria-live="polite">
                { match &*test {
                    Test::NotBegun | Test::UnderWay => Html::default(),
                    Test::Arrived(words) => html! { <p class="saved">{ icon(Shape::Tick) }{ words }</p> },
                    Test::Failed(why) => problem(why, None),
                } }
            </div>
        </div>
    }
}

/// Through the channel that reminders go to first.
async fn send_one() -> Result<(NotificationChannel, TestOutcome), ApiError> {
    let channels: Vec<NotificationChannel> =
        call(Method::Get, "/api/notifications/channels", Body::NONE).await?;
    let used = channels
        .into_iter()
        .filter(|channel| channel.is_active)
        .max_by_key(|channel| channel.is_primary);
    let Some(channel) = used else {
        let why = "No channel is switched on, so no reminder can be sent.";
        return Err(ApiError::new(storytime_types::ErrorCode::NotFound, why));
    };
    let path = format!("/api/notifications/channels/{}/test", channel.id);
    let outcome = call(Method::Post, &path, Body::NONE).await?;
    Ok((channel, outcome))
}

fn told(channel: &NotificationChannel, outcome: TestOutcome) -> Test {
    let name = &channel.name;
    let why = outcome.error_message.unwrap_or_default();
    match outcome.status {
        NotificationStatus::Sent => Test::Arrived(format!("Sent. Look for it on: {name}.")),
        NotificationStatus::Pending => {
            Test::Failed(format!("Not sent yet, and tried again by itself: {why}"))
        }
        NotificationStatus::Failed | NotificationStatus::Missed | NotificationStatus::Cancelled => {
            Test::Failed(format!("It could not be sent: {why}"))
        }
    }
}
