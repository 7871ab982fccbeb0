//! Whether the person prefers dark windows, as the desktop's settings portal says.
//!
//! GTK 3 does not ask the portal (`org.freedesktop.appearance`, `color-scheme`), and Tauri's own
//! way of asking wakes up every five seconds; this listens.

use futures_util::stream::BoxStream;

use crate::session::SessionError;

/// What windows should look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appearance {
    /// Light, or no preference.
    Light,
    /// Dark.
    Dark,
}

/// The present preference if it can be learned, and then each change of it.
///
/// # Errors
/// When there is no session to ask. A session without a portal has no preference and no changes.
pub async fn appearances() -> Result<BoxStream<'static, Appearance>, SessionError> {
    platform::appearances().await
}

#[cfg(target_os = "linux")]
mod platform {
    use std::future::ready;

    use futures_util::stream::{self, BoxStream, StreamExt as _};
    use zbus::message::Type;
    use zbus::zvariant::{OwnedValue, Value};
    use zbus::{Connection, MatchRule, Message, MessageStream};

    use super::Appearance;
    use crate::session::{ANSWER_WITHIN, SessionError};

    const PORTAL: &str = "org.freedesktop.portal.Desktop";
    const PATH: &str = "/org/freedesktop/portal/desktop";
    const SETTINGS: &str = "org.freedesktop.portal.Settings";
    const NAMESPACE: &str = "org.freedesktop.appearance";
    const KEY: &str = "color-scheme";

    pub(super) async fn appearances() -> Result<BoxStream<'static, Appearance>, SessionError> {
        let bus = Connection::session()
            .await
            .map_err(SessionError::no_session)?;
        let changes = subscribe(&bus).await.map_err(SessionError::refused)?;
        let present = tokio::time::timeout(ANSWER_WITHIN, present(&bus)).await;
        let present = present.ok().flatten();
        let changes =
            changes.filter_map(|signal| ready(signal.ok().and_then(|signal| changed_to(&signal))));
        Ok(stream::iter(present).chain(changes).boxed())
    }

    async fn subscribe(bus: &Connection) -> zbus::Result<MessageStream> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .path(PATH)?
            .interface(SETTINGS)?
            .member("SettingChanged")?
            .arg(0, NAMESPACE)?
            .build();
        MessageStream::for_match_rule(rule, bus, None).await
    }

    async fn present(bus: &Connection) -> Option<Appearance> {
        let answer = bus
            .call_method(
                Some(PORTAL),
                PATH,
                Some(SETTINGS),
                "Read",
                &(NAMESPACE, KEY),
            )
            .await
            .ok()?;
        let value: OwnedValue = answer.body().deserialize().ok()?;
        appearance(&value)
    }

    fn changed_to(signal: &Message) -> Option<Appearance> {
        let body = signal.body();
        let (namespace, key, value): (String, String, OwnedValue) = body.deserialize().ok()?;
        (namespace == NAMESPACE && key == KEY).then_some(())?;
        appearance(&value)
    }

    /// 1 prefers dark, 2 light, anything else has no preference. `Read` wraps it once more than
    /// `SettingChanged` does.
    fn appearance(value: &Value<'_>) -> Option<Appearance> {
        match value {
            Value::Value(inner) => appearance(inner),
            Value::U32(1) => Some(Appearance::Dark),
            Value::U32(_) => Some(Appearance::Light),
            _ => None,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn setting_changed(namespace: &str, key: &str, value: Value<'_>) -> Message {
            Message::signal(PATH, SETTINGS, "SettingChanged")
                .and_then(|signal| signal.build(&(namespace, key, value)))
                .unwrap()
        }

        #[test]
        fn a_changed_colour_scheme_is_heard() {
            let heard = |value| changed_to(&setting_changed(NAMESPACE, KEY, value));
            assert_eq!(heard(Value::U32(1)), Some(Appearance::Dark));
            assert_eq!(heard(Value::U32(2)), Some(Appearance::Light));
            assert_eq!(heard(Value::U32(0)), Some(Appearance::Light));
            assert_eq!(heard(Value::from("dark")), None);
        }

        #[test]
        fn other_settings_are_passed_over() {
            let accent = setting_changed(NAMESPACE, "contrast", Value::U32(1));
            assert_eq!(changed_to(&accent), None);
        }

        #[test]
        fn an_answer_in_two_wrappings_is_read() {
            let twice = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));
            assert_eq!(appearance(&twice), Some(Appearance::Dark));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use futures_util::stream::{self, BoxStream, StreamExt as _};

    use super::Appearance;
    use crate::session::SessionError;

    /// The system tells its web view itself.
    pub(super) async fn appearances() -> Result<BoxStream<'static, Appearance>, SessionError> {
        Ok(stream::empty().boxed())
    }
}
